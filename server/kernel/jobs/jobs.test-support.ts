import { setTimeout as sleep } from 'node:timers/promises'
import pino from 'pino'
import { monotonicMs } from '../clock.ts'
import { secret } from '../config/secret.ts'
import { createDatabase, type Db, type Tx } from '../db/database.ts'
import type { Logger } from '../telemetry/log.ts'
import type { JobRole } from './boss.ts'
import type { JobMetrics, JobOutcome } from './job-metrics.ts'
import { createJobs, type Jobs } from './jobs.ts'
import type { JobDeclarations } from './queues.ts'

/** One process as far as jobs are concerned: a pool and an engine of its own on a shared database. */
export interface JobProcess {
  readonly db: Db
  readonly jobs: Jobs
  /** Every try that ended here. */
  readonly outcomes: { queue: string; outcome: JobOutcome }[]
  readonly lines: string[]
  transaction<Result>(work: (tx: Tx) => Promise<Result>): Promise<Result>
  /** May be called again. */
  stop(deadlineMs?: number): Promise<void>
}

/** Starts a process that declares `units`. */
export function startProcess(url: string, role: JobRole, ...units: JobDeclarations[]): Promise<JobProcess> {
  return startCarried({ url }, role, ...units)
}

/** As startProcess; with `redisUrl` its jobs are carried by BullMQ. */
export async function startCarried(
  { url, redisUrl }: { readonly url: string; readonly redisUrl?: string },
  role: JobRole,
  ...units: JobDeclarations[]
): Promise<JobProcess> {
  const lines: string[] = []
  const log = pino({ level: 'debug' }, { write: (line: string) => void lines.push(line) }) as Logger
  const outcomes: JobProcess['outcomes'] = []
  const metrics: JobMetrics = {
    duration: (queue, outcome) => void outcomes.push({ queue, outcome }),
    deadLettered: () => undefined,
    ready: () => undefined,
    engineFault: () => undefined,
  }
  const db = createDatabase(
    {
      url,
      name: 'jobs-test',
      poolMax: 6,
      statementTimeoutMs: 10_000,
      prepared: true,
      onPoolError: (error) => void lines.push(error.message),
    },
    {
      audit: async () => undefined,
      enqueue: (tx, request) => jobs.sinks.enqueue(tx, request),
      publish: (tx, type, data) => jobs.sinks.publish(tx, type, data),
    },
  )
  const jobs = createJobs({ url, db, log, metrics, redisUrl: redisUrl === undefined ? null : secret(redisUrl) })
  for (const unit of units) jobs.declare(unit)
  try {
    await jobs.start(role)
  } catch (error) {
    await Promise.allSettled([jobs.stop(0)])
    await db.close()
    throw error
  }
  let stopped = false
  const origin = { actor: { kind: 'system', name: 'test' }, requestId: 'request-1' } as const
  return {
    db,
    jobs,
    outcomes,
    lines,
    transaction: (work) => db.transaction(origin, work),
    async stop(deadlineMs = 5000) {
      if (stopped) return
      stopped = true
      await jobs.stop(deadlineMs)
      await db.close()
    },
  }
}

/** Resolves when `condition` holds; fails after 40 s. */
export async function until(condition: () => Promise<boolean> | boolean): Promise<void> {
  const startedMs = monotonicMs()
  while (!(await condition())) {
    if (monotonicMs() - startedMs > 40_000) throw new Error('did not come true within 40 s')
    await sleep(30)
  }
}
