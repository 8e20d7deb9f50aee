import { Type } from 'typebox'
import { type Route, route } from '../../../../kernel/http/route.ts'
import { idOf, nullable, object, oneOf, pageQuery } from '../../../../kernel/http/schema.ts'
import { traderId } from '../../caller.ts'
import type { TradingParts } from '../../deps.ts'
import { countHidden, readTradeFilter, tradeFilterQuery } from '../trade-filter.ts'
import { listTrades, neighboursOf, totalsOf, tradeSorts } from './trade-list.ts'
import { hiddenByPlan, totalsShape, tradeShape } from './trade-view.ts'

const order = { sort: Type.Optional(oneOf(tradeSorts)), direction: Type.Optional(oneOf(['asc', 'desc'])) }

export function listRoutes(deps: Pick<TradingParts, 'db' | 'plans'>): Route[] {
  return [listRoute(deps), neighboursRoute(deps)]
}

function listRoute({ db, plans }: Pick<TradingParts, 'db' | 'plans'>): Route {
  return route(
    {
      id: 'trading.listTrades',
      method: 'GET',
      path: '/api/trading/trades',
      summary: 'Trades of the caller that the filter finds, with the totals of all of them if they are asked for.',
      policy: { can: 'trading:use', rate: 'read' },
      schema: {
        query: object({
          ...pageQuery,
          ...tradeFilterQuery,
          ...order,
          totals: Type.Optional(Type.Boolean()),
        }),
        response: {
          200: object({
            items: Type.Array(tradeShape),
            nextCursor: nullable(Type.String()),
            totals: nullable(totalsShape),
            hiddenByPlan,
          }),
        },
      },
      problems: ['trading/account-not-found'],
    },
    async (call) => {
      const { limit, cursor, sort = 'closedAt', direction = 'desc', totals = false, ...asked } = call.query
      const filter = await readTradeFilter(db, await plans.trader(db, traderId(call)), asked)
      const paging = { ...(limit === undefined ? {} : { limit }), ...(cursor === undefined ? {} : { cursor }) }
      const page = await listTrades(db, filter, { ...paging, sort, direction })
      return {
        ...page,
        totals: totals ? await totalsOf(db, filter) : null,
        hiddenByPlan: await countHidden(db, filter),
      }
    },
  )
}

function neighboursRoute({ db, plans }: Pick<TradingParts, 'db' | 'plans'>): Route {
  const neighbour = nullable(idOf('trade'))
  return route(
    {
      id: 'trading.neighboursOfTrade',
      method: 'GET',
      path: '/api/trading/trades/{id}/neighbours',
      summary: 'The trades before and after one in the order of a list with this filter.',
      policy: { can: 'trading:use', rate: 'read' },
      schema: {
        params: object({ id: idOf('trade') }),
        query: object({ ...tradeFilterQuery, ...order }),
        response: { 200: object({ previous: neighbour, next: neighbour }) },
      },
      problems: ['trading/account-not-found', 'trading/trade-not-found'],
    },
    async (call) => {
      const { sort = 'closedAt', direction = 'desc', ...asked } = call.query
      const own = { ownerId: traderId(call), id: call.params.id }
      const filter = await readTradeFilter(db, await plans.trader(db, own.ownerId), asked)
      return await neighboursOf(db, own, filter, { sort, direction })
    },
  )
}
