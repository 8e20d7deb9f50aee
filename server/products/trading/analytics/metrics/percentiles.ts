import type { Values } from './moments.ts'

/** A copy in ascending order. */
export function ascending(values: Values): Float64Array {
  return Float64Array.from(values).sort()
}

/** The value under which the share `p` of an ascending sample lies, between neighbours linearly (Hyndman and Fan 1996, type 7); null of none. */
export function quantile(sorted: Float64Array, p: number): number | null {
  if (sorted.length === 0) return null
  const at = p * (sorted.length - 1)
  const below = Math.floor(at)
  const low = sorted[below] ?? 0
  const high = sorted[Math.min(below + 1, sorted.length - 1)] ?? 0
  return low + (high - low) * (at - below)
}

/** The middle value, or the mean of the middle two; null of none. */
export function median(values: Values): number | null {
  if (values.length === 0) return null
  const parts = Float64Array.from(values)
  const upper = selected(parts, parts.length >> 1)
  if (parts.length % 2 === 1) return upper
  let lower = Number.NEGATIVE_INFINITY
  for (let at = 0; at < parts.length >> 1; at += 1) lower = Math.max(lower, parts[at] ?? lower)
  return (lower + upper) / 2
}

/** The k-th smallest, with what is smaller before it: Hoare's selection (1961), CACM 4(7), around the middle element. */
function selected(values: Float64Array, k: number): number {
  let low = 0
  let high = values.length - 1
  while (low < high) {
    const pivot = values[(low + high) >> 1] ?? 0
    let left = low
    let right = high
    while (left <= right) {
      while ((values[left] ?? 0) < pivot) left += 1
      while ((values[right] ?? 0) > pivot) right -= 1
      if (left > right) break
      const swapped = values[left] ?? 0
      values[left] = values[right] ?? 0
      values[right] = swapped
      left += 1
      right -= 1
    }
    if (k <= right) high = right
    else if (k >= left) low = left
    else break
  }
  return values[k] ?? 0
}

export interface Percentile {
  /** 0 to 100. */
  readonly percent: number
  readonly value: number
}

/** The values at these percents of a sample, ascending as the percents are; empty of none. */
export function percentiles(values: Values, percents: readonly number[] = PERCENTS): Percentile[] {
  const sorted = ascending(values)
  return percents.flatMap((percent) => {
    const value = quantile(sorted, percent / 100)
    return value === null ? [] : [{ percent, value }]
  })
}

const PERCENTS = [1, 5, 10, 25, 50, 75, 90, 95, 99]
