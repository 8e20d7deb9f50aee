import { cursorPage, instantAndId } from '../../kernel/db/cursor.ts'
import type { ContentType } from './content-type.ts'
import { referenceFilters } from './fields.ts'
import { dictionaryOf, facet } from './published-row.ts'
import { filledIn, type ShownParts } from './shown-parts.ts'
import type { PublishedRow } from './tables.ts'

export interface ShownFilter {
  readonly limit?: number
  readonly cursor?: string
  readonly locale: string
  readonly q?: string
  /** By field, in the order of the declaration; references by slug. */
  readonly filters: Readonly<Record<string, unknown>>
}

type ListedRow = Omit<PublishedRow, 'page' | 'facets' | 'search' | 'seo' | 'type' | 'version'>

const COLUMNS = 'entry_id, locale, slug, title, excerpt, reading_minutes, card, published_at, live_since'

/** Published entries, newest first: one statement on one table, whose text depends only on which filters are given. */
export async function listShown(parts: ShownParts, type: ContentType, filter: ShownFilter) {
  const page = cursorPage(filter, instantAndId)
  const conditions = ['type = $2', 'locale = $3']
  const values: unknown[] = [page.limit + 1, type.name, filter.locale]
  for (const [name, value] of Object.entries(filter.filters)) {
    const of = referenceFilters(type.fields).get(name)
    if (of === undefined) conditions.push(`facets @> ARRAY[$${values.push(facet(name, value))}]`)
    else
      conditions.push(
        `facets @> ARRAY['${name}=' || (SELECT entry_id FROM content.published WHERE type = $${values.push(of)} AND locale = $3 AND slug = $${values.push(value)})]`,
      )
  }
  if (filter.q !== undefined)
    conditions.push(
      `search @@ websearch_to_tsquery($${values.push(dictionaryOf(filter.locale))}::regconfig, $${values.push(filter.q)})`,
    )
  if (page.after !== null) {
    const [at, id] = page.after
    conditions.push(`(published_at, entry_id) < ($${values.push(at)}::timestamptz, $${values.push(id)}::uuid)`)
  }
  const selected = `SELECT ${COLUMNS} FROM content.published WHERE ${conditions.join(' AND ')}`
  const rows = await parts.db.raw<ListedRow & Record<string, unknown>>(
    `${filter.q === undefined ? selected : fenced(selected)} ORDER BY published_at DESC, entry_id DESC LIMIT $1`,
    values,
  )
  const cards = await filledIn(
    parts,
    type,
    rows.map(({ card }) => card),
  )
  return page.of(
    rows.map((row, at) => ({ ...row, card: cards[at] ?? row.card })),
    (row) => [row.published_at.toISOString(), row.entry_id],
    (row) => ({ ...viewShown(row), fields: row.card }),
  )
}

/** OFFSET 0 keeps the limit out of the inner plan: the words are looked up in their index, not hoped for among the newest. */
function fenced(selected: string): string {
  return `SELECT * FROM (${selected} OFFSET 0) AS found`
}

export type ShownFacts = Omit<ListedRow, 'card'>

/** What list and page say alike. */
export function viewShown(row: ShownFacts) {
  return {
    id: row.entry_id,
    slug: row.slug,
    locale: row.locale,
    title: row.title,
    excerpt: row.excerpt,
    readingMinutes: row.reading_minutes,
    publishedAt: row.published_at,
    updatedAt: row.live_since,
  }
}
