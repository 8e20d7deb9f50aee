import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { after, before, describe, test } from 'node:test'
import { ownFiles } from '../../../../test/support/broker-files.ts'
import { expectStatus } from '../../../../test/support/music.ts'
import type { Person } from '../../../../test/support/people.ts'
import { addAccount, addTrader, startTrading, type TradingServer } from '../../../../test/support/trading.ts'
import {
  derivedAnew,
  imported,
  imports,
  previewed,
  tradesOf,
  undone,
} from '../../../../test/support/trading-imports.ts'

let server: TradingServer
let trader: Person
before(async () => {
  server = await startTrading()
})
after(() => server.stop())

const T212 =
  'Action,Time,ISIN,Ticker,Name,No. of shares,Price / share,Currency (Price / share),Exchange rate,Total,Currency (Total),ID'
const t212 = (...rows: string[]): string => `${[T212, ...rows].join('\n')}\n`
const bought = 'Market buy,2026-01-13 16:10:05,US0000000019,EXMP,Example,20,125,USD,1,2500,USD,o1'
const closed = 'Stock split close,2026-01-20 08:00:00,US0000000019,EXMP,Example,20.0000000000,125.00,USD,1,2500,USD,s0'
const opened = 'Stock split open,2026-01-20 08:00:00,US0000000019,EXMP,Example,80.0000000000,31.25,USD,1,2500,USD,s1'
const sold = 'Market sell,2026-01-23 16:10:05,US0000000019,EXMP,Example,80,40,USD,1,3200,USD,o2'
const REVOLUT = 'Date,Ticker,Type,Quantity,Price per share,Total Amount,Currency,FX Rate'
const added = (day: string): string => `${REVOLUT}\n2026-01-${day}T08:27:46.419568Z,EXMP,STOCK SPLIT,60,,$0,USD,1\n`

interface Row {
  readonly outcome: string
  readonly reason: string | null
  readonly corporateActionId: string | null
}

async function rowsOf(id: string): Promise<(string | null)[]> {
  const { items } = expectStatus(await trader.http.get(`${imports}/${id}/rows?limit=100`), 200)
  return items.map(({ outcome, reason }: Row) => (reason === null ? outcome : `${outcome} ${reason}`))
}

/** Brings a file in; every row of it ends as something. */
async function into(accountId: string, text: string): Promise<string> {
  const { id, counts, rowsTotal } = await imported(server, trader, { accountId, text })
  const { created, duplicate, skipped, error, needsMapping, needsRate } = counts
  assert.equal(created + duplicate + skipped + error + needsMapping + needsRate, rowsTotal)
  const rows = (await rowsOf(id)).map((row) => row?.split(' ')[0])
  assert.deepEqual(
    [created, duplicate],
    [rows.filter((row) => row === 'created').length, rows.filter((row) => row === 'duplicate').length],
  )
  return id
}

async function splits(): Promise<string[]> {
  const rows = await server.query<{ told: string }>(
    `SELECT symbol || ' ' || numerator || ':' || denominator || ' ' || (batch_id IS NOT NULL) AS told
       FROM trading.corporate_action JOIN trading.instrument ON instrument.id = instrument_id
      WHERE corporate_action.owner_id = $1 ORDER BY 1`,
    [trader.id],
  )
  return rows.map(({ told }) => told)
}

const account = (name: string) => addAccount(trader, { name, currency: 'USD' })
const nets = async (id: string) => ((await tradesOf(server, id)) as { net: string }[]).map(({ net }) => Number(net))

