import { now } from '../../kernel/clock.ts'
import type { Tx } from '../../kernel/db/database.ts'
import type { Id } from '../../kernel/id.ts'
import { type StoredFile, toStoredFile } from './stored-file.ts'
import type { FileRow } from './tables.ts'
import type { Changed } from './versions.ts'

/**
 * Puts a file away: from now on it is nobody's and nowhere, until it is brought back or its time is over. Waits for whoever has it in hand
 * by `hold`, so that what they wrote is to be seen after this. False when there is no such file.
 */
export async function discardFile(tx: Tx, changed: Changed, id: Id<'file'>): Promise<boolean> {
  const file = await lockWhole(tx, id)
  if (file === null || file.discarded_at !== null) return false
  await tx.raw('UPDATE files.file SET discarded_at = $2 WHERE id = $1', [id, now()])
  const { purpose, bytes } = file
  await tx.audit({
    action: 'files.discarded',
    subject: { kind: 'file', id },
    details: { purpose, bytes: Number(bytes) },
  })
  await changed(tx, file)
  return true
}

/** Brings back what was put away, as it was. Null when there is no such file. */
export async function bringBack(tx: Tx, changed: Changed, id: Id<'file'>): Promise<StoredFile | null> {
  const file = await lockWhole(tx, id)
  if (file === null || file.discarded_at === null) return null
  await tx.raw('UPDATE files.file SET discarded_at = NULL WHERE id = $1', [id])
  await tx.audit({ action: 'files.brought-back', subject: { kind: 'file', id }, details: { purpose: file.purpose } })
  await changed(tx, file)
  return toStoredFile({ ...file, discarded_at: null })
}

/** The file under a lock that waits for those who hold it, and keeps others from it; null for none. */
export async function lockWhole(tx: Tx, id: Id<'file'>): Promise<FileRow | null> {
  const [file] = await tx.raw<FileRow & Record<string, unknown>>('SELECT * FROM files.file WHERE id = $1 FOR UPDATE', [
    id,
  ])
  return file === undefined || file.version_of !== null || file.variant_of !== null ? null : file
}
