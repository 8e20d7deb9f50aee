import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { type Effects, noEffects } from '../../../../test/support/effects.ts'
import type { HttpAnswer } from '../../../../test/support/http-client.ts'
import { expectProblem, expectStatus } from '../../../../test/support/music.ts'
import { startTrading, type TradingServer } from '../../../../test/support/trading.ts'
import {
  makeAccount,
  makePicture,
  makeTag,
  makeTrade,
  makeTrader,
  type Trader,
  textOf,
} from '../../../../test/support/trading-journal.ts'
import { newId } from '../../../kernel/id.ts'

const JOURNAL = '/api/trading/journal'
let server: TradingServer
let ada: Trader
let ben: Trader
before(async () => {
  server = await startTrading()
  ada = await makeTrader(server)
  ben = await makeTrader(server)
})
after(() => server.stop())

const body = textOf('Waited for the retest and took it.')
const write = (fields: object) => ada.person.http.post(JOURNAL, { title: 'Opening drive', body, ...fields })
async function written(fields: object = {}) {
  return expectStatus(await write({ day: '2026-03-10', ...fields }), 201)
}

async function effectsOf(act: () => Promise<HttpAnswer>): Promise<[HttpAnswer, Effects]> {
  const seen = await server.watch()
  const answer = await act()
  return [answer, await seen()]
}

