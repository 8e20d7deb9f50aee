import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { expectProblem, expectStatus } from '../../../../../test/support/music.ts'
import { addAccount } from '../../../../../test/support/trading.ts'
import {
  type AnalyticsServer,
  type SeededAccount,
  startAnalytics,
  type Trader,
} from '../../../../../test/support/trading-analytics.ts'
import { assertProves, type Explanation, type Figure, type Row } from './recompute.test-support.ts'

/** What only says of what a figure is, and is none. */
const LABELS = new Set([
  ...['asOf', 'currency', 'accountIds', 'definition', 'kind', 'day', 'at', 'tradeId', 'monday', 'from', 'to', 'start'],
  ...['valley', 'recovery', 'weekday', 'minute', 'slotMinutes', 'percent', 'key', 'dimension', 'overlaps', 'thinned'],
  ...[
    'playbookId',
    'firstTradeId',
    'lastTradeId',
    'tradeIds',
    'by',
    'after',
    'change',
    'unknownAre',
    'trade',
    'calendar',
  ],
  ...['instrumentId', 'symbol'],
])
/** The length of which runs are counted; that of a run is a figure. */
const LABEL_ENDS = [/^\/lengths\/\d+\/length$/]
/** What has figures of its own, where there is any. */
const ABSENT = /\/(interval|winRateInterval|averageInterval|inResult|simulation)$/
const WHOLE = new Set(['figures', 'flags', 'percentiles', 'series', 'winnersMae', 'losersMfe'])

/** Every figure of an answer: of long lists the first, the middle and the last member. */
function figuresIn(value: unknown, pointer = ''): Figure[] {
  if (LABEL_ENDS.some((end) => end.test(pointer)) || (value === null && ABSENT.test(pointer))) return []
  if (Array.isArray(value)) {
    const isWhole = WHOLE.has(pointer.split('/').at(-1) ?? '')
    const places = isWhole ? [...value.keys()] : [0, value.length >> 1, value.length - 1]
    return [...new Set(places)].filter((at) => at in value).flatMap((at) => figuresIn(value[at], `${pointer}/${at}`))
  }
  if (value === null || typeof value !== 'object') return [{ pointer, value: value as Figure['value'] }]
  return Object.entries(value).flatMap(([name, part]) =>
    LABELS.has(name) ? [] : figuresIn(part, `${pointer}/${name}`),
  )
}

