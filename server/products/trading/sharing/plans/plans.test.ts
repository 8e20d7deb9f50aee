import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { expectProblem, expectStatus } from '../../../../../test/support/music.ts'
import type { Person } from '../../../../../test/support/people.ts'
import { addAccount, addTrader, startTrading, type TradingServer } from '../../../../../test/support/trading.ts'
import { imported, imports, previewed } from '../../../../../test/support/trading-imports.ts'
import { textOf } from '../../../../../test/support/trading-journal.ts'
import { systemOrigin } from '../../../../kernel/db/actor.ts'

const API = '/api/trading'
let server: TradingServer
let admin: Person
before(async () => {
  server = await startTrading()
  admin = await server.people.signedIn('administrator')
})
after(() => server.stop())

const usage = async ({ http }: Person) => expectStatus(await http.get(`${API}/usage`), 200)
const write = ({ http }: Person) =>
  http.post(`${API}/journal`, { day: '2026-03-10', title: 'A day', body: textOf('Quiet.') })
const plan = ({ http }: Person) => http.post(`${API}/playbooks`, { name: 'Opening', rules: [] })
const times = <Answer>(count: number, ask: () => Promise<Answer>) => Promise.all(Array.from({ length: count }, ask))

async function say(name: string): Promise<void> {
  const path = '/api/settings/trading-plan'
  const { version } = expectStatus(await admin.http.get(path), 200)
  expectStatus(await admin.http.put(path, { value: { plan: name }, version }), 200)
}

/** Buys each once at the instant: as many trades. */
function fileOf(letter: string, count: number, at: string): string {
  const when = at.slice(0, 19).replace('T', ' ')
  const rows = Array.from({ length: count }, (_, place) => `${letter}${place}X,BUY,1,10,${when},0`)
  return ['Symbol,Side,Quantity,Price,Date,Commission', ...rows, ''].join('\n')
}

test('nobody has limits until an administrator says so, and no trader may say it', async () => {
  const ada = await addTrader(server)
  for (const answer of await times(22, () => write(ada))) expectStatus(answer, 201)
  for (const answer of await times(3, () => plan(ada))) expectStatus(answer, 201)
  const { plan: name, journalEntries, activePlaybooks, tradesBeyondLimit } = await usage(ada)
  assert.deepEqual(
    [name, journalEntries, activePlaybooks, tradesBeyondLimit],
    ['unlimited', { used: 22, limit: null }, { used: 3, limit: null }, 0],
  )
  const value = { plan: 'free' }
  assert.equal((await ada.http.put('/api/settings/trading-plan', { value, version: 0 })).status, 403)
})

