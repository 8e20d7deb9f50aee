import { purgeWork } from '../../kernel/jobs/purge-work.ts'
import { purgeItems } from './items.ts'

export const { job: purgeJob, schedule: purgeSchedule } = purgeWork({
  name: 'provider.purge-expired',
  description: 'Removes codes, tokens and grants of applications that are over.',
  cron: '47 3 * * *',
  purge: purgeItems,
})
