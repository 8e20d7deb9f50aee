import { type Route, route } from '../../../../kernel/http/route.ts'
import { idOf, object } from '../../../../kernel/http/schema.ts'
import { traderId } from '../../caller.ts'
import type { TradingDeps } from '../../deps.ts'
import { readTrade } from './trade-detail.ts'
import { detailShape } from './trade-detail-view.ts'

export function tradeRoute({ db }: Pick<TradingDeps, 'db'>): Route {
  return route(
    {
      id: 'trading.getTrade',
      method: 'GET',
      path: '/api/trading/trades/{id}',
      summary:
        'A trade with its fills, closures and lots, what is said of it, and what it was worth while it was held.',
      policy: { can: 'trading:use', rate: 'read' },
      schema: { params: object({ id: idOf('trade') }), response: { 200: detailShape } },
      problems: ['trading/trade-not-found'],
    },
    (call) => readTrade(db, traderId(call), call.params.id),
  )
}
