import { areHeaders, headerColumns, headersOf, namesOf, tellsOfFile } from './columns.ts'
import type { Profile, Table } from './profile.ts'
import { type Read, tableReader } from './rules.ts'
import { type Cells, headerName, type Scope } from './scope.ts'

/** Says what a row of a file is; null of a header, which is structure and no row. */
export interface Sheet {
  readonly read: (cells: Cells) => Read | null
  /** False of a file in which no table of the profile began. */
  readonly hasHeader: () => boolean
}

type ScopeOf = (header: Cells) => Scope

const skipped = (reason: string): Read => ({ outcome: 'skipped', reason })

/** Rows by the format of the profile. `scopeOf` gives what a header makes of the columns. */
export function sheetOf(profile: Profile, own: Omit<Scope, 'columns'>): Sheet {
  const scopeOf: ScopeOf = (header) => ({ ...own, columns: headerColumns(header) })
  return profile.format === 'labelled' ? labelledSheet(profile, scopeOf) : plainSheet(profile, scopeOf)
}

/** A header and its rows; in `blocks`, one after the other, parted by blank rows. */
function plainSheet(profile: Profile, scopeOf: ScopeOf): Sheet {
  const { tables, format } = profile
  const headers = tables.map(headersOf)
  const marks = new Set(headers.flatMap(([first = []]) => first))
  const initials = new Set([...marks].map((mark) => mark.charAt(0)))
  const skipUntil = profile.detect.skipUntil?.toLowerCase()
  let isOn = skipUntil === undefined
  let began = false
  let current: ((cells: Cells) => Read) | null = null

  /** Most cells are told from a header by their first letter. */
  function isMark(cell: string): boolean {
    return initials.has(cell.trimStart().charAt(0).toLowerCase()) && marks.has(headerName(cell))
  }

  function tableOf(cells: Cells): Table | undefined {
    if (!cells.some(isMark)) return undefined
    const names = namesOf(cells)
    return tables.find((_, at) => areHeaders(headers[at] ?? [], names))
  }

  function read(cells: Cells): Read | null {
    if (cells.every((cell) => cell.trim() === '')) {
      if (format === 'blocks') current = null
      return skipped('blank-row')
    }
    isOn ||= cells.some((cell) =>
      cell
        .trim()
        .toLowerCase()
        .startsWith(skipUntil ?? ''),
    )
    if (!isOn) return skipped('preamble')
    const isData = began && format === 'csv' && tables.length === 1 && !isMark(cells[0] ?? '')
    const table = isData ? undefined : tableOf(cells)
    if (table !== undefined) {
      const isRepeated = began && current !== null
      current = tableReader(table, scopeOf(cells))
      began = true
      return isRepeated ? skipped('repeated-header') : null
    }
    if (current === null) return skipped(began ? 'other-section' : 'preamble')
    return current(cells)
  }
  return { read, hasHeader: () => began }
}

/** Each row begins with the name of its section and what it is there: `Trades,Data,...`. */
function labelledSheet({ tables }: Profile, scopeOf: ScopeOf): Sheet {
  const readers = new Map<string, ((cells: Cells) => Read) | null>()
  const sections = tables.map(({ sections: names = [] }) => new Set(names.map(headerName)))
  let began = false

  function read(cells: Cells): Read | null {
    if (cells.every((cell) => cell.trim() === '')) return skipped('blank-row')
    const section = headerName(cells[0] ?? '')
    const label = headerName(cells[1] ?? '')
    if (label === 'header') {
      const header = cells.slice(2)
      const names = namesOf(header)
      const isOf = (one: Table, at: number): boolean =>
        sections[at]?.has(section) === true && areHeaders(headersOf(one), names)
      const table = tables.find(isOf)
      if (table !== undefined && !tellsOfFile(table)) began = true
      readers.set(section, table === undefined ? null : tableReader(table, scopeOf(header)))
      return null
    }
    const reader = readers.get(section) ?? null
    if (reader === null) return skipped('other-section')
    return label === 'data' ? reader(cells.slice(2)) : skipped('summary-row')
  }
  return { read, hasHeader: () => began }
}
