import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { type Currency, formatMinor, money } from '../../kernel/money.ts'
import { type PricedLine, type TaxRounding, totals } from './index.ts'

interface Vectors {
  readonly currencyMinorUnits: Readonly<Record<string, number>>
  readonly cases: readonly {
    readonly lines: readonly { readonly qty: number; readonly unitMinor: number }[]
    readonly taxRate: string
    readonly subtotalMinor: number
    readonly taxPerLineMinor: number
    readonly taxPerDocumentMinor: number
  }[]
}

const vectors = JSON.parse(
  readFileSync(new URL('../../../test/fixtures/invoices/rounding.json', import.meta.url), 'utf8'),
) as Vectors

const currency: Currency = 'USD'
const roundings: readonly TaxRounding[] = ['line', 'document']

describe('the published vectors', () => {
  for (const [at, { lines, taxRate, ...expected }] of vectors.cases.entries())
    test(`case ${at + 1}: ${lines.length} lines at ${taxRate}`, () => {
      const taxRateBp = Math.round(Number(taxRate) * 10_000)
      const priced = lines.map(({ qty, unitMinor }) => ({ qty: String(qty), unitMinor: BigInt(unitMinor), taxRateBp }))
      const perLine = totals(priced, { currency, taxRounding: 'line' })
      const perDocument = totals(priced, { currency, taxRounding: 'document' })
      assert.deepEqual([perLine.subtotalMinor, perLine.taxMinor, perDocument.taxMinor].map(Number), [
        expected.subtotalMinor,
        expected.taxPerLineMinor,
        expected.taxPerDocumentMinor,
      ])
      assert.equal(perDocument.totalMinor, perDocument.subtotalMinor + perDocument.taxMinor)
    })

  test('minor units of each currency', () => {
    const digits = Object.keys(vectors.currencyMinorUnits).map((code) => {
      const [, fraction = ''] = formatMinor(money(123_456n, code)).split('.')
      return [code, fraction.length]
    })
    assert.deepEqual(Object.fromEntries(digits), vectors.currencyMinorUnits)
  })
})

describe('single amounts', () => {
  const one = (qty: string, unitMinor: bigint, taxRateBp = 0, code: Currency = currency) =>
    totals([{ qty, unitMinor, taxRateBp }], { currency: code, taxRounding: 'line' })

  test('are rounded half up, once', () => {
    assert.equal(one('0.5', 1n).subtotalMinor, 1n)
    assert.equal(one('0.499999', 1n).subtotalMinor, 0n)
    assert.equal(one('1.005', 100n).subtotalMinor, 101n)
    assert.equal(one('0.1', 3n, 10_000).totalMinor, 0n)
    assert.equal(one('1', 10n, 500).taxMinor, 1n)
    assert.equal(one('7.5', 1500n, 1000, 'JPY').totalMinor, 12_375n)
    assert.equal(one('0.333333', 1000n, 0, 'BHD').totalMinor, 333n)
  })

  test('are exact beyond what a double holds', () => {
    assert.equal(one('1', 9_007_199_254_740_993n).subtotalMinor, 9_007_199_254_740_993n)
    assert.equal(one('3', 100_000_000_000_000_001n, 1).totalMinor, 300_030_000_000_000_003n)
  })

  test('that cannot be are refused', () => {
    for (const qty of ['-1', '1e3', '', '1.', '.5', '1.0000001', '1234567890', '1,5', 'NaN'])
      assert.throws(() => one(qty, 1n), { code: 'invoices/bad-quantity' }, qty)
    assert.throws(() => one('1', -1n), { code: 'invoices/bad-quantity' })
    assert.throws(() => one('999999999', 10n ** 15n), { code: 'invoices/too-large' })
    const tenOff = { currency, taxRounding: 'line', discountMinor: 10n } as const
    assert.throws(() => totals([{ qty: '1', unitMinor: 9n, taxRateBp: 0 }], tenOff), {
      code: 'invoices/discount-too-large',
    })
    assert.throws(() => totals([], { ...tenOff, discountMinor: -1n }), { code: 'invoices/discount-too-large' })
  })
})

const line: fc.Arbitrary<PricedLine> = fc.record({
  qty: fc.tuple(fc.nat(9999), fc.nat(999_999)).map(([whole, part]) => `${whole}.${String(part).padStart(6, '0')}`),
  unitMinor: fc.bigInt(0n, 10n ** 9n),
  taxRateBp: fc.constantFrom(0, 500, 700, 825, 1600, 1900, 2500),
})
const lines = fc.array(line, { minLength: 1, maxLength: 12 })
const sum = (values: readonly bigint[]) => values.reduce((total, value) => total + value, 0n)
const distance = (a: bigint, b: bigint) => (a > b ? a - b : b - a)

describe('any lines', () => {
  test('come to the same by line and by document but for half a unit per line and rate', () => {
    fc.assert(
      fc.property(lines, fc.nat(1000), (priced, perMille) => {
        const whole = totals(priced, { currency, taxRounding: 'line' }).subtotalMinor
        const discountMinor = (whole * BigInt(perMille)) / 1000n
        const [byLine, byDocument] = roundings.map((taxRounding) =>
          totals(priced, { currency, taxRounding, discountMinor }),
        )
        assert.ok(byLine !== undefined && byDocument !== undefined)
        const bound = BigInt(priced.length + byLine.taxes.length)
        assert.ok(2n * distance(byLine.taxMinor, byDocument.taxMinor) <= bound)
      }),
    )
  })

  test('add up: lines to the sum, shares to the discount, rates to the tax', () => {
    fc.assert(
      fc.property(lines, fc.nat(1000), fc.constantFrom(...roundings), (priced, perMille, taxRounding) => {
        const whole = totals(priced, { currency, taxRounding }).subtotalMinor
        const discountMinor = (whole * BigInt(perMille)) / 1000n
        const made = totals(priced, { currency, taxRounding, discountMinor })
        assert.equal(sum(made.lines.map(({ amountMinor }) => amountMinor)), made.subtotalMinor)
        assert.equal(sum(made.lines.map((one) => one.discountMinor)), discountMinor)
        assert.equal(sum(made.taxes.map(({ baseMinor }) => baseMinor)), made.subtotalMinor - discountMinor)
        assert.equal(sum(made.taxes.map(({ taxMinor }) => taxMinor)), made.taxMinor)
        assert.equal(made.totalMinor, made.subtotalMinor - discountMinor + made.taxMinor)
        assert.ok(made.lines.every((one) => one.discountMinor >= 0n && one.discountMinor <= one.amountMinor))
        if (taxRounding === 'line') assert.equal(sum(made.lines.map(({ taxMinor }) => taxMinor ?? -1n)), made.taxMinor)
        else assert.ok(made.lines.every(({ taxMinor }) => taxMinor === null))
      }),
    )
  })

  test('rounded by line are the sum of their parts, in any order', () => {
    fc.assert(
      fc.property(lines, lines, (some, others) => {
        const policy = { currency, taxRounding: 'line' } as const
        const parts = totals(some, policy).totalMinor + totals(others, policy).totalMinor
        assert.equal(totals([...others, ...some], policy).totalMinor, parts)
      }),
    )
  })
})
