import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { noEffects } from '../../../../test/support/effects.ts'
import { expectProblem, expectStatus } from '../../../../test/support/music.ts'
import { startTrading, type TradingServer } from '../../../../test/support/trading.ts'
import {
  journalThings,
  makeAccount,
  makePicture,
  makeTag,
  makeTrade,
  makeTrader,
  type Trader,
  textOf,
} from '../../../../test/support/trading-journal.ts'
import { setClock } from '../../../kernel/clock.ts'
import { systemOrigin } from '../../../kernel/db/actor.ts'
import { decimal } from '../../../kernel/decimal.ts'
import { addDays, localDate } from '../../../kernel/zoned.ts'
import { stateOf } from './goal-progress.ts'
import { periodOf } from './periods.ts'
import type { GoalRow } from './tables.ts'

const origin = systemOrigin('test', 'test')
let server: TradingServer
before(async () => {
  server = await startTrading()
})
after(() => server.stop())

/** Runs a job at an instant. */
async function run(queue: string, at: string | null = null, times = 1): Promise<void> {
  const restore = at === null ? () => undefined : setClock(() => Date.parse(at))
  try {
    for (let count = 0; count < times; count += 1)
      await server.app.db.transaction(origin, (tx) => tx.enqueue({ queue, data: {}, options: {} }))
    await server.jobsIdle()
  } finally {
    restore()
  }
}

const mailsTo = async ({ person }: Trader, template: string) =>
  (await server.mailbox()).filter((mail) => mail.to.address === person.email && mail.template === template)

test('periods are weeks from Monday and months', () => {
  assert.deepEqual(periodOf('week', '2026-03-15'), { from: '2026-03-09', to: '2026-03-15' })
  assert.deepEqual(periodOf('week', '2026-03-16'), { from: '2026-03-16', to: '2026-03-22' })
  assert.deepEqual(periodOf('month', '2028-02-29'), { from: '2028-02-01', to: '2028-02-29' })
  assert.deepEqual(periodOf('month', '2026-12-31'), { from: '2026-12-01', to: '2026-12-31' })
})

