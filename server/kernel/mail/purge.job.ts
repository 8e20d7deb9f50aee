import { inSeconds } from '../clock.ts'
import type { Tx } from '../db/database.ts'
import { object } from '../http/schema.ts'
import { job, type Schedule } from '../jobs/job.ts'
import { giveUpOlder } from './outbox.ts'

const DAY_SECONDS = 24 * 3600
/** Long enough to look into a complaint, and for reports that come late. */
const ENDED_DAYS = 90
/** As long as its job is kept, which could send it. */
const FAILED_DAYS = 30
const READ_WEBHOOK_DAYS = 7
/** A job is put off for a day at most. One whose queue was paused for longer still sends its mail. */
const WAITING_DAYS = 7

export const purgeMailJob = job({
  name: 'mail.purge',
  description: `Removes mail and reports of ${ENDED_DAYS} days ago, and mail given up or in doubt ${FAILED_DAYS} days ago; gives up what waits for ${WAITING_DAYS} days.`,
  data: object({}),
  attempts: 3,
  backoffSeconds: 60,
  deadlineSeconds: 60,
  idempotentBy: 'deleting what is old: a second run finds nothing',
  handle: async ({ once }) => {
    await once(purgeMail)
  },
})

export const purgeMailSchedule: Schedule = {
  name: 'mail.purge',
  job: purgeMailJob,
  cron: '43 3 * * *',
  zone: 'UTC',
  data: {},
}

async function purgeMail(tx: Tx): Promise<void> {
  const daysAgo = (days: number): Date => inSeconds(-days * DAY_SECONDS)
  await tx.raw("DELETE FROM kernel.mail WHERE created_at < $1 AND state IN ('sent', 'suppressed')", [
    daysAgo(ENDED_DAYS),
  ])
  await tx.raw("DELETE FROM kernel.mail WHERE created_at < $1 AND state IN ('failed', 'uncertain')", [
    daysAgo(FAILED_DAYS),
  ])
  await tx.raw('DELETE FROM kernel.mail_report WHERE reported_at < $1', [daysAgo(ENDED_DAYS)])
  await tx.raw('DELETE FROM kernel.mail_webhook WHERE received_at < $1 OR (sealed_body IS NULL AND received_at < $2)', [
    daysAgo(FAILED_DAYS),
    daysAgo(READ_WEBHOOK_DAYS),
  ])
  // Last: what is given up now is still seen until the next time.
  await giveUpOlder(tx, daysAgo(WAITING_DAYS), `it waited for ${WAITING_DAYS} days`)
}
