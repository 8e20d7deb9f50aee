import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { holds } from '../../../../../test/support/properties.ts'
import { formatDecimal } from '../../../../kernel/decimal.ts'
import { datePattern, instantOf } from './dates.ts'
import { numberOf } from './numbers.ts'
import { textPattern } from './pattern.ts'
import { RowFault } from './refusal.ts'
import { cryptoOf, expiryOf, forexOf, futureOf, optionOf } from './symbols.ts'

/** What a reading gives, or the reason why it gives nothing. */
function outcome(read: () => string | null): string | null {
  try {
    return read()
  } catch (fault) {
    if (fault instanceof RowFault) return `!${fault.reason}`
    throw fault
  }
}

describe('numbers', () => {
  const dot = { decimal: '.' } as const
  const comma = { decimal: ',' } as const
  const mixedComma = { decimal: ',', either: true } as const
  const unsure = { decimal: ',', either: true, refuseUnsure: true, exponent: true } as const
  const mixedDot = { decimal: '.', either: true } as const
  const cases: readonly [text: string, format: Parameters<typeof numberOf>[1], result: string | null][] = [
    ['12.50', dot, '12.5'],
    ['-0.001', dot, '-0.001'],
    ['+100', dot, '100'],
    ['.9232', dot, '0.9232'],
    ['-0.', dot, '0'],
    ['1,234,567.89', dot, '1234567.89'],
    ['1,00,000', dot, '100000'],
    ['($2,480.00)', dot, '-2480'],
    ['$(10.00)', dot, '-10'],
    ['-$40503.61', dot, '-40503.61'],
    ['$-5', dot, '-5'],
    ['12.50-', dot, '-12.5'],
    ['12.50 USD', dot, '12.5'],
    ['£110.79', dot, '110.79'],
    ['\u22125', dot, '-5'],
    ['1,24 $', comma, '1.24'],
    ['4\u202f577,86', comma, '4577.86'],
    ['10\u2009000,00', comma, '10000'],
    ['1\u00a0791,84', comma, '1791.84'],
    ["1'234.50", dot, '1234.5'],
    ['1.234,50', comma, '1234.5'],
    ['-97.93', mixedComma, '-97.93'],
    ['1.234', mixedComma, '1234'],
    ['1,234', mixedComma, '1.234'],
    ['0,76672417', mixedDot, '0.76672417'],
    ['1,234', mixedDot, '1234'],
    ['1,234.5', mixedComma, '1234.5'],
    ['0.125', mixedComma, '0.125'],
    ['-.125', mixedComma, '-0.125'],
    ['0,125', mixedDot, '0.125'],
    ['1.125', unsure, '!number-ambiguous'],
    ['0.125', unsure, '0.125'],
    ['1.125,5', unsure, '1125.5'],
    ['1,125', unsure, '1.125'],
    ['5e-05', unsure, '0.00005'],
    ['-2.637591265E-4', { decimal: '.', exponent: true }, '-0.0002637591265'],
    ['9007199254740993.000000000000000001', dot, '9007199254740993.000000000000000001'],
    ['', dot, null],
    ['--', dot, null],
    ['N/A', dot, null],
    ['NaN', dot, '!number-not-understood'],
    ['Infinity', dot, '!number-not-understood'],
    ['1e400', dot, '!number-not-understood'],
    ['1e400', { decimal: '.', exponent: true }, '!number-out-of-range'],
    ['1.7976931348623157e+308', dot, '!number-not-understood'],
    ['9'.repeat(45), dot, '!number-out-of-range'],
    [`0.${'0'.repeat(27)}1`, dot, '!number-out-of-range'],
    ['1,23,4', dot, '!number-not-understood'],
    ['12.50', comma, '!number-not-understood'],
    ['--5', dot, '!number-not-understood'],
    ['(-5)', dot, '!number-not-understood'],
    ['1 2 3', dot, '!number-not-understood'],
    ['=1+1', dot, '!number-not-understood'],
    ['0x10', dot, '!number-not-understood'],
    ['{7*7}', dot, '!number-not-understood'],
  ]
  for (const [text, format, result] of cases)
    test(`${JSON.stringify(text.slice(0, 50))} with ${JSON.stringify(format)} is ${result}`, () => {
      const read = outcome(() => {
        const number = numberOf(text, format, 'Price')
        return number === null ? null : formatDecimal(number)
      })
      assert.equal(read, result)
    })

  holds(
    'any text is a number, nothing or a fault, soon',
    [fc.string({ maxLength: 200 }), fc.constantFrom(dot, comma, mixedComma, mixedDot)],
    (text, format) => {
      outcome(() => {
        const number = numberOf(text, format, null)
        assert.ok(number === null || number.scale <= 18)
        return null
      })
    },
  )
})