describe('the explanation of a figure', () => {
  let server: AnalyticsServer
  let trader: Trader
  let account: SeededAccount
  before(async () => {
    server = await startAnalytics()
    trader = await server.trader()
    account = await trader.account()
    await trader.seed(account, { seed: 7, n: 60 })
    await trader.cash(account, 'deposit', '5000', '2025-01-20T15:00:00Z')
    await trader.cash(account, 'withdrawal', '-1200.55', '2025-02-05T15:00:00Z')
    await trader.cash(account, 'dividend', '12.34', '2025-02-08T15:00:00Z')
  })
  after(() => server.stop())

  async function explained(query: string, figure: string): Promise<{ explanation: Explanation; rows: Row[] }> {
    const path = `/api/trading/analytics/explain?${query}&figure=${encodeURIComponent(figure)}&limit=100`
    const explanation = expectStatus(await trader.http.get(path), 200) as Explanation
    const rows = [...explanation.rows.items]
    for (let cursor = explanation.rows.nextCursor; cursor !== null; ) {
      const next = expectStatus(await trader.http.get(`${path}&cursor=${cursor}`), 200) as Explanation
      rows.push(...next.rows.items)
      cursor = next.rows.nextCursor
    }
    return { explanation, rows }
  }

  async function provesItself(report: string, query: string, { pointer, value }: Figure): Promise<void> {
    assertProves(await explained(`report=${report}${query}`, pointer), value, `${report} ${query} ${pointer}`)
  }

  const REPORTS: readonly (readonly [report: string, query: string])[] = [
    ['summary', '&riskFree=0.03'],
    ['equity', '&points=40'],
    ['drawdown', ''],
    ['calendar', ''],
    ['heatmap', '&slotMinutes=30'],
    ['distribution', '&bins=9'],
    ...['symbol', 'tag', 'playbook', 'hour', 'hold', 'account'].map((name) => ['by', `&dimension=${name}`] as const),
    ['streaks', ''],
    ['r', '&bins=9'],
    ['excursion', '&points=7'],
    ['playbooks', ''],
    ['montecarlo', '&runs=150&trades=30&riskShare=0.2'],
    ['behaviour', '&perDay=1&fromMinute=540&toMinute=960&minutes=1440'],
    ['compare', `&left=${encodeURIComponent('side=long')}&right=${encodeURIComponent('side=short')}`],
    ['whatif', '&change=shuffle&points=10'],
    ['whatif', '&change=stop&amount=0.5&points=10'],
    ['whatif', '&change=fixedRisk&amount=100&points=10'],
    ['whatif', `&change=without&points=10&filter=${encodeURIComponent('side=short')}`],
    ['dashboard', ''],
  ]
  /** The dashboard says again what others say. */
  const MEASURES = [
    { measure: '&mode=cash', filter: '', reports: REPORTS },
    { measure: '&mode=percent&basis=gross&epsilon=25', filter: '', reports: REPORTS.slice(0, -1) },
    { measure: '&mode=r', filter: '&from=2025-01-15', reports: REPORTS.slice(0, -1) },
  ]

  for (const { measure, filter, reports } of MEASURES)
    test(`evaluates to every figure of every report, ${measure.slice(1)}`, { timeout: 600_000 }, async () => {
      const faults: string[] = []
      for (const [report, query] of reports) {
        const asked = `${measure}${report === 'compare' ? '' : filter}${query}`
        const path = `/api/trading/analytics/${report}?${asked.slice(1)}`
        const { groups } = expectStatus(await trader.http.get(path), 200)
        const figures = figuresIn(groups[0])
        assert.ok(figures.length >= 8, `${report} has ${figures.length} figures`)
        for (const figure of figures)
          await provesItself(report, asked, figure).catch((error: Error) =>
            faults.push(`${report} ${query} ${figure.pointer} ${figure.value}: ${error.message.slice(0, 200)}`),
          )
      }
      assert.deepEqual(faults, [])
    })

  test('marks open positions as the curve does', async () => {
    for (const [report, query] of [
      ['equity', '&series=marked&points=20'],
      ['drawdown', '&series=marked'],
    ] as const) {
      const { groups } = expectStatus(await trader.http.get(`/api/trading/analytics/${report}?${query.slice(1)}`), 200)
      for (const figure of figuresIn(groups[0])) await provesItself(report, query, figure)
    }
  })

  test('names members of lists, fills its formula, and leads over trades and days down to fills', async () => {
    const { explanation } = await explained('report=summary', '/figures/trades.winRate/value')
    const last = explanation.steps.at(-1)
    const wins = explanation.steps.find(({ name }) => name === 'W')?.value
    assert.deepEqual([last?.formula, last?.filled], ['W / N', `${wins} / 60`])

    const { id: accountId } = await addAccount(trader, { timeZone: 'UTC', openingBalance: '1000' })
    const items = [
      ...[fill('buy', '10', '100.5', '2026-03-02T10:00:00Z'), fill('sell', '4', '101', '2026-03-02T11:00:00Z')],
      fill('sell', '6', '99.25', '2026-03-03T11:00:00Z'),
    ]
    expectStatus(await trader.http.post('/api/trading/executions/bulk', { accountId, items }), 201)
    const own = `account=${accountId}&report=summary`
    const net = await explained(own, '/money/net')
    const fills = expectStatus(await trader.http.get(net.rows[0]?.explainedBy[0] ?? ''), 200)
    assert.deepEqual([fills.items.length, fills.items[0].tradeId], [2, net.rows[0]?.tradeId])
    assert.equal(fills.sums[0].netBase, net.rows[0]?.values.net)

    // 4 * 0.5 - 1.5 * 0.4 of the entry's fee - 0.5 and 6 * -1.25 - 0.9 - 0.5: by the day of the closing fill.
    const worst = await explained(own, '/figures/returns.timeWeighted/value')
    const told: (string | null)[] = []
    for (const { explainedBy } of worst.rows)
      for (const path of explainedBy) {
        const day = expectStatus(await trader.http.get(path), 200) as Explanation
        assert.deepEqual([day.rows.kind, day.rows.items[0]?.tradeId], ['closures', net.rows[0]?.tradeId])
        told.push(day.value)
      }
    assert.deepEqual(told, ['0.9', '-8.9'])
  })

  function fill(side: 'buy' | 'sell', quantity: string, price: string, executedAt: string) {
    const instrument = { symbol: 'EXPL', assetClass: 'stock', currency: 'USD' }
    return { side, quantity, price, executedAt, fees: side === 'buy' ? '1.5' : '0.5', instrument }
  }

  test('pages its rows, of the selection that they were of', async () => {
    const path = `/api/trading/analytics/explain?report=r&figure=/average&limit=7&account=${account.id}`
    const seen: (string | null)[] = []
    let cursor: string | null = ''
    while (cursor !== null) {
      const next: Explanation = expectStatus(await trader.http.get(`${path}${cursor && `&cursor=${cursor}`}`), 200)
      assert.ok(next.rows.items.length <= 7 && next.rows.n === 60)
      seen.push(...next.rows.items.map(({ tradeId }) => tradeId))
      cursor = next.rows.nextCursor
    }
    assert.equal(new Set(seen).size, 60)
    const page: Explanation = expectStatus(await trader.http.get(path), 200)
    await trader.changed(account)
    expectProblem(await trader.http.get(`${path}&cursor=${page.rows.nextCursor}`), 'http/invalid')
  })

  test('says where no figure stands, which currency is needed, and nothing of others', async () => {
    const ask = (query: string) => trader.http.get(`/api/trading/analytics/explain?${query}`)
    for (const figure of [
      '/figures/nothing/value',
      '/figures/0/definition',
      '/wins/0',
      'wins',
      '/money',
      '/days/999/n',
    ])
      expectProblem(await ask(`report=summary&figure=${figure}`), 'trading/figure-not-found')
    expectProblem(await ask('report=by&figure=/total/n'), 'http/invalid')
    expectProblem(await ask('report=whatif&figure=/changed'), 'http/invalid')
    const other = await server.trader()
    const theirs = `report=summary&figure=/wins&account=${account.id}`
    expectProblem(await other.http.get(`/api/trading/analytics/explain?${theirs}`), 'trading/account-not-found')
    const both = await server.trader()
    for (const currency of ['USD', 'EUR']) await both.seed(await both.account({ currency }), { seed: 3, n: 2 })
    const wins = '/api/trading/analytics/explain?report=summary&figure=/wins'
    expectProblem(await both.http.get(wins), 'http/invalid')
    assert.equal((expectStatus(await both.http.get(`${wins}&currency=EUR`), 200) as Explanation).rows.n, 2)
  })
})
