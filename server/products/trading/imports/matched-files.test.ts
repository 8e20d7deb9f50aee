import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { after, before, describe, test } from 'node:test'
import { ownFiles } from '../../../../test/support/broker-files.ts'
import { expectStatus } from '../../../../test/support/music.ts'
import type { Person } from '../../../../test/support/people.ts'
import { addAccount, addTrader, startTrading, type TradingServer } from '../../../../test/support/trading.ts'
import { imported } from '../../../../test/support/trading-imports.ts'

let server: TradingServer
let trader: Person
before(async () => {
  server = await startTrading()
  trader = await addTrader(server)
})
after(() => server.stop())

type Numbers = Readonly<Record<string, number>>

/** A number of a trade or closure, then what it is of; signs of sides as they are told in the file. */
interface Matched {
  readonly account?: object
  /** Rates that the file does not give. */
  readonly mapping?: object
  /** Each as `symbol side status`, in the order of their entries. */
  readonly trades: Readonly<Record<string, Numbers>>
  /** Each as `symbol entry>exit`. */
  readonly closures: Readonly<Record<string, Numbers>>
  /** What is held, and what its lots keep of their fees. */
  readonly lots: Readonly<Record<string, Numbers>>
  /** All that the account holds of a currency: it began with nothing. */
  readonly cash: Numbers
  readonly realised: Numbers
}

