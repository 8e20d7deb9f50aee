import assert from 'node:assert/strict'
import { after, afterEach, before, describe, test } from 'node:test'
import { asked, quoteFields } from '../support/agency.ts'
import { expectStatus, idempotencyKey } from '../support/music.ts'
import type { Person } from '../support/people.ts'
import { accessibilityFaults, appears, browser, openStage, pathInMail, type Stage, type Visitor } from './stage.ts'

const phone = { viewport: { width: 390, height: 844 }, colorScheme: 'dark' } as const

describe('a client who follows a mail', { skip: browser.skip }, () => {
  let stage: Stage
  let owner: Person
  let editor: Person
  before(async () => {
    stage = await openStage({ environment: { PRODUCTS: 'agency' } })
    owner = await stage.server.people.signedIn('administrator')
    editor = await stage.server.people.signedIn('editor')
  })
  afterEach(() => stage.quiet())
  after(() => stage.close())

  /** Somebody with an account who has asked for something. */
  async function client() {
    const person = await stage.server.people.signedIn()
    expectStatus(await person.http.post('/api/service-requests', asked, idempotencyKey()), 202)
    const { items } = expectStatus(await owner.http.get('/api/staff/requests'), 200)
    return { person, requestId: items[0].id as string, clientId: items[0].client.id as string }
  }

  async function logIn({ page }: Visitor, { email, password }: Person): Promise<void> {
    await page.getByLabel('E-mail').fill(email)
    await page.getByLabel('Password', { exact: true }).fill(password)
    await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  }

  const arrivesAt = ({ page }: Visitor, path: string) => page.waitForURL(({ pathname }) => pathname === path)

  async function isSound({ page }: Visitor): Promise<void> {
    assert.deepEqual(await accessibilityFaults(page), [])
    const wide = await page.evaluate('document.documentElement.scrollWidth > document.documentElement.clientWidth')
    assert.equal(wide, false, `${page.url()} scrolls sideways`)
  }

  test('without a session lands on the quote after signing in, by password or by mail, and never elsewhere', async () => {
    const { person, clientId, requestId } = await client()
    const quote = { ...quoteFields(), clientId, requestId }
    const { id } = expectStatus(await owner.http.post('/api/staff/quotes', quote), 201)
    expectStatus(await owner.http.post(`/api/staff/quotes/${id}/send`), 200)
    const link = await pathInMail(stage.server, person.email, /\/portal\/quotes\//)
    const byPassword = await stage.visitor()
    await byPassword.open(link)
    await logIn(byPassword, person)
    await arrivesAt(byPassword, `/portal/quotes/${id}`)
    await byPassword.page.getByRole('heading', { level: 1, name: 'Booking site' }).waitFor()

    const byMail = await stage.visitor()
    await byMail.open(link)
    await byMail.page.getByRole('link', { name: 'Sign in by mail' }).click()
    await byMail.page.getByRole('heading', { level: 1, name: 'Sign in by mail' }).waitFor()
    await byMail.page.getByLabel('E-mail').fill(person.email)
    await byMail.page.getByRole('button', { name: 'Mail me a link' }).click()
    await byMail.page.getByRole('heading', { level: 1, name: 'Look at your mail' }).waitFor()
    const magic = await pathInMail(stage.server, person.email, /\/magic-link\?/)
    // Another tab, or the telephone: what was wanted is in the link.
    const elsewhere = await stage.visitor(phone)
    await elsewhere.open(magic)
    await elsewhere.page.getByRole('button', { name: 'Sign in', exact: true }).click()
    await arrivesAt(elsewhere, `/portal/quotes/${id}`)

    const lured = await stage.visitor()
    await lured.open('/login?returnTo=//evil.example')
    await logIn(lured, person)
    await lured.page.getByRole('button', { name: 'Sign out' }).waitFor()
    await arrivesAt(lured, '/')
  })

  test('as a guest opens the portal by the mail, and is at what it is about', async () => {
    const email = 'guest@example.org'
    const guest = await stage.visitor(phone)
    const { page } = guest
    await guest.open('/request')
    for (const [label, words] of [
      ['Your name', 'Njeri'],
      ['Your e-mail', email],
      ['In a few words', 'A booking site'],
      ['What you need', 'Twelve rooms.'],
    ] as const)
      await page.getByLabel(label, { exact: true }).fill(words)
    await page.getByRole('button', { name: 'Send the request' }).click()
    await page.getByRole('heading', { level: 1, name: 'Look at your mail' }).waitFor()
    const { items } = expectStatus(await owner.http.get('/api/staff/requests'), 200)
    const quote = { ...quoteFields(), clientId: items[0].client.id, requestId: items[0].id }
    const { id } = expectStatus(await owner.http.post('/api/staff/quotes', quote), 201)
    expectStatus(await owner.http.post(`/api/staff/quotes/${id}/send`), 200)
    await guest.open(await pathInMail(stage.server, email, /\/guest\/request\?returnTo=/))
    await page.getByRole('button', { name: 'Open my portal' }).click()
    await arrivesAt(guest, `/portal/quotes/${id}`)
  })

  test('says how it was, once; staff read it in review, reject it visibly, and publish it after all', async () => {
    const { person, clientId } = await client()
    const started = { clientId, title: 'A site for the lodge' }
    const { id, version } = expectStatus(await owner.http.post('/api/staff/projects', started), 201)
    expectStatus(await owner.http.patch(`/api/staff/projects/${id}`, { version, state: 'completed' }), 200)
    const visitor = await stage.visitor(phone)
    const { page } = visitor
    await visitor.open(await pathInMail(stage.server, person.email, /\/testimonial/))
    await logIn(visitor, person)
    await page.getByRole('heading', { level: 1, name: 'How was it?' }).waitFor()
    await page.getByRole('button', { name: 'Hand it in' }).click()
    assert.ok(await appears(page.getByText('Say it in a sentence or two')))
    await isSound(visitor)
    await page.getByLabel('Your words').fill('On time, and it loads on a telephone in the bush.')
    await page.getByLabel('All in all').selectOption('Excellent, 5 of 5')
    await page.getByLabel('Name, as it is shown').fill('Wanjiru K.')
    await page.getByLabel('Role, as it is shown').fill('Owner of the lodge')
    await page.getByRole('button', { name: 'Hand it in' }).click()
    await page.getByRole('heading', { name: 'Thank you' }).waitFor()
    await page.reload()
    assert.ok(await appears(page.getByText('On time, and it loads on a telephone in the bush.')))
    assert.equal(await page.getByRole('button', { name: 'Hand it in' }).count(), 0)
    await isSound(visitor)
    await visitor.open(`/portal/projects/${id}`)
    assert.ok(await appears(page.getByRole('link', { name: 'See what you said' })))

    const staff = await stage.visitor()
    await staff.signIn(editor)
    await staff.open('/content/testimonial?state=in_review')
    await staff.page.getByRole('link', { name: 'Wanjiru K.' }).click()
    await staff.page.getByRole('button', { name: 'Reject', exact: true }).click()
    await staff.page.getByRole('button', { name: 'Reject', exact: true }).last().click()
    assert.ok(await appears(staff.page.getByText('It is rejected.')))
    assert.ok(await appears(staff.page.getByText('Rejected', { exact: true })))
    await isSound(staff)
    const shown = async () => expectStatus(await stage.server.people.anonymous().get('/api/testimonials'), 200).items
    assert.deepEqual(await shown(), [])
    await staff.open('/content/testimonial?state=rejected')
    await staff.page.getByRole('link', { name: 'Wanjiru K.' }).click()
    await staff.page.getByRole('button', { name: 'Publish', exact: true }).click()
    assert.ok(await appears(staff.page.getByText('It is published.')))
    assert.deepEqual(
      (await shown()).map(({ title }: { title: string }) => title),
      ['Wanjiru K.'],
    )
    await visitor.open(`/portal/projects/${id}/testimonial`)
    assert.ok(await appears(page.getByText('Everybody can read it')))
  })
})
