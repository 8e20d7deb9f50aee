import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { expectProblem, expectStatus } from '../../../../test/support/music.ts'
import { startTrading, type TradingServer } from '../../../../test/support/trading.ts'
import {
  addAlert,
  addProfile,
  addWatched,
  enterTrips,
  lettersTo,
  lookAround,
  profileInput,
  type Trip,
  toldTitles,
  type Watched,
} from '../../../../test/support/trading-oversight.ts'
import { systemOrigin } from '../../../kernel/db/actor.ts'

const origin = systemOrigin('test', 'test')
let server: TradingServer
before(async () => {
  server = await startTrading()
})
after(() => server.stop())

const look = (hours = 0) => lookAround(server, hours)
const statusOf = async ({ person }: Watched, id: string) =>
  expectStatus(await person.http.get(`/api/trading/risk-profiles/${id}/status`), 200)
const march = (day: number, clock: string, net: number | null, symbol?: string): Trip => {
  const at = `2026-03-${String(day).padStart(2, '0')}T${clock}:00.000Z`
  return symbol === undefined ? { at, net } : { at, net, symbol }
}
const chicago = { timeZone: 'America/Chicago', sessionCutoff: { time: '17:00', zone: 'America/Chicago' } }
const trailing = { kind: 'trailing_end_of_day', amount: '2000', lockAt: '100' }

describe('a risk profile is judged by every fill', () => {
  const cases: readonly {
    name: string
    account?: object
    rules: object
    trips: readonly Trip[]
    cash?: readonly object[]
    status: string
    breach: string | null
  }[] = [
    {
      ...{ name: 'a loss of the day that is won back by the close is found', rules: { dailyLoss: '1000' } },
      trips: [march(3, '14:00', -600), march(3, '15:00', -500), march(3, '20:00', 2000)],
      ...{ status: 'breached', breach: '2026-03-03T15:00:00.000Z' },
    },
    {
      ...{ name: 'a trailing floor stops at the start and the buffer', rules: { drawdown: trailing } },
      trips: [march(3, '15:00', 3000), march(4, '15:00', -2800)],
      ...{ status: 'warning', breach: null },
    },
    {
      ...{ name: 'and is breached there', rules: { drawdown: trailing } },
      trips: [march(3, '15:00', 3000), march(4, '15:00', -2800), march(5, '15:00', -100), march(5, '16:00', 900)],
      ...{ status: 'breached', breach: '2026-03-05T15:00:00.000Z' },
    },
    {
      ...{ name: 'before clocks go forward, 16:30 in Chicago is 22:30 UTC', account: chicago },
      ...{ rules: { dailyLoss: '1000' }, trips: [march(6, '21:00', -600), march(6, '22:30', -600)] },
      ...{ status: 'breached', breach: '2026-03-06T22:30:00.000Z' },
    },
    {
      ...{ name: 'afterwards 22:30 UTC is of the next trading day', account: chicago },
      ...{ rules: { dailyLoss: '1000' }, trips: [march(9, '21:00', -600), march(9, '22:30', -600)] },
      ...{ status: 'ok', breach: null },
    },
    {
      ...{ name: 'legs that close at one instant are one point', rules: { dailyLoss: '1000' } },
      trips: [march(3, '14:00', -1500), march(3, '14:00', 1000, 'MSFT')],
      ...{ status: 'ok', breach: null },
    },
    {
      ...{ name: 'fees of the account count, what is paid in or out does not', rules: { dailyLoss: '1000' } },
      trips: [march(3, '14:00', -600)],
      cash: [
        { kind: 'withdrawal', amount: '-5000', happenedAt: '2026-03-03T15:00:00.000Z' },
        { kind: 'fee', amount: '-400', happenedAt: '2026-03-03T16:00:00.000Z' },
      ],
      ...{ status: 'breached', breach: '2026-03-03T16:00:00.000Z' },
    },
    {
      ...{ name: 'what happened before its first day is in what it starts with', rules: { dailyLoss: '1000' } },
      trips: [march(1, '14:00', -5000), march(3, '14:00', -200)],
      ...{ status: 'ok', breach: null },
    },
  ]
  for (const { name, account, rules, trips, cash = [], status, breach } of cases)
    test(name, async () => {
      const watched = await addWatched(server, account)
      await enterTrips(watched, trips)
      for (const movement of cash)
        expectStatus(
          await watched.person.http.post(`/api/trading/accounts/${watched.accountId}/cash-movements`, movement),
          201,
        )
      const { id } = await addProfile(watched, rules)
      const found = await statusOf(watched, id)
      assert.deepEqual([found.status, found.firstBreach?.at ?? null], [status, breach], JSON.stringify(found.rules))
      await server.jobsIdle()
      const kept = expectStatus(await watched.person.http.get(`/api/trading/risk-profiles/${id}`), 200)
      assert.equal(kept.status, status)
    })

  test('and by what bars say of open positions, when that is asked for', async () => {
    const watched = await addWatched(server)
    await enterTrips(watched, [{ at: '2026-03-03T14:01:00.000Z', net: null }])
    const held = expectStatus(await watched.person.http.get('/api/trading/executions'), 200).items[0]
    const bars = ['10010', '8990', '10040'].map((close, at) => {
      return { at: `2026-03-03T14:0${at + 1}:00Z`, open: close, high: close, low: close, close }
    })
    const path = `/api/trading/instruments/${held.instrument.id}/bars`
    expectStatus(await watched.person.http.put(path, { seconds: 60, bars }), 200)
    const blind = await addProfile(watched, { dailyLoss: '1000' })
    assert.deepEqual((await statusOf(watched, blind.id)).marks, null)
    assert.equal((await statusOf(watched, blind.id)).status, 'ok')
    const marked = await addProfile(watched, { dailyLoss: '1000', usesMarks: true })
    const { status, firstBreach, marks, days } = await statusOf(watched, marked.id)
    assert.deepEqual([status, firstBreach.at, marks], ['breached', '2026-03-03T14:02:00.000Z', 3])
    assert.deepEqual([days[0].low, days[0].close, days[0].loss, days[0].lossLeft], ['48990', '50040', '1010', '-10'])
  })
})

