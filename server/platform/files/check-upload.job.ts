import { setTimeout as sleep } from 'node:timers/promises'
import { type BlobStat, PART_BYTES } from '../../kernel/blob/blob-store.ts'
import { inSeconds, monotonicMs, now } from '../../kernel/clock.ts'
import type { Origin } from '../../kernel/db/actor.ts'
import type { Db, Tx } from '../../kernel/db/database.ts'
import { idOf, object } from '../../kernel/http/schema.ts'
import type { Id } from '../../kernel/id.ts'
import { enqueue, type Job, type JobContext, job } from '../../kernel/jobs/job.ts'
import { type Arrived, createInspector, type InspectorParts, inspect } from './arrived.ts'
import { isBared } from './bare-images.ts'
import { filesProblem } from './problems.ts'
import type { StoredLook, UploadRow } from './tables.ts'
import { assertPartsArrived, isOver, isUnverified, removeArrived, writeOf } from './upload-parts.ts'
import { readOpenUpload } from './uploads.ts'

/** What a request looks through itself; how long more takes is the store's and the scanner's. */
const AT_ONCE_BYTES = BigInt(2 * PART_BYTES)
/** A picture that loses its metadata lies in memory for that. */
const PICTURE_AT_ONCE_BYTES = 4n * 1024n * 1024n
/** How long a confirmation waits for a look behind it; less than clients wait for an answer. */
export const WAIT_SECONDS = 15
export const WAIT_SECONDS_MAX = 25
const POLL_MS = 150
const AGAIN_SECONDS = 2
/** A look that was asked for so long ago has no job any more that would end it. */
const LOST_SECONDS = 6 * 3600

const checkInput = object({ uploadId: idOf('upload') })
export type CheckUpload = Job<typeof checkInput>

/** Looks at the bytes of a large upload and keeps what it found for who confirms it. */
export function checkUploadJob(parts: InspectorParts): CheckUpload {
  return job({
    name: 'files.check-upload',
    description: 'Puts a large upload together, hashes it and asks the malware scanner, for its confirmation',
    data: checkInput,
    attempts: 5,
    backoffSeconds: 5,
    deadlineSeconds: 3600,
    idempotentBy: 'the upload: only an open one without a look gets one, and bytes that were put together stay so',
    async handle(context, { uploadId }) {
      const upload = await uploadOf(context.db, uploadId)
      if (upload?.state === 'signed' && upload.arrived === null) await check(parts, context, upload)
    },
    onDead: (tx, { uploadId }) => forget(tx, uploadId),
  })
}

async function check(parts: InspectorParts, context: JobContext, upload: UploadRow): Promise<void> {
  const { db, signal } = context
  const arrived = await inspect(parts, upload, signal).catch(async (error: unknown) => {
    // Given up meanwhile: nobody waits for what failed because of that.
    if ((await uploadOf(db, upload.id))?.state !== 'signed') return null
    throw error
  })
  const stat = await parts.blobs.stat(upload.blob_key)
  if (arrived === null || stat === null) return void (await context.once((tx) => forget(tx, upload.id)))
  const isKept = await context.once((tx) => keep(tx, upload.id, { ...arrived, modifiedAt: stat.modifiedAt }))
  // What was put together after it was given up belongs to nobody.
  if (isKept === false && (await uploadOf(db, upload.id))?.state === 'cancelled')
    await removeArrived(parts.blobs, upload)
}

async function uploadOf(db: Db, uploadId: Id<'upload'>): Promise<UploadRow | undefined> {
  const [row] = await db.raw<UploadRow & Record<string, unknown>>('SELECT * FROM files.upload WHERE id = $1', [
    uploadId,
  ])
  return row
}

async function keep(tx: Tx, uploadId: Id<'upload'>, look: Arrived & Pick<BlobStat, 'modifiedAt'>): Promise<boolean> {
  const kept = await tx.raw(
    "UPDATE files.upload SET arrived = $2 WHERE id = $1 AND state = 'signed' AND arrived IS NULL RETURNING id",
    [uploadId, JSON.stringify(look)],
  )
  return kept.length > 0
}

