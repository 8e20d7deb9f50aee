import { inSeconds, now } from '../../../../kernel/clock.ts'
import type { Tx } from '../../../../kernel/db/database.ts'
import { object } from '../../../../kernel/http/schema.ts'
import type { Id } from '../../../../kernel/id.ts'
import { type AnyJob, job } from '../../../../kernel/jobs/job.ts'
import type { SharingTables, SubscriptionRow } from '../tables.ts'
import type { PlanStep } from './mails.ts'
import { lockTrader } from './plans.ts'
import { findSubscription, holdsUntil } from './standings.ts'
import { type StepDeps, tellPlanStep } from './tell-plan-step.ts'

const DAY_SECONDS = 24 * 3600
/** How long before the end of what was paid it is written of. */
const AHEAD_DAYS = 7

/** By how far `told` has come. */
const STEPS: readonly (PlanStep | null)[] = [null, 'ending', 'grace', 'ended']

/** Writes to traders whose paid plan is about to end, goes on without payment, or has ended. */
export function planEndsJob(deps: StepDeps): AnyJob {
  return job({
    name: 'trading.tell-plan-ends',
    description: 'Writes of plans that are about to end, go on unpaid, or have ended',
    data: object({}),
    ...{ attempts: 5, backoffSeconds: 60, deadlineSeconds: 600 },
    idempotentBy: 'how far the letters of a period have gone, written with each',
    async handle({ db, once, signal }) {
      const found = await db.raw<{ owner_id: Id<'user'> }>(
        'SELECT owner_id FROM trading.subscription WHERE ends_at IS NOT NULL AND told < 3 AND ends_at <= $1 ORDER BY ends_at',
        [inSeconds(AHEAD_DAYS * DAY_SECONDS)],
      )
      for (const { owner_id: ownerId } of found) {
        signal.throwIfAborted()
        await once((tx) => tellOne(tx, deps, ownerId), `plan of ${ownerId}`)
      }
    },
  })
}

async function tellOne(tx: Tx, deps: StepDeps, ownerId: Id<'user'>): Promise<void> {
  await lockTrader(tx, ownerId)
  const row = await findSubscription(tx, ownerId)
  const told = row === undefined ? 0 : stepsDue(row)
  const step = STEPS[told]
  if (row === undefined || told <= row.told || step == null) return
  await tx
    .query<SharingTables>()
    .updateTable('trading.subscription')
    .set({ told })
    .where('owner_id', '=', ownerId)
    .execute()
  await tellPlanStep(tx, deps, row, step)
}

/** How far the letters should have gone: nobody is reminded of what they let end. */
function stepsDue(row: SubscriptionRow): number {
  const [at, last] = [now(), holdsUntil(row)]
  if (row.ends_at === null || last === null) return 0
  if (at >= last) return 3
  if (row.ends_with_period) return 0
  return at >= row.ends_at ? 2 : 1
}
