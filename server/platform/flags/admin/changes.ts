import { now } from '../../../kernel/clock.ts'
import type { Tx } from '../../../kernel/db/database.ts'
import { type Id, newId } from '../../../kernel/id.ts'
import { changeProposed } from '../events.ts'
import type { Reader } from '../parts.ts'
import { flagsProblem } from '../problems.ts'
import type { ChangeRow, ChangeState, FlagTables } from '../tables.ts'
import { isGuarded } from './apply.ts'
import { type Content, canonical, hashOf, type Subject } from './content.ts'
import { faultsWith } from './judge.ts'
import { lockWrites } from './record.ts'
import { standingOf } from './standing.ts'
import { assertSound } from './variants.ts'

export interface WantedChange {
  readonly subject: Subject
  readonly content: Content
  /** Of what was read before. */
  readonly baseVersion: number
  readonly reason: string
  readonly scheduledAt: Date | null
}

/**
 * Writes a change down for approval. One that needs none and has an hour waits for that. Throws flags/changed-since, flags/bad-schedule,
 * flags/invalid and what is not found.
 */
export async function propose(tx: Tx, proposedBy: Id<'user'>, wanted: WantedChange): Promise<Id<'flag-change'>> {
  await lockWrites(tx)
  const checked = await judged(tx, wanted)
  const id = newId<'flag-change'>()
  await tx
    .query<FlagTables>()
    .insertInto('flags.change')
    .values({ id, ...wanted.subject, ...checked, proposed_by: proposedBy, proposed_at: now() })
    .execute()
  await told(tx, id, { what: 'proposed', wanted, contentHash: checked.content_hash })
  await tx.publish(changeProposed, { changeId: id, proposedBy })
  return id
}

interface Edit {
  readonly id: Id<'flag-change'>
  /** Of the change request. */
  readonly version: number
  readonly wanted: WantedChange
}

/** Says a change anew; whatever approval it had is void. Throws flags/change-ended, flags/changed-since and as `propose` does. */
export async function editChange(tx: Tx, { id, version, wanted }: Edit): Promise<void> {
  await lockWrites(tx)
  const row = await findChange(tx, id)
  if (!['open', 'approved', 'failed'].includes(row.state)) throw flagsProblem('change-ended')
  if (row.version !== version) throw flagsProblem('changed-since')
  const checked = await judged(tx, wanted)
  await tx
    .query<FlagTables>()
    .updateTable('flags.change')
    .set({
      ...checked,
      ...{ version: version + 1, approved_by: null, approved_at: null, approved_hash: null },
      ...{ decided_by: null, decided_at: null, failure: null },
    })
    .where('id', '=', id)
    .execute()
  await told(tx, id, { what: 'edited', wanted, contentHash: checked.content_hash })
  await tx.publish(changeProposed, { changeId: id, proposedBy: row.proposed_by })
}

async function judged(tx: Tx, { subject, content, baseVersion, reason, scheduledAt }: WantedChange) {
  const standing = await standingOf(tx, subject)
  if (standing.version !== baseVersion) throw flagsProblem('changed-since')
  if (scheduledAt !== null && scheduledAt <= now()) throw flagsProblem('bad-schedule')
  if (canonical(standing.content) === canonical(content)) assertSound([SAME])
  assertSound(await faultsWith(tx, subject, content))
  const waits = scheduledAt !== null && !(await isGuarded(tx, subject, standing, content))
  const state: ChangeState = waits ? 'approved' : 'open'
  return {
    ...{ content: JSON.stringify(content), content_hash: hashOf({ ...subject, content, baseVersion, scheduledAt }) },
    ...{ base_version: baseVersion, reason, scheduled_at: scheduledAt, state },
  }
}

const SAME = { pointer: '', code: 'unchanged', detail: 'says nothing else than what holds' }

interface Told {
  readonly what: 'proposed' | 'edited'
  readonly wanted: WantedChange
  readonly contentHash: string
}

function told(tx: Tx, id: Id<'flag-change'>, { what, wanted, contentHash }: Told): Promise<void> {
  return tx.audit({
    action: `flags.change.${what}`,
    subject: { kind: 'flag-change', id },
    details: { ...wanted.subject, contentHash, reason: wanted.reason },
  })
}

/** Throws flags/change-not-found. */
export async function findChange(reader: Reader, id: Id<'flag-change'>): Promise<ChangeRow> {
  const found = await reader
    .query<FlagTables>()
    .selectFrom('flags.change')
    .selectAll()
    .where('id', '=', id)
    .executeTakeFirst()
  if (found === undefined) throw flagsProblem('change-not-found')
  return found
}

interface ChangeFilter {
  readonly state?: ChangeState | undefined
  readonly target?: string | undefined
  readonly environment?: string | undefined
  readonly after?: string | undefined
  readonly limit: number
}

/** The newest first. */
export function listChanges(
  reader: Reader,
  { state, target, environment, after, limit }: ChangeFilter,
): Promise<ChangeRow[]> {
  return reader
    .query<FlagTables>()
    .selectFrom('flags.change')
    .selectAll()
    .$if(state !== undefined, (query) => query.where('state', '=', state ?? 'open'))
    .$if(target !== undefined, (query) => query.where('target', '=', target ?? ''))
    .$if(environment !== undefined, (query) => query.where('environment', '=', environment ?? ''))
    .$if(after !== undefined, (query) => query.where('id', '<', after as Id<'flag-change'>))
    .orderBy('id', 'desc')
    .limit(limit)
    .execute()
}
