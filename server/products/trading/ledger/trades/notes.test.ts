import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { noEffects } from '../../../../../test/support/effects.ts'
import { expectProblem, expectStatus } from '../../../../../test/support/music.ts'
import {
  type Account,
  type Instrument,
  type RoundTrip,
  startTrades,
  type Trader,
  type TradesServer,
} from '../../../../../test/support/trades.ts'
import { systemOrigin } from '../../../../kernel/db/actor.ts'
import { newId } from '../../../../kernel/id.ts'

let server: TradesServer
let trader: Trader
let stranger: Trader
let account: Account
let instrument: Instrument
before(async () => {
  server = await startTrades()
  trader = await server.trader()
  stranger = await server.trader()
  account = await trader.account()
  instrument = await trader.instrument('ESM6', { assetClass: 'future', multiplier: '50' })
})
after(() => server.stop())

/** 2 ES long from 5000 to 5010: 1,000 less 4 x 2.10. */
const won: RoundTrip = {
  ...{ side: 1, quantity: '2', entry: '5000', exit: '5010', fees: '4.2', fx: '1' },
  ...{ openedAt: new Date('2026-03-02T14:30:00Z'), closedAt: new Date('2026-03-02T15:00:00Z') },
}
const url = (id: string, rest = '') => `/api/trading/trades/${id}${rest}`
const newTrade = async (fields: Partial<RoundTrip> = {}) =>
  (await trader.trade(account, instrument, { ...won, ...fields })).id
const note = (id: string, body: object) => trader.http.patch(url(id), body)
const read = async (id: string) => expectStatus(await trader.http.get(url(id)), 200)
const generation = async () => {
  const [row] = await server.query<{ generation: bigint }>('SELECT generation FROM trading.account WHERE id = $1', [
    account.id,
  ])
  return Number(row?.generation)
}

describe('a trade', () => {
  test('is shown with its parts, figures and nothing said of it', async () => {
    const trade = await read(await newTrade({ fx: '0.9' }))
    const { gross, fees, net, local, cost, percentReturn, outcome, r, version, holdMs, closedDay } = trade
    assert.deepEqual(
      { gross, fees, net, local, cost, percentReturn, outcome, r, version, holdMs, closedDay },
      {
        ...{ gross: '900', fees: '7.56', net: '892.44', cost: '450000', percentReturn: '0.19832' },
        local: { currency: 'USD', gross: '1000', fees: '8.4', net: '991.6' },
        ...{ outcome: 'win', r: null, version: 0, holdMs: 1_800_000, closedDay: '2026-03-02' },
      },
    )
    const fills = trade.fills.map((fill: Record<string, unknown>) => [fill.role, fill.side, fill.price])
    assert.deepEqual(fills, [
      ['entry', 'buy', '5000'],
      ['exit', 'sell', '5010'],
    ])
    assert.deepEqual([trade.closures.length, trade.lots, trade.isCut, trade.excursion], [1, [], false, null])
  })

  test('that is open has a lot, and no outcome', async () => {
    const own = await trader.account()
    const { id } = await trader.trade(own, instrument, { ...won, exit: null, closedAt: null })
    const trade = await read(id)
    assert.deepEqual([trade.status, trade.outcome, trade.r, trade.percentReturn], ['open', null, null, null])
    assert.deepEqual([trade.fills.length, trade.closures.length, trade.lots[0].quantity], [1, 0, '2'])
  })
})

