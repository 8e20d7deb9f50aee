import { systemOrigin } from '../db/actor.ts'
import type { Db } from '../db/database.ts'
import type { Logger } from '../telemetry/log.ts'
import { tellDead } from './dead.ts'
import { readFailure } from './failure.ts'
import type { JobMetrics } from './job-metrics.ts'
import { READY_DEPTH, RESCUE_STALLED, WANTED_QUEUES } from './pgboss-sql.ts'
import type { QueueSpec } from './queues.ts'

const PULSE_MS = 1000
/** Claims are renewed every 7 s; three missed ones in a row mean that the worker is gone. */
export const HEARTBEAT_REFRESH_SECONDS = 7
const STALLED_AFTER_SECONDS = 22
/** Losses in a row after which a job is taken for what ends its workers. Two may be a bad night of one machine. */
const LOSSES_MAX = 3
const RESCUE_EVERY = 10
const DEPTH_EVERY = 15
/** Jobs of one queue that are counted, each look, in each process. */
const DEPTH_MAX = 10_000

interface Wanted {
  readonly name: string
  readonly paused: boolean
  readonly ready: boolean
}

export interface PulseTools {
  readonly db: Db
  readonly log: Logger
  readonly metrics: JobMetrics
}

export interface PulseOptions extends PulseTools {
  readonly specs: readonly QueueSpec[]
  readonly queues: readonly string[]
  /** Those of them whose jobs are claimed before there is a place for them. */
  readonly ahead: readonly string[]
  /** Wakes the queue's sleeping workers. */
  readonly wake: (queue: string) => void
  /** Told which queues are to start no job; awaited, so never called again meanwhile. */
  readonly pause: (queues: ReadonlySet<string>) => Promise<void>
}

/**
 * One statement a second for all queues, in place of a poll per worker: tells which queues are paused, wakes the workers of queues whose
 * job has come due (a delay, a backoff) or whose notification was lost; every 10 s frees the jobs of lost workers; every 15 s measures depth. Without a database it
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
      const wanted = await options.db.raw<Wanted>(WANTED_QUEUES, [options.queues])
      await options.pause(new Set(wanted.filter(({ paused }) => paused).map(({ name }) => name)))
      for (const { name, ready } of wanted) if (ready) options.wake(name)
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

interface Freed {
  readonly name: string
  readonly id: string
  readonly ended: boolean
  readonly quarantined: boolean
  readonly output: unknown
  /** Of one that has ended. */
  readonly data: unknown
}

async function rescue(options: PulseOptions): Promise<void> {
  const { db, log, metrics, specs, queues, ahead } = options
  const freed = await db.transaction(systemOrigin('jobs.rescue', 'jobs.rescue'), async (tx) => {
    const found = await tx.raw<Freed & Record<string, unknown>>(RESCUE_STALLED, [
      ...[queues, STALLED_AFTER_SECONDS, LOSSES_MAX, ahead],
    ])
    for (const { name, id, ended, output, data } of found) {
      const failure = readFailure(output)
      const spec = specs.find((one) => one.name === name)
      if (ended && failure !== null) await tellDead(tx, spec, { id, data, failure }, log)
    }
    return found
  })
  for (const { name, id, ended, quarantined } of freed) {
    const about = { queue: name, jobId: id }
    if (ended) metrics.deadLettered(name)
    if (quarantined) log.error(about, 'job put in quarantine: it lost its worker again and again')
    else if (ended) log.error(about, 'job of a lost worker failed for good: it was its last try')
    else log.warn(about, 'job of a lost worker is tried again')
  }
}

async function measure({ db, metrics, queues }: PulseOptions): Promise<void> {
  const rows = await db.raw<{ name: string; ready: number; oldestSeconds: number }>(READY_DEPTH, [queues, DEPTH_MAX])
  const byName = new Map(rows.map((row) => [row.name, row]))
  for (const name of queues) metrics.ready(name, byName.get(name)?.ready ?? 0, byName.get(name)?.oldestSeconds ?? 0)
}
