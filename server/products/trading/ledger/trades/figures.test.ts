import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { noEffects } from '../../../../../test/support/effects.ts'
import { expectProblem, expectStatus } from '../../../../../test/support/music.ts'
import type { Person } from '../../../../../test/support/people.ts'
import { addAccount, addTrader, startTrading, type TradingServer } from '../../../../../test/support/trading.ts'
import { newId } from '../../../../kernel/id.ts'

let server: TradingServer
let trader: Person
let stranger: Person
before(async () => {
  server = await startTrading()
  trader = await addTrader(server)
  stranger = await addTrader(server)
})
after(() => server.stop())

type Row = Record<string, string>
const base = '/api/trading'
const get = async (path: string) => expectStatus(await trader.http.get(`${base}${path}`), 200)
const post = (path: string, body: object, who = trader) => who.http.post(`${base}${path}`, body)

interface Fill {
  readonly side: 'buy' | 'sell'
  readonly quantity: string
  readonly price: string
  readonly at: string
  readonly symbol?: string
  readonly fees?: string
  readonly fxRate?: string
  readonly orderId?: string
}

/** Enters fills of stock, or of the instruments named, in an account of their own; ids by their order. */
async function entered(fills: readonly Fill[], fields: object = {}, instrument: object = {}) {
  const { id: accountId } = await addAccount(trader, { timeZone: 'UTC', ...fields })
  const items = fills.map(({ at, symbol = `X${accountId.slice(-8).toUpperCase()}`, ...fill }) => ({
    ...fill,
    executedAt: `2026-03-02T${at}Z`,
    instrument: { symbol, assetClass: 'stock', currency: 'USD', ...instrument },
  }))
  const { items: ids } = expectStatus(await post('/executions/bulk', { accountId, items }), 201)
  const trades = (await get(`/trades?account=${accountId}&sort=openedAt&direction=asc`)).items
  return { accountId, ids: ids.map(({ id }: { id: string }) => id) as string[], trades: trades as Row[] }
}
/** `what` is a quantity and a price: `100 @ 10.5`. */
function fill(side: 'buy' | 'sell', what: string, at: string, more: Partial<Fill> = {}): Fill {
  const [quantity = '', price = ''] = what.split(' @ ')
  return { side, quantity, price, at, ...more }
}

