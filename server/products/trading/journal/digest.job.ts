import { object } from '../../../kernel/http/schema.ts'
import { type AnyJob, type JobContext, job } from '../../../kernel/jobs/job.ts'
import type { TradingParts } from '../deps.ts'
import { dueTraders, sendDigest } from './digest.ts'
import { type DigestKind, daily, weekly } from './digest-kinds.ts'
import { duePeriod } from './due-periods.ts'

type Deps = Pick<TradingParts, 'plans' | 'mailer' | 'mailRecords' | 'people' | 'publicUrl'>

const BATCH = 100
const NOBODY = '00000000-0000-0000-0000-000000000000'

/** Writes to who wants it on Monday morning, wherever that is. */
export function weeklyDigestJob(deps: Deps): AnyJob {
  return job({
    name: 'trading.send-weekly-digests',
    description: 'Writes to traders who want it how the last week went',
    data: object({}),
    ...{ attempts: 5, backoffSeconds: 30, deadlineSeconds: 600 },
    idempotentBy: 'one row for each trader and week, written with the letter',
    handle: (context) => send(deps, context, weekly),
  })
}

/** Writes to who wants it in the morning after a day with trades, wherever that is. */
export function dailyDigestJob(deps: Deps): AnyJob {
  return job({
    name: 'trading.send-daily-digests',
    description: 'Writes to traders who want it how the day before went',
    data: object({}),
    ...{ attempts: 5, backoffSeconds: 30, deadlineSeconds: 600 },
    idempotentBy: 'one row for each trader and day, written with the letter',
    handle: (context) => send(deps, context, daily),
  })
}

async function send(deps: Deps, context: JobContext, kind: DigestKind): Promise<void> {
  const zones = await context.db.raw<{ time_zone: string }>(
    `SELECT DISTINCT account.time_zone FROM ${kind.wishes} digest
       JOIN trading.account account ON account.id = digest.account_id`,
  )
  for (const { time_zone: zone } of zones) await sendIn(deps, context, kind, zone)
}

async function sendIn(deps: Deps, { db, once, signal }: JobContext, kind: DigestKind, zone: string): Promise<void> {
  const due = duePeriod(kind.period, zone)
  if (due === null) return
  for (let after: string = NOBODY; ; ) {
    const owners = await dueTraders(db, kind, { zone, due, after, limit: BATCH })
    for (const ownerId of owners) {
      signal.throwIfAborted()
      await once((tx) => sendDigest(tx, deps, kind, { ownerId, range: due.range }), `digest ${ownerId}`)
    }
    const last = owners.at(-1)
    if (last === undefined || owners.length < BATCH) return
    after = last
  }
}
