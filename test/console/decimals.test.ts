import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import {
  amountInWords,
  averageInWords,
  decimalInWords,
  percentInWords,
  priceInWords,
  riskInWords,
  signOfDecimal,
  typedDecimal,
} from '../../console/src/trading/decimals.ts'
import { decimal, formatDecimal, signOf } from '../../server/kernel/decimal.ts'

const en = { language: 'en-US' }
const signed = { ...en, signed: true }

describe('decimals of trading in words', () => {
  test('an amount is rounded half-even to its currency, with its sign when it is a gain or a loss', () => {
    const cases = [
      [amountInWords('1234567.125', 'USD', en), '$1,234,567.12'],
      [amountInWords('1234.135', 'USD', signed), '+$1,234.14'],
      [amountInWords('-1234.5', 'EUR', signed), '-€1,234.50'],
      [amountInWords('-0.004', 'USD', signed), '$0.00'],
      [amountInWords('-1234.5', 'EUR', { language: 'de-DE' }), '-1.234,50 €'],
      [amountInWords('99.5', 'JPY', en), '¥100'],
      [amountInWords('0.000000000000000001', 'BTC', en), '0.000000000000000001 BTC'],
      [amountInWords('12', 'USDT', signed), '+12 USDT'],
      [priceInWords('0.0005', 'USD', en), '$0.0005'],
      [priceInWords('1200.5', 'USD', en), '$1,200.50'],
      [priceInWords('0.25', 'BTC', en), '0.25 BTC'],
      [averageInWords('6493.916666666666666667', en), '6,493.916667'],
      [averageInWords('0.5', en), '0.5'],
    ]
    for (const [shown, expected] of cases) assert.equal(shown?.replaceAll('\u00a0', ' '), expected)
  })

  test('no digit of a price or a quantity is lost, however long', () => {
    const digits = fc.tuple(
      fc.bigInt({ min: -(10n ** 20n) + 1n, max: 10n ** 20n - 1n }),
      fc.integer({ min: 0, max: 18 }),
    )
    fc.assert(
      fc.property(digits, ([units, scale]) => {
        const text = formatDecimal({ units, scale })
        assert.equal(decimalInWords(text, en).replaceAll(',', ''), text)
        assert.equal(signOfDecimal(text), signOf(decimal(text)))
        assert.equal(typedDecimal(` ${text.replace('.', ',')} `), text)
      }),
    )
  })

  test('shares are percent, multiples of the risk are R, and what is no number is refused', () => {
    assert.equal(percentInWords('0.12345', en), '12.3%')
    assert.equal(percentInWords(-0.5, { ...signed, places: 0 }), '-50%')
    assert.deepEqual([riskInWords('1.5', 'en-US'), riskInWords('-0.333', 'en-US')], ['+1.50 R', '-0.33 R'])
    for (const typed of ['', '1e3', '1,000.00', '.5', '--1', 'NaN', '1 000'])
      assert.equal(typedDecimal(typed), undefined)
  })
})