describe('open positions go along their bars', () => {
  const at = (clock: string): string => `2026-03-03T${clock}:00Z`
  const bar = (clock: string, ...[open, high, low, close]: readonly string[]) => {
    return { at: at(clock), open, high, low, close }
  }
  /** One share is bought for 10,000 at 14:01. */
  async function held(bars: readonly object[], seconds = 60): Promise<Watched> {
    const watched = await addWatched(server)
    await enterTrips(watched, [{ at: at('14:02'), net: null }])
    const [{ instrument }] = expectStatus(await watched.person.http.get('/api/trading/executions'), 200).items
    const path = `/api/trading/instruments/${instrument.id}/bars`
    expectStatus(await watched.person.http.put(path, { seconds, bars }), 200)
    return watched
  }
  const found = async (watched: Watched, rules: object) => {
    const { id } = await addProfile(watched, { ...rules, usesMarks: true })
    const { status, firstBreach } = await statusOf(watched, id)
    return [status, firstBreach?.at ?? null]
  }

  test('a loss within a bar is found, though it began and ended well, and the bar is told by its beginning', async () => {
    const watched = await held([
      bar('14:01', '10000', '10010', '9500', '10000'),
      bar('14:02', '10000', '10100', '8990', '10050'),
      bar('14:03', '10050', '10050', '8000', '10050'),
    ])
    assert.deepEqual(await found(watched, { dailyLoss: '1000' }), ['breached', '2026-03-03T14:02:00.000Z'])
  })

  test('a bar within which it was bought may have been lower before: its close alone counts', async () => {
    const watched = await held([bar('14:00', '10000', '12000', '8000', '9900')], 120)
    assert.deepEqual(await found(watched, { dailyLoss: '1000' }), ['ok', null])
    assert.deepEqual(await found(watched, { dailyLoss: '100' }), ['breached', '2026-03-03T14:02:00.000Z'])
  })

  test('its best comes before its worst: a floor that trails is breached within one bar', async () => {
    const watched = await held([bar('14:02', '10000', '11500', '9600', '10000')])
    const drawdown = { kind: 'trailing_intraday', amount: '1900', lockAt: null }
    assert.deepEqual(await found(watched, { drawdown }), ['breached', '2026-03-03T14:02:00.000Z'])
    assert.deepEqual(await found(watched, { drawdown: { ...drawdown, amount: '1901' } }), ['ok', null])
    assert.deepEqual(await found(watched, { drawdown: { ...drawdown, kind: 'static' } }), ['ok', null])
  })

  test('where there are finer bars the coarse one says nothing more', async () => {
    const watched = await held([bar('14:02', '10000', '10000', '9500', '10000')])
    const [{ instrument }] = expectStatus(await watched.person.http.get('/api/trading/executions'), 200).items
    const path = `/api/trading/instruments/${instrument.id}/bars`
    const coarse = [bar('14:02', '10000', '10000', '5000', '10000'), bar('14:04', '10000', '10000', '9000', '10000')]
    expectStatus(await watched.person.http.put(path, { seconds: 120, bars: coarse }), 200)
    assert.deepEqual(await found(watched, { dailyLoss: '1000' }), ['breached', '2026-03-03T14:04:00.000Z'])
  })

  test('in another currency they count at the rate of the day, and not at all without one', async () => {
    const watched = await addWatched(server)
    const { http } = watched.person
    const instrument = { symbol: 'SAP', assetClass: 'stock', currency: 'EUR' }
    const buy = { instrument, side: 'buy', quantity: '1', price: '10000', executedAt: at('14:01'), fxRate: '1.2' }
    expectStatus(await http.post('/api/trading/executions/bulk', { accountId: watched.accountId, items: [buy] }), 201)
    const [{ instrument: bought }] = expectStatus(await http.get('/api/trading/executions'), 200).items
    const bars = [bar('14:02', '10000', '10000', '9500', '10000')]
    expectStatus(await http.put(`/api/trading/instruments/${bought.id}/bars`, { seconds: 60, bars }), 200)
    assert.deepEqual(await found(watched, { dailyLoss: '1000' }), ['ok', null])
    // Bought for 12,000 USD; 9,500 EUR at 1.1 are 10,450.
    const rates = [{ base: 'EUR', quote: 'USD', day: '2026-03-03', rate: '1.1' }]
    expectStatus(await http.put('/api/trading/currency-rates', { rates }), 200)
    assert.deepEqual(await found(watched, { dailyLoss: '1550' }), ['breached', '2026-03-03T14:02:00.000Z'])
    assert.deepEqual(await found(watched, { dailyLoss: '1551' }), ['ok', null])
  })
})

