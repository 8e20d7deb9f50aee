import { copyField } from '../../../kernel/db/copy.ts'
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

/** A table and the columns that are written. */
export interface BulkTable<Row> {
  readonly name: string
  readonly columns: readonly Extract<keyof Row, string>[]
}

/**
 * Copies rows in, some thousand at a time: some thirty times as fast as one parameter for each value. Rows may be made as they are asked
 * for, the next while those before are written, and the first are sent once `before` is over.
 */
export async function insertAll<Row extends object>(
  tx: Tx,
  { name, columns }: BulkTable<Row>,
  rows: Iterable<Row>,
  before: Promise<unknown> = Promise.resolve(),
): Promise<void> {
  let written = before
  for (const some of chunks(rows)) {
    const lines = some.map((row) => lineOf(row, columns)).join('')
    await written
    written = tx.copy(name, columns, lines)
  }
  await written
}

function lineOf<Row extends object>(row: Row, columns: BulkTable<Row>['columns']): string {
  let line = ''
  for (const column of columns) line += `${copyField(row[column])}\t`
  return `${line.slice(0, -1)}\n`
}

function* chunks<Row>(rows: Iterable<Row>): Generator<Row[]> {
  let chunk: Row[] = []
  for (const row of rows) {
    chunk.push(row)
    if (chunk.length < ROWS_A_STATEMENT) continue
    yield chunk
    chunk = []
  }
  if (chunk.length > 0) yield chunk
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
