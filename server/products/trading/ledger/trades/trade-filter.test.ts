import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import fc from 'fast-check'
import { expectProblem, expectStatus } from '../../../../../test/support/music.ts'
import {
  type Account,
  type Instrument,
  type RoundTrip,
  startTrades,
  type Trader,
  type TradesServer,
} from '../../../../../test/support/trades.ts'
import { absolute, compare, type Decimal, decimal, divide, minus, signOf, times } from '../../../../kernel/decimal.ts'
import { newId } from '../../../../kernel/id.ts'
import { localTime, weekdayOf } from '../../../../kernel/zoned.ts'
import { withAllTrades } from '../../trader.ts'
import { canonicalFilter, readTradeFilter, type TradeFilterQuery } from '../trade-filter.ts'

const SEED = 20_260_914
const TRADES = 160
const FILTERS = 140
const DAY_MS = 86_400_000
const FIRST_MS = Date.parse('2026-03-01T00:00:00Z')

/** A trade as whoever made it knows it. */
interface Known extends RoundTrip {
  readonly id: string
  readonly account: Account
  readonly instrument: Instrument
  readonly net: Decimal
  readonly note: Note | null
  readonly tags: readonly string[]
}

interface Note {
  readonly stop: string | null
  readonly risk: string | null
  readonly playbook: string | null
  readonly review: 'unreviewed' | 'reviewed' | 'locked'
  readonly text: string
}

let server: TradesServer
let trader: Trader
let known: Known[]
const tags = [newId<'tag'>(), newId<'tag'>(), newId<'tag'>()]
const playbooks = [newId<'playbook'>(), newId<'playbook'>()]
const words = ['', 'Chased it', 'waited for 50% of the range', 'under_score', 'CHASED again']

before(async () => {
  server = await startTrades()
  trader = await server.trader()
  known = await seed(trader)
  const stranger = await server.trader()
  const account = await stranger.account()
  const trip = { ...fc.sample(trips, { seed: SEED, numRuns: 1 })[0] } as RoundTrip
  await stranger.trade(account, await stranger.instrument('AAPL'), trip)
})
after(() => server.stop())

const price = fc.integer({ min: 0, max: 4000 }).map((cents) => `${cents / 100}`)
const trips: fc.Arbitrary<RoundTrip> = fc
  .record({
    side: fc.constantFrom(1 as const, -1 as const),
    quantity: fc.constantFrom('1', '2.5', '100'),
    entry: price,
    exit: fc.option(price, { freq: 8 }),
    fees: fc.constantFrom('0', '0.35', '-0.1'),
    fx: fc.constantFrom('1', '0.92', '1.3371'),
    openedMs: fc.integer({ min: 0, max: 40 * 1440 }).map((minutes) => FIRST_MS + minutes * 60_000),
    holdMs: fc.constantFrom(0, 1500, 60_000, 3_600_000, 3 * DAY_MS),
  })
  .map(({ openedMs, holdMs, ...trip }) => ({
    ...trip,
    openedAt: new Date(openedMs),
    closedAt: trip.exit === null ? null : new Date(openedMs + holdMs),
  }))
const notes: fc.Arbitrary<Note | null> = fc.option(
  fc.record({
    stop: fc.option(price),
    risk: fc.option(fc.constantFrom('10', '33.3')),
    playbook: fc.option(fc.constantFrom(...playbooks)),
    review: fc.constantFrom('unreviewed', 'reviewed', 'locked'),
    text: fc.constantFrom(...words),
  }),
)

