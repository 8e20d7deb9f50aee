import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { Webhook } from 'standardwebhooks'
import { type HttpStandIn, startHttpStandIn } from '../../../../test/support/http-stand-in.ts'
import { expectProblem, expectStatus } from '../../../../test/support/music.ts'
import { startTrading, type TradingServer } from '../../../../test/support/trading.ts'
import {
  addAlert,
  addProfile,
  addWatched,
  alertInput,
  enterTrips,
  lettersTo,
  lookAround,
  type Trip,
  toldTitles,
  type Watched,
} from '../../../../test/support/trading-oversight.ts'
import { systemOrigin } from '../../../kernel/db/actor.ts'
import { newId } from '../../../kernel/id.ts'
import { addDays, localDate } from '../../../kernel/zoned.ts'

const origin = systemOrigin('test', 'test')
const HOUR_MS = 3_600_000
let server: TradingServer
let receiver: HttpStandIn
before(async () => {
  receiver = await startHttpStandIn(() => ({ status: 204 }))
  server = await startTrading({ environment: { WEBHOOKS_PRIVATE_NETWORKS: '127.0.0.0/8' } })
})
after(async () => {
  await server.stop()
  await receiver.close()
})

const look = (hours = 0) => lookAround(server, hours)

const yesterday = addDays(localDate(new Date(), 'UTC'), -1)
const at = (clock: string, net: number | null, symbol?: string): Trip => {
  const moment = `${yesterday}T${clock}:00.000Z`
  return symbol === undefined ? { at: moment, net } : { at: moment, net, symbol }
}

describe('an alert is told', () => {
  const losses = [at('10:00', -300), at('11:00', -200), at('12:00', -700)]
  const cases: readonly [kind: string, fields: object, trips: readonly Trip[], title: string | null][] = [
    ['daily-loss', { threshold: '1200' }, losses, `Watch: 1200 USD lost on ${yesterday}`],
    ['daily-loss', { threshold: '1200.01' }, losses, null],
    ['daily-profit', { threshold: '10' }, [at('10:00', 12.5)], `Watch: 12.5 USD earned on ${yesterday}`],
    ['weekly-loss', { threshold: '1000' }, losses, 'lost in the week from'],
    ['loss-streak', { threshold: '3' }, losses, 'Watch: 3 trades lost in a row'],
    ['loss-streak', { threshold: '3' }, [...losses, at('13:00', 5)], null],
    ['win-streak', { threshold: '1' }, [...losses, at('13:00', 5)], 'Watch: 1 trades won in a row'],
    ['trades-per-day', { threshold: '3' }, losses, `Watch: 3 trades opened on ${yesterday}`],
    ['drawdown', { threshold: '700' }, [at('09:00', 400), ...losses], 'Watch: 1200 USD below the highest result'],
    ['drawdown', { threshold: '700' }, [at('09:00', -600)], null],
    ['trade-size', { threshold: '10000' }, losses, 'Watch: a trade of 10000 USD'],
    ['exposure', { threshold: '15000' }, [at('10:00', null), at('10:00', null, 'MSFT')], 'positions of 20000 USD'],
    ['exposure', { threshold: '1' }, losses, null],
    [
      ...(['win-rate-below', { threshold: '30', trades: 5 }] as const),
      [...losses, at('13:00', 5), at('14:00', -1)],
      'Watch: 20 % of the last 5 trades won, less than 30 %',
    ],
    ['win-rate-below', { threshold: '30', trades: 6 }, [...losses, at('13:00', 5), at('14:00', -1)], null],
  ]
  for (const [kind, fields, trips, title] of cases)
    test(`${kind} of ${JSON.stringify(fields)}: ${title ?? 'not'}`, async () => {
      const watched = await addWatched(server)
      const { id } = await addAlert(watched, { kind, ...fields })
      await enterTrips(watched, trips)
      await look()
      const told = await toldTitles(watched)
      assert.equal(told.length, title === null ? 0 : 1)
      if (title !== null) assert.ok(told[0]?.includes(title), told[0])
      const { state } = expectStatus(await watched.person.http.get(`/api/trading/alerts/${id}`), 200)
      assert.equal(state, title === null ? 'active' : 'triggered')
    })

  test('of a price that bars reached while the position is open', async () => {
    const watched = await addWatched(server)
    await enterTrips(watched, [at('10:00', null)])
    const [held] = expectStatus(await watched.person.http.get('/api/trading/executions'), 200).items
    const instrumentId = held.instrument.id
    await addAlert(watched, { kind: 'price-below', threshold: '9900', instrumentId })
    const bar = { open: '9950', high: '9960', low: '9899.5', close: '9950' }
    const path = `/api/trading/instruments/${instrumentId}/bars`
    const put = (clock: string, fields: object = {}) =>
      watched.person.http.put(path, { seconds: 60, bars: [{ at: `${yesterday}T${clock}:00Z`, ...bar, ...fields }] })
    expectStatus(await put('09:00'), 200)
    await look()
    assert.deepEqual(await toldTitles(watched), [], 'before it was opened')
    expectStatus(await put('10:05'), 200)
    await look()
    assert.deepEqual(await toldTitles(watched), ['Watch: the price went to 9899.5, at or below 9900'])
  })

  test('of a risk profile that warns or is breached, and of a failed import', async () => {
    const watched = await addWatched(server)
    const { id: profileId } = await addProfile(watched, { drawdown: { kind: 'static', amount: '2000', lockAt: null } })
    await addAlert(watched, { name: 'Near', kind: 'risk-warning', profileId })
    await addAlert(watched, { name: 'Over', kind: 'risk-breach', profileId })
    await addAlert(watched, { name: 'File', kind: 'import-failed' })
    await enterTrips(watched, [at('10:00', -1700)])
    await look()
    assert.deepEqual(await toldTitles(watched), ['Near: the risk profile warns'])
    await enterTrips(watched, [at('11:00', -300)])
    await server.query(
      `INSERT INTO trading.import_batch (id, owner_id, account_id, file_id, profile, filename, file_bytes, file_sha256, state, failure, detected, time_zone, symbols, fx_rates, rows_read, wants_letter, version, created_at, updated_at)
       VALUES (gen_random_uuid(), $1, $2, gen_random_uuid(), '{}', 'a.csv', 1, sha256('a'), 'failed', 'empty', '[]', 'UTC', '[]', '{}', 0, false, 1, now(), now())`,
      [watched.person.id, watched.accountId],
    )
    await look()
    assert.deepEqual((await toldTitles(watched)).sort(), [
      'Evaluation: the limit of the drawdown was reached',
      'File: the last import failed, or has rows with errors',
      'Near: the risk profile warns',
      'Over: the risk profile is breached',
    ])
  })
})

