import type { Updateable } from 'kysely'
import { now } from '../../../kernel/clock.ts'
import { acceptId, cursorPage } from '../../../kernel/db/cursor.ts'
import type { Db, Tx } from '../../../kernel/db/database.ts'
import { asId, type Id, newId } from '../../../kernel/id.ts'
import type { Files, StoredFile } from '../../../platform/files/index.ts'
import { ownAccount } from '../ledger/accounts.ts'
import type { AccountRow } from '../ledger/tables.ts'
import { tradingProblem } from '../problems.ts'
import type { DetectedProfile } from './detected.ts'
import type { SymbolMapping } from './mapping.ts'
import { importProblem } from './problems.ts'
import { handOn, importQueues } from './queues.ts'
import type { Profile } from './reading/profile.ts'
import { isDone, isDraft, steps } from './steps.ts'
import type { BatchRow, BatchState, ImportTables } from './tables.ts'

export interface OwnBatch {
  readonly ownerId: Id<'user'>
  readonly id: Id<'import-batch'>
}

/** An import of the trader. Throws trading/import-not-found. */
export async function ownBatch(source: Db | Tx, { ownerId, id }: OwnBatch): Promise<BatchRow> {
  const row = await batches(source, ownerId).where('id', '=', id).executeTakeFirst()
  if (row === undefined) throw importProblem('import-not-found')
  return row
}

/** The same, held until the transaction ends. */
export async function lockBatch(tx: Tx, { ownerId, id }: OwnBatch): Promise<BatchRow> {
  const row = await batches(tx, ownerId).where('id', '=', id).forNoKeyUpdate().executeTakeFirst()
  if (row === undefined) throw importProblem('import-not-found')
  return row
}

function batches(source: Db | Tx, ownerId: Id<'user'>) {
  return source.query<ImportTables>().selectFrom('trading.import_batch').selectAll().where('owner_id', '=', ownerId)
}

/** An account of the trader that can be changed. Throws trading/account-not-found, trading/account-archived. */
export async function usableAccount(
  source: Db | Tx,
  ownerId: Id<'user'>,
  id: Id<'trading-account'>,
): Promise<AccountRow> {
  const account = await ownAccount(source, ownerId, id)
  if (account.archived_at !== null) throw tradingProblem('account-archived')
  return account
}

export interface BatchPage {
  readonly limit?: number
  readonly cursor?: string
  readonly accountId?: Id<'trading-account'>
  readonly state?: BatchState
}

/** Newest first. */
export async function listBatches(source: Db, ownerId: Id<'user'>, input: BatchPage) {
  const page = cursorPage(input, acceptId)
  let query = batches(source, ownerId)
    .orderBy('id', 'desc')
    .limit(page.limit + 1)
  if (input.accountId !== undefined) query = query.where('account_id', '=', input.accountId)
  if (input.state !== undefined) query = query.where('state', '=', input.state)
  if (page.after !== null) query = query.where('id', '<', asId<'import-batch'>(page.after[0] ?? ''))
  return page.of(
    await query.execute(),
    (row) => [row.id],
    (row) => row,
  )
}

export interface NewBatch {
  readonly account: AccountRow
  readonly file: StoredFile
  readonly timeZone: string
  readonly detected: readonly DetectedProfile[]
}

/** Begins an import. The file stays as long as the import needs it. */
export async function createBatch(
  tx: Tx,
  files: Pick<Files, 'hold'>,
  { account, file, timeZone, detected }: NewBatch,
): Promise<BatchRow> {
  const [held] = await files.hold(tx, [file.id])
  if (held === undefined) throw importProblem('import-file-not-found')
  const at = now()
  const row = await tx
    .query<ImportTables>()
    .insertInto('trading.import_batch')
    .values({
      ...{ id: newId<'import-batch'>(), owner_id: account.owner_id, account_id: account.id, file_id: file.id },
      ...{ filename: file.filename, file_bytes: BigInt(file.bytes), file_sha256: Buffer.from(file.sha256, 'hex') },
      ...{ state: 'uploaded', detected: JSON.stringify(detected), time_zone: timeZone, symbols: '[]', fx_rates: {} },
      ...{ rows_read: 0, wants_letter: false, version: 1, created_at: at, updated_at: at },
    })
    .returningAll()
    .executeTakeFirstOrThrow()
  await audit(tx, 'uploaded', row)
  return detected.length === 0 ? row : await step(tx, row, 'detected', {})
}

