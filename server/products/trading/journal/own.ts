import type { Db, Tx } from '../../../kernel/db/database.ts'
import type { Id } from '../../../kernel/id.ts'
import type { AccountRow, TagRow, TradeRow } from '../ledger/tables.ts'
import { tradingProblem } from '../problems.ts'
import type { JournalTables } from './tables.ts'

export type OwnAccount = Pick<
  AccountRow,
  'id' | 'currency' | 'time_zone' | 'cutoff_minute' | 'cutoff_zone' | 'name' | 'archived_at'
>

/** The trader's accounts, archived ones as well, or the one that is asked for. Throws trading/account-not-found. */
export async function ownAccounts(
  source: Db | Tx,
  ownerId: Id<'user'>,
  accountId?: Id<'trading-account'> | null,
): Promise<OwnAccount[]> {
  let query = source
    .query<JournalTables>()
    .selectFrom('trading.account')
    .select(['id', 'currency', 'time_zone', 'cutoff_minute', 'cutoff_zone', 'name', 'archived_at'])
    .where('owner_id', '=', ownerId)
    .orderBy('id')
  if (accountId != null) query = query.where('id', '=', accountId)
  const rows = await query.execute()
  if (accountId != null && rows.length === 0) throw tradingProblem('account-not-found')
  return rows
}

/** What is said of a trade needs the trade and its account. Throws trading/trade-not-found. */
export async function ownTrade(
  source: Db | Tx,
  ownerId: Id<'user'>,
  tradeId: Id<'trade'>,
): Promise<Pick<TradeRow, 'id' | 'account_id' | 'opened_at'> & { readonly time_zone: string }> {
  const row = await source
    .query<JournalTables>()
    .selectFrom('trading.trade as trade')
    .innerJoin('trading.account as account', 'account.id', 'trade.account_id')
    .select(['trade.id', 'trade.account_id', 'trade.opened_at', 'account.time_zone'])
    .where('trade.id', '=', tradeId)
    .where('account.owner_id', '=', ownerId)
    .executeTakeFirst()
  if (row === undefined) throw tradingProblem('trade-not-found')
  return row
}

interface Wanted {
  readonly ids: readonly Id<'tag'>[]
  /** JSON Pointer of the list they stand in. */
  readonly pointer: string
  readonly grouping?: TagRow['grouping']
}

/** Throws trading/value-invalid for a tag that is not the trader's, or of another group. */
export async function assertOwnTags(
  source: Db | Tx,
  ownerId: Id<'user'>,
  { ids, pointer, grouping }: Wanted,
): Promise<void> {
  if (ids.length === 0) return
  let query = source
    .query<JournalTables>()
    .selectFrom('trading.tag')
    .select('id')
    .where('owner_id', '=', ownerId)
    .where('id', 'in', ids)
  if (grouping !== undefined) query = query.where('grouping', '=', grouping)
  const known = new Set((await query.execute()).map(({ id }) => id))
  const errors = ids.flatMap((id, at) =>
    known.has(id) ? [] : [{ pointer: `${pointer}/${at}`, code: 'unknown', detail: 'is no tag of yours' }],
  )
  if (errors.length > 0) throw tradingProblem('value-invalid', { errors })
}
