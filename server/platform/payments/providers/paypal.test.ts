import assert from 'node:assert/strict'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, before, describe, test } from 'node:test'
import { crc32 } from 'node:zlib'
import { secret } from '../../../kernel/config/secret.ts'
import { money } from '../../../kernel/money.ts'
import { createCertificate, type SigningCertificate } from '../../../simulators/paypal/certificate.ts'
import { type PaypalSimulator, startPaypalSimulator } from '../../../simulators/paypal/simulator.ts'
import type { RawWebhook } from '../provider.ts'
import { createPaypalProvider, type PaypalSettings } from './paypal.ts'
import { checkPaypalAmount, inPaypalUnits, ofPaypalUnits } from './paypal-amounts.ts'
import { createPaypalSignatures } from './paypal-signature.ts'
import { inputOf, providerSuite } from './provider-suite.test-support.ts'
import type { Stage } from './stage.test-support.ts'
import { startWebhookReceiver } from './webhook-receiver.test-support.ts'

const HASTY_MS = 700
const SLOW_MS = 1500

function settingsOf(simulator: PaypalSimulator): PaypalSettings {
  return {
    clientId: simulator.clientId,
    clientSecret: secret(simulator.clientSecret),
    webhookId: simulator.webhookId,
    apiBase: new URL(simulator.url),
  }
}

const withHeaders = (webhook: RawWebhook, more: Record<string, string | undefined>): RawWebhook => ({
  ...webhook,
  headers: { ...webhook.headers, ...more },
})
const at = (webhook: RawWebhook, seconds: number): RawWebhook => ({
  ...webhook,
  receivedAt: new Date(webhook.receivedAt.getTime() + seconds * 1000),
})

/** The payer on PayPal's page; the address that leads back. */
async function answerPage(url: string, answer: 'pay' | 'decline' | 'cancel'): Promise<string> {
  assert.match(await (await fetch(url)).text(), /Stand-in for PayPal/)
  const sent = await fetch(url, { method: 'POST', body: new URLSearchParams({ answer }), redirect: 'manual' })
  return sent.headers.get('location') ?? ''
}

function forged(webhook: RawWebhook, simulator: PaypalSimulator): ReturnType<Stage['forged']> {
  const body = Buffer.from(webhook.body.toString().replaceAll('200.00', '300.00'))
  const spaced = Buffer.from(JSON.stringify(JSON.parse(webhook.body.toString()), null, 1))
  const other = createCertificate()
  const { 'paypal-transmission-id': id, 'paypal-transmission-time': time } = webhook.headers
  const own = other.sign(`${id}|${time}|${simulator.webhookId}|${crc32(webhook.body)}`)
  return [
    ['another amount', { ...webhook, body }, 'signature'],
    ['written anew', { ...webhook, body: spaced }, 'signature'],
    ['no signature', withHeaders(webhook, { 'paypal-transmission-sig': undefined }), 'signature'],
    ['signed by another', withHeaders(webhook, { 'paypal-transmission-sig': own }), 'signature'],
    ['another algorithm', withHeaders(webhook, { 'paypal-auth-algo': 'SHA1withRSA' }), 'signature'],
    ['another time', withHeaders(webhook, { 'paypal-transmission-time': new Date().toISOString() }), 'signature'],
    ["another host's certificate", withHeaders(webhook, { 'paypal-cert-url': 'http://127.0.0.1:1/c' }), 'signature'],
    ['no certificate', withHeaders(webhook, { 'paypal-cert-url': undefined }), 'signature'],
    ['301 s in the future', at(webhook, -301), 'timestamp'],
    ['a day in the future', at(webhook, -86_400), 'timestamp'],
    ['older than PayPal repeats', at(webhook, 3 * 86_400 + 400), 'timestamp'],
  ]
}

