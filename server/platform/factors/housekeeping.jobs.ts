import { inSeconds, now } from '../../kernel/clock.ts'
import { purgeWork } from '../../kernel/jobs/purge-work.ts'
import { purgeChallenges } from './passkey-challenges.ts'
import { purgeCodes } from './sent-codes.ts'
import type { FactorsTables } from './tables.ts'

const PENDING_SECONDS = 24 * 60 * 60

export const { job: tidyJob, schedule: tidySchedule } = purgeWork({
  name: 'factors.tidy',
  description: 'Removes lapsed trusted devices, counters, codes and challenges, and factors that were never confirmed.',
  cron: '37 3 * * *',
  purge: async (tx) => {
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
  },
})
