import type pg from 'pg'

/** Lines for `COPY ... FROM STDIN`, in place of a statement's values. */
export class CopiedLines {
  readonly text: string

  constructor(text: string) {
    this.text = text
  }
}

/** The part of pg's connection that a query of ours writes by. */
interface Wire {
  query(text: string): void
  sendCopyFromChunk(chunk: Buffer): void
  endCopyFrom(): void
}

type Told = (error: Error | null, result?: pg.QueryResult) => void

/**
 * Sends lines along with their statement, so that the server has all of it while this process is at other work. A server that refuses the
 * statement ignores them: https://www.postgresql.org/docs/18/protocol-flow.html#PROTOCOL-COPY
 */
export function copyIn(client: pg.PoolClient, statement: string, { text }: CopiedLines): Promise<pg.QueryResult> {
  return new Promise((resolve, reject) => {
    const tell: Told = (error, result) => (error === null && result !== undefined ? resolve(result) : reject(error))
    const query = {
      text: statement,
      callback: tell,
      submit(connection: Wire) {
        connection.query(statement)
        connection.sendCopyFromChunk(Buffer.from(text))
        connection.endCopyFrom()
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
  if (value instanceof Date) return value.toISOString()
  if (Buffer.isBuffer(value)) return `\\\\x${value.toString('hex')}`
  return escaped(JSON.stringify(value))
}

function escaped(text: string): string {
  return SPECIAL.test(text) ? text.replace(SPECIALS, (character) => ESCAPES[character] ?? character) : text
}
