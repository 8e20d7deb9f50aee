import { inSeconds, now } from '../../kernel/clock.ts'
import { systemOrigin } from '../../kernel/db/actor.ts'
import type { Tx } from '../../kernel/db/database.ts'
import { object } from '../../kernel/http/schema.ts'
import type { Id } from '../../kernel/id.ts'
import { type Job, type JobContext, job, type Schedule } from '../../kernel/jobs/job.ts'
import type { ContentType } from './content-type.ts'
import { auditEntry } from './entries.ts'
import type { ContentParts } from './parts.ts'
import { publishDue, unpublishDue } from './publishing.ts'
import type { ContentTables } from './tables.ts'

const DUE_MAX = 200
const TRASH_SECONDS = 30 * 24 * 3600
const AUTOSAVE_SECONDS = 24 * 3600

/** What the engine does by the clock. */
export function contentSchedules(parts: Pick<ContentParts, 'types' | 'shown'>): Schedule[] {
  const publish = publishDueJob(parts)
  const tidy = tidyJob()
  return [
    { name: publish.name, job: publish, cron: '* * * * *', zone: 'UTC', data: {} },
    { name: tidy.name, job: tidy, cron: '41 3 * * *', zone: 'UTC', data: {} },
  ]
}

type Step = (tx: Tx, parts: Pick<ContentParts, 'shown'>, type: ContentType, id: Id<'entry'>) => Promise<boolean>

function publishDueJob(parts: Pick<ContentParts, 'types' | 'shown'>): Job {
  return job({
    name: 'content.publish-due',
    description: 'Publishes and takes back entries whose time has come',
    data: object({}),
    attempts: 3,
    backoffSeconds: 10,
    deadlineSeconds: 50,
    idempotentBy: 'the schedule of each entry, read under its lock and cleared with what it asks for',
    handle: async (context) => {
      const failures = [
        ...(await eachDue(context, parts, 'publish_at', publishDue)),
        ...(await eachDue(context, parts, 'unpublish_at', unpublishDue)),
      ]
      if (failures.length > 0) throw new AggregateError(failures, `${failures.length} entries could not be changed`)
    },
  })
}

/** Each in a transaction of its own, so that one that cannot be published stands in nobody's way. Returns what failed. */
async function eachDue(
  { db, jobId, log }: JobContext,
  parts: Pick<ContentParts, 'types' | 'shown'>,
  column: 'publish_at' | 'unpublish_at',
  step: Step,
): Promise<unknown[]> {
  const due = await db
    .query<ContentTables>()
    .selectFrom('content.entry')
    .select(['id', 'type'])
    .where(column, '<=', now())
    .where('type', 'in', [...parts.types.keys(), ''])
    .orderBy(column)
    .limit(DUE_MAX)
    .execute()
  const failures: unknown[] = []
  for (const { id, type: name } of due) {
    const type = parts.types.get(name)
    if (type === undefined) continue
    try {
      await db.transaction(systemOrigin('content.publish-due', jobId), (tx) => step(tx, parts, type, id))
    } catch (error) {
      log.error({ error, entryId: id }, 'a scheduled entry could not be changed')
      failures.push(error)
    }
  }
  return failures
}

function tidyJob(): Job {
  return job({
    name: 'content.tidy',
    description: 'Removes what was in the trash for 30 days, old autosaves, and lapsed locks and preview links',
    data: object({}),
    attempts: 3,
    backoffSeconds: 60,
    deadlineSeconds: 120,
    idempotentBy: 'what is removed is not found again',
    handle: async ({ once }) => {
      await once(async (tx) => {
        await purgeTrash(tx)
        await forgetVisitors(tx)
        await tx.raw('DELETE FROM content.lock WHERE expires_at <= $1', [now()])
        await tx.raw('DELETE FROM content.preview WHERE expires_at <= $1', [now()])
        await tx.raw(
          `DELETE FROM content.version version USING content.entry entry
            WHERE version.autosave AND version.created_at < $1 AND entry.id = version.entry_id
              AND version.number NOT IN (entry.head_version, coalesce(entry.live_version, 0), coalesce(entry.scheduled_version, 0))
              AND NOT EXISTS (SELECT FROM content.preview preview
                               WHERE preview.entry_id = version.entry_id AND preview.version = version.number)`,
          [inSeconds(-AUTOSAVE_SECONDS)],
        )
      })
    },
  })
}

/** Spam goes after 30 days. Salts are kept for this month and the one before, whose keys may still be counted. */
async function forgetVisitors(tx: Tx): Promise<void> {
  await tx.raw("DELETE FROM content.comment WHERE state = 'spam' AND created_at < $1", [inSeconds(-TRASH_SECONDS)])
  await tx.raw('DELETE FROM content.visitor_salt WHERE month < $1', [
    inSeconds(-TRASH_SECONDS).toISOString().slice(0, 7),
  ])
}

async function purgeTrash(tx: Tx): Promise<void> {
  const purged = await tx
    .query<ContentTables>()
    .deleteFrom('content.entry')
    .where('trashed_at', '<', inSeconds(-TRASH_SECONDS))
    .returning(['id', 'type'])
    .execute()
  for (const entry of purged) await auditEntry(tx, 'purged', entry)
}
