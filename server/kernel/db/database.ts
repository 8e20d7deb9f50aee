import { setTimeout as sleep } from 'node:timers/promises'
import { CompiledQuery, Kysely, PostgresDialect, type Transaction } from 'kysely'
import type pg from 'pg'
import type { Static } from 'typebox'
import type { Origin } from './actor.ts'
import { type HeldValue, HeldValues } from './batch.ts'
import { CopiedLines, type CopiedRows, copyStatement } from './copy.ts'
import type { EventType } from './events.ts'
import { createPool, type NamedPool, type PoolState } from './pool.ts'
import { isRetryable, toDatabaseProblem } from './sqlstate.ts'

/** A business fact for the audit trail, appended in the transaction that makes it true. */
export interface AuditFact {
  /** What happened, in the past: `music.application.approved`. */
  readonly action: string
  /** The kind and id of what it happened to. */
  readonly subject: { readonly kind: string; readonly id: string }
  /** Small and free of secrets: codes, states, ids. */
  readonly details?: Readonly<Record<string, unknown>>
}

/** One unit of work to be done after commit; see kernel/jobs for declarations. */
export interface JobRequest {
  readonly queue: string
  readonly data: unknown
  readonly options: Readonly<Record<string, unknown>>
}

/**
 * An open transaction. A use case takes it first and cannot commit. `query<Tables>()` gives the typed builder over the unit's own
 * tables; `publish`, `audit` and `enqueue` write rows that exist exactly when the transaction commits.
 */
export interface Tx {
  readonly origin: Origin
  query<Tables>(): Transaction<Tables>
  publish<Type extends EventType>(type: Type, data: Static<Type['schema']>): Promise<void>
  audit(fact: AuditFact): Promise<void>
  enqueue(job: JobRequest): Promise<void>
  /** Runs raw SQL with positional parameters; for statements the builder cannot say. */
  raw<Row extends pg.QueryResultRow = pg.QueryResultRow>(text: string, values?: readonly unknown[]): Promise<Row[]>
  /**
   * Goes along with the next statement of the transaction, or with its end, which fails with the error of this one: for rows that nothing
   * in the transaction waits for.
   */
  later(text: string, values: readonly HeldValue[]): Promise<void>
  /** Writes many rows at once, of one table after another, without a word between them. */
  copy(rows: readonly CopiedRows[]): Promise<void>
  /**
   * Runs after a successful commit, never after a rollback, and is waited for by whoever opened the transaction; must not fail the
   * request: for cache and bus notices only.
   */
  afterCommit(action: () => unknown): void
}

type AfterCommit = Parameters<Tx['afterCommit']>[0]

/** What app.ts plugs into every transaction. Each runs inside it. */
export interface TxSinks {
  audit(tx: Tx, fact: AuditFact): Promise<void>
  publish(tx: Tx, type: EventType, data: unknown): Promise<void>
  enqueue(tx: Tx, job: JobRequest): Promise<void>
}

export interface TxOptions {
  readonly isolation?: 'read committed' | 'repeatable read' | 'serializable'
}

export interface Db {
  /** Opens a transaction, runs `work`, commits. Serialisation failures and deadlocks are retried up to 3 times with jitter. */
  transaction<Result>(origin: Origin, work: (tx: Tx) => Promise<Result>, options?: TxOptions): Promise<Result>
  /** Typed builder for single statements outside a transaction: reads of routes, health, commands. */
  query<Tables>(): Kysely<Tables>
  raw<Row extends pg.QueryResultRow = pg.QueryResultRow>(text: string, values?: readonly unknown[]): Promise<Row[]>
  poolState(): PoolState
  onRetry(listener: (state: string) => void): void
  close(): Promise<void>
}

export interface DatabaseOptions {
  readonly url: string
  readonly name: string
  readonly poolMax: number
  readonly statementTimeoutMs: number
  readonly prepared: boolean
  readonly onPoolError: (error: Error) => void
  /** Told the text of every statement before it is sent: for tools that explain them. */
  readonly onStatement?: ((text: string) => void) | undefined
}

const RETRIES_MAX = 3

/** Opens the database. `sinks` is set by the composition root once the units that hold the tables exist. */
export function createDatabase(options: DatabaseOptions, sinks: TxSinks): Db {
  const pool = createPool({
    url: options.url,
    name: options.name,
    max: options.poolMax,
    statementTimeoutMs: options.statementTimeoutMs,
    prepared: options.prepared,
    onError: options.onPoolError,
    onStatement: options.onStatement,
  })
  // biome-ignore lint/suspicious/noExplicitAny: the builder is narrowed to a unit's own tables by query<Tables>()
  const kysely = new Kysely<any>({ dialect: new PostgresDialect({ pool: pool as never }) })
  const retryListeners: ((state: string) => void)[] = []

  async function once<Result>(
    origin: Origin,
    work: (tx: Tx) => Promise<Result>,
    txOptions: TxOptions,
  ): Promise<Result> {
    const committed: AfterCommit[] = []
    const builder = kysely.transaction()
    const begun = txOptions.isolation === undefined ? builder : builder.setIsolationLevel(txOptions.isolation)
    const result = await begun.execute((transaction) => work(createTx(origin, transaction, sinks, committed)))
    await Promise.all(committed.map((action) => action()))
    return result
  }

  return {
    async transaction(origin, work, txOptions = {}) {
      for (let attempt = 1; ; attempt += 1) {
        try {
          return await once(origin, work, txOptions)
        } catch (error) {
          if (!isRetryable(error) || attempt > RETRIES_MAX) throw toDatabaseProblem(error)
          for (const listener of retryListeners) listener(String((error as { code?: string }).code))
          await sleep(Math.random() * 25 * 2 ** attempt)
        }
      }
    },
    query: <Tables>() => kysely as Kysely<Tables>,
    raw: (text, values) => rows(pool, text, values),
    poolState: pool.state,
    onRetry: (listener) => void retryListeners.push(listener),
    close: () => kysely.destroy(),
  }
}

async function rows<Row extends pg.QueryResultRow>(
  pool: NamedPool,
  text: string,
  values?: readonly unknown[],
): Promise<Row[]> {
  return (await pool.query(text, values)).rows as Row[]
}

function createTx(origin: Origin, transaction: Transaction<unknown>, sinks: TxSinks, committed: AfterCommit[]): Tx {
  const tx: Tx = {
    origin,
    query: <Tables>() => transaction as unknown as Transaction<Tables>,
    publish: (type, data) => sinks.publish(tx, type, data),
    audit: (fact) => sinks.audit(tx, fact),
    enqueue: (job) => sinks.enqueue(tx, job),
    async raw(text, values = []) {
      const result = await transaction.executeQuery(CompiledQuery.raw(text, [...values]))
      return result.rows as never[]
    },
    async later(text, values) {
      await transaction.executeQuery(CompiledQuery.raw(text, [new HeldValues(values)]))
    },
    async copy(rows) {
      if (rows.length === 0) return
      const lines = new CopiedLines(rows.map((one) => one.lines))
      await transaction.executeQuery(CompiledQuery.raw(copyStatement(rows), [lines]))
    },
    afterCommit: (action) => void committed.push(action),
  }
  return tx
}
