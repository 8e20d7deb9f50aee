import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { holds } from '../../../../test/support/properties.ts'
import { type Decimal, decimal, formatDecimal } from '../../../kernel/decimal.ts'
import { type Curve, cashCurve } from './equity.ts'
import { near, sameDecimal } from './metrics/closed-trade.test-support.ts'
import { timeWeightedReturn } from './metrics/series.ts'

const moves = (rows: readonly (readonly [day: string, flow: string, result: string])[]) =>
  rows.map(([day, flow, result]) => ({
    ...{ day, ms: null, tradeId: null },
    ...{ flow: decimal(flow), result: decimal(result) },
  }))
const returnsOf = ({ points }: Curve) => points.flatMap((point) => point.return ?? [])
const whole = (units: bigint): Decimal => ({ units, scale: 0 })

describe('equity', () => {
  test('takes flows at the start of the day, and returns on what was there then', () => {
    const curve = cashCurve(
      'day',
      decimal('1000'),
      moves([
        ['2026-01-05', '0', '100'],
        ['2026-01-06', '900', '-200'],
        ['2026-01-07', '-1800', '0'],
        ['2026-01-08', '0', '-1'],
        ['2026-01-09', '101', '10'],
      ]),
    )
    const texts = (of: (point: Curve['points'][number]) => bigint | null) =>
      curve.points.map((point) => formatDecimal({ units: of(point) ?? 0n, scale: curve.scale }))
    assert.deepEqual(
      texts(({ equity }) => equity),
      ['1100', '1800', '0', '-1', '110'],
    )
    assert.deepEqual(
      texts(({ flow }) => flow),
      ['0', '900', '-1800', '0', '101'],
    )
    // A withdrawal is no loss.
    assert.deepEqual(
      texts(({ result }) => result),
      ['100', '-100', '-100', '-101', '-91'],
    )
    assert.deepEqual(
      curve.points.map((point) => point.return),
      [0.1, -0.1, null, null, 0.1],
    )
    near(curve.points.at(-1)?.index, 1.1 * 0.9 * 1.1, 1e-15)
    near(timeWeightedReturn(returnsOf(curve)), 1.1 * 0.9 * 1.1 - 1, 1e-15)
    assert.deepEqual(cashCurve('day', decimal('1000'), []).points, [])
  })

  test('is made of cents without dust', () => {
    const days = moves(Array.from({ length: 10 }, () => ['2026-01-05', '0', '0.1'] as const))
    const { points, scale } = cashCurve('day', decimal('0'), days)
    sameDecimal({ units: points.at(-1)?.equity ?? 0n, scale }, '1')
  })

  const rates = fc.array(fc.integer({ min: -90, max: 200 }), { minLength: 1, maxLength: 20 })
  // From a hundred to a billion times what was there.
  const factors = fc.array(fc.integer({ min: 1, max: 10_000_000_000 }), { minLength: 20, maxLength: 20 })
  holds(
    'gives the same time-weighted return whatever is paid in or out between days',
    [rates, factors],
    (percents, weights) => {
      let equity = 1000n
      const days = percents.map((percent, at) => {
        // The base of each day is a whole number of hundreds, so that the results are exact.
        const base = 100n * BigInt(weights[at] ?? 1)
        const result = (base * BigInt(percent)) / 100n
        const flow = base - equity
        equity = base + result
        return { day: '2026-01-05', ms: null, tradeId: null, flow: whole(flow), result: whole(result) }
      })
      const expected = percents.reduce((growth, percent) => growth * (1 + percent / 100), 1) - 1
      const found = timeWeightedReturn(returnsOf(cashCurve('day', decimal('1000'), days)))
      near(found, expected, 1e-12 * Math.max(1, Math.abs(expected)))
    },
  )
})
