import { Type } from 'typebox'
import { type Route, route } from '../../../kernel/http/route.ts'
import { idOf, instant, namedObject, nullable, object, oneOf, page, pageQuery } from '../../../kernel/http/schema.ts'
import type { SettingHandle } from '../../../platform/settings/index.ts'
import { traderId } from '../caller.ts'
import type { TradingDeps } from '../deps.ts'
import { assetClasses } from '../ledger/tables.ts'
import { listBarStates } from './bar-list.ts'
import { type BarSetting, classesOf } from './setting.ts'

const stateShape = namedObject('BarState', {
  instrument: object({
    id: idOf('instrument'),
    symbol: Type.String(),
    assetClass: Type.String(),
    currency: Type.String(),
  }),
  isHeld: Type.Boolean(),
  /** From the first bar to the end of the last, by how long they are. */
  resolutions: Type.Array(object({ seconds: Type.Integer(), from: instant, until: instant })),
  /** Of looks at the source; null where it was not asked for this yet. */
  triedAt: nullable(instant),
  fetchedAt: nullable(instant),
  nextAt: nullable(instant),
  error: nullable(Type.String()),
})

const sourceShape = object({
  asked: oneOf(['off', 'csv', 'tiingo']),
  currency: Type.String(),
  assetClasses: Type.Array(oneOf(assetClasses)),
})

/** Which price bars there are. */
export function priceRoutes(db: TradingDeps['db'], setting: Pick<SettingHandle<BarSetting>, 'read'>): Route[] {
  return [
    route(
      {
        id: 'trading.listBarStates',
        method: 'GET',
        path: '/api/trading/price-bars',
        summary:
          'Instruments that were traded, by symbol, with the price bars they have and what the source said last.',
        policy: { can: 'trading:use', rate: 'read' },
        schema: {
          query: object({ ...pageQuery, instrumentId: Type.Optional(idOf('instrument')) }),
          response: { 200: page(stateShape) },
        },
        problems: ['trading/consent-needed'],
      },
      (call) => listBarStates(db, traderId(call), call.query),
    ),
    route(
      {
        id: 'trading.barSource',
        method: 'GET',
        path: '/api/trading/price-bars/source',
        summary: 'Who is asked for price bars, and of which instruments.',
        policy: { can: 'trading:use', rate: 'read' },
        schema: { response: { 200: sourceShape } },
        problems: ['trading/consent-needed'],
      },
      async (call) => {
        traderId(call)
        const value = await setting.read(db)
        return { asked: value.source, currency: value.currency, assetClasses: classesOf(value) }
      },
    ),
  ]
}
