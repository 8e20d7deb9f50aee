import { inSeconds, now } from '../../../../kernel/clock.ts'
import { acceptId, cursorPage } from '../../../../kernel/db/cursor.ts'
import type { Db, Tx } from '../../../../kernel/db/database.ts'
import { asId, type Id, newId } from '../../../../kernel/id.ts'
import type { Files } from '../../../../platform/files/index.ts'
import { ownAccount } from '../../ledger/accounts.ts'
import { lockTrader } from '../plans/plans.ts'
import { sharingProblem } from '../problems.ts'
import type { PreparedExportRow, SharingTables } from '../tables.ts'

/** Behind the request that asked for it. */
export const EXPORT_QUEUE = 'trading.prepare-export'
/** What files are stored for; nobody uploads any. */
export const EXPORT_PURPOSE = 'trading.prepared-export'

const KEPT_DAYS = 7
const KEPT_MAX = 10
/** How long it is told that there was one. */
const TOLD_DAYS = 90
const DAY_SECONDS = 24 * 3600

interface Asked {
  readonly ownerId: Id<'user'>
  readonly accountId: Id<'trading-account'>
  readonly kind: PreparedExportRow['kind']
}

function exports(source: Db | Tx) {
  return source.query<SharingTables>().selectFrom('trading.prepared_export').selectAll()
}

/** Has an export made. Throws trading/account-not-found, trading/export-under-way, trading/too-many-exports. */
export async function askForExport(tx: Tx, { ownerId, accountId, kind }: Asked): Promise<PreparedExportRow> {
  const { name } = await ownAccount(tx, ownerId, accountId)
  await lockTrader(tx, ownerId)
  const kept = await exports(tx).where('owner_id', '=', ownerId).where('state', 'in', ['waiting', 'ready']).execute()
  if (kept.some(({ state }) => state === 'waiting')) throw sharingProblem('export-under-way')
  if (kept.length >= KEPT_MAX) throw sharingProblem('too-many-exports')
  const row = await tx
    .query<SharingTables>()
    .insertInto('trading.prepared_export')
    .values({
      ...{ id: newId<'trading-export'>(), owner_id: ownerId, account_id: accountId, kind, state: 'waiting' },
      ...{ filename: kind === 'account' ? `${name}.account.txt` : `${name}.${kind}.csv` },
      ...{ file_id: null, bytes: null, hidden_by_plan: null },
      ...{ created_at: now(), finished_at: null, expires_at: null },
    })
    .returningAll()
    .executeTakeFirstOrThrow()
  await tx.audit({
    action: `trading.export.asked`,
    subject: { kind: 'trading-account', id: accountId },
    details: { export: row.id, kind },
  })
  await tx.enqueue({ queue: EXPORT_QUEUE, data: { exportId: row.id }, options: { tenant: ownerId } })
  return row
}

/** Throws trading/export-not-found. */
export async function ownExport(
  source: Db | Tx,
  ownerId: Id<'user'>,
  id: PreparedExportRow['id'],
): Promise<PreparedExportRow> {
  const row = await exports(source).where('owner_id', '=', ownerId).where('id', '=', id).executeTakeFirst()
  if (row === undefined) throw sharingProblem('export-not-found')
  return row
}

/** The file of an export. Throws trading/export-not-found, trading/export-not-ready, trading/export-expired. */
export async function exportedFile(
  source: Db,
  ownerId: Id<'user'>,
  id: PreparedExportRow['id'],
): Promise<{ readonly fileId: Id<'file'>; readonly row: PreparedExportRow }> {
  const row = await ownExport(source, ownerId, id)
  if (row.state === 'expired' || (row.expires_at !== null && row.expires_at <= now()))
    throw sharingProblem('export-expired')
  if (row.file_id === null) throw sharingProblem('export-not-ready')
  return { fileId: row.file_id, row }
}