describe('an alert that was told', () => {
  const watchExposure = async (fields: object = {}) => {
    const watched = await addWatched(server)
    const { id } = await addAlert(watched, { kind: 'exposure', threshold: '9000', ...fields })
    const path = `/api/trading/alerts/${id}`
    const state = async () => expectStatus(await watched.person.http.get(path), 200).state
    return { watched, path, state, http: watched.person.http }
  }
  const open = (watched: Watched) => enterTrips(watched, [at('10:00', null)])
  const flatten = async ({ person, accountId }: Watched, clock: string) => {
    const instrument = { symbol: 'AAPL', assetClass: 'stock', currency: 'USD' }
    const sell = { side: 'sell', quantity: '1', price: '10000', executedAt: `${yesterday}T${clock}:00Z` }
    expectStatus(await person.http.post('/api/trading/executions', { accountId, instrument, ...sell }), 201)
  }

  test('is not told again until its condition was false', async () => {
    const { watched, state } = await watchExposure()
    await open(watched)
    await look()
    await enterTrips(watched, [at('10:30', null, 'MSFT')])
    await look()
    await look(26)
    assert.deepEqual([await state(), (await toldTitles(watched)).length], ['triggered', 1])
    await flatten(watched, '11:00')
    await look()
    assert.equal(await state(), 'triggered', 'one position is open still')
  })

  test('re-arms when it is false, and is told anew', async () => {
    const { watched, state } = await watchExposure()
    await open(watched)
    await look()
    await flatten(watched, '11:00')
    await look()
    assert.equal(await state(), 'active')
    await enterTrips(watched, [at('12:00', null)])
    await look()
    assert.deepEqual([await state(), (await toldTitles(watched)).length], ['triggered', 2])
  })

  test('rests while it is snoozed, and is told once more if it holds then', async () => {
    const { watched, path, state, http } = await watchExposure()
    await open(watched)
    await look()
    const until = new Date(Date.now() + HOUR_MS).toISOString()
    assert.equal(expectStatus(await http.post(`${path}/snooze`, { until }), 200).state, 'snoozed')
    await look()
    assert.deepEqual([await state(), (await toldTitles(watched)).length], ['snoozed', 1])
    await look(2)
    await look(2)
    assert.deepEqual([await state(), (await toldTitles(watched)).length], ['triggered', 2])
    for (const bad of [new Date(Date.now() - 1000), new Date(Date.now() + 400 * 24 * HOUR_MS)])
      assert.deepEqual(
        expectProblem(await http.post(`${path}/snooze`, { until: bad.toISOString() }), 'trading/value-invalid'),
        ['/until instant'],
      )
  })

  test('is silent once it is resolved, until it was false; expires; and is judged anew when it is changed', async () => {
    const { watched, path, state, http } = await watchExposure({ expiresAt: new Date(Date.now() + 48 * HOUR_MS) })
    expectProblem(await http.post(`${path}/resolve`), 'trading/alert-step')
    await open(watched)
    await look()
    assert.equal(expectStatus(await http.post(`${path}/resolve`), 200).state, 'resolved')
    await look()
    assert.deepEqual([await state(), (await toldTitles(watched)).length], ['resolved', 1])
    await look(49)
    assert.equal(await state(), 'expired')
    const until = new Date(Date.now() + HOUR_MS).toISOString()
    expectProblem(await http.post(`${path}/snooze`, { until }), 'trading/alert-step')
    const { version } = expectStatus(await http.get(path), 200)
    const body = { ...alertInput(watched.accountId, { kind: 'exposure', threshold: '9500' }), version }
    expectStatus(await http.put(path, body), 200)
    expectProblem(await http.put(path, body), 'trading/oversight-stale')
    await look()
    assert.deepEqual([await state(), (await toldTitles(watched)).length], ['triggered', 2])
  })

  test('is read or unread in the application, mailed, and sent signed to programs that listen', async () => {
    const administrator = await server.people.signedIn('administrator')
    const listened = { url: `${receiver.url}/alerts`, events: ['trading.alert.triggered'] }
    const { secret } = expectStatus(await administrator.http.post('/api/webhooks/endpoints', listened), 201)
    const { watched, http } = await watchExposure({ channels: ['in-app', 'email', 'webhook'] })
    await addAlert(watched, { kind: 'trade-size', threshold: '1', channels: ['email'] })
    await open(watched)
    await look()
    const sent = receiver.requests.filter(({ path }) => path === '/alerts')
    assert.equal(sent.length, 1)
    const [{ body, headers }] = sent as [(typeof sent)[number]]
    const told = new Webhook(secret).verify(JSON.stringify(body), headers as Record<string, string>)
    const { type, data } = told as { type: string; data: Record<string, unknown> }
    assert.deepEqual([type, data.kind, data.value], ['trading.alert.triggered', 'exposure', '10000'])
    const letters = await lettersTo(server, watched, 'trading.alert')
    assert.deepEqual(letters.map(({ subject }) => subject).sort(), [
      'Watch: a trade of 10000 USD',
      'Watch: open positions of 10000 USD, at cost',
    ])
    const unread = async () => expectStatus(await http.get('/api/trading/alert-events/unread'), 200).unread
    assert.equal(await unread(), 1, 'what is only mailed is not counted')
    const stranger = await addWatched(server)
    const [event] = expectStatus(await http.get('/api/trading/alert-events'), 200).items
    const mark = { read: true, ids: [event.id] }
    expectStatus(await stranger.person.http.post('/api/trading/alert-events/mark', mark), 200)
    assert.equal(await unread(), 1)
    assert.deepEqual(expectStatus(await http.post('/api/trading/alert-events/mark', mark), 200), { unread: 0 })
    assert.deepEqual(await toldTitles(watched, '?unread=true'), [])
    const again = { read: false }
    assert.deepEqual(expectStatus(await http.post('/api/trading/alert-events/mark', again), 200), { unread: 1 })
  })

  test('is dropped with time: what was read after 90 days, all after 400', async () => {
    const { person, accountId } = await addWatched(server)
    const notices = [
      ['read and old', 91, true],
      ['unread and old', 91, false],
      ['read and new', 89, true],
      ['unread and forgotten', 401, false],
    ] as const
    for (const [title, days, isRead] of notices)
      await server.query(
        `INSERT INTO trading.alert_event (id, owner_id, account_id, title, raised_at, in_app, read_at)
         VALUES ($1, $2, $3, $4, now() - make_interval(days => $5), true, CASE WHEN $6 THEN now() END)`,
        [newId(), person.id, accountId, title, days, isRead],
      )
    const origin = systemOrigin('test', 'test')
    const queued = { queue: 'trading.drop-notices', data: {}, options: {} }
    await server.app.db.transaction(origin, (tx) => tx.enqueue(queued))
    await server.jobsIdle()
    const left = await server.query<{ title: string }>(
      'SELECT title FROM trading.alert_event WHERE owner_id = $1 ORDER BY title',
      [person.id],
    )
    assert.deepEqual(
      left.map(({ title }) => title),
      ['read and new', 'unread and old'],
    )
  })

  test('waits with its letter for the end of quiet hours', async () => {
    const { watched, http } = await watchExposure({ channels: ['email'] })
    const clock = (hours: number) => new Date(Date.now() + hours * HOUR_MS).toISOString().slice(11, 16)
    const hours = { from: clock(-1), to: clock(2), timeZone: 'UTC' }
    assert.deepEqual(expectStatus(await http.put('/api/trading/quiet-hours', { hours }), 200), { hours })
    await open(watched)
    await look()
    assert.deepEqual(await lettersTo(server, watched, 'trading.alert'), [])
    const events = await server.query<{ id: string }>('SELECT id FROM trading.alert_event WHERE owner_id = $1', [
      watched.person.id,
    ])
    assert.equal(events.length, 1)
    const data = { eventId: events[0]?.id }
    await server.app.db.transaction(origin, (tx) => tx.enqueue({ queue: 'trading.send-alert', data, options: {} }))
    await server.jobsIdle()
    assert.equal((await lettersTo(server, watched, 'trading.alert')).length, 1)
    const equal = { hours: { ...hours, to: hours.from } }
    assert.deepEqual(expectProblem(await http.put('/api/trading/quiet-hours', equal), 'trading/value-invalid'), [
      '/hours/to range',
    ])
    assert.deepEqual(expectStatus(await http.put('/api/trading/quiet-hours', { hours: null }), 200), { hours: null })
  })
})

