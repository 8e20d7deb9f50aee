import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { decimal, formatDecimal } from '../../../../kernel/decimal.ts'
import type { SplitPart } from '../canonical.ts'
import { ratioOf } from './split-ratio.ts'

function part(text: string): SplitPart {
  const [quantity = '', price] = text.split(' @')
  return { held: 'before', quantity: decimal(quantity), price: price === undefined ? null : decimal(price) }
}

const cases: readonly (readonly [before: string, after: string, ratio: string | null])[] = [
  // As Trading 212, BUX, DEGIRO and Fidelity tell them.
  ['0.9760924 @93.66', '5.8565544 @15.61', '6:1'],
  ['2.0 @500.04', '8.0 @125.01', '4:1'],
  ['1300', '130', '1:10'],
  // Half a share is paid out in money: the quantities say nothing that is exact, the prices do.
  ['85 @1.858', '8 @18.58', '1:10'],
  ['7 @1.00', '1 @4.00', '1:4'],
  ['10 @30.00', '15 @20.00', '3:2'],
  // 2:1 and 5:2 of one share both leave two, 1:4 to 1:7 of seven leave one, 1:32 of one is made whole.
  ['1', '2', null],
  ['7', '1', null],
  ['1', '1', null],
  ['10', '40', '4:1'],
  ['2', '8', null],
  // The quantities say one thing and the prices another.
  ['10 @30.00', '20 @10.00', null],
  ['10 @30.00', '10 @30.00', null],
  ['0', '10', null],
  ['10', '0', null],
]

describe('the ratio of a split by what was held before and after', () => {
  for (const [before, after, ratio] of cases)
    test(`${before} to ${after} is ${ratio ?? 'not sure'}`, () => {
      const found = ratioOf(part(before), part(after))
      const text = found === null ? null : `${formatDecimal(found.numerator)}:${formatDecimal(found.denominator)}`
      assert.equal(text, ratio)
    })
})
