import { csvRowsOf } from '../../../../kernel/csv.ts'
import { csvForm } from './csv-form.ts'
import { datePattern, instantOf } from './dates.ts'
import { bestDelimiter } from './detect.ts'
import { type Encoding, HEAD_BYTES, headText, sniffEncoding } from './encoding.ts'
import type { FillRule, Profile, Value } from './profile.ts'
import { RowFault } from './refusal.ts'
import { type Cells, headerName } from './scope.ts'
import { buyWords, type Field, sellWords, synonyms } from './synonyms.ts'

/** A profile proposed for a file that nobody knows: what it lacks is said by profileFaults, and the trader maps it. */
export interface Suggestion {
  readonly profile: Profile
  readonly encoding: Encoding
  readonly delimiter: string
  readonly headers: readonly string[]
  /** The first rows below the header. */
  readonly rows: readonly Cells[]
}

const TIMES = [
  "'T'HH:mm:ss.SX",
  "'T'HH:mm:ssX",
  "'T'HH:mm:ss",
  ' HH:mm:ss.S',
  ' HH:mm:ss',
  ' H:mm:ss',
  ' h:mm:ss a',
  ' HH:mm',
  ' H:mm',
  ' h:mm a',
  ';HHmmss',
  '',
]
const DAYS = [
  'yyyy-MM-dd',
  'M/d/yyyy',
  'd/M/yyyy',
  'd.M.yyyy',
  'd-M-yyyy',
  'M/d/yy',
  'd/M/yy',
  'd.M.yy',
  'yyyy/MM/dd',
  'yyyy.MM.dd',
  'yyyyMMdd',
  'd MMM yyyy',
  'MMM d, yyyy',
]
const ROWS_SHOWN = 5
const ROWS_LOOKED_AT = 200
const HEADER_WITHIN = 40

