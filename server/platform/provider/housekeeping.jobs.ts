import { object } from '../../kernel/http/schema.ts'
import { job, type Schedule } from '../../kernel/jobs/job.ts'
import { purgeItems } from './items.ts'

export const purgeJob = job({
  name: 'provider.purge-expired',
  description: 'Removes codes, tokens and grants of applications that are over.',
  data: object({}),
  attempts: 3,
  backoffSeconds: 60,
  deadlineSeconds: 60,
  idempotentBy: 'deleting what has expired: a second run finds nothing',
  handle: async ({ once }) => {
    await once(purgeItems)
  },
})

export const purgeSchedule: Schedule = {
  name: 'provider.purge-expired',
  job: purgeJob,
  cron: '47 3 * * *',
  zone: 'UTC',
  data: {},
}
