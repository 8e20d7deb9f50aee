import pg from 'pg'
import pino from 'pino'
import { Type } from 'typebox'
import { secret } from '../server/kernel/config/secret.ts'
import { createDatabase } from '../server/kernel/db/database.ts'
import { enqueue, job } from '../server/kernel/jobs/job.ts'
import { createJobs } from '../server/kernel/jobs/jobs.ts'
import type { Logger } from '../server/kernel/telemetry/log.ts'
import { startRedis } from '../test/support/redis.ts'
import { requirement } from '../test/support/requirements.ts'
import { median } from './load.ts'
import type { Row } from './table.ts'

/** Read when it is called for: the peers are installed by then. */
const PEERS: string = new URL('./peer-jobs.mjs', import.meta.url).href

interface Payload {
  readonly at: number
}

/** One way to have jobs done. */
interface Side {
  /** All at once. */
  add(payloads: readonly Payload[]): Promise<unknown>
  /** From now on each job is handed to `handle`. */
  work(handle: (payload: Payload) => void): Promise<void>
  /** Takes no more; resolves when nothing runs. */
  rest(): Promise<unknown>
  /** Whether jobs are not settled: 0, or any number. */
  left(): Promise<number>
  close(): Promise<unknown>
}

interface Peers {
  openPgBoss(options: {
    readonly url: string
    readonly batchSize: number
    readonly localConcurrency: number
  }): Promise<Side>
  openBullMq(options: { readonly url: string; readonly concurrency: number }): Promise<Side>
}

/** Jobs at once in every side's one process. */
const CONCURRENCY = 16
const JOBS = 10_000
const ROUNDS = 3
const WAKES = 60
const WAKE_MS_MAX = 5
const RATIO_MIN = 0.8
const ORIGIN = { actor: { kind: 'system', name: 'bench' }, requestId: 'bench' } as const

/**
 * Jobs with nothing to do, worked off by ours on each carrier and by the plain engines, in this process, in turns; and how soon one starts.
 * The rows of BullMQ are left out where there is no redis-server.
 */
export async function jobRows(databaseUrl: string): Promise<Row[]> {
  const { openPgBoss, openBullMq } = (await import(PEERS)) as Peers
  const ours = await openOurs(databaseUrl, null)
  const pgBoss = await openPgBoss({ url: databaseUrl, batchSize: CONCURRENCY, localConcurrency: 1 })
  const rows = await against('pg-boss', ours, pgBoss)
  if (!requirement('redis-server').present) return rows
  const redis = await startRedis()
  try {
    const carried = await openOurs(databaseUrl, redis.url)
    const bullMq = await openBullMq({ url: redis.url, concurrency: CONCURRENCY })
    return [...rows, ...(await against('BullMQ', carried, bullMq)), await rowsAloneRow(databaseUrl)]
  } finally {
    await redis.stop()
  }
}

async function against(name: string, ours: Side, theirs: Side): Promise<Row[]> {
  try {
    const rates: { ours: number[]; theirs: number[] } = { ours: [], theirs: [] }
    for (let round = 0; round < ROUNDS; round += 1) {
      rates.ours.push(await jobsPerSecond(ours))
      rates.theirs.push(await jobsPerSecond(theirs))
    }
    const ratio = median(rates.ours.map((rate, round) => rate / (rates.theirs[round] ?? Number.NaN)))
    const wake = await wakeMs(ours)
    const wakeOfTheirs = await wakeMs(theirs)
    const rate = `${Math.round(median(rates.ours))}/s of ${Math.round(median(rates.theirs))}/s`
    return [
      {
        what: `jobs worked off, ${CONCURRENCY} at once, by plain ${name}`,
        measured: `${ratio.toFixed(2)} (${rate})`,
        aim: `>= ${RATIO_MIN}`,
        met: ratio >= RATIO_MIN,
      },
      {
        what: `from a commit to the start of its job, carried by ${name}`,
        measured: `p50 ${wake.toFixed(1)} ms (plain ${name} ${wakeOfTheirs.toFixed(1)} ms)`,
        aim: `< ${WAKE_MS_MAX} ms`,
        met: wake < WAKE_MS_MAX,
      },
    ]
  } finally {
    await ours.close()
    await theirs.close()
  }
}

/** About as many as a carrier claims at once. */
const CLAIMED_AT_ONCE = 128
const QUEUE = 'bench.carried-noop'
const ADD_ROWS = `INSERT INTO pgboss.job (id, name, data, retry_limit)
  SELECT gen_random_uuid(), $1, '{"data": {"at": 1}, "v": 1}', 2 FROM generate_series(1, $2::int) RETURNING id`
const CLAIM_ROWS = `UPDATE pgboss.job SET state = 'active', started_on = now(), heartbeat_on = now(), retry_count = 0
  WHERE name = $1 AND id = ANY($2::uuid[]) AND state < 'active' RETURNING id, data`
