import { csvRows } from '../../../../kernel/csv.ts'
import type { CashRecord, ImportRecord, ReadRow } from '../canonical.ts'
import { attributeColumns } from './columns.ts'
import { csvForm } from './csv-form.ts'
import { datePattern } from './dates.ts'
import { sniffDelimiter } from './detect.ts'
import { decoded } from './encoding.ts'
import type { Fill } from './fill.ts'
import { jsonRows } from './json.ts'
import type { Profile } from './profile.ts'
import { FileRefusal } from './refusal.ts'
import { type Read, tableReader } from './rules.ts'
import type { Cells, Scope } from './scope.ts'
import { sheetOf } from './sheet.ts'
import type { ToldInstrument, ToldInstruments } from './told-instruments.ts'
import { xmlRows } from './xml.ts'

export interface ReadOptions {
  /** IANA name of the zone that wall times of a profile without one are of. */
  readonly zone: string
  readonly accountCurrency: string
  /** What the file says of its instruments, read before. */
  readonly told?: ToldInstruments
}

/** A row before it is known which way the file runs. */
type UnorderedRow = { readonly row: number; readonly raw: string } & Read

/** More rows than this of one instant at its beginning, and a file is taken to run from old to new. */
const HELD_MAX = 2000
/** More than a row can have records. */
const RECORDS_OF_ROW = 8
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
const CONTROL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f]/
const RAW_MAX = 20_000

/**
 * The rows of a file as a profile reads them, in bounded memory, as many at once as a piece of the file has: each row of data ends as
 * read, skipped or an error, and none vanishes. Throws FileRefusal for what is no such file, and beyond 50 MB, 500,000 rows, 1 MiB a row or 200 columns; rows before that were told.
 */
export async function* readFile(
  bytes: AsyncIterable<Uint8Array>,
  profile: Profile,
  options: ReadOptions,
): AsyncGenerator<readonly ReadRow[]> {
  const rows = unordered(bytes, profile, options)
  if (profile.order === 'auto') yield* inOrderOfFile(rows)
  else for await (const batch of rows) yield batch.map((row) => ordered(row, profile.order === 'newest-first' ? -1 : 1))
}

const INSTRUMENTS_MAX = 100_000

/** What the file says of its instruments, wherever it does: asked before its rows are read. Nothing of what is no such file, which reading it tells. */
export async function readInstruments(
  bytes: AsyncIterable<Uint8Array>,
  profile: Profile,
  options: ReadOptions,
): Promise<ToldInstruments> {
  const found = new Map<string, ToldInstrument>()
  try {
    for await (const batch of unordered(bytes, profile, options))
      for (const row of batch)
        if (row.outcome === 'skipped' && row.told !== undefined && found.size < INSTRUMENTS_MAX)
          for (const [key, told] of row.told) found.set(key, told)
  } catch (error) {
    if (!(error instanceof FileRefusal)) throw error
  }
  return found
}

function unordered(bytes: AsyncIterable<Uint8Array>, profile: Profile, { zone, ...options }: ReadOptions): Rows {
  const dates = { patterns: patternsOf(profile), zone: profile.zone === 'account' ? zone : profile.zone }
  const texts = decoded(bytes, profile.detect.encoding)
  return readers[profile.format](texts, profile, { number: profile.number, dates, ...options, ofFile: new Map() })
}

type Rows = AsyncGenerator<readonly UnorderedRow[]>
type Reader = (texts: AsyncIterable<string>, profile: Profile, own: Omit<Scope, 'columns'>) => Rows

const readers: Readonly<Record<Profile['format'], Reader>> = {
  csv: fromCsv,
  labelled: fromCsv,
  blocks: fromCsv,
  xml: fromXml,
  json: fromJson,
}

/** Rows are held until it shows which way the file runs. */
async function* inOrderOfFile(batches: AsyncIterable<readonly UnorderedRow[]>): AsyncGenerator<readonly ReadRow[]> {
  let held: readonly UnorderedRow[] = []
  let direction = 0
  for await (const batch of batches) {
    const rows = direction === 0 ? [...held, ...batch] : batch
    if (direction === 0) direction = directionOf(rows)
    if (direction === 0 && rows.length >= HELD_MAX) direction = 1
    held = direction === 0 ? rows : []
    if (direction !== 0) yield rows.map((row) => ordered(row, direction))
  }
  yield held.map((row) => ordered(row, 1))
}

function patternsOf(profile: Profile): Scope['dates']['patterns'] {
  return profile.dates.flatMap((pattern) => {
    const parts = datePattern(pattern)
    return parts === null ? [] : [parts]
  })
}

