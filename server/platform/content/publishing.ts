import { now } from '../../kernel/clock.ts'
import type { Tx } from '../../kernel/db/database.ts'
import { httpProblem } from '../../kernel/http/problems.ts'
import type { ContentType } from './content-type.ts'
import { assertUntrashed, auditEntry, changeEntry, type EntryAddress, lockEntry, versionOf } from './entries.ts'
import { entryPublished, entryUnpublished } from './events.ts'
import type { ContentParts } from './parts.ts'
import { contentProblem } from './problems.ts'
import { publishedOf } from './published-row.ts'
import { currentSlug } from './slugs.ts'
import type { ContentTables, EntryRow, EntryState, Refusal, VersionRow } from './tables.ts'

type Parts = Pick<ContentParts, 'shown'>

/** Makes a version the live one. Throws content/version-not-found, content/wrong-state in the trash, and what the type's hook throws. */
export async function publishEntry(
  tx: Tx,
  parts: Parts,
  { type, id, editor }: EntryAddress,
  { version, publishedAt }: { readonly version: number; readonly publishedAt?: Date },
): Promise<EntryRow> {
  const entry = await lockEntry(tx, type, id, editor)
  assertUntrashed(entry)
  return await makeLive(tx, parts, type, { entry, version: await versionOf(tx, id, version), at: publishedAt ?? now() })
}

interface Publication {
  /** Locked. */
  readonly entry: EntryRow
  readonly version: VersionRow
  readonly at: Date
}

async function makeLive(tx: Tx, { shown }: Parts, type: ContentType, publication: Publication): Promise<EntryRow> {
  const { entry, version, at } = publication
  const slug = await currentSlug(tx, entry.id)
  const saved = await changeEntry(tx, entry, {
    ...{ state: 'published', live_version: version.number, published_at: entry.published_at ?? at },
    ...{ scheduled_version: null, publish_at: null, updated_at: now() },
  })
  await writePublished(tx, type, { ...publication, entry: saved, slug })
  const { title, fields } = version
  const said = { entryId: entry.id, version: version.number, locale: entry.locale, slug, title }
  await type.onPublish?.(tx, { ...said, fields: fields as never })
  await auditEntry(tx, 'published', entry, { version: version.number, before: entry.live_version })
  await tx.publish(entryPublished, { ...factOf(entry, slug), version: version.number })
  await shown.changed(tx, type.name)
  return saved
}

async function writePublished(tx: Tx, type: ContentType, publication: Publication & { readonly slug: string }) {
  const row = publishedOf(type, publication)
  await tx
    .query<ContentTables>()
    .insertInto('content.published')
    .values(row)
    .onConflict((conflict) => conflict.column('entry_id').doUpdateSet(row))
    .execute()
}

function factOf({ id, type, locale }: EntryRow, slug: string) {
  return { entryId: id, type, locale, slug }
}

/** Takes an entry back: nobody outside sees it until it is published again. Throws content/wrong-state unless it is live. */
export async function unpublishEntry(tx: Tx, parts: Parts, { type, id, editor }: EntryAddress): Promise<EntryRow> {
  const entry = await lockEntry(tx, type, id, editor)
  if (entry.live_version === null) throw contentProblem('wrong-state', { params: { state: entry.state } })
  return await takeBack(tx, parts, entry)
}

async function takeBack(tx: Tx, { shown }: Parts, entry: EntryRow): Promise<EntryRow> {
  await tx.query<ContentTables>().deleteFrom('content.published').where('entry_id', '=', entry.id).execute()
  const saved = await changeEntry(tx, entry, {
    ...{ state: 'archived', live_version: null, updated_at: now() },
    ...{ scheduled_version: null, publish_at: null, unpublish_at: null },
  })
  await auditEntry(tx, 'unpublished', entry, { version: entry.live_version })
  await tx.publish(entryUnpublished, factOf(entry, await currentSlug(tx, entry.id)))
  await shown.changed(tx, entry.type)
  return saved
}

export interface Schedule {
  /** Which version, and when; null: none waits to be published. */
  readonly publish: { readonly version: number; readonly at: Date } | null
  /** Null: it stays. */
  readonly unpublishAt: Date | null
}

/**
 * Says when a version becomes live and when the entry is taken back, instead of what was said before. The version that is live meanwhile
 * stays. Throws content/not-in-future, content/wrong-state, content/version-not-found.
 */
