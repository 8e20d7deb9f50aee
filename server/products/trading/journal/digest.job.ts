import { object } from '../../../kernel/http/schema.ts'
import { type AnyJob, type JobContext, job } from '../../../kernel/jobs/job.ts'
import type { TradingParts } from '../deps.ts'
import { dueTraders, sendDigest } from './digest.ts'
import { duePeriod } from './due-periods.ts'

type Deps = Pick<TradingParts, 'plans' | 'mailer' | 'mailRecords' | 'people' | 'publicUrl'>

const BATCH = 100
const NOBODY = '00000000-0000-0000-0000-000000000000'

/** Writes to who wants it on Monday morning, wherever that is. */
export function digestJob(deps: Deps): AnyJob {
  return job({
    name: 'trading.send-weekly-digests',
    description: 'Writes to traders who want it how the last week went',
    data: object({}),
    ...{ attempts: 5, backoffSeconds: 30, deadlineSeconds: 600 },
    idempotentBy: 'one row for each trader and week, written with the letter',
    handle: async (context) => {
      const zones = await context.db.raw<{ time_zone: string }>(
        `SELECT DISTINCT account.time_zone FROM trading.weekly_digest digest
           JOIN trading.account account ON account.id = digest.account_id`,
      )
      for (const { time_zone: zone } of zones) await sendIn(deps, context, zone)
    },
  })
}

async function sendIn(deps: Deps, { db, once, signal }: JobContext, zone: string): Promise<void> {
  const due = duePeriod('week', zone)
  if (due === null) return
  for (let after: string = NOBODY; ; ) {
    const owners = await dueTraders(db, { zone, due, after, limit: BATCH })
    for (const ownerId of owners) {
      signal.throwIfAborted()
      await once((tx) => sendDigest(tx, deps, ownerId, due.range), `digest ${ownerId}`)
    }
    const last = owners.at(-1)
    if (last === undefined || owners.length < BATCH) return
    after = last
  }
}
