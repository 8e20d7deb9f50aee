import assert from 'node:assert/strict'
import { after, before, beforeEach, describe, test } from 'node:test'
import { type DocumentServer, startDocumentServer } from '../../../../test/support/document-server.ts'
import { expectProblem, expectStatus } from '../../../../test/support/music.ts'
import type { Person } from '../../../../test/support/people.ts'
import { addAccount, addTrader, startTrading, type TradingServer } from '../../../../test/support/trading.ts'
import { setClock } from '../../../kernel/clock.ts'
import { systemOrigin } from '../../../kernel/db/actor.ts'

let source: DocumentServer
let server: TradingServer
before(async () => {
  source = await startDocumentServer()
  server = await startTrading({ environment: { WEBHOOKS_PRIVATE_NETWORKS: '127.0.0.0/8' } })
})
after(async () => {
  await server.stop()
  source.close()
})
beforeEach(async () => {
  // What the test before set going looks at the rows that go now.
  await server.jobsIdle()
  await server.query('DELETE FROM trading.account')
  for (const table of ['lot', 'lot_closure', 'trade', 'instrument']) await server.query(`DELETE FROM trading.${table}`)
  source.asked.length = 0
})

const states = '/api/trading/price-bars'
const HEAD = 'Date,Open,High,Low,Close'
const csv = (...rows: string[]) => ({ body: `${[HEAD, ...rows].join('\n')}\n` })

async function say(fields: object): Promise<void> {
  const path = '/api/settings/trading-price-bars'
  const { http } = await server.people.signedIn('administrator')
  const { version } = expectStatus(await http.get(path), 200)
  const value = {
    source: 'csv',
    url: `${source.url}/{symbol}.csv?from={from}&to={to}`,
    currency: 'USD',
    intraday: false,
  }
  expectStatus(await http.put(path, { value: { ...value, requestsPerHour: 40, ...fields }, version }), 200)
}

/** Has what is due asked for as it is at this instant. */
async function lookAt(instant: string): Promise<string[]> {
  const restore = setClock(() => Date.parse(instant))
  const before = source.asked.length
  try {
    await server.app.db.transaction(systemOrigin('test', 'test'), (tx) =>
      tx.enqueue({ queue: 'trading.find-due-bars', data: {}, options: {} }),
    )
    await server.jobsIdle()
  } finally {
    restore()
  }
  return source.asked.slice(before).map(({ path }) => path)
}

async function holding(symbols: readonly string[], fields: object = {}): Promise<Person> {
  const trader = await addTrader(server)
  const { id: accountId } = await addAccount(trader)
  const items = symbols.map((symbol) => {
    const instrument = { symbol, assetClass: 'stock', currency: 'USD', ...fields }
    const executedAt = '2026-03-02T15:00:00Z'
    return {
      instrument,
      side: 'buy',
      quantity: '1',
      price: '100',
      executedAt,
      ...('currency' in fields ? { fxRate: '1' } : {}),
    }
  })
  expectStatus(await trader.http.post('/api/trading/executions/bulk', { accountId, items }), 201)
  return trader
}

interface State {
  readonly instrument: { readonly id: string; readonly symbol: string }
  readonly resolutions: readonly { readonly seconds: number; readonly from: string; readonly until: string }[]
  readonly error: string | null
}
const stateOf = async ({ http }: Person): Promise<State[]> => expectStatus(await http.get(states), 200).items

async function barsOf(person: Person): Promise<string[]> {
  const rows = await server.query<{ text: string }>(
    `SELECT symbol || ' ' || starts_at::date || ' ' || seconds || ' ' || close || ' ' || source AS text
       FROM trading.price_bar JOIN trading.instrument ON instrument.id = instrument_id WHERE owner_id = $1 ORDER BY symbol, seconds, starts_at`,
    [person.id],
  )
  return rows.map(({ text }) => text)
}

