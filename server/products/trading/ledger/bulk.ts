import type { Tx } from '../../../kernel/db/database.ts'

/** Of these no value holds a character that means something in an array. */
const PLAIN = new Set(['uuid', 'numeric', 'timestamptz', 'date', 'smallint', 'integer', 'bigint'])
const ROWS_A_STATEMENT = 10_000

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

/** A table and the types of all its columns that are written. */
export interface BulkTable<Row> {
  readonly name: string
  readonly columns: Readonly<Record<Extract<keyof Row, string>, SqlType>>
}

/** Inserts by arrays, ten thousand rows a statement: some twenty times as fast as one parameter for each value. */
export async function insertAll<Row extends object>(
  tx: Tx,
  { name, columns }: BulkTable<Row>,
  rows: readonly Row[],
): Promise<void> {
  const entries = Object.entries(columns) as [Extract<keyof Row, string>, SqlType][]
  const types = entries.map(([, type], at) => `$${at + 1}::${type}[]`)
  const statement = `INSERT INTO ${name} (${entries.map(([column]) => column).join(', ')}) SELECT * FROM unnest(${types.join(', ')})`
  for (let at = 0; at < rows.length; at += ROWS_A_STATEMENT) {
    const some = rows.slice(at, at + ROWS_A_STATEMENT)
    await tx.raw(
      statement,
      entries.map(([column, type]) =>
        arrayText(
          some.map((row) => row[column]),
          type,
        ),
      ),
    )
  }
}

/** The text of a PostgreSQL array: https://www.postgresql.org/docs/18/arrays.html#ARRAYS-IO */
export function arrayText(values: readonly unknown[], type: SqlType): string {
  const write = PLAIN.has(type) ? plainText : quotedText
  return `{${values.map((value) => (value === null ? 'NULL' : write(value))).join(',')}}`
}

function plainText(value: unknown): string {
  return value instanceof Date ? value.toISOString() : String(value)
}

function quotedText(value: unknown): string {
  const text = Buffer.isBuffer(value)
    ? `\\x${value.toString('hex')}`
    : typeof value === 'object'
      ? JSON.stringify(value)
      : String(value)
  return `"${text.replace(/["\\]/g, '\\$&')}"`
}