async function stage(): Promise<Stage> {
  const receiver = await startWebhookReceiver()
  const simulator = await startPaypalSimulator({ webhookUrl: `${receiver.url}/paypal`, retryMs: 5 })
  const nameOf = async (name: string, input: Record<string, unknown>, field: string): Promise<string> =>
    String(((await simulator.control(name, input)) as Record<string, unknown>)[field])
  return {
    provider: createPaypalProvider(settingsOf(simulator)),
    hasty: createPaypalProvider({ ...settingsOf(simulator), timeoutMs: HASTY_MS }),
    currency: 'USD',
    secrets: [simulator.clientSecret],
    received: receiver.received,
    async pay({ fact, next }, how) {
      assert.equal(next.kind, 'redirect')
      const back = await answerPage(next.url, how === undefined ? 'pay' : 'decline')
      assert.match(back, new RegExp(`^https://app\\.example\\.com/paid\\?of=1&token=${fact.attemptRef}&PayerID=`))
    },
    fault: async (kind, match) => void (await simulator.control('faults', { faults: [{ kind, match, ms: SLOW_MS }] })),
    duplicateNext: async () =>
      void (await simulator.control('faults', { faults: [{ kind: 'duplicate', match: 'CAPTURE' }] })),
    settle: async () => void (await simulator.control('settle')),
    async attemptsOf(paymentId) {
      const orders = (await simulator.control('orders')) as { purchase_units: { custom_id?: string }[] }[]
      return orders.filter(({ purchase_units: [unit] }) => unit?.custom_id === paymentId).length
    },
    submitPath: 'POST /v2/checkout/orders',
    traits: { waiting: 'requires_action', declined: 'requires_action', canceled: 'canceled', keyed: true },
    failRefund: async (ref) => void (await nameOf('fail-refund', { id: ref }, 'id')),
    dispute: (id) => nameOf('dispute', { id }, 'dispute_id'),
    decide: async (id, outcome) => void (await nameOf('decide-dispute', { id, outcome }, 'status')),
    unknownEvent: async () => void (await simulator.control('event', { type: 'INVOICING.INVOICE.PAID' })),
    forged: (webhook) => forged(webhook, simulator),
    async close() {
      await simulator.close()
      await receiver.close()
    },
  }
}

providerSuite('PayPal', stage)

describe('PayPal alone', () => {
  let simulator: PaypalSimulator | undefined
  before(async () => {
    simulator = await startPaypalSimulator()
  })
  after(() => simulator?.close())
  const running = (): PaypalSimulator => simulator ?? assert.fail('it does not run')
  const provider = (more: Partial<PaypalSettings> = {}) => createPaypalProvider({ ...settingsOf(running()), ...more })

  test('an order that was ended is not taken money of, though its payer agrees later', async () => {
    const input = inputOf({ currency: 'EUR' })
    const { fact, next } = await provider().submit(input)
    assert.equal(next.kind, 'redirect')
    await provider().cancel(fact.attemptRef)
    await answerPage(next.url, 'pay')
    const [now, ...more] = (await provider().read(fact.attemptRef)) ?? []
    assert.ok(now?.kind === 'attempt')
    assert.deepEqual([now.state, now.captured.minor, now.paymentId, more], ['canceled', 0n, input.paymentId, []])
  })

  test('a payer whose card had no money pays with another', async () => {
    const input = inputOf({ currency: 'EUR' })
    const { fact, next } = await provider().submit(input)
    assert.equal(next.kind, 'redirect')
    await answerPage(next.url, 'decline')
    const [first] = (await provider().read(fact.attemptRef)) ?? []
    assert.equal(first?.kind === 'attempt' && first.reason, 'INSTRUMENT_DECLINED')
    await answerPage(next.url, 'pay')
    const [second] = (await provider().read(fact.attemptRef)) ?? []
    assert.equal(second?.state, 'succeeded')
  })

  test('money whose answer was lost is taken once, and found by our payment', async () => {
    const input = inputOf({ currency: 'EUR' })
    const since = new Date()
    const { fact, next } = await provider().submit(input)
    assert.equal(next.kind, 'redirect')
    await answerPage(next.url, 'pay')
    await running().control('faults', { faults: [{ kind: 'cut-after', match: '/capture' }] })
    await assert.rejects(provider().read(fact.attemptRef), { name: 'ProviderUncertain' })
    const found = await provider().find(input.paymentId, since)
    assert.deepEqual(found, await provider().read(fact.attemptRef))
    assert.deepEqual(
      found?.map((one) => one.kind === 'attempt' && one.captured),
      [input.amount],
    )
  })

  test('a token that ended early is fetched anew, and wrong keys are a refusal', async () => {
    const own = provider()
    await own.submit(inputOf({ currency: 'EUR' }))
    await running().control('end-tokens')
    await own.submit(inputOf({ currency: 'EUR' }))
    const wrong = provider({ clientSecret: secret('wrong-canary') })
    await assert.rejects(wrong.submit(inputOf({ currency: 'EUR' })), (error: Error) => {
      assert.deepEqual([error.name, /canary/.test(String(error.stack))], ['ProviderRefusal', false])
      return true
    })
  })
})

