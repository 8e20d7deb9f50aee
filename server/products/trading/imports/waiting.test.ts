import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { expectProblem, expectStatus } from '../../../../test/support/music.ts'
import type { Person } from '../../../../test/support/people.ts'
import { addAccount, addTrader, startTrading, type TradingServer } from '../../../../test/support/trading.ts'
import {
  derivedOf,
  imported,
  imports,
  ownProfile,
  previewed,
  uploadText,
} from '../../../../test/support/trading-imports.ts'
import { setClock } from '../../../kernel/clock.ts'
import { systemOrigin } from '../../../kernel/db/actor.ts'

let server: TradingServer
let trader: Person
before(async () => {
  server = await startTrading()
  trader = await addTrader(server)
})
after(() => server.stop())

const profiles = '/api/trading/import-profiles'
const queue = `${imports}/mapping-queue`
const own = (...rows: string[]): string => `Contract;Kind;Way;Lots;At;When\n${rows.join('\n')}\n`
const mapping = { definition: ownProfile() }
const CFD = ['GER40;cfd;in;2;15000,5;2026-01-05 10:00:00', 'GER40;cfd;in;2;15000,5;2026-01-05 10:00:00']
const CLOSED = 'GER40;cfd;out;4;15010,5;2026-01-05 11:00:00'

async function run(name: string): Promise<void> {
  await server.app.db.transaction(systemOrigin('test', 'test'), (tx) =>
    tx.enqueue({ queue: name, data: {}, options: {} }),
  )
  await server.jobsIdle()
}

