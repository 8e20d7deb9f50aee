import { acceptId, cursorPage } from '../../kernel/db/cursor.ts'
import type { Db } from '../../kernel/db/database.ts'
import { holdingPattern } from '../../kernel/db/like.ts'
import type { Id } from '../../kernel/id.ts'
import type { ContentType } from './content-type.ts'
import { type EntryAddress, versionOf, type WholeEntry } from './entries.ts'
import type { Editor } from './parts.ts'
import { contentProblem } from './problems.ts'
import { currentSlug } from './slugs.ts'
import { toLine, toVersionLine } from './staff-shapes.ts'
import type { ContentTables, EntryRow, EntryState, Fields, VersionRow } from './tables.ts'

export interface EntryFilter {
  readonly limit?: number
  readonly cursor?: string
  readonly state?: EntryState
  readonly locale?: string
  /** A part of the title. */
  readonly q?: string
  readonly own?: boolean
  readonly trashed?: boolean
}

type ListedRow = EntryRow & { readonly slug: string; readonly fields: Fields }

/** Entries of a type that the editor may change, the newest first. */
export async function listEntries(db: Db, type: ContentType, editor: Editor, filter: EntryFilter) {
  const page = cursorPage(filter, acceptId)
  let query = db
    .query<ContentTables>()
    .selectFrom('content.entry as entry')
    .innerJoin('content.version as version', (join) =>
      join.onRef('version.entry_id', '=', 'entry.id').onRef('version.number', '=', 'entry.head_version'),
    )
    .innerJoin('content.slug as slug', (join) =>
      join.onRef('slug.entry_id', '=', 'entry.id').on('slug.is_current', '=', true),
    )
    .selectAll('entry')
    .select(['slug.slug', 'version.fields'])
    .where('entry.type', '=', type.name)
    .where('entry.trashed_at', filter.trashed === true ? 'is not' : 'is', null)
    .orderBy('entry.id', 'desc')
    .limit(page.limit + 1)
  if (!editor.all || filter.own === true) query = query.where('entry.owner_id', '=', editor.userId)
  if (filter.state !== undefined) query = query.where('entry.state', '=', filter.state)
  if (filter.locale !== undefined) query = query.where('entry.locale', '=', filter.locale)
  if (filter.q !== undefined) query = query.where('entry.title', 'ilike', holdingPattern(filter.q))
  if (page.after?.[0] !== undefined) query = query.where('entry.id', '<', page.after[0] as Id<'entry'>)
  const rows: ListedRow[] = await query.execute()
  return page.of(
    rows,
    (row) => [row.id],
    (row) => toLine(type, row),
  )
}

/** An entry with its newest version. Throws content/entry-not-found, also for one that the editor must not know of. */
export async function findEntry(db: Db, { type, id, editor }: EntryAddress): Promise<WholeEntry> {
  const entry = await findStatus(db, { type, id, editor })
  return { entry, version: await versionOf(db, id, entry.head_version), slug: await currentSlug(db, id) }
}

/** Where an entry stands. Throws content/entry-not-found. */
export async function findStatus(db: Db, { type, id, editor }: EntryAddress): Promise<EntryRow> {
  const row = await db
    .query<ContentTables>()
    .selectFrom('content.entry')
    .selectAll()
    .where('id', '=', id)
    .where('type', '=', type.name)
    .executeTakeFirst()
  if (row === undefined || (editor !== null && !editor.all && row.owner_id !== editor.userId))
    throw contentProblem('entry-not-found')
  return row
}

/** The entry's versions, the newest first. */
export async function listVersions(
  db: Db,
  address: EntryAddress,
  query: { readonly limit?: number; readonly cursor?: string },
) {
  const { id } = await findStatus(db, address)
  const page = cursorPage(query, ([number = '', ...rest]) =>
    rest.length === 0 && /^[1-9]\d{0,8}$/.test(number) ? [number] : null,
  )
  let select = db
    .query<ContentTables>()
    .selectFrom('content.version')
    .select(['entry_id', 'number', 'title', 'author_id', 'autosave', 'restored_from', 'created_at'])
    .where('entry_id', '=', id)
    .orderBy('number', 'desc')
    .limit(page.limit + 1)
  if (page.after?.[0] !== undefined) select = select.where('number', '<', Number(page.after[0]))
  const rows: Omit<VersionRow, 'fields' | 'seo'>[] = await select.execute()
  return page.of(rows, (row) => [String(row.number)], toVersionLine)
}
