import { now } from '../../kernel/clock.ts'
import type { Tx } from '../../kernel/db/database.ts'
import { subjectOf, versionOf } from './stored-file.ts'
import type { FileRow, FilesTables } from './tables.ts'
import { lockContent } from './versions.ts'

/**
 * Keeps at the file what was just found of these bytes of it; recorded once when it changes, whoever finds it. True for a file that was in order
 * and is not any more.
 */
export async function recordFault(tx: Tx, blobKey: string, fault: FileRow['fault']): Promise<boolean> {
  const file = await lockContent(tx, blobKey)
  if (file === null) return false
  await tx
    .query<FilesTables>()
    .updateTable('files.file')
    .set({ checked_at: now(), fault })
    .where('id', '=', file.id)
    .execute()
  if (fault === file.fault) return false
  await tx.audit({
    action: fault === null ? 'files.found-whole' : 'files.found-damaged',
    subject: subjectOf(file),
    details: { fault: fault ?? file.fault, ...versionOf(file) },
  })
  return file.fault === null
}
