import type { Tx } from '../../kernel/db/database.ts'
import { httpProblem } from '../../kernel/http/problems.ts'
import { asId, type Id } from '../../kernel/id.ts'
import type { FieldFault } from '../../kernel/problem.ts'
import type { StoredFile } from '../files/index.ts'
import type { ContentType } from './content-type.ts'
import { type Marked, markedIn } from './fields.ts'
import { IMAGE_PURPOSE } from './media.ts'
import type { ContentParts } from './parts.ts'
import { nodesOf, type RichNode, richTextFaults } from './rich-text.ts'
import type { ContentTables, Fields, Seo } from './tables.ts'

interface Written {
  readonly fields: Fields
  readonly seo: Seo | null
  readonly locale: string
}

/**
 * Throws http/invalid unless everything written may stand there: values by their schema, structured text node by node, files that are
 * public and clean, references to entries that are there. Returns the files, which nobody removes before the transaction ends.
 */
export async function checkWritten(
  tx: Tx,
  parts: Pick<ContentParts, 'files'>,
  type: ContentType,
  written: Written,
): Promise<readonly Id<'file'>[]> {
  type.validate(written)
  const marked = markedIn(type.fields, written.fields)
  const texts = marked.filter(({ kind }) => kind === 'rich-text')
  refuse(texts.flatMap(({ value, pointer }) => richTextFaults(value, `/fields${pointer}`)))
  const files = [...filesIn(marked), ...seoImage(written.seo)]
  const ids = [...new Set(files.map(({ id }) => id))]
  const held = await parts.files.hold(tx, ids)
  refuse([...fileFaults(held, files), ...(await referenceFaults(tx, marked, written.locale))])
  return ids
}

function refuse(errors: readonly FieldFault[]): void {
  if (errors.length > 0) throw httpProblem('invalid', { errors })
}

interface NamedFile {
  readonly id: Id<'file'>
  readonly kind: 'image' | 'file'
  readonly pointer: string
}

function filesIn(marked: readonly Marked[]): NamedFile[] {
  return marked.flatMap(({ kind, value, pointer }): NamedFile[] => {
    if (kind === 'image' || kind === 'file') return [{ id: asId(String(value)), kind, pointer: `/fields${pointer}` }]
    if (kind !== 'rich-text') return []
    return [...nodesOf(value as RichNode)]
      .filter((node) => node.type === 'image')
      .map((node) => ({ id: asId(String(node.attrs?.fileId)), kind: 'image', pointer: `/fields${pointer}` }))
  })
}

function seoImage(seo: Seo | null): NamedFile[] {
  return seo?.imageId === undefined ? [] : [{ id: seo.imageId, kind: 'image', pointer: '/seo/imageId' }]
}

function fileFaults(held: readonly StoredFile[], named: readonly NamedFile[]): FieldFault[] {
  const known = new Map(held.map((file) => [file.id, file]))
  return named.flatMap(({ id, kind, pointer }) => {
    const detail = wrongWith(known.get(id) ?? null, kind)
    return detail === null ? [] : [{ pointer, code: 'file', detail }]
  })
}

function wrongWith(file: StoredFile | null, kind: NamedFile['kind']): string | null {
  if (file === null || file.visibility !== 'public') return 'is not a public file'
  if (file.scan === 'pending') return 'is still being checked for malware: try again in a moment'
  if (file.scan === 'infected') return 'is infected'
  if (kind === 'image' && file.purpose !== IMAGE_PURPOSE) return `is not a picture taken for ${IMAGE_PURPOSE}`
  return null
}

async function referenceFaults(tx: Tx, marked: readonly Marked[], locale: string): Promise<FieldFault[]> {
  const references = marked.filter(({ kind }) => kind === 'reference')
  if (references.length === 0) return []
  const rows = await tx
    .query<ContentTables>()
    .selectFrom('content.entry')
    .select(['id', 'type'])
    .where('id', 'in', [...new Set(references.map(({ value }) => asId<'entry'>(String(value))))])
    .where('locale', '=', locale)
    .where('trashed_at', 'is', null)
    .execute()
  const found = new Map(rows.map(({ id, type }) => [id as string, type]))
  return references.flatMap(({ value, of, pointer }) =>
    found.get(String(value)) === of
      ? []
      : [{ pointer: `/fields${pointer}`, code: 'reference', detail: `is no ${of} in the same language` }],
  )
}
