import { createHash, randomBytes } from 'node:crypto'
import { inSeconds, now } from '../../kernel/clock.ts'
import type { Tx } from '../../kernel/db/database.ts'
import { newId } from '../../kernel/id.ts'
import type { ContentType } from './content-type.ts'
import { auditEntry, type EntryAddress, lockEntry, versionOf } from './entries.ts'
import type { ContentParts, Editor } from './parts.ts'
import { contentProblem } from './problems.ts'
import { render } from './published-row.ts'
import { viewPage } from './shown-page.ts'
import { filledIn } from './shown-parts.ts'
import { currentSlug } from './slugs.ts'
import type { ContentTables, EntryRow, VersionRow } from './tables.ts'

const TOKEN_BYTES = 32
const LIFE_SECONDS = 7 * 24 * 3600

export interface PreviewLink {
  readonly token: string
  readonly path: string
  readonly expiresAt: Date
}

/** A link that shows one version to whoever has it, for seven days. The token stands in this answer alone. */
export async function createPreview(
  tx: Tx,
  { type, id, editor }: EntryAddress & { readonly editor: Editor },
  number: number,
): Promise<PreviewLink> {
  const entry = await lockEntry(tx, type, id, editor)
  await versionOf(tx, id, number)
  const token = randomBytes(TOKEN_BYTES).toString('base64url')
  const expiresAt = inSeconds(LIFE_SECONDS)
  await tx
    .query<ContentTables>()
    .insertInto('content.preview')
    .values({
      ...{ id: newId<'preview'>(), token_hash: hashOf(token), entry_id: id, version: number },
      ...{ created_by: editor.userId, created_at: now(), expires_at: expiresAt },
    })
    .execute()
  await auditEntry(tx, 'preview-shared', entry, { version: number, expiresAt })
  const path = `${type.path}/${await currentSlug(tx, id)}?preview=${token}`
  return { token, path, expiresAt }
}

function hashOf(token: string): Buffer {
  return createHash('sha256').update(token).digest()
}

type Previewed = VersionRow &
  Pick<EntryRow, 'published_at'> & {
    readonly locale: string
    readonly slug: string
  }

/** What the link's version will look like, whatever has been written since; the token says which, the address it is shown at does not. Throws content/preview-not-found. */
export async function previewedEntry(
  parts: Pick<ContentParts, 'db' | 'files' | 'publicUrl'>,
  type: ContentType,
  token: string,
) {
  const [row] = await parts.db.raw<Previewed & Record<string, unknown>>(
    `SELECT version.*, entry.locale, entry.published_at, slug.slug
       FROM content.preview preview
       JOIN content.version version ON version.entry_id = preview.entry_id AND version.number = preview.version
       JOIN content.entry entry ON entry.id = preview.entry_id
       JOIN content.slug slug ON slug.entry_id = entry.id AND slug.is_current
      WHERE preview.token_hash = $1 AND preview.expires_at > $3 AND entry.type = $2 AND entry.trashed_at IS NULL`,
    [hashOf(token), type.name, now()],
  )
  if (row === undefined) throw contentProblem('preview-not-found')
  const { title, excerpt, readingMinutes, fields } = render(type, row)
  const [shown = {}] = await filledIn(parts, type, [fields])
  return await viewPage(parts, type, {
    ...{ entry_id: row.entry_id, locale: row.locale, slug: row.slug, title, excerpt, reading_minutes: readingMinutes },
    ...{ published_at: row.published_at ?? row.created_at, live_since: row.created_at },
    ...{ fields: shown, seo: row.seo, translations: [] },
  })
}
