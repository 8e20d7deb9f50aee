import { Type } from 'typebox'
import type { BlobStore } from '../../kernel/blob/blob-store.ts'
import { idOf, object } from '../../kernel/http/schema.ts'
import { type Job, type JobContext, job, PermanentFailure } from '../../kernel/jobs/job.ts'
import { type ImageTerms, makeVariants, settleImage, storeVariants, variantRows } from './images.ts'
import { findFile } from './stored-file.ts'
import type { FileRow } from './tables.ts'
import { type Changed, findContent } from './versions.ts'
import { wholeContent } from './whole.ts'

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
  })
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