async function seed(person: Trader): Promise<Known[]> {
  const accounts = [await person.account(), await person.account({ zone: 'America/New_York', currency: 'EUR' })]
  const instruments = [
    await person.instrument('AAPL'),
    await person.instrument('MESH6', { assetClass: 'future', multiplier: '5' }),
    await person.instrument('SPY   260619C00100000', { assetClass: 'option', multiplier: '100' }),
  ]
  for (const [at, id] of tags.entries())
    await server.query(`INSERT INTO trading.tag VALUES ($1, $2, $3, 'setup', now())`, [id, person.id, `Tag ${at}`])
  const drawn = fc.sample(
    fc.record({
      trip: trips,
      note: notes,
      tags: fc.subarray(tags),
      account: fc.constantFrom(...accounts),
      instrument: fc.constantFrom(...instruments),
    }),
    { seed: SEED, numRuns: TRADES },
  )
  const made: Known[] = []
  for (const { trip, note, account, instrument, tags: held } of drawn) {
    const { id, net } = await person.trade(account, instrument, trip)
    if (note !== null)
      await server.query(
        `INSERT INTO trading.trade_note (trade_id, account_id, initial_stop, initial_risk, playbook_id, review_state, text, version, updated_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, 1, now())`,
        [id, account.id, note.stop, note.risk, note.playbook, note.review, note.text],
      )
    for (const tag of held)
      await server.query('INSERT INTO trading.trade_tag VALUES ($1, $2, $3)', [id, tag, account.id])
    made.push({ ...trip, id, net, note, account, instrument, tags: held })
  }
  return made
}

function riskOf({ note, entry, quantity, instrument, fx }: Known): Decimal | null {
  if (note?.risk != null) return decimal(note.risk)
  if (note?.stop == null || Number(entry) === 0) return null
  const size = times(times(decimal(quantity), decimal(instrument.multiplier)), decimal(fx))
  const risk = times(absolute(minus(decimal(entry), decimal(note.stop))), size)
  return signOf(risk) === 0 ? null : risk
}

function rOf(trade: Known): Decimal | null {
  const risk = riskOf(trade)
  return risk === null || trade.closedAt === null ? null : divide(trade.net, risk, 6, 'half-up')
}

const within = (value: Decimal | null, least: string | undefined, most: string | undefined): boolean =>
  (least === undefined && most === undefined) ||
  (value !== null &&
    (least === undefined || compare(value, decimal(least)) >= 0) &&
    (most === undefined || compare(value, decimal(most)) <= 0))

/** What the filter means, said of one trade. */
function isFound(trade: Known, query: TradeFilterQuery): boolean {
  const { closedAt, account, note } = trade
  const day = closedAt === null ? null : localTime(closedAt, account.zone).slice(0, 10)
  const wall = localTime(trade.openedAt, account.zone)
  const hour = Number(wall.slice(11, 13))
  const holdS = closedAt === null ? null : (closedAt.getTime() - trade.openedAt.getTime()) / 1000
  const isScratch = compare(absolute(trade.net), decimal(query.epsilon ?? '0')) <= 0
  const outcome = isScratch ? 'scratch' : signOf(trade.net) > 0 ? 'win' : 'loss'
  const state = closedAt === null ? 'open' : 'closed'
  const asked = query.tag ?? []
  const hits = asked.filter((tag) => trade.tags.includes(tag)).length
  const first = query.hourFrom ?? 0
  const end = query.hourBefore ?? 24
  const isIn = <Value>(values: readonly Value[] | undefined, value: Value | null | undefined) =>
    values === undefined || (value != null && values.includes(value))
  return (
    isIn<string>(query.id, trade.id) &&
    isIn<string>(query.account, account.id) &&
    isIn(
      query.symbol?.map((symbol) => symbol.toUpperCase()),
      trade.instrument.symbol,
    ) &&
    isIn(query.assetClass, trade.instrument.assetClass) &&
    (query.side === undefined || (query.side === 'long') === (trade.side === 1)) &&
    (query.status === undefined || query.status === 'all' || query.status === state) &&
    (query.outcome === undefined || (closedAt !== null && isIn(query.outcome, outcome))) &&
    (asked.length === 0 ||
      (query.tagMatch === 'all' ? hits === asked.length : query.tagMatch === 'none' ? hits === 0 : hits > 0)) &&
    isIn<string>(query.playbook, note?.playbook) &&
    isIn(query.review, note?.review ?? 'unreviewed') &&
    (query.from === undefined || (day !== null && day >= query.from)) &&
    (query.to === undefined || (day !== null && day <= query.to)) &&
    (query.openedFrom === undefined || trade.openedAt >= new Date(query.openedFrom)) &&
    (query.openedBefore === undefined || trade.openedAt < new Date(query.openedBefore)) &&
    isIn<string>(query.weekday, String(weekdayOf(wall.slice(0, 10)))) &&
    (first < end ? hour >= first && hour < end : hour >= first || hour < end) &&
    (query.holdMin === undefined || (holdS !== null && holdS >= query.holdMin)) &&
    (query.holdMax === undefined || (holdS !== null && holdS <= query.holdMax)) &&
    within(rOf(trade), query.rMin, query.rMax) &&
    within(trade.net, query.netMin, query.netMax) &&
    (query.hasNotes === undefined || query.hasNotes === ((note?.text ?? '') !== '')) &&
    (query.text === undefined || (note?.text ?? '').toLowerCase().includes(query.text.toLowerCase()))
  )
}

