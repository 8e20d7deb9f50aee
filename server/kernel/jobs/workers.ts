import { setTimeout as sleep } from 'node:timers/promises'
import type { PgBoss } from 'pg-boss'
import { type Attempts, type AttemptsOptions, createAttempts } from './attempt.ts'
import { PAUSED } from './pgboss-sql.ts'
import { HEARTBEAT_REFRESH_SECONDS, startPulse } from './pulse.ts'
import type { QueueSpec } from './queues.ts'

/** Only a backstop: notifications and the pulse wake workers long before. */
const POLL_SECONDS = 60
/** What an aborted handler and the hand-back of its job may take together. */
const HAND_BACK_MS_MAX = 3000

export interface Workers {
  /** Fetches no more, waits for running handlers up to `deadlineMs`, then aborts them and hands their jobs back. */
  stop(deadlineMs: number): Promise<void>
}

/** Starts `concurrency` workers per queue that is not paused, and the pulse that wakes, stops and starts them again. */
export async function startWorkers(
  boss: PgBoss,
  specs: readonly QueueSpec[],
  options: AttemptsOptions,
): Promise<Workers> {
  const attempts = createAttempts(options)
  const workers = new Map<string, readonly string[]>()
  const queues = specs.map((spec) => spec.name)
  let stopping = false

  /** What runs in a queue when it is paused runs on. */
  async function pause(paused: ReadonlySet<string>): Promise<void> {
    for (const spec of specs) {
      const open = workers.has(spec.name)
      if (stopping || open !== paused.has(spec.name)) continue
      if (open) {
        workers.delete(spec.name)
        await boss.offWork(spec.name, { wait: false })
      } else {
        const ids = Array.from({ length: spec.concurrency }, () => startWorker(boss, spec, attempts))
        workers.set(spec.name, await Promise.all(ids))
      }
    }
  }

  const found = await options.db.raw<{ queue: string }>(PAUSED, [queues])
  await pause(new Set(found.map(({ queue }) => queue)))
  const wake = (queue: string) => {
    for (const id of workers.get(queue) ?? []) boss.notifyWorker(id)
  }
  const stopPulse = startPulse({ ...options, queues, wake, pause })

  return {
    async stop(deadlineMs) {
      stopping = true
      const drained = Promise.all([stopPulse(), ...queues.map((queue) => boss.offWork(queue, { wait: true }))])
      if (await within(drained, deadlineMs)) return
      attempts.abortAll()
      if (!(await within(drained, HAND_BACK_MS_MAX))) options.log.warn({}, 'job workers did not end in time')
    },
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

async function within(work: Promise<unknown>, ms: number): Promise<boolean> {
  const timer = new AbortController()
  const timeout = sleep(ms, false, { signal: timer.signal }).catch(() => false)
  const done = await Promise.race([work.then(() => true), timeout])
  timer.abort()
  return done
}