/** What EXPECTED.json says in words, reckoned by hand. */
const files: Readonly<Record<string, Matched>> = {
  // 10 × (252.10 − 248) and 2 × 100 × (4.25 − 3.10), which costs 0.06 and 0.12; the dividend is 2.60.
  'robinhood-activity.csv': {
    trades: {
      'AAPL long closed': { entered: 10, entry: 248, exit: 252.1, gross: 41, fees: 0, net: 41 },
      'SPY260130C00690000 long closed': { entered: 2, entry: 3.1, exit: 4.25, gross: 230, fees: 0.18, net: 229.82 },
    },
    closures: {
      'AAPL 248>252.1': { quantity: 10, gross: 41, openFee: 0, closeFee: 0, net: 41 },
      'SPY260130C00690000 3.1>4.25': { quantity: 2, gross: 230, openFee: 0.06, closeFee: 0.12, net: 229.82 },
    },
    lots: {},
    cash: { USD: 41 + 229.82 + 2.6 },
    realised: { gross: 271, fees: 0.18, net: 270.82 },
  },
  // The flip: of its fee of 7.62 two thirds close and a third, 2.54, opens. The option has expired since, at nothing.
  // Cash: −250,105 + 377,992.38 + 608.69 − 1.86 + 10,812 − 2 + 5,000.
  'ibkr-activity-statement.csv': {
    mapping: { profileId: 'ibkr-activity', fxRates: { EUR: '1.0812' } },
    trades: {
      'AAPL long closed': { entered: 1000, entry: 250.1, exit: 252, gross: 1900, fees: 10.08, net: 1889.92 },
      'SPY260130C00690000 short closed': { entered: 2, entry: 3.05, exit: 0, gross: 610, fees: 1.31, net: 608.69 },
      'MESH26 long open': { entered: 3, entry: 6950.25, gross: 0, fees: 0, net: 0 },
      'AAPL short open': { entered: 500, entry: 252, gross: 0, fees: 0, net: 0 },
    },
    closures: {
      'AAPL 250.1>252': { quantity: 1000, gross: 1900, openFee: 5, closeFee: 5.08, net: 1889.92 },
      'SPY260130C00690000 3.05>0': { quantity: 2, gross: 610, openFee: 1.31, closeFee: 0, net: 608.69 },
    },
    lots: {
      'AAPL short': { quantity: 500, price: 252, fees: 2.54, cost: 126_000 },
      'MESH26 long': { quantity: 3, price: 6950.25, fees: 1.86, cost: 104_253.75 },
    },
    cash: { EUR: -10_000, USD: 144_304.21 },
    realised: { gross: 2510, fees: 11.39, net: 2498.61 },
  },
  // 2 × 5 × 4.75 and 1 × 5 × 2.50; the flip's fee of 1.86 is shared 2 : 1.
  'ninjatrader-executions-eu.csv': {
    trades: {
      'MESH26 long closed': { entered: 2, entry: 6950.25, exit: 6955, gross: 47.5, fees: 2.48, net: 45.02 },
      'MESH26 short closed': { entered: 1, entry: 6955, exit: 6952.5, gross: 12.5, fees: 1.24, net: 11.26 },
    },
    closures: {
      'MESH26 6950.25>6955': { quantity: 2, gross: 47.5, openFee: 1.24, closeFee: 1.24, net: 45.02 },
      'MESH26 6955>6952.5': { quantity: 1, gross: 12.5, openFee: 0.62, closeFee: 0.62, net: 11.26 },
    },
    lots: {},
    cash: { USD: 56.28 },
    realised: { gross: 60, fees: 3.72, net: 56.28 },
  },
  // 5 × 2 × 10.50.
  'tradovate-orders.csv': {
    trades: {
      'MNQH26 long closed': { entered: 5, entry: 25_010.25, exit: 25_020.75, gross: 105, fees: 0, net: 105 },
    },
    closures: { 'MNQH26 25010.25>25020.75': { quantity: 5, gross: 105, openFee: 0, closeFee: 0, net: 105 } },
    lots: {},
    cash: { USD: 105 },
    realised: { gross: 105, fees: 0, net: 105 },
  },
  // The fee of the purchase leaves 0.014985 BTC; BNB at 900 makes 0.54 of the last one. 0.014985 × 1000.50 = 14.9924925.
  'binance-spot-trades.csv': {
    mapping: { profileId: 'binance-spot', fxRates: { USDT: '1', BNB: '900' } },
    trades: {
      'BTCUSDT long closed': {
        ...{ entered: 0.014985, entry: 95_000, exit: 96_000.5, gross: 14.9924925, fees: 2.925005, net: 12.0674875 },
      },
    },
    closures: {
      'BTCUSDT 95000>96000.5 0.01': {
        ...{ quantity: 0.01, gross: 10.005, openFee: 1.425 / 1.4985, closeFee: 0.960005 },
        net: 10.005 - 1.425 / 1.4985 - 0.960005,
      },
      'BTCUSDT 95000>96000.5 0.004985': {
        ...{ quantity: 0.004985, gross: 4.9874925, openFee: (1.425 * 0.4985) / 1.4985, closeFee: 0.54 },
        net: 4.9874925 - (1.425 * 0.4985) / 1.4985 - 0.54,
      },
    },
    lots: {},
    cash: { USDT: 12.0674875 },
    realised: { gross: 14.9924925, fees: 2.925005, net: 12.0674875 },
  },
  // 25 × 1.10 − 25 × 0.80.
  'template-executions.csv': {
    trades: { 'NVDA short closed': { entered: 50, entry: 186.2, exit: 186.05, gross: 7.5, fees: 0.2, net: 7.3 } },
    closures: {
      'NVDA 186.2>185.1': { quantity: 25, gross: 27.5, openFee: 0.1, closeFee: 0, net: 27.4 },
      'NVDA 186.2>187': { quantity: 25, gross: -20, openFee: 0.1, closeFee: 0, net: -20.1 },
    },
    lots: {},
    cash: { USD: 7.3 },
    realised: { gross: 7.5, fees: 0.2, net: 7.3 },
  },
}

const TRADES = `SELECT symbol || CASE side WHEN 1 THEN ' long ' ELSE ' short ' END || status AS name, quantity_entered AS entered,
    average_entry AS entry, average_exit AS exit, gross, fees, net
  FROM trading.trade JOIN trading.instrument ON instrument.id = instrument_id WHERE account_id = $1 ORDER BY opened_at, symbol`
const CLOSURES = `SELECT symbol || ' ' || trim_scale(entry_price) || '>' || trim_scale(exit_price) AS name, quantity, gross,
    open_fee AS "openFee", close_fee AS "closeFee", net
  FROM trading.lot_closure JOIN trading.instrument ON instrument.id = instrument_id WHERE account_id = $1 ORDER BY closed_at, quantity DESC`
const LOTS = `SELECT symbol || CASE side WHEN 1 THEN ' long' ELSE ' short' END AS name, quantity, price, fees, cost
  FROM trading.lot JOIN trading.instrument ON instrument.id = instrument_id WHERE account_id = $1 ORDER BY symbol`

