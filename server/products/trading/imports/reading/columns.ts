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
  return { indexOf: (name) => places.get(headerName(name)) ?? -1 }
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
    cells: (attributes) => names.map((name) => attributes[name] ?? ''),
  }
}

/** True when the row has all headers of the table, each by one of its names. */
export function isHeaderOf(table: Pick<Table, 'headers'>, cells: Cells): boolean {
  const names = new Set(cells.map(headerName))
  return table.headers.length > 0 && table.headers.every((known) => known.some((name) => names.has(headerName(name))))
}
