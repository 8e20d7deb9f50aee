import type { PgBoss } from 'pg-boss'
import type { Attempts } from './attempt.ts'
import type { Carrier } from './carrier.ts'
import { HEARTBEAT_REFRESH_SECONDS } from './pulse.ts'
import type { QueueSpec } from './queues.ts'

/** Only a backstop: notifications and the pulse wake workers long before. */
const POLL_SECONDS = 60

/** pg-boss's own workers, woken by its notifications. */
export function createPgBossCarrier(boss: PgBoss, attempts: Attempts): Carrier {
  const workers = new Map<string, readonly string[]>()
  return {
    async open(spec) {
      const ids = Array.from({ length: spec.concurrency }, () => startWorker(boss, spec, attempts))
      workers.set(spec.name, await Promise.all(ids))
    },
    async close(queue) {
      workers.delete(queue)
      await boss.offWork(queue, { wait: true })
    },
    wake(queue) {
      for (const id of workers.get(queue) ?? []) boss.notifyWorker(id)
    },
    end: async () => undefined,
  }
}

/**
 * A worker takes one job at a time and, by waking itself after each, looks for the next without a pause: it sleeps only when a fetch came
 * back empty. Left to itself the engine sleeps after every job of a queue with notifications, so that one bulk insert (one notification)
 * would be worked off at one job per worker and poll.
 */
async function startWorker(boss: PgBoss, spec: QueueSpec, attempts: Attempts): Promise<string> {
  const workOptions = {
    batchSize: 1,
    includeMetadata: true,
    perJobResults: true,
    pollingIntervalSeconds: POLL_SECONDS,
    notifyPollingIntervalSeconds: POLL_SECONDS,
    heartbeatRefreshSeconds: HEARTBEAT_REFRESH_SECONDS,
    ...(spec.tenantConcurrency === null ? {} : { groupConcurrency: spec.tenantConcurrency }),
  } as const
  const id = await boss.work<object, unknown, typeof workOptions>(spec.name, workOptions, async (jobs) => {
    const results = await Promise.all(jobs.map((job) => attempts.run(spec, job)))
    boss.notifyWorker(id)
    return results
  })
  return id
}
