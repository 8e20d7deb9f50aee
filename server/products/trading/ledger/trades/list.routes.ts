import { Type } from 'typebox'
import { type Route, route } from '../../../../kernel/http/route.ts'
import { nullable, object, oneOf, pageQuery } from '../../../../kernel/http/schema.ts'
import { traderId } from '../../caller.ts'
import type { TradingDeps } from '../../deps.ts'
import { readTradeFilter, tradeFilterQuery } from '../trade-filter.ts'
import { listTrades, totalsOf, tradeSorts } from './trade-list.ts'
import { totalsShape, tradeShape } from './trade-view.ts'

export function listRoute({ db }: Pick<TradingDeps, 'db'>): Route {
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
          sort: Type.Optional(oneOf(tradeSorts)),
          direction: Type.Optional(oneOf(['asc', 'desc'])),
          totals: Type.Optional(Type.Boolean()),
        }),
        response: {
          200: object({
            items: Type.Array(tradeShape),
            nextCursor: nullable(Type.String()),
            totals: nullable(totalsShape),
          }),
        },
      },
      problems: ['trading/account-not-found'],
    },
    async (call) => {
      const { limit, cursor, sort = 'closedAt', direction = 'desc', totals = false, ...asked } = call.query
      const filter = await readTradeFilter(db, traderId(call), asked)
      const paging = { ...(limit === undefined ? {} : { limit }), ...(cursor === undefined ? {} : { cursor }) }
      const page = await listTrades(db, filter, { ...paging, sort, direction })
      return { ...page, totals: totals ? await totalsOf(db, filter) : null }
    },
  )
}
