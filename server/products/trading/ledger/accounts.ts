import { now } from '../../../kernel/clock.ts'
import { acceptId, cursorPage } from '../../../kernel/db/cursor.ts'
import type { Db, Tx } from '../../../kernel/db/database.ts'
import { asId, type Id, newId } from '../../../kernel/id.ts'
import { enqueue } from '../../../kernel/jobs/job.ts'
import { tradingProblem } from '../problems.ts'
import { assertOwnFees } from './fees/fee-schedules.ts'
import { ledgerProblem } from './problems.ts'
import { reworkJob } from './rework.job.ts'
import type { AccountReworkRow, AccountRow, LedgerTables } from './tables.ts'

/** The columns that a person chooses. */
export type AccountFields = Pick<
  AccountRow,
  | 'name'
  | 'broker'
  | 'kind'
  | 'currency'
  | 'time_zone'
  | 'cutoff_minute'
  | 'cutoff_zone'
  | 'matching_method'
  | 'position_mode'
  | 'opening_balance'
  | 'opened_on'
  | 'fee_schedule_id'
>

export interface OwnAccount {
  readonly ownerId: Id<'user'>
  readonly id: Id<'trading-account'>
}

/** An account of the trader, archived or not. Throws trading/account-not-found. */
export async function ownAccount(source: Db | Tx, ownerId: Id<'user'>, id: Id<'trading-account'>): Promise<AccountRow> {
  const row = await accounts(source, ownerId).where('id', '=', id).executeTakeFirst()
  if (row === undefined) throw tradingProblem('account-not-found')
  return row
}

/**
 * The account under its lock: whoever changes what happened in it takes this first, so that one at a time makes its figures. Throws
 * trading/account-not-found, trading/account-archived.
 */
export async function lockAccount(tx: Tx, ownerId: Id<'user'>, id: Id<'trading-account'>): Promise<AccountRow> {
  const row = await lockAny(tx, { ownerId, id })
  if (row.archived_at !== null) throw tradingProblem('account-archived')
  return row
}

/** These accounts under their locks, archived or not, in an order that keeps two from waiting for each other. */
export async function lockHolders(
  tx: Tx,
  ownerId: Id<'user'>,
  ids: readonly Id<'trading-account'>[],
): Promise<AccountRow[]> {
  if (ids.length === 0) return []
  return await accounts(tx, ownerId).where('id', 'in', ids).orderBy('id').forNoKeyUpdate().execute()
}

async function lockAny(tx: Tx, { ownerId, id }: OwnAccount): Promise<AccountRow> {
  const row = await accounts(tx, ownerId).where('id', '=', id).forNoKeyUpdate().executeTakeFirst()
  if (row === undefined) throw tradingProblem('account-not-found')
  return row
}

function accounts(source: Db | Tx, ownerId: Id<'user'>) {
  return source.query<LedgerTables>().selectFrom('trading.account').selectAll().where('owner_id', '=', ownerId)
}

export interface AccountPage {
  readonly limit?: number
  readonly cursor?: string
  readonly archived?: boolean
}

/** In the order they were made; without `archived` those in use. */
export async function listAccounts(source: Db, ownerId: Id<'user'>, input: AccountPage) {
  const page = cursorPage(input, acceptId)
  let query = accounts(source, ownerId)
    .where('archived_at', input.archived === true ? 'is not' : 'is', null)
    .orderBy('id')
    .limit(page.limit + 1)
  if (page.after !== null) query = query.where('id', '>', asId<'trading-account'>(page.after[0] ?? ''))
  return page.of(
    await query.execute(),
    (row) => [row.id],
    (row) => row,
  )
}

/** Throws trading/value-invalid for a fee schedule of somebody else. */
export async function createAccount(tx: Tx, ownerId: Id<'user'>, fields: AccountFields): Promise<AccountRow> {
  await assertOwnFees(tx, ownerId, fields.fee_schedule_id)
  const at = now()
  const row = await tx
    .query<LedgerTables>()
    .insertInto('trading.account')
    .values({
      ...fields,
      ...{ id: newId<'trading-account'>(), owner_id: ownerId, generation: 1n, version: 1 },
      ...{ pending: null, figures_due: false, archived_at: null, created_at: at, updated_at: at },
    })
    .returningAll()
    .executeTakeFirstOrThrow()
  await auditAccount(tx, 'created', row)
  return row
}

/** Whose change all figures follow. */
const REWORKED = ['matching_method', 'time_zone', 'cutoff_minute', 'cutoff_zone'] as const

/**
 * Writes an account whose `version` was read; what its figures follow waits for a job, once there are any. Throws
 * trading/account-not-found, trading/account-archived, trading/account-stale, trading/account-reworking, and trading/account-in-use for
 * a currency or a position mode that fills are kept by, trading/value-invalid for a fee schedule of somebody else.
 */
