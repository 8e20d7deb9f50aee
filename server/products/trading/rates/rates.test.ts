import assert from 'node:assert/strict'
import { after, before, beforeEach, describe, test } from 'node:test'
import { type DocumentServer, ecbDocument, startDocumentServer } from '../../../../test/support/document-server.ts'
import { expectProblem, expectStatus } from '../../../../test/support/music.ts'
import type { Person } from '../../../../test/support/people.ts'
import { addAccount, addTrader, startTrading, type TradingServer } from '../../../../test/support/trading.ts'
import { imported, imports, ownProfile, undone } from '../../../../test/support/trading-imports.ts'
import { setClock } from '../../../kernel/clock.ts'
import { systemOrigin } from '../../../kernel/db/actor.ts'

let source: DocumentServer
let server: TradingServer
before(async () => {
  source = await startDocumentServer()
  server = await startTrading({ environment: { WEBHOOKS_PRIVATE_NETWORKS: '127.0.0.0/8' } })
  await ask(`${source.url}/eurofxref`)
})
after(async () => {
  await server.stop()
  source.close()
})
beforeEach(async () => {
  await server.query('DELETE FROM trading.currency_rate')
  await server.query('DELETE FROM trading.rate_source')
  source.asked.length = 0
  for (const path of [HISTORY, SHORT]) source.serve(path, { status: 404 })
})

const HISTORY = '/eurofxref/eurofxref-hist.xml'
const SHORT = '/eurofxref/eurofxref-hist-90d.xml'
const rates = '/api/trading/currency-rates'
/** Monday to Friday, and the Friday before. */
const WEEK = {
  ...{
    '2026-02-27': { USD: '1.2' },
    '2026-03-02': { USD: '1.25', CHF: '1' },
    '2026-03-03': { USD: '1.6', CHF: '0.8' },
  },
  ...{ '2026-03-04': { USD: '1.28' }, '2026-03-05': { USD: '1' }, '2026-03-06': { USD: '2', CHF: '0.5' } },
}

/** Has rates asked for at this address from now on. */
async function ask(baseUrl: string): Promise<void> {
  const path = '/api/settings/trading-currency-rates'
  const { http } = await server.people.signedIn('administrator')
  const { version } = expectStatus(await http.get(path), 200)
  expectStatus(await http.put(path, { value: { source: 'ecb', baseUrl }, version }), 200)
}

/** Has the source asked as it is that day. */
async function fetchOn(day: string): Promise<void> {
  const restore = setClock(() => Date.parse(`${day}T16:30:00Z`))
  try {
    await server.app.db.transaction(systemOrigin('test', 'test'), (tx) =>
      tx.enqueue({ queue: 'trading.fetch-currency-rates', data: {}, options: {} }),
    )
    await server.jobsIdle()
  } finally {
    restore()
  }
}

const state = async ({ http }: Person) => expectStatus(await http.get(`${rates}/state`), 200)
const HEADER = 'Symbol,Side,Quantity,Price,Date,Commission,Currency'
const file = (...rows: string[]): string => `${[HEADER, ...rows].join('\n')}\n`
const GENERIC = { profileId: 'generic-executions' }

async function fillsOf(accountId: string): Promise<string[]> {
  const rows = await server.query<{ symbol: string; day: string; fx_rate: string }>(
    `SELECT symbol, executed_at::date::text AS day, fx_rate::text FROM trading.execution
       JOIN trading.instrument ON instrument.id = instrument_id WHERE account_id = $1 ORDER BY executed_at, symbol`,
    [accountId],
  )
  return rows.map(({ symbol, day, fx_rate }) => `${symbol} ${day} ${fx_rate}`)
}