describe('the weekly digest', () => {
  const queue = 'trading.send-weekly-digests'
  const WISH = '/api/trading/weekly-digest'
  // Monday 07:00 in New York, whose clocks went forward the week before.
  const DUE = '2026-03-16T11:00:00.000Z'
  const wants = async (trader: Trader, fields: object = {}) => {
    const wish = expectStatus(await trader.person.http.put(WISH, { wanted: true, ...fields }), 200)
    await server.query("UPDATE trading.weekly_digest SET wanted_since = '2026-03-16T10:59:59Z' WHERE owner_id = $1", [
      trader.person.id,
    ])
    return wish
  }

  test('goes out once at 07:00 on Monday, to who wants it, however many nodes there are', async () => {
    const ada = await makeTrader(server)
    const silent = await makeTrader(server)
    const late = await makeTrader(server)
    assert.deepEqual(await wants(ada), {
      ...{ wanted: true, accountId: ada.accountId, timeZone: 'America/New_York', refused: null },
    })
    await wants(late)
    await server.query('UPDATE trading.weekly_digest SET wanted_since = $2 WHERE owner_id = $1', [late.person.id, DUE])
    await run(queue, '2026-03-16T10:59:59.999Z')
    assert.equal((await mailsTo(ada, 'trading.weekly-digest')).length, 0, 'a moment early')
    const other = await startTrading({ environment: { DATABASE_URL: server.databaseUrl } })
    try {
      await run(queue, DUE, 6)
      await run(queue, '2026-03-17T10:45:00.000Z', 2)
    } finally {
      await other.stop()
    }
    const count = await server.query<{ template: string; to_address: string }>(
      "SELECT template, to_address FROM kernel.mail WHERE template = 'trading.weekly-digest'",
    )
    assert.deepEqual(
      count.map(({ to_address }) => to_address),
      [ada.person.email],
      `once, and not to ${silent.person.email}`,
    )
    const [sent] = await server.query<object>('SELECT week_start FROM trading.digest_sent')
    assert.deepEqual(sent, { week_start: '2026-03-09' })
  })

  test('holds the figures of the ledger and the link that ends it', async () => {
    const ben = await makeTrader(server, { name: 'Futures' })
    const euros = await makeAccount(server, ben.person, { currency: 'EUR', name: 'Euros' })
    await makeTrade(server, euros, { openedAt: '2026-03-10T15:00:00Z', net: '5' })
    const on = (day: string, net: string) => ({ openedAt: `2026-03-${day}T15:00:00Z`, net })
    for (const trade of [on('08', '999'), on('09', '10.105'), on('13', '-3'), on('15', '0.2'), on('16', '999')])
      await makeTrade(server, ben, trade)
    const reflected = { version: null, lesson: 'Wait.' }
    expectStatus(await ben.person.http.put('/api/trading/reflections/2026-03-13', reflected), 200)
    await wants(ben)
    await run(queue, DUE)
    const [mail] = await mailsTo(ben, 'trading.weekly-digest')
    assert.match(mail?.text ?? '', /Futures: 7\.3 USD net, trades closed: 3, won: 2, lost: 1/)
    assert.match(mail?.text ?? '', /Traded on 4 days, wrote of 1 day; nothing of 3 days with trades/)
    assert.match(mail?.text ?? '', /Trades without a review: 4/)
    assert.match(mail?.text ?? '', /Euros: 5 EUR net, trades closed: 1, won: 1, lost: 0/)
    assert.match(mail?.subject ?? '', /from 2026-03-09 to 2026-03-15/)
    const review = await ben.person.http.get('/api/trading/journal-review?period=week&day=2026-03-11')
    assert.equal(expectStatus(review, 200).accounts[0].net, '7.305')
    const [, link = ''] = /(http:\/\/\S*\/api\/mail\/unsubscribe\?token=\S+)/.exec(mail?.text ?? '') ?? []
    const { pathname, search } = new URL(link)
    const body = 'List-Unsubscribe=One-Click'
    const headers = { 'content-type': 'application/x-www-form-urlencoded' }
    const ended = await server.people.anonymous().send(`${pathname}${search}`, { method: 'POST', body, headers })
    assert.equal(ended.status, 200)
    const wish = expectStatus(await ben.person.http.get(WISH), 200)
    assert.deepEqual([wish.wanted, wish.refused], [false, 'unsubscribe'])
    await run(queue, '2026-03-23T11:00:00.000Z')
    assert.equal((await mailsTo(ben, 'trading.weekly-digest')).length, 1)
    assert.equal((await wants(ben)).wanted, true, 'asked for anew')
    await run(queue, '2026-03-23T12:00:00.000Z')
    assert.equal((await mailsTo(ben, 'trading.weekly-digest')).length, 2)
    const off = expectStatus(await ben.person.http.put(WISH, { wanted: false }), 200)
    assert.deepEqual([off.wanted, off.accountId], [false, null])
  })

  test('of a day goes out once in the morning after it, when it had trades, with their figures', async () => {
    const letters = 'trading.send-daily-digests'
    const wish = '/api/trading/daily-digest'
    const eve = await makeTrader(server, { name: 'Days' })
    const silent = await makeTrader(server)
    for (const { person } of [eve, silent]) {
      expectStatus(await person.http.put(wish, { wanted: true }), 200)
      await server.query("UPDATE trading.daily_digest SET wanted_since = '2026-03-01T00:00:00Z' WHERE owner_id = $1", [
        person.id,
      ])
    }
    await makeTrade(server, eve, { openedAt: '2026-03-10T15:00:00Z', net: '12.5' })
    // 07:00 in New York.
    await run(letters, '2026-03-11T10:59:59.999Z')
    assert.equal((await mailsTo(eve, 'trading.daily-digest')).length, 0, 'a moment early')
    await run(letters, '2026-03-11T11:00:00.000Z', 4)
    const [mail, ...others] = await mailsTo(eve, 'trading.daily-digest')
    assert.deepEqual(others, [])
    assert.match(mail?.subject ?? '', /^Your trading day 2026-03-10$/)
    assert.match(mail?.text ?? '', /Days: 12\.5 USD net, trades closed: 1, won: 1, lost: 0/)
    assert.match(mail?.text ?? '', /\/trading\/journal\/days\/2026-03-10/)
    // Fills of the day before that come during the day are told of then.
    await makeTrade(server, silent, { openedAt: '2026-03-10T16:00:00Z', net: '-1' })
    await run(letters, '2026-03-11T15:00:00.000Z')
    assert.equal((await mailsTo(silent, 'trading.daily-digest')).length, 1)
    await run(letters, '2026-03-12T11:00:00.000Z')
    assert.equal((await mailsTo(eve, 'trading.daily-digest')).length, 1, 'no trade, no letter')
    expectStatus(await eve.person.http.put(wish, { wanted: false }), 200)
    await makeTrade(server, eve, { openedAt: '2026-03-12T15:00:00Z', net: '3' })
    await run(letters, '2026-03-13T11:00:00.000Z')
    assert.equal((await mailsTo(eve, 'trading.daily-digest')).length, 1, 'ended')
    assert.equal((await mailsTo(eve, 'trading.weekly-digest')).length, 0)
  })

  test('needs an account of one’s own', async () => {
    const nobody = await server.people.signedIn('trader')
    expectProblem(await nobody.http.put(WISH, { wanted: true }), 'trading/account-not-found')
    const theirs = await makeTrader(server)
    const wish = { wanted: true, accountId: theirs.accountId }
    expectProblem(await nobody.http.put(WISH, wish), 'trading/account-not-found')
  })
})

