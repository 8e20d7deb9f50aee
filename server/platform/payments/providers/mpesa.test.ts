import assert from 'node:assert/strict'
import { BlockList } from 'node:net'
import { after, before, describe, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { secret } from '../../../kernel/config/secret.ts'
import { money } from '../../../kernel/money.ts'
import { type MpesaSimulator, startMpesaSimulator } from '../../../simulators/mpesa/simulator.ts'
import { type Fact, ProviderRefusal, type RawWebhook } from '../provider.ts'
import { createMpesaProvider, type MpesaSettings } from './mpesa.ts'
import { callbackSegment } from './mpesa-callback.ts'
import { inputOf, providerSuite } from './provider-suite.test-support.ts'
import type { Stage } from './stage.test-support.ts'
import { startWebhookReceiver, type WebhookReceiver } from './webhook-receiver.test-support.ts'

const HASTY_MS = 700
const SLOW_MS = 1500
const CALLBACK_SECRET = secret('a callback secret of 32 characters')

function settingsOf(simulator: MpesaSimulator, receiver: WebhookReceiver): MpesaSettings {
  const allowedIps = new BlockList()
  allowedIps.addSubnet('127.0.0.0', 8, 'ipv4')
  return {
    consumerKey: secret(simulator.consumerKey),
    consumerSecret: secret(simulator.consumerSecret),
    shortcode: simulator.shortcode,
    passkey: secret(simulator.passkey),
    callbackSecret: CALLBACK_SECRET,
    allowedIps,
    apiBase: new URL(simulator.url),
    callbackBase: new URL(`${receiver.url}/api/payments/webhooks/daraja/`),
  }
}

interface Pushed {
  readonly checkoutRequestId: string
  readonly accountReference: string
  readonly callbackUrl: string
}

/** What M-Pesa calls it. */
const idOf = ({ attemptRef }: Fact): string => attemptRef.split('.')[0] ?? ''
const pushesOf = async (simulator: MpesaSimulator) => (await simulator.control('pushes')) as Pushed[]

async function stage(): Promise<Stage> {
  const receiver = await startWebhookReceiver()
  const simulator = await startMpesaSimulator()
  const answerOf = async (id: string, code: number) => void (await simulator.control('answer', { id, code }))
  return {
    provider: createMpesaProvider(settingsOf(simulator, receiver)),
    hasty: createMpesaProvider({ ...settingsOf(simulator, receiver), timeoutMs: HASTY_MS }),
    currency: 'KES',
    secrets: [simulator.passkey, simulator.consumerSecret, '254708374149', CALLBACK_SECRET.reveal()],
    received: receiver.received,
    pay: ({ fact }, how) => answerOf(idOf(fact), how === undefined ? 0 : 1),
    async payLost(paymentId) {
      const pushed = (await pushesOf(simulator)).find(({ callbackUrl }) => callbackUrl.includes(`/${paymentId}.`))
      await answerOf(pushed?.checkoutRequestId ?? assert.fail('nothing was pushed'), 0)
    },
    fault: async (kind, match) => void (await simulator.control('faults', { faults: [{ kind, match, ms: SLOW_MS }] })),
    duplicateNext: async () => void (await simulator.control('faults', { faults: [{ kind: 'duplicate' }] })),
    settle: async () => void (await simulator.control('settle')),
    attemptsOf: async (paymentId) =>
      (await pushesOf(simulator)).filter(({ callbackUrl }) => callbackUrl.includes(`/${paymentId}.`)).length,
    submitPath: 'POST /mpesa/stkpush',
    traits: { waiting: 'processing', declined: 'failed', canceled: 'processing', keyed: false },
    forged: (webhook) => {
      const other = callbackSegment(secret('another secret of thirty two chars'), {
        paymentId: 'p',
        amount: money(20_000n, 'KES'),
      })
      const grown = (webhook.pathSecret ?? '').replace('.20000.', '.30000.')
      const { from: _, ...unnamed } = webhook
      const at = (pathSecret: string | null): RawWebhook => ({ ...webhook, pathSecret })
      return [
        ['a guessed address', at('guessed'), 'signature'],
        ['no secret in the address', at(null), 'signature'],
        ['an address made with another secret', at(other), 'signature'],
        ['an address for another amount', at(grown), 'signature'],
        ['from an address that is not allowed', { ...webhook, from: '203.0.113.7' }, 'signature'],
        ['from nobody knows where', unnamed, 'signature'],
        ['no JSON', { ...webhook, body: Buffer.from('{') }, 'malformed'],
        ['no callback', { ...webhook, body: Buffer.from('{"Body":{}}') }, 'malformed'],
      ]
    },
    async close() {
      await simulator.close()
      await receiver.close()
    },
  }
}

providerSuite('M-Pesa', stage)

describe('M-Pesa alone', () => {
  let simulator: MpesaSimulator | undefined
  let receiver: WebhookReceiver | undefined
  before(async () => {
    simulator = await startMpesaSimulator()
    receiver = await startWebhookReceiver()
  })
  after(() => Promise.all([simulator?.close(), receiver?.close()]))
  const running = () => ({ simulator: simulator ?? assert.fail(), receiver: receiver ?? assert.fail() })
  const provider = (more: Partial<MpesaSettings> = {}) =>
    createMpesaProvider({ ...settingsOf(running().simulator, running().receiver), ...more })

  test('a report is a hint: the query is what counts, though the sandbox denies what was paid', async () => {
    const input = inputOf({ currency: 'KES' })
    const { fact } = await provider().submit(input)
    await running().simulator.control('query-lies', { id: idOf(fact), code: 1037 })
    await running().simulator.control('answer', { id: idOf(fact) })
    await running().simulator.control('settle')
    const told = await provider().verify(running().receiver.received.at(-1) ?? assert.fail())
    assert.ok(told.kind === 'unsigned')
    const [reported] = told.facts
    assert.ok(reported?.kind === 'attempt')
    assert.deepEqual(
      [reported.state, reported.captured, reported.paymentId],
      ['succeeded', input.amount, input.paymentId],
    )
    const [asked] = (await provider().read(fact.attemptRef)) ?? []
    assert.deepEqual([asked?.state, asked?.kind === 'attempt' && asked.captured.minor], ['expired', 0n])
  })

  for (const [code, state] of [
    [1, 'failed'],
    [1032, 'canceled'],
    [1037, 'expired'],
    [2001, 'failed'],
  ] as const) {
    test(`a push that ends with ${code} is ${state}, by the report as by the query`, async () => {
      const input = inputOf({ currency: 'KES' })
      const { fact } = await provider().submit(input)
      await running().simulator.control('answer', { id: idOf(fact), code })
      await running().simulator.control('settle')
      const told = await provider().verify(running().receiver.received.at(-1) ?? assert.fail())
      assert.ok(told.kind === 'unsigned')
      const [asked] = (await provider().read(fact.attemptRef)) ?? []
      assert.deepEqual([told.facts[0]?.state, asked?.state], [state, state])
      assert.deepEqual({ ...told.facts[0], paymentId: null }, asked)
    })
  }

  test('a request that is repeated pushes again: there is no key against it', async () => {
    const input = inputOf({ currency: 'KES' })
    const [first, second] = [await provider().submit(input), await provider().submit(input)]
    assert.notEqual(first.fact.attemptRef, second.fact.attemptRef)
    const references = (await pushesOf(running().simulator)).slice(-2).map(({ accountReference }) => accountReference)
    assert.deepEqual(references, Array(2).fill(input.paymentId.replaceAll('-', '').slice(-12)))
  })

  test('what was never sent is a refusal: nobody listens, or the keys are wrong', async () => {
    const nobody = provider({ apiBase: new URL('http://127.0.0.1:1') })
    await assert.rejects(nobody.submit(inputOf({ currency: 'KES' })), { name: 'ProviderRefusal', code: 'unreachable' })
    const wrong = provider({ consumerSecret: secret('wrong') })
    await assert.rejects(wrong.submit(inputOf({ currency: 'KES' })), { name: 'ProviderRefusal', code: '400.008.01' })
    const passkey = provider({ passkey: secret('wrong') })
    await assert.rejects(passkey.submit(inputOf({ currency: 'KES' })), {
      name: 'ProviderRefusal',
      code: '500.001.1001',
    })
  })

  test('a server that went away is a refusal, since the push never left', async () => {
    const own = await startMpesaSimulator()
    const provider = createMpesaProvider(settingsOf(own, running().receiver))
    await provider.submit(inputOf({ currency: 'KES' }))
    await own.close()
    await sleep(20)
    await assert.rejects(provider.submit(inputOf({ currency: 'KES' })), {
      name: 'ProviderRefusal',
      code: 'unreachable',
    })
  })

  test('a token that ended early is fetched anew', async () => {
    const own = provider()
    await own.submit(inputOf({ currency: 'KES' }))
    await running().simulator.control('end-tokens')
    const { fact } = await own.submit(inputOf({ currency: 'KES' }))
    assert.match(fact.attemptRef, /^ws_CO_/)
  })

  for (const [minor, currency] of [
    [20_050n, 'KES'],
    [20_000n, 'USD'],
    [25_000_100n, 'KES'],
  ] as const) {
    test(`${minor} of ${currency} is refused before a push`, async () => {
      const before = (await pushesOf(running().simulator)).length
      const input = { ...inputOf({ currency: 'KES' }), amount: money(minor, currency) }
      assert.throws(() => provider().checkAmount(input.amount), { code: 'payments/amount-not-payable' })
      await assert.rejects(provider().submit(input), { code: 'payments/amount-not-payable' })
      assert.equal((await pushesOf(running().simulator)).length, before)
    })
  }

  test('a telephone that M-Pesa does not reach is refused, and is not repeated', async () => {
    const input = { ...inputOf({ currency: 'KES' }), phone: '4915112345678' }
    await assert.rejects(provider().submit(input), (error: Error) => {
      assert.ok(error instanceof ProviderRefusal)
      assert.doesNotMatch(error.message, /\d{7}/)
      return true
    })
  })
})
