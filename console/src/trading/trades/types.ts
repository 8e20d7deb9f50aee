import type { api } from '../../api.ts'

type AnswerOf<Call extends (...input: never[]) => Promise<unknown>> = Awaited<ReturnType<Call>>
type ItemOf<Call extends (...input: never[]) => Promise<{ items: readonly unknown[] }>> =
  AnswerOf<Call>['items'][number]
type QueryOf<Input> = NonNullable<NonNullable<Input> extends { query?: infer Query } ? Query : never>

export type Trade = ItemOf<typeof api.trading.listTrades>
export type TradeTotals = NonNullable<AnswerOf<typeof api.trading.listTrades>['totals']>
export type TradeDetail = AnswerOf<typeof api.trading.getTrade>
export type TradeTag = Trade['tags'][number]
export type Explanation = AnswerOf<typeof api.trading.explainTrade>
export type TradeGroup = AnswerOf<typeof api.trading.getTradeGroup>
export type OrphanedNote = ItemOf<typeof api.trading.listOrphanedNotes>
export type Execution = ItemOf<typeof api.trading.listExecutions>
export type CashMovement = ItemOf<typeof api.trading.listCashMovements>
export type ReportedResult = ItemOf<typeof api.trading.listReconciliation>
export type Statement = ItemOf<typeof api.trading.listStatements>

type ListQuery = QueryOf<Parameters<typeof api.trading.listTrades>[0]>
/** Which trades, and in which order: what stands in the address, in the words of the API. */
export type TradeSearch = Omit<ListQuery, 'limit' | 'cursor' | 'totals'>
/** Which trades. */
export type TradeFilter = Omit<TradeSearch, 'sort' | 'direction'>
