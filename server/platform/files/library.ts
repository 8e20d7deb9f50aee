import type { Db, Tx } from '../../kernel/db/database.ts'
import { holdingPattern } from '../../kernel/db/like.ts'
import type { Id } from '../../kernel/id.ts'
import { type RemoveBytes, removeLater } from './remove-bytes.job.ts'
import { type StoredFile, toStoredFile } from './stored-file.ts'
import type { FileRow, FilesTables } from './tables.ts'

/** Which files of its purposes a unit lists. */
export interface FileFilter {
  readonly purposes: readonly string[]
  /** A part of the filename. */
  readonly q?: string
  /** The last file of the page before. */
  readonly after?: Id<'file'>
  readonly limit: number
  /** Those that were put away, and no others. */
  readonly discarded?: boolean
}

/** Of each purpose no more than the page holds is read, along the index. */
const NEWEST = `
  SELECT file.* FROM unnest($1::text[]) AS wanted (purpose)
   CROSS JOIN LATERAL (
     SELECT * FROM files.file
      WHERE purpose = wanted.purpose AND variant_of IS NULL AND version_of IS NULL AND (discarded_at IS NOT NULL) = $5 AND id < $2 AND filename ILIKE $3 ORDER BY id DESC LIMIT $4) AS file
   ORDER BY file.id DESC LIMIT $4`

const BEYOND_ALL = 'ffffffff-ffff-ffff-ffff-ffffffffffff'

/** Files stored for these purposes, newest first. */
export async function listFiles(
  source: Db | Tx,
  { purposes, q, after, limit, discarded = false }: FileFilter,
): Promise<StoredFile[]> {
  const named = holdingPattern(q ?? '')
  const rows = await source.raw<FileRow & Record<string, unknown>>(NEWEST, [
    ...[[...purposes], after ?? BEYOND_ALL, named, limit, discarded],
  ])
  return rows.map(toStoredFile)
}

/** Those of the files that are there. Nobody removes one of them before the transaction ends. */
export async function holdFiles(tx: Tx, ids: readonly Id<'file'>[]): Promise<StoredFile[]> {
  if (ids.length === 0) return []
  const rows = await tx
    .query<FilesTables>()
    .selectFrom('files.file')
    .selectAll()
    .where('id', 'in', [...ids])
    .where('version_of', 'is', null)
    .where('discarded_at', 'is', null)
    .orderBy('id')
    .forKeyShare()
    .execute()
  return rows.map(toStoredFile)
}

/** How a page shows a file. */
export interface FileLook {
  /** What it shows, for whoever cannot see it. */
  readonly alt: string | null
  /** Goes as `v` with an address of it, so that what is kept of that is never another version. */
  readonly version: number
}

/** How those of the files are shown that are there, by id. */
export async function looksOf(source: Db | Tx, ids: readonly string[]): Promise<ReadonlyMap<string, FileLook>> {
  const rows = await source.raw<{ id: string; alt: string | null; version: number }>(
    'SELECT id, alt, version FROM files.file WHERE id = ANY($1::uuid[]) AND version_of IS NULL AND discarded_at IS NULL',
    [[...ids]],
  )
  return new Map(rows.map(({ id, ...look }) => [id, look]))
}

/** Says what a file shows. False when there is no such file. */
export async function describeFile(tx: Tx, id: Id<'file'>, alt: string | null): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .query<FilesTables>()
    .updateTable('files.file')
    .set({ alt })
    .where('id', '=', id)
    .executeTakeFirst()
  if (numUpdatedRows === 0n) return false
  await tx.audit({ action: 'files.described', subject: { kind: 'file', id }, details: { alt } })
  return true
}

const DELETE_WHOLE = `
  DELETE FROM files.file
   WHERE id = $1 OR version_of = $1 OR variant_of = $1 OR variant_of IN (SELECT id FROM files.file WHERE version_of = $1)
  RETURNING id, blob_key, purpose, bytes`

/** Removes a file with its versions and all that was made of them: rows now, bytes once that is certain. False when there is no such file. */
export async function removeFile(tx: Tx, removeBytes: RemoveBytes, id: Id<'file'>): Promise<boolean> {
  // No version is added or shown meanwhile.
  await tx.raw('SELECT FROM files.file WHERE id = $1 FOR UPDATE', [id])
  const gone = await tx.raw<Pick<FileRow, 'id' | 'blob_key' | 'purpose' | 'bytes'> & Record<string, unknown>>(
    DELETE_WHOLE,
    [id],
  )
  const file = gone.find((row) => row.id === id)
  if (file === undefined) return false
  await tx.raw('DELETE FROM files.upload WHERE file_id = $1', [id])
  const keys = gone.map((row) => row.blob_key)
  await removeLater(tx, removeBytes, keys)
  const { purpose, bytes } = file
  await tx.audit({
    action: 'files.removed',
    subject: { kind: 'file', id },
    details: { purpose, bytes: Number(bytes) },
  })
  return true
}
