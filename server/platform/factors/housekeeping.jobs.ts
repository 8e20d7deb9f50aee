import { inSeconds, now } from '../../kernel/clock.ts'
import { object } from '../../kernel/http/schema.ts'
import { job, type Schedule } from '../../kernel/jobs/job.ts'
import { purgeChallenges } from './passkey-challenges.ts'
import { purgeCodes } from './sent-codes.ts'
import type { FactorsTables } from './tables.ts'

const PENDING_SECONDS = 24 * 60 * 60

export const tidyJob = job({
  name: 'factors.tidy',
  description: 'Removes lapsed trusted devices, counters, codes and challenges, and factors that were never confirmed.',
  data: object({}),
  attempts: 3,
  backoffSeconds: 60,
  deadlineSeconds: 60,
  idempotentBy: 'deleting what has lapsed: a second run finds nothing',
  handle: async ({ once }) => {
    await once(async (tx) => {
      const query = tx.query<FactorsTables>()
      await query.deleteFrom('factors.device').where('expires_at', '<', now()).execute()
      await query.deleteFrom('factors.attempt').where('ends_at', '<', now()).execute()
      for (const table of ['factors.totp', 'factors.phone', 'factors.email'] as const)
        await query
          .deleteFrom(table)
          .where('confirmed_at', 'is', null)
          .where('created_at', '<', inSeconds(-PENDING_SECONDS))
          .execute()
      await purgeCodes(tx)
      await purgeChallenges(tx)
    })
  },
})

export const tidySchedule: Schedule = {
  name: 'factors.tidy',
  job: tidyJob,
  cron: '37 3 * * *',
  zone: 'UTC',
  data: {},
}
