import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { noEffects } from '../../../../test/support/effects.ts'
import { expectProblem, expectStatus } from '../../../../test/support/music.ts'
import { startTrading, type TradingServer } from '../../../../test/support/trading.ts'
import { makeAccount, makeTag, makeTrade, makeTrader, type Trader } from '../../../../test/support/trading-journal.ts'
import { decimal } from '../../../kernel/decimal.ts'
import { newId } from '../../../kernel/id.ts'
import { type JudgedTrade, plannedGainOf, verdictOf } from './rule-verdict.ts'
import type { Rule } from './rules.ts'

const NOW = new Date('2026-03-20T00:00:00Z')
const TAG = newId<'tag'>()
const plain: JudgedTrade = {
  ...{ symbol: 'ESH6', root: 'ES', side: 1, timeZone: 'America/New_York', ordinalOfDay: 2 },
  ...{ openedAt: new Date('2026-03-10T14:00:00Z'), closedAt: new Date('2026-03-10T15:00:00Z') },
  ...{ stop: decimal('4990'), risk: decimal('500'), plannedGain: decimal('1000') },
  ...{ tagIds: new Set([TAG]), checks: new Map([['read', true]]) },
}
const at = (iso: string) => ({ openedAt: new Date(iso) })
const open = { closedAt: null }
const evening = { kind: 'session-window', from: '22:00', until: '02:30', timeZone: null } as const
const morning = { kind: 'session-window', from: '09:30', until: '16:00', timeZone: null } as const
const frankfurt = { ...morning, from: '09:00', until: '17:30', timeZone: 'Europe/Berlin' } as const

/** Of some trades. */
interface Sum {
  readonly trades: number
  readonly net: string
}

/** Without its id. */
type Said = Rule extends infer One ? (One extends Rule ? Omit<One, 'id'> : never) : never
const cases: readonly (readonly [string, Said, Partial<JudgedTrade>, 'pass' | 'fail' | 'unknown'])[] = [
  ['the symbol', { kind: 'symbols', symbols: ['NQ', 'esh6'] }, {}, 'pass'],
  ['what it is written on', { kind: 'symbols', symbols: ['ES'] }, {}, 'pass'],
  ['a longer symbol', { kind: 'symbols', symbols: ['ESH', 'E'] }, {}, 'fail'],
  ['the first minute of a window', morning, at('2026-03-10T13:30:00Z'), 'pass'],
  ['the minute before', morning, at('2026-03-10T13:29:59.999Z'), 'fail'],
  ['the end, which is outside', morning, at('2026-03-10T20:00:00Z'), 'fail'],
  ['the last millisecond', morning, at('2026-03-10T19:59:59.999Z'), 'pass'],
  ['the same UTC hour in winter', morning, at('2026-03-06T13:30:00Z'), 'fail'],
  ['the winter hour', morning, at('2026-03-06T14:30:00Z'), 'pass'],
  ['a window of another zone, weeks before its clocks change', frankfurt, at('2026-03-10T08:00:00Z'), 'pass'],
  ['after they changed', frankfurt, at('2026-03-30T07:00:00Z'), 'pass'],
  ['an hour before that', frankfurt, at('2026-03-30T06:59:00Z'), 'fail'],
  ['before midnight', evening, at('2026-03-10T02:00:00Z'), 'pass'],
  ['after midnight', evening, at('2026-03-10T06:29:00Z'), 'pass'],
  ['at the end after midnight', evening, at('2026-03-10T06:30:00Z'), 'fail'],
  ['01:59 in the night the clocks go forward', evening, at('2026-03-08T06:59:00Z'), 'pass'],
  ['a minute later it is 03:00', evening, at('2026-03-08T07:00:00Z'), 'fail'],
  ['the first 01:30 in the night they go back', evening, at('2026-11-01T05:30:00Z'), 'pass'],
  ['the second 01:30', evening, at('2026-11-01T06:30:00Z'), 'pass'],
  ['02:30 after it', evening, at('2026-11-01T07:30:00Z'), 'fail'],
  ['Tuesday', { kind: 'weekdays', weekdays: [2] }, {}, 'pass'],
  ['Tuesday in UTC, Monday evening here', { kind: 'weekdays', weekdays: [2] }, at('2026-03-10T03:00:00Z'), 'fail'],
  ['long', { kind: 'side', side: 'long' }, {}, 'pass'],
  ['short', { kind: 'side', side: 'long' }, { side: -1 }, 'fail'],
  ['as much risk as allowed', { kind: 'max-risk', amount: '500.00' }, {}, 'pass'],
  ['a cent more', { kind: 'max-risk', amount: '500' }, { risk: decimal('500.01') }, 'fail'],
  ['a risk nobody knows', { kind: 'max-risk', amount: '500' }, { risk: null }, 'unknown'],
  ['just the planned R', { kind: 'min-planned-r', r: '2' }, {}, 'pass'],
  ['a little less', { kind: 'min-planned-r', r: '2.000001' }, {}, 'fail'],
  ['a target on the wrong side', { kind: 'min-planned-r', r: '0' }, { plannedGain: decimal('-1') }, 'fail'],
  ['no target', { kind: 'min-planned-r', r: '2' }, { plannedGain: null }, 'unknown'],
  ['the second of two', { kind: 'max-trades-per-day', count: 2 }, {}, 'pass'],
  ['the third of two', { kind: 'max-trades-per-day', count: 2 }, { ordinalOfDay: 3 }, 'fail'],
  ['a stop', { kind: 'stop-required' }, {}, 'pass'],
  ['no stop', { kind: 'stop-required' }, { stop: null }, 'fail'],
  ['the tag', { kind: 'tag-required', tagId: TAG }, {}, 'pass'],
  ['another tag', { kind: 'tag-required', tagId: newId() }, {}, 'fail'],
  ['as long as allowed', { kind: 'max-hold', minutes: 60 }, {}, 'pass'],
  ['longer', { kind: 'max-hold', minutes: 59 }, {}, 'fail'],
  ['open, and in time', { kind: 'max-hold', minutes: 60 }, { ...open, ...at('2026-03-19T23:30:00Z') }, 'unknown'],
  ['open, and too long already', { kind: 'max-hold', minutes: 60 }, { ...open, ...at('2026-03-19T22:30:00Z') }, 'fail'],
]