describe('the source of rates', () => {
  test('is asked for all it has at first, then for what is new, and no more once today is known', async () => {
    const trader = await addTrader(server)
    source.serve(HISTORY, { body: ecbDocument(WEEK) })
    await fetchOn('2026-03-06')
    assert.deepEqual(
      source.asked.map(({ path }) => path),
      [HISTORY],
    )
    await fetchOn('2026-03-06')
    assert.equal(source.asked.length, 1)
    source.serve(SHORT, { body: ecbDocument({ ...WEEK, '2026-03-09': { USD: '1.5' } }) })
    await fetchOn('2026-03-09')
    assert.deepEqual(source.asked.at(-1)?.path, SHORT)
    const { items } = expectStatus(await trader.http.get(`${rates}?currency=USD&limit=3`), 200)
    const said = items.map(({ day, base, quote, rate, source: from, isOwn }: Record<string, unknown>) => {
      return [day, base, quote, rate, from, isOwn]
    })
    assert.deepEqual(said, [
      ['2026-03-09', 'EUR', 'USD', '1.5', 'ecb', false],
      ['2026-03-06', 'EUR', 'USD', '2', 'ecb', false],
      ['2026-03-05', 'EUR', 'USD', '1', 'ecb', false],
    ])
    const { asked, source: heard } = await state(trader)
    assert.deepEqual([asked, heard.newestDay, heard.error], ['ecb', '2026-03-09', null])
  })

  for (const [name, document, error] of [
    ['cannot be reached', { status: 503 }, /answered 503/],
    ['sends on to another', { status: 302, headers: { location: 'http://169.254.169.254/' } }, /answered 302/],
    ['answers with half a document', { body: ecbDocument(WEEK).slice(0, 400) }, /no whole XML/],
    ['answers with a rate that is none', { body: ecbDocument({ '2026-03-06': { USD: '0' } }) }, /no rate for USD/],
  ] as const)
    test(`that ${name} leaves what is known, and says so`, async () => {
      const trader = await addTrader(server)
      source.serve(HISTORY, { body: ecbDocument(WEEK) })
      await fetchOn('2026-03-06')
      source.serve(SHORT, document)
      await fetchOn('2026-03-09')
      const { source: heard } = await state(trader)
      assert.equal(heard.newestDay, '2026-03-06')
      assert.match(heard.error, error)
    })

  test('is not asked at an address that may not be asked', async () => {
    const trader = await addTrader(server)
    await ask('http://169.254.169.254/latest/')
    await fetchOn('2026-03-06')
    assert.match((await state(trader)).source.error, /public Internet|only https/)
    await ask(`${source.url}/eurofxref`)
  })
})

