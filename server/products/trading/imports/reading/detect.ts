import { csvRowsOf } from '../../../../kernel/csv.ts'
import { areHeaders, headersOf, namesOf, tellsOfFile } from './columns.ts'
import { csvForm } from './csv-form.ts'
import { type Encoding, HEAD_BYTES, headText, sniffEncoding } from './encoding.ts'
import type { Profile, Table } from './profile.ts'
import { type Cells, headerName } from './scope.ts'

export interface DetectedProfile {
  readonly profile: Profile
  /** 0 to 1: how much of the file's header the profile knows, and how much it asks for. */
  readonly score: number
  readonly encoding: Encoding
  /** Empty of XML and JSON. */
  readonly delimiter: string
}

/** Rows and the names in them; of a labelled file behind its two labels. */
type Rows = readonly {
  readonly cells: Cells
  readonly names: ReadonlySet<string>
  readonly labelled: ReadonlySet<string>
}[]

const DELIMITERS = [',', ';', '\t', '|'] as const
const ROWS_LOOKED_AT = 400
/** What stands before a header is not as long, unless it is whole sections. */
const PLAIN_ROWS_LOOKED_AT = 100
/** As many headers that a profile asks for make it as certain as can be. */
const HEADERS_CERTAIN = 10

/**
 * The profiles that can read a file by its beginning (64 KiB are enough), the best first; none for a file that nobody knows. Throws
 * FileRefusal for what is no text.
 */
export function detectProfiles(head: Uint8Array, profiles: readonly Profile[]): DetectedProfile[] {
  const encoding = sniffEncoding(head)
  const text = headText(head, encoding)
  const rowsBy = rowsOnce(text, head.length < HEAD_BYTES)
  return profiles
    .flatMap((profile) => {
      const fit = fitOf(profile, text, rowsBy)
      return fit === null ? [] : [{ profile, encoding, ...fit }]
    })
    .sort((left, right) => right.score - left.score || (left.profile.id < right.profile.id ? -1 : 1))
}

/** The delimiter by which the profile finds its header; else the one that parts the first lines best. */
export function sniffDelimiter(text: string, profile: Profile): string {
  const fit = fitOf(profile, text, rowsOnce(text, true))
  return fit === null ? bestDelimiter(text) : fit.delimiter
}

/** The delimiter that parts the longest row of the first lines into most cells. */
export function bestDelimiter(text: string): string {
  const lines = text.slice(0, 20_000).split(/\r?\n/, 50)
  const widest = DELIMITERS.map((delimiter) => Math.max(...lines.map((line) => line.split(delimiter).length)))
  return DELIMITERS[widest.indexOf(Math.max(...widest))] ?? ','
}

function rowsOnce(text: string, isWhole: boolean): (delimiter: string) => Rows {
  const known = new Map<string, Rows>()
  return (delimiter) => {
    const found =
      known.get(delimiter) ??
      csvRowsOf(text, csvForm(delimiter), isWhole)
        .slice(0, ROWS_LOOKED_AT)
        .map(({ cells }) => ({ cells, names: namesOf(cells), labelled: namesOf(cells.slice(2)) }))
    known.set(delimiter, found)
    return found
  }
}

function fitOf(
  profile: Profile,
  text: string,
  rowsBy: (delimiter: string) => Rows,
): { score: number; delimiter: string } | null {
  const { contains = [], anyOf = [], delimiter } = profile.detect
  if (!contains.every((part) => text.includes(part))) return null
  if (anyOf.length > 0 && !anyOf.some((part) => text.includes(part))) return null
  const isXml = text.trimStart().startsWith('<')
  if (profile.format === 'xml') return isXml ? { score: 1, delimiter: '' } : null
  const isJson = text.trimStart().startsWith('{')
  if (profile.format === 'json') return isJson ? { score: 1, delimiter: '' } : null
  if (isXml || isJson) return null
  const fits = (delimiter === 'auto' ? DELIMITERS : [delimiter]).map((candidate) => ({
    delimiter: candidate as string,
    score: Math.max(
      0,
      ...profile.tables
        .filter((table) => !tellsOfFile(table))
        .map((table) => tableScore(table, profile, rowsBy(candidate))),
    ),
  }))
  const best = fits.reduce((left, right) => (right.score > left.score ? right : left))
  return best.score === 0 ? null : best
}

function tableScore(table: Table, { format }: Profile, rows: Rows): number {
  const headers = headersOf(table)
  const sections = new Set(table.sections?.map(headerName))
  const header =
    format === 'labelled'
      ? rows.find(({ cells, labelled }) => isHeaderOfSection(cells, sections) && areHeaders(headers, labelled))
      : rows.slice(0, PLAIN_ROWS_LOOKED_AT).find(({ names }) => areHeaders(headers, names))
  if (header === undefined) return 0
  const cells = [...(format === 'labelled' ? header.labelled : header.names)].filter((name) => name !== '')
  const known = new Set(textsOf(table).map(headerName))
  const covered = cells.filter((name) => known.has(name)).length / Math.max(1, cells.length)
  return covered / 2 + Math.min(HEADERS_CERTAIN, headers.length) / HEADERS_CERTAIN / 2
}

function isHeaderOfSection(cells: Cells, sections: ReadonlySet<string>): boolean {
  return headerName(cells[1] ?? '') === 'header' && sections.has(headerName(cells[0] ?? ''))
}

/** Every text in a table of a profile: the names of its columns are among them. */
function textsOf(node: unknown): string[] {
  if (typeof node === 'string') return [node]
  if (typeof node !== 'object' || node === null) return []
  return Object.values(node).flatMap(textsOf)
}
