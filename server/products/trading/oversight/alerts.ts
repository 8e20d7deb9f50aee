import { now, nowMs } from '../../../kernel/clock.ts'
import type { Db, Tx } from '../../../kernel/db/database.ts'
import { compare, decimal, signOf } from '../../../kernel/decimal.ts'
import { type Id, newId } from '../../../kernel/id.ts'
import { ownAccount } from '../ledger/accounts.ts'
import { invalidValue } from '../ledger/problems.ts'
import { enqueueLook } from './looks.ts'
import { listOwn, type OwnListAsked } from './own-rows.ts'
import { oversightProblem } from './problems.ts'
import type { AlertKind, AlertRow, OversightTables } from './tables.ts'

export interface OwnAlert {
  readonly ownerId: Id<'user'>
  readonly id: Id<'alert'>
}

/** The columns that a person chooses. */
export type AlertFields = Pick<
  AlertRow,
  'account_id' | 'name' | 'kind' | 'threshold' | 'trades' | 'instrument_id' | 'profile_id' | 'channels' | 'expires_at'
>

const ALERTS_MAX = 100
const OF_PROFILES: readonly AlertKind[] = ['risk-warning', 'risk-breach']
const OF_PRICES: readonly AlertKind[] = ['price-above', 'price-below']
const OF_COUNTS: readonly AlertKind[] = ['win-streak', 'loss-streak', 'trades-per-day']

/** Throws trading/alert-not-found. */
export async function findAlert(source: Db | Tx, own: OwnAlert): Promise<AlertRow> {
  return found(await ownAlert(source, own).executeTakeFirst())
}

/** Throws trading/account-not-found, trading/value-invalid, trading/oversight-full. */
export async function createAlert(tx: Tx, ownerId: Id<'user'>, fields: AlertFields): Promise<AlertRow> {
  await assertAlert(tx, ownerId, fields)
  const [known] = await tx.raw<{ count: bigint }>('SELECT count(*) FROM trading.alert_rule WHERE owner_id = $1', [
    ownerId,
  ])
  if ((known?.count ?? 0n) >= ALERTS_MAX) throw oversightProblem('oversight-full', { params: { max: ALERTS_MAX } })
  const row = await tx
    .query<OversightTables>()
    .insertInto('trading.alert_rule')
    .values({
      ...{ id: newId<'alert'>(), owner_id: ownerId, ...fields, state: 'active', snoozed_until: null },
      ...{ told_key: null, triggered_at: null, version: 1, created_at: now(), updated_at: now() },
    })
    .returningAll()
    .executeTakeFirstOrThrow()
  await enqueueLook(tx, row.account_id)
  await audit(tx, 'created', row)
  return row
}

/** What it asks for is judged anew. Throws trading/alert-not-found, trading/oversight-stale and what creating throws. */
export async function saveAlert(
  tx: Tx,
  own: OwnAlert,
  { version, ...fields }: AlertFields & { readonly version: number },
): Promise<AlertRow> {
  const before = found(await ownAlert(tx, own).forUpdate().executeTakeFirst())
  if (before.version !== version) throw oversightProblem('oversight-stale')
  await assertAlert(tx, own.ownerId, fields)
  return await change(tx, before, 'changed', { ...fields, state: 'active', snoozed_until: null, told_key: null })
}

/** What it told stays. Throws trading/alert-not-found. */
export async function removeAlert(tx: Tx, own: OwnAlert): Promise<void> {
  const row = found(await ownAlert(tx, own).forUpdate().executeTakeFirst())
  await tx.query<OversightTables>().deleteFrom('trading.alert_rule').where('id', '=', own.id).execute()
  await audit(tx, 'removed', row)
}

const SNOOZE_DAYS_MAX = 366
const DAY_MS = 86_400_000

/** Nothing is told until then. Throws trading/alert-not-found, trading/alert-step, trading/value-invalid. */
export async function snoozeAlert(tx: Tx, own: OwnAlert, until: Date): Promise<AlertRow> {
  const before = found(await ownAlert(tx, own).forUpdate().executeTakeFirst())
  if (!(until.getTime() > nowMs() && until.getTime() <= nowMs() + SNOOZE_DAYS_MAX * DAY_MS))
    throw invalidValue('/until', 'instant', 'is a moment within the next year')
  if (before.state === 'expired') throw oversightProblem('alert-step')
  return await change(tx, before, 'snoozed', { state: 'snoozed', snoozed_until: until })
}

