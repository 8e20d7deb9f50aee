import { closeSync, fstatSync, openSync, readSync } from 'node:fs'

const windowBytes = 1 << 20

/** Random access to a file in bounded windows; `read` gives fewer bytes only at the end of the file. */
export type ByteSource = {
  readonly size: number
  readonly read: (offset: number, length: number) => Buffer
  readonly close: () => void
}

// NOTE: reads are synchronous because parsing runs in a worker thread of its own; the server's event loop never does.
export function openSource(path: string): ByteSource {
  const descriptor = openSync(path, 'r')
  const size = fstatSync(descriptor).size
  let windowStart = 0
  let window: Buffer = Buffer.alloc(0)
  const load = (offset: number, length: number): Buffer => {
    const bytes = Buffer.allocUnsafe(length)
    let filled = 0
    while (filled < length) {
      const count = readSync(descriptor, bytes, filled, length - filled, offset + filled)
      if (count === 0) break
      filled += count
    }
    return bytes.subarray(0, filled)
  }
  const read = (offset: number, length: number): Buffer => {
    const wanted = Math.max(0, Math.min(length, size - offset))
    if (wanted === 0) return Buffer.alloc(0)
    const inside = offset - windowStart
    if (inside >= 0 && inside + wanted <= window.length) return window.subarray(inside, inside + wanted)
    // NOTE: a fresh buffer per window keeps the views handed out before valid.
    windowStart = offset
    window = load(offset, Math.min(Math.max(wanted, windowBytes), size - offset))
    return window.subarray(0, wanted)
  }
  return { size, read, close: () => closeSync(descriptor) }
}