test('the path is told day by day, with what is left of each rule', async () => {
  const watched = await addWatched(server)
  await enterTrips(watched, [march(3, '14:00', 900.5), march(4, '14:00', -300.25), march(4, '15:00', 100)])
  const rules = { dailyLoss: '1000', drawdown: trailing, bestDayPercent: '50', daysMin: 3, profitTarget: '2000' }
  const { id } = await addProfile(watched, { ...rules, startBalance: '40000' })
  const found = await statusOf(watched, id)
  assert.deepEqual(
    found.rules.map(({ rule, state, actual, left }: Record<string, string>) => [rule, state, actual, left]),
    [
      ['daily_loss', 'ok', '0', '1000'],
      ['drawdown', 'ok', '40700.25', '1799.75'],
      ['best_day', 'unmet', '900.5', '-550.375'],
      ['days', 'unmet', '2', '1'],
      ['profit_target', 'unmet', '700.25', '1299.75'],
    ],
  )
  assert.deepEqual(found.days.slice(0, 2), [
    {
      ...{ day: '2026-03-03', start: '40000', low: '40000', close: '40900.5', realised: '900.5' },
      ...{ loss: '0', lossLeft: '1000', floor: '38000', roomLeast: '2000' },
    },
    {
      ...{ day: '2026-03-04', start: '40900.5', low: '40600.25', close: '40700.25', realised: '-200.25' },
      ...{ loss: '300.25', lossLeft: '699.75', floor: '38900.5', roomLeast: '1699.75' },
    },
  ])
  const templates = await watched.person.http.get('/api/trading/risk-templates?balance=25000')
  const [first] = expectStatus(templates, 200).items
  assert.deepEqual([first.dailyLoss, first.drawdown.amount, first.profitTarget], ['1250', '2500', '2500'])
})

