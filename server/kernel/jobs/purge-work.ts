import type { Tx } from '../db/database.ts'
import { object } from '../http/schema.ts'
import { type Job, job, type Schedule } from './job.ts'

const nothing = object({})

interface Purge {
  /** Of the job and its schedule. */
  readonly name: string
  readonly description: string
  /** In UTC. */
  readonly cron: string
  /** Removes what is over; a second run finds nothing. */
  readonly purge: (tx: Tx) => Promise<unknown>
}

/** Work by the clock, in one transaction: what is over is removed. */
export function purgeWork({ name, description, cron, purge }: Purge): {
  readonly job: Job<typeof nothing>
  readonly schedule: Schedule
} {
  const work = job({
    ...{ name, description, data: nothing, attempts: 3, backoffSeconds: 60, deadlineSeconds: 60 },
    idempotentBy: 'deleting what has expired: a second run finds nothing',
    handle: async ({ once }) => void (await once(purge)),
  })
  return { job: work, schedule: { name, job: work, cron, zone: 'UTC', data: {} } }
}
