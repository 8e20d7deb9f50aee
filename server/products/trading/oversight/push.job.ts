import { systemOrigin } from '../../../kernel/db/actor.ts'
import type { Db } from '../../../kernel/db/database.ts'
import { idOf, object } from '../../../kernel/http/schema.ts'
import type { Id } from '../../../kernel/id.ts'
import { type AnyJob, job } from '../../../kernel/jobs/job.ts'
import { OutboundFailure } from '../../../kernel/outbound/outbound.ts'
import type { TradingDeps } from '../deps.ts'
import { findPushAddress, push, pushQueue, rememberPush } from './push.ts'
import type { OversightTables } from './tables.ts'

/** Pushes what an alert told to where its trader wants it. */
export function pushJob({ outbound }: Pick<TradingDeps, 'outbound'>): AnyJob {
  return job({
    name: pushQueue,
    description: 'Pushes an alert of trading to the push service of its trader',
    data: object({ eventId: idOf('alert-event') }),
    ...{ attempts: 5, backoffSeconds: 30, deadlineSeconds: 60 },
    idempotentBy: 'a push that comes again says the same fact in the same words',
    handle: async ({ db, jobId, signal }, { eventId }) => {
      const event = await findEvent(db, eventId)
      const address = event === undefined ? undefined : await findPushAddress(db, event.owner_id)
      if (event === undefined || address === undefined) return
      const remember = (failure: string | null) =>
        db.transaction(systemOrigin(pushQueue, jobId), (tx) => rememberPush(tx, address, failure))
      try {
        await push(outbound, address.url, { title: `Alert of ${event.account}`, text: event.title, signal })
      } catch (error) {
        if (error instanceof OutboundFailure) await remember(error.message)
        throw error
      }
      if (address.failure !== null) await remember(null)
    },
  })
}

async function findEvent(db: Db, id: Id<'alert-event'>) {
  return await db
    .query<OversightTables>()
    .selectFrom('trading.alert_event as event')
    .innerJoin('trading.account as account', 'account.id', 'event.account_id')
    .select(['event.owner_id', 'event.title', 'account.name as account'])
    .where('event.id', '=', id)
    .executeTakeFirst()
}
