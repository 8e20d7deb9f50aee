import { nowMs } from '../../kernel/clock.ts'
import type { Db, Tx } from '../../kernel/db/database.ts'
import type { Id } from '../../kernel/id.ts'
import { ownerColumn, type UploadOwner } from './owner.ts'
import { type RemoveBytes, removeLater } from './remove-bytes.job.ts'
import type { FilesTables } from './tables.ts'

/** What the unit holds of a person; the bytes are fetched one by one. */
export async function exportFiles(db: Db, ownerId: Id<'user'>) {
  const rows = await db
    .query<FilesTables>()
    .selectFrom('files.file')
    .select(['id', 'filename', 'content_type', 'bytes', 'purpose', 'created_at', 'alt', 'variant_of', 'variant'])
    .select(['version', 'version_of'])
    .where('owner_id', '=', ownerId)
    .orderBy('id')
    .execute()
  return rows.map((row) => ({ ...row, bytes: Number(row.bytes) }))
}

/** What was made of pictures goes and stays with them, as versions do with their file, and is not named. */
export async function filesOwnedBy(source: Db | Tx, ownerId: Id<'user'>): Promise<Id<'file'>[]> {
  const rows = await source
    .query<FilesTables>()
    .selectFrom('files.file')
    .select('id')
    .where('owner_id', '=', ownerId)
    .where('variant_of', 'is', null)
    .where('version_of', 'is', null)
    .execute()
  return rows.map(({ id }) => id)
}

/** The same of what holders have. */
export async function exportHeld(db: Db, holders: readonly string[]) {
  if (holders.length === 0) return []
  const rows = await db
    .query<FilesTables>()
    .selectFrom('files.file')
    .select(['id', 'holder', 'filename', 'content_type', 'bytes', 'purpose', 'created_at'])
    .where('holder', 'in', holders)
    .where('variant_of', 'is', null)
    .orderBy('id')
    .execute()
  return rows.map((row) => ({ ...row, bytes: Number(row.bytes) }))
}

/**
 * Files that others need stay without their owner, and without the name the owner gave them. What they showed before nobody needs: it goes
 * with its bytes.
 */
export async function disownFiles(tx: Tx, removeBytes: RemoveBytes, ids: readonly Id<'file'>[]): Promise<void> {
  if (ids.length === 0) return
  const disown =
    "UPDATE files.file SET owner_id = NULL, filename = 'file' WHERE id = ANY($1::uuid[]) OR variant_of = ANY($1::uuid[])"
  await tx.raw('SELECT FROM files.file WHERE id = ANY($1::uuid[]) ORDER BY id FOR NO KEY UPDATE', [[...ids]])
  const gone = await tx.raw<{ blob_key: string }>(DELETE_VERSIONS, [[...ids]])
  await removeLater(
    tx,
    removeBytes,
    gone.map((row) => row.blob_key),
  )
  await tx.raw(disown, [[...ids]])
  await tx.raw('DELETE FROM files.upload WHERE file_id = ANY($1::uuid[])', [[...ids]])
}

const DELETE_VERSIONS = `
  DELETE FROM files.file WHERE version_of = ANY($1::uuid[])
     OR variant_of IN (SELECT id FROM files.file WHERE version_of = ANY($1::uuid[]))
  RETURNING blob_key`

/**
 * Removes what is the owner's alone: rows now, bytes once that is certain. Open uploads lapse and are swept; they go first, so that none
 * is confirmed behind the files' back.
 */
export async function eraseFiles(tx: Tx, removeBytes: RemoveBytes, owner: UploadOwner): Promise<void> {
  const { column, value } = ownerColumn(owner)
  await tx.raw(`SELECT FROM files.upload WHERE ${column} = $1 FOR UPDATE`, [value])
  await tx.raw(
    `UPDATE files.upload SET state = 'cancelled', filename = 'file', expires_at = $2 WHERE ${column} = $1 AND state <> 'confirmed'`,
    [value, new Date(nowMs() - 1)],
  )
  // Whoever else keeps such files gives none of them another version meanwhile.
  await tx.raw(`SELECT FROM files.file WHERE ${column} = $1 AND version_of IS NULL ORDER BY id FOR UPDATE`, [value])
  const gone = await tx.raw<{ blob_key: string }>(`DELETE FROM files.file WHERE ${column} = $1 RETURNING blob_key`, [
    value,
  ])
  const keys = gone.map((row) => row.blob_key)
  await tx.raw(`DELETE FROM files.upload WHERE (${column} = $1 AND state = 'confirmed') OR blob_key = ANY($2)`, [
    ...[value, keys],
  ])
  await removeLater(tx, removeBytes, keys)
  if (gone.length > 0)
    await tx.audit({
      action: 'files.erased',
      subject: 'userId' in owner ? { kind: 'user', id: owner.userId } : { kind: 'file-holder', id: owner.holder },
      details: { count: gone.length },
    })
}