describe('rows of a file that says no rate', () => {
  test('take the one of their day, on a weekend the last before it, crossed by the euro', async () => {
    source.serve(HISTORY, { body: ecbDocument(WEEK) })
    await fetchOn('2026-03-06')
    const trader = await addTrader(server)
    const [dollars, francs] = [await addAccount(trader), await addAccount(trader, { name: 'F', currency: 'CHF' })]
    const text = file(
      'SAP,BUY,1,100,2026-03-01 15:00:00,0,EUR',
      'SAP,BUY,1,100,2026-03-02 15:00:00,0,EUR',
      'SAP,SELL,2,100,2026-03-06 15:00:00,0,EUR',
    )
    const { id } = await imported(server, trader, { accountId: dollars.id, text, mapping: GENERIC })
    const preview = expectStatus(await trader.http.get(`${imports}/${id}/preview`), 200)
    assert.deepEqual(preview.rates[0], { currency: 'EUR', rate: '1.2', day: '2026-02-27', ageDays: 2 })
    assert.deepEqual(await fillsOf(dollars.id), ['SAP 2026-03-01 1.2', 'SAP 2026-03-02 1.25', 'SAP 2026-03-06 2'])
    const apple = file('AAPL,BUY,1,100,2026-03-03 15:00:00,0,USD', 'AAPL,SELL,1,100,2026-03-08 15:00:00,0,USD')
    await imported(server, trader, { accountId: francs.id, text: apple, mapping: GENERIC })
    assert.deepEqual(await fillsOf(francs.id), ['AAPL 2026-03-03 0.5', 'AAPL 2026-03-08 0.25'])
    const { pairs } = await state(trader)
    assert.deepEqual(
      pairs.map(({ from, to }: Record<string, string>) => `${from}/${to}`),
      ['EUR/USD', 'USD/CHF'],
    )
  })

  test('take the file’s own before it, and after it the one that the trader names for the import', async () => {
    source.serve(HISTORY, { body: ecbDocument(WEEK) })
    await fetchOn('2026-03-06')
    const trader = await addTrader(server)
    const { id } = await addAccount(trader)
    const fill = {
      ...{ symbol: 'Contract', assetClass: { constant: 'stock' }, quantity: 'Lots', price: 'At', executedAt: 'When' },
      ...{
        side: { column: 'Way', buy: ['in'], sell: ['out'] },
        currency: { constant: 'EUR' },
        fxRate: { column: 'Fx' },
      },
    }
    const tables = [{ headers: [['Contract'], ['Fx']], rules: [{ records: [{ fill }] }] }]
    const text = `Contract;Way;Lots;At;When;Fx
SAP;in;1;100;2026-03-03 15:00:00;1,11
SAP;in;1;100;2026-03-04 15:00:00;
SAP;out;2;100;2026-02-20 15:00:00;\n`
    const mapping = { definition: ownProfile({ tables }), fxRates: { EUR: '9' } }
    assert.equal((await imported(server, trader, { accountId: id, text, mapping })).counts.created, 3)
    assert.deepEqual(await fillsOf(id), ['SAP 2026-02-20 9', 'SAP 2026-03-03 1.11', 'SAP 2026-03-04 1.28'])
  })

  test('wait where nobody tells one, never for nothing, and are created once it is told', async () => {
    const trader = await addTrader(server)
    const { id: accountId } = await addAccount(trader)
    const text = file(
      'SAP,BUY,1,100,2026-03-02 15:00:00,0,EUR',
      'AAPL,BUY,1,100,2026-03-02 15:00:00,0,USD',
      'SAP,SELL,1,110,2026-03-03 15:00:00,0,EUR',
      'NESN,BUY,1,100,2026-03-03 15:00:00,0,CHF',
    )
    const batch = await imported(server, trader, { accountId, text, mapping: GENERIC })
    const none = { created: 1, duplicate: 0, skipped: 0, error: 0, needsMapping: 0, needsRate: 3 }
    assert.deepEqual([batch.state, batch.counts], ['completed', none])
    const { items } = expectStatus(await trader.http.get(`${imports}/${batch.id}/rows?outcome=needs_rate`), 200)
    assert.deepEqual(
      items.map(({ reason }: { reason: string }) => reason),
      Array(3).fill('fx-rate-missing'),
    )
    const missing = [
      { from: 'EUR', to: 'USD', day: '2026-03-02', rows: 1 },
      ...[
        { from: 'CHF', to: 'USD', day: '2026-03-03', rows: 1 },
        { from: 'EUR', to: 'USD', day: '2026-03-03', rows: 1 },
      ],
    ]
    assert.deepEqual((await state(trader)).missing, missing)
    const other = await addTrader(server)
    assert.deepEqual((await state(other)).missing, [])
    // What another trader says is another's.
    const monday = { base: 'EUR', quote: 'USD', day: '2026-03-02', rate: '1.3' }
    expectStatus(await other.http.put(rates, { rates: [monday] }), 200)
    await server.jobsIdle()
    assert.equal((await state(trader)).missing.length, 3)

    assert.equal(expectStatus(await trader.http.put(rates, { rates: [monday] }), 200).changed, 1)
    await server.jobsIdle()
    // Tuesday's row takes Monday's rate too: a rate is good for a week.
    assert.deepEqual(await fillsOf(accountId), ['AAPL 2026-03-02 1', 'SAP 2026-03-02 1.3', 'SAP 2026-03-03 1.3'])
    source.serve(HISTORY, { body: ecbDocument(WEEK) })
    await fetchOn('2026-03-06')
    assert.deepEqual((await fillsOf(accountId)).at(2), 'NESN 2026-03-03 2')
    const done = expectStatus(await trader.http.get(`${imports}/${batch.id}`), 200)
    assert.deepEqual(done.counts, { ...none, created: 4, needsRate: 0 })
    const [{ net } = { net: '' }] = await server.query<{ net: string }>(
      `SELECT net_base::text AS net FROM trading.trade WHERE account_id = $1 AND status = 'closed'`,
      [accountId],
    )
    assert.equal(Number(net), 13)
    const again = await imported(server, trader, { accountId, text, mapping: GENERIC })
    assert.deepEqual([again.counts.created, again.counts.duplicate], [0, 4])
  })

  test('leave with their import when it is undone', async () => {
    const trader = await addTrader(server)
    const { id: accountId } = await addAccount(trader)
    const text = file('SAP,BUY,1,100,2026-03-02 15:00:00,0,EUR', 'AAPL,BUY,1,100,2026-03-02 15:00:00,0,USD')
    const { id } = await imported(server, trader, { accountId, text, mapping: GENERIC })
    await undone(server, trader, id)
    assert.deepEqual((await state(trader)).missing, [])
    expectStatus(
      await trader.http.put(rates, { rates: [{ base: 'EUR', quote: 'USD', day: '2026-03-02', rate: '1' }] }),
      200,
    )
    await server.jobsIdle()
    assert.deepEqual(await fillsOf(accountId), [])
  })
})

