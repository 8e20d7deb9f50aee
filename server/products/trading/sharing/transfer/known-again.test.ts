import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { after, before, test } from 'node:test'
import { expectStatus } from '../../../../../test/support/music.ts'
import type { Person } from '../../../../../test/support/people.ts'
import { addAccount, addTrader, startTrading, type TradingServer } from '../../../../../test/support/trading.ts'
import { imported, ownProfile } from '../../../../../test/support/trading-imports.ts'
import { exported, restored } from '../../../../../test/support/trading-restores.ts'

const API = '/api/trading'
let server: TradingServer
let ada: Person
let ben: Person
before(async () => {
  server = await startTrading()
  ada = await addTrader(server)
  ben = await addTrader(server)
})
after(() => server.stop())

/** Two dividends alike of one share, one of the same amount of another, and one of a share that goes by three words. */
const DIVIDENDS = [
  'Activity Date,Process Date,Settle Date,Instrument,Description,Trans Code,Quantity,Price,Amount',
  '1/16/2026,1/16/2026,1/20/2026,AAPL,Apple CUSIP: 037833100,Sell,10,$252.10,"$2,521.00"',
  '1/15/2026,1/15/2026,1/16/2026,AAPL,Apple CUSIP: 037833100,Buy,10,$248.00,"($2,480.00)"',
  '1/16/2026,1/16/2026,1/16/2026,AAPL,Cash Div: 10 shares at 0.26,CDIV,,,$2.60',
  '1/16/2026,1/16/2026,1/16/2026,AAPL,Cash Div: 10 shares at 0.26,CDIV,,,$2.60',
  '1/16/2026,1/16/2026,1/16/2026,MSFT,Cash Div: MSFT 10 shares at 0.26,CDIV,,,$2.60',
  '1/14/2026,1/14/2026,1/14/2026,BRK B PR,Cash Div,CDIV,,,$1.50',
  '',
].join('\n')

const counted = async (person: Person, accountId: string, importing: { readonly text: string; mapping?: object }) => {
  const { counts } = await imported(server, person, { accountId, ...importing })
  return [counts.created, counts.duplicate, counts.error]
}

const cashOf = async ({ http }: Person, accountId: string) =>
  expectStatus(await http.get(`${API}/accounts/${accountId}/cash-movements?limit=50`), 200).items as {
    id: string
    symbol: string | null
    amount: string
  }[]

test('a broker’s file with dividends brings nothing to a copy of its account, nor to a copy of that', async () => {
  const { id } = await addAccount(ada)
  assert.deepEqual(await counted(ada, id, { text: DIVIDENDS }), [6, 0, 0])
  const movements = await cashOf(ada, id)
  assert.deepEqual(movements.map(({ symbol }) => symbol).sort(), ['AAPL', 'AAPL', 'BRK B PR', 'MSFT'])
  // One is corrected by hand, twice: the file knows it by what the file said.
  const wrong = movements.find(({ symbol }) => symbol === 'MSFT')
  const path = `${API}/accounts/${id}/cash-movements/${wrong?.id}`
  for (const amount of ['2.7', '2.65']) expectStatus(await ada.http.patch(path, { amount }), 200)
  assert.deepEqual(await counted(ada, id, { text: DIVIDENDS }), [0, 6, 0])
  const first = await restored(server, ben, await exported(ada, id))
  assert.equal(first.state, 'done', JSON.stringify(first))
  assert.deepEqual(await counted(ben, first.accountId, { text: DIVIDENDS }), [0, 6, 0])
  const second = await restored(server, ben, await exported(ben, first.accountId), 'Copy of the copy')
  assert.deepEqual(await counted(ben, second.accountId, { text: DIVIDENDS }), [0, 6, 0])
  const said = async (person: Person, accountId: string) =>
    (await cashOf(person, accountId)).map(({ symbol, amount }) => `${symbol} ${amount}`)
  assert.deepEqual(await said(ben, second.accountId), await said(ada, id))
})

