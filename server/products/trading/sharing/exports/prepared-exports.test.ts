import assert from 'node:assert/strict'
import { after, before, beforeEach, test } from 'node:test'
import type { HttpAnswer } from '../../../../../test/support/http-client.ts'
import { expectProblem, expectStatus, idempotencyKey } from '../../../../../test/support/music.ts'
import type { Person } from '../../../../../test/support/people.ts'
import {
  addAccount,
  addTrader,
  startTrading,
  type TradingAccount,
  type TradingServer,
} from '../../../../../test/support/trading.ts'
import { textOf } from '../../../../../test/support/trading-journal.ts'
import { systemOrigin } from '../../../../kernel/db/actor.ts'
import { newId } from '../../../../kernel/id.ts'

const API = '/api/trading'
const PATH = `${API}/prepared-exports`
let server: TradingServer
let ada: Person
let account: TradingAccount
before(async () => {
  server = await startTrading()
})
after(() => server.stop())
beforeEach(async () => {
  ada = await addTrader(server)
  account = await addAccount(ada, { name: 'Été, =1+1' })
  const items = Array.from({ length: 130 }, (_, place) => {
    const instrument = { symbol: `P${place % 7}X`, assetClass: 'stock', currency: 'USD' }
    const at = new Date(Date.UTC(2024, 0, 2, 15, place)).toISOString()
    return { instrument, side: place % 2 === 0 ? 'buy' : 'sell', quantity: '3', price: `10.${place}`, executedAt: at }
  })
  expectStatus(await ada.http.post(`${API}/executions/bulk`, { accountId: account.id, items }), 201)
  expectStatus(await ada.http.post(`${API}/journal`, { day: '2024-01-02', title: 'A day', body: textOf('Calm.') }), 201)
  await server.jobsIdle()
})

const ask = (kind: string, by: Person = ada): Promise<HttpAnswer> => by.http.post(PATH, { kind, accountId: account.id })
const list = async () => expectStatus(await ada.http.get(PATH), 200).items
const download = (id: string, by: Person = ada) => by.http.get(`${PATH}/${id}/file`)

async function ready(kind: string) {
  const { id } = expectStatus(await ask(kind), 202)
  await server.jobsIdle()
  return expectStatus(await ada.http.get(`${PATH}/${id}`), 200)
}

/** One that waits for a job which nobody has queued. */
async function waiting(accountId: string | null): Promise<string> {
  const id = newId()
  await server.query(
    `INSERT INTO trading.prepared_export (id, owner_id, account_id, kind, filename, state, created_at)
     VALUES ($1, $2, $3, 'account', 'Main.account.txt', 'waiting', now())`,
    [id, ada.id, accountId],
  )
  return id
}

async function run(queue: string, data: object = {}): Promise<void> {
  await server.app.db.transaction(systemOrigin('test', 'test'), (tx) => tx.enqueue({ queue, data, options: {} }))
  await server.jobsIdle()
}

const hourly = () => run('trading.drop-exports')

const filesKept = async () =>
  (await server.query("SELECT id FROM files.file WHERE purpose = 'trading.prepared-export'")).length

for (const [kind, streamed, filename] of [
  ['account', (id: string) => `${API}/accounts/${id}/export`, 'Été, =1+1.account.txt'],
  ['trades', (id: string) => `${API}/exports/trades?account=${id}`, 'Été, =1+1.trades.csv'],
  ['executions', (id: string) => `${API}/exports/executions?accountId=${id}`, 'Été, =1+1.executions.csv'],
] as const)
  test(`the export of ${kind} is the download of it, byte for byte, with a letter that leads to the page`, async () => {
    const watch = await server.watch()
    const made = await ready(kind)
    const { audit, mails } = await watch()
    assert.deepEqual([audit, mails], [['trading.export.asked'], ['trading.export-ended']])
    assert.deepEqual([made.state, made.filename, made.accountId], ['ready', filename, account.id])
    const file = await download(made.id)
    assert.equal(file.status, 200)
    const text = String(file.body)
    assert.equal(made.bytes, Buffer.byteLength(text))
    assert.match(file.headers.get('content-disposition') ?? '', /^attachment/)
    assert.match(file.headers.get('cache-control') ?? '', /private/)
    const answered = await ada.http.get(streamed(account.id))
    // When it was made is the one thing that differs.
    const plain = (some: string) => some.replace(/"exportedAt":"[^"]+"/, '')
    assert.equal(plain(text), plain(String(answered.body)))
    assert.ok(text.length > 1000)

    const days = (Date.parse(made.expiresAt) - Date.parse(made.finishedAt)) / 86_400_000
    assert.ok(Math.abs(days - 7) < 0.01)
    const letter = (await server.mailbox()).findLast(({ to }) => to.address === ada.email)
    assert.equal(letter?.subject, `${filename} is ready`)
    assert.match(letter?.text ?? '', /http:\/\/localhost:3000\/trading\/exports\b/)
    assert.ok(!letter?.text.includes(made.id), 'the letter opens nothing by itself')
    const { items } = expectStatus(await ada.http.get(`${API}/alert-events`), 200)
    assert.equal(items[0].title, `${filename} is ready to be downloaded under Exports`)
  })

