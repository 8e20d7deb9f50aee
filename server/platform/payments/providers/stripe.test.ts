import assert from 'node:assert/strict'
import { createHmac } from 'node:crypto'
import { after, before, describe, test } from 'node:test'
import { secret } from '../../../kernel/config/secret.ts'
import { money } from '../../../kernel/money.ts'
import { type StripeSimulator, startStripeSimulator } from '../../../simulators/stripe/simulator.ts'
import type { RawWebhook } from '../provider.ts'
import { inputOf, providerSuite } from './provider-suite.test-support.ts'
import type { Stage } from './stage.test-support.ts'
import { createStripeProvider } from './stripe.ts'
import { inStripeUnits, ofStripeUnits } from './stripe-amounts.ts'
import { startWebhookReceiver } from './webhook-receiver.test-support.ts'

const HASTY_MS = 700
const SLOW_MS = 1500
const CARD = '4242424242424242'

function providerOf(simulator: StripeSimulator, more: Partial<Parameters<typeof createStripeProvider>[0]> = {}) {
  return createStripeProvider({
    secretKey: secret(simulator.secretKey),
    publishableKey: simulator.publishableKey,
    webhookSecrets: [secret('whsec_the_next_secret'), secret(simulator.webhookSecret)],
    apiBase: new URL(simulator.url),
    ...more,
  })
}

/** As a browser confirms: with the publishable key and the client secret only. */
async function confirm(simulator: StripeSimulator, clientSecret: string, number: string): Promise<Response> {
  const body = new URLSearchParams({
    key: simulator.publishableKey,
    client_secret: clientSecret,
    return_url: 'https://app.example.com/paid?of=1',
    'payment_method_data[type]': 'card',
    'payment_method_data[card][number]': number,
  })
  return fetch(`${simulator.url}/v1/payment_intents/${clientSecret.split('_secret_')[0]}/confirm`, {
    method: 'POST',
    body,
  })
}

function sign(body: Buffer, key: string, ageSeconds = 0, version = 'v1'): RawWebhook {
  const time = Math.floor(Date.now() / 1000) - ageSeconds
  const signature = createHmac('sha256', key).update(`${time}.`).update(body).digest('hex')
  return rawOf(body, `t=${time},${version}=${signature}`)
}

function rawOf(body: Buffer, header: string | undefined): RawWebhook {
  return { body, headers: { 'stripe-signature': header }, pathSecret: null, receivedAt: new Date() }
}

async function stage(): Promise<Stage> {
  const receiver = await startWebhookReceiver()
  const simulator = await startStripeSimulator({ webhookUrl: `${receiver.url}/stripe`, retryMs: 5 })
  const key = simulator.webhookSecret
  const idOf = async (name: string, input: Record<string, unknown>): Promise<string> =>
    ((await simulator.control(name, input)) as { id: string }).id
  return {
    provider: providerOf(simulator),
    hasty: providerOf(simulator, { timeoutMs: HASTY_MS }),
    currency: 'USD',
    secrets: [simulator.secretKey, key, CARD],
    received: receiver.received,
    async pay({ next }, how) {
      assert.equal(next.kind, 'card-form')
      const answer = await confirm(simulator, next.clientSecret, how === undefined ? CARD : '4000000000009995')
      assert.equal(answer.status, how === undefined ? 200 : 402)
    },
    fault: async (kind, match) => void (await simulator.control('faults', { faults: [{ kind, match, ms: SLOW_MS }] })),
    duplicateNext: async () => void (await simulator.control('faults', { faults: [{ kind: 'duplicate' }] })),
    settle: async () => void (await simulator.control('settle')),
    async attemptsOf(paymentId) {
      const headers = { authorization: `Bearer ${simulator.secretKey}` }
      const list = await fetch(`${simulator.url}/v1/payment_intents?limit=100`, { headers })
      const { data } = (await list.json()) as { data: { metadata: { payment_id?: string } }[] }
      return data.filter(({ metadata }) => metadata.payment_id === paymentId).length
    },
    submitPath: 'POST /v1/payment_intents',
    traits: { waiting: 'requires_action', declined: 'requires_action', canceled: 'canceled', keyed: true },
    failRefund: async (ref) => void (await idOf('fail-refund', { id: ref })),
    dispute: (id) => idOf('dispute', { id }),
    decide: async (id, outcome) => void (await idOf('decide-dispute', { id, outcome })),
    payout: () => idOf('payout', { currency: 'usd' }),
    unknownEvent: async () =>
      void (await simulator.control('event', { type: 'tax.settings.updated', object: { object: 'tax.settings' } })),
    forged: ({ body, headers }) => {
      const header = String(headers['stripe-signature'])
      const [time] = /\d+/.exec(header) ?? []
      return [
        ['another amount', rawOf(Buffer.from(body.toString().replace('20000', '30000')), header), 'signature'],
        ['written anew', rawOf(Buffer.from(JSON.stringify(JSON.parse(body.toString()))), header), 'signature'],
        ['another secret', sign(body, 'whsec_another'), 'signature'],
        ['no signature', rawOf(body, undefined), 'signature'],
        ['a v0 signature only', sign(body, key, 0, 'v0'), 'signature'],
        ['a later time put behind', rawOf(body, `${header},t=${Number(time) + 1}`), 'signature'],
        ['301 s old', sign(body, key, 301), 'timestamp'],
        ['301 s in the future', sign(body, key, -302), 'timestamp'],
        ['a day in the future', sign(body, key, -86_400), 'timestamp'],
        ['signed, but no event', sign(Buffer.from('{"id":1}'), key), 'malformed'],
        ['signed, but no JSON', sign(Buffer.from('{'), key), 'malformed'],
      ]
    },
    async close() {
      await simulator.close()
      await receiver.close()
    },
  }
}