test('a trader says rates by a file, all or none, and takes them back', async () => {
  const trader = await addTrader(server)
  const wrong = await trader.http.post(`${rates}/file`, {
    text: 'date,base,quote,rate\n2026-03-02,EUR,USD,1.3\n2026-03-02,EUR,USD,0\n',
  })
  assert.deepEqual(expectProblem(wrong, 'trading/value-invalid'), ['/text row-3'])
  const twice = await trader.http.post(`${rates}/file`, { text: 'Date,USD\n2026-03-02,1.3\n2026-03-02,1.4\n' })
  assert.deepEqual(expectProblem(twice, 'trading/value-invalid'), ['/text twice'])
  const ahead = { base: 'EUR', quote: 'USD', day: '2199-01-01', rate: '1' }
  assert.deepEqual(expectProblem(await trader.http.put(rates, { rates: [ahead] }), 'trading/value-invalid'), [
    '/rates/0 future',
  ])
  const zero = { ...ahead, day: '2026-03-02', rate: '0' }
  assert.deepEqual(expectProblem(await trader.http.put(rates, { rates: [zero] }), 'trading/value-invalid'), [
    '/rates/0/rate positive',
  ])
  assert.deepEqual(expectStatus(await trader.http.get(rates), 200).items, [])
  const text = 'Date,USD,CHF\n2026-03-02,1.3,N/A\n2026-03-03,1.4,0.9\n'
  assert.deepEqual(expectStatus(await trader.http.post(`${rates}/file`, { text }), 200), { rates: 3, changed: 3 })
  assert.deepEqual(expectStatus(await trader.http.post(`${rates}/file`, { text }), 200), { rates: 3, changed: 0 })
  expectStatus(await trader.http.delete(`${rates}/EUR/USD/2026-03-03`), 204)
  expectProblem(await trader.http.delete(`${rates}/EUR/USD/2026-03-03`), 'trading/currency-rate-not-found')
  const { items } = expectStatus(await trader.http.get(`${rates}?own=true`), 200)
  assert.deepEqual(
    items.map(({ day, quote, rate, source: from }: Record<string, string>) => `${day} ${quote} ${rate} ${from}`),
    ['2026-03-03 CHF 0.9 file', '2026-03-02 USD 1.3 file'],
  )
  const trading = server.app.units.all.find(({ name }) => name === 'trading')
  const told = (await trading?.exportPerson?.(trader.id)) as { currencyRates: object[] }
  assert.equal(told.currencyRates.length, 2)
  await server.app.db.transaction(systemOrigin('test', 'test'), async (tx) => trading?.erasePerson?.(tx, trader.id))
  assert.deepEqual(await server.query('SELECT FROM trading.currency_rate'), [])
})

test('open positions count at the rate of each day, and at their cost where none is known', async () => {
  source.serve(HISTORY, { body: ecbDocument(WEEK) })
  await fetchOn('2026-03-06')
  const trader = await addTrader(server)
  const plain = { openingBalance: '1000', openedOn: '2026-03-02', timeZone: 'UTC' }
  const { id: accountId } = await addAccount(trader, plain)
  const text = file(
    'SAP,BUY,10,100,2026-03-02 15:00:00,0,EUR',
    'ABB,BUY,1,50,2026-03-02 15:00:00,0,SEK',
    'SAP,SELL,10,100,2026-03-06 15:00:00,0,EUR',
    'ABB,SELL,1,50,2026-03-06 15:00:00,0,SEK',
  )
  await imported(server, trader, { accountId, text, mapping: { ...GENERIC, fxRates: { SEK: '0.1' } } })
  const instruments = await server.query<{ id: string }>('SELECT id FROM trading.instrument WHERE owner_id = $1', [
    trader.id,
  ])
  for (const { id } of instruments) {
    const bars = ['2026-03-02', '2026-03-04'].map((day, at) => {
      const price = String(100 + at * 10)
      return { at: `${day}T00:00:00Z`, open: price, high: price, low: price, close: price }
    })
    expectStatus(await trader.http.put(`/api/trading/instruments/${id}/bars`, { seconds: 86_400, bars }), 200)
  }
  const marked = async () => {
    const answer = await trader.http.get('/api/trading/analytics/equity?series=marked')
    return expectStatus(answer, 200).groups[0].series[0]
  }
  const { points, unmarked } = await marked()
  // Bought for 1,000 EUR at 1.25: 1,250 USD; at 1.6 worth 1,600; on Wednesday 1,100 EUR at 1.28; on Thursday at 1.
  const expected = [
    ['2026-03-02', '1000'],
    ['2026-03-03', '1350'],
    ['2026-03-04', '1158'],
    ['2026-03-05', '850'],
    ['2026-03-06', '1750'],
  ]
  assert.deepEqual(
    points.slice(0, expected.length).map(({ day, equity }: Record<string, string>) => [day, equity]),
    expected,
  )
  assert.deepEqual(
    unmarked.map(({ symbol, days, lacks }: Record<string, unknown>) => [symbol, days, lacks]),
    [['ABB', 4, 'rate']],
  )
  // A rate that is told later changes what was worked out before.
  expectStatus(
    await trader.http.put(rates, { rates: [{ base: 'EUR', quote: 'USD', day: '2026-03-03', rate: '1.5' }] }),
    200,
  )
  await server.jobsIdle()
  assert.equal((await marked()).points[1].equity, '1250')
})
