import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { currencies, decimalOf, exponentOf, minorOf, moneyInWords } from '../../console/src/shell/money.ts'
import { formatMinor, isCurrency } from '../../server/kernel/money.ts'

describe('money of the console', () => {
  test('has the decimals of the server for every currency the server takes', () => {
    assert.deepEqual(currencies, Intl.supportedValuesOf('currency').filter(isCurrency))
    for (const currency of currencies) {
      assert.equal(decimalOf({ minor: '-1234', currency }), formatMinor({ minor: -1234n, currency }), currency)
    }
    assert.deepEqual(['EUR', 'JPY', 'KWD'].map(exponentOf), [2, 0, 3])
  })

  test('what a field shows leads back to the same minor units', () => {
    // Fifteen digits before the point, which a field takes at most.
    const minors = fc.bigInt({ min: -(10n ** 15n) + 1n, max: 10n ** 15n - 1n })
    fc.assert(
      fc.property(minors, fc.constantFrom(...currencies), (minor, currency) => {
        assert.equal(minorOf(decimalOf({ minor: String(minor), currency }), currency), String(minor))
      }),
    )
  })

  test('reads a comma as a point, and refuses what is no amount of the currency', () => {
    assert.equal(minorOf('19,9', 'EUR'), '1990')
    assert.equal(minorOf(' 7 ', 'KWD'), '7000')
    assert.equal(minorOf('-0.00', 'EUR'), '0')
    for (const typed of ['', '1.999', '1e3', '1,000.00', '--1', '.5', '1 000', '0x10'])
      assert.equal(minorOf(typed, 'EUR'), undefined, typed)
    assert.equal(minorOf('1.5', 'JPY'), undefined)
  })

  test('keeps every digit of a sum that a number of the browser would round', () => {
    assert.equal(moneyInWords({ minor: '900719925474099123', currency: 'EUR' }, 'en'), '€9,007,199,254,740,991.23')
    assert.equal(moneyInWords({ minor: '-5', currency: 'KWD' }, 'en').replace(/\s/g, ' '), '-KWD 0.005')
    assert.equal(moneyInWords({ minor: '1500', currency: 'JPY' }, 'en'), '¥1,500')
  })
})
