import type { Readable } from 'node:stream'
import type { BlobStore } from '../../kernel/blob/blob-store.ts'
import { inSeconds, now } from '../../kernel/clock.ts'
import type { Db, Tx } from '../../kernel/db/database.ts'
import { type Id, newId } from '../../kernel/id.ts'
import type { Arrived } from './arrived.ts'
import type { KeptContent } from './bare-images.ts'
import { canonicalType } from './content-type.ts'
import type { ImageTerms } from './images.ts'
import { ownerColumn, ownerFields, type Room, type UploadOwner } from './owner.ts'
import { filesProblem } from './problems.ts'
import { reserveBytes, reserveFile } from './quota.ts'
import { type RemoveBytes, removeLater } from './remove-bytes.job.ts'
import { asVersion, type Replaced } from './replacing.ts'
import { type Person, type Scanned, tellVerdict, UNASKED, type VerdictDeps } from './scanning.ts'
import { subjectOf, versionOf } from './stored-file.ts'
import type { FileRow, FilesTables, UploadRow } from './tables.ts'
import { removeArrived } from './upload-parts.ts'

/** What a unit takes files for. */
export interface Purpose {
  /** `unit.what`. */
  readonly name: string
  readonly maxBytes: number
  readonly contentTypes: readonly string[]
  readonly visibility: 'public' | 'private'
  /** Whether files are taken from whoever holds these permissions; absent: from everybody who is signed in. */
  isOpenTo?(permissions: ReadonlySet<string>): boolean
  /** Pictures are made anew, in these sizes; the bytes of a public one are handed out in these alone. */
  readonly image?: ImageTerms
  /** JPEG, PNG and WebP among its files are kept without their metadata, so with other bytes than were announced; their pixels stay as they are. */
  readonly bareImages?: true
  /** Absent: such a file stays as it was stored, for it may be evidence. */
  readonly changes?: ChangeTerms
}

/** Files that are given new content under the same id, by their owners as long as such files are taken from them. */
export interface ChangeTerms {
  /** Who does so beside the owner: whoever holds these permissions. Absent: nobody. */
  isKeptBy?(permissions: ReadonlySet<string>): boolean
  /** Those of the files that are in use, which never expire. Absent: nobody can say, and no file of the purpose does. */
  usedOf?(source: Db | Tx, ids: readonly Id<'file'>[]): Promise<ReadonlySet<string>>
  /** Told in the transaction in which a file begins to show something else, or to others. */
  changed?(tx: Tx, id: Id<'file'>): Promise<void>
}

export interface SignInput {
  readonly filename: string
  readonly contentType: string
  readonly bytes: number
  readonly sha256: string
  readonly purpose: string
}

/** What announcements are judged by, and where their bytes go. */
export interface SignTerms {
  readonly id: Id<'upload'>
  readonly purpose: Purpose
  readonly room: Room
  /** To the store, without the server. */
  readonly direct: boolean
  /** The write in parts that was begun for it, or null. */
  readonly partsId: string | null
  /** The file that it gives new content; null: it will be a file of its own. */
  readonly replaces: Replaced | null
}

/** How long an upload stays open, and at most an address of it. */
export const UPLOAD_SECONDS = 3600
/** One in parts: until the same time tomorrow. */
const PARTS_SECONDS = 24 * 3600
const OPEN_UPLOADS_MAX = 50

/** Promises to take exactly these bytes: their length, hash and type are fixed now and checked when they have arrived. */
export async function signUpload(
  tx: Tx,
  owner: UploadOwner,
  input: SignInput,
  { id, purpose, room, direct, partsId, replaces }: SignTerms,
): Promise<UploadRow> {
  await reserveBytes(tx, owner, input.bytes, room.bytesMax)
  if (room.filesMax !== null) await reserveFile(tx, owner, room.filesMax)
  await assertFewOpen(tx, owner)
  const row: UploadRow = {
    id,
    ...ownerFields(owner),
    purpose: purpose.name,
    filename: input.filename,
    content_type: canonicalType(input.contentType),
    bytes: BigInt(input.bytes),
    sha256: Buffer.from(input.sha256, 'hex'),
    blob_key: uploadKey(id),
    state: 'signed',
    direct,
    parts_id: partsId,
    file_id: null,
    replaces_id: replaces?.id ?? null,
    replaces_version: replaces?.newestVersion ?? null,
    created_at: now(),
    expires_at: inSeconds(partsId === null ? UPLOAD_SECONDS : PARTS_SECONDS),
    ...{ check_asked_at: null, arrived: null },
  }
  await tx.query<FilesTables>().insertInto('files.upload').values(row).execute()
  return row
}

