import { Type } from 'typebox'
import type { BlobStore } from '../../kernel/blob/blob-store.ts'
import { inSeconds, now } from '../../kernel/clock.ts'
import { systemOrigin } from '../../kernel/db/actor.ts'
import type { Db, Tx } from '../../kernel/db/database.ts'
import { idOf, object } from '../../kernel/http/schema.ts'
import { enqueue, type Job, type JobContext, job, PermanentFailure } from '../../kernel/jobs/job.ts'
import { type ImageTerms, makeVariants, settleImage, storeVariants, variantRows } from './images.ts'
import { findFile } from './stored-file.ts'
import type { FileRow } from './tables.ts'
import { type Changed, findContent, lockContent } from './versions.ts'
import { wholeContent } from './whole.ts'

/** Once an hour: for three days, which a store is not away for. */
const ROUNDS_MAX = 72
/** Less than an hour, so that the next look finds what ended with the one before. */
const LATE_SECONDS = 50 * 60
const LATE_AT_ONCE = 500

/** Version 1 named the file alone, whose own row may show another version by now. */
export const variantsInput = object({ fileId: idOf('file'), blobKey: Type.Optional(Type.String()) })

interface Deps {
  readonly blobs: BlobStore
  readonly changed: Changed
  /** Undefined: the purpose is not, or no longer, one for pictures. */
  terms(purpose: string): ImageTerms | undefined
}

/** Makes a picture anew: what is handed out of a public one is made here, and nothing its owner sent. */
export function makeVariantsJob(deps: Deps): Job<typeof variantsInput> {
  return job({
    name: 'files.make-variants',
    description: 'Re-encodes an uploaded picture in the sizes of its purpose, without its metadata',
    data: variantsInput,
    v: 2,
    upgrade: (data) => data,
    attempts: 5,
    backoffSeconds: 15,
    deadlineSeconds: 180,
    concurrency: 1,
    idempotentBy: 'the state of the picture: only a pending one gets variants, all of them in one transaction',
    async handle(context, { fileId, blobKey }) {
      const file = await (blobKey === undefined ? findFile(context.db, fileId) : findContent(context.db, blobKey))
      if (file?.image === 'pending') await makeAnew(deps, context, file)
    },
    async onDead(tx, { fileId, blobKey }) {
      const key = blobKey ?? (await findFile(tx, fileId))?.blob_key
      if (key !== undefined) await endRound(deps, tx, key)
    },
  })
}

/** Counts that all tries of a picture came to nothing; after the last round it is refused. */
async function endRound({ changed }: Deps, tx: Tx, blobKey: string): Promise<void> {
  const picture = await lockContent(tx, blobKey)
  if (picture?.image !== 'pending') return
  const rounds = (picture.image_rounds ?? 0) + 1
  if (rounds >= ROUNDS_MAX) {
    await settleImage(tx, changed, { blobKey, state: 'unreadable', variants: [] })
    return
  }
  await tx.raw('UPDATE files.file SET image_rounds = $2, image_tried_at = $3 WHERE id = $1', [
    ...[picture.id, rounds, now()],
  ])
}

const LATE = `
  SELECT coalesce(version_of, id) AS id, blob_key AS key FROM files.file
   WHERE image = 'pending' AND scan IN ('none', 'clean') AND coalesce(image_tried_at, created_at) < $1
   ORDER BY created_at LIMIT ${LATE_AT_ONCE}`

/** Takes up again what has been waiting to be made anew for an hour, and has no job any more that would; how many. */
export async function takeUpPictures(db: Db, makeVariants: Job<typeof variantsInput>): Promise<number> {
  const late = await db.raw<{ id: FileRow['id']; key: string }>(LATE, [inSeconds(-LATE_SECONDS)])
  await db.transaction(systemOrigin('files.take-up-pictures', 'files.take-up-pictures'), async (tx) => {
    for (const { id: fileId, key } of late)
      await enqueue(tx, makeVariants, { fileId, blobKey: key }, { key: `again:${key}` })
  })
  return late.length
}

async function makeAnew({ blobs, changed, terms }: Deps, context: JobContext, file: FileRow): Promise<void> {
  const wanted = terms(file.purpose)
  const { blob_key: blobKey } = file
  if (wanted === undefined) throw new PermanentFailure(`${file.purpose} is no purpose for pictures`)
  const made = await makeVariants(await wholeContent({ db: context.db, blobs }, file), wanted, context.signal)
  if (!made.ok) {
    const late = new Error('the picture took too long')
    if (made.fault === 'timeout' && !context.isFinal(late)) throw late
    const state = made.fault === 'timeout' ? 'unreadable' : made.fault
    await context.once((tx) => settleImage(tx, changed, { blobKey, state, variants: [] }))
    return
  }
  const rows = variantRows(file, made.variants)
  await storeVariants(blobs, rows, made.variants)
  const taken = await context.once((tx) => settleImage(tx, changed, { blobKey, state: 'ready', variants: rows }))
  if (taken !== true) for (const { blob_key: key } of rows) await blobs.remove(key)
}