describe('with the plan free', () => {
  before(() => say('free'))
  after(() => say('unlimited'))

  const limited = [
    { of: 'journal entries', counter: 'journalEntries', make: write, held: 15, asked: 20, limit: 20 },
    { of: 'playbooks', counter: 'activePlaybooks', make: plan, held: 0, asked: 8, limit: 2 },
  ]
  for (const { of, counter, make, held, asked, limit } of limited)
    test(`${asked} ${of} at once end at the limit, and who is refused is told it`, async () => {
      const ada = await addTrader(server)
      for (const answer of await times(held, () => make(ada))) expectStatus(answer, 201)
      const answers = await times(asked, () => make(ada))
      const made = answers.filter(({ status }) => status === 201)
      assert.equal(made.length, limit - held)
      const { period, ...counted } = await usage(ada)
      assert.deepEqual(counted[counter], { used: limit, limit })
      const refused = answers.filter(({ status }) => status !== 201)
      for (const answer of refused) expectProblem(answer, 'trading/plan-limit')
      const startsAnewAt = counter === 'journalEntries' ? period.until : null
      assert.deepEqual(refused[0]?.body.params, { plan: 'free', counter, limit, startsAnewAt })
      assert.match(refused[0]?.body.detail, new RegExp(`The plan has ${limit} `))
    })

  test('entries of another month count no more, and those that are there can be changed', async () => {
    const ada = await addTrader(server)
    const written = await times(20, () => write(ada))
    expectProblem(await write(ada), 'trading/plan-limit')
    const { id, version } = expectStatus(written[0] as (typeof written)[number], 201)
    const changed = { title: 'Said better', body: textOf('Calm.'), version }
    expectStatus(await ada.http.put(`${API}/journal/${id}`, changed), 200)
    const { period } = await usage(ada)
    await server.query(
      `UPDATE trading.journal_entry SET created_at = $1::timestamptz - interval '1 millisecond' WHERE id = $2`,
      [period.from, id],
    )
    expectStatus(await write(ada), 201)
    expectProblem(await write(ada), 'trading/plan-limit')
  })

  test('an archived playbook makes room, and comes back only where there is some', async () => {
    const ada = await addTrader(server)
    const [first] = (await times(2, () => plan(ada))).map((answer) => expectStatus(answer, 201))
    const save = (status: string, version: number) =>
      ada.http.put(`${API}/playbooks/${first?.id}`, { name: 'Opening', rules: [], status, version })
    expectStatus(await save('active', 1), 200)
    expectStatus(await save('archived', 2), 200)
    expectStatus(await plan(ada), 201)
    expectProblem(await save('active', 3), 'trading/plan-limit')
    assert.deepEqual((await usage(ada)).activePlaybooks, { used: 2, limit: 2 })
  })

  test('a limit that is reached is written of once a month, by whoever reached it', async () => {
    const ada = await addTrader(server)
    const letters = async () => {
      await server.jobsIdle()
      const own = (await server.mailbox()).filter(({ to }) => to.address === ada.email)
      return own.filter(({ subject }) => subject === 'You reached a limit of your plan')
    }
    expectStatus(await plan(ada), 201)
    assert.deepEqual(await letters(), [])
    const { id, version } = expectStatus(await plan(ada), 201)
    const [letter, ...others] = await letters()
    assert.match(letter?.text ?? '', /the 2 active playbooks that it allows/)
    assert.deepEqual(others, [])
    const archived = { name: 'Opening', rules: [], status: 'archived', version }
    expectStatus(await ada.http.put(`${API}/playbooks/${id}`, archived), 200)
    expectStatus(await plan(ada), 201)
    assert.equal((await letters()).length, 1)
    for (let at = 0; at < 19; at += 1) expectStatus(await write(ada), 201)
    assert.equal((await letters()).length, 1)
    expectStatus(await write(ada), 201)
    expectProblem(await write(ada), 'trading/plan-limit')
    assert.equal((await letters()).length, 2)
    const { id: accountId } = await addAccount(ada, { timeZone: 'UTC' })
    const { period } = await usage(ada)
    await imported(server, ada, { accountId, text: fileOf('C', 11, period.from) })
    assert.equal((await letters()).length, 3)
  })

  test('people whom an administrator gave the role have none', async () => {
    const ada = await addTrader(server)
    for (const answer of await times(2, () => plan(ada))) expectStatus(answer, 201)
    await server.app.db.transaction(systemOrigin('test', 'test'), (tx) =>
      server.app.units.access.grantRole(tx, ada.id, 'trader-unlimited', 'test'),
    )
    expectStatus(await plan(ada), 201)
    assert.equal((await usage(ada)).plan, 'unlimited')
  })

  test('whoever leaves leaves nothing of it behind', async () => {
    const ada = await addTrader(server)
    expectStatus(await write(ada), 201)
    const locks = () => server.query('SELECT owner_id FROM trading.plan_lock WHERE owner_id = $1', [ada.id])
    assert.equal((await locks()).length, 1)
    const trading = server.app.units.all.find(({ name }) => name === 'trading')
    assert.ok(trading?.erasePerson)
    await server.app.db.transaction(systemOrigin('test', 'test'), async (tx) => trading.erasePerson?.(tx, ada.id))
    assert.deepEqual(await locks(), [])
  })

  test('an import keeps every trade and tells how many are beyond the limit of their month', async () => {
    const ada = await addTrader(server)
    const { id: accountId } = await addAccount(ada, { timeZone: 'UTC' })
    const { period } = await usage(ada)
    const before = await imported(server, ada, { accountId, text: fileOf('A', 9, '2024-01-02T15:00:00Z') })
    const { id } = await previewed(ada, { accountId, text: fileOf('B', 13, period.from) })
    expectStatus(await ada.http.post(`${imports}/${id}/commit`, { letter: true }), 202)
    await server.jobsIdle()
    const done = expectStatus(await ada.http.get(`${imports}/${id}`), 200)
    assert.deepEqual([before.state, before.tradesBeyondLimit], ['completed', 0])
    assert.deepEqual([done.state, done.tradesBeyondLimit], ['completed', 3])
    const own = (await server.mailbox()).filter(({ to }) => to.address === ada.email)
    const letter = own.find(({ subject }) => subject !== 'You reached a limit of your plan')
    assert.match(letter?.text ?? '', /3 of its trades, kept, beyond the limit of your plan/)
    const { tradesOpened, tradesBeyondLimit } = await usage(ada)
    assert.deepEqual([tradesOpened, tradesBeyondLimit], [{ used: 13, limit: 10 }, 3])
    const { items, hiddenByPlan } = expectStatus(await ada.http.get(`${API}/trades?limit=100`), 200)
    assert.deepEqual([items.length, hiddenByPlan], [19, 3])
  })

  test('trades entered by hand beyond the limit of their month are told of once', async () => {
    const ada = await addTrader(server)
    const { id: accountId } = await addAccount(ada, { timeZone: 'UTC' })
    const { period } = await usage(ada)
    const letters = async () => {
      await server.jobsIdle()
      return (await server.mailbox()).filter(
        ({ to, subject }) => to.address === ada.email && subject === 'You reached a limit of your plan',
      ).length
    }
    const day = period.from.slice(0, 10)
    await addTrips(ada, accountId, { count: 10, day, hour: '00' })
    assert.equal(await letters(), 0)
    await addTrips(ada, accountId, { count: 2, day, hour: '01' })
    assert.equal(await letters(), 1)
    await addTrips(ada, accountId, { count: 1, day, hour: '02' })
    assert.equal(await letters(), 1)
  })
})

