import type { Db } from '../../../kernel/db/database.ts'
import type { Id } from '../../../kernel/id.ts'
import { type ExecutionFilter, listExecutions } from '../ledger/execution-list.ts'
import { viewExecution } from '../ledger/execution-view.ts'
import type { TradeFilter } from '../ledger/trade-filter.ts'
import { listTrades } from '../ledger/trades/trade-list.ts'
import { csvLine } from './csv.ts'

const ROWS_A_PAGE = 100

type ListedTrade = Awaited<ReturnType<typeof listTrades>>['items'][number]
type Cell = string | number | null

const TRADE: Readonly<Record<string, (trade: ListedTrade) => Cell>> = {
  symbol: (trade) => trade.symbol,
  assetClass: (trade) => trade.assetClass,
  side: (trade) => trade.side,
  status: (trade) => trade.status,
  outcome: (trade) => trade.outcome,
  openedAt: (trade) => trade.openedAt.toISOString(),
  closedAt: (trade) => trade.closedAt?.toISOString() ?? null,
  closedDay: (trade) => trade.closedDay,
  quantity: (trade) => trade.quantityEntered,
  averageEntry: (trade) => trade.averageEntry,
  averageExit: (trade) => trade.averageExit,
  currency: (trade) => trade.currency,
  gross: (trade) => trade.gross,
  fees: (trade) => trade.fees,
  net: (trade) => trade.net,
  percentReturn: (trade) => trade.percentReturn,
  initialRisk: (trade) => trade.initialRisk,
  r: (trade) => trade.r,
  rating: (trade) => trade.rating,
  reviewState: (trade) => trade.reviewState,
  tags: (trade) => trade.tags.map(({ name }) => name).join('; '),
}

/** Trades as CSV, the last closed first; a page in a piece, for each line in a piece of its own would cost a write each. */
export async function* tradeLines(db: Db, filter: TradeFilter): AsyncGenerator<string> {
  yield csvLine(Object.keys(TRADE))
  let cursor: string | null = null
  do {
    const paging: { cursor?: string } = cursor === null ? {} : { cursor }
    const order = { sort: 'closedAt', direction: 'desc' } as const
    const page: Awaited<ReturnType<typeof listTrades>> = await listTrades(db, filter, {
      ...{ ...paging, ...order, limit: ROWS_A_PAGE },
    })
    yield page.items.map((trade) => csvLine(Object.values(TRADE).map((cell) => cell(trade)))).join('')
    cursor = page.nextCursor
  } while (cursor !== null)
}

type Execution = ReturnType<typeof viewExecution>
type ExecutionPage = Awaited<ReturnType<typeof listExecutions>>

const EXECUTION: Readonly<Record<string, (execution: Execution) => Cell>> = {
  executedAt: (execution) => execution.executedAt.toISOString(),
  symbol: (execution) => execution.instrument.symbol,
  assetClass: (execution) => execution.instrument.assetClass,
  kind: (execution) => execution.kind,
  side: (execution) => execution.side,
  quantity: (execution) => execution.quantity,
  price: (execution) => execution.price,
  currency: (execution) => execution.instrument.currency,
  fees: (execution) => execution.fees,
  feeSource: (execution) => execution.feeSource,
  fxRate: (execution) => execution.fxRate,
  orderId: (execution) => execution.orderId,
  externalId: (execution) => execution.externalId,
}

/** Executions in force as CSV, newest first. */
export async function* executionLines(db: Db, ownerId: Id<'user'>, filter: ExecutionFilter): AsyncGenerator<string> {
  yield csvLine(Object.keys(EXECUTION))
  let cursor: string | null = null
  do {
    const paging: { cursor?: string } = cursor === null ? {} : { cursor }
    const page: ExecutionPage = await listExecutions(db, ownerId, { ...filter, ...paging, limit: ROWS_A_PAGE })
    const rows = page.items.map(viewExecution)
    yield rows.map((row) => csvLine(Object.values(EXECUTION).map((cell) => cell(row)))).join('')
    cursor = page.nextCursor
  } while (cursor !== null)
}
