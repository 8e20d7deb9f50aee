import { createHash } from 'node:crypto'
import type { BlobStore } from '../../kernel/blob/blob-store.ts'
import { bareImage } from '../../kernel/image/bare-image.ts'
import { Problem } from '../../kernel/problem.ts'
import type { UploadRow } from './tables.ts'

/** What a file keeps in place of the bytes that were sent. */
export interface KeptContent {
  readonly blobKey: string
  readonly bytes: number
  /** Hex. */
  readonly sha256: string
}

/** `unreadable`: it is a picture by its head alone. Null: the bytes are kept as they were sent. */
export type Kept = KeptContent | 'unreadable' | null

/** Whose pictures are kept without their metadata, by the name of the purpose. */
export type KeepsBare = (purpose: string) => boolean

export function isBared(keepsBare: KeepsBare, upload: Pick<UploadRow, 'purpose' | 'content_type'>): boolean {
  return keepsBare(upload.purpose) && upload.content_type.startsWith('image/')
}

/**
 * Stores a picture without its metadata beside the one that was sent. The same bytes come of it whenever and by whomever it is done, and
 * lie under the same key, so that several who do it at once leave one.
 */
export async function storeBare(blobs: BlobStore, upload: Pick<UploadRow, 'id' | 'blob_key'>): Promise<Kept> {
  const chunks: Buffer[] = []
  for await (const chunk of await blobs.read(upload.blob_key)) chunks.push(chunk as Buffer)
  const sent = Buffer.concat(chunks)
  const bare = bareImage(sent)
  if (bare === null) return 'unreadable'
  if (bare === sent) return null
  const blobKey = `generated/${upload.id}`
  try {
    await blobs.put(blobKey, bare, { maxBytes: bare.length })
  } catch (error) {
    if (!(error instanceof Problem && error.code === 'blob/exists')) throw error
  }
  return { blobKey, bytes: bare.length, sha256: createHash('sha256').update(bare).digest('hex') }
}
