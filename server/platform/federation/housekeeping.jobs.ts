import { now } from '../../kernel/clock.ts'
import { object } from '../../kernel/http/schema.ts'
import { job, type Schedule } from '../../kernel/jobs/job.ts'
import type { FederationTables } from './tables.ts'

export const purgeJob = job({
  name: 'federation.purge-flows',
  description: 'Removes ways to a provider and back that have lapsed.',
  data: object({}),
  attempts: 3,
  backoffSeconds: 60,
  deadlineSeconds: 60,
  idempotentBy: 'deleting what has expired: a second run finds nothing',
  handle: async ({ once }) => {
    await once(async (tx) => {
      await tx.query<FederationTables>().deleteFrom('federation.flow').where('expires_at', '<', now()).execute()
    })
  },
})

export const purgeSchedule: Schedule = {
  name: 'federation.purge-flows',
  job: purgeJob,
  cron: '41 * * * *',
  zone: 'UTC',
  data: {},
}
