import { now } from '../../kernel/clock.ts'
import type { Tx } from '../../kernel/db/database.ts'
import { httpProblem } from '../../kernel/http/problems.ts'
import { type Id, newId } from '../../kernel/id.ts'
import { checkWritten } from './checks.ts'
import type { ContentType } from './content-type.ts'
import { auditedChanges, changesBetween, type FieldChange } from './diff.ts'
import { assertNotEditedByOther } from './live-lock.ts'
import type { ContentParts, Editor, Reader } from './parts.ts'
import { contentProblem } from './problems.ts'
import { changeSlug, currentSlug, giveSlug } from './slugs.ts'
import type { ContentTables, EntryRow, Fields, Seo, VersionRow } from './tables.ts'

export interface NewEntry {
  readonly fields: Fields
  /** Made of the title when absent. */
  readonly slug?: string
  readonly seo?: Seo | null
  /** The type's first language when absent. */
  readonly locale?: string
  /** The entry, in another language, that says the same. */
  readonly translationOf?: Id<'entry'>
}

export interface EntryChange {
  /** The version that the change was made on. */
  readonly version: number
  readonly fields?: Fields
  readonly seo?: Seo | null
  readonly slug?: string
  readonly autosave?: boolean
}

/** An entry with its newest version and its address. */
export interface WholeEntry {
  readonly entry: EntryRow
  readonly version: VersionRow
  readonly slug: string
}

type Parts = Pick<ContentParts, 'files' | 'shown'>

/** Writes a draft. Throws http/invalid, content/slug-taken, content/slug-reserved, content/translation-exists. */
export async function createEntry(
  tx: Tx,
  parts: Parts,
  type: ContentType,
  input: NewEntry & { readonly ownerId: Id<'user'> | null },
): Promise<WholeEntry> {
  const { fields, seo = null, ownerId, locale = type.locales[0] } = input
  const fileIds = await checkWritten(tx, parts, type, { fields, seo, locale })
  const at = now()
  const entry: EntryRow = {
    id: newId<'entry'>(),
    type: type.name,
    locale,
    translation_group: await translationGroup(tx, type, input.translationOf, locale),
    owner_id: ownerId,
    state: 'draft',
    title: titleOf(type, fields),
    head_version: 1,
    ...{ live_version: null, scheduled_version: null, publish_at: null, unpublish_at: null },
    ...{ published_at: null, trashed_at: null, created_at: at, updated_at: at },
  }
  await tx.query<ContentTables>().insertInto('content.entry').values(entry).execute()
  const version = await writeVersion(tx, entry, { fields, seo, fileIds, authorId: ownerId, number: 1 })
  if (input.slug !== undefined) await changeSlug(tx, entry, input.slug, false)
  const slug = input.slug ?? (await giveSlug(tx, entry, entry.title))
  await auditEntry(tx, 'created', entry, { locale, slug })
  return { entry, version, slug }
}

function titleOf(type: ContentType, fields: Fields): string {
  return String(fields[type.title]).slice(0, 300)
}

async function translationGroup(
  tx: Tx,
  type: ContentType,
  translationOf: Id<'entry'> | undefined,
  locale: string,
): Promise<EntryRow['translation_group']> {
  if (translationOf === undefined) return newId<'translation-group'>()
  const rows = await tx.raw<{ group: EntryRow['translation_group']; locale: string }>(
    `SELECT other.translation_group AS group, other.locale FROM content.entry original
       JOIN content.entry other ON other.translation_group = original.translation_group
      WHERE original.id = $1 AND original.type = $2`,
    [translationOf, type.name],
  )
  const [first] = rows
  if (first === undefined) throw contentProblem('entry-not-found')
  if (rows.some((row) => row.locale === locale)) throw contentProblem('translation-exists')
  return first.group
}

interface NewVersion {
  readonly number: number
  readonly fields: Fields
  readonly seo: Seo | null
  readonly fileIds: readonly Id<'file'>[]
  readonly authorId: Id<'user'> | null
  readonly autosave?: boolean
  readonly restoredFrom?: number
}

async function writeVersion(tx: Tx, entry: EntryRow, version: NewVersion): Promise<VersionRow> {
  const row: VersionRow = {
    entry_id: entry.id,
    number: version.number,
    title: entry.title,
    fields: version.fields,
    seo: version.seo,
    author_id: version.authorId,
    autosave: version.autosave === true,
    restored_from: version.restoredFrom ?? null,
    created_at: entry.updated_at,
  }
  await tx
    .query<ContentTables>()
    .insertInto('content.version')
    .values({ ...row, fields: JSON.stringify(row.fields) as never, seo: JSON.stringify(row.seo) as never })
    .execute()
  await tx.raw('INSERT INTO content.version_file (file_id, entry_id, number) SELECT unnest($1::uuid[]), $2, $3', [
    ...[[...version.fileIds], entry.id, version.number],
  ])
  return row
}

/** The entry, locked until the end of the transaction; content/entry-not-found also for one that the editor must not know of. */
export async function lockEntry(tx: Tx, type: ContentType, id: Id<'entry'>, editor: Editor | null): Promise<EntryRow> {
  const row = await tx
    .query<ContentTables>()
    .selectFrom('content.entry')
    .selectAll()
    .where('id', '=', id)
    .where('type', '=', type.name)
    .forUpdate()
    .executeTakeFirst()
  if (row === undefined || (editor !== null && !editor.all && row.owner_id !== editor.userId))
    throw contentProblem('entry-not-found')
  return row
}

