import { signOf } from '../../../../kernel/decimal.ts'
import type { CashRecord, SplitRecord } from '../canonical.ts'
import { cashReader } from './cash.ts'
import { type Fill, fillReader } from './fill.ts'
import { numberOf } from './numbers.ts'
import { textPattern } from './pattern.ts'
import type { Condition, Extract, Rule, Table } from './profile.ts'
import { RowFault } from './refusal.ts'
import { type Cells, type Columns, cellOf, type Scope, trimmedCell } from './scope.ts'
import { splitReader } from './split.ts'
import { balanceReader, type Stated, statementReader } from './statement.ts'
import type { ToldInstrument } from './told-instruments.ts'
import { toldReader } from './told-reader.ts'

/** What a row comes to, and what its broker reports in it. */
export type Read = { readonly stated?: readonly Stated[] } & (
  | { readonly outcome: 'read'; readonly records: readonly (Fill | CashRecord)[] }
  | { readonly outcome: 'split'; readonly split: SplitRecord }
  | { readonly outcome: 'skipped'; readonly reason: string; readonly told?: readonly [string, ToldInstrument][] }
  | { readonly outcome: 'error'; readonly reason: string; readonly column: string | null }
)

type Outcome = (cells: Cells) => Read

/** Compiles a table for one header: from then on a row costs what its own rule does. */
export function tableReader(table: Table, scope: Scope): Outcome {
  const found: string[] = []
  const sources = new Map<string, string>(
    (table.extract ?? []).flatMap(({ column, patterns }) =>
      patterns.flatMap(({ text, set = {} }) =>
        [...(textPattern(text)?.names ?? []), ...Object.keys(set)].map((name) => [`{${name}}`, column] as const),
      ),
    ),
  )
  const texts = JSON.stringify(table)
  const columns: Columns = {
    indexOf(name) {
      const at = name.startsWith('{') ? found.indexOf(name) : -1
      return at < 0 ? scope.columns.indexOf(name) : FOUND_AT + at
    },
    toldAs: (name) => sources.get(name) ?? name,
    // A profile that names the second of two columns means the first by their plain name.
    twinsOf: (name) => (texts.includes(`"${name}#`) ? [] : scope.columns.twinsOf(name)),
  }
  const own = { ...scope, columns }
  const ofFile = [...new Set(texts.match(OF_FILE) ?? [])]
  for (const name of ofFile) found.push(name)
  const extracts = (table.extract ?? []).map((extract) => extractor(extract, own, found))
  const rules = table.rules.map((rule) => ruleReader(rule, table, own))
  const filled = fillDown(table, own)
  const balance = table.balance === undefined ? null : balanceReader(table.balance, own)
  return (given) => {
    try {
      const cells = filled(given)
      const all = found.length === 0 ? cells : withFound(cells, extracts)
      for (const [at, name] of ofFile.entries()) (all as string[])[FOUND_AT + at] = scope.ofFile.get(name) ?? ''
      const read = readBy(rules, all)
      const after = balance?.(all) ?? null
      return after === null ? read : { ...read, stated: [...(read.stated ?? []), after] }
    } catch (fault) {
      return faultOf(fault)
    }
  }
}

/** A name of what a row told of the whole file. */
const OF_FILE = /\{file\.[a-z]+\}/g

function readBy(rules: readonly ((cells: Cells) => Read | null)[], cells: Cells): Read {
  try {
    for (const read of rules) {
      const outcome = read(cells)
      if (outcome !== null) return outcome
    }
    return { outcome: 'error', reason: 'row-not-understood', column: null }
  } catch (fault) {
    return faultOf(fault)
  }
}

function faultOf(fault: unknown): Read {
  if (!(fault instanceof RowFault)) throw fault
  return { outcome: 'error', reason: fault.reason, column: fault.column }
}

/** Rows with what their empty cells repeat from the row before. */
function fillDown(table: Table, scope: Scope): (cells: Cells) => Cells {
  const indexes = (table.fillDown ?? []).map((name) => scope.columns.indexOf(name)).filter((index) => index >= 0)
  if (indexes.length === 0) return (cells) => cells
  const last = new Map<number, string>()
  return (cells) => {
    const all = cells.slice()
    for (const index of indexes) {
      const text = trimmedCell(cells, index)
      if (text === '') all[index] = last.get(index) ?? ''
      else last.set(index, text)
    }
    return all
  }
}

/** Conditions look at no more of a cell: names and descriptions are shorter. */
const LOOKED_AT_MAX = 1000
/** What patterns find stands behind the cells that any file can have. */
const FOUND_AT = 256

function withFound(cells: Cells, extracts: readonly ((cells: Cells, into: string[]) => void)[]): Cells {
  const all = cells.slice()
  all.length = FOUND_AT
  for (const extract of extracts) extract(cells, all)
  return all
}

