import assert from 'node:assert/strict'
import { after, afterEach, before, describe, test } from 'node:test'
import type { Page } from 'playwright-core'
import { expectStatus } from '../support/music.ts'
import type { Person } from '../support/people.ts'
import { addAccount, addTrader, type TradingAccount } from '../support/trading.ts'
import { accessibilityFaults, appears, browser, openStage, type Stage, type Visitor } from './stage.ts'

const MANY = 50_000
const AT_ONCE = 2500
const PATIENCE_MS = 15_000
/** Those that are seen, those beside them, and the head. */
const ROWS_MAX = 80
const api = '/api/trading'

describe('trades in the console', { skip: browser.skip }, () => {
  let stage: Stage
  before(async () => {
    stage = await openStage({ environment: { PRODUCTS: 'trading' } })
  })
  afterEach(() => stage.quiet())
  after(() => stage.close())

  async function at(trader: Person, path: string): Promise<Visitor> {
    const visitor = await stage.visitor()
    await visitor.signIn(trader)
    await visitor.open(path)
    return visitor
  }

  type Filled = readonly [symbol: string, side: 'buy' | 'sell', minute: number, price: string]
  /** A fill of shares that are worth themselves, at a minute of 2 March 2026 in New York. */
  const fill = ([symbol, side, minute, price]: Filled, more: object = {}) => ({
    ...{ instrument: { symbol, assetClass: 'stock' }, side, quantity: '10', price, fees: '1' },
    executedAt: new Date(Date.UTC(2026, 2, 2, 15, minute)).toISOString(),
    ...more,
  })

  /** AAPL wins 48 less fees of 2, MSFT loses 52 with its fees, TSLA is open. */
  async function traderWithTrades(): Promise<{ trader: Person; account: TradingAccount }> {
    const trader = await addTrader(stage.server)
    const account = await addAccount(trader, { openingBalance: '10000' })
    const items = [
      fill(['AAPL', 'buy', 0, '200']),
      fill(['AAPL', 'sell', 30, '205'], { reportedPnl: '60' }),
      fill(['MSFT', 'sell', 5, '400']),
      fill(['MSFT', 'buy', 45, '405']),
      fill(['TSLA', 'buy', 50, '300']),
    ]
    expectStatus(await trader.http.post(`${api}/executions/bulk`, { accountId: account.id, items }), 201)
    return { trader, account }
  }

  const stored = async (trader: Person, path: string) => expectStatus(await trader.http.get(`${api}${path}`), 200)
  const tradesOf = async (trader: Person, query = '') => (await stored(trader, `/trades?${query}`)).items
  const symbolsOf = async (trader: Person, query: string) =>
    (await tradesOf(trader, query)).map(({ symbol }: { symbol: string }) => symbol)
  const rowOf = (page: Page, symbol: string) => page.getByRole('row').filter({ hasText: symbol })
  const symbolsIn = async (page: Page) =>
    (await page.getByRole('rowheader').allInnerTexts()).map((text) => text.split('\n')[0])

  test('are filtered in the address, which survives a reload and a link, and tagged and reviewed at once', async () => {
    const { trader } = await traderWithTrades()
    const setup = expectStatus(await trader.http.post(`${api}/tags`, { name: 'Breakout', grouping: 'setup' }), 201)
    const book = expectStatus(await trader.http.post(`${api}/playbooks`, { name: 'Opening range', rules: [] }), 201)
    const { page } = await at(trader, '/trading/trades')
    await rowOf(page, 'AAPL').waitFor()
    const totals = page.getByRole('status', { name: 'Totals' })
    assert.ok(await appears(totals.getByText('3 trades, 1 open')))
    // 50 less 2, and 50 with 2 more lost; what is open realised nothing.
    assert.ok(await appears(totals.getByText('-US$4.00')))
    await page.getByRole('button', { name: 'Net', exact: true }).click()
    await page.waitForURL(/sort=net/)
    await page.getByRole('button', { name: /^Net/ }).click()
    await page.waitForURL(/direction=asc/)
    assert.deepEqual(await symbolsIn(page), ['MSFT', 'TSLA', 'AAPL'])

    await page.getByLabel('Side').selectOption('short')
    await page.getByText('1 trade').waitFor()
    await page.getByRole('combobox', { name: 'Symbols' }).fill('msft')
    await page.getByRole('combobox', { name: 'Symbols' }).press('Enter')
    await page.getByRole('button', { name: 'More filters' }).click()
    await page.getByLabel('Net of at most').fill('-10,5')
    await page.getByLabel('Net of at most').press('Enter')
    await page.getByLabel('Held at least').fill('30m')
    await page.getByLabel('Held at least').press('Enter')
    await page.waitForURL(/holdMin=1800/)
    const { searchParams, search } = new URL(page.url())
    assert.equal(
      [...searchParams]
        .map((pair) => pair.join(' ').replaceAll('"', ''))
        .sort()
        .join(),
      'direction asc,holdMin 1800,netMax -10.5,side short,sort net,symbol MSFT',
    )
    await page.reload()
    await rowOf(page, 'MSFT').waitFor()
    assert.deepEqual(await symbolsIn(page), ['MSFT'])
    const shared = await at(trader, `/trading/trades${search}`)
    await rowOf(shared.page, 'MSFT').waitFor()
    assert.equal(await shared.page.getByLabel('Held at least').inputValue(), '30m')
    assert.deepEqual(await symbolsIn(shared.page), ['MSFT'])
    await shared.open('/trading/trades?symbol=AAPL&symbol=MSFT&outcome=win&colour=red')
    await rowOf(shared.page, 'AAPL').waitFor()
    assert.deepEqual(await symbolsIn(shared.page), ['AAPL'])

    await page.getByRole('button', { name: 'Show all trades' }).click()
    await rowOf(page, 'AAPL').waitFor()
    await page.getByLabel('Select AAPL, long').check()
    await page.getByLabel('Select MSFT, short').check()
    const bulk = page.getByRole('region', { name: 'Selected trades' })
    assert.ok(await appears(bulk.getByText('2 selected')))
    await bulk.getByRole('combobox', { name: 'Tags' }).fill('Break')
    await page.getByRole('option', { name: 'Breakout' }).click()
    await bulk.getByRole('button', { name: 'Tag them', exact: true }).click()
    await page.getByText('2 trades tagged or untagged.').waitFor()
    await bulk.getByLabel('Playbook').selectOption('Opening range')
    await bulk.getByRole('button', { name: 'Set the playbook' }).click()
    await page.getByText('2 trades set to the playbook.').waitFor()
    await bulk.getByRole('button', { name: 'Mark as reviewed' }).click()
    await page.getByText('2 trades marked as reviewed.').waitFor()
    assert.ok(await appears(rowOf(page, 'AAPL').getByText('Reviewed')))
    const said = `tag=${setup.id}&playbook=${book.id}&review=reviewed`
    assert.deepEqual(await symbolsOf(trader, `${said}&sort=symbol&direction=asc`), ['AAPL', 'MSFT'])
    await bulk.getByRole('button', { name: 'Untag them' }).click()
    await page.getByText('2 trades tagged or untagged.').nth(1).waitFor()
    assert.equal((await tradesOf(trader, `tag=${setup.id}`)).length, 0)
  })

  test('are explained down to their fills, drawn with stop and target, planned, tagged, and reviewed', async () => {
    const { trader } = await traderWithTrades()
    const [{ id, instrumentId }] = await tradesOf(trader, 'symbol=AAPL')
    const bars = Array.from({ length: 40 }, (_, minute) => ({
      at: new Date(Date.UTC(2026, 2, 2, 15, minute)).toISOString(),
      ...{ open: '201', high: '206', low: '199', close: '202' },
    }))
    expectStatus(await trader.http.put(`${api}/instruments/${instrumentId}/bars`, { seconds: 60, bars }), 200)
    const { page } = await at(trader, '/trading/trades?sort=symbol&direction=asc')
    await page.getByRole('link', { name: 'AAPL' }).click()
    await page.getByRole('heading', { level: 1, name: 'AAPL, long' }).waitFor()
    assert.ok(await appears(page.getByText('+US$48.00').first()))
    assert.ok(await appears(page.getByText('80.0% of the best was kept')))
    assert.ok(await appears(page.getByText('By 30 bars of 1m')))
    const fills = page.getByRole('region', { name: 'Fills of the trade' }).getByRole('row')
    assert.deepEqual(await fills.nth(1).getByRole('cell').allInnerTexts(), ['Bought, entry', '10', '200', 'US$1.00'])

    await page.getByLabel('Initial stop').fill('196')
    await page.getByLabel('Planned target').fill('208')
    await page.getByRole('textbox', { name: 'Note' }).fill('Broke out of the range.')
    await page
      .getByRole('button', { name: 'Next trade' })
      .or(page.getByRole('link', { name: 'Next trade' }))
      .click()
    assert.ok(await appears(page.getByRole('dialog', { name: 'Leave without saving?' })))
    await page.getByRole('button', { name: 'Stay here' }).click()
    await page.getByRole('button', { name: 'Save', exact: true }).click()
    await page.getByText('What you say of the trade is saved.').waitFor()
    // 48 for the 40 that were risked.
    assert.ok(await appears(page.getByText('+1.20 R').first()))
    const said = await stored(trader, `/trades/${id}`)
    assert.deepEqual(
      [said.initialStop, said.plannedTarget, said.text, said.r],
      ['196', '208', 'Broke out of the range.', '1.2'],
    )
    const chart = page.getByRole('figure', { name: 'Prices and fills of AAPL' })
    await chart.locator('canvas').waitFor()
    await chart.getByRole('slider').focus()
    await page.keyboard.press('Home')
    assert.ok(await appears(chart.getByRole('status').getByText('Close 202')))
    await page.keyboard.press('ArrowRight')
    assert.ok(await appears(chart.getByRole('status').getByText('Fill Bought 10 at 200, entry')))

    await page.getByRole('button', { name: 'Explain the figures' }).click()
    const lots = page.getByRole('list', { name: 'Lots explained' })
    assert.ok(await appears(lots.getByText('(205 - 200) * 10 * 1 = 50')))
    assert.ok(await appears(lots.getByText('50 - 1 - 1 = 48')))
    await page.getByLabel('New tag').fill('Patience')
    await page.getByLabel('Kind of tag').selectOption('Emotion')
    await page.getByRole('button', { name: 'Add the tag' }).click()
    await page.getByText('The trade is tagged Patience.').waitFor()
    assert.deepEqual(await accessibilityFaults(page), [])

    // Somebody else, or another window, says something in between.
    const { version } = await stored(trader, `/trades/${id}`)
    await page.getByRole('textbox', { name: 'Note' }).fill('Mine.')
    expectStatus(await trader.http.patch(`${api}/trades/${id}`, { version, rating: 3 }), 200)
    await page.getByRole('button', { name: 'Save', exact: true }).click()
    assert.ok(await appears(page.getByText('What is said of the trade was changed in the meantime')))
    assert.equal((await stored(trader, `/trades/${id}`)).text, 'Broke out of the range.')
    await page.reload()
    await page.getByRole('button', { name: 'Mark as reviewed' }).click()
    await page.getByRole('button', { name: 'Lock the review' }).click()
    assert.ok(await appears(page.getByText('The review is locked: unlock it to change anything here.')))
    assert.equal(await page.getByLabel('Initial stop').isDisabled(), true)
    await page.getByRole('link', { name: 'Next trade' }).click()
    await page.getByRole('heading', { level: 1, name: 'MSFT, short' }).waitFor()
    assert.ok(await appears(page.getByText('There are no price bars of this time: the line joins')))
    assert.match(page.url(), /sort=symbol/)
    await page.getByRole('link', { name: 'Previous trade' }).click()
    await page.getByRole('heading', { level: 1, name: 'AAPL, long' }).waitFor()
  })

  test('follow from fills that are entered, corrected and withdrawn; a note that lost its trade finds another', async () => {
    const trader = await addTrader(stage.server)
    const account = await addAccount(trader)
    const { page } = await at(trader, '/trading/fills/new')
    const line = (number: number) => page.getByRole('group', { name: `Fill ${number}` })
    await line(1).getByLabel('Symbol').fill('esm6')
    await line(1).getByLabel('Kind').selectOption('Futures')
    await line(1).getByLabel('Quantity').fill('2')
    await line(1).getByLabel('Price').fill('5000,25')
    await line(1).getByLabel('At, in America/New_York').fill('2026-03-02T09:30:05')
    await page.getByRole('button', { name: 'Add a fill' }).click()
    await line(2).getByLabel('Price').fill('5010')
    await page.getByRole('button', { name: 'Enter 2 fills' }).click()
    assert.ok(await appears(line(2).getByText('Give a number that is not negative')))
    await line(2).getByLabel('Quantity').fill('2')
    await line(2).getByLabel('At, in America/New_York').fill('2026-03-02T10:00:00')
    await page.getByRole('button', { name: 'Enter 2 fills' }).click()
    await page.getByText('2 fills are entered.').waitFor()
    const [trade] = await tradesOf(trader)
    assert.deepEqual([trade.net, trade.openedAt, trade.status], ['975', '2026-03-02T14:30:05.000Z', 'closed'])

    const rows = page.getByRole('list', { name: 'Fills', exact: true }).getByRole('listitem')
    await page.getByRole('button', { name: 'Correct: Sold 2 ESM26 at 5,010' }).click()
    const dialog = page.getByRole('dialog', { name: 'Correct a fill of ESM26' })
    await dialog.getByLabel('Price').fill('5005.25')
    await dialog.getByRole('button', { name: 'Correct it' }).click()
    await page.getByText('The fill is corrected, and its trades are made anew.').waitFor()
    assert.ok(await appears(rows.getByText('Sold 2 ESM26 at 5,005.25')))
    assert.equal((await tradesOf(trader))[0].net, '500')
    await page.getByLabel('Search').fill('nothing')
    assert.ok(await appears(page.getByText('No such fill')))
    await page.getByLabel('Search').fill('esm')
    assert.ok(await appears(rows.first()))

    expectStatus(await trader.http.patch(`${api}/trades/${trade.id}`, { version: 0, text: 'Why I bought' }), 200)
    const kind = { symbol: 'SPY300315C00500000', assetClass: 'option', root: 'SPY' }
    const call = { ...kind, strike: '500', right: 'call', expiresOn: '2030-03-15' }
    const more = [
      { ...fill(['ESM26', 'buy', 50, '5001']), instrument: { symbol: 'ESM26', assetClass: 'future' } },
      { ...fill(['SPY', 'buy', 51, '2']), instrument: call },
    ]
    expectStatus(await trader.http.post(`${api}/executions/bulk`, { accountId: account.id, items: more }), 201)
    await page.reload()
    await page.getByRole('button', { name: 'An option expired or was exercised' }).click()
    const option = page.getByRole('dialog', { name: 'How the option ended' })
    await option.getByLabel('How').selectOption('You exercised it')
    await option.getByLabel('Contracts').fill('4')
    await option.getByLabel('At, by the clock').fill('2026-03-03T12:00:00')
    await option.getByRole('button', { name: 'Enter it' }).click()
    await page.getByText('The option ended, and its shares changed hands.').waitFor()
    const delivered = await tradesOf(trader, 'symbol=SPY')
    assert.deepEqual([delivered[0].quantityMax, delivered[0].averageEntry], ['400', '500'])

    await page.getByLabel('Search').fill('esm')
    await rows.filter({ hasText: 'Bought 2 ESM26' }).getByRole('button', { name: 'Withdraw' }).click()
    await page.getByRole('button', { name: 'Withdraw it' }).click()
    await page.getByText('The fill is withdrawn, and its trades are made anew.').waitFor()
    await page.getByRole('link', { name: 'Trades', exact: true }).click()
    await page.getByRole('link', { name: 'Notes that lost their trade' }).click()
    const note = page.getByRole('list', { name: 'Notes without a trade' })
    assert.ok(await appears(note.getByText('Why I bought')))
    assert.deepEqual(await accessibilityFaults(page), [])
    const choice = note.getByLabel('Give the note of ESM26, long to')
    await choice.selectOption({ index: 1 })
    await note.getByRole('button', { name: 'Give it to this trade' }).click()
    await page.getByText('The note belongs to the other trade now.').waitFor()
    assert.ok(await appears(page.getByText('No note lost its trade')))
    assert.deepEqual(await symbolsOf(trader, 'hasNotes=true'), ['ESM26'])
  })

  test('stand beside what the broker says: cash is entered and removed, differences are resolved with a reason', async () => {
    const { trader, account } = await traderWithTrades()
    const { page } = await at(trader, '/trading/cash')
    await page.getByLabel('Kind').selectOption('Withdrawal')
    await page.getByLabel('Amount').fill('250,50')
    await page.getByLabel('At, by the clock of America/New_York').fill('2026-03-02T12:00')
    await page.getByRole('button', { name: 'Enter it' }).click()
    await page.getByText('The cash movement is entered.').waitFor()
    const movements = page.getByRole('list', { name: 'Cash movements' })
    assert.ok(await appears(movements.getByText('-US$250.50')))
    const held = async () => (await stored(trader, `/accounts/${account.id}/balances`)).cash
    // 10,000 less 250.50, 4 lost and 3,001 paid for what is open.
    assert.deepEqual(await held(), [{ currency: 'USD', amount: '6744.5' }])

    await page.getByRole('link', { name: 'Reconciliation' }).click()
    const reported = page.getByRole('list', { name: 'Reported results' })
    assert.ok(await appears(reported.getByText('+US$60.00')))
    assert.ok(await appears(reported.getByText('+US$12.00')))
    await reported.getByRole('button', { name: 'Resolve: AAPL' }).click()
    await reported.getByRole('button', { name: 'Resolve the difference' }).click()
    assert.ok(await appears(reported.getByText('Say why it is left as it is')))
    await reported.getByLabel('Why it is left as it is').fill('The broker adds a rebate of the month.')
    await reported.getByRole('button', { name: 'Resolve the difference' }).click()
    assert.ok(await appears(reported.getByText('Left, because')))
    const [difference] = (await stored(trader, `/reconciliation?accountId=${account.id}`)).items
    assert.deepEqual([difference.status, difference.reason], ['resolved', 'The broker adds a rebate of the month.'])

    await page.getByLabel('Trading day').fill('2026-03-02')
    await page.getByLabel('Balance at the end of the day').fill('6744.5')
    await page.getByRole('button', { name: 'Enter the statement' }).click()
    const statements = page.getByRole('list', { name: 'Statements' })
    assert.ok(await appears(statements.getByText('Equal')))
    await page.getByLabel('Of', { exact: true }).selectOption('A position')
    await page.getByRole('combobox', { name: 'Instrument' }).fill('tsl')
    await page.getByRole('option', { name: 'TSLA' }).click()
    await page.getByLabel('Quantity at the end of the day').fill('12')
    await page.getByRole('button', { name: 'Enter the statement' }).click()
    assert.ok(await appears(statements.getByText('Position in TSLA')))
    assert.ok(await appears(statements.getByText('Differs')))
    assert.deepEqual(await accessibilityFaults(page), [])

    await page.getByRole('link', { name: 'Cash', exact: true }).click()
    await page.getByRole('button', { name: 'Remove', exact: true }).click()
    await page.getByRole('button', { name: 'Remove it' }).click()
    await page.getByText('The cash movement is removed.').waitFor()
    assert.deepEqual(await held(), [{ currency: 'USD', amount: '6995' }])
  })

  test('stay few rows of the page however many there are, fetched page by page', async () => {
    const { trader } = await traderWithTrades()
    const columns = await stage.server.app.db.raw<{ column_name: string }>(
      `SELECT column_name FROM information_schema.columns WHERE table_schema = 'trading' AND table_name = 'trade'
          AND column_name NOT IN ('id', 'closed_at')`,
    )
    const same = columns.map(({ column_name: name }) => name).join(', ')
    const [first] = await tradesOf(trader, 'symbol=AAPL')
    for (let from = 1; from <= MANY; from += AT_ONCE)
      await stage.server.app.db.raw(
        `INSERT INTO trading.trade (id, closed_at, ${same})
         SELECT gen_random_uuid(), closed_at - n * interval '1 second', ${same}
           FROM trading.trade, generate_series($2::integer, $3::integer) n WHERE id = $1`,
        [first.id, from, from + AT_ONCE - 1],
      )
    const visitor = await stage.visitor()
    await visitor.signIn(trader)
    const { page } = visitor
    const asked: URL[] = []
    page.on('request', (request) => {
      const url = new URL(request.url())
      if (url.pathname === `${api}/trades`) asked.push(url)
    })
    await visitor.open('/trading/trades')
    assert.ok(await appears(page.getByText(`${(MANY + 3).toLocaleString('en-GB')} trades`)))
    const rows = page.getByRole('table', { name: 'Trades' }).getByRole('row')
    assert.equal(await page.getByRole('table', { name: 'Trades' }).getAttribute('aria-rowcount'), '-1')
    for (const reached of [100, 300, 500]) {
      const until = Date.now() + PATIENCE_MS
      while (Number(await rows.last().getAttribute('aria-rowindex')) < reached && Date.now() < until)
        await page.evaluate('window.scrollTo(0, document.documentElement.scrollHeight)')
      assert.ok(Number(await rows.last().getAttribute('aria-rowindex')) >= reached)
      assert.ok((await rows.count()) <= ROWS_MAX, `${await rows.count()} rows`)
    }
    const sizes = asked.map(({ searchParams }) => Number(searchParams.get('limit')))
    assert.ok(Math.max(...sizes) <= 100, `${sizes}`)
    assert.ok(sizes.length <= 12, `${sizes.length} pages for 500 rows`)
  })

  test('fit a phone, have no accessibility faults in either scheme, say what to do when there is nothing, and are closed to others', async () => {
    const { trader } = await traderWithTrades()
    const [{ id }] = await tradesOf(trader, 'symbol=AAPL')
    const paths = ['/trading/trades', `/trading/trades/${id}`, '/trading/fills', '/trading/fills/new', '/trading/cash']
    for (const colorScheme of ['light', 'dark'] as const) {
      const { page, open, signIn } = await stage.visitor({ viewport: { width: 1280, height: 844 }, colorScheme })
      await signIn(trader)
      if (colorScheme === 'light') {
        await open('/trading/trades')
        await rowOf(page, 'AAPL').waitFor()
        assert.deepEqual(await accessibilityFaults(page), [])
      }
      await page.setViewportSize({ width: 390, height: 844 })
      for (const path of [...paths, '/trading/reconciliation?all=true']) {
        await open(path)
        await page.getByRole('status', { name: 'Loading' }).first().waitFor({ state: 'detached' })
        if (path === '/trading/trades') await page.getByLabel('Select AAPL, long').check()
        assert.deepEqual(await accessibilityFaults(page), [], `${path} ${colorScheme}`)
        const overflow = await page.evaluate<number>('document.documentElement.scrollWidth - window.innerWidth')
        assert.ok(overflow <= 0, `${path} is ${overflow} pixels wider than the window`)
      }
    }
    const beginner = await addTrader(stage.server)
    const empty = await at(beginner, '/trading/trades')
    assert.ok(await appears(empty.page.getByText('No trade yet')))
    await empty.open('/trading/fills')
    assert.ok(await appears(empty.page.getByText('There is no account yet')))
    const stranger = await at(beginner, `/trading/trades/${id}`)
    assert.ok(await appears(stranger.page.getByText('There is no such trade').or(stranger.page.getByText('Not found'))))
    const other = await at(await stage.server.people.signedIn(), '/trading/trades')
    assert.ok(await appears(other.page.getByText('This page is not open to you')))
  })
})
