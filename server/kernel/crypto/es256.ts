import { type KeyObject, sign, verify } from 'node:crypto'

const NUMBER_BYTES = 32
/** Tag and length. */
const HEAD_BYTES = 2
const INTEGER = 0x02
const SEQUENCE = 0x30
const SIGN_BIT = 0x80

/**
 * An ES256 signature as JWS has it: two numbers of 32 bytes side by side (RFC 7518, 3.4). NOTE: node:crypto makes that form by itself,
 * but is twice as slow when it has to be told so; as DER (RFC 3279, 2.2.3) it needs no telling.
 */
export function signEs256(content: Buffer, key: KeyObject): Buffer {
  const der = sign('sha256', content, key)
  const raw = Buffer.alloc(2 * NUMBER_BYTES)
  let at = 2
  for (const end of [NUMBER_BYTES, 2 * NUMBER_BYTES]) {
    const length = der[at + 1] ?? 0
    const number = der.subarray(at + 2, at + 2 + length)
    const digits = number.subarray(Math.max(0, length - NUMBER_BYTES))
    digits.copy(raw, end - digits.length)
    at += 2 + length
  }
  return raw
}

/** True when `signature`, 64 bytes in the form of JWS, was made over `content` by the key's other half. */
export function verifyEs256(content: Buffer, key: KeyObject, signature: Buffer): boolean {
  return signature.length === 2 * NUMBER_BYTES && verify('sha256', content, key, derOf(signature))
}

function derOf(signature: Buffer): Buffer {
  const der = Buffer.allocUnsafe(HEAD_BYTES + 2 * (HEAD_BYTES + 1 + NUMBER_BYTES))
  const middle = writeInteger(der, HEAD_BYTES, signature.subarray(0, NUMBER_BYTES))
  const end = writeInteger(der, middle, signature.subarray(NUMBER_BYTES))
  der[0] = SEQUENCE
  der[1] = end - HEAD_BYTES
  return der.subarray(0, end)
}

/** DER has the fewest bytes that say the number, and one of zeros in front where it would seem negative. Returns where it ends. */
function writeInteger(der: Buffer, at: number, number: Buffer): number {
  let from = 0
  while (from < NUMBER_BYTES - 1 && number[from] === 0) from += 1
  const padding = (number[from] ?? 0) >= SIGN_BIT ? 1 : 0
  der[at] = INTEGER
  der[at + 1] = NUMBER_BYTES - from + padding
  der[at + HEAD_BYTES] = 0
  number.copy(der, at + HEAD_BYTES + padding, from)
  return at + HEAD_BYTES + padding + NUMBER_BYTES - from
}
