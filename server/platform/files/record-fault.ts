import { now } from '../../kernel/clock.ts'
import type { Tx } from '../../kernel/db/database.ts'
import type { FileRow, FilesTables } from './tables.ts'

/**
 * Keeps at the file what was just found of its bytes; recorded once when it changes, whoever finds it. True for a file that was in order
 * and is not any more.
 */
export async function recordFault(tx: Tx, id: FileRow['id'], fault: FileRow['fault']): Promise<boolean> {
  const file = await tx
    .query<FilesTables>()
    .selectFrom('files.file')
    .select('fault')
    .where('id', '=', id)
    .forNoKeyUpdate()
    .executeTakeFirst()
  if (file === undefined) return false
  await tx
    .query<FilesTables>()
    .updateTable('files.file')
    .set({ checked_at: now(), fault })
    .where('id', '=', id)
    .execute()
  if (fault === file.fault) return false
  await tx.audit({
    action: fault === null ? 'files.found-whole' : 'files.found-damaged',
    subject: { kind: 'file', id },
    details: { fault: fault ?? file.fault },
  })
  return file.fault === null
}
