import { createCipheriv, createDecipheriv, type KeyObject } from 'node:crypto'
import { pooledRandom } from '../random.ts'

const CIPHER = 'aes-256-gcm'
const NONCE_BYTES = 12
const TAG_BYTES = 16
/** What a box is longer than its contents. */
export const BOX_EXTRA_BYTES = NONCE_BYTES + TAG_BYTES

/** AES-256-GCM under a key of 32 bytes, with `aad` authenticated beside it: nonce (12), tag (16), ciphertext. */
export function closeBox(key: KeyObject, aad: Buffer, plain: Buffer): Buffer {
  const nonce = pooledRandom(NONCE_BYTES)
  const cipher = createCipheriv(CIPHER, key, nonce, { authTagLength: TAG_BYTES }).setAAD(aad)
  const body = Buffer.concat([cipher.update(plain), cipher.final()])
  return Buffer.concat([nonce, cipher.getAuthTag(), body])
}

/** Opens what `closeBox` made. Throws when key or `aad` is another, or a byte was changed. */
export function openBox(key: KeyObject, aad: Buffer, box: Buffer): Buffer {
  const decipher = createDecipheriv(CIPHER, key, box.subarray(0, NONCE_BYTES), { authTagLength: TAG_BYTES })
  decipher.setAAD(aad).setAuthTag(box.subarray(NONCE_BYTES, BOX_EXTRA_BYTES))
  return Buffer.concat([decipher.update(box.subarray(BOX_EXTRA_BYTES)), decipher.final()])
}
