import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { after, before, describe, test } from 'node:test'
import { ownFiles } from '../../../../test/support/broker-files.ts'
import { expectStatus } from '../../../../test/support/music.ts'
import type { Person } from '../../../../test/support/people.ts'
import { addAccount, addTrader, startTrading, type TradingServer } from '../../../../test/support/trading.ts'
import {
  derivedAnew,
  derivedOf,
  imported,
  imports,
  ownProfile,
  previewed,
  tradesOf,
  undone,
} from '../../../../test/support/trading-imports.ts'
import { matchingMethods } from '../ledger/tables.ts'

let server: TradingServer
let trader: Person
before(async () => {
  server = await startTrading()
  trader = await addTrader(server)
})
after(() => server.stop())

const HEADER = 'Symbol,Side,Quantity,Price,Date,Commission'
const csv = (...rows: string[]): string => `${[HEADER, ...rows].join('\n')}\n`
/** What is held of AAPL at the end of a day goes on into the next; MSFT is one trade. */
const day = (at: number): string[] => [
  `AAPL,BUY,3,10.0${at},2026-01-0${at} 10:00:00,0.5`,
  `AAPL,SELL,2,11.0${at},2026-01-0${at} 11:00:00,0.25`,
  `MSFT,BUY,1,40${at},2026-01-0${at} 12:00:00,0`,
  `MSFT,SELL,1,41${at},2026-01-0${at} 13:00:00,0.1`,
]
const days = (first: number, last: number): string =>
  csv(...Array.from({ length: last - first + 1 }, (_, at) => day(first + at)).flat())

interface Row {
  readonly outcome: string
  readonly reason: string | null
  readonly executionIds: string[]
}

async function rowsOf(id: string): Promise<Row[]> {
  return expectStatus(await trader.http.get(`${imports}/${id}/rows?limit=100`), 200).items
}

/** Rows that are created and duplicate, as it is told of the import and of each of them. */
async function counted(id: string): Promise<[number, number]> {
  const { counts } = expectStatus(await trader.http.get(`${imports}/${id}`), 200)
  const rows = await rowsOf(id)
  const of = (outcome: string): number => rows.filter((row) => row.outcome === outcome).length
  assert.deepEqual([counts.created, counts.duplicate], [of('created'), of('duplicate')])
  return [counts.created, counts.duplicate]
}

const undo = (id: string) => undone(server, trader, id)

const into = async (accountId: string, text: string, mapping?: object): Promise<string> =>
  (await imported(server, trader, { accountId, text, ...(mapping && { mapping }) })).id

async function madeIn(table: 'execution' | 'cash_movement', accountId: string, batchId?: string): Promise<string[]> {
  const rows = await server.query<{ id: string }>(
    `SELECT id FROM trading.${table} WHERE account_id = $1 AND ($2::uuid IS NULL OR batch_id = $2) ORDER BY id`,
    [accountId, batchId ?? null],
  )
  return rows.map(({ id }) => id)
}
const fillsIn = (accountId: string, batchId?: string) => madeIn('execution', accountId, batchId)

const wholeOf = (accountId: string) => derivedAnew(server, trader, accountId)

const EMPTY = '[[],[],[]]'

