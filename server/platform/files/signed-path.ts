import { createHmac, type KeyObject, timingSafeEqual } from 'node:crypto'
import { Type } from 'typebox'
import { nowMs } from '../../kernel/clock.ts'
import type { Call } from '../../kernel/http/route.ts'
import { idOf, object, oneOf } from '../../kernel/http/schema.ts'
import type { Id } from '../../kernel/id.ts'
import { filesProblem } from './problems.ts'

/** How long the bytes of one request may be on the way. */
export const UPLOAD_DEADLINE_MS = 15 * 60_000

export const uploadPath = object({ uploadId: idOf('upload') })

const signedFields = {
  expires: Type.Integer({ minimum: 0 }),
  signature: Type.String({ minLength: 43, maxLength: 43 }),
}

/** What an address of the server's own carries as permission. */
export const signedQuery = object(signedFields)

interface Signed {
  readonly expires: number
  readonly signature: string
}

/** What an upload address leads to: the upload, or one part of it. */
export interface UploadTarget {
  readonly uploadId: string
  readonly part?: number
}

function boundOf({ uploadId, part }: UploadTarget): readonly (string | number)[] {
  return ['put', uploadId, ...(part === undefined ? [] : [part])]
}

/** The address that takes the bytes of an upload, or of one of its parts, until this instant; alone the permission to PUT. */
export function signedPath(key: KeyObject, target: UploadTarget, expiresAt: Date): string {
  const place = target.part === undefined ? 'content' : `parts/${target.part}`
  const query = new URLSearchParams(signatureOf(key, boundOf(target), expiresAt))
  return `/api/uploads/${target.uploadId}/${place}?${query}`
}

/** Throws files/bad-signature unless the address was made by us and has not lapsed. */
export function checkUploadSignature(key: KeyObject, target: UploadTarget, signed: Signed): void {
  checkSignature(key, boundOf(target), signed)
}

/** What an address to read from is bound to: these bytes, of this file, shown as this type under this name. */
export interface ReadTarget {
  readonly id: Id<'file'>
  /** The key of the bytes, so that a later version of the file is never read by an address of an earlier one. */
  readonly content: string
  readonly type: string
  readonly disposition: string
  /** As the file was seen when the address was made: that of a public one ends with its being public. */
  readonly seen: 'public' | 'private'
}

/** What such an address carries beside the file. */
export const signedReadQuery = object({
  content: Type.String({ pattern: '^[a-z]{1,20}/[0-9a-f-]{36}$' }),
  type: Type.String({ minLength: 1, maxLength: 100 }),
  disposition: Type.String({ minLength: 1, maxLength: 5000 }),
  seen: oneOf(['public', 'private']),
  ...signedFields,
})

function readBoundOf({ id, content, type, disposition, seen }: ReadTarget): readonly string[] {
  return ['get', id, content, type, disposition, seen]
}

/** The address that gives the bytes to whoever has it, until this instant. */
export function signedReadPath(key: KeyObject, target: ReadTarget, expiresAt: Date): string {
  const { id, ...shown } = target
  const query = new URLSearchParams({ ...shown, ...signatureOf(key, readBoundOf(target), expiresAt) })
  return `/api/files/${id}/signed-content?${query}`
}

/** Throws files/bad-signature unless the address was made by us as it stands, and has not lapsed. */
export function checkReadSignature(key: KeyObject, target: ReadTarget, signed: Signed): void {
  checkSignature(key, readBoundOf(target), signed)
}

function signatureOf(key: KeyObject, bound: readonly (string | number)[], expiresAt: Date) {
  const expires = expiresAt.getTime()
  return { expires: String(expires), signature: macOf(key, bound, expires) }
}

function macOf(key: KeyObject, bound: readonly (string | number)[], expires: number): string {
  const text = JSON.stringify([...bound, expires])
  return createHmac('sha256', key).update(text).digest('base64url')
}

function checkSignature(key: KeyObject, bound: readonly (string | number)[], { expires, signature }: Signed): void {
  const wanted = Buffer.from(macOf(key, bound, expires))
  const given = Buffer.from(signature)
  if (given.length !== wanted.length || !timingSafeEqual(given, wanted) || expires < nowMs())
    throw filesProblem('bad-signature')
}

export function callerId(call: Pick<Call, 'principal'>): Id<'user'> {
  if (call.principal === undefined) throw new TypeError('the policy of this route demands a session')
  return call.principal.actor.userId
}
