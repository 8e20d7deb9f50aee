import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { expectProblem, expectStatus } from '../../../../test/support/music.ts'
import { startTrading, type TradingServer } from '../../../../test/support/trading.ts'
import { makeAccount, makeTrade, makeTrader, type Trader } from '../../../../test/support/trading-journal.ts'
import { assertProves, type Explanation, type Figure, type Row } from '../analytics/explain/recompute.test-support.ts'

/** What only says of what a figure is, and is none. */
const LABELS = new Set(['currency', 'definitions', 'rule', 'ruleId'])
const rules = [
  { id: 'side', kind: 'side', side: 'long' },
  { id: 'risk', kind: 'max-risk', amount: '500' },
  { id: 'read', kind: 'checklist', text: 'News read' },
]

function figuresIn(value: unknown, pointer = ''): Figure[] {
  if (Array.isArray(value)) return value.flatMap((one, at) => figuresIn(one, `${pointer}/${at}`))
  if (value === null || typeof value !== 'object') return [{ pointer, value: value as Figure['value'] }]
  return Object.entries(value).flatMap(([name, part]) =>
    LABELS.has(name) ? [] : figuresIn(part, `${pointer}/${name}`),
  )
}

describe('the explanation of adherence', () => {
  const path = '/api/trading/playbooks'
  let server: TradingServer
  let ada: Trader
  let playbookId: string
  let euros: Awaited<ReturnType<typeof makeAccount>>
  let broke: string
  before(async () => {
    server = await startTrading()
    ada = await makeTrader(server)
    euros = await makeAccount(server, ada.person, { currency: 'EUR' })
    playbookId = expectStatus(await ada.person.http.post(path, { name: 'Opening', rules }), 201).id
    const stop = { playbookId, stop: '4990' }
    const day = (time: string) => ({ openedAt: `2026-04-0${time}:00Z` })
    const kept = await makeTrade(server, ada, { ...day('1T15:00'), net: '0.1', note: stop })
    const note = { ...stop, risk: '501' }
    broke = await makeTrade(server, ada, { ...day('2T15:00'), net: '-300.3', side: -1, note })
    await makeTrade(server, ada, { ...day('2T16:00'), net: '-12.07', side: -1, note: stop })
    await makeTrade(server, ada, { ...day('3T15:00'), net: '0.2', note: { playbookId } })
    await makeTrade(server, euros, { ...day('3T16:00'), net: '50', note: stop })
    await makeTrade(server, ada, { ...day('3T18:00'), closedAt: null, note: stop })
    await makeTrade(server, ada, { ...day('3T17:00'), net: '999' })
    const say = (id: string, results: object) =>
      ada.person.http.put(`${path}/${playbookId}/trades/${id}/checklist`, { results })
    assert.equal((await say(kept, { read: true })).status, 204)
    assert.equal((await say(broke, { read: false })).status, 204)
  })
  after(() => server.stop())

  const ask = (figure: string, query = '') =>
    ada.person.http.get(`${path}/${playbookId}/adherence/explain?figure=${encodeURIComponent(figure)}${query}`)

  async function explained(figure: string, query: string): Promise<{ explanation: Explanation; rows: Row[] }> {
    const explanation: Explanation = expectStatus(await ask(figure, `${query}&limit=2`), 200)
    const rows = [...explanation.rows.items]
    for (let cursor = explanation.rows.nextCursor; cursor !== null; ) {
      const next: Explanation = expectStatus(await ask(figure, `${query}&limit=2&cursor=${cursor}`), 200)
      rows.push(...next.rows.items)
      cursor = next.rows.nextCursor
    }
    return { explanation, rows }
  }

  for (const [name, query] of [
    ['all trades', ''],
    ['one account', '&accountId='],
    ['some days', '&from=2026-04-02&to=2026-04-03'],
    ['none', '&from=2027-01-01'],
  ] as const)
    test(`evaluates to every figure of ${name}`, async () => {
      const window = query.endsWith('=') ? `${query}${euros.accountId}` : query
      const told = expectStatus(await ada.person.http.get(`${path}/${playbookId}/adherence?${window.slice(1)}`), 200)
      const figures = figuresIn(told)
      assert.ok(figures.length >= (name === 'none' ? 7 : 40), `${figures.length} figures`)
      for (const { pointer, value } of figures) assertProves(await explained(pointer, window), value, pointer)
    })

  test('names rules and currencies, fills its formula, and leads to what each rule says of a trade', async () => {
    const score = await explained('/score', '')
    assert.deepEqual(
      [score.explanation.steps.at(-1)?.formula, score.explanation.steps.at(-1)?.filled],
      ['passed / (passed + failed)', '7 / (7 + 4)'],
    )
    const { explanation, rows } = await explained('/rules/read/money/USD/broken', '')
    assert.equal(explanation.value, '-300.3')
    const row = rows.find(({ tradeId }) => tradeId === broke)
    assert.deepEqual([row?.values.failedIt, row?.values.net], ['1', '-300.3'])
    const [verdicts = '', fills = ''] = row?.explainedBy ?? []
    assert.equal(expectStatus(await ada.person.http.get(verdicts), 200).outcome, 'broken')
    assert.equal(fills, `/api/trading/trades/${broke}/explain`)
  })

  test('says where no figure stands, pages what it was asked for only, and tells others nothing', async () => {
    for (const figure of ['/definitions/score', '/rules/0/ruleId', '/money/GBP/broken/net', '/money', '/rules/9/score'])
      expectProblem(await ask(figure), 'trading/figure-not-found')
    const page: Explanation = expectStatus(await ask('/score', '&limit=2'), 200)
    expectProblem(await ask('/score', `&limit=2&from=2026-04-02&cursor=${page.rows.nextCursor}`), 'http/invalid')
    const ben = await makeTrader(server)
    const theirs = `${path}/${playbookId}/adherence/explain?figure=/score`
    expectProblem(await ben.person.http.get(theirs), 'trading/playbook-not-found')
    expectProblem(await ask('/score', `&accountId=${ben.accountId}`), 'trading/account-not-found')
  })
})
