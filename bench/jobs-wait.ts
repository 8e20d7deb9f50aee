import { setTimeout as sleep } from 'node:timers/promises'
import { Type } from 'typebox'
import { enqueue, type Job, job } from '../server/kernel/jobs/job.ts'
import { type JobProcess, startCarried, until } from '../server/kernel/jobs/jobs.test-support.ts'
import { startRedis } from '../test/support/redis.ts'
import { requirement } from '../test/support/requirements.ts'
import type { Row } from './table.ts'

const FLOOD = 1_000_000
const AT_ONCE = 50_000
/** Long enough to be a job, short enough for a flood to come round a hundred times a second. */
const WORK_MS = 20
/** No job of the flood has begun for so long: the pause is known everywhere. */
const PAUSED_MS = 2000
const ROUNDS = 6
const ASKED = 80
const EVERY_MS = 25
const TENANTS = 8
const RATIO_MAX = 2

/** What a job of the flood is told. */
const FLOODS = -1

const data = Type.Object({ at: Type.Number() }, { additionalProperties: false })

const ADD = `INSERT INTO pgboss.job (id, name, data, start_after, created_on, singleton_key, retry_limit, policy, group_id)
  SELECT gen_random_uuid(), $1, '{"v": 1, "data": {"at": ${FLOODS}}, "origin": {"actor": "system:bench", "requestId": "bench"}}',
    now(), now(), gen_random_uuid()::text, 2, 'short', 'flood' FROM generate_series(1, $2::int)`

/**
 * How long jobs of other tenants wait from their commit to their first line while one tenant's million is worked off in their queue, by the wait
 * in an equal queue that has no flood, in turns; of both carriers.
 */
export async function jobWaitRows(databaseUrl: string, flood = FLOOD): Promise<Row[]> {
  const rows = [await waitRow({ url: databaseUrl }, 'pg-boss', flood)]
  if (!requirement('redis-server').present) return rows
  const redis = await startRedis()
  try {
    return [...rows, await waitRow({ url: databaseUrl, redisUrl: redis.url }, 'BullMQ', flood)]
  } finally {
    await redis.stop()
  }
}

async function waitRow(where: { url: string; redisUrl?: string }, carrier: string, flood: number): Promise<Row> {
  let begun = (_at: number): void => {}
  let floodedMs = performance.now()
  const restMs = () => performance.now() - floodedMs
  const open = (name: string): Job<typeof data> =>
    job({
      ...{ name: `bench.${name}`, description: 'Waits.', data, attempts: 3, backoffSeconds: 1, deadlineSeconds: 60 },
      ...{ idempotentBy: 'nothing is done', concurrency: 6, tenantConcurrency: 2 },
      async handle(_, { at }) {
        if (at === FLOODS) floodedMs = performance.now()
        begun(at)
        await sleep(WORK_MS)
      },
    })
  const [calm, flooded] = [open('calm'), open('flooded')]
  const worker = await startCarried(where, 'worker', { jobs: [calm, flooded] })
  const waits = (queue: Job<typeof data>) =>
    waitsIn(worker, queue, (told) => {
      begun = told
    })
  const waited: { calm: number[]; flooded: number[] } = { calm: [], flooded: [] }
  try {
    for (let added = 0; added < flood; added += AT_ONCE)
      await worker.db.raw(ADD, [flooded.name, Math.min(flood, AT_ONCE)])
    await worker.db.raw('VACUUM ANALYZE pgboss.job_common')
    await waits(calm)
    for (let round = 0; round < ROUNDS; round += 1) {
      await worker.transaction((tx) => worker.jobs.pause(tx, flooded.name))
      await until(() => restMs() > PAUSED_MS)
      waited.calm.push(...(await waits(calm)))
      await worker.transaction((tx) => worker.jobs.resume(tx, flooded.name))
      await until(() => restMs() < WORK_MS)
      waited.flooded.push(...(await waits(flooded)))
    }
  } finally {
    await worker.db.raw('TRUNCATE pgboss.job_common')
    await worker.stop()
  }
  const [calmP95, floodedP95] = [p95(waited.calm), p95(waited.flooded)]
  const ratio = floodedP95 / calmP95
  return {
    what: `wait of other tenants beside ${flood} jobs of one that are worked off, p95 by that without them, carried by ${carrier}`,
    measured: `${ratio.toFixed(2)} (${floodedP95.toFixed(1)} ms of ${calmP95.toFixed(1)} ms)`,
    aim: `< ${RATIO_MAX}`,
    met: ratio < RATIO_MAX,
  }
}

async function waitsIn(
  worker: JobProcess,
  queue: Job<typeof data>,
  listen: (told: (at: number) => void) => void,
): Promise<number[]> {
  const sentMs: number[] = []
  const waits: number[] = []
  listen((at) => {
    const sent = sentMs[at]
    if (sent !== undefined) waits.push(performance.now() - sent)
  })
  for (let at = 0; at < ASKED; at += 1) {
    await worker.transaction(async (tx) => {
      await enqueue(tx, queue, { at }, { tenant: `quiet ${at % TENANTS}` })
      sentMs[at] = performance.now()
    })
    await sleep(EVERY_MS * (0.5 + Math.random()))
  }
  while (waits.length < ASKED) await sleep(5)
  return waits
}

function p95(waits: readonly number[]): number {
  return waits.toSorted((a, b) => a - b)[Math.ceil(waits.length * 0.95) - 1] ?? Number.NaN
}