async function found(accountId: string, text: string): Promise<Record<string, Numbers>> {
  const rows = await server.query<{ name: string } & Record<string, string | null>>(text, [accountId])
  const names = rows.map(({ name }) => name)
  return Object.fromEntries(
    rows.map(({ name, ...values }) => {
      const isAlone = names.filter((one) => one === name).length === 1
      return [isAlone ? name : `${name} ${values.quantity}`, numbersOf(values)]
    }),
  )
}

function numbersOf(values: Readonly<Record<string, string | null>>): Numbers {
  return Object.fromEntries(
    Object.entries(values).flatMap(([key, text]) => (text === null ? [] : [[key, Number(text)]])),
  )
}

/** The same names, and numbers that are not a billionth apart. */
function assertNear(actual: Numbers, expected: Numbers, of: string): void {
  assert.deepEqual(Object.keys(actual).sort(), Object.keys(expected).sort(), of)
  for (const [name, value] of Object.entries(expected))
    assert.ok(Math.abs((actual[name] ?? Number.NaN) - value) <= 1e-9, `${of} ${name}: ${actual[name]} is not ${value}`)
}

function assertAllNear(actual: Record<string, Numbers>, expected: Readonly<Record<string, Numbers>>): void {
  assert.deepEqual(Object.keys(actual), Object.keys(expected))
  for (const [name, numbers] of Object.entries(expected)) assertNear(actual[name] ?? {}, numbers, name)
}

describe('what files come to once they are matched, to a billionth', () => {
  test('is said of every file that EXPECTED.json tells of', () => {
    const expected = JSON.parse(readFileSync(new URL('synthetic/EXPECTED.json', ownFiles), 'utf8')) as { files: object }
    assert.deepEqual(Object.keys(files).sort(), Object.keys(expected.files).sort())
  })

  for (const [name, matched] of Object.entries(files))
    test(name, async () => {
      const { id } = await addAccount(trader, matched.account)
      const text = readFileSync(new URL(`synthetic/${name}`, ownFiles), 'utf8')
      const { state, counts } = await imported(server, trader, {
        accountId: id,
        text,
        ...(matched.mapping && { mapping: matched.mapping }),
      })
      assert.deepEqual([state, counts.error, counts.needsMapping], ['completed', 0, 0])
      assertAllNear(await found(id, TRADES), matched.trades)
      assertAllNear(await found(id, CLOSURES), matched.closures)
      assertAllNear(await found(id, LOTS), matched.lots)
      const { cash, realised } = expectStatus(await trader.http.get(`/api/trading/accounts/${id}/balances`), 200)
      const held = (cash as { currency: string; amount: string }[]).filter(({ amount }) => Number(amount) !== 0)
      assertNear(
        Object.fromEntries(held.map(({ currency, amount }) => [currency, Number(amount)])),
        matched.cash,
        'cash',
      )
      assertNear(numbersOf(realised), matched.realised, 'realised')
    })
})

test('shares of an employer come at what they were worth, and money is what the account was paid', async () => {
  const { id } = await addAccount(trader)
  const text = readFileSync(new URL('made/schwab-equity-awards.json', ownFiles), 'utf8')
  const { counts } = await imported(server, trader, { accountId: id, text, filename: 'awards.json' })
  assert.deepEqual([counts.created, counts.skipped, counts.error], [7, 3, 4])
  // The ten of the purchase plan first: 2.5 × (140 − 100.50), 7.5 × (137.90 − 100.50) and 6.9 × (137.90 − 131.25).
  const { cash, realised, positions } = expectStatus(await trader.http.get(`/api/trading/accounts/${id}/balances`), 200)
  assertNear(numbersOf(realised), { gross: 98.75 + 280.5 + 45.885, fees: 0.03, net: 425.105 }, 'realised')
  assertNear({ EXMP: Number(positions[0].quantity) }, { EXMP: 30.123 - 16.9 }, 'held')
  assertNear({ USD: Number(cash[0].amount) }, { USD: 1985.74 + 349.99 + 74.62 - 22.39 - 1382.75 }, 'cash')
})