/** Done with: not told again until its condition was false. Throws trading/alert-not-found, trading/alert-step. */
export async function resolveAlert(tx: Tx, own: OwnAlert): Promise<AlertRow> {
  const before = found(await ownAlert(tx, own).forUpdate().executeTakeFirst())
  if (before.state !== 'triggered' && before.state !== 'snoozed') throw oversightProblem('alert-step')
  return await change(tx, before, 'resolved', { state: 'resolved', snoozed_until: null })
}

/** The newest first. */
export async function listAlerts(db: Db, ownerId: Id<'user'>, query: OwnListAsked) {
  return await listOwn(db, 'trading.alert_rule', { ...query, ownerId })
}

function ownAlert(source: Db | Tx, { ownerId, id }: OwnAlert) {
  return source
    .query<OversightTables>()
    .selectFrom('trading.alert_rule')
    .selectAll()
    .where('id', '=', id)
    .where('owner_id', '=', ownerId)
}

function found(row: AlertRow | undefined): AlertRow {
  if (row === undefined) throw oversightProblem('alert-not-found')
  return row
}

async function change(tx: Tx, before: AlertRow, what: string, set: Partial<AlertRow>): Promise<AlertRow> {
  const row = await tx
    .query<OversightTables>()
    .updateTable('trading.alert_rule')
    .set({ ...set, version: before.version + 1, updated_at: now() })
    .where('id', '=', before.id)
    .returningAll()
    .executeTakeFirstOrThrow()
  await enqueueLook(tx, row.account_id)
  await audit(tx, what, row)
  return row
}

/** Each kind asks for what it needs, and for nothing else. */
async function assertAlert(tx: Tx, ownerId: Id<'user'>, fields: AlertFields): Promise<void> {
  const account = await ownAccount(tx, ownerId, fields.account_id)
  assertThreshold(fields)
  assertGiven('/trades', fields.kind === 'win-rate-below', fields.trades)
  assertGiven('/instrumentId', OF_PRICES.includes(fields.kind), fields.instrument_id)
  assertGiven('/profileId', OF_PROFILES.includes(fields.kind), fields.profile_id)
  if (fields.expires_at !== null && fields.expires_at.getTime() <= nowMs())
    throw invalidValue('/expiresAt', 'past', 'is over')
  if (fields.instrument_id !== null) {
    const own = await tx.raw('SELECT FROM trading.instrument WHERE id = $1 AND owner_id = $2', [
      fields.instrument_id,
      ownerId,
    ])
    if (own.length === 0) throw invalidValue('/instrumentId', 'unknown', 'is no instrument of yours')
  }
  if (fields.profile_id !== null) {
    const own = await tx.raw('SELECT FROM trading.risk_profile WHERE id = $1 AND account_id = $2', [
      fields.profile_id,
      account.id,
    ])
    if (own.length === 0) throw invalidValue('/profileId', 'unknown', 'is no risk profile of this account')
  }
}

function assertThreshold({ kind, threshold }: AlertFields): void {
  assertGiven('/threshold', !OF_PROFILES.includes(kind) && kind !== 'import-failed', threshold)
  if (threshold === null) return
  const value = decimal(threshold)
  if (signOf(value) <= 0) throw invalidValue('/threshold', 'minimum', 'is more than nothing')
  if (kind === 'win-rate-below' && compare(value, decimal('100')) > 0)
    throw invalidValue('/threshold', 'maximum', 'is a percentage')
  if (OF_COUNTS.includes(kind) && !/^[0-9]{1,3}$/.test(threshold))
    throw invalidValue('/threshold', 'count', 'is a whole number to 999')
}

function assertGiven(pointer: string, isNeeded: boolean, value: unknown): void {
  if (isNeeded && value === null) throw invalidValue(pointer, 'required', 'is needed for this kind of alert')
  if (!isNeeded && value !== null) throw invalidValue(pointer, 'not-asked', 'is not asked for by this kind of alert')
}

async function audit(tx: Tx, what: string, { id, kind, account_id: accountId }: AlertRow): Promise<void> {
  await tx.audit({ action: `trading.alert.${what}`, subject: { kind: 'alert', id }, details: { kind, accountId } })
}
