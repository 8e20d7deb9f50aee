import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { freePort } from '../../../test/support/free-port.ts'
import type { HttpAnswer } from '../../../test/support/http-client.ts'
import { expectStatus, idempotencyKey } from '../../../test/support/music.ts'
import { balances, bookSum, openStage, type Stage } from '../../../test/support/payments-stage.ts'
import { secret } from '../../kernel/config/secret.ts'
import { type MpesaSimulator, startMpesaSimulator } from '../../simulators/mpesa/simulator.ts'
import { type PaypalSimulator, startPaypalSimulator } from '../../simulators/paypal/simulator.ts'
import { type StripeSimulator, startStripeSimulator } from '../../simulators/stripe/simulator.ts'
import { createProviders } from './providers/providers.ts'

const PAYER_PHONE = '254708374149'

let stage: Stage
let stripe: StripeSimulator
let paypal: PaypalSimulator
let mpesa: MpesaSimulator

function providersAt(publicUrl: URL) {
  return createProviders({
    publicUrl,
    stripe: {
      secretKey: secret(stripe.secretKey),
      publishableKey: stripe.publishableKey,
      webhookSecrets: [secret(stripe.webhookSecret)],
      apiBase: new URL(stripe.url),
    },
    paypal: {
      clientId: paypal.clientId,
      clientSecret: secret(paypal.clientSecret),
      webhookId: paypal.webhookId,
      apiBase: new URL(paypal.url),
    },
    mpesa: {
      consumerKey: secret(mpesa.consumerKey),
      consumerSecret: secret(mpesa.consumerSecret),
      shortcode: mpesa.shortcode,
      passkey: secret(mpesa.passkey),
      callbackSecret: secret('a callback secret of 32 characters'),
      allowedIps: null,
      apiBase: new URL(mpesa.url),
    },
  })
}

before(async () => {
  ;[stripe, paypal, mpesa] = await Promise.all([startStripeSimulator(), startPaypalSimulator(), startMpesaSimulator()])
  const port = await freePort()
  stage = await openStage({ providers: providersAt(new URL(`http://127.0.0.1:${port}`)), port })
  await stripe.control('webhook', { url: `${stage.url}/api/payments/webhooks/stripe` })
  await paypal.control('webhook', { url: `${stage.url}/api/payments/webhooks/paypal` })
})
after(async () => {
  await Promise.all([stripe.close(), paypal.close(), mpesa.close()])
  await stage.stop()
})

/** The provider has told all, and all that follows from it is done. */
async function settled(simulator: { control(name: string): Promise<unknown> }): Promise<void> {
  for (let turn = 0; turn < 2; turn += 1) {
    await simulator.control('settle')
    assert.deepEqual(await stage.work(), [])
  }
}

async function begun(orderId: string, body: object = {}): Promise<HttpAnswer['body']> {
  return expectStatus(await stage.create(orderId, body), 201)
}

const openItems = async () =>
  expectStatus(await stage.staff.get('/api/payments/reconciliation/items'), 200).items as { key: string }[]

/** Compares the last hour; nothing differs, and nothing is left open. */
async function agrees(provider: 'stripe' | 'paypal' | 'mpesa', loops: readonly string[]): Promise<void> {
  const window = { from: new Date(Date.now() - 3_600_000), to: new Date(Date.now() + 60_000) }
  for (const isDry of [true, false]) {
    const runs = await stage.payments.reconcile({ provider, ...window, isDry, startedBy: 'test' })
    assert.deepEqual(
      runs.map(({ loop, findings }) => [loop, findings]),
      loops.map((loop) => [loop, []]),
    )
  }
  assert.deepEqual(await openItems(), [])
  assert.deepEqual(await bookSum(stage.db), [])
}

