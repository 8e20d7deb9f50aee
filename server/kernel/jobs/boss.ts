import { PgBoss } from 'pg-boss'
import type { Logger } from '../telemetry/log.ts'
import type { JobMetrics } from './job-metrics.ts'
import { SCHEMA } from './pgboss-sql.ts'

export type JobRole = 'worker' | 'enqueue-only'

export interface BossOptions {
  readonly url: string
  readonly log: Logger
  readonly metrics: JobMetrics
}

/** Upkeep only: claims, their ends and handlers use the application's own pool. */
const CONNECTIONS_MAX = 2

/**
 * What the engine itself writes, its upkeep, may be lost when the database server crashes, a second at most. So may a claim and a completion
 * (QUICK in pgboss-sql.ts): the job then runs again and finds its effects recorded. Enqueueing, failed tries and effects wait for the disk.
 * Measured: 500 one-row jobs on two workers in 3.0 s instead of 5.1 s, at 3.3 ms per fdatasync.
 */
const SESSION_OPTIONS = '-c synchronous_commit=off'

/**
 * The engine. A worker supervises; an enqueuer only installs or upgrades the schema (under the engine's own advisory lock). Schedules are
 * kept beside it (schedules.ts). Its timers that serve features we do not use (flows) or rarely need (index builds) are set far apart.
 */
export function createBoss({ url, log, metrics }: BossOptions, role: JobRole): PgBoss {
  const works = role === 'worker'
  const boss = new PgBoss({
    connectionString: url,
    application_name: 'plinth-jobs',
    schema: SCHEMA,
    max: CONNECTIONS_MAX,
    options: SESSION_OPTIONS,
    connectionTimeoutMillis: 5000,
    supervise: works,
    schedule: false,
    superviseIntervalSeconds: 60,
    monitorIntervalSeconds: 60,
    maintenanceIntervalSeconds: 3600,
    queueCacheIntervalSeconds: 600,
    flowIntervalSeconds: 3600,
    bamIntervalSeconds: 300,
  })
  boss.on('error', (error) => {
    metrics.engineFault('error')
    log.error({ err: error }, 'job engine fault')
  })
  boss.on('warning', ({ message, data }) => {
    metrics.engineFault('warning')
    log.warn({ warning: message, about: data }, 'job engine warning')
  })
  return boss
}
