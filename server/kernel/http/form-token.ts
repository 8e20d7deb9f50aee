import { createHmac, type KeyObject, timingSafeEqual } from 'node:crypto'
import { nowMs } from '../clock.ts'

const TOKEN = /^(\d{13})\.([A-Za-z0-9_-]{43})$/

/** A token that says when a public form was handed out, signed, so that nobody can say otherwise. */
export function makeFormToken(key: KeyObject): string {
  const at = String(nowMs())
  return `${at}.${signature(key, at)}`
}

/** How long ago the form was handed out, in milliseconds; null for a token that was not made with this key. */
export function formAgeMs(key: KeyObject, token: string): number | null {
  const [, at = '', given = ''] = TOKEN.exec(token) ?? []
  const wanted = Buffer.from(signature(key, at))
  const isOurs = given.length === wanted.length && timingSafeEqual(Buffer.from(given), wanted)
  return isOurs ? nowMs() - Number(at) : null
}

function signature(key: KeyObject, at: string): string {
  return createHmac('sha256', key).update(`public form\n${at}`).digest('base64url')
}