/** Up to three of all that can be asked for. */
function filters(): fc.Arbitrary<TradeFilterQuery> {
  const pick = <Value>(values: readonly Value[]) => fc.subarray([...values], { minLength: 1, maxLength: 2 })
  const accounts = [...new Set(known.map(({ account }) => account.id))]
  const moment = fc.integer({ min: 0, max: 45 }).map((days) => new Date(FIRST_MS + days * DAY_MS).toISOString())
  const parts: fc.Arbitrary<object>[] = [
    fc.record({ id: pick(known.slice(0, 9).map(({ id }) => id)) }),
    fc.record({ account: pick(accounts) }),
    fc.record({ symbol: pick(['AAPL', 'mesh6', 'SPY   260619C00100000', 'NONE']) }),
    fc.record({ assetClass: pick(['stock', 'future', 'option']) }),
    fc.record({ side: fc.constantFrom('long', 'short') }),
    fc.record({ status: fc.constantFrom('open', 'closed', 'all') }),
    fc.record({ outcome: pick(['win', 'loss', 'scratch']) }),
    fc.record({ outcome: pick(['win', 'loss', 'scratch']), epsilon: fc.constantFrom('0', '5', '120.5') }),
    fc.record({ tag: pick(tags), tagMatch: fc.constantFrom('any', 'all', 'none') }),
    fc.record({ playbook: pick(playbooks) }),
    fc.record({ review: pick(['unreviewed', 'reviewed', 'locked']) }),
    fc.tuple(moment, moment).map((days) => {
      const [from = '', to = ''] = days.map((at) => at.slice(0, 10)).sort()
      return { from, to }
    }),
    fc.tuple(moment, moment).map((pair) => {
      const [openedFrom = '', openedBefore = ''] = pair.sort()
      return { openedFrom, openedBefore }
    }),
    fc.record({ weekday: pick(['1', '3', '5', '7']) }),
    fc.record({ hourFrom: fc.integer({ min: 0, max: 11 }), hourBefore: fc.integer({ min: 12, max: 24 }) }),
    fc.record({ hourFrom: fc.integer({ min: 13, max: 23 }), hourBefore: fc.integer({ min: 1, max: 12 }) }),
    fc.record({ holdMin: fc.constantFrom(0, 1, 2, 60), holdMax: fc.constantFrom(60, 3600, 300_000) }),
    fc.record({ rMin: fc.constantFrom('-3', '0', '0.5'), rMax: fc.constantFrom('1', '4.25') }),
    fc.record({ netMin: fc.constantFrom('-500', '0', '0.01') }),
    fc.record({ netMax: fc.constantFrom('0', '250.5') }),
    fc.record({ hasNotes: fc.boolean() }),
    fc.record({ text: fc.constantFrom('chased', '50%', 'under_s', '%', '_') }),
  ]
  return fc
    .subarray(parts, { minLength: 1, maxLength: 3 })
    .chain((chosen) => fc.tuple(...chosen).map((asked) => Object.assign({}, ...asked) as TradeFilterQuery))
}

function queryOf(query: object): string {
  const pairs = Object.entries(query).flatMap(([name, value]) =>
    [value].flat().map((one): [string, string] => [name, String(one)]),
  )
  return new URLSearchParams(pairs).toString()
}

