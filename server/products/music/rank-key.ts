const DIGITS = '0123456789abcdefghijklmnopqrstuvwxyz'
const BASE = DIGITS.length
const HEAD = 6

/**
 * A text strictly between two rank keys in byte order; null is the open end. Keys are fractions in base 36 that never end in 0, so
 * there always is one between, without touching other rows. Keys at the end count up and stay short.
 */
export function rankBetween(before: string | null, after: string | null): string {
  if (after === null) return appended(before)
  return midpoint(before ?? '', after)
}

function appended(last: string | null): string {
  const count = last === null ? 0 : Number.parseInt(last.slice(0, HEAD).padEnd(HEAD, '0'), BASE) + 1
  return `${count.toString(BASE).padStart(HEAD, '0')}i`
}

function midpoint(low: string, high: string): string {
  let shared = 0
  while (shared < high.length && (low[shared] ?? '0') === high[shared]) shared += 1
  if (shared > 0) return high.slice(0, shared) + midpoint(low.slice(shared), high.slice(shared))
  const from = low === '' ? 0 : DIGITS.indexOf(low.charAt(0))
  const to = high === '' ? BASE : DIGITS.indexOf(high.charAt(0))
  if (to - from > 1) return DIGITS.charAt(Math.round((from + to) / 2))
  if (high.length > 1) return high.charAt(0)
  return DIGITS.charAt(from) + midpoint(low.slice(1), '')
}
