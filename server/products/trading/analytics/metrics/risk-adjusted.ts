import { maxDrawdown } from './drawdown.ts'
import { lineThrough, mean, sampleOf, total } from './moments.ts'
import { growthOf } from './series.ts'

/** How a series of returns becomes yearly. */
export interface Annual {
  /** A: 252 trading days, 365 calendar days, 52 weeks, 12 months. */
  readonly periods: number
  /** Risk-free rate a year, as a share; zero if not said. */
  readonly riskFree?: number
}

/** What a yearly rate is in one period: (1 + rate)^(1/A) - 1. */
export function perPeriod(yearly: number, periods: number): number {
  return (1 + yearly) ** (1 / periods) - 1
}

/** Compound annual growth rate, prod(1 + r)^(A/n) - 1; null under two returns, or when more than all was lost. */
export function annualGrowth(returns: readonly number[], { periods }: Annual): number | null {
  const growth = growthOf(returns)
  if (returns.length < 2 || growth < 0) return null
  const rate = growth ** (periods / returns.length) - 1
  return Number.isFinite(rate) ? rate : null
}

/** sd(r, n - 1) * sqrt(A); null under two returns. */
export function annualVolatility(returns: readonly number[], { periods }: Annual): number | null {
  const deviation = sampleOf(returns)?.deviation ?? null
  return deviation === null ? null : deviation * Math.sqrt(periods)
}

/** mean(r - rf) / sd(r - rf) * sqrt(A); null under two returns or without variance. Sharpe (1994), JPM 21(1). */
export function sharpeRatio(returns: readonly number[], { periods, riskFree = 0 }: Annual): number | null {
  const free = perPeriod(riskFree, periods)
  const sample = sampleOf(returns.map((rate) => rate - free))
  if (sample === null || sample.deviation === null || sample.deviation === 0) return null
  return (sample.mean / sample.deviation) * Math.sqrt(periods)
}

/** What a period is asked for at least. */
export interface Required extends Annual {
  /** Minimal acceptable return of one period, as a share; zero if not said. */
  readonly acceptable?: number
}

/** sqrt(mean(min(r - mar, 0)^2)) * sqrt(A), with all n in the denominator; null of none. Sortino and Price (1994), JOI 3(3). */
export function downsideDeviation(returns: readonly number[], { periods, acceptable = 0 }: Required): number | null {
  const squares = mean(returns.map((rate) => Math.min(rate - acceptable, 0) ** 2))
  return squares === null ? null : Math.sqrt(squares) * Math.sqrt(periods)
}

/** mean(r - mar) * A / downside deviation; null under two returns, or when none was below. Sortino and Price (1994). */
export function sortinoRatio(returns: readonly number[], required: Required): number | null {
  const { periods, acceptable = 0 } = required
  const downside = downsideDeviation(returns, required)
  const excess = mean(returns.map((rate) => rate - acceptable))
  if (returns.length < 2 || downside === null || downside === 0 || excess === null) return null
  return (excess * periods) / downside
}

/** Annual growth / |max drawdown|; null without a drawdown. Young (1991), Futures 20. */
export function calmarRatio(returns: readonly number[], annual: Annual): number | null {
  const growth = annualGrowth(returns, annual)
  const depth = maxDrawdown(returns)
  return growth === null || depth === 0 ? null : growth / -depth
}

/** sum(max(r - L, 0)) / sum(max(L - r, 0)), L the threshold of one period; null under two returns, or when none was below. Keating and Shadwick (2002). */
export function omegaRatio(returns: readonly number[], threshold = 0): number | null {
  const above = total(returns.map((rate) => Math.max(rate - threshold, 0)))
  const below = total(returns.map((rate) => Math.max(threshold - rate, 0)))
  return returns.length < 2 || below === 0 ? null : above / below
}

/** Share of the variance of the cumulative log return that a straight line explains (R squared); null under two returns, or after a total loss. */
export function stability(returns: readonly number[]): number | null {
  if (returns.some((rate) => rate <= -1)) return null
  let log = 0
  return (
    lineThrough(
      returns.map((rate) => {
        log += Math.log1p(rate)
        return log
      }),
    )?.determination ?? null
  )
}
