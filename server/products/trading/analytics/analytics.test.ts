import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { expectProblem, expectStatus } from '../../../../test/support/music.ts'
import { addAccount, addTrader } from '../../../../test/support/trading.ts'
import { startAnalytics, tradingDay } from '../../../../test/support/trading-analytics.ts'
import { ask, type Group, net } from '../../../../test/support/trading-answers.ts'
import { setClock } from '../../../kernel/clock.ts'
import { systemOrigin } from '../../../kernel/db/actor.ts'
import { decimal, formatDecimal, minus, plus, sum } from '../../../kernel/decimal.ts'

const statements: string[] = []
const server = await startAnalytics({ onStatement: (text) => void statements.push(text) })
after(() => server.stop())

const trader = await server.trader()
const dollars = await trader.account()
const trades = await trader.seed(dollars, { seed: 7, n: 60 })

test('accounts of several currencies are told apart, and those of one together', async () => {
  const second = await trader.account({ zone: 'Africa/Nairobi', opening: '1000', openedOn: '2025-02-03' })
  const euros = await trader.account({
    currency: 'EUR',
    zone: 'Europe/Berlin',
    cutoffZone: 'Europe/Berlin',
    cutoffMinute: 0,
  })
  const others = await trader.seed(second, { seed: 8, n: 60 })
  const european = await trader.seed(euros, { seed: 9, n: 80 })
  const { groups } = await ask(trader, 'summary')
  assert.deepEqual(
    groups.map(({ currency, money }) => [currency, money.net]),
    [
      ['EUR', net(european)],
      ['USD', net([...trades, ...others])],
    ],
  )
  const both = await ask(trader, 'equity', { currency: 'USD', series: 'day' })
  const end = sum([decimal('51000'), ...[...trades, ...others].map((trade) => trade.net)])
  assert.equal(both.groups[0]?.series[0].points.at(-1).equity, formatDecimal(end))
})

test('trading days end at the cut-off, and hours are of the account’s zone on both sides of a change of clocks', async () => {
  const person = await server.trader()
  const account = await person.account({ zone: 'Africa/Nairobi', openedOn: '2026-03-02' })
  const [trade] = await person.seed(account, { seed: 1, n: 1 })
  const place = async (openedAt: string, closedAt: string) => {
    const day = tradingDay(new Date(closedAt), account)
    await server.query(
      'UPDATE trading.trade SET opened_at = $2, closed_at = $3, closed_day = $4, entry_weekday = 5, entry_minute = 1410 WHERE id = $1',
      [trade?.id, openedAt, closedAt, day],
    )
    await person.changed(account)
    const [calendar] = (await ask(person, 'calendar')).groups
    const [heatmap] = (await ask(person, 'heatmap')).groups
    const [inNewYork] = (await ask(person, 'heatmap', { tz: 'America/New_York' })).groups
    const at = (group: Group | undefined) => `${group?.cells[0].weekday} ${group?.cells[0].minute}`
    return [calendar?.days.find(({ n }: Group) => n === 1).day, at(heatmap), at(inNewYork)]
  }
  // 23:30 on Friday in Nairobi is 20:30 UTC, 15:30 in New York before the change of 8 March and 16:30 after it.
  assert.deepEqual(await place('2026-03-06T20:30:00Z', '2026-03-06T22:59:59Z'), ['2026-03-06', '5 1380', '5 900'])
  assert.deepEqual(await place('2026-03-13T20:30:00Z', '2026-03-13T21:59:59Z'), ['2026-03-13', '5 1380', '5 960'])
  // 17:00 in Chicago is 23:00 UTC before the change, 22:00 after it: from there on it is the next trading day.
  assert.deepEqual((await place('2026-03-05T20:30:00Z', '2026-03-05T23:00:00Z'))[0], '2026-03-06')
  assert.deepEqual((await place('2026-03-12T20:30:00Z', '2026-03-12T22:00:00Z'))[0], '2026-03-13')
})

test('what is unchanged comes from memory; a changed trade or note is in the next answer', async () => {
  const person = await server.trader()
  const account = await person.account()
  const [first] = await person.seed(account, { seed: 3, n: 20 })
  const loads = () => statements.filter((text) => text.includes('string_agg')).length
  const [before] = (await ask(person, 'dashboard')).groups
  const loaded = loads()
  assert.deepEqual((await ask(person, 'dashboard')).groups[0], before)
  await ask(person, 'streaks')
  assert.equal(loads(), loaded)
  await server.query('UPDATE trading.trade SET net_base = net_base + 1000 WHERE id = $1', [first?.id])
  await person.changed(account)
  const [after] = (await ask(person, 'dashboard')).groups
  assert.equal(loads(), loaded + 1)
  assert.equal(formatDecimal(minus(decimal(after?.summary.money.net), decimal(before?.summary.money.net))), '1000')
  await server.query('UPDATE trading.trade_note SET initial_risk = 1 WHERE account_id = $1', [account.id])
  await person.changed(account)
  const [noted] = (await ask(person, 'r')).groups
  assert.deepEqual([noted?.rN, noted?.rMissing], [20, 0])
})