describe('a typed rule', () => {
  for (const [name, said, fields, expected] of cases)
    test(`${said.kind}: ${name} is ${expected}`, () => {
      assert.equal(verdictOf({ id: 'rule', ...said }, { ...plain, ...fields }, NOW), expected)
    })

  test('an item of the checklist is what the trader says of it', () => {
    const item = (id: string): Rule => ({ id, kind: 'checklist', text: 'News read' })
    const trade = { ...plain, checks: new Map([...plain.checks, ['sized', false]]) }
    assert.deepEqual(
      ['read', 'sized', 'slept'].map((id) => verdictOf(item(id), trade, NOW)),
      ['pass', 'fail', 'unknown'],
    )
  })

  test('planned gain is of the most that was held, at the rate of the entries', () => {
    const trade = {
      ...{ averageEntry: decimal('100'), quantityMax: decimal('2'), quantityEntered: decimal('3') },
      ...{ target: decimal('110'), costBase: decimal('16500') },
    }
    assert.equal(plannedGainOf({ ...trade, side: 1 })?.units, decimal('1100.000000000000000000').units)
    assert.equal(plannedGainOf({ ...trade, side: -1 })?.units, decimal('-1100.000000000000000000').units)
    assert.equal(plannedGainOf({ ...trade, side: 1, target: null }), null)
    assert.equal(plannedGainOf({ ...trade, side: 1, averageEntry: decimal('0') }), null)
  })
})

