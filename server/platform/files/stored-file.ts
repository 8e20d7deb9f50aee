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
  /** Of what it shows now; the first is 1. */
  readonly version: number
  /** The last number that was given: more than `version` while that one is checked and prepared, and for good if it was refused. */
  readonly newestVersion: number
  /** Since when it is put away; null for one that is not. */
  readonly discardedAt: Date | null
}

/** The row, or null. */
export async function findFile(source: Db | Tx, id: Id<'file'>): Promise<FileRow | null> {
  return (
    (await source.query<FilesTables>().selectFrom('files.file').selectAll().where('id', '=', id).executeTakeFirst()) ??
    null
  )
}

/** The same as others see it, who know of files and not of their versions. */
export async function findStoredFile(source: Db | Tx, id: Id<'file'>): Promise<StoredFile | null> {
  const found = await findFile(source, id)
  return found === null || found.version_of !== null || found.discarded_at !== null ? null : toStoredFile(found)
}

/** What the audit trail calls a file, whichever version of it something happened to. */
export function subjectOf({ id, version_of: file }: Pick<FileRow, 'id' | 'version_of'>) {
  return { kind: 'file', id: file ?? id }
}

/** For the details of a record: which version, unless it is about what the file shows. */
export function versionOf({ version, version_of: file }: Pick<FileRow, 'version' | 'version_of'>) {
  return file === null ? {} : { version }
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
    version: row.version,
    newestVersion: row.newest_version,
    discardedAt: row.discarded_at,
  }
}
