import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { expectProblem, expectStatus } from '../../../../test/support/music.ts'
import type { Person } from '../../../../test/support/people.ts'
import { addAccount, addTrader, startTrading, type TradingServer } from '../../../../test/support/trading.ts'
import { systemOrigin } from '../../../kernel/db/actor.ts'
import { asId, type Id, newId } from '../../../kernel/id.ts'
import { lockAccount } from './accounts.ts'
import type { ExecutionInput } from './execution-view.ts'
import { correctExecution, enterExecutions, withdrawExecution } from './manual-executions.ts'
import { rebuildAccount } from './rebuild.ts'
import { matchingMethods } from './tables.ts'

let server: TradingServer
let trader: Person
before(async () => {
  server = await startTrading()
  trader = await addTrader(server)
})
after(() => server.stop())

/** Mulberry32: the same numbers from the same seed. */
function randomOf(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below
  }
}

type Random = ReturnType<typeof randomOf>

/** Few quantities and few instants, so that positions are often flat, flip, and share an instant. */
function someFill(random: Random, instrumentId: Id<'instrument'>): ExecutionInput {
  return {
    instrumentId,
    side: random(2) === 0 ? 'buy' : 'sell',
    quantity: String(1 + random(3)),
    price: (10 + random(50) / 8).toString(),
    executedAt: new Date(Date.UTC(2024, 0, 1) + random(120) * 3_600_000).toISOString(),
    sequence: random(3),
    effect: ([null, 'open', 'close'] as const)[random(3)] ?? null,
    fees: ['0', '0.35', '-0.1', '1'][random(4)] ?? '0',
  }
}

async function derived(accountId: string): Promise<string[]> {
  const texts = ['trade', 'lot_closure', 'lot'].map((table) =>
    server.query<{ row: string }>(
      `SELECT '${table} ' || to_jsonb(t)::text AS row FROM trading.${table} t WHERE account_id = $1 ORDER BY row`,
      [accountId],
    ),
  )
  return (await Promise.all(texts)).flat().map(({ row }) => row)
}

describe('what an edit makes anew is what making all anew gives', () => {
  for (const [at, method] of matchingMethods.entries())
    test(`by ${method}, after each of 30 random edits`, async () => {
      const random = randomOf(4711 + at)
      const account = await addAccount(trader, { name: `Random ${method}`, matchingMethod: method })
      const id = asId<'trading-account'>(account.id)
      const own = { ownerId: trader.id, id }
      const made = async (body: object) =>
        asId<'instrument'>(expectStatus(await trader.http.post('/api/trading/instruments', body), 201).id)
      const instruments = [
        await made({ symbol: `S${at}`, assetClass: 'stock' }),
        await made({ symbol: `${method}240103C00010000`, assetClass: 'option' }),
        await made({ symbol: `SPUN${at}`, assetClass: 'stock' }),
      ]
      const instrument = () => instruments[random(3)] ?? asId<'instrument'>('')
      const inTransaction = <Result>(work: Parameters<typeof server.app.db.transaction<Result>>[1]) =>
        server.app.db.transaction(systemOrigin('test', 'test'), work)
      const first = Array.from({ length: 50 }, () => someFill(random, instrument()))
      let live = await inTransaction((tx) => enterExecutions(tx, own, first, (item) => `/${item}`))

      for (let edit = 0; edit < 30; edit += 1) {
        const target = live[random(live.length)] ?? asId<'execution'>('')
        const step = edit === 12 ? 5 : random(5)
        if (step === 0) {
          const some = Array.from({ length: 1 + random(2) }, () => someFill(random, instrument()))
          live.push(...(await inTransaction((tx) => enterExecutions(tx, own, some, (item) => `/${item}`))))
        } else if (step === 1) {
          await inTransaction((tx) => withdrawExecution(tx, { ownerId: trader.id, id: target }))
          live = live.filter((one) => one !== target)
        } else if (step === 2 && edit % 2 === 0) {
          const split = { ...{ kind: 'split', instrumentId: instruments[0] }, numerator: '2', denominator: '1' }
          const effectiveAt = new Date(Date.UTC(2024, 0, 1) + random(120) * 3_600_000).toISOString()
          expectStatus(await trader.http.post('/api/trading/corporate-actions', { ...split, effectiveAt }), 201)
        } else if (edit === 12) {
          const [from, , to] = instruments
          const body = {
            ...{ kind: 'spinoff', instrumentId: from, toInstrumentId: to },
            numerator: '1',
            denominator: '3',
          }
          const rest = { effectiveAt: '2024-01-03T12:30:00Z', costShare: '0.15' }
          expectStatus(await trader.http.post('/api/trading/corporate-actions', { ...body, ...rest }), 201)
        } else {
          const { price, quantity, executedAt } = someFill(random, instrument())
          const change = [{ price }, { quantity }, { executedAt }, { instrumentId: instrument() }][random(4)] ?? {}
          const corrected = await inTransaction((tx) =>
            correctExecution(tx, { ownerId: trader.id, id: target }, change),
          )
          live = live.map((one) => (one === target ? corrected : one))
        }
        const incremental = await derived(id)
        await inTransaction(async (tx) => rebuildAccount(tx, await lockAccount(tx, trader.id, id)))
        assert.deepEqual(incremental, await derived(id), `edit ${edit}, step ${step}`)
      }
      assert.ok((await derived(id)).length > 20)
    })
})

