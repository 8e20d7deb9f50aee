import assert from 'node:assert/strict'
import { after, afterEach, before, describe, test } from 'node:test'
import type { Locator, Page } from 'playwright-core'
import { startRedis } from '../support/redis.ts'
import { requirement } from '../support/requirements.ts'
import { is } from '../support/secrets.ts'
import { withTotp } from '../support/totp.ts'
import { appears, browser, isForAll, openStage, type Stage } from './stage.ts'

const VALUE = 'sk_live_seen-by-nobody-else'
const PATH = 'payments/stripe'

describe('a keeper of secrets', { skip: browser.skip }, () => {
  let stage: Stage
  before(async () => {
    stage = await openStage({ environment: { APP_ENV: 'staging' } })
  })
  afterEach(() => stage.quiet())
  after(() => stage.close())

  /** Signed in by a password alone, with an authenticator at hand. */
  async function keeper() {
    const { page, open, signIn } = await stage.visitor()
    const person = await stage.server.people.signedIn('administrator')
    await signIn(person)
    const { app } = await withTotp(stage.server.url, person)
    const prove = async (): Promise<void> => {
      const dialog = page.getByRole('dialog', { name: 'Prove that it is you' })
      await dialog.getByLabel('Code', { exact: true }).fill(app.code())
      await dialog.getByRole('button', { name: 'Continue' }).click()
      await dialog.waitFor({ state: 'detached' })
    }
    const id = async (): Promise<string> => is(await person.http.get('/api/secrets'), 200).items[0].id
    return { page, open, http: person.http, id, prove }
  }

  /** What the page, its storage, its history and its address hold. */
  async function heldBy(page: Page): Promise<string> {
    const stored = '[location.href, history.state, { ...localStorage }, { ...sessionStorage }]'
    return `${await page.evaluate<string>(`JSON.stringify(${stored})`)}${await page.content()}`
  }

  const versionOf = (page: Page, number: number): Locator =>
    page
      .getByRole('list', { name: 'Versions' })
      .getByRole('listitem')
      .filter({ hasText: `Version ${number}` })

  async function keep(page: Page): Promise<void> {
    await page.getByRole('link', { name: 'New secret' }).click()
    await page.getByRole('button', { name: 'Keep the secret' }).click()
    assert.ok(await appears(page.getByText('Choose where it is good')))
    await isForAll(page)
    await page.getByLabel('Path').fill(PATH)
    await page.getByLabel('Environment').selectOption('Staging')
    await page.getByLabel('The value').fill(VALUE)
    await page.getByLabel('Description').fill('Of the shop')
    await page.getByRole('button', { name: 'Keep the secret' }).click()
    await page.getByRole('heading', { name: PATH }).waitFor()
    assert.ok(await appears(versionOf(page, 1).getByText('Current')))
  }

  async function look(page: Page, prove?: () => Promise<void>): Promise<Locator> {
    await page.getByRole('button', { name: 'Show version 1' }).click()
    await page.getByLabel('Reason').fill('The bank asked')
    await page.getByRole('button', { name: 'Show the value' }).click()
    await prove?.()
    const shown = page.getByRole('group', { name: 'Value of version 1' })
    await shown.waitFor()
    assert.ok(!(await heldBy(page)).includes(VALUE), 'it is covered')
    await shown.getByRole('button', { name: 'Uncover' }).click()
    assert.ok(await appears(shown.getByText(VALUE)))
    return shown
  }

  test('keeps one, looks at it for a while after two factors, and leaves nothing of it behind', async () => {
    const { page, open, id, prove } = await keeper()
    await page.clock.install()
    await open('/secrets')
    assert.ok(await appears(page.getByText('No secret yet')))
    await keep(page)
    const shown = await look(page, prove)
    await isForAll(page)
    await page.clock.fastForward(30_000)
    await shown.waitFor({ state: 'detached' })
    assert.ok(!(await heldBy(page)).includes(VALUE), 'it hid itself')
    await look(page)
    await page.evaluate(
      "Object.defineProperty(document, 'visibilityState', { value: 'hidden', configurable: true }); document.dispatchEvent(new Event('visibilitychange')); delete document.visibilityState",
    )
    await shown.waitFor({ state: 'detached' })
    assert.ok(!(await heldBy(page)).includes(VALUE), 'it went with the page')
    const looked = page.getByRole('list', { name: 'Who looked' }).getByRole('listitem')
    assert.ok(await appears(looked.nth(1).getByText('The bank asked')))
    assert.equal(await looked.count(), 2)

    await open('/secrets?search=stripe')
    const folder = page.getByRole('button', { name: 'payments' })
    assert.ok(await appears(page.getByRole('link', { name: 'stripe' })))
    await isForAll(page)
    await folder.press('Enter')
    await page.getByRole('link', { name: 'stripe' }).waitFor({ state: 'detached' })
    await open(`/secrets/${await id()}`)
    assert.ok(!(await heldBy(page)).includes(VALUE))
  })

  test('writes, rotates, rolls back and destroys versions, and is told of what another wrote', async () => {
    const { page, open, http, id, prove } = await keeper()
    await open(`/secrets/${await id()}`)
    await page.getByRole('button', { name: 'New version' }).click()
    await page.getByLabel('It is made at random, and nobody sees it').check()
    await page.getByLabel('Version 1, the current one').selectOption('One hour')
    await isForAll(page)
    await page.getByRole('button', { name: 'Write version 2' }).click()
    assert.ok(await appears(versionOf(page, 2).getByText('Current')))
    assert.ok(await appears(versionOf(page, 1).getByText('good until')))

    await page.getByRole('button', { name: 'Say how' }).click()
    await page.getByLabel('Renewed by').selectOption('A webhook of yours')
    await page.getByRole('button', { name: 'Save' }).first().click()
    assert.ok(await appears(page.getByLabel('Address')))
    await isForAll(page)
    await page.getByLabel('Renewed by').selectOption('A new random value')
    await page.getByRole('form', { name: 'Rotation' }).getByRole('button', { name: 'Save' }).click()
    await page.getByRole('button', { name: 'Rotate now' }).click()
    const rotations = page.getByRole('list', { name: 'Rotations' })
    assert.ok(await appears(rotations.getByText('From version 2 to 3')))
    assert.ok(await appears(rotations.getByText('Done')))
    assert.ok(await appears(versionOf(page, 3).getByText('Current')))

    await page.getByRole('button', { name: 'Roll back' }).click()
    await page.getByLabel('Reason').fill('The shop could not pay')
    await page.getByRole('button', { name: 'Roll back to 2' }).click()
    assert.ok(await appears(versionOf(page, 2).getByText('Current')))

    await page.getByRole('button', { name: 'Destroy version 1' }).click()
    await page.getByLabel('Reason').fill('It was leaked')
    await page.getByLabel(`Type ${PATH} to confirm`).fill('payments')
    await page.getByRole('button', { name: 'Destroy it for good' }).click()
    assert.ok(await appears(page.getByText(`Type ${PATH}`, { exact: true })))
    await isForAll(page)
    await page.getByLabel(`Type ${PATH} to confirm`).fill(PATH)
    await page.getByRole('button', { name: 'Destroy it for good' }).click()
    await prove()
    assert.ok(await appears(versionOf(page, 1).getByText('destroyed')))

    is(await http.patch(`/api/secrets/${await id()}`, { description: 'By another' }), 200)
    await page.getByLabel('Description').fill('Mine')
    await page.getByRole('form', { name: 'About it' }).getByRole('button', { name: 'Save' }).click()
    assert.ok(await appears(page.getByText('Somebody else has changed it since')))
    const again = page.getByRole('button', { name: 'Show what was written' })
    await again.click()
    await again.waitFor({ state: 'detached' })
    assert.equal(await page.getByLabel('Description').inputValue(), 'By another')
  })

  test('grants a path for a time, and finds what was leaked', async () => {
    const { page, open, http, prove } = await keeper()
    is(await http.post('/api/secrets', { path: 'leaked/one', environment: 'staging', value: VALUE }), 201)
    await open('/secrets/grants')
    assert.ok(await appears(page.getByText('Nothing is granted')))
    await page.getByLabel('Paths').fill('payments/*')
    await page.getByLabel('To', { exact: true }).selectOption('Role')
    await page.getByLabel('Which').selectOption('reviewer')
    await page.getByLabel('Read values').check()
    await page.getByLabel('Until', { exact: true }).fill('2090-01-01T10:00')
    await page.getByRole('button', { name: 'Grant it' }).click()
    await prove()
    const grants = page.getByRole('list', { name: 'Grants' })
    assert.ok(await appears(grants.getByText('Role reviewer: see, read values')))
    assert.ok(await appears(grants.getByText(/until 1 Jan 2090/)))
    await isForAll(page)
    await page.getByRole('button', { name: 'Take back payments/*' }).click()
    await page.getByRole('button', { name: 'Take it back' }).click()
    assert.ok(await appears(page.getByText('Nothing is granted')))

    await page.getByRole('link', { name: 'Secrets', exact: true }).first().click()
    await page.getByRole('link', { name: 'Was it leaked?' }).click()
    await page.getByLabel('What was found').fill(`2026-11-22 failed: STRIPE_KEY=${VALUE} (retry)`)
    await page.getByRole('button', { name: 'Look it up' }).click()
    const found = page.getByRole('list', { name: 'Found' })
    assert.ok(await appears(found.getByRole('link', { name: 'leaked/one' })))
    assert.ok(await appears(found.getByText('Still good')))
    assert.ok(!(await heldBy(page)).includes(VALUE), 'what was pasted is not kept')
    await isForAll(page)
  })

  test('leases an account of Redis', { skip: requirement('redis-server').skip }, async () => {
    const { page, open, http, prove } = await keeper()
    const redis = await startRedis()
    try {
      is(await http.post('/api/secrets', { path: 'databases/shop', environment: 'staging', value: redis.url }), 201)
      await open('/secrets/leases')
      await page.getByRole('link', { name: 'New template' }).click()
      await page.getByLabel('Of', { exact: true }).selectOption('Redis')
      await page.getByLabel('Path').fill('shop/reports')
      await page.getByLabel('Connection').fill('secret:databases/shop')
      await page.getByRole('combobox', { name: 'Keys' }).fill('shop:*,')
      await isForAll(page)
      await page.getByRole('button', { name: 'Make the template' }).click()
      await prove()
      await page.getByRole('button', { name: 'Try the template' }).click()
      assert.ok(await appears(page.getByText('It works')))
      await isForAll(page)

      await page.getByRole('link', { name: 'Leased accounts' }).first().click()
      await page.getByRole('button', { name: 'Make the account' }).click()
      const made = page.getByRole('status').filter({ hasText: 'Keep the password now' })
      const password = await made.getByText(/^[A-Za-z0-9]{40}$/).innerText()
      const accounts = page.getByRole('list', { name: 'Accounts' })
      assert.ok(await appears(accounts.getByText('Active')))
      await isForAll(page)
      await made.getByRole('button', { name: 'I have it' }).click()
      assert.ok(!(await heldBy(page)).includes(password))
      await accounts.getByRole('button', { name: 'Revoke' }).click()
      await page.getByRole('button', { name: 'Revoke it' }).click()
      assert.ok(await appears(page.getByText('No account', { exact: true })))
    } finally {
      await redis.stop()
    }
  })
})
