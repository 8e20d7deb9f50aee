import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import type { Rounding } from './decimal.ts'
import { addMoney, allocateMoney, formatMinor, money, multiplyRate, parseMoney } from './money.ts'

const usd = (minor: bigint) => money(minor, 'USD')

test('amounts of one currency add up, of two are refused', () => {
  assert.deepEqual(addMoney(usd(1999n), usd(1n)), usd(2000n))
  assert.throws(() => addMoney(usd(1n), money(1n, 'EUR')), { code: 'money/currency-mismatch' })
  assert.throws(() => money(1n, 'ZZZ'), { code: 'money/unknown-currency' })
  assert.throws(() => parseMoney({ minor: '1', currency: 'constructor' }), { code: 'money/unknown-currency' })
})

describe('a rate is applied exactly and rounded once', () => {
  const cases: readonly [minor: bigint, rate: string, rounding: Rounding, expected: bigint][] = [
    [1999n, '0.0290', 'half-even', 58n],
    [250n, '0.5', 'half-even', 125n],
    [5n, '0.5', 'half-even', 2n],
    [7n, '0.5', 'half-even', 4n],
    [5n, '0.5', 'half-up', 3n],
    [5n, '0.5', 'down', 2n],
    [1n, '0.01', 'up', 1n],
    [-5n, '0.5', 'half-up', -3n],
    [-5n, '0.5', 'half-even', -2n],
    [3n, '-1.5', 'half-even', -4n],
  ]
  for (const [minor, rate, rounding, expected] of cases) {
    test(`${minor} times ${rate}, ${rounding}`, () => {
      assert.equal(multiplyRate(usd(minor), rate, rounding).minor, expected)
    })
  }

  test('a rate that is no plain decimal is refused', () => {
    for (const rate of ['', '1e3', 'NaN', '0x1', '.5', '1,5', ' 1'])
      assert.throws(() => multiplyRate(usd(1n), rate, 'down'), { code: 'money/bad-rate' })
  })
})

test('parts sum to the whole and none is off its share by a unit', () => {
  const weights = fc.array(fc.bigInt({ min: 0n, max: 10_000n }), { minLength: 1, maxLength: 12 })
  fc.assert(
    fc.property(fc.bigInt({ min: -(10n ** 12n), max: 10n ** 12n }), weights, (minor, shares) => {
      fc.pre(shares.some((share) => share > 0n))
      const total = shares.reduce((sum, share) => sum + share, 0n)
      const parts = allocateMoney(usd(minor), shares)
      assert.equal(
        parts.reduce((sum, part) => sum + part.minor, 0n),
        minor,
      )
      parts.forEach((part, index) => {
        const exact = minor * (shares[index] ?? 0n)
        const off = part.minor * total - exact
        assert.ok((off < 0n ? -off : off) < total)
      })
    }),
  )
})

test('text follows the currency in its decimals', () => {
  assert.equal(formatMinor(usd(1999n)), '19.99')
  assert.equal(formatMinor(usd(-5n)), '-0.05')
  assert.equal(formatMinor(money(1999n, 'JPY')), '1999')
  assert.equal(formatMinor(money(1999n, 'KWD')), '1.999')
})
