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