describe('an entry', () => {
  test('is about a day, a trade or a session, and takes its day from there', async () => {
    // 02:30 UTC is the evening before in New York.
    const trade = await makeTrade(server, ada, { openedAt: '2026-03-11T02:30:00Z' })
    const started = { startedAt: '2026-03-10T13:00:00Z', accountId: ada.accountId }
    const session = expectStatus(await ada.person.http.post('/api/trading/sessions', started), 201)
    expectStatus(await ada.person.http.post(`/api/trading/sessions/${session.id}/stop`, {}), 200)
    const cases = [
      [{ day: '2026-02-28' }, { scope: 'day', day: '2026-02-28', accountId: null }],
      [
        { day: '2026-02-28', accountId: ada.accountId },
        { scope: 'day', day: '2026-02-28', accountId: ada.accountId },
      ],
      [{ tradeId: trade }, { scope: 'trade', day: '2026-03-10', accountId: ada.accountId, tradeId: trade }],
      [{ sessionId: session.id }, { scope: 'session', day: '2026-03-10', sessionId: session.id }],
    ] as const
    for (const [about, expected] of cases) {
      const [answer, effects] = await effectsOf(() => write(about))
      const entry = expectStatus(answer, 201)
      assert.deepEqual(effects, { ...noEffects, audit: ['trading.journal-entry.created'] })
      for (const [name, value] of Object.entries(expected)) assert.equal(entry[name], value, name)
      assert.deepEqual(expectStatus(await ada.person.http.get(`${JOURNAL}/${entry.id}`), 200), entry)
    }
  })

  test('is refused with the field named', async () => {
    const theirTrade = await makeTrade(server, ben)
    const theirTag = await makeTag(server, ben.person, 'patient')
    const deep = { type: 'doc', content: [{ type: 'script' }] }
    const href = { type: 'text', text: 'here', marks: [{ type: 'link', attrs: { href: 'javascript:alert(1)' } }] }
    const linked = { type: 'doc', content: [{ type: 'paragraph', content: [href] }] }
    const day = '2026-03-10'
    const cases: readonly (readonly [object, string, readonly string[]])[] = [
      [{}, 'trading/value-invalid', [' about']],
      [{ day, tradeId: theirTrade }, 'trading/value-invalid', [' about']],
      [{ tradeId: theirTrade, accountId: ada.accountId }, 'trading/value-invalid', ['/accountId about']],
      [{ tradeId: theirTrade }, 'trading/trade-not-found', []],
      [{ sessionId: newId() }, 'trading/session-not-found', []],
      [{ day, accountId: ben.accountId }, 'trading/account-not-found', []],
      [{ day, tagIds: [theirTag] }, 'trading/value-invalid', ['/tagIds/0 unknown']],
      [{ day, fileIds: [newId()] }, 'trading/picture-not-usable', ['/fileIds/0 unusable']],
      [{ day: '2026-02-30' }, 'http/invalid', ['/day format']],
      [{ day: '0024-02-03' }, 'http/invalid', ['/day pattern']],
      [{ day, mood: 6 }, 'http/invalid', ['/mood too-large']],
      [{ day, title: 'a\0b' }, 'http/bad-text', ['/title text']],
      [{ day, body: deep }, 'trading/value-invalid', ['/body/content/0/type unknown-node']],
      [{ day, body: linked }, 'trading/value-invalid', ['/body/content/0/content/0/marks/0/attrs/href value']],
      [{ day, body: textOf('x', [newId()]) }, 'trading/value-invalid', ['/body picture']],
      [{ day, body: textOf('x'.repeat(50_001)) }, 'trading/value-invalid', ['/body too-long']],
      [{ day, owner: 'me' }, 'http/invalid', ['/owner unknown-property']],
    ]
    for (const [fields, code, faults] of cases) {
      const [answer, effects] = await effectsOf(() => write(fields))
      assert.deepEqual(expectProblem(answer, code), faults, JSON.stringify(fields).slice(0, 80))
      assert.deepEqual(effects, noEffects)
    }
  })

  test('is saved over the version that was read; the same again changes nothing, an older one is refused', async () => {
    const { id } = await written()
    const save = (title: string, version: number) =>
      ada.person.http.put(`${JOURNAL}/${id}`, { title, body, mood: 4, moodWords: ['calm'], version })
    const [first, effects] = await effectsOf(() => save('Typed on', 1))
    assert.deepEqual([expectStatus(first, 200).version, effects], [2, noEffects])
    assert.deepEqual(expectStatus(await save('Typed on', 1), 200), first.body, 'the answer was lost')
    assert.equal(expectStatus(await save('Typed on', 2), 200).version, 2)
    expectProblem(await save('Typed elsewhere', 1), 'trading/journal-stale')
    expectProblem(await save('From the future', 3), 'trading/journal-stale')
    const both = await Promise.all([save('One', 2), save('Other', 2)])
    assert.deepEqual(both.map(({ status }) => status).sort(), [200, 409])
  })

  test('keeps its pictures and takes them along when it goes', async () => {
    const [first, second] = [await makePicture(ada.person), await makePicture(ada.person)]
    const entry = await written({ fileIds: [first, second], body: textOf('Chart', [first]) })
    assert.deepEqual(
      entry.files.map(({ id }: { id: string }) => id),
      [first, second],
    )
    await server.jobsIdle()
    const variant = await ada.person.http.send(entry.files[0].small, {})
    assert.equal(variant.headers.get('content-type'), 'image/webp')
    assert.equal((await ben.person.http.get(entry.files[0].small)).status, 404)
    const elsewhere = await write({ day: '2026-03-11', fileIds: [first] })
    assert.deepEqual(expectProblem(elsewhere, 'trading/picture-not-usable'), ['/fileIds/0 unusable'])
    const theirs = await ben.person.http.post(JOURNAL, { day: '2026-03-11', title: '', body, fileIds: [first] })
    assert.deepEqual(expectProblem(theirs, 'trading/picture-not-usable'), ['/fileIds/0 unusable'])
    const saved = { title: '', body, fileIds: [second], version: 1 }
    const [one, effects] = await effectsOf(() => ada.person.http.put(`${JOURNAL}/${entry.id}`, saved))
    assert.deepEqual([one.status, effects.audit], [200, ['files.removed']])
    assert.equal((await ada.person.http.get(`/api/files/${first}`)).status, 404)
    const [gone, after] = await effectsOf(() => ada.person.http.delete(`${JOURNAL}/${entry.id}`))
    assert.deepEqual([gone.status, after.audit], [204, ['files.removed', 'trading.journal-entry.removed']])
    assert.equal((await ada.person.http.get(`/api/files/${second}`)).status, 404)
    expectProblem(await ada.person.http.get(`${JOURNAL}/${entry.id}`), 'trading/journal-entry-not-found')
  })

  test('goes with its account, and its pictures with it', async () => {
    const { accountId } = await makeAccount(server, ada.person, { name: 'Short-lived' })
    const picture = await makePicture(ada.person)
    const { id } = await written({ accountId, fileIds: [picture] })
    const confirmed = { name: 'Short-lived' }
    assert.equal((await ada.person.http.post(`/api/trading/accounts/${accountId}/delete`, confirmed)).status, 204)
    await server.jobsIdle()
    expectProblem(await ada.person.http.get(`${JOURNAL}/${id}`), 'trading/journal-entry-not-found')
    assert.equal((await ada.person.http.get(`/api/files/${picture}`)).status, 404)
  })

  test('that is another’s is not there', async () => {
    const { id } = await written()
    const anybody = await server.people.signedIn()
    const seen = await server.watch()
    for (const answer of [
      await ben.person.http.get(`${JOURNAL}/${id}`),
      await ben.person.http.put(`${JOURNAL}/${id}`, { title: 'Mine', body, version: 1 }),
      await ben.person.http.delete(`${JOURNAL}/${id}`),
    ])
      expectProblem(answer, 'trading/journal-entry-not-found')
    expectProblem(await server.people.anonymous().get(`${JOURNAL}/${id}`), 'http/unauthenticated')
    expectProblem(await anybody.http.get(JOURNAL), 'http/denied')
    assert.deepEqual(await seen(), noEffects)
  })
})