describe('a playbook', () => {
  const path = '/api/trading/playbooks'
  let server: TradingServer
  let ada: Trader
  let ben: Trader
  before(async () => {
    server = await startTrading()
    ada = await makeTrader(server)
    ben = await makeTrader(server)
  })
  after(() => server.stop())

  const make = async (rules: readonly object[]) =>
    expectStatus(await ada.person.http.post(path, { name: 'Opening', rules }), 201)
  const adherence = async (id: string, query = '') =>
    expectStatus(await ada.person.http.get(`${path}/${id}/adherence${query}`), 200)
  const trades = async (id: string, query = '') =>
    expectStatus(await ada.person.http.get(`${path}/${id}/adherence/trades${query}`), 200)
  const generation = async () => {
    const text = 'SELECT generation FROM trading.account WHERE id = $1'
    return (await server.query<{ generation: bigint }>(text, [ada.accountId]))[0]?.generation ?? 0n
  }

  test('is refused with the field named', async () => {
    const theirTag = await makeTag(server, ben.person, 'A')
    const stop = { id: 'stop', kind: 'stop-required' }
    const window = { id: 'w', kind: 'session-window', from: '09:30', until: '16:00', timeZone: null }
    const wrong: readonly (readonly [object, string, string | null])[] = [
      [[stop, stop], 'trading/value-invalid', '/rules/1/id twice'],
      [[{ ...window, timeZone: 'Mars/Olympus' }], 'trading/value-invalid', '/rules/0/timeZone zone'],
      [[{ ...window, until: '09:30' }], 'trading/value-invalid', '/rules/0/until empty'],
      [[{ ...window, until: '24:00' }], 'http/invalid', '/rules/0/until pattern'],
      [[{ id: 't', kind: 'tag-required', tagId: theirTag }], 'trading/value-invalid', '/rules/0 unknown'],
      [[{ id: 'r', kind: 'max-risk', amount: 'NaN' }], 'http/invalid', '/rules/0/amount pattern'],
      [[{ id: 'r', kind: 'max-risk', amount: '-1' }], 'http/invalid', '/rules/0/amount pattern'],
      [[{ id: 'x', kind: 'guess' }], 'http/invalid', null],
      [[{ ...stop, id: '../x' }], 'http/invalid', '/rules/0/id pattern'],
      [Array.from({ length: 51 }, (_, at) => ({ ...stop, id: `s${at}` })), 'http/invalid', '/rules too-many'],
    ]
    const seen = await server.watch()
    for (const [rules, code, fault] of wrong) {
      const faults = expectProblem(await ada.person.http.post(path, { name: 'Opening', rules }), code)
      if (fault !== null) assert.ok(faults.includes(fault), `${fault} among ${faults.join(', ')}`)
    }
    assert.deepEqual(await seen(), noEffects)
  })

  test('judges trades by the rules that held when they were opened; those of before by the first', async () => {
    const playbook = await make([{ id: 'side', kind: 'side', side: 'long' }])
    const note = { playbookId: playbook.id }
    const early = await makeTrade(server, ada, { openedAt: '2026-03-02T15:00:00Z', note })
    const before = await generation()
    const seen = await server.watch()
    const said = { name: 'Opening', status: 'active', rules: [{ id: 'side', kind: 'side', side: 'short' }], version: 1 }
    const saved = expectStatus(await ada.person.http.put(`${path}/${playbook.id}`, said), 200)
    assert.deepEqual([saved.number, saved.version], [2, 2])
    assert.deepEqual(await seen(), { ...noEffects, audit: ['trading.playbook.changed'] })
    assert.equal(await generation(), before + 1n)
    expectProblem(await ada.person.http.put(`${path}/${playbook.id}`, said), 'trading/journal-stale')
    const later = new Date(Date.parse(saved.heldFrom) + 1).toISOString()
    const late = await makeTrade(server, ada, { openedAt: later, closedAt: null, note })
    const { items } = await trades(playbook.id)
    assert.deepEqual(
      items.map((one: { tradeId: string; version: number; results: unknown }) => [
        one.tradeId,
        one.version,
        one.results,
      ]),
      [
        [late, 2, [{ ruleId: 'side', result: 'fail' }]],
        [early, 1, [{ ruleId: 'side', result: 'pass' }]],
      ],
    )
    const renamed = { ...said, name: 'Drive', status: 'archived', version: 2 }
    assert.equal(expectStatus(await ada.person.http.put(`${path}/${playbook.id}`, renamed), 200).number, 2)
    const versions = expectStatus(await ada.person.http.get(`${path}/${playbook.id}/versions`), 200).items
    assert.deepEqual(
      versions.map(({ rules }: { rules: { side: string }[] }) => rules[0]?.side),
      ['long', 'short'],
    )
    const { trades: closed, open: running } = await adherence(playbook.id)
    assert.deepEqual([closed, running], [1, 1], 'archived keeps history')
    const change = server.query("UPDATE trading.playbook_version SET description = 'Other' WHERE playbook_id = $1", [
      playbook.id,
    ])
    await assert.rejects(change, /never changed/)
  })

  test('scores what is known and splits what came of trades that kept and broke the rules', async () => {
    const euros = await makeAccount(server, ada.person, { currency: 'EUR' })
    const rules = [
      { id: 'side', kind: 'side', side: 'long' },
      { id: 'risk', kind: 'max-risk', amount: '500' },
      { id: 'read', kind: 'checklist', text: 'News read' },
    ]
    const { id: playbookId } = await make(rules)
    const day = (time: string) => ({ openedAt: `2026-04-0${time}:00Z` })
    // 10 points from 5000 of one contract at 50: 500 at risk.
    const stop = { playbookId, stop: '4990' }
    const kept = await makeTrade(server, ada, { ...day('1T15:00'), net: '0.1', note: stop })
    const broke = await makeTrade(server, ada, {
      ...day('2T15:00'),
      net: '-300.3',
      side: -1,
      note: { ...stop, risk: '501' },
    })
    await makeTrade(server, ada, { ...day('3T15:00'), net: '0.2', note: { playbookId } })
    await makeTrade(server, euros, { ...day('3T16:00'), net: '50', note: stop })
    await makeTrade(server, ada, { ...day('3T17:00'), net: '999' })
    const checks = (id: string) => `${path}/${playbookId}/trades/${id}/checklist`
    const before = await generation()
    const say = (id: string, results: object) => ada.person.http.put(checks(id), { results })
    assert.equal((await say(kept, { read: true, gone: false })).status, 204)
    assert.equal((await say(broke, { read: false })).status, 204)
    assert.equal((await say(kept, { gone: null })).status, 204)
    assert.equal(await generation(), before + 3n)
    expectProblem(await say(await makeTrade(server, ben), { read: true }), 'trading/trade-not-found')
    expectProblem(await say(kept, { 'Not An Id': true }), 'http/invalid')
    const all = await adherence(playbookId)
    const { money, rules: ofRules, definitions, ...counts } = all
    assert.equal(definitions.costOfMistakes, 'playbook.costOfMistakes')
    assert.deepEqual(counts, {
      ...{ trades: 4, open: 0, hiddenByPlan: 0, passed: 6, failed: 3, unknown: 3, score: 6 / 9 },
    })
    const sums = money.map(({ currency, followed, broken, unjudged, costOfMistakes }: Record<string, Sum & string>) => [
      ...[currency, followed?.trades, followed?.net, broken?.trades, broken?.net, unjudged?.trades, costOfMistakes],
    ])
    assert.deepEqual(sums, [
      ['EUR', 1, '50', 0, '0', 0, '0'],
      ['USD', 2, '0.3', 1, '-300.3', 0, '-300.3'],
    ])
    const broken = [
      { currency: 'EUR', kept: '50', broken: '0' },
      { currency: 'USD', kept: '0.3', broken: '-300.3' },
    ]
    assert.deepEqual(
      ofRules.map(({ rule: _, ...one }: { rule: object }) => one),
      [
        { ruleId: 'side', passed: 3, failed: 1, unknown: 0, score: 0.75, money: broken },
        {
          ruleId: 'risk',
          passed: 2,
          failed: 1,
          unknown: 1,
          score: 2 / 3,
          money: [broken[0], { ...broken[1], kept: '0.1' }],
        },
        {
          ...{ ruleId: 'read', passed: 1, failed: 1, unknown: 2, score: 0.5 },
          money: [
            { ...broken[0], kept: '0' },
            { ...broken[1], kept: '0.1' },
          ],
        },
      ],
    )
    assert.equal((await adherence(playbookId, `?accountId=${euros.accountId}`)).trades, 1)
    assert.equal((await adherence(playbookId, '?from=2026-04-02&to=2026-04-02')).trades, 1)
    const first = await trades(playbookId, '?limit=3')
    const rest = await trades(playbookId, `?limit=3&cursor=${first.nextCursor}`)
    assert.deepEqual([first.items.length, rest.items.length, rest.nextCursor], [3, 1, null])
    assert.equal(rest.items[0].tradeId, kept)

    const behind = async (query: string) =>
      (await trades(playbookId, query)).items.map((one: { tradeId: string }) => one.tradeId)
    await makeTrade(server, ada, { ...day('3T18:00'), closedAt: null, side: -1, note: stop })
    assert.deepEqual(await behind('?outcome=broken'), [broke], 'an open trade is behind no figure')
    assert.deepEqual(await behind('?ruleId=read&result=pass'), [kept])
    assert.equal((await behind('?ruleId=read&result=unknown')).length, 2)
    const followed = await trades(playbookId, '?outcome=followed&limit=2')
    const others = await trades(playbookId, `?outcome=followed&limit=2&cursor=${followed.nextCursor}`)
    assert.deepEqual([followed.items.length, others.items.length, others.nextCursor], [2, 1, null])
    const one = expectStatus(await ada.person.http.get(`${path}/${playbookId}/adherence/trades/${broke}`), 200)
    assert.deepEqual([one.outcome, one.version, one.rules], ['broken', 1, rules])
    const [other] = await behind('?ruleId=read&result=pass')
    const foreign = (await make([])).id
    expectProblem(await ada.person.http.get(`${path}/${foreign}/adherence/trades/${other}`), 'trading/trade-not-found')
  })

  test('counts the trades of a trading day, whatever playbook they follow', async () => {
    const cal = await makeTrader(server, { zone: 'America/Chicago', cutoffMinute: 17 * 60 })
    const rules = [{ id: 'two', kind: 'max-trades-per-day', count: 2 }]
    const made = await cal.person.http.post(path, { name: 'Two a day', rules })
    const { id: playbookId } = expectStatus(made, 201)
    const note = { playbookId }
    // 17:00 in Chicago is 22:00 UTC in summer: the next trading day.
    const times = ['20:00', '21:00', '21:59', '22:00', '22:01', '23:00']
    for (const [place, time] of times.entries())
      await makeTrade(server, cal, {
        ...{ openedAt: `2026-04-01T${time}:00Z`, closedAt: null },
        ...(place === 0 ? {} : { note }),
      })
    const { items } = expectStatus(await cal.person.http.get(`${path}/${playbookId}/adherence/trades`), 200)
    const results = items.map((one: { openedAt: string; results: { result: string }[] }) => [
      one.openedAt.slice(11, 16),
      one.results[0]?.result,
    ])
    assert.deepEqual(results.reverse(), [
      ['21:00', 'pass'],
      ['21:59', 'fail'],
      ['22:00', 'pass'],
      ['22:01', 'pass'],
      ['23:00', 'fail'],
    ])
  })

  test('shows nobody else’s trades, even those that name it', async () => {
    const { id: playbookId } = await make([])
    await makeTrade(server, ben, { note: { playbookId } })
    assert.equal((await adherence(playbookId)).trades, 0)
    expectProblem(await ben.person.http.get(`${path}/${playbookId}/adherence`), 'trading/playbook-not-found')
    const other = `${path}/${playbookId}/adherence?accountId=${ben.accountId}`
    expectProblem(await ada.person.http.get(other), 'trading/account-not-found')
    const theirs = await makeTrade(server, ben)
    const named = { version: 0, playbookId }
    expectProblem(await ben.person.http.patch(`/api/trading/trades/${theirs}`, named), 'trading/value-invalid')
    const mine = await makeTrade(server, ada)
    expectStatus(await ada.person.http.patch(`/api/trading/trades/${mine}`, named), 200)
    assert.equal((await adherence(playbookId)).trades, 1)
  })
})