export async function changeAccount(
  tx: Tx,
  own: OwnAccount,
  { version, fields }: { readonly version: number; readonly fields: Partial<AccountFields> },
): Promise<AccountRow> {
  const row = await lockAccount(tx, own.ownerId, own.id)
  if (row.version !== version) throw ledgerProblem('account-stale')
  const changed = Object.keys(fields).filter(
    (column) => fields[column as keyof AccountFields] !== row[column as keyof AccountFields],
  ) as (keyof AccountFields)[]
  if (changed.includes('fee_schedule_id')) await assertOwnFees(tx, own.ownerId, fields.fee_schedule_id ?? null)
  const isUsed = await isInUse(tx, row)
  if (isUsed && changed.some((column) => column === 'currency' || column === 'position_mode'))
    throw ledgerProblem('account-in-use')
  const later = isUsed ? REWORKED.filter((column) => changed.includes(column)) : []
  if (later.length > 0 && row.pending !== null) throw ledgerProblem('account-reworking')
  const now = changed.filter((column) => !later.some((one) => one === column))
  const pick = (columns: readonly (keyof AccountFields)[]) =>
    Object.fromEntries(columns.map((column) => [column, fields[column]]))
  const saved = await save(tx, row, {
    what: 'changed',
    fields: { ...pick(now), generation: row.generation + 1n, ...(later.length === 0 ? {} : { pending: pick(later) }) },
    changed,
  })
  if (later.length > 0) await enqueue(tx, reworkJob, { accountId: row.id })
  return saved
}

/** Newest first. Throws trading/account-not-found. */
export async function listReworks(source: Db, own: OwnAccount, input: Omit<AccountPage, 'archived'>) {
  const page = cursorPage(input, acceptId)
  await ownAccount(source, own.ownerId, own.id)
  let query = source
    .query<LedgerTables>()
    .selectFrom('trading.account_rework')
    .selectAll()
    .where('account_id', '=', own.id)
    .orderBy('id', 'desc')
    .limit(page.limit + 1)
  if (page.after !== null) query = query.where('id', '<', asId<'account-rework'>(page.after[0] ?? ''))
  return page.of(
    await query.execute(),
    (row) => [row.id],
    (row) => row,
  )
}

/** What the instruments of reworks are called. */
export async function symbolsOf(
  source: Db,
  ownerId: Id<'user'>,
  reworks: readonly Pick<AccountReworkRow, 'totals'>[],
): Promise<ReadonlyMap<Id<'instrument'>, string>> {
  const ids = new Set(reworks.flatMap(({ totals }) => totals.map(({ instrumentId }) => instrumentId)))
  if (ids.size === 0) return new Map()
  const rows = await source
    .query<LedgerTables>()
    .selectFrom('trading.instrument')
    .select(['id', 'symbol'])
    .where('owner_id', '=', ownerId)
    .where('id', 'in', [...ids])
    .execute()
  return new Map(rows.map(({ id, symbol }) => [id, symbol]))
}

/** Takes an account out of use, or back into it. Throws trading/account-not-found. */
export async function archiveAccount(tx: Tx, own: OwnAccount, archived: boolean): Promise<AccountRow> {
  const row = await lockAny(tx, own)
  if ((row.archived_at !== null) === archived) return row
  const fields = { archived_at: archived ? now() : null }
  return await save(tx, row, { what: archived ? 'archived' : 'restored', fields, changed: [] })
}

interface Saving {
  readonly what: string
  readonly fields: Partial<AccountRow>
  readonly changed: readonly string[]
}

async function save(tx: Tx, row: AccountRow, { what, fields, changed }: Saving): Promise<AccountRow> {
  const saved = await tx
    .query<LedgerTables>()
    .updateTable('trading.account')
    .set({ ...fields, version: row.version + 1, updated_at: now() })
    .where('id', '=', row.id)
    .returningAll()
    .executeTakeFirstOrThrow()
  await auditAccount(tx, what, saved, changed.length === 0 ? {} : { changed })
  return saved
}

async function isInUse(tx: Tx, { id }: AccountRow): Promise<boolean> {
  const [row] = await tx.raw<{ used: boolean }>(
    `SELECT EXISTS (SELECT FROM trading.execution WHERE account_id = $1)
         OR EXISTS (SELECT FROM trading.cash_movement WHERE account_id = $1) AS used`,
    [id],
  )
  return row?.used === true
}

async function auditAccount(tx: Tx, what: string, row: AccountRow, details: object = {}): Promise<void> {
  await tx.audit({
    action: `trading.account.${what}`,
    subject: { kind: 'trading-account', id: row.id },
    details: { kind: row.kind, ...details },
  })
}
