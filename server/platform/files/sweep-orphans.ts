import type { BlobStore } from '../../kernel/blob/blob-store.ts'
import type { Db } from '../../kernel/db/database.ts'

/** What this unit writes; a bucket may hold other things, which are nobody's to sweep. */
const PREFIXES = ['uploads/', 'generated/', 'probe/']
const AT_ONCE = 500

/**
 * Removes objects that no row speaks of. The row of an upload is there before its bytes and is kept by the file that takes it over;
 * only bytes of the server's own come a moment before their row, so an object written since `before` is left alone.
 */
export async function sweepOrphans(db: Db, blobs: BlobStore, before: Date, signal: AbortSignal): Promise<number> {
  let removed = 0
  for (const prefix of PREFIXES)
    for await (const keys of batches(blobs.keys(prefix))) {
      signal.throwIfAborted()
      for (const key of await unknownOf(db, keys)) {
        const stat = await blobs.stat(key)
        if (stat === null || stat.modifiedAt >= before) continue
        await blobs.remove(key)
        removed += 1
      }
    }
  return removed
}

async function unknownOf(db: Db, keys: readonly string[]): Promise<string[]> {
  const found = await db.raw<{ key: string }>(
    `SELECT blob_key AS key FROM files.file WHERE blob_key = ANY($1)
     UNION SELECT blob_key FROM files.upload WHERE blob_key = ANY($1)`,
    [keys],
  )
  const known = new Set(found.map(({ key }) => key))
  return keys.filter((key) => !known.has(key))
}

async function* batches(keys: AsyncIterable<string>): AsyncGenerator<string[]> {
  let batch: string[] = []
  for await (const key of keys) {
    batch.push(key)
    if (batch.length < AT_ONCE) continue
    yield batch
    batch = []
  }
  if (batch.length > 0) yield batch
}