test('open positions are marked by bars, and what has none is said', async () => {
  const person = await server.trader()
  const account = await person.account({ opening: '1000', openedOn: '2026-01-05', cutoffMinute: 0, cutoffZone: 'UTC' })
  const [trade] = await person.seed(account, { seed: 1, n: 1 })
  assert.ok(trade !== undefined)
  const [{ instrument_id: instrumentId } = { instrument_id: '' }] = await server.query<{ instrument_id: string }>(
    'SELECT instrument_id FROM trading.trade WHERE id = $1',
    [trade.id],
  )
  await server.query(
    "UPDATE trading.trade SET side = 1, opened_at = '2026-01-05T15:00Z', closed_at = '2026-01-07T15:00Z', closed_day = '2026-01-07' WHERE id = $1",
    [trade.id],
  )
  await server.query(
    "UPDATE trading.lot_closure SET side = 1, entry_price = 100, quantity = 5, closed_day = '2026-01-07' WHERE trade_id = $1",
    [trade.id],
  )
  await server.query(
    `INSERT INTO trading.execution (id, account_id, instrument_id, lineage_id, position_ref, kind, side, quantity, price, executed_at, source_zone, sequence, fees, fx_rate, source, created_at)
     VALUES ($1, $2, $3, $1, '', 'fill', 1, 5, 100, '2026-01-05T15:00Z', 'UTC', 0, 0, 1, 'manual', now())`,
    [trade.id, account.id, instrumentId],
  )
  const marked = async () => (await ask(person, 'equity', { series: 'marked' })).groups[0]?.series[0] as Group
  const parts = trade.parts.length
  assert.deepEqual(
    (await marked()).unmarked.map(({ days }: Group) => days),
    [2],
  )
  await server.query("INSERT INTO trading.price_bar VALUES ($1, 86400, '2026-01-05T00:00Z', 100, 103, 99, 102)", [
    instrumentId,
  ])
  const { points, unmarked } = await marked()
  assert.deepEqual(unmarked, [])
  // Two units up by five shares of each closure; the bar of Monday also marks Tuesday.
  assert.deepEqual(
    points.slice(0, 2).map(({ day, equity }: Group) => [day, equity]),
    [
      ['2026-01-05', String(1000 + 10 * parts)],
      ['2026-01-06', String(1000 + 10 * parts)],
    ],
  )
  assert.equal(points.at(-1).equity, formatDecimal(plus(decimal('1000'), trade.net)))
})

test('what is a scratch is the same for figures, for the list of trades and for their filter, in money and in ticks', async () => {
  const person = await addTrader(server)
  const plain = { openingBalance: '100000', timeZone: 'UTC' }
  const { id: accountId } = await addAccount(person, plain)
  const ticked = { symbol: 'TCKM6', assetClass: 'future', multiplier: '50' }
  const other = { symbol: 'NOTICK', assetClass: 'stock' }
  // Of two contracts a tick of 0.25 is 25; the results are 25, -25, 50 and 0.5.
  const items = [
    [ticked, '2', '5000', '5000.25'],
    [ticked, '2', '5000', '4999.75'],
    [ticked, '2', '5000', '5000.5'],
    [other, '1', '10', '10.5'],
  ].flatMap(([instrument, quantity, price, out], at) => {
    const executedAt = (minute: number) => `2026-03-02T1${at}:0${minute}:00Z`
    const bought = { instrument, side: 'buy', quantity, price, executedAt: executedAt(0) }
    return [bought, { ...bought, side: 'sell', price: out, executedAt: executedAt(1) }]
  })
  expectStatus(await person.http.post('/api/trading/executions/bulk', { accountId, items }), 201)
  await server.query("UPDATE trading.instrument SET tick_size = 0.25 WHERE asset_class = 'future' AND owner_id = $1", [
    person.id,
  ])
  const get = async (path: string) => expectStatus(await person.http.get(`/api/trading/${path}`), 200)
  for (const [asked, expected] of [
    ['', [3, 1, 0]],
    ['epsilon=0.5', [2, 1, 1]],
    ['epsilon=25', [1, 0, 3]],
    ['epsilonTicks=0.9', [3, 1, 0]],
    ['epsilonTicks=1', [2, 0, 2]],
    ['epsilonTicks=2', [1, 0, 3]],
  ] as const) {
    const { wins, losses, scratches } = (await get(`analytics/summary?${asked}`)).groups[0]
    assert.deepEqual([wins, losses, scratches], expected, asked)
    const all = (await get(`trades?${asked}`)).items.map(({ outcome }: Group) => outcome)
    for (const [at, outcome] of (['win', 'loss', 'scratch'] as const).entries()) {
      assert.equal(all.filter((one: string) => one === outcome).length, expected[at], `${asked} ${outcome}`)
      assert.equal((await get(`trades?outcome=${outcome}&${asked}`)).items.length, expected[at], `${asked} ${outcome}`)
      assert.equal((await get(`analytics/summary?outcome=${outcome}&${asked}`)).groups[0].n, expected[at])
    }
    const explained = await get(`analytics/explain?report=summary&figure=/wins&${asked}`)
    assert.equal(explained.value, String(expected[0]))
    assert.equal(explained.steps.at(-1).value, String(expected[0]), asked)
  }
  const both = await person.http.get('/api/trading/analytics/summary?epsilon=1&epsilonTicks=1')
  expectProblem(both, 'http/invalid')
})

