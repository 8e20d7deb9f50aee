import type { KeyObject } from 'node:crypto'
import { Type } from 'typebox'
import type { BlobStore } from '../../kernel/blob/blob-store.ts'
import { nowMs } from '../../kernel/clock.ts'
import { systemOrigin } from '../../kernel/db/actor.ts'
import type { Db, Tx } from '../../kernel/db/database.ts'
import { type Call, type Route, route } from '../../kernel/http/route.ts'
import { idOf, instant, line, object, oneOf } from '../../kernel/http/schema.ts'
import { asId, type Id } from '../../kernel/id.ts'
import { filesProblem } from './problems.ts'
import { sendContent } from './send-content.ts'
import { findFile, toStoredFile } from './stored-file.ts'
import type { FileRow } from './tables.ts'
import {
  cancelUpload,
  checkUploadSignature,
  confirmUpload,
  findOpenUpload,
  inspectArrived,
  type Purpose,
  receiveBytes,
  signUpload,
  uploadSignature,
} from './uploads.ts'

export interface FileRouteParts {
  readonly db: Db
  readonly blobs: BlobStore
  readonly signingKey: KeyObject
  readonly publicUrl: URL
  readonly maxBytes: number
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
})

const signBody = object({
  filename: line(200),
  contentType: line(100),
  bytes: Type.Integer({ minimum: 1, maximum: 5_000_000_000 }),
  sha256: Type.String({ pattern: '^[0-9a-f]{64}$', description: 'SHA-256 of the bytes in lower-case hex' }),
  purpose: line(60),
})

const UPLOAD_DEADLINE_MS = 15 * 60_000
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
  ]
}

function callerId(call: Pick<Call, 'principal'>): Id<'user'> {
  if (call.principal === undefined) throw new TypeError('the policy of this route demands a session')
  return call.principal.actor.userId
}

function signRoute({ signingKey, purpose, publicUrl }: FileRouteParts): Route {
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
      problems: ['files/unknown-purpose', 'files/type-not-accepted', 'files/too-large', 'files/too-many-open'],
    },
    async (call) => {
      const upload = await call.transaction((tx) =>
        signUpload(tx, callerId(call), call.body, purpose(call.body.purpose)),
      )
      const expiresMs = upload.expires_at.getTime()
      const url = new URL(`/api/uploads/${upload.id}/content`, publicUrl)
      url.search = new URLSearchParams({
        expires: String(expiresMs),
        signature: uploadSignature(signingKey, upload.id, expiresMs),
      }).toString()
      return {
        uploadId: upload.id,
        url: `${url.pathname}${url.search}`,
        method: 'PUT',
        headers: { 'content-type': upload.content_type },
        expiresAt: upload.expires_at,
      }
    },
  )
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

function confirmRoute({ db, blobs, purpose }: FileRouteParts): Route {
  return route(
    {
      id: 'files.confirm',
      method: 'POST',
      path: '/api/uploads/confirm',
      summary: 'Makes an upload a file after size, hash and type by content were checked',
      policy: { access: 'signed-in', rate: 'upload', delegates: 'any' },
      schema: { body: object({ uploadId: idOf('upload') }), response: { 200: fileShape } },
      problems: ['files/upload-not-found', 'files/not-uploaded', 'files/size-differs', 'files/type-differs'],
    },
    async (call) => {
      const owner = callerId(call)
      const upload = await db.transaction(call.origin, (tx) => findOpenUpload(tx, call.body.uploadId, owner))
      const arrived = await inspectArrived(blobs, upload.blob_key)
      if (arrived === null) throw filesProblem('not-uploaded')
      const file = await call.transaction(async (tx) => {
        const current = await findOpenUpload(tx, call.body.uploadId, owner)
        return await findFile(tx, await confirmUpload(tx, current, arrived, purpose(current.purpose)))
      })
      return toWire(file)
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
  if (file === null || (file.visibility === 'private' && !own)) throw filesProblem('not-found')
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
      problems: ['files/not-found', 'files/range-not-satisfiable', 'files/damaged'],
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

function toWire(file: FileRow | null) {
  if (file === null) throw filesProblem('not-found')
  return toStoredFile(file)
}

/** Removes uploads that lapsed an hour ago and the bytes that came for them; at most 500 a run. */
export async function sweepUploads(db: Db, blobs: BlobStore): Promise<number> {
  const before = new Date(nowMs() - 3_600_000)
  const lapsed = await db.transaction(systemOrigin('files.sweep', 'sweep'), (tx: Tx) =>
    tx.raw<{ id: string; blob_key: string }>(
      `SELECT id, blob_key FROM files.upload WHERE state <> 'confirmed' AND expires_at < $1 ORDER BY expires_at LIMIT 500`,
      [before],
    ),
  )
  for (const upload of lapsed) {
    await blobs.remove(upload.blob_key)
    await db.raw(`DELETE FROM files.upload WHERE id = $1 AND state <> 'confirmed'`, [asId<'upload'>(upload.id)])
  }
  return lapsed.length
}
