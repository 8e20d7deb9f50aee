import { setTimeout as sleep } from 'node:timers/promises'
import type { PgBoss } from 'pg-boss'
import type { Secret } from '../config/secret.ts'
import type { Db, Tx, TxSinks } from '../db/database.ts'
import type { Logger } from '../telemetry/log.ts'
import { createBoss, type JobRole } from './boss.ts'
import { createDeclarations } from './declarations.ts'
import { ensureIndexes, type IndexBuilding } from './indexes.ts'
import {
  cancel,
  get,
  type JobDetails,
  type JobFilter,
  type JobPage,
  list,
  overview,
  pause,
  type QueueOverview,
  redrive,
  resume,
  retry,
} from './inspect.ts'
import type { JobMetrics } from './job-metrics.ts'
import { BUSY } from './pgboss-sql.ts'
import { pruneJob, pruneSchedule } from './prune.job.ts'
import { ensureQueues, type JobDeclarations } from './queues.ts'
import { createScheduleOverview, type ScheduleOverview } from './schedule-overview.ts'
import { startSchedules } from './schedules.ts'
import { createSinks } from './sinks.ts'
import { startWork } from './work.ts'
import type { Workers } from './workers.ts'

export interface JobsOptions {
  readonly url: string
  readonly db: Db
  readonly log: Logger
  readonly metrics: JobMetrics
  /** Set: workers get their jobs through BullMQ on this Redis; PostgreSQL keeps them all the same. */
  readonly redisUrl?: Secret | null
}

/** Events and jobs on pg-boss, schema `pgboss`, in the application's own database. */
export interface Jobs {
  /** For createDatabase: what `tx.enqueue` and `tx.publish` do. */
  readonly sinks: Pick<TxSinks, 'enqueue' | 'publish'>
  /** Takes a unit's jobs, subscriptions and schedules; every process declares the same. Before start(). */
  declare(unit: JobDeclarations): void
  /**
   * Installs or upgrades the schema and creates the declared queues; jobs can be enqueued from then on. A `worker` also runs them and
   * keeps the schedules; `enqueue-only` holds no connection and no timer afterwards.
   */
  start(role: JobRole): Promise<void>
  /** Fetches no more, lets handlers end for `deadlineMs`, then aborts them and hands their jobs to other processes, as they were. */
  stop(deadlineMs: number): Promise<void>
  overview(): Promise<QueueOverview[]>
  schedules(): Promise<ScheduleOverview[]>
  /** Newest first. Throws jobs/bad-cursor. */
  list(filter: JobFilter): Promise<JobPage>
  /** Throws jobs/not-found. */
  get(id: string): Promise<JobDetails>
  /** Gives a failed job one more try, at once. Throws jobs/not-found and jobs/not-failed. */
  retry(tx: Tx, id: string): Promise<void>
  /** As retry, for the oldest 1,000 failed jobs of a queue, none in quarantine; how many. Throws jobs/no-such-queue. */
  redrive(tx: Tx, queue: string): Promise<number>
  /** No process starts a job of the queue a second later; what runs, runs on. False when it was paused. Throws jobs/no-such-queue. */
  pause(tx: Tx, queue: string): Promise<boolean>
  /** False when it was not paused. Throws jobs/no-such-queue. */
  resume(tx: Tx, queue: string): Promise<boolean>
  /** Ends a job that has not ended; a running handler learns of it within 7 s by its signal. Throws jobs/not-found and jobs/already-ended. */
  cancel(tx: Tx, id: string): Promise<void>
  /** For tests: resolves when no declared job is active or could run now in a queue that is not paused; jobs with a delay or a backoff do not count. */
  idle(): Promise<void>
}

const IDLE_POLL_MS = 15

/** The job engine of this process. Call declare() for every unit, then start(). */
export function createJobs(options: JobsOptions): Jobs {
  const { queues, subscribers, schedules, declare } = createDeclarations()
  let running: { boss: PgBoss; indexes: IndexBuilding; workers: Workers; endSchedules: () => Promise<void> } | null =
    null

  declare({ jobs: [pruneJob], schedules: [pruneSchedule] })

  return {
    sinks: createSinks(queues, subscribers),
    declare,
    async start(role) {
      const boss = createBoss(options, role)
      let indexes: IndexBuilding | null = null
      try {
        await boss.start()
        await ensureQueues(boss, queues.values())
        if (role === 'worker') {
          indexes = await ensureIndexes(options.url, options.db, options.log)
          const workers = await startWork(options, [...queues.values()])
          running = { boss, indexes, workers, endSchedules: startSchedules(options, schedules) }
        }
      } finally {
        if (running === null) await Promise.all([boss.stop({ graceful: false }), indexes?.end()])
      }
    },
    async stop(deadlineMs) {
      if (running === null) return
      const { boss, indexes, workers, endSchedules } = running
      running = null
      await endSchedules()
      await indexes.end()
      await workers.stop(deadlineMs)
      await boss.stop({ graceful: false })
    },
    overview: () => overview(options.db, queues),
    schedules: createScheduleOverview(options.db, schedules),
    list: (filter) => list(options.db, queues, filter),
    get: (id) => get(options.db, queues, id),
    retry: (tx, id) => retry(tx, queues, id),
    redrive: (tx, queue) => redrive(tx, queues, queue),
    pause: (tx, queue) => pause(tx, queues, queue),
    resume: (tx, queue) => resume(tx, queues, queue),
    cancel: (tx, id) => cancel(tx, queues, options.log, id),
    async idle() {
      for (;;) {
        const [row] = await options.db.raw<{ busy: boolean }>(BUSY, [[...queues.keys()]])
        if (row?.busy === false) return
        await sleep(IDLE_POLL_MS)
      }
    },
  }
}