describe('an explanation', () => {
  const formulas = async (fills: readonly Fill[], fields: object = {}) => {
    const { trades } = await entered(fills, fields)
    const explained = await get(`/trades/${trades[0]?.id}/explain`)
    return { trade: trades[0], explained, formulas: explained.items.map((one: { formulas: Row }) => one.formulas) }
  }

  test('has each figure of a partial close with its numbers', async () => {
    const {
      formulas: all,
      explained,
      trade,
    } = await formulas([
      fill('buy', '100 @ 10', '14:30:00', { fees: '1' }),
      fill('sell', '30 @ 11', '14:31:00', { fees: '0.5' }),
      fill('sell', '70 @ 9', '14:32:00', { fees: '-0.7' }),
    ])
    assert.deepEqual(all[0], {
      entryPrice: 'price of the fill = 10',
      gross: '(11 - 10) * 30 * 1 = 30',
      openFee: '1 * 30 / 100 = 0.3',
      closeFee: '0.5 * 30 / 30 = 0.5',
      net: '30 - 0.3 - 0.5 = 29.2',
      grossBase: '11 * 30 * 1 * 1 - 10 * 30 * 1 * 1 = 30',
      feesBase: '0.3 * 1 + 0.5 * 1 = 0.8',
      netBase: '30 - 0.8 = 29.2',
    })
    assert.deepEqual([all[1].gross, all[1].net], ['(9 - 10) * 70 * 1 = -70', '-70 - 0.7 - (-0.7) = -70'])
    assert.deepEqual(
      [explained.sums.map(({ gross, net, formula }: Row) => [gross, net, formula]), trade?.net],
      [[['-40', '-40.8', '-40 - (1) - (-0.2) = -40.8']], '-40.8'],
    )
  })

  const others: readonly { name: string; fills: Fill[]; fields?: object; shows: Row }[] = [
    {
      name: 'of a short trade, at two rates',
      fills: [
        fill('sell', '2 @ 50', '10:00:00', { fxRate: '0.9', fees: '1' }),
        fill('buy', '2 @ 40', '11:00:00', { fxRate: '0.8' }),
      ],
      fields: { currency: 'EUR' },
      shows: {
        gross: '(50 - 40) * 2 * 1 = 20',
        grossBase: '50 * 2 * 1 * 0.9 - 40 * 2 * 1 * 0.8 = 26',
        feesBase: '1 * 0.9 + 0 * 0.8 = 0.9',
        netBase: '26 - 0.9 = 25.1',
      },
    },
    {
      name: 'of a flip: the rest of the fill opens, with the rest of its fee',
      fills: [
        fill('buy', '1 @ 10', '10:00:00'),
        fill('sell', '3 @ 12', '11:00:00', { fees: '0.3' }),
        fill('buy', '2 @ 11', '12:00:00'),
      ],
      shows: { closeFee: '0.3 * 1 / 3 = 0.1', net: '2 - 0 - 0.1 = 1.9' },
    },
    {
      name: 'of average cost',
      fills: [
        fill('buy', '1 @ 10', '10:00:00', { fees: '1' }),
        fill('buy', '2 @ 13', '10:01:00', { fees: '2' }),
        fill('sell', '3 @ 14', '11:00:00'),
      ],
      fields: { matchingMethod: 'AVG' },
      shows: {
        entryPrice: 'average of the entries that were held = 12',
        gross: '(14 - 12) * 3 * 1 = 6',
        openFee: 'share of the fees of all entries that were held, by quantity = 3',
      },
    },
    {
      name: 'of an average that does not come out even, by its cost',
      fills: [
        fill('buy', '1 @ 10', '10:00:00'),
        fill('buy', '2 @ 10.01', '10:01:00'),
        fill('sell', '3 @ 11', '11:00:00'),
      ],
      fields: { matchingMethod: 'AVG' },
      shows: { gross: '11 * 3 * 1 - 30.02 of cost = 2.98' },
    },
  ]
  for (const { name, fills, fields, shows } of others)
    test(name, async () => {
      const { formulas: all } = await formulas(fills, fields)
      const [first = {}] = all
      assert.deepEqual(Object.fromEntries(Object.keys(shows).map((key) => [key, first[key]])), shows)
    })

  test('applies the splits between entry and exit', async () => {
    const { trades } = await entered([
      fill('buy', '10 @ 100', '10:00:00', { fees: '1' }),
      fill('sell', '20 @ 30', '12:00:00'),
    ])
    const [trade] = trades
    const split = { kind: 'split', effectiveAt: '2026-03-02T11:00:00Z', numerator: '4', denominator: '1' }
    expectStatus(await post('/corporate-actions', { instrumentId: trade?.instrumentId, ...split }), 201)
    const { items } = await get(`/trades/${trade?.id}/explain`)
    const { entryPrice, gross, openFee } = items[0].formulas
    assert.deepEqual(
      [items[0].splits.length, entryPrice, gross, openFee],
      [1, '100 * 1 / 4 = 25', '(30 - 25) * 20 * 1 = 100', '1 * 20 / 40 = 0.5'],
    )
  })

  test('of a day and of a filter is paged, and its sums are those of the whole', async () => {
    const fills = Array.from({ length: 6 }, (_, at) =>
      fill(at % 2 === 0 ? 'buy' : 'sell', `1 @ ${10 + at}`, `10:0${at}:00`, { fees: '0.1' }),
    )
    const { accountId } = await entered(fills)
    const day = `/explain/day?account=${accountId}&date=2026-03-02`
    const whole = await get(day)
    const first = await get(`${day}&limit=2`)
    const second = await get(`${day}&limit=2&cursor=${first.nextCursor}`)
    assert.deepEqual([...first.items, ...second.items], whole.items)
    assert.deepEqual([first.sums, second.nextCursor, whole.sums[0].net], [whole.sums, null, '2.4'])
    const listed = await get(`/explain/trades?account=${accountId}&limit=2`)
    assert.deepEqual(
      listed.items.map(({ formula }: Row) => formula),
      ['1 - 0.2 = 0.8', '1 - 0.2 = 0.8'],
    )
    assert.deepEqual([listed.totals.count, listed.totals.byCurrency[0].net], [3, '2.4'])
    assert.deepEqual((await get(`/explain/day?account=${accountId}&date=2026-03-03`)).items, [])
  })

  test('is of one’s own, of a day that is one, and goes on from its own cursor', async () => {
    const { accountId, trades } = await entered([fill('buy', '1 @ 10', '10:00:00')])
    const path = `${base}/explain/day?account=${accountId}`
    expectProblem(await stranger.http.get(`${path}&date=2026-03-02`), 'trading/account-not-found')
    assert.deepEqual(expectProblem(await trader.http.get(`${path}&date=2026-02-30`), 'http/invalid'), ['?date format'])
    expectProblem(await trader.http.get(`${path}&date=0001-01-01`), 'trading/value-invalid')
    const cursor = Buffer.from(JSON.stringify(['2026', newId(), newId()])).toString('base64url')
    expectProblem(await trader.http.get(`${base}/trades/${trades[0]?.id}/explain?cursor=${cursor}`), 'http/invalid')
  })
})

