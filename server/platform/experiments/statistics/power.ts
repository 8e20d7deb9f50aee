import { sequential } from './analyses.ts'
import { normalBelow, normalQuantile } from './distributions.ts'

/** What is planned: a difference of means, in their own unit, between groups of one size. */
export interface Plan {
  /** Variance of one unit, in control and in treatment. */
  readonly variances: readonly [number, number]
  /** False positives. */
  readonly alpha: number
  /** `fixed`: looked at once, at the end; `sequential`: at any time. */
  readonly looks: 'fixed' | 'sequential'
}

const UNITS_MAX = 1e12

/** The chance to find a true `difference` with `units` in each group. */
export function powerOf({ variances, alpha, looks }: Plan, difference: number, units: number): number {
  const standardError = Math.sqrt((variances[0] + variances[1]) / units)
  const width = widthOf({ alpha, looks }, standardError, units)
  return (
    normalBelow((Math.abs(difference) - width) / standardError) +
    normalBelow((-Math.abs(difference) - width) / standardError)
  )
}

/** The least units of each group with at least `power` to find `difference`; null above 10^12. */
export function unitsFor(plan: Plan, difference: number, power: number): number | null {
  const isEnough = (units: number) => powerOf(plan, difference, units) >= power
  let high = 2
  while (!isEnough(high)) {
    high *= 2
    if (high > UNITS_MAX) return null
  }
  let low = Math.floor(high / 2)
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2)
    if (isEnough(middle)) high = middle
    else low = middle
  }
  return high
}

/** The least difference that `units` in each group find with `power`. */
export function detectable(plan: Plan, units: number, power: number): number {
  const standardError = Math.sqrt((plan.variances[0] + plan.variances[1]) / units)
  let low = 0
  let high = widthOf(plan, standardError, units) + standardError * Math.max(1, normalQuantile(power)) * 2
  for (let step = 0; step < 100; step += 1) {
    const middle = (low + high) / 2
    if (powerOf(plan, middle, units) >= power) high = middle
    else low = middle
  }
  return high
}

/** Half of the interval around no difference. */
function widthOf({ alpha, looks }: Pick<Plan, 'alpha' | 'looks'>, standardError: number, units: number): number {
  if (looks === 'fixed') return -normalQuantile(alpha / 2) * standardError
  const none = {
    estimate: 0,
    standardError,
    freedom: 2 * units - 2,
    n: 2 * units,
    level: 0,
    difference: 'absolute',
  } as const
  return sequential(none, alpha).interval[1]
}
