import pg from 'pg'

/** What the protocol takes as text, or as bytes. */
export type HeldValue = string | number | boolean | Date | Buffer | null

/** In place of a statement's values: it is held until the next one, and nobody waits for its result. */
export class HeldValues {
  readonly values: readonly HeldValue[]

  constructor(values: readonly HeldValue[]) {
    this.values = values
  }
}

/** A statement, under the name that it is prepared by on each connection. */
export interface Statement {
  readonly name: string
  readonly text: string
  readonly values: readonly unknown[]
}

/** A statement whose result nobody waits for. */
export interface HeldStatement extends Statement {
  readonly values: readonly HeldValue[]
}

type Told = (error: Error | null | undefined, result?: pg.QueryResult) => void
type Prepared = Record<string, string | undefined>

/** The part of pg's connection that a batch writes by. */
interface Wire {
  readonly parsedStatements: Prepared
  readonly submittedNamedStatements: Prepared
  readonly stream: { cork(): void; uncork(): void }
  parse(statement: { readonly name: string; readonly text: string }): void
  bind(bound: { readonly statement: string; readonly values: readonly (string | Buffer | null)[] }): void
  execute(portal: object): void
}

/** The part of pg's query that is told what the server answers. */
interface Asked {
  readonly _result: unknown
  callback: Told
  prepare(connection: Wire): void
  handleRowDescription(message: unknown): void
  handleDataRow(message: unknown): void
  handleEmptyQuery(connection: Wire): void
  handleCommandComplete(message: unknown, connection: Wire): void
  handleError(error: Error, connection: Wire): void
  handleReadyForQuery(connection: Wire): void
}

/**
 * Sends statements in one message and waits for one answer, which is the last one's: between them neither side waits for the other. When
 * one fails, those after it are not run, and its error is the answer. https://www.postgresql.org/docs/18/protocol-flow.html#PROTOCOL-FLOW-PIPELINING
 */
export function sendTogether(
  client: pg.PoolClient,
  held: readonly HeldStatement[],
  last: Statement,
): Promise<pg.QueryResult> {
  return new Promise((resolve, reject) => {
    const tell: Told = (error, result) => (result === undefined ? reject(error) : resolve(result))
    client.query(createBatch(held, last, tell) as unknown as pg.Submittable)
  })
}

function createBatch(before: readonly HeldStatement[], last: Statement, callback: Told) {
  const held = [...before]
  const asked = Object.assign(new pg.Query(last.text, [...last.values]), { name: last.name }) as unknown as Asked
  let at = 0
  const batch = {
    callback,
    /** What goes along, and what is waited for: for those who watch what is sent. */
    held,
    last,
    /** What `pg` notes as prepared when it is told so: statements are answered in their order. */
    get name() {
      return (held[at] ?? last).name
    },
    get text() {
      return (held[at] ?? last).text
    },
    get _result() {
      return asked._result
    },
    submit(connection: Wire) {
      connection.stream.cork()
      try {
        for (const statement of held) sendHeld(connection, statement)
        asked.prepare(connection)
      } finally {
        connection.stream.uncork()
      }
    },
    handleRowDescription: (message: unknown) => asked.handleRowDescription(message),
    handleDataRow(message: unknown) {
      if (at === held.length) asked.handleDataRow(message)
    },
    handleEmptyQuery: (connection: Wire) => asked.handleEmptyQuery(connection),
    handleCommandComplete(message: unknown, connection: Wire) {
      if (at === held.length) asked.handleCommandComplete(message, connection)
      else at += 1
    },
    handleError(error: Error, connection: Wire) {
      for (const { name } of [...held.slice(at), last]) delete connection.submittedNamedStatements[name]
      asked.handleError(error, connection)
    },
    handleReadyForQuery: (connection: Wire) => asked.handleReadyForQuery(connection),
  }
  asked.callback = (error, result) => batch.callback(error, result)
  return batch
}

function sendHeld(connection: Wire, { name, text, values }: HeldStatement): void {
  if ((connection.parsedStatements[name] ?? connection.submittedNamedStatements[name]) === undefined) {
    connection.parse({ name, text })
    connection.submittedNamedStatements[name] = text
  }
  connection.bind({ statement: name, values: values.map(asSent) })
  connection.execute({})
}

function asSent(value: HeldValue): string | Buffer | null {
  if (value === null || Buffer.isBuffer(value)) return value
  return value instanceof Date ? value.toISOString() : String(value)
}