export async function scheduleEntry(
  tx: Tx,
  { type, id, editor }: EntryAddress,
  { publish, unpublishAt }: Schedule,
): Promise<EntryRow> {
  const entry = await lockEntry(tx, type, id, editor)
  assertUntrashed(entry)
  if (publish === null && unpublishAt !== null && entry.live_version === null)
    throw contentProblem('wrong-state', { params: { state: entry.state } })
  const begin = publish?.at ?? now()
  const isAhead = (publish === null || publish.at > now()) && (unpublishAt === null || unpublishAt > begin)
  if (!isAhead) throw contentProblem('not-in-future')
  if (publish !== null) await versionOf(tx, id, publish.version)
  const waiting = publish === null ? (entry.state === 'scheduled' ? 'draft' : entry.state) : 'scheduled'
  const saved = await changeEntry(tx, entry, {
    state: entry.live_version === null ? waiting : 'published',
    scheduled_version: publish?.version ?? null,
    publish_at: publish?.at ?? null,
    unpublish_at: unpublishAt,
    updated_at: now(),
  })
  await auditEntry(tx, 'scheduled', entry, {
    ...{ version: publish?.version ?? null, publishAt: publish?.at ?? null, unpublishAt },
  })
  return saved
}

const SUBMITTABLE: readonly EntryState[] = ['draft', 'archived', 'rejected', 'spam']

/** Hands a draft to those who publish, or what they refused once more. Throws content/wrong-state for what waits or is live. */
export async function submitEntry(tx: Tx, { type, id, editor }: EntryAddress): Promise<EntryRow> {
  const entry = await lockEntry(tx, type, id, editor)
  assertUntrashed(entry)
  if (!SUBMITTABLE.includes(entry.state)) throw contentProblem('wrong-state', { params: { state: entry.state } })
  const saved = await changeEntry(tx, entry, { state: 'in_review', updated_at: now() })
  await auditEntry(tx, 'submitted', entry, { version: entry.head_version })
  return saved
}

/** Refuses what waits in review. It may still be published, or handed in anew. Throws content/wrong-state unless it waits. */
export async function rejectEntry(tx: Tx, { type, id, editor }: EntryAddress, state: Refusal): Promise<EntryRow> {
  const entry = await lockEntry(tx, type, id, editor)
  if (entry.state !== 'in_review') throw contentProblem('wrong-state', { params: { state: entry.state } })
  const saved = await changeEntry(tx, entry, { state, updated_at: now() })
  await auditEntry(tx, 'rejected', entry, { version: entry.head_version, as: state })
  return saved
}

/** Puts an entry into the trash, where it is kept for 30 days; a live one is taken back first. */
export async function trashEntry(tx: Tx, parts: Parts, { type, id, editor }: EntryAddress): Promise<EntryRow> {
  const locked = await lockEntry(tx, type, id, editor)
  assertUntrashed(locked)
  if (locked.live_version !== null && editor?.publishes === false)
    throw httpProblem('denied', { params: { permission: type.permissions.publish } })
  const entry = locked.live_version === null ? locked : await takeBack(tx, parts, locked)
  const saved = await changeEntry(tx, entry, {
    ...{ state: entry.state === 'archived' ? 'archived' : 'draft', trashed_at: now(), updated_at: now() },
    ...{ scheduled_version: null, publish_at: null, unpublish_at: null },
  })
  await auditEntry(tx, 'trashed', entry)
  return saved
}

/** Takes an entry out of the trash, as a draft. Throws content/wrong-state. */
export async function untrashEntry(tx: Tx, { type, id, editor }: EntryAddress): Promise<EntryRow> {
  const entry = await lockEntry(tx, type, id, editor)
  if (entry.trashed_at === null) throw contentProblem('wrong-state', { params: { state: entry.state } })
  const saved = await changeEntry(tx, entry, { trashed_at: null, updated_at: now() })
  await auditEntry(tx, 'restored', entry)
  return saved
}

/** Publishes the entry if its time has come and nobody did so meanwhile; true when it did. */
export async function publishDue(tx: Tx, parts: Parts, type: ContentType, id: EntryRow['id']): Promise<boolean> {
  const entry = await lockEntry(tx, type, id, null)
  if (entry.publish_at === null || entry.scheduled_version === null || entry.publish_at > now()) return false
  const version = await versionOf(tx, id, entry.scheduled_version)
  await makeLive(tx, parts, type, { entry, version, at: entry.publish_at })
  return true
}

/** Takes the entry back if its time is over and nobody did so meanwhile; true when it did. */
export async function unpublishDue(tx: Tx, parts: Parts, type: ContentType, id: EntryRow['id']): Promise<boolean> {
  const entry = await lockEntry(tx, type, id, null)
  if (entry.live_version === null || entry.unpublish_at === null || entry.unpublish_at > now()) return false
  await takeBack(tx, parts, entry)
  return true
}
