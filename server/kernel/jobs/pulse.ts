import type { Db } from '../db/database.ts'
import type { Logger } from '../telemetry/log.ts'
import type { JobMetrics } from './job-metrics.ts'
import { READY_DEPTH, READY_QUEUES, RESCUE_STALLED } from './pgboss-sql.ts'

const PULSE_MS = 1000
/** Claims are renewed every 7 s; three missed ones in a row mean that the worker is gone. */
export const HEARTBEAT_REFRESH_SECONDS = 7
const STALLED_AFTER_SECONDS = 22
const RESCUE_EVERY = 10
const DEPTH_EVERY = 15

export interface PulseOptions {
  readonly db: Db
  readonly log: Logger
  readonly metrics: JobMetrics
  readonly queues: readonly string[]
  /** Wakes the queue's sleeping workers. */
  readonly wake: (queue: string) => void
}

/**
 * One statement a second for all queues, in place of a poll per worker: wakes the workers of queues whose job has come due (a delay, a
 * backoff) or whose notification was lost; every 10 s frees the jobs of lost workers; every 15 s measures depth. Without a database it
 * says so once and goes on.
 */
export function startPulse(options: PulseOptions): () => Promise<void> {
  let stopped = false
  let lost = false
  let beat = 0
  let timer: NodeJS.Timeout | undefined
  let current: Promise<void> = Promise.resolve()

  async function tick(): Promise<void> {
    try {
      if (beat % RESCUE_EVERY === 0) await rescue(options)
      const ready = await options.db.raw<{ name: string }>(READY_QUEUES, [options.queues])
      for (const { name } of ready) options.wake(name)
      if (beat % DEPTH_EVERY === 0) await measure(options)
      if (lost) options.log.info({}, 'the job engine reaches the database again')
      lost = false
    } catch (error) {
      if (!lost) options.log.warn({ err: error }, 'the job engine cannot reach the database')
      lost = true
    }
    beat += 1
    if (!stopped) schedule()
  }

  function schedule(): void {
    timer = setTimeout(() => {
      current = tick()
    }, PULSE_MS)
    timer.unref()
  }

  current = tick()
  return async () => {
    stopped = true
    clearTimeout(timer)
    await current
  }
}

async function rescue({ db, log, queues }: PulseOptions): Promise<void> {
  const freed = await db.raw<{ name: string; id: string }>(RESCUE_STALLED, [queues, STALLED_AFTER_SECONDS])
  for (const { name, id } of freed) log.warn({ queue: name, jobId: id }, 'job of a lost worker is tried again')
}

async function measure({ db, metrics, queues }: PulseOptions): Promise<void> {
  const rows = await db.raw<{ name: string; ready: number; oldestSeconds: number }>(READY_DEPTH, [queues])
  const byName = new Map(rows.map((row) => [row.name, row]))
  for (const name of queues) metrics.ready(name, byName.get(name)?.ready ?? 0, byName.get(name)?.oldestSeconds ?? 0)
}
