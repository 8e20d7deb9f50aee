import type { KeyObject } from 'node:crypto'
import { Type } from 'typebox'
import { inSeconds } from '../../kernel/clock.ts'
import type { Db } from '../../kernel/db/database.ts'
import { type Call, type Route, route } from '../../kernel/http/route.ts'
import { idOf, instant, line, object, oneOf } from '../../kernel/http/schema.ts'
import type { Id } from '../../kernel/id.ts'
import { createInspector } from './arrived.ts'
import { filesProblem } from './problems.ts'
import { assertReadable, ownerOf, type ScanningDeps } from './scanning.ts'
import { disposition, sendContent } from './send-content.ts'
import { findFile, toStoredFile } from './stored-file.ts'
import type { FileRow, UploadRow } from './tables.ts'
import {
  cancelUpload,
  checkUploadSignature,
  confirmUpload,
  findOpenUpload,
  giveUpUnlessPromised,
  type Purpose,
  receiveBytes,
  signUpload,
  UPLOAD_SECONDS,
  uploadSignature,
} from './uploads.ts'

export interface FileRouteParts extends ScanningDeps {
  readonly signingKey: KeyObject
  readonly maxBytes: number
  readonly quotaBytes: number
  purpose(name: string): Purpose
}

const fileShape = object({
  id: idOf('file'),
  filename: Type.String(),
  contentType: Type.String(),
  bytes: Type.Integer(),
  sha256: Type.String(),
  purpose: Type.String(),
  visibility: oneOf(['public', 'private']),
  createdAt: instant,
  scan: oneOf(['none', 'pending', 'clean', 'infected']),
})

const signBody = object({
  filename: line(200),
  contentType: line(100),
  bytes: Type.Integer({ minimum: 1, maximum: 5_000_000_000 }),
  sha256: Type.String({ pattern: '^[0-9a-f]{64}$', description: 'SHA-256 of the bytes in lower-case hex' }),
  purpose: line(60),
})

const UPLOAD_DEADLINE_MS = 15 * 60_000
/** Also how long a file that was made private can still be read by an address given before. */
const ADDRESS_SECONDS = 300
const filePath = object({ id: idOf('file') })
const uploadPath = object({ uploadId: idOf('upload') })

export function fileRoutes(parts: FileRouteParts): Route[] {
  return [
    signRoute(parts),
    putRoute(parts),
    confirmRoute(parts),
    cancelRoute(parts),
    metadataRoute(parts),
    contentRoute(parts),
    addressRoute(parts),
  ]
}

function callerId(call: Pick<Call, 'principal'>): Id<'user'> {
  if (call.principal === undefined) throw new TypeError('the policy of this route demands a session')
  return call.principal.actor.userId
}

function signRoute(parts: FileRouteParts): Route {
  return route(
    {
      id: 'files.sign',
      method: 'POST',
      path: '/api/uploads/sign',
      summary: 'Announces an upload; answers where to PUT the bytes',
      policy: { access: 'signed-in', rate: 'upload', delegates: 'any' },
      schema: {
        body: signBody,
        response: {
          201: object({
            uploadId: idOf('upload'),
            url: Type.String(),
            method: oneOf(['PUT']),
            headers: Type.Record(Type.String(), Type.String()),
            expiresAt: instant,
          }),
        },
      },
      problems: [
        'files/unknown-purpose',
        'files/type-not-accepted',
        'files/too-large',
        'files/too-many-open',
        'files/quota-exceeded',
      ],
    },
    async (call) => {
      const { purpose, quotaBytes, blobs } = parts
      const terms = { purpose: purpose(call.body.purpose), quotaBytes, direct: blobs.direct !== null }
      const upload = await call.transaction((tx) => signUpload(tx, callerId(call), call.body, terms))
      const address = await addressOf(parts, upload)
      return { uploadId: upload.id, method: 'PUT', ...address, expiresAt: upload.expires_at }
    },
  )
}