describe('of imports that overlap', () => {
  test('the first one undone leaves what the later one holds too, which takes it out when it is undone', async () => {
    const [account, alone] = [await addAccount(trader), await addAccount(trader, { name: 'Only the later' })]
    const first = await into(account.id, days(1, 5))
    const was = await fillsIn(account.id, first)
    const second = await into(account.id, days(3, 8))
    await into(alone.id, days(3, 8))
    assert.deepEqual(await counted(second), [12, 12])
    const heldBefore = (await rowsOf(second)).map(({ executionIds }) => executionIds)

    await undo(first)
    assert.deepEqual(
      [await counted(first), await counted(second)],
      [
        [20, 0],
        [24, 0],
      ],
    )
    const kept = await fillsIn(account.id)
    assert.deepEqual([kept.length, was.filter((id) => kept.includes(id)).length], [24, 12])
    const rows = await rowsOf(second)
    assert.deepEqual(
      rows.map(({ executionIds }) => executionIds),
      heldBefore,
    )
    assert.deepEqual(rows.flatMap(({ executionIds }) => executionIds).sort(), kept)
    const listed = async (batchId: string) =>
      expectStatus(await trader.http.get(`/api/trading/executions?limit=100&batchId=${batchId}`), 200).items.length
    assert.deepEqual([await listed(first), await listed(second)], [0, 24])
    await wholeOf(account.id)
    assert.deepEqual(await tradesOf(server, account.id), await tradesOf(server, alone.id))

    await undo(second)
    assert.deepEqual([await fillsIn(account.id), await wholeOf(account.id)], [[], EMPTY])
  })

  test('the later one undone leaves all of the first, to the byte', async () => {
    const account = await addAccount(trader)
    const first = await into(account.id, days(1, 5))
    const [fills, derived] = [await fillsIn(account.id, first), await derivedOf(server, account.id)]
    const second = await into(account.id, days(3, 8))
    await undo(second)
    assert.deepEqual(
      [await counted(first), await counted(second)],
      [
        [20, 0],
        [12, 12],
      ],
    )
    assert.deepEqual(await fillsIn(account.id, first), fills)
    assert.equal(await wholeOf(account.id), derived)
    await undo(first)
    assert.deepEqual([await fillsIn(account.id), await wholeOf(account.id)], [[], EMPTY])
  })

  test('that which was done first inherits, others go on pointing to it, and what comes again is a duplicate', async () => {
    const account = await addAccount(trader)
    const first = await into(account.id, days(1, 5))
    const late = (await previewed(trader, { accountId: account.id, text: days(4, 9) })).id
    const heir = await into(account.id, days(3, 8))
    expectStatus(await trader.http.post(`${imports}/${late}/commit`, {}), 202)
    await server.jobsIdle()
    const pointed = (await rowsOf(late)).map(({ executionIds }) => executionIds)

    await undo(first)
    assert.deepEqual(
      [await counted(heir), await counted(late)],
      [
        [24, 0],
        [4, 20],
      ],
    )
    assert.deepEqual(
      (await rowsOf(late)).map(({ executionIds }) => executionIds),
      pointed,
    )
    const again = await into(account.id, days(1, 5))
    assert.deepEqual(await counted(again), [8, 12])
    assert.equal((await fillsIn(account.id)).length, 36)

    await undo(heir)
    assert.deepEqual(
      [await counted(late), await counted(again)],
      [
        [24, 0],
        [12, 8],
      ],
    )
    assert.equal((await fillsIn(account.id)).length, 36)
    await wholeOf(account.id)
    await undo(late)
    assert.deepEqual([await counted(again), (await fillsIn(account.id, again)).length], [[20, 0], 20])
    await undo(again)
    assert.deepEqual([await fillsIn(account.id), await wholeOf(account.id)], [[], EMPTY])
  })

  test('equal fills are counted: each file keeps as many as it has', async () => {
    const account = await addAccount(trader)
    const same = (count: number) => csv(...Array.from({ length: count }, () => 'AAPL,BUY,1,10,2026-01-05 10:00:00,0'))
    const two = await into(account.id, same(2))
    const three = await into(account.id, same(3))
    assert.deepEqual(
      [await counted(two), await counted(three)],
      [
        [2, 0],
        [1, 2],
      ],
    )
    await undo(two)
    assert.deepEqual([await counted(three), (await fillsIn(account.id)).length], [[3, 0], 3])
    const one = await into(account.id, same(1))
    const twoAgain = await into(account.id, same(2))
    assert.deepEqual(
      [await counted(one), await counted(twoAgain)],
      [
        [0, 1],
        [0, 2],
      ],
    )
    await undo(three)
    assert.deepEqual(
      [await counted(one), await counted(twoAgain)],
      [
        [1, 0],
        [1, 1],
      ],
    )
    assert.deepEqual([(await fillsIn(account.id)).length, await counted(await into(account.id, same(3)))], [2, [1, 2]])
    await wholeOf(account.id)
  })

  test('the first of the rows that name a fill is the one that made it, and says so if the broker told it differently', async () => {
    const account = await addAccount(trader)
    const row = (quantity: number, name: string) => `AAPL,BUY,${quantity},10,2026-01-05 10:00:00,0,${name}`
    const named = (...rows: string[]) => `${HEADER},Execution ID\n${rows.join('\n')}\n`
    const first = await into(account.id, named(row(1, 'E1'), row(1, 'E2')))
    const second = await into(account.id, named(row(1, 'E1'), row(2, 'E2'), row(1, 'E1')))
    const made = await fillsIn(account.id)
    await undo(first)
    assert.deepEqual([await counted(second), await fillsIn(account.id, second)], [[2, 1], made])
    const rows = await rowsOf(second)
    assert.deepEqual(
      rows.map(({ outcome, reason }) => `${outcome} ${reason}`),
      ['created null', 'created reported-differently', 'duplicate null'],
    )
    assert.deepEqual(rows[2]?.executionIds, rows[0]?.executionIds)
    assert.deepEqual(
      await server.query('SELECT quantity::text FROM trading.execution WHERE account_id = $1', [account.id]),
      [{ quantity: '1' }, { quantity: '1' }],
    )
    await undo(second)
    assert.deepEqual(await fillsIn(account.id), [])
  })
})

