import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { noEffects } from '../../../../../test/support/effects.ts'
import { createHttpClient, type HttpAnswer } from '../../../../../test/support/http-client.ts'
import { expectProblem, expectStatus } from '../../../../../test/support/music.ts'
import type { Person } from '../../../../../test/support/people.ts'
import { addAccount, addTrader, startTrading, type TradingServer } from '../../../../../test/support/trading.ts'
import { textOf } from '../../../../../test/support/trading-journal.ts'
import { systemOrigin } from '../../../../kernel/db/actor.ts'

const API = '/api/trading'
const NOT_MENTORING = 'trading/mentoring-not-found'
let server: TradingServer
before(async () => {
  server = await startTrading()
})
after(() => server.stop())

const made = async ({ http }: Person, path: string, body: object) =>
  expectStatus(await http.post(`${API}${path}`, body), 201).id as string
const read = async ({ http }: Person, path: string) => expectStatus(await http.get(`${API}${path}`), 200)

/** A trader with a trade of which an entry and a note are written. */
async function traderWithTrade() {
  const trader = await addTrader(server)
  const { id: accountId } = await addAccount(trader, { openingBalance: '10000' })
  const items = ['buy', 'sell'].map((side, at) => ({
    ...{ instrument: { symbol: 'AAPL', assetClass: 'stock', currency: 'USD' }, side, price: `${100 + at}` },
    ...{ quantity: '10', executedAt: `2024-01-0${at + 2}T15:00:00Z` },
  }))
  expectStatus(await trader.http.post(`${API}/executions/bulk`, { accountId, items }), 201)
  const trade = (await read(trader, '/trades')).items[0].id as string
  expectStatus(await trader.http.patch(`${API}/trades/${trade}`, { version: 0, text: 'Chased it' }), 200)
  const entry = await made(trader, '/journal', { title: 'Note', body: textOf('It went up.'), tradeId: trade })
  return { trader, accountId, trade, entry }
}

async function invited(trader: Person, mentor: Person): Promise<string> {
  const id = await made(trader, '/mentors', { email: mentor.email })
  await server.jobsIdle()
  return id
}

/** A trader and a mentor who accepted. */
async function mentored() {
  const things = await traderWithTrade()
  const mentor = await addTrader(server)
  const id = await invited(things.trader, mentor)
  expectStatus(await mentor.http.post(`${API}/mentoring/${id}/accept`), 204)
  const PATH = `${API}/mentoring/${id}`
  return { ...things, mentor, id, PATH, onTrade: `${PATH}/trades/${things.trade}/comments` }
}

/** Everything that a mentor may do with one trader. */
function doings(id: string, { trade, entry }: { trade: string; entry: string }) {
  const at = `${API}/mentoring/${id}`
  const reads = ['trades', `trades/${trade}`, 'entries', `entries/${entry}`, 'figures']
  const comments = [`trades/${trade}/comments`, `entries/${entry}/comments`]
  return [
    ...[...reads, ...comments].map(
      (path) =>
        ({ http }: Person) =>
          http.get(`${at}/${path}`),
    ),
    ...comments.map(
      (path) =>
        ({ http }: Person) =>
          http.post(`${at}/${path}`, { text: 'Wait for it' }),
    ),
  ] as readonly ((person: Person) => Promise<HttpAnswer>)[]
}

