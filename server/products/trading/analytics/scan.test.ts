import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { holds } from '../../../../test/support/properties.ts'
import { decimal, formatDecimal, trimmed } from '../../../kernel/decimal.ts'
import { scanDecimals, scanIntegers } from './scan.ts'

const digits = (most: number) => fc.stringMatching(new RegExp(`^[0-9]{1,${most}}$`))

const plain = fc
  .tuple(fc.boolean(), fc.bigInt({ min: 0n, max: 10n ** 20n }), fc.option(digits(20)), fc.integer({ min: 0, max: 18 }))
  .map(([isNegative, whole, fraction, zeros]) => {
    const behind = `${fraction ?? ''}${'0'.repeat(zeros)}`
    return `${isNegative ? '-' : ''}${whole}${behind === '' ? '' : `.${behind}`}`
  })
const small = fc.integer({ min: -20_000, max: 20_000 }).map((cents) => (cents / 100).toFixed(2))
holds(
  'decimals are read as they are written, without zeros at the end, and null where there is none',
  [fc.array(fc.oneof(plain, small, fc.constant('')), { minLength: 1, maxLength: 50 })],
  (texts) => {
    const column = scanDecimals(texts.join(','), texts.length)
    const expected = texts.map((text) => (text === '' ? null : trimmed(decimal(text))))
    assert.deepEqual(
      texts.map((_, at) => column.at(at)),
      expected,
    )
  },
  2000,
)

test('the widest numbers of a double, and those beyond, lose no digit', () => {
  const texts = [
    '999999999999999',
    '-99999999999999.9',
    '9007199254740993',
    '0.123456789012345678',
    '-0.00',
    '100.00',
    '0',
  ]
  const column = scanDecimals(texts.join(','), texts.length)
  const written = texts.map((_, at) => formatDecimal(column.at(at) ?? { units: 1n, scale: 0 }))
  assert.deepEqual(written, [...texts.slice(0, 4), '0', '100', '0'])
  assert.equal(column.at(texts.length), null)
})

test('whole numbers are read with their sign', () => {
  assert.deepEqual([...scanIntegers('0,-12,1700000000000', 3)], [0, -12, 1_700_000_000_000])
  assert.deepEqual([...scanIntegers('', 0)], [])
})
