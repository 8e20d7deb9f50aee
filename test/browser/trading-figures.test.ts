import assert from 'node:assert/strict'
import { after, afterEach, before, describe, test } from 'node:test'
import type { Locator, Page, Request } from 'playwright-core'
import { expectStatus } from '../support/music.ts'
import type { Person } from '../support/people.ts'
import { recordsOf, type SeededAccount } from '../support/trading-analytics.ts'
import { accessibilityFaults, appears, browser, openStage, type Stage, type Visitor } from './stage.ts'

const TRADES = 240
const LINKS_OF_A_KIND = 12

describe('the figures of trading in the console', { skip: browser.skip }, () => {
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
    await records.account({ currency: 'EUR' })
  })
  afterEach(() => stage.quiet())
  after(() => stage.close())

  async function at(path: string, options: Parameters<Stage['visitor']>[0] = {}): Promise<Visitor> {
    const visitor = await stage.visitor(options)
    await visitor.signIn(trader)
    await visitor.open(path)
    await shown(visitor.page)
    return visitor
  }
  const shown = (page: Page) => page.getByRole('status', { name: 'Loading' }).first().waitFor({ state: 'detached' })
  const answer = async (path: string) => expectStatus(await trader.http.get(`/api/trading/${path}`), 200)

  /** How many trades the list has for a link to it. */
  async function behind(href: string): Promise<number> {
    const asked = new URLSearchParams({ limit: '100' })
    for (const [name, text] of new URL(href, 'http://console').searchParams) {
      const values = text.startsWith('[') ? JSON.parse(text) : [text.replace(/^"(.*)"$/, '$1')]
      for (const value of values) asked.append(name, String(value))
    }
    let count = 0
    for (let cursor: string | null = ''; cursor !== null; ) {
      if (cursor !== '') asked.set('cursor', cursor)
      const page: { items: unknown[]; nextCursor: string | null } = await answer(`trades?${asked}`)
      count += page.items.length
      cursor = page.nextCursor
    }
    return count
  }

  /** Every link of a part of the page that says of how many trades it is leads to so many. */
  async function leadsToItsTrades(part: Locator, name: string): Promise<void> {
    const links = await part.locator('a[href^="/trading/trades?"]').evaluateAll((found) =>
      found.map((link) => ({
        href: link.getAttribute('href') ?? '',
        said: link.getAttribute('aria-label') ?? link.textContent ?? '',
      })),
    )
    const counted = links.flatMap(({ href, said }) => {
      const [, before, after] = /Trades ([\d,]+)|([\d,]+) trades?\b/.exec(said) ?? []
      const n = before ?? after
      return n === undefined ? [] : [{ href, said, n: Number(n.replaceAll(',', '')) }]
    })
    assert.ok(counted.length > 0, `${name} has no links`)
    const step = Math.ceil(counted.length / LINKS_OF_A_KIND)
    for (const { href, said, n } of counted.filter((_, place) => place % step === 0))
      assert.equal(await behind(href), n, `${name}: ${said} of ${decodeURIComponent(href)}`)
  }

  const part = (page: Page, name: string) => page.getByRole('region', { name, exact: true })

  test('the dashboard says what the API answers, and each figure leads to exactly the trades behind it', async () => {
    const { page } = await at(`/trading/dashboard?account=${account.id}`)
    const refused: string[] = []
    page.on('response', (response) => {
      if (response.status() >= 400 && response.status() !== 404) refused.push(response.url())
    })
    await page.reload()
    const { groups } = await answer(`analytics/dashboard?account=${account.id}`)
    const [{ summary, heatmap, calendar }] = groups
    const key = part(page, 'Key figures')
    const winRate = summary.figures.find((one: { definition: string }) => one.definition === 'trades.winRate')
    assert.ok(await appears(key.getByText(`${(winRate.value * 100).toFixed(1)}%`, { exact: true })))
    const { low, high } = winRate.interval
    const sure = `n = ${TRADES}, 95 %: ${(low * 100).toFixed(1)}% to ${(high * 100).toFixed(1)}%`
    assert.ok(await appears(key.getByText(sure)))
    const net = Number(summary.money.net).toLocaleString('en-GB', {
      minimumFractionDigits: 2,
      maximumFractionDigits: 2,
    })
    assert.ok(await appears(key.getByText(`+US$${net}`)))
    for (const [id, title] of [
      ['returns.modifiedDietz', 'Modified Dietz return'],
      ['returns.xirr', 'Money-weighted return a year (XIRR)'],
    ] as const) {
      const { value } = summary.figures.find((one: { definition: string }) => one.definition === id)
      const share = { style: 'percent', minimumFractionDigits: 1, maximumFractionDigits: 1 } as const
      const tile = key.locator('dl > div').filter({ has: page.getByRole('button', { name: title }) })
      assert.ok(await appears(tile.getByText(Number(value).toLocaleString('en-GB', share), { exact: true })), title)
    }
    await key.getByRole('button', { name: 'Profit factor' }).click()
    assert.ok(await appears(page.getByText('Sum of wins / |sum of losses|; undefined without losses')))
    await page.keyboard.press('Escape')
    await leadsToItsTrades(key, 'Key figures')
    for (const name of [
      'Calendar',
      'Weekday and hour of the entry',
      'Results',
      'Results by risk',
      'Streaks',
      'Behaviour',
    ])
      await leadsToItsTrades(part(page, name), name)
    assert.equal(await part(page, 'Weekday and hour of the entry').getByRole('link').count(), heatmap.cells.length)
    const month = calendar.days.at(-1).day.slice(0, 7)
    const inMonth = calendar.days.filter(({ day, n }: { day: string; n: number }) => day.startsWith(month) && n > 0)
    assert.equal(await part(page, 'Calendar').getByRole('table').getByRole('link').count(), inMonth.length)
    assert.deepEqual(refused, [])
    const from = part(page, 'Where results come from')
    for (const dimension of ['symbol', 'side', 'tag', 'hour', 'hold', 'month', 'assetClass']) {
      await from.getByLabel('By what').selectOption(dimension)
      const { groups: rows } = await answer(`analytics/by?account=${account.id}&dimension=${dimension}`)
      await from.getByRole('row').nth(rows[0].rows.length).waitFor()
      await leadsToItsTrades(from, dimension)
    }
  })

  test('each figure leads to its formula with the numbers put in, and on to its trades and fills', async () => {
    const { page } = await at(`/trading/dashboard?account=${account.id}`)
    const { groups } = await answer(`analytics/summary?account=${account.id}`)
    const wins = groups[0].wins
    for (const name of ['Key figures', 'Streaks', 'Behaviour', 'Where results come from', 'MAE and MFE'])
      await part(page, name).locator('a[href^="/trading/figures/explain?"]').first().waitFor()
    const tile = part(page, 'Key figures').locator('dl > div').filter({ hasText: 'Win rate' }).first()
    await tile.getByRole('link').first().click()
    await page.getByRole('heading', { name: 'Win rate', level: 1 }).waitFor()
    assert.ok(await appears(page.getByText(`${wins} / ${TRADES} = ${wins / TRADES}`, { exact: true })))
    const rows = part(page, 'Trades behind it').getByRole('row')
    await rows.nth(50).waitFor()
    assert.equal(await rows.count(), 51)
    assert.deepEqual(await accessibilityFaults(page), [])
    await part(page, 'Trades behind it').getByRole('link', { name: 'Trade', exact: true }).first().click()
    await page.getByRole('heading', { name: 'Where the figures come from' }).waitFor()
    await page.goBack()
    await page.goBack()

    await part(page, 'Weekday and hour of the entry').getByRole('button', { name: 'Each hour, explained' }).click()
    const first = part(page, 'Weekday and hour of the entry').locator('a[href^="/trading/figures/explain?"]').first()
    await first.click()
    await page.getByRole('heading', { name: 'Result', level: 1 }).waitFor()
    const heatmap = (await answer(`analytics/heatmap?account=${account.id}`)).groups[0]
    assert.ok(await appears(page.getByText(`sum(result) = ${heatmap.cells[0].net}`, { exact: true })))

    await page.goto(new URL('/trading/dashboard', page.url()).href)
    await part(page, 'Key figures').getByRole('button', { name: 'All figures' }).click()
    await part(page, 'Key figures')
      .getByRole('row', { name: /^Sharpe ratio/ })
      .getByRole('link')
      .first()
      .click()
    await page.getByRole('heading', { name: 'Sharpe ratio', level: 1 }).waitFor()
    await part(page, 'Days behind it')
      .getByRole('link', { name: /^Fills of / })
      .first()
      .click()
    await page.getByRole('heading', { name: 'Realised on the day', level: 1 }).waitFor()
    await part(page, 'Closing fills behind it').getByRole('link', { name: 'Trade', exact: true }).first().waitFor()
  })

  test('panels are moved and hidden by the keyboard, kept for the trader, and the same on a phone', async () => {
    const { page } = await at('/trading/dashboard')
    const titles = (of: Page) => of.getByRole('main').getByRole('heading', { level: 2 }).allTextContents()
    const button = (name: string) => page.getByRole('button', { name, exact: true })
    await page.getByRole('heading', { name: 'Behaviour' }).waitFor()
    assert.equal((await titles(page))[0], 'Key figures')
    await button('Arrange panels').click()
    // The second step is taken before the first is drawn.
    await button('Move Calendar up').focus()
    await page.evaluate('for (const _ of [1, 2]) document.activeElement.click()')
    // It is the first one now: the focus went to the button that still does something.
    assert.ok(await appears(page.getByText('Calendar is number 1 of 10')))
    await page.waitForFunction("document.activeElement?.getAttribute('aria-label') === 'Move Calendar down'")
    await button('Hide Streaks').click()
    await button('Show Streaks').waitFor()
    assert.deepEqual(await accessibilityFaults(page), [])
    const { panels } = await answer('dashboard-layout')
    assert.deepEqual(panels.slice(0, 2), [
      { name: 'calendar', hidden: false },
      { name: 'figures', hidden: false },
    ])

    const phone = (await at('/trading/dashboard')).page
    await phone.setViewportSize({ width: 390, height: 844 })
    await phone.getByRole('heading', { name: 'Behaviour' }).waitFor()
    const seen = await titles(phone)
    assert.deepEqual([seen[0], seen.includes('Streaks')], ['Calendar', false])
    await phone.getByRole('button', { name: 'Arrange panels' }).click()
    await phone.getByRole('button', { name: 'Show Streaks' }).click()
    await phone.getByRole('heading', { name: 'Streaks', exact: true }).waitFor()
    const isWide = await phone.evaluate('document.documentElement.scrollWidth > window.innerWidth')
    assert.equal(isWide, false)
    assert.deepEqual(await accessibilityFaults(phone), [])
    const plain = panels.map(({ name }: { name: string }) => ({ name, hidden: false }))
    const named = ['figures', 'equity', 'calendar']
    const rest = plain.filter(({ name }: { name: string }) => !named.includes(name))
    const body = { panels: [...named.map((name) => ({ name, hidden: false })), ...rest] }
    expectStatus(await trader.http.put('/api/trading/dashboard-layout', body), 200)
  })

  test('a dashboard of a name keeps its panels, selection and unit, and is removed', async () => {
    const { page } = await at(`/trading/dashboard?account=${account.id}&side=long&mode=percent`)
    const button = (name: string) => page.getByRole('button', { name, exact: true })
    await button('Arrange panels').click()
    await page.getByLabel('Name', { exact: true }).fill('Longs')
    await button('Keep as a new one').click()
    await page.getByRole('heading', { name: 'Longs', level: 1 }).waitFor()
    await button('Hide Calendar').click()
    await button('Move Equity and drawdown up').click()
    // Another is looked at before the answer is there, which then leaves the person where he is.
    const went = Promise.withResolvers<void>()
    const isSave = (one: Request) => one.method() === 'PUT' && one.url().includes('/dashboards/')
    const read = page.waitForResponse((one) => one.request().method() === 'GET' && /\/dashboards(\?|$)/.test(one.url()))
    await page.route('**/dashboards/*', async (call) => {
      if (isSave(call.request())) await went.promise
      await call.continue()
    })
    await button('Save “Longs”').click()
    await page.getByLabel('Dashboard', { exact: true }).selectOption('Main')
    await page.getByRole('heading', { name: 'Dashboard', level: 1 }).waitFor()
    went.resolve()
    await (await read).finished()
    await page.evaluate('new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))')
    await page.getByRole('heading', { name: 'Dashboard', level: 1 }).waitFor()
    await page.getByRole('region', { name: 'Calendar', exact: true }).waitFor()
    assert.doesNotMatch(page.url(), /dashboard=/)
    const [kept] = (await answer('dashboards')).items
    assert.deepEqual([kept.mode, kept.widgets[0], kept.widgets.includes('calendar')], ['percent', 'equity', false])
    assert.equal(new URLSearchParams(kept.filter).get('side'), 'long')
    await page.getByLabel('Dashboard', { exact: true }).selectOption('Longs')
    await page.waitForURL(/mode=percent/)
    await page.getByRole('region', { name: 'Calendar', exact: true }).waitFor({ state: 'detached' })
    await page.reload()
    await page.getByRole('heading', { name: 'Longs', level: 1 }).waitFor()
    await page.getByRole('region', { name: 'Key figures' }).waitFor()
    assert.deepEqual(await accessibilityFaults(page), [])
    await button('Arrange panels').click()
    await button('Remove “Longs”').click()
    await page.getByRole('heading', { name: 'Dashboard', level: 1 }).waitFor()
    assert.deepEqual((await answer('dashboards')).items, [])
  })

  test('hovering and the arrow keys show the figures of a place, and a click holds it with its link', async () => {
    const { page } = await at(`/trading/dashboard?account=${account.id}`)
    const { groups } = await answer(`analytics/equity?account=${account.id}&series=day&points=1000`)
    const { points } = groups[0].series[0]
    const last = points.at(-1)
    const money = (value: string) =>
      `US$${Number(value).toLocaleString('en-GB', { minimumFractionDigits: 2, maximumFractionDigits: 2 })}`
    const equity = page.getByRole('figure', { name: 'Equity', exact: true })
    await equity.locator('canvas').waitFor()
    const scrubber = equity.getByRole('slider')
    await scrubber.press('End')
    assert.match(
      (await scrubber.getAttribute('aria-valuetext')) ?? '',
      new RegExp(`Equity ${money(last.equity).replace('$', '\\$')}`),
    )
    await scrubber.press('ArrowLeft')
    const status = equity.getByRole('status')
    assert.ok(await appears(status.getByText(`Equity ${money(points.at(-2).equity)}`)))
    assert.ok(
      (await status.getByRole('link', { name: 'Trades of this day' }).getAttribute('href'))?.includes(
        points.at(-2).day,
      ),
    )
    await equity.locator('.u-over').click({ position: { x: 2, y: 40 } })
    assert.ok(await appears(status.getByText(`Equity ${money(points[0].equity)}`)))
    await equity.getByRole('button', { name: 'Equity as a table' }).click()
    assert.equal(await equity.getByRole('row').count(), points.length + 1)
    const cell = part(page, 'Weekday and hour of the entry').getByRole('link').first()
    await cell.hover()
    const tip = part(page, 'Weekday and hour of the entry').getByText('Win rate', { exact: true })
    assert.ok(await appears(tip))
    await page.mouse.move(0, 0)
    await tip.waitFor({ state: 'detached' })
    await cell.focus()
    assert.ok(await appears(tip))
  })

  test('account, period and unit survive a reload, and an empty period or account says what to do', async () => {
    const { page, open } = await at('/trading/dashboard')
    await page.getByLabel('Account', { exact: true }).selectOption(account.id)
    await page.getByLabel('Period').selectOption('own')
    await page.getByLabel('First day').fill('2025-01-10')
    await page.getByLabel('Last day').fill('2025-02-10')
    await page.getByLabel('Results in').selectOption('r')
    await page.waitForURL(/mode=r/)
    await page.reload()
    await shown(page)
    const asked = `account=${account.id}&from=2025-01-10&to=2025-02-10&mode=r`
    const [{ summary }] = (await answer(`analytics/dashboard?${asked}`)).groups
    assert.equal(await page.getByLabel('First day').inputValue(), '2025-01-10')
    const chosen = page.getByLabel('Account', { exact: true })
    // Accounts come by an answer of their own.
    await chosen.locator(`option[value="${account.id}"]`).waitFor({ state: 'attached' })
    assert.equal(await chosen.inputValue(), account.id)
    const key = part(page, 'Key figures')
    assert.ok(await appears(key.getByRole('link', { name: `${summary.n} trades` })))
    assert.ok(await appears(key.getByText(`${summary.missing} trades left out: nobody said what they risked.`)))
    await leadsToItsTrades(key, 'R')
    const even = page.getByLabel('Break-even within')
    await even.fill('a little')
    assert.ok(await appears(page.getByText('Money, such as 2.5')))
    await even.fill('100000')
    await even.press('Enter')
    await page.waitForURL(/epsilon=/)
    const [{ summary: lenient }] = (await answer(`analytics/dashboard?${asked}&epsilon=100000`)).groups
    assert.ok(lenient.scratches > summary.scratches)
    assert.ok(await appears(key.getByText(`${lenient.scratches} even`, { exact: true })))
    await page.getByLabel('First day').fill('1999-01-01')
    await page.getByLabel('Last day').fill('1999-12-31')
    await page.getByRole('button', { name: 'Show all time' }).click()
    assert.ok(await appears(key.getByRole('link', { name: /trades$/ })))
    await open('/trading/dashboard?currency=EUR')
    assert.ok(await appears(page.getByText('No closed trades yet')))
    assert.equal(await page.getByRole('link', { name: 'Import trades' }).getAttribute('href'), '/trading/imports')
    const beginner = await stage.visitor()
    await beginner.signIn(await stage.server.people.signedIn('trader'))
    await beginner.open('/trading/dashboard')
    assert.ok(await appears(beginner.page.getByRole('link', { name: 'Add an account' })))
  })

  test('two selections are compared, a change is drawn beside what was, and futures are drawn by a seed', async () => {
    const { page, open } = await at('/trading/compare?left=side%3Dlong&right=side%3Dshort')
    const compared = await answer('analytics/compare?left=side%3Dlong&right=side%3Dshort')
    const { left, right } = compared.groups.find(({ currency }: { currency: string }) => currency === 'USD')
    const figures = part(page, 'Figures in USD').first()
    for (const side of [left, right]) assert.ok(await appears(figures.getByRole('link', { name: `${side.n} trades` })))
    await leadsToItsTrades(figures, 'Compare')
    await page.getByRole('group', { name: 'Second' }).getByLabel('Symbol').fill('SPY')
    await page.waitForURL(/SPY/)
    const narrowed = await answer('analytics/compare?left=side%3Dlong&right=side%3Dshort%26symbol%3DSPY')
    const spy = narrowed.groups.find(({ currency }: { currency: string }) => currency === 'USD').right
    assert.ok(await appears(figures.getByRole('link', { name: `${spy.n} trades` })))

    await open(`/trading/what-if?account=${account.id}`)
    assert.ok(await appears(page.getByText('Say which trades or how much')))
    await page.getByRole('group', { name: 'Trades that are left out' }).getByLabel('Side').selectOption('short')
    const without = await answer(`analytics/whatif?account=${account.id}&change=without&filter=side%3Dshort`)
    const [{ changed }] = without.groups
    assert.ok(await appears(page.getByRole('heading', { name: `${TRADES} trades, ${changed} of them changed` })))
    assert.equal(changed, right.n)
    const row = page.getByRole('row', { name: /^Trades/ })
    assert.deepEqual(await row.getByRole('cell').allInnerTexts(), [String(TRADES), String(left.n)])

    await open(`/trading/dashboard/simulation?account=${account.id}&seed=42`)
    const drawn = await answer(`analytics/montecarlo?account=${account.id}&seed=42`)
    const { riskOfRuin, endEquity } = drawn.groups[0].simulation
    const came = part(page, 'What came of it')
    const percent = (share: number) =>
      `${(share * 100).toLocaleString('en-GB', { minimumFractionDigits: 1, maximumFractionDigits: 1 })}%`
    const spread = [endEquity.p5, endEquity.p50, endEquity.p95].map(percent).join(' · ')
    assert.ok(await appears(came.getByText(spread)))
    assert.ok(await appears(came.getByText(percent(riskOfRuin), { exact: true })))
    assert.ok(await appears(came.getByText('42', { exact: true })))
  })

  for (const colorScheme of ['light', 'dark'] as const) {
    test(`the pages fit a phone and have no accessibility faults in ${colorScheme} colours`, async () => {
      const { page, open } = await at('/trading/dashboard', { viewport: { width: 1000, height: 844 }, colorScheme })
      await page.setViewportSize({ width: 390, height: 844 })
      const paths = ['dashboard', 'compare', 'what-if?change=shuffle', 'dashboard/simulation']
      for (const path of paths) {
        await open(`/trading/${path}`)
        await shown(page)
        await page.locator('canvas, table').first().waitFor()
        assert.deepEqual(await accessibilityFaults(page), [], path)
        const overflow = await page.evaluate<number>('document.documentElement.scrollWidth - window.innerWidth')
        assert.ok(overflow <= 0, `${path} is ${overflow} pixels wider than the window`)
      }
    })
  }
})