describe('rows of a symbol that nobody knows the multiplier of', () => {
  test('of two files alike, in an account that held nothing, are created once', async () => {
    const account = await addAccount(trader, { currency: 'EUR' })
    const into = { accountId: account.id, mapping, text: own(...CFD.map((row) => row.replace('GER40', 'FRA40'))) }
    await imported(server, trader, into)
    await imported(server, trader, into)
    const fra40 = { symbol: 'FRA40', assetClass: 'cfd', currency: 'EUR', multiplier: '10' }
    expectStatus(await trader.http.post(`${queue}/resolve`, fra40), 202)
    await server.jobsIdle()
    const items = expectStatus(await trader.http.get(`${imports}?accountId=${account.id}`), 200).items
    const counts = items.map((one: { counts: Record<string, number> }) => [one.counts.created, one.counts.duplicate])
    assert.deepEqual(counts.sort(), [
      [0, 2],
      [2, 0],
    ])
  })

  test('wait, of all imports together, and are created once when it is said', async () => {
    const account = await addAccount(trader, { currency: 'EUR' })
    const into = { accountId: account.id, mapping }
    const first = await imported(server, trader, {
      ...into,
      text: own(...CFD, 'SAP;stock;in;1;100;2026-01-05 09:00:00'),
    })
    assert.deepEqual([first.state, first.counts.created, first.counts.needsMapping], ['completed', 1, 2])
    const second = await imported(server, trader, { ...into, text: own(...CFD, CLOSED, 'x;stock;note;;;') })
    assert.deepEqual([second.counts.needsMapping, second.counts.skipped], [3, 1])
    const ger40 = { symbol: 'GER40', assetClass: 'cfd', currency: 'EUR' }
    assert.deepEqual(expectStatus(await trader.http.get(queue), 200).items, [{ ...ger40, rows: 5, imports: 2 }])

    const zero = await trader.http.post(`${queue}/resolve`, { ...ger40, multiplier: '0' })
    assert.deepEqual(expectProblem(zero, 'trading/value-invalid'), ['/multiplier positive'])
    const resolved = await Promise.all(
      [1, 2].map(() => trader.http.post(`${queue}/resolve`, { ...ger40, multiplier: '25' })),
    )
    assert.ok(resolved.some(({ status }) => status === 202))
    await server.jobsIdle()
    assert.deepEqual(expectStatus(await trader.http.get(queue), 200).items, [])
    const counts = await Promise.all(
      [first, second].map(async ({ id }) => (await trader.http.get(`${imports}/${id}`)).body.counts),
    )
    assert.deepEqual(counts, [
      { created: 3, duplicate: 0, skipped: 0, error: 0, needsMapping: 0, needsRate: 0 },
      { created: 1, duplicate: 2, skipped: 1, error: 0, needsMapping: 0, needsRate: 0 },
    ])
    const [trade] = await server.query<{ net: string; status: string }>(
      `SELECT net::text, status FROM trading.trade WHERE account_id = $1 AND status = 'closed'`,
      [account.id],
    )
    assert.deepEqual([Number(trade?.net), trade?.status], [1000, 'closed'])
    const again = await imported(server, trader, { ...into, text: own(...CFD) })
    assert.deepEqual([again.counts.created, again.counts.duplicate], [0, 2])
    expectProblem(await trader.http.post(`${queue}/resolve`, { ...ger40, multiplier: '25' }), 'trading/nothing-waits')
  })

  test('are bonds and adjusted options, not options of a hundred shares', async () => {
    const account = await addAccount(trader)
    const at = '2026-01-05 10:00:00'
    const text = own(
      `AAPL1 300118C00200000;option;in;1;10;${at}`,
      `AAPL 300118C00200000;option;in;1;10;${at}`,
      `US91282CLW90;bond;in;10000;98,5;${at}`,
    )
    const { id, counts } = await imported(server, trader, { accountId: account.id, mapping, text })
    assert.deepEqual([counts.created, counts.needsMapping], [1, 2])
    const adjusted = { symbol: 'AAPL1300118C00200000', assetClass: 'option', currency: 'USD' }
    const bond = { symbol: 'US91282CLW90', assetClass: 'bond', currency: 'USD' }
    const { items } = expectStatus(await trader.http.get(queue), 200)
    assert.deepEqual(items, [
      { ...adjusted, rows: 1, imports: 1 },
      { ...bond, rows: 1, imports: 1 },
    ])
    const entered = {
      accountId: account.id,
      side: 'buy',
      quantity: '1',
      price: '1',
      executedAt: '2026-01-06T10:00:00Z',
    }
    for (const { symbol, assetClass } of [adjusted, bond]) {
      const items = [{ ...entered, accountId: undefined, instrument: { symbol, assetClass } }]
      const refused = await trader.http.post('/api/trading/executions/bulk', { accountId: account.id, items })
      expectProblem(refused, 'trading/needs-multiplier')
    }
    expectStatus(await trader.http.post(`${queue}/resolve`, { ...adjusted, multiplier: '15' }), 202)
    expectStatus(await trader.http.post(`${queue}/resolve`, { ...bond, multiplier: '0.01' }), 202)
    await server.jobsIdle()
    assert.equal(expectStatus(await trader.http.get(`${imports}/${id}`), 200).counts.created, 3)
    const costs = await server.query<{ cost: string }>(
      'SELECT trim_scale(cost)::text AS cost FROM trading.lot WHERE account_id = $1 ORDER BY lot.cost',
      [account.id],
    )
    assert.deepEqual(
      costs.map(({ cost }) => cost),
      ['150', '1000', '9850'],
    )
  })

  test('wait for no row that says it when another of their file does', async () => {
    const { id: accountId } = await addAccount(trader)
    const row = 'Equity and Index Options,USD,AAPL2 18JAN26 200 C'
    const lines = [
      'Trades,Header,DataDiscriminator,Asset Category,Currency,Symbol,Date/Time,Quantity,T. Price,C. Price,Proceeds,Comm/Fee,Basis,Realized P/L,MTM P/L,Code',
      `Trades,Data,Order,${row},"2026-01-15, 10:00:00",2,3.05,,-91.5,0,,,,O`,
      `Trades,Data,Order,${row},"2026-01-18, 16:20:00",-2,0,,0,0,,-91.5,,C;Ep`,
    ]
    const mapping = { profileId: 'ibkr-activity' }
    const { counts } = await imported(server, trader, { accountId, mapping, text: `${lines.join('\n')}\n` })
    assert.deepEqual([counts.created, counts.needsMapping], [2, 0])
    const [trade] = await server.query<{ net: string }>(
      'SELECT trim_scale(net)::text AS net FROM trading.trade WHERE account_id = $1',
      [accountId],
    )
    assert.equal(trade?.net, '-91.5')
  })

  test('are named by the mapping of an import, and leave the queue when it is undone', async () => {
    const account = await addAccount(trader, { currency: 'EUR' })
    const text = own('FOO;cfd;in;1;10;2026-01-05 10:00:00', 'BAR;cfd;in;1;10;2026-01-05 10:00:00')
    const symbols = [{ symbol: 'FOO', as: 'FOO.X', multiplier: '3' }]
    const batch = await imported(server, trader, { accountId: account.id, text, mapping: { ...mapping, symbols } })
    assert.deepEqual([batch.counts.created, batch.counts.needsMapping], [1, 1])
    const [made] = await server.query(
      `SELECT symbol, multiplier::text, multiplier_source FROM trading.instrument WHERE owner_id = $1 AND symbol LIKE 'FOO%'`,
      [trader.id],
    )
    assert.deepEqual(made, { symbol: 'FOO.X', multiplier: '3', multiplier_source: 'owner' })
    assert.equal(expectStatus(await trader.http.get(queue), 200).items.length, 1)
    assert.deepEqual(expectStatus(await (await addTrader(server)).http.get(queue), 200).items, [])
    expectStatus(await trader.http.post(`${imports}/${batch.id}/undo`), 202)
    await server.jobsIdle()
    assert.deepEqual(expectStatus(await trader.http.get(queue), 200).items, [])
  })
})

