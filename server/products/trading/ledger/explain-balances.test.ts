import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { expectProblem, expectStatus } from '../../../../test/support/music.ts'
import type { Person } from '../../../../test/support/people.ts'
import { addAccount, addTrader, startTrading, type TradingServer } from '../../../../test/support/trading.ts'
import { assertProves, type Explanation, readExplained } from '../analytics/explain/recompute.test-support.ts'

const stock = { symbol: 'EXPL', assetClass: 'stock' }
const future = { symbol: 'ESM4', assetClass: 'future', multiplier: '50' }
const at = (day: number, hour = 15) => `2024-03-0${day}T${hour}:00:00Z`

describe('the explanation of balances', () => {
  let server: TradingServer
  let trader: Person
  let accountId: string
  let closing: string
  let api: string
  before(async () => {
    server = await startTrading()
    trader = await addTrader(server)
    accountId = (await addAccount(trader, { openingBalance: '1000.5', openedOn: '2024-03-01', timeZone: 'UTC' })).id
    api = `/api/trading/accounts/${accountId}/balances`
    const items = [
      { instrument: stock, side: 'buy', quantity: '10', price: '10.1', fees: '1', executedAt: at(4) },
      { instrument: stock, side: 'buy', quantity: '5', price: '11', fees: '0.5', executedAt: at(5) },
      {
        instrument: stock,
        side: 'sell',
        quantity: '12',
        price: '12.25',
        fees: '0.75',
        executedAt: at(6),
        reportedPnl: '24',
      },
      { instrument: future, side: 'buy', quantity: '1', price: '5000', fees: '2', executedAt: at(5) },
      { instrument: future, side: 'sell', quantity: '1', price: '5001.25', fees: '2', executedAt: at(6, 16) },
    ]
    const made = expectStatus(await trader.http.post('/api/trading/executions/bulk', { accountId, items }), 201)
    closing = made.items[2].id
    for (const [kind, amount, currency, day] of [
      ['deposit', '250', 'USD', 4],
      ['dividend', '7.77', 'USD', 6],
      ['deposit', '90', 'EUR', 5],
    ] as const) {
      const body = { kind, amount, currency, happenedAt: at(day, 12), ...(currency === 'EUR' && { fxRate: '1.1' }) }
      expectStatus(await trader.http.post(`/api/trading/accounts/${accountId}/cash-movements`, body), 201)
    }
    const found = expectStatus(await trader.http.get('/api/trading/instruments?search=EXPL'), 200)
    const split = { kind: 'split', instrumentId: found.items[0].id, numerator: '4', denominator: '3' }
    expectStatus(await trader.http.post('/api/trading/corporate-actions', { ...split, effectiveAt: at(7) }), 201)
  })
  after(() => server.stop())

  const get = async (path: string): Promise<Explanation> => expectStatus(await trader.http.get(path), 200)
  const ask = (figure: string, query = '') => `${api}/explain?figure=${encodeURIComponent(figure)}${query}`

  for (const day of [null, '2024-02-01', '2024-03-04', '2024-03-05', '2024-03-06', '2024-03-08'])
    test(`evaluates to every figure ${day === null ? 'now' : `at the end of ${day}`}, and leads down to trades`, async () => {
      const query = day === null ? '' : `&day=${day}`
      const told = expectStatus(await trader.http.get(`${api}?${query}`), 200)
      const figures: [string, string][] = [
        ['/openingBalance', told.openingBalance],
        ...told.cash.map((one: { currency: string; amount: string }) => [`/cash/${one.currency}/amount`, one.amount]),
        ...told.positions.map((one: { quantity: string }, place: number) => [
          `/positions/${place}/quantity`,
          one.quantity,
        ]),
        ...Object.entries(told.realised).map(([name, value]) => [`/realised/${name}`, value]),
      ]
      for (const [figure, value] of figures) {
        const whole = await readExplained(get, ask(figure, query))
        assertProves(whole, value, figure)
        for (const { explainedBy } of whole.rows)
          for (const path of explainedBy) {
            const ofDay = await readExplained(get, path)
            assertProves(ofDay, ofDay.explanation.value, path)
            assert.ok(ofDay.rows.length > 0, path)
            assert.ok(ofDay.rows.every((row) => row.executionId !== null || row.cashMovementId !== null))
            for (const row of ofDay.rows.filter(({ tradeId }) => tradeId !== null))
              expectStatus(await trader.http.get(row.explainedBy[0] ?? ''), 200)
          }
      }
    })

  test('tells what a day brought by its fills and cash', async () => {
    const { explanation, rows } = await readExplained(get, ask('/changes/USD/amount', '&day=2024-03-06'))
    // 12 * 12.25 - 0.75 of the shares, 62.5 - 2 of the future whose price is not paid, 7.77 of the dividend.
    assert.deepEqual([explanation.value, explanation.definition.id], ['214.52', 'balance.change'])
    assert.deepEqual(
      rows.map(({ what, values }) => [what, values.moved]),
      [
        ['dividend', '7.77'],
        ['sell', '146.25'],
        ['sell', '-2'],
        ['closed', '62.5'],
      ],
    )
    const days = await readExplained(get, ask('/cash/USD/amount'))
    assert.deepEqual(
      days.rows.map((row) => row.values.amount),
      ['148', '-57.5', '214.52'],
    )
    assert.equal(days.explanation.steps.at(-1)?.filled, '1000.5 + sum(amount)')
  })

  test('evaluates to both sides of a reported result and of a statement', async () => {
    const path = '/api/trading/reconciliation'
    const { items } = expectStatus(await trader.http.get(`${path}?accountId=${accountId}`), 200)
    const explain = (id: string, figure: string) =>
      readExplained(get, `${path}/${id}/explain?accountId=${accountId}&figure=${figure}`)
    for (const name of ['reported', 'gross', 'openFees', 'closeFees', 'net', 'difference']) {
      const told = await explain(closing, `/${name}`)
      assertProves(told, items[0][name], name)
      assert.deepEqual([told.rows.length, told.explanation.rows.kind], [2, 'closures'])
    }
    const [{ instrumentId }] = items
    for (const body of [
      { day: '2024-03-06', currency: 'USD', amount: '1300' },
      { day: '2024-03-05', currency: 'EUR', amount: '90' },
      { day: '2024-03-08', instrumentId, amount: '3' },
    ])
      expectStatus(await trader.http.post(`${path}/statements`, { accountId, ...body }), 201)
    const stated = expectStatus(await trader.http.get(`${path}/statements?accountId=${accountId}`), 200).items
    assert.equal(stated.length, 3)
    for (const one of stated)
      for (const name of ['stated', 'computed', 'difference']) {
        const told = await explain(one.id, `/${name}`)
        assertProves(told, one[name], `${one.id} ${name}`)
        for (const row of told.rows)
          for (const further of row.explainedBy) assert.ok((await readExplained(get, further)).rows.length > 0, further)
      }
    const other = expectStatus(
      await addAccount(trader).then(({ id }) => trader.http.get(`${path}?accountId=${id}`)),
      200,
    )
    assert.deepEqual(other.items, [])
    expectProblem(
      await trader.http.get(`${path}/${accountId}/explain?accountId=${accountId}&figure=/net`),
      'trading/difference-not-found',
    )
    expectProblem(
      await trader.http.get(`${path}/${closing}/explain?accountId=${accountId}&figure=/status`),
      'trading/figure-not-found',
    )
  })

  test('says where no figure stands, pages what it was asked for only, and tells others nothing', async () => {
    for (const figure of [
      '/cash',
      '/cash/JPY/amount',
      '/realised',
      '/positions/9/quantity',
      '/nothing',
      '/changes/USD/amount',
    ])
      expectProblem(await trader.http.get(ask(figure)), 'trading/figure-not-found')
    const { rows }: Explanation = expectStatus(await trader.http.get(`${ask('/cash/USD/amount')}&limit=1`), 200)
    expectProblem(
      await trader.http.get(`${ask('/cash/USD/amount')}&limit=1&day=2024-03-06&cursor=${rows.nextCursor}`),
      'http/invalid',
    )
    const other = await addTrader(server)
    expectProblem(await other.http.get(ask('/cash/USD/amount')), 'trading/account-not-found')
  })
})
