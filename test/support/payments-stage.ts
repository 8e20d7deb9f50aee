import assert from 'node:assert/strict'
import { pino } from 'pino'
import { inSeconds, monotonicMs, now, nowMs, setClock } from '../../server/kernel/clock.ts'
import type { Db, Tx } from '../../server/kernel/db/database.ts'
import type { Authenticator } from '../../server/kernel/http/authorise.ts'
import { asId, type Id, newId } from '../../server/kernel/id.ts'
import type { AnyJob, JobContext } from '../../server/kernel/jobs/job.ts'
import { problems } from '../../server/kernel/problem.ts'
import type { Logger } from '../../server/kernel/telemetry/log.ts'
import { createPayments, type PaymentProvider, type Payments } from '../../server/platform/payments/index.ts'
import { type TestDatabase, testDatabase, testOrigin } from './database.ts'
import { createHttpClient, type HttpAnswer, type HttpClient } from './http-client.ts'
import { startWireServer } from './wire-server.ts'

const orderProblem = problems('orders', {
  'not-found': { status: 404, title: 'There is no such order' },
  paid: { status: 409, title: 'Nothing is due' },
})

const ORDER = 'test.order'
const STAFF_ID: Id<'user'> = asId('00000000-0000-7000-8000-00000000000a')

/** The unit on a real database, with its routes over HTTP and a queue that the test runs by hand: each job at the moment the test wants. */
export interface Stage {
  readonly database: TestDatabase
  readonly db: Db
  readonly payments: Payments
  readonly http: HttpClient
  readonly staff: HttpClient
  readonly url: string
  readonly lines: string[]
  /** Jobs run until none is due; one that throws is left for the next time. What they threw. */
  work(): Promise<unknown[]>
  /** Moves the clock, then works. */
  later(seconds: number): Promise<unknown[]>
  /** Runs a scheduled job once. */
  tick(name: string, data?: object): Promise<void>
  order(minor: bigint, currency?: string): Promise<string>
  orderState(id: string): Promise<{ state: string; fulfilled: number; refunds: string[]; disputes: string[] }>
  setOrder(id: string, state: string): Promise<void>
  create(orderId: string, body?: object, key?: string): Promise<HttpAnswer>
  deliver(delivery: Delivery, path?: string): Promise<HttpAnswer>
  inTx<Result>(work: (tx: Tx) => Promise<Result>): Promise<Result>
  events(): Promise<string[]>
  /** Carries every event of the inbox out once more. */
  replay(): Promise<void>
  stop(): Promise<void>
}

/** A webhook as it is sent. */
interface Delivery {
  readonly body: Buffer
  readonly headers: Record<string, string>
}

const SETUP = `
  CREATE TABLE test_job (n bigserial PRIMARY KEY, queue text NOT NULL, data jsonb NOT NULL, key text, due timestamptz NOT NULL, tries int NOT NULL DEFAULT 0);
  CREATE TABLE test_event (n bigserial PRIMARY KEY, name text NOT NULL);
  CREATE TABLE test_order (id text PRIMARY KEY, minor bigint NOT NULL, currency text NOT NULL, state text NOT NULL DEFAULT 'open',
    fulfilled int NOT NULL DEFAULT 0, refunds text[] NOT NULL DEFAULT '{}', disputes text[] NOT NULL DEFAULT '{}')`

const authenticator: Authenticator = {
  async authenticate(request) {
    if (request.headers.authorization !== 'Bearer staff') return null
    const permissions = new Set(['payments:read', 'payments:refund', 'payments:reconcile'])
    const actor = { kind: 'user', userId: STAFF_ID, sessionId: asId<'session'>(STAFF_ID), permissions } as const
    return { actor, via: 'bearer', aal: 1, authenticatedAt: now(), refusal: null }
  },
  checkCsrf: () => undefined,
}

export interface StageOptions {
  readonly providers: readonly PaymentProvider[]
  /** Where a provider has to know the address before. */
  readonly port?: number
  /** Runs around each transaction: where a test ends the process. */
  readonly onTransaction?: (point: 'before commit' | 'after commit') => void
}

const surroundings = { publicUrl: new URL('http://localhost:3000'), people: async () => new Map() }

