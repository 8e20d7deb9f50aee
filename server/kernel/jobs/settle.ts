import type { PgBoss } from 'pg-boss'
import type { Db } from '../db/database.ts'
import type { Logger } from '../telemetry/log.ts'
import type { ClaimedJob, TryResult } from './attempt.ts'
import { FAIL_FOR_GOOD } from './pgboss-sql.ts'
import { together } from './together.ts'

/** Records what became of a claimed job's try. Never throws: what cannot be recorded is found by its missing heartbeat. */
export type Settle = (job: ClaimedJob, result: TryResult) => Promise<void>

/**
 * Records the ends of one queue's tries, completions together. Only active rows of the very try are touched, so a `completed` of a job
 * that was given back changes nothing.
 */
export function createSettle(queue: string, { boss, db, log }: { boss: PgBoss; db: Db; log: Logger }): Settle {
  const complete = together(async (jobs: readonly ClaimedJob[]) => {
    await boss.complete(
      queue,
      jobs.map(({ id, retryCount }) => ({ id, retryCount })),
    )
    return jobs
  })

  return async (job, { status, output }) => {
    try {
      if (status === 'completed') await complete(job)
      else if (status === 'failed') await boss.fail(queue, { id: job.id, retryCount: job.retryCount }, { ...output })
      else await db.raw(FAIL_FOR_GOOD, [queue, job.id, job.retryCount, JSON.stringify(output)])
    } catch (error) {
      log.warn({ err: error, queue, jobId: job.id }, 'the end of a job could not be recorded; it is run again')
    }
  }
}
