import { Type } from 'typebox'
import { type Route, route } from '../../../kernel/http/route.ts'
import { idOf, instant, nullable, object, oneOf } from '../../../kernel/http/schema.ts'
import { traderId } from '../caller.ts'
import type { TradingParts } from '../deps.ts'
import { hiddenByPlan } from '../ledger/trades/trade-view.ts'
import { agos, lookBackOnDay, lookBackOnTrade } from './look-back.ts'
import { dayShape } from './shapes.ts'
import { scopes } from './tables.ts'

const policy = { can: 'trading:use', rate: 'read' } as const
const entries = Type.Array(
  object({
    id: idOf('journal-entry'),
    scope: oneOf(scopes),
    title: Type.String(),
    excerpt: Type.String(),
    mood: nullable(Type.Integer()),
  }),
)
const remembered = object({
  ago: oneOf(agos),
  day: Type.String(),
  entries,
  lesson: Type.String({ description: 'Of the reflection on that day' }),
})
const similar = object({
  tradeId: idOf('trade'),
  symbol: Type.String(),
  openedAt: instant,
  net: Type.String(),
  currency: Type.String(),
  quality: nullable(Type.Integer()),
  lesson: Type.String(),
  note: Type.String(),
  entries,
})

/** What was written before, beside what is about to be written. */
export function lookBackRoutes({ db, plans }: Pick<TradingParts, 'db' | 'plans'>): Route[] {
  return [
    route(
      {
        id: 'trading.lookBackOnDay',
        method: 'GET',
        path: '/api/trading/look-back',
        summary: 'What was written a week, a month, a quarter and a year before a day.',
        policy,
        schema: { query: object({ day: dayShape }), response: { 200: object({ items: Type.Array(remembered) }) } },
      },
      async (call) => ({ items: await lookBackOnDay(db, traderId(call), call.query.day) }),
    ),
    route(
      {
        id: 'trading.lookBackOnTrade',
        method: 'GET',
        path: '/api/trading/trades/{id}/look-back',
        summary: 'What was written of the last ten earlier trades in the same to the same side.',
        policy,
        schema: {
          params: object({ id: idOf('trade') }),
          response: { 200: object({ items: Type.Array(similar), hiddenByPlan }) },
        },
        problems: ['trading/trade-not-found'],
      },
      async (call) => lookBackOnTrade(db, await plans.trader(db, traderId(call)), call.params.id),
    ),
  ]
}
