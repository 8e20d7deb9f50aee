import type { Db, Tx } from '../../kernel/db/database.ts'

import type { ContentType } from './content-type.ts'
import { mapMarked, markedIn } from './fields.ts'
import type { Fields } from './tables.ts'

/** What the reads of everybody stand on. */
export interface ShownParts {
  readonly db: Db
  readonly publicUrl: URL
}

interface Named {
  readonly id: string
  readonly slug: string
  readonly title: string
}

/** Fills in, by one statement, what the references among the fields of all rows lead to; those to entries that are not shown become null. */
export async function withReferences(
  source: Pick<Db | Tx, 'raw'>,
  type: ContentType,
  rows: readonly Fields[],
): Promise<Fields[]> {
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
