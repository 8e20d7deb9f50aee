import { Type } from 'typebox'
import { type BlobStore, PART_BYTES } from '../../kernel/blob/blob-store.ts'
import { inSeconds } from '../../kernel/clock.ts'
import { type Route, route } from '../../kernel/http/route.ts'
import { idOf, instant, nullable, object, oneOf } from '../../kernel/http/schema.ts'
import { Problem } from '../../kernel/problem.ts'
import { filesProblem } from './problems.ts'
import {
  callerId,
  checkUploadSignature,
  signedPath,
  signedQuery,
  UPLOAD_DEADLINE_MS,
  uploadPath,
} from './signed-path.ts'
import type { UploadRow } from './tables.ts'
import { arrivedParts, isOver, missingParts, partCount, partLength, writeOf } from './upload-parts.ts'
import type { UploadParts } from './upload-steps.ts'
import { readOpenUpload, UPLOAD_SECONDS } from './uploads.ts'

/** Addresses told at once: 128 MiB to send before the next question. */
const TOLD_AT_ONCE = 16

const address = object({
  number: Type.Integer(),
  bytes: Type.Integer(),
  url: Type.String(),
  method: oneOf(['PUT']),
  headers: Type.Record(Type.String(), Type.String()),
})

const uploadShape = object({
  uploadId: idOf('upload'),
  state: oneOf(['open', 'confirmed']),
  filename: Type.String(),
  contentType: Type.String(),
  bytes: Type.Integer(),
  sha256: Type.String(),
  purpose: Type.String(),
  expiresAt: instant,
  fileId: nullable(idOf('file')),
  /** All bytes are there. */
  arrived: Type.Boolean({ description: 'All bytes have arrived: it can be confirmed' }),
  parts: nullable(
    object({
      bytes: Type.Integer({ description: 'Length of each part but the last' }),
      count: Type.Integer(),
      arrived: Type.Array(Type.Integer(), { description: 'Numbers of the parts that are there, from 1' }),
      next: Type.Array(address, { description: 'Where the first missing parts go, good for an hour; then ask again' }),
    }),
  ),
})

export function uploadPartRoutes(parts: UploadParts): Route[] {
  return [statusRoute(parts), putPartRoute(parts)]
}

function statusRoute(parts: UploadParts): Route {
  return route(
    {
      id: 'files.getUpload',
      method: 'GET',
      path: '/api/uploads/{uploadId}',
      summary: 'What has arrived of an upload, and where its next parts go',
      policy: { access: 'signed-in', rate: 'read', delegates: 'any' },
      schema: { params: uploadPath, response: { 200: uploadShape } },
      problems: ['files/upload-not-found', 'blob/unavailable'],
    },
    async (call) => {
      const upload = await readOpenUpload(parts.db, call.params.uploadId, { userId: callerId(call) })
      const isWhole = upload.state === 'confirmed' || (await parts.blobs.stat(upload.blob_key)) !== null
      const arrived = isWhole ? wholeOf(upload) : await arrivedOf(parts, upload)
      return {
        uploadId: upload.id,
        state: upload.state === 'confirmed' ? ('confirmed' as const) : ('open' as const),
        filename: upload.filename,
        contentType: upload.content_type,
        bytes: Number(upload.bytes),
        sha256: upload.sha256.toString('hex'),
        purpose: upload.purpose,
        expiresAt: upload.expires_at,
        fileId: upload.file_id,
        arrived: isWhole || arrived?.length === partCount(upload),
        parts: arrived === null ? null : await partsAnswer(parts, upload, arrived),
      }
    },
  )
}

function wholeOf(upload: UploadRow): number[] | null {
  return upload.parts_id === null ? null : Array.from({ length: partCount(upload) }, (_, at) => at + 1)
}

/** A write that is over although the object was not there a moment ago was put together since, or given up. */
async function arrivedOf({ blobs }: UploadParts, upload: UploadRow): Promise<number[] | null> {
  const write = writeOf(upload)
  if (write === null) return null
  try {
    return await arrivedParts(blobs, upload, write)
  } catch (error) {
    if (!isOver(error)) throw error
    if ((await blobs.stat(upload.blob_key)) === null) throw filesProblem('upload-not-found', { cause: error })
    return wholeOf(upload)
  }
}

async function partsAnswer(parts: UploadParts, upload: UploadRow, arrived: readonly number[]) {
  const missing = missingParts(upload, arrived).slice(0, TOLD_AT_ONCE)
  const next = await Promise.all(missing.map((number) => partAddress(parts, upload, number)))
  return { bytes: PART_BYTES, count: partCount(upload), arrived: [...arrived], next }
}

async function partAddress({ blobs, signingKey }: UploadParts, upload: UploadRow, number: number) {
  const bytes = partLength(upload, number) ?? 0
  const write = writeOf(upload)
  const common = { number, bytes, method: 'PUT' as const }
  if (blobs.direct !== null && write !== null) {
    const terms = { bytes, expiresInSeconds: UPLOAD_SECONDS }
    return { ...common, ...(await blobs.direct.signPart(write, number, terms)) }
  }
  const url = signedPath(signingKey, { uploadId: upload.id, part: number }, inSeconds(UPLOAD_SECONDS))
  return { ...common, url, headers: { 'content-type': 'application/octet-stream' } }
}

function putPartRoute({ db, blobs, signingKey }: UploadParts): Route {
  return route(
    {
      id: 'files.putPart',
      method: 'PUT',
      path: '/api/uploads/{uploadId}/parts/{number}',
      summary: 'Takes one part of an upload, in place of a former one; the signed address is the permission',
      policy: { access: 'public', rate: 'write', csrf: 'exempt' },
      schema: {
        params: object({ uploadId: idOf('upload'), number: Type.String({ pattern: '^[1-9][0-9]{0,4}$' }) }),
        query: signedQuery,
        response: { 204: null },
      },
      problems: [
        'files/bad-signature',
        'files/upload-not-found',
        'files/size-differs',
        'files/already-uploaded',
        'blob/full',
      ],
      rawBody: true,
      bodyLimitBytes: PART_BYTES,
      deadlineMs: UPLOAD_DEADLINE_MS,
    },
    async (call) => {
      const { uploadId } = call.params
      const number = Number(call.params.number)
      checkUploadSignature(signingKey, { uploadId, part: number }, call.query)
      const upload = await readOpenUpload(db, uploadId, null)
      const write = writeOf(upload)
      const bytes = partLength(upload, number)
      if (write === null || bytes === null) throw filesProblem('upload-not-found')
      const announced = call.request.headers['content-length']
      if (announced !== undefined && Number(announced) !== bytes) throw filesProblem('size-differs')
      try {
        await blobs.parts.put(write, number, call.request.raw, { bytes, signal: call.signal })
      } catch (error) {
        throw await partFault(blobs, upload, error)
      }
    },
  )
}

/** Of a part that came too late, or not as announced. */
async function partFault(blobs: BlobStore, { blob_key: key }: UploadRow, error: unknown): Promise<unknown> {
  if (error instanceof Problem && error.code === 'blob/length-differs')
    return filesProblem('size-differs', { cause: error })
  if (!isOver(error)) return error
  return filesProblem((await blobs.stat(key)) === null ? 'upload-not-found' : 'already-uploaded', { cause: error })
}