export async function openStage({
  providers,
  port = 0,
  onTransaction = () => undefined,
}: StageOptions): Promise<Stage> {
  const clock = movableClock()
  const database = await openDatabase()
  for (const statement of SETUP.split(';')) await database.db.raw(statement)
  const db = watched(database.db, onTransaction)
  const lines: string[] = []
  const log = pino({ level: 'debug' }, { write: (line: string) => void lines.push(line) }) as Logger
  const payments = createPayments({ db, log, providers, ...surroundings })
  payments.declareSubject(orders)
  const server = await startWireServer({ db, routes: payments.routes, authenticator, port })
  const jobs = new Map((payments.jobs ?? []).map((job) => [job.name, job]))
  const http = createHttpClient(server.url)
  let keys = 0

  const stage: Stage = {
    ...{ database, db, payments, http, lines, url: server.url },
    staff: createHttpClient(server.url, { authorization: 'Bearer staff' }),
    work: () => drain(database.db, db, jobs, log),
    async later(seconds) {
      clock.move(seconds)
      return await stage.work()
    },
    async tick(name, data = {}) {
      const job = jobs.get(name)
      assert.ok(job, name)
      await job.handle(contextOf(db, log, 'tick'), data as never)
    },
    async order(minor, currency = 'USD') {
      const id = newId()
      await database.db.raw('INSERT INTO test_order (id, minor, currency) VALUES ($1, $2, $3)', [id, minor, currency])
      return id
    },
    async orderState(id) {
      const [row] = await database.db.raw<Awaited<ReturnType<Stage['orderState']>> & { [column: string]: unknown }>(
        'SELECT state, fulfilled, refunds, disputes FROM test_order WHERE id = $1',
        [id],
      )
      assert.ok(row)
      return row
    },
    setOrder: async (id, state) =>
      void (await database.db.raw('UPDATE test_order SET state = $2 WHERE id = $1', [id, state])),
    create: (orderId, body = {}, key = `key-${++keys}-${orderId}`) =>
      http.post(
        '/api/payments/create-intent',
        { subject: { type: ORDER, id: orderId }, provider: 'stripe', token: `token-${orderId}`, ...body },
        { 'idempotency-key': key },
      ),
    deliver: (delivery, path = '/api/payments/webhooks/stripe') =>
      http.send(path, { method: 'POST', body: delivery.body as never, headers: delivery.headers }),
    inTx: (work) => db.transaction(testOrigin, work),
    async events() {
      return (await database.db.raw<{ name: string }>('SELECT name FROM test_event ORDER BY n')).map(({ name }) => name)
    },
    async replay() {
      await requeueEvents(database.db)
      assert.deepEqual(await stage.work(), [])
    },
    async stop() {
      await server.stop()
      await database.close()
      clock.restore()
    },
  }
  return stage
}

async function requeueEvents(db: Db): Promise<void> {
  const events = await db.raw<{ provider: string; account: string; eventId: string }>(
    `UPDATE payments.provider_event SET status = 'received', done_at = NULL WHERE status = 'done'
     RETURNING provider, account, event_id AS "eventId"`,
  )
  for (const event of events)
    await db.raw('INSERT INTO test_job (queue, data, due) VALUES ($1, $2, $3)', [
      ...['payments.take-event', JSON.stringify(event), now()],
    ])
}

/** Runs on as time does, and ahead of it by what it was moved. */
function movableClock() {
  const [startMs, startedMs] = [nowMs(), monotonicMs()]
  let movedMs = 0
  const restore = setClock(() => startMs + Math.floor(monotonicMs() - startedMs) + movedMs)
  const move = (seconds: number): void => {
    movedMs += seconds * 1000
  }
  return { restore, move }
}

/** Jobs and events are rows of the transaction that asks for them, as they are outside tests. */
async function openDatabase(): Promise<TestDatabase> {
  return await testDatabase({
    sources: [{ name: 'payments', migrations: new URL('../../server/platform/payments/migrations/', import.meta.url) }],
    sinks: {
      async enqueue(tx, { queue, data, options }) {
        const { delaySeconds = 0, key = null } = options as { delaySeconds?: number; key?: string }
        await tx.raw('INSERT INTO test_job (queue, data, key, due) VALUES ($1, $2, $3, $4)', [
          ...[queue, JSON.stringify(data), key, inSeconds(delaySeconds)],
        ])
      },
      async publish(tx, type) {
        await tx.raw('INSERT INTO test_event (name) VALUES ($1)', [type.name])
      },
    },
  })
}

