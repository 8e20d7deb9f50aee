import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { after, before, describe, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { ownFiles } from '../../../../test/support/broker-files.ts'
import { expectProblem, expectStatus } from '../../../../test/support/music.ts'
import type { Person } from '../../../../test/support/people.ts'
import { addAccount, addTrader, startTrading, type TradingServer } from '../../../../test/support/trading.ts'
import { derivedOf, imported, imports, previewed, uploadText } from '../../../../test/support/trading-imports.ts'
import { steps } from './steps.ts'
import { type BatchState, batchStates } from './tables.ts'

let server: TradingServer
let trader: Person
before(async () => {
  server = await startTrading()
  trader = await addTrader(server)
})
after(() => server.stop())

const HEADER = 'Symbol,Side,Quantity,Price,Date,Commission'
const csv = (...rows: string[]): string => `${[HEADER, ...rows].join('\n')}\n`
const DAY = [
  'AAPL,BUY,100,10.00,2026-01-05 10:00:00,1',
  'AAPL,SELL,40,11.00,2026-01-05 11:00:00,0.5',
  'MSFT,BUY,5,400.25,2026-01-05 12:00:00,0',
]

async function fills(accountId: string): Promise<number> {
  const [row] = await server.query<{ count: bigint }>(
    'SELECT count(*) AS count FROM trading.execution WHERE account_id = $1',
    [accountId],
  )
  return Number(row?.count)
}

async function rowsOf(
  id: string,
  query = '',
): Promise<{ row: number; outcome: string; reason: string | null; raw: string }[]> {
  return expectStatus(await trader.http.get(`${imports}/${id}/rows?limit=100${query}`), 200).items
}

describe('the states of an import', () => {
  test('are the same in the database as in the program, and every one is reached', () => {
    const sql = readFileSync(new URL('../migrations/0010_imports.sql', import.meta.url), 'utf8')
    const inserted = /INSERT INTO trading.import_step[^;]+;/.exec(sql)?.[0] ?? ''
    const stored = [...inserted.matchAll(/\('(\w+)', '(\w+)'\)/g)].map(([, from, to]) => `${from} ${to}`)
    assert.deepEqual(stored.sort(), batchStates.flatMap((from) => steps[from].map((to) => `${from} ${to}`)).sort())
    const reached = new Set<BatchState>(['uploaded'])
    for (const state of reached) for (const to of steps[state]) reached.add(to)
    assert.deepEqual([...reached].sort(), [...batchStates].sort())
  })

  test('a step that is none is refused by the database too', async () => {
    const account = await addAccount(trader)
    const { id } = await previewed(trader, { accountId: account.id, text: csv(...DAY) })
    await assert.rejects(
      server.query(`UPDATE trading.import_batch SET state = 'uploaded' WHERE id = $1`, [id]),
      /does not go from previewed to uploaded/,
    )
    await assert.rejects(server.query('DELETE FROM trading.import_step'), /never changed or deleted/)
  })
})

describe('a file', () => {
  test('is detected, previewed without a trace, imported once, and undone to the byte', async () => {
    const effects = await server.watch()
    const account = await addAccount(trader)
    const fileId = await uploadText(trader, csv(...DAY, 'AAPL,HOLD,1,1,2026-01-06 10:00:00,0'))
    const made = expectStatus(await trader.http.post(imports, { accountId: account.id, fileId }), 201)
    assert.deepEqual([made.state, made.detected[0].id, made.counts], ['detected', 'generic-executions', null])
    const path = `${imports}/${made.id}`
    expectProblem(await trader.http.post(`${path}/commit`, {}), 'trading/import-state')
    const ready = expectStatus(await trader.http.post(`${path}/preview`), 200)
    assert.deepEqual([ready.state, ready.rowsTotal], ['previewed', 4])
    const preview = expectStatus(await trader.http.get(`${path}/preview`), 200)
    const counts = { created: 3, duplicate: 0, skipped: 0, error: 1, needsMapping: 0, needsRate: 0 }
    assert.deepEqual(preview.counts, counts)
    assert.equal(preview.rows[0].records[0].price, '10')
    assert.deepEqual(await server.query('SELECT id FROM trading.instrument WHERE owner_id = $1', [trader.id]), [])
    const empty = await derivedOf(server, account.id)

    for (let again = 0; again < 2; again += 1)
      expectStatus(await trader.http.post(`${path}/commit`, { letter: true }), 202)
    await server.jobsIdle()
    const done = expectStatus(await trader.http.get(path), 200)
    assert.deepEqual([done.state, done.counts, done.rowsTotal], ['completed_with_errors', counts, 4])
    assert.equal(await fills(account.id), 3)
    const rows = await rowsOf(made.id)
    assert.deepEqual(
      rows.map(({ row, outcome }) => `${row} ${outcome}`),
      ['2 created', '3 created', '4 created', '5 error'],
    )
    assert.equal(rows[0]?.raw, DAY[0])
    assert.equal((await rowsOf(made.id, '&outcome=error')).length, 1)
    expectStatus(await trader.http.post(`${path}/commit`, {}), 202)
    expectProblem(await trader.http.delete(path), 'trading/import-state')

    expectStatus(await trader.http.post(`${path}/undo`), 202)
    await server.jobsIdle()
    const undone = expectStatus(await trader.http.get(path), 200)
    assert.deepEqual([undone.state, undone.counts], ['undone', counts])
    assert.equal(await fills(account.id), 0)
    assert.equal(await derivedOf(server, account.id), empty)
    assert.equal((await rowsOf(made.id)).length, 4)
    expectProblem(await trader.http.post(`${path}/commit`, {}), 'trading/import-state')

    const { audit, events, mails } = await effects()
    const steps = ['uploaded', 'detected', 'mapped', 'previewed', 'importing', 'completed_with_errors', 'undone']
    assert.deepEqual(
      audit.filter((action) => action.startsWith('trading.import.')),
      steps.map((state) => `trading.import.${state}`),
    )
    assert.deepEqual(
      events.filter((name) => name.startsWith('trading.import.')),
      ['trading.import.completed', 'trading.import.undone'],
    )
    assert.deepEqual(mails, ['trading.import-finished'])
  })

  test('again makes nothing, also in other spellings and another zone; one that overlaps makes what is new', async () => {
    const account = await addAccount(trader)
    const first = await imported(server, trader, { accountId: account.id, text: csv(...DAY) })
    assert.deepEqual([first.state, first.counts.created], ['completed', 3])
    const derived = await derivedOf(server, account.id)
    const spelled = [
      'AAPL,BUY,100.00,10,2026-01-05T15:00:00Z,1.0',
      'AAPL,SELL,40.0,11,2026-01-05T16:00:00Z,0.50',
      'MSFT,BUY,5,400.250,2026-01-05T17:00:00Z,0',
    ]
    for (const text of [csv(...DAY), csv(...spelled), csv(...DAY.toReversed())]) {
      const { counts } = await imported(server, trader, { accountId: account.id, text })
      assert.deepEqual([counts.created, counts.duplicate], [0, 3])
    }
    assert.equal(await derivedOf(server, account.id), derived)
    const more = csv(...DAY.slice(1), 'AAPL,SELL,60,12,2026-01-06 10:00:00,0.5')
    const { counts } = await imported(server, trader, { accountId: account.id, text: more })
    assert.deepEqual([counts.created, counts.duplicate], [1, 2])
    const other = await addAccount(trader, { name: 'Other' })
    const there = await imported(server, trader, { accountId: other.id, text: csv(...DAY) })
    assert.equal(there.counts.created, 3)
  })

  test('again makes nothing where its first fill was moved later since and its last was taken out; what follows is new', async () => {
    const account = await addAccount(trader)
    const into = { accountId: account.id }
    await imported(server, trader, { ...into, text: csv(...DAY) })
    const ids = await server.query<{ id: string }>(
      'SELECT id FROM trading.execution WHERE account_id = $1 ORDER BY executed_at',
      [account.id],
    )
    const change = { executedAt: '2026-01-05T15:30:00Z' }
    expectStatus(await trader.http.patch(`/api/trading/executions/${ids[0]?.id}`, change), 200)
    expectStatus(await trader.http.delete(`/api/trading/executions/${ids[2]?.id}`), 204)
    const later = DAY.map((row) => row.replace('2026-01-05', '2026-01-06'))
    const again = await imported(server, trader, { ...into, text: csv(...DAY, ...later) })
    assert.deepEqual([again.state, again.counts.duplicate, again.counts.created], ['completed', 3, 3])
    assert.equal(await fills(account.id), 7)
  })

  test('with three equal fills makes three; two of them in one file and all in the next are three', async () => {
    const account = await addAccount(trader)
    const same = 'AAPL,BUY,1,10,2026-01-05 10:00:00,0'
    const two = await imported(server, trader, { accountId: account.id, text: csv(same, same) })
    const three = await imported(server, trader, { accountId: account.id, text: csv(same, same, same) })
    assert.deepEqual([two.counts.created, three.counts.created, three.counts.duplicate], [2, 1, 2])
    assert.equal(await fills(account.id), 3)
  })

  test('that names its fills is known by the names, and says where it tells them differently', async () => {
    const account = await addAccount(trader)
    const named = (...rows: string[]) => `${HEADER},Execution ID\n${rows.join('\n')}\n`
    const text = named('AAPL,BUY,1,10,2026-01-05 10:00:00,0,E1', 'AAPL,BUY,1,10,2026-01-05 10:00:00,0,E2')
    assert.equal((await imported(server, trader, { accountId: account.id, text })).counts.created, 2)
    const again = named(
      'AAPL,BUY,1,10.0,2026-01-05 10:00:00,0,E1',
      'AAPL,BUY,2,10,2026-01-05 10:00:00,0,E2',
      'MSFT,BUY,1,1,2026-01-06 10:00:00,0,E3',
      'MSFT,BUY,1,1,2026-01-06 10:00:00,0,E3',
    )
    const ready = await previewed(trader, { accountId: account.id, text: again })
    const preview = expectStatus(await trader.http.get(`${imports}/${ready.id}/preview`), 200)
    const { id, counts } = await imported(server, trader, { accountId: account.id, text: again })
    assert.deepEqual([counts.created, counts.duplicate], [1, 3])
    assert.deepEqual(preview.counts, counts)
    assert.deepEqual(
      (await rowsOf(id)).map(({ outcome, reason }) => `${outcome} ${reason}`),
      ['duplicate null', 'duplicate reported-differently', 'created null', 'duplicate null'],
    )
  })

  test('that names a fill twice, far apart, makes it once, also where the account held nothing', async () => {
    const account = await addAccount(trader)
    const row = (at: number, name: string) =>
      `AAPL,BUY,1,10,${new Date(Date.UTC(2026, 0, 5) + at * 1000).toISOString()},0,${name}`
    const unnamed = Array.from({ length: 1500 }, (_, at) => row(at, ''))
    const text = `${HEADER},Execution ID\n${[row(0, 'E1'), ...unnamed, row(0, 'E1')].join('\n')}\n`
    const { id, counts } = await imported(server, trader, { accountId: account.id, text })
    assert.deepEqual([counts.created, counts.duplicate], [1501, 1])
    assert.deepEqual(
      (await rowsOf(id, '&outcome=duplicate')).map(({ row: number }) => number),
      [1503],
    )
  })

  test('in a currency that it gives no rate for is taken once the trader says it', async () => {
    const account = await addAccount(trader)
    const text = `${HEADER},Currency\nSAP,BUY,1,100,2026-01-05 10:00:00,0,EUR\n`
    const { id, counts } = await imported(server, trader, { accountId: account.id, text })
    assert.deepEqual([counts.needsRate, (await rowsOf(id))[0]?.reason], [1, 'fx-rate-missing'])
    const mapping = { profileId: 'generic-executions', fxRates: { EUR: '1.08' } }
    const said = await imported(server, trader, { accountId: account.id, text, mapping })
    assert.equal(said.counts.created, 1)
    const [row] = await server.query<{ fx_rate: string }>('SELECT fx_rate FROM trading.execution WHERE batch_id = $1', [
      said.id,
    ])
    assert.equal(row?.fx_rate, '1.08')
    const wrong = await trader.http.put(`${imports}/${id}/map`, {
      profileId: 'generic-executions',
      fxRates: { EUR: '0' },
    })
    assert.deepEqual(expectProblem(wrong, 'trading/value-invalid'), ['/fxRates/EUR positive'])
  })

  test('with fees that nobody says the worth of is previewed with them, until the trader says it', async () => {
    const account = await addAccount(trader)
    const head =
      'Action,Time,ISIN,Ticker,No. of shares,Price / share,Currency (Price / share),Currency conversion fee,Currency (Currency conversion fee),ID'
    const text = `${head}\nMarket buy,2026-01-05 15:00:00,US0378331005,AAPL,2,200,USD,0.60,EUR,EOF1\n`
    const previewOf = async (mapping?: object) => {
      const { id } = await previewed(trader, { accountId: account.id, text, ...(mapping && { mapping }) })
      return expectStatus(await trader.http.get(`${imports}/${id}/preview`), 200).rows
    }
    const [row] = await previewOf()
    assert.deepEqual(
      [row.outcome, row.reason, row.unconvertedFees],
      ['created', 'fees-not-converted', [{ currency: 'EUR', amount: '0.6' }]],
    )
    const [said] = await previewOf({ profileId: 'trading212', fxRates: { EUR: '1.1' } })
    assert.deepEqual([said.outcome, said.reason, said.unconvertedFees], ['created', null, []])
  })

  test('that reports how far trades went is told beside them, until it is undone', async () => {
    const account = await addAccount(trader, { timeZone: 'America/Chicago' })
    const file = await readFile(new URL('made/ninjatrader-performance.csv', ownFiles), 'utf8')
    const text = file.split('\n').slice(0, 3).join('\n')
    const { id, counts } = await imported(server, trader, { accountId: account.id, text })
    assert.equal(counts.created, 2)
    const { items } = expectStatus(await trader.http.get(`/api/trading/trades?account=${account.id}`), 200)
    const seen = await Promise.all(
      items.map(async (one: { id: string }) => {
        const { side, reported, excursion } = expectStatus(await trader.http.get(`/api/trading/trades/${one.id}`), 200)
        return [side, reported, excursion]
      }),
    )
    assert.deepEqual(seen.sort(), [
      ['long', { mae: '12.5', mfe: '55' }, null],
      ['short', { mae: '5', mfe: '15' }, null],
    ])
    expectStatus(await trader.http.post(`${imports}/${id}/undo`), 202)
    await server.jobsIdle()
    assert.deepEqual(expectStatus(await trader.http.get('/api/trading/trade-notes/orphaned'), 200).items, [])
    const again = await imported(server, trader, { accountId: account.id, text })
    assert.equal(again.counts.created, 2)
    const [sums] = await server.query(
      'SELECT sum(reported_mae)::text AS mae FROM trading.trade_note WHERE account_id = $1',
      [account.id],
    )
    assert.deepEqual(sums, { mae: '17.5' })
  })

  test('that nobody knows, or that is another’s or none for imports, is refused; a draft can be given up', async () => {
    const account = await addAccount(trader)
    const unknown = await uploadText(trader, 'what,is,this\n1,2,3\n')
    const made = expectStatus(await trader.http.post(imports, { accountId: account.id, fileId: unknown }), 201)
    assert.equal(made.state, 'uploaded')
    expectProblem(await trader.http.post(`${imports}/${made.id}/preview`), 'trading/import-unmapped')
    const ready = expectStatus(
      await trader.http.put(`${imports}/${made.id}/map`, { profileId: 'generic-executions' }),
      200,
    )
    assert.equal(ready.state, 'mapped')
    const failed = expectStatus(await trader.http.post(`${imports}/${made.id}/preview`), 200)
    assert.deepEqual([failed.state, failed.failure], ['failed', 'header-missing'])
    expectStatus(await trader.http.delete(`${imports}/${made.id}`), 204)
    assert.equal((await trader.http.get(`/api/files/${unknown}`)).status, 404)

    const other = await addTrader(server)
    const theirs = await uploadText(other, csv(...DAY))
    const answer = await trader.http.post(imports, { accountId: account.id, fileId: theirs })
    expectProblem(answer, 'trading/import-file-not-found')
  })
})

test('undo of an import takes corrections of its fills along, and matches anew what others brought', async () => {
  const account = await addAccount(trader)
  const [buy = '', sell = ''] = DAY
  const opening = await imported(server, trader, { accountId: account.id, text: csv(buy) })
  const [only = { executionIds: [] }] = (await rowsOf(opening.id)) as unknown as { executionIds: string[] }[]
  const before = await addAccount(trader, { name: 'Only the later' })
  await imported(server, trader, { accountId: account.id, text: csv(sell) })
  await imported(server, trader, { accountId: before.id, text: csv(sell) })
  const corrected = await trader.http.patch(`/api/trading/executions/${only.executionIds[0]}`, { price: '9' })
  assert.ok(corrected.status < 300, JSON.stringify(corrected.body))
  expectStatus(await trader.http.post(`${imports}/${opening.id}/undo`), 202)
  expectStatus(await trader.http.post(`${imports}/${opening.id}/undo`), 202)
  await server.jobsIdle()
  assert.equal(await fills(account.id), 1)
  const shape = 'SELECT side, status, quantity_open, average_entry, net FROM trading.trade WHERE account_id = $1'
  assert.deepEqual(await server.query(shape, [account.id]), await server.query(shape, [before.id]))
})

test('imports into one account at once, of the same file and of others, lose and double nothing', async () => {
  const account = await addAccount(trader)
  const day = (number: number) => csv(...DAY.map((row) => row.replace('2026-01-05', `2026-02-0${number}`)))
  const texts = [day(1), day(1), day(2), day(3)]
  const ready = await Promise.all(texts.map((text) => previewed(trader, { accountId: account.id, text })))
  await Promise.all(ready.map(({ id }) => trader.http.post(`${imports}/${id}/commit`, {})))
  await server.jobsIdle()
  const done = await Promise.all(ready.map(async ({ id }) => (await trader.http.get(`${imports}/${id}`)).body))
  assert.deepEqual(
    done.map(({ state }) => state),
    ['completed', 'completed', 'completed', 'completed'],
  )
  assert.deepEqual(done.map(({ counts }) => counts.created).sort(), [0, 3, 3, 3])
  assert.equal(await fills(account.id), 9)
})

test('an import whose connection is lost in the middle is done by its next try, wholly and once', async () => {
  const account = await addAccount(trader)
  const ready = await previewed(trader, { accountId: account.id, text: csv(...DAY) })
  // A sequence is not rolled back: only the first transaction that matches loses its connection.
  await server.query('CREATE SEQUENCE trading.fuse')
  await server.query(`CREATE FUNCTION trading.blow() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF nextval('trading.fuse') = 1 THEN PERFORM pg_terminate_backend(pg_backend_pid()); END IF; RETURN NULL; END $$`)
  await server.query(
    'CREATE TRIGGER blow AFTER INSERT ON trading.trade FOR EACH STATEMENT EXECUTE FUNCTION trading.blow()',
  )
  expectStatus(await trader.http.post(`${imports}/${ready.id}/commit`, {}), 202)
  while ((await trader.http.get(`${imports}/${ready.id}`)).body.state === 'importing') await sleep(100)
  await server.query('DROP TRIGGER blow ON trading.trade')
  const [{ tries } = { tries: 0n }] = await server.query<{ tries: bigint }>(
    'SELECT last_value AS tries FROM trading.fuse',
  )
  const { state, counts } = expectStatus(await trader.http.get(`${imports}/${ready.id}`), 200)
  assert.deepEqual([state, counts.created, await fills(account.id), tries > 1n], ['completed', 3, 3, true])
  assert.equal((await rowsOf(ready.id)).length, 3)
})
