import assert from 'node:assert/strict'
import { after, afterEach, before, describe, test } from 'node:test'
import { expectStatus } from '../support/music.ts'
import { addAccount, addTrader, feesInput } from '../support/trading.ts'
import { appears, browser, isForAll, openStage, type Stage } from './stage.ts'

const desk = { width: 1280, height: 900 }
const FILE = [
  'Symbol,Side,Quantity,Price,Date,Commission',
  ...['AAPL,BUY,300,10,2026-01-05 10:00:00,', 'AAPL,SELL,300,11,2026-01-05 11:00:00,0.5', ''],
].join('\n')

describe('fees that nobody tells, in the console', { skip: browser.skip }, () => {
  let stage: Stage
  before(async () => {
    stage = await openStage({ environment: { PRODUCTS: 'trading' } })
  })
  afterEach(() => stage.quiet())
  after(() => stage.close())

  test('are estimated by a schedule, marked wherever they stand, and made anew when that is asked for', async () => {
    const person = await addTrader(stage.server)
    const account = await addAccount(person, { name: 'Shares' })
    const visitor = await stage.visitor({ viewport: desk })
    await visitor.signIn(person)
    await visitor.open('/trading/fee-schedules')
    const { page } = visitor
    assert.ok(await appears(page.getByText('There is no fee schedule yet')))
    await page.getByRole('link', { name: 'New fee schedule' }).click()
    await page.getByLabel('Name').fill('Per share')
    await page.getByLabel('For', { exact: true }).selectOption('unit')
    await page.getByLabel('At least').fill('x')
    await page.getByRole('button', { name: 'Save the fee schedule' }).click()
    assert.ok(await appears(page.getByText('Enter a number that is not negative, or leave it empty')))
    await page.getByLabel('Amount').fill('0,01')
    await page.getByLabel('At least').fill('1')
    await isForAll(page)
    await page.getByRole('button', { name: 'Save the fee schedule' }).click()
    assert.ok(await appears(page.getByRole('heading', { level: 1, name: 'Per share' })))
    await page.getByRole('link', { name: 'Fee schedules' }).first().click()
    assert.ok(await appears(page.getByRole('list', { name: 'Fee schedules' }).getByText('No account in use')))
    await isForAll(page)

    await visitor.open(`/trading/accounts/${account.id}/edit`)
    await page.getByRole('combobox', { name: 'Fee schedule' }).selectOption({ label: 'Per share, USD' })
    await isForAll(page)
    await page.getByRole('button', { name: 'Save the account' }).click()
    assert.ok(await appears(page.getByRole('link', { name: 'Per share' })))

    await page.getByRole('link', { name: 'Import a file' }).click()
    const drop = page.getByLabel('File of your broker')
    await drop.setInputFiles({ name: 'day.csv', mimeType: 'text/csv', buffer: Buffer.from(FILE) })
    assert.ok(await appears(page.getByText('Bought 300 AAPL at US$10.00, fees US$3.00 (estimated)')))
    assert.ok(await appears(page.getByText('of one fill')))
    await isForAll(page)
    await page.getByRole('button', { name: 'Import 2 rows' }).click()
    await stage.server.jobsIdle()
    assert.ok(await appears(page.getByText('2 rows are new in the account.')))

    const { items } = expectStatus(await person.http.get(`/api/trading/trades?account=${account.id}`), 200)
    await visitor.open(`/trading/trades/${items[0].id}`)
    const fills = page.getByRole('region', { name: 'Fills of the trade' })
    assert.ok(await appears(fills.getByText('US$3.00 estimated')))
    assert.equal(await fills.getByText('estimated').count(), 1)
    await page.getByRole('button', { name: 'Explain the figures' }).click()
    assert.ok(await appears(page.getByText('Fee of the entry, estimated')))
    assert.ok(await appears(page.getByText('Fee of the exit', { exact: true })))
    await isForAll(page)
    await visitor.open(`/trading/fills?account=${account.id}`)
    assert.ok(await appears(page.getByText('fees US$3.00 estimated, imported')))

    const [schedule] = expectStatus(await person.http.get('/api/trading/fee-schedules'), 200).items
    const dearer = feesInput([{ per: 'unit', amount: '0.02' }], { name: 'Per share' })
    const path = `/api/trading/fee-schedules/${schedule.id}`
    expectStatus(await person.http.put(path, { ...dearer, version: schedule.version }), 200)
    await visitor.open(`/trading/accounts/${account.id}`)
    await page.getByRole('button', { name: 'Estimates of fills that are there' }).click()
    assert.ok(await appears(page.getByText('1 fill: US$6.00 instead of US$3.00')))
    await isForAll(page)
    await page.getByRole('button', { name: 'Make the fees of 1 fill anew' }).click()
    assert.ok(await appears(page.getByText('Every estimated fee is as it would be estimated now.')))
    assert.ok(await appears(page.getByRole('region', { name: 'Fees estimated by Per share' })))
    await isForAll(page)

    await visitor.open(path.replace('/api', ''))
    await page.getByRole('button', { name: 'Remove the fee schedule' }).click()
    await page.getByRole('button', { name: 'Remove it' }).click()
    assert.ok(await appears(page.getByText('Accounts are charged by this fee schedule')))
  })
})
