import { createHmac, type KeyObject, timingSafeEqual } from 'node:crypto'
import { inSeconds, nowMs } from '../../kernel/clock.ts'
import type { Id } from '../../kernel/id.ts'

/** A mailed invoice is looked for months later, when the year's papers are sorted. */
const LINK_SECONDS = 400 * 24 * 60 * 60

/** What whoever has the mail shows instead of a session: good for one document, and for paying it. */
export function linkToken(key: KeyObject, id: Id<'invoice'>): string {
  const expires = Math.floor(inSeconds(LINK_SECONDS).getTime() / 1000)
  return `${expires.toString(36)}.${signatureOf(key, id, expires)}`
}

/** True for a token that `linkToken` made for this document, as long as it has not lapsed. */
export function opensDocument(key: KeyObject, id: Id<'invoice'>, token: string | null | undefined): boolean {
  const [, expiry = '', signature = ''] = /^([0-9a-z]{1,8})\.([\w-]{43})$/.exec(token ?? '') ?? []
  const expires = Number.parseInt(expiry, 36)
  if (Number.isNaN(expires) || expires * 1000 < nowMs()) return false
  return timingSafeEqual(Buffer.from(signature), Buffer.from(signatureOf(key, id, expires)))
}

function signatureOf(key: KeyObject, id: Id<'invoice'>, expires: number): string {
  return createHmac('sha256', key).update(`${id}\n${expires}`).digest('base64url')
}