async function assertFewOpen(tx: Tx, owner: UploadOwner): Promise<void> {
  const { column, value } = ownerColumn(owner)
  const [open] = await tx.raw<{ count: bigint }>(
    `SELECT count(*) AS count FROM files.upload WHERE ${column} = $1 AND state = 'signed' AND expires_at > $2`,
    [value, now()],
  )
  if ((open?.count ?? 0n) >= OPEN_UPLOADS_MAX) throw filesProblem('too-many-open', { retryAfterSeconds: 60 })
}

/** Throws unless the purpose takes files of this type and length. */
export function assertTaken(purpose: Purpose, input: SignInput): void {
  const type = canonicalType(input.contentType)
  if (!purpose.contentTypes.includes(type)) {
    throw filesProblem('type-not-accepted', {
      errors: [{ pointer: '/contentType', code: 'type', detail: `is one of ${purpose.contentTypes.join(', ')}` }],
    })
  }
  if (input.bytes > purpose.maxBytes) {
    throw filesProblem('too-large', {
      errors: [{ pointer: '/bytes', code: 'too-large', detail: `is at most ${purpose.maxBytes}` }],
    })
  }
}

export function uploadKey(id: Id<'upload'>): string {
  return `uploads/${id}`
}

/** Stores the bytes of an open upload; others than announced are refused before anybody can see them, and leave nothing behind. */
export async function receiveBytes(
  blobs: BlobStore,
  upload: UploadRow,
  source: Readable,
  signal: AbortSignal,
): Promise<void> {
  const maxBytes = Number(upload.bytes)
  await blobs.put(upload.blob_key, source, {
    maxBytes,
    signal,
    check: ({ bytes, sha256 }) => {
      if (bytes !== maxBytes) throw filesProblem('size-differs')
      if (sha256 !== upload.sha256.toString('hex')) throw filesProblem('hash-differs')
    },
  })
}

/** The open upload of its owner, or files/upload-not-found. */
export async function findOpenUpload(tx: Tx, uploadId: Id<'upload'>, owner: UploadOwner): Promise<UploadRow> {
  return assertOpen(await uploadOf(tx, uploadId, owner).forUpdate().executeTakeFirst())
}

/** The same without holding it: for those who only look, and for bytes, which come for longer than a row may be held. */
export async function readOpenUpload(db: Db, uploadId: Id<'upload'>, owner: UploadOwner | null): Promise<UploadRow> {
  return assertOpen(await uploadOf(db, uploadId, owner).executeTakeFirst())
}

function uploadOf(source: Db | Tx, uploadId: Id<'upload'>, owner: UploadOwner | null) {
  const query = source.query<FilesTables>().selectFrom('files.upload').selectAll().where('id', '=', uploadId)
  if (owner === null) return query
  return 'userId' in owner ? query.where('owner_id', '=', owner.userId) : query.where('holder', '=', owner.holder)
}

function assertOpen(row: UploadRow | undefined): UploadRow {
  if (row === undefined || row.state === 'cancelled' || (row.state === 'signed' && row.expires_at < now()))
    throw filesProblem('upload-not-found')
  return row
}

/**
 * Bytes that nobody compared while they came, and that are others than announced, end their upload. It is cancelled before they are removed:
 * removed alone, the right ones could come and be confirmed just before.
 */
export async function giveUpUnlessPromised(
  db: Db,
  blobs: BlobStore,
  upload: UploadRow,
  arrived: Arrived,
): Promise<void> {
  const { id, bytes, sha256 } = upload
  const isLong = BigInt(arrived.bytes) === bytes
  if (isLong && arrived.sha256 === sha256.toString('hex')) return
  const [ended] = await db.raw<{ id: string }>(END_UPLOAD, [id, now()])
  if (ended !== undefined) await removeArrived(blobs, upload)
  throw filesProblem(isLong ? 'hash-differs' : 'size-differs')
}

