import { nowMs } from './clock.ts'
import { pooledRandom } from './random.ts'

/** A UUIDv7 that belongs to one kind of row: `Id<'track'>` is not assignable to `Id<'artist'>`. */
export type Id<Kind extends string> = string & { readonly __kind: Kind }

let lastMs = 0
let sequence = 0

/**
 * A new UUIDv7 (RFC 9562, 5.7): 48 bits of Unix milliseconds, a 12-bit counter that keeps ids of one process in order within a
 * millisecond (method 1 of section 6.2), 62 random bits. A clock that steps back does not break the order: time is held.
 */
export function newId<Kind extends string>(): Id<Kind> {
  const ms = nowMs()
  const random = pooledRandom(10)
  if (ms > lastMs) {
    lastMs = ms
    sequence = random.readUInt16BE(8) & 0x7ff
  } else {
    sequence += 1
    if (sequence > 0xfff) {
      lastMs += 1
      sequence = 0
    }
  }
  const time = lastMs.toString(16).padStart(12, '0')
  const counter = sequence.toString(16).padStart(3, '0')
  const variant = ((random.readUInt8(0) & 0x3f) | 0x80).toString(16)
  const tail = random.toString('hex', 1, 8)
  return `${time.slice(0, 8)}-${time.slice(8)}-7${counter}-${variant}${tail.slice(0, 2)}-${tail.slice(2)}` as Id<Kind>
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/

/** True for a lower-case UUID of any version: the only form routes accept. */
export function isUuid(value: string): boolean {
  return UUID.test(value)
}

/** Marks a validated UUID as an id of `Kind`: for values that a schema or the database vouches for. */
export function asId<Kind extends string>(value: string): Id<Kind> {
  return value as Id<Kind>
}
