import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { holds } from '../../../../../test/support/properties.ts'
import { decimal } from '../../../../kernel/decimal.ts'
import { dayNumber } from '../days.ts'
import { near } from './closed-trade.test-support.ts'
import { annualGrowth } from './risk-adjusted.ts'
import { modifiedDietz } from './series.ts'
import { xirr } from './xirr.ts'

const flows = (rows: readonly (readonly [day: string, amount: number])[]) =>
  rows.map(([day, amount]) => ({ day, amount }))
const capital = (rows: readonly (readonly [day: string, amount: string])[]) =>
  rows.map(([day, amount]) => ({ day, amount: decimal(amount) }))

describe('money-weighted returns', () => {
  test('modified Dietz weighs flows by the days that were left', () => {
    // The worked example of the method: 100 grows to 300 in two years with 50 paid in after the first.
    const two = { from: '2025-01-01', to: '2026-12-31', startValue: decimal('100'), endValue: decimal('300') }
    near(modifiedDietz({ ...two, flows: capital([['2026-01-01', '50']]) }), 150 / 125, 1e-15)
    near(modifiedDietz({ ...two, flows: [] }), 2, 1e-15)
    const june = { from: '2026-06-01', to: '2026-06-30', startValue: decimal('1000'), endValue: decimal('1200') }
    near(
      modifiedDietz({
        ...june,
        flows: capital([
          ['2026-06-16', '100'],
          ['2026-06-01', '50'],
        ]),
      }),
      50 / 1100,
      1e-15,
    )
    assert.equal(modifiedDietz({ ...june, startValue: decimal('0'), flows: [] }), null)
    assert.equal(modifiedDietz({ ...june, flows: capital([['2026-06-01', '-1000']]) }), null)
  })

  test('modified Dietz loses no cent of a large account', () => {
    const day = { from: '2026-06-01', to: '2026-06-01', flows: [] }
    const large = { ...day, startValue: decimal('900000000000000.01'), endValue: decimal('900000000000000.02') }
    near(modifiedDietz(large), 0.01 / 900000000000000, 1e-30)
  })

  test('XIRR is what spreadsheets document, and what is computed by hand', () => {
    const documented = flows([
      ['2008-01-01', -10000],
      ['2008-03-01', 2750],
      ['2008-10-30', 4250],
      ['2009-02-15', 3250],
      ['2009-04-01', 2750],
    ])
    near(xirr(documented), 0.373362535, 5e-9)
    near(xirr(documented.toReversed()), 0.373362535, 5e-9)
    near(
      xirr(
        flows([
          ['2025-01-01', -100],
          ['2026-01-01', 110],
        ]),
      ),
      0.1,
      1e-15,
    )
    near(
      xirr(
        flows([
          ['2025-01-01', -100],
          ['2026-01-01', 100],
        ]),
      ),
      0,
      0,
    )
    near(
      xirr(
        flows([
          ['2025-01-01', -100],
          ['2026-01-01', 1e-6],
        ]),
      ),
      -0.99999999,
      1e-15,
    )
    // x + x^2 = 2.1 of two years, x = 1 / (1 + rate).
    near(
      xirr(
        flows([
          ['2025-01-01', -1000],
          ['2026-01-01', 600],
          ['2027-01-01', 600],
        ]),
      ),
      0.1306623862918075,
      1e-14,
    )
  })

  test('XIRR is null without both signs, without a span, and without a root', () => {
    assert.equal(xirr([]), null)
    assert.equal(
      xirr(
        flows([
          ['2025-01-01', -100],
          ['2026-01-01', -1],
        ]),
      ),
      null,
    )
    assert.equal(
      xirr(
        flows([
          ['2025-01-01', 100],
          ['2026-01-01', 0],
        ]),
      ),
      null,
    )
    assert.equal(
      xirr(
        flows([
          ['2025-01-01', -100],
          ['2025-01-01', 110],
        ]),
      ),
      null,
    )
    // 100 x^2 - 100 x + 100 has no real root.
    assert.equal(
      xirr(
        flows([
          ['2025-01-01', 100],
          ['2026-01-01', -100],
          ['2027-01-01', 100],
        ]),
      ),
      null,
    )
    // Doubled in a day: the rate of a year is beyond doubles.
    assert.equal(
      xirr(
        flows([
          ['2025-01-01', -1],
          ['2025-01-02', 1e3],
        ]),
      ),
      null,
    )
  })

  const rate = fc.integer({ min: -300, max: 300 }).map((value) => value / 10_000)
  holds(
    'XIRR of one growth is the annual growth of its days',
    [fc.array(rate, { minLength: 2, maxLength: 300 })],
    (returns) => {
      const end = new Date((dayNumber('2025-01-01') + returns.length) * 86_400_000).toISOString().slice(0, 10)
      const grown = returns.reduce((growth, each) => growth * (1 + each), 1)
      const expected = annualGrowth(returns, { periods: 365 })
      const told = flows([
        ['2025-01-01', -1],
        [end, grown],
      ])
      near(xirr(told), expected, 1e-9 * Math.max(1, expected ?? 0))
    },
  )

  const amounts = fc.array(fc.integer({ min: -1000, max: 1000 }), { minLength: 2, maxLength: 12 })
  holds('XIRR is where the present value is zero', [amounts], (values) => {
    const dated = values.map((amount, at) => ({ day: `2025-${String(at + 1).padStart(2, '0')}-01`, amount }))
    const found = xirr(dated)
    // Near a total loss 1 + rate has no digits left to check by.
    if (found === null || found < -0.9999) return
    const first = dayNumber(dated.find(({ amount }) => amount !== 0)?.day ?? '')
    const terms = dated.map(({ day, amount }) => amount * (1 + found) ** ((first - dayNumber(day)) / 365))
    const size = terms.reduce((sum, term) => sum + Math.abs(term), 0)
    near(
      terms.reduce((sum, term) => sum + term, 0),
      0,
      1e-9 * size,
    )
  })
})
