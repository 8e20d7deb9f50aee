import { sql } from 'kysely'
import { newId } from '../../../../kernel/id.ts'
import { createGoal } from '../../journal/goals.ts'
import { readDay, readPast } from '../../ledger/values.ts'
import { fieldsOfProfile } from '../../oversight/risk-profile-view.ts'
import { createProfile } from '../../oversight/risk-profiles.ts'
import type { OversightTables, RiskBreachRow, RiskProfileRow } from '../../oversight/tables.ts'
import type { LineOf } from './account-file.ts'
import { AccountFileRefusal } from './read-account.ts'
import { type Lines, located, ofLine, type Restoring } from './restoring.ts'

/** Throws trading/journal-full. */
export async function restoreGoals({ tx, account }: Restoring, lines: Lines<LineOf<'goal'>>): Promise<void> {
  for (const { at, type: _, startsOn, endsOn, ...said } of lines) {
    const from = located(at, () => readDay(startsOn, '/startsOn'))
    const until = endsOn === null ? null : located(at, () => readDay(endsOn, '/endsOn'))
    try {
      await createGoal(tx, account.owner_id, { ...said, accountId: account.id, startsOn: from, endsOn: until })
    } catch (error) {
      throw ofLine(at, error)
    }
  }
}

/** With the breaches that were recorded, so that they are told once: a look that finds others writes so beside them. Throws trading/oversight-full. */
export async function restoreProfiles(restoring: Restoring, lines: Lines<LineOf<'risk-profile'>>): Promise<void> {
  const { tx, account } = restoring
  for (const { at, type: _, breaches, ...said } of lines) {
    const fields = located(at, () => fieldsOfProfile(said))
    located(at, () => readDay(said.startsOn, '/startsOn'))
    const profile = await createProfile(tx, account, fields)
    const rows = located(at, () => breaches.map((breach) => breachRow(profile, breach)))
    if (new Set(rows.map(({ rule }) => rule)).size < rows.length) throw new AccountFileRefusal('twice', at, '/breaches')
    for (const { changes, ...row } of rows)
      await tx
        .query<OversightTables>()
        .insertInto('trading.risk_breach')
        .values({ ...row, changes: sql<RiskBreachRow['changes']>`${JSON.stringify(changes)}::jsonb` })
        .execute()
  }
}

function breachRow(
  { id, owner_id: ownerId }: RiskProfileRow,
  { rule, changes, ...breach }: LineOf<'risk-profile'>['breaches'][number],
): RiskBreachRow {
  const { withdrawnAt } = breach
  return {
    ...{ id: newId<'risk-breach'>(), profile_id: id, owner_id: ownerId, rule, changes },
    breached_at: readPast(breach.breachedAt, '/breaches/breachedAt'),
    recorded_at: readPast(breach.recordedAt, '/breaches/recordedAt'),
    withdrawn_at: withdrawnAt === null ? null : readPast(withdrawnAt, '/breaches/withdrawnAt'),
  }
}
