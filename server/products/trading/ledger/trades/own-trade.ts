import { sql } from 'kysely'
import type { Tx } from '../../../../kernel/db/database.ts'
import type { Id } from '../../../../kernel/id.ts'
import { tradingProblem } from '../../problems.ts'
import { lockAccount } from '../accounts.ts'
import type { AccountRow, TradeRow } from '../tables.ts'
import type { TradesTables } from './tables.ts'
import type { Reader } from './trade-reads.ts'

/** A trade of the trader. Throws trading/trade-not-found. */
export async function ownTrade(source: Reader, ownerId: Id<'user'>, id: Id<'trade'>): Promise<TradeRow> {
  const [row] = await ownTrades(source, ownerId, [id])
  if (row === undefined) throw tradingProblem('trade-not-found')
  return row
}

/** Those of these trades that are the trader's. */
export function ownTrades(source: Reader, ownerId: Id<'user'>, ids: readonly Id<'trade'>[]): Promise<TradeRow[]> {
  return source
    .query<TradesTables>()
    .selectFrom('trading.trade as trade')
    .innerJoin('trading.account as account', 'account.id', 'trade.account_id')
    .selectAll('trade')
    .where('account.owner_id', '=', ownerId)
    .where(sql<boolean>`trade.id = ANY(${ids}::uuid[])`)
    .execute()
}

/** The account of a trade, under its lock. Throws trading/trade-not-found, trading/account-archived. */
export async function lockAccountOf(tx: Tx, ownerId: Id<'user'>, id: Id<'trade'>): Promise<AccountRow> {
  const { account_id: accountId } = await ownTrade(tx, ownerId, id)
  const account = await lockAccount(tx, ownerId, accountId)
  // A rebuild that was under way may have left it out.
  await ownTrade(tx, ownerId, id)
  return account
}

/** Says that figures of these accounts are no longer what caches hold. */
export async function touchAccounts(tx: Tx, ids: readonly Id<'trading-account'>[]): Promise<void> {
  await tx.raw('UPDATE trading.account SET generation = generation + 1 WHERE id = ANY($1::uuid[])', [
    [...new Set(ids)].sort(),
  ])
}
