import { inSeconds, now } from '../../kernel/clock.ts'
import type { Tx } from '../../kernel/db/database.ts'
import { purgeWork } from '../../kernel/jobs/purge-work.ts'
import { forgetRecipientsOf } from '../../kernel/mail/forget.ts'
import { erasedMail } from './personal-data-mails.ts'
import type { IdentityTables } from './tables.ts'

/** Ended sessions stay this long, so that a new device is told from a known one. */
const SESSION_MEMORY_SECONDS = 90 * 24 * 60 * 60
/** As long as the cookie lives. */
const DEVICE_MEMORY_SECONDS = 400 * 24 * 60 * 60

export const { job: purgeJob, schedule: purgeSchedule } = purgeWork({
  name: 'identity.purge-expired',
  description: 'Removes secrets, counters and sessions that have been over for long.',
  cron: '17 3 * * *',
  purge: purge,
})

async function purge(tx: Tx): Promise<void> {
  await forgetRecipientsOf(tx, erasedMail.name)
  const query = tx.query<IdentityTables>()
  await query.deleteFrom('identity.one_time').where('expires_at', '<', now()).execute()
  await query.deleteFrom('identity.attempt').where('ends_at', '<', now()).execute()
  await query.deleteFrom('identity.email_hold').where('expires_at', '<', now()).execute()
  await query.deleteFrom('identity.device').where('last_seen_at', '<', inSeconds(-DEVICE_MEMORY_SECONDS)).execute()
  await query.deleteFrom('identity.session').where('expires_at', '<', inSeconds(-SESSION_MEMORY_SECONDS)).execute()
}