/** Of the store, when it takes bytes itself; else of the route below. */
async function addressOf({ blobs, signingKey, publicUrl }: FileRouteParts, upload: UploadRow) {
  const { content_type: contentType } = upload
  if (blobs.direct !== null) {
    const promised = { bytes: Number(upload.bytes), sha256: upload.sha256.toString('hex'), contentType }
    return await blobs.direct.signPut(upload.blob_key, { ...promised, expiresInSeconds: UPLOAD_SECONDS })
  }
  const expiresMs = upload.expires_at.getTime()
  const url = new URL(`/api/uploads/${upload.id}/content`, publicUrl)
  url.search = new URLSearchParams({
    expires: String(expiresMs),
    signature: uploadSignature(signingKey, upload.id, expiresMs),
  }).toString()
  return { url: `${url.pathname}${url.search}`, headers: { 'content-type': contentType } }
}

function putRoute({ db, blobs, signingKey, maxBytes }: FileRouteParts): Route {
  return route(
    {
      id: 'files.put',
      method: 'PUT',
      path: '/api/uploads/{uploadId}/content',
      summary: 'Takes the bytes of an upload; the signed address is the permission',
      policy: { access: 'public', rate: 'upload', csrf: 'exempt' },
      schema: {
        params: uploadPath,
        query: object({
          expires: Type.Integer({ minimum: 0 }),
          signature: Type.String({ minLength: 43, maxLength: 43 }),
        }),
        response: { 204: null },
      },
      problems: [
        'files/bad-signature',
        'files/upload-not-found',
        'files/size-differs',
        'files/hash-differs',
        'files/already-uploaded',
        'blob/full',
      ],
      rawBody: true,
      bodyLimitBytes: maxBytes,
      deadlineMs: UPLOAD_DEADLINE_MS,
    },
    async (call) => {
      const { uploadId } = call.params
      checkUploadSignature(signingKey, uploadId, call.query.expires, call.query.signature)
      const upload = await db.transaction(call.origin, (tx) => findOpenUpload(tx, uploadId, null))
      if (upload.state === 'confirmed' || (await blobs.stat(upload.blob_key)) !== null)
        throw filesProblem('already-uploaded')
      const announced = call.request.headers['content-length']
      if (announced !== undefined && BigInt(announced) !== upload.bytes) throw filesProblem('size-differs')
      await receiveBytes(blobs, upload, call.request.raw, call.signal)
    },
  )
}

function confirmRoute(parts: FileRouteParts): Route {
  const { db, blobs, purpose } = parts
  const inspect = createInspector(parts)
  return route(
    {
      id: 'files.confirm',
      method: 'POST',
      path: '/api/uploads/confirm',
      summary: 'Makes an upload a file after size, hash and type by content were checked',
      policy: { access: 'signed-in', rate: 'upload', delegates: 'any' },
      schema: { body: object({ uploadId: idOf('upload') }), response: { 200: fileShape } },
      problems: [
        'files/upload-not-found',
        'files/not-uploaded',
        'files/size-differs',
        'files/hash-differs',
        'files/type-differs',
        'files/infected',
        'blob/unavailable',
      ],
      deadlineMs: UPLOAD_DEADLINE_MS,
    },
    async (call) => {
      const owner = callerId(call)
      const upload = await db.transaction(call.origin, (tx) => findOpenUpload(tx, call.body.uploadId, owner))
      if (upload.file_id !== null) return confirmedAnswer(await findFile(db, upload.file_id))
      const arrived = await inspect(upload)
      if (arrived === null) throw filesProblem('not-uploaded')
      if (upload.direct) await giveUpUnlessPromised(db, blobs, upload, arrived)
      const person = await ownerOf(parts, owner)
      const file = await call.transaction(async (tx) => {
        const current = await findOpenUpload(tx, call.body.uploadId, owner)
        const confirmation = { arrived, purpose: purpose(current.purpose), owner: person }
        return await findFile(tx, await confirmUpload(parts, tx, current, confirmation))
      })
      return confirmedAnswer(file)
    },
  )
}