describe('a goal', () => {
  const path = '/api/trading/goals'
  const states: readonly (readonly [GoalRow['metric'], string | null, 'open' | 'reached' | 'missed', string])[] = [
    ['net', '99.99', 'open', 'missed'],
    ['net', '100', 'reached', 'reached'],
    ['net', '-5', 'open', 'missed'],
    ['journal-days', '100', 'reached', 'reached'],
    ['win-rate', '100', 'open', 'reached'],
    ['win-rate', '99', 'open', 'missed'],
    ['trades-per-day', '100', 'open', 'reached'],
    ['trades-per-day', '101', 'missed', 'missed'],
    ['loss-per-day', '100.01', 'missed', 'missed'],
    ['loss-per-day', null, 'open', 'unknown'],
  ]
  for (const [metric, value, during, after] of states)
    test(`of ${metric} at ${value} of 100 is ${during}, and ${after} when it is over`, () => {
      const exact = value === null ? null : decimal(value)
      assert.deepEqual(
        [false, true].map((isOver) => stateOf({ metric, target: '100' }, exact, isOver)),
        [during, after],
      )
    })

  test('is measured by the ledger and the journal, in the week of the account', async () => {
    const cal = await makeTrader(server, { zone: 'UTC' })
    const today = localDate(new Date(), 'UTC')
    const before = periodOf('week', addDays(periodOf('week', today).from, -1))
    const day = (offset: number) => addDays(before.from, offset)
    const trade = (offset: number, net: string) =>
      makeTrade(server, cal, {
        ...{ openedAt: `${day(offset)}T10:00:00Z`, closedAt: `${day(offset)}T11:00:00Z`, net },
      })
    for (const [offset, net] of [
      [-1, '1000'],
      [0, '50.5'],
      [0, '-80'],
      [3, '100'],
      [6, '0'],
    ] as const)
      await trade(offset, net)
    expectStatus(await cal.person.http.put(`/api/trading/reflections/${day(0)}`, { version: null }), 200)
    const entry = { title: '', body: textOf('x'), day: day(0) }
    expectStatus(await cal.person.http.post('/api/trading/journal', entry), 201)
    const goal = (metric: string, target: string) => ({
      ...{ metric, target, period: 'week', startsOn: day(-7), endsOn: null },
      accountId: cal.accountId,
    })
    const expected = [
      ['net', '70.5', '70.5', 'reached'],
      ['net', '70.51', '70.5', 'missed'],
      ['win-rate', '50', '50', 'reached'],
      ['trades-per-day', '1', '2', 'missed'],
      ['loss-per-day', '29.5', '29.5', 'reached'],
      ['journal-days', '1', '1', 'reached'],
    ] as const
    for (const [metric, target, value, state] of expected) {
      const made = expectStatus(await cal.person.http.post(path, goal(metric, target)), 201)
      const { history } = expectStatus(await cal.person.http.get(`${path}/${made.id}`), 200)
      assert.deepEqual(history[1], { ...before, value, state }, `${metric} ${target}`)
      assert.equal(history.length, 3)
    }
    await run('trading.find-milestones', null, 3)
    const reached = expectStatus(await cal.person.http.get('/api/trading/milestones'), 200).items
    const range = `${before.from} to ${before.to}`
    assert.deepEqual(reached.map(({ title }: { title: string }) => title).sort(), [
      'First trade closed',
      `Goal kept: at most 29.5 lost a day, ${range}`,
      `Goal reached: 1 days with a journal, ${range}`,
      `Goal reached: at least 50 % of trades won, ${range}`,
      `Goal reached: at least 70.5 net, ${range}`,
    ])
    const events = await server.query<object>(
      "SELECT 1 AS one FROM kernel.event WHERE name = 'trading.milestone.reached' AND data->>'traderId' = $1",
      [cal.person.id],
    )
    assert.equal(events.length, 5)
    const letters = await mailsTo(cal, 'trading.milestone-reached')
    assert.equal(letters.length, 1, 'all of one look in one letter, once')
    assert.match(letters[0]?.text ?? '', /at least 70\.5 net/)
  })

  test('is refused with the field named, saved by version and removed', async () => {
    const dan = await makeTrader(server)
    const plain = { metric: 'journal-days', target: '5', period: 'week', startsOn: '2026-03-09', endsOn: null }
    const post = (fields: object) => dan.person.http.post(path, { ...plain, accountId: null, ...fields })
    const seen = await server.watch()
    const refused: readonly (readonly [object, string, readonly string[]])[] = [
      [{ metric: 'net' }, 'trading/value-invalid', ['/accountId goal']],
      [{ endsOn: '2026-03-08' }, 'trading/value-invalid', ['/endsOn goal']],
      [{ metric: 'win-rate', target: '100.1' }, 'trading/value-invalid', ['/target goal']],
      [{ target: '1e400' }, 'http/invalid', ['/target pattern']],
      [{ target: '-1' }, 'http/invalid', ['/target pattern']],
      [{ period: 'year' }, 'http/invalid', ['/period not-a-choice']],
    ]
    for (const [fields, code, faults] of refused) assert.deepEqual(expectProblem(await post(fields), code), faults)
    assert.deepEqual(await seen(), noEffects)
    const { id } = expectStatus(await post({}), 201)
    const saved = { ...plain, accountId: null, target: '6', version: 1 }
    assert.equal(expectStatus(await dan.person.http.put(`${path}/${id}`, saved), 200).target, '6')
    expectProblem(await dan.person.http.put(`${path}/${id}`, saved), 'trading/journal-stale')
    assert.equal((await dan.person.http.delete(`${path}/${id}`)).status, 204)
    expectProblem(await dan.person.http.get(`${path}/${id}`), 'trading/goal-not-found')
  })
})