describe('splits that files tell of', () => {
  before(async () => {
    trader = await addTrader(server)
  })

  test('are applied, known the second time, and undone with the last import that tells them', async () => {
    const [first, other] = [await account('First'), await account('Other')]
    const preview = await previewed(trader, { accountId: first.id, text: t212(bought, closed, opened, sold) })
    const shown = expectStatus(await trader.http.get(`${imports}/${preview.id}/preview`), 200)
    assert.deepEqual(
      shown.rows.map(({ outcome, records }: { outcome: string; records: { what: string; price: string }[] }) => [
        outcome,
        records[0]?.what,
      ]),
      [
        ['created', 'buy'],
        ['skipped', 'split'],
        ['created', 'split'],
        ['created', 'sell'],
      ],
    )
    const id = await into(first.id, t212(bought, closed, opened, sold))
    assert.deepEqual(await rowsOf(id), ['created', 'skipped half-of-a-split', 'created', 'created'])
    assert.deepEqual(await splits(), ['EXMP 4:1 true'])
    assert.deepEqual(await nets(first.id), [700])
    await derivedAnew(server, trader, first.id)

    const again = await into(first.id, t212(bought, closed, opened, sold))
    assert.deepEqual(await rowsOf(again), ['duplicate', 'duplicate', 'duplicate', 'duplicate'])
    const elsewhere = await into(other.id, added('22'))
    assert.deepEqual(await rowsOf(elsewhere), ['duplicate'])

    await undone(server, trader, id)
    assert.deepEqual(await rowsOf(again), ['created', 'created', 'duplicate', 'created'])
    assert.deepEqual([await splits(), await nets(first.id)], [['EXMP 4:1 true'], [700]])
    await undone(server, trader, again)
    assert.deepEqual([await splits(), await rowsOf(elsewhere)], [['EXMP 4:1 true'], ['created']])
    const lone = await into(first.id, t212(bought, sold))
    assert.deepEqual(await nets(first.id), [700])
    await undone(server, trader, elsewhere)
    assert.deepEqual(await splits(), [])
    assert.equal((await nets(first.id)).length, 2)
    await derivedAnew(server, trader, first.id)
    await undone(server, trader, lone)
  })
})

describe('a split of which a row does not tell the ratio', () => {
  before(async () => {
    trader = await addTrader(server)
  })

  test('is never guessed: it waits to be said, and counts as known then', async () => {
    const { id: accountId } = await account('Asked')
    await into(accountId, t212(bought))
    assert.deepEqual(await rowsOf(await into(accountId, added('20'))), ['skipped split-ratio-not-told'])
    assert.deepEqual(await rowsOf(await into(accountId, t212(opened))), ['skipped half-of-a-split'])
    const whole = (row: string) => row.replace('80.0000000000,31.25', '1,').replace('20.0000000000,125.00', '7,')
    const unsure = await into(accountId, t212(whole(closed), whole(opened)))
    assert.deepEqual(await rowsOf(unsure), ['skipped half-of-a-split', 'skipped split-ratio-not-told'])
    assert.deepEqual(await splits(), [])

    const [{ instrumentId = '' } = {}] = await server.query<{ instrumentId: string }>(
      'SELECT id AS "instrumentId" FROM trading.instrument WHERE owner_id = $1',
      [trader.id],
    )
    const said = { instrumentId, kind: 'split', effectiveAt: '2026-01-20T05:00:00Z', numerator: '4', denominator: '1' }
    expectStatus(await trader.http.post('/api/trading/corporate-actions', said), 201)
    const known = await into(accountId, added('20'))
    assert.deepEqual(await rowsOf(known), ['duplicate'])
    assert.deepEqual(await rowsOf(await into(accountId, t212(closed, opened))), ['duplicate', 'duplicate'])
    const third = (row: string) => row.replace('80.0000000000,31.25', '60.0000000000,41.67')
    assert.deepEqual(await rowsOf(await into(accountId, t212(closed, third(opened)))), [
      'duplicate',
      'error split-differs-from-known',
    ])
    await undone(server, trader, known)
    assert.deepEqual(await splits(), ['EXMP 4:1 false'])
  })
})

const ETRADE =
  'Transaction Date,Transaction Type,Security Type,Symbol,Quantity,Amount,Price,Commission,Fees,Description'
const etrade = (...rows: string[]): string => `${[ETRADE, ...rows].join('\n')}\n`
const PUT = "EXMP Feb 20 '26 $14 Put"
const opening = `02/02/26,Sold Short,OPTN,${PUT},-1,79.95,0.80,0.05,0,`
const assigned = `02/20/26,Option Assigned,OPTN,${PUT},1,0,0,0,0,`
const delivered = '02/20/26,Bought,EQ,EXMP,100,-1400.00,14.00,0,0,EXAMPLE INC'