/** One version of an entry. Throws content/version-not-found. */
export async function versionOf(source: Reader, id: Id<'entry'>, number: number): Promise<VersionRow> {
  const row = await source
    .query<ContentTables>()
    .selectFrom('content.version')
    .selectAll()
    .where('entry_id', '=', id)
    .where('number', '=', number)
    .executeTakeFirst()
  if (row === undefined) throw contentProblem('version-not-found')
  return row
}

/**
 * Saves a new version on top of the one that the editor saw; what is live stays as it is. Another address counts at once, so that of a
 * live entry is changed by those who publish. Throws content/changed-since, content/edited-by-other, content/wrong-state in the trash, and what createEntry throws.
 */
export async function updateEntry(
  tx: Tx,
  parts: Parts,
  { type, id, editor }: EntryAddress,
  change: EntryChange,
): Promise<WholeEntry> {
  const entry = await lockEntry(tx, type, id, editor)
  assertUntrashed(entry)
  assertCurrent(entry, change.version)
  await assertNotEditedByOther(tx, entry.id, editor)
  const before = await versionOf(tx, entry.id, entry.head_version)
  const { fields = before.fields, seo = before.seo } = change
  const fileIds = await checkWritten(tx, parts, type, { fields, seo, locale: entry.locale })
  const slugBefore = await currentSlug(tx, entry.id)
  const slug = change.slug ?? slugBefore
  if (slug !== slugBefore) {
    if (entry.live_version !== null && editor?.publishes === false)
      throw httpProblem('denied', { params: { permission: type.permissions.publish } })
    await moveEntry(tx, parts, entry, slug)
  }
  const saved = await appendVersion(tx, type, entry, {
    ...{ fields, seo, fileIds, authorId: editor?.userId ?? null, autosave: change.autosave === true },
  })
  const moved = slug === slugBefore ? [] : [{ field: 'slug', from: slugBefore, to: slug }]
  await auditSaved(tx, 'updated', saved.entry, [...moved, ...changesBetween(before, saved.version)])
  return { ...saved, slug }
}

export interface EntryAddress {
  readonly type: ContentType
  readonly id: Id<'entry'>
  /** Null: the system, which may do everything. */
  readonly editor: Editor | null
}

/** Writes what an older version says as a new one. Throws as updateEntry does, and content/version-not-found. */
export async function restoreVersion(
  tx: Tx,
  parts: Parts,
  { type, id, editor }: EntryAddress,
  { number, version }: { readonly number: number; readonly version: number },
): Promise<WholeEntry> {
  const entry = await lockEntry(tx, type, id, editor)
  assertUntrashed(entry)
  assertCurrent(entry, version)
  await assertNotEditedByOther(tx, entry.id, editor)
  const { fields, seo } = await versionOf(tx, id, number)
  const before = await versionOf(tx, id, entry.head_version)
  const fileIds = await checkWritten(tx, parts, type, { fields, seo, locale: entry.locale })
  const authorId = editor?.userId ?? null
  const saved = await appendVersion(tx, type, entry, { fields, seo, fileIds, authorId, restoredFrom: number })
  await auditSaved(tx, 'version-restored', saved.entry, [
    { field: 'restoredFrom', from: null, to: number },
    ...changesBetween(before, saved.version),
  ])
  return { ...saved, slug: await currentSlug(tx, id) }
}

async function appendVersion(
  tx: Tx,
  type: ContentType,
  entry: EntryRow,
  version: Omit<NewVersion, 'number'>,
): Promise<Omit<WholeEntry, 'slug'>> {
  const number = entry.head_version + 1
  const change = { head_version: number, title: titleOf(type, version.fields), updated_at: now() }
  const saved = await changeEntry(tx, entry, change)
  return { entry: saved, version: await writeVersion(tx, saved, { ...version, number }) }
}

/** Writes columns of an entry that the transaction has locked. */
export async function changeEntry(tx: Tx, entry: EntryRow, change: Partial<EntryRow>): Promise<EntryRow> {
  await tx.query<ContentTables>().updateTable('content.entry').set(change).where('id', '=', entry.id).execute()
  return { ...entry, ...change }
}

async function moveEntry(tx: Tx, { shown }: Parts, entry: EntryRow, slug: string): Promise<void> {
  await changeSlug(tx, entry, slug, entry.published_at !== null)
  await tx
    .query<ContentTables>()
    .updateTable('content.published')
    .set({ slug })
    .where('entry_id', '=', entry.id)
    .execute()
  await shown.changed(tx, entry.type)
}

/** Refuses a change that was made on another version than the newest, and says which that is. */
function assertCurrent(entry: EntryRow, version: number): void {
  if (version !== entry.head_version)
    throw contentProblem('changed-since', { params: { version: entry.head_version, updatedAt: entry.updated_at } })
}

export function assertUntrashed(entry: EntryRow): void {
  if (entry.trashed_at !== null) throw contentProblem('wrong-state', { params: { state: 'trashed' } })
}

async function auditSaved(tx: Tx, what: string, entry: EntryRow, changed: readonly FieldChange[]): Promise<void> {
  await auditEntry(tx, what, entry, { version: entry.head_version, ...auditedChanges(changed) })
}

/** A record of the trail: `content.entry.<what>`. */
export async function auditEntry(
  tx: Tx,
  what: string,
  entry: Pick<EntryRow, 'id' | 'type'>,
  details: Readonly<Record<string, unknown>> = {},
): Promise<void> {
  const subject = { kind: 'entry', id: entry.id }
  await tx.audit({ action: `content.entry.${what}`, subject, details: { type: entry.type, ...details } })
}