test('a month in review: the largest trades, the rules they broke, tags and what was written', async () => {
  const eve = await makeTrader(server)
  const fomo = await makeTag(server, eve.person, 'fomo', 'mistake')
  const rules = [{ id: 'long', kind: 'side', side: 'long' }]
  const made = await eve.person.http.post('/api/trading/playbooks', { name: 'Long only', rules })
  const note = { playbookId: expectStatus(made, 201).id }
  const on = (day: string, net: string, more: object = {}) =>
    makeTrade(server, eve, { openedAt: `2026-04-${day}T15:00:00Z`, net, note, ...more })
  const best = await on('01', '30.1')
  const worst = await on('02', '-20', { side: -1, tagIds: [fomo] })
  const bad = await on('30', '-0.5', { side: -1, tagIds: [fomo] })
  await makeTrade(server, eve, { openedAt: '2026-05-01T15:00:00Z', net: '77', note })
  await makeTrade(server, await makeTrader(server), { openedAt: '2026-04-10T15:00:00Z', net: '1000000' })
  const month = expectStatus(await eve.person.http.get('/api/trading/journal-review?period=month&day=2026-04-15'), 200)
  const ids = (trades: { id: string }[]) => trades.map(({ id }) => id)
  const [account] = month.accounts
  assert.deepEqual([account.net, account.trades, account.wins, account.losses], ['9.6', 3, 1, 2])
  assert.deepEqual([ids(account.largestWins), ids(account.largestLosses)], [[best], [worst, bad]])
  assert.deepEqual(month.tags, [
    { tagId: fomo, name: 'fomo', grouping: 'mistake', currency: 'USD', trades: 2, net: '-20.5' },
  ])
  const about = { playbookId: note.playbookId, playbook: 'Long only', ruleId: 'long', kind: 'side' }
  assert.deepEqual(month.brokenRules, [{ ...about, currency: 'USD', trades: 2, net: '-20.5' }])
  assert.deepEqual(month.journal, { traded: 3, written: 0, missed: 3 })
  const day = expectStatus(await eve.person.http.get('/api/trading/journal-review?period=day&day=2026-04-02'), 200)
  assert.deepEqual([day.from, day.to, day.accounts[0].net], ['2026-04-02', '2026-04-02', '-20'])
})

