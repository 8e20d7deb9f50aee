import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { expectStatus } from '../../../../../test/support/music.ts'
import type { Person } from '../../../../../test/support/people.ts'
import { addAccount, addTrader, startTrading, type TradingServer } from '../../../../../test/support/trading.ts'

const base = '/api/trading'
let server: TradingServer
let trader: Person
before(async () => {
  server = await startTrading()
  trader = await addTrader(server)
})
after(() => server.stop())

type Row = Record<string, string>
const get = async (path: string) => expectStatus(await trader.http.get(`${base}${path}`), 200)
const put = (id: string | undefined, bars: readonly object[]) =>
  trader.http.put(`${base}/instruments/${id}/bars`, { seconds: 60, bars })
const fill = (side: string, price: string, at: string) => ({
  ...{ side, price, quantity: '1', executedAt: `2026-03-02T${at}Z` },
  instrument: { symbol: 'AAPL', assetClass: 'stock', currency: 'USD' },
})
const bar = (at: string, low: string, high: string) => ({
  ...{ at: `2026-03-02T${at}:00Z`, open: low, high, low, close: high },
})

test('bars are in the figures beside what brokers say, anew whenever a bar or the trade changes', async () => {
  const { id: accountId } = await addAccount(trader, { timeZone: 'UTC' })
  const items = [
    ...[fill('buy', '10', '10:00:00'), fill('sell', '12', '10:01:30')],
    ...[fill('buy', '10', '11:00:00'), fill('sell', '11', '11:01:30')],
    ...[fill('buy', '10', '12:00:00'), fill('sell', '11', '12:01:30')],
  ]
  const entered = expectStatus(await trader.http.post(`${base}/executions/bulk`, { accountId, items }), 201)
  const trades: Row[] = (await get(`/trades?account=${accountId}&sort=openedAt&direction=asc`)).items
  const [first, second, third] = trades
  const figures = async () => {
    await server.jobsIdle()
    const { groups } = await get(`/analytics/excursion?account=${accountId}`)
    const [{ excursionN, excursionMissing, sources, points }] = groups
    const shown = points.map(({ tradeId, mae, mfe, by }: Record<string, unknown>) => [tradeId, mae, mfe, by])
    return { known: [excursionN, excursionMissing], sources, shown }
  }
  assert.deepEqual(await figures(), { known: [0, 3], sources: { broker: 0, bars: 0 }, shown: [] })
  await server.query(
    `INSERT INTO trading.trade_note (trade_id, account_id, review_state, text, version, updated_at, reported_mae, reported_mfe)
     VALUES ($1, $2, 'unreviewed', '', 1, now(), 0.5, 1.5)`,
    [second?.id, accountId],
  )
  const bars = [bar('10:00', '9', '13'), bar('10:01', '9', '13'), bar('11:00', '7', '15')]
  expectStatus(await put(first?.instrumentId, bars), 200)
  const told = { known: [2, 1], sources: { broker: 1, bars: 1 } }
  const broker = [second?.id, 0.5, 1.5, 'broker']
  assert.deepEqual(await figures(), { ...told, shown: [[first?.id, 1, 3, 'bars'], broker] })
  const kept = async () =>
    await server.query<Row>(
      'SELECT trade_id, xmin::text AS written FROM trading.trade_excursion WHERE account_id = $1',
      [accountId],
    )
  const before = await kept()
  assert.deepEqual(before.length, 3, 'of which one says that there is no bar')
  expectStatus(await put(first?.instrumentId, [bar('10:01', '8', '13')]), 200)
  assert.deepEqual(await figures(), { ...told, shown: [[first?.id, 2, 3, 'bars'], broker] })
  const after = await kept()
  const anew = after.filter(({ written }) => before.every((one) => one.written !== written))
  assert.deepEqual(
    anew.map(({ trade_id }) => trade_id),
    [first?.id],
    'the others are not looked at again',
  )
  expectStatus(await trader.http.patch(`${base}/executions/${entered.items[0].id}`, { price: '11' }), 200)
  assert.deepEqual(await figures(), { ...told, shown: [[first?.id, 3, 2, 'bars'], broker] })
  expectStatus(await put(first?.instrumentId, [bar('12:01', '9', '12')]), 200)
  const all = { known: [3, 0], sources: { broker: 1, bars: 2 } }
  assert.deepEqual(await figures(), { ...all, shown: [[first?.id, 3, 2, 'bars'], broker, [third?.id, 1, 2, 'bars']] })
})
