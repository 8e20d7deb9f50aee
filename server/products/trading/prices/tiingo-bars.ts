import {
  type Decimal,
  divide,
  formatDecimal,
  ONE,
  parseDecimal,
  signOf,
  times,
  trimmed,
} from '../../../kernel/decimal.ts'
import { type BarRequest, type BarSeries, BarsUnreadable, type BarsWanted, type SourceBar } from './bar-source.ts'
import { checkedBars } from './read-bars.ts'

const DAY_SECONDS = 86_400
const YEARS_5 = 1830
const FIVE_MINUTES = 300
/** The source keeps some 2,000 bars of this length for one request. */
const INTRADAY_DAYS = 25
const DIGITS = 8
const FIELDS = ['open', 'high', 'low', 'close'] as const

/** Daily bars as Tiingo publishes them at /tiingo/daily/{ticker}/prices. What was before a split is divided by it, as lots are. */
export const tiingoDaily: BarSeries = {
  seconds: DAY_SECONDS,
  daysMax: YEARS_5,
  request: (wanted) => requestOf(wanted, (ticker) => `tiingo/daily/${ticker}/prices`, {}),
  read: (text) => checkedBars(splitAdjusted(rowsOf(text))),
}

/** Bars of five minutes as Tiingo publishes them at /iex/{ticker}/prices. */
export const tiingoFiveMinutes: BarSeries = {
  seconds: FIVE_MINUTES,
  daysMax: INTRADAY_DAYS,
  request: (wanted) => {
    const asked = { resampleFreq: '5min', columns: 'open,high,low,close' }
    return requestOf(wanted, (ticker) => `iex/${ticker}/prices`, asked)
  },
  read: (text) => checkedBars(rowsOf(text)),
}

function requestOf(
  { symbol, from, until, url, key }: BarsWanted,
  path: (ticker: string) => string,
  query: Readonly<Record<string, string>>,
): BarRequest {
  const ticker = encodeURIComponent(symbol.toLowerCase().replaceAll(/[./]/g, '-'))
  const whole = new URL(path(ticker), url.endsWith('/') ? url : `${url}/`)
  for (const [name, value] of Object.entries({ startDate: from, endDate: until, ...query }))
    whole.searchParams.set(name, value)
  const headers = { accept: 'application/json', ...(key === null ? {} : { authorization: `Token ${key.reveal()}` }) }
  return { url: whole, headers }
}

interface Row extends Record<(typeof FIELDS)[number], string> {
  readonly at: number
  readonly split: string
}

function rowsOf(text: string): Row[] {
  let said: unknown
  try {
    said = JSON.parse(text)
  } catch {
    throw new BarsUnreadable('the answer is no JSON')
  }
  if (!Array.isArray(said)) throw new BarsUnreadable('the answer is no list of bars')
  return said.map((one: unknown) => {
    const row = (typeof one === 'object' && one !== null ? one : {}) as Readonly<Record<string, unknown>>
    const number = (name: string): string => (typeof row[name] === 'number' ? String(row[name]) : '')
    const at = typeof row.date === 'string' ? Date.parse(row.date) : Number.NaN
    const split = row.splitFactor === undefined ? '1' : number('splitFactor')
    return { at, split, open: number('open'), high: number('high'), low: number('low'), close: number('close') }
  })
}

function splitAdjusted(rows: readonly Row[]): Row[] {
  let factor: Decimal = ONE
  const adjusted = rows
    .toSorted((left, right) => right.at - left.at)
    .map((row) => {
      const divided = factor === ONE ? row : { ...row, ...pricesDivided(row, factor) }
      const split = parseDecimal(row.split)
      if (split === null || signOf(split) <= 0) throw new BarsUnreadable('the answer has a split by what is no number')
      if (formatDecimal(split) !== '1') factor = times(factor, split)
      return divided
    })
  return adjusted.reverse()
}

function pricesDivided(row: Row, factor: Decimal): Pick<SourceBar, (typeof FIELDS)[number]> {
  const [open = '', high = '', low = '', close = ''] = FIELDS.map((name) => {
    const price = parseDecimal(row[name])
    return price === null ? '' : formatDecimal(trimmed(divide(price, factor, DIGITS, 'half-even')))
  })
  return { open, high, low, close }
}
