import type { Db } from '../../../../kernel/db/database.ts'
import { decimal, formatDecimal } from '../../../../kernel/decimal.ts'
import type { GoalRow } from '../../journal/tables.ts'
import type { AccountRow } from '../../ledger/tables.ts'
import { listBreaches } from '../../oversight/risk-breaches.ts'
import { viewProfile } from '../../oversight/risk-profile-view.ts'
import type { RiskBreachRow, RiskProfileRow } from '../../oversight/tables.ts'
import type { AnyLine, LineOf } from './account-file.ts'

/** What the trader wants to reach in the account and which limits hold in it, in the order in which they were said. */
export async function goalsAndLimits(db: Db, { id }: Pick<AccountRow, 'id'>): Promise<AnyLine[]> {
  const rows = async <Row>(table: string) =>
    (await db.raw(`SELECT * FROM trading.${table} WHERE account_id = $1 ORDER BY id`, [id])) as unknown as Row[]
  const goals = (await rows<GoalRow>('goal')).map(goalLine)
  const profiles: AnyLine[] = []
  for (const row of await rows<RiskProfileRow>('risk_profile'))
    profiles.push(profileLine(row, await listBreaches(db, row.id)))
  return [...goals, ...profiles]
}

function goalLine({ metric, target, period, starts_on: startsOn, ends_on: endsOn }: GoalRow): LineOf<'goal'> {
  return { type: 'goal', metric, target: formatDecimal(decimal(target)), period, startsOn, endsOn }
}

function profileLine(row: RiskProfileRow, breaches: readonly RiskBreachRow[]): LineOf<'risk-profile'> {
  const { id: _, accountId: __, status: ___, version: ____, createdAt: _____, ...said } = viewProfile(row)
  return {
    ...{ type: 'risk-profile', ...said },
    breaches: breaches.map(
      ({ rule, breached_at: at, recorded_at: recordedAt, withdrawn_at: withdrawnAt, changes }) => ({
        ...{ rule, breachedAt: at.toISOString(), recordedAt: recordedAt.toISOString() },
        ...{ withdrawnAt: withdrawnAt?.toISOString() ?? null, changes: [...changes] },
      }),
    ),
  }
}