const DAY = '2026-03-10'
const REPORTS = ['summary', 'equity', 'drawdown', 'calendar', 'heatmap', 'distribution', 'r', 'streaks', 'excursion']
const MORE_REPORTS = ['playbooks', 'montecarlo', 'behaviour', 'by?dimension=symbol', 'whatif?change=shuffle']

/** Each closed on the same day, won twice as much as the one before: what sums are of shows in them. 2 ** 10 - 1 is of the first ten. */
async function addTrips(
  ada: Person,
  accountId: string,
  { count, hour = '14', day = DAY }: { count: number; hour?: string; day?: string },
) {
  const instrument = { symbol: 'SPY', assetClass: 'stock', currency: 'USD' }
  const items = Array.from({ length: count }, (_, at) =>
    ['buy', 'sell'].map((side, leg) => ({
      ...{ instrument, side, quantity: '1', price: String(side === 'buy' ? 10 : 10 + 2 ** at) },
      executedAt: `${day}T${hour}:${String(at * 2 + leg).padStart(2, '0')}:00Z`,
    })),
  ).flat()
  expectStatus(await ada.http.post(`${API}/executions/bulk`, { accountId, items }), 201)
}

/** Thirteen trades in a month, all with words of the trader, and links to them. */
async function richTrader() {
  const ada = await addTrader(server)
  const { id: accountId } = await addAccount(ada, { timeZone: 'UTC', openingBalance: '0' })
  await addTrips(ada, accountId, { count: 13 })
  const get = async (path: string) => expectStatus(await ada.http.get(`${API}${path}`), 200)
  const post = async (path: string, body: object) => expectStatus(await ada.http.post(`${API}${path}`, body), 201)
  const { items } = await get('/trades?limit=100&sort=openedAt&direction=asc')
  const ids: string[] = items.map(({ id }: { id: string }) => id)
  const { id: playbookId } = await post('/playbooks', { name: 'Opening', rules: [] })
  for (const id of ids)
    expectStatus(await ada.http.patch(`${API}/trades/${id}`, { version: 0, text: 'chased', playbookId }), 200)
  const { id: sessionId } = await post('/sessions', { startedAt: `${DAY}T13:00:00Z` })
  const group = expectStatus(await ada.http.post(`${API}/trades/merge`, { tradeIds: ids.slice(8) }), 200)
  const share = await post('/shares', { kind: 'trades', title: 'All', redacted: false })
  const gone = await post('/shares', { kind: 'trade', title: 'The last', tradeId: ids.at(-1) })
  const mentor = await addTrader(server)
  const { id: mentoring } = await post('/mentors', { email: mentor.email })
  await server.jobsIdle()
  expectStatus(await mentor.http.post(`${API}/mentoring/${mentoring}/accept`), 204)
  const open = ({ url }: { url: string }) =>
    mentor.http.post(`${API}/shared`, { token: new URL(url).hash.replace('#token=', '') })
  return {
    ada,
    accountId,
    ids,
    get,
    playbookId,
    sessionId,
    groupId: group.id as string,
    share,
    gone,
    mentor,
    mentoring,
    open,
  }
}