/** Reads which position a fill is of, which a netting account keeps nowhere. */
const positions = (): object => {
  const [table] = (ownProfile() as { tables: { headers: string[][]; rules: unknown[] }[] }).tables
  const [notes, all] = (table?.rules ?? []) as { records: [{ fill: object }] }[]
  const fill = { ...all?.records[0].fill, positionRef: 'Position' }
  const headers = [...(table?.headers ?? []), ['Position']]
  return ownProfile({ tables: [{ headers, rules: [notes, { records: [{ fill }] }] }] })
}
const FILLS = [
  'Contract;Kind;Way;Lots;At;When;Position',
  ...['ESH26;future;in;1;6900;2026-01-05 10:00:00;A', 'ESH26;future;in;1;6900;2026-01-05 10:00:00;B'],
  ...['ESH26;future;out;2;6910;2026-01-05 11:00:00;A', 'ESH26;future;in;1;6905;2026-01-06 10:00:00;', ''],
].join('\n')

test('fills of which a file tells the position are known in a copy of an account, netting or hedging, with what was said of their trades', async () => {
  for (const positionMode of ['netting', 'hedging']) {
    const { id } = await addAccount(ada, { name: positionMode, positionMode })
    const importing = { text: FILLS, mapping: { definition: positions() } }
    assert.deepEqual(await counted(ada, id, importing), [4, 0, 0])
    assert.deepEqual(await counted(ada, id, importing), [0, 4, 0])
    const { items } = expectStatus(await ada.http.get(`${API}/trades?account=${id}&status=all`), 200)
    for (const trade of items)
      expectStatus(await ada.http.patch(`${API}/trades/${trade.id}`, { version: 0, text: `On ${trade.openedAt}` }), 200)
    const copy = await restored(server, ben, await exported(ada, id))
    assert.equal(copy.state, 'done', JSON.stringify(copy))
    assert.deepEqual(await counted(ben, copy.accountId, importing), [0, 4, 0], positionMode)
    const said = async (person: Person, accountId: string) => {
      const trades = expectStatus(await person.http.get(`${API}/trades?account=${accountId}&status=all`), 200).items
      const notes = trades.map(async (trade: { id: string }) => {
        const { openedAt, net, text } = expectStatus(await person.http.get(`${API}/trades/${trade.id}`), 200)
        return `${openedAt} ${net} ${text}`
      })
      return await Promise.all(notes)
    }
    const before = await said(ada, id)
    assert.ok(before.length > 1 && before.every((one) => one.includes('On 2026')), before.join())
    assert.deepEqual(await said(ben, copy.accountId), before)
  }
})

test('what was imported before symbols were kept, and by positions, is known after the migration', async () => {
  const { id } = await addAccount(ada, { name: 'Old' })
  const importing = { text: FILLS, mapping: { definition: positions() } }
  await counted(ada, id, { text: DIVIDENDS })
  await counted(ada, id, importing)
  const fills = await server.query<Record<'id' | 'instrument_id' | 'ref', string>>(
    `SELECT id, instrument_id, (ARRAY['A', 'B', 'A'])[row_number() OVER (ORDER BY id)] AS ref FROM trading.execution
      WHERE account_id = $1 AND executed_at BETWEEN '2026-01-05' AND '2026-01-06' ORDER BY id`,
    [id],
  )
  const former = fills.map(({ instrument_id: instrument, ref }, at) => {
    const [side, lots, price, hour] = at < 2 ? [1, '1', '6900', 15] : [-1, '2', '6910', 16]
    const facts = [id, 'fill', 'said', instrument, ref, 'fill', side, lots, price, Date.UTC(2026, 0, 5, hour)]
    return createHash('sha256').update(JSON.stringify(facts)).digest('hex')
  })
  await server.query('ALTER TABLE trading.execution DISABLE TRIGGER keep_execution')
  for (const [at, fill] of fills.entries())
    await server.query("UPDATE trading.execution SET fingerprint = decode($2, 'hex') WHERE id = $1", [
      ...[fill.id, former[at]],
    ])
  await server.query('ALTER TABLE trading.execution ENABLE TRIGGER keep_execution')
  const before = await cashOf(ada, id)
  await server.query('ALTER TABLE trading.cash_movement DROP COLUMN symbol, DROP COLUMN as_imported')
  await server.query(readFileSync(new URL('../../migrations/0071_known_again.sql', import.meta.url), 'utf8'))
  assert.deepEqual(await cashOf(ada, id), before)
  assert.deepEqual(await counted(ada, id, importing), [0, 4, 0])
  const copy = await restored(server, ben, await exported(ada, id))
  assert.deepEqual(await counted(ben, copy.accountId, importing), [0, 4, 0])
  assert.deepEqual(await counted(ben, copy.accountId, { text: DIVIDENDS }), [0, 6, 0])
})
