import type { Db } from '../../kernel/db/database.ts'
import type { Files } from '../files/index.ts'
import type { ContentType } from './content-type.ts'
import { type Marked, mapMarked, markedIn, shownFile } from './fields.ts'
import { picturesIn, withVersions } from './rich-text-html.ts'
import type { Fields } from './tables.ts'

/** What the reads of everybody stand on. */
export interface ShownParts {
  readonly db: Db
  readonly files: Pick<Files, 'looksOf'>
  readonly publicUrl: URL
}

interface Named {
  readonly id: string
  readonly slug: string
  readonly title: string
}

/** Fills in what stands elsewhere among the fields of all rows: what references lead to, and the words of pictures. */
export async function filledIn(
  parts: Pick<ShownParts, 'db' | 'files'>,
  type: ContentType,
  rows: readonly Fields[],
): Promise<Fields[]> {
  return await withLooks(parts, type, await withReferences(parts.db, type, rows))
}

/** By one statement; references to entries that are not shown become null. */
async function withReferences(source: Pick<Db, 'raw'>, type: ContentType, rows: readonly Fields[]): Promise<Fields[]> {
  if (type.refersTo.length === 0) return [...rows]
  const ids = new Set(
    rows.flatMap((fields) => markedIn(type.fields, fields).filter(isReference)).map(({ value }) => String(value)),
  )
  const found = await source.raw<Named & Record<string, unknown>>(
    'SELECT entry_id AS id, slug, title FROM content.published WHERE entry_id = ANY($1::uuid[])',
    [[...ids]],
  )
  const named = new Map(found.map((row) => [row.id, row]))
  const shown = (value: unknown): Named | null => named.get(String(value)) ?? null
  return rows.map(
    (fields) =>
      mapMarked(type.fields, fields, (marked) => (isReference(marked) ? shown(marked.value) : marked.value)) as Fields,
  )
}

function isReference({ kind }: { readonly kind: string }): boolean {
  return kind === 'reference'
}

/** Pictures, in texts too, and files as they were published, which have words of their own and may show another version since. */
async function withLooks(
  { db, files }: Pick<ShownParts, 'db' | 'files'>,
  type: ContentType,
  rows: readonly Fields[],
): Promise<Fields[]> {
  const named = new Set(rows.flatMap((fields) => markedIn(type.fields, fields)).flatMap(filesOf))
  if (named.size === 0) return [...rows]
  const looks = await files.looksOf(db, [...named])
  return rows.map(
    (fields) =>
      mapMarked(type.fields, fields, ({ kind, value }) => {
        if (kind === 'rich-text') return withVersions(String(value), (id) => looks.get(id)?.version)
        if (!isFile(kind)) return value
        const look = looks.get(idOf(value))
        const shown = shownFile(kind, idOf(value), look?.version)
        return kind === 'image' ? { ...shown, alt: look?.alt ?? '' } : shown
      }) as Fields,
  )
}

function filesOf({ kind, value }: Marked): readonly string[] {
  if (kind === 'rich-text') return picturesIn(String(value))
  return isFile(kind) ? [idOf(value)] : []
}

function idOf(value: unknown): string {
  return (value as { readonly id: string }).id
}

function isFile(kind: string): kind is 'image' | 'file' {
  return kind === 'image' || kind === 'file'
}
