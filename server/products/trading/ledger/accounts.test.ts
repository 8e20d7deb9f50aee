import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { expectProblem, expectStatus } from '../../../../test/support/music.ts'
import type { Person } from '../../../../test/support/people.ts'
import { addAccount, addTrader, startTrading, type TradingServer } from '../../../../test/support/trading.ts'
import { newId } from '../../../kernel/id.ts'

let server: TradingServer
let trader: Person
before(async () => {
  server = await startTrading()
  trader = await addTrader(server)
})
after(() => server.stop())

const accounts = '/api/trading/accounts'

test('an account is made, read, changed by its version, archived and brought back, each told to the audit', async () => {
  const effects = await server.watch()
  const cutoff = { time: '17:00', zone: 'America/Chicago' }
  const made = await addAccount(trader, { sessionCutoff: cutoff, openingBalance: '2500.50', matchingMethod: 'LIFO' })
  const path = `${accounts}/${made.id}`
  const read = expectStatus(await trader.http.get(path), 200)
  assert.deepEqual(read, { ...read, kind: 'live', sessionCutoff: cutoff, openingBalance: '2500.5', version: 1 })
  const change = { version: 1, name: 'Futures', broker: 'Somebody' }
  assert.equal(expectStatus(await trader.http.patch(path, change), 200).version, 2)
  expectProblem(await trader.http.patch(path, change), 'trading/account-stale')
  expectStatus(await trader.http.post(`${path}/archive`), 200)
  expectProblem(await trader.http.patch(path, { version: 3, name: 'No' }), 'trading/account-archived')
  assert.equal(expectStatus(await trader.http.get(`${accounts}?archived=true`), 200).items[0].id, made.id)
  expectStatus(await trader.http.post(`${path}/restore`), 200)
  const { audit } = await effects()
  const facts = ['created', 'changed', 'archived', 'restored'].map((what) => `trading.account.${what}`)
  assert.deepEqual(audit, facts)
})

describe('refuses', () => {
  const refused: readonly { name: string; fields: object; fault: string }[] = [
    { name: 'a balance that is no number', fields: { openingBalance: 'NaN' }, fault: '/openingBalance pattern' },
    { name: 'a negative balance', fields: { openingBalance: '-1' }, fault: '/openingBalance pattern' },
    { name: 'an exponent', fields: { openingBalance: '1e400' }, fault: '/openingBalance pattern' },
    { name: '31 February', fields: { openedOn: '2024-02-31' }, fault: '/openedOn format' },
    { name: 'the year 24', fields: { openedOn: '0024-02-01' }, fault: '/openedOn day' },
    { name: 'a zone nobody knows', fields: { timeZone: 'Mars/Olympus' }, fault: '/timeZone zone' },
    {
      name: 'an hour 24',
      fields: { sessionCutoff: { time: '24:00', zone: 'UTC' } },
      fault: '/sessionCutoff/time pattern',
    },
  ]
  for (const { name, fields, fault } of refused)
    test(name, async () => {
      const body = { name: 'Main', currency: 'USD', timeZone: 'UTC', ...fields }
      const answer = await trader.http.post(accounts, body)
      assert.equal(answer.status, 400)
      assert.deepEqual(expectProblem(answer, answer.body.code), [fault])
    })
})

test('the list goes on where the page before ended', async () => {
  const other = await addTrader(server)
  const made = []
  for (const name of ['A', 'B', 'C']) made.push((await addAccount(other, { name })).id)
  const first = expectStatus(await other.http.get(`${accounts}?limit=2`), 200)
  const second = expectStatus(await other.http.get(`${accounts}?limit=2&cursor=${first.nextCursor}`), 200)
  assert.deepEqual(
    [...first.items, ...second.items].map(({ id }) => id),
    made,
  )
  assert.equal(second.nextCursor, null)
})

describe('what stands in the database whatever the program does', () => {
  const insert = `INSERT INTO trading.execution (id, account_id, instrument_id, lineage_id, position_ref, kind, side, quantity, price,
      executed_at, source_zone, sequence, fees, fx_rate, source, created_at)
    SELECT $1, $2, $3, $1, '', 'fill', 1, 1, 1, now(), 'UTC', 1, 0, 1, 'manual', now()`

  async function bought(accountId: string) {
    const instrument = { symbol: 'HELD', assetClass: 'stock' }
    const fill = { accountId, instrument, side: 'buy', quantity: '1', price: '10', executedAt: '2024-03-01T15:00:00Z' }
    return expectStatus(await trader.http.post('/api/trading/executions', fill), 201)
  }

  test('no execution is of an account that is not there, or of an instrument of somebody else', async () => {
    const { id } = await addAccount(trader)
    const { instrumentId } = await bought(id)
    const foreign = await addAccount(await addTrader(server))
    for (const accountId of [newId(), foreign.id])
      await assert.rejects(server.query(insert, [newId(), accountId, instrumentId]), { code: '23503' })
    await server.query(insert, [newId(), id, instrumentId])
  })

  test('executions go with their account, and rows with their import', async () => {
    const { id } = await addAccount(trader)
    await bought(id)
    const batchId = newId()
    const row = `INSERT INTO trading.import_row VALUES ($1, 1, 'raw', 'skipped', 'why', NULL, '{}', '{}')`
    await assert.rejects(server.query(row, [batchId]), { code: '23503' })
    await server.query(
      `INSERT INTO trading.import_batch (id, owner_id, account_id, filename, file_bytes, file_sha256, state, detected, time_zone, symbols,
         fx_rates, rows_read, wants_letter, version, created_at, updated_at)
       VALUES ($1, $2, $3, 'a.csv', 1, sha256(''), 'uploaded', '[]', 'UTC', '[]', '{}', 0, false, 1, now(), now())`,
      [batchId, trader.id, id],
    )
    await server.query(row, [batchId])
    await server.query('DELETE FROM trading.account WHERE id = $1', [id])
    const left = await server.query(
      `SELECT 1 FROM trading.execution WHERE account_id = $1
       UNION ALL SELECT 1 FROM trading.import_row WHERE batch_id = $2`,
      [id, batchId],
    )
    assert.deepEqual(left, [])
  })
})
