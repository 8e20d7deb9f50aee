import type pg from 'pg'

/** Rows of one table as lines of the text format of COPY, with `columns` in their order (see copyField). */
export interface CopiedRows {
  readonly table: string
  readonly columns: readonly string[]
  readonly lines: string
}

/** Lines for as many `COPY ... FROM STDIN` as a text has, in place of a statement's values. */
export class CopiedLines {
  readonly texts: readonly string[]

  constructor(texts: readonly string[]) {
    this.texts = texts
  }
}

/** What copies rows into their tables, one after another. */
export function copyStatement(rows: readonly CopiedRows[]): string {
  return rows.map(({ table, columns }) => `COPY ${table} (${columns.join(', ')}) FROM STDIN`).join('; ')
}

/** The part of pg's connection that a query of ours writes by. */
interface Wire {
  query(text: string): void
  sendCopyFromChunk(chunk: Buffer): void
  endCopyFrom(): void
}

type Told = (error: Error | null, result?: pg.QueryResult) => void

/**
 * Sends lines along with their statements, so that the server has all of it while this process is at other work. A server that refuses a
 * statement ignores its lines and those after it: https://www.postgresql.org/docs/18/protocol-flow.html#PROTOCOL-COPY
 */
export function copyIn(client: pg.PoolClient, statement: string, { texts }: CopiedLines): Promise<pg.QueryResult> {
  return new Promise((resolve, reject) => {
    const tell: Told = (error, result) => (error === null && result !== undefined ? resolve(result) : reject(error))
    const query = {
      text: statement,
      callback: tell,
      submit(connection: Wire) {
        connection.query(statement)
        for (const text of texts) {
          connection.sendCopyFromChunk(Buffer.from(text))
          connection.endCopyFrom()
        }
      },
      handleCopyInResponse() {
        // All of it is on its way.
      },
      handleCommandComplete() {
        // What follows says that the server is ready.
      },
      handleError(error: Error) {
        this.callback(error)
      },
      handleReadyForQuery() {
        this.callback(null, { command: 'COPY', rowCount: null, oid: 0, fields: [], rows: [] })
      },
    }
    client.query(query as unknown as pg.Submittable)
  })
}

const SPECIAL = /[\\\b\f\n\r\t\v]/
const SPECIALS = /[\\\b\f\n\r\t\v]/g
const ESCAPES: Readonly<Record<string, string>> = {
  '\\': '\\\\',
  '\b': '\\b',
  '\f': '\\f',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\v': '\\v',
}

/** A value as a field of the text format: https://www.postgresql.org/docs/18/sql-copy.html#SQL-COPY-FILE-FORMATS-TEXT-FORMAT */
export function copyField(value: unknown): string {
  if (value === null) return '\\N'
  if (typeof value === 'string') return escaped(value)
  if (typeof value !== 'object') return String(value)
  if (value instanceof Date) return copyInstant(value.getTime())
  if (Buffer.isBuffer(value)) return `\\\\x${value.toString('hex')}`
  return escaped(JSON.stringify(value))
}

/** The same of a text. */
export function copyText(text: string | null): string {
  return text === null ? '\\N' : escaped(text)
}

/** The same of what has no character to be escaped: a number, an id, one of a few words. */
export function copyPlain(value: string | number | null): string | number {
  return value ?? '\\N'
}

const DAY_MS = 86_400_000
const TWO_DIGITS = Array.from({ length: 60 }, (_, value) => String(value).padStart(2, '0'))
let known = { day: 0, text: '1970-01-01' }

/** The same of an instant, in Unix milliseconds: as toISOString writes it, in a quarter of its time where days repeat. */
export function copyInstant(ms: number): string {
  const day = Math.floor(ms / DAY_MS)
  if (day !== known.day) known = { day, text: new Date(ms).toISOString().slice(0, -'T00:00:00.000Z'.length) }
  const seconds = Math.floor((ms - day * DAY_MS) / 1000)
  const minutes = Math.floor(seconds / 60)
  const fraction = String(1000 + ms - Math.floor(ms / 1000) * 1000).slice(1)
  const time = `${TWO_DIGITS[Math.floor(minutes / 60)]}:${TWO_DIGITS[minutes % 60]}:${TWO_DIGITS[seconds % 60]}`
  return `${known.text}T${time}.${fraction}Z`
}

function escaped(text: string): string {
  return SPECIAL.test(text) ? text.replace(SPECIALS, (character) => ESCAPES[character] ?? character) : text
}
