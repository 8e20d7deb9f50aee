import { now } from '../../../kernel/clock.ts'
import { acceptId, cursorPage } from '../../../kernel/db/cursor.ts'
import type { Db, Tx } from '../../../kernel/db/database.ts'
import { compare, type Decimal, decimal, minus, plus, ZERO } from '../../../kernel/decimal.ts'
import { asId, type Id, newId } from '../../../kernel/id.ts'
import { lockAccount, type OwnAccount } from './accounts.ts'
import { cashByDay } from './balances.ts'
import { ownInstrument } from './instruments.ts'
import { positionsAt } from './positions.ts'
import { ledgerProblem } from './problems.ts'
import { isNear } from './reported.ts'
import type { AccountRow, LedgerTables, StatementRow } from './tables.ts'

/** A statement beside what we computed for the end of that day. */
export interface Stated {
  readonly row: StatementRow
  /** Of a position. */
  readonly symbol: string | null
  readonly computed: Decimal
  readonly difference: Decimal
  readonly status: 'equal' | 'mismatch' | 'resolved'
  readonly reason: string | null
}

export type NewStatement = Pick<StatementRow, 'day' | 'currency' | 'instrument_id' | 'amount'>

/** Keeps what a statement says; a second word on the same takes the place of the first. Throws trading/account-not-found, trading/instrument-not-found. */
export async function enterStatement(tx: Tx, own: OwnAccount, input: NewStatement): Promise<Id<'statement'>> {
  const account = await lockAccount(tx, own.ownerId, own.id)
  if (input.instrument_id !== null) await ownInstrument(tx, own.ownerId, input.instrument_id)
  const { id } = await tx
    .query<LedgerTables>()
    .insertInto('trading.statement')
    .values({ ...input, id: newId<'statement'>(), account_id: account.id, created_at: now() })
    .onConflict((conflict) =>
      conflict
        .columns(['account_id', 'day', 'currency', 'instrument_id'])
        .doUpdateSet({ amount: input.amount, created_at: now() }),
    )
    .returning('id')
    .executeTakeFirstOrThrow()
  await tx.audit({ action: 'trading.statement.entered', subject: { kind: 'trading-account', id: account.id } })
  return id
}

/** Throws trading/statement-not-found. */
export async function deleteStatement(tx: Tx, ownerId: Id<'user'>, id: Id<'statement'>): Promise<void> {
  const [row] = await tx.raw<{ account_id: string }>(
    `DELETE FROM trading.statement s USING trading.account a
      WHERE s.id = $1 AND a.id = s.account_id AND a.owner_id = $2 RETURNING s.account_id`,
    [id, ownerId],
  )
  if (row === undefined) throw ledgerProblem('statement-not-found')
  await tx.audit({ action: 'trading.statement.deleted', subject: { kind: 'trading-account', id: row.account_id } })
}

/** In the order they were entered. */
export async function listStatements(
  source: Db,
  account: AccountRow,
  input: { readonly limit?: number; readonly cursor?: string },
) {
  const page = cursorPage(input, acceptId)
  let query = source
    .query<LedgerTables>()
    .selectFrom('trading.statement')
    .selectAll()
    .where('account_id', '=', account.id)
    .orderBy('id')
    .limit(page.limit + 1)
  if (page.after !== null) query = query.where('id', '>', asId<'statement'>(page.after[0] ?? ''))
  const { items, nextCursor } = page.of(
    await query.execute(),
    (row) => [row.id],
    (row) => row,
  )
  return { items: await compareAll(source, account, items), nextCursor }
}

/** Undefined for one that is not of this account. */
export async function findStatement(source: Db, account: AccountRow, id: Id<'statement'>): Promise<Stated | undefined> {
  const row = await source
    .query<LedgerTables>()
    .selectFrom('trading.statement')
    .selectAll()
    .where('account_id', '=', account.id)
    .where('id', '=', id)
    .executeTakeFirst()
  return row === undefined ? undefined : (await compareAll(source, account, [row]))[0]
}

async function compareAll(source: Db, account: AccountRow, rows: readonly StatementRow[]): Promise<Stated[]> {
  if (rows.length === 0) return []
  const computed = await computedFor(source, account, rows)
  const resolutions = await source
    .query<LedgerTables>()
    .selectFrom('trading.resolution')
    .selectAll()
    .where(
      'subject_id',
      'in',
      rows.map(({ id }) => id),
    )
    .execute()
  const symbols = await symbolsOf(source, rows)
  return rows.map((row) => {
    const symbol = symbols.get(row.instrument_id) ?? null
    const ours = computed.get(row.id) ?? ZERO
    const difference = minus(decimal(row.amount), ours)
    const isEqual = row.currency === null ? difference.units === 0n : isNear(decimal(row.amount), ours, row.currency)
    const resolution = resolutions.find((one) => one.subject_id === row.id)
    const isResolved = resolution !== undefined && compare(decimal(resolution.difference), difference) === 0
    const status = isEqual ? 'equal' : isResolved ? 'resolved' : 'mismatch'
    return { row, symbol, computed: ours, difference, status, reason: isResolved ? resolution.reason : null }
  })
}

async function symbolsOf(
  source: Db,
  rows: readonly StatementRow[],
): Promise<ReadonlyMap<Id<'instrument'> | null, string>> {
  const found = await source.raw<{ id: Id<'instrument'>; symbol: string }>(
    'SELECT id, symbol FROM trading.instrument WHERE id = ANY($1::uuid[])',
    [rows.flatMap(({ instrument_id: id }) => (id === null ? [] : [id]))],
  )
  return new Map(found.map(({ id, symbol }) => [id, symbol]))
}

async function computedFor(
  source: Db,
  account: AccountRow,
  rows: readonly StatementRow[],
): Promise<Map<Id<'statement'>, Decimal>> {
  const computed = new Map<Id<'statement'>, Decimal>()
  const balances = rows.filter(({ currency }) => currency !== null)
  const changes = balances.length === 0 ? [] : await cashByDay(source, account, null)
  for (const { id, day, currency } of balances) {
    const isOwn = currency === account.currency && day >= account.opened_on
    let total = isOwn ? decimal(account.opening_balance) : ZERO
    for (const change of changes)
      if (change.currency === currency && change.day <= day) total = plus(total, change.amount)
    computed.set(id, total)
  }
  const positions = rows.filter(({ instrument_id }) => instrument_id !== null)
  for (const day of new Set(positions.map((row) => row.day))) {
    const held = await positionsAt(source, account, day)
    for (const { id, instrument_id } of positions.filter((row) => row.day === day)) {
      const own = held.filter(({ instrumentId }) => instrumentId === instrument_id)
      computed.set(
        id,
        own.reduce((total, { quantity }) => plus(total, quantity), ZERO),
      )
    }
  }
  return computed
}
