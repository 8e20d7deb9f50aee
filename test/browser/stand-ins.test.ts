import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { type Browser, chromium, type Page } from 'playwright-core'
import { secret } from '../../server/kernel/config/secret.ts'
import { money } from '../../server/kernel/money.ts'
import type { SubmitInput } from '../../server/platform/payments/provider.ts'
import { createPaypalProvider } from '../../server/platform/payments/providers/paypal.ts'
import { createStripeProvider } from '../../server/platform/payments/providers/stripe.ts'
import { type PaypalSimulator, startPaypalSimulator } from '../../server/simulators/paypal/simulator.ts'
import { type StripeSimulator, startStripeSimulator } from '../../server/simulators/stripe/simulator.ts'
import { requirement } from '../support/requirements.ts'

const browser = requirement('chromium')

describe('a payer at the pages of the stand-ins', { skip: browser.present ? false : browser.skip }, () => {
  let chrome: Browser | undefined
  let stripe: StripeSimulator | undefined
  let paypal: PaypalSimulator | undefined
  let page: Page
  const complaints: string[] = []

  before(async () => {
    assert.ok(browser.present)
    stripe = await startStripeSimulator()
    paypal = await startPaypalSimulator()
    const asRoot = process.getuid?.() === 0 ? ['--no-sandbox'] : []
    chrome = await chromium.launch({ executablePath: browser.path, args: asRoot })
    page = await chrome.newPage()
    page.on('pageerror', (error) => complaints.push(error.message))
    page.on('console', (message) => complaints.push(message.text()))
  })
  after(async () => {
    await chrome?.close()
    await Promise.all([stripe?.close(), paypal?.close()])
  })

  const inputOf = (returnUrl: string): SubmitInput => ({
    paymentId: crypto.randomUUID(),
    providerKey: crypto.randomUUID(),
    amount: money(2000n, 'USD'),
    description: 'Consultation',
    email: 'ada@example.org',
    phone: null,
    returnUrl: new URL(returnUrl),
  })
  function stripeProvider() {
    assert.ok(stripe !== undefined)
    const { secretKey, publishableKey, webhookSecret, url } = stripe
    const keys = { secretKey: secret(secretKey), webhookSecrets: [secret(webhookSecret)] }
    return { url, provider: createStripeProvider({ ...keys, publishableKey, apiBase: new URL(url) }) }
  }

  for (const [card, bank, state] of [
    ['4242 4242 4242 4242', null, 'succeeded'],
    ['4000 0027 6000 3184', 'Complete', 'succeeded'],
    ['4000 0027 6000 3184', 'Fail', 'requires_action'],
  ] as const) {
    test(`pays by ${card}${bank === null ? '' : `, and the bank is told to ${bank.toLowerCase()}`}`, async () => {
      const { url, provider } = stripeProvider()
      const back = `${url}/_card?back=${bank}`
      const { fact, next } = await provider.submit(inputOf(back))
      assert.equal(next.kind, 'card-form')
      const asked = { client_secret: next.clientSecret, publishable_key: String(next.publishableKey), return_url: back }
      await page.goto(`${url}/_card?${new URLSearchParams(asked)}`)
      await page.getByLabel('Card number').fill(card)
      await page.getByRole('button', { name: 'Pay' }).click()
      if (bank !== null) await page.getByRole('button', { name: bank }).click()
      await page.waitForURL(/_card\?back=/)
      assert.equal((await provider.read(fact.attemptRef))?.[0]?.state, state)
    })
  }

  test("pays on PayPal's page", async () => {
    assert.ok(paypal !== undefined)
    const { clientId, clientSecret, webhookId, url } = paypal
    const provider = createPaypalProvider({
      clientId,
      clientSecret: secret(clientSecret),
      webhookId,
      apiBase: new URL(url),
    })
    const { fact, next } = await provider.submit(inputOf(`${url}/checkoutnow?paid=1`))
    assert.equal(next.kind, 'redirect')
    await page.goto(next.url)
    await page.getByRole('button', { name: 'Pay', exact: true }).click()
    await page.waitForURL(/paid=1&token=/)
    assert.equal((await provider.read(fact.attemptRef))?.[0]?.state, 'succeeded')
  })

  test('no page complained', () => assert.deepEqual(complaints, []))
})
