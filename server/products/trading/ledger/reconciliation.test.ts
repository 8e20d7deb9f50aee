import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { expectProblem, expectStatus } from '../../../../test/support/music.ts'
import type { Person } from '../../../../test/support/people.ts'
import { addAccount, addTrader, startTrading, type TradingServer } from '../../../../test/support/trading.ts'

let server: TradingServer
let trader: Person
before(async () => {
  server = await startTrading()
  trader = await addTrader(server)
})
after(() => server.stop())

const api = '/api/trading'
const path = `${api}/reconciliation`

async function enter(accountId: string, fills: readonly object[]): Promise<string[]> {
  const items = fills.map((fill) => ({ instrument: { symbol: 'RECO', assetClass: 'stock' }, ...fill }))
  return expectStatus(await trader.http.post(`${api}/executions/bulk`, { accountId, items }), 201).items.map(
    ({ id }: { id: string }) => id,
  )
}

const at = (day: number) => `2024-03-${String(day).padStart(2, '0')}T15:00:00Z`
const rising = [
  { side: 'buy', quantity: '10', price: '10', fees: '1', executedAt: at(1) },
  { side: 'buy', quantity: '10', price: '20', fees: '1', executedAt: at(2) },
  { side: 'sell', quantity: '10', price: '30', fees: '1', executedAt: at(3) },
]
const losing = [
  { side: 'buy', quantity: '10', price: '30', executedAt: at(1) },
  { side: 'sell', quantity: '10', price: '20', executedAt: at(10) },
  { side: 'buy', quantity: '10', price: '21', executedAt: at(15) },
]
/** A loss of 100, or of what one of it is worth in another instrument, with some of it bought again. */
const rebought = (quantity: string, instrument?: object, more: object = {}) =>
  losing.map((fill, item) => ({
    ...{ ...fill, ...more, ...(instrument && { instrument }), ...(item === 2 && { quantity }) },
  }))
const option = { symbol: 'RECO240419C00050000', assetClass: 'option' }

const cases: readonly {
  name: string
  fills: readonly object[]
  reported: string
  status: string
  rule: string | null
}[] = [
  { name: 'the same', fills: rising, reported: '198', status: 'equal', rule: null },
  { name: 'a cent less', fills: rising, reported: '197.99', status: 'equal', rule: null },
  { name: 'more than a cent less', fills: rising, reported: '197.98', status: 'mismatch', rule: null },
  { name: 'the result before fees', fills: rising, reported: '200', status: 'explained', rule: 'before_fees' },
  {
    name: 'one after the fee of the exit',
    fills: rising,
    reported: '199',
    status: 'explained',
    rule: 'closing_fees_only',
  },
  { name: 'one by average cost', fills: rising, reported: '148', status: 'explained', rule: 'average_cost' },
  { name: 'one by the last lot', fills: rising, reported: '100', status: 'explained', rule: 'matched_lifo' },
  { name: 'a loss that a wash sale defers', fills: losing, reported: '-40', status: 'explained', rule: 'wash_sale' },
  { name: 'all of a loss as deferred', fills: losing, reported: '0', status: 'explained', rule: 'wash_sale' },
  {
    name: 'the part deferred that was bought again',
    fills: rebought('4'),
    reported: '-60',
    status: 'explained',
    rule: 'wash_sale',
  },
  {
    name: 'a cent more deferred, rounded',
    fills: rebought('4'),
    reported: '-59.99',
    status: 'explained',
    rule: 'wash_sale',
  },
  {
    name: 'more deferred than was bought again',
    fills: rebought('4'),
    reported: '-40',
    status: 'mismatch',
    rule: null,
  },
  {
    name: 'a tenth of it since nine were bought again',
    fills: rebought('9'),
    reported: '-10',
    status: 'explained',
    rule: 'wash_sale',
  },
  { name: 'a tenth of it though all was', fills: rebought('10'), reported: '-10', status: 'mismatch', rule: null },
  { name: 'a profit', fills: losing, reported: '1', status: 'mismatch', rule: null },
  {
    name: 'less of a loss of an option',
    fills: rebought('10', option),
    reported: '-4000',
    status: 'explained',
    rule: 'wash_sale',
  },
  { name: 'an option by a share', fills: rebought('10', option), reported: '-100', status: 'mismatch', rule: null },
  {
    name: 'less of a loss of a future',
    fills: rebought('10', { symbol: 'ESM24', assetClass: 'future' }),
    reported: '-2000',
    status: 'mismatch',
    rule: null,
  },
  {
    name: 'less of a loss of a coin',
    fills: rebought('10', { symbol: 'BTCUSD', assetClass: 'crypto' }),
    reported: '-40',
    status: 'mismatch',
    rule: null,
  },
  {
    name: 'less of a loss in another currency',
    fills: rebought('10', { symbol: 'RECO', assetClass: 'stock', currency: 'EUR' }, { fxRate: '1.1' }),
    ...{ reported: '-40', status: 'mismatch', rule: null },
  },
  {
    name: 'a loss of what was bought before and is gone',
    fills: [
      { side: 'buy', quantity: '5', price: '30', executedAt: at(2) },
      { side: 'sell', quantity: '5', price: '20', executedAt: at(3) },
    ],
    ...{ reported: '-20', status: 'mismatch', rule: null },
  },
  { name: 'a loss greater than ours', fills: losing, reported: '-140', status: 'mismatch', rule: null },
]
for (const { name, fills, reported, status, rule } of cases)
  test(`a broker that reports ${name} is ${status}${rule === null ? '' : ` by ${rule}`}`, async () => {
    const { id } = await addAccount(trader)
    const items = fills.map((fill) =>
      (fill as { side: string }).side === 'sell' ? { ...fill, reportedPnl: reported } : fill,
    )
    await enter(id, items)
    const [found] = expectStatus(await trader.http.get(`${path}?accountId=${id}`), 200).items
    assert.deepEqual([found.status, found.rule], [status, rule])
    const different = expectStatus(await trader.http.get(`${path}?accountId=${id}&different=true`), 200).items
    assert.equal(different.length, status === 'equal' ? 0 : 1)
  })

