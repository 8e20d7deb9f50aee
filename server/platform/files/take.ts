import { createHash } from 'node:crypto'
import { Readable } from 'node:stream'
import type { Origin } from '../../kernel/db/actor.ts'
import { type Id, newId } from '../../kernel/id.ts'
import { isBared, type KeepsBare, storeBare } from './bare-images.ts'
import { canonicalType, detectContentType, HEAD_BYTES } from './content-type.ts'
import { filesProblem } from './problems.ts'
import type { RemoveBytes } from './remove-bytes.job.ts'
import { type ScanningDeps, scanStored } from './scanning.ts'
import { assertTaken, confirmUpload, type Purpose, receiveBytes, signUpload } from './uploads.ts'

/** Bytes of a person that came inside something else, such as an archive. */
export interface Enclosed {
  readonly bytes: Buffer
  readonly filename: string
  readonly contentType: string
  readonly purpose: string
  readonly ownerId: Id<'user'>
}

interface TakeParts extends ScanningDeps {
  readonly quotaBytes: number
  readonly purpose: (name: string) => Purpose
  readonly removeBytes: RemoveBytes
  readonly keepsBare: KeepsBare
}

/** Makes a file of them under the checks of an upload: of its purpose, of what the bytes show, of the person's room, and of the scanner. */
export async function takeFile(parts: TakeParts, origin: Origin, enclosed: Enclosed): Promise<Id<'file'>> {
  const { bytes, ownerId, ...told } = enclosed
  const purpose = parts.purpose(told.purpose)
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  const input = { ...told, bytes: bytes.length, sha256 }
  assertTaken(purpose, input)
  const detectedType = detectContentType(bytes.subarray(0, HEAD_BYTES))
  if (detectedType !== canonicalType(told.contentType)) throw filesProblem('type-differs')
  const room = { bytesMax: parts.quotaBytes, filesMax: null }
  const terms = { id: newId<'upload'>(), purpose, room, direct: false, partsId: null, replaces: null }
  const upload = await parts.db.transaction(origin, (tx) => signUpload(tx, { userId: ownerId }, input, terms))
  await receiveBytes(parts.blobs, upload, Readable.from([bytes]), new AbortController().signal)
  const scanned = await scanStored(parts, upload.blob_key)
  const kept = isBared(parts.keepsBare, upload) ? await storeBare(parts.blobs, upload) : null
  const arrived = { bytes: bytes.length, sha256, detectedType, scanned, kept }
  return await parts.db.transaction(origin, (tx) => confirmUpload(parts, tx, upload, { arrived, purpose, owner: null }))
}
