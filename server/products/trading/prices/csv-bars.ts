import { csvRowsOf } from '../../../kernel/csv.ts'
import { isDate } from '../../../kernel/zoned.ts'
import { type BarSeries, BarsUnreadable } from './bar-source.ts'
import { checkedBars } from './read-bars.ts'

const DAY_SECONDS = 86_400
const YEARS_5 = 1830
const FORM = { delimiter: ',', rowsMax: 25_000, rowCharsMax: 1_000, columnsMax: 30 }
const NAMES = { date: ['date', 'timestamp'], open: ['open'], high: ['high'], low: ['low'], close: ['close'] } as const

/**
 * Daily bars as CSV under a header with Date or timestamp, Open, High, Low and Close: so Stooq and Alpha Vantage publish them. The address says
 * where `{symbol}`, `{plain}` (its letters and digits alone), `{from}`, `{to}` (2026-03-02), `{from8}`, `{to8}` (20260302) and `{key}` stand.
 */
export const csvDaily: BarSeries = {
  seconds: DAY_SECONDS,
  daysMax: YEARS_5,
  request({ symbol, from, until, url, key }) {
    const values: Readonly<Record<string, string>> = {
      plain: symbol.toLowerCase().replaceAll(/[^a-z0-9]/g, ''),
      ...{ symbol: symbol.toLowerCase(), SYMBOL: symbol, from, to: until, key: key?.reveal() ?? '' },
      ...{ from8: from.replaceAll('-', ''), to8: until.replaceAll('-', '') },
    }
    const filled = url.replaceAll(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(values[name] ?? ''))
    return { url: new URL(filled), headers: { accept: 'text/csv, text/plain;q=0.9' } }
  },
  read(text) {
    const refuse = (): Error => new BarsUnreadable('the answer is no table of bars')
    const rows = csvRowsOf(text.replace(/^\uFEFF/, ''), { ...FORM, refuse }, true)
    const [head, ...lines] = rows.filter(({ raw }) => raw.trim() !== '')
    const header = (head?.cells ?? []).map((cell) => cell.trim().toLowerCase())
    const place = (names: readonly string[]): number => header.findIndex((name) => names.includes(name))
    const places = { date: place(NAMES.date), open: place(NAMES.open), high: place(NAMES.high) }
    const ends = { low: place(NAMES.low), close: place(NAMES.close) }
    if ([...Object.values(places), ...Object.values(ends)].some((at) => at < 0))
      throw new BarsUnreadable(
        'the answer has no columns date, open, high, low and close: nothing is known of it, or no more is told today',
      )
    return checkedBars(
      lines.map(({ cells, fault }) => {
        const cell = (at: number): string => cells[at]?.trim() ?? ''
        const day = cell(places.date).slice(0, 10)
        return {
          at: fault === null && isDate(day) ? Date.parse(`${day}T00:00:00.000Z`) : Number.NaN,
          ...{ open: cell(places.open), high: cell(places.high), low: cell(ends.low), close: cell(ends.close) },
        }
      }),
    )
  },
}
