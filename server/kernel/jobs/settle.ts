import { systemOrigin } from '../db/actor.ts'
import type { Db } from '../db/database.ts'
import type { Logger } from '../telemetry/log.ts'
import type { ClaimedJob, TryResult } from './attempt.ts'
import { tellDead } from './dead.ts'
import type { Failure } from './failure.ts'
import { COMPLETE, FAIL_FOR_GOOD, FAIL_TRY } from './pgboss-sql.ts'
import type { QueueSpec } from './queues.ts'
import { together } from './together.ts'

/** Records what became of a claimed job's try. Never throws: what cannot be recorded is found by its missing heartbeat. */
export type Settle = (job: ClaimedJob, result: TryResult) => Promise<void>

const NO_REASON: Failure = { name: 'Unknown', message: 'nothing was told of why' }

/**
 * Records the ends of one queue's tries, completions together. Only active rows of the very try are touched, so a `completed` of a job
 * that was given back changes nothing.
 */
export function createSettle(spec: QueueSpec, { db, log }: { db: Db; log: Logger }): Settle {
  const { name: queue } = spec
  const complete = together(async (jobs: readonly ClaimedJob[]) => {
    for (const [retryCount, of] of Map.groupBy(jobs, (job) => job.retryCount)) {
      const ids = of.map(({ id }) => id)
      await db.raw(COMPLETE, [queue, ids, retryCount])
    }
    return jobs
  })

  async function end({ id, retryCount, data }: ClaimedJob, failure: Failure = NO_REASON): Promise<void> {
    await db.transaction(systemOrigin(queue, `job:${id}`), async (tx) => {
      const ended = await tx.raw(FAIL_FOR_GOOD, [queue, id, retryCount, JSON.stringify(failure)])
      if (ended.length > 0) await tellDead(tx, spec, { id, data, failure }, log)
    })
  }

  return async (job, { status, output }) => {
    try {
      if (status === 'completed') await complete(job)
      else if (status === 'failed') await db.raw(FAIL_TRY, [queue, job.id, job.retryCount, JSON.stringify(output)])
      else await end(job, output)
    } catch (error) {
      log.warn({ err: error, queue, jobId: job.id }, 'the end of a job could not be recorded; it is run again')
    }
  }
}