test('marked equity goes on until today in the zone of the account, at the last price that is known', async () => {
  const person = await addTrader(server)
  const plain = { openingBalance: '1000', openedOn: '2026-03-02', timeZone: 'America/New_York' }
  const { id: accountId } = await addAccount(person, plain)
  const fill = { instrument: { symbol: 'GONE', assetClass: 'stock' }, side: 'buy', quantity: '10', price: '20' }
  const items = [{ ...fill, executedAt: '2026-03-02T15:00:00Z' }]
  expectStatus(await person.http.post('/api/trading/executions/bulk', { accountId, items }), 201)
  const [{ instrument }] = expectStatus(await person.http.get('/api/trading/executions'), 200).items
  const marked = async (at: string, query = '') => {
    const restore = setClock(() => Date.parse(at))
    try {
      const answer = await person.http.get(`/api/trading/analytics/equity?series=marked&points=50${query}`)
      const { points, unmarked } = expectStatus(answer, 200).groups[0].series[0]
      const last = points.at(-1)
      return [points.length, last.day, last.equity, ...unmarked.map(({ days, lacks }: Group) => `${days} ${lacks}`)]
    } finally {
      restore()
    }
  }
  const bar = { open: '20', high: '22', low: '20', close: '21.5' }
  const path = `/api/trading/instruments/${instrument.id}/bars`
  assert.deepEqual(await marked('2026-03-03T22:00:00Z'), [2, '2026-03-03', '1000', '2 price'])
  // The day is part of what an answer is kept by: on Wednesday in UTC it is Tuesday in New York.
  assert.deepEqual(await marked('2026-03-04T04:59:00Z'), [2, '2026-03-03', '1000', '2 price'])
  assert.deepEqual(await marked('2026-03-04T05:00:00Z'), [3, '2026-03-04', '1000', '3 price'])
  const bars = [{ ...bar, at: '2026-03-02T15:00:00Z' }]
  expectStatus(await person.http.put(path, { seconds: 3600, bars }), 200)
  assert.deepEqual(await marked('2026-03-05T22:00:00Z'), [4, '2026-03-05', '1015'])
  // Saturday and Sunday are told with the Monday that is not yet.
  assert.deepEqual(await marked('2026-03-07T22:00:00Z'), [5, '2026-03-06', '1015'])
  assert.deepEqual(await marked('2026-03-10T20:00:00Z'), [7, '2026-03-10', '1015', '4 fresh-price'])
  // By days trades are of their close, and what is open is of none.
  assert.deepEqual(await marked('2026-03-10T20:00:00Z', '&to=2026-03-04'), [3, '2026-03-04', '1000'])
  expectStatus(await person.http.post(`/api/trading/accounts/${accountId}/archive`), 200)
  assert.deepEqual(await marked('2026-03-10T20:00:00Z'), [1, '2026-03-02', '1015'])
})

