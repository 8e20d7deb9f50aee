import type { Values } from './moments.ts'
import { ascending, quantile } from './percentiles.ts'
import { below, seededRandom } from './seeded-random.ts'
import type { Interval } from './significance.ts'

const RESAMPLES = 2000
const RESAMPLES_MIN = 200
const DRAWS_MAX = 4_000_000

/**
 * 95 % percentile bootstrap interval of the mean: of 2,000 samples drawn with return, fewer (at least 200) when there are many values.
 * It needs no normal results, and is too narrow of few. The same seed gives the same interval. Null under two values. Efron (1979).
 */
export function bootstrapMean(values: Values, seed: number): Interval | null {
  const n = values.length
  if (n < 2) return null
  const random = seededRandom(seed)
  const means = new Float64Array(resamples(n))
  for (let at = 0; at < means.length; at += 1) {
    let sum = 0
    for (let draw = 0; draw < n; draw += 1) sum += values[below(random, n)] ?? 0
    means[at] = sum / n
  }
  const sorted = ascending(means)
  return { low: quantile(sorted, 0.025) ?? 0, high: quantile(sorted, 0.975) ?? 0, level: 0.95 }
}

/** How often to draw samples of n. */
export function resamples(n: number): number {
  return Math.min(RESAMPLES, Math.max(RESAMPLES_MIN, Math.floor(DRAWS_MAX / Math.max(1, n))))
}