test('one is made at a time', async () => {
  const id = await waiting(account.id)
  expectProblem(await ask('trades'), 'trading/export-under-way')
  expectProblem(await download(id), 'trading/export-not-ready')
  await run('trading.prepare-export', { exportId: id })
  assert.equal((await download(id)).status, 200)
  assert.equal((await ready('trades')).state, 'ready')
})

test('of those that are asked for at once none waits beside another', async () => {
  const answers = await Promise.all(['account', 'trades', 'executions', 'account', 'trades'].map((kind) => ask(kind)))
  const taken = answers.filter(({ status }) => status === 202)
  for (const answer of answers.filter(({ status }) => status !== 202)) expectProblem(answer, 'trading/export-under-way')
  await server.jobsIdle()
  const items: { state: string }[] = await list()
  assert.ok(taken.length > 0)
  assert.deepEqual(
    items.map(({ state }) => state),
    taken.map(() => 'ready'),
  )
})

test('the same key asks once', async () => {
  const key = idempotencyKey()
  const again = () => ada.http.post(PATH, { kind: 'trades', accountId: account.id }, key)
  const { id } = expectStatus(await again(), 202)
  await server.jobsIdle()
  assert.equal(expectStatus(await again(), 202).id, id)
  assert.equal((await list()).length, 1)
})

test('others see nothing of it, and cannot have an account of theirs exported for them', async () => {
  const { id } = await ready('account')
  const eve = await addTrader(server)
  expectProblem(await ask('account', eve), 'trading/account-not-found')
  expectProblem(await eve.http.get(`${PATH}/${id}`), 'trading/export-not-found')
  expectProblem(await download(id, eve), 'trading/export-not-found')
  expectProblem(await eve.http.delete(`${PATH}/${id}`), 'trading/export-not-found')
  assert.deepEqual(expectStatus(await eve.http.get(PATH), 200).items, [])
  assert.equal((await server.people.anonymous().get(`${PATH}/${id}/file`)).status, 401)
  const [row] = await server.query<{ file: string }>(
    'SELECT file_id AS file FROM trading.prepared_export WHERE id = $1',
    [id],
  )
  for (const person of [ada, eve]) {
    const { status } = await person.http.get(`/api/files/${row?.file}/content`)
    assert.equal(status, 404, 'the file by itself is nobody’s')
  }
  assert.equal((await download(id)).status, 200)
})

for (const [what, body, pointer] of [
  ['without a kind', () => ({ accountId: account.id }), '/kind'],
  ['of an unknown kind', () => ({ kind: 'journal', accountId: account.id }), '/kind'],
  ['without an account', () => ({ kind: 'trades' }), '/accountId'],
  ['of what is no id', () => ({ kind: 'trades', accountId: 'x' }), '/accountId'],
] as const)
  test(`an export ${what} is refused, with the field`, async () => {
    const answer = await ada.http.post(PATH, body())
    expectProblem(answer, 'http/invalid')
    assert.equal(answer.body.errors[0].pointer, pointer)
  })

test('an id that was never given, and an account that is not there, are not found', async () => {
  expectProblem(await ada.http.get(`${PATH}/${newId()}`), 'trading/export-not-found')
  expectProblem(await ada.http.post(PATH, { kind: 'trades', accountId: newId() }), 'trading/account-not-found')
})

