import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { after, afterEach, before, describe, test } from 'node:test'
import type { Person } from '../support/people.ts'
import { accessibilityFaults, appears, browser, openStage, pathInMail, type Stage, type Visitor } from './stage.ts'

const LINK = /\/delete-account#token=/

async function askForDeletion({ page, open }: Visitor): Promise<void> {
  await open('/account')
  await page.getByRole('button', { name: 'Delete your account' }).click()
  assert.deepEqual(await accessibilityFaults(page), [])
  await page.getByRole('button', { name: 'Mail me the link' }).click()
  await page.getByText('A link is on its way to your address. Nothing is deleted before you follow it.').waitFor()
}

describe('the own data', { skip: browser.skip }, () => {
  let stage: Stage
  before(async () => {
    stage = await openStage()
  })
  afterEach(() => stage.quiet())
  after(() => stage.close())

  async function signedIn(person: Person): Promise<Visitor> {
    const visitor = await stage.visitor()
    await visitor.signIn(person)
    return visitor
  }

  test('are downloaded as one file, with what the person did and nothing of anybody else', async () => {
    const [person, other] = [await stage.server.people.signedIn(), await stage.server.people.signedIn()]
    assert.equal((await person.http.post('/api/playlists', { title: 'My evening' })).status, 201)
    assert.equal((await person.http.post('/api/organisations', { name: 'Hollow Hill' })).status, 201)
    assert.equal((await person.http.post('/api/api-keys', { name: 'Exporter', scopes: [] })).status, 201)
    const { page, open } = await signedIn(person)
    await open('/account')
    assert.deepEqual(await accessibilityFaults(page), [])
    const saving = page.waitForEvent('download')
    await page.getByRole('button', { name: 'Download your data' }).click()
    const download = await saving
    assert.equal(download.suggestedFilename(), 'my-data.json')
    const text = await readFile(await download.path(), 'utf8')
    const { userId, units } = JSON.parse(text)
    assert.equal(userId, person.id)
    assert.deepEqual([units.identity.account.email, units.identity.account.name], [person.email, 'A person'])
    assert.equal(units.identity.sessions.length, 2, 'this browser, and the program that set the scene')
    assert.equal(units.music.playlists[0].title, 'My evening')
    assert.equal(units.api_keys[0].name, 'Exporter')
    assert.match(JSON.stringify(units.organisations), /Hollow Hill/)
    assert.doesNotMatch(text, new RegExp(`${other.id}|${other.email}|argon2`))

    await open('/account')
    assert.ok(await appears(page.getByRole('list', { name: 'Security events' }).getByText('identity.user.exported')))
  })

  test('are gone with the account, after a click in the page, a mail and a click behind its link', async () => {
    const administrator = await stage.server.people.signedIn('administrator')
    const person = await stage.server.people.signedIn()
    const visitor = await signedIn(person)
    const { page, open } = visitor
    await open('/account')
    await page.getByRole('button', { name: 'Delete your account' }).click()
    await page.getByRole('button', { name: 'Keep it' }).click()
    assert.ok(await appears(page.getByRole('button', { name: 'Delete your account' })))
    await askForDeletion(visitor)
    const link = await pathInMail(stage.server, person.email, LINK)
    await open(link)
    assert.ok(await appears(page.getByText('It cannot be brought back.')))
    assert.deepEqual(await accessibilityFaults(page), [])
    assert.equal((await person.http.get('/api/auth/me')).status, 200, 'opening the link deletes nothing')

    await page.getByRole('button', { name: 'Delete it for good' }).click()
    assert.ok(await appears(page.getByRole('heading', { name: 'Your account is deleted' })))
    await page.getByRole('button', { name: 'Sign out' }).waitFor({ state: 'detached' })
    assert.deepEqual(await accessibilityFaults(page), [])
    assert.equal((await person.http.get('/api/auth/me')).status, 401)
    assert.deepEqual((await administrator.http.get(`/api/users?search=${person.email}`)).body.items, [])
    const { items } = (await administrator.http.get(`/api/audit?subject=${person.id}&action=identity.`)).body
    assert.equal(items[0].action, 'identity.user.erased')
    assert.equal(items[0].actor.name === 'A person', false, 'the trail keeps no name')
    const mails = (await stage.server.mailbox()).filter(({ to }) => to.address === person.email)
    assert.equal(mails.at(-1)?.template, 'identity.erased')

    await open('/login')
    await page.getByLabel('E-mail').fill(person.email)
    await page.getByLabel('Password', { exact: true }).fill(person.password)
    await page.getByRole('button', { name: 'Sign in', exact: true }).click()
    await page.getByRole('alert').waitFor()
    assert.deepEqual(await accessibilityFaults(page), [])
    assert.equal(await page.getByRole('button', { name: 'Sign out' }).count(), 0)
    const again = await stage.visitor()
    await again.open(link)
    await again.page.getByRole('button', { name: 'Delete it for good' }).click()
    assert.ok(await appears(again.page.getByRole('alert')), 'the link worked once')
  })

  test('of the last administrator stay, and the page says why', async () => {
    const { body } = await (await stage.server.people.signedIn('administrator')).http.get('/api/users?limit=100')
    const administrators = body.items.filter(({ roles }: { roles: string[] }) => roles.includes('administrator'))
    const last = await stage.server.people.signedIn('administrator')
    for (const { id } of administrators) {
      assert.equal((await last.http.delete(`/api/users/${id}/roles/administrator`)).status, 204)
    }
    const visitor = await signedIn(last)
    await askForDeletion(visitor)
    await visitor.open(await pathInMail(stage.server, last.email, LINK))
    await visitor.page.getByRole('button', { name: 'Delete it for good' }).click()
    assert.ok(await appears(visitor.page.getByRole('alert').getByText('The last administrator stays')))
    assert.deepEqual(await accessibilityFaults(visitor.page), [])
    assert.equal((await last.http.get('/api/auth/me')).status, 200)
  })
})
