import assert from 'node:assert/strict'
import { after, afterEach, before, describe, test } from 'node:test'
import type { Page } from 'playwright-core'
import { type HttpStandIn, startHttpStandIn } from '../support/http-stand-in.ts'
import { expectStatus } from '../support/music.ts'
import type { Person } from '../support/people.ts'
import { addAccount, addTrader } from '../support/trading.ts'
import { accessibilityFaults, appears, browser, openStage, type Stage, type Visitor } from './stage.ts'

const api = '/api/trading'
const phone = { width: 390, height: 844 }

describe('currency rates, price bars and pushes in the console', { skip: browser.skip }, () => {
  let stage: Stage
  let receiver: HttpStandIn
  before(async () => {
    receiver = await startHttpStandIn(() => ({ status: 200 }))
    stage = await openStage({ environment: { PRODUCTS: 'trading', WEBHOOKS_PRIVATE_NETWORKS: '127.0.0.0/8' } })
  })
  afterEach(() => stage.quiet())
  after(async () => {
    await stage.close()
    await receiver.close()
  })

  async function at(trader: Person, path: string): Promise<Visitor> {
    const visitor = await stage.visitor()
    await visitor.signIn(trader)
    await visitor.open(path)
    return visitor
  }
  const stored = async (trader: Person, path: string) => expectStatus(await trader.http.get(`${api}${path}`), 200)
  /** The field says what is wrong with it, to whoever hears it too. */
  async function says(page: Page, label: string, fault: RegExp): Promise<void> {
    const field = page.getByLabel(label, { exact: true })
    await page.getByText(fault).first().waitFor()
    assert.equal(await field.getAttribute('aria-invalid'), 'true', label)
    const described = (await field.getAttribute('aria-describedby')) ?? ''
    const words = await Promise.all(described.split(' ').map((id) => page.locator(`[id="${id}"]`).innerText()))
    assert.match(words.join(' '), fault)
  }

  test('a rate is entered, corrected and taken back; what is wrong is said at its field', async () => {
    const trader = await addTrader(stage.server)
    const { page } = await at(trader, '/trading/currency-rates')
    const keep = page.getByRole('button', { name: 'Keep the rate' })
    const rates = page.getByRole('list', { name: 'Rates by day' })
    await page.getByText('No rates').waitFor()
    await keep.click()
    await says(page, 'One of', /Name a currency/)
    await says(page, 'On', /Choose a day/)
    await says(page, 'Rate', /Write a number above zero/)
    await page.getByLabel('One of', { exact: true }).fill('chf')
    await page.getByLabel('Is worth in', { exact: true }).fill('chf')
    await page.getByLabel('On', { exact: true }).fill('2026-03-02')
    await page.getByLabel('Rate', { exact: true }).fill('1,0625')
    await keep.click()
    await page.locator('[aria-invalid="true"]').first().waitFor()
    assert.deepEqual((await stored(trader, '/currency-rates')).items, [])

    await page.getByLabel('Is worth in', { exact: true }).fill('EUR')
    await keep.click()
    assert.ok(await appears(rates.getByText('1 CHF = 1.0625 EUR')))
    assert.equal(await page.locator('[aria-invalid="true"]').count(), 0)
    assert.deepEqual(await accessibilityFaults(page), [])
    await page.getByLabel('Rate', { exact: true }).fill('1.0631')
    await keep.click()
    assert.ok(await appears(rates.getByText('1 CHF = 1.0631 EUR')))
    assert.equal(await rates.getByRole('listitem').count(), 1, 'a day has one rate')
    await page.reload()
    assert.ok(await appears(rates.getByText('1 CHF = 1.0631 EUR')))
    assert.equal((await stored(trader, '/currency-rates')).items[0].rate, '1.0631')

    await page.getByLabel('Currency', { exact: true }).fill('USD')
    await page.getByText('No rates').waitFor()
    await page.getByLabel('Currency', { exact: true }).fill('')
    await rates.getByRole('button', { name: 'Take back CHF/EUR of 2026-03-02' }).click()
    await page.getByText('No rates').waitFor()
    await page.reload()
    await page.getByText('No rates').waitFor()
    assert.deepEqual((await stored(trader, '/currency-rates')).items, [])
  })

  test('a file of rates is kept whole, or its rows that cannot be taken are named', async () => {
    const trader = await addTrader(stage.server)
    const { page } = await at(trader, '/trading/currency-rates')
    const choose = (text: string) =>
      page
        .locator('input[type="file"]')
        .setInputFiles({ name: 'rates.csv', mimeType: 'text/csv', buffer: Buffer.from(text) })
    await choose('date,base,quote,rate\n2026-03-02,EUR,USD,1.05\n2026-03-03,EUR,USD,much\n')
    const alert = page.getByRole('region', { name: 'Upload rates' }).getByRole('alert')
    await alert.waitFor()
    assert.deepEqual((await stored(trader, '/currency-rates')).items, [])
    await choose('date,base,quote,rate\n2026-03-02,EUR,USD,1.05\n2026-03-03,EUR,USD,1.06\n')
    const rates = page.getByRole('list', { name: 'Rates by day' })
    assert.ok(await appears(rates.getByText('1 EUR = 1.06 USD')))
    await page.reload()
    assert.ok(await appears(rates.getByText('1 EUR = 1.05 USD')))
    assert.equal(await rates.getByRole('listitem').count(), 2)
  })

  test('price bars are told of each instrument as they are written and removed with it', async () => {
    const trader = await addTrader(stage.server)
    const account = await addAccount(trader)
    const item = {
      ...{ instrument: { symbol: 'SHOWN', assetClass: 'stock' }, side: 'buy', quantity: '10', price: '200' },
      executedAt: '2026-03-02T15:00:00Z',
    }
    const body = { accountId: account.id, items: [item] }
    const made = expectStatus(await trader.http.post(`${api}/executions/bulk`, body), 201)
    assert.ok(made)
    const { page } = await at(trader, '/trading/price-bars')
    const rows = page.getByRole('list', { name: 'Instruments' })
    assert.ok(await appears(page.getByText(/Bars are asked for nowhere/)))
    const row = rows.getByRole('listitem').filter({ hasText: 'SHOWN' })
    assert.ok(await appears(row.getByText('No price bars')))
    const [{ instrument }] = (await stored(trader, '/price-bars')).items
    const bar = (day: string) => ({ at: `2026-03-0${day}T00:00:00Z`, open: '1', high: '3', low: '1', close: '2' })
    const write = (seconds: number, days: readonly string[]) =>
      trader.http.put(`${api}/instruments/${instrument.id}/bars`, { seconds, bars: days.map(bar) })
    expectStatus(await write(86_400, ['2', '3']), 200)
    expectStatus(await write(300, ['2']), 200)
    await page.reload()
    assert.ok(await appears(row.getByText(/^Bars of a day from .*2 Mar.* to .*4 Mar/)))
    assert.ok(await appears(row.getByText(/^Bars of 5 minutes from /)))
    assert.ok(await appears(row.getByText('Held', { exact: true })))
    assert.deepEqual(await accessibilityFaults(page), [])
    await row.getByRole('link', { name: 'SHOWN' }).click()
    const panel = page.getByRole('region', { name: 'Price bars', exact: true })
    assert.ok(await appears(panel.getByText(/^Bars of a day from /)))
    await page.reload()
    assert.ok(await appears(panel.getByText(/^Bars of 5 minutes from /)))
  })

  test('cash and fills without a rate take the one of their day, and say so; where none is known their field does', async () => {
    const trader = await addTrader(stage.server)
    const account = await addAccount(trader, { timeZone: 'UTC' })
    const { page, open } = await at(trader, `/trading/cash?account=${account.id}`)
    const rate = page.getByLabel('One EUR in USD')
    const enter = page.getByRole('button', { name: 'Enter it' })
    await page.getByLabel('Amount', { exact: true }).fill('100')
    await page.getByLabel('Currency', { exact: true }).fill('eur')
    await page.getByLabel('At, by the clock of UTC').fill('2026-03-02T10:00')
    await page.getByText('Left empty: the rate of its day').waitFor()
    await enter.click()
    await page.getByText(/of which no rate of 2026-03-02 is known/).waitFor()
    assert.equal(await rate.getAttribute('aria-invalid'), 'true')
    const told = { base: 'EUR', quote: 'USD', day: '2026-03-01', rate: '1.05' }
    expectStatus(await trader.http.put(`${api}/currency-rates`, { rates: [told] }), 200)
    await enter.click()
    const cash = page.getByRole('list', { name: 'Cash movements' })
    assert.ok(await appears(cash.getByText('at 1.05, rate of 2026-03-01, entered by you')))

    await open(`/trading/fills/new?account=${account.id}`)
    const line = page.getByRole('group', { name: 'Fill 1' })
    await line.getByLabel('Symbol').fill('RATED')
    await line.getByLabel('Quantity').fill('10')
    await line.getByLabel('Price').fill('100')
    await line.getByLabel('Currency').fill('EUR')
    await line.getByLabel('At, in UTC').fill('2026-04-02T10:00:00')
    await page.getByRole('button', { name: 'Enter the fill' }).click()
    await line.getByText(/of which no rate of 2026-04-02 is known/).waitFor()
    assert.equal(await line.getByLabel('One EUR in USD').getAttribute('aria-invalid'), 'true')
    await line.getByLabel('At, in UTC').fill('2026-03-02T10:00:00')
    await page.getByRole('button', { name: 'Enter the fill' }).click()
    await page.getByText('The fill is entered.').waitFor()
    await open(`/trading/fills?account=${account.id}`)
    assert.ok(await appears(page.getByText(/at 1\.05, rate of 2026-03-01, entered by you, entered by hand/)))
    assert.deepEqual(await accessibilityFaults(page), [])
  })

  test('an address for pushes is saved, tried, changed and ended, on a phone', async () => {
    const trader = await addTrader(stage.server)
    const { page } = await at(trader, '/trading/alerts')
    await page.setViewportSize(phone)
    const form = page.getByRole('form', { name: 'Push to a phone' })
    const address = form.getByLabel('Address of the push service')
    const save = form.getByRole('button', { name: 'Save the address' })
    await address.waitFor()
    assert.equal(await save.isDisabled(), true)
    assert.equal(await form.getByRole('button', { name: 'Try it' }).count(), 0)
    for (const wrong of ['nowhere', 'ftp://push.example/topic', 'https://10.0.0.1/topic']) {
      await address.fill(wrong)
      await save.click()
      await form.locator('[aria-invalid="true"]').waitFor()
      await address.fill('')
    }
    assert.equal((await stored(trader, '/push-address')).url, null)
    await address.fill(`${receiver.url}/first`)
    await save.click()
    await page.getByText('The address is saved.').waitFor()
    receiver.next({ status: 403 })
    await form.getByRole('button', { name: 'Try it' }).click()
    assert.ok(await appears(form.getByText('The last push did not arrive: the push service answered 403.')))
    assert.deepEqual(await accessibilityFaults(page), [])
    await page.reload()
    assert.ok(await appears(form.getByText('The last push did not arrive: the push service answered 403.')))
    assert.equal(await address.inputValue(), `${receiver.url}/first`)
    await address.fill(`${receiver.url}/second`)
    await save.click()
    await form.getByText('The last push did not arrive').waitFor({ state: 'detached' })
    await form.getByRole('button', { name: 'Try it' }).click()
    await page.getByText('The push service took it.').waitFor()
    assert.deepEqual(
      receiver.requests.map(({ path, text }) => [path, text]),
      [
        ['/first', 'Alerts are pushed here.'],
        ['/second', 'Alerts are pushed here.'],
      ],
    )
    await form.getByRole('button', { name: 'Push nothing' }).click()
    await page.getByText('Nothing is pushed any more.').waitFor()
    await page.reload()
    await address.waitFor()
    assert.equal(await address.inputValue(), '')
    assert.equal((await stored(trader, '/push-address')).url, null)
  })
})