function cancelRoute({ db, blobs }: FileRouteParts): Route {
  return route(
    {
      id: 'files.cancel',
      method: 'DELETE',
      path: '/api/uploads/{uploadId}',
      summary: 'Gives an upload up and removes what has arrived of it',
      policy: { access: 'signed-in', rate: 'upload', delegates: 'any' },
      schema: { params: uploadPath, response: { 204: null } },
      problems: ['files/upload-not-found', 'files/already-uploaded'],
    },
    async (call) => {
      const upload = await db.transaction(call.origin, async (tx) => {
        const found = await findOpenUpload(tx, call.params.uploadId, callerId(call))
        await cancelUpload(tx, found)
        return found
      })
      await blobs.remove(upload.blob_key)
    },
  )
}

/** A private file is its owner's; for everybody else it does not exist. */
async function visibleFile(db: Db, call: Pick<Call, 'principal' | 'origin'>, id: Id<'file'>): Promise<FileRow> {
  const file = await findFile(db, id)
  const own = file?.owner_id !== null && file?.owner_id === call.principal?.actor.userId
  if (file === null) throw filesProblem('not-found')
  const isShown = file.visibility === 'public' && file.scan !== 'pending' && file.scan !== 'infected'
  if (!own && !isShown) throw filesProblem('not-found')
  return file
}

function metadataRoute({ db }: FileRouteParts): Route {
  return route(
    {
      id: 'files.get',
      method: 'GET',
      path: '/api/files/{id}',
      summary: 'What is known of a file',
      policy: { access: 'optional', rate: 'read' },
      schema: { params: filePath, response: { 200: fileShape } },
      problems: ['files/not-found'],
    },
    async (call) => toWire(await visibleFile(db, call, call.params.id)),
  )
}

function contentRoute({ db, blobs }: FileRouteParts): Route {
  return route(
    {
      id: 'files.content',
      method: 'GET',
      path: '/api/files/{id}/content',
      summary: 'The bytes of a file, whole or a range',
      policy: { access: 'optional', rate: 'stream' },
      schema: { params: filePath, response: { 200: null } },
      problems: [
        'files/not-found',
        'files/quarantined',
        'files/infected',
        'files/range-not-satisfiable',
        'files/damaged',
      ],
      deadlineMs: UPLOAD_DEADLINE_MS,
    },
    async (call) => {
      const file = await visibleFile(db, call, call.params.id)
      await sendContent(blobs, call, file, {
        inline: file.content_type.startsWith('image/') || file.content_type.startsWith('audio/'),
        maxAgeSeconds: 3600,
      })
    },
  )
}

function addressRoute({ db, blobs }: FileRouteParts): Route {
  return route(
    {
      id: 'files.address',
      method: 'GET',
      path: '/api/files/{id}/address',
      summary: 'Where to read the bytes without the server in between, for five minutes',
      policy: { access: 'optional', rate: 'read' },
      schema: { params: filePath, response: { 200: object({ url: Type.String(), expiresAt: instant }) } },
      problems: ['files/not-found', 'files/quarantined', 'files/infected'],
    },
    async (call) => {
      const file = await visibleFile(db, call, call.params.id)
      assertReadable(file)
      const expiresAt = inSeconds(ADDRESS_SECONDS)
      if (blobs.direct === null) return { url: `/api/files/${file.id}/content`, expiresAt }
      const { url } = await blobs.direct.signGet(file.blob_key, {
        contentType: file.content_type,
        contentDisposition: disposition('attachment', file.filename),
        expiresInSeconds: ADDRESS_SECONDS,
      })
      return { url, expiresAt }
    },
  )
}

/** An infected upload is a file, so that it cannot be confirmed into another, but not one that its owner gets. */
function confirmedAnswer(file: FileRow | null) {
  if (file?.scan === 'infected') throw filesProblem('infected')
  return toWire(file)
}

function toWire(file: FileRow | null) {
  if (file === null) throw filesProblem('not-found')
  return toStoredFile(file)
}
