import { type CopiedRows, copyField } from '../../../kernel/db/copy.ts'
import type { Tx } from '../../../kernel/db/database.ts'

/** Of these no value holds a character that means something in an array. */
const PLAIN = new Set(['uuid', 'numeric', 'timestamptz', 'date', 'smallint', 'integer', 'bigint'])
const SPECIAL = /["\\]/
const ROWS_A_STATEMENT = 5_000

type SqlType =
  | 'uuid'
  | 'numeric'
  | 'timestamptz'
  | 'date'
  | 'smallint'
  | 'integer'
  | 'bigint'
  | 'text'
  | 'bytea'
  | 'jsonb'

/**
 * A table, and how each column that is written comes of what a row is made of: as copyField would write it. A function for each, since
 * a hundred thousand rows by way of one that asks what each value is take twice as long.
 */
export interface BulkTable<Row, Column extends string> {
  readonly name: string
  readonly fields: Readonly<Record<Column, (row: Row) => string | number | bigint>>
}

/** A table that rows come to as they are. */
export function bulkTable<Row extends object>(
  name: string,
  columns: readonly Extract<keyof Row, string>[],
): BulkTable<Row, Extract<keyof Row, string>> {
  const fields = columns.map((column) => [column, (row: Row) => copyField(row[column])])
  return { name, fields: Object.fromEntries(fields) }
}

/** Rows as they are copied in, some thousand in one piece; each is made as it is asked for. */
export function* copied<Row>({ name, fields }: BulkTable<Row, string>, rows: Iterable<Row>): Generator<Piece> {
  const columns = Object.keys(fields)
  const writers = Object.values(fields)
  let lines = ''
  let count = 0
  for (const row of rows) {
    let separator = ''
    for (const write of writers) {
      lines += `${separator}${write(row)}`
      separator = '\t'
    }
    lines += '\n'
    count += 1
    if (count < ROWS_A_STATEMENT) continue
    yield { table: name, columns, lines, count }
    lines = ''
    count = 0
  }
  if (count > 0) yield { table: name, columns, lines, count }
}

interface Piece extends CopiedRows {
  readonly count: number
}

/**
 * Copies rows in, in the order of their pieces and some thousand in one go, which the database is at while the next are made: some thirty
 * times as fast as one parameter for each value. The first are sent once `before` is over.
 */
export async function insertAll(
  tx: Tx,
  pieces: Iterable<Piece>,
  before: Promise<unknown> = Promise.resolve(),
): Promise<void> {
  let written = before
  let ready: Piece[] = []
  for (const piece of pieces) {
    ready.push(piece)
    if (ready.reduce((total, { count }) => total + count, 0) < ROWS_A_STATEMENT) continue
    await written
    written = awaitedLater(tx.copy(ready))
    ready = []
  }
  await written
  await tx.copy(ready)
}

/** The same promise, whose failure is thrown where it is awaited, which may be a while later. */
export function awaitedLater<Value>(promise: Promise<Value>): Promise<Value> {
  promise.catch(() => {
    // Thrown where it is awaited.
  })
  return promise
}

/** The text of a PostgreSQL array: https://www.postgresql.org/docs/18/arrays.html#ARRAYS-IO */
export function arrayText(values: readonly unknown[], type: SqlType): string {
  const write = PLAIN.has(type) ? plainText : quotedText
  let text = ''
  for (const value of values) text += text === '' ? write(value) : `,${write(value)}`
  return `{${text}}`
}

function plainText(value: unknown): string {
  if (value === null) return 'NULL'
  return value instanceof Date ? value.toISOString() : String(value)
}

function quotedText(value: unknown): string {
  if (value === null) return 'NULL'
  const text = Buffer.isBuffer(value)
    ? `\\x${value.toString('hex')}`
    : typeof value === 'object'
      ? JSON.stringify(value)
      : String(value)
  return SPECIAL.test(text) ? `"${text.replace(/["\\]/g, '\\$&')}"` : `"${text}"`
}
