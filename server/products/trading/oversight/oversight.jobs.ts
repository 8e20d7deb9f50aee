import { now } from '../../../kernel/clock.ts'
import { systemOrigin } from '../../../kernel/db/actor.ts'
import { idOf, object } from '../../../kernel/http/schema.ts'
import type { Id } from '../../../kernel/id.ts'
import { type AnyJob, job } from '../../../kernel/jobs/job.ts'
import { tradingDaySql } from '../ledger/trading-day.ts'
import { lookAtAccount } from './judging.ts'
import { enqueueLook, lookQueue } from './looks.ts'
import { letterQueue, sendAlert, type TellDeps } from './telling.ts'

/** Judges one account after its figures, a profile or an alert changed. */
export function lookJob(deps: TellDeps): AnyJob {
  return job({
    name: lookQueue,
    description: 'Judges the risk profiles and alerts of an account',
    data: object({ accountId: idOf('trading-account') }),
    ...{ attempts: 5, backoffSeconds: 10, deadlineSeconds: 300 },
    idempotentBy: 'what was told is written with what tells it, and the same figures tell nothing new',
    handle: async ({ once }, { accountId }) => {
      await once((tx) => lookAtAccount(tx, deps, accountId))
    },
  })
}

/** Sends a letter that waited for the end of quiet hours. */
export function letterJob(deps: TellDeps): AnyJob {
  return job({
    name: letterQueue,
    description: 'Sends a letter of an alert that was raised in quiet hours',
    data: object({ eventId: idOf('alert-event') }),
    ...{ attempts: 5, backoffSeconds: 30, deadlineSeconds: 60 },
    idempotentBy: 'the letter is queued under the id of the job',
    handle: async ({ once }, { eventId }) => {
      await once((tx) => sendAlert(tx, deps, eventId))
    },
  })
}

/** Accounts whose figures are not those that were judged, whose trading day is another, or of which an alert is due by the clock. */
const DUE = `
  SELECT account.id FROM trading.account account
    LEFT JOIN trading.oversight_look look ON look.account_id = account.id
   WHERE account.id > $1 AND account.archived_at IS NULL
     AND (EXISTS (SELECT FROM trading.risk_profile profile WHERE profile.account_id = account.id)
       OR EXISTS (SELECT FROM trading.alert_rule alert WHERE alert.account_id = account.id AND alert.state <> 'expired'))
     AND (look.account_id IS NULL OR look.generation <> account.generation
       OR look.day <> ${tradingDaySql('$2::timestamptz', 'account.cutoff_zone', 'account.cutoff_minute')}
       OR EXISTS (SELECT FROM trading.alert_rule alert WHERE alert.account_id = account.id
            AND (alert.snoozed_until <= $2 OR (alert.expires_at <= $2 AND alert.state <> 'expired')))
       OR EXISTS (SELECT FROM trading.import_batch batch WHERE batch.account_id = account.id
            AND batch.state = 'failed' AND batch.updated_at >= look.looked_at))
   ORDER BY account.id LIMIT $3`

const BATCH = 500
const NOBODY = '00000000-0000-0000-0000-000000000000'

/** Finds the accounts that are to be looked at. */
export const dueLooksJob: AnyJob = job({
  name: 'trading.find-due-looks',
  description: 'Finds trading accounts whose risk profiles and alerts are to be judged',
  data: object({}),
  ...{ attempts: 3, backoffSeconds: 30, deadlineSeconds: 300 },
  idempotentBy: 'one waiting job for each account',
  handle: async ({ db, jobId, signal }) => {
    for (let after: string = NOBODY; ; ) {
      signal.throwIfAborted()
      const due = await db.raw<{ id: Id<'trading-account'> }>(DUE, [after, now(), BATCH])
      await db.transaction(systemOrigin('trading.find-due-looks', jobId), async (tx) => {
        for (const { id } of due) await enqueueLook(tx, id)
      })
      const last = due.at(-1)
      if (last === undefined || due.length < BATCH) return
      after = last.id
    }
  },
})
