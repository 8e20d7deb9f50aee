import { createHash } from 'node:crypto'
import { LRUCache } from 'lru-cache'
import pg from 'pg'
import { CopiedLines, copyIn } from './copy.ts'
import { isUnanswered } from './sqlstate.ts'

/** What a pool reports of itself for metrics and load shedding. */
export interface PoolState {
  readonly total: number
  readonly idle: number
  readonly waiting: number
  readonly max: number
}

export interface PoolOptions {
  readonly url: string
  readonly name: string
  readonly max: number
  readonly statementTimeoutMs: number
  readonly prepared: boolean
  readonly onError: (error: Error) => void
  /** Told the text of every statement before it is sent: for tools that explain them. */
  readonly onStatement?: ((text: string) => void) | undefined
}

/** The part of a pooled client that Kysely's dialect and our own raw statements use. */
export interface NamedClient {
  readonly processID: number
  query(text: string, values?: readonly unknown[]): Promise<pg.QueryResult>
  release(destroy?: boolean): void
}

/** A pool whose parametrised statements are prepared once per connection under a name derived from their text. */
export interface NamedPool {
  connect(): Promise<NamedClient>
  query(text: string, values?: readonly unknown[]): Promise<pg.QueryResult>
  state(): PoolState
  end(): Promise<void>
}

const STATEMENT_NAMES_MAX = 2000
const ACQUIRE_TIMEOUT_MS = 1000
/** How much later than its statement_timeout a server that answers at all would have answered. */
const ANSWER_MARGIN_MS = 1000
const LOCK_TIMEOUT_MS = 2000
const IDLE_IN_TRANSACTION_MS = 10_000
const MAX_LIFETIME_SECONDS = 30 * 60

const names = new LRUCache<string, string>({ max: STATEMENT_NAMES_MAX })

function statementName(text: string): string {
  const known = names.get(text)
  if (known !== undefined) return known
  const name = `p${createHash('sha256').update(text).digest('base64url').slice(0, 20)}`
  names.set(text, name)
  return name
}

const INT8_OID = 20
const DATE_OID = 1082
const TIMESTAMPTZ_OID = 1184
const parseInstant = pg.types.getTypeParser(TIMESTAMPTZ_OID, 'text') as (text: string) => unknown
/** `2026-03-01 09:30:00+00`: what is before and behind the fraction of a second. */
const [SECONDS_END, ZONE] = [19, '+00']
/** The codes of "00", the first ten times. */
const TWO_ZEROS = 528

/** As the parser of `pg`, in a quarter of its time for a year of four digits in UTC, which is what a session of ours is told. */
function instantOf(text: string): unknown {
  const fraction = text.slice(SECONDS_END, -ZONE.length)
  if (text.charAt(10) !== ' ' || !text.endsWith(ZONE) || text.startsWith('00')) return parseInstant(text)
  const two = (at: number): number => text.charCodeAt(at) * 10 + text.charCodeAt(at + 1) - TWO_ZEROS
  const ms = fraction === '' ? 0 : Number(fraction.slice(1, 4).padEnd(3, '0'))
  return new Date(Date.UTC(two(0) * 100 + two(2), two(5) - 1, two(8), two(11), two(14), two(17), ms))
}

/** int8 arrives as bigint and date as its text (a calendar day has no instant); the rest as `pg` gives it. */
function getTypeParser(oid: number, format?: string): (value: string) => unknown {
  if (format !== 'binary') {
    if (oid === INT8_OID) return BigInt
    if (oid === DATE_OID) return (value) => value
    if (oid === TIMESTAMPTZ_OID) return instantOf
  }
  return pg.types.getTypeParser(oid, (format ?? 'text') as 'text') as (value: string) => unknown
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
  }).catch((error: Error) => {
    Error.captureStackTrace(error)
    throw error
  })
}

/**
 * Opens a pool with the timeouts of every hop: acquire 1 s, connect 2 s (shared with acquire), lock 2 s, idle in transaction 10 s and
 * `statementTimeoutMs`; a connection that stays silent 1 s longer than that is given up. Errors of idle clients go to `onError` and never end the process.
 */
export function createPool(options: PoolOptions): NamedPool {
  const pool = new pg.Pool({
    connectionString: options.url,
    application_name: `plinth-${options.name}`,
    max: options.max,
    connectionTimeoutMillis: ACQUIRE_TIMEOUT_MS,
    statement_timeout: options.statementTimeoutMs,
    query_timeout: options.statementTimeoutMs + ANSWER_MARGIN_MS,
    lock_timeout: LOCK_TIMEOUT_MS,
    idle_in_transaction_session_timeout: IDLE_IN_TRANSACTION_MS,
    idleTimeoutMillis: 60_000,
    maxLifetimeSeconds: MAX_LIFETIME_SECONDS,
    keepAlive: true,
    types: { getTypeParser: getTypeParser as typeof pg.types.getTypeParser },
  })
  pool.on('error', options.onError)
  pool.on('connect', (client) => client.on('error', options.onError))
  const wrapped = new WeakMap<pg.PoolClient, NamedClient>()
  const run = (client: pg.PoolClient | pg.Pool, text: string, values?: readonly unknown[]) => {
    options.onStatement?.(text)
    return values === undefined || values.length === 0 || !options.prepared
      ? client.query(text, values as unknown[] | undefined)
      : queryNamed(client, text, values)
  }

  return {
    async connect() {
      const client = await pool.connect()
      const known = wrapped.get(client)
      if (known !== undefined) return known
      const abandonSilent = (error: unknown): never => {
        if (isUnanswered(error)) void (client as unknown as pg.Client).end()
        throw error
      }
      const send = (text: string, values?: readonly unknown[]): Promise<pg.QueryResult> => {
        const [lines] = values ?? []
        if (!(lines instanceof CopiedLines)) return run(client, text, values)
        options.onStatement?.(text)
        return copyIn(client, text, lines)
      }
      const named: NamedClient = {
        processID: (client as unknown as { processID: number }).processID,
        query: (text, values) => send(text, values).catch(abandonSilent),
        release: (destroy) => client.release(destroy === true),
      }
      wrapped.set(client, named)
      return named
    },
    query: (text, values) => run(pool, text, values),
    state: () => ({ total: pool.totalCount, idle: pool.idleCount, waiting: pool.waitingCount, max: options.max }),
    end: () => pool.end(),
  }
}
