import assert from 'node:assert/strict'
import { after, afterEach, before, describe, test } from 'node:test'
import type { Locator } from 'playwright-core'
import { setClock } from '../../server/kernel/clock.ts'
import type { Person } from '../support/people.ts'
import { accessibilityFaults, appears, browser, openStage, type Stage, type Visitor } from './stage.ts'

function roleForm({ page }: Visitor): Locator {
  return page.getByRole('group', { name: 'Allows' })
}

const AUDIT = 'Read the audit log and verify its chain'
const READ = 'See users, their roles and what roles allow'
const MANAGE = 'Edit roles, grant, revoke and deny, disable and enable users'
const INVITE = 'Invite people to roles one holds oneself'

/** Makes a role that allows what has these titles. */
async function makeRole(visitor: Visitor, title: string, allowed: readonly string[]): Promise<void> {
  const { page, open } = visitor
  await open('/roles')
  await page.getByRole('button', { name: 'Make a role' }).click()
  await page.getByLabel('Name', { exact: true }).fill(title.toLowerCase().replaceAll(' ', '-'))
  await page.getByLabel('Title').fill(title)
  for (const name of allowed) await roleForm(visitor).getByRole('checkbox', { name }).check()
  await page.getByRole('button', { name: 'Keep the role' }).click()
  await page.getByText(`The role ${title} is kept.`).waitFor()
}

async function grant({ page, open }: Visitor, person: Person, title: string): Promise<void> {
  await open(`/people/${person.id}`)
  await page.getByRole('button', { name: `Grant ${title}` }).click()
  await page.getByRole('button', { name: `Revoke ${title}` }).waitFor()
}

async function deny({ page }: Visitor, title: string, reason: string): Promise<void> {
  await page.getByRole('combobox', { name: 'Permission to deny' }).fill(title)
  await page.getByRole('option', { name: title }).click()
  await page.getByLabel('Why').fill(reason)
  await page.getByRole('button', { name: 'Deny it' }).click()
}

const isOpen = ({ page }: Visitor) => appears(page.getByRole('heading', { level: 1, name: 'Audit log' }))
const isClosed = ({ page }: Visitor) => appears(page.getByRole('heading', { name: 'This page is not open to you' }))