test('what was written comes back: on days that lie behind, and of trades alike', async () => {
  const flo = await makeTrader(server)
  const gus = await makeTrader(server)
  const write = async ({ person }: Trader, about: object, title: string) =>
    expectStatus(await person.http.post('/api/trading/journal', { ...about, title, body: textOf(title) }), 201).id
  const week = await write(flo, { day: '2026-03-24' }, 'Too early')
  await write(flo, { day: '2026-03-23' }, 'Eight days before')
  await write(gus, { day: '2026-03-24' }, 'Of somebody else')
  const lesson = { lesson: 'Wait for the close', version: null }
  expectStatus(await flo.person.http.put('/api/trading/reflections/2026-02-28', lesson), 200)
  const back = async ({ person }: Trader, path: string) => expectStatus(await person.http.get(path), 200).items
  const early = { id: week, scope: 'day', title: 'Too early', excerpt: 'Too early', mood: null }
  assert.deepEqual(await back(flo, '/api/trading/look-back?day=2026-03-31'), [
    { ago: 'week', day: '2026-03-24', entries: [early], lesson: '' },
    { ago: 'month', day: '2026-02-28', entries: [], lesson: 'Wait for the close' },
  ])
  expectProblem(await flo.person.http.get('/api/trading/look-back?day=2026-02-30'), 'http/invalid')

  const on = (day: string, fields: object = {}) =>
    makeTrade(server, flo, { openedAt: `2026-04-${day}T15:00:00Z`, ...fields })
  const noted = await on('01', { note: { text: 'Chased it' }, net: '-7.5' })
  const written = await on('02')
  const entry = await write(flo, { tradeId: written }, 'Held on')
  await on('03', { note: {} })
  await on('04', { side: -1, note: { text: 'The other side' } })
  const present = await on('05')
  await on('06', { note: { text: 'Later' } })
  await makeTrade(server, gus, { openedAt: '2026-04-01T15:00:00Z', note: { text: 'Not yours' } })
  const similar = await back(flo, `/api/trading/trades/${present}/look-back`)
  assert.deepEqual(
    similar.map(({ tradeId, net, note, entries }: Record<string, unknown> & { entries: { id: string }[] }) => [
      ...[tradeId, net, note, entries.map(({ id }) => id)],
    ]),
    [
      [written, '100', '', [entry]],
      [noted, '-7.5', 'Chased it', []],
    ],
  )
  expectProblem(await gus.person.http.get(`/api/trading/trades/${present}/look-back`), 'trading/trade-not-found')
})

