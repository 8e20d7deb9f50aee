import { Type } from 'typebox'
import { type Route, route } from '../../../../kernel/http/route.ts'
import { idOf, instant, namedObject, nullable, object, oneOf, page, pageQuery } from '../../../../kernel/http/schema.ts'
import { traderId } from '../../caller.ts'
import type { TradingParts } from '../../deps.ts'
import { feeSourceShape } from '../execution-view.ts'
import { executionKinds, matchingMethods } from '../tables.ts'
import { countHidden, readTradeFilter, tradeFilterQuery } from '../trade-filter.ts'
import { dayShape } from '../values.ts'
import { explainDay, explainTrade } from './explain.ts'
import { listTrades, totalsOf } from './trade-list.ts'
import { hiddenByPlan, totalsShape } from './trade-view.ts'

const amount = Type.String({ description: 'A decimal number' })
const formula = Type.String({ description: 'With the numbers put in' })
const read = { can: 'trading:use', rate: 'read' } as const

const fill = namedObject('ExplainedFill', {
  id: idOf('execution'),
  kind: oneOf(executionKinds),
  side: oneOf(['buy', 'sell']),
  ...{ quantity: amount, price: amount, fees: amount, fxRate: amount },
  feeSource: feeSourceShape,
  executedAt: instant,
  orderId: nullable(Type.String()),
  /** Of an exercise or assignment: the other leg. */
  linkedId: nullable(idOf('execution')),
})
const inBase = { grossBase: amount, feesBase: amount, netBase: amount }
const explained = object({
  tradeId: idOf('trade'),
  symbol: Type.String(),
  side: oneOf(['long', 'short']),
  method: oneOf(matchingMethods),
  quantity: amount,
  multiplier: amount,
  closedAt: instant,
  closedDay: dayShape,
  entry: fill,
  exit: fill,
  currency: Type.String(),
  accountCurrency: Type.String(),
  splits: Type.Array(object({ effectiveAt: instant, numerator: amount, denominator: amount })),
  ...{ gross: amount, openFee: amount, closeFee: amount, net: amount, ...inBase },
  formulas: object({
    ...{ entryPrice: formula, gross: formula, openFee: formula, closeFee: formula, net: formula },
    ...{ grossBase: formula, feesBase: formula, netBase: formula },
  }),
})
const sums = object({
  currency: Type.String(),
  accountCurrency: Type.String(),
  closures: Type.Integer(),
  ...{ gross: amount, openFees: amount, closeFees: amount, net: amount, ...inBase, formula },
})
const explanation = namedObject('Explanation', {
  items: Type.Array(explained),
  nextCursor: nullable(Type.String()),
  sums: Type.Array(sums),
})

export function explainRoutes(deps: Pick<TradingParts, 'db' | 'plans'>): Route[] {
  return [tradeRoute(deps), dayRoute(deps), filterRoute(deps)]
}

function tradeRoute({ db }: Pick<TradingParts, 'db' | 'plans'>): Route {
  return route(
    {
      id: 'trading.explainTrade',
      method: 'GET',
      path: '/api/trading/trades/{id}/explain',
      summary: 'How every figure of a trade follows from its fills, closure by closure, and the sums of all.',
      policy: read,
      schema: { params: object({ id: idOf('trade') }), query: object(pageQuery), response: { 200: explanation } },
      problems: ['trading/trade-not-found'],
    },
    (call) => explainTrade(db, traderId(call), call.params.id, call.query),
  )
}

function dayRoute({ db, plans }: Pick<TradingParts, 'db' | 'plans'>): Route {
  return route(
    {
      id: 'trading.explainDay',
      method: 'GET',
      path: '/api/trading/explain/day',
      summary:
        'How what the shown trades realised on a trading day of an account follows from fills, and the sums of the day.',
      policy: read,
      schema: {
        query: object({ ...pageQuery, account: idOf('trading-account'), date: dayShape }),
        response: { 200: object({ ...explanation.properties, hiddenByPlan }) },
      },
      problems: ['trading/account-not-found', 'trading/value-invalid'],
    },
    async (call) => {
      const { account: accountId, date, ...paging } = call.query
      return await explainDay(db, { trader: await plans.trader(db, traderId(call)), accountId, date }, paging)
    },
  )
}

function filterRoute({ db, plans }: Pick<TradingParts, 'db' | 'plans'>): Route {
  const item = object({
    ...{ tradeId: idOf('trade'), symbol: Type.String(), currency: Type.String() },
    ...{ gross: amount, fees: amount, net: amount, formula },
  })
  return route(
    {
      id: 'trading.explainTrades',
      method: 'GET',
      path: '/api/trading/explain/trades',
      summary: 'Which trades the totals of a filter are the sums of, latest close first; each is explained by its own.',
      policy: read,
      schema: {
        query: object({ ...pageQuery, ...tradeFilterQuery }),
        response: { 200: object({ ...page(item).properties, totals: totalsShape, hiddenByPlan }) },
      },
      problems: ['trading/account-not-found'],
    },
    async (call) => {
      const { limit, cursor, ...asked } = call.query
      const filter = await readTradeFilter(db, await plans.trader(db, traderId(call)), asked)
      const paging = { ...(limit === undefined ? {} : { limit }), ...(cursor === undefined ? {} : { cursor }) }
      const { items, nextCursor } = await listTrades(db, filter, { ...paging, sort: 'closedAt', direction: 'desc' })
      const shown = items.map(({ id: tradeId, symbol, currency, gross, fees, net }) => {
        const written = fees.startsWith('-') ? `(${fees})` : fees
        return { tradeId, symbol, currency, gross, fees, net, formula: `${gross} - ${written} = ${net}` }
      })
      const [totals, hidden] = [await totalsOf(db, filter), await countHidden(db, filter)]
      return { items: shown, nextCursor, totals, hiddenByPlan: hidden }
    },
  )
}
