import { createSecretKey, hkdfSync, type KeyObject } from 'node:crypto'
import type { Secret } from '../config/secret.ts'

const KEY_BYTES = 32

/**
 * A key of 256 bits for one purpose, HKDF-SHA-256 (RFC 5869) of a master secret or key; other purposes get unrelated ones. As a
 * KeyObject it is taken by node:crypto several times faster than its bytes are, and nothing prints it.
 */
export function deriveKey(master: Secret | KeyObject, purpose: string): KeyObject {
  const material = 'reveal' in master ? master.reveal() : master
  return createSecretKey(Buffer.from(hkdfSync('sha256', material, '', purpose, KEY_BYTES)))
}
