import { createHmac, type KeyObject, timingSafeEqual } from 'node:crypto'
import { asId, type Id } from '../../kernel/id.ts'

/** A refresh token taken apart; nothing is proven before `isGenuine`. */
export interface RefreshToken {
  readonly sessionId: Id<'session'>
  readonly generation: number
  readonly mac: Buffer
}

const VERSION = 1
const HEAD_BYTES = 21
const TOKEN_BYTES = HEAD_BYTES + 32

function headOf(sessionId: Id<'session'>, generation: number): Buffer {
  const head = Buffer.alloc(HEAD_BYTES)
  head.writeUInt8(VERSION, 0)
  head.write(sessionId.replaceAll('-', ''), 1, 'hex')
  head.writeUInt32BE(generation, 17)
  return head
}

function macOf(head: Buffer, salt: Buffer, key: KeyObject): Buffer {
  return createHmac('sha256', key).update(salt).update(head).digest()
}

/**
 * The refresh token of a session's generation: version, session id, generation, HMAC. It follows from the row and the server's key,
 * so the same generation always has the same token, and no token is stored.
 */
export function makeRefreshToken(
  session: { id: Id<'session'>; generation: number; salt: Buffer },
  key: KeyObject,
): string {
  const head = headOf(session.id, session.generation)
  return Buffer.concat([head, macOf(head, session.salt, key)]).toString('base64url')
}

/** Takes a token apart; null when it is not of our form. */
export function parseRefreshToken(text: string): RefreshToken | null {
  const bytes = Buffer.from(text, 'base64url')
  if (bytes.length !== TOKEN_BYTES || bytes.readUInt8(0) !== VERSION || bytes.toString('base64url') !== text)
    return null
  const hex = bytes.toString('hex', 1, 17)
  const uuid = `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
  return { sessionId: asId<'session'>(uuid), generation: bytes.readUInt32BE(17), mac: bytes.subarray(HEAD_BYTES) }
}

/** True when we made this token for the session with `salt`. */
export function isGenuine(token: RefreshToken, salt: Buffer, key: KeyObject): boolean {
  return timingSafeEqual(token.mac, macOf(headOf(token.sessionId, token.generation), salt, key))
}
