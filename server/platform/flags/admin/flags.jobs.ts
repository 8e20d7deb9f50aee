import { inSeconds, now } from '../../../kernel/clock.ts'
import { systemOrigin } from '../../../kernel/db/actor.ts'
import { object } from '../../../kernel/http/schema.ts'
import type { Id } from '../../../kernel/id.ts'
import { type Job, job, type Schedule } from '../../../kernel/jobs/job.ts'
import type { FlagsDeps } from '../parts.ts'
import type { FlagTables } from '../tables.ts'
import { applyDue } from './decide.ts'
import { viewFlags } from './flag-list.ts'
import { tellOwner } from './letters.ts'

const DUE_MAX = 200
const STALE_MAX = 1000
const TOLD_MAX = 30
/** Longer than the longest time after which a flag is stale. */
const USAGE_SECONDS = 1100 * 24 * 60 * 60

/** What is done by the clock. */
export function flagSchedules(deps: FlagsDeps): (Schedule & { readonly job: Job })[] {
  return [
    { name: 'flags.apply-due', job: applyDueJob(deps), cron: '* * * * *', zone: 'UTC', data: {} },
    { name: 'flags.tell-stale', job: tellStaleJob(deps), cron: '12 7 * * 1', zone: 'UTC', data: {} },
  ]
}

function applyDueJob(deps: FlagsDeps): Job {
  return job({
    name: 'flags.apply-due',
    description: 'Applies approved changes of flags whose hour has come',
    data: object({}),
    attempts: 3,
    backoffSeconds: 5,
    deadlineSeconds: 50,
    idempotentBy: 'the state of each change, read and changed under the lock of writes',
    async handle({ db, jobId, log }) {
      const due = await db
        .query<FlagTables>()
        .selectFrom('flags.change')
        .select('id')
        .where('state', '=', 'approved')
        .where('scheduled_at', '<=', now())
        .orderBy('scheduled_at')
        .limit(DUE_MAX)
        .execute()
      const failures: unknown[] = []
      for (const { id } of due) {
        try {
          await db.transaction(systemOrigin('flags.apply-due', jobId), (tx) => applyDue(deps, tx, id))
        } catch (error) {
          log.error({ error, changeId: id }, 'a scheduled change of a flag could not be tried')
          failures.push(error)
        }
      }
      if (failures.length > 0) throw new AggregateError(failures, `${failures.length} changes could not be tried`)
    },
  })
}

function tellStaleJob(deps: FlagsDeps): Job {
  return job({
    name: 'flags.tell-stale',
    description: 'Tells owners weekly which of their flags may be done with, and forgets old counts of use',
    data: object({}),
    attempts: 3,
    backoffSeconds: 60,
    deadlineSeconds: 120,
    idempotentBy: 'the record of this run, written with the letters',
    handle: async ({ once }) => {
      await once(async (tx) => {
        await tx.raw('DELETE FROM flags.usage WHERE last_at < $1', [inSeconds(-USAGE_SECONDS)])
        const owned = new Map<Id<'user'>, string[]>()
        for (const { row } of await viewFlags(tx, { stale: true, limit: STALE_MAX })) {
          if (row.owner_id === null) continue
          const why = row.stale === 'unused' ? 'long not evaluated' : 'long the same for everybody'
          owned.set(row.owner_id, [...(owned.get(row.owner_id) ?? []), `${row.key}: ${why}`])
        }
        for (const [ownerId, flags] of owned) await tellOwner(deps, tx, ownerId, flags.slice(0, TOLD_MAX))
      })
    },
  })
}
