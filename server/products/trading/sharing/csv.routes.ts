import { Readable } from 'node:stream'
import { Type } from 'typebox'
import { type Route, route } from '../../../kernel/http/route.ts'
import { idOf, object } from '../../../kernel/http/schema.ts'
import { traderId } from '../caller.ts'
import type { TradingParts } from '../deps.ts'
import { ownAccount } from '../ledger/accounts.ts'
import type { ExecutionFilter } from '../ledger/execution-list.ts'
import { countHidden, readTradeFilter, tradeFilterQuery } from '../ledger/trade-filter.ts'
import { instantInput, readInstant } from '../ledger/values.ts'
import { HIDDEN_BY_PLAN } from './csv.ts'
import { executionLines, tradeLines } from './csv-lines.ts'
import { sendDownload } from './transfer/send-download.ts'

type Deps = Pick<TradingParts, 'db' | 'plans'>

const policy = { can: 'trading:use', rate: 'stream' } as const

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
      const lines = Readable.from(executionLines(db, ownerId, filter))
      await sendDownload(call, lines, { filename: 'executions.csv', type: 'text/csv' })
    },
  )
}