/** Fills of a position that is turned over by every third and never flat; two share an instant now and then. */
function turnedOver(random: Random, instrumentId: Id<'instrument'>, count: number): ExecutionInput[] {
  let held = 0
  return Array.from({ length: count }, (_, at) => {
    const turns = at % 3 === 2
    const isLong = turns ? held < 0 : held >= 0
    const quantity = (turns ? Math.abs(held) : 0) + 1 + random(3)
    held += isLong ? quantity : -quantity
    return {
      ...{ instrumentId, side: isLong ? 'buy' : 'sell', quantity: String(quantity), sequence: at },
      price: (10 + random(50) / 8).toString(),
      executedAt: new Date(Date.UTC(2024, 0, 1) + Math.floor(at - (at % 7 === 0 ? 1 : 0)) * 3_600_000).toISOString(),
      fees: ['0', '0.35', '-0.1', '1'][random(4)] ?? '0',
    }
  })
}

describe('an edit of a position that is turned over and never flat', () => {
  for (const [at, method] of matchingMethods.entries())
    test(`by ${method} makes anew the trades around it, unless more or less is held then`, async () => {
      const random = randomOf(815 + at)
      const account = await addAccount(trader, { name: `Turned ${method}`, matchingMethod: method })
      const id = asId<'trading-account'>(account.id)
      const body = { symbol: `TURN${at}`, assetClass: 'stock' }
      const instrument = asId<'instrument'>(
        expectStatus(await trader.http.post('/api/trading/instruments', body), 201).id,
      )
      const inTransaction = <Result>(work: Parameters<typeof server.app.db.transaction<Result>>[1]) =>
        server.app.db.transaction(systemOrigin('test', 'test'), work)
      const fills = turnedOver(random, instrument, 120)
      const live = await inTransaction((tx) =>
        enterExecutions(tx, { ownerId: trader.id, id }, fills, (item) => `/${item}`),
      )
      const written = async () => {
        const rows = await server.query<{ id: string; by: string }>(
          'SELECT id, xmin::text AS by FROM trading.trade WHERE account_id = $1',
          [id],
        )
        return new Map(rows.map((row) => [row.id, row.by]))
      }
      const edit = async (place: number, change: object) => {
        const before = await written()
        const target = live[place] ?? asId<'execution'>('')
        live[place] = await inTransaction((tx) => correctExecution(tx, { ownerId: trader.id, id: target }, change))
        const after = await written()
        const incremental = await derived(id)
        await inTransaction(async (tx) => rebuildAccount(tx, await lockAccount(tx, trader.id, id)))
        assert.deepEqual(incremental, await derived(id), `${place} ${JSON.stringify(change)}`)
        return [...after].filter(([trade, by]) => before.get(trade) !== by).length
      }
      assert.ok((await written()).size >= 40)
      for (let place = 20; place < 40; place += 1) {
        const anew = await edit(place, random(2) === 0 ? { price: String(20 + random(9)) } : { fees: '0.07' })
        assert.ok(anew <= 5, `${anew} trades for ${place}`)
      }
      assert.ok((await edit(30, { quantity: '1.5' })) > 0)
      assert.ok((await edit(31, { executedAt: '2024-01-02T00:20:00Z' })) > 0)
      assert.ok((await edit(60, { quantity: '1.25', fees: '0.4' })) > 0)
    })
})

