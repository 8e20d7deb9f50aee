import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { expectProblem, expectStatus } from '../../../../../test/support/music.ts'
import type { Person } from '../../../../../test/support/people.ts'
import {
  addAccount,
  addTrader,
  feesInput,
  startTrading,
  type TradingServer,
} from '../../../../../test/support/trading.ts'
import { newId } from '../../../../kernel/id.ts'

const API = '/api/trading'
const schedules = `${API}/fee-schedules`
const PER_SHARE = { per: 'unit', amount: '0.01', min: '1' }
let server: TradingServer
let trader: Person
before(async () => {
  server = await startTrading()
  trader = await addTrader(server)
})
after(() => server.stop())

async function addFees(rules?: readonly object[], fields?: object, { http }: Person = trader): Promise<{ id: string }> {
  return expectStatus(await http.post(schedules, feesInput(rules, fields)), 201) as { id: string }
}

test('a schedule is made, read, written over by its version and removed, each told to the audit', async () => {
  const effects = await server.watch()
  const made = await addFees([PER_SHARE])
  const path = `${schedules}/${made.id}`
  const read = expectStatus(await trader.http.get(path), 200)
  assert.deepEqual([read.name, read.version, read.prices[0].rules[0].min], ['Broker', 1, '1'])
  const { prices } = feesInput() as { prices: { validFrom: string }[] }
  const later = prices.map((list) => ({ ...list, validFrom: '2026-01-01' }))
  const change = { ...feesInput([], { name: 'Other', prices: [...later, ...prices] }), version: 1 }
  const saved = expectStatus(await trader.http.put(path, change), 200)
  const days = saved.prices.map(({ validFrom }: { validFrom: string }) => validFrom)
  assert.deepEqual([saved.name, saved.version, days], ['Other', 2, ['2020-01-01', '2026-01-01']])
  expectProblem(await trader.http.put(path, change), 'trading/fee-schedule-stale')
  assert.ok(expectStatus(await trader.http.get(schedules), 200).items.some(({ id }: { id: string }) => id === made.id))
  expectStatus(await trader.http.delete(path), 204)
  expectProblem(await trader.http.get(path), 'trading/fee-schedule-not-found')
  const facts = ['created', 'changed', 'removed'].map((what) => `trading.fee-schedule.${what}`)
  assert.deepEqual((await effects()).audit, facts)
})

describe('refuses', () => {
  const twice = { prices: ['2020-01-01', '2020-01-01'].map((validFrom) => ({ validFrom, rules: [] })) }
  const refused: readonly { name: string; rule?: object; fields?: object; fault: string }[] = [
    { name: 'an amount with an exponent', rule: { amount: '1e3' }, fault: '/prices/0/rules/0/amount pattern' },
    { name: 'an amount that is no text', rule: { amount: 0.1 }, fault: '/prices/0/rules/0/amount type' },
    { name: 'a negative least', rule: { min: '-1' }, fault: '/prices/0/rules/0/min pattern' },
    { name: 'a most below the least', rule: { min: '2', max: '1' }, fault: '/prices/0/rules/0/max minimum' },
    { name: 'more than all of it', rule: { maxPercent: '100.1' }, fault: '/prices/0/rules/0/maxPercent maximum' },
    {
      name: 'a kind nobody trades',
      rule: { assetClasses: ['stamp'] },
      fault: '/prices/0/rules/0/assetClasses/0 not-a-choice',
    },
    {
      name: '31 February',
      fields: { prices: [{ validFrom: '2024-02-31', rules: [] }] },
      fault: '/prices/0/validFrom format',
    },
    { name: 'two price lists of one day', fields: twice, fault: '/prices/1/validFrom twice' },
    { name: 'no price list', fields: { prices: [] }, fault: '/prices too-few' },
    { name: 'a currency in words', fields: { currency: 'dollars' }, fault: '/currency pattern' },
  ]
  for (const { name, rule = {}, fields = {}, fault } of refused)
    test(name, async () => {
      const answer = await trader.http.post(schedules, feesInput([rule], fields))
      assert.equal(answer.status, 400)
      assert.deepEqual(expectProblem(answer, answer.body.code), [fault])
    })

  test('the fifty-first, a schedule of somebody else, and removing one that accounts name', async () => {
    const other = await addTrader(server)
    for (let at = 0; at < 50; at += 1) await addFees([], { name: `Broker ${at}` }, other)
    expectProblem(await other.http.post(schedules, feesInput()), 'trading/fee-schedules-full')
    const { id } = await addFees()
    const body = { name: 'Main', currency: 'USD', timeZone: 'UTC', feeScheduleId: id }
    const foreign = await other.http.post(`${API}/accounts`, body)
    assert.deepEqual(expectProblem(foreign, 'trading/value-invalid'), ['/feeScheduleId unknown'])
    const account = await addAccount(trader, { feeScheduleId: id })
    const unknown = await trader.http.patch(`${API}/accounts/${account.id}`, { version: 1, feeScheduleId: newId() })
    assert.deepEqual(expectProblem(unknown, 'trading/value-invalid'), ['/feeScheduleId unknown'])
    const inUse = await trader.http.delete(`${schedules}/${id}`)
    expectProblem(inUse, 'trading/fee-schedule-in-use')
    assert.deepEqual(inUse.body.params, { accounts: ['Main'] })
    expectStatus(await trader.http.patch(`${API}/accounts/${account.id}`, { version: 1, feeScheduleId: null }), 200)
    expectStatus(await trader.http.delete(`${schedules}/${id}`), 204)
  })

  test('in the database an account of another owner, a schedule that is named going, and a source nobody knows', async () => {
    const { id } = await addFees()
    const account = await addAccount(trader, { feeScheduleId: id })
    const stranger = await addAccount(await addTrader(server))
    const name = 'UPDATE trading.account SET fee_schedule_id = $2 WHERE id = $1'
    await assert.rejects(server.query(name, [stranger.id, id]), /account_fee_schedule/)
    await assert.rejects(server.query('DELETE FROM trading.fee_schedule WHERE id = $1', [id]), /account_fee_schedule/)
    const instrument = { symbol: 'AAPL', assetClass: 'stock', currency: 'USD' }
    const said = { instrument, side: 'buy', quantity: '1', price: '1', executedAt: '2024-03-01T15:00:00Z' }
    const fill = expectStatus(await trader.http.post(`${API}/executions`, { accountId: account.id, ...said }), 201)
    const guess = `INSERT INTO trading.execution SELECT (jsonb_populate_record(e, jsonb_build_object('id', $2::text, 'fee_source', 'guess'))).*
      FROM trading.execution e WHERE id = $1`
    await assert.rejects(server.query(guess, [fill.id, newId()]), /execution_fee_source/)
  })
})