async function links(accountId: string): Promise<[string, string | null][]> {
  const rows = await server.query<{ kind: string; linked: string | null }>(
    `SELECT made.kind || ' ' || made.side AS kind, other.kind || ' ' || other.side AS linked FROM trading.execution made
       LEFT JOIN trading.execution other ON other.id = made.linked_id AND other.linked_id = made.id
      WHERE made.account_id = $1 ORDER BY made.executed_at, made.kind, made.id`,
    [accountId],
  )
  return rows.map(({ kind, linked }) => [kind, linked])
}

describe('the legs of an assignment', () => {
  before(async () => {
    trader = await addTrader(server)
  })

  test('are linked where nothing else can be meant, which explaining tells', async () => {
    const { id: accountId } = await account('Linked')
    const id = await into(accountId, etrade(opening, delivered, assigned))
    assert.deepEqual(await links(accountId), [
      ['fill -1', null],
      ['assignment 1', 'fill 1'],
      ['fill 1', 'assignment 1'],
    ])
    const { items } = expectStatus(await trader.http.get(`/api/trading/trades?account=${accountId}`), 200)
    const option = items.find(({ status }: { status: string }) => status === 'closed')
    const told = expectStatus(await trader.http.get(`/api/trading/trades/${option.id}/explain`), 200)
    const { exit } = told.items[0]
    const made = expectStatus(await trader.http.get(`/api/trading/executions?limit=100&batchId=${id}`), 200)
    const shares = made.items.find((one: { id: string }) => one.id === exit.linkedId)
    assert.deepEqual([exit.kind, shares.quantity, shares.price, shares.linkedId], ['assignment', '100', '14', exit.id])
    const later = await into(accountId, etrade(delivered))
    await undone(server, trader, id)
    assert.deepEqual(await links(accountId), [['fill 1', null]])
    const [{ dangling } = {}] = await server.query<{ dangling: number }>(
      'SELECT count(linked_id)::integer AS dangling FROM trading.execution WHERE account_id = $1',
      [accountId],
    )
    assert.equal(dangling, 0)
    await undone(server, trader, later)
  })

  test('are not where two could be meant, or the shares are others', async () => {
    for (const shares of [
      [delivered, delivered],
      [delivered.replace('14.00,', '14.01,')],
      [delivered.replace('100,-', '200,-')],
    ]) {
      const { id: accountId } = await account(`Not linked ${shares.length} ${shares[0]?.length}`)
      await into(accountId, etrade(opening, ...shares, assigned))
      assert.ok((await links(accountId)).every(([, linked]) => linked === null))
    }
  })
})

describe('an activity statement of Interactive Brokers', () => {
  before(async () => {
    trader = await addTrader(server)
  })

  test('tells behind its fills what a point of them is worth, and how shares were split', async () => {
    const { id: accountId } = await account('Statement')
    const text = await readFile(new URL('made/ibkr-activity-instruments.csv', ownFiles), 'utf8')
    const id = await into(accountId, text)
    const { counts } = expectStatus(await trader.http.get(`${imports}/${id}`), 200)
    assert.deepEqual([counts.created, counts.needsMapping, counts.error], [4, 0, 0])
    const rows = await server.query(
      `SELECT symbol, multiplier::text, multiplier_source AS source, expires_on::text AS expires, root, exchange
         FROM trading.instrument WHERE owner_id = $1 AND asset_class <> 'stock' ORDER BY symbol`,
      [trader.id],
    )
    const from = { source: 'broker' }
    assert.deepEqual(rows, [
      {
        symbol: 'EXMP1260220C00014000',
        multiplier: '150',
        ...from,
        expires: '2026-02-20',
        root: 'EXMP1',
        exchange: 'CBOE',
      },
      { symbol: 'QZZH26', multiplier: '7.5', ...from, expires: '2026-03-20', root: 'QZZ', exchange: 'CME' },
    ])
    assert.deepEqual(await splits(), ['EXMP 4:1 true'])
  })
})
