import type { Table } from './profile.ts'
import { type Cells, type Columns, headerName } from './scope.ts'

/** The columns of a header: by name, `name#2` for the second of one name, `#3` for the third column. */
export function headerColumns(header: Cells): Columns {
  const places = new Map<string, number>()
  const seen = new Map<string, number>()
  for (const [index, cell] of header.entries()) {
    const name = headerName(cell)
    const count = (seen.get(name) ?? 0) + 1
    seen.set(name, count)
    if (name !== '' && count === 1) places.set(name, index)
    if (name !== '' && count > 1) places.set(`${name}#${count}`, index)
    if (!places.has(`#${index + 1}`)) places.set(`#${index + 1}`, index)
  }
  const indexOf = (name: string): number => places.get(headerName(name)) ?? -1
  const twinsOf = (name: string): number[] =>
    Array.from({ length: (seen.get(headerName(name)) ?? 1) - 1 }, (_, at) => indexOf(`${name}#${at + 2}`))
  return { indexOf, toldAs, twinsOf }
}

/** The attributes a profile asks for, in the order it does: elements of one name need not have the same ones. */
export function attributeColumns(): Columns & {
  readonly cells: (attributes: Readonly<Record<string, string>>) => Cells
} {
  const names: string[] = []
  return {
    indexOf(name) {
      if (!names.includes(name)) names.push(name)
      return names.indexOf(name)
    },
    toldAs,
    twinsOf: () => [],
    cells: (attributes) => names.map((name) => attributes[name] ?? ''),
  }
}

function toldAs(name: string): string {
  return name
}

/** All names that each header of a table goes by, as headers are compared. */
export function headersOf(table: Pick<Table, 'headers'>): readonly (readonly string[])[] {
  return table.headers.map((names) => names.map(headerName))
}

/** A table that says something of the file, such as its period, and holds nothing itself: other files of the broker have it too. */
export function tellsOfFile({ rules }: Table): boolean {
  return rules.some(({ keep }) => keep !== undefined) && rules.every(({ records }) => records === undefined)
}

/** True when the names of a row hold every header, each by one of its names. */
export function areHeaders(headers: readonly (readonly string[])[], names: ReadonlySet<string>): boolean {
  return headers.length > 0 && headers.every((known) => known.some((name) => names.has(name)))
}

export function namesOf(cells: Cells): ReadonlySet<string> {
  return new Set(cells.map(headerName))
}
