import type { Db, Tx } from '../../kernel/db/database.ts'
import type { Id } from '../../kernel/id.ts'
import type { FileRow, FilesTables, ImageState, ScanRefusal, ScanState } from './tables.ts'

/** A file as other units and the wire see it. */
export interface StoredFile {
  readonly id: Id<'file'>
  readonly ownerId: Id<'user'> | null
  /** What it belongs to instead of an account; null for most. */
  readonly holder: string | null
  readonly purpose: string
  readonly visibility: 'public' | 'private'
  readonly filename: string
  readonly contentType: string
  readonly bytes: number
  readonly sha256: string
  readonly createdAt: Date
  /** Bytes of a `pending` or `infected` file are given to nobody. */
  readonly scan: ScanState
  /** Why a `pending` file has no verdict though the scanner was asked; null for one that waits for its turn. */
  readonly scanRefusal: ScanRefusal | null
  /** What was found of its bytes when they were last read: gone, or others. Such a file is given to nobody. */
  readonly fault: FileRow['fault']
  /** Where its variants stand; null for a file that has none. */
  readonly image: ImageState | null
  /** What it shows, for whoever cannot see it. */
  readonly alt: string | null
}

/** The row, or null. */
export async function findFile(source: Db | Tx, id: Id<'file'>): Promise<FileRow | null> {
  return (
    (await source.query<FilesTables>().selectFrom('files.file').selectAll().where('id', '=', id).executeTakeFirst()) ??
    null
  )
}

/** The same as others see it. */
export async function findStoredFile(source: Db | Tx, id: Id<'file'>): Promise<StoredFile | null> {
  const found = await findFile(source, id)
  return found === null ? null : toStoredFile(found)
}

export function toStoredFile(row: FileRow): StoredFile {
  return {
    id: row.id,
    ownerId: row.owner_id,
    holder: row.holder,
    purpose: row.purpose,
    visibility: row.visibility,
    filename: row.filename,
    contentType: row.content_type,
    bytes: Number(row.bytes),
    sha256: row.sha256.toString('hex'),
    createdAt: row.created_at,
    scan: row.scan,
    scanRefusal: row.scan === 'pending' ? row.scan_refusal : null,
    fault: row.fault,
    image: row.image,
    alt: row.alt,
  }
}
