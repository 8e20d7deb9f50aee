import { type BlobStore, PART_BYTES, type PartedWrite } from '../../kernel/blob/blob-store.ts'
import { Problem } from '../../kernel/problem.ts'
import { filesProblem } from './problems.ts'
import type { UploadRow } from './tables.ts'

type Parted = Pick<UploadRow, 'blob_key' | 'parts_id'>

/** The write in parts of an upload; null for one that comes in one piece. */
export function writeOf({ blob_key: key, parts_id: id }: Parted): PartedWrite | null {
  return id === null ? null : { key, id }
}

/** Nobody compared the bytes with what was announced while they came. */
export function isUnverified(upload: Pick<UploadRow, 'direct' | 'parts_id'>): boolean {
  return upload.direct || upload.parts_id !== null
}

export function partCount({ bytes }: Pick<UploadRow, 'bytes'>): number {
  return Math.ceil(Number(bytes) / PART_BYTES)
}

/** Length of part `number`; the last one holds the rest. Null for a part that the upload does not have. */
export function partLength(upload: Pick<UploadRow, 'bytes'>, number: number): number | null {
  const count = partCount(upload)
  if (number < 1 || number > count) return null
  return number < count ? PART_BYTES : Number(upload.bytes) - (count - 1) * PART_BYTES
}

/** Numbers of the parts that are there with their length. Throws blob/missing when the write is over. */
export async function arrivedParts(blobs: BlobStore, upload: UploadRow, write: PartedWrite): Promise<number[]> {
  const parts = await blobs.parts.list(write)
  return parts.filter(({ number, bytes }) => bytes === partLength(upload, number)).map(({ number }) => number)
}

/** The parts that are not among these. */
export function missingParts(upload: UploadRow, arrived: readonly number[]): number[] {
  const there = new Set(arrived)
  return Array.from({ length: partCount(upload) }, (_, at) => at + 1).filter((number) => !there.has(number))
}

const TOLD_AT_ONCE = 100

/**
 * Puts the parts of an upload together unless that was done, and answers the SHA-256 where it became known by that. Throws
 * files/parts-missing.
 */
export async function assembleParts(blobs: BlobStore, upload: UploadRow): Promise<string | null> {
  const write = writeOf(upload)
  if (write === null || (await blobs.stat(upload.blob_key)) !== null) return null
  try {
    await assertPartsArrived(blobs, upload, write)
    return (await blobs.parts.assemble(write)).sha256
  } catch (error) {
    if (!isOver(error)) throw error
    // Another confirmation was faster, or the upload was given up meanwhile.
    if ((await blobs.stat(upload.blob_key)) === null) throw filesProblem('upload-not-found', { cause: error })
    return null
  }
}

/** Throws files/parts-missing, and blob/missing when the write is over. */
export async function assertPartsArrived(blobs: BlobStore, upload: UploadRow, write: PartedWrite): Promise<void> {
  const missing = missingParts(upload, await arrivedParts(blobs, upload, write))
  if (missing.length === 0) return
  throw filesProblem('parts-missing', { params: { missing: missing.slice(0, TOLD_AT_ONCE), count: missing.length } })
}

/** The write in parts was put together or abandoned. */
export function isOver(error: unknown): boolean {
  return error instanceof Problem && error.code === 'blob/missing'
}

/** Removes what came of an upload that was taken from everybody before. */
export async function removeArrived(blobs: BlobStore, upload: Parted): Promise<void> {
  const write = writeOf(upload)
  if (write !== null) await blobs.parts.abandon(write)
  await blobs.remove(upload.blob_key)
}