/** What a confirmation is made of besides the upload itself. */
export interface Confirmation {
  readonly arrived: Arrived
  readonly purpose: Purpose
  readonly owner: Person | null
}

/** Turns an upload into a file, or into the next version of one; the same answer when it was confirmed before. */
export async function confirmUpload(
  deps: VerdictDeps & { readonly quotaBytes: number; readonly removeBytes: RemoveBytes },
  tx: Tx,
  upload: UploadRow,
  { arrived, purpose, owner }: Confirmation,
): Promise<Id<'file'>> {
  if (upload.state === 'confirmed' && upload.file_id !== null) return upload.file_id
  if (BigInt(arrived.bytes) !== upload.bytes) throw filesProblem('size-differs')
  if (arrived.sha256 !== upload.sha256.toString('hex')) throw filesProblem('hash-differs')
  if (arrived.detectedType !== upload.content_type) {
    throw filesProblem('type-differs', {
      errors: [
        {
          pointer: '/contentType',
          code: 'type',
          detail: `the content is ${arrived.detectedType ?? 'of no accepted type'}`,
        },
      ],
    })
  }
  if (arrived.kept === 'unreadable') throw filesProblem('image-unreadable')
  const scanned = arrived.scanned ?? UNASKED
  const kept = keptOf(upload, arrived.kept)
  const stored = fileRow(kept, purpose, scanned)
  const row = (await asVersion(tx, kept, stored, deps.quotaBytes)) ?? stored
  const fileId = row.version_of ?? row.id
  await tx.query<FilesTables>().insertInto('files.file').values(row).execute()
  await tx
    .query<FilesTables>()
    .updateTable('files.upload')
    .set({ state: 'confirmed', file_id: fileId, blob_key: kept.blob_key })
    .where('id', '=', upload.id)
    .execute()
  if (kept.blob_key !== upload.blob_key) await removeLater(tx, deps.removeBytes, [upload.blob_key])
  await tx.audit({
    action: row.version_of === null ? 'files.confirmed' : 'files.version-added',
    subject: subjectOf(row),
    details: { purpose: upload.purpose, bytes: Number(kept.bytes), ...versionOf(row) },
  })
  await tellVerdict(deps, tx, { file: row, scanned, owner })
  return fileId
}

/** The upload as if what is kept had been sent. */
function keptOf(upload: UploadRow, kept: KeptContent | null): UploadRow {
  if (kept === null) return upload
  const { blobKey, bytes, sha256 } = kept
  return { ...upload, blob_key: blobKey, bytes: BigInt(bytes), sha256: Buffer.from(sha256, 'hex') }
}

function fileRow(upload: UploadRow, purpose: Purpose, scanned: Scanned): FileRow {
  return {
    id: newId<'file'>(),
    owner_id: upload.owner_id,
    holder: upload.holder,
    purpose: upload.purpose,
    visibility: purpose.visibility,
    filename: upload.filename,
    content_type: upload.content_type,
    bytes: upload.bytes,
    sha256: upload.sha256,
    blob_key: upload.blob_key,
    created_at: now(),
    checked_at: null,
    fault: null,
    scan: scanned.scan,
    scan_finding: scanned.finding,
    scan_refusal: scanned.refusal,
    scan_tried_at: scanned.triedAt,
    alt: null,
    image: purpose.image === undefined ? null : 'pending',
    ...{ image_rounds: null, image_tried_at: null },
    ...{ variant_of: null, variant: null, width: null, height: null },
    ...{
      version: 1,
      newest_version: 1,
      version_of: null,
      restored_from: null,
      superseded_at: null,
      discarded_at: null,
    },
  }
}

export async function cancelUpload(tx: Tx, upload: UploadRow): Promise<void> {
  if (upload.state === 'confirmed') throw filesProblem('already-uploaded')
  await tx.raw(END_UPLOAD, [upload.id, now()])
}

/** The addresses of an upload in parts end with it; others take bytes until they lapse, and are swept after that. */
const END_UPLOAD = `
  UPDATE files.upload SET state = 'cancelled',
    expires_at = CASE WHEN parts_id IS NULL THEN expires_at ELSE least(expires_at, $2) END
  WHERE id = $1 AND state = 'signed' RETURNING id`
