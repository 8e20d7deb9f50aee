import type { Db, Tx } from '../../../../kernel/db/database.ts'
import type { Id } from '../../../../kernel/id.ts'
import { excursionOf } from './excursion.ts'
import { touchAccounts } from './own-trade.ts'
import type { TradesTables } from './tables.ts'
import { fillsOf, multiplierOf, PARTS_MAX } from './trade-parts.ts'
import { type ListedTrade, tradesById } from './trade-reads.ts'

/** The queue of accounts whose trades are to be measured by price bars. */
export const measureQueue = 'trading.measure-excursions'

/** Has trades that are not measured yet measured after this transaction; several changes wait for one look. */
export async function enqueueMeasuring(tx: Tx, accountId: Id<'trading-account'>): Promise<void> {
  await tx.enqueue({ queue: measureQueue, data: { accountId }, options: { key: `excursions ${accountId}` } })
}

/** Likewise, if there are bars of anything that the trader has. */
export async function enqueueIfBars(tx: Tx, accountId: Id<'trading-account'>, ownerId: Id<'user'>): Promise<void> {
  if ((await instrumentsWithBars(tx, ownerId)).length > 0) await enqueueMeasuring(tx, accountId)
}

async function instrumentsWithBars(source: Db | Tx, ownerId: Id<'user'>): Promise<Id<'instrument'>[]> {
  const rows = await source.raw<{ id: Id<'instrument'> }>(
    `SELECT id FROM trading.instrument WHERE owner_id = $1
        AND EXISTS (SELECT FROM trading.price_bar WHERE instrument_id = instrument.id)`,
    [ownerId],
  )
  return rows.map(({ id }) => id)
}

/** Trades of an account that are to be measured, as they were at a generation of its figures. */
interface Unmeasured {
  readonly generation: bigint
  readonly ids: readonly Id<'trade'>[]
}

/** Closed trades of instruments with bars that nobody measured; no account has none. */
export async function findUnmeasured(db: Db, accountId: Id<'trading-account'>, limit: number): Promise<Unmeasured> {
  const account = await db
    .query<TradesTables>()
    .selectFrom('trading.account')
    .select(['owner_id', 'generation'])
    .where('id', '=', accountId)
    .executeTakeFirst()
  if (account === undefined) return { generation: 0n, ids: [] }
  const rows = await db.raw<{ id: Id<'trade'> }>(
    `SELECT id FROM trading.trade WHERE account_id = $1 AND instrument_id = ANY($2) AND status = 'closed'
        AND NOT EXISTS (SELECT FROM trading.trade_excursion WHERE trade_id = trade.id)
      ORDER BY id LIMIT $3`,
    [accountId, await instrumentsWithBars(db, account.owner_id), limit],
  )
  return { generation: account.generation, ids: rows.map(({ id }) => id) }
}

interface Measured {
  readonly id: Id<'trade'>
  readonly mae: string | null
  readonly mfe: string | null
  readonly seconds: number | null
}

export async function measureTrades(db: Db, ids: readonly Id<'trade'>[]): Promise<Measured[]> {
  const measured: Measured[] = []
  for (const trade of await tradesById(db, ids)) measured.push({ id: trade.id, ...(await measure(db, trade)) })
  return measured
}

async function measure(db: Db, trade: ListedTrade): Promise<Omit<Measured, 'id'>> {
  const fills = await fillsOf(db, trade)
  const looked = { trade, multiplier: await multiplierOf(db, trade), fills }
  const found = fills.length > PARTS_MAX ? null : await excursionOf(db, looked)
  return found === null
    ? { mae: null, mfe: null, seconds: null }
    : { mae: found.mae, mfe: found.mfe, seconds: found.seconds }
}

/** Keeps what was measured, unless figures changed meanwhile: whoever changed them has it measured anew. */
export async function keepMeasured(
  tx: Tx,
  { accountId, generation }: { readonly accountId: Id<'trading-account'>; readonly generation: bigint },
  measured: readonly Measured[],
): Promise<void> {
  const unchanged = await tx.raw('SELECT FROM trading.account WHERE id = $1 AND generation = $2 FOR UPDATE', [
    accountId,
    generation,
  ])
  if (unchanged.length === 0 || measured.length === 0) return
  await tx
    .query<TradesTables>()
    .insertInto('trading.trade_excursion')
    .values(measured.map(({ id, ...found }) => ({ trade_id: id, account_id: accountId, ...found })))
    .onConflict((conflict) => conflict.doNothing())
    .execute()
  await touchAccounts(tx, [accountId])
}