/** How a file is to be read, and what is said beside it. Absent fields stay as they are. */
export interface Mapping {
  readonly profile: Profile
  readonly timeZone?: string | undefined
  readonly symbols?: readonly SymbolMapping[] | undefined
  readonly fxRates?: Readonly<Record<string, string>> | undefined
}

/** Says how the file is read. What a preview found before holds no more. Throws trading/import-not-found, trading/import-state. */
export async function mapBatch(tx: Tx, own: OwnBatch, mapping: Mapping): Promise<BatchRow> {
  const row = await lockBatch(tx, own)
  if (!isDraft(row.state) || row.file_id === null) throw importProblem('import-state')
  return await step(tx, row, 'mapped', {
    profile: JSON.stringify(mapping.profile),
    ...(mapping.timeZone === undefined ? {} : { time_zone: mapping.timeZone }),
    ...(mapping.symbols === undefined ? {} : { symbols: JSON.stringify(mapping.symbols) }),
    ...(mapping.fxRates === undefined ? {} : { fx_rates: mapping.fxRates }),
    ...{ preview: null, rows_total: null, rows_read: 0, failure: null },
  })
}

/** Starts an import that was previewed; one that runs or is done is answered as it is. Throws trading/import-state. */
export async function commitBatch(tx: Tx, own: OwnBatch, wantsLetter: boolean): Promise<BatchRow> {
  const row = await lockBatch(tx, own)
  if (row.state === 'importing' || isDone(row.state)) return row
  if (row.state !== 'previewed') throw importProblem('import-state')
  await usableAccount(tx, own.ownerId, row.account_id)
  const started = { wants_letter: wantsLetter, committed_at: now(), rows_read: 0, failure: null }
  const importing = await step(tx, row, 'importing', started)
  await handOn(tx, importQueues.commit, importing)
  return importing
}

/** Has what an import made taken out again; one that is undone, or about to be, is answered as it is. Throws trading/import-state. */
export async function undoBatch(tx: Tx, own: OwnBatch): Promise<BatchRow> {
  const row = await lockBatch(tx, own)
  if (row.undo_asked_at !== null) return row
  if (!isDone(row.state)) throw importProblem('import-state')
  await usableAccount(tx, own.ownerId, row.account_id)
  const asked = await update(tx, row, { undo_asked_at: now() })
  await handOn(tx, importQueues.undo, asked)
  return asked
}

/** Removes an import that brought nothing into the account, and its file when no other import needs it. Throws trading/import-state. */
export async function deleteBatch(tx: Tx, files: Pick<Files, 'remove'>, own: OwnBatch): Promise<void> {
  const row = await lockBatch(tx, own)
  if (!isDraft(row.state)) throw importProblem('import-state')
  await tx.query<ImportTables>().deleteFrom('trading.import_batch').where('id', '=', row.id).execute()
  await dropFile(tx, files, row)
  await audit(tx, 'deleted', row)
}

/** Removes the file of an import that no longer needs it, unless another one does. */
export async function dropFile(
  tx: Tx,
  files: Pick<Files, 'remove'>,
  { id, file_id: fileId }: Pick<BatchRow, 'id' | 'file_id'>,
): Promise<void> {
  if (fileId === null) return
  const other = await tx
    .query<ImportTables>()
    .selectFrom('trading.import_batch')
    .select('id')
    .where('file_id', '=', fileId)
    .where('id', '<>', id)
    .executeTakeFirst()
  if (other === undefined) await files.remove(tx, fileId)
}

type Change = Updateable<BatchRow>

/** Goes on to another state, or stays in it. */
export async function step(tx: Tx, row: BatchRow, to: BatchState, change: Change): Promise<BatchRow> {
  if (to !== row.state && !steps[row.state].includes(to)) throw importProblem('import-state')
  const changed = await update(tx, row, { ...change, state: to })
  await audit(tx, to, changed)
  return changed
}

async function update(tx: Tx, row: BatchRow, change: Change): Promise<BatchRow> {
  return await tx
    .query<ImportTables>()
    .updateTable('trading.import_batch')
    .set({ ...change, version: row.version + 1, updated_at: now() })
    .where('id', '=', row.id)
    .returningAll()
    .executeTakeFirstOrThrow()
}

async function audit(tx: Tx, what: string, row: BatchRow): Promise<void> {
  await tx.audit({
    action: `trading.import.${what}`,
    subject: { kind: 'import-batch', id: row.id },
    details: { accountId: row.account_id, ...(row.rows_total === null ? {} : { rows: row.rows_total }) },
  })
}