test('reminders name trades without a word and days without an entry', async () => {
  const fay = await makeTrader(server, { zone: 'UTC' })
  const today = localDate(new Date(), 'UTC')
  const at = (daysAgo: number) => {
    const day = addDays(today, -daysAgo)
    return { openedAt: `${day}T00:00:00Z`, closedAt: `${day}T00:00:00.001Z`, closedDay: day }
  }
  const silent = await makeTrade(server, fay, at(2))
  await makeTrade(server, fay, { ...at(3), note: { text: 'Late' } })
  const reviewed = await makeTrade(server, fay, at(4))
  const written = await makeTrade(server, fay, at(5))
  await makeTrade(server, fay, at(100))
  const { http } = fay.person
  expectStatus(await http.put(`/api/trading/trades/${reviewed}/review`, { quality: 3, version: null }), 200)
  const entry = { tradeId: written, title: '', body: textOf('Good') }
  expectStatus(await http.post('/api/trading/journal', entry), 201)
  expectStatus(await http.put(`/api/trading/reflections/${addDays(today, -3)}`, { version: null }), 200)
  const due = expectStatus(await http.get('/api/trading/journal-reminders'), 200)
  assert.deepEqual(
    due.trades.map(({ id }: { id: string }) => id),
    [silent],
  )
  assert.deepEqual(due.days, [addDays(today, -2), addDays(today, -4)])
})

test('a person’s journal is exported, and nothing of it is left when they are erased', async () => {
  const gil = await makeTrader(server)
  const { http, id } = gil.person
  await journalThings(server, gil.person)
  const picture = await makePicture(gil.person)
  const entry = { day: '2026-03-10', title: 'Chart', body: textOf('See', [picture]), fileIds: [picture] }
  expectStatus(await http.post('/api/trading/journal', entry), 201)
  for (const digest of ['weekly-digest', 'daily-digest'])
    expectStatus(await http.put(`/api/trading/${digest}`, { wanted: true }), 200)
  const trading = server.app.units.all.find(({ name }) => name === 'trading')
  const exported = (await trading?.exportPerson?.(id)) as Record<string, unknown[]>
  for (const name of ['journalEntries', 'sessions', 'playbooks', 'reviews', 'weeklyDigest', 'dailyDigest'])
    assert.ok((exported[name]?.length ?? 0) > 0, name)
  await server.app.db.transaction(origin, async (tx) => await trading?.erasePerson?.(tx, id))
  const left = await server.query<{ table: string }>(
    `SELECT 'entry' AS table FROM trading.journal_entry WHERE owner_id = $1
     UNION ALL SELECT 'session' FROM trading.session WHERE owner_id = $1
     UNION ALL SELECT 'playbook' FROM trading.playbook WHERE owner_id = $1
     UNION ALL SELECT 'digest' FROM trading.weekly_digest WHERE owner_id = $1
     UNION ALL SELECT 'daily digest' FROM trading.daily_digest WHERE owner_id = $1
     UNION ALL SELECT 'picture' FROM trading.journal_file WHERE file_id = $2
     UNION ALL SELECT 'review' FROM trading.trade_review review JOIN trading.account account ON account.id = review.account_id
       WHERE account.owner_id = $1`,
    [id, picture],
  )
  assert.deepEqual(left, [])
})
