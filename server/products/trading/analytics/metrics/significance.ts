import type { Line, Sample } from './moments.ts'
import { studentCritical, studentTwoSided } from './student.ts'

/** Where the true value lies with the confidence of `level`. */
export interface Interval {
  readonly low: number
  readonly high: number
  /** 0.95: of a hundred such intervals about 95 hold it. */
  readonly level: number
}

const CONFIDENCE = 0.95
/** The standard normal quantile at 0.975. */
const Z_95 = 1.959963984540054

/** t = mean / (sd / sqrt n) with its two-sided p-value at n - 1 degrees of freedom; null under two values or without variance. Student (1908). */
export function tTest({ n, mean, deviation }: Sample): { readonly t: number; readonly pValue: number } | null {
  if (deviation === null || deviation === 0) return null
  const t = mean / (deviation / Math.sqrt(n))
  return { t, pValue: studentTwoSided(t, n - 1) }
}

/** 95 % interval of the mean by Student's t; null under two values. Of skewed results it is rough under some 30. */
export function tInterval({ n, mean, deviation }: Sample): Interval | null {
  if (deviation === null) return null
  const reach = (studentCritical(1 - CONFIDENCE, n - 1) * deviation) / Math.sqrt(n)
  return { low: mean - reach, high: mean + reach, level: CONFIDENCE }
}

/** 95 % score interval of a share, which stays within 0 and 1 and holds for few trials; null of none. Wilson (1927), JASA 22. */
export function wilsonInterval(successes: number, trials: number): Interval | null {
  if (trials === 0) return null
  const share = successes / trials
  const square = Z_95 ** 2
  const centre = (share + square / (2 * trials)) / (1 + square / trials)
  const reach = (Z_95 / (1 + square / trials)) * Math.sqrt((share * (1 - share)) / trials + square / (4 * trials ** 2))
  return { low: Math.max(0, centre - reach), high: Math.min(1, centre + reach), level: CONFIDENCE }
}

/**
 * Van Tharp's system quality number, sqrt(n) * mean(R) / sd(R), sd with n - 1; `cap` is the largest n that counts (100 for SQN100).
 * Null under two values or without variance; read it from 30 trades on. Tharp, Definitive Guide to Position Sizing (2008).
 */
export function systemQuality({ n, mean, deviation }: Sample, cap = Number.POSITIVE_INFINITY): number | null {
  if (deviation === null || deviation === 0) return null
  return (Math.sqrt(Math.min(n, cap)) * mean) / deviation
}

/**
 * K-ratio: slope of cumulative P&L on the number of the trade over the standard error of that slope. Kestner (1996), in Zephyr's form.
 * Null under three trades, or when all points are on the line.
 */
export function kRatio(cumulative: Line | null): number | null {
  if (cumulative?.slopeError == null || cumulative.slopeError === 0) return null
  return cumulative.slope / cumulative.slopeError
}

/**
 * Runs test of wins and losses, (N (runs - 0.5) - P) / sqrt(P (P - N) / (N - 1)) with P = 2WL: below zero wins and losses come in
 * clusters, above they alternate; beyond 1.96 it is rarely chance. Null when there are not both, or too few. Vince (1990), ch. 1.
 */
export function runsZScore(wins: number, losses: number, runs: number): number | null {
  const n = wins + losses
  const p = 2 * wins * losses
  if (n < 3 || p <= n) return null
  return (n * (runs - 0.5) - p) / Math.sqrt((p * (p - n)) / (n - 1))
}

/** f* = p - (1 - p) / payoff: the share of capital that grows fastest if the past were the future. Kelly (1956), BSTJ 35. */
export function kellyFraction(winRate: number | null, payoff: number | null): number | null {
  return winRate === null || payoff === null || payoff === 0 ? null : winRate - (1 - winRate) / payoff
}
