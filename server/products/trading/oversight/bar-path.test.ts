import assert from 'node:assert/strict'
import { test } from 'node:test'
import { decimal, formatDecimal } from '../../../kernel/decimal.ts'
import { followBars, type PathBar, type PathHolding } from './bar-path.ts'

/** `A 0-9 +2 for 20`: two units that cost 20, held from instant 0 to 9; without an end they are held still. */
function holding(written: string): PathHolding {
  const [, instrumentId = '', from, to, units = '', cost = ''] =
    /^(\w) (\d+)-(\d*) ([+-]\d+) for (-?\d+)$/.exec(written) ?? []
  return {
    ...{ instrumentId, openedMs: Number(from), closedMs: to === '' ? null : Number(to) },
    ...{ units: decimal(units.replace('+', '')), cost: decimal(cost) },
  }
}

/** `A 0-5 10 14 8 11`: open, high, low and close of a bar from instant 0 to 5. */
function bar(written: string): PathBar {
  const [instrumentId = '', span = '', ...prices] = written.split(' ')
  const [beganMs = 0, endedMs = 0] = span.split('-').map(Number)
  const [open, high, low, close] = prices.map(decimal)
  assert.ok(open && high && low && close)
  return { instrumentId, beganMs, endedMs, open, high, low, close }
}

const cases: readonly (readonly [name: string, held: readonly string[], bars: readonly string[], marks: string])[] = [
  [
    'a long position goes up first, then down',
    ['A 0- +1 for 10'],
    ['A 0-5 10 14 8 11'],
    '0 held 0, 0 within 0 4 -2, 5 ended 1',
  ],
  [
    'a short one the other way round',
    ['A 0- -1 for -10'],
    ['A 0-5 10 14 8 11'],
    '0 held 0, 0 within 0 2 -4, 5 ended -1',
  ],
  ['a bar that it was bought within tells its close', ['A 2- +1 for 10'], ['A 0-5 10 14 8 11'], '2 held 0, 5 ended 1'],
  [
    ...(['one within which some was sold too', ['A 0- +1 for 10', 'A 0-3 +1 for 10'], ['A 0-5 10 14 8 11']] as const),
    '0 held 0, 3 held 0, 5 ended 1',
  ],
  [
    'one that ends with the sale counts whole',
    ['A 0-5 +1 for 10'],
    ['A 0-5 10 14 8 11'],
    '0 held 0, 0 within 0 4 -2, 5 ended 0',
  ],
  [
    ...(['what begins together goes together, each to its own worst', ['A 0- +1 for 10', 'B 0- -1 for -10']] as const),
    ...([['A 0-5 10 14 8 11', 'B 0-5 10 11 9 10']] as const),
    '0 held 0, 0 within 0 5 -3, 5 ended 1',
  ],
  [
    ...(['what is bought meanwhile finds the first price of the bar', ['A 0- +1 for 10', 'B 2- +1 for 10']] as const),
    ...([['A 0-5 12 14 8 11']] as const),
    '0 held 0, 0 within 2 4 -2, 2 held 2, 5 ended 1',
  ],
  [
    ...([
      'a price of what was sold is not one of what is bought again',
      ['A 0-5 +1 for 10', 'A 7- +1 for 30'],
    ] as const),
    ...([['A 0-5 10 14 8 11']] as const),
    '0 held 0, 0 within 0 4 -2, 5 ended 0, 7 held 0',
  ],
]
for (const [name, held, bars, expected] of cases)
  test(name, () => {
    const marks = followBars(held.map(holding), bars.map(bar))
    const words: string[] = []
    for (const { atMs, kind, open } of marks) {
      const worth = formatDecimal(open)
      if (kind === 'within' && words.at(-1)?.startsWith(`${atMs} within`)) words.push(`${words.pop()} ${worth}`)
      else words.push(`${atMs} ${kind} ${worth}`)
    }
    assert.equal(words.join(', '), expected)
  })
