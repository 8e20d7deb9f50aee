import { acceptId, cursorPage } from '../../kernel/db/cursor.ts'
import type { Tx } from '../../kernel/db/database.ts'
import { httpProblem } from '../../kernel/http/problems.ts'
import type { Call } from '../../kernel/http/route.ts'
import type { Id } from '../../kernel/id.ts'
import type { StoredFile } from '../files/index.ts'
import { DOCUMENT_PURPOSE, fileUrl, IMAGE_PURPOSE, imageUrl } from './media.ts'
import { type ContentParts, type Reader, writable } from './parts.ts'
import { contentProblem } from './problems.ts'

const PURPOSES = { image: IMAGE_PURPOSE, document: DOCUMENT_PURPOSE } as const
type MediaKind = keyof typeof PURPOSES

/** Uses that are named; of more the number is told. */
const USES_MAX = 100
const USES_IN_PROBLEM_MAX = 10

/** Who looks after pictures and documents: whoever writes content of some type. */
export interface Librarian {
  readonly userId: Id<'user'>
  /** Types whose entries are open to them: their own ones, and those of everybody. */
  readonly writes: readonly string[]
  readonly editsAll: readonly string[]
}

/** The person behind a call. Throws http/denied unless they may write content of some type. */
export function librarianOf({ types }: Pick<ContentParts, 'types'>, { principal }: Pick<Call, 'principal'>): Librarian {
  if (principal === undefined) throw new TypeError('the policy of this route demands a session')
  const { userId, permissions: held } = principal.actor
  const written = writable(types, held)
  if (written.length === 0) throw httpProblem('denied', { params: { permission: 'content:*.write' } })
  const editable = written.filter(({ permissions }) => held.has(permissions.editAll))
  return { userId, writes: written.map(({ name }) => name), editsAll: editable.map(({ name }) => name) }
}

interface MediaFilter {
  readonly limit?: number
  readonly cursor?: string
  readonly kind?: MediaKind
  /** A part of the filename. */
  readonly q?: string
  /** Those that were removed and can be restored, and no others. */
  readonly removed?: boolean
}

type Parts = Pick<ContentParts, 'db' | 'files'>

/** What was uploaded for content, newest first, whoever uploaded it. */
export async function listMedia({ db, files }: Parts, { kind, q, removed = false, ...query }: MediaFilter) {
  const page = cursorPage(query, acceptId)
  const after = page.after?.[0] as Id<'file'> | undefined
  const found = await files.list(db, {
    purposes: kind === undefined ? Object.values(PURPOSES) : [PURPOSES[kind]],
    limit: page.limit + 1,
    discarded: removed,
    ...(q === undefined ? {} : { q }),
    ...(after === undefined ? {} : { after }),
  })
  const counts = await usesCounted(
    db,
    found.map(({ id }) => id),
  )
  return page.of(
    found,
    ({ id }) => [id],
    (file) => toMedia(file, counts.get(file.id) ?? 0),
  )
}

/** One of them, with the entries that use it. Throws content/media-not-found. */
export async function findMedia({ db, files }: Parts, librarian: Librarian, id: Id<'file'>) {
  const file = await mediaFile(files, db, id)
  const usedBy = (await usesCounted(db, [id])).get(id) ?? 0
  const uses = await usesOf(db, librarian, { id, limit: USES_MAX })
  return { ...toMedia(file, usedBy), uses, otherUses: usedBy - uses.length, mayChange: mayChange(librarian, file) }
}

async function mediaFile(files: Parts['files'], source: Parts['db'] | Tx, id: Id<'file'>): Promise<StoredFile> {
  const file = await files.file(source, id)
  if (file === null || kindOf(file) === null) throw contentProblem('media-not-found')
  return file
}

/** How many entries have each of the files, in whatever version. */
async function usesCounted(source: Reader, ids: readonly Id<'file'>[]): Promise<ReadonlyMap<string, number>> {
  const rows = await source.raw<{ id: string; entries: number }>(
    `SELECT file_id AS id, count(DISTINCT entry_id)::int AS entries FROM content.version_file
      WHERE file_id = ANY($1::uuid[]) GROUP BY file_id`,
    [[...ids]],
  )
  return new Map(rows.map(({ id, entries }) => [id, entries]))
}

interface MediaUse {
  readonly type: string
  readonly id: Id<'entry'>
  readonly locale: string
  readonly title: string
  readonly trashed: boolean
  /** Everybody sees it there; it waits there to be published; or only versions that may be restored have it. */
  readonly in: 'live' | 'draft' | 'older'
}

/** The entries with the file that are open to this person. */
async function usesOf(
  source: Reader,
  { userId, writes, editsAll }: Librarian,
  { id, limit }: { readonly id: Id<'file'>; readonly limit: number },
): Promise<MediaUse[]> {
  return await source.raw<MediaUse & Record<string, unknown>>(
    `SELECT entry.type, entry.id, entry.locale, entry.title, entry.trashed_at IS NOT NULL AS trashed,
        CASE WHEN bool_or(used.number = entry.live_version) THEN 'live'
             WHEN bool_or(used.number IN (entry.head_version, entry.scheduled_version)) THEN 'draft'
             ELSE 'older' END AS in
       FROM content.version_file used JOIN content.entry entry ON entry.id = used.entry_id
      WHERE used.file_id = $1 AND (entry.type = ANY($2) OR (entry.type = ANY($3) AND entry.owner_id = $4))
      GROUP BY entry.id ORDER BY entry.id DESC LIMIT $5`,
    [id, editsAll, writes, userId, limit],
  )
}

