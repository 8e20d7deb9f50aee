import { now } from '../../kernel/clock.ts'
import type { Db, Tx } from '../../kernel/db/database.ts'
import type { Id } from '../../kernel/id.ts'
import { fileReplaced } from './events.ts'
import { findFile } from './stored-file.ts'
import type { FileContent, FileRow, FilesTables } from './tables.ts'

/** Told in the transaction in which a file begins to show something else, or to others. */
export type Changed = (tx: Tx, file: Pick<FileRow, 'id' | 'purpose'>) => Promise<void>

/**
 * The file for update, or null. What its versions are changes under this lock alone: whoever changes the row of a version takes that of
 * its file first.
 */
export async function lockFile(tx: Tx, id: Id<'file'>): Promise<FileRow | null> {
  const query = tx.query<FilesTables>().selectFrom('files.file').selectAll()
  return (await query.where('id', '=', id).forNoKeyUpdate().executeTakeFirst()) ?? null
}

/** The same unless it was put away. */
export async function lockLiveFile(tx: Tx, id: Id<'file'>): Promise<FileRow | null> {
  const file = await lockFile(tx, id)
  return file === null || file.discarded_at !== null ? null : file
}

/**
 * The row that has these bytes, its file locked; null when there is none. Bytes move between the rows of a file when another version is
 * shown, so that whatever was found out of them, for as long as that took, is written where they are by then.
 */
export async function lockContent(tx: Tx, blobKey: string): Promise<FileRow | null> {
  const [found] = await tx.raw<{ id: Id<'file'> }>(
    'SELECT coalesce(version_of, id) AS id FROM files.file WHERE blob_key = $1',
    [blobKey],
  )
  if (found === undefined || (await lockFile(tx, found.id)) === null) return null
  return await findContent(tx, blobKey)
}

/** The row that has these bytes, or null. */
export async function findContent(source: Db | Tx, blobKey: string): Promise<FileRow | null> {
  const query = source.query<FilesTables>().selectFrom('files.file').selectAll()
  return (await query.where('blob_key', '=', blobKey).executeTakeFirst()) ?? null
}

/** One version of a file, the shown one included; null when there is none of this number. */
export async function findVersion(source: Db | Tx, file: FileRow, version: number): Promise<FileRow | null> {
  if (version === file.version) return file
  const query = source.query<FilesTables>().selectFrom('files.file').selectAll()
  return (await query.where('version_of', '=', file.id).where('version', '=', version).executeTakeFirst()) ?? null
}

/**
 * What follows once a version can be shown, or is known never to be: it is shown unless a later one is. `row` is what lockContent gave;
 * a file itself is left as it is.
 */
export async function settleVersion(tx: Tx, changed: Changed, row: FileRow, canBeShown: boolean): Promise<void> {
  if (row.version_of === null) return
  const file = await findFile(tx, row.version_of)
  if (file === null) return
  if (canBeShown && row.version > file.version) await showVersion(tx, changed, file, row)
  else await tx.raw('UPDATE files.file SET superseded_at = $2 WHERE id = $1', [row.id, now()])
}

/** Has the file show this version of it from now on, which is told. Under the lock of the file, both as they are then. */
export async function showVersion(tx: Tx, changed: Changed, file: FileRow, version: FileRow): Promise<void> {
  // No two rows have the same bytes at any moment.
  await tx.raw("UPDATE files.file SET blob_key = 'moving/' || id WHERE id = $1", [version.id])
  await put(tx, file.id, contentOf(version), null)
  await put(tx, version.id, contentOf(file), now())
  await tx.raw("UPDATE files.file SET variant_of = $2, variant = '~' || variant WHERE variant_of = $1", [
    ...[file.id, version.id],
  ])
  await tx.raw("UPDATE files.file SET variant_of = $1 WHERE variant_of = $2 AND variant NOT LIKE '~%'", [
    ...[file.id, version.id],
  ])
  await tx.raw("UPDATE files.file SET variant = substr(variant, 2) WHERE variant_of = $1 AND variant LIKE '~%'", [
    version.id,
  ])
  const { purpose } = file
  await tx.publish(fileReplaced, { fileId: file.id, purpose, version: version.version })
  await changed(tx, file)
}

async function put(tx: Tx, id: Id<'file'>, content: FileContent, supersededAt: Date | null): Promise<void> {
  await tx
    .query<FilesTables>()
    .updateTable('files.file')
    .set({ ...content, superseded_at: supersededAt })
    .where('id', '=', id)
    .execute()
}

function contentOf(row: FileRow): FileContent {
  const { filename, content_type, bytes, sha256, blob_key, created_at, checked_at, fault } = row
  const { scan, scan_finding, scan_refusal, scan_tried_at, version, restored_from } = row
  const { image, image_rounds, image_tried_at } = row
  return {
    ...{ filename, content_type, bytes, sha256, blob_key, created_at, checked_at, fault },
    ...{ scan, scan_finding, scan_refusal, scan_tried_at, version, restored_from },
    ...{ image, image_rounds, image_tried_at },
  }
}
