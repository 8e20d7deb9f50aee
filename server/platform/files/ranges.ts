import type { ByteRange } from '../../kernel/blob/blob-store.ts'

/** What a Range header asks of a representation of `bytes` bytes: a part, the whole, or nothing that exists. */
export type RangeRequest =
  | { readonly kind: 'whole' }
  | { readonly kind: 'part'; readonly range: ByteRange }
  | { readonly kind: 'unsatisfiable' }

const WHOLE: RangeRequest = { kind: 'whole' }
const FORM = /^bytes=(\d{0,15})-(\d{0,15})$/

/**
 * Reads one byte range (RFC 9110, 14.1.2 and 14.2). Several ranges, another unit or a malformed header are answered with the whole,
 * as 14.2 allows; a first byte beyond the end is unsatisfiable.
 */
export function parseRange(header: string | undefined, bytes: number): RangeRequest {
  const match = header === undefined ? null : FORM.exec(header.trim())
  if (match === null) return WHOLE
  const [, first = '', last = ''] = match
  if (first === '' && last === '') return WHOLE
  if (first === '') {
    const suffix = Number(last)
    if (suffix === 0 || bytes === 0) return { kind: 'unsatisfiable' }
    return { kind: 'part', range: { start: Math.max(0, bytes - suffix), end: bytes - 1 } }
  }
  const start = Number(first)
  const end = last === '' ? bytes - 1 : Math.min(Number(last), bytes - 1)
  if (last !== '' && Number(last) < start) return WHOLE
  if (start >= bytes) return { kind: 'unsatisfiable' }
  return { kind: 'part', range: { start, end } }
}

/** Strong comparison of If-Range (RFC 9110, 13.1.5): a date or another tag means the whole representation. */
export function rangeStillValid(ifRange: string | undefined, etag: string): boolean {
  return ifRange === undefined || ifRange.trim() === etag
}

/** If-None-Match (RFC 9110, 13.1.2) against a strong tag: weak comparison. */
export function matchesEtag(ifNoneMatch: string | undefined, etag: string): boolean {
  if (ifNoneMatch === undefined) return false
  if (ifNoneMatch.trim() === '*') return true
  return ifNoneMatch.split(',').some((tag) => tag.trim().replace(/^W\//, '') === etag)
}