test('it expires with its file a week after it was made, at that instant and not only by the job', async () => {
  const before = await filesKept()
  const { id } = await ready('trades')
  assert.equal(await filesKept(), before + 1)
  await hourly()
  assert.equal((await download(id)).status, 200)
  await server.query("UPDATE trading.prepared_export SET expires_at = now() - interval '1 second' WHERE id = $1", [id])
  expectProblem(await download(id), 'trading/export-expired')
  await hourly()
  assert.equal(await filesKept(), before)
  assert.equal((await list())[0].state, 'expired')
  expectProblem(await download(id), 'trading/export-expired')
  await server.query("UPDATE trading.prepared_export SET created_at = now() - interval '91 days' WHERE id = $1", [id])
  await hourly()
  assert.deepEqual(await list(), [])
})

test('a file that nothing knows of is removed after a day', async () => {
  const lost = await server.app.units.files.putGenerated(systemOrigin('test', 'test'), {
    ...{ bytes: Buffer.from('x'), filename: 'x', contentType: 'text/csv', purpose: 'trading.prepared-export' },
    ...{ visibility: 'private', ownerId: null },
  })
  const isThere = async () => (await server.query('SELECT id FROM files.file WHERE id = $1', [lost])).length === 1
  await hourly()
  assert.ok(await isThere())
  await server.query("UPDATE files.file SET created_at = now() - interval '25 hours' WHERE id = $1", [lost])
  await hourly()
  assert.ok(!(await isThere()))
})

test('one that is taken away is gone with its file, and is not made any more', async () => {
  const before = await filesKept()
  const { id } = await ready('trades')
  expectStatus(await ada.http.delete(`${PATH}/${id}`), 204)
  expectProblem(await download(id), 'trading/export-not-found')
  const never = await waiting(account.id)
  expectStatus(await ada.http.delete(`${PATH}/${never}`), 204)
  await run('trading.prepare-export', { exportId: never })
  assert.deepEqual(await list(), [])
  assert.equal(await filesKept(), before)
})

test('one whose account is deleted meanwhile fails, and says so', async () => {
  const id = await waiting(account.id)
  expectStatus(await ada.http.post(`${API}/accounts/${account.id}/delete`, { name: account.name }), 204)
  const watch = await server.watch()
  await run('trading.prepare-export', { exportId: id })
  const { state, accountId } = expectStatus(await ada.http.get(`${PATH}/${id}`), 200)
  assert.deepEqual([state, accountId], ['failed', null])
  expectProblem(await download(id), 'trading/export-not-ready')
  assert.deepEqual((await watch()).mails, ['trading.export-ended'])
})

test('ten are kept of a person, and the export of trades is without those beyond the plan, which it tells', async () => {
  const admin = await server.people.signedIn('administrator')
  const path = '/api/settings/trading-plan'
  expectStatus(await admin.http.put(path, { value: { plan: 'free' }, version: 0 }), 200)
  const { hiddenByPlan } = await ready('trades')
  const answered = await ada.http.get(`${API}/exports/trades?account=${account.id}`)
  assert.equal(hiddenByPlan, Number(answered.headers.get('hidden-by-plan')))
  assert.ok(hiddenByPlan > 0)
  expectStatus(await admin.http.put(path, { value: { plan: 'unlimited' }, version: 1 }), 200)
  for (let made = 1; made < 10; made += 1) await ready('executions')
  expectProblem(await ask('executions'), 'trading/too-many-exports')
})

test('whoever leaves leaves no file behind', async () => {
  const before = await filesKept()
  await ready('trades')
  const trading = server.app.units.all.find(({ name }) => name === 'trading')
  assert.ok(trading?.erasePerson !== undefined && trading.exportPerson !== undefined)
  const { preparedExports } = (await trading.exportPerson(ada.id)) as { preparedExports: { kind: string }[] }
  assert.deepEqual(
    preparedExports.map(({ kind }) => kind),
    ['trades'],
  )
  await server.app.db.transaction(systemOrigin('test', 'test'), async (tx) => trading.erasePerson?.(tx, ada.id))
  assert.equal(await filesKept(), before)
})
