import { randomFillSync } from 'node:crypto'

const POOL_BYTES = 4096
const pool = Buffer.alloc(POOL_BYTES)
let offset = POOL_BYTES

/**
 * `length` bytes of the system's randomness, drawn in blocks: a view that the next calls do not touch until the pool is filled anew, so
 * read it at once. For ids; keys and tokens come from node:crypto directly.
 */
export function pooledRandom(length: number): Buffer {
  if (offset + length > POOL_BYTES) {
    randomFillSync(pool)
    offset = 0
  }
  offset += length
  return pool.subarray(offset - length, offset)
}
