import type { Db, Tx } from '../../kernel/db/database.ts'
import type { Id } from '../../kernel/id.ts'
import { assertReadyImage } from './images.ts'
import { filesProblem } from './problems.ts'
import { type RemoveBytes, removeLater } from './remove-bytes.job.ts'
import { assertNewest, nextVersion } from './replacing.ts'
import { assertReadable } from './scanning.ts'
import { findFile } from './stored-file.ts'
import type { FileRow, FilesTables } from './tables.ts'
import { type Changed, findVersion, lockLiveFile, showVersion } from './versions.ts'
import { assertWhole } from './whole.ts'

/** Versions of a file, newest first, the shown one among them; of those below `below`. */
export async function versionsOf(
  db: Db,
  file: FileRow,
  { below, limit }: { readonly below: number; readonly limit: number },
): Promise<FileRow[]> {
  const others = await db
    .query<FilesTables>()
    .selectFrom('files.file')
    .selectAll()
    .where('version_of', '=', file.id)
    .where('version', '<', below)
    .orderBy('version', 'desc')
    .limit(limit)
    .execute()
  const all = file.version < below ? [...others, file] : others
  return all.toSorted((one, other) => other.version - one.version).slice(0, limit)
}

/** The version, the shown one included. Throws files/version-not-found. */
export async function versionOfFile(source: Db | Tx, file: FileRow, version: number): Promise<FileRow> {
  const found = await findVersion(source, file, version)
  if (found === null) throw filesProblem('version-not-found')
  return found
}

/** Throws what a version is not shown for: it has no good verdict, its bytes are not whole, or its picture was not made anew. */
export function assertShowable(version: FileRow): void {
  assertReadable(version)
  assertWhole(version)
  assertReadyImage(version)
}

interface Chosen {
  readonly id: Id<'file'>
  readonly version: number
}

async function lockChosen(tx: Tx, { id, version }: Chosen): Promise<{ file: FileRow; chosen: FileRow }> {
  const file = await lockLiveFile(tx, id)
  if (file === null) throw filesProblem('not-found')
  const chosen = await versionOfFile(tx, file, version)
  if (chosen === file) throw filesProblem('version-shown')
  return { file, chosen }
}

/**
 * Shows an older version again, as the newest: its bytes are not copied, it takes the next number and leaves its own. Throws
 * files/version-conflict, files/version-shown, and what assertShowable does.
 */
export async function restoreVersion(
  tx: Tx,
  changed: Changed,
  { newestVersion, ...wanted }: Chosen & { readonly newestVersion: number },
): Promise<FileRow> {
  const { file, chosen } = await lockChosen(tx, wanted)
  assertNewest(file, newestVersion)
  assertShowable(chosen)
  const version = await nextVersion(tx, file)
  await showVersion(tx, changed, file, { ...chosen, version, restored_from: chosen.version })
  await tx.audit({
    action: 'files.version-restored',
    subject: { kind: 'file', id: file.id },
    details: { from: chosen.version, version },
  })
  const shown = await findFile(tx, file.id)
  if (shown === null) throw filesProblem('not-found')
  return shown
}

/** Removes a version that is not shown, with all that was made of it: rows now, bytes once that is certain. Throws files/version-shown. */
export async function removeVersion(tx: Tx, removeBytes: RemoveBytes, wanted: Chosen): Promise<void> {
  const { file, chosen } = await lockChosen(tx, wanted)
  await dropVersion(tx, removeBytes, chosen)
  await tx.audit({
    action: 'files.version-removed',
    subject: { kind: 'file', id: file.id },
    details: { version: chosen.version, bytes: Number(chosen.bytes) },
  })
}

/** The rows of a version, and its bytes once that is certain; under the lock of its file. */
export async function dropVersion(tx: Tx, removeBytes: RemoveBytes, version: FileRow): Promise<void> {
  const gone = await tx.raw<{ blob_key: string }>(
    'DELETE FROM files.file WHERE id = $1 OR variant_of = $1 RETURNING blob_key',
    [version.id],
  )
  await tx.raw('DELETE FROM files.upload WHERE blob_key = $1', [version.blob_key])
  await removeLater(
    tx,
    removeBytes,
    gone.map((row) => row.blob_key),
  )
}