describe('lists and search', () => {
  let cal: Trader
  let tag: string
  let trade: string
  before(async () => {
    cal = await makeTrader(server)
    tag = await makeTag(server, cal.person, 'fomo', 'emotion')
    trade = await makeTrade(server, cal, { note: { text: 'Chased the breakout after the news, again.' } })
    for (let day = 1; day <= 5; day += 1)
      expectStatus(
        await cal.person.http.post(JOURNAL, {
          ...{ day: `2026-03-0${day}`, title: day === 3 ? 'Breakouts' : `Day ${day}` },
          ...{ body: textOf(day === 2 ? 'I was chasing a \ue000 breakout \ue001 <b>late</b>' : 'Nothing'), mood: day },
          tagIds: day > 3 ? [tag] : [],
        }),
        201,
      )
  })
  const get = async (query: string) => expectStatus(await cal.person.http.get(`${JOURNAL}${query}`), 200)
  const days = ({ items }: { items: { day: string }[] }) => items.map(({ day }) => Number(day.slice(-2)))

  test('pages go from the newest day back, each entry once', async () => {
    const first = await get('?limit=2')
    const second = await get(`?limit=2&cursor=${first.nextCursor}`)
    const third = await get(`?limit=2&cursor=${second.nextCursor}`)
    assert.deepEqual([...days(first), ...days(second), ...days(third)], [5, 4, 3, 2, 1])
    assert.equal(third.nextCursor, null)
  })

  test('a list holds what the filter says', async () => {
    assert.deepEqual(days(await get('?from=2026-03-02&to=2026-03-04')), [4, 3, 2])
    assert.deepEqual(days(await get(`?tagId=${tag}`)), [5, 4])
    assert.deepEqual(days(await get('?mood=3')), [3])
    assert.deepEqual(days(await get('?scope=trade')), [])
    expectProblem(await cal.person.http.get(`${JOURNAL}?cursor=WyIyMDI2LTAyLTMwIiwieCJd`), 'http/invalid')
  })

  test('words are found in entries and trade notes by their stems, with the bounds of what was found', async () => {
    const find = async (q: string, more = '') =>
      expectStatus(await cal.person.http.get(`/api/trading/journal-search?q=${encodeURIComponent(q)}${more}`), 200)
    const both = await find('chase breakouts')
    assert.deepEqual(
      both.items.map(({ kind, tradeId }: { kind: string; tradeId: string | null }) => [kind, tradeId]).sort(),
      [
        ['entry', null],
        ['note', trade],
      ],
    )
    for (const { excerpt, highlights } of both.items) {
      const words = highlights.map(({ start, end }: { start: number; end: number }) => excerpt.slice(start, end))
      assert.deepEqual(words.map((word: string) => word.slice(0, 4).toLowerCase()).sort(), ['brea', 'chas'], excerpt)
    }
    assert.equal((await find('breakout')).items.length, 3, 'titles count')
    const first = await find('breakout', '&limit=2')
    assert.equal((await find('breakout', `&limit=2&cursor=${first.nextCursor}`)).items.length, 1)
    assert.equal((await find('breakout -late')).items.length, 2)
    const narrowed = [
      ['&from=2026-03-03', ['entry', 'note']],
      ['&from=2026-03-03&to=2026-03-04', ['entry']],
      ['&scope=trade', ['note']],
      ['&mood=2', ['entry']],
      [`&tagId=${tag}`, []],
      [`&accountId=${cal.accountId}`, ['note']],
    ] as const
    for (const [more, kinds] of narrowed)
      assert.deepEqual(
        (await find('breakout', more)).items.map(({ kind }: { kind: string }) => kind).sort(),
        kinds,
        more,
      )
    for (const odd of ["'", '& | !', '"', '\\', ':*', '()', 'a OR', '-', '%'])
      assert.equal((await find(odd)).items.length, 0, odd)
    const theirs = await ben.person.http.get('/api/trading/journal-search?q=breakout')
    assert.deepEqual(expectStatus(theirs, 200).items, [])
  })
})

