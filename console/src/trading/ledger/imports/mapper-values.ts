import type { ImportProfile } from '../../types.ts'

export type Definition = ImportProfile['definition']
type Fill = NonNullable<Definition['tables'][number]['fill']>
type Value = NonNullable<Fill['symbol']>

/** A format of one's own as the form holds it: columns by their names, '' for what the file does not have. */
export interface MapperValues {
  name: string
  broker: string
  delimiter: Definition['detect']['delimiter']
  decimal: Definition['number']['decimal']
  /** Patterns, one a line. */
  dates: string
  /** `account`, or the name of a zone. */
  zone: string
  order: Definition['order']
  symbol: string
  quantity: string
  price: string
  date: string
  /** Where the time stands, when in a column of its own. */
  time: string
  /** '': the sign of the quantity tells. */
  side: string
  buy: string
  sell: string
  /** A column, `=stock` for all rows, '': by the symbol. */
  assetClass: string
  currency: string
  multiplier: string
  fees: string[]
  cost: 'positive' | 'negative' | 'magnitude'
  externalId: string
  orderId: string
  /** Rows in which this column holds one of these texts are passed over. */
  skipColumn: string
  skipWords: string
}

/** Fields that are one column each. */
const plainFields = ['symbol', 'quantity', 'price', 'currency', 'multiplier', 'externalId', 'orderId'] as const
const SKIP = 'passed-over-by-you'

function fillOf({ tables: [table] }: Definition): Fill {
  const said = table?.rules.find(({ records }) => records !== undefined)?.records?.[0]?.fill
  return { ...table?.fill, ...said }
}

function textOf(value: Value | undefined): string {
  if (value === undefined || typeof value === 'string') return value ?? ''
  return value.constant === undefined ? '' : `=${value.constant}`
}

function momentOf(value: Value | undefined): Pick<MapperValues, 'date' | 'time'> {
  if (value === undefined || typeof value === 'string') return { date: value ?? '', time: '' }
  const [date = '', time = ''] = value.join ?? []
  return { date, time }
}

export function mapperValues(definition: Definition): MapperValues {
  const fill = fillOf(definition)
  const { side, fees = [] } = fill
  const skip = definition.tables[0]?.rules.find((rule) => rule.skip === SKIP)?.when?.[0]
  const [symbol, quantity, price, currency, multiplier, externalId, orderId] = plainFields.map((name) =>
    textOf(fill[name]),
  ) as [string, string, string, string, string, string, string]
  return {
    ...{ name: definition.name, broker: definition.broker, delimiter: definition.detect.delimiter },
    ...{ decimal: definition.number.decimal, dates: definition.dates.join('\n'), zone: definition.zone },
    ...{ order: definition.order, symbol, quantity, price, currency, multiplier, externalId, orderId },
    ...momentOf(fill.executedAt),
    ...{ side: textOf(side?.column), buy: wordsText(side?.buy), sell: wordsText(side?.sell) },
    ...{ assetClass: textOf(fill.assetClass), fees: fees.map(({ column }) => column) },
    ...{ cost: fees[0]?.cost ?? 'magnitude', skipColumn: skip?.column ?? '', skipWords: wordsText(skip?.is) },
  }
}

/** The definition with what the form says; what the form does not show stays as it is. */
export function definitionWith(base: Definition, values: MapperValues): Definition {
  const [table, ...others] = base.tables
  const fill = fillWith(fillOf(base), values)
  const rules = (table?.rules ?? []).filter(({ skip }) => skip !== SKIP).map(withoutShared)
  const { skipColumn, skipWords } = values
  const skipped = wordsOf(skipWords)
  const skip =
    skipColumn === '' || skipped.length === 0 ? [] : [{ when: [{ column: skipColumn, is: skipped }], skip: SKIP }]
  return {
    ...base,
    ...{ name: values.name.trim() || base.name, broker: values.broker.trim() },
    ...{ detect: { ...base.detect, delimiter: values.delimiter }, number: { ...base.number, decimal: values.decimal } },
    dates: values.dates.split('\n').flatMap((line) => (line.trim() === '' ? [] : [line.trim()])),
    ...{ zone: values.zone, order: values.order },
    tables: [{ ...table, headers: headersOf(values), fill, rules: [...skip, ...rules] }, ...others],
  }
}