test('a breach is recorded and mailed once; later fills move it, take it away and bring it back openly', async () => {
  const watched = await addWatched(server, { timeZone: 'America/New_York' })
  const { http } = watched.person
  const { id } = await addProfile(watched, { name: 'Funded', dailyLoss: '1000' })
  const fills = await enterTrips(watched, [march(3, '15:00', -600), march(3, '16:00', -500), march(3, '17:00', -100)])
  const later = async (act: () => Promise<{ status: number }>) => {
    const { status } = await act()
    assert.ok(status < 300, String(status))
    await look()
    const [breach] = (await statusOf(watched, id)).breaches
    return [
      breach.breachedAt.slice(11, 16),
      breach.withdrawnAt !== null,
      breach.changes.map((one: { what: string }) => one.what),
    ]
  }
  await look()
  await look()
  const sell = async (price: string) => {
    const { items } = expectStatus(await http.get(`/api/trading/executions?accountId=${watched.accountId}`), 200)
    const first = items.find((one: { executedAt: string }) => one.executedAt === '2026-03-03T15:00:00.000Z')
    return await http.patch(`/api/trading/executions/${first.id}`, { price })
  }
  assert.deepEqual(await later(() => sell('9450')), ['16:00', false, []], 'what is the same is not told again')
  assert.deepEqual(await later(() => sell('9550')), ['17:00', false, ['moved']])
  assert.deepEqual(await later(() => sell('10050')), ['17:00', true, ['moved', 'withdrawn']])
  assert.deepEqual(await later(() => sell('9000')), ['15:00', false, ['moved', 'withdrawn', 'returned']])
  assert.equal(fills.length, 6)
  const [letter, ...others] = await lettersTo(server, watched, 'trading.risk-breach')
  assert.equal(others.length, 0)
  assert.match(letter?.text ?? '', /Funded: the limit of the daily loss was reached, at 2026-03-03T11:00:00-05:00/)
  const facts = await server.query<{ name: string; action: string | null }>(
    `SELECT name FROM kernel.event WHERE data->>'profileId' = $1 ORDER BY id`,
    [id],
  )
  const changed = 'trading.risk-profile.breach-changed'
  assert.deepEqual(
    facts.map(({ name }) => name),
    ['trading.risk-profile.breached', changed, changed, changed],
  )
  const audited = await server.query<{ action: string }>(
    `SELECT action FROM audit.record WHERE subject_id = $1 ORDER BY id`,
    [id],
  )
  assert.deepEqual(
    audited.map(({ action }) => action.replace('trading.risk-profile.', '')),
    ['created', 'breached', 'breach-moved', 'breach-withdrawn', 'breach-returned'],
  )
  assert.equal((await toldTitles(watched)).length, 4)
})

describe('what cannot be is refused', () => {
  const profiles: readonly [object, string][] = [
    [{}, '/dailyLoss required'],
    [{ dailyLoss: '0' }, '/dailyLoss minimum'],
    [{ bestDayPercent: '100.5' }, '/bestDayPercent maximum'],
    [{ drawdown: { kind: 'static', amount: '0', lockAt: null } }, '/drawdown/amount minimum'],
    [{ drawdown: { kind: 'static', amount: '1', lockAt: '1' } }, '/drawdown/lockAt not-asked'],
    [{ dailyLoss: '1', startBalance: '0' }, '/startBalance minimum'],
  ]
  for (const [fields, fault] of profiles)
    test(`${JSON.stringify(fields)}: ${fault}`, async () => {
      const { person, accountId } = await addWatched(server)
      const body = { accountId, ...profileInput(fields) }
      const answer = await person.http.post('/api/trading/risk-profiles', body)
      assert.deepEqual(expectProblem(answer, 'trading/value-invalid'), [fault])
    })

  test('accounts and profiles of others, and what was changed since', async () => {
    const watched = await addWatched(server)
    const { person: stranger } = await addWatched(server)
    const rules = profileInput({ dailyLoss: '1' })
    const foreign = { accountId: watched.accountId, ...rules }
    expectProblem(await stranger.http.post('/api/trading/risk-profiles', foreign), 'trading/account-not-found')
    const { id } = await addProfile(watched, { dailyLoss: '2' })
    const path = `/api/trading/risk-profiles/${id}`
    expectProblem(await stranger.http.get(`${path}/status`), 'trading/risk-profile-not-found')
    expectStatus(await watched.person.http.put(path, { ...rules, version: 1 }), 200)
    expectProblem(await watched.person.http.put(path, { ...rules, version: 1 }), 'trading/oversight-stale')
    assert.equal((await watched.person.http.delete(path)).status, 204)
    expectProblem(await watched.person.http.get(path), 'trading/risk-profile-not-found')
  })
})