type Rich = Awaited<ReturnType<typeof richTrader>>

/** [how many trades an answer is of, what they made, how many it says are hidden] wherever trades are looked at. */
async function looks({ ada, accountId, get, playbookId, sessionId, groupId, share, mentor, mentoring, open }: Rich) {
  const seen: Record<string, readonly [unknown, unknown, unknown]> = {}
  const list = await get('/trades?totals=true')
  seen.list = [list.items.length, list.totals.byCurrency[0].net, list.hiddenByPlan]
  const listed = await get('/explain/trades')
  seen.explained = [listed.items.length, listed.totals.byCurrency[0].net, listed.hiddenByPlan]
  const explained = await get(`/explain/day?account=${accountId}&date=${DAY}`)
  seen.explainedDay = [explained.items.length, explained.sums[0].net, explained.hiddenByPlan]
  for (const report of [...REPORTS, ...MORE_REPORTS]) {
    const [group] = (await get(`/analytics/${report}`)).groups
    seen[report] = [group.n, undefined, group.hiddenByPlan]
  }
  const [dashboard] = (await get('/analytics/dashboard')).groups
  seen.dashboard = [dashboard.summary.n, dashboard.summary.money.net, dashboard.summary.hiddenByPlan]
  const [days] = (await get(`/analytics/equity?series=day&from=${DAY}`)).groups
  const [curve] = days.series
  seen.curve = [days.n, curve.points.at(-1).equity, days.hiddenByPlan]
  const [compared] = (await get('/analytics/compare?left=side%3Dlong&right=')).groups
  seen.compared = [compared.left.n, compared.right.money.net, compared.left.hiddenByPlan]
  const report = await get(`/reports/period?from=${DAY}&to=${DAY}`)
  seen.report = [report.groups[0].n, report.accounts[0].net, report.hiddenByPlan]
  const review = await get(`/journal-review?period=week&day=${DAY}`)
  seen.review = [review.accounts[0].trades, review.accounts[0].net, review.hiddenByPlan]
  const adherence = await get(`/playbooks/${playbookId}/adherence`)
  seen.adherence = [adherence.trades, adherence.money[0].unjudged.net, adherence.hiddenByPlan]
  const session = await get(`/sessions/${sessionId}`)
  seen.session = [session.trades.length, undefined, session.hiddenByPlan]
  const found = await get('/journal-search?q=chased&limit=100')
  seen.search = [found.items.length, undefined, found.hiddenByPlan]
  const strategy = await get(`/trade-groups/${groupId}`)
  seen.group = [strategy.trades.length + 8, undefined, strategy.hiddenByPlan]
  const shared = expectStatus(await open(share), 200)
  seen.shared = [shared.trades.length, shared.reports[0].money.net, shared.reports[0].hiddenByPlan]
  const ofMentor = async (path: string) =>
    expectStatus(await mentor.http.get(`${API}/mentoring/${mentoring}/${path}`), 200)
  const mentored = await ofMentor('trades')
  seen.mentored = [mentored.items.length, undefined, mentored.hiddenByPlan]
  const { reports } = await ofMentor('figures')
  seen.mentoredFigures = [reports[0].n, reports[0].money.net, reports[0].hiddenByPlan]
  const csv = await ada.http.get(`${API}/exports/trades`)
  const lines = String(csv.body).trim().split('\n').length - 1
  seen.csv = [lines, undefined, Number(csv.headers.get('hidden-by-plan'))]
  return seen
}

/** As if there were so many trades of which the rest is hidden. */
function expected(seen: Awaited<ReturnType<typeof looks>>, shown: number) {
  const net = String(2 ** shown - 1)
  return Object.fromEntries(
    Object.entries(seen).map(([name, [, money]]) => [name, [shown, money === undefined ? undefined : net, 13 - shown]]),
  )
}

