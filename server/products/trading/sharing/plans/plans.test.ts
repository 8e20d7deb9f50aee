import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { expectProblem, expectStatus } from '../../../../../test/support/music.ts'
import type { Person } from '../../../../../test/support/people.ts'
import { addAccount, addTrader, startTrading, type TradingServer } from '../../../../../test/support/trading.ts'
import { imported, imports, previewed } from '../../../../../test/support/trading-imports.ts'
import { textOf } from '../../../../../test/support/trading-journal.ts'
import { systemOrigin } from '../../../../kernel/db/actor.ts'

const API = '/api/trading'
let server: TradingServer
let admin: Person
before(async () => {
  server = await startTrading()
  admin = await server.people.signedIn('administrator')
})
after(() => server.stop())

const usage = async ({ http }: Person) => expectStatus(await http.get(`${API}/usage`), 200)
const write = ({ http }: Person) =>
  http.post(`${API}/journal`, { day: '2026-03-10', title: 'A day', body: textOf('Quiet.') })
const plan = ({ http }: Person) => http.post(`${API}/playbooks`, { name: 'Opening', rules: [] })
const times = <Answer>(count: number, ask: () => Promise<Answer>) => Promise.all(Array.from({ length: count }, ask))

async function say(name: string): Promise<void> {
  const path = '/api/settings/trading-plan'
  const { version } = expectStatus(await admin.http.get(path), 200)
  expectStatus(await admin.http.put(path, { value: { plan: name }, version }), 200)
}

/** Buys each once at the instant: as many trades. */
function fileOf(letter: string, count: number, at: string): string {
  const when = at.slice(0, 19).replace('T', ' ')
  const rows = Array.from({ length: count }, (_, place) => `${letter}${place}X,BUY,1,10,${when},0`)
  return ['Symbol,Side,Quantity,Price,Date,Commission', ...rows, ''].join('\n')
}

test('nobody has limits until an administrator says so, and no trader may say it', async () => {
  const ada = await addTrader(server)
  for (const answer of await times(22, () => write(ada))) expectStatus(answer, 201)
  for (const answer of await times(3, () => plan(ada))) expectStatus(answer, 201)
  const { plan: name, journalEntries, activePlaybooks, tradesBeyondLimit } = await usage(ada)
  assert.deepEqual(
    [name, journalEntries, activePlaybooks, tradesBeyondLimit],
    ['unlimited', { used: 22, limit: null }, { used: 3, limit: null }, 0],
  )
  const value = { plan: 'free' }
  assert.equal((await ada.http.put('/api/settings/trading-plan', { value, version: 0 })).status, 403)
})