describe('what is handed over to another import', () => {
  test('stays as it was corrected and withdrawn, with all that was said of it', async () => {
    const account = await addAccount(trader)
    const first = await into(account.id, days(1, 5))
    const second = await into(account.id, days(4, 8))
    const [opening, closing, bought, sold] = (await rowsOf(second)).map(({ executionIds }) => executionIds[0])
    expectStatus(await trader.http.patch(`/api/trading/executions/${sold}`, { price: '500' }), 200)
    expectStatus(await trader.http.delete(`/api/trading/executions/${closing}`), 204)
    const trade = `/api/trading/trades/${bought}`
    expectStatus(await trader.http.patch(trade, { version: 0, text: 'Waited.', rating: 4 }), 200)
    const tag = expectStatus(await trader.http.post('/api/trading/tags', { name: 'Gap', grouping: 'setup' }), 201)
    expectStatus(await trader.http.post('/api/trading/trades/tags', { ids: [bought], add: [tag.id] }), 200)
    expectStatus(await trader.http.put(`${trade}/review`, { quality: 4, lesson: 'Wait.', version: null }), 200)
    const said = async () => {
      const { text, rating, tags, net, reviewState } = expectStatus(await trader.http.get(trade), 200)
      const { lesson } = expectStatus(await trader.http.get(`${trade}/review`), 200)
      return { text, rating, tags, net, reviewState, lesson }
    }
    const before = await said()
    assert.deepEqual([before.text, before.net, before.tags.length, before.lesson], ['Waited.', '95.9', 1, 'Wait.'])

    await undo(first)
    assert.deepEqual([await said(), await counted(second)], [before, [20, 0]])
    // Twenty of the file, and the correction.
    assert.equal((await fillsIn(account.id, second)).length, 21)
    const inForce = await server.query<{ id: string }>(
      'SELECT id FROM trading.execution WHERE account_id = $1 AND superseded_at IS NULL',
      [account.id],
    )
    const ids = inForce.map(({ id }) => id)
    assert.deepEqual([ids.length, ids.includes(opening ?? ''), ids.includes(closing ?? '')], [19, true, false])
    assert.deepEqual(expectStatus(await trader.http.get('/api/trading/trade-notes/orphaned'), 200).items, [])
    await wholeOf(account.id)

    await undo(second)
    assert.deepEqual([await fillsIn(account.id), await wholeOf(account.id)], [[], EMPTY])
    const orphans = expectStatus(await trader.http.get('/api/trading/trade-notes/orphaned'), 200).items
    assert.deepEqual(
      orphans.map(({ text }: { text: string }) => text),
      ['Waited.'],
    )
  })

  test('are also cash movements, and what a row is about beside something new', async () => {
    const fill = {
      ...{ symbol: 'Contract', assetClass: 'Kind', quantity: 'Lots', price: 'At', executedAt: 'When' },
      side: { column: 'Way', buy: ['in'], sell: ['out'] },
    }
    const cash = { amount: 'Money', happenedAt: 'When' }
    const rules = [
      { when: [{ column: 'Way', is: ['cash'] }], records: [{ cash: { ...cash, kind: { constant: 'by-sign' } } }] },
      { records: [{ fill }, { cash: { ...cash, kind: { constant: 'fee' }, optional: true } }] },
    ]
    const columns = ['Contract', 'Kind', 'Way', 'Lots', 'At', 'When', 'Money']
    const tables = [{ headers: columns.map((column) => [column]), rules }]
    const mapping = { definition: ownProfile({ tables }) }
    const text = (fee: string) =>
      `${columns.join(';')}\nSAP;stock;in;1;100;2026-01-05 09:00:00;${fee}\n;;cash;;;2026-01-05 10:00:00;500\n`
    const account = await addAccount(trader)
    const cashIn = (batchId?: string) => madeIn('cash_movement', account.id, batchId)
    const first = await into(account.id, text(''), mapping)
    const second = await into(account.id, text('-1,5'), mapping)
    assert.deepEqual(
      [await counted(first), await counted(second)],
      [
        [2, 0],
        [1, 1],
      ],
    )
    const third = await into(account.id, text('-1,5'), mapping)
    assert.deepEqual(await counted(third), [0, 2])

    await undo(first)
    assert.deepEqual(
      [await counted(second), await counted(third)],
      [
        [2, 0],
        [0, 2],
      ],
    )
    assert.deepEqual([(await fillsIn(account.id, second)).length, (await cashIn(second)).length], [1, 2])
    await undo(second)
    assert.deepEqual(await counted(third), [2, 0])
    assert.deepEqual([(await fillsIn(account.id, third)).length, (await cashIn(third)).length], [1, 2])
    await wholeOf(account.id)
    await undo(third)
    assert.deepEqual([await fillsIn(account.id), await cashIn()], [[], []])
  })

  test('keeps what is said of a row that made it: how far its trade went, and that a fee is in no sum', async () => {
    const account = await addAccount(trader, { timeZone: 'America/Chicago' })
    const file = await readFile(new URL('made/ninjatrader-performance.csv', ownFiles), 'utf8')
    const text = file.split('\n').slice(0, 3).join('\n')
    const first = await into(account.id, text)
    const second = await into(account.id, text)
    const reported = async () => {
      const [sums] = await server.query<{ mae: string | null }>(
        'SELECT sum(reported_mae)::text AS mae FROM trading.trade_note WHERE account_id = $1',
        [account.id],
      )
      return sums?.mae
    }
    assert.equal(await reported(), '17.5')
    await undo(first)
    assert.deepEqual([await reported(), await counted(second)], ['17.5', [2, 0]])
    await undo(second)
    assert.equal(await reported(), null)

    const head =
      'Action,Time,ISIN,Ticker,No. of shares,Price / share,Currency (Price / share),Currency conversion fee,Currency (Currency conversion fee),ID'
    const bought = `${head}\nMarket buy,2026-01-05 15:00:00,US0378331005,AAPL,2,200,USD,0.60,EUR,EOF1\n`
    const lacking = await into(account.id, bought)
    const rated = await into(account.id, bought, { profileId: 'trading212', fxRates: { EUR: '1.1' } })
    const told = async (id: string) => (await rowsOf(id)).map(({ outcome, reason }) => `${outcome} ${reason}`)
    assert.deepEqual([await told(lacking), await told(rated)], [['created fees-not-converted'], ['duplicate null']])
    await undo(lacking)
    assert.deepEqual(await told(rated), ['created fees-not-converted'])
  })

  test('goes to an import of its account that is done, and changes in nothing else: the database sees to it', async () => {
    const [account, other] = [await addAccount(trader), await addAccount(trader, { name: 'Other' })]
    const first = await into(account.id, days(1, 1))
    const theirs = await into(other.id, days(1, 1))
    const undone = await into(account.id, days(2, 2))
    await undo(undone)
    const draft = (await previewed(trader, { accountId: account.id, text: days(1, 2) })).id
    const done = await into(account.id, days(1, 2))
    const [one] = await fillsIn(account.id, first)
    const set = (what: string, batchId: string) =>
      server.query(`UPDATE trading.execution SET batch_id = $2${what} WHERE id = $1`, [one, batchId])
    for (const batchId of [theirs, undone, draft])
      await assert.rejects(set('', batchId), /to an import of its account that is done/)
    await assert.rejects(set(', price = 1', done), /handed over as it is/)
    await assert.rejects(set(', superseded_at = now()', done), /handed over as it is/)
    await set('', done)
    assert.equal((await fillsIn(account.id, done)).length, 5)
  })
})

