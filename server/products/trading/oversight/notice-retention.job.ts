import { inSeconds } from '../../../kernel/clock.ts'
import { object } from '../../../kernel/http/schema.ts'
import { type AnyJob, job } from '../../../kernel/jobs/job.ts'

const DAY_SECONDS = 24 * 3600
const READ_DAYS = 90
/** Who has not looked for so long will not any more; the breach of a risk profile stands with the profile. */
const UNREAD_DAYS = 400
const ROWS_AT_ONCE = 10_000

/** Drops notices of alerts and risk profiles after their time. */
export const noticeRetentionJob: AnyJob = job({
  name: 'trading.drop-notices',
  description: 'Drops notices 90 days after they were raised, those that nobody read after 400',
  data: object({}),
  ...{ attempts: 3, backoffSeconds: 60, deadlineSeconds: 600 },
  idempotentBy: 'what is dropped is gone',
  async handle({ db, signal }) {
    for (let dropped = ROWS_AT_ONCE; dropped === ROWS_AT_ONCE; ) {
      signal.throwIfAborted()
      const gone = await db.raw(
        `DELETE FROM trading.alert_event WHERE id IN (
           SELECT id FROM trading.alert_event
            WHERE raised_at < $1 AND (raised_at < $2 OR read_at IS NOT NULL OR NOT in_app) LIMIT ${ROWS_AT_ONCE})
         RETURNING id`,
        [inSeconds(-READ_DAYS * DAY_SECONDS), inSeconds(-UNREAD_DAYS * DAY_SECONDS)],
      )
      dropped = gone.length
    }
  },
})
