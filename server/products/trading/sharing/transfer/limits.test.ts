import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { expectStatus } from '../../../../../test/support/music.ts'
import type { Person } from '../../../../../test/support/people.ts'
import { addAccount, addTrader, startTrading, type TradingServer } from '../../../../../test/support/trading.ts'
import { textOf } from '../../../../../test/support/trading-journal.ts'
import { changedLines, exported, restored } from '../../../../../test/support/trading-restores.ts'

const API = '/api/trading'
let server: TradingServer
let ada: Person
let text = ''
before(async () => {
  server = await startTrading()
  ada = await addTrader(server)
  text = await exported(ada, await fullJournal())
  const admin = await server.people.signedIn('administrator')
  const { version } = expectStatus(await admin.http.get('/api/settings/trading-plan'), 200)
  expectStatus(await admin.http.put('/api/settings/trading-plan', { value: { plan: 'free' }, version }), 200)
})
after(() => server.stop())

const made = async (path: string, body: object) => expectStatus(await ada.http.post(`${API}${path}`, body), 201)

/** Three trades, each of a playbook of its own, and 21 entries. */
async function fullJournal(): Promise<string> {
  const { id: accountId } = await addAccount(ada)
  for (const symbol of ['AAA', 'BBB', 'CCC']) {
    const instrument = { symbol, assetClass: 'stock', currency: 'USD' }
    const fill = { accountId, instrument, side: 'buy', quantity: '1', price: '10', executedAt: '2026-01-05T15:00:00Z' }
    const { lineageId } = await made('/executions', fill)
    const rules = [{ id: 'calm', kind: 'checklist', text: 'Calm' }]
    const { id: playbookId } = await made('/playbooks', { name: `Of ${symbol}`, rules })
    expectStatus(await ada.http.patch(`${API}/trades/${lineageId}`, { version: 0, playbookId }), 200)
  }
  for (let at = 0; at < 21; at += 1)
    await made('/journal', { accountId, day: '2026-01-05', title: `Entry ${at}`, body: textOf('Quiet.') })
  return accountId
}

/** How many accounts, playbooks, entries and instruments a person has. */
const held = async ({ id }: Person) => {
  const tables = ['account', 'playbook', 'journal_entry', 'instrument']
  const counts = tables.map((table) =>
    server.query<{ count: number }>(`SELECT count(*)::integer AS count FROM trading.${table} WHERE owner_id = $1`, [
      id,
    ]),
  )
  return (await Promise.all(counts)).map(([row]) => row?.count)
}

const failure = (code: string, field: string) => ({ code, line: null, field })

/** The file without what a plan counts, beyond so many playbooks and entries. */
function cut(
  playbooks: number,
  entries: number,
  change: (line: object, at: number) => object = (line) => line,
): string {
  const seen = { playbook: 0, entry: 0 }
  const kept = text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line))
    .filter(({ type }) => {
      if (type === 'playbook') seen.playbook += 1
      if (type === 'entry') seen.entry += 1
      return type === 'playbook' ? seen.playbook <= playbooks : type !== 'entry' || seen.entry <= entries
    })
  const names = new Set(kept.map(({ id }) => id))
  return changedLines(kept.map((line) => JSON.stringify(line)).join('\n'), (line) => {
    if (line.type === 'end') return { ...line, lines: kept.length }
    if (line.type === 'entry') return change(line, Number(String(line.title).slice(6)))
    const note = line.note as { playbookId: string } | undefined
    return line.type === 'trade' && !names.has(note?.playbookId)
      ? { ...line, note: { ...note, playbookId: null } }
      : line
  })
}

describe('with the plan free, a file of an account', () => {
  test('that holds more active playbooks than there may be leaves nothing', async () => {
    const ben = await addTrader(server)
    const done = await restored(server, ben, cut(3, 1))
    assert.deepEqual([done.state, done.failure], ['failed', failure('plan-limit', '/activePlaybooks')])
    assert.deepEqual(await held(ben), [0, 0, 0, 0])
  })

  test('that holds more entries of a month than there may be leaves nothing, those of several months are counted in each', async () => {
    const ben = await addTrader(server)
    const refused = await restored(server, ben, cut(2, 21))
    assert.deepEqual([refused.state, refused.failure], ['failed', failure('plan-limit', '/journalEntries')])
    assert.deepEqual(await held(ben), [0, 0, 0, 0])
    const done = await restored(
      server,
      ben,
      cut(2, 21, (line, at) => (at === 20 ? { ...line, createdAt: '2026-01-06T10:00:00.000Z' } : line)),
    )
    assert.equal(done.state, 'done', JSON.stringify(done))
    assert.deepEqual(await held(ben), [1, 2, 21, 3])
    const { journalEntries, activePlaybooks } = expectStatus(await ben.http.get(`${API}/usage`), 200)
    assert.deepEqual([journalEntries.used, activePlaybooks.used], [20, 2])
    const letters = (await server.mailbox()).filter(({ to }) => to.address === ben.email)
    assert.equal(letters.filter(({ subject }) => subject === 'You reached a limit of your plan').length, 2)
    const more = await restored(server, ben, cut(0, 1))
    assert.deepEqual(more.failure, failure('plan-limit', '/journalEntries'), 'together with those that are there')
  })

  test('from before it was kept when entries were written has written them now', async () => {
    const ben = await addTrader(server)
    const old = (line: object, at: number) => ({ ...line, createdAt: at < 10 ? '2026-01-06T10:00:00.000Z' : undefined })
    assert.equal((await restored(server, ben, cut(0, 20, old))).state, 'done')
    const { journalEntries } = expectStatus(await ben.http.get(`${API}/usage`), 200)
    assert.equal(journalEntries.used, 10)
    const ahead = (line: object) => ({ ...line, createdAt: '2190-01-06T10:00:00.000Z' })
    const { failure: why } = await restored(server, ben, cut(0, 1, ahead))
    assert.deepEqual([why.code, why.field], ['line-invalid', '/createdAt'])
  })

  test('uses the playbooks that its trader has already, which need no more room', async () => {
    const ben = await addTrader(server)
    const file = cut(2, 1)
    for (const name of ['One', 'Two']) {
      const done = await restored(server, ben, file, name)
      assert.equal(done.state, 'done', JSON.stringify(done))
    }
    assert.deepEqual(await held(ben), [2, 2, 2, 3])
    const { items } = expectStatus(await ben.http.get(`${API}/playbooks`), 200)
    const [{ id, name, version }] = items
    const said = { name, version, status: 'active', rules: [{ id: 'other', kind: 'checklist', text: 'Other' }] }
    expectStatus(await ben.http.put(`${API}/playbooks/${id}`, said), 200)
    const third = await restored(server, ben, file, 'Three')
    assert.deepEqual(third.failure, failure('plan-limit', '/activePlaybooks'), 'of other rules it is another one')
  })
})