describe('what is said of a trade', () => {
  const said: readonly { name: string; change: object; shows: object }[] = [
    {
      name: 'a stop gives its risk',
      change: { initialStop: '4995' },
      shows: { initialRisk: '500', r: '1.9832', enteredRisk: null },
    },
    {
      name: 'a stop at the entry gives none',
      change: { initialStop: '5000.0' },
      shows: { initialRisk: null, r: null },
    },
    {
      name: 'an entered risk counts before the stop',
      change: { initialStop: '4995', initialRisk: '250.00' },
      shows: { initialRisk: '250', r: '3.9664', enteredRisk: '250' },
    },
    {
      name: 'target, rating and words',
      change: { plannedTarget: '5020', rating: 4, text: 'Waited.\nThen bought.' },
      shows: { plannedTarget: '5020', rating: 4, text: 'Waited.\nThen bought.', hasNotes: true },
    },
  ]
  for (const { name, change, shows } of said)
    test(`${name} is kept, told to caches and audited`, async () => {
      const id = await newTrade()
      const was = await generation()
      const seen = await server.watch()
      const trade = expectStatus(await note(id, { version: 0, ...change }), 200)
      assert.deepEqual(await seen(), { ...noEffects, audit: ['trading.trade.noted'] })
      const shown = Object.fromEntries(Object.keys(shows).map((key) => [key, trade[key]]))
      assert.deepEqual([shown, trade.version, (await generation()) - was], [shows, 1, 1])
      const [listed] = expectStatus(await trader.http.get(`/api/trading/trades?id=${id}`), 200).items
      assert.deepEqual([listed.r, listed.initialRisk], [trade.r, trade.initialRisk])
    })

  test('names a playbook of one’s own', async () => {
    const book = async (who: Trader) =>
      expectStatus(await who.http.post('/api/trading/playbooks', { name: 'Gap', rules: [] }), 201).id
    const id = await newTrade()
    const [mine, theirs] = [await book(trader), await book(stranger)]
    const refusal = await note(id, { version: 0, playbookId: theirs })
    assert.deepEqual([expectProblem(refusal, 'trading/value-invalid'), refusal.status], [['/playbookId unknown'], 400])
    assert.equal(expectStatus(await note(id, { version: 0, playbookId: mine }), 200).playbookId, mine)
    const [found] = expectStatus(await trader.http.get(`/api/trading/trades?playbook=${mine}`), 200).items
    assert.equal(found.id, id)
  })

  const refused: readonly [body: object, ...faults: string[]][] = [
    [{ version: 0, initialRisk: '0' }, '/initialRisk positive'],
    [{ version: 0, initialStop: '-1' }, '/initialStop pattern'],
    [{ version: 0, rating: 6 }, '/rating too-large'],
    [{ version: 0, reviewState: 'done' }, '/reviewState not-a-choice'],
    [{ version: 0, text: 'x'.repeat(20_001) }, '/text too-long'],
    [{ version: 2 ** 31 }, '/version too-large'],
    [{ initialStop: '1' }, '/version required'],
    [{ version: 0, netBase: '5' }, '/netBase unknown-property'],
  ]
  for (const [body, ...faults] of refused)
    test(`refuses ${JSON.stringify(body).slice(0, 60)}`, async () => {
      const answer = await note(await newTrade(), body)
      assert.deepEqual(
        [
          answer.status,
          answer.body.errors.map((one: { pointer: string; code: string }) => `${one.pointer} ${one.code}`),
        ],
        [400, faults],
      )
    })

  test('is changed at the version that was read, also by ten at once', async () => {
    const id = await newTrade()
    const answers = await Promise.all(
      Array.from({ length: 10 }, (_, at) => note(id, { version: 0, rating: (at % 5) + 1 })),
    )
    const codes = answers.map(({ status, body }) => body.code ?? status).sort()
    assert.deepEqual(codes, [200, ...Array(9).fill('trading/trade-stale')])
    assert.equal((await read(id)).version, 1)
  })

  test('goes from unreviewed by reviewed to locked, and then stays until it is unlocked', async () => {
    const id = await newTrade()
    expectProblem(await note(id, { version: 0, reviewState: 'locked' }), 'trading/review-step')
    expectStatus(await note(id, { version: 0, reviewState: 'reviewed' }), 200)
    expectStatus(await note(id, { version: 1, reviewState: 'locked', text: 'Done' }), 200)
    const seen = await server.watch()
    for (const body of [{ text: 'More' }, { reviewState: 'reviewed', rating: 1 }, { initialStop: null }])
      expectProblem(await note(id, { version: 2, ...body }), 'trading/trade-locked')
    expectProblem(await note(id, { version: 2, reviewState: 'unreviewed' }), 'trading/review-step')
    assert.deepEqual(await seen(), noEffects)
    expectStatus(await note(id, { version: 2, reviewState: 'reviewed' }), 200)
    assert.equal(expectStatus(await note(id, { version: 3, text: 'More' }), 200).text, 'More')
  })

  test('of an archived account stays as it is', async () => {
    const old = await trader.account()
    const { id } = await trader.trade(old, instrument, won)
    await server.query('UPDATE trading.account SET archived_at = now() WHERE id = $1', [old.id])
    expectProblem(await note(id, { version: 0, rating: 1 }), 'trading/account-archived')
  })

  test('outlives the trade, is found with it when it comes back, and can be given to another', async () => {
    const [id, other] = [await newTrade(), await newTrade()]
    const tag = expectStatus(await trader.http.post('/api/trading/tags', { name: 'Late', grouping: 'mistake' }), 201)
    expectStatus(await trader.http.post('/api/trading/trades/tags', { ids: [id], add: [tag.id] }), 200)
    expectStatus(await note(id, { version: 0, text: 'Kept', initialRisk: '100' }), 200)
    expectStatus(
      await trader.http.put(`${url(id)}/review`, { quality: 4, version: null, mistakeTagIds: [tag.id] }),
      200,
    )
    const rules = [
      { id: 'calm', kind: 'checklist', text: 'Calm' },
      { id: 'news', kind: 'checklist', text: 'No news' },
    ]
    const playbook = expectStatus(
      await trader.http.post('/api/trading/playbooks', { name: 'Open', description: '', rules }),
      201,
    )
    const check = (trade: string, results: object) =>
      trader.http.put(`/api/trading/playbooks/${playbook.id}/trades/${trade}/checklist`, { results })
    expectStatus(await check(id, { calm: true, news: true }), 204)
    expectStatus(await check(other, { news: false }), 204)
    const body = { type: 'doc', content: [] }
    const entry = expectStatus(await trader.http.post('/api/trading/journal', { tradeId: id, title: 'Why', body }), 201)
    const [row] = await server.query<Record<string, unknown>>('DELETE FROM trading.trade WHERE id = $1 RETURNING *', [
      id,
    ])
    expectProblem(await trader.http.get(url(id)), 'trading/trade-not-found')
    const orphans = async (who = trader) =>
      expectStatus(await who.http.get('/api/trading/trade-notes/orphaned'), 200).items.map(
        (one: { tradeId: string; text: string }) => [one.tradeId, one.text],
      )
    assert.deepEqual([await orphans(), await orphans(stranger)], [[[id, 'Kept']], []])
    const columns = Object.keys(row ?? {})
    await server.query(
      `INSERT INTO trading.trade (${columns.join(', ')}) VALUES (${columns.map((_, at) => `$${at + 1}`).join(', ')})`,
      Object.values(row ?? {}),
    )
    assert.deepEqual([(await read(id)).text, (await read(id)).tags.length, await orphans()], ['Kept', 1, []])
    const attach = (to: string, who = trader) => who.http.post(`/api/trading/trade-notes/${id}/attach`, { tradeId: to })
    expectProblem(await attach(other), 'trading/trade-note-not-found')
    await server.query('DELETE FROM trading.trade WHERE id = $1', [id])
    expectProblem(await attach(newId()), 'trading/trade-not-found')
    expectProblem(await attach(other, stranger), 'trading/trade-note-not-found')
    const seen = await server.watch()
    const given = expectStatus(await attach(other), 200)
    assert.deepEqual(
      [given.text, given.enteredRisk, given.tags.map((one: { name: string }) => one.name)],
      ['Kept', '100', ['Late']],
    )
    assert.deepEqual([await orphans(), await seen()], [[], { ...noEffects, audit: ['trading.trade.note-attached'] }])
    expectProblem(await attach(other), 'trading/trade-note-not-found')
    assert.equal(expectStatus(await trader.http.get(`${url(other)}/review`), 200).quality, 4)
    assert.equal(expectStatus(await trader.http.get(`/api/trading/journal/${entry.id}`), 200).tradeId, other)
    assert.deepEqual(
      await server.query('SELECT trade_id, rule_id, passed FROM trading.trade_rule_result ORDER BY rule_id'),
      [
        { trade_id: other, rule_id: 'calm', passed: true },
        { trade_id: other, rule_id: 'news', passed: false },
      ],
    )
  })

  test('and lost its trade names the fill that opened it, and is removed with its tags', async () => {
    const [id, kept] = [await newTrade(), await newTrade()]
    const tag = expectStatus(await trader.http.post('/api/trading/tags', { name: 'Lost', grouping: 'mistake' }), 201)
    expectStatus(await trader.http.post('/api/trading/trades/tags', { ids: [id, kept], add: [tag.id] }), 200)
    for (const one of [id, kept]) expectStatus(await note(one, { version: 0, text: 'Lost' }), 200)
    const remove = (one: string, who = trader) => who.http.delete(`/api/trading/trade-notes/${one}`)
    expectProblem(await remove(kept), 'trading/trade-note-not-found')
    await server.query('DELETE FROM trading.trade WHERE id = $1', [id])
    const { items } = expectStatus(await trader.http.get('/api/trading/trade-notes/orphaned'), 200)
    assert.deepEqual(
      items.map((one: Record<string, unknown>) => [one.symbol, one.side, one.openedAt]),
      [['ESM6', 'long', won.openedAt.toISOString()]],
    )
    expectProblem(await remove(id, stranger), 'trading/trade-note-not-found')
    const seen = await server.watch()
    expectStatus(await remove(id), 204)
    assert.deepEqual(await seen(), { ...noEffects, audit: ['trading.trade.note-removed'] })
    const tagged = await server.query('SELECT trade_id FROM trading.trade_tag WHERE tag_id = $1', [tag.id])
    assert.deepEqual(tagged, [{ trade_id: kept }])
  })
})