const END_ROWS = `UPDATE pgboss.job SET state = 'completed', completed_on = now()
  WHERE name = $1 AND id = ANY($2::uuid[]) AND state = 'active'`

/** What is left of the time when nothing is carried or run: each job is a row that is claimed and ended, by these two statements in turn on one connection. */
async function rowsAloneRow(databaseUrl: string): Promise<Row> {
  const client = new pg.Client(databaseUrl)
  await client.connect()
  try {
    await client.query('SET synchronous_commit = off')
    const rates: number[] = []
    for (let round = 0; round < ROUNDS; round += 1) {
      const { rows } = await client.query<{ id: string }>(ADD_ROWS, [QUEUE, JOBS])
      const startedMs = performance.now()
      for (let at = 0; at < JOBS; at += CLAIMED_AT_ONCE) {
        const ids = rows.slice(at, at + CLAIMED_AT_ONCE).map(({ id }) => id)
        await client.query({ name: 'claim', text: CLAIM_ROWS, values: [QUEUE, ids] })
        await client.query({ name: 'end', text: END_ROWS, values: [QUEUE, ids] })
      }
      rates.push((JOBS / (performance.now() - startedMs)) * 1000)
    }
    return {
      what: `rows of jobs claimed and ended by PostgreSQL alone, ${CLAIMED_AT_ONCE} at once, on one connection, nothing carried or run`,
      measured: `${Math.round(median(rates))}/s`,
      aim: '',
      met: null,
    }
  } finally {
    await client.end()
  }
}

async function jobsPerSecond(side: Side): Promise<number> {
  await side.add(Array.from({ length: JOBS }, (_, at) => ({ at })))
  let done = 0
  let startedMs = 0
  const all = new Promise<void>((resolve) => {
    void side.work(() => {
      if (done === 0) startedMs = performance.now()
      done += 1
      if (done === JOBS) resolve()
    })
  })
  await all
  while ((await side.left()) > 0) await new Promise((resolve) => setTimeout(resolve, 2))
  const seconds = (performance.now() - startedMs) / 1000
  await side.rest()
  return JOBS / seconds
}

async function wakeMs(side: Side): Promise<number> {
  let started = (_ms: number) => {}
  await side.work(() => started(performance.now()))
  const waits: number[] = []
  for (let wake = 0; wake < WAKES; wake += 1) {
    await new Promise((resolve) => setTimeout(resolve, 30 + 20 * Math.random()))
    const start = new Promise<number>((resolve) => {
      started = resolve
    })
    await side.add([{ at: wake }])
    const addedMs = performance.now()
    waits.push(Math.max(0, (await start) - addedMs))
  }
  await side.rest()
  return median(waits)
}

async function openOurs(url: string, redisUrl: string | null): Promise<Side> {
  const log = pino({ level: 'silent' }) as Logger
  let handle = (_payload: Payload) => {}
  const noop = job({
    name: redisUrl === null ? 'bench.noop' : QUEUE,
    description: 'Nothing.',
    data: Type.Object({ at: Type.Number() }, { additionalProperties: false }),
    attempts: 3,
    backoffSeconds: 1,
    deadlineSeconds: 60,
    idempotentBy: 'nothing is done',
    concurrency: CONCURRENCY,
    async handle(_, payload) {
      handle(payload)
    },
  })
  const nothing = () => undefined
  const db = createDatabase(
    {
      url,
      name: 'bench-jobs',
      poolMax: 10,
      statementTimeoutMs: 10_000,
      prepared: true,
      onPoolError(error) {
        throw error
      },
    },
    {
      audit: async () => undefined,
      enqueue: (tx, request) => sender.sinks.enqueue(tx, request),
      publish: (tx, type, data) => sender.sinks.publish(tx, type, data),
    },
  )
  const open = () => {
    const jobs = createJobs({
      url,
      db,
      log,
      metrics: { duration: nothing, deadLettered: nothing, ready: nothing, engineFault: nothing },
      redisUrl: redisUrl === null ? null : secret(redisUrl),
    })
    jobs.declare({ jobs: [noop] })
    return jobs
  }
  const sender = open()
  await sender.start('enqueue-only')
  let worker = sender
  return {
    add: (payloads) =>
      db.transaction(ORIGIN, async (tx) => {
        for (const payload of payloads) await enqueue(tx, noop, payload)
      }),
    async work(given) {
      handle = given
      worker = open()
      await worker.start('worker')
    },
    rest: () => worker.stop(5000),
    async left() {
      const [row] = await db.raw<{ n: number }>(
        "SELECT count(*)::int AS n FROM (SELECT FROM pgboss.job WHERE name = $1 AND state < 'completed' LIMIT 1) AS one",
        [noop.name],
      )
      return row?.n ?? 0
    },
    close: () => db.close(),
  }
}
