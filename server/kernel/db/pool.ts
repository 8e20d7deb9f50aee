import pg from 'pg'
import { createNamedClient, type NamedClient, type SendOptions, send } from './named-client.ts'

/** What a pool reports of itself for metrics and load shedding. */
export interface PoolState {
  readonly total: number
  readonly idle: number
  readonly waiting: number
  readonly max: number
}

export interface PoolOptions extends SendOptions {
  readonly url: string
  readonly name: string
  readonly max: number
  readonly statementTimeoutMs: number
  readonly onError: (error: Error) => void
}

/** A pool whose parametrised statements are prepared once per connection under a name derived from their text. */
export interface NamedPool {
  connect(): Promise<NamedClient>
  query(text: string, values?: readonly unknown[]): Promise<pg.QueryResult>
  state(): PoolState
  end(): Promise<void>
}

const ACQUIRE_TIMEOUT_MS = 1000
/** How much later than its statement_timeout a server that answers at all would have answered. */
const ANSWER_MARGIN_MS = 1000
const LOCK_TIMEOUT_MS = 2000
const IDLE_IN_TRANSACTION_MS = 10_000
const MAX_LIFETIME_SECONDS = 30 * 60

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

  return {
    async connect() {
      const client = await pool.connect()
      const known = wrapped.get(client)
      if (known !== undefined) return known
      const named = createNamedClient(client, options)
      wrapped.set(client, named)
      return named
    },
    query: (text, values) => send(pool, options, { text, values }),
    state: () => ({ total: pool.totalCount, idle: pool.idleCount, waiting: pool.waitingCount, max: options.max }),
    end: () => pool.end(),
  }
}
