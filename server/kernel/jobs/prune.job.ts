import { Type } from 'typebox'
import { job, type Schedule } from './job.ts'
import {
  PRUNE_CARRIED,
  PRUNE_COMPLETED,
  PRUNE_EFFECTS,
  PRUNE_EVENTS,
  PRUNE_PACE,
  PRUNE_PARCELS,
  PRUNE_PROGRESS,
} from './pgboss-sql.ts'

const COMPLETED_KEPT_HOURS = 24
const EFFECTS_KEPT_HOURS = 24
const EVENTS_KEPT_DAYS = 90

/** Removes what nobody can use any more: completed jobs, records of effects whose job is gone, old events. */
export const pruneJob = job({
  name: 'kernel.prune-jobs',
  description: `Removes jobs completed ${COMPLETED_KEPT_HOURS} hours ago and events older than ${EVENTS_KEPT_DAYS} days.`,
  data: Type.Object({}, { additionalProperties: false }),
  attempts: 3,
  backoffSeconds: 60,
  deadlineSeconds: 300,
  idempotentBy: 'deleting twice is deleting once',
  concurrency: 1,
  async handle({ db, log }) {
    await db.raw(PRUNE_COMPLETED, [COMPLETED_KEPT_HOURS])
    await db.raw(PRUNE_EFFECTS, [EFFECTS_KEPT_HOURS])
    await db.raw(PRUNE_PROGRESS)
    await db.raw(PRUNE_PACE)
    await db.raw(PRUNE_PARCELS)
    await db.raw(PRUNE_CARRIED)
    await db.raw(PRUNE_EVENTS, [EVENTS_KEPT_DAYS])
    await db.raw('DELETE FROM kernel.idempotency WHERE expires_at < now()')
    log.debug({}, 'old jobs pruned')
  },
})

export const pruneSchedule: Schedule = {
  name: 'kernel.prune-jobs',
  job: pruneJob,
  cron: '17 * * * *',
  zone: 'UTC',
  data: {},
}
