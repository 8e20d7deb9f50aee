import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { noEffects } from '../../../../../test/support/effects.ts'
import { expectProblem, expectStatus } from '../../../../../test/support/music.ts'
import type { Person } from '../../../../../test/support/people.ts'
import { addTrader, startTrading, type TradingServer } from '../../../../../test/support/trading.ts'

let server: TradingServer
let trader: Person
before(async () => {
  server = await startTrading()
  trader = await addTrader(server)
})
after(() => server.stop())

describe('a tag', () => {
  const add = (body: object, who = trader) => who.http.post('/api/trading/tags', body)

  test('is added, renamed and removed, and its name is one in its group', async () => {
    const seen = await server.watch()
    const tag = expectStatus(await add({ name: 'Breakout', grouping: 'setup' }), 201)
    expectProblem(await add({ name: 'BREAKOUT', grouping: 'setup' }), 'trading/tag-exists')
    const other = expectStatus(await add({ name: 'breakout', grouping: 'custom' }), 201)
    const change = (id: string, body: object) => trader.http.patch(`/api/trading/tags/${id}`, body)
    expectProblem(await change(other.id, { grouping: 'setup' }), 'trading/tag-exists')
    assert.equal(expectStatus(await change(tag.id, { name: 'Opening range' }), 200).name, 'Opening range')
    expectStatus(await trader.http.delete(`/api/trading/tags/${other.id}`), 204)
    expectProblem(await trader.http.delete(`/api/trading/tags/${other.id}`), 'trading/tag-not-found')
    const audit = ['added', 'added', 'changed', 'removed'].map((what) => `trading.tag.${what}`)
    assert.deepEqual(await seen(), { ...noEffects, audit })
  })

  test('is refused without a name or of another group', async () => {
    assert.deepEqual(expectProblem(await add({ name: ' ', grouping: 'setup' }), 'http/invalid'), ['/name pattern'])
    assert.deepEqual(expectProblem(await add({ name: 'A', grouping: 'other' }), 'http/invalid'), [
      '/grouping not-a-choice',
    ])
  })

  test('is one of at most 200, also when ten come at once', async () => {
    const many = await addTrader(server)
    await server.query(
      `INSERT INTO trading.tag SELECT gen_random_uuid(), $1, 'Tag ' || n, 'custom', now() FROM generate_series(1, 195) n`,
      [many.id],
    )
    const answers = await Promise.all(
      Array.from({ length: 10 }, (_, at) => add({ name: `New ${at}`, grouping: 'setup' }, many)),
    )
    const codes = answers.map(({ status, body }) => body.code ?? status).sort()
    assert.deepEqual(codes, [...Array(5).fill(201), ...Array(5).fill('trading/too-many-tags')])
  })
})
