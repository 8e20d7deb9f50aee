import { createHash } from 'node:crypto'
import type { BlobStat, BlobStore } from '../../kernel/blob/blob-store.ts'
import { isBared, type KeepsBare, type Kept, storeBare } from './bare-images.ts'
import { detectContentType, HEAD_BYTES } from './content-type.ts'
import { type Scanned, type ScanningDeps, scanStored } from './scanning.ts'
import type { UploadRow } from './tables.ts'
import { assembleParts, isUnverified } from './upload-parts.ts'

/** What the stored bytes are, read before the transaction that confirms. */
export interface Arrived {
  readonly bytes: number
  /** Hex. */
  readonly sha256: string
  readonly detectedType: string | null
  /** Null: they are not what was announced, so nobody asked. */
  readonly scanned: Scanned | null
  /** What is kept in their place. */
  readonly kept: Kept
}

export interface InspectorParts extends Pick<ScanningDeps, 'blobs' | 'scanner'> {
  readonly keepsBare: KeepsBare
}

/** Looks at the stored bytes of an upload, put together first if they came in parts; null while they are not there. Those asking at once for the same share one look. */
export function createInspector(parts: InspectorParts): (upload: UploadRow) => Promise<Arrived | null> {
  const looking = new Map<string, Promise<Arrived | null>>()
  return (upload) => {
    const begun = looking.get(upload.id)
    if (begun !== undefined) return begun
    const look = inspect(parts, upload).finally(() => looking.delete(upload.id))
    looking.set(upload.id, look)
    return look
  }
}

/** One look. A wrong length is told without reading: what a client stored in our place may be as long as it likes. */
export async function inspect(
  { blobs, scanner, keepsBare }: InspectorParts,
  upload: UploadRow,
  signal?: AbortSignal,
): Promise<Arrived | null> {
  const assembled = await assembleParts(blobs, upload)
  const stat = await blobs.stat(upload.blob_key)
  if (stat === null) return null
  if (BigInt(stat.bytes) !== upload.bytes)
    return { bytes: stat.bytes, sha256: '', detectedType: null, scanned: null, kept: null }
  const head = await headOf(blobs, upload.blob_key, stat)
  const sha256 = await sha256Of(blobs, upload, { told: stat.sha256 ?? assembled, signal })
  const detectedType = detectContentType(head)
  const isPromised = sha256 === upload.sha256.toString('hex') && detectedType === upload.content_type
  const scanned = isPromised ? await scanStored({ blobs, scanner }, upload.blob_key, signal) : null
  const isKeptBare = isPromised && scanned?.scan !== 'infected' && isBared(keepsBare, upload)
  const kept = isKeptBare ? await storeBare(blobs, upload) : null
  return { bytes: stat.bytes, sha256, detectedType, scanned, kept }
}

async function headOf(blobs: BlobStore, key: string, { bytes }: BlobStat): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of await blobs.read(key, { start: 0, end: Math.min(HEAD_BYTES, bytes) - 1 }))
    chunks.push(chunk as Buffer)
  return Buffer.concat(chunks)
}

/** Bytes that came through the server in one piece were hashed then; of others the store's own word is taken, or they are read. */
async function sha256Of(
  blobs: BlobStore,
  upload: UploadRow,
  { told, signal }: { readonly told: string | null; readonly signal: AbortSignal | undefined },
): Promise<string> {
  if (!isUnverified(upload)) return upload.sha256.toString('hex')
  return told ?? (await hashStored(blobs, upload.blob_key, signal)).sha256
}

/** Reads all bytes under a key; throws what the store throws. */
export async function hashStored(blobs: BlobStore, key: string, signal?: AbortSignal) {
  const hash = createHash('sha256')
  let bytes = 0
  for await (const chunk of await blobs.read(key)) {
    signal?.throwIfAborted()
    hash.update(chunk as Buffer)
    bytes += (chunk as Buffer).length
  }
  return { sha256: hash.digest('hex'), bytes }
}
