import { type DrawdownReport, drawdownReport } from './drawdown.ts'
import {
  type Annual,
  annualGrowth,
  annualVolatility,
  calmarRatio,
  downsideDeviation,
  omegaRatio,
  perPeriod,
  sharpeRatio,
  sortinoRatio,
  stability,
} from './risk-adjusted.ts'
import { timeWeightedReturn } from './series.ts'

/** Under so many days ratios of returns say little. */
const DAYS_ENOUGH = 30

/** What a series of daily returns says; null where it is undefined. */
export interface ReturnMetrics extends Pick<DrawdownReport, 'ulcerIndex'> {
  /** Days with a return. */
  readonly n: number
  /** False under thirty days: show that n is too small. */
  readonly isEnough: boolean
  readonly timeWeighted: number | null
  readonly annualGrowth: number | null
  readonly volatility: number | null
  readonly downsideDeviation: number | null
  readonly sharpe: number | null
  readonly sortino: number | null
  readonly calmar: number | null
  readonly omega: number | null
  readonly stability: number | null
  readonly maxDrawdown: DrawdownReport['max']
  readonly currentDrawdown: number
}

/** All metrics of returns. `days[i]` is the day of `returns[i]`; the risk-free rate is what Sortino and Omega ask for at least as well. */
export function returnMetrics(days: readonly string[], returns: readonly number[], annual: Annual): ReturnMetrics {
  const falls = drawdownReport(days, returns, 1)
  const acceptable = perPeriod(annual.riskFree ?? 0, annual.periods)
  const required = { ...annual, acceptable }
  return {
    n: returns.length,
    isEnough: returns.length >= DAYS_ENOUGH,
    timeWeighted: timeWeightedReturn(returns),
    annualGrowth: annualGrowth(returns, annual),
    volatility: annualVolatility(returns, annual),
    downsideDeviation: downsideDeviation(returns, required),
    sharpe: sharpeRatio(returns, annual),
    sortino: sortinoRatio(returns, required),
    calmar: calmarRatio(returns, annual),
    omega: omegaRatio(returns, acceptable),
    stability: stability(returns),
    maxDrawdown: falls.max,
    currentDrawdown: falls.current,
    ulcerIndex: falls.ulcerIndex,
  }
}
