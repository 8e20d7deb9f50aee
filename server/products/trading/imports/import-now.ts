import type { Tx } from '../../../kernel/db/database.ts'
import type { Id } from '../../../kernel/id.ts'
import type { TradingParts } from '../deps.ts'
import { createBatch, mapBatch, step, usableAccount } from './batches.ts'
import { importRows, termsOf } from './commit.job.ts'
import { detect, importFile } from './detected.ts'
import { openRows } from './file-rows.ts'
import { liveSources } from './intake-sources.ts'
import { findProfile } from './own-profiles.ts'
import { previewRows } from './preview.ts'
import { importProblem } from './problems.ts'

interface Importing {
  readonly ownerId: Id<'user'>
  readonly accountId: Id<'trading-account'>
  readonly fileId: Id<'file'>
}

/**
 * Brings a file that a profile knows into an account in the transaction that is open, by all steps of an import. For files that nobody
 * waits for. Throws trading/import-unmapped and what the steps throw.
 */
export async function importNow(deps: TradingParts, tx: Tx, { ownerId, accountId, fileId }: Importing): Promise<void> {
  const account = await usableAccount(tx, ownerId, accountId)
  const file = await importFile(deps.files, deps.db, { ownerId, fileId })
  const detected = await detect(deps, { ownerId, fileId })
  const created = await createBatch(tx, deps.files, { account, file, timeZone: account.time_zone, detected })
  const [best] = detected
  if (best === undefined) throw importProblem('import-unmapped')
  const profile = await findProfile(tx, ownerId, best.id)
  const mapped = await mapBatch(tx, { ownerId, id: created.id }, { profile })
  const open = () => openRows(deps.files, { fileId, profile, timeZone: mapped.time_zone, account })
  const read = await open()
  const preview = await previewRows(read.chunks, termsOf(account, mapped), liveSources(tx, account))
  await read.release()
  const kept = { preview: JSON.stringify(preview), rows_total: preview.rowsTotal }
  const previewed = await step(tx, mapped, 'previewed', kept)
  const batch = await step(tx, previewed, 'importing', { committed_at: previewed.updated_at, rows_read: 0 })
  const rows = await open()
  try {
    const context = { db: deps.db, progress: () => undefined, signal: new AbortController().signal }
    await importRows(tx, { deps, context, batch, rows, person: undefined })
  } finally {
    await rows.release()
  }
}
