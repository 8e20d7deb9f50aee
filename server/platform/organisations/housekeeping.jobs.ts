import { inSeconds } from '../../kernel/clock.ts'
import { object } from '../../kernel/http/schema.ts'
import { job, type Schedule } from '../../kernel/jobs/job.ts'
import type { OrganisationsTables } from './tables.ts'

/** Addresses of people who never came are not kept longer than it takes to ask why. */
const MEMORY_SECONDS = 90 * 24 * 60 * 60

export const purgeInvitationsJob = job({
  name: 'organisations.purge-invitations',
  description: 'Removes invitations that have been over for long.',
  data: object({}),
  attempts: 3,
  backoffSeconds: 60,
  deadlineSeconds: 60,
  idempotentBy: 'deleting what is long over: a second run finds nothing',
  handle: async ({ once }) => {
    await once(async (tx) => {
      await tx
        .query<OrganisationsTables>()
        .deleteFrom('organisations.invitation')
        .where('expires_at', '<', inSeconds(-MEMORY_SECONDS))
        .execute()
    })
  },
})

export const purgeInvitationsSchedule: Schedule = {
  name: 'organisations.purge-invitations',
  job: purgeInvitationsJob,
  cron: '41 3 * * *',
  zone: 'UTC',
  data: {},
}
