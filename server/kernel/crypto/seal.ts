import { createCipheriv, createDecipheriv, type KeyObject, randomBytes } from 'node:crypto'

/** A key of 32 bytes under a name that is stored with what it sealed. */
export interface SealingKey {
  readonly kid: string
  readonly key: KeyObject
}

const CIPHER = 'aes-256-gcm'
const VERSION = 1
const NONCE_BYTES = 12
const TAG_BYTES = 16

/**
 * Encrypts `text` with AES-256-GCM under the first key, bound to `owner`: opened for another owner it fails. Layout: version (1),
 * length of the key's name (1), the name, nonce (12), tag (16), ciphertext.
 */
export function seal(keys: readonly SealingKey[], owner: string, text: string): Buffer {
  const [active] = keys
  if (active === undefined) throw new TypeError('sealing needs a key')
  const kid = Buffer.from(active.kid)
  const nonce = randomBytes(NONCE_BYTES)
  const cipher = createCipheriv(CIPHER, active.key, nonce, { authTagLength: TAG_BYTES }).setAAD(Buffer.from(owner))
  const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
  return Buffer.concat([Buffer.of(VERSION, kid.length), kid, nonce, cipher.getAuthTag(), body])
}

/** Decrypts what `seal` made for the same owner. Throws when it was changed, moved, or its key is not among `keys`. */
export function unseal(keys: readonly SealingKey[], owner: string, sealed: Buffer): string {
  if (sealed[0] !== VERSION) throw new Error(`sealed in version ${sealed[0]}, which this program does not read`)
  const nonceAt = 2 + (sealed[1] ?? 0)
  const kid = sealed.toString('utf8', 2, nonceAt)
  const key = keys.find((one) => one.kid === kid)?.key
  if (key === undefined) throw new Error(`sealed with the key ${kid}, which ENCRYPTION_KEYS does not hold`)
  const bodyAt = nonceAt + NONCE_BYTES + TAG_BYTES
  const decipher = createDecipheriv(CIPHER, key, sealed.subarray(nonceAt, nonceAt + NONCE_BYTES), {
    authTagLength: TAG_BYTES,
  })
  decipher.setAAD(Buffer.from(owner)).setAuthTag(sealed.subarray(nonceAt + NONCE_BYTES, bodyAt))
  return Buffer.concat([decipher.update(sealed.subarray(bodyAt)), decipher.final()]).toString('utf8')
}