describe('trades beyond the plan', () => {
  after(() => say('unlimited'))

  test('are shown nowhere, every place says how many they are, and all are back with the plan that was raised', async () => {
    const rich = await richTrader()
    const { ada, accountId, ids, get, playbookId, mentor, mentoring, gone, open } = rich
    const before = await looks(rich)
    assert.deepEqual(before, expected(before, 13))
    await say('free')
    const limited = await looks(rich)
    assert.deepEqual(limited, expected(limited, 10))
    const [later] = (await get('/analytics/equity?series=day&from=2026-03-11')).groups
    assert.equal(later.opening, '1023', 'a curve goes on where it stood the day before')
    assert.deepEqual((await get('/usage')).hiddenByPlan, [{ month: DAY.slice(0, 7), trades: 3 }])

    const [first, hidden] = [ids[0], ids[12]]
    const { http } = ada
    const refused = [
      http.get(`${API}/trades/${hidden}`),
      http.get(`${API}/trades/${hidden}/explain`),
      http.get(`${API}/trades/${hidden}/bars`),
      http.get(`${API}/trades/${hidden}/neighbours`),
      http.get(`${API}/trades/${hidden}/look-back`),
      http.get(`${API}/trades/${hidden}/comments`),
      http.get(`${API}/trades/${hidden}/review`),
      http.get(`${API}/playbooks/${playbookId}/adherence/trades/${hidden}`),
      http.put(`${API}/playbooks/${playbookId}/trades/${hidden}/checklist`, { results: {} }),
      http.patch(`${API}/trades/${hidden}`, { version: 1, text: 'seen' }),
      http.post(`${API}/trades/merge`, { tradeIds: [first, hidden] }),
      http.post(`${API}/journal`, { tradeId: hidden, title: 'Of it', body: textOf('Seen.') }),
      http.post(`${API}/shares`, { kind: 'trade', title: 'It', tradeId: hidden }),
      mentor.http.get(`${API}/mentoring/${mentoring}/trades/${hidden}`),
      mentor.http.get(`${API}/mentoring/${mentoring}/trades/${hidden}/comments`),
      mentor.http.post(`${API}/mentoring/${mentoring}/trades/${hidden}/comments`, { text: 'Seen' }),
    ]
    for (const answer of await Promise.all(refused)) expectProblem(answer, 'trading/trade-beyond-plan')
    expectProblem(await open(gone), 'trading/share-not-found')
    const tagged = await http.post(`${API}/trades/review`, { ids: [first, hidden], reviewState: 'reviewed' })
    assert.equal(expectStatus(tagged, 200).matched, 1)
    expectProblem(await (await addTrader(server)).http.get(`${API}/trades/${hidden}`), 'trading/trade-not-found')

    // What is a fact of the account is whole.
    assert.equal((await get(`/accounts/${accountId}/balances`)).realised.net, String(2 ** 13 - 1))
    const fills = await http.get(`${API}/exports/executions`)
    assert.equal(String(fills.body).trim().split('\n').length, 27)

    await say('unlimited')
    assert.deepEqual(await looks(rich), before)
  })

  test('are those that opened last, so that an earlier one in another account hides one more at once', async () => {
    const ada = await addTrader(server)
    const [{ id: one }, { id: other }] = [await addAccount(ada), await addAccount(ada, { name: 'Other' })]
    await addTrips(ada, one, { count: 10 })
    await say('free')
    const ofOne = async () => {
      const { groups } = expectStatus(await ada.http.get(`${API}/analytics/summary?account=${one}`), 200)
      return [groups[0].n, groups[0].money.net, groups[0].hiddenByPlan]
    }
    assert.deepEqual(await ofOne(), [10, '1023', 0])
    await addTrips(ada, other, { count: 2, hour: '09' })
    assert.deepEqual(await ofOne(), [8, '255', 2])
  })

  test('are counted where words of earlier trades in the same come back', async () => {
    await say('unlimited')
    const ada = await addTrader(server)
    const { id } = await addAccount(ada)
    await addTrips(ada, id, { count: 12 })
    await addTrips(ada, id, { count: 1, day: '2026-04-08' })
    const { items } = expectStatus(await ada.http.get(`${API}/trades?limit=100&sort=openedAt&direction=asc`), 200)
    const ids: string[] = items.map((trade: { id: string }) => trade.id)
    for (const one of ids.slice(1))
      expectStatus(await ada.http.patch(`${API}/trades/${one}`, { version: 0, text: 'chased' }), 200)
    const back = async () => {
      const found = expectStatus(await ada.http.get(`${API}/trades/${ids[12]}/look-back`), 200)
      return [found.items.map(({ tradeId }: { tradeId: string }) => tradeId), found.hiddenByPlan]
    }
    assert.deepEqual(await back(), [ids.slice(2, 12).toReversed(), 0])
    await say('free')
    assert.deepEqual(await back(), [ids.slice(1, 10).toReversed(), 2])
  })
})
