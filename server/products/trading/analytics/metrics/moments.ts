/** Numbers of a sample, in the order they happened. */
export type Values = readonly number[] | Float64Array

/** The sum with Neumaier's compensation: what cancels leaves no dust. A. Neumaier (1974), ZAMM 54. */
export function total(values: Values): number {
  let sum = 0
  let lost = 0
  for (const value of values) {
    const next = sum + value
    lost += Math.abs(sum) >= Math.abs(value) ? sum - next + value : value - next + sum
    sum = next
  }
  return sum + lost
}

/** The arithmetic mean; null of none. */
export function mean(values: Values): number | null {
  return values.length === 0 ? null : total(values) / values.length
}

/** What tests and ratios need of a sample: its size, mean, and standard deviation with n - 1. */
export interface Sample {
  readonly n: number
  readonly mean: number
  /** Null under two values. Zero when all are equal but for the rounding of doubles. */
  readonly deviation: number | null
}

/** Mean and deviation in two passes; null of none. `sum` is the exact one where it is known. */
export function sampleOf(values: Values, sum = total(values)): Sample | null {
  const n = values.length
  if (n === 0) return null
  const centre = sum / n
  if (n === 1) return { n, mean: centre, deviation: null }
  let squares = 0
  let largest = 0
  for (const value of values) {
    squares += (value - centre) ** 2
    largest = Math.max(largest, Math.abs(value))
  }
  const deviation = Math.sqrt(squares / (n - 1))
  return { n, mean: centre, deviation: deviation <= largest * DUST ? 0 : deviation }
}

/** Spread below this part of the largest value is rounding, not variance. */
const DUST = 1e-13

/** A straight line by least squares. */
export interface Line {
  readonly slope: number
  readonly intercept: number
  /** Standard error of the slope; zero when the points are on the line but for rounding. Null under three points. */
  readonly slopeError: number | null
  /** Share of the variance that the line explains; null when there is none to explain. */
  readonly determination: number | null
}

/** The line through (1, y1), (2, y2), ...; null under two points. */
export function lineThrough(ys: Values): Line | null {
  const n = ys.length
  if (n < 2) return null
  const xMean = (n + 1) / 2
  const yMean = total(ys) / n
  const xx = (n * (n * n - 1)) / 12
  let xy = 0
  for (let at = 0; at < n; at += 1) xy += (at + 1 - xMean) * ((ys[at] ?? 0) - yMean)
  const slope = xy / xx
  let spread = 0
  let unexplained = 0
  let largest = 0
  for (let at = 0; at < n; at += 1) {
    const off = (ys[at] ?? 0) - yMean
    spread += off ** 2
    unexplained += (off - slope * (at + 1 - xMean)) ** 2
    largest = Math.max(largest, Math.abs(ys[at] ?? 0))
  }
  const dust = n * (largest * DUST) ** 2
  if (unexplained <= dust) unexplained = 0
  return {
    slope,
    intercept: yMean - slope * xMean,
    slopeError: n < 3 ? null : Math.sqrt(unexplained / (n - 2) / xx),
    determination: spread <= dust ? null : 1 - unexplained / spread,
  }
}
