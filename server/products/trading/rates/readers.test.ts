import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { ecbDocument } from '../../../../test/support/document-server.ts'
import { formatDecimal } from '../../../kernel/decimal.ts'
import { Problem } from '../../../kernel/problem.ts'
import { RatesUnreadable, readEcbRates } from './ecb.ts'
import type { KnownRate } from './rate-book.ts'
import { readRateFile } from './rate-file.ts'

const TODAY = '2026-03-06'
const words = (rates: readonly KnownRate[]): string[] =>
  rates.map(({ day, base, quote, rate }) => `${day} ${base}/${quote} ${formatDecimal(rate)}`)

describe('what the European Central Bank publishes', () => {
  test('is a day after the other with a rate for each currency', async () => {
    const text = ecbDocument({ '2026-03-05': { USD: '1.25', JPY: '180.10' }, '2026-03-06': { USD: '1.2' } })
    const read = words(await readEcbRates(text, TODAY))
    assert.deepEqual(read, ['2026-03-06 EUR/USD 1.2', '2026-03-05 EUR/USD 1.25', '2026-03-05 EUR/JPY 180.1'])
  })

  const whole = ecbDocument({ '2026-03-06': { USD: '1.2', JPY: '180' } })
  const broken: readonly (readonly [name: string, text: string, reason: RegExp])[] = [
    ['cut off', whole.slice(0, -30), /no whole XML/],
    ['a page of a proxy', '<html><body>Sign in</body></html>', /tells no rates/],
    ['nothing', '', /no whole XML|tells no rates/],
    ['a day to come', ecbDocument({ '2026-03-07': { USD: '1.2' } }), /is to come/],
    ['a day that does not exist', ecbDocument({ '2026-02-30': { USD: '1.2' } }), /does not exist/],
    ['a day twice', whole.replace('</Cube></gesmes', '<Cube time="2026-03-06"/></Cube></gesmes'), /twice/],
    ['a currency twice', whole.replace('"JPY"', '"USD"'), /one twice/],
    ['a currency that is none', whole.replace('"JPY"', '"yen"'), /are none/],
    ['a rate of nothing', whole.replace('"180"', '"0"'), /no rate for JPY/],
    ['a rate below nothing', whole.replace('"180"', '"-180"'), /no rate for JPY/],
    ['no number', whole.replace('"180"', '"N/A"'), /no rate for JPY/],
    ['a number of another country', whole.replace('"180"', '"180,1"'), /no rate for JPY/],
    ['a rate of no day', whole.replace(' time="2026-03-06"', ''), /no day/],
    ['types', whole.replace('?>', '?><!DOCTYPE x [<!ENTITY y "1">]>'), /declares types/],
  ]
  for (const [name, text, reason] of broken)
    test(`is refused whole when it is ${name}`, async () => {
      await assert.rejects(
        readEcbRates(text, TODAY),
        (error) => error instanceof RatesUnreadable && reason.test(error.message),
      )
    })
})

describe('a file of rates', () => {
  test('says a pair a row, in any order of columns', () => {
    const text = '\uFEFFRate;Quote;Base;Date\r\n1.0825;USD;EUR;2026-03-06\r\n\r\n0.9;USD;CHF;2026-03-06\r\n'
    assert.deepEqual(words(readRateFile(text)), ['2026-03-06 EUR/USD 1.0825', '2026-03-06 CHF/USD 0.9'])
  })

  test('or a day a row, as the European Central Bank has it, without what it does not know', () => {
    const text = 'Date,USD,JPY,BGN,\n2026-03-06,1.2,180,N/A,\n2026-03-05,1.25,,1.9558,\n'
    const expected = [
      '2026-03-06 EUR/USD 1.2',
      '2026-03-06 EUR/JPY 180',
      '2026-03-05 EUR/USD 1.25',
      '2026-03-05 EUR/BGN 1.9558',
    ]
    assert.deepEqual(words(readRateFile(text)), expected)
  })

  const refused: readonly (readonly [text: string, faults: readonly string[]])[] = [
    ['Day;Price\n1;2', ['row-1']],
    ['date,base,quote,rate\n2026-02-30,EUR,USD,1', ['row-2']],
    ['date,base,quote,rate\n2026-03-06,EUR,EUR,1\n2026-03-06,EUR,USD,1\n06/03/2026,EUR,USD,1', ['row-2', 'row-4']],
    [
      'date,base,quote,rate\n2026-03-06,EUR,USD,0\n2026-03-06,EUR,USD,1e3\n2026-03-06,EUR,USD,"1',
      ['row-2', 'row-3', 'row-4'],
    ],
    ['Date,USD\n2026-03-06,-1.2', ['row-2']],
  ]
  for (const [text, faults] of refused)
    test(`is refused with the rows that are wrong: ${JSON.stringify(text)}`, () => {
      assert.throws(
        () => readRateFile(text),
        (error) =>
          error instanceof Problem &&
          assert.deepEqual(
            error.errors?.map(({ code }) => code),
            faults,
          ) === undefined,
      )
    })
})
