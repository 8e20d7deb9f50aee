import { chiSquareAbove } from './distributions.ts'

export interface Arm {
  readonly units: number
  /** Of the sum of all weights. */
  readonly weight: number
}

/**
 * How likely units are to be split at least this unevenly by chance, by the chi-square test of goodness of fit: a small p is a sample ratio
 * mismatch, after which no difference can be believed. 1 while nobody was seen. Fabijan et al. (2019), KDD.
 */
export function mismatchP(arms: readonly Arm[]): number {
  const units = arms.reduce((sum, arm) => sum + arm.units, 0)
  const weights = arms.reduce((sum, arm) => sum + arm.weight, 0)
  const counted = arms.filter(({ weight }) => weight > 0)
  if (units === 0 || counted.length < 2) return 1
  const statistic = counted.reduce((sum, arm) => {
    const expected = (arm.weight / weights) * units
    return sum + (arm.units - expected) ** 2 / expected
  }, 0)
  return chiSquareAbove(statistic, counted.length - 1)
}
