import type { BlobStore } from '../../kernel/blob/blob-store.ts'
import { systemOrigin } from '../../kernel/db/actor.ts'
import type { Db } from '../../kernel/db/database.ts'
import type { UploadRow } from './tables.ts'
import { removeArrived } from './upload-parts.ts'

const AT_ONCE = 500

/**
 * Removes uploads that lapsed before this instant, and the bytes that came for them; at most 500 a run. An upload is taken first: once
 * it is cancelled no confirmation can have it, and one that is just being confirmed is locked and left alone.
 */
export async function sweepUploads(db: Db, blobs: BlobStore, lapsedBefore: Date): Promise<number> {
  const taken = await db.transaction(systemOrigin('files.sweep', 'sweep'), (tx) =>
    tx.raw<Pick<UploadRow, 'id' | 'blob_key' | 'parts_id'>>(TAKE_LAPSED, [lapsedBefore, AT_ONCE]),
  )
  for (const upload of taken) {
    await removeArrived(blobs, upload)
    await db.raw("DELETE FROM files.upload WHERE id = $1 AND state = 'cancelled'", [upload.id])
  }
  return taken.length
}

const TAKE_LAPSED = `
  UPDATE files.upload SET state = 'cancelled'
  WHERE id IN (
    SELECT id FROM files.upload WHERE state <> 'confirmed' AND expires_at < $1
    ORDER BY expires_at LIMIT $2 FOR UPDATE SKIP LOCKED)
  RETURNING id, blob_key, parts_id`
