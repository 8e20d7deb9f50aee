import type { ByteRange } from './blob-store.ts'

/** Throws RangeError for anything but a range: ranges are made by the server, so another one is a bug. */
export function assertRange(range: ByteRange | undefined): void {
  if (range === undefined) return
  const valid = Number.isSafeInteger(range.start) && Number.isSafeInteger(range.end) && range.start >= 0
  if (!valid || range.end < range.start) throw new RangeError(`not a byte range: ${range.start}-${range.end}`)
}