const orders: Parameters<Payments['declareSubject']>[0] = {
  type: ORDER,
  async due(tx, id, { token }) {
    const [row] = await tx.raw<{ minor: bigint; currency: 'USD'; state: string }>(
      'SELECT minor, currency, state FROM test_order WHERE id = $1 FOR UPDATE',
      [id],
    )
    if (row === undefined || (token !== `token-${id}` && token !== `token-${id}-of-a-later-letter`))
      throw orderProblem('not-found')
    if (row.state !== 'open') throw orderProblem('paid')
    return {
      amount: { minor: row.minor, currency: row.currency },
      description: 'An order',
      email: 'a@b.example',
      name: 'A. B.',
    }
  },
  async captured(tx, { subjectId }) {
    const [row] = await tx.raw<{ state: string }>('SELECT state FROM test_order WHERE id = $1 FOR UPDATE', [subjectId])
    if (row?.state === 'broken') throw new Error('the order cannot be written')
    if (row?.state !== 'open') return 'unsellable'
    await tx.raw("UPDATE test_order SET state = 'paid', fulfilled = fulfilled + 1 WHERE id = $1", [subjectId])
    return 'fulfilled'
  },
  async refunded(tx, { subjectId, amount, outcome }) {
    await tx.raw('UPDATE test_order SET refunds = refunds || $2::text WHERE id = $1', [
      subjectId,
      `${outcome} ${amount.minor}`,
    ])
  },
  async disputed(tx, { subjectId, outcome }) {
    await tx.raw('UPDATE test_order SET disputes = disputes || $2::text WHERE id = $1', [subjectId, outcome])
  },
}

/** The database with a point before and one after each commit. Inside a transaction every point is the same: nothing of it happened. */
function watched(db: Db, onTransaction: (point: 'before commit' | 'after commit') => void): Db {
  return {
    ...db,
    async transaction(origin, work, options) {
      const result = await db.transaction(
        origin,
        async (tx) => {
          const done = await work(tx)
          onTransaction('before commit')
          return done
        },
        options,
      )
      onTransaction('after commit')
      return result
    },
  }
}

interface QueuedJob {
  readonly n: bigint
  readonly queue: string
  readonly data: unknown
  [column: string]: unknown
}

const TRIES_MAX = 3

async function drain(plain: Db, db: Db, jobs: ReadonlyMap<string, AnyJob>, log: Logger): Promise<unknown[]> {
  const thrown: unknown[] = []
  await plain.raw('UPDATE test_job SET tries = 0')
  for (;;) {
    const [next] = await plain.raw<QueuedJob>(
      'SELECT n, queue, data FROM test_job WHERE due <= $1 AND tries < $2 ORDER BY due, n LIMIT 1',
      [now(), TRIES_MAX],
    )
    if (next === undefined) return thrown
    const job = jobs.get(next.queue)
    assert.ok(job, `nobody runs ${next.queue}`)
    try {
      await job.handle(contextOf(db, log, String(next.n)), next.data as never)
      await plain.raw('DELETE FROM test_job WHERE n = $1', [next.n])
    } catch (error) {
      thrown.push(error)
      await plain.raw('UPDATE test_job SET tries = tries + 1 WHERE n = $1', [next.n])
    }
  }
}

function contextOf(db: Db, log: Logger, jobId: string): JobContext {
  return {
    ...{ jobId, attempt: 1, isFinal: () => false, log, progress: () => undefined, db },
    signal: new AbortController().signal,
    once: (work) => db.transaction(testOrigin, work),
    step: (_name, work) => db.transaction(testOrigin, work),
  }
}

/** Sum of the book by currency: zero, or something is wrong. */
export async function bookSum(db: Db): Promise<string[]> {
  const rows = await db.raw<{ currency: string; total: bigint }>(
    'SELECT currency, sum(amount_minor)::bigint AS total FROM payments.ledger_entry GROUP BY currency HAVING sum(amount_minor) <> 0',
  )
  return rows.map(({ currency, total }) => `${total} ${currency}`)
}

/** Balances of the book, without those that are zero. */
export async function balances(db: Db): Promise<Record<string, string>> {
  const rows = await db.raw<{ account: string; balance: bigint; currency: string }>(
    'SELECT account, currency, balance_minor AS balance FROM payments.ledger_balance WHERE balance_minor <> 0 ORDER BY account',
  )
  return Object.fromEntries(rows.map(({ account, balance, currency }) => [account, `${balance} ${currency}`]))
}
