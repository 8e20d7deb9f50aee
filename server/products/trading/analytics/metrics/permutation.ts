import { mean, type Values } from './moments.ts'
import { below, seededRandom } from './seeded-random.ts'

const DEALS = 2000
const DEALS_MIN = 200
const DRAWS_MAX = 4_000_000

/** Values dealt anew so many times, and how often they lay as far apart as they do. */
export interface PermutationTest {
  readonly deals: number
  readonly asFar: number
}

/**
 * How often chance alone sets the marked values as far from the mean of all as they are: values are dealt anew among marked and others,
 * 2,000 times or, of many, fewer (at least 200). Two-sided, (1 + as far) / (1 + deals), so that it is never zero. The same seed gives
 * the same value. Null when all or none are marked, or all are equal. Fisher (1935); Phipson and Smyth (2010), SAGMB 9(1).
 */
export function permutationPValue(values: Values, marked: readonly boolean[], seed: number): number | null {
  const test = permutationTest(values, marked, seed)
  return test === null ? null : (1 + test.asFar) / (1 + test.deals)
}

/** What `permutationPValue` is made of. */
export function permutationTest(values: Values, marked: readonly boolean[], seed: number): PermutationTest | null {
  const dealt = Float64Array.from(values)
  const centre = mean(dealt)
  const count = marked.filter(Boolean).length
  if (centre === null || count === 0 || count === dealt.length) return null
  const far = dealt.reduce((most, value) => Math.max(most, Math.abs(value - centre)), 0)
  if (far === 0) return null
  let observed = 0
  for (const [at, value] of dealt.entries()) if (marked[at]) observed += value - centre
  // The smaller side is dealt: its sum of deviations is the other's with the other sign.
  const size = Math.min(count, dealt.length - count)
  const deals = Math.min(DEALS, Math.max(DEALS_MIN, Math.floor(DRAWS_MAX / size)))
  const random = seededRandom(seed)
  const reach = Math.abs(observed) - far * 1e-9
  let asFar = 0
  for (let deal = 0; deal < deals; deal += 1) {
    if (Math.abs(dealtSum(dealt, size, { random, centre })) >= reach) asFar += 1
  }
  return { deals, asFar }
}

/** The sum of the first `size` values less the centre, after they were dealt anew. */
function dealtSum(
  values: Float64Array,
  size: number,
  { random, centre }: { random: () => number; centre: number },
): number {
  let sum = 0
  for (let at = 0; at < size; at += 1) {
    const from = at + below(random, values.length - at)
    const value = values[from] ?? 0
    values[from] = values[at] ?? 0
    values[at] = value
    sum += value - centre
  }
  return sum
}