test('the panels of the dashboard are each trader’s own, every one of them once, and go with the person', async () => {
  const [ada, ben] = [await server.trader(), await server.trader()]
  const path = '/api/trading/dashboard-layout'
  const names = async ({ http }: typeof ada) =>
    expectStatus(await http.get(path), 200).panels.map(({ name, hidden }: Group) => `${name}${hidden ? ' hidden' : ''}`)
  const all = await names(ada)
  assert.equal(all.length, 10)
  const streaks = { name: 'streaks', hidden: true }
  const said = await ada.http.put(path, { panels: [streaks, { name: 'equity', hidden: false }] })
  assert.equal(expectStatus(said, 200).panels.length, 10)
  const others = all.filter((name: string) => name !== 'streaks' && name !== 'equity')
  assert.deepEqual(await names(ada), ['streaks hidden', 'equity', ...others])
  assert.deepEqual(await names(ben), all)
  expectProblem(await ada.http.put(path, { panels: [streaks, streaks] }), 'trading/value-invalid')
  expectProblem(await ada.http.put(path, { panels: [{ name: 'weather', hidden: false }] }), 'http/invalid')
  const trading = server.app.units.all.find(({ name }) => name === 'trading')
  const { dashboardLayout } = ((await trading?.exportPerson?.(ada.id)) ?? {}) as Record<string, Group>
  assert.deepEqual(dashboardLayout?.hidden, ['streaks'])
  await server.app.db.transaction(systemOrigin('test', 'test'), async (tx) => trading?.erasePerson?.(tx, ada.id))
  assert.deepEqual(await names(ada), all)
})

test('nobody sees another’s accounts, and without trades every figure is null or zero', async () => {
  const stranger = await server.trader()
  const all = [
    'dashboard',
    'summary',
    'equity',
    'drawdown',
    'calendar',
    'heatmap',
    'distribution',
    'by?dimension=tag',
    'streaks',
    'r',
    'excursion',
    'playbooks',
    'montecarlo',
    'behaviour',
    'whatif?change=shuffle',
    `compare?left=account%3D${dollars.id}&right=`,
  ]
  for (const report of all) {
    const path = `/api/trading/analytics/${report}${report.includes('?') ? '&' : '?'}`
    const query = report.startsWith('compare') ? '' : `account=${dollars.id}`
    expectProblem(await stranger.http.get(`${path}${query}`), 'trading/account-not-found')
    if (report.startsWith('compare')) continue
    assert.deepEqual(expectStatus(await stranger.http.get(path), 200).groups, [])
  }
  await stranger.account()
  for (const report of all.slice(0, -1)) {
    const [group] = expectStatus(await stranger.http.get(`/api/trading/analytics/${report}`), 200).groups
    assert.equal(group.n ?? group.summary.n, 0, report)
  }
  const { figures } = expectStatus(await stranger.http.get('/api/trading/analytics/summary'), 200).groups[0]
  assert.equal(figures.find((figure: Group) => figure.definition === 'returns.sharpe').value, null)
  expectProblem(await server.people.anonymous().get('/api/trading/analytics/summary'), 'http/unauthenticated')
  expectProblem(await (await server.people.signedIn()).http.get('/api/trading/analytics/summary'), 'http/denied')
})

const hostile: readonly [query: string, ...faults: string[]][] = [
  ['summary?basis=both', '?basis not-a-choice'],
  ['summary?mode=yen', '?mode not-a-choice'],
  ['summary?tz=Mars/Olympus', '?tz zone'],
  ['summary?tz=%2B03:00', '?tz zone'],
  ['summary?epsilon=-1', '?epsilon pattern'],
  ['summary?epsilon=1e400', '?epsilon pattern'],
  ['summary?riskFree=NaN', '?riskFree type'],
  ['summary?account=%27;drop', '?account/0 format'],
  ['summary?from=2025-02-31', '?from format'],
  ['summary?unknown=1', '?unknown unknown-property'],
  ['equity?points=1', '?points too-small'],
  ['equity?points=99999999', '?points too-large'],
  ['equity?series=other', '?series/0 not-a-choice'],
  ['by', '?dimension required'],
  ['by?dimension=owner_id', '?dimension not-a-choice'],
  ['heatmap?slotMinutes=7', '?slotMinutes not-a-choice'],
  ['distribution?bins=1000000', '?bins too-large'],
  ['montecarlo?runs=10000000', '?runs too-large'],
  ['montecarlo?trades=100000', '?trades too-large'],
  ['whatif?change=stop', '?amount required'],
  ['whatif?change=stop&amount=0', '?amount positive'],
  ['whatif?change=only&filter=side%3Dup', '?filter.side not-a-choice'],
  ['compare?left=tag%3Dx&right=', '?left.tag/0 format'],
]
for (const [query, ...faults] of hostile) {
  test(`refuses ${query}`, async () => {
    const answer = await trader.http.get(`/api/trading/analytics/${query}`)
    assert.equal(answer.status, 400)
    assert.deepEqual(expectProblem(answer, 'http/invalid'), faults)
  })
}