describe("PayPal's certificate", () => {
  const webhook: RawWebhook = {
    body: Buffer.from('{}'),
    headers: {
      'paypal-auth-algo': 'SHA256withRSA',
      'paypal-transmission-id': '1',
      'paypal-transmission-time': '2026-01-01T00:00:00Z',
      'paypal-transmission-sig': 'AA==',
    },
    pathSecret: null,
    receivedAt: new Date('2026-01-01T00:00:10Z'),
  }
  const elsewhere = [
    'https://evil.example/cert.pem',
    'https://api.paypal.com.evil.example/cert.pem',
    'https://evilpaypal.com/cert.pem',
    'http://api.paypal.com/cert.pem',
    'https://api.paypal.com:8443/cert.pem',
    'https://api.paypal.com@evil.example/cert.pem',
    'https://evil.example/?paypal.com',
    'file:///etc/passwd',
    'not an address',
  ]
  for (const url of elsewhere) {
    test(`is not fetched from ${url}`, async () => {
      const live = createPaypalSignatures({ webhookId: 'W', apiBase: new URL('https://api-m.paypal.com') })
      // Nothing answers there: a fetch would leave the webhook in doubt.
      assert.equal(await live.objection(withHeaders(webhook, { 'paypal-cert-url': url })), 'signature')
    })
  }

  const served: Server[] = []
  after(() => Promise.all(served.map((server) => new Promise((resolve) => server.close(resolve)))))

  /** Answers everything with the certificate, or sends whoever asks on to where it is. */
  async function serve(pem: string, status = 200): Promise<{ base: URL; asked: () => number }> {
    let count = 0
    const server = createServer((incoming, response) => {
      count += 1
      const isThere = status === 200 || incoming.url === '/there'
      response
        .writeHead(isThere ? 200 : status, { connection: 'close', ...(isThere ? {} : { location: '/there' }) })
        .end(isThere ? pem : '')
    })
    served.push(server)
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    return { base: new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}`), asked: () => count }
  }
  function signedBy(certificate: SigningCertificate, url: URL): RawWebhook {
    const time = new Date().toISOString()
    const signature = certificate.sign(`1|${time}|W|${crc32(webhook.body)}`)
    const headers = {
      'paypal-cert-url': url.href,
      'paypal-transmission-time': time,
      'paypal-transmission-sig': signature,
    }
    return { ...withHeaders(webhook, headers), receivedAt: new Date() }
  }

  test('of a real host is refused when no authority stands behind it', async (t) => {
    const certificate = createCertificate()
    t.mock.method(globalThis, 'fetch', async () => new Response(certificate.pem))
    const live = createPaypalSignatures({ webhookId: 'W', apiBase: new URL('https://api-m.paypal.com') })
    const url = new URL('https://api.paypal.com/v1/notifications/certs/CERT-1')
    assert.equal(await live.objection(signedBy(certificate, url)), 'signature')
  })

  for (const [title, certificate, why] of [
    ["of another's name is refused", createCertificate('messages.evil.example'), 'signature'],
    ['that has ended is refused', createCertificate(undefined, -0.5), 'signature'],
    ['of its name is taken from a stand-in, and fetched once', createCertificate(), null],
  ] as const) {
    test(title, async () => {
      const { base, asked } = await serve(certificate.pem)
      const standIn = createPaypalSignatures({ webhookId: 'W', apiBase: base })
      for (const _ of [1, 2]) assert.equal(await standIn.objection(signedBy(certificate, new URL('/cert', base))), why)
      assert.equal(asked(), 1)
    })
  }

  test('is not looked for where a redirect leads', async () => {
    const certificate = createCertificate()
    const { base, asked } = await serve(certificate.pem, 302)
    const standIn = createPaypalSignatures({ webhookId: 'W', apiBase: base })
    await assert.rejects(standIn.objection(signedBy(certificate, new URL('/cert', base))), {
      name: 'ProviderUncertain',
    })
    assert.equal(asked(), 1)
  })

  test('that cannot be had leaves the webhook in doubt, and is asked for again', async () => {
    const standIn = createPaypalSignatures({ webhookId: 'W', apiBase: new URL('http://127.0.0.1:1') })
    const signed = withHeaders(webhook, { 'paypal-cert-url': 'http://127.0.0.1:1/cert.pem' })
    await assert.rejects(standIn.objection(signed), { name: 'ProviderUncertain' })
  })
})

for (const [minor, currency, value] of [
  [1999n, 'USD', '19.99'],
  [5n, 'EUR', '0.05'],
  [500n, 'JPY', '500'],
  [120_000n, 'HUF', '1200'],
  [99_999_999_999n, 'GBP', '999999999.99'],
] as const) {
  test(`${minor} of ${currency} is sent as ${value}, and read back as it was`, () => {
    assert.deepEqual(inPaypalUnits(money(minor, currency)), { currency_code: currency, value })
    assert.deepEqual(ofPaypalUnits({ currency_code: currency, value }), money(minor, currency))
    checkPaypalAmount(money(minor, currency))
  })
}

for (const [minor, currency] of [
  [1250n, 'HUF'],
  [100n, 'KES'],
  [1000n, 'BHD'],
  [10n ** 13n, 'USD'],
] as const) {
  test(`${minor} of ${currency} is not asked of PayPal`, () => {
    assert.throws(() => checkPaypalAmount(money(minor, currency)), { code: 'payments/amount-not-payable' })
  })
}
