import { now } from '../../../kernel/clock.ts'
import type { Tx } from '../../../kernel/db/database.ts'
import { type Id, newId } from '../../../kernel/id.ts'
import { flagChanged, segmentChanged } from '../events.ts'
import { type Change, sendNotice } from '../notices.ts'
import type { FlagsDeps } from '../parts.ts'
import type { FlagTables } from '../tables.ts'
import type { Subject } from './content.ts'
import { auditedChanges, changesBetween } from './diff.ts'

interface Entry {
  readonly subject: Subject
  readonly version: number
  /** What was done: `made`, `changed`, `killed`. */
  readonly action: string
  readonly before: object | null
  readonly after: object | null
  readonly reason: string
  /** Environments whose evaluators must hear of it. */
  readonly touches: readonly string[]
  readonly changeId?: Id<'flag-change'> | null
  readonly isEmergency?: boolean
}

/**
 * One writer at a time, until its transaction ends: what is judged (cycles, whether something is in use, versions) then holds at the commit.
 * NOTE: flags are changed by people, now and then; nobody waits for long.
 */
export async function lockWrites(tx: Tx): Promise<void> {
  await tx.raw("SELECT pg_advisory_xact_lock(hashtextextended('flags writes', 0))")
}

/** Writes what was and is into the history and the audit trail, and tells evaluators and subscribers. */
export async function record({ bus }: Pick<FlagsDeps, 'bus'>, tx: Tx, entry: Entry): Promise<void> {
  const { subject, version, action, before, after, reason, changeId = null, isEmergency = false } = entry
  const id = newId<'flag-revision'>()
  await tx
    .query<FlagTables>()
    .insertInto('flags.revision')
    .values({
      ...{ id, ...subject, version, action, reason, change_id: changeId, at: now(), actor_id: actorOf(tx) },
      before: before === null ? null : JSON.stringify(before),
      after: after === null ? null : JSON.stringify(after),
    })
    .execute()
  const { kind, target: key, environment } = subject
  await tx.audit({
    action: `flags.${kind}.${action}`,
    subject: { kind: kind === 'segment' ? 'flag-segment' : 'flag', id: key },
    details: {
      ...{ revisionId: id, environment, version, reason, changeId },
      ...(isEmergency ? { emergency: true } : {}),
      ...auditedChanges(changesBetween(before, after)),
    },
  })
  await tx.publish(kind === 'segment' ? segmentChanged : flagChanged, {
    ...{ key, environment, action, version },
    revisionId: id,
  })
  await touch({ bus }, tx, entry.touches, { kind: kind === 'segment' ? 'segment' : 'flag', key })
}

/** Evaluators of these environments read what has changed once this transaction has committed. */
export async function touch(
  { bus }: Pick<FlagsDeps, 'bus'>,
  tx: Tx,
  environments: readonly string[],
  changed: Omit<Change, 'revision'>,
): Promise<void> {
  const touched = await tx.raw<{ key: string; revision: bigint }>(
    'UPDATE flags.environment SET revision = revision + 1 WHERE key = ANY($1) RETURNING key, revision',
    [environments],
  )
  for (const { key: environment, revision } of touched)
    await sendNotice(bus, tx, { environment, change: { ...changed, revision: Number(revision) } })
}

export function actorOf({ origin: { actor } }: Tx): Id<'user'> | null {
  return actor.kind === 'user' ? actor.userId : null
}