/** Newest first. */
export async function listExports(
  source: Db,
  ownerId: Id<'user'>,
  input: { readonly limit?: number; readonly cursor?: string },
) {
  const page = cursorPage(input, acceptId)
  let query = exports(source)
    .where('owner_id', '=', ownerId)
    .orderBy('id', 'desc')
    .limit(page.limit + 1)
  if (page.after !== null) query = query.where('id', '<', asId<'trading-export'>(page.after[0] ?? ''))
  return page.of(
    await query.execute(),
    (row) => [row.id],
    (row) => row,
  )
}

/** One that is to be made, whoever asked for it. */
export async function waitingExport(
  source: Db | Tx,
  id: PreparedExportRow['id'],
): Promise<PreparedExportRow | undefined> {
  return await exports(source).where('id', '=', id).where('state', '=', 'waiting').executeTakeFirst()
}

export interface Made {
  readonly fileId: Id<'file'>
  readonly bytes: number
  readonly hidden: number | null
}

/** Ends one that is waiting; null: it could not be made. Undefined when it was taken away or ended meanwhile. */
export async function endExport(
  tx: Tx,
  id: PreparedExportRow['id'],
  made: Made | null,
): Promise<PreparedExportRow | undefined> {
  const ended =
    made === null
      ? { state: 'failed' as const }
      : {
          ...{ state: 'ready' as const, file_id: made.fileId, bytes: BigInt(made.bytes) },
          ...{ hidden_by_plan: made.hidden, expires_at: inSeconds(KEPT_DAYS * DAY_SECONDS) },
        }
  return await tx
    .query<SharingTables>()
    .updateTable('trading.prepared_export')
    .set({ ...ended, finished_at: now() })
    .where('id', '=', id)
    .where('state', '=', 'waiting')
    .returningAll()
    .executeTakeFirst()
}

/** Takes an export away with its file. Throws trading/export-not-found. */
export async function removeExport(
  tx: Tx,
  files: Pick<Files, 'remove'>,
  ownerId: Id<'user'>,
  id: PreparedExportRow['id'],
): Promise<void> {
  const { file_id: fileId } = await ownExport(tx, ownerId, id)
  await tx.query<SharingTables>().deleteFrom('trading.prepared_export').where('id', '=', id).execute()
  if (fileId !== null) await files.remove(tx, fileId)
}

/** Takes away all of a person. For `erasePerson`. */
export async function eraseExports(tx: Tx, files: Pick<Files, 'remove'>, ownerId: Id<'user'>): Promise<void> {
  const rows = await exports(tx).where('owner_id', '=', ownerId).execute()
  for (const { id } of rows) await removeExport(tx, files, ownerId, id)
}

/** Those whose time is over. */
export async function overdueExports(source: Db): Promise<readonly PreparedExportRow['id'][]> {
  const rows = await exports(source).where('state', '=', 'ready').where('expires_at', '<=', now()).execute()
  return rows.map(({ id }) => id)
}

/** Removes the file of one whose time is over; that there was one is told for a while. */
export async function expireExport(tx: Tx, files: Pick<Files, 'remove'>, id: PreparedExportRow['id']): Promise<void> {
  const row = await exports(tx).where('id', '=', id).where('state', '=', 'ready').forUpdate().executeTakeFirst()
  if (row?.file_id == null) return
  await tx
    .query<SharingTables>()
    .updateTable('trading.prepared_export')
    .set({ state: 'expired', file_id: null })
    .where('id', '=', id)
    .execute()
  await files.remove(tx, row.file_id)
}

/** Forgets those that were ended long ago. */
export async function forgetExports(tx: Tx): Promise<void> {
  await tx
    .query<SharingTables>()
    .deleteFrom('trading.prepared_export')
    .where('state', 'in', ['failed', 'expired'])
    .where('created_at', '<', inSeconds(-TOLD_DAYS * DAY_SECONDS))
    .execute()
}

/** Those of the files that an export still has. */
export async function keptFiles(source: Db | Tx, ids: readonly Id<'file'>[]): Promise<ReadonlySet<string>> {
  if (ids.length === 0) return new Set()
  const rows = await exports(source)
    .where('file_id', 'in', [...ids])
    .execute()
  return new Set(rows.flatMap(({ file_id: fileId }) => fileId ?? []))
}
