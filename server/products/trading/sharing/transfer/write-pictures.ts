import type { Db } from '../../../../kernel/db/database.ts'
import type { Id } from '../../../../kernel/id.ts'
import type { RichNode } from '../../../../platform/content/index.ts'
import type { Files, StoredFile } from '../../../../platform/files/index.ts'
import type { AccountRow } from '../../ledger/tables.ts'
import { type LineOf, PICTURE_PART_BYTES, PICTURES_BYTES_MAX, PICTURES_MAX } from './account-file.ts'

/** Pictures of an account's entries that its file takes, in the order of the entries, and how many it does not. */
export interface Pictures {
  readonly taken: readonly StoredFile[]
  readonly leftOut: number
}

const PICTURES = `
  SELECT held.file_id FROM trading.journal_file held
    JOIN trading.journal_entry entry ON entry.id = held.entry_id
    LEFT JOIN trading.session session ON session.id = entry.session_id
   WHERE entry.account_id = $1 AND (entry.session_id IS NULL OR session.ended_at IS NOT NULL)
   ORDER BY entry.id, held.place`

export async function picturesOf(db: Db, files: Pick<Files, 'file'>, { id }: AccountRow): Promise<Pictures> {
  const rows = await db.raw<{ file_id: Id<'file'> }>(PICTURES, [id])
  const taken: StoredFile[] = []
  let room = PICTURES_BYTES_MAX
  for (const row of rows) {
    const file = taken.length < PICTURES_MAX ? await files.file(db, row.file_id) : null
    if (file === null || file.fault !== null || file.bytes > room) continue
    if (file.scan !== 'none' && file.scan !== 'clean') continue
    taken.push(file)
    room -= file.bytes
  }
  return { taken, leftOut: rows.length - taken.length }
}

/** A picture as lines; none when it went in the meantime. */
export async function* pictureLines(
  files: Pick<Files, 'bytesOf'>,
  { id, filename, contentType, sha256 }: StoredFile,
): AsyncGenerator<LineOf<'picture'>> {
  const bytes = await files.bytesOf(id)
  const whole = { id, filename, contentType, bytes: bytes.length, sha256 }
  for (let part = 0; part * PICTURE_PART_BYTES < bytes.length; part += 1) {
    const data = bytes.subarray(part * PICTURE_PART_BYTES, (part + 1) * PICTURE_PART_BYTES).toString('base64')
    yield { type: 'picture', ...whole, part, data }
  }
}

/** The text with an empty paragraph in the place of each picture that the file does not have. */
export function withPictures(node: RichNode, ids: ReadonlySet<string>): RichNode {
  if (node.type === 'image' && !ids.has(String(node.attrs?.fileId))) return { type: 'paragraph' }
  return node.content === undefined ? node : { ...node, content: node.content.map((one) => withPictures(one, ids)) }
}