describe('many trades at once', () => {
  const post = (path: string, body: object, who = trader) => who.http.post(`/api/trading/trades/${path}`, body)

  test('are tagged by filter and by list; what is locked stays as it is', async () => {
    const own = await trader.account()
    const ids: string[] = []
    for (const exit of ['5010', '4990', '5020']) ids.push((await trader.trade(own, instrument, { ...won, exit })).id)
    const [first = '', second = ''] = ids
    for (const [version, reviewState] of ['reviewed', 'locked'].entries())
      expectStatus(await note(first, { version, reviewState }), 200)
    const tag = expectStatus(await trader.http.post('/api/trading/tags', { name: 'Bulk', grouping: 'emotion' }), 201)
    const seen = await server.watch()
    const filter = { account: [own.id], outcome: ['win'] }
    const tagged = await post('tags', { filter, add: [tag.id] })
    assert.deepEqual(expectStatus(tagged, 200), { matched: 2, changed: 1, refused: 1 })
    const again = await post('tags', { ids, add: [tag.id] })
    assert.deepEqual(expectStatus(again, 200), { matched: 3, changed: 1, refused: 1 })
    assert.deepEqual(expectStatus(await post('tags', { ids: [second], remove: [tag.id] }), 200), {
      matched: 1,
      changed: 1,
      refused: 0,
    })
    assert.deepEqual(expectStatus(await post('tags', { ids: [second], remove: [tag.id] }), 200), {
      matched: 1,
      changed: 0,
      refused: 0,
    })
    assert.deepEqual(await seen(), { ...noEffects, audit: Array(3).fill('trading.trades.tagged') })
    const [listed] = expectStatus(await trader.http.get('/api/trading/tags'), 200).items.filter(
      (one: { id: string }) => one.id === tag.id,
    )
    assert.equal(listed.trades, 1)
    const reviewed = await post('review', { filter: { account: [own.id] }, reviewState: 'reviewed' })
    assert.deepEqual(expectStatus(reviewed, 200), { matched: 3, changed: 3, refused: 0 })
    const locked = await post('review', { ids: [second], reviewState: 'locked' })
    assert.deepEqual(expectStatus(locked, 200), { matched: 1, changed: 1, refused: 0 })
    const back = await post('review', { filter: { account: [own.id] }, reviewState: 'unreviewed' })
    assert.deepEqual(expectStatus(back, 200), { matched: 3, changed: 2, refused: 1 })
  })

  test('are said to be by a playbook or by none; what is locked stays as it is', async () => {
    const own = await trader.account()
    const ids: string[] = []
    for (const exit of ['5010', '4990', '5020']) ids.push((await trader.trade(own, instrument, { ...won, exit })).id)
    const [first = '', second = ''] = ids
    for (const [version, reviewState] of ['reviewed', 'locked'].entries())
      expectStatus(await note(first, { version, reviewState }), 200)
    const book = async (who: Trader) =>
      expectStatus(await who.http.post('/api/trading/playbooks', { name: 'Range', rules: [] }), 201).id
    const [mine, theirs] = [await book(trader), await book(stranger)]
    const set = async (body: object) => expectStatus(await post('playbook', body), 200)
    assert.deepEqual(expectProblem(await post('playbook', { ids, playbookId: theirs }), 'trading/value-invalid'), [
      '/playbookId unknown',
    ])
    const seen = await server.watch()
    assert.deepEqual(await set({ ids: [second], playbookId: null }), { matched: 1, changed: 0, refused: 0 })
    const filter = { account: [own.id] }
    assert.deepEqual(await set({ filter, playbookId: mine }), { matched: 3, changed: 2, refused: 1 })
    assert.deepEqual(await set({ filter, playbookId: mine }), { matched: 3, changed: 0, refused: 1 })
    assert.deepEqual(await set({ ids: [second], playbookId: null }), { matched: 1, changed: 1, refused: 0 })
    assert.deepEqual(await seen(), { ...noEffects, audit: Array(2).fill('trading.trades.assigned') })
    const shown = await Promise.all(ids.map(read))
    assert.deepEqual(
      shown.map(({ playbookId, version }) => [playbookId, version]),
      [
        [null, 2],
        [null, 2],
        [mine, 1],
      ],
    )
  })

  test('are refused when they are not said, not theirs or too many', async () => {
    assert.deepEqual(expectProblem(await post('review', { reviewState: 'reviewed' }), 'http/invalid'), [
      '/filter required',
    ])
    const wrong = await post('tags', { filter: { from: '2026-03-02', to: '2026-03-01' } })
    assert.deepEqual(expectProblem(wrong, 'http/invalid'), ['/filter/to range'])
    expectProblem(await post('tags', { ids: [await newTrade()], add: [newId()] }), 'trading/tag-not-found')
    const theirs = await post('review', { ids: [await newTrade()], reviewState: 'reviewed' }, stranger)
    assert.deepEqual(expectStatus(theirs, 200), { matched: 0, changed: 0, refused: 0 })
    const large = await trader.account()
    const { id } = await trader.trade(large, instrument, won)
    const [row] = await server.query<Record<string, unknown>>('SELECT * FROM trading.trade WHERE id = $1', [id])
    const columns = Object.keys(row ?? {})
      .filter((name) => name !== 'id')
      .join(', ')
    await server.query(
      `INSERT INTO trading.trade (id, ${columns}) SELECT gen_random_uuid(), ${columns} FROM trading.trade, generate_series(1, 5000) WHERE id = $1`,
      [id],
    )
    const all = await post('review', { filter: { account: [large.id] }, reviewState: 'reviewed' })
    expectProblem(all, 'trading/selection-too-large')
  })
})

