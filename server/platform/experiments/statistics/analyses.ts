import {
  normalAbove,
  normalBelow,
  normalDensity,
  normalQuantile,
  studentAbove,
  studentQuantile,
} from './distributions.ts'
import type { Difference, Effect } from './effect.ts'

export type Interval = readonly [number, number]

/** A Gaussian belief about the effect before anything was seen. */
export interface Prior {
  readonly mean: number
  readonly sd: number
  /** What its numbers are differences by. */
  readonly difference: Difference
}

export interface BayesianResult {
  readonly estimate: number
  readonly standardError: number
  readonly interval: Interval
  /** Of the treatment having the higher value. */
  readonly chanceAbove: number
  /** What is expected to be lost by keeping the control, and by taking the treatment, where higher is better. */
  readonly risk: { readonly control: number; readonly treatment: number }
}

export interface TestResult {
  readonly estimate: number
  readonly standardError: number
  readonly interval: Interval
  readonly p: number
}

/** From here on the normal tail is none: a truncated normal is the whole one, or nothing. */
const TAIL_ENDS = 37

/** The posterior of the effect: normal, precisions added; `prior` null: improper, nothing was believed. */
export function bayesian(effect: Effect, prior: Prior | null, alpha: number): BayesianResult {
  const precision = 1 / effect.standardError ** 2
  const scale = prior === null || prior.difference === effect.difference ? 1 : Math.abs(effect.level)
  const factor = effect.difference === 'absolute' ? scale : 1 / scale
  const believed = prior === null ? 0 : 1 / (prior.sd * factor) ** 2
  const whole = precision + believed
  const estimate = (effect.estimate * precision + (prior?.mean ?? 0) * factor * believed) / whole
  const standardError = Math.sqrt(1 / whole)
  const width = -normalQuantile(alpha / 2) * standardError
  const z = estimate / standardError
  return {
    ...{ estimate, standardError, interval: [estimate - width, estimate + width] },
    chanceAbove: normalBelow(z),
    risk: { control: standardError * meanAbove(z), treatment: standardError * meanAbove(-z) },
  }
}

/** E max(Z + z, 0) of a standard normal Z: the mean of the truncated normal by its probability. */
function meanAbove(z: number): number {
  if (Math.abs(z) > TAIL_ENDS) return Math.max(z, 0)
  return normalDensity(z) + z * normalAbove(-z)
}

/** Welch's test, of two sides. Welch (1947), Biometrika 34. */
export function frequentist({ estimate, standardError, freedom }: Effect, alpha: number): TestResult {
  const width = -studentQuantile(alpha / 2, freedom) * standardError
  return {
    ...{ estimate, standardError, interval: [estimate - width, estimate + width] },
    p: 2 * studentAbove(Math.abs(estimate) / standardError, freedom),
  }
}

/** Units at which the sequential interval is tightest. */
const SEQUENTIAL_TUNING = 5000

/**
 * An asymptotic confidence sequence: its interval holds the effect at every look at once with probability 1 - alpha, so that looking does
 * no harm. Waudby-Smith et al., arXiv 2103.06476v7, equations 9, 155 and 161.
 */
export function sequential(
  { estimate, standardError, n }: Effect,
  alpha: number,
  tuning: number = SEQUENTIAL_TUNING,
): TestResult {
  const logAlpha = -2 * Math.log(alpha)
  const squaredRho = (logAlpha + Math.log(logAlpha + 1)) / tuning
  const grown = n * squaredRho + 1
  const width =
    standardError * Math.sqrt(n) * Math.sqrt((2 * grown * Math.log(Math.sqrt(grown) / alpha)) / (n * n * squaredRho))
  const logEvidence = (squaredRho * n * (estimate / standardError) ** 2) / (2 * grown) - Math.log(grown) / 2
  return {
    ...{ estimate, standardError, interval: [estimate - width, estimate + width] },
    p: Math.min(1, Math.exp(-logEvidence)),
  }
}