/** The next confirmation has it looked at anew. */
async function forget(tx: Tx, uploadId: Id<'upload'>): Promise<void> {
  await tx.raw("UPDATE files.upload SET arrived = NULL, check_asked_at = NULL WHERE id = $1 AND state = 'signed'", [
    uploadId,
  ])
}

interface LookDeps extends InspectorParts {
  readonly db: Db
  readonly checkUpload: CheckUpload
}

/** Who asks, and for how long. */
export interface Asking {
  readonly origin: Origin
  readonly waitSeconds: number
}

/**
 * What the stored bytes of an upload are; null while they are not there. Those of a large one are looked at by a job, once for all who
 * ask, which each of them waits for as long as it says: throws files/being-checked then.
 */
export function createLook(deps: LookDeps): (upload: UploadRow, asking: Asking) => Promise<Arrived | null> {
  const { db, checkUpload } = deps
  const inspectAtOnce = createInspector(deps)
  return async (upload, { origin, waitSeconds }) => {
    const isPicture = isBared(deps.keepsBare, upload)
    if (upload.bytes <= (isPicture ? PICTURE_AT_ONCE_BYTES : AT_ONCE_BYTES)) return await inspectAtOnce(upload)
    const known = await recalled(deps, upload)
    if (known !== null) return known
    if (await isQuick(deps, upload)) return await inspectAtOnce(upload)
    await db.transaction(origin, (tx) => askFor(tx, checkUpload, upload))
    const untilMs = monotonicMs() + waitSeconds * 1000
    for (;;) {
      const current = await readOpenUpload(db, upload.id, null)
      if (current.arrived !== null) return lookOf(current.arrived)
      if (monotonicMs() >= untilMs) throw filesProblem('being-checked', { retryAfterSeconds: AGAIN_SECONDS })
      await sleep(POLL_MS)
    }
  }
}

/** By one job at a time, however many ask. */
async function askFor(tx: Tx, checkUpload: CheckUpload, { id, arrived }: UploadRow): Promise<void> {
  // Looked at, and stored anew since.
  if (arrived !== null) await forget(tx, id)
  const asked = await tx.raw(ASK, [id, now(), inSeconds(-LOST_SECONDS)])
  if (asked.length > 0) await enqueue(tx, checkUpload, { uploadId: id })
}

const ASK = `
  UPDATE files.upload SET check_asked_at = $2
   WHERE id = $1 AND state = 'signed' AND arrived IS NULL AND (check_asked_at IS NULL OR check_asked_at < $3)
  RETURNING id`

/** What was found before, unless something else is there by now. */
async function recalled({ blobs }: InspectorParts, { blob_key: key, arrived }: UploadRow): Promise<Arrived | null> {
  if (arrived === null) return null
  const stat = await blobs.stat(key)
  const isSame = stat !== null && stat.bytes === arrived.bytes && stat.modifiedAt.toISOString() === arrived.modifiedAt
  return isSame ? lookOf(arrived) : null
}

function lookOf({ modifiedAt: _, scanned, ...look }: StoredLook): Arrived {
  if (scanned === null) return { ...look, scanned }
  return { ...look, scanned: { ...scanned, triedAt: scanned.triedAt === null ? null : new Date(scanned.triedAt) } }
}

/** Nothing has to be read for the answer. Throws files/parts-missing. */
async function isQuick({ blobs, scanner, keepsBare }: InspectorParts, upload: UploadRow): Promise<boolean> {
  const stat = await blobs.stat(upload.blob_key)
  if (stat === null) {
    const write = writeOf(upload)
    if (write === null) return true
    try {
      await assertPartsArrived(blobs, upload, write)
      return false
    } catch (error) {
      if (!isOver(error)) throw error
      return false
    }
  }
  if (BigInt(stat.bytes) !== upload.bytes) return true
  if (scanner !== null || isBared(keepsBare, upload)) return false
  return !isUnverified(upload) || stat.sha256 !== null
}