/** Everybody changes what they uploaded themselves; those who change the entries of everybody, also what others did. */
function mayChange({ userId, editsAll }: Librarian, { ownerId }: StoredFile): boolean {
  return ownerId === userId || editsAll.length > 0
}

async function changeable(files: Parts['files'], tx: Tx, librarian: Librarian, id: Id<'file'>): Promise<StoredFile> {
  const file = await mediaFile(files, tx, id)
  if (!mayChange(librarian, file)) throw httpProblem('denied', { params: { permission: 'content:*.edit_all' } })
  return file
}

/** Has pages made anew that show the file. */
async function tellShown(tx: Tx, shown: ContentParts['shown'], id: Id<'file'>): Promise<void> {
  const types = await tx.raw<{ type: string }>(
    `SELECT DISTINCT shown.type FROM content.version_file used
       JOIN content.published shown ON shown.entry_id = used.entry_id AND shown.version = used.number
      WHERE used.file_id = $1`,
    [id],
  )
  for (const { type } of types) await shown.changed(tx, type)
}

/** Who uploads for content, who gives what others uploaded new content, and what follows for the pages that show it. */
export function mediaTerms({ types, shown }: Pick<ContentParts, 'types' | 'shown'>) {
  return {
    isOpenTo: (held: ReadonlySet<string>) => writable(types, held).length > 0,
    changes: {
      usedOf: async (source: Reader, ids: readonly Id<'file'>[]) => new Set((await usesCounted(source, ids)).keys()),
      isKeptBy: (held: ReadonlySet<string>) =>
        writable(types, held).some(({ permissions }) => held.has(permissions.editAll)),
      changed: (tx: Tx, id: Id<'file'>) => tellShown(tx, shown, id),
    },
  }
}

/** Says what a picture shows, for whoever cannot see it. Throws content/media-not-found, and http/denied for what others uploaded. */
export async function describeMedia(
  tx: Tx,
  { files, shown }: Pick<ContentParts, 'files' | 'shown'>,
  librarian: Librarian,
  { id, alt }: { readonly id: Id<'file'>; readonly alt: string | null },
) {
  const file = await changeable(files, tx, librarian, id)
  await files.describe(tx, id, alt)
  await tellShown(tx, shown, id)
  return toMedia({ ...file, alt }, (await usesCounted(tx, [id])).get(id) ?? 0)
}

/**
 * Removes a picture or document, which can be restored for a while. It is gone from here on and only then looked for in entries: one that is being saved with it
 * has either committed by then, or will not find it. Throws content/media-in-use, and what describeMedia throws.
 */
export async function removeMedia(
  tx: Tx,
  { files }: Pick<ContentParts, 'files'>,
  librarian: Librarian,
  id: Id<'file'>,
): Promise<void> {
  await changeable(files, tx, librarian, id)
  await files.discard(tx, id)
  const usedBy = (await usesCounted(tx, [id])).get(id) ?? 0
  if (usedBy === 0) return
  const uses = await usesOf(tx, librarian, { id, limit: USES_IN_PROBLEM_MAX })
  throw contentProblem('media-in-use', { params: { usedBy, uses } })
}

/** Restores what removeMedia removed. Throws content/media-not-found, and http/denied for what others uploaded. */
export async function restoreMedia(
  tx: Tx,
  { files }: Pick<ContentParts, 'files'>,
  librarian: Librarian,
  id: Id<'file'>,
) {
  const file = await files.bringBack(tx, id)
  if (file === null || kindOf(file) === null) throw contentProblem('media-not-found')
  if (!mayChange(librarian, file)) throw httpProblem('denied', { params: { permission: 'content:*.edit_all' } })
  return toMedia(file, 0)
}

function kindOf({ purpose }: StoredFile): MediaKind | null {
  if (purpose === IMAGE_PURPOSE) return 'image'
  return purpose === DOCUMENT_PURPOSE ? 'document' : null
}

function toMedia(file: StoredFile, usedBy: number) {
  const { id, filename, contentType, bytes, alt, createdAt, ownerId, version, newestVersion, visibility } = file
  const kind = kindOf(file) ?? 'document'
  const at = (width: string): string => imageUrl(id, width, version)
  return {
    ...{ id, kind, filename, contentType, bytes, alt, usedBy, version, newestVersion, visibility },
    removedAt: file.discardedAt,
    state: stateOf(file),
    uploadedAt: createdAt,
    uploadedBy: ownerId,
    sizes: kind === 'image' ? { small: at('small'), medium: at('medium'), wide: at('wide') } : null,
    url: kind === 'image' ? at('wide') : fileUrl(id, version),
  }
}

function stateOf({ scan, image }: StoredFile): 'ready' | 'preparing' | 'refused' {
  if (scan === 'infected' || image === 'unreadable' || image === 'too-large') return 'refused'
  return scan === 'pending' || image === 'pending' ? 'preparing' : 'ready'
}