describe('what cannot be is refused with its field', () => {
  const unknown = '00000000-0000-7000-8000-000000000000'
  const alerts: readonly [object, string][] = [
    [{ kind: 'daily-loss' }, '/threshold required'],
    [{ kind: 'daily-loss', threshold: '0' }, '/threshold minimum'],
    [{ kind: 'loss-streak', threshold: '2.5' }, '/threshold count'],
    [{ kind: 'win-rate-below', threshold: '101', trades: 10 }, '/threshold maximum'],
    [{ kind: 'win-rate-below', threshold: '50' }, '/trades required'],
    [{ kind: 'exposure', threshold: '1', trades: 10 }, '/trades not-asked'],
    [{ kind: 'price-above', threshold: '1' }, '/instrumentId required'],
    [{ kind: 'price-above', threshold: '1', instrumentId: unknown }, '/instrumentId unknown'],
    [{ kind: 'risk-breach', profileId: unknown }, '/profileId unknown'],
    [{ kind: 'import-failed', threshold: '1' }, '/threshold not-asked'],
    [{ kind: 'exposure', threshold: '1', expiresAt: '2026-01-01T00:00:00Z' }, '/expiresAt past'],
  ]
  test('and of an account of somebody else', async () => {
    const { person, accountId } = await addWatched(server)
    for (const [fields, fault] of alerts) {
      const answer = await person.http.post('/api/trading/alerts', alertInput(accountId, fields))
      assert.deepEqual(expectProblem(answer, 'trading/value-invalid'), [fault])
    }
    const { person: stranger } = await addWatched(server)
    const foreign = alertInput(accountId, { kind: 'exposure', threshold: '1' })
    expectProblem(await stranger.http.post('/api/trading/alerts', foreign), 'trading/account-not-found')
  })
})
