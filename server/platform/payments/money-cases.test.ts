import assert from 'node:assert/strict'
import { after, afterEach, before, describe, test } from 'node:test'
import type { HttpAnswer } from '../../../test/support/http-client.ts'
import { balances, bookSum, openStage, type Stage } from '../../../test/support/payments-stage.ts'
import { createOracle, type Oracle, type Truth } from './oracle.test-support.ts'
import type { BalanceEntry } from './provider.ts'

const PSP = 'psp/stripe/acct_oracle/test'

describe('the money of a payment', () => {
  let stage: Stage
  let oracle: Oracle
  before(async () => {
    oracle = createOracle()
    stage = await openStage({ providers: [oracle.provider] })
  })
  after(() => stage.stop())
  afterEach(async () => {
    oracle.moods.length = 0
    assert.deepEqual(await bookSum(stage.db), [])
  })

  const payment = async (id: string) => (await stage.staff.get(`/api/payments/${id}`)).body
  const items = async (paymentId: string): Promise<{ id: string; kind: string; details: { faults: string[] } }[]> => {
    const { body } = await stage.staff.get('/api/payments/reconciliation/items?limit=100')
    return body.items.filter((one: { paymentId: string }) => one.paymentId === paymentId)
  }
  const bookOf = async (id: string): Promise<Record<string, string>> => {
    const rows = await stage.db.raw<{ account: string; currency: string; minor: bigint }>(
      `SELECT account, currency, sum(amount_minor)::bigint AS minor FROM payments.ledger_entry JOIN payments.ledger_tx ON id = tx_id
        WHERE payment_id = $1 GROUP BY account, currency HAVING sum(amount_minor) <> 0 ORDER BY account`,
      [id],
    )
    return Object.fromEntries(rows.map(({ account, currency, minor }) => [account, `${minor} ${currency}`]))
  }

  async function opened(minor: bigint, currency = 'USD'): Promise<{ order: string; id: string; truth: Truth }> {
    const order = await stage.order(minor, currency)
    const created = await stage.create(order)
    const truth = [...oracle.truths.values()].find(({ paymentId }) => paymentId === created.body.paymentId)
    assert.ok(truth, JSON.stringify(created.body))
    return { order, id: created.body.paymentId, truth }
  }

  async function told(): Promise<void> {
    const event = oracle.history.at(-1)?.event
    assert.ok(event)
    assert.equal((await stage.deliver(oracle.deliveryOf(event))).status, 200)
    assert.deepEqual(await stage.work(), [])
  }

  async function paid(minor: bigint, currency = 'USD') {
    const one = await opened(minor, currency)
    oracle.pay(one.truth)
    await told()
    return one
  }

  let keys = 0
  const refund = (id: string, minor: bigint, more: object = {}): Promise<HttpAnswer> =>
    stage.staff.post(
      `/api/payments/${id}/refund`,
      { amount: { minor: minor.toString(), currency: 'USD' }, reason: 'because', ...more },
      { 'idempotency-key': `refund-key-${++keys}` },
    )

  const faults = [
    ['amount', { amount: { minor: 999n, currency: 'USD' }, captured: 999n }, PSP],
    ['currency', { amount: { minor: 1000n, currency: 'EUR' }, captured: 1000n }, PSP],
    ['account', { account: 'acct_other', captured: 1000n }, 'psp/stripe/acct_other/test'],
    ['livemode', { livemode: true, captured: 1000n }, 'psp/stripe/acct_oracle/live'],
    ['payment-id', { paymentId: '00000000-0000-7000-8000-000000000001', captured: 1000n }, PSP],
  ] as const
  for (const [fault, change, account] of faults)
    test(`60: another ${fault} puts the money into suspense and fulfils nothing`, async () => {
      const { order, id, truth } = await opened(1000n)
      oracle.change(truth, { ...change, state: 'succeeded' })
      await stage.later(22)
      const { state, underReview, review } = await payment(id)
      assert.deepEqual([state, underReview, review], ['open', true, [fault]])
      const { items: queue } = (await stage.staff.get('/api/payments?underReview=true&limit=100')).body
      assert.ok(queue.some((one: { id: string }) => one.id === id))
      assert.ok(queue.every((one: { underReview: boolean }) => one.underReview))
      assert.equal((await stage.orderState(order)).fulfilled, 0)
      const held = `${change.captured} ${fault === 'currency' ? 'EUR' : 'USD'}`
      assert.deepEqual(await bookOf(id), { [account]: held, suspense: `-${held}` })
      const [item] = await items(id)
      assert.deepEqual([item?.kind, item?.details.faults], ['mismatch', [fault]])
      assert.equal((await refund(id, 1n)).body.code, 'payments/refund-too-large')
    })

  test('60: money that agrees does not undo the doubt: a person lets it go on, by name', async () => {
    const { order, id, truth } = await opened(1000n)
    oracle.change(truth, { account: 'acct_other', state: 'succeeded', captured: 1000n })
    await stage.later(22)
    oracle.change(truth, { account: 'acct_oracle' })
    await told()
    assert.deepEqual([(await payment(id)).state, (await stage.orderState(order)).fulfilled], ['captured', 0])
    const [item] = await items(id)
    const path = `/api/payments/reconciliation/items/${item?.id}/close`
    assert.equal((await stage.staff.post(path, { reason: 'the account was renamed' })).status, 200)
    await stage.work()
    assert.equal((await stage.orderState(order)).fulfilled, 1)
  })

  test('63: sixteen webhooks, looks and confirmations at once fulfil once', async () => {
    const { order, id, truth } = await opened(1000n)
    oracle.pay(truth)
    const event = oracle.history.at(-1)?.event
    assert.ok(event)
    const token = { 'payment-token': `token-${order}` }
    await Promise.all(
      Array.from({ length: 16 }, (_, n) => {
        if (n % 3 === 0) return stage.deliver(oracle.deliveryOf(event))
        return n % 3 === 1 ? stage.http.post(`/api/payments/${id}/confirm`, undefined, token) : stage.later(6)
      }),
    )
    await stage.work()
    assert.equal((await stage.orderState(order)).fulfilled, 1)
    assert.deepEqual(await bookOf(id), { [PSP]: '1000 USD', revenue: '-1000 USD' })
    const own = await stage.http.get(`/api/payments/${id}/own`, token)
    assert.deepEqual([own.status, own.body.state, own.body.fulfilled], [200, 'captured', true])
    assert.equal((await stage.http.get(`/api/payments/${id}/own`)).status, 404)
    assert.equal((await stage.http.get(`/api/payments/${id}/own`, { 'payment-token': 'another' })).status, 404)
  })

  test('66: sixteen partial refunds at once never exceed what was captured', async () => {
    const { order, id, truth } = await paid(1000n)
    const answers = await Promise.all(Array.from({ length: 16 }, () => refund(id, 150n)))
    const accepted = answers.filter(({ status }) => status === 202)
    assert.equal(accepted.length, 6, JSON.stringify(answers.map(({ status }) => status)))
    for (const { status, body } of answers) if (status !== 202) assert.equal(body.code, 'payments/refund-too-large')
    assert.deepEqual(await stage.work(), [])
    assert.equal(truth.refunds.length, 6)
    assert.equal((await payment(id)).refunded.minor, '900')
    assert.deepEqual(await bookOf(id), { [PSP]: '100 USD', revenue: '-100 USD' })
    assert.equal((await stage.orderState(order)).refunds.length, 6)
    await assert.rejects(
      stage.db.raw(
        `INSERT INTO payments.refund (id, payment_id, attempt_id, amount_minor, currency, idem_key, reason, created_at)
         SELECT gen_random_uuid(), payment_id, id, 101, 'USD', 'by hand', 'by hand', now() FROM payments.attempt WHERE payment_id = $1`,
        [id],
      ),
      /exceed what was captured/,
    )
  })

  test('66: a refund whose answer is lost is asked for again under its key, and is one', async () => {
    const { id, truth } = await paid(1000n)
    oracle.moods.push('lost', 'down')
    await refund(id, 400n)
    assert.equal((await stage.work()).length > 0, true)
    await stage.later(31)
    await stage.later(31)
    assert.equal(truth.refunds.length, 1)
    assert.equal((await payment(id)).refunded.minor, '400')
  })

  test('66: a refund that the provider refuses fails, frees what it held, and the subject is told', async () => {
    const { order, id } = await paid(1000n)
    oracle.moods.push('refuses')
    await refund(id, 1000n)
    await stage.work()
    const [{ state, note }] = (await payment(id)).refunds
    assert.deepEqual([state, note], ['failed', 'card_declined: the provider said no to [number]'])
    assert.deepEqual((await stage.orderState(order)).refunds, ['failed 1000'])
    assert.equal((await refund(id, 1000n)).status, 202)
    await stage.work()
    assert.equal((await payment(id)).state, 'refunded')
  })

  test('66: a refund that bounces weeks later is money we still have', async () => {
    const { order, id, truth } = await paid(1000n)
    await refund(id, 300n)
    await stage.work()
    oracle.changeRefund(truth, truth.refunds[0]?.ref ?? '', 'failed')
    await told()
    assert.equal((await payment(id)).state, 'captured')
    assert.deepEqual((await stage.orderState(order)).refunds, ['succeeded 300', 'failed 300'])
    assert.deepEqual(await bookOf(id), { [PSP]: '1000 USD', revenue: '-1000 USD' })
  })

  test('67: while a dispute is open nothing is refunded; a lost one is booked as a loss', async () => {
    const { order, id, truth } = await paid(1000n)
    oracle.dispute(truth, 1000n, 'open')
    await told()
    assert.equal((await refund(id, 100n)).body.code, 'payments/disputed')
    assert.deepEqual(await bookOf(id), { dispute_hold: '1000 USD', revenue: '-1000 USD' })
    oracle.dispute(truth, 1000n, 'lost')
    await told()
    assert.deepEqual(await bookOf(id), { dispute_losses: '1000 USD', revenue: '-1000 USD' })
    assert.deepEqual((await stage.orderState(order)).disputes, ['open', 'lost'])
  })

  test('68: money that comes after it was called off, or too late to sell, goes back by itself', async () => {
    const off = await opened(1000n)
    await stage.inTx((tx) => stage.payments.cancelOf(tx, 'test.order', off.order))
    oracle.pay(off.truth)
    await told()
    const late = await opened(2000n)
    await stage.setOrder(late.order, 'sold')
    oracle.pay(late.truth)
    await told()
    for (const { id, order, truth } of [off, late]) {
      await stage.work()
      assert.equal((await payment(id)).state, 'refunded')
      assert.equal(truth.refunds.length, 1)
      assert.equal((await stage.orderState(order)).fulfilled, 0)
      assert.deepEqual(await bookOf(id), {})
    }
  })

  test('68: a late success after the attempt had ended is fulfilled while it can be sold', async () => {
    const { order, id, truth } = await opened(1000n)
    oracle.change(truth, { state: 'expired' })
    await told()
    assert.equal((await payment(id)).attempts[0].state, 'expired')
    oracle.pay(truth)
    await told()
    assert.equal((await stage.orderState(order)).fulfilled, 1)
  })

  test('70: a denial after success takes nothing back and is a person’s to look at', async () => {
    const { order, id, truth } = await paid(1000n)
    oracle.change(truth, { state: 'failed', captured: 0n })
    await told()
    assert.deepEqual([(await payment(id)).state, (await stage.orderState(order)).state], ['captured', 'paid'])
    assert.deepEqual(
      (await items(id)).map(({ kind }) => kind),
      ['contradiction'],
    )
    const { body } = await stage.staff.get(`/api/payments/${id}/explain`)
    const [attempt] = body.attempts
    assert.match(attempt.rule, /never taken back/)
    assert.deepEqual(
      attempt.facts.filter((fact: { decides: boolean }) => fact.decides).map((fact: { state: string }) => fact.state),
      ['succeeded'],
    )
  })

  test('73: a fulfilment that breaks is done once when it can be', async () => {
    const { order, id, truth } = await opened(1000n)
    await stage.setOrder(order, 'broken')
    oracle.pay(truth)
    await stage.later(22)
    assert.deepEqual([(await payment(id)).state, (await payment(id)).fulfilled], ['captured', false])
    await stage.setOrder(order, 'open')
    assert.equal((await stage.create(order)).body.state, 'succeeded')
    await stage.work()
    await stage.work()
    assert.deepEqual(await stage.orderState(order), { state: 'paid', fulfilled: 1, refunds: [], disputes: [] })
  })

  const entry = (truth: Truth, more: Partial<BalanceEntry> = {}): BalanceEntry => {
    const { currency } = truth.amount
    const gross = { minor: truth.amount.minor, currency }
    const fee = { minor: 59n, currency }
    const net = { minor: truth.amount.minor - 59n, currency }
    return {
      ref: `txn_${truth.ref}`,
      kind: 'charge',
      sourceRef: truth.ref,
      gross,
      fee,
      net,
      payoutRef: null,
      at: truth.at,
      ...more,
    }
  }
  const reconcile = (isDry = false) =>
    stage.payments.reconcile({ provider: 'stripe', from: null, to: null, isDry, startedBy: 'test' })

  test('75: a fee that was unknown at capture is booked when the provider’s book tells it, once', async () => {
    const { id, truth } = await paid(1000n)
    oracle.book.push(entry(truth))
    const dry = await reconcile(true)
    assert.ok(dry.some(({ loop, read }) => loop === 'balance' && read > 0))
    assert.deepEqual(await bookOf(id), { [PSP]: '1000 USD', revenue: '-1000 USD' })
    await reconcile()
    await reconcile()
    assert.deepEqual(await bookOf(id), { provider_fees: '59 USD', [PSP]: '941 USD', revenue: '-1000 USD' })
  })

  test('75: settled in another currency, it is booked as two legs of an exchange', async () => {
    const { id, truth } = await paid(1000n, 'EUR')
    const usd = (minor: bigint) => ({ minor, currency: 'USD' }) as const
    oracle.book.push(entry(truth, { gross: usd(1080n), fee: usd(61n), net: usd(1019n) }))
    await reconcile()
    const rows = await stage.db.raw<{ account: string; currency: string; minor: bigint }>(
      `SELECT account, currency, amount_minor AS minor FROM payments.ledger_entry JOIN payments.ledger_tx ON id = tx_id
        WHERE payment_id = $1 AND rule = 'fx' ORDER BY currency, account`,
      [id],
    )
    assert.deepEqual(
      rows.map(({ account, currency, minor }) => `${account} ${minor} ${currency}`),
      ['exchange 1000 EUR', `${PSP} -1000 EUR`, 'exchange -1080 USD', `${PSP} 1080 USD`],
    )
  })

  test('76: a payout that is not the sum of its entries stays open until entries explain it', async () => {
    const [one, other] = [await paid(1000n), await paid(3000n)]
    const payoutRef = 'po_1'
    const usd = (minor: bigint) => ({ minor, currency: 'USD' }) as const
    const payout: BalanceEntry = {
      ...{ ref: 'txn_po_1', kind: 'payout', sourceRef: payoutRef, payoutRef, at: one.truth.at },
      ...{ gross: usd(-3882n), fee: usd(0n), net: usd(-3882n) },
    }
    oracle.book.push(entry(one.truth, { payoutRef }), payout)
    await reconcile()
    const open = async () =>
      (await stage.staff.get('/api/payments/reconciliation/items?kind=payout_difference')).body.items
    const [item] = await open()
    assert.deepEqual(item.details, { paid: '3882', settled: '941', currency: 'USD' })
    const closing = await stage.staff.post(`/api/payments/reconciliation/items/${item.id}/close`, {
      reason: 'it will be all right',
    })
    assert.deepEqual([closing.status, closing.body.code], [409, 'payments/difference-remains'])
    oracle.book.push(entry(other.truth, { payoutRef }))
    await reconcile()
    assert.deepEqual(await open(), [])
    assert.equal((await balances(stage.db)).bank_in_transit, '3882 USD')
    const trial = await stage.staff.get('/api/payments/trial-balance')
    assert.ok(trial.body.items.length > 3)
  })

  test('80: what was lost with a night is rebuilt by the loops, and nothing is fulfilled twice', async () => {
    const known = await paid(1000n)
    const lost = await opened(2000n)
    oracle.pay(lost.truth)
    oracle.refundElsewhere(lost.truth, 500n)
    const stranger = oracle.make({
      paymentId: '00000000-0000-7000-8000-0000000000ff',
      amount: { minor: 700n, currency: 'USD' },
    })
    oracle.pay(stranger)
    await stage.tick('payments.reconcile', { loop: 'events' })
    await stage.work()
    const [, objects] = await reconcile()
    await stage.work()
    assert.equal(objects?.counts.missing_local, 1)
    assert.deepEqual(
      [
        (await payment(lost.id)).state,
        (await stage.orderState(lost.order)).fulfilled,
        (await stage.orderState(known.order)).fulfilled,
      ],
      ['partially_refunded', 1, 1],
    )
    const before = await balances(stage.db)
    const again = await reconcile()
    await stage.work()
    assert.equal(again[1]?.counts.updated, undefined)
    assert.deepEqual(await balances(stage.db), before)
    oracle.truths.delete(known.truth.ref)
    const [, gone] = await reconcile()
    assert.equal(gone?.counts.missing_remote, 1)
    oracle.truths.set(known.truth.ref, known.truth)
    await reconcile()
    assert.deepEqual(await items(known.id), [])
  })
})