describe('dates', () => {
  const cases: readonly [text: string, pattern: string, zone: string, result: string][] = [
    ['2026-01-15 10:00:00', 'yyyy-MM-dd HH:mm:ss', 'UTC', '2026-01-15T10:00:00.000Z'],
    ['20260126;115715', 'yyyyMMdd;HHmmss', 'America/New_York', '2026-01-26T16:57:15.000Z'],
    ['1/5/26 9:07:05 PM', 'M/d/yy h:mm:ss a', 'America/New_York', '2026-01-06T02:07:05.000Z'],
    ['12/31/2025 12:00 AM', 'M/d/yyyy h:mm a', 'UTC', '2025-12-31T00:00:00.000Z'],
    ['16 Dec 2025 11:15:58 AM', 'd MMM yyyy h:mm:ss a', 'America/Toronto', '2025-12-16T16:15:58.000Z'],
    ['2019-12-02T08:23:08.459586Z', "yyyy-MM-dd'T'HH:mm:ss.SX", 'Asia/Tokyo', '2019-12-02T08:23:08.459Z'],
    ['01/15/2026 08:30:01 -06:00', 'MM/dd/yyyy HH:mm:ss X', 'UTC', '2026-01-15T14:30:01.000Z'],
    ['07/15/2026 10:00:00 EDT', 'MM/dd/yyyy HH:mm:ss z', 'UTC', '2026-07-15T14:00:00.000Z'],
    // Clocks that are put forward leave times out, among them the beginning of a day; clocks that are put back show them twice: the earlier one.
    ['2026-03-08 02:30:15', 'yyyy-MM-dd HH:mm:ss', 'America/New_York', '!time-does-not-exist'],
    ['2026-03-08 03:00:00', 'yyyy-MM-dd HH:mm:ss', 'America/New_York', '2026-03-08T07:00:00.000Z'],
    ['2026-04-24', 'yyyy-MM-dd', 'Africa/Cairo', '2026-04-23T22:00:00.000Z'],
    ['2026-04-24 00:30:00', 'yyyy-MM-dd HH:mm:ss', 'Africa/Cairo', '!time-does-not-exist'],
    ['01/15/2026 08:30:01 +99:99', 'MM/dd/yyyy HH:mm:ss X', 'UTC', '!date-not-understood'],
    ['01/15/2026 08:30:01 +05:75', 'MM/dd/yyyy HH:mm:ss X', 'UTC', '!date-not-understood'],
    ['01/15/2026 08:30:01 +15:00', 'MM/dd/yyyy HH:mm:ss X', 'UTC', '!date-not-understood'],
    ['01/15/2026 08:30:01 +14:00', 'MM/dd/yyyy HH:mm:ss X', 'UTC', '2026-01-14T18:30:01.000Z'],
    ['2026-11-01 01:30:15', 'yyyy-MM-dd HH:mm:ss', 'America/New_York', '2026-11-01T05:30:15.000Z'],
    ['29.02.2024', 'dd.MM.yyyy', 'Europe/Berlin', '2024-02-28T23:00:00.000Z'],
    ['0024-01-15', 'yyyy-MM-dd', 'UTC', '!date-out-of-range'],
    ['3000-12-31', 'yyyy-MM-dd', 'UTC', '!date-out-of-range'],
    ['2026-02-31', 'yyyy-MM-dd', 'UTC', '!date-does-not-exist'],
    ['2025-02-29', 'yyyy-MM-dd', 'UTC', '!date-does-not-exist'],
    ['2026-13-01', 'yyyy-MM-dd', 'UTC', '!date-does-not-exist'],
    ['2026-01-15 24:00:00', 'yyyy-MM-dd HH:mm:ss', 'UTC', '!date-does-not-exist'],
    ['13/15/2026 1:00 PM', 'M/d/yyyy h:mm a', 'UTC', '!date-does-not-exist'],
    ['1/15/2026 13:00 PM', 'M/d/yyyy h:mm a', 'UTC', '!date-does-not-exist'],
    ['010.09.2024', 'dd.MM.yyyy', 'UTC', '!date-not-understood'],
    ['2026-01-15 and more', 'yyyy-MM-dd', 'UTC', '!date-not-understood'],
    ['undefined', 'yyyy-MM-dd', 'UTC', '!date-not-understood'],
    ['', 'yyyy-MM-dd', 'UTC', '!date-not-understood'],
  ]
  for (const [text, pattern, zone, result] of cases)
    test(`"${text}" as ${pattern} in ${zone} is ${result}`, () => {
      const parts = datePattern(pattern)
      assert.ok(parts)
      assert.equal(
        outcome(() => instantOf(text, { patterns: [parts], zone }, 'Date').toISOString()),
        result,
      )
    })

  for (const pattern of ['HH:mm', 'yyyy-MM', 'QQQ', 'yyyy-MM-dd foo', ''])
    test(`"${pattern}" is no pattern`, () => assert.equal(datePattern(pattern), null))
})

