import { csvRowsOf } from '../../../kernel/csv.ts'
import { parseDecimal, signOf } from '../../../kernel/decimal.ts'
import type { FieldFault } from '../../../kernel/problem.ts'
import { isDate } from '../../../kernel/zoned.ts'
import { tradingProblem } from '../problems.ts'
import { type KnownRate, PIVOT } from './rate-book.ts'

const FORM = { rowsMax: 20_000, rowCharsMax: 4_000, columnsMax: 100 }
const FAULTS_MAX = 50
const CURRENCY = /^[A-Z0-9]{2,10}$/
/** What the European Central Bank writes where a currency has no rate. */
const NONE = new Set(['', 'N/A', '-'])

/**
 * Rates of a CSV file in one of two forms: a rate a row under `date,base,quote,rate`, in any order, or a day a row with a column for each
 * currency, as the European Central Bank publishes them, which says what one euro was worth. Days are `YYYY-MM-DD`. All of it or nothing:
 * throws trading/value-invalid with the rows that cannot be taken.
 */
export function readRateFile(text: string): KnownRate[] {
  const plain = text.replace(/^\uFEFF/, '')
  const delimiter = plain.slice(0, plain.search(/[\r\n]|$/)).includes(';') ? ';' : ','
  const rows = csvRowsOf(plain, { ...FORM, delimiter, refuse: (code) => unreadable([faultAt(0, code)]) }, true)
  const [head, ...lines] = rows.filter(({ raw }) => raw.trim() !== '')
  const header = head?.cells.map((cell) => cell.trim()) ?? []
  const read = readerOf(header)
  if (read === null)
    throw unreadable([faultAt(1, 'is neither date, base, quote, rate nor Date with a column for each currency')])
  const faults: FieldFault[] = []
  const rates = lines.flatMap(({ row, cells, fault }) => {
    const found = fault === null ? read(cells.map((cell) => cell.trim())) : 'has a quote that nobody closes'
    if (typeof found !== 'string') return found
    faults.push(faultAt(row, found))
    return []
  })
  if (faults.length > 0) throw unreadable(faults)
  return rates
}

/** What a row says, or what is wrong with it. */
type ReadLine = (cells: readonly string[]) => KnownRate[] | string

function readerOf(header: readonly string[]): ReadLine | null {
  const names = header.map((name) => name.toLowerCase())
  const places = ['date', 'base', 'quote', 'rate'].map((name) => names.indexOf(name))
  const [date = -1, base = -1, quote = -1, rate = -1] = places
  const cell = (cells: readonly string[], at: number): string => cells[at] ?? ''
  if (places.every((at) => at >= 0))
    return (cells) => one(cell(cells, date), cell(cells, base), cell(cells, quote), cell(cells, rate))
  const currencies = header.flatMap((name, at) =>
    at !== date && name !== '' ? [{ name: name.toUpperCase(), at }] : [],
  )
  if (date < 0 || currencies.length === 0 || currencies.some(({ name }) => !CURRENCY.test(name))) return null
  return (cells) => {
    const all: KnownRate[] = []
    for (const { name, at } of currencies) {
      if (NONE.has(cell(cells, at))) continue
      const found = one(cell(cells, date), PIVOT, name, cell(cells, at))
      if (typeof found === 'string') return found
      all.push(...found)
    }
    return all
  }
}

function one(day: string, base: string, quote: string, text: string): KnownRate[] | string {
  if (!isDate(day) || day < '1900' || day >= '2200') return 'has no day as YYYY-MM-DD'
  if (!CURRENCY.test(base) || !CURRENCY.test(quote) || base === quote) return 'does not name two currencies'
  const rate = parseDecimal(text)
  if (rate === null || signOf(rate) <= 0 || rate.scale > 18) return 'has no rate above zero, written 1.0825'
  return [{ base, quote, day, rate, source: 'file' }]
}

function faultAt(row: number, detail: string): FieldFault {
  return { pointer: '/text', code: `row-${row}`, detail: row === 0 ? detail : `row ${row} ${detail}` }
}

function unreadable(faults: readonly FieldFault[]): Error {
  return tradingProblem('value-invalid', { errors: faults.slice(0, FAULTS_MAX) })
}
