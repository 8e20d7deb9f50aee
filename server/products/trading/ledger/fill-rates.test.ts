import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { expectProblem, expectStatus } from '../../../../test/support/music.ts'
import type { Person } from '../../../../test/support/people.ts'
import { addAccount, addTrader, startTrading, type TradingServer } from '../../../../test/support/trading.ts'
import { imported } from '../../../../test/support/trading-imports.ts'

const api = '/api/trading'
const own = { base: 'EUR', quote: 'USD', day: '2024-03-01', rate: '1.08' }

describe('fills and cash in another currency that nobody told the rate of', () => {
  let server: TradingServer
  let trader: Person
  let accountId: string
  before(async () => {
    server = await startTrading()
    trader = await addTrader(server)
    accountId = (await addAccount(trader, { openingBalance: '10000' })).id
    await server.query(
      `INSERT INTO trading.currency_rate (owner_id, base, quote, day, rate, source, fetched_at) VALUES
        (NULL, 'EUR', 'USD', '2024-03-01', 1.05, 'ecb', now()), (NULL, 'EUR', 'USD', '2024-03-04', 1.06, 'ecb', now()),
        (NULL, 'EUR', 'GBP', '2024-03-01', 0.84, 'ecb', now())`,
    )
  })
  after(() => server.stop())

  const fill = (executedAt: string, more: object = {}) => ({
    ...{ instrument: { symbol: 'RATED', assetClass: 'stock', currency: 'EUR' }, side: 'buy', quantity: '10' },
    ...{ price: '100', executedAt, ...more },
  })
  const enter = (executedAt: string, more: object = {}) =>
    trader.http.post(`${api}/executions`, { accountId, ...fill(executedAt, more) })
  const rateIn = ({ fxRate, fxRateFrom }: { fxRate: string; fxRateFrom: unknown }) => [fxRate, fxRateFrom]

  test('count at the rate of their day, which is kept with its source', async () => {
    const first = expectStatus(await enter('2024-03-01T15:00:00Z'), 201)
    assert.deepEqual(rateIn(first), ['1.05', { day: '2024-03-01', source: 'ecb' }])
    // Sunday: the rate of Friday.
    const sunday = expectStatus(await enter('2024-03-03T15:00:00Z'), 201)
    assert.deepEqual(rateIn(sunday), ['1.05', { day: '2024-03-01', source: 'ecb' }])
    const pounds = { instrument: { symbol: 'POUND', assetClass: 'stock', currency: 'GBP' } }
    assert.deepEqual(rateIn(expectStatus(await enter('2024-03-01T15:00:00Z', pounds), 201)), [
      '1.25',
      { day: '2024-03-01', source: 'ecb' },
    ])
    const said = expectStatus(await enter('2024-03-01T15:00:00Z', { fxRate: '1.1' }), 201)
    assert.deepEqual(rateIn(said), ['1.1', null])
    const dollars = { instrument: { symbol: 'PLAIN', assetClass: 'stock' } }
    assert.deepEqual(rateIn(expectStatus(await enter('2024-03-01T15:00:00Z', dollars), 201)), ['1', null])
    const { items } = expectStatus(await trader.http.get(`${api}/executions?symbol=RATED`), 200)
    assert.equal(items.filter((one: { fxRateFrom: unknown }) => one.fxRateFrom !== null).length, 2)
  })

  test('of a file keep the dated rate that they took, and none where the file or the trader says one', async () => {
    const account = await addAccount(trader, { currency: 'USD' })
    const header =
      'Action,Time,ISIN,Ticker,No. of shares,Price / share,Currency (Price / share),Exchange rate,Total,Currency (Total),ID'
    const rows = [
      'Market buy,2024-03-02 10:00:00,X,TABLED,1,100,EUR,,,,r1',
      'Market buy,2024-03-01 11:00:00,X,TOLD,1,100,EUR,0.8,125,USD,r2',
      'Market buy,2024-03-01 12:00:00,X,OWN,1,100,CHF,,,,r3',
      'Deposit,2024-03-04 12:00:00,,,,,,,100,EUR,r4',
    ]
    const mapping = { profileId: 'trading212', fxRates: { CHF: '1.1', EUR: '9' } }
    const text = `${[header, ...rows].join('\n')}\n`
    const { counts } = await imported(server, trader, { accountId: account.id, text, mapping })
    assert.equal(counts.created, 4)
    const { items } = expectStatus(await trader.http.get(`${api}/executions?accountId=${account.id}`), 200)
    assert.deepEqual(
      Object.fromEntries(
        items.map((one: { externalId: string; fxRate: string; fxRateFrom: unknown }) => [one.externalId, rateIn(one)]),
      ),
      { r1: ['1.05', { day: '2024-03-01', source: 'ecb' }], r2: ['1.25', null], r3: ['1.1', null] },
    )
    const cash = expectStatus(await trader.http.get(`${api}/accounts/${account.id}/cash-movements`), 200)
    assert.deepEqual(cash.items.map(rateIn), [['1.06', { day: '2024-03-04', source: 'ecb' }]])
  })

  test('take the trader’s own word first, and keep what they took when another is told', async () => {
    const other = await addTrader(server)
    const { id } = await addAccount(other)
    expectStatus(await other.http.put(`${api}/currency-rates`, { rates: [own] }), 200)
    const body = { accountId: id, items: [fill('2024-03-01T15:00:00Z'), fill('2024-03-04T15:00:00Z')] }
    const made = expectStatus(await other.http.post(`${api}/executions/bulk`, body), 201)
    assert.equal(made.items.length, 2)
    const told = async () =>
      expectStatus(await other.http.get(`${api}/executions?symbol=RATED`), 200)
        .items.map(rateIn)
        .reverse()
    const expected = [
      ['1.08', { day: '2024-03-01', source: 'entered' }],
      ['1.06', { day: '2024-03-04', source: 'ecb' }],
    ]
    assert.deepEqual(await told(), expected)
    expectStatus(await other.http.put(`${api}/currency-rates`, { rates: [{ ...own, rate: '1.2' }] }), 200)
    await server.jobsIdle()
    assert.deepEqual(await told(), expected)
  })

  test('are refused with the field named where no rate of the day is known', async () => {
    const none = await enter('2024-01-15T15:00:00Z')
    assert.deepEqual(expectProblem(none, 'trading/value-invalid'), ['/fxRate required'])
    const items = [fill('2024-03-01T15:00:00Z'), fill('2024-01-15T15:00:00Z')]
    const bulk = await trader.http.post(`${api}/executions/bulk`, { accountId, items })
    assert.deepEqual(expectProblem(bulk, 'trading/value-invalid'), ['/items/1/fxRate required'])
    const zero = await enter('2024-03-01T15:00:00Z', { fxRate: '0' })
    assert.deepEqual(expectProblem(zero, 'trading/value-invalid'), ['/fxRate positive'])
  })

  test('that are corrected follow their day, unless their rate was said', async () => {
    const correct = async (id: string, change: object) =>
      expectStatus(await trader.http.patch(`${api}/executions/${id}`, change), 200)
    const { id } = expectStatus(await enter('2024-03-01T15:00:00Z'), 201)
    const dearer = await correct(id, { price: '101' })
    assert.deepEqual(rateIn(dearer), ['1.05', { day: '2024-03-01', source: 'ecb' }])
    const later = await correct(dearer.id, { executedAt: '2024-03-04T15:00:00Z' })
    assert.deepEqual(rateIn(later), ['1.06', { day: '2024-03-04', source: 'ecb' }])
    const said = await correct(later.id, { fxRate: '1.07' })
    assert.deepEqual(rateIn(said), ['1.07', null])
    const moved = await correct(said.id, { executedAt: '2024-03-01T15:00:00Z' })
    assert.deepEqual(rateIn(moved), ['1.07', null])
    const before = await trader.http.patch(`${api}/executions/${id}`, { executedAt: '2024-01-15T15:00:00Z' })
    expectProblem(before, 'trading/execution-superseded')
  })

  test('of cash are taken, kept and changed alike', async () => {
    const path = `${api}/accounts/${accountId}/cash-movements`
    const money = { kind: 'deposit', amount: '100', currency: 'EUR', happenedAt: '2024-03-01T15:00:00Z' }
    const movement = expectStatus(await trader.http.post(path, money), 201)
    assert.deepEqual(rateIn(movement), ['1.05', { day: '2024-03-01', source: 'ecb' }])
    const change = async (fields: object) =>
      rateIn(expectStatus(await trader.http.patch(`${path}/${movement.id}`, fields), 200))
    assert.deepEqual(await change({ note: 'First' }), ['1.05', { day: '2024-03-01', source: 'ecb' }])
    assert.deepEqual(await change({ happenedAt: '2024-03-05T15:00:00Z' }), [
      '1.06',
      { day: '2024-03-04', source: 'ecb' },
    ])
    assert.deepEqual(await change({ fxRate: '1.5' }), ['1.5', null])
    const unknown = await trader.http.post(path, { ...money, currency: 'CHF' })
    assert.deepEqual(expectProblem(unknown, 'trading/value-invalid'), ['/fxRate required'])
  })

  test('of an exercise are that of the option’s day', async () => {
    const option = { symbol: 'RATED240315C00100000', assetClass: 'option', currency: 'EUR' }
    const bought = expectStatus(
      await enter('2024-03-01T15:00:00Z', { instrument: option, quantity: '1', price: '2' }),
      201,
    )
    const body = { accountId, instrumentId: bought.instrument.id, kind: 'exercise', quantity: '1' }
    const made = await trader.http.post(`${api}/executions/exercise`, { ...body, executedAt: '2024-03-04T15:00:00Z' })
    const { items } = expectStatus(made, 201)
    assert.deepEqual(items.map(rateIn), [
      ['1.06', { day: '2024-03-04', source: 'ecb' }],
      ['1.06', { day: '2024-03-04', source: 'ecb' }],
    ])
  })
})
