import type { Origin } from '../../../kernel/db/actor.ts'
import type { Db, Tx } from '../../../kernel/db/database.ts'
import { type AnyJob, job } from '../../../kernel/jobs/job.ts'
import type { Files } from '../../../platform/files/index.ts'
import { ownAccount } from '../ledger/accounts.ts'
import { lockBatch, mapBatch, type OwnBatch, step } from './batches.ts'
import { failureOf, findBatch, termsOf } from './commit.job.ts'
import type { DetectedProfile } from './detected.ts'
import { oneAhead, openRows } from './file-rows.ts'
import { previewSources } from './intake-sources.ts'
import { findProfile } from './own-profiles.ts'
import { type Preview, previewRows } from './preview.ts'
import { importProblem } from './problems.ts'
import { batchJobData, handOn, importQueues } from './queues.ts'
import type { Profile } from './reading/profile.ts'
import type { BatchRow } from './tables.ts'

interface Deps {
  readonly db: Db
  readonly files: Pick<Files, 'localPath'>
}

/** A file of so many bytes is read while its trader waits; a longer one by a job. */
const BYTES_AT_ONCE = 1024n * 1024n

/** Makes an import ready to be previewed: one that nobody mapped is read by the profile that knows it best. Throws trading/import-unmapped, trading/import-state. */
export async function beginPreview(tx: Tx, own: OwnBatch): Promise<BatchRow> {
  const row = await lockBatch(tx, own)
  const mapped = row.state === 'detected' ? await mapAsDetected(tx, own, row) : row
  if (mapped.state === 'uploaded') throw importProblem('import-unmapped')
  if (mapped.state === 'previewed' || (mapped.state === 'mapped' && isShort(mapped))) return mapped
  if (mapped.state !== 'mapped') throw importProblem('import-state')
  await handOn(tx, importQueues.preview, mapped)
  return mapped
}

/** Reads a short file at once and answers the import as it is then. */
export async function previewIfShort(deps: Deps, origin: Origin, batch: BatchRow): Promise<BatchRow> {
  return batch.state === 'mapped' && isShort(batch) ? await preview(deps, origin, batch) : batch
}

function isShort(batch: BatchRow): boolean {
  return batch.file_bytes <= BYTES_AT_ONCE
}

async function mapAsDetected(tx: Tx, own: OwnBatch, row: BatchRow): Promise<BatchRow> {
  const [best] = row.detected as DetectedProfile[]
  if (best === undefined) throw importProblem('import-unmapped')
  return await mapBatch(tx, own, { profile: await findProfile(tx, own.ownerId, best.id) })
}

/** Reads the files of previews that take longer than a trader waits. */
export function previewJob(deps: Deps): AnyJob {
  return job({
    name: importQueues.preview,
    description: 'Reads a file and says what an import of it would do',
    data: batchJobData,
    ...{ attempts: 3, backoffSeconds: 5, deadlineSeconds: 300 },
    idempotentBy: 'the version of the import that was read: a preview of another is not kept',
    async handle({ db, jobId, signal }, { batchId }) {
      const batch = await findBatch(db, batchId)
      if (batch?.state !== 'mapped') return
      await preview(deps, { actor: { kind: 'system', name: importQueues.preview }, requestId: jobId }, batch, signal)
    },
  })
}

async function preview(deps: Deps, origin: Origin, batch: BatchRow, signal?: AbortSignal): Promise<BatchRow> {
  const found = await read(deps, origin, batch, signal)
  const own = { ownerId: batch.owner_id, id: batch.id }
  return await deps.db.transaction(origin, async (tx) => {
    const current = await lockBatch(tx, own)
    if (current.version !== batch.version) return current
    if ('failure' in found) return await step(tx, current, 'failed', found)
    const kept = { preview: JSON.stringify(found), rows_total: found.rowsTotal }
    return await step(tx, current, 'previewed', kept)
  })
}

async function read(
  { db, files }: Deps,
  origin: Origin,
  batch: BatchRow,
  signal: AbortSignal | undefined,
): Promise<Preview | { readonly failure: string }> {
  const { file_id: fileId, time_zone: timeZone } = batch
  if (fileId === null) return { failure: 'missing' }
  const account = await ownAccount(db, batch.owner_id, batch.account_id)
  const rows = await openRows(files, { fileId, profile: batch.profile as Profile, timeZone, account })
  try {
    return await previewRows(
      oneAhead(rows.chunks),
      termsOf(account, batch),
      previewSources(db, origin, account),
      signal,
    )
  } catch (error) {
    const failure = failureOf(error)
    if (failure === null) throw error
    return { failure }
  } finally {
    await rows.release()
  }
}