describe('roles', { skip: browser.skip }, () => {
  let stage: Stage
  let administrator: Person
  let office: Visitor
  let restoreClock = (): void => undefined
  before(async () => {
    stage = await openStage()
    administrator = await stage.server.people.signedIn('administrator')
  })
  afterEach(() => {
    restoreClock()
    return stage.quiet()
  })
  after(() => stage.close())

  async function signedIn(person: Person): Promise<Visitor> {
    const visitor = await stage.visitor()
    await visitor.signIn(person)
    return visitor
  }

  async function permissionsOf({ http }: Person): Promise<string[]> {
    return (await http.get('/api/auth/me')).body.permissions
  }

  /** What the audit trail holds of access, oldest first. */
  async function recorded(subject: string): Promise<string[]> {
    const { items } = (await administrator.http.get(`/api/audit?action=access.&subject=${subject}`)).body
    return items.map(({ action }: { action: string }) => action).toReversed()
  }

  test('are made and edited, and what they allow holds at once for somebody signed in elsewhere', async () => {
    const person = await stage.server.people.signedIn()
    const elsewhere = await signedIn(person)
    office = await signedIn(administrator)
    await makeRole(office, 'News desk', [INVITE])
    await grant(office, person, 'News desk')
    assert.deepEqual(await permissionsOf(person), ['identity:invite'])
    await elsewhere.open('/audit')
    assert.ok(await isClosed(elsewhere))

    await office.open('/roles')
    await office.page.getByRole('button', { name: 'Edit News desk' }).click()
    await roleForm(office).getByRole('checkbox', { name: AUDIT }).check()
    assert.deepEqual(await accessibilityFaults(office.page), [])
    await office.page.getByRole('button', { name: 'Keep the role' }).click()
    // The form names every permission, too.
    await roleForm(office).waitFor({ state: 'detached' })
    assert.ok(await appears(office.page.getByRole('region', { name: 'News desk' }).getByText('audit:read')))
    assert.deepEqual((await permissionsOf(person)).toSorted(), ['audit:read', 'identity:invite'])
    await elsewhere.open('/audit')
    assert.ok(await isOpen(elsewhere))
    assert.deepEqual(await recorded('news-desk'), ['access.role.created', 'access.role.changed'])

    await office.page.getByRole('button', { name: 'Remove News desk' }).click()
    await office.page.getByRole('button', { name: 'Remove', exact: true }).click()
    assert.ok(await appears(office.page.getByText('Somebody still holds this role')))
    await office.open(`/people/${person.id}`)
    await office.page.getByRole('button', { name: 'Revoke News desk' }).click()
    await office.page.getByRole('button', { name: 'Grant News desk' }).waitFor()
    assert.deepEqual(await permissionsOf(person), [])
    await elsewhere.open('/audit')
    assert.ok(await isClosed(elsewhere))
    await office.open('/roles')
    await office.page.getByRole('button', { name: 'Remove News desk' }).click()
    await office.page.getByRole('button', { name: 'Remove', exact: true }).click()
    await office.page.getByRole('region', { name: 'News desk' }).waitFor({ state: 'detached' })
  })

  test('give way to a denial, until it is lifted', async () => {
    const person = await stage.server.people.signedIn()
    const elsewhere = await signedIn(person)
    office = await signedIn(administrator)
    await makeRole(office, 'Archive', [AUDIT])
    await grant(office, person, 'Archive')
    await elsewhere.open('/audit')
    assert.ok(await isOpen(elsewhere))

    await deny(office, AUDIT, 'leaves the team')
    assert.ok(await appears(office.page.getByRole('list', { name: 'Denied' }).getByText('leaves the team')))
    assert.deepEqual(await accessibilityFaults(office.page), [])
    assert.deepEqual(await permissionsOf(person), [])
    await elsewhere.open('/audit')
    assert.ok(await isClosed(elsewhere))
    assert.deepEqual(await accessibilityFaults(elsewhere.page), [])

    await office.page.getByRole('button', { name: 'Lift the denial of audit:read' }).click()
    await office.page.getByRole('list', { name: 'Denied' }).waitFor({ state: 'detached' })
    assert.deepEqual(await permissionsOf(person), ['audit:read'])
    assert.deepEqual(await recorded(person.id), [
      'access.role.granted',
      'access.permission.denied',
      'access.denial.lifted',
    ])
  })

  test('are neither made nor granted beyond what the granter holds', async () => {
    office = await signedIn(administrator)
    await makeRole(office, 'Helpers', [READ, MANAGE])
    const [helper, person] = [await stage.server.people.signedIn('helpers'), await stage.server.people.signedIn()]
    const visitor = await signedIn(helper)
    await visitor.open(`/people/${person.id}`)
    await visitor.page.getByRole('button', { name: 'Grant Reviewer' }).click()
    assert.ok(await appears(visitor.page.getByText('Permissions you lack cannot be given, taken or denied by you')))
    assert.ok(await appears(visitor.page.getByRole('button', { name: 'Grant Reviewer' })))
    assert.deepEqual(await permissionsOf(person), [])
    assert.deepEqual(await recorded(person.id), [])

    await visitor.open('/roles')
    await visitor.page.getByRole('button', { name: 'Make a role' }).click()
    await roleForm(visitor).getByRole('checkbox', { name: READ }).waitFor()
    const enabled = roleForm(visitor).getByRole('checkbox', { disabled: false })
    assert.equal(await enabled.count(), 2, 'nothing can be chosen but what the helper holds')
    assert.ok(await roleForm(visitor).getByRole('checkbox', { name: AUDIT }).isDisabled())
    assert.deepEqual(await accessibilityFaults(visitor.page), [])
  })

  test('leave the last administrator what he is', async () => {
    office = await signedIn(administrator)
    await office.open(`/people/${administrator.id}`)
    await office.page.getByRole('button', { name: 'Revoke Administrator' }).click()
    assert.ok(await appears(office.page.getByText('The last administrator stays')))
    assert.ok(await appears(office.page.getByText('Make somebody else administrator first')))
    assert.deepEqual(await accessibilityFaults(office.page), [])
    assert.ok((await permissionsOf(administrator)).includes('access:manage'))

    const second = await stage.server.people.signedIn('administrator')
    await office.open(`/people/${second.id}`)
    await office.page.getByRole('button', { name: 'Revoke Administrator' }).click()
    assert.ok(await appears(office.page.getByRole('button', { name: 'Grant Administrator' })))
    assert.deepEqual(await permissionsOf(second), [])
  })

  test('are given by a sign-in of an hour ago only once the password was given again', async () => {
    const person = await stage.server.people.signedIn()
    office = await signedIn(administrator)
    const { page, open } = office
    await open(`/people/${person.id}`)
    restoreClock = setClock(() => Date.now() + 60 * 60_000)
    await page.getByRole('button', { name: 'Grant Reviewer' }).click()
    const dialog = page.getByRole('dialog', { name: 'Prove that it is you' })
    await dialog.waitFor()
    assert.deepEqual(await accessibilityFaults(page), [])
    await dialog.getByRole('button', { name: 'Close' }).click()
    assert.ok(await appears(page.getByText('nobody proved who they are')))
    const given = await stage.server.app.db.raw('SELECT FROM access.user_role WHERE user_id = $1', [person.id])
    assert.deepEqual(given, [])

    await page.getByRole('button', { name: 'Grant Reviewer' }).click()
    await dialog.getByLabel('Password', { exact: true }).fill(administrator.password)
    await dialog.getByRole('button', { name: 'Continue' }).click()
    assert.ok(await appears(page.getByRole('button', { name: 'Revoke Reviewer' })))
    await deny(office, AUDIT, 'on trial')
    assert.ok(await appears(page.getByRole('list', { name: 'Denied' }).getByText('on trial')), 'the proof goes on')
  })
})
