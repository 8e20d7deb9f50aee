import { now } from '../../kernel/clock.ts'
import type { Tx } from '../../kernel/db/database.ts'
import { object } from '../../kernel/http/schema.ts'
import type { Id } from '../../kernel/id.ts'
import { job, type Schedule } from '../../kernel/jobs/job.ts'
import { roleRevoked } from './events.ts'

/** More than ends in a minute; what is left over waits for the next run, and has no effect meanwhile. */
const BATCH = 500

export const clearEndedJob = job({
  name: 'access.clear-ended',
  description: 'Clears away grants and denials that have come to their end, and records that they have.',
  data: object({}),
  attempts: 3,
  backoffSeconds: 30,
  deadlineSeconds: 60,
  idempotentBy: 'deleting what has ended: a second run finds nothing',
  handle: async ({ once }) => {
    await once(clearEnded)
  },
})

export const clearEndedSchedule: Schedule = {
  name: 'access.clear-ended',
  job: clearEndedJob,
  cron: '* * * * *',
  zone: 'UTC',
  data: {},
}

async function clearEnded(tx: Tx): Promise<void> {
  const grants = await tx.raw<{ user_id: Id<'user'>; role: string }>(
    `DELETE FROM access.user_role WHERE (user_id, role) IN
       (SELECT user_id, role FROM access.user_role WHERE expires_at <= $1 LIMIT $2 FOR UPDATE SKIP LOCKED)
     RETURNING user_id, role`,
    [now(), BATCH],
  )
  for (const { user_id: userId, role } of grants) {
    await tx.audit({ action: 'access.role.ended', subject: { kind: 'user', id: userId }, details: { role } })
    await tx.publish(roleRevoked, { userId, role })
  }
  const denials = await tx.raw<{ user_id: Id<'user'>; permission: string }>(
    `DELETE FROM access.user_denial WHERE (user_id, permission) IN
       (SELECT user_id, permission FROM access.user_denial WHERE expires_at <= $1 LIMIT $2 FOR UPDATE SKIP LOCKED)
     RETURNING user_id, permission`,
    [now(), BATCH],
  )
  for (const { user_id: userId, permission } of denials)
    await tx.audit({ action: 'access.denial.ended', subject: { kind: 'user', id: userId }, details: { permission } })
}
