import { setTimeout as sleep } from 'node:timers/promises'
import type { PgBoss } from 'pg-boss'
import type { Db, Tx, TxSinks } from '../db/database.ts'
import type { Logger } from '../telemetry/log.ts'
import { createBoss, type JobRole } from './boss.ts'
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
import type { Schedule } from './job.ts'
import type { JobMetrics } from './job-metrics.ts'
import { BUSY } from './pgboss-sql.ts'
import { pruneJob, pruneSchedule } from './prune.job.ts'
import {
  ensureQueues,
  ensureSchedules,
  type JobDeclarations,
  jobQueue,
  type QueueSpec,
  subscriptionQueue,
} from './queues.ts'
import { createSinks } from './sinks.ts'
import { startWorkers, type Workers } from './workers.ts'

export interface JobsOptions {
  readonly url: string
  readonly db: Db
  readonly log: Logger
  readonly metrics: JobMetrics
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
  const queues = new Map<string, QueueSpec>()
  const subscribers = new Map<string, string[]>()
  const schedules: Schedule[] = []
  let running: { boss: PgBoss; workers: Workers } | null = null

  function add(spec: QueueSpec): void {
    if (queues.has(spec.name)) throw new TypeError(`two jobs or subscribers are named ${spec.name}`)
    queues.set(spec.name, spec)
  }

  function declare(unit: JobDeclarations): void {
    for (const declared of unit.jobs ?? []) add(jobQueue(declared))
    for (const subscription of unit.subscriptions ?? []) {
      add(subscriptionQueue(subscription))
      const names = subscribers.get(subscription.event.name) ?? []
      subscribers.set(subscription.event.name, [...names, subscription.name])
    }
    for (const schedule of unit.schedules ?? []) addSchedule(schedule)
  }

  function addSchedule(schedule: Schedule): void {
    const fault = queues.get(schedule.job.name)?.check(schedule.data)
    if (fault === undefined) throw new TypeError(`schedule ${schedule.name} runs an undeclared job`)
    if (fault !== null) throw new TypeError(`schedule ${schedule.name} has wrong data: ${fault}`)
    schedules.push(schedule)
  }

  declare({ jobs: [pruneJob], schedules: [pruneSchedule] })

  return {
    sinks: createSinks(queues, subscribers),
    declare,
    async start(role) {
      const boss = createBoss(options, role)
      try {
        await boss.start()
        await ensureQueues(boss, queues.values())
        if (role === 'worker') {
          await ensureSchedules(boss, schedules)
          running = { boss, workers: await startWorkers(boss, [...queues.values()], options) }
        }
      } finally {
        if (running === null) await boss.stop({ graceful: false })
      }
    },
    async stop(deadlineMs) {
      if (running === null) return
      const { boss, workers } = running
      running = null
      await workers.stop(deadlineMs)
      await boss.stop({ graceful: false })
    },
    overview: () => overview(options.db, queues),
    list: (filter) => list(options.db, queues, filter),
    get: (id) => get(options.db, queues, id),
    retry: (tx, id) => retry(tx, queues, id),
    redrive: (tx, queue) => redrive(tx, queues, queue),
    pause: (tx, queue) => pause(tx, queues, queue),
    resume: (tx, queue) => resume(tx, queues, queue),
    cancel: (tx, id) => cancel(tx, queues, id),
    async idle() {
      for (;;) {
        const [row] = await options.db.raw<{ busy: boolean }>(BUSY, [[...queues.keys()]])
        if (row?.busy === false) return
        await sleep(IDLE_POLL_MS)
      }
    },
  }
}
