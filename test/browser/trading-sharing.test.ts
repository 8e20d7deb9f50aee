import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { after, afterEach, before, describe, test } from 'node:test'
import type { Page } from 'playwright-core'
import { newId } from '../../server/kernel/id.ts'
import { expectStatus } from '../support/music.ts'
import type { Person } from '../support/people.ts'
import { addAccount, addTrader } from '../support/trading.ts'
import { accessibilityFaults, appears, browser, openStage, type Stage, type Visitor } from './stage.ts'

const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true }

describe('what leaves a trading journal', { skip: browser.skip }, () => {
  let stage: Stage
  let trader: Person
  let accountId = ''
  before(async () => {
    stage = await openStage({ environment: { PRODUCTS: 'trading' } })
    trader = await addTrader(stage.server)
    accountId = (await addAccount(trader, { openingBalance: '10000' })).id
    const instrument = { symbol: 'AAPL', assetClass: 'stock', currency: 'USD' }
    const prices = ['100.1', '103.7', '98.9', '91.3', '95', '99.4']
    const items = prices.map((price, at) => ({
      ...{ instrument, side: at % 2 === 0 ? 'buy' : 'sell', quantity: '37', price, fees: '0.35' },
      executedAt: `2024-01-${String(at + 2).padStart(2, '0')}T15:00:00Z`,
    }))
    expectStatus(await trader.http.post('/api/trading/executions/bulk', { accountId, items }), 201)
  })
  afterEach(() => stage.quiet())
  after(() => stage.close())

  async function at(path: string, viewport = { width: 1280, height: 800 }): Promise<Visitor> {
    const visitor = await stage.visitor()
    await visitor.signIn(trader)
    await visitor.page.setViewportSize(viewport)
    await visitor.open(path)
    return visitor
  }

  async function isRight(page: Page): Promise<void> {
    assert.deepEqual(await accessibilityFaults(page), [])
    const wider = await page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth')
    assert.equal(wider, 0, 'nothing is wider than the screen')
  }

  async function share(page: Page, title: string): Promise<string> {
    await page.getByRole('button', { name: 'Share results' }).click()
    await page.getByRole('button', { name: 'Make the link' }).click()
    assert.ok(await appears(page.getByText('Enter what it is about')))
    await page.getByLabel('Title').fill(title)
    await page.getByLabel('Shows').selectOption('trades')
    await page.getByRole('button', { name: 'Make the link' }).click()
    const url = (await page.locator('code').textContent()) ?? ''
    await page.getByRole('button', { name: 'Done' }).click()
    return new URL(url).pathname + new URL(url).hash
  }

  test('a period is reported on the page, as a file, and by mail when it is asked for', async () => {
    const { page } = await at('/trading/reports?from=2024-01-01&to=2024-01-31')
    assert.ok(await appears(page.getByRole('link', { name: 'The report as PDF' })))
    await isRight(page)
    for (const [kind, start] of [
      ['PDF', '%PDF-'],
      ['CSV', 'currency,of,key'],
      ['JSON', '{"madeAt"'],
    ] as const) {
      const downloading = page.waitForEvent('download')
      await page.getByRole('link', { name: `The report as ${kind}` }).click()
      const file = await downloading
      assert.equal(file.suggestedFilename(), `trading-2024-01-01-to-2024-01-31.${kind.toLowerCase()}`)
      assert.ok((await readFile(await file.path())).toString('latin1').startsWith(start), kind)
    }
    const monthly = page.getByRole('switch', { name: 'Each month, on its first day, of Main' })
    await monthly.click()
    assert.ok(await appears(page.getByText('You get the report by mail.')))
    await page.reload()
    await page.getByRole('switch', { name: 'Each month, on its first day, of Main', checked: true }).waitFor()
    await page.setViewportSize(PHONE.viewport)
    await page.getByLabel('Period').selectOption('Last month')
    assert.ok(await appears(page.getByRole('link', { name: 'The report as PDF' })))
    await isRight(page)
  })

  test('a link is made, seen on a phone without an account or a size, and shows nothing once it is revoked', async () => {
    const { page } = await at('/trading/shares')
    assert.ok(await appears(page.getByText('Nothing is shared')))
    const path = await share(page, 'My January')
    assert.ok(await appears(page.getByText('Nobody has looked yet')))
    await page.getByRole('button', { name: 'Let support look for a day' }).click()
    assert.ok(await appears(page.getByText('Support may look until')))
    await isRight(page)
    await page.getByRole('button', { name: 'Let support look no more' }).click()
    assert.ok(await appears(page.getByRole('button', { name: 'Let support look for a day' })))

    const guest = await stage.visitor(PHONE)
    await guest.open(path)
    assert.ok(await appears(guest.page.getByRole('heading', { name: 'My January' })))
    assert.ok(await appears(guest.page.getByText('AAPL, long').first()))
    const shown = await guest.page.locator('main').innerText()
    assert.match(shown, /\+3\.58/)
    assert.doesNotMatch(shown, /\$|37|103\.7/, 'no size, no price and no amount')
    assert.equal(await guest.page.locator('meta[name=robots]').getAttribute('content'), 'noindex')
    await isRight(guest.page)

    await page.reload()
    assert.ok(await appears(page.getByText('Seen once')))
    await page.getByRole('button', { name: 'Revoke My January' }).click()
    await page.getByRole('button', { name: 'Revoke', exact: true }).click()
    assert.ok(await appears(page.getByText('Nothing is shared')))
    await guest.page.reload()
    assert.ok(await appears(guest.page.getByText('There is nothing shared here, or not any more')))
  })

  test('a mentor is invited, accepts, comments on a trade, and is removed', async () => {
    const mentor = await addTrader(stage.server)
    const { page } = await at('/trading/mentors')
    assert.ok(await appears(page.getByText('You have no mentors')))
    await page.getByLabel('E-mail address').fill(mentor.email)
    await page.getByRole('button', { name: 'Invite', exact: true }).click()
    assert.ok(await appears(page.getByText('not accepted')))
    await isRight(page)
    await stage.server.jobsIdle()

    const other = await stage.visitor()
    await other.signIn(mentor)
    await other.page.setViewportSize(PHONE.viewport)
    await other.open('/trading/mentoring')
    await other.page.getByRole('button', { name: 'Accept A person' }).click()
    await other.page.getByRole('link', { name: 'A person' }).click()
    assert.ok(await appears(other.page.getByText('No entries yet')))
    await isRight(other.page)
    await other.page.getByRole('link', { name: 'AAPL, long' }).first().click()
    assert.ok(await appears(other.page.getByText('Bought')))
    await other.page.getByLabel('Comment', { exact: true }).fill('Wait for the close')
    await other.page.getByRole('button', { name: 'Comment', exact: true }).click()
    assert.ok(await appears(other.page.getByRole('list', { name: 'Comments' }).getByText('Wait for the close')))
    await other.page.getByRole('button', { name: 'Change', exact: true }).click()
    await other.page.getByLabel('Changed comment').fill('Wait for the close of the day')
    await other.page.getByRole('button', { name: 'Save', exact: true }).click()
    assert.ok(await appears(other.page.getByText('Wait for the close of the day')))
    await isRight(other.page)

    const [, tradeId = ''] = other.page.url().split('/trades/')
    const reader = await at(`/trading/trades/${tradeId}`)
    assert.ok(await appears(reader.page.getByText('Wait for the close of the day')))
    await stage.server.app.db.raw(
      `INSERT INTO trading.alert_event (id, owner_id, account_id, title, raised_at, in_app) VALUES ($1, $2, $3, 'Watch', now(), true)`,
      [newId(), trader.id, accountId],
    )
    await reader.page.reload()
    assert.ok(await appears(reader.page.getByRole('link', { name: 'Alerts 1 unread' })))
    await page.reload()
    await page.getByRole('button', { name: 'Remove A person' }).click()
    await page.getByRole('button', { name: 'Remove', exact: true }).click()
    assert.ok(await appears(page.getByText('You have no mentors')))
    await other.page.goto(new URL('/trading/mentoring', other.page.url()).href)
    assert.ok(await appears(other.page.getByText('You mentor nobody')))
  })

  test('an account is downloaded and brought in again, and a file that is none is refused', async () => {
    const { page } = await at('/trading/exports', PHONE.viewport)
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: 'Account file of Main' }).click(),
    ])
    assert.equal(download.suggestedFilename(), 'Main.account.txt')
    const buffer = await readFile(await download.path())
    await page
      .getByLabel('Account file', { exact: true })
      .setInputFiles({ name: 'Main.account.txt', mimeType: 'text/plain', buffer })
    await page.getByLabel('Name of the new account').fill('Copy')
    await page.getByRole('button', { name: 'Bring it in' }).click()
    await stage.server.jobsIdle()
    assert.ok(await appears(page.getByText('6 executions, 0 cash movements.')))
    assert.ok(await appears(page.getByRole('link', { name: 'Account file of Copy' })))
    const { items } = expectStatus(await trader.http.get('/api/trading/accounts'), 200)
    assert.deepEqual(
      items.map(({ name }: { name: string }) => name),
      ['Main', 'Copy'],
    )

    const other = { name: 'trades.txt', mimeType: 'text/plain', buffer: Buffer.from('Symbol,Side\n') }
    await page.getByLabel('Account file', { exact: true }).setInputFiles(other)
    await page.getByRole('button', { name: 'Bring it in' }).click()
    await stage.server.jobsIdle()
    assert.ok(await appears(page.getByText('This is no file of an account.')))
    await isRight(page)
  })

  test('the plan says what is used, what is left and what is beyond', async () => {
    const admin = await stage.server.people.signedIn('administrator')
    const path = '/api/settings/trading-plan'
    expectStatus(await admin.http.put(path, { value: { plan: 'free' }, version: 0 }), 200)
    const { period } = expectStatus(await trader.http.get('/api/trading/usage'), 200)
    const items = Array.from({ length: 12 }, (_, place) => ({
      ...{ instrument: { symbol: `P${place}X`, assetClass: 'stock', currency: 'USD' }, side: 'buy', quantity: '1' },
      ...{ price: '10', executedAt: period.from },
    }))
    expectStatus(await trader.http.post('/api/trading/executions/bulk', { accountId, items }), 201)
    for (const name of ['Opening', 'Swing'])
      expectStatus(await trader.http.post('/api/trading/playbooks', { name, rules: [] }), 201)

    const { page } = await at('/trading/plan', PHONE.viewport)
    assert.ok(await appears(page.getByRole('heading', { name: 'Plan: Free' })))
    assert.ok(await appears(page.getByText('12 of 10')))
    assert.ok(await appears(page.getByText('2 beyond the limit. They are kept, and shown once the plan is raised.')))
    assert.ok(await appears(page.getByText('Archive one to make room for another.')))
    assert.equal(await page.getByRole('meter', { name: 'Journal entries' }).getAttribute('max'), '20')
    await isRight(page)

    const month = new Date(period.from).toLocaleDateString('en', { month: 'long', year: 'numeric', timeZone: 'UTC' })
    const hidden = page.getByText(`2 trades beyond your plan’s 10 of ${month} are hidden, and not counted here.`)
    await page.goto(new URL('/trading/trades', page.url()).href)
    assert.ok(await appears(hidden))
    await isRight(page)
    const [beyond] = await stage.server.app.db.raw<{ id: string }>(
      'SELECT beyond.id FROM trading.trades_beyond($1, 10) AS beyond (id)',
      [trader.id],
    )
    await page.goto(new URL(`/trading/trades/${beyond?.id}`, page.url()).href)
    assert.ok(await appears(page.getByText('This trade is beyond what the plan shows')))
    await page.getByRole('main').getByRole('link', { name: 'Plan and usage' }).click()
    assert.ok(await appears(page.getByRole('heading', { name: 'Hidden trades' })))
    expectStatus(await admin.http.put(path, { value: { plan: 'unlimited' }, version: 1 }), 200)
    await page.reload()
    assert.ok(await appears(page.getByText('12, no limit')))
    await isRight(page)
  })
})