test('a mismatch is resolved with a reason, until it is another', async () => {
  const { id: accountId } = await addAccount(trader)
  const [, , sold = ''] = await enter(
    accountId,
    rising.map((fill, item) => (item === 2 ? { ...fill, reportedPnl: '5' } : fill)),
  )
  const resolve = (id: string, reason: string) => trader.http.post(`${path}/${id}/resolve`, { accountId, reason })
  assert.equal((await resolve(sold, '')).status, 400)
  const effects = await server.watch()
  expectStatus(await resolve(sold, 'They say so.'), 204)
  assert.deepEqual((await effects()).audit, ['trading.difference.resolved'])
  const read = async () => expectStatus(await trader.http.get(`${path}?accountId=${accountId}`), 200).items[0]
  assert.deepEqual([(await read()).status, (await read()).reason], ['resolved', 'They say so.'])
  const [bought] = expectStatus(await trader.http.get(`${api}/executions?accountId=${accountId}`), 200).items.slice(-1)
  expectStatus(await trader.http.patch(`${api}/executions/${bought.id}`, { price: '11' }), 200)
  assert.equal((await read()).status, 'mismatch')
  expectProblem(await resolve(bought.id, 'Nothing was reported.'), 'trading/difference-not-found')
})

test('statements of cash and positions stand beside what we computed for the end of the day', async () => {
  const { id: accountId } = await addAccount(trader, { openingBalance: '1000' })
  await enter(accountId, rising)
  const { items } = expectStatus(await trader.http.get(`${api}/instruments?search=RECO`), 200)
  const instrumentId = items[0].id
  const split = { instrumentId, kind: 'split', numerator: '3', denominator: '1', effectiveAt: '2024-03-04T05:00:00Z' }
  const made = expectStatus(await trader.http.post(`${api}/corporate-actions`, split), 201)
  const state = async (fields: object) =>
    expectStatus(await trader.http.post(`${path}/statements`, { accountId, ...fields }), 201).id as string
  const ids = [
    await state({ day: '2024-03-02', currency: 'USD', amount: '698' }),
    await state({ day: '2024-03-03', currency: 'USD', amount: '990' }),
    await state({ day: '2024-03-03', instrumentId, amount: '10' }),
    await state({ day: '2024-03-04', instrumentId, amount: '30' }),
    await state({ day: '2024-02-28', instrumentId, amount: '1' }),
  ]
  const list = async () =>
    expectStatus(await trader.http.get(`${path}/statements?accountId=${accountId}`), 200).items.map(
      (one: Record<string, string>) => [one.computed, one.difference, one.status],
    )
  const [first, second, ...positions] = await list()
  assert.deepEqual(first, ['698', '0', 'equal'])
  assert.deepEqual(second, ['997', '-7', 'mismatch'])
  assert.deepEqual(positions, [
    ['10', '0', 'equal'],
    ['30', '0', 'equal'],
    ['0', '1', 'mismatch'],
  ])
  expectStatus(await trader.http.post(`${path}/${ids[1]}/resolve`, { accountId, reason: 'Interest of tomorrow.' }), 204)
  assert.deepEqual((await list())[1], ['997', '-7', 'resolved'])
  const symbols = expectStatus(await trader.http.get(`${path}/statements?accountId=${accountId}`), 200).items.map(
    (one: Record<string, string | null>) => one.symbol,
  )
  assert.deepEqual(symbols, [null, null, ...Array(3).fill(items[0].symbol)])
  assert.equal(await state({ day: '2024-03-03', currency: 'USD', amount: '997' }), ids[1])
  assert.deepEqual((await list())[1], ['997', '0', 'equal'])
  expectStatus(await trader.http.delete(`${path}/statements/${ids[4]}`), 204)
  assert.equal((await list()).length, 4)
  expectStatus(await trader.http.delete(`${api}/corporate-actions/${made.id}`), 204)
  const both = { accountId, day: '2024-03-03', currency: 'USD', instrumentId, amount: '1' }
  assert.deepEqual(expectProblem(await trader.http.post(`${path}/statements`, both), 'trading/value-invalid'), [
    '/currency either',
  ])
})
