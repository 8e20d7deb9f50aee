import assert from 'node:assert/strict'
import { after, afterEach, before, beforeEach, describe, test } from 'node:test'
import type { Page } from 'playwright-core'
import { type StripeSimulator, startStripeSimulator } from '../../server/simulators/stripe/simulator.ts'
import { expectStatus } from '../support/music.ts'
import type { Person } from '../support/people.ts'
import { environmentOf } from '../support/stripe.ts'
import { addAccount, addTrader } from '../support/trading.ts'
import { accessibilityFaults, appears, browser, openStage, type Stage, type Visitor } from './stage.ts'

const PHONE = { width: 390, height: 844 }
const DESK = { width: 1280, height: 800 }
const PLANS = [
  { name: 'club', title: 'Club', tradesOpened: 11, activePlaybooks: 4 },
  { name: 'pro', title: 'Pro', journalEntries: 200, price: { minor: '1999', currency: 'USD' }, interval: 'month' },
]

describe('the plan of a trader', { skip: browser.skip }, () => {
  let stage: Stage
  let stripe: StripeSimulator
  let trader: Person
  before(async () => {
    stripe = await startStripeSimulator()
    const environment = { PRODUCTS: 'trading', ...environmentOf(stripe) }
    stage = await openStage({ environment, providers: [stripe.url] })
    await stripe.control('webhook', { url: `${stage.server.url}/api/payments/webhooks/stripe` })
    const admin = await stage.server.people.signedIn('administrator')
    const say = async (key: string, value: object) =>
      expectStatus(await admin.http.put(`/api/settings/${key}`, { value, version: 0 }), 200)
    await say('trading-plan', { plan: 'free' })
    await say('trading-plans', { plans: PLANS })
  })
  beforeEach(async () => {
    trader = await addTrader(stage.server)
  })
  afterEach(() => stage.quiet())
  after(async () => {
    await stripe?.close()
    await stage?.close()
  })

  async function at(path: string): Promise<Visitor> {
    const visitor = await stage.visitor()
    await visitor.signIn(trader)
    await visitor.page.setViewportSize(DESK)
    await visitor.open(path)
    return visitor
  }

  /** In light and dark, on a desk and on a phone. */
  async function isRight(page: Page, name: string): Promise<void> {
    for (const colorScheme of ['light', 'dark'] as const)
      for (const size of [DESK, PHONE]) {
        await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
        await page.setViewportSize(size)
        assert.deepEqual(await accessibilityFaults(page), [], `${name} ${colorScheme} ${size.width}`)
        const wider = await page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth')
        assert.equal(wider, 0, `${name} at ${size.width}`)
      }
  }

  /** Opens and closes this many trades in the running month. */
  async function openTrades(count: number): Promise<string> {
    const { id: accountId } = await addAccount(trader, { openingBalance: '10000' })
    const { period } = expectStatus(await trader.http.get('/api/trading/usage'), 200)
    const closedAt = new Date(Date.parse(period.from) + 60_000).toISOString()
    const items = Array.from({ length: count }, (_, place) => {
      const instrument = { symbol: `P${place}X`, assetClass: 'stock', currency: 'USD' }
      const entry = { instrument, side: 'buy', quantity: '1', price: '10', executedAt: period.from }
      return [entry, { ...entry, side: 'sell', price: '11', executedAt: closedAt }]
    }).flat()
    expectStatus(await trader.http.post('/api/trading/executions/bulk', { accountId, items }), 201)
    return new Date(period.from).toLocaleDateString('en', { month: 'long', year: 'numeric', timeZone: 'UTC' })
  }

  test('is chosen, paid by card, let end, and taken up again', async () => {
    const { page } = await at('/trading/plan')
    assert.ok(await appears(page.getByRole('heading', { name: 'Plan: Free' })))
    const plans = page.getByRole('list', { name: 'Plans' })
    assert.ok(await appears(plans.getByText('Pro: US$19.99 a month')))
    assert.ok(await appears(plans.getByText('Of a month, any number of trades and 200 journal entries')))
    await isRight(page, 'plan')
    await page.getByRole('button', { name: 'Choose Club' }).click()
    assert.ok(await appears(page.getByRole('heading', { name: 'Plan: Club' })))

    await page.getByRole('button', { name: 'Choose Pro' }).click()
    assert.ok(await appears(page.getByRole('heading', { name: 'Pay for Pro' })))
    assert.ok(await appears(page.getByText('It begins once it is paid.')))
    await page.getByRole('button', { name: 'Go on to the card' }).click()
    await page.getByLabel('Card number').fill('4242 4242 4242 4242')
    await page.getByLabel('Expiry').fill('12/34')
    await page.getByLabel('CVC').fill('123')
    await isRight(page, 'pay')
    await page.getByRole('button', { name: 'Pay US$19.99' }).click()
    assert.ok(await appears(page.getByRole('heading', { name: 'Plan: Pro' })))
    assert.ok(await appears(page.getByText('Nothing is charged by itself: we write to you before it ends.')))
    assert.equal(await page.getByRole('heading', { name: 'Pay for Pro' }).count(), 0)
    await isRight(page, 'paid')

    await page.getByRole('button', { name: 'Let Pro end, then Club' }).click()
    await page.getByRole('button', { name: 'Let it end' }).click()
    assert.ok(await appears(page.getByText('Then Club holds.')))
    assert.ok(await appears(plans.getByText('Yours afterwards')))
    await page.getByRole('button', { name: 'Pay for another month of Pro' }).click()
    assert.ok(await appears(page.getByText('It begins where the paid time ends.')))
    await isRight(page, 'again')

    await stage.server.app.db.raw(
      `UPDATE trading.subscription SET ends_with_period = false, starts_at = now() - interval '33 days', ends_at = now() - interval '2 days' WHERE owner_id = $1`,
      [trader.id],
    )
    await page.reload()
    assert.ok(await appears(page.getByText('Not paid any more')))
    assert.ok(await appears(page.getByText('Pay for another month by')))
    assert.ok(await appears(page.getByText('It begins where the paid time ended.')))
    await isRight(page, 'grace')
  })

  test('hides trades beyond it, says so wherever they are missing, and shows them under a wider one', async () => {
    const month = await openTrades(12)
    const hidden = `2 trades beyond your plan’s 10 of ${month} are hidden, and not counted here.`
    const { page } = await at('/trading/trades')
    for (const [name, path] of [
      ['trades', '/trading/trades'],
      ['dashboard', '/trading/dashboard'],
      ['exports', '/trading/exports'],
    ] as const) {
      await page.setViewportSize(DESK)
      await page.goto(new URL(path, page.url()).href)
      assert.ok(await appears(page.getByRole('status').getByText(hidden)), path)
      await isRight(page, `hidden-${name}`)
    }
    await page.getByRole('status').getByRole('link', { name: 'Plan and usage' }).click()
    assert.ok(await appears(page.getByText(`${month}`)))
    await page.getByRole('button', { name: 'Choose Club' }).click()
    assert.ok(await appears(page.getByText('12 of 11')))
    await page.goto(new URL('/trading/trades', page.url()).href)
    assert.ok(
      await appears(page.getByText(`1 trade beyond your plan’s 11 of ${month} is hidden, and not counted here.`)),
    )
  })
})
