import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { decimal } from '../../../../kernel/decimal.ts'
import { definitions } from '../definitions.ts'
import { calculate } from './calculate.ts'
import { namesIn, readExpression, writeExpression } from './expression.ts'
import { recipes } from './recipes.ts'
import { terms } from './terms.ts'
import { type Value, writtenScalar } from './values.ts'

function value(text: string, names: Readonly<Record<string, Value>> = {}): unknown {
  const told = calculate(readExpression(text), { rows: 3, valueNamed: (name) => names[name] ?? null })
  return Array.isArray(told) ? told.map(writtenScalar) : writtenScalar(told as Exclude<typeof told, readonly unknown[]>)
}

describe('formulas', () => {
  test('bind as in arithmetic', () => {
    for (const [text, expected] of [
      ['2 + 3 * 4', '14'],
      ['(2 + 3) * 4', '20'],
      ['10 - 4 - 3', '3'],
      ['12 / 4 / 3', '1'],
      ['2 * 3^2', '18'],
      ['-2^2', '-4'],
      ['2^3^2', '512'],
      ['1 + 1 > 1', '1'],
      ['0.1 + 0.2 = 0.3', '1'],
      ['larger(1, 2) * smaller(1, 2)', '2'],
    ] as const)
      assert.equal(value(text), expected, text)
  })

  test('are exact of exact numbers, and null where nothing is defined', () => {
    const x = [decimal('0.1'), decimal('0.2'), decimal('-12345678901234567890.000000000000000001')]
    assert.equal(value('sum(x)', { x }), '-12345678901234567889.700000000000000001')
    assert.deepEqual(value('x * 2', { x: [1, null, 3] }), ['2', null, '6'])
    for (const text of ['1 / 0', 'sqrt(0 - 1)', 'mean(none)', 'sd(one)', 'when(1 > 2, 3)', 'log1p(0 - 1)'])
      assert.equal(value(text, { none: [], one: [1] }), null, text)
    assert.equal(value('sum(none)', { none: [] }), '0')
    assert.deepEqual(value('cumsum(x)', { x: [1, null, 3] }), ['1', null, '4'])
    assert.equal(value('count(where(x, x > 1))', { x: [1, null, 3] }), '1')
  })

  test('are written as they were read, with what names stand for put in', () => {
    for (const text of [...Object.values(recipes), ...Object.values(terms).map(([formula]) => formula)])
      assert.equal(writeExpression(readExpression(text)), text)
    const read = readExpression('a - (b - c) / d')
    assert.equal(
      writeExpression(read, (name) => ({ a: '1', b: '-2', c: '3' })[name]),
      '1 - ((-2) - 3) / d',
    )
    assert.deepEqual(namesIn(read), ['a', 'b', 'c', 'd'])
  })

  test('that are none are refused', () => {
    for (const text of ['', '1 +', '(1', '1 2', 'a $ b', 'sum(1', ', 1'])
      assert.throws(() => readExpression(text), SyntaxError, text)
    assert.throws(() => value('nothing(1)'), TypeError)
  })

  test('are there for every definition but that of a single result, which is a column', () => {
    const known = new Set(Object.keys(recipes).map((id) => id.split('/')[0]))
    const without = Object.keys(definitions).filter((id) => !known.has(id))
    assert.deepEqual(without, ['trades.result'])
  })
})