async function* fromCsv(texts: AsyncIterable<string>, profile: Profile, own: Omit<Scope, 'columns'>): Rows {
  const sheet = sheetOf(profile, own)
  const { first, all } = await peek(texts)
  const delimiter = profile.detect.delimiter === 'auto' ? sniffDelimiter(first, profile) : profile.detect.delimiter
  for await (const batch of csvRows(all, csvForm(delimiter)))
    yield batch.flatMap(({ row, raw, cells, fault }) => {
      const read = fault === null ? unlessControl(raw, cells, sheet.read) : errorOf(fault)
      return read === null ? [] : [{ row, raw: keepable(raw), ...read }]
    })
  if (!sheet.hasHeader()) throw new FileRefusal(first.trim() === '' ? 'empty' : 'header-missing')
}

async function* fromXml(texts: AsyncIterable<string>, profile: Profile, own: Omit<Scope, 'columns'>): Rows {
  const read = recordReader(profile, own)
  for await (const batch of xmlRows(texts))
    yield batch.map(({ row, raw, name, attributes }) => ({ row, raw: keepable(raw), ...read(name, attributes) }))
}

async function* fromJson(texts: AsyncIterable<string>, profile: Profile, own: Omit<Scope, 'columns'>): Rows {
  const read = recordReader(profile, own)
  for await (const batch of jsonRows(texts))
    yield batch.map(({ row, raw, name, values }) => {
      const isControlled = values !== null && Object.values(values).some((value) => CONTROL.test(value))
      const fault = values === null ? 'json-not-understood' : isControlled ? 'control-characters' : null
      return {
        row,
        raw: keepable(raw),
        ...(values === null || fault !== null ? errorOf(`${fault}`) : read(name, values)),
      }
    })
}

/** Compiles the tables of a profile for records that name their values themselves. */
function recordReader(
  profile: Profile,
  own: Omit<Scope, 'columns'>,
): (name: string, values: Readonly<Record<string, string>>) => Read {
  const tables = new Map<string, (values: Readonly<Record<string, string>>) => Read>()
  for (const table of profile.tables) {
    const columns = attributeColumns()
    const read = tableReader(table, { ...own, columns })
    for (const name of table.sections ?? []) tables.set(name, (values) => read(columns.cells(values)))
  }
  return (name, values) => tables.get(name)?.(values) ?? skippedRecord
}

const skippedRecord: Read = { outcome: 'skipped', reason: 'other-record' }

function errorOf(reason: string): Read {
  return { outcome: 'error', reason, column: null }
}

function unlessControl(raw: string, cells: Cells, read: (cells: Cells) => Read | null): Read | null {
  return CONTROL.test(raw) ? errorOf('control-characters') : read(cells)
}

/** What PostgreSQL takes for a text, and no more of it than a person reads. */
function keepable(raw: string): string {
  return (raw.length > RAW_MAX ? raw.slice(0, RAW_MAX) : raw).replaceAll('\u0000', '\ufffd').toWellFormed()
}

/** The first piece of the texts, and all of them. */
async function peek(texts: AsyncIterable<string>): Promise<{ first: string; all: AsyncIterable<string> }> {
  const iterator = texts[Symbol.asyncIterator]()
  const { value: first = '', done } = await iterator.next()
  async function* all(): AsyncGenerator<string> {
    if (done !== true) yield first
    yield* { [Symbol.asyncIterator]: () => iterator }
  }
  return { first, all: all() }
}

/** 1 when the first row of another instant is a later one, -1 when it is earlier, 0 while there is none. */
function directionOf(rows: readonly UnorderedRow[]): number {
  let first: number | null = null
  for (const row of rows) {
    const instant = instantOfRow(row)
    if (first === null) first = instant
    else if (instant !== null && instant !== first) return Math.sign(instant - first)
  }
  return 0
}

function instantOfRow(row: UnorderedRow): number | null {
  const record = row.outcome === 'read' ? row.records[0] : undefined
  if (record === undefined) return null
  return record.type === 'fill' ? record.executedAt.getTime() : record.happenedAt.getTime()
}

function ordered({ stated: said, ...row }: UnorderedRow, direction: number): ReadRow {
  const order = direction * row.row * RECORDS_OF_ROW
  const stated = said === undefined ? {} : { stated: said.map((one) => ({ ...one, order })) }
  if (row.outcome === 'skipped')
    return { row: row.row, raw: row.raw, outcome: 'skipped', reason: row.reason, ...stated }
  if (row.outcome !== 'read') return { ...row, ...stated }
  const records = row.records.map((record, at): ImportRecord => inOrder(record, order + at))
  return { row: row.row, raw: row.raw, outcome: 'read', records, ...stated }
}

function inOrder(record: Fill | CashRecord, order: number): ImportRecord {
  return record.type === 'fill' ? { ...record, order } : record
}
