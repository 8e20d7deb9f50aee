import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { holds } from '../../../../../test/support/properties.ts'
import { type Decimal, decimal, ZERO } from '../../../../kernel/decimal.ts'
import { cashCurve } from '../equity.ts'
import { near, sameDecimal } from './closed-trade.test-support.ts'
import { cashDrawdown, drawdownReport, maxDrawdown } from './drawdown.ts'
import {
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

interface Published {
  readonly fn: string
  readonly series: string
  readonly value: number | null
  readonly tol?: number
  readonly period?: keyof typeof PERIODS
  readonly mar?: number
  readonly marSeries?: string
  readonly requiredAnnual?: number
}

/** Of each stretch of so many returns. */
interface Rolling {
  readonly fn: 'roll_sharpe' | 'roll_max_drawdown'
  readonly series: string
  readonly window: number
  readonly values: readonly number[]
  readonly tol?: number
}

const PERIODS = { daily: 252, weekly: 52, monthly: 12, quarterly: 4, yearly: 1 }
const published = JSON.parse(
  readFileSync(new URL('../../../../../test/fixtures/trading/metrics-published.json', import.meta.url), 'utf8'),
) as { series: Record<string, (number | null)[]>; expected: Published[]; rolling: Rolling[] }
const seriesOf = (name: string): number[] => (published.series[name] ?? []).filter((rate) => rate !== null)
const daily = { periods: 252 }

describe('the values published for empyrical', () => {
  const figures: Record<string, (returns: number[], the: Published) => number | null> = {
    max_drawdown: (returns) => maxDrawdown(returns),
    cum_returns_final: (returns) => timeWeightedReturn(returns),
    annual_volatility: (returns, the) => annualVolatility(returns, { periods: PERIODS[the.period ?? 'daily'] }),
    calmar: (returns, the) => calmarRatio(returns, { periods: PERIODS[the.period ?? 'daily'] }),
    omega: (returns, the) => omegaRatio(returns, perPeriod(the.requiredAnnual ?? 0, 252)),
    sharpe: (returns) => sharpeRatio(returns, daily),
    downside_risk: (returns, the) => downsideDeviation(returns, { periods: 252, acceptable: the.mar ?? 0 }),
    sortino: (returns, the) =>
      sortinoRatio(returns, {
        periods: PERIODS[the.period ?? 'daily'],
        acceptable: the.marSeries === undefined ? 0 : 0.01,
      }),
    stability_of_timeseries: (returns) => stability(returns),
    // There a missing first day counts as a day without a result, which here the caller says with a zero.
    annual_return: (returns, the) =>
      annualGrowth(the.series === 'mixed' ? [0, ...returns] : returns, { periods: PERIODS[the.period ?? 'daily'] }),
  }
  for (const the of published.expected)
    test(`${the.fn} of ${the.series}${the.period ? ` ${the.period}` : ''}`, () => {
      near(figures[the.fn]?.(seriesOf(the.series), the), the.value, the.tol ?? 1e-8)
    })

  for (const { fn, series, window, values, tol } of published.rolling)
    test(`${fn} of ${series}`, () => {
      const returns = seriesOf(series)
      const found = values.map((_, at) => {
        const stretch = returns.slice(at, at + window)
        return fn === 'roll_sharpe' ? sharpeRatio(stretch, daily) : maxDrawdown(stretch)
      })
      assert.equal(returns.length - window + 1, values.length)
      for (const [at, value] of values.entries()) near(found[at], value, tol ?? 1e-8)
    })

  test('and those told beside the file', () => {
    near(sortinoRatio(seriesOf('mixed'), daily), 2.605531251673693)
    near(downsideDeviation(seriesOf('mixed'), daily), 0.60448325038829653)
    near(calmarRatio([0, ...seriesOf('mixed')], daily), 19.135925373194233)
    near(calmarRatio(seriesOf('mixed'), daily), 23.303, 1e-3)
    near(annualGrowth(seriesOf('mixed'), daily), 2.3303, 1e-4)
    near(sharpeRatio(seriesOf('negative'), daily), -24.406808633910085)
    near(sortinoRatio(seriesOf('negative'), daily), -13.532743075043401)
    near(timeWeightedReturn(seriesOf('negative')), -0.3659, 1e-4)
  })
})

describe('what is undefined is null', () => {
  test('under two returns, without variance, without a loss, after a ruin', () => {
    for (const returns of [[], [0.01]]) {
      assert.deepEqual(
        [
          annualVolatility(returns, daily),
          sharpeRatio(returns, daily),
          sortinoRatio(returns, daily),
          annualGrowth(returns, daily),
          calmarRatio(returns, daily),
          omegaRatio(returns),
          stability(returns),
        ],
        Array(7).fill(null),
      )
      assert.equal(drawdownReport(['2026-01-02'], returns).ulcerIndex, null)
    }
    const even = Array(30).fill(0.1)
    assert.equal(sharpeRatio(even, daily), null)
    assert.equal(sharpeRatio(even, { periods: 252, riskFree: 0.05 }), null)
    assert.equal(sharpeRatio([0.1 + 0.2, 0.3, 0.3], daily), null)
    assert.equal(sortinoRatio([0.01, 0, 0.02], daily), null)
    assert.equal(omegaRatio([0.01, 0, 0.02]), null)
    assert.equal(calmarRatio([0.01, 0, 0.02], daily), null)
    assert.equal(stability([0.1, -1, 0.1]), null)
    assert.equal(annualGrowth([0.1, -1.2], daily), null)
    assert.equal(annualGrowth([0.1, -1], daily), -1)
    assert.equal(timeWeightedReturn([]), null)
  })
})

const whole = (units: bigint): Decimal => ({ units, scale: 0 })

describe('drawdown', () => {
  const days = ['2026-01-05', '2026-01-06', '2026-01-07', '2026-01-08', '2026-01-09', '2026-01-12', '2026-01-13']

  test('counts the opening among the peaks and tells start, valley, recovery and days', () => {
    const report = drawdownReport(days, [-0.1, 0.25, -0.2, -0.1, 0.5, 0.1, -0.05])
    assert.deepEqual(
      report.worst.map(({ start, valley, recovery, days: length }) => [start, valley, recovery, length]),
      [
        ['2026-01-06', '2026-01-08', '2026-01-09', 3],
        ['2026-01-05', '2026-01-05', '2026-01-06', 1],
        ['2026-01-12', '2026-01-13', null, 1],
      ],
    )
    for (const [at, depth] of [-0.28, -0.1, -0.05].entries()) near(report.worst[at]?.depth, depth, 1e-15)
    assert.equal(report.max, report.worst[0])
    near(report.current, -0.05, 1e-15)
    near(report.ulcerIndex, Math.sqrt((0.1 ** 2 + 0.2 ** 2 + 0.28 ** 2 + 0.05 ** 2) / 6), 1e-15)
    assert.deepEqual(drawdownReport(days, [0, 0.1]), {
      underwater: [0, 0],
      max: null,
      worst: [],
      current: 0,
      ulcerIndex: 0,
    })
  })

  test('in money is exact, and its recovery is of the deepest fall', () => {
    const points = ['100', '90', '100', '120.1', '100.3', '110', '120.1', '119'].map((value, at) => ({
      day: `2026-01-0${at + 1}`,
      value: decimal(value),
    }))
    const fall = cashDrawdown(points)
    sameDecimal(fall?.amount, '-19.8')
    assert.deepEqual(
      [fall?.start, fall?.valley, fall?.recovery, fall?.days],
      ['2026-01-04', '2026-01-05', '2026-01-07', 3],
    )
    assert.equal(cashDrawdown(points.slice(0, 5))?.recovery, null)
    assert.equal(cashDrawdown(points.slice(2, 4)), null)
    assert.equal(cashDrawdown([]), null)
  })

  const results = fc.array(fc.integer({ min: -500, max: 500 }), { minLength: 2, maxLength: 40 })
  holds(
    'is never above zero, the deepest of its days, and the same at any size of the account',
    [results, fc.integer({ min: 2, max: 1000 })],
    (cents, factor) => {
      const reports = [1, factor].map((size) => {
        const movements = cents.map((value, at) => ({
          ...{ day: days[at % 7] ?? '', ms: null, tradeId: null },
          ...{ flow: ZERO, result: whole(BigInt(value * size)) },
        }))
        const { points } = cashCurve('day', whole(100_000n * BigInt(size)), movements)
        return drawdownReport(
          days,
          points.flatMap((point) => point.return ?? []),
        )
      })
      for (const [at, depth] of reports[0]?.underwater.entries() ?? []) {
        assert.ok(depth <= 0)
        near(depth, reports[1]?.underwater[at] ?? 1, 1e-12)
      }
      near(reports[0]?.max?.depth ?? 0, Math.min(...(reports[0]?.underwater ?? [])), 0)
      const returns = cents.map((value) => value / 100_000)
      near(drawdownReport(days, returns).max?.depth ?? 0, maxDrawdown(returns), 0)
    },
  )
})

describe('ratios', () => {
  test('the Sharpe ratio is of what is beyond the risk-free rate of a day', () => {
    const returns = [0.01, 0.02, -0.005]
    const free = 1.05 ** (1 / 252) - 1
    const beyond = returns.map((rate) => rate - free)
    near(sharpeRatio(returns, { periods: 252, riskFree: 0.05 }), sharpeRatio(beyond, daily))
    near(perPeriod(0.05, 252), free, 0)
  })

  const rates = fc.array(
    fc.integer({ min: -1000, max: 1000 }).map((value) => value / 10_000),
    { minLength: 2 },
  )
  holds(
    'the Sharpe and Sortino ratios do not change with leverage',
    [rates, fc.integer({ min: 1, max: 1_000_000 }).map((value) => value / 1000)],
    (returns, leverage) => {
      const levered = returns.map((rate) => rate * leverage)
      for (const ratio of [sharpeRatio, sortinoRatio]) {
        const plain = ratio(returns, daily)
        near(ratio(levered, daily), plain, 1e-9 * Math.max(1, Math.abs(plain ?? 0)))
      }
    },
  )
})
