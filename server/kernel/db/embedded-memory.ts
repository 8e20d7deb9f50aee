import { totalmem } from 'node:os'

const MB = 2 ** 20
const MB_MIN = 64
const MB_MAX = 256
const PART = 8

/**
 * PostgreSQL's shared_buffers: an eighth of the memory, 64 MB at least and 256 MB at most, which it takes as it uses them. An import of
 * 100,000 fills works on less than 64 MB of tables and indexes, one of 500,000 on four times that, again and again.
 */
export function sharedBuffers(memoryBytes: number): string {
  const part = Math.floor(memoryBytes / PART / MB)
  return `${Math.min(MB_MAX, Math.max(MB_MIN, part))}MB`
}

/** What this process may use: all that the machine has, or what its container is limited to. */
export function memoryBytes(): number {
  const limit = process.constrainedMemory()
  return limit > 0 ? Math.min(limit, totalmem()) : totalmem()
}
