import { createSecretKey, type KeyObject, randomBytes, timingSafeEqual } from 'node:crypto'
import { BOX_EXTRA_BYTES, closeBox, openBox } from '../crypto/box.ts'
import { deriveKey } from '../crypto/derive-key.ts'

/** Where a sealed value stands; opened for another place it fails. */
export interface Place {
  /** Whose keys seal it: `installation`, or `organisation:<id>`. */
  readonly scope: string
  /** `unit.table.column`. */
  readonly column: string
  /** The row's id. */
  readonly id: string
  /** What else of the row it is bound to, in an order of its own: a path, a number. */
  readonly binds?: readonly string[]
}

/** A key of 32 bytes that wraps the keys of values, and its id, a UUID. */
export interface WrappingKey {
  readonly id: string
  readonly key: KeyObject
}

/** Stands in front; 1 is what `seal` writes. */
const VERSION = 2
const ALGORITHM = 1
const HEAD_BYTES = 2
const ID_BYTES = 16
const KEY_BYTES = 32
const WRAP_AT = HEAD_BYTES + ID_BYTES
const COMMIT_AT = WRAP_AT + BOX_EXTRA_BYTES + KEY_BYTES
const BODY_AT = COMMIT_AT + KEY_BYTES

/**
 * Encrypts `text` under a key of its own, which `wrapping` wraps: changing the wrapping key later touches 60 bytes. Both are bound to the
 * place, so that no value can be moved to another row. Layout: version (1), algorithm (1), id of the wrapping key (16), wrapped key (60),
 * commitment (32), nonce (12), tag (16), ciphertext; the algorithm is AES-256-GCM.
 */
export function sealEnvelope(wrapping: WrappingKey, place: Place, text: string): Buffer {
  const key = randomBytes(KEY_BYTES)
  const { encrypting, commitment } = keysOf(key)
  return Buffer.concat([
    Buffer.of(VERSION, ALGORITHM),
    idBytes(wrapping.id),
    closeBox(wrapping.key, bound('key', place, wrapping.id), key),
    commitment,
    closeBox(encrypting, bound('value', place), Buffer.from(text, 'utf8')),
  ])
}

/** Opens what `sealEnvelope` made for the same place. Throws when it was changed, moved, or wrapped by another key. */
export function openEnvelope(wrapping: WrappingKey, place: Place, sealed: Buffer): string {
  const { encrypting, commitment } = keysOf(unwrap(wrapping, place, sealed))
  // GCM lets one ciphertext open under two keys; a commitment belongs to one.
  if (!timingSafeEqual(commitment, sealed.subarray(COMMIT_AT, BODY_AT)))
    throw new Error('sealed under a key that it does not name')
  return openBox(encrypting, bound('value', place), sealed.subarray(BODY_AT)).toString('utf8')
}

/** The same value, its key wrapped by another one; the ciphertext stays as it is. */
export function rewrapEnvelope(
  { from, to }: { readonly from: WrappingKey; readonly to: WrappingKey },
  place: Place,
  sealed: Buffer,
): Buffer {
  const key = unwrap(from, place, sealed)
  return Buffer.concat([
    sealed.subarray(0, HEAD_BYTES),
    idBytes(to.id),
    closeBox(to.key, bound('key', place, to.id), key),
    sealed.subarray(COMMIT_AT),
  ])
}

/** The id of the key that wraps the value's; null for bytes that are no envelope. Throws for one of a later version. */
export function wrappedBy(sealed: Buffer): string | null {
  const [version = 0, algorithm] = sealed
  if (version < VERSION) return null
  if (version !== VERSION || algorithm !== ALGORITHM || sealed.length < BODY_AT + BOX_EXTRA_BYTES)
    throw new Error(`sealed in version ${version}.${algorithm}, which this program does not read`)
  return sealed.toString('hex', HEAD_BYTES, WRAP_AT).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}

function unwrap(wrapping: WrappingKey, place: Place, sealed: Buffer): Buffer {
  if (wrappedBy(sealed) !== wrapping.id) throw new Error(`not wrapped by the key ${wrapping.id}`)
  return openBox(wrapping.key, bound('key', place, wrapping.id), sealed.subarray(WRAP_AT, COMMIT_AT))
}

function keysOf(key: Buffer): { encrypting: KeyObject; commitment: Buffer } {
  const material = createSecretKey(key)
  return {
    encrypting: deriveKey(material, 'plinth envelope encryption v1'),
    commitment: deriveKey(material, 'plinth envelope commitment v1').export(),
  }
}

function idBytes(id: string): Buffer {
  return Buffer.from(id.replaceAll('-', ''), 'hex')
}

/** Each part with its length in front, so that no two places read the same. */
function bound(what: 'key' | 'value', { scope, column, id, binds = [] }: Place, ...more: string[]): Buffer {
  const parts = [what, scope, column, id, ...binds, ...more].map((part) => Buffer.from(part, 'utf8'))
  return Buffer.concat(
    parts.flatMap((part) => {
      const length = Buffer.alloc(4)
      length.writeUInt32BE(part.length)
      return [length, part]
    }),
  )
}
