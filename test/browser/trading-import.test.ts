import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { after, afterEach, before, describe, test } from 'node:test'
import type { Page } from 'playwright-core'
import { ownFiles } from '../support/broker-files.ts'
import { expectStatus } from '../support/music.ts'
import type { Person } from '../support/people.ts'
import { addAccount, addTrader } from '../support/trading.ts'
import { imported, imports, ownProfile, previewed } from '../support/trading-imports.ts'
import { accessibilityFaults, appears, browser, isForAll, openStage, type Stage } from './stage.ts'

const desk = { width: 1280, height: 900 }
const HEADER = 'Symbol,Side,Quantity,Price,Date,Commission'
const DAY = [
  'AAPL,BUY,100,10.00,2026-01-05 10:00:00,1',
  'AAPL,BUY,100,12.00,2026-01-05 10:30:00,1',
  'AAPL,SELL,100,13.00,2026-01-05 11:00:00,1',
  'AAPL,HOLD,1,1,2026-01-06 10:00:00,0',
]
const csv = (...rows: string[]): string => `${[HEADER, ...rows].join('\n')}\n`
const file = (name: string, text: string) => ({ name, mimeType: 'text/csv', buffer: Buffer.from(text) })

describe('accounts, instruments and imports of trading in the console', { skip: browser.skip }, () => {
  let stage: Stage
  before(async () => {
    stage = await openStage({ environment: { PRODUCTS: 'trading' } })
  })
  afterEach(() => stage.quiet())
  after(() => stage.close())

  async function at(person: Person, path: string): Promise<Page> {
    const visitor = await stage.visitor({ viewport: desk })
    await visitor.signIn(person)
    await visitor.open(path)
    return visitor.page
  }
  const read = async ({ http }: Person, path: string) => expectStatus(await http.get(path), 200)
  const idIn = (page: Page) => new URL(page.url()).pathname.split('/').at(-1) ?? ''

  test('from nothing to an imported file, which is known again, and undone', async () => {
    const person = await stage.server.people.signedIn()
    const page = await at(person, '/trading')
    await page.getByRole('button', { name: 'Start a journal' }).click()
    await page.getByRole('link', { name: 'Make an account' }).click()
    await page.getByLabel('Name').fill('Shares')
    await page.getByLabel('Opening balance').fill('1000,50')
    await page.getByLabel('Time zone').selectOption('America/New_York')
    await isForAll(page)
    await page.getByRole('button', { name: 'Make the account' }).click()
    assert.ok(await appears(page.getByRole('heading', { level: 1, name: 'Shares' })))
    const accountId = idIn(page)
    const { openingBalance, timeZone } = await read(person, `/api/trading/accounts/${accountId}`)
    assert.deepEqual([openingBalance, timeZone], ['1000.5', 'America/New_York'])

    await page.getByRole('link', { name: 'Import a file' }).click()
    await isForAll(page)
    const drop = page.getByLabel('File of your broker')
    await drop.setInputFiles({
      name: 'a.png',
      mimeType: 'image/png',
      buffer: Buffer.from('\x89PNG\r\n\x1a\n\0\0', 'latin1'),
    })
    assert.ok(await appears(page.getByText(/^a\.png: /)))
    await drop.setInputFiles(file('day.csv', csv(...DAY)))
    const commit = page.getByRole('button', { name: 'Import 3 rows' })
    assert.ok(await appears(commit))
    assert.ok(await appears(page.getByText('Row 2 · Bought 100 AAPL at US$10.00, fees US$1.00')))
    assert.ok(await appears(page.getByText('Neither bought nor sold: 1 row')))
    await isForAll(page)
    await page.reload()
    await commit.click()
    await stage.server.jobsIdle()
    assert.ok(await appears(page.getByText('3 rows are new in the account.')))
    await page.getByRole('button', { name: 'Error 1' }).click()
    assert.ok(await appears(page.getByText('AAPL,HOLD,1,1,2026-01-06 10:00:00,0')))
    await page.getByText(DAY[0] ?? '', { exact: true }).waitFor({ state: 'detached' })
    await isForAll(page)
    const first = idIn(page)
    const { counts } = await read(person, `${imports}/${first}`)
    assert.deepEqual([counts.created, counts.error], [3, 1])

    await page.getByRole('link', { name: 'Imports', exact: true }).first().click()
    await page.getByRole('link', { name: 'New import' }).click()
    await drop.setInputFiles(file('again.csv', csv(...DAY)))
    assert.ok(await appears(page.getByText('there is nothing to import')))
    assert.equal(await page.getByText('There already', { exact: true }).count(), 4)
    await page.getByRole('button', { name: 'Give up this import' }).click()
    await page.getByRole('button', { name: 'Give it up' }).click()
    assert.ok(await appears(page.getByRole('link', { name: 'day.csv' })))
    assert.equal(await page.getByRole('link', { name: 'again.csv' }).count(), 0)
    await isForAll(page)

    await page.getByRole('link', { name: 'day.csv' }).click()
    await page.getByRole('button', { name: 'Undo this import' }).click()
    await page.getByRole('button', { name: 'Undo it' }).click()
    await stage.server.jobsIdle()
    assert.ok(
      await appears(
        page.getByText('It was undone: of what it made, only what other imports have too is still in the account.'),
      ),
    )
    const { positions } = await read(person, `/api/trading/accounts/${accountId}/balances`)
    assert.deepEqual(positions, [])
    await page.getByRole('link', { name: 'Trading journal' }).click()
    assert.ok(await appears(page.getByRole('list', { name: 'Last imports' }).getByText('Undone')))
    await isForAll(page)
  })

  test('a file that nobody knows is described once, whatever its cells try', async () => {
    const trader = await addTrader(stage.server)
    await addAccount(trader, { currency: 'EUR' })
    const text = [
      'Wertpapier;Richtung;Menge;Kurs;Datum;Provision',
      'SAP;rein;10;100,50;05.01.2026 10:00:00;1,50',
      'SAP;raus;10;101,50;05.01.2026 11:00:00;1,50',
      '<img src=x onerror=alert(1)>;rein;1;=1+1;05.01.2026 12:00:00;0',
      'SAP;Storno;1;1,00;05.01.2026 13:00:00;0',
    ].join('\r\n')
    const page = await at(trader, '/trading/imports/new')
    const drop = page.getByLabel('File of your broker')
    await drop.setInputFiles(file('depot.csv', text))
    assert.ok(await appears(page.getByText('No format that is known here has these columns.')))
    await isForAll(page)
    await page.getByRole('link', { name: 'Say what its columns are' }).click()
    assert.equal(await page.getByLabel('What was traded').inputValue(), 'Wertpapier')
    assert.equal(await page.getByLabel('Days and times').inputValue(), 'd.M.yyyy HH:mm:ss')
    await page.getByLabel('Column of the side').selectOption('Richtung')
    await page.getByRole('button', { name: 'Keep it and preview' }).click()
    assert.ok(await appears(page.getByText('Write the words for what was bought')))
    await page.getByLabel('Words for bought').fill('rein')
    await page.getByLabel('Words for sold').fill('raus')
    await page.getByLabel('Pass over rows by the column').selectOption('Richtung')
    await page.getByLabel('Where it says').fill('storno')
    assert.ok(await appears(page.getByText('2 rows read, 1 row passed over, 1 row with an error')))
    assert.ok(await appears(page.getByText('Row 3 · Sold 10 SAP at €101.50, fees €1.50')))
    await isForAll(page)
    await page.getByLabel('Name of this format').fill('My bank')
    await page.getByRole('button', { name: 'Keep it and preview' }).click()
    await page.getByRole('button', { name: 'Import 2 rows' }).click()
    await stage.server.jobsIdle()
    assert.ok(await appears(page.getByText('2 rows are new in the account.')))

    await page.goto('/trading/imports/new')
    await drop.setInputFiles(file('later.csv', text.replaceAll('05.01.', '06.01.')))
    assert.ok(await appears(page.getByText('Its columns are those of My bank.')))
    await page.goto('/trading/imports/profiles')
    await page.getByRole('link', { name: 'My bank' }).click()
    await page.getByLabel('Name of this format').fill('My other bank')
    await page.getByRole('button', { name: 'Save the format' }).click()
    assert.ok(await appears(page.getByText('The format is saved.')))
    await isForAll(page)
    await page.getByRole('link', { name: 'Formats of files' }).click()
    await page.getByRole('button', { name: 'Remove My other bank' }).click()
    await page.getByRole('button', { name: 'Remove it' }).click()
    assert.ok(await appears(page.getByText('You have described none')))
    await isForAll(page)
  })

  test('rows of a symbol that nobody knows wait until it is said, and follow what is said later', async () => {
    const trader = await addTrader(stage.server)
    const account = await addAccount(trader, { currency: 'EUR' })
    const rows = ['GER40;cfd;in;2;15000;2026-01-05 10:00:00', 'GER40;cfd;out;2;15010;2026-01-05 11:00:00']
    const text = `Contract;Kind;Way;Lots;At;When\n${rows.join('\n')}\n`
    const { id } = await previewed(trader, { accountId: account.id, text, mapping: { definition: ownProfile() } })
    expectStatus(await trader.http.post(`${imports}/${id}/commit`, {}), 202)
    await stage.server.jobsIdle()
    const page = await at(trader, '/trading')
    assert.ok(await appears(page.getByText('2 rows of your imports wait')))
    await page.getByRole('link', { name: 'Say what they are' }).click()
    await page.getByRole('button', { name: 'Settle GER40' }).click()
    assert.ok(await appears(page.getByText('Write a number above zero')))
    await page.getByLabel('Multiplier of GER40').fill('25')
    await isForAll(page)
    await page.getByRole('button', { name: 'Settle GER40' }).click()
    await stage.server.jobsIdle()
    assert.ok(await appears(page.getByText('The rows are in the accounts')))
    const { counts } = await read(trader, `${imports}/${id}`)
    assert.deepEqual([counts.created, counts.needsMapping], [2, 0])

    await page.getByRole('link', { name: 'GER40' }).click()
    assert.ok(await appears(page.getByText('+€500.00')))
    await page.getByLabel('One point of one unit is worth').fill('1')
    await page.getByRole('button', { name: 'Change the multiplier' }).click()
    assert.ok(await appears(page.getByText('Counted anew: +€500.00 net before, +€20.00 net now.')))
    await page.getByRole('combobox', { name: 'Files call it' }).fill('dax')
    await page.keyboard.press('Enter')
    await page.getByRole('button', { name: 'Save the names' }).click()
    assert.ok(await appears(page.getByText('The names are saved.')))
    await page.getByLabel('New shares').fill('2')
    await page.getByLabel('From', { exact: true }).fill('2026-01-06T00:00')
    await page.getByRole('button', { name: 'Note it' }).click()
    assert.ok(await appears(page.getByText('2 new for 1 old')))
    await isForAll(page)
    await page.getByRole('button', { name: 'Take it back' }).click()
    await page.getByRole('button', { name: 'Take it back' }).click()
    assert.ok(await appears(page.getByText('None is known.')))
    await page.getByRole('link', { name: 'Instruments' }).first().click()
    await page.getByLabel('Search').fill('dax')
    assert.ok(await appears(page.getByText('CFD · EUR · also DAX')))
    await isForAll(page)
  })

  test('what the broker reports in a file is counted at its end, and a difference leads to its row', async () => {
    const trader = await addTrader(stage.server)
    const { id: accountId } = await addAccount(trader)
    const filename = 'ibkr-activity-day.csv'
    const text = readFileSync(new URL(`made/${filename}`, ownFiles))
    const batch = await imported(stage.server, trader, { accountId, text, filename })
    const page = await at(trader, `/trading/imports/${batch.id}`)
    assert.ok(
      await appears(
        page.getByText(
          'Your broker reports results itself: of 7 results of rows all agree (1 for a reason we know); of 10 statements of days 9 agree (1 for a reason we know), 1 does not.',
        ),
      ),
    )
    await page.getByRole('link', { name: 'See what differs' }).click()
    const statements = page.getByRole('list', { name: 'Statements' })
    assert.ok(await appears(statements.getByText('Position in TSLA')))
    assert.ok(await appears(statements.getByText('Result of MSFT')))
    assert.equal(await statements.getByText('Position in AAPL').count(), 0)
    assert.ok(await appears(statements.getByText('The broker closes the newest lot first.')))
    assert.equal(await statements.getByRole('button', { name: /Remove/ }).count(), 0)
    assert.deepEqual(await accessibilityFaults(page), [])
    await statements.getByRole('link', { name: `${filename}, row 27` }).click()
    const rows = page.getByRole('list', { name: 'Rows of the file' })
    assert.ok(await appears(rows.getByText('Open Positions,Data,Summary,Stocks,USD,TSLA,5,1,400,2000,402,2010,10,')))
    assert.equal(await rows.getByText(/^Row /).count(), 1)
    await page.goBack()
    await page.getByRole('list', { name: 'Reported results' }).getByRole('link', { name: filename }).click()
    assert.ok(await appears(rows.getByText(/MSFT,"2026-01-15, 15:00:00",-10/)))
    assert.equal(await rows.getByText(/^Row /).count(), 1)
  })

  test('another way to match lots shows both results; an account is archived, brought back and deleted by its name', async () => {
    const trader = await addTrader(stage.server)
    const account = await addAccount(trader, { name: 'Shares' })
    const { id } = await previewed(trader, { accountId: account.id, text: csv(...DAY) })
    expectStatus(await trader.http.post(`${imports}/${id}/commit`, {}), 202)
    await stage.server.jobsIdle()
    const page = await at(trader, `/trading/accounts/${account.id}`)
    assert.ok(await appears(page.getByText('+US$298.00')))
    await page.getByRole('link', { name: 'Change', exact: true }).click()
    await page.getByRole('combobox', { name: 'Currency' }).fill('EUR')
    await page.getByRole('button', { name: 'Save the account' }).click()
    assert.ok(await appears(page.getByText('This holds for good once something happened in the account')))
    await page.getByRole('combobox', { name: 'Currency' }).fill('USD')
    await page.getByLabel('Lots are closed').selectOption('LIFO')
    await page.getByRole('button', { name: 'Save the account' }).click()
    await stage.server.jobsIdle()
    const result = page.getByRole('row', { name: /^AAPL/ })
    await result.waitFor()
    assert.deepEqual(await result.getByRole('cell').allTextContents(), [
      '+US$298.00 of one trade',
      '+US$98.00 of one trade',
    ])
    await isForAll(page)

    await page.getByRole('button', { name: 'Archive the account' }).click()
    await page.getByRole('button', { name: 'Bring it back' }).click()
    await page.getByRole('button', { name: 'Archive the account' }).waitFor()
    await page.getByRole('button', { name: 'Delete the account' }).click()
    const dialog = page.getByRole('dialog', { name: 'Delete Shares?' })
    await dialog.getByLabel('Its name').fill('shares')
    await dialog.getByRole('button', { name: 'Delete it for good' }).click()
    assert.ok(await appears(dialog.getByText('This is not the name of the account')))
    assert.deepEqual(await accessibilityFaults(page), [])
    await dialog.getByLabel('Its name').fill('Shares')
    await dialog.getByRole('button', { name: 'Delete it for good' }).click()
    assert.ok(await appears(page.getByText('There is no account yet')))
    assert.deepEqual((await read(trader, '/api/trading/accounts')).items, [])
    await isForAll(page)
  })
})