test('a profile of one’s own is checked, kept, knows its files from then on, and is tried on one without a trace', async () => {
  const account = await addAccount(trader)
  const tables = [{ headers: [['Contract']], rules: [{ records: [{ fill: { symbol: 'Contract' } }] }] }]
  const wrong = await trader.http.post(profiles, { definition: ownProfile({ tables, zone: 'Mars/Base' }) })
  const faults = expectProblem(wrong, 'trading/import-profile-invalid')
  assert.ok(faults.includes('/definition/zone profile'), faults.join())
  const made = expectStatus(await trader.http.post(profiles, { definition: ownProfile() }), 201)
  expectProblem(await trader.http.post(profiles, { definition: ownProfile() }), 'trading/import-profile-name-taken')
  const { items } = expectStatus(await trader.http.get(profiles), 200)
  assert.deepEqual([items[0].id, items[0].shipped, items[1].shipped], [made.id, false, true])
  const change = { version: 1, definition: ownProfile({ name: 'Other' }) }
  assert.equal(expectStatus(await trader.http.put(`${profiles}/${made.id}`, change), 200).version, 2)
  expectProblem(await trader.http.put(`${profiles}/${made.id}`, change), 'trading/import-profile-stale')

  const fileId = await uploadText(
    trader,
    own('SAP;stock;in;1;100;2026-01-05 09:00:00', 'SAP;stock;in;x;1;2026-01-05 09:00:00'),
  )
  const tried = expectStatus(
    await trader.http.post(`${profiles}/test`, { definition: ownProfile(), fileId, accountId: account.id }),
    200,
  )
  assert.deepEqual([tried.read, tried.error, tried.rows[0].records[0].price], [1, 1, '100'])
  const { suggestion } = expectStatus(await trader.http.post(`${profiles}/suggest`, { fileId }), 200)
  assert.deepEqual(suggestion.headers.slice(0, 2), ['Contract', 'Kind'])
  const batch = expectStatus(await trader.http.post(imports, { accountId: account.id, fileId }), 201)
  assert.equal(batch.detected[0].id, made.id)
  expectStatus(await trader.http.delete(`${profiles}/${made.id}`), 204)
  expectProblem(await trader.http.get(`${profiles}/${made.id}`), 'trading/import-profile-not-found')
  const stranger = await addTrader(server)
  expectProblem(
    await stranger.http.put(`${imports}/${batch.id}/map`, { profileId: made.id }),
    'trading/import-profile-not-found',
  )
})

