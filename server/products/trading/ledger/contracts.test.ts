import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { after, before, test } from 'node:test'
import { expectStatus } from '../../../../test/support/music.ts'
import type { Person } from '../../../../test/support/people.ts'
import { addAccount, addTrader, startTrading, type TradingServer } from '../../../../test/support/trading.ts'
import { imported, imports, ownProfile } from '../../../../test/support/trading-imports.ts'

let server: TradingServer
let trader: Person
before(async () => {
  server = await startTrading()
})
after(() => server.stop())

const own = (...rows: string[]): string => `Contract;Kind;Way;Lots;At;When\n${rows.join('\n')}\n`
const DECADES = [
  ...['ESH6;future;in;1;2000;2016-01-05 10:00:00', 'ESH6;future;in;1;6900;2026-01-05 10:00:00'],
  ...['ESH6;future;out;1;6910;2026-01-05 11:00:00', 'ESH6;future;out;1;2010;2016-01-05 11:00:00'],
]

async function tradesOf(query = ''): Promise<string[]> {
  const { items } = expectStatus(await trader.http.get(`/api/trading/trades?status=all&limit=50${query}`), 200)
  return items
    .map(({ symbol, gross, openedAt }: Record<'symbol' | 'gross' | 'openedAt', string>) => {
      return `${symbol} ${openedAt.slice(0, 4)} ${gross}`
    })
    .sort()
}

test('contracts ten years apart are two, by whatever name a file or a person has them, and the same file again is nothing new', async () => {
  trader = await addTrader(server)
  const { id: accountId } = await addAccount(trader, { openedOn: '2010-01-01' })
  const into = { accountId, text: own(...DECADES), mapping: { definition: ownProfile() } }
  assert.equal((await imported(server, trader, into)).counts.created, 4)
  assert.deepEqual(await tradesOf(), ['ESH16 2016 500', 'ESH26 2026 500'])
  assert.equal((await imported(server, trader, into)).counts.duplicate, 4)
  const fill = { accountId, side: 'buy', quantity: '1', price: '1' }
  for (const [symbol, executedAt] of [
    ['ESH6', '2016-01-06T10:00:00Z'],
    ['ESH2016', '2016-01-06T11:00:00Z'],
    ['ESH26', '2016-01-06T12:00:00Z'],
  ])
    expectStatus(
      await trader.http.post('/api/trading/executions', {
        ...{ ...fill, executedAt, instrument: { symbol, assetClass: 'future', currency: 'USD' } },
      }),
      201,
    )
  const found = await server.query<{ symbol: string; fills: number }>(
    `SELECT symbol, count(*)::integer AS fills FROM trading.execution JOIN trading.instrument ON instrument.id = instrument_id
      WHERE account_id = $1 GROUP BY 1 ORDER BY 1`,
    [accountId],
  )
  assert.deepEqual(found, [
    { symbol: 'ESH16', fills: 4 },
    { symbol: 'ESH26', fills: 3 },
  ])
  // Both are found by the name that traders write.
  assert.deepEqual(await tradesOf('&symbol=esh6'), await tradesOf())
  assert.equal((await tradesOf('&symbol=ESH16')).length, 2)
})

test('a contract that waits for its multiplier waits as the one of its year', async () => {
  trader = await addTrader(server)
  const { id: accountId } = await addAccount(trader, { openedOn: '2010-01-01' })
  const text = own(...DECADES).replaceAll('ESH6', 'XQZH6')
  const { id } = await imported(server, trader, { accountId, text, mapping: { definition: ownProfile() } })
  const queue = `${imports}/mapping-queue`
  const { items } = expectStatus(await trader.http.get(queue), 200)
  assert.deepEqual(
    items.map(({ symbol, rows }: { symbol: string; rows: number }) => `${symbol} ${rows}`),
    ['XQZH16 2', 'XQZH26 2'],
  )
  const { rows: _, imports: __, ...early } = items[0]
  expectStatus(await trader.http.post(`${queue}/resolve`, { ...early, multiplier: '7' }), 202)
  await server.jobsIdle()
  const { counts } = expectStatus(await trader.http.get(`${imports}/${id}`), 200)
  assert.deepEqual([counts.created, counts.needsMapping], [2, 2])
  assert.deepEqual(await tradesOf(), ['XQZH16 2016 70'])
})

