import type { Id } from '../../../../kernel/id.ts'
import type { LedgerTables } from '../tables.ts'

/** What the ledger has, and what only this part has. */
export interface TradesTables extends LedgerTables {
  'trading.trade_group': TradeGroupRow
  'trading.trade_group_member': TradeGroupMemberRow
}

/** Several trades that a person looks at as one; made of them anew whenever it is read. */
export interface TradeGroupRow {
  id: Id<'trade-group'>
  owner_id: Id<'user'>
  name: string
  created_at: Date
}

export interface TradeGroupMemberRow {
  trade_id: Id<'trade'>
  group_id: Id<'trade-group'>
  account_id: Id<'trading-account'>
}
