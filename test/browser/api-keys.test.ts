import assert from 'node:assert/strict'
import { after, afterEach, before, describe, test } from 'node:test'
import type { Locator } from 'playwright-core'
import { setClock } from '../../server/kernel/clock.ts'
import { createHttpClient } from '../support/http-client.ts'
import type { Person } from '../support/people.ts'
import { accessibilityFaults, appears, browser, openStage, type Stage, type Visitor } from './stage.ts'

function rowOf({ page }: Visitor, name: string): Locator {
  return page.getByRole('list', { name: 'API keys' }).getByRole('listitem').filter({ hasText: name })
}

async function fillIn({ page }: Visitor, name: string, scopes: readonly string[]): Promise<void> {
  await page.getByLabel('Name').fill(name)
  const may = page.getByRole('combobox', { name: 'May' })
  for (const scope of scopes) {
    await may.fill(scope)
    await page.getByRole('option', { name: scope, exact: true }).click()
  }
  await may.press('Escape')
}

/** The key that the page shows, this once. */
async function shownKey({ page }: Visitor): Promise<string> {
  const notice = page.getByRole('status').filter({ hasText: 'Keep it now: it is not shown again.' })
  await notice.waitFor()
  return await notice.getByRole('code').innerText()
}

describe('an API key', { skip: browser.skip }, () => {
  let stage: Stage
  let restoreClock: () => void = () => undefined
  before(async () => {
    stage = await openStage()
  })
  afterEach(async () => {
    restoreClock()
    restoreClock = () => undefined
    await stage.quiet()
  })
  after(() => stage.close())

  async function keysPage(person: Person): Promise<Visitor> {
    const visitor = await stage.visitor()
    await visitor.signIn(person)
    await visitor.open('/api-keys')
    return visitor
  }

  const usedWith = (key: string) => createHttpClient(stage.server.url, { authorization: `Bearer ${key}` })

  async function recorded(person: Person): Promise<string[]> {
    const administrator = await stage.server.people.signedIn('administrator')
    const { items } = (await administrator.http.get(`/api/audit?action=api_keys.&actor=${person.id}`)).body
    return items.map(({ action }: { action: string }) => action).toReversed()
  }

  test('is made with some permissions, shown once, does as much as they allow, and is refused once revoked', async () => {
    const administrator = await stage.server.people.signedIn('administrator')
    const visitor = await keysPage(administrator)
    const { page } = visitor
    assert.ok(await appears(page.getByText('No key yet')))
    await fillIn(visitor, 'Nightly report', ['audit:read', 'access:read'])
    assert.deepEqual(await accessibilityFaults(page), [])
    await page.getByRole('button', { name: 'Make the key' }).click()
    const key = await shownKey(visitor)
    assert.deepEqual(await accessibilityFaults(page), [])
    assert.ok(await appears(rowOf(visitor, 'Nightly report').getByText('access:read, audit:read. Never used')))

    const program = usedWith(key)
    assert.equal((await program.get('/api/audit')).status, 200)
    assert.equal((await program.get('/api/users')).status, 200)
    assert.equal((await program.get('/api/jobs')).body.code, 'http/denied', 'which the key was not given')
    assert.equal((await program.post('/api/api-keys', { name: 'Another', scopes: [] })).status, 403)

    await visitor.open('/api-keys')
    assert.ok(await appears(rowOf(visitor, 'Nightly report').getByText('Last used')))
    assert.ok(!(await page.content()).includes(key), 'it is not shown again')
    await page.getByRole('button', { name: 'Revoke Nightly report' }).click()
    await page.getByRole('button', { name: 'Keep it' }).click()
    assert.equal((await program.get('/api/audit')).status, 200, 'nothing is revoked before it is confirmed')
    await page.getByRole('button', { name: 'Revoke Nightly report' }).click()
    assert.deepEqual(await accessibilityFaults(page), [])
    await page.getByRole('button', { name: 'Revoke', exact: true }).click()
    await rowOf(visitor, 'Nightly report').waitFor({ state: 'detached' })
    const refused = await program.get('/api/audit')
    assert.deepEqual([refused.status, refused.body.code], [401, 'api-keys/invalid'])
    assert.deepEqual(await recorded(administrator), ['api_keys.key.created', 'api_keys.key.revoked'])
    const mails = (await stage.server.mailbox()).filter(({ to }) => to.address === administrator.email)
    assert.ok(
      mails.some(({ template }) => template === 'api_keys.key-made'),
      'its maker is told by mail',
    )
  })

  test('asks for the password again when the sign-in is old, and is not made when that is refused', async () => {
    const person = await stage.server.people.signedIn()
    const visitor = await keysPage(person)
    const { page } = visitor
    restoreClock = setClock(() => Date.now() + 11 * 60_000)
    await fillIn(visitor, 'Watch', [])
    await page.getByRole('button', { name: 'Make the key' }).click()
    const dialog = page.getByRole('dialog', { name: 'Prove that it is you' })
    await dialog.waitFor()
    assert.deepEqual(await accessibilityFaults(page), [])
    await dialog.getByRole('button', { name: 'Close' }).click()
    await dialog.waitFor({ state: 'detached' })
    assert.ok(await appears(page.getByRole('alert').getByText('nobody proved who they are')))
    const kept = await page.request.get('/api/api-keys')
    assert.deepEqual((await kept.json()).items, [])

    await page.getByRole('button', { name: 'Make the key' }).click()
    await dialog.getByLabel('Password', { exact: true }).fill('not this one at all')
    await dialog.getByRole('button', { name: 'Continue' }).click()
    await dialog.getByRole('alert').waitFor()
    await dialog.getByLabel('Password', { exact: true }).fill(person.password)
    await dialog.getByRole('button', { name: 'Continue' }).click()
    const program = usedWith(await shownKey(visitor))
    assert.equal((await program.get('/api/auth/me')).body.user.id, person.id)
    assert.ok(await appears(rowOf(visitor, 'Watch').getByText('No permission')))
    assert.deepEqual(await recorded(person), ['api_keys.key.created'])
  })

  test('needs a name', async () => {
    const { page } = await keysPage(await stage.server.people.signedIn())
    await page.getByRole('button', { name: 'Make the key' }).click()
    assert.ok(await appears(page.getByText('Enter a name to know it by')))
    assert.deepEqual(await accessibilityFaults(page), [])
  })
})
