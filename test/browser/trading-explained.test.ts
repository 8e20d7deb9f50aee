import assert from 'node:assert/strict'
import { after, afterEach, before, describe, test } from 'node:test'
import type { Locator, Page } from 'playwright-core'
import { expectStatus } from '../support/music.ts'
import type { Person } from '../support/people.ts'
import { addAccount } from '../support/trading.ts'
import { recordsOf, type SeededAccount } from '../support/trading-analytics.ts'
import { accessibilityFaults, appears, browser, openStage, type Stage, type Visitor } from './stage.ts'

const TRADES = 40
const api = '/api/trading'

describe('explained figures of trading in the console', { skip: browser.skip }, () => {
  let stage: Stage
  let trader: Person
  let account: SeededAccount
  before(async () => {
    stage = await openStage({ environment: { PRODUCTS: 'trading' } })
    trader = await stage.server.people.signedIn('trader')
    const { db } = stage.server.app
    const query = <Row>(text: string, values: readonly unknown[] = []) =>
      db.raw(text, values) as Promise<unknown> as Promise<Row[]>
    const records = recordsOf({ query }, trader.id)
    account = await records.account()
    await records.seed(account, { seed: 7, n: TRADES })
  })
  afterEach(() => stage.quiet())
  after(() => stage.close())

  async function at(path: string, options: Parameters<Stage['visitor']>[0] = {}): Promise<Visitor> {
    const visitor = await stage.visitor(options)
    await visitor.signIn(trader)
    await visitor.open(path)
    await visitor.page.getByRole('status', { name: 'Loading' }).first().waitFor({ state: 'detached' })
    return visitor
  }
  const preview = (page: Page) => page.getByRole('group', { name: 'Where it comes from' })
  const tileOf = (page: Page, title: string) =>
    page
      .getByRole('region', { name: 'Key figures', exact: true })
      .locator('dl > div')
      .filter({ hasText: title })
      .first()
  const linkIn = (part: Locator) => part.locator('a[href^="/trading/figures/explain?"]').first()

  function countExplanations(page: Page): { readonly urls: string[] } {
    const urls: string[] = []
    page.on('request', (request) => {
      if (/\/api\/trading\/.*explain/.test(request.url())) urls.push(request.url())
    })
    return { urls }
  }

  /** Without the mouse. */
  async function reach(page: Page, link: Locator): Promise<void> {
    await page.mouse.move(0, 0)
    await page.keyboard.press('Shift')
    await link.focus()
  }

  test('show formula, sample size and first terms under the mouse, asked for once, and Escape closes it', async () => {
    const { page } = await at(`/trading/dashboard?account=${account.id}`)
    const { groups } = expectStatus(await trader.http.get(`${api}/analytics/summary?account=${account.id}`), 200)
    const { wins } = groups[0]
    const link = linkIn(tileOf(page, 'Win rate'))
    const asked = countExplanations(page)
    await link.hover()
    const shown = preview(page)
    assert.ok(await appears(shown.getByText(`W / N = ${wins} / ${TRADES} = ${wins / TRADES}`)))
    assert.ok(await appears(shown.getByText(`W, Won: ${wins}`)))
    assert.ok(await appears(shown.getByText(`Trades behind it: ${TRADES}`)))
    assert.equal(await link.getAttribute('aria-describedby'), await shown.getAttribute('id'))
    assert.deepEqual(await accessibilityFaults(page), [])
    await page.keyboard.press('Escape')
    await shown.waitFor({ state: 'detached' })
    await page.mouse.move(0, 0)
    await link.hover()
    await shown.waitFor()
    // The pointer may go onto it, and from there to all of it.
    await shown.getByRole('link', { name: 'Full explanation' }).click()
    await page.getByRole('heading', { name: 'Win rate', level: 1 }).waitFor()
    assert.ok(await appears(page.getByRole('region', { name: 'Trades behind it', exact: true })))
    assert.equal(asked.urls.filter((url) => url.includes('limit=3')).length, 1)
  })

  test('show the same when the keyboard reaches them, and the next Tab leads into it', async () => {
    const { page } = await at(`/trading/dashboard?account=${account.id}`)
    const link = linkIn(tileOf(page, 'Profit factor'))
    const asked = countExplanations(page)
    await reach(page, link)
    await preview(page).getByText('sumWon / -sumLost').waitFor()
    assert.equal(asked.urls.length, 1)
    await page.keyboard.press('Tab')
    const full = preview(page).getByRole('link', { name: 'Full explanation' })
    assert.equal(await full.evaluate((link) => link.matches(':focus')), true)
    await page.keyboard.press('Escape')
    await preview(page).waitFor({ state: 'detached' })
    assert.equal(await link.evaluate((one) => one.matches(':focus')), true)
    await page.keyboard.press('Tab')
    await page.keyboard.press('Shift+Tab')
    await preview(page).waitFor()
    await page.keyboard.press('Shift+Tab')
    await preview(page).waitFor({ state: 'detached' })
  })

  test('are just followed by a finger', async () => {
    const { page } = await at(`/trading/dashboard?account=${account.id}`, { hasTouch: true })
    const [link, other] = [linkIn(tileOf(page, 'Win rate')), linkIn(tileOf(page, 'Profit factor'))]
    await link.dispatchEvent('pointermove', { pointerType: 'touch', bubbles: true })
    // What the finger had opened would be there before what the mouse opens after it.
    await other.hover()
    await preview(page).getByText('sumWon / -sumLost').waitFor()
    assert.equal(await preview(page).count(), 1)
    await link.tap()
    await page.getByRole('heading', { name: 'Win rate', level: 1 }).waitFor()
    await page.getByRole('region', { name: 'Trades behind it', exact: true }).waitFor()
    assert.equal(await preview(page).count(), 0)
  })

  test('of a trade lead to its lots, and show the first of them before', async () => {
    const own = await addAccount(trader, { openingBalance: '10000' })
    const fill = (side: 'buy' | 'sell', minute: number, price: string) => ({
      ...{ instrument: { symbol: 'SHOWN', assetClass: 'stock' }, side, quantity: '10', price, fees: '1' },
      executedAt: new Date(Date.UTC(2026, 2, 2, 15, minute)).toISOString(),
    })
    const items = [fill('buy', 0, '200'), fill('sell', 30, '205')]
    expectStatus(await trader.http.post(`${api}/executions/bulk`, { accountId: own.id, items }), 201)
    const [{ id }] = expectStatus(await trader.http.get(`${api}/trades?symbol=SHOWN`), 200).items
    const { page } = await at(`/trading/trades/${id}`)
    const asked = countExplanations(page)
    const net = page.locator('a[href$="#explained"]').filter({ hasText: '+US$48.00' })
    await net.hover()
    assert.ok(await appears(preview(page).getByText('50 - (1) - (1) = 48 USD')))
    assert.ok(await appears(preview(page).getByText('Lots behind it: 1')))
    assert.ok(await appears(preview(page).getByText('50 - 1 - 1 = 48')))
    await page.keyboard.press('Escape')
    await preview(page).waitFor({ state: 'detached' })
    await page.locator('a[href$="#explained"]').filter({ hasText: '+US$50.00' }).hover()
    assert.ok(await appears(preview(page).getByText('(205 - 200) * 10 * 1 = 50')))
    assert.equal(asked.urls.length, 1)
    await preview(page).getByRole('link', { name: 'Full explanation' }).click()
    const lots = page.getByRole('list', { name: 'Lots explained' })
    assert.ok(await appears(lots.getByText('50 - 1 - 1 = 48')))
    assert.deepEqual(await accessibilityFaults(page), [])
  })

  test('of an account lead over what each day brought to its fills, and those of a risk profile to points', async () => {
    const own = await addAccount(trader, { name: 'Held', openingBalance: '10000', timeZone: 'UTC' })
    const fill = { instrument: { symbol: 'HELD', assetClass: 'stock' }, side: 'buy', quantity: '10', price: '200' }
    const items = [{ ...fill, fees: '1', executedAt: '2026-03-02T15:00:00Z' }]
    expectStatus(await trader.http.post(`${api}/executions/bulk`, { accountId: own.id, items }), 201)
    const { page } = await at(`/trading/accounts/${own.id}`)
    const cash = page.locator('a[href^="/trading/explained?"][href*="cash"]')
    await cash.hover()
    assert.ok(await appears(preview(page).getByText('10000 + sum(amount) = 7999')))
    assert.ok(await appears(preview(page).getByText('Days behind it: 1')))
    await preview(page).getByRole('link', { name: 'Full explanation' }).click()
    await page.getByRole('heading', { name: 'Cash', level: 1, exact: true }).waitFor()
    await page.getByRole('link', { name: 'Fills of 2026-03-02' }).click()
    const rows = page.getByRole('region', { name: 'Fills and cash behind it' }).getByRole('row')
    assert.ok(await appears(rows.getByText('1 buy HELD')))
    assert.ok(await appears(rows.getByRole('link', { name: 'Trade' })))
    assert.deepEqual(await accessibilityFaults(page), [])

    const rules = { drawdown: { kind: 'static', amount: '500', lockAt: null }, bestDayPercent: null, daysMin: null }
    const profile = expectStatus(
      await trader.http.post(`${api}/risk-profiles`, {
        ...{ accountId: own.id, name: 'Limits', startsOn: '2026-03-01', startBalance: null, dailyLoss: null },
        ...{ ...rules, profitTarget: null, warnAtPercent: 80, usesMarks: false },
      }),
      201,
    )
    const risk = (await at(`/trading/risk/${profile.id}`)).page
    await reach(risk, risk.locator('a[href^="/trading/explained?"][href*="drawdown"]').last())
    assert.ok(await appears(preview(risk).getByText('last(equity) - last(floor) = 500')))
  })

  test('of a playbook lead from the score of its rules to the trades and what each rule says of them', async () => {
    const rules = [{ id: 'side', kind: 'side', side: 'long' }]
    const made = await trader.http.post(`${api}/playbooks`, { name: 'Opening', rules })
    const { id } = expectStatus(made, 201)
    await stage.server.app.db.raw('UPDATE trading.trade_note SET playbook_id = $1 WHERE account_id = $2', [
      id,
      account.id,
    ])
    await stage.server.app.db.raw('UPDATE trading.account SET generation = generation + 1 WHERE id = $1', [account.id])
    const told = expectStatus(await trader.http.get(`${api}/playbooks/${id}/adherence`), 200)
    const { passed, failed } = told
    assert.ok(passed > 0 && failed > 0)
    const { page } = await at(`/trading/playbooks/${id}?account=${account.id}`)
    const adherence = page.getByRole('region', { name: 'Adherence', exact: true })
    await adherence.locator(`a[href*="/explain?"][href*="score"]`).first().hover()
    const filled = `${passed} / (${passed} + ${failed}) = ${passed / (passed + failed)}`
    assert.ok(await appears(preview(page).getByText(filled)))
    assert.ok(await appears(preview(page).getByText(`Trades behind it: ${told.trades}`)))
    await preview(page).getByRole('link', { name: 'Full explanation' }).click()
    await page.getByRole('heading', { name: 'Adherence', level: 1 }).waitFor()
    assert.ok(await appears(page.getByText(filled, { exact: true })))
    const rows = page.getByRole('region', { name: 'Trades behind it', exact: true }).getByRole('row')
    await rows.nth(told.trades).waitFor()
    assert.deepEqual(await accessibilityFaults(page), [])

    const dashboard = (await at(`/trading/dashboard?account=${account.id}`)).page
    const cost = dashboard.locator(`a[href*="${id}/explain?"][href*="costOfMistakes"]`)
    await cost.click()
    await dashboard.getByRole('heading', { name: 'Cost of mistakes', level: 1 }).waitFor()
    const sum = `sum(where(net, broken)) = ${told.money[0].costOfMistakes}`
    assert.ok(await appears(dashboard.getByText(sum, { exact: true })))
  })
})
