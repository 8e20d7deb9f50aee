import assert from 'node:assert/strict'
import { after, afterEach, before, describe, test } from 'node:test'
import { appears, browser, openStage, type Stage } from './stage.ts'

describe('an administrator', { skip: browser.skip }, () => {
  let stage: Stage
  before(async () => {
    stage = await openStage()
  })
  afterEach(() => stage.quiet())
  after(() => stage.close())

  test('finds a person, grants and revokes a role, and closes and opens the account', async () => {
    const [administrator, person] = [
      await stage.server.people.signedIn('administrator'),
      await stage.server.people.signedIn(),
    ]
    const { page, open, signIn } = await stage.visitor()
    await signIn(administrator)
    await open('/people')
    await page.getByLabel('Search').fill(person.email)
    await page.waitForURL(/search=/)
    await page.getByText(person.email).waitFor()
    await page.getByRole('list', { name: 'People' }).getByRole('link').first().click()
    await page.getByRole('button', { name: 'Grant Reviewer' }).click()
    assert.ok(await appears(page.getByRole('button', { name: 'Revoke Reviewer' })))
    assert.ok((await person.http.get('/api/auth/me')).body.permissions.includes('music:review-tracks'))
    await page.getByRole('button', { name: 'Revoke Reviewer' }).click()
    await page.getByRole('button', { name: 'Grant Reviewer' }).waitFor()

    await page.getByRole('button', { name: 'Disable the account' }).click()
    await page.getByRole('button', { name: 'Enable the account' }).waitFor()
    assert.equal((await person.http.get('/api/auth/me')).status, 401)
    await page.getByRole('button', { name: 'Enable the account' }).click()
    assert.ok(await appears(page.getByRole('button', { name: 'Disable the account' })))
  })

  test('may not close the own account, and is told why', async () => {
    const administrator = await stage.server.people.signedIn('administrator')
    const { page, open, signIn } = await stage.visitor()
    await signIn(administrator)
    await open(`/people/${administrator.id}`)
    const button = page.getByRole('button', { name: 'Disable the account' })
    assert.equal(await button.getAttribute('aria-disabled'), 'true')
    assert.ok(await appears(page.getByText('This is your own account')))
    await button.click({ force: true })
    assert.equal((await administrator.http.get('/api/auth/me')).status, 200)
  })

  test('reads the audit log, narrows it and verifies its chain', async () => {
    const { page, open, signIn } = await stage.visitor()
    await signIn(await stage.server.people.signedIn('administrator'))
    await open('/audit')
    const records = page.getByRole('list', { name: 'Audit records' })
    await records.waitFor()
    await page.getByLabel('Action').fill('identity.session.started')
    const others = records.getByRole('listitem').filter({ hasNotText: 'identity.session.started' })
    await others.first().waitFor({ state: 'detached' })
    assert.ok(await appears(records.getByText('identity.session.started')))
    await page.getByText('Details').first().click()
    assert.ok(await appears(page.getByText('"requestId"')))
    await page.getByRole('button', { name: 'Verify the chain' }).click()
    assert.ok(await appears(page.getByText(/records checked, none changed/)))
    const visitor = stage.server.people.anonymous()
    for (let asked = 0; asked < 3; asked += 1)
      await visitor
        .get('/api/auth/me', { authorization: 'Bearer a-guess' })
        .then(stage.server.app.units.audit.writeRefusals)
    await page.getByLabel('Refused credentials').check()
    assert.ok(await appears(records.getByText(/access-token, \d × from one source/)))
  })

  test('sees roles with their permissions, the queues, and the checks of the server', async () => {
    const { page, open, signIn } = await stage.visitor()
    await signIn(await stage.server.people.signedIn('administrator'))
    await page.getByRole('link', { name: 'Roles' }).click()
    assert.ok(await appears(page.getByRole('region', { name: 'Reviewer' }).getByText('music:review-tracks')))
    await page.getByRole('link', { name: 'Jobs' }).click()
    assert.ok(await appears(page.getByRole('rowheader', { name: /^mail/ })))
    assert.ok(await appears(page.getByText('Nothing has failed')))
    await page.getByRole('link', { name: 'Status' }).click()
    assert.ok(await appears(page.getByText('In order').first()))
    await open('/')
  })

  test('says what the site is called, which feeds take up, and is told of what somebody else has said since', async () => {
    const { page, signIn } = await stage.visitor()
    await signIn(await stage.server.people.signedIn('administrator'))
    await page.getByRole('link', { name: 'Settings', exact: true }).click()
    const site = page.getByRole('form', { name: 'The site' })
    await site.getByLabel('Name').fill('Jua Studio')
    await site.getByRole('button', { name: 'Save' }).click()
    assert.ok(await appears(site.getByText(/Last changed/)))
    const anyone = stage.server.people.anonymous()
    assert.deepEqual((await anyone.get('/api/settings/site')).body, {
      value: { name: 'Jua Studio' },
      version: 1,
    })
    assert.match((await anyone.get('/rss.xml')).body, /<title>Jua Studio<\/title>/)

    const other = await stage.server.people.signedIn('administrator')
    const value = { name: 'Said elsewhere' }
    assert.equal((await other.http.put('/api/settings/site', { value, version: 1 })).status, 200)
    await site.getByLabel('Name').fill('Said over it')
    await site.getByRole('button', { name: 'Save' }).click()
    assert.ok(await appears(site.getByText('Somebody else has changed it since')))
    assert.equal((await anyone.get('/api/settings/site')).body.value.name, 'Said elsewhere')
  })

  test('loads a long list page by page, each person once, until there is no more', async () => {
    const { identity } = stage.server.app.units
    const numbers = Array.from({ length: 65 }, (_, at) => String(at).padStart(2, '0'))
    for (const number of numbers)
      await identity.createUser({
        email: `crowd.${number}@example.org`,
        name: `Crowd ${number}`,
        password: 'many-of-us-2026',
      })
    const { page, open, signIn } = await stage.visitor()
    await signIn(await stage.server.people.signedIn('administrator'))
    await open('/people?search=crowd.')
    const rows = page.getByRole('list', { name: 'People' }).getByRole('listitem')
    const more = page.getByRole('button', { name: 'Load more' })
    for (const shown of [30, 60]) {
      await more.waitFor()
      await rows.nth(shown - 1).waitFor()
      assert.equal(await rows.count(), shown)
      await more.click()
    }
    await more.waitFor({ state: 'detached' })
    const names = await rows.getByRole('link').allInnerTexts()
    assert.deepEqual(
      names.toSorted(),
      numbers.map((number) => `Crowd ${number}`),
    )
  })

  test('is the only one to see these pages', async () => {
    const { page, open, signIn } = await stage.visitor()
    await signIn(await stage.server.people.signedIn())
    for (const path of ['/people', '/audit', '/jobs', '/mail', '/status', '/settings', '/review/tracks']) {
      await open(path)
      assert.ok(await appears(page.getByRole('heading', { name: 'This page is not open to you' })), path)
    }
    assert.equal(await page.getByRole('navigation', { name: 'Main' }).getByText('Administer').count(), 0)
  })
})
