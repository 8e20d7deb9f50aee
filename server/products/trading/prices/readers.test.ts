import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { secret } from '../../../kernel/config/secret.ts'
import { BarsUnreadable, type SourceBar } from './bar-source.ts'
import { csvDaily } from './csv-bars.ts'
import { tiingoDaily, tiingoFiveMinutes } from './tiingo-bars.ts'

const words = (bars: readonly SourceBar[]): string[] =>
  bars.map(({ at, open, high, low, close }) => `${at.toISOString().slice(0, 16)} ${open} ${high} ${low} ${close}`)
const WANTED = { symbol: 'BRK.B', from: '2026-02-01', until: '2026-03-06' }

describe('bars as CSV', () => {
  test('are asked for at the address that the setting makes', () => {
    const stooq = csvDaily.request({
      ...WANTED,
      url: 'https://stooq.com/q/d/l/?s={symbol}.us&d1={from8}&d2={to8}&i=d',
      key: null,
    })
    assert.equal(stooq.url.href, 'https://stooq.com/q/d/l/?s=brk.b.us&d1=20260201&d2=20260306&i=d')
    const url = 'https://www.alphavantage.co/query?function=TIME_SERIES_DAILY&symbol={SYMBOL}&datatype=csv&apikey={key}'
    const vantage = csvDaily.request({ ...WANTED, symbol: 'A&B=1', url, key: secret('k/1') })
    assert.equal(vantage.url.search, '?function=TIME_SERIES_DAILY&symbol=A%26B%3D1&datatype=csv&apikey=k%2F1')
  })

  test('read as Stooq and as Alpha Vantage write them', () => {
    const stooq = 'Date,Open,High,Low,Close,Volume\r\n2026-03-02,10,12.5,9,11,100\r\n2026-03-03,11,11,11,11,5\r\n'
    assert.deepEqual(words(csvDaily.read(stooq)), ['2026-03-02T00:00 10 12.5 9 11', '2026-03-03T00:00 11 11 11 11'])
    const vantage = 'timestamp,open,high,low,close,volume\n2026-03-03,11.0000,11,11,11,5\n2026-03-02,10,12.5,9,11,100\n'
    assert.deepEqual(words(csvDaily.read(vantage)), words(csvDaily.read(stooq)))
    assert.deepEqual(csvDaily.read('Date,Open,High,Low,Close\n'), [])
  })

  const HEAD = 'Date,Open,High,Low,Close\n'
  for (const [name, text] of [
    ['a word that nothing is known', 'No data'],
    ['a page', '<html><body>Exceeded the daily hits limit</body></html>'],
    ['nothing', ''],
    ['a low above the open', `${HEAD}2026-03-02,10,12,11,11`],
    ['a close above the high', `${HEAD}2026-03-02,10,12,9,13`],
    ['a price below nothing', `${HEAD}2026-03-02,-10,12,-11,11`],
    ['no number', `${HEAD}2026-03-02,10,12,9,n/a`],
    ['a day that does not exist', `${HEAD}2026-02-30,10,12,9,11`],
    ['a day twice', `${HEAD}2026-03-02,10,12,9,11\n2026-03-02,10,12,9,11`],
  ] as const)
    test(`are refused whole when the answer is ${name}`, () => {
      assert.throws(() => csvDaily.read(text), BarsUnreadable)
    })
})

describe('bars of Tiingo', () => {
  test('are asked for by ticker, with the key where nobody logs it', () => {
    const asked = { ...WANTED, url: 'https://api.tiingo.com', key: secret('k1') }
    const daily = tiingoDaily.request(asked)
    assert.equal(
      daily.url.href,
      'https://api.tiingo.com/tiingo/daily/brk-b/prices?startDate=2026-02-01&endDate=2026-03-06',
    )
    assert.equal(daily.headers.authorization, 'Token k1')
    const { pathname, search } = tiingoFiveMinutes.request(asked).url
    const query = '?startDate=2026-02-01&endDate=2026-03-06&resampleFreq=5min&columns=open%2Chigh%2Clow%2Cclose'
    assert.deepEqual([pathname, search], ['/iex/brk-b/prices', query])
  })

  test('are those of the shares that there are after splits', () => {
    const day = (date: string, price: number, splitFactor = 1) => {
      return {
        date: `${date}T00:00:00.000Z`,
        open: price,
        high: price,
        low: price,
        close: price,
        divCash: 0,
        splitFactor,
      }
    }
    const days = [
      day('2026-02-27', 600),
      day('2026-03-02', 300, 2),
      day('2026-03-03', 99.5, 3),
      day('2026-03-04', 101.25),
    ]
    assert.deepEqual(
      tiingoDaily.read(JSON.stringify(days)).map(({ close }) => close),
      ['100', '100', '99.5', '101.25'],
    )
  })

  test('of five minutes begin when they say', () => {
    const bar = { date: '2026-03-02T14:30:00.000Z', open: 10.1, high: 10.3, low: 10, close: 10.2 }
    assert.deepEqual(words(tiingoFiveMinutes.read(JSON.stringify([bar]))), ['2026-03-02T14:30 10.1 10.3 10 10.2'])
    for (const wrong of [
      '{"detail":"Not found."}',
      'x',
      '[1]',
      JSON.stringify([{ ...bar, low: '10' }]),
      JSON.stringify([{ ...bar, date: 1 }]),
    ])
      assert.throws(() => tiingoFiveMinutes.read(wrong), BarsUnreadable, wrong)
  })
})
