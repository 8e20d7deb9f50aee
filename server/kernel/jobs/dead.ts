import type { Tx } from '../db/database.ts'
import { isRetryable } from '../db/sqlstate.ts'
import type { Logger } from '../telemetry/log.ts'
import type { Failure } from './failure.ts'
import { readPayload } from './payload.ts'
import type { QueueSpec } from './queues.ts'

/** A job that ends in this transaction. */
export interface DeadJob {
  readonly id: string
  readonly data: unknown
  readonly failure: Failure
}

/**
 * Calls Job.onDead in the transaction that ends the job. What that throws is undone and logged, but for a conflict with another
 * transaction, after which the whole is run again.
 */
export async function tellDead(tx: Tx, spec: QueueSpec | undefined, job: DeadJob, log: Logger): Promise<void> {
  if (spec === undefined || spec.onDead === null) return
  await tx.raw('SAVEPOINT before_on_dead')
  try {
    await spec.onDead(tx, readPayload(spec, job.data).data, job.failure)
    await tx.raw('RELEASE SAVEPOINT before_on_dead')
  } catch (error) {
    if (isRetryable(error)) throw error
    await tx.raw('ROLLBACK TO SAVEPOINT before_on_dead')
    log.error({ err: error, queue: spec.name, jobId: job.id }, 'what follows from the end of a job could not be done')
  }
}
