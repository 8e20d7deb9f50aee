import { now } from '../../kernel/clock.ts'
import { purgeWork } from '../../kernel/jobs/purge-work.ts'
import type { FederationTables } from './tables.ts'

export const { job: purgeJob, schedule: purgeSchedule } = purgeWork({
  name: 'federation.purge-flows',
  description: 'Removes ways to a provider and back that have lapsed.',
  cron: '41 * * * *',
  purge: async (tx) => {
    await tx.query<FederationTables>().deleteFrom('federation.flow').where('expires_at', '<', now()).execute()
  },
})