describe('a review', () => {
  const path = (id: string, more = '') => `/api/trading/trades/${id}/review${more}`
  const generation = async () => {
    const [row] = await server.query<{ generation: bigint }>('SELECT generation FROM trading.account WHERE id = $1', [
      ada.accountId,
    ])
    return row?.generation ?? 0n
  }

  test('makes the trade reviewed, its mistakes tags of the trade, and is locked', async () => {
    const trade = await makeTrade(server, ada)
    const mistake = await makeTag(server, ada.person, 'moved the stop', 'mistake')
    const other = await makeTag(server, ada.person, 'late', 'mistake')
    const setup = await makeTag(server, ada.person, 'retest', 'setup')
    await server.query('INSERT INTO trading.trade_tag VALUES ($1, $2, $3)', [trade, setup, ada.accountId])
    expectProblem(await ada.person.http.get(path(trade)), 'trading/review-not-found')
    const put = (fields: object) => ada.person.http.put(path(trade), { quality: 2, version: null, ...fields })
    const wrong = await put({ mistakeTagIds: [setup] })
    assert.deepEqual(expectProblem(wrong, 'trading/value-invalid'), ['/mistakeTagIds/0 unknown'])
    const before = await generation()
    const [first, effects] = await effectsOf(() => put({ mistakeTagIds: [mistake, other], lesson: 'Wait.' }))
    assert.deepEqual(effects, { ...noEffects, audit: ['trading.review.created'] })
    assert.deepEqual([expectStatus(first, 200).state, first.body.mistakes.length], ['reviewed', 2])
    assert.equal(await generation(), before + 1n, 'figures by tag are other ones')
    expectProblem(await put({}), 'trading/journal-stale')
    const second = expectStatus(await put({ mistakeTagIds: [other], version: 1 }), 200)
    assert.deepEqual(second.mistakes, [{ id: other, name: 'late' }])
    const tags = await server.query<{ tag_id: string }>('SELECT tag_id FROM trading.trade_tag WHERE trade_id = $1', [
      trade,
    ])
    assert.deepEqual(tags.map((row) => row.tag_id).sort(), [setup, other].sort())
    assert.equal(expectStatus(await ada.person.http.post(path(trade, '/lock')), 200).state, 'locked')
    expectProblem(await put({ version: 2 }), 'trading/trade-locked')
    expectProblem(await ada.person.http.delete(path(trade)), 'trading/trade-locked')
  })

  test('is taken back, and the trade counts as unreviewed', async () => {
    const trade = await makeTrade(server, ada)
    expectStatus(await ada.person.http.put(path(trade), { quality: 5, version: null }), 200)
    assert.equal((await ada.person.http.delete(path(trade))).status, 204)
    const [note] = await server.query<object>('SELECT review_state FROM trading.trade_note WHERE trade_id = $1', [
      trade,
    ])
    assert.deepEqual(note, { review_state: 'unreviewed' })
    expectProblem(await ben.person.http.put(path(trade), { quality: 5, version: null }), 'trading/trade-not-found')
  })
})