describe('bars', () => {
  const bar = (at: string, low: string, high: string) => ({
    at: `2026-03-02T${at}:00Z`,
    open: low,
    high,
    low,
    close: high,
  })
  const put = (id: string | undefined, body: object, who = trader) =>
    who.http.put(`${base}/instruments/${id}/bars`, body)

  test('tell how far a trade went against and for the position, which changes on its way', async () => {
    const { trades } = await entered([
      fill('buy', '10 @ 100', '10:00:00', { fees: '1' }),
      fill('sell', '5 @ 104', '10:02:00', { fees: '1' }),
      fill('sell', '5 @ 102', '10:04:00'),
    ])
    const [trade] = trades
    const seen = await server.watch()
    const minutes = [
      bar('09:59', '1', '999'),
      bar('10:00', '98', '101'),
      bar('10:01', '100', '105'),
      bar('10:02', '103', '106'),
      bar('10:03', '90', '103'),
      bar('10:04', '1', '999'),
    ]
    assert.deepEqual(expectStatus(await put(trade?.instrumentId, { seconds: 60, bars: minutes }), 200), { written: 6 })
    assert.deepEqual(await seen(), { ...noEffects, audit: ['trading.bars.written'] })
    expectStatus(await trader.http.patch(`${base}/trades/${trade?.id}`, { version: 0, initialStop: '98' }), 200)
    // Five at 90 after five were sold at 104: 20 won and 50 lost; ten at 105: 50.
    const { excursion } = await get(`/trades/${trade?.id}`)
    assert.deepEqual(excursion, {
      ...{ seconds: 60, bars: 4, mae: '-30', mfe: '50', maeR: '-1.5', mfeR: '2.5', maePercent: '-3', mfePercent: '5' },
      exitEfficiency: '0.56',
    })
    const chart = await get(`/trades/${trade?.id}/bars?around=1`)
    assert.deepEqual([chart.seconds, chart.bars.length, chart.isCut, chart.resolutions], [60, 6, false, [60]])
    const [finer] = [[bar('10:00', '97', '101')]]
    expectStatus(await put(trade?.instrumentId, { seconds: 5, bars: finer }), 200)
    assert.deepEqual(
      [(await get(`/trades/${trade?.id}`)).excursion.seconds, (await get(`/trades/${trade?.id}/bars`)).resolutions],
      [5, [5, 60]],
    )
  })

  test('of a short trade that never won leave the efficiency open', async () => {
    const { trades } = await entered(
      [fill('sell', '2 @ 10', '10:00:00', { fxRate: '0.5' }), fill('buy', '2 @ 12', '10:02:00', { fxRate: '0.5' })],
      { currency: 'EUR' },
    )
    expectStatus(
      await put(trades[0]?.instrumentId, { seconds: 60, bars: [bar('10:00', '10', '11'), bar('10:01', '11', '13')] }),
      200,
    )
    const { excursion } = await get(`/trades/${trades[0]?.id}`)
    assert.deepEqual([excursion.mae, excursion.mfe, excursion.exitEfficiency, excursion.maeR], ['-3', '0', null, null])
  })

  test('are written over those of the same start', async () => {
    const { trades } = await entered([fill('buy', '1 @ 10', '10:00:00')])
    const id = trades[0]?.instrumentId
    for (const high of ['11', '12']) expectStatus(await put(id, { seconds: 60, bars: [bar('10:00', '10', high)] }), 200)
    assert.deepEqual(
      (await get(`/trades/${trades[0]?.id}/bars`)).bars.map((one: Row) => one.high),
      ['12'],
    )
  })

  const good = { at: '2026-03-02T10:00:00Z', open: '1', high: '2', low: '1', close: '2' }
  const refused: readonly [name: string, body: object, ...faults: string[]][] = [
    [
      'a low above the open',
      { seconds: 60, bars: [good, { ...good, at: '2026-03-02T10:01:00Z', low: '1.5' }] },
      '/bars/1/low range',
    ],
    ['a high below the close', { seconds: 60, bars: [{ ...good, high: '1.5' }] }, '/bars/0/high range'],
    ['a low above the high', { seconds: 60, bars: [{ ...good, low: '3' }] }, '/bars/0/low range'],
    [
      'one start twice',
      { seconds: 60, bars: [good, { ...good, at: '2026-03-02T11:00:00+01:00' }] },
      '/bars/1/at twice',
    ],
    ['a far year', { seconds: 60, bars: [{ ...good, at: '9999-01-01T00:00:00Z' }] }, '/bars/0/at instant'],
    ['an odd length', { seconds: 7, bars: [good] }, '/seconds not-a-choice'],
    ['no bars', { seconds: 60, bars: [] }, '/bars too-few'],
    ['what is no number', { seconds: 60, bars: [{ ...good, open: 'NaN' }] }, '/bars/0/open pattern'],
    ['a negative price', { seconds: 60, bars: [{ ...good, low: '-1' }] }, '/bars/0/low pattern'],
  ]
  for (const [name, body, ...faults] of refused)
    test(`with ${name} are refused, and none is written`, async () => {
      const { trades } = await entered([fill('buy', '1 @ 10', '10:00:00')])
      assert.deepEqual(expectProblem(await put(trades[0]?.instrumentId, body), 'http/invalid'), faults)
      assert.deepEqual((await get(`/trades/${trades[0]?.id}/bars`)).bars, [])
    })

  test('are taken ten thousand at once', async () => {
    const { trades } = await entered([fill('buy', '1 @ 10', '10:00:00')])
    const bars = (count: number) =>
      Array.from({ length: count }, (_, at) => ({
        ...good,
        at: new Date(Date.parse('2026-03-01T00:00:00Z') + at * 60_000).toISOString(),
      }))
    assert.deepEqual(expectStatus(await put(trades[0]?.instrumentId, { seconds: 60, bars: bars(10_000) }), 200), {
      written: 10_000,
    })
    assert.deepEqual(
      expectProblem(await put(trades[0]?.instrumentId, { seconds: 60, bars: bars(10_001) }), 'http/invalid'),
      ['/bars too-many'],
    )
  })
})

