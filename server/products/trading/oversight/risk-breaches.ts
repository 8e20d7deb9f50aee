import { sql } from 'kysely'
import { now } from '../../../kernel/clock.ts'
import type { Db, Tx } from '../../../kernel/db/database.ts'
import { type Id, newId } from '../../../kernel/id.ts'
import { localTime } from '../../../kernel/zoned.ts'
import type { AccountRow } from '../ledger/tables.ts'
import { riskBreachChanged, riskBreached } from './events.ts'
import type { RiskStatus } from './risk-path.ts'
import { isLimit } from './risk-status.ts'
import type { BreachChange, LimitRule, OversightTables, RiskBreachRow, RiskProfileRow } from './tables.ts'
import { type TellDeps, tellBreach } from './telling.ts'

interface Looked {
  readonly account: AccountRow
  readonly profile: RiskProfileRow
}

const LIMITS: Readonly<Record<LimitRule, string>> = { daily_loss: 'daily loss', drawdown: 'drawdown' }
const CHANGES: Readonly<Record<BreachChange['what'], string>> = {
  moved: 'moved to another moment',
  withdrawn: 'taken back: the fills show none any more',
  returned: 'back',
}

/** Breaches that were recorded of a profile, withdrawn ones as well, in the order of the rules. */
export async function listBreaches(source: Db | Tx, profileId: Id<'risk-profile'>): Promise<RiskBreachRow[]> {
  return await source
    .query<OversightTables>()
    .selectFrom('trading.risk_breach')
    .selectAll()
    .where('profile_id', '=', profileId)
    .orderBy('rule')
    .execute()
}

/**
 * Writes down what limits are breached, each once, and tells it. A breach that later looks find elsewhere, not at all or again is changed
 * openly: what it was stays beside it.
 */
export async function recordBreaches(
  tx: Tx,
  deps: TellDeps,
  looked: Looked,
  statuses: readonly RiskStatus[],
): Promise<void> {
  const known = await listBreaches(tx, looked.profile.id)
  const standing = new Map<LimitRule, number>()
  for (const { rule, breachedAtMs } of statuses)
    if (isLimit(rule) && breachedAtMs !== null) standing.set(rule, breachedAtMs)
  for (const [rule, atMs] of standing) {
    const before = known.find((row) => row.rule === rule)
    const at = new Date(atMs)
    if (before === undefined) await recordFirst(tx, deps, looked, { rule, at })
    else if (before.withdrawn_at !== null) await change(tx, looked, before, { what: 'returned', to: at })
    else if (before.breached_at.getTime() !== atMs) await change(tx, looked, before, { what: 'moved', to: at })
  }
  for (const before of known)
    if (before.withdrawn_at === null && !standing.has(before.rule))
      await change(tx, looked, before, { what: 'withdrawn', to: null })
}

async function recordFirst(
  tx: Tx,
  deps: TellDeps,
  { account, profile }: Looked,
  { rule, at }: { readonly rule: LimitRule; readonly at: Date },
): Promise<void> {
  const row = await tx
    .query<OversightTables>()
    .insertInto('trading.risk_breach')
    .values({
      ...{ id: newId<'risk-breach'>(), profile_id: profile.id, owner_id: profile.owner_id, rule },
      ...{ breached_at: at, recorded_at: now(), withdrawn_at: null, changes: written([]) },
    })
    .returningAll()
    .executeTakeFirstOrThrow()
  await tx.publish(riskBreached, factOf({ account, profile }, row))
  await audit(tx, 'breached', row)
  const title = `${profile.name}: the limit of the ${LIMITS[rule]} was reached`
  await noteEvent(tx, { account, profile }, title)
  await tellBreach(tx, deps, { account, title, at: localTime(at, account.time_zone) })
}

async function change(
  tx: Tx,
  looked: Looked,
  before: RiskBreachRow,
  { what, to }: { readonly what: BreachChange['what']; readonly to: Date | null },
): Promise<void> {
  const from = before.withdrawn_at === null ? before.breached_at.toISOString() : null
  const changed: BreachChange = { what, at: now().toISOString(), from, to: to?.toISOString() ?? null }
  const row = await tx
    .query<OversightTables>()
    .updateTable('trading.risk_breach')
    .set({
      breached_at: to ?? before.breached_at,
      withdrawn_at: to === null ? now() : null,
      changes: written([...before.changes, changed].slice(-CHANGES_MAX)),
    })
    .where('id', '=', before.id)
    .returningAll()
    .executeTakeFirstOrThrow()
  await tx.publish(riskBreachChanged, { ...factOf(looked, row), what })
  await audit(tx, `breach-${what}`, row)
  await noteEvent(tx, looked, `${looked.profile.name}: the breach of the ${LIMITS[before.rule]} is ${CHANGES[what]}`)
}

const CHANGES_MAX = 100

function written(changes: readonly BreachChange[]) {
  return sql<RiskBreachRow['changes']>`${JSON.stringify(changes)}::jsonb`
}

function factOf({ account, profile }: Looked, row: RiskBreachRow) {
  return {
    ...{ breachId: row.id, profileId: profile.id, accountId: account.id, traderId: profile.owner_id },
    ...{ rule: row.rule, breachedAt: row.breached_at.toISOString() },
  }
}

async function noteEvent(tx: Tx, { account, profile }: Looked, title: string): Promise<void> {
  await tx
    .query<OversightTables>()
    .insertInto('trading.alert_event')
    .values({
      ...{ id: newId<'alert-event'>(), owner_id: profile.owner_id, account_id: account.id, rule_id: null },
      ...{ profile_id: profile.id, title, raised_at: now(), in_app: true, read_at: null },
    })
    .execute()
}

async function audit(tx: Tx, what: string, row: RiskBreachRow): Promise<void> {
  await tx.audit({
    action: `trading.risk-profile.${what}`,
    subject: { kind: 'risk-profile', id: row.profile_id },
    details: { rule: row.rule, breachedAt: row.breached_at.toISOString() },
  })
}
