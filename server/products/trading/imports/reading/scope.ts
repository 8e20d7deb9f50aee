import type { Decimal } from '../../../../kernel/decimal.ts'
import type { datePattern } from './dates.ts'
import { instantOf } from './dates.ts'
import { numberOf } from './numbers.ts'
import type { Profile, Value } from './profile.ts'
import { RowFault } from './refusal.ts'
import type { ToldInstruments } from './told-instruments.ts'

export type Cells = readonly string[]

/** Finds columns by what a profile calls them. */
export interface Columns {
  /** Where it stands in the cells; negative when the file has none of that name. */
  readonly indexOf: (name: string) => number
  /** The column of the file that a name is told as: of `{name}` the one in which a pattern found it. */
  readonly toldAs: (name: string) => string
  /** The other columns of that name, where nothing says which of them counts. */
  readonly twinsOf: (name: string) => readonly number[]
}

/** What a rule is compiled against: the header it reads, how the file writes numbers and dates, and the account it is for. */
export interface Scope {
  readonly columns: Columns
  readonly number: Profile['number']
  readonly dates: { readonly patterns: readonly NonNullable<ReturnType<typeof datePattern>>[]; readonly zone: string }
  readonly accountCurrency: string
  /** What rows told of the whole file, by name. */
  readonly ofFile: Map<string, string>
  /** What another part of the file says of its instruments. */
  readonly told?: ToldInstruments
}

/** A value of a row, and the column it is told as. */
export interface Cell {
  readonly column: string | null
  readonly of: (cells: Cells) => string
}

/** Headers compared without regard to case, white space and the form of their letters. */
export function headerName(text: string): string {
  return text.normalize('NFC').replace(/\s+/g, ' ').trim().toLowerCase()
}

export function trimmedCell(cells: Cells, index: number): string {
  return cells[index]?.trim() ?? ''
}

/** Compiles where a value comes from; what no row can have is the empty text. Throws RowFault where two columns of one name disagree. */
export function cellOf(value: Value | undefined, { columns }: Scope): Cell {
  if (value === undefined) return { column: null, of: () => '' }
  if (typeof value === 'string') return { column: columns.toldAs(value), of: textOf(value, columns) }
  const { constant } = value
  const names = value.columns ?? value.join ?? []
  const there = names.filter((name) => columns.indexOf(name) >= 0)
  const named = there[0] ?? names[0]
  const column = named === undefined ? null : columns.toldAs(named)
  const texts = there.map((name) => textOf(name, columns))
  const plain = (cells: Cells): string => {
    if (value.join !== undefined)
      return texts
        .map((read) => read(cells))
        .join(' ')
        .trim()
    for (const read of texts) {
      const text = read(cells)
      if (text !== '') return text
    }
    return constant ?? ''
  }
  if (value.map === undefined) return { column, of: plain }
  const map = new Map(Object.entries(value.map).map(([from, to]) => [from.toLowerCase(), to]))
  return {
    column,
    of(cells) {
      const text = plain(cells)
      const mapped = map.get(text.toLowerCase()) ?? value.otherwise
      if (mapped === undefined) throw new RowFault('value-unknown', column)
      return mapped
    },
  }
}

function textOf(name: string, columns: Columns): (cells: Cells) => string {
  const index = columns.indexOf(name)
  const twins = columns.twinsOf(name)
  if (twins.length === 0) return (cells) => trimmedCell(cells, index)
  return (cells) => {
    const text = trimmedCell(cells, index)
    if (twins.some((twin) => trimmedCell(cells, twin) !== text))
      throw new RowFault('column-told-twice', columns.toldAs(name))
    return text
  }
}

/** The number of a value; null when the cell is empty. */
export function numberCell(value: Value | undefined, scope: Scope): (cells: Cells) => Decimal | null {
  if (value === undefined) return () => null
  const cell = cellOf(value, scope)
  return (cells) => numberOf(cell.of(cells), scope.number, cell.column)
}

/** The instant of a value, whose clock is the profile's or the account's. */
export function instantCell(value: Value | undefined, scope: Scope): (cells: Cells) => Date {
  const cell = cellOf(value, scope)
  return (cells) => instantOf(cell.of(cells), scope.dates, cell.column)
}

/** A text of at most `lengthMax` characters, null when there is none. */
export function textCell(value: Value | undefined, lengthMax: number, scope: Scope): (cells: Cells) => string | null {
  if (value === undefined) return () => null
  const cell = cellOf(value, scope)
  return (cells) => {
    const text = cell.of(cells)
    if (text.length > lengthMax) throw new RowFault('text-too-long', cell.column)
    return text === '' || text === '-' ? null : text
  }
}

/** The column that a value is told as. */
export function nameOf(value: Value | undefined): string | null {
  if (value === undefined || typeof value === 'string') return value ?? null
  return value.columns?.[0] ?? value.join?.[0] ?? null
}