describe('a group of trades', () => {
  const option = (strike: number) => ({ symbol: `SPY301220C00${strike}000`, assetClass: 'option', currency: 'USD' })
  const legs = async (orders: readonly (string | undefined)[] = [undefined, undefined]) => {
    const { id: accountId } = await addAccount(trader)
    const item = (at: number, second: string, side: string, price: string) => ({
      ...{ side, quantity: '1', price, executedAt: `2026-03-02T10:00:${second}Z`, instrument: option(500 + at) },
      ...(orders[at] === undefined ? {} : { orderId: orders[at] }),
    })
    const opening = [item(0, '00', 'buy', '5'), item(1, '02', 'sell', '3')]
    expectStatus(await post('/executions/bulk', { accountId, items: opening }), 201)
    const trades: Row[] = (await get(`/trades?account=${accountId}&sort=openedAt&direction=asc`)).items
    const close = () =>
      post('/executions/bulk', { accountId, items: [item(0, '30', 'sell', '7'), item(1, '31', 'buy', '4')] })
    return { accountId, ids: trades.map(({ id = '' }) => id), close }
  }

  test('is merged, shows the sums of its trades as they are, and is split again', async () => {
    const { ids, close } = await legs()
    const seen = await server.watch()
    const group = expectStatus(await post('/trades/merge', { tradeIds: ids }), 200)
    assert.deepEqual([group.name, group.status, group.net, group.trades.length], ['SPY', 'open', '0', 2])
    expectStatus(await close(), 201)
    for (const [at, id] of ids.entries())
      expectStatus(await trader.http.patch(`${base}/trades/${id}`, { version: 0, initialRisk: `${50 + 50 * at}` }), 200)
    const closed = await get(`/trade-groups/${group.id}`)
    assert.deepEqual([closed.status, closed.net, closed.initialRisk, closed.r], ['closed', '100', '150', '0.666667'])
    assert.equal(closed.closedAt, '2026-03-02T10:00:31.000Z')
    assert.equal((await get(`/trades/${ids[0]}`)).groupId, group.id)
    const renamed = await trader.http.patch(`${base}/trade-groups/${group.id}`, { name: 'Call spread' })
    assert.equal(expectStatus(renamed, 200).name, 'Call spread')
    assert.deepEqual(expectStatus(await post('/trades/split', { groupId: group.id, tradeIds: [ids[0]] }), 200), {
      group: null,
    })
    expectProblem(await trader.http.get(`${base}/trade-groups/${group.id}`), 'trading/trade-group-not-found')
    const { audit } = await seen()
    const ofGroups = audit.filter((action) => action.startsWith('trading.trade-group'))
    assert.deepEqual(
      ofGroups,
      ['merged', 'renamed', 'split'].map((what) => `trading.trade-group.${what}`),
    )
    assert.equal((await get(`/trades/${ids[0]}`)).net, '200')
  })

  test('holds what is of one account and of no other group, also when ten merge at once', async () => {
    const [one, other] = [await legs(), await legs()]
    expectProblem(await post('/trades/merge', { tradeIds: [...one.ids, ...other.ids] }), 'trading/trade-group-mixed')
    expectProblem(await post('/trades/merge', { tradeIds: one.ids }, stranger), 'trading/trade-not-found')
    const answers = await Promise.all(Array.from({ length: 10 }, () => post('/trades/merge', { tradeIds: one.ids })))
    const codes = answers.map(({ status, body }) => body.code ?? status).sort()
    assert.deepEqual(codes, [200, ...Array(9).fill('trading/trade-grouped')])
    const [group] = answers.flatMap(({ status, body }) => (status === 200 ? [body] : []))
    const merge = (tradeIds: readonly string[], groupId: string) => post('/trades/merge', { tradeIds, groupId })
    expectProblem(await merge(other.ids, group.id), 'trading/trade-group-mixed')
    expectProblem(await merge(other.ids, newId()), 'trading/trade-group-not-found')
    expectProblem(await post('/trades/split', { groupId: group.id, tradeIds: other.ids }), 'trading/trade-not-found')
    expectProblem(await post('/trades/split', { groupId: group.id }, stranger), 'trading/trade-group-not-found')
    assert.deepEqual((await stranger.http.get(`${base}/trade-groups`)).body.items, [])
  })

  test('is suggested of one order, or of one expiry within seconds, until it is made', async () => {
    const suggested = async (accountId: string) =>
      (await get(`/trade-groups/suggestions?account=${accountId}`)).items.map(
        (one: { reason: string; trades: Row[] }) => [one.reason, one.trades.map(({ id }) => id)],
      )
    const [byExpiry, byOrder] = [await legs(), await legs(['77', '77'])]
    assert.deepEqual(await suggested(byExpiry.accountId), [['expiry', byExpiry.ids]])
    assert.deepEqual(await suggested(byOrder.accountId), [['order', byOrder.ids]])
    expectStatus(await post('/trades/merge', { tradeIds: byOrder.ids }), 200)
    assert.deepEqual(await suggested(byOrder.accountId), [])
    expectProblem(
      await stranger.http.get(`${base}/trade-groups/suggestions?account=${byOrder.accountId}`),
      'trading/account-not-found',
    )
  })
})