function extractor(extract: Extract, scope: Scope, found: string[]): (cells: Cells, into: string[]) => void {
  const cell = cellOf(extract.column, scope)
  const place = (name: string): number => {
    const named = `{${name}}`
    if (!found.includes(named)) found.push(named)
    return FOUND_AT + found.indexOf(named)
  }
  const patterns = extract.patterns.flatMap(({ text, set = {} }) => {
    const pattern = textPattern(text)
    if (pattern === null) return []
    const constants = Object.entries(set).map(([name, value]) => [place(name), value] as const)
    return [{ match: pattern.match, places: pattern.names.map((name) => [place(name), name] as const), constants }]
  })
  return (cells, into) => {
    const text = cell.of(cells)
    if (text === '') return
    for (const { match, places, constants } of patterns) {
      const values = match(text)
      if (values === null) continue
      for (const [index, name] of places) into[index] = values.get(name) ?? ''
      for (const [index, value] of constants) into[index] = value
      return
    }
  }
}

/** Null of a row whose conditions do not hold. */
function ruleReader(rule: Rule, table: Table, scope: Scope): (cells: Cells) => Read | null {
  const conditions = (rule.when ?? []).map((condition) => holds(condition, scope))
  const outcome = outcomeOf(rule, table, scope)
  return (cells) => (conditions.every((isTrue) => isTrue(cells)) ? outcome(cells) : null)
}

function outcomeOf(rule: Rule, table: Table, scope: Scope): Outcome {
  const outcome = plainOutcome(rule, table, scope)
  if (rule.keep === undefined) return outcome
  const kept = Object.entries(rule.keep).map(([name, value]) => [`{file.${name}}`, cellOf(value, scope)] as const)
  return (cells) => {
    for (const [name, cell] of kept) scope.ofFile.set(name, cell.of(cells))
    return outcome(cells)
  }
}

function plainOutcome({ records, split, instrument, skip, error, column }: Rule, table: Table, scope: Scope): Outcome {
  if (skip !== undefined) return () => ({ outcome: 'skipped', reason: skip })
  if (instrument !== undefined) {
    const read = toldReader(instrument, table.fill ?? {}, scope)
    return (cells) => ({ outcome: 'skipped', reason: 'about-an-instrument', told: read(cells) })
  }
  if (split !== undefined) {
    const read = splitReader(split, table.fill ?? {}, scope)
    return (cells) => ({ outcome: 'split', split: read(cells) })
  }
  if (records === undefined)
    return () => ({ outcome: 'error', reason: error ?? 'row-not-understood', column: column ?? null })
  const readers = records.flatMap(({ fill, cash, statement }) => {
    if (statement !== undefined) return []
    return [
      cash === undefined
        ? fillReader({ ...table.fill, ...fill }, scope)
        : cashReader({ ...table.cash, ...cash }, scope),
    ]
  })
  const statements = records.flatMap(({ statement }) =>
    statement === undefined ? [] : [statementReader(statement, scope)],
  )
  return (cells) => {
    const stated = statements.map((reader) => reader(cells))
    const read = readers.flatMap((reader) => reader(cells) ?? [])
    const beside = stated.length === 0 ? {} : { stated }
    if (read.length > 0) return { outcome: 'read', records: reportedOnce(read), ...beside }
    return { outcome: 'skipped', reason: stated.length > 0 ? 'broker-statement' : 'no-money-moved', ...beside }
  }
}

/** One result that both fills of a row name is of the later one, which closed what the other opened. */
function reportedOnce(records: (Fill | CashRecord)[]): (Fill | CashRecord)[] {
  const [one, other, more] = records
  if (one?.type !== 'fill' || other?.type !== 'fill' || more !== undefined) return records
  if (one.reportedPnl === null || other.reportedPnl === null) return records
  return other.executedAt >= one.executedAt
    ? [{ ...one, reportedPnl: null }, other]
    : [one, { ...other, reportedPnl: null }]
}

function holds(condition: Condition, scope: Scope): (cells: Cells) => boolean {
  const { column, is, starts, contains, filled, sign } = condition
  const index = scope.columns.indexOf(column)
  const [exact, beginnings, parts] = [is, starts, contains].map((texts) => texts?.map((text) => text.toLowerCase()))
  const wanted = sign === undefined ? null : { positive: 1, negative: -1, zero: 0 }[sign]
  return (cells) => {
    const written = trimmedCell(cells, index)
    const text = written.slice(0, LOOKED_AT_MAX).toLowerCase()
    if (filled !== undefined && filled === (text === '')) return false
    if (exact !== undefined && !exact.includes(text)) return false
    if (beginnings !== undefined && !beginnings.some((beginning) => text.startsWith(beginning))) return false
    if (parts !== undefined && !parts.some((part) => text.includes(part))) return false
    if (wanted === null) return true
    const number = numberOf(written, scope.number, column)
    return number !== null && signOf(number) === wanted
  }
}
