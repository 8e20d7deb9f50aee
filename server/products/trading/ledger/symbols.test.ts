import assert from 'node:assert/strict'
import { test } from 'node:test'
import { formatDecimal } from '../../../kernel/decimal.ts'
import { futuresContract } from './futures-table.ts'
import { formatFuture, formatOcc, parseFuture, parseOcc } from './symbols.ts'

const options: readonly [symbol: string, read: string | null][] = [
  ['AAPL  240119C00150000', 'AAPL 2024-01-19 call 150 AAPL240119C00150000'],
  ['.SPXW240119P04512500', 'SPXW 2024-01-19 put 4512.5 SPXW240119P04512500'],
  ['BRK.B 240119C00000500', 'BRK.B 2024-01-19 call 0.5 BRK.B240119C00000500'],
  ['AAPL240231C00150000', null],
  ['AAPL240119X00150000', null],
  ['AAPL240119C0015000', null],
  ['TOOLONG240119C00150000', null],
]
for (const [symbol, read] of options)
  test(`${symbol} ${read === null ? 'is no option' : `is ${read}`}`, () => {
    const parsed = parseOcc(symbol)
    const words = parsed === null ? null : [parsed.root, parsed.expiresOn, parsed.right, formatDecimal(parsed.strike)]
    assert.equal(parsed === null ? null : [...(words ?? []), formatOcc(parsed)].join(' '), read)
  })

test('a strike of less than a thousandth has no OCC symbol', () => {
  const option = { root: 'A', expiresOn: '2024-01-19', right: 'call' } as const
  assert.equal(formatOcc({ ...option, strike: { units: 1n, scale: 4 } }), null)
  assert.equal(formatOcc({ ...option, strike: { units: 100_000n, scale: 0 } }), null)
})

const futures: readonly [symbol: string, near: number, read: string | null][] = [
  ['MESH6', 2026, 'MES 3 2026 MESH26'],
  ['ESZ25', 2026, 'ES 12 2025 ESZ25'],
  ['/CLF2026:XNYM', 2026, 'CL 1 2026 CLF26'],
  ['M2KU9', 2020, 'M2K 9 2019 M2KU19'],
  ['ZNH0', 2029, 'ZN 3 2030 ZNH30'],
  ['HGH26', 2026, 'HG 3 2026 HGH26'],
  ['ESH6', 2016, 'ES 3 2016 ESH16'],
  ['ESH6', 2026, 'ES 3 2026 ESH26'],
  ['ESH16', 2026, 'ES 3 2016 ESH16'],
  ['ESH06', 2026, 'ES 3 2006 ESH06'],
  ['6EM5', 2026, '6E 6 2025 6EM25'],
  ['ESA5', 2026, null],
  ['AAPL', 2026, null],
]
for (const [symbol, near, read] of futures)
  test(`${symbol} in ${near} ${read === null ? 'is no future' : `is ${read}`}`, () => {
    const parsed = parseFuture(symbol, near)
    assert.equal(
      parsed === null ? null : [parsed.root, parsed.month, parsed.year, formatFuture(parsed)].join(' '),
      read,
    )
  })

test('copper is 25,000 pounds, and nobody guesses a root that is not in the table', () => {
  assert.equal(formatDecimal(futuresContract('HG')?.multiplier ?? { units: 0n, scale: 0 }), '25000')
  assert.equal(futuresContract('XQZ'), null)
  assert.equal(futuresContract('constructor'), null)
})
