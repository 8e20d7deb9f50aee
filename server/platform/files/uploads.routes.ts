import { Type } from 'typebox'
import { httpProblem } from '../../kernel/http/problems.ts'
import { type Call, type Route, route } from '../../kernel/http/route.ts'
import { idOf, line, object } from '../../kernel/http/schema.ts'
import { WAIT_SECONDS, WAIT_SECONDS_MAX } from './check-upload.job.ts'
import { fileShape, toWire } from './files.routes.ts'
import { filesProblem } from './problems.ts'
import { callerId, checkUploadSignature, signedQuery, UPLOAD_DEADLINE_MS, uploadPath } from './signed-path.ts'
import type { UploadRow } from './tables.ts'
import { announce, announcement, createConfirm, giveUp, signedShape, type UploadParts } from './upload-steps.ts'
import { readOpenUpload, receiveBytes } from './uploads.ts'

const signBody = object({
  ...announcement,
  purpose: line(60),
  parts: Type.Optional(
    Type.Boolean({ description: 'In parts, which can be resumed for a day: for large files and poor connections' }),
  ),
})

const confirmBody = object({
  uploadId: idOf('upload'),
  waitSeconds: Type.Optional(
    Type.Integer({
      minimum: 0,
      maximum: WAIT_SECONDS_MAX,
      description: `How long to wait for large bytes being checked before the answer is files/being-checked; ${WAIT_SECONDS} when absent`,
    }),
  ),
})

export function uploadRoutes(parts: UploadParts): Route[] {
  return [signRoute(parts), putRoute(parts), confirmRoute(parts), cancelRoute(parts)]
}

function ownStep(call: Pick<Call, 'origin' | 'principal'>) {
  return { origin: call.origin, owner: { userId: callerId(call) } }
}

function signRoute(parts: UploadParts): Route {
  return route(
    {
      id: 'files.sign',
      method: 'POST',
      path: '/api/uploads/sign',
      summary:
        'Announces an upload; answers where to PUT the bytes, or with `parts` where to GET the addresses of its parts',
      policy: { access: 'signed-in', rate: 'upload', delegates: 'any' },
      schema: { body: signBody, response: { 201: signedShape } },
      problems: [
        'files/unknown-purpose',
        'files/type-not-accepted',
        'files/too-large',
        'files/too-many-open',
        'files/quota-exceeded',
      ],
    },
    async (call) => {
      const { isOpenTo } = parts.purpose(call.body.purpose)
      if (isOpenTo?.(call.principal?.actor.permissions ?? new Set()) === false) throw httpProblem('denied')
      return await announce(parts, ownStep(call), call.body, { bytesMax: parts.quotaBytes, filesMax: null })
    },
  )
}

function putRoute({ db, blobs, signingKey, maxBytes }: UploadParts): Route {
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
        'files/type-differs',
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
      assertSentAs(upload, call.request.headers['content-type'])
      await receiveBytes(blobs, upload, call.request.raw, call.signal)
    },
  )
}

/** The type is part of what was signed, as it is in a bucket: a header that was told with the address goes with it as it stands. */
function assertSentAs({ content_type: told }: UploadRow, type: string | undefined): void {
  if (type === told) return
  const detail = `Send the header content-type as it was answered with the address: ${told}`
  throw filesProblem('type-differs', { detail })
}

function confirmRoute(parts: UploadParts): Route {
  const confirm = createConfirm(parts)
  return route(
    {
      id: 'files.confirm',
      method: 'POST',
      path: '/api/uploads/confirm',
      summary: 'Makes an upload a file after size, hash and type by content were checked',
      policy: { access: 'signed-in', rate: 'upload', delegates: 'any' },
      schema: { body: confirmBody, response: { 200: fileShape } },
      problems: [
        'files/upload-not-found',
        'files/not-uploaded',
        'files/parts-missing',
        'files/being-checked',
        'files/size-differs',
        'files/hash-differs',
        'files/type-differs',
        'files/image-unreadable',
        'files/infected',
        'blob/unavailable',
      ],
      deadlineMs: UPLOAD_DEADLINE_MS,
    },
    async (call) => await toWire(parts.db, await confirm(ownStep(call), call.body.uploadId, call.body.waitSeconds)),
  )
}

function cancelRoute(parts: UploadParts): Route {
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
    (call) => giveUp(parts, ownStep(call), call.params.uploadId),
  )
}
