import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import {
  absolute,
  compare,
  decimal,
  divide,
  formatDecimal,
  minus,
  negate,
  parseDecimal,
  plus,
  roundTo,
  smaller,
  sum,
  times,
  toNumber,
  trimmed,
  ZERO,
} from './decimal.ts'

const anyDecimal = fc
  .tuple(fc.bigInt({ min: -(10n ** 24n), max: 10n ** 24n }), fc.integer({ min: 0, max: 18 }))
  .map(([units, scale]) => ({ units, scale }))
const same = (left: Parameters<typeof formatDecimal>[0], right: Parameters<typeof formatDecimal>[0]): void =>
  assert.equal(formatDecimal(left), formatDecimal(right))

describe('a decimal', () => {
  test('is read from plain text and nothing else', () => {
    for (const text of ['0', '12.5', '-0.001', '99999999999999999999.999999999999999999'])
      assert.equal(formatDecimal(parseDecimal(text) ?? ZERO), text)
    assert.equal(formatDecimal(decimal('-007.2500')), '-7.25')
    for (const text of ['', '-', '1.', '.5', '1e3', '+1', '1,000', ' 1', 'NaN', 'Infinity', '0x1', '9'.repeat(43)])
      assert.equal(parseDecimal(text), null, text)
    assert.throws(() => decimal('1e3'), RangeError)
  })

  test('is read and written digit by digit, however long it is', () => {
    fc.assert(
      fc.property(anyDecimal, ({ units, scale }) => {
        const digits = (units < 0n ? -units : units).toString().padStart(scale + 1, '0')
        const point = digits.length - scale
        const text = `${units < 0n ? '-' : ''}${digits.slice(0, point)}${scale > 0 ? `.${digits.slice(point)}` : ''}`
        assert.deepEqual(parseDecimal(text), { units, scale })
        const whole = text.includes('.') ? text.replace(/\.?0+$/, '') : text
        assert.equal(formatDecimal({ units, scale }), whole === '-0' ? '0' : whole)
      }),
      { numRuns: 2000 },
    )
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('-', '.', '0', '7', '9', ' ', 'e'), maxLength: 20 }), (text) => {
        const isDecimal = /^-?[0-9]+(?:[.][0-9]+)?$/.test(text)
        assert.equal(parseDecimal(text) !== null, isDecimal, text)
      }),
      { numRuns: 5000 },
    )
  })

  test('adds, subtracts and multiplies without loss where doubles do not', () => {
    assert.equal(formatDecimal(plus(decimal('0.1'), decimal('0.2'))), '0.3')
    assert.equal(formatDecimal(minus(decimal('1'), decimal('0.9'))), '0.1')
    assert.equal(formatDecimal(times(decimal('1.005'), decimal('1000'))), '1005')
    assert.equal(formatDecimal(sum(Array.from({ length: 10 }, () => decimal('0.1')))), '1')
  })

  test('divides to as many digits as are asked for, rounded as is asked for', () => {
    assert.equal(formatDecimal(divide(decimal('2'), decimal('3'), 4, 'half-even')), '0.6667')
    assert.equal(formatDecimal(divide(decimal('-2'), decimal('3'), 4, 'down')), '-0.6666')
    assert.equal(formatDecimal(divide(decimal('1.25'), decimal('-0.5'), 0, 'half-even')), '-2')
    assert.equal(formatDecimal(divide(decimal('1.25'), decimal('-0.5'), 0, 'half-up')), '-3')
    assert.equal(formatDecimal(divide(decimal('1'), decimal('1000'), 2, 'up')), '0.01')
    assert.throws(() => divide(decimal('1'), ZERO, 2, 'down'), RangeError)
    assert.equal(formatDecimal(roundTo(decimal('2.345'), 2, 'half-even')), '2.34')
    assert.equal(formatDecimal(roundTo(decimal('2.3'), 2, 'half-even')), '2.3')
  })

  test('keeps the laws of arithmetic', () => {
    fc.assert(
      fc.property(anyDecimal, anyDecimal, anyDecimal, (a, b, c) => {
        same(plus(a, b), plus(b, a))
        same(plus(plus(a, b), c), plus(a, plus(b, c)))
        same(times(a, plus(b, c)), plus(times(a, b), times(a, c)))
        same(minus(plus(a, b), b), a)
        same(decimal(formatDecimal(a)), a)
        assert.deepEqual(trimmed(a), trimmed(decimal(formatDecimal(a))))
        assert.equal(compare(a, b) + compare(b, a), 0)
        same(smaller(a, b), smaller(b, a))
        assert.ok(compare(absolute(a), ZERO) >= 0)
        same(negate(negate(a)), a)
        assert.equal(Math.sign(toNumber(a)), compare(a, ZERO))
        for (const value of [a, { ...a, units: a.units / 10n ** 10n }])
          assert.equal(toNumber(value), Number(formatDecimal(value)))
      }),
    )
  })

  test('that was divided is within half a unit of its last digit', () => {
    fc.assert(
      fc.property(anyDecimal, anyDecimal, fc.integer({ min: 0, max: 30 }), (a, b, scale) => {
        fc.pre(b.units !== 0n)
        const off = absolute(minus(times(divide(a, b, scale, 'half-even'), b), a))
        assert.ok(compare(times(off, decimal('2')), times(absolute(b), { units: 1n, scale })) <= 0)
      }),
    )
  })
})
