import { type Static, Type } from 'typebox'
import { object, oneOf } from '../../../kernel/http/schema.ts'
import { type Setting, secretReference } from '../../../platform/settings/index.ts'
import type { BarSeries } from './bar-source.ts'
import { csvDaily } from './csv-bars.ts'
import { tiingoDaily, tiingoFiveMinutes } from './tiingo-bars.ts'

const shape = object({
  source: {
    ...oneOf(['off', 'csv', 'tiingo']),
    title: 'Where price bars come from',
    description:
      'csv: daily bars at an address with {symbol}, as Stooq and Alpha Vantage tell them. tiingo: daily, and of five minutes',
  },
  url: Type.String({
    ...{ pattern: '^https?://[^\\s]+$', maxLength: 500, title: 'Address' },
    description: 'Of csv with {symbol}, {from}, {to}, {from8}, {to8} and {key} where they belong; of tiingo its base',
  }),
  currency: Type.String({
    ...{ pattern: '^[A-Z]{3}$', title: 'Currency' },
    description: 'In which the source tells prices: instruments in others are not asked for',
  }),
  intraday: Type.Boolean({
    title: 'Five minutes',
    description: 'Also the bars of five minutes, where the source has them',
  }),
  requestsPerHour: Type.Integer({ minimum: 1, maximum: 500, title: 'Requests in an hour', description: 'At most' }),
  apiKey: Type.Optional(
    secretReference({ title: 'Key', description: 'Reference of the secret that holds it: `secret:trading/prices`' }),
  ),
})

export type BarSetting = Static<typeof shape>

/** Where price bars of what traders hold are asked for. */
export const barSetting: Setting<typeof shape> = {
  key: 'trading-price-bars',
  title: 'Price bars of traders',
  description:
    'Stocks and ETFs that are held are asked for once a day, for marked equity, excursions and risk profiles.',
  schema: shape,
  fallback: {
    ...{ source: 'off', url: 'https://stooq.com/q/d/l/?s={symbol}.us&d1={from8}&d2={to8}&i=d', currency: 'USD' },
    ...{ intraday: false, requestsPerHour: 40 },
  },
  isPublic: false,
  check: ({ source, url, apiKey }) => {
    if (source === 'csv' && !/\{symbol\}|\{SYMBOL\}/.test(url))
      return [{ severity: 'error', member: 'url', message: 'has to say where {symbol} stands' }]
    if (source === 'tiingo' && apiKey === undefined)
      return [{ severity: 'warning', member: 'apiKey', message: 'is missing: tiingo tells nothing without one' }]
    return []
  },
}

/** What is asked of the source for one instrument; nothing when it is off. */
export function seriesOf({ source, intraday }: Pick<BarSetting, 'source' | 'intraday'>): readonly BarSeries[] {
  if (source === 'off') return []
  if (source === 'csv') return [csvDaily]
  return intraday ? [tiingoDaily, tiingoFiveMinutes] : [tiingoDaily]
}
