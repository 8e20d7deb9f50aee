import { Type } from 'typebox'
import { enqueue, job } from '../server/kernel/jobs/job.ts'
import { type JobProcess, startProcess } from '../server/kernel/jobs/jobs.test-support.ts'
import { CLAIM_IN_TURN } from '../server/kernel/jobs/tenant-sql.ts'
import type { Row } from './table.ts'

/** As many as the console counts. */
const FEW = 10_000
const MANY = 1_000_000
const AT_ONCE = 50_000
const ASKED = 60
const RATIO_MAX = 3
const UNDONE = new Error('undone')

const QUEUE = job({
  name: 'bench.flood',
  description: 'Nothing.',
  data: Type.Object({}, { additionalProperties: false }),
  attempts: 3,
  backoffSeconds: 1,
  deadlineSeconds: 60,
  idempotentBy: 'nothing is done',
  tenantConcurrency: 2,
  handle: async () => undefined,
})

const ADD = `INSERT INTO pgboss.job (id, name, data, start_after, created_on, singleton_key, retry_limit, policy, group_id)
  SELECT gen_random_uuid(), $1, '{"v": 1, "data": {}, "origin": {"actor": "system:bench", "requestId": "bench"}}',
    now(), now(), gen_random_uuid()::text, 2, 'short', 'flood' FROM generate_series(1, $2::int)`

/** What a million waiting jobs of one tenant cost others, by the time with ten thousand, in one run. */
export async function jobFloodRows(databaseUrl: string, many = MANY): Promise<Row[]> {
  // A worker builds the indexes; this one has no queue.
  await startProcess(databaseUrl, 'worker').then((worker) => worker.stop())
  const sender = await startProcess(databaseUrl, 'enqueue-only', { jobs: [QUEUE] })
  try {
    await sender.db.raw(ADD, [QUEUE.name, FEW])
    const few = await measure(sender)
    for (let added = FEW; added < many; added += AT_ONCE) await sender.db.raw(ADD, [QUEUE.name, AT_ONCE])
    const full = await measure(sender)
    return Object.entries(full).map(([what, ms]) => {
      const ratio = ms / (few[what] ?? Number.NaN)
      return {
        what: `${what}, p95 while ${many} jobs of one tenant wait, by ${FEW}`,
        measured: `${ratio.toFixed(2)} (${ms.toFixed(1)} ms of ${few[what]?.toFixed(1)} ms)`,
        aim: `<= ${RATIO_MAX}`,
        met: ratio <= RATIO_MAX,
      }
    })
  } finally {
    await sender.db.raw(`TRUNCATE pgboss.job_common`)
    await sender.stop()
  }
}

async function measure(sender: JobProcess): Promise<Record<string, number>> {
  const claim = async () => {
    const undone = sender.transaction(async (tx) => {
      await tx.raw(CLAIM_IN_TURN, [QUEUE.name, 4, 2, ''])
      throw UNDONE
    })
    await undone.catch((error: unknown) => {
      if (error !== UNDONE) throw error
    })
  }
  return {
    'a job enqueued': await p95(() => sender.transaction((tx) => enqueue(tx, QUEUE, {}, { tenant: 'small' }))),
    'jobs claimed': await p95(claim),
    'the queues of the console': await p95(() => sender.jobs.overview()),
    'the jobs of the console': await p95(() => sender.jobs.list({ limit: 50 })),
  }
}

async function p95(work: () => Promise<unknown>): Promise<number> {
  const times: number[] = []
  for (let asked = 0; asked < ASKED; asked += 1) {
    const startedMs = performance.now()
    await work()
    times.push(performance.now() - startedMs)
  }
  return times.sort((a, b) => a - b)[Math.ceil(ASKED * 0.95) - 1] ?? Number.NaN
}