describe('what a person said', () => {
  test('is theirs to take along, and is forgotten with them alone', async () => {
    const [leaving, staying] = [await server.trader(), await server.trader()]
    const unit = server.app.units.all.find(({ name }) => name === 'trading') ?? assert.fail()
    const held = async (person: Trader) =>
      (await unit.exportPerson?.(person.id)) as Record<string, { text?: string; name?: string }[]> | null
    assert.equal((await held(leaving))?.tradeNotes, undefined)
    for (const person of [leaving, staying]) {
      const own = await person.account()
      const { id } = await person.trade(own, await person.instrument('AAPL'), won)
      expectStatus(await person.http.patch(url(id), { version: 0, text: 'My words' }), 200)
      const tag = expectStatus(await person.http.post('/api/trading/tags', { name: 'Mine', grouping: 'custom' }), 201)
      expectStatus(await person.http.post('/api/trading/trades/tags', { ids: [id], add: [tag.id] }), 200)
      expectStatus(await person.http.post('/api/trading/trades/merge', { tradeIds: [id], name: 'Our group' }), 200)
    }
    const { tradeNotes, tradeTags, tradeGroups } = (await held(leaving)) ?? {}
    assert.deepEqual(
      [tradeNotes?.[0]?.text, tradeTags?.[0]?.name, tradeGroups?.[0]?.name],
      ['My words', 'Mine', 'Our group'],
    )
    await server.app.db.transaction(systemOrigin('test', 'test'), async (tx) => unit.erasePerson?.(tx, leaving.id))
    assert.equal((await held(leaving))?.tradeNotes, undefined)
    assert.equal((await held(staying))?.tradeNotes?.length, 1)
  })
})
