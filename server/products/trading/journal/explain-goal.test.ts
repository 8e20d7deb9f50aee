import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { expectProblem, expectStatus } from '../../../../test/support/music.ts'
import { startTrading, type TradingServer } from '../../../../test/support/trading.ts'
import { makeTrade, makeTrader, type Trader } from '../../../../test/support/trading-journal.ts'
import { assertProves, type Explanation, readExplained } from '../analytics/explain/recompute.test-support.ts'

describe('the explanation of a goal', () => {
  let server: TradingServer
  let ada: Trader
  /** Of the week before this one, on its Monday and Tuesday in New York. */
  let days: readonly string[]
  before(async () => {
    server = await startTrading()
    ada = await makeTrader(server)
    const today = new Date()
    const monday = today.getTime() - (((today.getUTCDay() + 6) % 7) + 7) * 86_400_000
    days = [0, 1].map((more) => new Date(monday + more * 86_400_000).toISOString().slice(0, 10))
    const [first = '', second = ''] = days
    await makeTrade(server, ada, { openedAt: `${first}T15:00:00Z`, net: '100.25', closedDay: first })
    await makeTrade(server, ada, { openedAt: `${first}T16:00:00Z`, net: '-40', closedDay: first })
    await makeTrade(server, ada, { openedAt: `${second}T15:00:00Z`, net: '-333.33', closedDay: second })
    const body = { type: 'doc', content: [{ type: 'paragraph', content: [{ type: 'text', text: 'Calm' }] }] }
    expectStatus(await ada.person.http.post('/api/trading/journal', { day: first, title: 'Monday', body }), 201)
  })
  after(() => server.stop())

  const get = async (path: string): Promise<Explanation> => expectStatus(await ada.person.http.get(path), 200)

  for (const [metric, value, formula] of [
    ['net', '-273.08', 'sum(net)'],
    ['loss-per-day', '333.33', 'larger(0, -least(net))'],
    ['win-rate', '33.3333', 'divided(100 * sum(won), sum(one), 4)'],
    ['trades-per-day', '2', 'most(ofItsDay)'],
    ['journal-days', '1', 'sum(written)'],
  ] as const)
    test(`evaluates to ${metric} of this week and of the week before`, async () => {
      const said = {
        accountId: ada.accountId,
        metric,
        target: '5',
        period: 'week',
        startsOn: '2026-01-01',
        endsOn: null,
      }
      const goal = expectStatus(await ada.person.http.post('/api/trading/goals', said), 201)
      const path = `/api/trading/goals/${goal.id}`
      const { progress, history } = expectStatus(await ada.person.http.get(path), 200)
      assertProves(await readExplained(get, `${path}/explain?figure=/progress/value`), progress.value, metric)
      const before = await readExplained(get, `${path}/explain?figure=/history/1/value`)
      assertProves(before, history[1].value, metric)
      assert.equal(before.explanation.value, value)
      assert.equal(before.explanation.steps.at(-1)?.formula, formula)
      for (const { tradeId, explainedBy } of before.rows) {
        if (metric === 'journal-days') assert.deepEqual(explainedBy, [])
        else if (tradeId === null) assert.ok((await readExplained(get, explainedBy[0] ?? '')).rows.length > 0)
        else assert.equal(explainedBy[0], `/api/trading/trades/${tradeId}/explain`)
      }
    })

  test('says where no figure stands, and tells others nothing', async () => {
    const { items } = expectStatus(await ada.person.http.get('/api/trading/goals'), 200)
    const path = `/api/trading/goals/${items[0].id}/explain?figure=`
    for (const figure of ['/progress/state', '/history/99/value', '/value'])
      expectProblem(await ada.person.http.get(`${path}${figure}`), 'trading/figure-not-found')
    const ben = await makeTrader(server)
    expectProblem(await ben.person.http.get(`${path}/progress/value`), 'trading/goal-not-found')
  })
})