describe('symbols', () => {
  const options: readonly [text: string, symbol: string | null][] = [
    ['SPY   260130C00690000', 'SPY260130C00690000'],
    ['.SPY260130C690', 'SPY260130C00690000'],
    [' -SPY260130P690.5', 'SPY260130P00690500'],
    ['SPY 30JAN26 690 C', 'SPY260130C00690000'],
    ['SPY 1/30/2026 Call $690.00', 'SPY260130C00690000'],
    ["SPY Jan 30 '26 $690 Put", 'SPY260130P00690000'],
    ['SPY 100 (Weeklys) 30 JAN 26 690 CALL', 'SPY260130C00690000'],
    ['SPY 01/30/2026 690.00 P', 'SPY260130P00690000'],
    ['SLV20Feb26C55.00', 'SLV260220C00055000'],
    ['BRKB  260130C00500000', 'BRKB260130C00500000'],
    ['SPY 2/31/2026 Call $690.00', null],
    ['AAPL', null],
    ['CALL ME MAYBE', null],
  ]
  for (const [text, symbol] of options)
    test(`the option "${text}" is ${symbol}`, () => assert.equal(optionOf(text)?.symbol ?? null, symbol))

  const futures: readonly [text: string, symbol: string | null, root?: string][] = [
    ['MESH6', 'MESH6', 'MES'],
    ['MESH26', 'MESH26', 'MES'],
    ['/MESH26:XCME', 'MESH26', 'MES'],
    ['MES MAR26', 'MESH26', 'MES'],
    ['MES 03-26', 'MESH26', 'MES'],
    ['CON.F.US.MES.H26', 'MESH26', 'MES'],
    ['CME_MINI:MNQH2026', 'MNQH26', 'MNQ'],
    ['M2KZ5', 'M2KZ5', 'M2K'],
    ['6EM6', '6EM6', '6E'],
    ['ES', 'ES', 'ES'],
    ['NQ1!', 'NQ', 'NQ'],
    ['not a future', null],
  ]
  for (const [text, symbol, root] of futures)
    test(`the future "${text}" is ${symbol}, of the root ${root}: a micro contract is no mini`, () => {
      assert.deepEqual(futureOf(text), symbol === null ? null : { symbol, root })
    })

  test('pairs are told apart where it is certain', () => {
    assert.equal(forexOf('EUR.USD')?.symbol, 'EURUSD')
    assert.equal(forexOf('XAUUSDx'), null)
    assert.deepEqual(cryptoOf('XXBTZUSD'), { symbol: 'BTCUSD', base: 'BTC', quote: 'USD' })
    assert.deepEqual(cryptoOf('ETH/EUR'), { symbol: 'ETHEUR', base: 'ETH', quote: 'EUR' })
    assert.deepEqual(cryptoOf('1INCHUSDT'), { symbol: '1INCHUSDT', base: '1INCH', quote: 'USDT' })
    assert.equal(cryptoOf('WHATEVER'), null)
    assert.equal(expiryOf('30 JAN 26'), '2026-01-30')
    assert.equal(expiryOf('31 FEB 26'), null)
  })
})

describe('patterns of texts', () => {
  const cases: readonly [pattern: string, text: string, found: Record<string, string> | null][] = [
    [
      '{verb:word} {quantity:number} {name:long} @{price:number}',
      'BOT +1,000 TSLA @.77',
      { verb: 'BOT', quantity: '+1,000', name: 'TSLA', price: '.77' },
    ],
    [
      'Bought {quantity:number} {name:long} ({symbol:word})',
      'bought 1,550 Foo (Dist) ETF\n(FOO)',
      { quantity: '1,550', name: 'Foo (Dist) ETF', symbol: 'FOO' },
    ],
    [
      'Koop {quantity:number} @ {price:number} {currency:word}',
      'Koop 1 @ 33,9 USD',
      { quantity: '1', price: '33,9', currency: 'USD' },
    ],
    [
      'Vente {quantity:grouped} {name:long}@{price:grouped} {currency:word}',
      'Vente 1\u00a0046,5 Exemple 3 SA@2 079,96 EUR',
      { quantity: '1 046,5', name: 'Exemple 3 SA', price: '2 079,96', currency: 'EUR' },
    ],
    ['{quantity:grouped} {name:long}', '10466 Exemple', { quantity: '10466', name: 'Exemple' }],
    ['{quantity:grouped} {name:long}', 'dix Exemple', null],
    ['{*} @ {price:number}', 'Sold 10 AAPL @ 252.10', { price: '252.10' }],
    ['Koop {quantity:number} @ {price:number}', 'Koop een appel @ 3', null],
    ['DIV: {symbol:word}', 'DIV: FOO BAR', null],
    ['A {x}', `A ${'\u0130'}`, null],
  ]
  for (const [pattern, text, found] of cases)
    test(`${pattern} of ${JSON.stringify(text)}`, () => {
      const values = textPattern(pattern)?.match(text) ?? null
      assert.deepEqual(values === null ? null : Object.fromEntries(values), found)
    })

  for (const pattern of ['{a}{b}', 'a {b', '{b:regex}', '{}'])
    test(`${pattern} is no pattern`, () => assert.equal(textPattern(pattern), null))
})
