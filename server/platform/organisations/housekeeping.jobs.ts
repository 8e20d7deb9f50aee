import { inSeconds } from '../../kernel/clock.ts'
import { purgeWork } from '../../kernel/jobs/purge-work.ts'
import type { OrganisationsTables } from './tables.ts'

/** Addresses of people who never came are not kept longer than it takes to ask why. */
const MEMORY_SECONDS = 90 * 24 * 60 * 60

export const { job: purgeInvitationsJob, schedule: purgeInvitationsSchedule } = purgeWork({
  name: 'organisations.purge-invitations',
  description: 'Removes invitations that have been over for long.',
  cron: '41 3 * * *',
  purge: async (tx) => {
    await tx
      .query<OrganisationsTables>()
      .deleteFrom('organisations.invitation')
      .where('expires_at', '<', inSeconds(-MEMORY_SECONDS))
      .execute()
  },
})
