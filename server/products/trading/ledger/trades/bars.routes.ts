import { Type } from 'typebox'
import { unsignedDecimalShape } from '../../../../kernel/decimal.ts'
import { type Route, route } from '../../../../kernel/http/route.ts'
import { idOf, instant, nullable, object } from '../../../../kernel/http/schema.ts'
import { traderId } from '../../caller.ts'
import type { TradingDeps } from '../../deps.ts'
import { instantInput } from '../values.ts'
import { BAR_SECONDS } from './bar-seconds.ts'
import { barsOfTrade, putBars } from './bars.ts'
import { plain } from './trade-view.ts'

const BARS_MAX = 10_000
const BODY_MAX = 4 * 1024 * 1024
const seconds = Type.Integer({ enum: [...BAR_SECONDS] })

export function barRoutes({ db }: Pick<TradingDeps, 'db'>): Route[] {
  return [putRoute(), chartRoute(db)]
}

function putRoute(): Route {
  const price = unsignedDecimalShape
  const bar = object({ at: instantInput, open: price, high: price, low: price, close: price })
  return route(
    {
      id: 'trading.putBars',
      method: 'PUT',
      path: '/api/trading/instruments/{id}/bars',
      summary: 'Writes price bars of an instrument, each over the one of the same start.',
      policy: { can: 'trading:use', rate: 'write' },
      bodyLimitBytes: BODY_MAX,
      schema: {
        params: object({ id: idOf('instrument') }),
        body: object({ seconds, bars: Type.Array(bar, { minItems: 1, maxItems: BARS_MAX }) }),
        response: { 200: object({ written: Type.Integer() }) },
      },
      problems: ['trading/instrument-not-found'],
    },
    (call) => {
      const series = { ownerId: traderId(call), instrumentId: call.params.id, seconds: call.body.seconds }
      return call.transaction((tx) => putBars(tx, series, call.body.bars))
    },
  )
}

function chartRoute(db: TradingDeps['db']): Route {
  const bar = object({
    at: instant,
    ...{ open: Type.String(), high: Type.String(), low: Type.String(), close: Type.String() },
  })
  return route(
    {
      id: 'trading.barsOfTrade',
      method: 'GET',
      path: '/api/trading/trades/{id}/bars',
      summary: 'The price bars of a trade, and some around it: at most 5000, the finest of which there are no more.',
      policy: { can: 'trading:use', rate: 'read' },
      schema: {
        params: object({ id: idOf('trade') }),
        query: object({
          seconds: Type.Optional(Type.Integer({ enum: [...BAR_SECONDS] })),
          around: Type.Optional(Type.Integer({ minimum: 0, maximum: 500 })),
        }),
        response: {
          200: object({
            seconds: nullable(Type.Integer()),
            resolutions: Type.Array(Type.Integer()),
            bars: Type.Array(bar),
            isCut: Type.Boolean({ description: 'There are more bars than are shown' }),
          }),
        },
      },
      problems: ['trading/trade-not-found'],
    },
    async (call) => {
      const { seconds: asked, around = 20 } = call.query
      const own = { ownerId: traderId(call), id: call.params.id }
      const { bars, ...rest } = await barsOfTrade(db, own, { seconds: asked, around })
      return { ...rest, bars: bars.map(viewBar) }
    },
  )
}

function viewBar(row: Awaited<ReturnType<typeof barsOfTrade>>['bars'][number]) {
  const { starts_at: at, open, high, low, close } = row
  return { at, open: plain(open), high: plain(high), low: plain(low), close: plain(close) }
}