providerSuite('Stripe', stage)

describe('Stripe alone', () => {
  let simulator: StripeSimulator | undefined
  before(async () => {
    simulator = await startStripeSimulator()
  })
  after(() => simulator?.close())
  const running = (): StripeSimulator => simulator ?? assert.fail('it does not run')

  test('an answer kept as a failure is never had by its key, and the attempt is found by our payment', async () => {
    const provider = providerOf(running())
    const input = inputOf({ currency: 'EUR' })
    await running().control('faults', { faults: [{ kind: 'stored-failure', match: '/v1/payment_intents' }] })
    for (const _ of [1, 2]) await assert.rejects(provider.submit(input), /Stripe answered 500/)
    const facts = await provider.find(input.paymentId, new Date())
    assert.deepEqual(
      facts?.map(({ paymentId, amount }) => [paymentId, amount]),
      [[input.paymentId, input.amount]],
    )
  })

  test('a card whose bank asks the payer waits for the answer, and fails when it is no', async () => {
    const provider = providerOf(running())
    for (const [proven, state] of [
      ['true', 'succeeded'],
      ['false', 'requires_action'],
    ] as const) {
      const input = inputOf({ currency: 'EUR' })
      const { fact, next } = await provider.submit(input)
      assert.equal(next.kind, 'card-form')
      const answer = (await (await confirm(running(), next.clientSecret, '4000002760003184')).json()) as {
        status: string
        next_action: { redirect_to_url: { url: string } }
      }
      assert.equal(answer.status, 'requires_action')
      const page = answer.next_action.redirect_to_url.url
      assert.match(await (await fetch(page)).text(), /Complete/)
      const body = new URLSearchParams({ proven })
      const back = await fetch(page, { method: 'POST', body, redirect: 'manual' })
      assert.match(back.headers.get('location') ?? '', /^https:\/\/app\.example\.com\/paid\?of=1&payment_intent=pi_/)
      const [now] = (await provider.read(fact.attemptRef)) ?? []
      assert.equal(now?.state, state)
    }
  })

  test('a refund that waits at the bank is pending until it is not', async () => {
    const provider = providerOf(running())
    const input = inputOf({ currency: 'EUR' })
    const { fact, next } = await provider.submit(input)
    assert.equal(next.kind, 'card-form')
    await confirm(running(), next.clientSecret, '4000000000007726')
    const { attemptRef } = fact
    const refund = await provider.refund({ attemptRef, refundId: '1', providerKey: 'waits', amount: input.amount })
    assert.equal(refund.state, 'pending')
    await running().control('advance')
    const [, later] = (await provider.read(attemptRef)) ?? []
    assert.equal(later?.state, 'succeeded')
  })

  test('a secret that is being changed is accepted beside the next one, until it is taken out', async () => {
    const body = Buffer.from(
      JSON.stringify({
        id: 'evt_3',
        type: 'charge.updated',
        created: 1,
        livemode: false,
        data: { object: { object: 'x' } },
      }),
    )
    const { webhookSecret: old } = running()
    const verdicts = async (secrets: readonly string[]) => {
      const provider = providerOf(running(), { webhookSecrets: secrets.map(secret) })
      const told = await Promise.all([old, 'whsec_the_next'].map((key) => provider.verify(sign(body, key))))
      return told.map(({ kind }) => kind)
    }
    assert.deepEqual(await verdicts([old]), ['verified', 'refused'])
    assert.deepEqual(await verdicts([old, 'whsec_the_next']), ['verified', 'verified'])
    assert.deepEqual(await verdicts(['whsec_the_next']), ['refused', 'verified'])
  })

  test('a test event is told to be one at a live account', async () => {
    const live = providerOf(running(), { secretKey: secret('sk_live_0123456789') })
    const body = Buffer.from(
      JSON.stringify({
        id: 'evt_1',
        type: 'charge.updated',
        created: 1,
        livemode: false,
        data: { object: { object: 'x' } },
      }),
    )
    const told = await live.verify(sign(body, running().webhookSecret))
    assert.ok(told.kind === 'verified')
    assert.deepEqual([live.livemode, told.livemode], [true, false])
  })

  test('an event of another account says whose it is', async () => {
    const event = { id: 'evt_2', type: 'payment_intent.succeeded', created: 1, livemode: false, account: 'acct_other' }
    const object = {
      object: 'payment_intent',
      id: 'pi_1',
      amount: 1,
      amount_received: 1,
      currency: 'usd',
      status: 'succeeded',
      metadata: {},
      livemode: false,
    }
    const body = Buffer.from(JSON.stringify({ ...event, data: { object } }))
    const told = await providerOf(running()).verify(sign(body, running().webhookSecret))
    assert.ok(told.kind === 'verified')
    assert.deepEqual(
      told.facts.map(({ account }) => account),
      ['acct_other'],
    )
  })

  test('what is refused is told without what was sent', async () => {
    const wrong = providerOf(running(), { secretKey: secret('sk_test_wrong_key_0123456789') })
    await assert.rejects(wrong.submit(inputOf({ currency: 'USD' })), (error: Error) => {
      assert.deepEqual([error.name, error.message.includes('wrong_key')], ['ProviderRefusal', false])
      return true
    })
    await assert.rejects(providerOf(running()).submit(inputOf({ currency: 'USD' }, 1n)), { code: 'amount_too_small' })
  })

  test('more events than a page are all listed, from window to window', async () => {
    const provider = providerOf(running())
    for (let count = 0; count < 230; count += 1) await running().control('event', { type: 'plan.created' })
    const from = new Date(Date.now() - 60_000)
    const page = await provider.events?.(from, null)
    const created = page?.items.filter((one) => one.kind === 'verified' && one.type === 'plan.created')
    assert.deepEqual([created?.length, page?.next], [230, null])
  })
})

const UNITS = [
  [1999n, 'USD', 1999],
  [500n, 'JPY', 500],
  [500n, 'UGX', 50_000],
  [7n, 'ISK', 700],
  [5120n, 'KWD', 5120],
  [1999n, 'KES', 1999],
  [99_999_999_999n, 'IDR', 99_999_999_999],
] as const

for (const [minor, currency, sent] of UNITS) {
  test(`${minor} of ${currency} is sent as ${sent}, and read back as it was`, () => {
    assert.equal(inStripeUnits(money(minor, currency)), sent)
    assert.deepEqual(ofStripeUnits(sent, currency.toLowerCase()), money(minor, currency))
  })
}

for (const [minor, currency] of [
  [5124n, 'BHD'],
  [999_999_99n, 'UGX'],
  [999_999_999n, 'USD'],
] as const) {
  test(`${minor} of ${currency} is not asked of Stripe`, () => {
    const { checkAmount } = createStripeProvider({
      secretKey: secret('sk_test_0'),
      publishableKey: 'pk_test_0',
      webhookSecrets: [],
      apiBase: new URL('https://api.stripe.com'),
    })
    assert.throws(() => checkAmount(money(minor, currency)), { code: 'payments/amount-not-payable' })
  })
}
