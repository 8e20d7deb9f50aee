import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { pieces, rowsOf, shipped } from '../../../../../test/support/broker-files.ts'
import { holds } from '../../../../../test/support/properties.ts'
import { formatDecimal } from '../../../../kernel/decimal.ts'

const HEADER =
  'Trades,Header,DataDiscriminator,Asset Category,Currency,Symbol,Date/Time,Quantity,T. Price,C. Price,Proceeds,Comm/Fee,Basis,Realized P/L,MTM P/L,Code'

/** What the fills of an activity statement say a point is worth: each of its category, symbol, quantity, price and proceeds. */
async function multipliers(...rows: readonly (readonly [string, string, string, string, string])[]) {
  const lines = rows.map(
    ([category, symbol, quantity, price, proceeds]) =>
      `Trades,Data,Order,${category},USD,${symbol},"2026-01-15, 10:00:00","${quantity}",${price},,${proceeds},-1,,,,O`,
  )
  const read = await rowsOf(pieces(`${HEADER}\n${lines.join('\n')}\n`), shipped('ibkr-activity'))
  return read.map((row) => {
    const [record] = row.outcome === 'read' ? row.records : []
    if (record?.type !== 'fill') return row.outcome === 'error' ? row.reason : row.outcome
    const { multiplier } = record.instrument
    return multiplier === null ? null : formatDecimal(multiplier)
  })
}

const cases: readonly (readonly [string, readonly [string, string, string, string, string], string | null])[] = [
  ['an option of a hundred', ['Equity and Index Options', 'SPY 30JAN26 690 C', '-2', '3.05', '610'], '100'],
  ['an adjusted option', ['Equity and Index Options', 'AAPL1 30JAN26 690 C', '3', '3.05', '-137.25'], '15'],
  ['a mini', ['Equity and Index Options', 'AAPL7 30JAN26 690 C', '1', '3.05', '-30.5'], '10'],
  ['an option on a future', ['Options On Futures', 'ESH6 30JAN26 6900 C', '1', '12.25', '-612.5'], '50'],
  ['a future', ['Futures', 'MESH6', '3', '6950.25', '-104253.75'], '5'],
  ['a future of half a dollar', ['Futures', 'MYMH6', '1', '45001', '-22500.5'], '0.5'],
  ['a bond in percent of par', ['Bonds', 'T 4 1/4 11/15/34', '10,000', '98.515625', '-9851.5625'], '0.01'],
  ['a bond whose money is rounded', ['Bonds', 'T 4 1/4 11/15/34', '10,000', '98.515625', '-9851.56'], '0.01'],
  ['what expired', ['Equity and Index Options', 'AAPL1 30JAN26 690 C', '1', '0', '0'], null],
  [
    'money that is not a multiple',
    ['Equity and Index Options', 'AAPL1 30JAN26 690 C', '7', '3.33', '-777.77123'],
    null,
  ],
  ['a share, of which nobody asks', ['Stocks', 'AAPL', '10', '3', '-3000'], null],
]

describe('what one point of a price is worth is told by the money of', () => {
  for (const [name, row, multiplier] of cases)
    test(name, async () => assert.deepEqual(await multipliers(row), [multiplier]))

  test('a bond also where a column says 1', async () => {
    const header = 'Symbol,DateTime,Quantity,TradePrice,Buy/Sell,AssetClass,Multiplier,Proceeds,CurrencyPrimary'
    const text = `${header}\nT 4.25,20260115;100000,10000,98.5,BUY,BOND,1,-9850,USD\n`
    const [row] = await rowsOf(pieces(text), shipped('ibkr-flex-csv'))
    const record = row?.outcome === 'read' ? row.records[0] : undefined
    const multiplier = record?.type === 'fill' ? record.instrument.multiplier : null
    assert.equal(multiplier === null ? null : formatDecimal(multiplier), '0.01')
  })

  const points = fc.constantFrom('1000', '100', '62.5', '50', '5', '0.5', '0.01')
  const whole = fc.integer({ min: 1, max: 500 })
  const cents = fc.integer({ min: 100, max: 900_000 })
  holds('any quantity at any price that is not rounded', [points, whole, cents], async (point, quantity, price) => {
    const [tenthsOfMills, ten] = [BigInt(Number(point) * 10_000), 10n ** 6n]
    const money = tenthsOfMills * BigInt(quantity) * BigInt(price)
    const proceeds = `${money / ten}.${String(money % ten).padStart(6, '0')}`
    const at = `${Math.floor(price / 100)}.${String(price % 100).padStart(2, '0')}`
    assert.deepEqual(await multipliers(['Futures', 'XYZH6', String(quantity), at, proceeds]), [point])
  })
})