describe('with the plan free', () => {
  before(() => say('free'))
  after(() => say('unlimited'))

  const limited = [
    { of: 'journal entries', counter: 'journalEntries', make: write, held: 15, asked: 20, limit: 20 },
    { of: 'playbooks', counter: 'activePlaybooks', make: plan, held: 0, asked: 8, limit: 2 },
  ]
  for (const { of, counter, make, held, asked, limit } of limited)
    test(`${asked} ${of} at once end at the limit, and who is refused is told it`, async () => {
      const ada = await addTrader(server)
      for (const answer of await times(held, () => make(ada))) expectStatus(answer, 201)
      const answers = await times(asked, () => make(ada))
      const made = answers.filter(({ status }) => status === 201)
      assert.equal(made.length, limit - held)
      const { period, ...counted } = await usage(ada)
      assert.deepEqual(counted[counter], { used: limit, limit })
      const refused = answers.filter(({ status }) => status !== 201)
      for (const answer of refused) expectProblem(answer, 'trading/plan-limit')
      const startsAnewAt = counter === 'journalEntries' ? period.until : null
      assert.deepEqual(refused[0]?.body.params, { plan: 'free', counter, limit, startsAnewAt })
      assert.match(refused[0]?.body.detail, new RegExp(`The plan has ${limit} `))
    })

  test('entries of another month count no more, and those that are there can be changed', async () => {
    const ada = await addTrader(server)
    const written = await times(20, () => write(ada))
    expectProblem(await write(ada), 'trading/plan-limit')
    const { id, version } = expectStatus(written[0] as (typeof written)[number], 201)
    const changed = { title: 'Said better', body: textOf('Calm.'), version }
    expectStatus(await ada.http.put(`${API}/journal/${id}`, changed), 200)
    const { period } = await usage(ada)
    await server.query(
      `UPDATE trading.journal_entry SET created_at = $1::timestamptz - interval '1 millisecond' WHERE id = $2`,
      [period.from, id],
    )
    expectStatus(await write(ada), 201)
    expectProblem(await write(ada), 'trading/plan-limit')
  })

  test('an archived playbook makes room, and comes back only where there is some', async () => {
    const ada = await addTrader(server)
    const [first] = (await times(2, () => plan(ada))).map((answer) => expectStatus(answer, 201))
    const save = (status: string, version: number) =>
      ada.http.put(`${API}/playbooks/${first?.id}`, { name: 'Opening', rules: [], status, version })
    expectStatus(await save('active', 1), 200)
    expectStatus(await save('archived', 2), 200)
    expectStatus(await plan(ada), 201)
    expectProblem(await save('active', 3), 'trading/plan-limit')
    assert.deepEqual((await usage(ada)).activePlaybooks, { used: 2, limit: 2 })
  })

  test('people whom an administrator gave the role have none', async () => {
    const ada = await addTrader(server)
    for (const answer of await times(2, () => plan(ada))) expectStatus(answer, 201)
    await server.app.db.transaction(systemOrigin('test', 'test'), (tx) =>
      server.app.units.access.grantRole(tx, ada.id, 'trader-unlimited', 'test'),
    )
    expectStatus(await plan(ada), 201)
    assert.equal((await usage(ada)).plan, 'unlimited')
  })

  test('whoever leaves leaves nothing of it behind', async () => {
    const ada = await addTrader(server)
    expectStatus(await write(ada), 201)
    const locks = () => server.query('SELECT owner_id FROM trading.plan_lock WHERE owner_id = $1', [ada.id])
    assert.equal((await locks()).length, 1)
    const trading = server.app.units.all.find(({ name }) => name === 'trading')
    assert.ok(trading?.erasePerson)
    await server.app.db.transaction(systemOrigin('test', 'test'), async (tx) => trading.erasePerson?.(tx, ada.id))
    assert.deepEqual(await locks(), [])
  })

  test('an import keeps every trade and tells how many are beyond the limit of their month', async () => {
    const ada = await addTrader(server)
    const { id: accountId } = await addAccount(ada, { timeZone: 'UTC' })
    const { period } = await usage(ada)
    const before = await imported(server, ada, { accountId, text: fileOf('A', 9, '2024-01-02T15:00:00Z') })
    const { id } = await previewed(ada, { accountId, text: fileOf('B', 13, period.from) })
    expectStatus(await ada.http.post(`${imports}/${id}/commit`, { letter: true }), 202)
    await server.jobsIdle()
    const done = expectStatus(await ada.http.get(`${imports}/${id}`), 200)
    assert.deepEqual([before.state, before.tradesBeyondLimit], ['completed', 0])
    assert.deepEqual([done.state, done.tradesBeyondLimit], ['completed', 3])
    const [letter] = (await server.mailbox()).filter(({ to }) => to.address === ada.email)
    assert.match(letter?.text ?? '', /3 of its trades, kept, beyond the limit of your plan/)
    const { tradesOpened, tradesBeyondLimit } = await usage(ada)
    assert.deepEqual([tradesOpened, tradesBeyondLimit], [{ used: 13, limit: 10 }, 3])
    assert.equal(expectStatus(await ada.http.get(`${API}/trades?limit=100`), 200).items.length, 22)
  })
})
