import { Readable } from 'node:stream'
import { Type } from 'typebox'
import type { Db } from '../../../kernel/db/database.ts'
import { type Route, route } from '../../../kernel/http/route.ts'
import { idOf, object } from '../../../kernel/http/schema.ts'
import { traderId } from '../caller.ts'
import type { TradingParts } from '../deps.ts'
import { ownAccount } from '../ledger/accounts.ts'
import { type ExecutionFilter, listExecutions } from '../ledger/execution-list.ts'
import { viewExecution } from '../ledger/execution-view.ts'
import { countHidden, readTradeFilter, type TradeFilter, tradeFilterQuery } from '../ledger/trade-filter.ts'
import { listTrades } from '../ledger/trades/trade-list.ts'
import { instantInput, readInstant } from '../ledger/values.ts'
import { csvLine, HIDDEN_BY_PLAN } from './csv.ts'
import { sendDownload } from './transfer/send-download.ts'

type Deps = Pick<TradingParts, 'db' | 'plans'>

const policy = { can: 'trading:use', rate: 'stream' } as const
const ROWS_A_PAGE = 100

/** Lists as tables for a spreadsheet. */
export function csvRoutes(deps: Deps): Route[] {
  return [tradesRoute(deps), executionsRoute(deps)]
}

function tradesRoute({ db, plans }: Deps): Route {
  return route(
    {
      id: 'trading.exportTrades',
      method: 'GET',
      path: '/api/trading/exports/trades',
      summary: `Trades that the filter finds as CSV, the last closed first. The header ${HIDDEN_BY_PLAN} says how many are beyond the limit of the plan, and not among them; their fills are in the CSV of executions.`,
      policy,
      schema: { query: object(tradeFilterQuery), response: { 200: null } },
      problems: ['trading/account-not-found', 'trading/consent-needed'],
    },
    async (call) => {
      const filter = await readTradeFilter(db, await plans.trader(db, traderId(call)), call.query)
      call.reply.header(HIDDEN_BY_PLAN, String(await countHidden(db, filter)))
      await sendDownload(call, Readable.from(tradeLines(db, filter)), { filename: 'trades.csv', type: 'text/csv' })
    },
  )
}

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

/** Each line in a piece of its own would cost a write each. */
async function* tradeLines(db: Db, filter: TradeFilter): AsyncGenerator<string> {
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

function executionsRoute({ db }: Deps): Route {
  return route(
    {
      id: 'trading.exportExecutions',
      method: 'GET',
      path: '/api/trading/exports/executions',
      summary: 'Executions in force as CSV, newest first; `until` is the first instant that is left out.',
      policy,
      schema: {
        query: object({
          accountId: Type.Optional(idOf('trading-account')),
          from: Type.Optional(instantInput),
          until: Type.Optional(instantInput),
        }),
        response: { 200: null },
      },
      problems: ['trading/account-not-found', 'trading/value-invalid', 'trading/consent-needed'],
    },
    async (call) => {
      const ownerId = traderId(call)
      const { accountId, from, until } = call.query
      if (accountId !== undefined) await ownAccount(db, ownerId, accountId)
      const filter: ExecutionFilter = {
        ...(accountId === undefined ? {} : { accountId }),
        ...(from === undefined ? {} : { from: readInstant(from, '?from') }),
        ...(until === undefined ? {} : { until: readInstant(until, '?until') }),
      }
      const lines = Readable.from(executionLines((cursor) => listExecutions(db, ownerId, { ...filter, ...cursor })))
      await sendDownload(call, lines, { filename: 'executions.csv', type: 'text/csv' })
    },
  )
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

async function* executionLines(
  read: (page: { readonly limit: number; readonly cursor?: string }) => Promise<ExecutionPage>,
): AsyncGenerator<string> {
  yield csvLine(Object.keys(EXECUTION))
  let cursor: string | null = null
  do {
    const page: ExecutionPage = await read({ limit: ROWS_A_PAGE, ...(cursor === null ? {} : { cursor }) })
    const rows = page.items.map(viewExecution)
    yield rows.map((row) => csvLine(Object.values(EXECUTION).map((cell) => cell(row)))).join('')
    cursor = page.nextCursor
  } while (cursor !== null)
}
