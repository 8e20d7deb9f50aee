import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { expectStatus } from '../support/music.ts'
import { appears, browser, openStage, type Stage } from './stage.ts'

const FILE = [
  'Symbol,Side,Quantity,Price,Date,Commission',
  'AAPL,BUY,100,10.00,2026-01-05 10:00:00,1',
  'AAPL,SELL,150,11.00,2026-01-05 11:00:00,3',
  'AAPL,BUY,50,10.50,2026-01-06 10:00:00,0.5',
  'MSFT,BUY,10,400,2026-01-07 10:00:00,0',
  'MSFT,SELL,10,395,2026-01-07 15:00:00,0',
].join('\n')

describe('a trader who keeps a journal elsewhere and moves', { skip: browser.skip }, () => {
  let stage: Stage
  before(async () => {
    stage = await openStage({ environment: { PRODUCTS: 'trading' } })
  })
  after(() => stage.close())

  test('comes from an empty account to a shared report', async () => {
    const person = await stage.server.people.signedIn()
    const { page, signIn, open } = await stage.visitor({ viewport: { width: 1280, height: 900 } })
    await signIn(person)
    await open('/trading')
    await page.getByRole('button', { name: 'Start a journal' }).click()
    await page.getByRole('link', { name: 'Make an account' }).click()
    await page.getByLabel('Name').fill('Day trades')
    await page.getByLabel('Opening balance').fill('10000')
    await page.getByLabel('Time zone').selectOption('America/New_York')
    await page.getByRole('button', { name: 'Make the account' }).click()
    await page.getByRole('link', { name: 'Import a file' }).click()
    const file = { name: 'fills.csv', mimeType: 'text/csv', buffer: Buffer.from(`${FILE}\n`) }
    await page.getByLabel('File of your broker').setInputFiles(file)
    await page.getByRole('button', { name: 'Import 5 rows' }).click()
    await stage.server.jobsIdle()
    assert.ok(await appears(page.getByText('5 rows are new in the account.')))

    // The flip is two trades, which share its fee of 3: 100 - 1 - 2, and 25 - 1 - 0.5.
    await open('/trading/trades?sort=openedAt&direction=asc')
    await page.getByRole('link', { name: /AAPL/ }).first().click()
    assert.ok(await appears(page.getByRole('heading', { level: 1, name: 'AAPL, long' })))
    const { items } = expectStatus(await person.http.get('/api/trading/trades?sort=openedAt&direction=asc'), 200)
    assert.deepEqual(
      items.map(({ net }: { net: string }) => net),
      ['97', '23.5', '-50'],
    )
    await page.getByLabel('Initial stop').fill('9.50')
    await page.getByRole('button', { name: 'Save' }).first().click()
    assert.ok(await appears(page.getByText('1.94').first()), 'its R: 97 of 50 at risk')

    await open('/trading/dashboard')
    assert.ok(await appears(page.getByText('US$70.50').first()), 'what all came to')
    await page.getByRole('link', { name: 'Share', exact: true }).click()
    await page.getByLabel('Title').fill('My first week')
    await page.getByLabel('Shows').selectOption('trades')
    await page.getByRole('button', { name: 'Make the link' }).click()
    const link = new URL((await page.locator('code').textContent()) ?? '')

    const guest = await stage.visitor()
    await guest.open(link.pathname + link.hash)
    assert.ok(await appears(guest.page.getByRole('heading', { name: 'My first week' })))
    assert.ok(await appears(guest.page.getByText('MSFT, long')))
    assert.doesNotMatch(await guest.page.locator('main').innerText(), /70\.5|US\$/, 'no amount of money')
    await stage.quiet()
  })
})