test('names with one digit that were stored before become those of their first fill, and are names still', async () => {
  trader = await addTrader(server)
  const { id: accountId } = await addAccount(trader, { openedOn: '2010-01-01' })
  const mapping = { definition: ownProfile() }
  const rows = [
    ...['ESZ19;future;in;1;3000;2019-12-05 10:00:00', 'ZNH20;future;in;1;128;2019-12-05 10:00:00'],
    ...['SAPH6;stock;in;1;100;2019-12-05 10:00:00', 'XQZH0;future;in;1;1;2019-12-05 10:00:00'],
  ]
  await imported(server, trader, { accountId, text: own(...rows), mapping })
  for (const [before, after] of [
    ['ESZ9', 'ESZ19'],
    ['ZNH0', 'ZNH20'],
  ])
    await server.query('UPDATE trading.instrument SET symbol = $2 WHERE owner_id = $1 AND symbol = $3', [
      ...[trader.id, before, after],
    ])
  await server.query(`UPDATE trading.import_waiting SET symbol = 'XQZH0' WHERE owner_id = $1`, [trader.id])
  const migration = new URL('../migrations/0056_years_of_contracts.sql', import.meta.url)
  await server.query(readFileSync(migration, 'utf8'))
  const found = await server.query<{ text: string }>(
    `SELECT symbol || ' ' || array_to_string(aliases, ',') AS text FROM trading.instrument WHERE owner_id = $1 ORDER BY 1`,
    [trader.id],
  )
  assert.deepEqual(
    found.map(({ text }) => text),
    ['ESZ19 ESZ9', 'SAPH6 ', 'ZNH20 ZNH0'],
  )
  const waiting = await server.query('SELECT symbol FROM trading.import_waiting WHERE owner_id = $1', [trader.id])
  assert.deepEqual(waiting, [{ symbol: 'XQZH20' }])
  const again = await imported(server, trader, { accountId, text: own(...rows), mapping })
  assert.deepEqual([again.counts.created, again.counts.duplicate], [0, 3])
})

test('multipliers of before that others say otherwise, or nobody vouches for, are asked about until the owner says them', async () => {
  trader = await addTrader(server)
  const made = async (symbol: string, assetClass: string, more: object = {}) =>
    expectStatus(
      await trader.http.post('/api/trading/instruments', { symbol, assetClass, currency: 'USD', ...more }),
      201,
    )
  const copper = await made('HGH25', 'future')
  assert.deepEqual([copper.tickSize, copper.tickValue, copper.multiplierNote.unsettled], ['0.0005', '12.5', false])
  const share = await made('AAPL', 'stock')
  assert.deepEqual([share.tickSize, share.tickValue], [null, null])
  const bond = await made('T 4.5 11/15/33', 'bond', { multiplier: '1' })
  const adjusted = await made('EXMP1260220C00014000', 'option', { multiplier: '100' })
  const gone = await made('QZZH6', 'future', { multiplier: '2' })
  const plain = await made('EXMP260220C00014000', 'option')
  assert.equal(plain.multiplierNote.source, 'table')

  // As they were stored when the tables said so, and as a broker's file speaks of one since.
  await server.query(`UPDATE trading.instrument SET multiplier_source = 'table' WHERE id = ANY($1::uuid[])`, [
    [bond.id, adjusted.id, gone.id],
  ])
  await server.query(`UPDATE trading.instrument SET multiplier = 12500 WHERE id = $1`, [copper.id])
  await server.query(`UPDATE trading.instrument SET broker_multiplier = 10 WHERE id = $1`, [plain.id])
  const asked = async (): Promise<string[]> => {
    const { items } = expectStatus(await trader.http.get('/api/trading/instruments?unsettled=true&limit=50'), 200)
    const all = expectStatus(await trader.http.get('/api/trading/instruments?limit=50'), 200).items
    const noted = all.filter((one: { multiplierNote: { unsettled: boolean } }) => one.multiplierNote.unsettled)
    assert.deepEqual(items, noted)
    return items.map(({ symbol }: { symbol: string }) => symbol)
  }
  const waiting = [adjusted.symbol, plain.symbol, copper.symbol, gone.symbol, bond.symbol]
  assert.deepEqual(await asked(), waiting)
  for (const [at, { id, version, multiplier }] of [adjusted, plain, copper, gone, bond].entries()) {
    expectStatus(await trader.http.put(`/api/trading/instruments/${id}/multiplier`, { version, multiplier }), 200)
    assert.deepEqual(await asked(), waiting.slice(at + 1))
  }
})