/** What a rule said of fills is in the fill of the table now. */
function withoutShared(rule: Definition['tables'][number]['rules'][number]) {
  return rule.records?.[0]?.fill === undefined ? rule : { ...rule, records: [{ fill: {} }, ...rule.records.slice(1)] }
}

function fillWith(before: Fill, values: MapperValues): Fill {
  const shown = new Set<string>([...plainFields, 'executedAt', 'side', 'assetClass', 'fees'])
  const kept = Object.fromEntries(Object.entries(before).filter(([name]) => !shown.has(name)))
  const columns = plainFields.flatMap((name) => {
    const text = values[name]
    const value = text === textOf(before[name]) ? before[name] : text
    return value === undefined || value === '' ? [] : [[name, value] as const]
  })
  const { date, time, side, assetClass, fees, cost } = values
  const isOwn = before.fees?.every(({ column }, at) => column === fees[at]) && before.fees.length === fees.length
  return {
    ...kept,
    ...Object.fromEntries(columns),
    signed: true,
    ...(date === '' ? {} : { executedAt: time === '' ? date : { join: [date, time] } }),
    side:
      side === '' ? { sign: values.quantity } : { column: side, buy: wordsOf(values.buy), sell: wordsOf(values.sell) },
    ...(assetClass === '' ? {} : { assetClass: assetClassOf(assetClass) }),
    ...(fees.length === 0
      ? {}
      : { fees: fees.map((column, at) => ({ name: feeName(at, isOwn ? before : {}), column, cost })) }),
  }
}

function feeName(at: number, { fees }: Fill): string {
  return fees?.[at]?.name ?? (at === 0 ? 'commission' : `fee${at}`)
}

function assetClassOf(text: string): Value {
  return text.startsWith('=') ? { constant: text.slice(1) } : text
}

const HEADERS_MAX = 20

/** The columns by which the file is known again. */
function headersOf(values: MapperValues): string[][] {
  const { assetClass, fees, skipColumn } = values
  const used = [
    ...plainFields.map((name) => values[name]),
    ...[values.date, values.time, values.side, assetClass, skipColumn, ...fees],
  ]
  const named = used.filter((name) => name !== '' && !/^[=#]/.test(name) && !/#\d+$/.test(name))
  return [...new Set(named)].slice(0, HEADERS_MAX).map((name) => [name])
}

function wordsOf(text: string): string[] {
  return text.split(',').flatMap((word) => (word.trim() === '' ? [] : [word.trim()]))
}

function wordsText(words: readonly string[] | undefined): string {
  return words?.join(', ') ?? ''
}

/** Names of columns as a profile says them: `#3` for one without a name, `Fee#2` for the second of a name. */
export function columnsOf(headers: readonly string[]): readonly string[] {
  const seen = new Map<string, number>()
  return headers.map((header, at) => {
    const name = header.trim()
    if (name === '') return `#${at + 1}`
    const count = (seen.get(name) ?? 0) + 1
    seen.set(name, count)
    return count === 1 ? name : `${name}#${count}`
  })
}

/** Columns that a definition speaks of, for whoever changes it without a file. */
export function columnsIn(values: MapperValues): readonly string[] {
  return headersOf(values).flat()
}

const needed = (what: string) => (value: string) => (value === '' ? what : null)

export const mapperRules = {
  name: (value: string) => (value.trim() === '' ? 'Give it a name' : null),
  symbol: needed('Say which column names what was traded'),
  quantity: needed('Say which column has the quantity'),
  price: needed('Say which column has the price'),
  date: needed('Say which column has the day'),
  dates: (value: string) => (value.trim() === '' ? 'Write how days are written' : null),
  buy: (value: string, { side }: MapperValues) =>
    side !== '' && wordsOf(value).length === 0 ? 'Write the words for what was bought' : null,
  sell: (value: string, { side }: MapperValues) =>
    side !== '' && wordsOf(value).length === 0 ? 'Write the words for what was sold' : null,
}

/** Whether enough is said for a file to be read by it. */
export function isReadable(values: MapperValues): boolean {
  return [values.symbol, values.quantity, values.price, values.date, values.dates.trim()].every((text) => text !== '')
}

/** Where the form shows what the server found wrong with a definition. */
export function mapperPlace(path: string): string {
  if (/^definition\.dates/.test(path)) return 'dates'
  const name = path.split('.').at(-1) ?? path
  return name === 'executedAt' ? 'date' : name
}
