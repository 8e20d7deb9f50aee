import type { Tx } from '../../kernel/db/database.ts'
import type { Reader } from './parts.ts'
import { contentProblem } from './problems.ts'
import { firstFree, isReserved, slugFrom } from './slug.ts'
import type { ContentTables, EntryRow, SlugRow } from './tables.ts'

type Addressed = Pick<EntryRow, 'id' | 'type' | 'locale'>

/** Makes an address of the title that no entry has or had, and gives it to the entry. */
export async function giveSlug(tx: Tx, entry: Addressed, title: string): Promise<string> {
  const base = slugFrom(title) || slugFrom(entry.type)
  await tx.raw('SELECT pg_advisory_xact_lock(hashtextextended($1, 11))', [`${entry.type} ${entry.locale} ${base}`])
  const rows = await tx
    .query<ContentTables>()
    .selectFrom('content.slug')
    .select('slug')
    .where('type', '=', entry.type)
    .where('locale', '=', entry.locale)
    .where((where) => where.or([where('slug', '=', base), where('slug', 'like', `${base.slice(0, 70)}%`)]))
    .execute()
  const taken = new Set(rows.map(({ slug }) => slug))
  const slug = firstFree(base, (one) => taken.has(one) || isReserved(one))
  await takeSlug(tx, entry, slug)
  return slug
}

/**
 * Gives the entry this address. A redirect that had it is gone; one that another entry has is content/slug-taken. The address it had
 * leads to it from now on when `keepFormer`, and is free otherwise.
 */
export async function changeSlug(tx: Tx, entry: Addressed, slug: string, keepFormer: boolean): Promise<void> {
  if (isReserved(slug)) throw contentProblem('slug-reserved', fault('reserved', 'is kept for the site itself'))
  const ofEntry = { table: 'content.slug', entry_id: entry.id } as const
  if (keepFormer)
    await tx
      .query<ContentTables>()
      .updateTable(ofEntry.table)
      .set({ is_current: false })
      .where('entry_id', '=', entry.id)
      .where('is_current', '=', true)
      .execute()
  else
    await tx
      .query<ContentTables>()
      .deleteFrom(ofEntry.table)
      .where('entry_id', '=', entry.id)
      .where('is_current', '=', true)
      .execute()
  await takeSlug(tx, entry, slug)
}

async function takeSlug(tx: Tx, entry: Addressed, slug: string): Promise<void> {
  if (!(await writeSlug(tx, entry, slug, true)))
    throw contentProblem('slug-taken', fault('taken', 'is the address of another entry'))
}

/** Makes an address lead to the entry, which another entry may have led to before. Throws content/slug-taken. */
export async function addRedirect(tx: Tx, entry: Addressed, slug: string): Promise<void> {
  if (!(await writeSlug(tx, entry, slug, false)))
    throw contentProblem('slug-taken', fault('taken', 'is the address of an entry'))
}

/** One statement, so that of two who want an address at once one gets it. False when it is the current one of an entry. */
async function writeSlug(tx: Tx, entry: Addressed, slug: string, isCurrent: boolean): Promise<boolean> {
  const written = await tx.raw(
    `INSERT INTO content.slug AS held (type, locale, slug, entry_id, is_current) VALUES ($1, $2, $3, $4, $5)
     ON CONFLICT (type, locale, slug) DO UPDATE SET entry_id = excluded.entry_id, is_current = excluded.is_current
       WHERE NOT held.is_current RETURNING slug`,
    [entry.type, entry.locale, slug, entry.id, isCurrent],
  )
  return written.length === 1
}

/** Frees an address that led to the entry. Throws content/redirect-not-found. */
export async function removeRedirect(tx: Tx, entry: Addressed, slug: string): Promise<void> {
  const { numDeletedRows } = await tx
    .query<ContentTables>()
    .deleteFrom('content.slug')
    .where('entry_id', '=', entry.id)
    .where('slug', '=', slug)
    .where('is_current', '=', false)
    .executeTakeFirst()
  if (numDeletedRows === 0n) throw contentProblem('redirect-not-found')
}

/** All addresses of the entry: its own first, then those that lead to it. */
export async function slugsOf(source: Reader, id: EntryRow['id']): Promise<SlugRow[]> {
  return await source
    .query<ContentTables>()
    .selectFrom('content.slug')
    .selectAll()
    .where('entry_id', '=', id)
    .orderBy('is_current', 'desc')
    .orderBy('slug')
    .execute()
}

/** The entry's own address. */
export async function currentSlug(source: Reader, id: EntryRow['id']): Promise<string> {
  const [own] = await slugsOf(source, id)
  if (own === undefined) throw new TypeError(`entry ${id} has an address`)
  return own.slug
}

function fault(code: string, detail: string) {
  return { errors: [{ pointer: '/slug', code, detail }] }
}
