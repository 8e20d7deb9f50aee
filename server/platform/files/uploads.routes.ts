import type { KeyObject } from 'node:crypto'
import { Type } from 'typebox'
import { PART_BYTES } from '../../kernel/blob/blob-store.ts'
import type { Db } from '../../kernel/db/database.ts'
import { httpProblem } from '../../kernel/http/problems.ts'
import { type Route, route } from '../../kernel/http/route.ts'
import { idOf, instant, line, nullable, object, oneOf } from '../../kernel/http/schema.ts'
import { newId } from '../../kernel/id.ts'
import { createInspector } from './arrived.ts'
import { fileShape, toWire } from './files.routes.ts'
import { filesProblem } from './problems.ts'
import { ownerOf, type ScanningDeps } from './scanning.ts'
import { callerId, signedPath, signedQuery, UPLOAD_DEADLINE_MS, uploadPath } from './signed-path.ts'
import { findFile } from './stored-file.ts'
import type { FileRow, UploadRow } from './tables.ts'
import { isUnverified, partCount, removeArrived } from './upload-parts.ts'
import {
  assertTaken,
  cancelUpload,
  checkUploadSignature,
  confirmUpload,
  findOpenUpload,
  giveUpUnlessPromised,
  type Purpose,
  readOpenUpload,
  receiveBytes,
  signUpload,
  UPLOAD_SECONDS,
  uploadKey,
} from './uploads.ts'

export interface UploadRouteParts extends ScanningDeps {
  readonly signingKey: KeyObject
  readonly maxBytes: number
  readonly quotaBytes: number
  purpose(name: string): Purpose
}

const signBody = object({
  filename: line(200),
  contentType: line(100),
  bytes: Type.Integer({ minimum: 1, maximum: 5_000_000_000 }),
  sha256: Type.String({ pattern: '^[0-9a-f]{64}$', description: 'SHA-256 of the bytes in lower-case hex' }),
  purpose: line(60),
  parts: Type.Optional(
    Type.Boolean({ description: 'In parts, which can be resumed for a day: for large files and poor connections' }),
  ),
})

export function uploadRoutes(parts: UploadRouteParts): Route[] {
  return [signRoute(parts), putRoute(parts), confirmRoute(parts), cancelRoute(parts)]
}

function signRoute(parts: UploadRouteParts): Route {
  return route(
    {
      id: 'files.sign',
      method: 'POST',
      path: '/api/uploads/sign',
      summary:
        'Announces an upload; answers where to PUT the bytes, or with `parts` where to GET the addresses of its parts',
      policy: { access: 'signed-in', rate: 'upload', delegates: 'any' },
      schema: {
        body: signBody,
        response: {
          201: object({
            uploadId: idOf('upload'),
            url: Type.String(),
            method: oneOf(['PUT', 'GET']),
            headers: Type.Record(Type.String(), Type.String()),
            expiresAt: instant,
            parts: nullable(object({ bytes: Type.Integer(), count: Type.Integer() })),
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
      const { quotaBytes, blobs } = parts
      const purpose = parts.purpose(call.body.purpose)
      if (purpose.isOpenTo?.(call.principal?.actor.permissions ?? new Set()) === false) throw httpProblem('denied')
      assertTaken(purpose, call.body)
      const id = newId<'upload'>()
      const write = call.body.parts === true ? await blobs.parts.begin(uploadKey(id)) : null
      try {
        const terms = { id, purpose, quotaBytes, direct: blobs.direct !== null, partsId: write?.id ?? null }
        const upload = await call.transaction((tx) => signUpload(tx, callerId(call), call.body, terms))
        return { uploadId: id, ...(await addressOf(parts, upload)), expiresAt: upload.expires_at }
      } catch (error) {
        if (write !== null) await blobs.parts.abandon(write)
        throw error
      }
    },
  )
}

/** Of the store, when it takes bytes itself; else of the route below. Parts have addresses of their own, told with what is missing. */
async function addressOf(parts: UploadRouteParts, upload: UploadRow) {
  if (upload.parts_id !== null) {
    const shape = { bytes: PART_BYTES, count: partCount(upload) }
    return { method: 'GET' as const, url: `/api/uploads/${upload.id}`, headers: {}, parts: shape }
  }
  return { method: 'PUT' as const, ...(await putAddress(parts, upload)), parts: null }
}

async function putAddress({ blobs, signingKey }: UploadRouteParts, upload: UploadRow) {
  const { content_type: contentType } = upload
  if (blobs.direct !== null) {
    const promised = { bytes: Number(upload.bytes), sha256: upload.sha256.toString('hex'), contentType }
    return await blobs.direct.signPut(upload.blob_key, { ...promised, expiresInSeconds: UPLOAD_SECONDS })
  }
  const url = signedPath(signingKey, { uploadId: upload.id }, upload.expires_at)
  return { url, headers: { 'content-type': contentType } }
}

function putRoute({ db, blobs, signingKey, maxBytes }: UploadRouteParts): Route {
  return route(
    {
      id: 'files.put',
      method: 'PUT',
      path: '/api/uploads/{uploadId}/content',
      summary: 'Takes the bytes of an upload; the signed address is the permission',
      policy: { access: 'public', rate: 'upload', csrf: 'exempt' },
      schema: {
        params: uploadPath,
        query: signedQuery,
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
      checkUploadSignature(signingKey, { uploadId }, call.query)
      const upload = await readOpenUpload(db, uploadId, null)
      if (upload.state === 'confirmed' || (await blobs.stat(upload.blob_key)) !== null)
        throw filesProblem('already-uploaded')
      const announced = call.request.headers['content-length']
      if (announced !== undefined && BigInt(announced) !== upload.bytes) throw filesProblem('size-differs')
      await receiveBytes(blobs, upload, call.request.raw, call.signal)
    },
  )
}

function confirmRoute(parts: UploadRouteParts): Route {
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
        'files/parts-missing',
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
      const upload = await readOpenUpload(db, call.body.uploadId, owner)
      if (upload.file_id !== null) return await confirmedAnswer(db, await findFile(db, upload.file_id))
      const arrived = await inspect(upload)
      if (arrived === null) throw filesProblem('not-uploaded')
      if (isUnverified(upload)) await giveUpUnlessPromised(db, blobs, upload, arrived)
      const person = await ownerOf(parts, owner)
      const file = await call.transaction(async (tx) => {
        const current = await findOpenUpload(tx, call.body.uploadId, owner)
        const confirmation = { arrived, purpose: purpose(current.purpose), owner: person }
        return await findFile(tx, await confirmUpload(parts, tx, current, confirmation))
      })
      return await confirmedAnswer(db, file)
    },
  )
}

function cancelRoute({ db, blobs }: UploadRouteParts): Route {
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
      await removeArrived(blobs, upload)
    },
  )
}

/** An infected upload is a file, so that it cannot be confirmed into another, but not one that its owner gets. */
async function confirmedAnswer(db: Db, file: FileRow | null) {
  if (file?.scan === 'infected') throw filesProblem('infected')
  return await toWire(db, file)
}