describe('a hostile row', () => {
  const HEADER = 'Symbol,Side,Quantity,Price,Date,Commission'
  const rows: readonly { readonly name: string; readonly row: string; readonly outcome: string }[] = [
    { name: 'NaN', row: 'AAPL,BUY,NaN,10,2026-01-05 10:00:00,0', outcome: 'error' },
    { name: '1e400', row: 'AAPL,BUY,1e400,10,2026-01-05 10:00:00,0', outcome: 'error' },
    { name: 'a number of sixty digits', row: `AAPL,BUY,${'9'.repeat(60)},10,2026-01-05 10:00:00,0`, outcome: 'error' },
    {
      name: 'digits beyond the eighteenth',
      row: `AAPL,BUY,1,0.${'1'.repeat(30)},2026-01-05 10:00:00,0`,
      outcome: 'error',
    },
    { name: 'a negative quantity', row: 'AAPL,BUY,-1,10,2026-01-05 10:00:00,0', outcome: 'error' },
    { name: 'a negative price', row: 'AAPL,BUY,1,-10,2026-01-05 10:00:00,0', outcome: 'error' },
    { name: '31 February', row: 'AAPL,BUY,1,10,2026-02-31 10:00:00,0', outcome: 'error' },
    { name: 'the year 24', row: 'AAPL,BUY,1,10,0024-01-05 10:00:00,0', outcome: 'error' },
    {
      name: 'a symbol of a thousand letters',
      row: `${'A'.repeat(1000)},BUY,1,10,2026-01-05 10:00:00,0`,
      outcome: 'error',
    },
    { name: 'a formula', row: '=HYPERLINK("http://x"),BUY,1,10,2026-01-05 10:00:00,0', outcome: 'error' },
    { name: 'too few cells', row: 'AAPL,BUY', outcome: 'error' },
  ]
  test('is an error that says why, or harmless, and hurts no other row', async () => {
    const account = await addAccount(trader)
    const good = 'AAPL,BUY,1,10,2026-01-05 10:00:00,0'
    const text = `${[HEADER, good, ...rows.map(({ row }) => row), good].join('\n')}\n`
    const batch = await imported(server, trader, {
      accountId: account.id,
      text,
      mapping: { profileId: 'generic-executions' },
    })
    const { items } = expectStatus(await trader.http.get(`${imports}/${batch.id}/rows?limit=100`), 200)
    const outcomes = items
      .slice(1, -1)
      .map((item: { outcome: string }, at: number) => `${rows[at]?.name}: ${item.outcome}`)
    assert.deepEqual(
      outcomes,
      rows.map(({ name, outcome }) => `${name}: ${outcome}`),
    )
    assert.deepEqual([items[0].outcome, items.at(-1).outcome, batch.counts.created], ['created', 'created', 2])
    assert.ok(items.slice(1, -1).every(({ reason }: { reason: string | null }) => reason !== null))
  })

  test('with a zero character in it is an error by itself', async () => {
    const account = await addAccount(trader)
    const text = `${HEADER}\n${'AAPL,BUY,1,10,2026-01-05 10:00:00,0\n'.repeat(60)}AA\0PL,BUY,1,10,2026-01-05 10:00:00,0\n`
    const { counts, state } = await imported(server, trader, { accountId: account.id, text })
    assert.deepEqual([state, counts.created, counts.error], ['completed_with_errors', 60, 1])
  })
})

test('what is old goes: drafts after a month, files and raw rows after 400 days; what was made stays', async () => {
  const account = await addAccount(trader)
  const text = 'Symbol,Side,Quantity,Price,Date\nAAPL,BUY,1,10,2026-01-05 10:00:00\n'
  const done = await imported(server, trader, { accountId: account.id, text })
  const draft = await previewed(trader, { accountId: account.id, text })
  const derived = await derivedOf(server, account.id)
  const later = async (days: number) => {
    const restore = setClock(() => Date.now() + days * 86_400_000)
    try {
      await run('trading.drop-import-files')
    } finally {
      restore()
    }
  }
  await later(31)
  expectProblem(await trader.http.get(`${imports}/${draft.id}`), 'trading/import-not-found')
  assert.equal((await trader.http.get(`/api/files/${done.fileId}`)).status, 200)
  await later(401)
  const kept = expectStatus(await trader.http.get(`${imports}/${done.id}`), 200)
  assert.deepEqual([kept.fileId, kept.counts.created], [null, 1])
  const { items } = expectStatus(await trader.http.get(`${imports}/${done.id}/rows`), 200)
  assert.deepEqual([items[0].raw, items[0].outcome], [null, 'created'])
  assert.equal((await trader.http.get(`/api/files/${done.fileId}`)).status, 404)
  assert.equal(await derivedOf(server, account.id), derived)
})

test('a person’s imports are told to them, and gone with them', async () => {
  const person = await addTrader(server)
  const account = await addAccount(person)
  const text = 'Symbol,Side,Quantity,Price,Date\nAAPL,BUY,1,10,2026-01-05 10:00:00\n'
  await imported(server, person, { accountId: account.id, text })
  expectStatus(await person.http.post(profiles, { definition: ownProfile() }), 201)
  const trading = server.app.units.all.find(({ name }) => name === 'trading')
  assert.ok(trading?.exportPerson && trading.erasePerson)
  const told = (await trading.exportPerson(person.id)) as { imports: object[]; importProfiles: object[] }
  assert.deepEqual([told.imports.length, told.importProfiles.length], [1, 1])
  await server.app.db.transaction(systemOrigin('test', 'test'), async (tx) => trading.erasePerson?.(tx, person.id))
  for (const table of ['import_batch', 'import_profile'])
    assert.deepEqual(await server.query(`SELECT id FROM trading.${table} WHERE owner_id = $1`, [person.id]), [])
})
