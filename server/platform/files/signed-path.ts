import type { KeyObject } from 'node:crypto'
import { Type } from 'typebox'
import type { Call } from '../../kernel/http/route.ts'
import { idOf, object } from '../../kernel/http/schema.ts'
import type { Id } from '../../kernel/id.ts'
import { type UploadTarget, uploadSignature } from './uploads.ts'

/** How long the bytes of one request may be on the way. */
export const UPLOAD_DEADLINE_MS = 15 * 60_000

export const uploadPath = object({ uploadId: idOf('upload') })

/** What an address of the server's own carries as permission. */
export const signedQuery = object({
  expires: Type.Integer({ minimum: 0 }),
  signature: Type.String({ minLength: 43, maxLength: 43 }),
})

/** The address that takes the bytes of an upload, or of one of its parts, until this instant. */
export function signedPath(key: KeyObject, target: UploadTarget, expiresAt: Date): string {
  const expiresMs = expiresAt.getTime()
  const place = target.part === undefined ? 'content' : `parts/${target.part}`
  const query = new URLSearchParams({
    expires: String(expiresMs),
    signature: uploadSignature(key, target, expiresMs),
  })
  return `/api/uploads/${target.uploadId}/${place}?${query}`
}

export function callerId(call: Pick<Call, 'principal'>): Id<'user'> {
  if (call.principal === undefined) throw new TypeError('the policy of this route demands a session')
  return call.principal.actor.userId
}