test('a card at Stripe, from the intent to the book, with a refund that comes back and a dispute', async () => {
  const order = await stage.order(20_000n)
  const { paymentId, next } = await begun(order)
  const [intentId] = next.clientSecret.split('_secret_')
  const body = new URLSearchParams({
    ...{ key: stripe.publishableKey, client_secret: next.clientSecret },
    ...{ 'payment_method_data[type]': 'card', 'payment_method_data[card][number]': '4242424242424242' },
  })
  const paid = await fetch(`${stripe.url}/v1/payment_intents/${intentId}/confirm`, { method: 'POST', body })
  assert.equal(paid.status, 200)
  await settled(stripe)
  assert.equal((await stage.orderState(order)).state, 'paid')

  const refund = { amount: { minor: '5000', currency: 'USD' }, reason: 'part' }
  expectStatus(await stage.staff.post(`/api/payments/${paymentId}/refund`, refund, idempotencyKey()), 202)
  await settled(stripe)
  await stripe.control('fail-refund', { id: await referenceIn('refund') })
  await stripe.control('dispute', { id: intentId })
  await settled(stripe)
  const { refunds: toldRefunds, disputes } = await stage.orderState(order)
  assert.deepEqual([toldRefunds, disputes], [['succeeded 5000', 'failed 5000'], ['open']])

  await agrees('stripe', ['events', 'objects', 'balance'])
  // 2.9 % and 30 of the smallest unit for the charge, 15.00 for the dispute.
  assert.deepEqual(await balances(stage.db), {
    dispute_hold: '20000 USD',
    provider_fees: '2110 USD',
    'psp/stripe/own/test': '-2110 USD',
    revenue: '-20000 USD',
  })
  await stripe.control('decide-dispute', { id: await referenceIn('dispute'), outcome: 'won' })
  await stripe.control('payout', { currency: 'usd' })
  await settled(stripe)
  await agrees('stripe', ['events', 'objects', 'balance'])
  const { bank_in_transit: transit, revenue } = await balances(stage.db)
  assert.deepEqual([transit, revenue], ['17890 USD', '-20000 USD'])
})

/** What Stripe calls the newest one. */
async function referenceIn(table: 'refund' | 'dispute'): Promise<string> {
  const [row] = await stage.db.raw<{ ref: string }>(
    `SELECT provider_ref AS ref FROM payments.${table} ORDER BY id DESC LIMIT 1`,
  )
  return row?.ref ?? assert.fail(`there is no ${table}`)
}

test('a page of PayPal, from the intent to the book', async () => {
  const order = await stage.order(20_000n)
  const { next } = await begun(order, { provider: 'paypal' })
  const agree = new URLSearchParams({ answer: 'pay' })
  await fetch(next.url, { method: 'POST', body: agree, redirect: 'manual' })
  await settled(paypal)
  assert.equal((await stage.orderState(order)).state, 'paid')
  await agrees('paypal', ['events', 'objects', 'balance'])
})

test('a telephone of M-Pesa, from the push to the book, reported to an address without its name and kept without the number', async () => {
  const order = await stage.order(20_000n, 'KES')
  await begun(order, { provider: 'mpesa', phone: PAYER_PHONE })
  const [push] = (await mpesa.control('pushes')) as { checkoutRequestId: string; callbackUrl: string }[]
  assert.ok(push !== undefined)
  assert.match(push.callbackUrl, /\/api\/payments\/webhooks\/daraja\/[\w.-]+$/)
  assert.doesNotMatch(push.callbackUrl, /m-?pesa/i)
  await mpesa.control('answer', { id: push.checkoutRequestId, code: 0 })
  await settled(mpesa)
  assert.equal((await stage.orderState(order)).state, 'paid')

  const told = { Body: { stkCallback: { CheckoutRequestID: push.checkoutRequestId, ResultCode: 0, ResultDesc: 'ok' } } }
  const deliver = (path: string) =>
    stage.deliver({ body: Buffer.from(JSON.stringify(told)), headers: { 'content-type': 'application/json' } }, path)
  const segment = new URL(push.callbackUrl).pathname.split('/').at(-1)
  expectStatus(await deliver(`/api/payments/webhooks/mpesa/${segment}`), 200)
  for (const name of ['daraja', 'mpesa'])
    assert.equal((await deliver(`/api/payments/webhooks/${name}/guessed`)).status, 400)
  assert.equal((await stage.orderState(order)).fulfilled, 1)

  const kept = await stage.db.raw<{ body: string }>(
    "SELECT convert_from(body, 'UTF8') AS body FROM payments.provider_event WHERE provider = 'mpesa'",
  )
  assert.equal(kept.length, 1)
  assert.match(kept[0]?.body ?? '', /"Name":"PhoneNumber","Value":"\[number\]"/)
  const everything = await stage.db.raw<{ text: string }>(
    `SELECT concat((SELECT json_agg(attempt) FROM payments.attempt), (SELECT json_agg(observation) FROM payments.observation),
       (SELECT json_agg(payment) FROM payments.payment), (SELECT json_agg(data) FROM test_job)) AS text`,
  )
  assert.ok(
    ![...stage.lines, everything[0]?.text ?? '', kept[0]?.body ?? ''].some((text) => text.includes(PAYER_PHONE)),
  )
  await agrees('mpesa', [])
})