async function foundBy(query: object) {
  const ids: string[] = []
  let totals: { count: number } | null = null
  for (let cursor: string | null = ''; cursor !== null; ) {
    const paged = `${queryOf({ ...query, limit: 100, totals: true })}${cursor === '' ? '' : `&cursor=${cursor}`}`
    const page = expectStatus(await trader.http.get(`/api/trading/trades?${paged}`), 200)
    ids.push(...page.items.map(({ id }: { id: string }) => id))
    totals = page.totals
    cursor = page.nextCursor
  }
  return { ids, count: totals?.count }
}

describe('a filter', () => {
  test('finds what it means, for any that can be asked for', async () => {
    let some = 0
    for (const query of fc.sample(filters(), { seed: SEED, numRuns: FILTERS })) {
      const expected = known.filter((trade) => isFound(trade, query)).map(({ id }) => id)
      const { ids, count } = await foundBy(query)
      assert.deepEqual([...ids].sort(), expected.sort(), JSON.stringify(query))
      assert.equal(count, expected.length)
      if (expected.length > 0 && expected.length < known.length) some += 1
    }
    assert.ok(some > FILTERS / 3, `${some} filters told trades apart`)
  })

  test('is one text for all ways to ask for the same', async () => {
    const textOf = async (query: TradeFilterQuery) =>
      canonicalFilter(await readTradeFilter(server.app.db, withAllTrades(trader.id), query))
    const ways: TradeFilterQuery[] = [
      { symbol: ['aapl', 'MESH6'], rMin: '1.50', openedFrom: '2026-03-01T01:00:00+01:00', status: 'all' },
      { openedFrom: '2026-03-01T00:00:00Z', rMin: '1.5', symbol: ['MESH6', 'AAPL', 'Aapl'] },
    ]
    const [text, ...others] = await Promise.all(ways.map(textOf))
    assert.equal(text, 'openedFrom=2026-03-01T00%3A00%3A00.000Z&rMin=1.5&symbol=AAPL&symbol=MESH6')
    assert.deepEqual(others, [text])
    const [{ ids }, again] = [
      await foundBy({ rMin: '1.5', symbol: ['MESH6', 'AAPL'], openedFrom: '2026-03-01T00:00:00Z' }),
      await trader.http.get(`/api/trading/trades?${text}&limit=100`),
    ]
    assert.deepEqual(
      again.body.items.map(({ id }: { id: string }) => id),
      ids,
    )
  })

  const refusals: readonly [query: string, ...faults: string[]][] = [
    ['side=up', '?side not-a-choice'],
    ['status=closed&status=open', '?status type', '?status not-a-choice'],
    ['account=x', '?account/0 format'],
    ['from=2026-02-30', '?from format'],
    ['from=0001-01-01', '?from date'],
    ['from=2026-03-02&to=2026-03-01', '?to range'],
    ['openedFrom=yesterday', '?openedFrom format'],
    ['openedFrom=9999-01-01T00:00:00Z', '?openedFrom date-time'],
    ['openedFrom=2026-12-31T23:59:60Z', '?openedFrom format'],
    ['openedFrom=2026-03-02T00:00:00Z&openedBefore=2026-03-01T00:00:00Z', '?openedBefore range'],
    ['weekday=8', '?weekday/0 not-a-choice'],
    ['hourFrom=24', '?hourFrom too-large'],
    ['hourFrom=9&hourBefore=9', '?hourBefore range'],
    ['holdMin=-1', '?holdMin too-small'],
    ['holdMin=1e9', '?holdMin type'],
    ['holdMin=10&holdMax=9', '?holdMax range'],
    ['rMin=NaN', '?rMin pattern'],
    ['rMin=2&rMax=1', '?rMax range'],
    ['netMin=1e400', '?netMin pattern'],
    ['netMin=0&netMax=-1', '?netMax range'],
    ['text=%20', '?text pattern'],
    ['tagMatch=all', '?tagMatch needs-tag'],
    [`symbol=${'A'.repeat(65)}`, '?symbol/0 too-long'],
    ['id=1&id=2', '?id/0 format', '?id/1 format'],
    ['colour=red', '?colour unknown-property'],
  ]
  for (const [query, ...faults] of refusals)
    test(`refuses ${query.slice(0, 70)}`, async () => {
      const answer = await trader.http.get(`/api/trading/trades?${query}`)
      assert.deepEqual([expectProblem(answer, 'http/invalid'), answer.status], [faults, 400])
    })

  test('of another’s account is as of one that never was; of another’s tag finds nothing', async () => {
    const stranger = await server.trader()
    const account = await stranger.account()
    for (const id of [account.id, newId()])
      expectProblem(await trader.http.get(`/api/trading/trades?account=${id}`), 'trading/account-not-found')
    const seen = expectStatus(await stranger.http.get(`/api/trading/trades?tag=${tags[0]}&totals=true`), 200)
    assert.deepEqual(seen, { items: [], nextCursor: null, totals: { count: 0, byCurrency: [] }, hiddenByPlan: 0 })
  })
})

