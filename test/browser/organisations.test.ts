import assert from 'node:assert/strict'
import { after, afterEach, before, describe, test } from 'node:test'
import type { Locator } from 'playwright-core'
import type { Person } from '../support/people.ts'
import { accessibilityFaults, appears, browser, openStage, pathInMail, type Stage, type Visitor } from './stage.ts'

const password = 'granite otter violin nine'

interface Founded {
  readonly owner: Person
  readonly visitor: Visitor
  readonly id: string
}

function memberRow({ page }: Visitor, name: string): Locator {
  return page.getByRole('list', { name: 'Members' }).getByRole('listitem').filter({ hasText: name })
}

async function invite({ page }: Visitor, email: string, role: string): Promise<void> {
  await page.getByLabel('E-mail of who is invited').fill(email)
  await page.getByRole('combobox', { name: 'As' }).click()
  await page.getByRole('option', { name: role, exact: true }).click()
  await page.getByRole('button', { name: 'Invite', exact: true }).click()
  await page.getByRole('list', { name: 'Invitations' }).getByText(email).waitFor()
}

describe('an organisation', { skip: browser.skip }, () => {
  let stage: Stage
  before(async () => {
    stage = await openStage()
  })
  afterEach(() => stage.quiet())
  after(() => stage.close())

  /** Somebody makes an organisation in the console. */
  async function found(name: string): Promise<Founded> {
    const owner = await stage.server.people.signedIn()
    const visitor = await stage.visitor()
    const { page, open, signIn } = visitor
    await signIn(owner)
    await open('/organisations')
    await page.getByText('You are in none').waitFor()
    await page.getByLabel('Name').fill(name)
    await page.getByRole('button', { name: 'Make it' }).click()
    await page.getByRole('heading', { level: 1, name }).waitFor()
    return { owner, visitor, id: page.url().split('/').at(-1) ?? '' }
  }

  /** Follows the link of an invitation in a browser of its own. */
  async function join(name: string, email: string): Promise<Visitor> {
    const guest = await stage.visitor()
    await guest.open(await pathInMail(stage.server, email, /\/invitation#token=/))
    await guest.page.getByLabel('Your name').fill(name)
    await guest.page.getByLabel('Password', { exact: true }).fill(password)
    await guest.page.getByRole('button', { name: 'Accept' }).click()
    await guest.page.getByText(`You are ${name}.`).waitFor()
    return guest
  }

  async function membersOf({ owner, id }: Founded): Promise<Record<string, string>> {
    const { items } = (await owner.http.get(`/api/organisations/${id}/members`)).body
    return Object.fromEntries(items.map(({ email, role }: { email: string; role: string }) => [email, role]))
  }

  test('is founded, a member is invited and joins, gets another role, and is taken out', async () => {
    const founded = await found('Hollow Hill Records')
    const { owner, visitor, id } = founded
    assert.deepEqual(await membersOf(founded), { [owner.email]: 'owner' })
    const email = 'mira@example.org'
    await invite(visitor, email, 'Member')
    assert.deepEqual(await accessibilityFaults(visitor.page), [])

    const mira = await join('Mira Vale', email)
    await mira.page.getByRole('link', { name: 'Organisations' }).click()
    assert.ok(await appears(mira.page.getByText('you are member')))
    assert.deepEqual(await accessibilityFaults(mira.page), [])
    await mira.page.getByRole('link', { name: 'Hollow Hill Records' }).click()
    await memberRow(mira, 'Mira Vale').waitFor()
    assert.equal(await mira.page.getByRole('heading', { name: 'Invitations' }).count(), 0, 'a member invites nobody')
    assert.equal(await mira.page.getByRole('button', { name: /^Take out/ }).count(), 0)
    assert.deepEqual(await accessibilityFaults(mira.page), [])

    await visitor.open(`/organisations/${id}`)
    await visitor.page.getByRole('combobox', { name: 'Role of Mira Vale' }).click()
    await visitor.page.getByRole('option', { name: 'Admin', exact: true }).click()
    assert.ok(await appears(visitor.page.getByText('Mira Vale is admin now.')))
    assert.deepEqual(await membersOf(founded), { [owner.email]: 'owner', [email]: 'admin' })
    await mira.open(`/organisations/${id}`)
    assert.ok(await appears(mira.page.getByRole('button', { name: 'Invite', exact: true })), 'an admin does')
    assert.deepEqual(await accessibilityFaults(mira.page), [])

    await visitor.page.getByRole('button', { name: 'Take out Mira Vale' }).click()
    await memberRow(visitor, 'Mira Vale').waitFor({ state: 'detached' })
    assert.deepEqual(await membersOf(founded), { [owner.email]: 'owner' })
    await mira.open(`/organisations/${id}`)
    assert.ok(await appears(mira.page.getByRole('alert').getByText('It does not exist, or you may not see it.')))
  })

  test('does not exist for a stranger, an administrator among them', async () => {
    const { id } = await found('Tallow Press')
    for (const role of [[], ['administrator']]) {
      const stranger = await stage.server.people.signedIn(...role)
      const { page, open, signIn } = await stage.visitor()
      await signIn(stranger)
      await open('/organisations')
      assert.ok(await appears(page.getByText('You are in none')))
      await open(`/organisations/${id}`)
      assert.ok(await appears(page.getByRole('alert').getByText('It does not exist, or you may not see it.')))
      assert.equal(await page.getByText('Tallow Press').count(), 0)
      assert.deepEqual(await accessibilityFaults(page), [])
      for (const path of ['', '/members', '/invitations'])
        assert.equal((await stranger.http.get(`/api/organisations/${id}${path}`)).status, 404, path)
    }
  })

  test('keeps its last owner, who may leave when there is another, and delete what nobody else is in', async () => {
    const founded = await found('Ember and Wick')
    const { owner, visitor, id } = founded
    const { page } = visitor
    await invite(visitor, 'otto@example.org', 'Owner')
    await page.getByRole('button', { name: 'Leave Ember and Wick' }).click()
    await page.getByRole('button', { name: 'Leave', exact: true }).click()
    assert.ok(await appears(page.getByText('The last owner stays')))
    assert.deepEqual(await membersOf(founded), { [owner.email]: 'owner' })

    const otto = await join('Otto Wick', 'otto@example.org')
    await page.getByRole('button', { name: 'Leave', exact: true }).click()
    assert.ok(await appears(page.getByText('You are in none')))
    assert.equal((await owner.http.get(`/api/organisations/${id}`)).status, 404)

    await otto.open(`/organisations/${id}`)
    await otto.page.getByRole('button', { name: 'Delete Ember and Wick' }).click()
    await otto.page.getByRole('button', { name: 'Delete', exact: true }).click()
    assert.ok(await appears(otto.page.getByText('You are in none')))
    const left = await stage.server.app.db.raw('SELECT FROM organisations.organisation WHERE id = $1', [id])
    assert.equal(left.length, 0)
  })
})
