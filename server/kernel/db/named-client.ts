import { createHash } from 'node:crypto'
import { LRUCache } from 'lru-cache'
import pg from 'pg'
import { type HeldStatement, HeldValues, sendTogether } from './batch.ts'
import { CopiedLines, copyIn } from './copy.ts'
import { isUnanswered } from './sqlstate.ts'

export interface SendOptions {
  /** Statements with parameters are prepared once per connection, under a name derived from their text. */
  readonly prepared: boolean
  /** Told the text of every statement before it is sent: for tools that explain them. */
  readonly onStatement?: ((text: string) => void) | undefined
}

/** The part of a pooled client that Kysely's dialect and our own raw statements use. */
export interface NamedClient {
  readonly processID: number
  query(text: string, values?: readonly unknown[]): Promise<pg.QueryResult>
  release(destroy?: boolean): void
}

const STATEMENT_NAMES_MAX = 2000
/** `begin`, `commit`: their own names. */
const OWN_NAME_MAX = 10

const names = new LRUCache<string, string>({ max: STATEMENT_NAMES_MAX })

function statementName(text: string): string {
  const known = names.get(text)
  if (known !== undefined) return known
  const name =
    text.length <= OWN_NAME_MAX ? text : `p${createHash('sha256').update(text).digest('base64url').slice(0, 20)}`
  names.set(text, name)
  return name
}

interface Given {
  readonly text: string
  readonly values?: readonly unknown[] | undefined
}

/** One statement. */
export function send(
  client: pg.PoolClient | pg.Pool,
  { prepared, onStatement }: SendOptions,
  { text, values }: Given,
): Promise<pg.QueryResult> {
  onStatement?.(text)
  return values === undefined || values.length === 0 || !prepared
    ? client.query(text, values as unknown[] | undefined)
    : queryNamed(client, text, values)
}

/** As `client.query` of a named statement, without the copy of its configuration that takes longer than to send it. */
function queryNamed(
  client: pg.PoolClient | pg.Pool,
  text: string,
  values: readonly unknown[],
): Promise<pg.QueryResult> {
  const query = Object.assign(new pg.Query(text, values as unknown[]), { name: statementName(text) })
  return new Promise<pg.QueryResult>((resolve, reject) => {
    const done = (error: Error | null | undefined, result: pg.QueryResult): void =>
      error ? reject(error) : resolve(result)
    client.query(query as never, done as never)
  }).catch(throwFromHere)
}

function throwFromHere(error: Error): never {
  Error.captureStackTrace(error)
  throw error
}

/** As `send`; or rows that are copied in. */
function sendOne(client: pg.PoolClient, options: SendOptions, given: Given): Promise<pg.QueryResult> {
  const [lines] = given.values ?? []
  if (!(lines instanceof CopiedLines)) return send(client, options, given)
  options.onStatement?.(given.text)
  return copyIn(client, given.text, lines)
}

/**
 * A client that holds back what nobody waits for, the beginning of a transaction and statements with HeldValues, and sends it together
 * with the next statement, whose error is then the first of all.
 */
export function createNamedClient(client: pg.PoolClient, options: SendOptions): NamedClient {
  let held: HeldStatement[] = []
  let isLost = false

  function hold(text: string, values: HeldStatement['values']): pg.QueryResult {
    held.push({ name: statementName(text), text, values })
    return nothing('')
  }

  async function sendAll(before: readonly HeldStatement[], last: Given): Promise<pg.QueryResult> {
    if (before.length > 0 && options.prepared && canGoAlong(last)) return sendBatch(before, last)
    // All at once, so that nothing that is asked meanwhile comes between them.
    const sent = [...before, last].map((one) => sendOne(client, options, one))
    const failed = (await Promise.allSettled(sent)).find((one) => one.status === 'rejected')
    if (failed !== undefined) throw failed.reason
    return sent[before.length] as Promise<pg.QueryResult>
  }

  function sendBatch(before: readonly HeldStatement[], { text, values = [] }: Given): Promise<pg.QueryResult> {
    for (const one of [...before, { text }]) options.onStatement?.(one.text)
    return sendTogether(client, before, { name: statementName(text), text, values }).catch(throwFromHere)
  }

  /** A transaction in which nothing was said needs no end either. */
  function endUnbegun(text: string): pg.QueryResult | null {
    const [first, ...others] = held
    const ends = text === 'rollback' || (text === 'commit' && others.length === 0)
    if (!ends || first === undefined || !isBeginning(first.text)) return null
    held = []
    return nothing(text.toUpperCase())
  }

  async function query(text: string, values?: readonly unknown[]): Promise<pg.QueryResult> {
    const [given] = values ?? []
    if (given instanceof HeldValues) return hold(text, given.values)
    if (isBeginning(text)) return hold(text, [])
    const ended = endUnbegun(text)
    if (ended !== null) return ended
    const before = held
    held = []
    return text === 'rollback' ? rollBack() : sendAll(before, { text, values })
  }

  /** Where it fails the connection is gone, and the transaction with it: what is told is the error that led here. */
  async function rollBack(): Promise<pg.QueryResult> {
    try {
      return await send(client, options, { text: 'rollback' })
    } catch {
      isLost = true
      return nothing('ROLLBACK')
    }
  }

  return {
    processID: (client as unknown as { processID: number }).processID,
    query: (text, values) =>
      query(text, values).catch((error: unknown) => {
        if (isUnanswered(error)) void (client as unknown as pg.Client).end()
        throw error
      }),
    release(destroy) {
      held = []
      client.release(destroy === true || isLost)
    },
  }
}

/** A text without parameters may be several statements, which cannot be prepared, or one with its values in it, which should not be. */
function canGoAlong({ text, values = [] }: Given): boolean {
  return text === 'commit' || (values.length > 0 && !(values[0] instanceof CopiedLines))
}

function nothing(command: string): pg.QueryResult {
  return { command, rowCount: null, oid: 0, fields: [], rows: [] }
}

/** As Kysely says it. */
function isBeginning(text: string): boolean {
  return text === 'begin' || text.startsWith('start transaction')
}
