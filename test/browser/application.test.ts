import assert from 'node:assert/strict'
import { after, afterEach, before, describe, test } from 'node:test'
import { appears, browser, openStage, type Stage } from './stage.ts'

describe('an artist applies', { skip: browser.skip }, () => {
  let stage: Stage
  before(async () => {
    stage = await openStage()
  })
  afterEach(() => stage.quiet())
  after(() => stage.close())

  test('a draft is kept and taken up again, a question is answered, and the approval opens the way to tracks', async () => {
    const person = await stage.server.people.signedIn()
    const { page, open, signIn } = await stage.visitor()
    await signIn(person)
    await open('/apply')
    await page.getByLabel('Stage name').fill('Nadir Quartet')
    await page.getByLabel('You apply as').selectOption('Band')
    await page.getByRole('button', { name: 'Start' }).click()
    await page.getByLabel('Legal name').fill('Ada Lovelace')
    await page.getByLabel('Country').selectOption({ label: 'United Kingdom' })
    await page.getByText('Changes are saved in a moment').waitFor()
    assert.ok(await appears(page.getByText('Draft saved')), 'it saves itself')

    await page.reload()
    await page.getByRole('heading', { name: 'Nadir Quartet' }).waitFor()
    assert.equal(await page.getByLabel('Legal name').inputValue(), 'Ada Lovelace')
    assert.equal(await page.getByLabel('You apply as').inputValue(), 'band')

    await page.getByLabel('E-mail for this application').fill('nadir@example.org')
    await page.getByRole('button', { name: 'Continue' }).click()
    await page.getByLabel('Jazz').check()
    for (const [at, name] of ['Ada', 'Grace'].entries()) {
      await page.getByRole('button', { name: 'Add a member' }).click()
      await page.getByLabel(`Name of member ${at + 1}`).fill(name)
      await page.getByLabel(`Part of member ${at + 1}`).fill('Piano')
    }
    await page.getByRole('button', { name: 'Continue' }).click()
    await page.getByLabel('Website').fill('not an address')
    await page.getByRole('button', { name: 'Check and submit' }).click()
    await page.getByText('Draft saved').waitFor()
    await page.getByRole('button', { name: 'Submit the application' }).click()
    const openPoints = page.getByRole('list', { name: 'Still to do' })
    assert.ok(await appears(openPoints.getByText('Confirm that you are of age.')))
    assert.ok(await appears(openPoints.getByText('Enter a whole address')))

    await page.getByRole('button', { name: 'Go to Links' }).click()
    assert.ok(await appears(page.getByText('Enter a whole address')), 'the fault stands at its field')
    await page.getByLabel('Website').fill('https://nadir.example')
    await page.getByRole('button', { name: 'Continue' }).click()
    await page
      .getByRole('checkbox', { name: /^I have read and accept/ })
      .first()
      .waitFor()
    for (const box of await page.getByRole('checkbox').all()) await box.check()
    await page.getByRole('button', { name: 'Continue' }).click()
    await page.getByRole('button', { name: 'Submit the application' }).click()
    assert.ok(await appears(page.getByText('It waits for a reviewer.')))

    const reviewer = await stage.visitor()
    await reviewer.signIn(await stage.server.people.signedIn('reviewer'))
    await reviewer.open('/review/applications')
    await reviewer.page.getByRole('link', { name: 'Nadir Quartet' }).click()
    await reviewer.page.getByRole('button', { name: 'Claim it' }).click()
    assert.ok(await appears(reviewer.page.getByText('Claimed by you until')))
    await reviewer.page.getByRole('button', { name: 'Ask for information' }).click()
    await reviewer.page.getByLabel('Your question').fill('Who owns the recordings of your first album?')
    await reviewer.page.getByRole('button', { name: 'Send the question' }).click()
    await reviewer.page.getByText('The applicant has been asked.').waitFor()

    await page.reload()
    assert.ok(await appears(page.getByText('Who owns the recordings of your first album?')))
    await page.getByLabel('Your answer').fill('The four of us, in equal parts.')
    await page.getByRole('button', { name: 'Send the answer' }).click()
    await page.getByText('A reviewer is reading it.').waitFor()

    await reviewer.page.reload()
    assert.ok(await appears(reviewer.page.getByText('The four of us, in equal parts.')))
    await reviewer.page.getByRole('button', { name: 'Claim it' }).click()
    await reviewer.page.getByRole('button', { name: 'Approve' }).click()
    await reviewer.page.getByText('The artist is approved').waitFor()

    await page.reload()
    await page.getByRole('link', { name: 'Submit your first track' }).click()
    assert.ok(await appears(page.getByRole('heading', { name: 'Submit a track' })))
    assert.equal(await page.getByLabel('Artist').locator('option').innerText(), 'Nadir Quartet')
  })

  test('two windows on one draft never overwrite each other', async () => {
    const person = await stage.server.people.signedIn()
    const { page, open, signIn } = await stage.visitor()
    await signIn(person)
    await open('/apply')
    await page.getByLabel('Stage name').fill('Glass Harbour')
    await page.getByRole('button', { name: 'Start' }).click()
    await page.getByLabel('Legal name').waitFor()
    const { items } = (await person.http.get('/api/artist/applications')).body
    await person.http.patch(`/api/artist/applications/${items[0].id}`, { legalName: 'From the other window' })

    await page.getByLabel('Legal name').fill('From this window')
    assert.ok(await appears(page.getByText('Somebody changed this in the meantime')))
    const kept = (await person.http.get(`/api/artist/applications/${items[0].id}`)).body
    assert.equal(kept.payload.legalName, 'From the other window')
  })

  test('an open application is withdrawn once it was asked about twice', async () => {
    const person = await stage.server.people.signedIn()
    const { page, open, signIn } = await stage.visitor()
    await signIn(person)
    await open('/apply')
    await page.getByLabel('Stage name').fill('Cinder')
    await page.getByRole('button', { name: 'Start' }).click()
    await page.getByRole('button', { name: 'Withdraw the application' }).click()
    await page.getByRole('button', { name: 'Keep it' }).click()
    await page.getByRole('button', { name: 'Withdraw the application' }).click()
    await page.getByRole('button', { name: 'Yes, withdraw it' }).click()
    assert.ok(await appears(page.getByText('You took it back.')))
    const { items } = (await person.http.get('/api/artist/applications')).body
    assert.equal(items[0].state, 'withdrawn')
  })
})