describe('an invitation', () => {
  test('is answered alike whether or not somebody has the address, also when it is declined', async () => {
    const trader = await addTrader(server)
    const there = await addTrader(server)
    const same = (text: unknown) =>
      JSON.stringify(text).replaceAll(/[0-9a-f-]{36}|"[^"]+@[^"]+"|\d{4}-\d\d-\d\dT[^"]+/g, '#')
    const answers: string[] = []
    const ids: string[] = []
    for (const email of [there.email, 'nobody.at.all@example.org', trader.email]) {
      const watched = await server.watch()
      const answer = await trader.http.post(`${API}/mentors`, { email })
      ids.push(expectStatus(answer, 201).id)
      const { audit, mails } = await watched()
      assert.deepEqual(
        [audit, mails],
        [['trading.mentor.invited'], email === there.email ? ['trading.mentor-invitation'] : []],
      )
      answers.push(same(answer.body))
      expectProblem(
        await trader.http.post(`${API}/mentors`, { email: email.toUpperCase() }),
        'trading/mentor-already-invited',
      )
    }
    assert.equal(new Set(answers).size, 1, answers.join('\n'))
    const listed = async () => (await read(trader, '/mentors')).items.map(same)
    const before = await listed()
    assert.deepEqual(new Set(before), new Set(answers.map((text) => text.replaceAll('\\', ''))))
    expectStatus(await there.http.delete(`${API}/mentoring/${ids[0]}`), 204)
    assert.deepEqual(await listed(), before)
    expectProblem(await trader.http.post(`${API}/mentors`, { email: there.email }), 'trading/mentor-already-invited')
    assert.deepEqual((await read(there, '/mentoring')).items, [])
    expectProblem(await there.http.post(`${API}/mentoring/${ids[0]}/accept`), NOT_MENTORING)
    expectProblem(await trader.http.post(`${API}/mentors`, { email: 'no address' }), 'identity/bad-email')
  })

  test('opens nothing before it is accepted, and by nobody but the one it is for', async () => {
    const things = await traderWithTrade()
    const [mentor, stranger] = [await addTrader(server), await addTrader(server)]
    const id = await invited(things.trader, mentor)
    const [shown] = (await read(mentor, '/mentoring')).items
    assert.deepEqual([shown.id, shown.state, shown.trader], [id, 'invited', 'A person'])
    assert.deepEqual((await read(stranger, '/mentoring')).items, [])
    for (const act of doings(id, things)) expectProblem(await act(mentor), NOT_MENTORING)
    for (const person of [stranger, things.trader])
      expectProblem(await person.http.post(`${API}/mentoring/${id}/accept`), NOT_MENTORING)
    expectStatus(await mentor.http.post(`${API}/mentoring/${id}/accept`), 204)
    for (const person of [stranger, things.trader])
      for (const act of doings(id, things)) expectProblem(await act(person), NOT_MENTORING)
    const [mine] = (await read(things.trader, '/mentors')).items
    assert.deepEqual([mine.state, mine.name, mine.email], ['accepted', 'A person', mentor.email])
  })

  test('is mailed once a day to the same person, and there are not many', async () => {
    const trader = await addTrader(server)
    const mentor = await addTrader(server)
    const seen = await server.watch()
    for (let turn = 0; turn < 2; turn++) {
      const id = await invited(trader, mentor)
      expectStatus(await trader.http.delete(`${API}/mentors/${id}`), 204)
      expectProblem(await trader.http.delete(`${API}/mentors/${id}`), 'trading/mentor-not-found')
      expectProblem(await mentor.http.post(`${API}/mentoring/${id}/accept`), NOT_MENTORING)
    }
    assert.deepEqual((await seen()).mails, ['trading.mentor-invitation'])
    await server.query(
      `INSERT INTO trading.mentor (id, owner_id, email, email_key, state, invited_at)
       SELECT gen_random_uuid(), $1, 'a' || n || '@example.org', 'a' || n || '@example.org', 'ended', now()
         FROM generate_series(1, 19) AS n`,
      [trader.id],
    )
    expectProblem(
      await trader.http.post(`${API}/mentors`, { email: 'one.more@example.org' }),
      'trading/too-many-mentors',
    )
  })
})

describe('a mentor', () => {
  test('reads trades, entries and figures of the trader, nothing else, and each day’s look is on record', async () => {
    const { trader, mentor, PATH, trade, entry, accountId } = await mentored()
    const seen = await server.watch()
    const look = async (path: string) => expectStatus(await mentor.http.get(`${PATH}/${path}`), 200)
    const { items } = await look('trades')
    assert.deepEqual([items.length, items[0].id, items[0].net], [1, trade, '10'])
    const detail = await look(`trades/${trade}`)
    assert.deepEqual([detail.fills.length, detail.text], [2, 'Chased it'])
    assert.deepEqual((await look('entries')).items[0].excerpt, 'It went up.')
    assert.equal((await look(`entries/${entry}`)).text, 'It went up.')
    const [report] = (await look('figures')).reports
    assert.deepEqual([report.currency, report.n, report.money.net], ['USD', 1, '10'])
    assert.deepEqual((await seen()).audit, ['trading.mentor.looked'])
    await server.query('UPDATE trading.mentor SET looked_on = looked_on - 1 WHERE owner_id = $1', [trader.id])
    const next = await server.watch()
    await look('trades')
    assert.deepEqual((await next()).audit, ['trading.mentor.looked'])

    const other = await traderWithTrade()
    const cases: readonly (readonly [string, string])[] = [
      [`${PATH}/trades/${other.trade}`, 'trading/trade-not-found'],
      [`${PATH}/trades/${other.trade}/comments`, 'trading/trade-not-found'],
      [`${PATH}/entries/${other.entry}`, 'trading/journal-entry-not-found'],
      [`${PATH}/entries/${other.entry}/comments`, 'trading/journal-entry-not-found'],
      [`${PATH}/trades?account=${other.accountId}`, 'trading/account-not-found'],
      [`${API}/accounts/${accountId}`, 'trading/account-not-found'],
      [`${API}/trades/${trade}`, 'trading/trade-not-found'],
      [`${API}/trades/${trade}/comments`, 'trading/trade-not-found'],
      [`${API}/journal/${entry}`, 'trading/journal-entry-not-found'],
      [`${API}/journal/${entry}/comments`, 'trading/journal-entry-not-found'],
    ]
    for (const [path, code] of cases) expectProblem(await mentor.http.get(path), code)
    const text = { text: 'Mine' }
    expectProblem(await mentor.http.post(`${PATH}/trades/${other.trade}/comments`, text), 'trading/trade-not-found')
  })

  test('is out at once when either ends it', async () => {
    for (const side of ['trader', 'mentor'] as const) {
      const things = await mentored()
      const { trader, mentor, id, PATH } = things
      for (const act of doings(id, things)) assert.ok((await act(mentor)).status < 300)
      expectStatus(
        await (side === 'trader' ? trader.http.delete(`${API}/mentors/${id}`) : mentor.http.delete(PATH)),
        204,
      )
      for (const act of doings(id, things)) expectProblem(await act(mentor), NOT_MENTORING)
      assert.deepEqual((await read(trader, '/mentors')).items, [])
      assert.deepEqual((await read(mentor, '/mentoring')).items, [])
      assert.equal((await read(trader, `/trades/${things.trade}/comments`)).items.length, 1, 'comments stay')
    }
  })

  test('comments, of which the trader reads with the name, and gets one mail an hour', async () => {
    const { trader, mentor, PATH, onTrade, trade, entry } = await mentored()
    const other = await addTrader(server)
    const second = await invited(trader, other)
    expectStatus(await other.http.post(`${API}/mentoring/${second}/accept`), 204)
    const mailsOf = async (comment: () => Promise<HttpAnswer>) => {
      const seen = await server.watch()
      expectStatus(await comment(), 201)
      return (await seen()).mails
    }
    const mail = ['trading.mentor-comment']
    assert.deepEqual(await mailsOf(() => mentor.http.post(onTrade, { text: 'Wait for it' })), mail)
    const onEntry = `${PATH}/entries/${entry}/comments`
    assert.deepEqual(await mailsOf(() => mentor.http.post(onEntry, { text: 'Well seen' })), [])
    const theirs = `${API}/mentoring/${second}/trades/${trade}/comments`
    assert.deepEqual(await mailsOf(() => other.http.post(theirs, { text: 'Too large' })), mail)
    await server.query(
      "UPDATE trading.mentor SET comment_mailed_at = comment_mailed_at - interval '1 hour' WHERE mentor_id = $1",
      [mentor.id],
    )
    assert.deepEqual(await mailsOf(() => mentor.http.post(onTrade, { text: 'Again' })), mail)

    const texts = (page: { items: { mentor: string; text: string }[] }) =>
      page.items.map((one) => [one.mentor, one.text])
    const all = ['Again', 'Too large', 'Wait for it'].map((text) => ['A person', text])
    assert.deepEqual(texts((await read(trader, `/trades/${trade}/comments`)) as never), all)
    assert.deepEqual(texts((await read(trader, `/journal/${entry}/comments`)) as never), [['A person', 'Well seen']])
    const own = expectStatus(await other.http.get(theirs), 200)
    assert.deepEqual(texts(own as never), [['A person', 'Too large']], 'a mentor reads their own')
    expectProblem(await mentor.http.post(onTrade, { text: '' }), 'http/invalid')
  })

  test('says a comment of their own otherwise, and takes it back, and nobody else’s', async () => {
    const { trader, mentor, id, PATH, onTrade, trade } = await mentored()
    const other = await addTrader(server)
    const second = await invited(trader, other)
    expectStatus(await other.http.post(`${API}/mentoring/${second}/accept`), 204)
    const comment = expectStatus(await mentor.http.post(onTrade, { text: 'Wait' }), 201)
    const mine = `${PATH}/comments/${comment.id}`
    const theirs = `${API}/mentoring/${second}/comments/${comment.id}`
    const text = { text: 'Wait for the close' }
    const refusals: [HttpAnswer, string][] = [
      [await other.http.put(theirs, text), 'trading/comment-not-found'],
      [await other.http.delete(theirs), 'trading/comment-not-found'],
      [await other.http.put(mine, text), 'trading/mentoring-not-found'],
      [await trader.http.delete(mine), 'trading/mentoring-not-found'],
      [await mentor.http.put(mine, { text: '' }), 'http/invalid'],
    ]
    for (const [answer, problem] of refusals) expectProblem(answer, problem)
    const seen = await server.watch()
    expectStatus(await mentor.http.put(mine, text), 200)
    assert.deepEqual(await seen(), { ...noEffects, audit: ['trading.mentor.comment-changed'] })
    const [changed] = (await read(trader, `/trades/${trade}/comments`)).items as { text: string; changedAt: string }[]
    assert.equal(changed?.text, 'Wait for the close')
    assert.ok(changed?.changedAt)
    expectStatus(await mentor.http.delete(mine), 204)
    assert.deepEqual((await read(trader, `/trades/${trade}/comments`)).items, [])
    expectProblem(await mentor.http.delete(mine), 'trading/comment-not-found')
    const last = expectStatus(await mentor.http.post(onTrade, { text: 'Stays' }), 201)
    expectStatus(await trader.http.delete(`${API}/mentors/${id}`), 204)
    expectProblem(await mentor.http.delete(`${PATH}/comments/${last.id}`), 'trading/mentoring-not-found')
  })

  test('does not open a trader to support by a consent of their own', async () => {
    const { mentor, PATH, onTrade } = await mentored()
    expectStatus(await mentor.http.put(`${API}/support-consent`, { hours: 2 }), 200)
    const administrator = await server.people.signedIn('administrator')
    const asked = { reason: 'ticket 4711', transport: 'bearer' }
    const acting = await administrator.http.post(`/api/users/${mentor.id}/impersonate`, asked)
    const support = createHttpClient(server.url, {
      authorization: `Bearer ${expectStatus(acting, 200).accessToken}`,
    })
    expectStatus(await support.get(`${API}/accounts`), 200)
    for (const path of [`${API}/mentoring`, `${PATH}/trades`, `${PATH}/figures`, onTrade])
      expectProblem(await support.get(path), 'trading/consent-needed')
    expectProblem(await support.post(onTrade, { text: 'Mine' }), 'trading/consent-needed')
  })

  test('is told, as the trader is, what is held of them, and either’s erasure leaves nothing', async () => {
    for (const side of ['trader', 'mentor'] as const) {
      const things = await mentored()
      expectStatus(await things.mentor.http.post(things.onTrade, { text: 'Wait for it' }), 201)
      const unit = server.app.units.all.find(({ name }) => name === 'trading')
      const exported = async ({ id }: Person) =>
        ((await unit?.exportPerson?.(id)) ?? {}) as Record<string, { text: string; isOwn: boolean }[] | undefined>
      const told = async (person: Person) => {
        const { mentors, mentoring, mentorComments } = await exported(person)
        return [mentors?.length, mentoring?.length, mentorComments?.[0]?.isOwn]
      }
      assert.deepEqual(await told(things.trader), [1, undefined, false])
      assert.deepEqual(await told(things.mentor), [undefined, 1, true])
      const [gone, other] = [things[side], things[side === 'trader' ? 'mentor' : 'trader']]
      await server.app.db.transaction(systemOrigin('test', 'test'), async (tx) => unit?.erasePerson?.(tx, gone.id))
      for (const person of [gone, other]) assert.deepEqual(await told(person), [undefined, undefined, undefined])
      if (side === 'trader')
        for (const act of doings(things.id, things)) expectProblem(await act(things.mentor), NOT_MENTORING)
    }
  })
})
