import { sql } from 'kysely'
import { cursorPage, instantAndId } from '../../../kernel/db/cursor.ts'
import type { Db, Tx } from '../../../kernel/db/database.ts'
import { asId, type Id, newId } from '../../../kernel/id.ts'
import { lockAccount, type OwnAccount, ownAccount } from './accounts.ts'
import { type CashChange, type CashInput, checkAmount } from './cash-view.ts'
import { insertCashMovements } from './executions.ts'
import { findFillRate } from './fill-rates.ts'
import { ownInstrument } from './instruments.ts'
import { ledgerProblem } from './problems.ts'
import { rebuild } from './rebuild.ts'
import type { AccountRow, CashAsImported, CashKind, CashMovementRow, LedgerTables } from './tables.ts'
import { readInstant } from './values.ts'

interface OwnMovement {
  readonly own: OwnAccount
  readonly id: Id<'cash-movement'>
}

/** Throws trading/account-not-found, trading/account-archived, trading/instrument-not-found, trading/value-invalid. */
export async function enterCash(tx: Tx, own: OwnAccount, input: CashInput): Promise<CashMovementRow> {
  const account = await lockAccount(tx, own.ownerId, own.id)
  const id = newId<'cash-movement'>()
  const blank = { currency: account.currency, instrument_id: null, note: '' }
  const columns = await columnsOf(tx, account, input, { ...blank, kind: input.kind, amount: '0', happened_at: null })
  const rate = await findFillRate(tx, account, rateAsked(input, columns))
  const kept = { symbol: null, as_imported: null, external_id: null, batch_id: null, fingerprint: null }
  await insertCashMovements(tx, [{ id, account_id: account.id, ...columns, ...rate, ...kept }])
  await rebuild(tx, account, [])
  const row = await find(tx, account, id)
  await auditCash(tx, 'entered', row)
  return row
}

/** Throws trading/cash-movement-not-found besides. */
export async function changeCash(tx: Tx, { own, id }: OwnMovement, change: CashChange): Promise<CashMovementRow> {
  const account = await lockAccount(tx, own.ownerId, own.id)
  const row = await find(tx, account, id)
  const columns = await columnsOf(tx, account, change, row)
  const isSame = columns.currency === row.currency && (row.rate_day === null || isOfDay(row, columns))
  const rate = change.fxRate === undefined && isSame ? {} : await findFillRate(tx, account, rateAsked(change, columns))
  const saved = await tx
    .query<LedgerTables>()
    .updateTable('trading.cash_movement')
    .set({ ...columns, ...rate, as_imported: asImported(row) })
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirstOrThrow()
  await rebuild(tx, account, [])
  await auditCash(tx, 'changed', saved)
  return saved
}

/** What its file says of it, by which the same file again knows it; nothing of what no file brought. */
function asImported(row: CashMovementRow) {
  const { fingerprint, kind, amount, currency, happened_at: at } = row
  if (fingerprint === null) return null
  const said: CashAsImported = row.as_imported ?? { kind, amount, currency, happenedAt: at.toISOString() }
  return sql<CashAsImported>`${JSON.stringify(said)}::jsonb`
}

type Dated = Pick<CashMovementRow, 'currency' | 'happened_at'>

function rateAsked({ fxRate: given }: CashChange, { currency, happened_at: at }: Dated) {
  return { given, currency, at }
}

/** What was taken from the table is of the day of the movement. */
function isOfDay(before: Pick<Dated, 'happened_at'>, after: Pick<Dated, 'happened_at'>): boolean {
  const [one, other] = [before, after].map(({ happened_at: at }) => at.toISOString().slice(0, 10))
  return one === other
}

/** Throws trading/cash-movement-imported besides, as the next import of the file would bring it back. */
export async function deleteCash(tx: Tx, { own, id }: OwnMovement): Promise<void> {
  const account = await lockAccount(tx, own.ownerId, own.id)
  const row = await find(tx, account, id)
  if (row.batch_id !== null) throw ledgerProblem('cash-movement-imported')
  await tx.query<LedgerTables>().deleteFrom('trading.cash_movement').where('id', '=', id).execute()
  await rebuild(tx, account, [])
  await auditCash(tx, 'deleted', row)
}

type Before = Pick<CashMovementRow, 'kind' | 'amount' | 'currency' | 'instrument_id' | 'note'> & {
  readonly happened_at: Date | null
}

async function columnsOf(tx: Tx, account: AccountRow, given: CashChange, before: Before) {
  const { instrumentId = before.instrument_id, happenedAt } = given
  if (instrumentId !== null) await ownInstrument(tx, account.owner_id, instrumentId)
  const happened = happenedAt === undefined ? before.happened_at : readInstant(happenedAt, '/happenedAt')
  if (happened === null) throw new TypeError('the schema demands when it happened')
  const columns = {
    ...{ kind: given.kind ?? before.kind, amount: given.amount ?? before.amount },
    ...{ currency: given.currency ?? before.currency, note: given.note ?? before.note },
    ...{ happened_at: happened, instrument_id: instrumentId },
  }
  checkAmount(columns)
  return columns
}

async function find(tx: Tx, account: AccountRow, id: Id<'cash-movement'>): Promise<CashMovementRow> {
  const row = await tx
    .query<LedgerTables>()
    .selectFrom('trading.cash_movement')
    .selectAll()
    .where('account_id', '=', account.id)
    .where('id', '=', id)
    .executeTakeFirst()
  if (row === undefined) throw ledgerProblem('cash-movement-not-found')
  return row
}

export interface CashFilter {
  readonly limit?: number
  readonly cursor?: string
  readonly kind?: CashKind
  readonly currency?: string
  readonly from?: Date
  /** The first instant that is left out. */
  readonly until?: Date
}

/** Newest first. Throws trading/account-not-found. */
export async function listCash(source: Db, own: OwnAccount, filter: CashFilter) {
  const page = cursorPage(filter, instantAndId)
  const account = await ownAccount(source, own.ownerId, own.id)
  let query = source
    .query<LedgerTables>()
    .selectFrom('trading.cash_movement')
    .selectAll()
    .where('account_id', '=', account.id)
    .orderBy('happened_at', 'desc')
    .orderBy('id', 'desc')
    .limit(page.limit + 1)
  const { kind, currency, from, until } = filter
  if (kind !== undefined) query = query.where('kind', '=', kind)
  if (currency !== undefined) query = query.where('currency', '=', currency)
  if (from !== undefined) query = query.where('happened_at', '>=', from)
  if (until !== undefined) query = query.where('happened_at', '<', until)
  const [at, id] = page.after ?? []
  if (at !== undefined && id !== undefined)
    query = query.where(({ eb, refTuple, tuple }) =>
      eb(refTuple('happened_at', 'id'), '<', tuple(new Date(at), asId<'cash-movement'>(id))),
    )
  return page.of(
    await query.execute(),
    (row) => [row.happened_at.toISOString(), row.id],
    (row) => row,
  )
}

async function auditCash(tx: Tx, what: string, row: CashMovementRow): Promise<void> {
  await tx.audit({
    action: `trading.cash-movement.${what}`,
    subject: { kind: 'trading-account', id: row.account_id },
    details: { id: row.id, kind: row.kind },
  })
}
