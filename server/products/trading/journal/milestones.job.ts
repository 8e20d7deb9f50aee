import { object } from '../../../kernel/http/schema.ts'
import type { Id } from '../../../kernel/id.ts'
import { type AnyJob, job } from '../../../kernel/jobs/job.ts'
import type { TradingDeps } from '../deps.ts'
import { findMilestones } from './milestones.ts'

const BATCH = 200
const NOBODY = '00000000-0000-0000-0000-000000000000'

/** Looks for what traders have reached since the last time. */
export function milestonesJob(deps: Pick<TradingDeps, 'mailer' | 'people' | 'publicUrl'>): AnyJob {
  return job({
    name: 'trading.find-milestones',
    description: 'Writes down goals and round numbers that traders have reached, and tells them',
    data: object({}),
    ...{ attempts: 3, backoffSeconds: 60, deadlineSeconds: 1800 },
    idempotentBy: 'one row for each milestone of a trader, written with its letter',
    handle: async ({ db, once, signal }) => {
      for (let after: string = NOBODY; ; ) {
        const owners = await db.raw<{ owner_id: Id<'user'> }>(
          `SELECT DISTINCT owner_id FROM trading.account WHERE owner_id > $1 ORDER BY owner_id LIMIT ${BATCH}`,
          [after],
        )
        for (const { owner_id: ownerId } of owners) {
          signal.throwIfAborted()
          await once((tx) => findMilestones(tx, deps, ownerId), `milestones ${ownerId}`)
        }
        const last = owners.at(-1)
        if (last === undefined || owners.length < BATCH) return
        after = last.owner_id
      }
    },
  })
}
