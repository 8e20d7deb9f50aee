import { Type } from 'typebox'
import type { BlobStore } from '../../kernel/blob/blob-store.ts'
import type { Tx } from '../../kernel/db/database.ts'
import { object } from '../../kernel/http/schema.ts'
import { enqueue, type Job, job } from '../../kernel/jobs/job.ts'

const removal = object({ blobKeys: Type.Array(Type.String()) })

/** Keys that one job removes. */
const REMOVED_AT_ONCE = 100

export type RemoveBytes = Job<typeof removal>

/** Removes bytes whose rows are gone. */
export function removeBytesJob(blobs: BlobStore): RemoveBytes {
  return job({
    name: 'files.remove-bytes',
    description: 'Removes the bytes of files that were removed, or erased with their owner',
    data: removal,
    attempts: 10,
    backoffSeconds: 30,
    deadlineSeconds: 120,
    idempotentBy: 'the key of the bytes: removing what is gone changes nothing',
    handle: async (_context, { blobKeys }) => {
      for (const blobKey of blobKeys) await blobs.remove(blobKey)
    },
  })
}

/** Has bytes removed once the transaction that removes their rows has committed. */
export async function removeLater(tx: Tx, removeBytes: RemoveBytes, keys: readonly string[]): Promise<void> {
  for (let at = 0; at < keys.length; at += REMOVED_AT_ONCE)
    await enqueue(tx, removeBytes, { blobKeys: keys.slice(at, at + REMOVED_AT_ONCE) })
}
