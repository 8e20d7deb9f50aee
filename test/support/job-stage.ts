import assert from 'node:assert/strict'
import type { TestContext } from 'node:test'
import { Redis } from 'ioredis'
import type { JobRole } from '../../server/kernel/jobs/boss.ts'
import { type JobProcess, startCarried } from '../../server/kernel/jobs/jobs.test-support.ts'
import type { JobDeclarations } from '../../server/kernel/jobs/queues.ts'
import { type TestDatabase, testDatabase } from './database.ts'
import { startRedis, type TestRedis } from './redis.ts'
import { requirement } from './requirements.ts'

/** What brings jobs to workers: every conformance suite runs on each. */
export const CARRIERS: readonly { readonly name: 'pg-boss' | 'BullMQ'; readonly skip: string | false }[] = [
  { name: 'pg-boss', skip: false },
  { name: 'BullMQ', skip: requirement('redis-server').skip },
]

/** A database, and a Redis of its own where BullMQ carries. */
export interface Stage {
  readonly database: TestDatabase
  readonly redis: TestRedis | null
  start(role: JobRole, ...units: JobDeclarations[]): Promise<JobProcess>
  /** Stops every process that was started on it. */
  stopProcesses(): Promise<void>
  close(): Promise<void>
}

/** An empty stage; on BullMQ also a Redis. */
export async function openStage(carrier: (typeof CARRIERS)[number]): Promise<Stage> {
  const database = await testDatabase()
  const redis = carrier.name === 'BullMQ' ? await startRedis() : null
  const processes: JobProcess[] = []
  const stopProcesses = async () => {
    await Promise.all(processes.splice(0).map((each) => each.stop()))
  }
  return {
    database,
    redis,
    async start(role, ...units) {
      const started = await startCarried({ url: database.url, ...(redis && { redisUrl: redis.url }) }, role, ...units)
      processes.push(started)
      return started
    },
    stopProcesses,
    async close() {
      await stopProcesses()
      await redis?.stop()
      await database.close()
    },
  }
}

/** A stage on BullMQ, closed with its test: a table `public.effect` for what jobs do, and looks at what has come of them. */
export async function openCarriedStage(t: TestContext, note: 'integer' | 'text') {
  const bullmq = CARRIERS.find(({ name }) => name === 'BullMQ')
  assert.ok(bullmq)
  const stage = await openStage(bullmq)
  t.after(() => stage.close())
  const { database, redis } = stage
  assert.ok(redis)
  const client = new Redis(redis.url)
  client.on('error', () => undefined)
  t.after(() => client.disconnect())
  await database.db.raw(`CREATE TABLE public.effect (note ${note} NOT NULL)`)
  const numberOf = async (text: string): Promise<number> => {
    const [row] = await database.db.raw<{ n: number }>(text)
    return row?.n ?? 0
  }
  return {
    ...{ stage, database, redis, client, numberOf },
    /** Jobs that are on their way through Redis. */
    carried: () => numberOf('SELECT coalesce(sum(cardinality(ids)), 0)::int AS n FROM kernel.job_parcel'),
    effects: () => numberOf('SELECT count(*)::int AS n FROM public.effect'),
    /** Effects, those that happened twice counted once. */
    each: () => numberOf('SELECT count(DISTINCT note)::int AS n FROM public.effect'),
    /** As when half a minute has passed: what Redis was given and has not brought is given again. */
    async letTimePass(): Promise<void> {
      await database.db.raw(
        "UPDATE kernel.job_parcel SET at = at - interval '31 seconds' WHERE at > now() - interval '1 minute'",
      )
    },
  }
}