describe('undoing an import into an account that had trades before it leaves them to the byte', () => {
  for (const matchingMethod of matchingMethods)
    test(`by ${matchingMethod}`, async () => {
      const account = await addAccount(trader, { name: `Before ${matchingMethod}`, matchingMethod })
      await into(account.id, csv(...day(2), ...day(3), 'AAPL,SELL,9,12,2026-01-04 10:00:00,1', ...day(5), ...day(7)))
      const entered = {
        ...{ accountId: account.id, instrument: { symbol: 'AAPL', assetClass: 'stock' }, side: 'sell' },
        ...{ quantity: '1', price: '12.5', executedAt: '2026-01-06T15:00:00Z', fees: '0.1' },
      }
      expectStatus(await trader.http.post('/api/trading/executions', entered), 201)
      const derived = await wholeOf(account.id)
      const between = csv(
        'AAPL,SELL,4,9.5,2026-01-01 10:00:00,0.5',
        'AAPL,BUY,7,10.5,2026-01-03 10:00:00,0.5',
        'AAPL,BUY,2,10.75,2026-01-04 10:00:00,0.5',
        'AAPL,SELL,6,11.5,2026-01-06 10:00:00,0.5',
        'MSFT,SELL,2,405,2026-01-05 12:30:00,0.5',
        'TSLA,BUY,1,200,2026-01-05 12:30:00,0.5',
        ...day(3),
        'AAPL,SELL,1,13,2026-01-09 10:00:00,0.5',
      )
      const batch = await into(account.id, between)
      assert.deepEqual(await counted(batch), [7, 4])
      assert.notEqual(await derivedOf(server, account.id), derived)
      await undo(batch)
      assert.equal(await wholeOf(account.id), derived)
    })
})
