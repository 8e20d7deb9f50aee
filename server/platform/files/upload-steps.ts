import type { KeyObject } from 'node:crypto'
import { Type } from 'typebox'
import { PART_BYTES } from '../../kernel/blob/blob-store.ts'
import type { Origin } from '../../kernel/db/actor.ts'
import type { Db } from '../../kernel/db/database.ts'
import { idOf, instant, line, namedObject, nullable, object, oneOf } from '../../kernel/http/schema.ts'
import { type Id, newId } from '../../kernel/id.ts'
import type { KeepsBare } from './bare-images.ts'
import { type CheckUpload, createLook, WAIT_SECONDS } from './check-upload.job.ts'
import type { Room, UploadOwner } from './owner.ts'
import { filesProblem } from './problems.ts'
import type { RemoveBytes } from './remove-bytes.job.ts'
import type { Replaced } from './replacing.ts'
import { ownerOf, type ScanningDeps } from './scanning.ts'
import { signedPath } from './signed-path.ts'
import { findFile } from './stored-file.ts'
import type { FileRow, UploadRow } from './tables.ts'
import { isUnverified, partCount, removeArrived } from './upload-parts.ts'
import {
  assertTaken,
  cancelUpload,
  confirmUpload,
  findOpenUpload,
  giveUpUnlessPromised,
  type Purpose,
  readOpenUpload,
  type SignInput,
  signUpload,
  UPLOAD_SECONDS,
  uploadKey,
} from './uploads.ts'
import { findContent } from './versions.ts'

export interface UploadParts extends ScanningDeps {
  readonly signingKey: KeyObject
  readonly checkUpload: CheckUpload
  readonly removeBytes: RemoveBytes
  readonly keepsBare: KeepsBare
  readonly maxBytes: number
  readonly quotaBytes: number
  purpose(name: string): Purpose
  /** Undefined for one that is not declared, or no longer. */
  declared(name: string): Purpose | undefined
}

/** What an announcement says, besides what the file is for. */
export const announcement = {
  filename: line(200),
  contentType: line(100),
  bytes: Type.Integer({ minimum: 1, maximum: 5_000_000_000 }),
  sha256: Type.String({ pattern: '^[0-9a-f]{64}$', description: 'SHA-256 of the bytes in lower-case hex' }),
}

/** Where announced bytes go. */
export const signedShape = namedObject('SignedUpload', {
  uploadId: idOf('upload'),
  url: Type.String(),
  method: oneOf(['PUT', 'GET']),
  headers: Type.Record(Type.String(), Type.String()),
  expiresAt: instant,
  parts: nullable(object({ bytes: Type.Integer(), count: Type.Integer() })),
})

/** Who does what, from where. */
export interface UploadStep {
  readonly origin: Origin
  readonly owner: UploadOwner
}

/** Announces an upload and answers where its bytes go. */
export async function announce(
  parts: UploadParts,
  { origin, owner }: UploadStep,
  input: SignInput & { readonly parts?: boolean; readonly replaces?: Replaced },
  room: Room,
) {
  const { blobs, db } = parts
  const purpose = parts.purpose(input.purpose)
  assertTaken(purpose, input)
  const id = newId<'upload'>()
  const write = input.parts === true ? await blobs.parts.begin(uploadKey(id)) : null
  try {
    const terms = {
      id,
      purpose,
      room,
      direct: blobs.direct !== null,
      partsId: write?.id ?? null,
      replaces: input.replaces ?? null,
    }
    const upload = await db.transaction(origin, (tx) => signUpload(tx, owner, input, terms))
    return { uploadId: id, ...(await addressOf(parts, upload)), expiresAt: upload.expires_at }
  } catch (error) {
    if (write !== null) await blobs.parts.abandon(write)
    throw error
  }
}

/** Of the store, when it takes bytes itself; else of the server. Parts have addresses of their own, told with what is missing. */
async function addressOf(parts: UploadParts, upload: UploadRow) {
  if (upload.parts_id !== null) {
    const shape = { bytes: PART_BYTES, count: partCount(upload) }
    return { method: 'GET' as const, url: `/api/uploads/${upload.id}`, headers: {}, parts: shape }
  }
  return { method: 'PUT' as const, ...(await putAddress(parts, upload)), parts: null }
}

async function putAddress({ blobs, signingKey }: UploadParts, upload: UploadRow) {
  const { content_type: contentType } = upload
  if (blobs.direct !== null) {
    const promised = { bytes: Number(upload.bytes), sha256: upload.sha256.toString('hex'), contentType }
    return await blobs.direct.signPut(upload.blob_key, { ...promised, expiresInSeconds: UPLOAD_SECONDS })
  }
  const url = signedPath(signingKey, { uploadId: upload.id }, upload.expires_at)
  return { url, headers: { 'content-type': contentType } }
}

/**
 * Makes an upload of the owner a file after what arrived was looked at. Throws files/infected for one that is never handed out, and
 * files/being-checked for a large one that was not looked at within `waitSeconds`: asked again, it goes on where it was.
 */
export function createConfirm(parts: UploadParts) {
  const { db, blobs, purpose } = parts
  const look = createLook(parts)
  return async (
    { origin, owner }: UploadStep,
    uploadId: Id<'upload'>,
    waitSeconds: number = WAIT_SECONDS,
  ): Promise<FileRow> => {
    const upload = await readOpenUpload(db, uploadId, owner)
    if (upload.file_id !== null) return await madeOf(db, upload, upload.file_id)
    const arrived = await look(upload, { origin, waitSeconds })
    if (arrived === null) throw filesProblem('not-uploaded')
    if (isUnverified(upload)) await giveUpUnlessPromised(db, blobs, upload, arrived)
    const person = await ownerOf(parts, upload.owner_id)
    const fileId = await db.transaction(origin, async (tx) => {
      const current = await findOpenUpload(tx, uploadId, owner)
      const confirmation = { arrived, purpose: purpose(current.purpose), owner: person }
      return await confirmUpload(parts, tx, current, confirmation)
    })
    const { kept } = arrived
    const key = kept === null || kept === 'unreadable' ? upload.blob_key : kept.blobKey
    return await madeOf(db, { blob_key: key }, fileId)
  }
}

/** An infected upload is a file or a version, so that it cannot be confirmed into another, but not one that its owner gets. */
async function madeOf(db: Db, upload: Pick<UploadRow, 'blob_key'>, fileId: Id<'file'>): Promise<FileRow> {
  const content = await findContent(db, upload.blob_key)
  if (content?.scan === 'infected') throw filesProblem('infected')
  const file = content?.id === fileId ? content : await findFile(db, fileId)
  if (file === null || file.discarded_at !== null) throw filesProblem('not-found')
  return file
}

/** Gives an upload of the owner up and removes what has arrived of it. */
export async function giveUp(
  { db, blobs }: UploadParts,
  { origin, owner }: UploadStep,
  uploadId: Id<'upload'>,
): Promise<void> {
  const upload = await db.transaction(origin, async (tx) => {
    const found = await findOpenUpload(tx, uploadId, owner)
    await cancelUpload(tx, found)
    return found
  })
  await removeArrived(blobs, upload)
}