test('a reflection is of a day, saved by version, listed newest first and removed', async () => {
  const path = '/api/trading/reflections'
  const put = (day: string, fields: object) => ada.person.http.put(`${path}/${day}`, { version: null, ...fields })
  const [first, effects] = await effectsOf(() => put('2026-03-10', { mood: 2, wentWell: 'Patience' }))
  assert.deepEqual([expectStatus(first, 200).version, effects.audit], [1, ['trading.reflection.created']])
  expectProblem(await put('2026-03-10', {}), 'trading/journal-stale')
  assert.equal(expectStatus(await put('2026-03-10', { version: 1, discipline: 5 }), 200).discipline, 5)
  expectStatus(await put('2026-03-11', {}), 200)
  const listed = expectStatus(await ada.person.http.get(`${path}?limit=1`), 200)
  const next = expectStatus(await ada.person.http.get(`${path}?limit=1&cursor=${listed.nextCursor}`), 200)
  assert.deepEqual([listed.items[0].day, next.items[0].day], ['2026-03-11', '2026-03-10'])
  assert.deepEqual(expectProblem(await put('2026-13-01', {}), 'http/invalid'), ['{day} format'])
  expectProblem(await ben.person.http.get(`${path}/2026-03-10`), 'trading/reflection-not-found')
  assert.equal((await ada.person.http.delete(`${path}/2026-03-10`)).status, 204)
  expectProblem(await ada.person.http.get(`${path}/2026-03-10`), 'trading/reflection-not-found')
})

test('a session holds the trades that were opened in it, runs alone and ends once', async () => {
  const dan = await makeTrader(server)
  const second = await makeAccount(server, dan.person)
  const path = '/api/trading/sessions'
  const { http } = dan.person
  const at = (time: string) => `2026-03-12T${time}:00Z`
  const early = await makeTrade(server, dan, { openedAt: at('13:29') })
  const first = await makeTrade(server, dan, { openedAt: at('13:30') })
  const other = await makeTrade(server, second, { openedAt: at('14:00') })
  const late = await makeTrade(server, dan, { openedAt: at('15:00') })
  const start = { startedAt: at('13:30'), plan: 'Only A setups', checklist: [{ text: 'News read', done: false }] }
  const [started, effects] = await effectsOf(() => http.post(path, start))
  const { id } = expectStatus(started, 201)
  assert.deepEqual(effects, { ...noEffects, audit: ['trading.session.started'] })
  expectProblem(await http.post(path, {}), 'trading/session-running')
  const ends = { endedAt: at('13:30') }
  assert.deepEqual(expectProblem(await http.post(`${path}/${id}/stop`, ends), 'trading/value-invalid'), [
    '/endedAt instant',
  ])
  expectProblem(await http.post(`${path}/${id}/stop`, { endedAt: '2016-12-31T23:59:60Z' }), 'http/invalid')
  const stopped = expectStatus(await http.post(`${path}/${id}/stop`, { endedAt: at('15:00') }), 200)
  assert.deepEqual(
    stopped.trades.map((trade: { id: string }) => trade.id),
    [first, other],
    `neither ${early} nor ${late}`,
  )
  expectProblem(await http.post(`${path}/${id}/stop`, {}), 'trading/session-over')
  const saved = { checklist: [{ text: 'News read', done: true }], summary: 'Good', moodAfter: 4, version: 2 }
  assert.deepEqual(expectStatus(await http.put(`${path}/${id}`, saved), 200).checklist, saved.checklist)
  expectProblem(await http.put(`${path}/${id}`, saved), 'trading/journal-stale')
  expectProblem(await http.post(path, { startedAt: '2099-01-01T00:00:00Z' }), 'trading/value-invalid')
  expectProblem(await http.post(path, { accountId: ada.accountId }), 'trading/account-not-found')
  assert.equal(expectStatus(await http.get(path), 200).items.length, 1)
  const entry = expectStatus(await http.post(JOURNAL, { sessionId: id, title: '', body }), 201)
  assert.equal((await http.delete(`${path}/${id}`)).status, 204)
  expectProblem(await http.get(`${JOURNAL}/${entry.id}`), 'trading/journal-entry-not-found')
})
