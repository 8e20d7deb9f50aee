import { nowMs } from '../../kernel/clock.ts'
import type { Db, Tx } from '../../kernel/db/database.ts'
import type { Id } from '../../kernel/id.ts'
import { type RemoveBytes, removeLater } from './remove-bytes.job.ts'
import type { FilesTables } from './tables.ts'

/** What the unit holds of a person; the bytes are fetched one by one. */
export async function exportFiles(db: Db, ownerId: Id<'user'>) {
  const rows = await db
    .query<FilesTables>()
    .selectFrom('files.file')
    .select(['id', 'filename', 'content_type', 'bytes', 'purpose', 'created_at', 'alt', 'variant_of', 'variant'])
    .where('owner_id', '=', ownerId)
    .orderBy('id')
    .execute()
  return rows.map((row) => ({ ...row, bytes: Number(row.bytes) }))
}

/** What was made of pictures goes and stays with them, and is not named. */
export async function filesOwnedBy(source: Db | Tx, ownerId: Id<'user'>): Promise<Id<'file'>[]> {
  const rows = await source
    .query<FilesTables>()
    .selectFrom('files.file')
    .select('id')
    .where('owner_id', '=', ownerId)
    .where('variant_of', 'is', null)
    .execute()
  return rows.map(({ id }) => id)
}

/** Files that others need stay without their owner, and without the name the owner gave them. */
export async function disownFiles(tx: Tx, ids: readonly Id<'file'>[]): Promise<void> {
  if (ids.length === 0) return
  const disown =
    "UPDATE files.file SET owner_id = NULL, filename = 'file' WHERE id = ANY($1::uuid[]) OR variant_of = ANY($1::uuid[])"
  await tx.raw(disown, [[...ids]])
  await tx.raw('DELETE FROM files.upload WHERE file_id = ANY($1::uuid[])', [[...ids]])
}

/** Removes what is the person's alone: rows now, bytes once that is certain. Open uploads lapse and are swept. */
export async function eraseFiles(tx: Tx, removeBytes: RemoveBytes, ownerId: Id<'user'>): Promise<void> {
  const gone = await tx
    .query<FilesTables>()
    .deleteFrom('files.file')
    .where('owner_id', '=', ownerId)
    .returning(['id', 'blob_key'])
    .execute()
  await tx.raw("DELETE FROM files.upload WHERE owner_id = $1 AND state = 'confirmed'", [ownerId])
  await tx
    .query<FilesTables>()
    .updateTable('files.upload')
    .set({ state: 'cancelled', filename: 'file', expires_at: new Date(nowMs() - 1) })
    .where('owner_id', '=', ownerId)
    .execute()
  const keys = gone.map((row) => row.blob_key)
  await removeLater(tx, removeBytes, keys)
  if (gone.length > 0)
    await tx.audit({
      action: 'files.erased',
      subject: { kind: 'user', id: ownerId },
      details: { count: gone.length },
    })
}
