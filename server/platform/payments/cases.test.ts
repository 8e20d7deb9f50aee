import assert from 'node:assert/strict'
import { after, afterEach, before, describe, test } from 'node:test'
import type { HttpAnswer } from '../../../test/support/http-client.ts'
import { bookSum, openStage, type Stage } from '../../../test/support/payments-stage.ts'
import { createOracle, type Oracle, type Truth } from './oracle.test-support.ts'
import type { PaymentProvider } from './provider.ts'

const MPESA_PATH = '/api/payments/webhooks/mpesa/oracle-secret'
const PHONE = '254712345678'
const CARD = '4242 4242 4242 4242'

describe('taking a payment', () => {
  let stage: Stage
  let oracle: Oracle
  let mpesa: Oracle
  /** Runs between the provider's answer and our hearing of it. */
  let whileSubmitting: (() => Promise<void>) | null = null
  before(async () => {
    oracle = createOracle()
    mpesa = createOracle({ name: 'mpesa', keyLifetimeSeconds: null, signs: false })
    stage = await openStage({ providers: [slowly(oracle.provider), slowly(mpesa.provider)] })
    // There is always something that was told of.
    await stage.create(await stage.order(100n))
  })
  after(() => stage.stop())
  afterEach(async () => {
    whileSubmitting = null
    assert.deepEqual(await bookSum(stage.db), [])
  })

  function slowly(provider: PaymentProvider): PaymentProvider {
    return {
      ...provider,
      async submit(input) {
        const answer = await provider.submit(input)
        const meanwhile = whileSubmitting
        whileSubmitting = null
        await meanwhile?.()
        return answer
      },
    }
  }

  const last = ({ truths }: Oracle): Truth => {
    const truth = [...truths.values()].at(-1)
    assert.ok(truth)
    return truth
  }
  const lastEvent = ({ history }: Oracle) => {
    const told = history.at(-1)
    assert.ok(told)
    return told.event
  }
  const payment = async (created: HttpAnswer) => (await stage.staff.get(`/api/payments/${created.body.paymentId}`)).body
  const events = async (where: string): Promise<number> =>
    (await stage.db.raw(`SELECT event_id FROM payments.provider_event WHERE ${where}`)).length
  const calls = (of: Oracle, what: string): number => of.calls.filter((one) => one === what).length

  test('52: one webhook a hundred times in parallel is answered 2xx and has one effect', async () => {
    const order = await stage.order(500n)
    await stage.create(order)
    oracle.pay(last(oracle))
    const delivery = oracle.deliveryOf(lastEvent(oracle))
    const answers = await Promise.all(Array.from({ length: 100 }, () => stage.deliver(delivery)))
    assert.deepEqual([...new Set(answers.map(({ status }) => status))], [200])
    assert.deepEqual(await stage.work(), [])
    assert.equal((await stage.orderState(order)).fulfilled, 1)
  })

  test('53, 54: what is old, early, tampered with, unsigned or signed otherwise is refused and not kept', async () => {
    await stage.create(await stage.order(500n))
    oracle.pay(last(oracle))
    const before = await events('true')
    const { body, headers } = oracle.deliveryOf(lastEvent(oracle))
    const [at = ''] = String(headers['stripe-signature']).split('.')
    const signature = String(headers['stripe-signature'])
    const tampered = Buffer.from(body.toString().replace('"minor":"500"', '"minor":"501"'))
    const bad: [string, Buffer, Record<string, string>][] = [
      ['tampered', tampered, headers],
      ['re-serialised', Buffer.from(JSON.stringify(JSON.parse(body.toString()), null, 1)), headers],
      ['no header', body, { 'content-type': 'application/json' }],
      [
        'another signature',
        body,
        { ...headers, 'stripe-signature': signature.replace(/.$/, (end) => (end === '0' ? '1' : '0')) },
      ],
      ['301 s old', body, { ...headers, 'stripe-signature': signature.replace(at, String(Number(at) - 301_000)) }],
      ['a day early', body, { ...headers, 'stripe-signature': signature.replace(at, String(Number(at) + 86_400_000)) }],
    ]
    for (const [what, sent, with_] of bad) {
      const answer = await stage.deliver({ body: sent, headers: with_ })
      assert.deepEqual([answer.status, answer.body.code], [400, 'payments/webhook-refused'], what)
    }
    assert.equal(await events('true'), before)
  })

  test('57: a payment whose webhook never comes is found within five minutes', async () => {
    const order = await stage.order(700n)
    await stage.create(order)
    await stage.later(16)
    oracle.pay(last(oracle))
    await stage.later(62)
    await stage.later(220)
    assert.equal((await stage.orderState(order)).fulfilled, 1)
  })

  test('58: a webhook that is quicker than the answer to our own call is attached by our payment’s id', async () => {
    const order = await stage.order(800n)
    whileSubmitting = async () => {
      oracle.pay(last(oracle))
      assert.equal((await stage.deliver(oracle.deliveryOf(lastEvent(oracle)))).status, 200)
      assert.deepEqual(await stage.work(), [])
    }
    const created = await stage.create(order)
    await stage.work()
    assert.equal((await stage.orderState(order)).fulfilled, 1)
    const { attempts } = await payment(created)
    assert.equal(attempts.length, 1)
  })

  test('58: where the provider does not keep our id, it is parked until the answer names the object', async () => {
    const order = await stage.order(80_000n, 'KES')
    whileSubmitting = async () => {
      mpesa.pay(last(mpesa))
      assert.equal((await stage.deliver(mpesa.deliveryOf(lastEvent(mpesa)), MPESA_PATH)).status, 200)
      await stage.work()
      assert.equal(await events("status = 'parked'"), 1)
    }
    await stage.create(order, { provider: 'mpesa', phone: PHONE })
    assert.deepEqual(await stage.work(), [])
    assert.equal(await events("status = 'parked'"), 0)
    assert.equal((await stage.orderState(order)).fulfilled, 1)
  })

  test('59: an amount from the client is refused; the price is ours', async () => {
    const order = await stage.order(900n)
    for (const more of [{ amount: 1 }, { amount: { minor: '1', currency: 'USD' } }, { price: '1' }])
      assert.equal((await stage.create(order, more)).status, 400)
    assert.equal((await stage.create(order)).body.amount.minor, '900')
    assert.equal((await stage.create(order, { token: 'another' })).body.code, 'orders/not-found')
    assert.equal(
      (await stage.create(order, { returnUrl: 'https://evil.example/' })).body.code,
      'payments/bad-return-address',
    )
  })

  test('61: minor units of every exponent, and beyond 2^53, stay exact', async () => {
    for (const [minor, currency] of [
      [5000n, 'JPY'],
      [1234n, 'BHD'],
      [30n, 'USD'],
      [2n ** 60n + 1n, 'USD'],
    ] as const) {
      const created = await stage.create(await stage.order(minor, currency))
      assert.deepEqual(created.body.amount, { minor: minor.toString(), currency })
      oracle.pay(last(oracle))
      await stage.deliver(oracle.deliveryOf(lastEvent(oracle)))
      await stage.work()
      assert.equal((await payment(created)).captured.minor, minor.toString())
    }
  })

  test('62: M-Pesa takes no cents, and nothing is pushed', async () => {
    const pushed = calls(mpesa, 'submit')
    const order = await stage.order(12_345n, 'KES')
    const answer = await stage.create(order, { provider: 'mpesa', phone: PHONE })
    assert.deepEqual([answer.status, answer.body.code], [422, 'payments/amount-not-payable'])
    assert.equal((await stage.create(order, { provider: 'mpesa' })).status, 422)
    assert.equal(calls(mpesa, 'submit'), pushed)
  })

  test('63: sixteen clicks with keys of their own open one payment with one object at the provider', async () => {
    const order = await stage.order(1000n)
    const before = oracle.truths.size
    const answers = await Promise.all(Array.from({ length: 16 }, () => stage.create(order)))
    assert.deepEqual(
      [...new Set(answers.map(({ body }) => body.paymentId))].length,
      1,
      JSON.stringify(answers[0]?.body),
    )
    assert.ok(answers.every(({ status }) => status === 201 || status === 202))
    assert.equal(oracle.truths.size, before + 1)
    oracle.pay(last(oracle))
    await stage.deliver(oracle.deliveryOf(lastEvent(oracle)))
    assert.equal((await stage.create(order)).body.state, 'requires_action')
    await stage.work()
    assert.equal((await stage.create(order)).body.code, 'orders/paid')
  })

  test('63: another way of paying ends the first, unless it may still take money', async () => {
    const order = await stage.order(50_000n, 'KES')
    await stage.create(order)
    const card = last(oracle)
    const other = await stage.create(order, { provider: 'mpesa', phone: PHONE })
    assert.deepEqual([other.status, other.body.next], [201, { kind: 'wait' }])
    assert.equal(card.state, 'canceled')
    assert.equal((await stage.create(order)).body.code, 'payments/in-progress')
  })

  test('64: the same key gives the same payment, and with another body 422', async () => {
    const [order, other] = [await stage.order(100n), await stage.order(100n)]
    const body = { token: `token-${order}` }
    const [first, ...same] = await Promise.all(
      Array.from({ length: 5 }, () => stage.create(order, body, 'one-key-of-mine')),
    )
    assert.ok(first)
    for (const answer of same) assert.equal(answer.body.paymentId, first.body.paymentId)
    const misused = await stage.create(other, body, 'one-key-of-mine')
    assert.deepEqual([misused.status, misused.body.code], [422, 'http/idempotency-key-reused'])
    const wanted = { subject: { type: 'test.order', id: order }, provider: 'stripe', ...body }
    const keyless = await stage.http.post('/api/payments/create-intent', wanted)
    assert.equal(keyless.body.code, 'http/idempotency-key-missing')
  })

  test('65: an answer that was lost is unknown, and asked for again under the same key', async () => {
    const before = oracle.truths.size
    oracle.moods.push('lost')
    const created = await stage.create(await stage.order(100n))
    assert.deepEqual([created.status, created.body.state, created.body.next], [202, 'processing', null])
    await stage.later(31)
    assert.equal(oracle.truths.size, before + 1)
    assert.equal((await payment(created)).attempts[0].state, 'requires_action')
  })

  test('65: a key that has run out is not used again: the provider is asked first', async () => {
    oracle.moods.push('lost')
    const created = await stage.create(await stage.order(100n))
    const asked = calls(oracle, 'submit')
    await stage.database.db.raw(
      "UPDATE payments.attempt SET submitted_at = submitted_at - interval '25 hours' WHERE payment_id = $1",
      [created.body.paymentId],
    )
    await stage.later(31)
    assert.equal(calls(oracle, 'submit'), asked)
    assert.equal((await payment(created)).attempts[0].state, 'requires_action')
  })

  test('65: M-Pesa is never pushed twice: what is unknown is looked for, then a person’s', async () => {
    mpesa.moods.push('lost')
    const created = await stage.create(await stage.order(100n, 'KES'), { provider: 'mpesa', phone: PHONE })
    const pushed = calls(mpesa, 'submit')
    for (let hour = 0; hour < 33; hour += 1) await stage.later(3700)
    assert.equal(calls(mpesa, 'submit'), pushed)
    const { items } = (await stage.staff.get('/api/payments/reconciliation/items?kind=unresolved')).body
    const item = items.find((one: { paymentId: string }) => one.paymentId === created.body.paymentId)
    assert.equal((await payment(created)).attempts[0].state, 'unknown')
    const closed = await stage.staff.post(`/api/payments/reconciliation/items/${item.id}/close`, {
      reason: 'never seen on the statement',
    })
    assert.equal(closed.status, 200, JSON.stringify(closed.body))
    assert.equal((await payment(created)).attempts[0].state, 'expired')
  })

  test('69: a forged callback credits nothing, whatever it says and whichever id it guesses', async () => {
    const order = await stage.order(200n, 'KES')
    await stage.create(order, { provider: 'mpesa', phone: PHONE })
    const truth = last(mpesa)
    const event = { ...lastEvent(mpesa), eventId: 'forged-1' }
    const facts = event.facts.map((fact) => ({ ...fact, state: 'succeeded', captured: truth.amount }) as typeof fact)
    const forged = mpesa.deliveryOf({ ...event, facts })
    assert.equal((await stage.deliver(forged, '/api/payments/webhooks/mpesa/guessed')).status, 400)
    assert.equal((await stage.deliver(forged, '/api/payments/webhooks/mpesa')).status, 400)
    assert.equal((await stage.deliver(forged, MPESA_PATH)).status, 200)
    const unknown = { ...event, facts, eventId: 'forged-2', attemptRef: 'ws_CO_guessed' }
    await stage.deliver(mpesa.deliveryOf(unknown), MPESA_PATH)
    await stage.work()
    assert.deepEqual(await stage.orderState(order), { state: 'open', fulfilled: 0, refunds: [], disputes: [] })
    assert.equal(await events("event_id = 'forged-2' AND status = 'ignored'"), 1)
  })

  test('72: an unknown type is 200 and ignored; 10 MB are 413; a provider there is not is 404', async () => {
    const event = {
      ...lastEvent(oracle),
      eventId: 'evt_new_type',
      type: 'customer.sneezed',
      attemptRef: null,
      facts: [],
    }
    assert.equal((await stage.deliver(oracle.deliveryOf(event))).status, 200)
    assert.equal(await events("event_id = 'evt_new_type' AND status = 'ignored'"), 1)
    const headers = { 'content-type': 'application/json' }
    assert.equal((await stage.deliver({ body: Buffer.alloc(10_000_000, 32), headers })).status, 413)
    assert.equal(
      (await stage.deliver({ body: Buffer.from('{}'), headers }, '/api/payments/webhooks/nobody')).status,
      404,
    )
  })

  test('77: an event of the other mode is refused', async () => {
    const event = { ...lastEvent(oracle), eventId: 'evt_live', livemode: true }
    assert.equal((await stage.deliver(oracle.deliveryOf(event))).status, 400)
    assert.equal(await events("event_id = 'evt_live'"), 0)
  })

  test('78: a flood fills the inbox and asks nobody anything', async () => {
    const asked = oracle.calls.length
    const event = lastEvent(oracle)
    const flood = Array.from({ length: 300 }, (_, n) => ({
      ...event,
      eventId: `flood-${n}`,
      attemptRef: 'pi_none',
      facts: [],
    }))
    for (const one of flood) assert.equal((await stage.deliver(oracle.deliveryOf(one))).status, 200)
    assert.equal(oracle.calls.length, asked)
    assert.equal(await events("event_id LIKE 'flood-%' AND status = 'received'"), 300)
  })

  test('79: no card number and no telephone number stands in logs, job payloads, facts or answers', async () => {
    oracle.moods.push('refuses')
    const refused = await stage.create(await stage.order(300n))
    assert.deepEqual([refused.status, refused.body.code], [422, 'payments/refused'])
    await stage.create(await stage.order(300n, 'KES'), { provider: 'mpesa', phone: PHONE })
    mpesa.change(last(mpesa), { state: 'failed' })
    const jobs = JSON.stringify(await stage.db.raw('SELECT data FROM test_job'))
    await stage.work()
    const kept = JSON.stringify(
      await stage.db.raw(
        'SELECT fact, next, reason, phone FROM payments.observation FULL JOIN payments.attempt ON false',
      ),
    )
    const seen = [stage.lines.join('\n'), jobs, kept, JSON.stringify(refused.body)].join('\n')
    for (const secret of [CARD, CARD.replaceAll(' ', ''), PHONE, 'secret=1']) assert.ok(!seen.includes(secret), secret)
  })
})