const api = '/api/trading'
const stock = (symbol: string) => ({ symbol, assetClass: 'stock' })

async function enter(accountId: string, instrument: object, fill: readonly [string, string, string, string, object?]) {
  const [side, quantity, price, executedAt, more] = fill
  const items = [{ instrument, side, quantity, price, executedAt, ...more }]
  return expectStatus(await trader.http.post(`${api}/executions/bulk`, { accountId, items }), 201).items[0].id as string
}

describe('a spin-off', () => {
  const lines = (id: string) =>
    server.query<Record<'symbol' | 'status' | 'open' | 'net', string>>(
      `SELECT instrument.symbol, trade.status, trim_scale(trade.average_entry)::text AS entry, trim_scale(trade.quantity_open)::text AS open,
              trim_scale(trade.gross)::text AS gross, trim_scale(trade.net)::text AS net
         FROM trading.trade trade JOIN trading.instrument instrument ON instrument.id = trade.instrument_id
        WHERE trade.account_id = $1 ORDER BY instrument.symbol, trade.opened_at`,
      [id],
    )
  test('divides the cost of what is held, and comes out the same however it came about', async () => {
    const { id } = await addAccount(trader)
    const bought = await enter(id, stock('WHOLE'), ['buy', '100', '50', '2024-03-01T15:00:00Z', { fees: '1' }])
    const part = expectStatus(await trader.http.post(`${api}/instruments`, stock('PART')), 201).id
    const { items } = expectStatus(await trader.http.get(`${api}/instruments?search=WHOLE`), 200)
    const ratio = { numerator: '1', denominator: '4', costShare: '0.2' }
    const effectiveAt = '2024-06-03T00:00:00Z'
    const body = { kind: 'spinoff', instrumentId: items[0].id, toInstrumentId: part, effectiveAt, ...ratio }
    const made = expectStatus(await trader.http.post(`${api}/corporate-actions`, body), 201)
    assert.deepEqual([made.kind, made.costShare, made.numerator, made.denominator], ['spinoff', '0.2', '1', '4'])
    assert.deepEqual(await lines(id), [
      { symbol: 'PART', status: 'open', entry: '40', open: '25', gross: '0', net: '0' },
      { symbol: 'WHOLE', status: 'open', entry: '40', open: '100', gross: '0', net: '0' },
    ])
    await enter(id, stock('PART'), ['sell', '25', '44', '2024-07-01T15:00:00Z'])
    const sold = await enter(id, stock('WHOLE'), ['sell', '100', '45', '2024-07-02T15:00:00Z'])
    // 25 * 44 + 100 * 45 - 100 * 50 = 600: what the fills moved, less the fee.
    const done = [
      { symbol: 'PART', status: 'closed', entry: '40', open: '0', gross: '100', net: '100' },
      { symbol: 'WHOLE', status: 'closed', entry: '40', open: '0', gross: '500', net: '499' },
    ]
    assert.deepEqual(await lines(id), done)
    const bytes = JSON.stringify(await derived(id))

    const [partTrade] = await server.query<{ id: string }>(
      'SELECT id FROM trading.trade WHERE account_id = $1 AND instrument_id = $2',
      [id, part],
    )
    const seen = expectStatus(await trader.http.get(`${api}/trades/${partTrade?.id}`), 200)
    assert.equal(seen.excursion, null)
    const explained = expectStatus(await trader.http.get(`${api}/trades/${partTrade?.id}/explain`), 200).items[0]
    assert.match(explained.formulas.entryPrice, /took along = 40$/)

    expectStatus(await trader.http.delete(`${api}/corporate-actions/${made.id}`), 204)
    assert.deepEqual(
      (await lines(id)).map(({ symbol, status, open, net }) => [symbol, status, open, net]),
      [
        ['PART', 'open', '25', '0'],
        ['WHOLE', 'closed', '0', '-501'],
      ],
    )
    const again = expectStatus(await trader.http.post(`${api}/corporate-actions`, body), 201)
    assert.deepEqual(await lines(id), done)
    const changed = expectStatus(await trader.http.patch(`${api}/executions/${sold}`, { price: '46' }), 200)
    expectStatus(await trader.http.patch(`${api}/executions/${changed.id}`, { price: '45' }), 200)
    const named = (text: string) => text.replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27}/g, 'id')
    assert.equal(named(JSON.stringify(await derived(id))), named(bytes))
    expectStatus(await trader.http.delete(`${api}/corporate-actions/${again.id}`), 204)
    expectStatus(await trader.http.delete(`${api}/executions/${bought}`), 204)
  })

  test('is held and marked as such from its day on, and what was whole before is marked as whole', async () => {
    const account = { openingBalance: '10000', openedOn: '2024-03-01', timeZone: 'UTC' }
    const { id } = await addAccount(trader, account)
    await enter(id, stock('HOST'), ['buy', '100', '50', '2024-03-01T15:00:00Z'])
    const made = async (symbol: string) =>
      expectStatus(await trader.http.post(`${api}/instruments`, stock(symbol)), 201).id as string
    const [{ id: host }] = expectStatus(await trader.http.get(`${api}/instruments?search=HOST`), 200).items
    const [bud, leaf] = [await made('BUD'), await made('LEAF')]
    const act = async (body: object) => expectStatus(await trader.http.post(`${api}/corporate-actions`, body), 201)
    const spinoff = { kind: 'spinoff', numerator: '1', denominator: '4', costShare: '0.2' }
    await act({ ...spinoff, instrumentId: host, toInstrumentId: bud, effectiveAt: '2024-03-06T00:00:00Z' })
    await act({
      kind: 'split',
      instrumentId: bud,
      numerator: '2',
      denominator: '1',
      effectiveAt: '2024-03-07T00:00:00Z',
    })
    await act({
      ...spinoff,
      instrumentId: bud,
      toInstrumentId: leaf,
      effectiveAt: '2024-03-08T00:00:00Z',
      costShare: '0.5',
    })
    await enter(id, stock('BUD'), ['sell', '50', '12', '2024-03-11T15:00:00Z'])

    const held = async (day: string) =>
      expectStatus(await trader.http.get(`${api}/accounts/${id}/balances?day=${day}`), 200).positions.map(
        ({ symbol, quantity }: Record<string, string>) => `${symbol} ${quantity}`,
      )
    assert.deepEqual(await held('2024-03-05'), ['HOST 100'])
    assert.deepEqual(await held('2024-03-06'), ['BUD 25', 'HOST 100'])
    assert.deepEqual(await held('2024-03-07'), ['BUD 50', 'HOST 100'])
    assert.deepEqual(await held('2024-03-08'), ['BUD 50', 'HOST 100', 'LEAF 12.5'])
    assert.deepEqual(await held('2024-03-11'), ['HOST 100', 'LEAF 12.5'])

    // Prices in shares after the splits: 25 of BUD at 40 were 50 at 20.
    const bars: [string, [string, string][]][] = [
      [
        host,
        [
          ['2024-03-04', '55'],
          ['2024-03-06', '44'],
          ['2024-03-11', '46'],
        ],
      ],
      [
        bud,
        [
          ['2024-03-06', '21'],
          ['2024-03-08', '11'],
        ],
      ],
      [leaf, [['2024-03-08', '40']]],
    ]
    for (const [instrument, closes] of bars)
      expectStatus(
        await trader.http.put(`${api}/instruments/${instrument}/bars`, {
          seconds: 86_400,
          bars: closes.map(([day, close]) => ({
            ...{ at: `${day}T00:00:00Z`, open: close, high: close, low: close, close },
          })),
        }),
        200,
      )
    const { groups } = expectStatus(await trader.http.get(`${api}/analytics/equity?account=${id}&series=marked`), 200)
    const equity = new Map<string, string>(
      groups[0].series[0].points.map((point: Record<string, string>) => [point.day, point.equity]),
    )
    assert.deepEqual(
      ['2024-03-01', '2024-03-05', '2024-03-06', '2024-03-07', '2024-03-08', '2024-03-11'].map((day) =>
        equity.get(day),
      ),
      // Cash of 5000, and: the cost; 100 * 55; 100 * 44 + 50 * 21 twice; 100 * 44 + 50 * 11 + 12.5 * 40; 100 * 46 + 12.5 * 40 and 600 more cash.
      ['10000', '10500', '10450', '10450', '10450', '10700'],
    )
  })

  const wrong: [string, object, string][] = [
    ['all of the cost', { costShare: '1.0' }, '/costShare range'],
    ['no part of the cost', { costShare: undefined }, '/costShare spinoff'],
    ['no ratio', { numerator: undefined }, '/numerator ratio'],
    ['itself', { toInstrumentId: 'same' }, '/toInstrumentId circle'],
    ['an option', { toInstrumentId: 'option' }, '/toInstrumentId asset-class'],
  ]
  for (const [what, change, fault] of wrong)
    test(`is refused with ${what}`, async () => {
      const of = async (assetClass: string, symbol = `X${newId().slice(-8).toUpperCase()}`) =>
        expectStatus(await trader.http.post(`${api}/instruments`, { symbol, assetClass }), 201).id as string
      const from = await of('stock')
      const { toInstrumentId = 'other', ...rest } = change as { toInstrumentId?: 'same' | 'option' }
      const targets = { same: from, option: await of('option', 'XX240119C00400000'), other: await of('stock') }
      const plain = { kind: 'spinoff', instrumentId: from, effectiveAt: '2024-06-03T00:00:00Z' }
      const ratio = { numerator: '1', denominator: '4', costShare: '0.2', ...rest }
      const body = { ...plain, ...ratio, toInstrumentId: targets[toInstrumentId] }
      const answer = await trader.http.post(`${api}/corporate-actions`, body)
      assert.deepEqual(expectProblem(answer, 'trading/value-invalid'), [fault])
    })

  test('is refused a second time, by this name of either or another', async () => {
    const of = async () =>
      expectStatus(
        await trader.http.post(`${api}/instruments`, {
          symbol: `Y${newId().slice(-8).toUpperCase()}`,
          assetClass: 'stock',
        }),
        201,
      ).id as string
    const [parent, renamed, child, called, another] = [await of(), await of(), await of(), await of(), await of()]
    const act = (kind: string, instrumentId: string, toInstrumentId: string, year: number) =>
      trader.http.post(`${api}/corporate-actions`, {
        ...{ kind, instrumentId, toInstrumentId, effectiveAt: `${year}-03-01T00:00:00Z` },
        ...(kind === 'spinoff' ? { numerator: '1', denominator: '4', costShare: '0.2' } : {}),
      })
    expectStatus(await act('spinoff', parent, child, 2020), 201)
    expectStatus(await act('symbol_change', parent, renamed, 2021), 201)
    expectStatus(await act('symbol_change', child, called, 2021), 201)
    expectStatus(await act('spinoff', renamed, another, 2022), 201)
    const twice = [
      await act('spinoff', parent, child, 2023),
      await act('spinoff', renamed, called, 2023),
      await act('symbol_change', another, called, 2023),
    ]
    for (const answer of twice)
      assert.deepEqual(expectProblem(answer, 'trading/value-invalid'), ['/toInstrumentId twice'])

    await server.query(
      `INSERT INTO trading.corporate_action
         SELECT (jsonb_populate_record(action, jsonb_build_object('id', $2::uuid, 'effective_at', '2019-03-01'))).*
           FROM trading.corporate_action action WHERE instrument_id = $1 AND kind = 'spinoff'`,
      [parent, newId()],
    )
    expectStatus(await act('spinoff', await of(), await of(), 2023), 201)
    const thrice = await act('spinoff', parent, called, 2024)
    assert.deepEqual(expectProblem(thrice, 'trading/value-invalid'), ['/toInstrumentId twice'])
  })
})