test('what a person watches is exported, and nothing of it is left when they are erased', async () => {
  const watched = await addWatched(server)
  await addProfile(watched, { dailyLoss: '1000' })
  await addAlert(watched, { kind: 'drawdown', threshold: '1' })
  await enterTrips(watched, [march(3, '10:00', -2000)])
  const hours = { from: '22:00', to: '07:00', timeZone: 'Europe/Berlin' }
  expectStatus(await watched.person.http.put('/api/trading/quiet-hours', { hours }), 200)
  await look()
  const trading = server.app.units.all.find(({ name }) => name === 'trading')
  const exported = (await trading?.exportPerson?.(watched.person.id)) as Record<string, unknown[]>
  const counts = ['riskProfiles', 'riskBreaches', 'alerts', 'alertEvents', 'quietHours'].map(
    (name) => exported[name]?.length ?? 0,
  )
  assert.deepEqual(counts, [1, 1, 1, 2, 1])
  await server.app.db.transaction(origin, async (tx) => await trading?.erasePerson?.(tx, watched.person.id))
  for (const table of ['risk_profile', 'risk_breach', 'alert_rule', 'alert_event', 'quiet_hours']) {
    const left = await server.query(`SELECT FROM trading.${table} WHERE owner_id = $1`, [watched.person.id])
    assert.equal(left.length, 0, table)
  }
})

test('a stop that was moved away while the trade was open is a fact of its behaviour, one moved closer is none', async () => {
  const watched = await addWatched(server)
  const { http } = watched.person
  const symbols = ['AAPL', 'MSFT', 'NVDA']
  const trades = await enterTrips(
    watched,
    symbols.map((symbol) => march(3, '14:00', null, symbol)),
  )
  const [away, closer, gone] = trades
  const stops: readonly (readonly [string | undefined, readonly (string | null)[]])[] = [
    [away, ['9900', '9950', '9800']],
    [closer, ['9900', '9900.0', '9950']],
    [gone, ['9900', null]],
  ]
  for (const [trade, prices] of stops)
    for (const [version, initialStop] of prices.entries())
      expectStatus(await http.patch(`/api/trading/trades/${trade}`, { version, initialStop }), 200)
  for (const symbol of symbols) {
    const instrument = { symbol, assetClass: 'stock', currency: 'USD' }
    const sell = { side: 'sell', quantity: '1', price: '9990', executedAt: '2026-03-03T15:00:00Z' }
    const body = { accountId: watched.accountId, instrument, ...sell }
    expectStatus(await http.post('/api/trading/executions', body), 201)
  }
  const late = { version: 3, initialStop: '9000' }
  expectStatus(await http.patch(`/api/trading/trades/${closer}`, late), 200)
  const { groups } = expectStatus(await http.get('/api/trading/analytics/behaviour'), 200)
  const flag = groups[0].flags.find(({ kind }: { kind: string }) => kind === 'stop-moved-away')
  const found = flag.triggered.map((one: { tradeId: string; measured: number }) => [one.tradeId, one.measured])
  assert.deepEqual(
    found.toSorted(),
    [
      [away, 1],
      [gone, 1],
    ].toSorted(),
  )
  assert.equal(flag.net, '-20')
})
