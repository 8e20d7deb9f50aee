import assert from 'node:assert/strict'
import { after, afterEach, before, describe, test } from 'node:test'
import type { Person } from '../support/people.ts'
import { applicant } from './artists.ts'
import { accessibilityFaults, appears, browser, openStage, type Stage, type Visitor } from './stage.ts'

const BANNER = /^You act in the name of/
const NOT_BELOW = 'You may act only in the name of people who may do less than you'

async function act({ page, open }: Visitor, person: Person, reason: string): Promise<void> {
  await open(`/people/${person.id}`)
  await page.getByLabel('Reason').fill(reason)
  await page.getByRole('button', { name: /^Act as/ }).click()
}

describe("acting in another person's name", { skip: browser.skip }, () => {
  let stage: Stage
  let administrator: Person
  before(async () => {
    stage = await openStage()
    administrator = await stage.server.people.signedIn('administrator')
  })
  afterEach(() => stage.quiet())
  after(() => stage.close())

  async function office(): Promise<Visitor> {
    const visitor = await stage.visitor()
    await visitor.signIn(administrator)
    return visitor
  }

  async function began(person: Person): Promise<string[]> {
    const { items } = (await administrator.http.get(`/api/audit?action=identity.impersonation&subject=${person.id}`))
      .body
    return items.map(({ action }: { action: string }) => action).toReversed()
  }

  test('stands above every page, puts both names to what is done, and ends with a click', async () => {
    const application = await applicant(stage.server, 'Tallow')
    const person = await stage.server.people.signedIn('reviewer')
    const visitor = await office()
    const { page, open } = visitor
    await act(visitor, person, 'ticket 4711')
    const banner = page.getByRole('status').filter({ hasText: BANNER })
    await banner.getByText('You act in the name of A reviewer. Every record names you both.').waitFor()
    assert.ok(await appears(page.getByText('You are A reviewer.')))
    assert.equal(await page.getByRole('link', { name: 'People' }).count(), 0, 'the menu is the other person’s')
    assert.deepEqual(await accessibilityFaults(page), [])
    const mail = (await stage.server.mailbox()).find(({ to }) => to.address === person.email)
    assert.match(mail?.text ?? '', /ticket 4711/, 'the person is told')

    await open(`/review/applications/${application.id}`)
    await banner.waitFor()
    await page.getByRole('button', { name: 'Claim it' }).click()
    await page.getByRole('button', { name: 'Reject' }).waitFor()
    assert.deepEqual(await accessibilityFaults(page), [])
    await open('/account')
    await page.getByLabel('Name', { exact: true }).fill('Somebody else')
    await page.getByRole('button', { name: 'Change the name' }).click()
    await page.getByRole('alert').first().waitFor()
    assert.equal(
      (await person.http.get('/api/auth/me')).body.user.name,
      'A reviewer',
      'nothing of the account is changed',
    )

    await banner.getByRole('button', { name: 'Stop' }).click()
    await banner.waitFor({ state: 'detached' })
    await page.getByRole('heading', { level: 1, name: 'People' }).waitFor()
    assert.deepEqual(await began(person), ['identity.impersonation.started', 'identity.impersonation.stopped'])
    assert.equal((await (await page.request.get('/api/auth/me')).json()).user.id, administrator.id)

    await open('/audit')
    await page.getByLabel('Done by (id)').fill(person.id)
    await page.getByLabel('Action').fill('music.application.claimed')
    const record = page.getByRole('list', { name: 'Audit records' }).getByRole('listitem')
    await record.filter({ hasNotText: 'music.application.claimed' }).first().waitFor({ state: 'detached' })
    assert.ok(await appears(record.getByText('A administrator in the name of A reviewer')))
    assert.deepEqual(await accessibilityFaults(page), [])
    const told = await administrator.http.get(`/api/audit?action=music.application.claimed&actor=${administrator.id}`)
    const [claimed] = told.body.items
    assert.deepEqual([claimed.actor.id, claimed.impersonator.id], [person.id, administrator.id])
    assert.equal(claimed.subject.id, application.id)
  })

  test('needs a reason, and is refused for an equal with a sentence that says why', async () => {
    const equal = await stage.server.people.signedIn('administrator')
    const visitor = await office()
    await act(visitor, equal, '')
    assert.ok(await appears(visitor.page.getByText('Say why: the person reads it')))
    assert.deepEqual(await accessibilityFaults(visitor.page), [])
    await act(visitor, equal, 'out of curiosity')
    assert.ok(await appears(visitor.page.getByRole('alert').getByText(NOT_BELOW)))
    assert.equal(await visitor.page.getByText(BANNER).count(), 0)
    assert.deepEqual(await began(equal), [])
  })
})