describe('the source of price bars', () => {
  test('is not asked unless it is turned on', async () => {
    await holding(['AAPL'])
    await say({ source: 'off' })
    assert.deepEqual(await lookAt('2026-03-05T07:00:00Z'), [])
  })

  test('is asked once for all who hold an instrument, then for what is new, and says what failed of each', async () => {
    await say({})
    const [one, other] = [await holding(['AAPL', 'ZZZ']), await holding(['AAPL'])]
    await holding(['SAP'], { currency: 'EUR' })
    source.serve(
      '/aapl.csv',
      csv('2026-03-03,100,110,90,105', '2026-03-04,105,106,104,104', '2026-03-05,104,200,1,150'),
    )
    source.serve('/zzz.csv', { body: 'No data' })
    assert.deepEqual(await lookAt('2026-03-05T07:00:00Z'), [
      ...['/aapl.csv?from=2026-03-01&to=2026-03-05', '/zzz.csv?from=2026-03-01&to=2026-03-05'],
    ])
    // The bar of the day itself is not over.
    const bars = ['AAPL 2026-03-03 86400 105 source', 'AAPL 2026-03-04 86400 104 source']
    assert.deepEqual(await barsOf(one), bars)
    assert.deepEqual(await barsOf(other), bars)
    const [apple, unknown] = await stateOf(one)
    assert.deepEqual(apple?.resolutions, [
      { seconds: 86_400, from: '2026-03-03T00:00:00.000Z', until: '2026-03-05T00:00:00.000Z' },
    ])
    assert.deepEqual([apple?.error, unknown?.resolutions], [null, []])
    assert.match(unknown?.error ?? '', /nothing is known of it/)
    assert.deepEqual((await stateOf(other)).length, 1)
    // What failed is asked for again in two hours, the other the next morning.
    assert.deepEqual(await lookAt('2026-03-05T08:00:00Z'), [])
    assert.deepEqual(await lookAt('2026-03-05T09:30:00Z'), ['/zzz.csv?from=2026-03-01&to=2026-03-05'])
    assert.ok((await lookAt('2026-03-06T07:00:00Z')).includes('/aapl.csv?from=2026-03-01&to=2026-03-06'))
    assert.equal((await barsOf(one)).at(2), 'AAPL 2026-03-05 86400 150 source')
  })

  test('is asked once for what was held, as far back as it reaches, and again when something older comes', async () => {
    await say({})
    const trader = await addTrader(server)
    const { id: accountId } = await addAccount(trader)
    const held = async (symbol: string, from: string, to: string) => {
      const instrument = { symbol, assetClass: 'stock', currency: 'USD' }
      const buy = { instrument, side: 'buy', quantity: '1', price: '100', executedAt: `${from}T15:00:00Z` }
      const items = [buy, { ...buy, side: 'sell', price: '101', executedAt: `${to}T15:00:00Z` }]
      expectStatus(await trader.http.post('/api/trading/executions/bulk', { accountId, items }), 201)
    }
    await held('OLD', '2025-05-05', '2025-05-07')
    await held('BEYOND', '2019-05-05', '2019-05-07')
    await held('LOST', '2025-05-05', '2025-05-07')
    source.serve('/old.csv', csv('2025-05-05,100,110,90,105', '2025-05-06,105,120,95,104', '2025-05-07,104,105,80,101'))
    source.serve('/lost.csv', { body: 'No data' })
    const asked = await lookAt('2026-03-05T07:00:00Z')
    const span = '?from=2025-05-04&to=2026-03-05'
    assert.deepEqual(asked.toSorted(), [`/lost.csv${span}`, `/old.csv${span}`])
    const [{ id }] = expectStatus(await trader.http.get('/api/trading/trades?symbol=OLD'), 200).items
    const { excursion, noExcursion } = expectStatus(await trader.http.get(`/api/trading/trades/${id}`), 200)
    assert.deepEqual([excursion.mae, excursion.mfe, noExcursion], ['-20', '20', null])
    const [lost] = expectStatus(await trader.http.get('/api/trading/trades?symbol=LOST'), 200).items
    const why = expectStatus(await trader.http.get(`/api/trading/trades/${lost.id}`), 200)
    assert.deepEqual([why.excursion, why.noExcursion.lacks], [null, 'bars'])
    assert.match(why.noExcursion.error, /nothing is known of it/)
    // What is over and known is asked for no more; what the source did not know in a week.
    assert.deepEqual(await lookAt('2026-03-06T07:00:00Z'), [])
    await held('OLD', '2024-05-05', '2024-05-07')
    assert.deepEqual(await lookAt('2026-03-07T07:00:00Z'), ['/old.csv?from=2024-05-04&to=2026-03-07'])
    assert.deepEqual(await lookAt('2026-03-08T07:00:00Z'), [])
    assert.deepEqual(await lookAt('2026-03-12T08:00:00Z'), ['/lost.csv?from=2025-05-04&to=2026-03-12'])
  })

  test('is asked for other classes where they have an address of their own', async () => {
    const others = [{ assetClass: 'crypto', url: `${source.url}/coins/{plain}?d={from}` }]
    await say({ others })
    const trader = await holding(['BTC/USD'], { assetClass: 'crypto' })
    await holding(['EURUSD'], { assetClass: 'forex', multiplier: '1' })
    source.serve('/coins/btcusd', csv('2026-03-03,1,2,1,2'))
    assert.deepEqual(await lookAt('2026-03-05T07:00:00Z'), ['/coins/btcusd?d=2026-03-01'])
    assert.deepEqual(await barsOf(trader), ['BTC/USD 2026-03-03 86400 2 source'])
    const told = expectStatus(await trader.http.get(`${states}/source`), 200)
    assert.deepEqual(told.assetClasses, ['stock', 'etf', 'crypto'])
    const { http } = await server.people.signedIn('administrator')
    const { version, value } = expectStatus(await http.get('/api/settings/trading-price-bars'), 200)
    const wrong = { ...value, others: [{ assetClass: 'crypto', url: 'https://prices.example/all.csv' }] }
    expectProblem(await http.put('/api/settings/trading-price-bars', { value: wrong, version }), 'settings/refused')
  })

  test('is asked no more often in an hour than the setting says, and goes on with the rest in the next', async () => {
    await say({ requestsPerHour: 2 })
    await holding(['AAA', 'BBB', 'CCC'])
    for (const name of ['aaa', 'bbb', 'ccc']) source.serve(`/${name}.csv`, csv('2026-03-03,1,1,1,1'))
    const rest = '?from=2026-03-01&to=2026-03-05'
    assert.deepEqual(await lookAt('2026-03-05T07:13:00Z'), [`/aaa.csv${rest}`, `/bbb.csv${rest}`])
    assert.deepEqual(await lookAt('2026-03-05T08:13:00Z'), [`/ccc.csv${rest}`])
    assert.deepEqual(await lookAt('2026-03-05T09:13:00Z'), [])
  })

  test('never writes over a bar of the trader’s, and after a split writes its own anew', async () => {
    await say({})
    const trader = await holding(['AAPL'])
    source.serve('/aapl.csv', csv('2026-03-03,100,100,100,100', '2026-03-04,104,104,104,104'))
    await lookAt('2026-03-05T07:00:00Z')
    const [{ instrument } = { instrument: { id: '' } }] = await stateOf(trader)
    const own = { at: '2026-03-03T00:00:00Z', open: '7', high: '7', low: '7', close: '7' }
    expectStatus(
      await trader.http.put(`/api/trading/instruments/${instrument.id}/bars`, { seconds: 86_400, bars: [own] }),
      200,
    )
    source.serve('/aapl.csv', csv('2026-03-03,50,50,50,50', '2026-03-04,52,52,52,52', '2026-03-05,51,51,51,51'))
    await lookAt('2026-03-06T07:00:00Z')
    assert.deepEqual(await barsOf(trader), [
      ...['AAPL 2026-03-03 86400 7 owner', 'AAPL 2026-03-04 86400 52 source', 'AAPL 2026-03-05 86400 51 source'],
    ])
  })

  test('with bars of five minutes marks a risk profile along them', async () => {
    await say({ source: 'tiingo', url: source.url, intraday: true })
    const trader = await holding(['AAPL'])
    const bar = (date: string, low: number) => ({ date, open: 100, high: 100, low, close: 100, splitFactor: 1 })
    source.serve('/tiingo/daily/aapl/prices', { body: JSON.stringify([bar('2026-03-03T00:00:00.000Z', 40)]) })
    const five = [bar('2026-03-03T14:30:00.000Z', 95), bar('2026-03-03T14:35:00.000Z', 60)]
    source.serve('/iex/aapl/prices', { body: JSON.stringify(five) })
    assert.equal((await lookAt('2026-03-08T07:00:00Z')).length, 2)
    const [account] = expectStatus(await trader.http.get('/api/trading/accounts'), 200).items
    const rules = { dailyLoss: '30', drawdown: null, bestDayPercent: null, daysMin: null, profitTarget: null }
    const profile = {
      accountId: account.id,
      name: 'P',
      startsOn: '2026-03-02',
      startBalance: null,
      warnAtPercent: 80,
      usesMarks: true,
    }
    const { id } = expectStatus(await trader.http.post('/api/trading/risk-profiles', { ...profile, ...rules }), 201)
    const found = expectStatus(await trader.http.get(`/api/trading/risk-profiles/${id}/status`), 200)
    assert.deepEqual([found.status, found.firstBreach?.at], ['breached', '2026-03-03T14:35:00.000Z'])
  })

  test('is not asked at an address that may not be asked, and told without its key', async () => {
    await say({ url: 'http://169.254.169.254/{symbol}?apikey={key}' })
    const trader = await holding(['AAPL'])
    await lookAt('2026-03-09T07:00:00Z')
    const [state] = await stateOf(trader)
    assert.match(state?.error ?? '', /public Internet|only https/)
    const { http } = await server.people.signedIn('administrator')
    const { version, value } = expectStatus(await http.get('/api/settings/trading-price-bars'), 200)
    const wrong = { value: { ...value, url: 'https://prices.example/all.csv' }, version }
    expectProblem(await http.put('/api/settings/trading-price-bars', wrong), 'settings/refused')
  })
})