/** Proposes columns, numbers and dates by the headers and the first rows; null for a file without a table. Throws FileRefusal for what is no text. */
export function suggestProfile(head: Uint8Array): Suggestion | null {
  const encoding = sniffEncoding(head)
  const text = headText(head, encoding)
  if (/^\s*[<{]/.test(text)) return null
  const delimiter = bestDelimiter(text)
  const all = csvRowsOf(text, csvForm(delimiter), head.length < HEAD_BYTES).map(({ cells }) => cells)
  const at = headerAt(all.slice(0, HEADER_WITHIN))
  if (at < 0) return null
  const headers = all[at] ?? []
  const rows = all.slice(at + 1).filter((cells) => cells.filter((cell) => cell.trim() !== '').length > 1)
  const looked = rows.slice(0, ROWS_LOOKED_AT)
  return {
    encoding,
    delimiter,
    headers,
    rows: rows.slice(0, ROWS_SHOWN),
    profile: proposed(headers, looked, delimiter),
  }
}

/** The row with most headers that we know, of two at the least. */
function headerAt(rows: readonly Cells[]): number {
  const known = new Set(Object.values(synonyms).flat())
  const counts = rows.map((cells) => cells.filter((cell) => known.has(headerName(cell))).length)
  const most = Math.max(0, ...counts)
  return most < 2 ? -1 : counts.indexOf(most)
}

function proposed(headers: Cells, rows: readonly Cells[], delimiter: string): Profile {
  const columns = columnsOf(headers)
  const values = (field: Field): string[] => {
    const index = headers.indexOf(columns[field] ?? '')
    return index < 0 ? [] : rows.map((cells) => cells[index]?.trim() ?? '').filter((cell) => cell !== '')
  }
  const numbers = [...values('price'), ...values('quantity')]
  const isComma =
    numbers.some((cell) => /,\d{1,2}$|,\d{4,}$/.test(cell)) && !numbers.some((cell) => /\.\d{1,2}$/.test(cell))
  const moments = rows.map((cells) => momentText(cells, headers, columns)).filter((text) => text !== '')
  return {
    id: 'own',
    name: 'My own',
    broker: '',
    version: 1,
    detect: { delimiter: delimiterOf(delimiter), encoding: 'auto' },
    format: 'csv',
    zone: 'account',
    dates: datesOf(moments, isComma),
    number: { decimal: isComma ? ',' : '.', either: true },
    order: 'auto',
    tables: [
      {
        headers: [...new Set(Object.values(columns))].slice(0, 20).map((name) => [name]),
        fill: fillOf(columns, values('side')),
        rules: [{ records: [{ fill: {} }] }],
      },
    ],
  }
}

type Found = Readonly<Partial<Record<Field, string>>>

/** Each header serves one field; a synonym that stands earlier in its list is the better one. */
function columnsOf(headers: Cells): Found {
  const found: Partial<Record<Field, string>> = {}
  const taken = new Set<string>()
  for (const [field, names] of Object.entries(synonyms) as [Field, readonly string[]][]) {
    const header = names
      .map((name) => headers.find((one) => headerName(one) === name && !taken.has(one)))
      .find((one) => one !== undefined)
    if (header === undefined) continue
    found[field] = header.trim()
    taken.add(header)
  }
  return found
}

function fillOf(columns: Found, sides: readonly string[]): FillRule {
  const { symbol, quantity, price, commission, fees, currency, multiplier, orderId, externalId, reportedPnl } = columns
  const told = new Set(sides.map((side) => side.toLowerCase()))
  const isSideTold = [...told].some((side) => buyWords.includes(side) || sellWords.includes(side))
  const side: FillRule['side'] =
    columns.side !== undefined && isSideTold
      ? { column: columns.side, buy: buyWords, sell: sellWords }
      : quantity === undefined
        ? undefined
        : { sign: quantity }
  const costs = [
    ...(commission === undefined ? [] : [{ name: 'commission', column: commission, cost: 'magnitude' as const }]),
    ...(fees === undefined ? [] : [{ name: 'fees', column: fees, cost: 'magnitude' as const }]),
  ]
  const given = {
    symbol,
    quantity,
    price,
    currency,
    multiplier,
    orderId,
    externalId,
    reportedPnl,
    executedAt: momentOf(columns),
    side,
  }
  const known = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as FillRule
  return { ...known, signed: true, ...(costs.length === 0 ? {} : { fees: costs }) }
}

function momentOf({ date, time }: Found): Value | undefined {
  return date !== undefined && time !== undefined ? { join: [date, time] } : date
}

function momentText(cells: Cells, headers: Cells, { date, time }: Found): string {
  const parts = [date, time].map((name) =>
    name === undefined ? '' : (cells[headers.findIndex((one) => one.trim() === name)]?.trim() ?? ''),
  )
  return parts.filter((part) => part !== '').join(' ')
}

/** The patterns that fit every row; where day and month could be either, the one that goes with the numbers. */
function datesOf(texts: readonly string[], isComma: boolean): string[] {
  const days = isComma
    ? DAYS.toSorted((left, right) => Number(left.startsWith('M/')) - Number(right.startsWith('M/')))
    : DAYS
  const fitting = days
    .flatMap((day) => TIMES.map((time) => `${day}${time}`))
    .filter((pattern) => texts.length > 0 && texts.every((text) => fits(text, pattern)))
  return fitting.length === 0 ? ['yyyy-MM-dd HH:mm:ss', 'yyyy-MM-dd'] : fitting.slice(0, 1)
}

function fits(text: string, pattern: string): boolean {
  const parts = datePattern(pattern)
  if (parts === null) return false
  try {
    instantOf(text, { patterns: [parts], zone: 'UTC' }, null)
    return true
  } catch (fault) {
    if (fault instanceof RowFault) return false
    throw fault
  }
}

function delimiterOf(text: string): Profile['detect']['delimiter'] {
  return text === ';' || text === '\t' || text === '|' ? text : ','
}
