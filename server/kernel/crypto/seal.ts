import type { KeyObject } from 'node:crypto'
import { closeBox, openBox } from './box.ts'

/** A key of 32 bytes under a name that is stored with what it sealed. */
export interface SealingKey {
  readonly kid: string
  readonly key: KeyObject
}

const VERSION = 1

/**
 * Encrypts `text` with AES-256-GCM under the first key, bound to `owner`: opened for another owner it fails. Layout: version (1),
 * length of the key's name (1), the name, nonce (12), tag (16), ciphertext.
 */
export function seal(keys: readonly SealingKey[], owner: string, text: string): Buffer {
  const [active] = keys
  if (active === undefined) throw new TypeError('sealing needs a key')
  const kid = Buffer.from(active.kid)
  const box = closeBox(active.key, Buffer.from(owner), Buffer.from(text, 'utf8'))
  return Buffer.concat([Buffer.of(VERSION, kid.length), kid, box])
}

/** Decrypts what `seal` made for the same owner. Throws when it was changed, moved, or its key is not among `keys`. */
export function unseal(keys: readonly SealingKey[], owner: string, sealed: Buffer): string {
  if (sealed[0] !== VERSION) throw new Error(`sealed in version ${sealed[0]}, which this program does not read`)
  const boxAt = 2 + (sealed[1] ?? 0)
  const kid = sealed.toString('utf8', 2, boxAt)
  const key = keys.find((one) => one.kid === kid)?.key
  if (key === undefined) throw new Error(`sealed with the key ${kid}, which ENCRYPTION_KEYS does not hold`)
  return openBox(key, Buffer.from(owner), sealed.subarray(boxAt)).toString('utf8')
}
