import { now } from '../../../../kernel/clock.ts'
import { acceptId, cursorPage } from '../../../../kernel/db/cursor.ts'
import type { Db, Tx } from '../../../../kernel/db/database.ts'
import { asId, type Id, newId } from '../../../../kernel/id.ts'
import type { Files, Purpose } from '../../../../platform/files/index.ts'
import { sharingProblem } from '../problems.ts'
import type { RestoreRow, SharingTables } from '../tables.ts'

/** Behind the request that asked for it. */
export const RESTORE_QUEUE = 'trading.restore-account-file'

const MEBIBYTE = 1024 * 1024

/** Exported accounts. */
export const accountFilePurpose: Purpose = {
  name: 'trading.account-file',
  maxBytes: 200 * MEBIBYTE,
  contentTypes: ['text/plain'],
  visibility: 'private',
  isOpenTo: (permissions) => permissions.has('trading:use'),
}

interface NewRestore {
  readonly ownerId: Id<'user'>
  readonly fileId: Id<'file'>
  readonly name: string | null
}

/** Has an uploaded file brought into an account of its own. Throws trading/restore-file-not-found. */
export async function createRestore(
  tx: Tx,
  files: Pick<Files, 'file' | 'hold'>,
  { ownerId, fileId, name }: NewRestore,
): Promise<RestoreRow> {
  const file = await files.file(tx, fileId)
  const isTheirs = file?.ownerId === ownerId && file.purpose === accountFilePurpose.name
  if (file === null || !isTheirs || (file.scan !== 'none' && file.scan !== 'clean'))
    throw sharingProblem('restore-file-not-found')
  const [held] = await files.hold(tx, [fileId])
  if (held === undefined) throw sharingProblem('restore-file-not-found')
  const row = await tx
    .query<SharingTables>()
    .insertInto('trading.restore')
    .values({
      ...{ id: newId<'trading-restore'>(), owner_id: ownerId, file_id: fileId, filename: file.filename, name },
      ...{ state: 'waiting', account_id: null, counts: null, failure: null, failed_line: null, failed_field: null },
      ...{ created_at: now(), finished_at: null },
    })
    .returningAll()
    .executeTakeFirstOrThrow()
  await tx.enqueue({ queue: RESTORE_QUEUE, data: { restoreId: row.id }, options: { tenant: ownerId } })
  return row
}

/** Throws trading/restore-not-found. */
export async function ownRestore(source: Db | Tx, ownerId: Id<'user'>, id: Id<'trading-restore'>): Promise<RestoreRow> {
  const row = await restores(source).where('owner_id', '=', ownerId).where('id', '=', id).executeTakeFirst()
  if (row === undefined) throw sharingProblem('restore-not-found')
  return row
}

/** Newest first. */
export async function listRestores(
  source: Db,
  ownerId: Id<'user'>,
  input: { readonly limit?: number; readonly cursor?: string },
) {
  const page = cursorPage(input, acceptId)
  let query = restores(source)
    .where('owner_id', '=', ownerId)
    .orderBy('id', 'desc')
    .limit(page.limit + 1)
  if (page.after !== null) query = query.where('id', '<', asId<'trading-restore'>(page.after[0] ?? ''))
  return page.of(
    await query.execute(),
    (row) => [row.id],
    (row) => row,
  )
}

/** One that is under way, whoever asks for it. */
export async function waitingRestore(source: Db | Tx, id: Id<'trading-restore'>): Promise<RestoreRow | undefined> {
  return await restores(source).where('id', '=', id).where('state', '=', 'waiting').executeTakeFirst()
}

function restores(source: Db | Tx) {
  return source.query<SharingTables>().selectFrom('trading.restore').selectAll()
}

/** Ends a restore; its file is not needed any more. */
export async function endRestore(
  tx: Tx,
  files: Pick<Files, 'remove'>,
  { id, file_id: fileId }: RestoreRow,
  ended: Pick<RestoreRow, 'state'> & Partial<RestoreRow>,
): Promise<void> {
  const counts = ended.counts == null ? {} : { counts: JSON.stringify(ended.counts) as never }
  await tx
    .query<SharingTables>()
    .updateTable('trading.restore')
    .set({ ...ended, ...counts, file_id: null, finished_at: now() })
    .where('id', '=', id)
    .execute()
  if (fileId !== null) await files.remove(tx, fileId)
}