describe('the order of trades', () => {
  const value: Readonly<Record<string, (trade: Known) => string | number>> = {
    closedAt: ({ closedAt }) => closedAt?.getTime() ?? Number.POSITIVE_INFINITY,
    openedAt: ({ openedAt }) => openedAt.getTime(),
    symbol: ({ instrument }) => instrument.symbol,
    hold: ({ closedAt, openedAt }) => (closedAt === null ? -1 : closedAt.getTime() - openedAt.getTime()),
    net: ({ net }) => Number(net.units) / 10 ** net.scale,
    r: (trade) => {
      const r = rOf(trade)
      return r === null ? Number.NEGATIVE_INFINITY : Number(r.units) / 10 ** r.scale
    },
  }
  for (const [sort, of] of Object.entries(value))
    test(`by ${sort} holds over pages, both ways`, async () => {
      const byId = new Map(known.map((trade) => [trade.id, trade]))
      for (const direction of ['asc', 'desc']) {
        const { ids } = await foundBy({ sort, direction })
        assert.equal(new Set(ids).size, known.length)
        const values = ids.map((id) => of(byId.get(id) as Known))
        const rising = direction === 'asc' ? values : values.toReversed()
        const fault = rising.findIndex((one, at) => at > 0 && one < (rising[at - 1] ?? one))
        assert.equal(fault, -1, `${direction} at ${fault}`)
      }
    })

  test('gives the trades before and after one within a filter', async () => {
    const filter = { side: 'long', status: 'closed' }
    for (const order of [{ sort: 'r', direction: 'asc' }, { sort: 'symbol', direction: 'desc' }, {}]) {
      const { ids } = await foundBy({ ...filter, ...order })
      const query = new URLSearchParams({ ...filter, ...order })
      for (const at of [0, 1, ids.length - 1])
        assert.deepEqual(
          expectStatus(await trader.http.get(`/api/trading/trades/${ids[at]}/neighbours?${query}`), 200),
          { previous: ids[at - 1] ?? null, next: ids[at + 1] ?? null },
        )
      const other = known.find(({ side }) => side === -1)?.id
      const answer = await trader.http.get(`/api/trading/trades/${other}/neighbours?${query}`)
      assert.deepEqual(expectStatus(answer, 200), { previous: null, next: null })
    }
  })

  test('is that of the cursor', async () => {
    const { nextCursor } = expectStatus(await trader.http.get('/api/trading/trades?sort=net&limit=1'), 200)
    for (const query of ['sort=r', 'sort=net&direction=asc', ''])
      assert.deepEqual(
        expectProblem(await trader.http.get(`/api/trading/trades?${query}&cursor=${nextCursor}`), 'http/invalid'),
        ['?cursor cursor'],
      )
    const forged = (values: unknown) => Buffer.from(JSON.stringify(values)).toString('base64url')
    const id = newId()
    for (const values of [
      ['closedAt', 'desc', 'now', id],
      ['closedAt', 'desc', '2026-03-01', id],
      ['closedAt', 'desc', 'infinity', 'x'],
      ['closedAt', 'desc', '9999-99-99 00:00:00+00', id],
    ])
      expectProblem(await trader.http.get(`/api/trading/trades?cursor=${forged(values)}`), 'http/invalid')
  })
})
