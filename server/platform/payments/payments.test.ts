import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { balances, bookSum, openStage, type Stage } from '../../../test/support/payments-stage.ts'
import { createOracle, type Oracle } from './oracle.test-support.ts'

describe('a payment', () => {
  let stage: Stage
  let oracle: Oracle
  before(async () => {
    oracle = createOracle()
    stage = await openStage({ providers: [oracle.provider] })
  })
  after(() => stage.stop())

  test('is opened at our price, taken, fulfilled once, and booked', async () => {
    const order = await stage.order(1999n)
    const created = await stage.create(order)
    assert.equal(created.status, 201, JSON.stringify(created.body))
    assert.deepEqual(created.body.amount, { minor: '1999', currency: 'USD' })
    assert.equal(created.body.next.kind, 'card-form')
    const truth = oracle.only()
    oracle.pay(truth)
    for (const { event } of oracle.history) assert.equal((await stage.deliver(oracle.deliveryOf(event))).status, 200)
    assert.deepEqual(await stage.work(), [])
    assert.deepEqual(await stage.orderState(order), { state: 'paid', fulfilled: 1, refunds: [], disputes: [] })
    assert.deepEqual(await balances(stage.db), { 'psp/stripe/acct_oracle/test': '1999 USD', revenue: '-1999 USD' })
    const seen = await stage.staff.get(`/api/payments/${created.body.paymentId}`)
    assert.equal(seen.body.state, 'captured', JSON.stringify(seen.body))
    const refund = await stage.staff.post(
      `/api/payments/${created.body.paymentId}/refund`,
      { amount: { minor: '999', currency: 'USD' }, reason: 'half of it' },
      { 'idempotency-key': 'refund-one-1' },
    )
    assert.equal(refund.status, 202, JSON.stringify(refund.body))
    assert.deepEqual(await stage.work(), [])
    assert.deepEqual(await balances(stage.db), { 'psp/stripe/acct_oracle/test': '1000 USD', revenue: '-1000 USD' })
    assert.deepEqual((await stage.orderState(order)).refunds, ['succeeded 999'])
    assert.deepEqual(await bookSum(stage.db), [])
    const explained = await stage.staff.get(`/api/payments/${created.body.paymentId}/explain`)
    assert.equal(explained.status, 200, JSON.stringify(explained.body))
    const { refundable, fulfilledAt, unsellableAt, disputes } = (
      await stage.staff.get(`/api/payments/${created.body.paymentId}`)
    ).body
    assert.deepEqual([refundable, unsellableAt, disputes], [{ minor: '1000', currency: 'USD' }, null, []])
    assert.notEqual(fulfilledAt, null)
    assert.deepEqual(await stage.events(), ['payments.payment.captured', 'payments.payment.refunded'])
  })

  test('is found by its provider, its state and when it was begun', async () => {
    const { body } = await stage.create(await stage.order(700n))
    const found = async (query: string): Promise<string[]> =>
      (await stage.staff.get(`/api/payments?${query}`)).body.items.map(({ id }: { id: string }) => id)
    const [newest] = (await stage.staff.get('/api/payments')).body.items
    assert.deepEqual([newest.id, newest.provider], [body.paymentId, 'stripe'])
    const { createdAt } = newest
    assert.deepEqual(await found(`provider=stripe&state=open&from=${createdAt}`), [body.paymentId])
    assert.deepEqual(await found('provider=paypal'), [])
    assert.ok(!(await found(`to=${createdAt}`)).includes(body.paymentId))
  })

  test('is found again by what it is for, with the proof that was shown last', async () => {
    const order = await stage.order(2500n)
    const [first, later] = [`token-${order}`, `token-${order}-of-a-later-letter`]
    const seen = async (token: string) => {
      const answer = await stage.http.get(`/api/payments/of/test.order/${order}`, { 'payment-token': token })
      assert.equal(answer.status, 200, JSON.stringify(answer.body))
      return answer.body.payment?.id ?? null
    }
    assert.equal(await seen(first), null)
    const { paymentId } = (await stage.create(order, { token: first })).body
    assert.deepEqual([await seen(first), await seen(later), await seen('guessed')], [paymentId, null, null])
    assert.equal((await stage.create(order, { token: later })).body.paymentId, paymentId)
    assert.deepEqual([await seen(first), await seen(later)], [null, paymentId])
    assert.equal((await stage.create(order, { token: 'guessed' })).status, 404)
    assert.equal(await seen(later), paymentId)
  })

  test('is offered by the providers that take its amount', async () => {
    const ways = async (query: string) => (await stage.http.get(`/api/payments/ways?${query}`)).body
    assert.deepEqual(await ways('minor=1999&currency=USD'), { items: [{ provider: 'stripe', live: false }] })
    assert.equal((await ways('minor=1999&currency=QQQ')).code, 'money/unknown-currency')
  })
})
