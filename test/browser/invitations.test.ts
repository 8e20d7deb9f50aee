import assert from 'node:assert/strict'
import { after, afterEach, before, describe, test } from 'node:test'
import type { Locator } from 'playwright-core'
import type { Person } from '../support/people.ts'
import { accessibilityFaults, appears, browser, openStage, pathInMail, type Stage, type Visitor } from './stage.ts'

const password = 'granite otter violin nine'
const LINK = /\/invitation#token=/

async function invite(visitor: Visitor, email: string, role: string): Promise<void> {
  const { page } = visitor
  await page.getByLabel('E-mail of who is invited').fill(email)
  await page.getByRole('combobox', { name: 'Roles' }).press('ArrowDown')
  await page.getByRole('option', { name: role }).click()
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'Invite', exact: true }).click()
  await rowOf(visitor, email).getByText('Waiting').waitFor()
}

function rowOf({ page }: Visitor, email: string): Locator {
  return page.getByRole('list', { name: 'Invitations' }).getByRole('listitem').filter({ hasText: email })
}

describe('an invitation', { skip: browser.skip }, () => {
  let stage: Stage
  let administrator: Person
  before(async () => {
    stage = await openStage()
    administrator = await stage.server.people.signedIn('administrator')
  })
  afterEach(() => stage.quiet())
  after(() => stage.close())

  async function inviter(): Promise<Visitor> {
    const visitor = await stage.visitor()
    await visitor.signIn(administrator)
    await visitor.open('/invitations')
    return visitor
  }

  /** What the audit trail holds of the newest invitation, oldest first. */
  async function recorded(): Promise<string[]> {
    const { items } = (await administrator.http.get('/api/audit?action=organisations.invitation')).body
    const records = items as { action: string; subject: { id: string } }[]
    const ofNewest = records.filter(({ subject }) => subject.id === records[0]?.subject.id)
    return ofNewest.map(({ action }) => action.replace('organisations.invitation.', '')).toReversed()
  }

  async function mailsTo(address: string): Promise<number> {
    return (await stage.server.mailbox()).filter(({ to }) => to.address === address).length
  }

  /** Follows a link that is of no use any more. */
  async function isRefused(link: string): Promise<void> {
    const { page, open } = await stage.visitor()
    await open(link)
    assert.ok(await appears(page.getByRole('alert').getByText('This invitation does not work')))
    assert.equal(await page.getByRole('button', { name: 'Accept' }).count(), 0)
    assert.deepEqual(await accessibilityFaults(page), [])
  }

  test('brings somebody in with a role: the mail, its link, a password, and signed in', async () => {
    const email = 'nora@example.org'
    const host = await inviter()
    await invite(host, email, 'Reviewer')
    assert.deepEqual(await accessibilityFaults(host.page), [])
    const link = await pathInMail(stage.server, email, LINK)

    const { page, open } = await stage.visitor()
    await open(link)
    assert.ok(await appears(page.getByText('A administrator invites you to this server, as reviewer.')))
    assert.equal(await page.getByLabel('E-mail').inputValue(), email)
    assert.deepEqual(await accessibilityFaults(page), [])
    await page.getByLabel('Your name').fill('Nora Quist')
    await page.getByLabel('Password', { exact: true }).fill('short')
    await page.getByRole('button', { name: 'Accept' }).click()
    assert.ok(await appears(page.getByText('Use at least 8 characters')))
    await page.getByLabel('Password', { exact: true }).fill(password)
    await page.getByRole('button', { name: 'Accept' }).click()
    assert.ok(await appears(page.getByText('You are Nora Quist.')))
    await page.getByRole('link', { name: 'Submitted tracks' }).click()
    assert.ok(await appears(page.getByRole('heading', { level: 1, name: 'Submitted tracks' })))

    await host.open('/invitations')
    assert.ok(await appears(rowOf(host, email).getByText('Accepted')))
    const [person] = (await administrator.http.get(`/api/users?search=${email}`)).body.items
    assert.deepEqual([person.name, person.roles], ['Nora Quist', ['reviewer']])
    assert.notEqual(person.emailVerifiedAt, null, 'the link has proven the address')
    assert.deepEqual(await recorded(), ['sent', 'accepted'])
    await isRefused(link)
  })

  test('sent again works by its new link alone', async () => {
    const email = 'again@example.org'
    const host = await inviter()
    await invite(host, email, 'Artist')
    const first = await pathInMail(stage.server, email, LINK)
    await host.page.getByRole('button', { name: `Send again to ${email}` }).click()
    await host.page.getByText(`A new link is on its way to ${email}.`).waitFor()
    assert.equal(await mailsTo(email), 2)
    const second = await pathInMail(stage.server, email, LINK)
    assert.notEqual(second, first)
    assert.deepEqual(await recorded(), ['sent', 'sent-again'])

    await isRefused(first)
    const { page, open } = await stage.visitor()
    await open(second)
    assert.ok(await appears(page.getByRole('button', { name: 'Accept' })))
  })

  test('taken back brings nobody in, and its link says so', async () => {
    const email = 'never@example.org'
    const host = await inviter()
    await invite(host, email, 'Reviewer')
    const link = await pathInMail(stage.server, email, LINK)
    await host.page.getByRole('button', { name: `Take back the invitation of ${email}` }).click()
    assert.ok(await appears(rowOf(host, email).getByText('Taken back')))
    await rowOf(host, email).getByRole('button').first().waitFor({ state: 'detached' })
    assert.deepEqual(await recorded(), ['sent', 'revoked'])
    await isRefused(link)
    const token = link.split('token=')[1]
    const body = { token, name: 'Never', password }
    const answer = await stage.server.people.anonymous().post('/api/invitations/accept', body)
    assert.equal(answer.body.code, 'organisations/invitation-gone')
    assert.deepEqual((await administrator.http.get(`/api/users?search=${email}`)).body.items, [])
  })

  test('to somebody with an account is accepted by that account, and not by who happens to be signed in', async () => {
    const [person, other] = [await stage.server.people.signedIn(), await stage.server.people.signedIn()]
    const host = await inviter()
    await invite(host, person.email, 'Reviewer')
    const { page, open, signIn } = await stage.visitor()
    await signIn(other)
    await open(await pathInMail(stage.server, person.email, LINK))
    assert.ok(await appears(page.getByText(`You are signed in as ${other.email}`)))
    assert.equal(await page.getByRole('button', { name: /^Accept as/ }).count(), 0)
    assert.deepEqual(await accessibilityFaults(page), [])
    await page.getByRole('button', { name: `Sign in as ${person.email} to accept` }).click()
    await page.getByLabel('E-mail').fill(person.email)
    await page.getByLabel('Password', { exact: true }).fill(person.password)
    await page.getByRole('button', { name: 'Sign in', exact: true }).click()
    await page.getByRole('button', { name: `Accept as ${person.email}` }).click()
    assert.ok(await appears(page.getByRole('link', { name: 'Submitted tracks' })))
    assert.ok((await person.http.get('/api/auth/me')).body.permissions.includes('music:review-tracks'))
    assert.deepEqual((await other.http.get('/api/auth/me')).body.permissions, [])
    assert.deepEqual(await recorded(), ['sent', 'accepted'])
  })

  test('needs an address, and is made by nobody without the permission', async () => {
    const host = await inviter()
    await host.page.getByRole('button', { name: 'Invite', exact: true }).click()
    assert.ok(await appears(host.page.getByText('Enter an e-mail address, like name@example.com')))
    assert.deepEqual(await accessibilityFaults(host.page), [])
    const { page, open, signIn } = await stage.visitor()
    await signIn(await stage.server.people.signedIn('reviewer'))
    await open('/invitations')
    assert.ok(await appears(page.getByRole('heading', { name: 'This page is not open to you' })))
  })
})
