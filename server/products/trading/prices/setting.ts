import { type Static, Type } from 'typebox'
import { object, oneOf } from '../../../kernel/http/schema.ts'
import { type Setting, secretReference } from '../../../platform/settings/index.ts'
import { type AssetClass, assetClasses } from '../ledger/tables.ts'
import type { BarSeries } from './bar-source.ts'
import { csvDaily } from './csv-bars.ts'
import { tiingoDaily, tiingoFiveMinutes } from './tiingo-bars.ts'

/** What the source itself tells of. */
const OF_SOURCE: readonly AssetClass[] = ['stock', 'etf']
const NAMED = /\{symbol\}|\{SYMBOL\}|\{plain\}/

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
  others: Type.Optional(
    Type.Array(
      object({
        assetClass: oneOf(assetClasses.filter((one) => !OF_SOURCE.includes(one))),
        url: Type.String({ pattern: '^https?://[^\\s]+$', maxLength: 500, title: 'Address' }),
      }),
      {
        ...{ maxItems: 6, title: 'Addresses of other classes' },
        description:
          'Daily bars of coins, pairs, futures and the like as CSV, at an address as that of csv; {plain} is the symbol in small letters and digits alone',
      },
    ),
  ),
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
    'What is held is asked for once a day, and what was held once, for marked equity, excursions and risk profiles: stocks, ETFs, and classes with an address of their own.',
  schema: shape,
  fallback: {
    ...{ source: 'off', url: 'https://stooq.com/q/d/l/?s={symbol}.us&d1={from8}&d2={to8}&i=d', currency: 'USD' },
    ...{ intraday: false, requestsPerHour: 40 },
  },
  isPublic: false,
  check: ({ source, url, others = [], apiKey }) => {
    if (others.some((one) => !NAMED.test(one.url)))
      return [{ severity: 'error', member: 'others', message: 'have to say where {symbol} or {plain} stands' }]
    if (source === 'csv' && !NAMED.test(url))
      return [{ severity: 'error', member: 'url', message: 'has to say where {symbol} stands' }]
    if (source === 'tiingo' && apiKey === undefined)
      return [{ severity: 'warning', member: 'apiKey', message: 'is missing: tiingo tells nothing without one' }]
    return []
  },
}

type Asked = Pick<BarSetting, 'source' | 'intraday' | 'others'>

/** Of which classes instruments are asked for. */
export function classesOf({ source, others = [] }: Pick<Asked, 'source' | 'others'>): AssetClass[] {
  return source === 'off' ? [] : [...OF_SOURCE, ...others.map(({ assetClass }) => assetClass)]
}

/** Where those of a class are asked for. */
export function addressOf({ url, others = [] }: Pick<BarSetting, 'url' | 'others'>, assetClass: AssetClass): string {
  return others.find((one) => one.assetClass === assetClass)?.url ?? url
}

/** What is asked of the source for one instrument; nothing when it is off, or of a class that it does not tell. */
export function seriesOf(value: Asked, assetClass: AssetClass): readonly BarSeries[] {
  const { source, intraday } = value
  if (source === 'off' || !classesOf(value).includes(assetClass)) return []
  if (source === 'csv' || !OF_SOURCE.includes(assetClass)) return [csvDaily]
  return intraday ? [tiingoDaily, tiingoFiveMinutes] : [tiingoDaily]
}
