import { createHash, randomBytes } from 'node:crypto'
import { asId, type Id } from '../../kernel/id.ts'

const SECRET_BYTES = 32
const FORM = /^plk_([0-9a-f]{8})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{12})_[A-Za-z0-9_-]{43}$/
const HEADER = /^Bearer +(plk_[A-Za-z0-9_-]*)$/i

export interface KeyText {
  readonly text: string
  readonly hash: Buffer
  readonly lastFour: string
}

/** A new key for a row. Of 256 random bits there is nothing to guess: a fast hash is enough. */
export function makeKeyText(id: Id<'api-key'>): KeyText {
  const text = `plk_${id.replaceAll('-', '')}_${randomBytes(SECRET_BYTES).toString('base64url')}`
  return { text, hash: hashKeyText(text), lastFour: text.slice(-4) }
}

export function hashKeyText(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}

/** The row that a key names; null when it is not of our form. */
export function idOfKeyText(text: string): Id<'api-key'> | null {
  const parts = FORM.exec(text)
  return parts === null ? null : asId<'api-key'>(parts.slice(1).join('-'))
}

/** The API key of an Authorization header; null when it carries something else. */
export function keyTextOf(authorization: string | undefined): string | null {
  return authorization === undefined ? null : (HEADER.exec(authorization)?.[1] ?? null)
}
