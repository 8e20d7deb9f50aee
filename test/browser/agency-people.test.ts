import assert from 'node:assert/strict'
import { after, afterEach, before, describe, test } from 'node:test'
import { systemOrigin } from '../../server/kernel/db/actor.ts'
import { quoteFields } from '../support/agency.ts'
import { expectStatus } from '../support/music.ts'
import type { Person } from '../support/people.ts'
import { accessibilityFaults, appears, browser, openStage, pathInMail, type Stage, type Visitor } from './stage.ts'

const phone = { viewport: { width: 390, height: 844 }, colorScheme: 'dark' } as const

describe('the people of the agency, and those it works for', { skip: browser.skip }, () => {
  let stage: Stage
  let owner: Person
  before(async () => {
    stage = await openStage()
    owner = await stage.server.people.signedIn('administrator')
  })
  afterEach(() => stage.quiet())
  after(() => stage.close())

  const stored = async (path: string) => expectStatus(await owner.http.get(path), 200)
  const mailTo = (address: string, pattern: RegExp) => pathInMail(stage.server, address, pattern)

  async function signedIn(person: Person): Promise<Visitor> {
    const visitor = await stage.visitor()
    await visitor.signIn(person)
    return visitor
  }

  /** By the job that runs every minute. */
  async function run(queue: string): Promise<void> {
    const { app } = stage.server
    await app.db.transaction(systemOrigin('test', 'test'), (tx) => tx.enqueue({ queue, data: {}, options: {} }))
    await stage.server.jobsIdle()
  }

  /** Fills in the form of a public page as a guest would, and waits until it has arrived. */
  async function send({ page }: Visitor, fields: Readonly<Record<string, string>>, action: string): Promise<void> {
    for (const [label, words] of Object.entries(fields)) await page.getByLabel(label, { exact: true }).fill(words)
    await page.getByRole('button', { name: action, exact: true }).click()
    await page.getByRole('heading', { level: 1, name: 'Look at your mail' }).waitFor()
  }

  async function isSound({ page }: Visitor): Promise<void> {
    assert.deepEqual(await accessibilityFaults(page), [])
    const wide = await page.evaluate('document.documentElement.scrollWidth > document.documentElement.clientWidth')
    assert.equal(wide, false, `${page.url()} scrolls sideways`)
  }

  test('somebody is invited to the team, comes by the mail, and is given another place', async () => {
    const host = await signedIn(owner)
    const { page } = host
    await host.open('/agency/departments')
    await page.getByLabel('Name').fill('Studio')
    await page.getByRole('button', { name: 'Add', exact: true }).click()
    await page.getByRole('list', { name: 'Departments' }).getByText('Studio', { exact: true }).waitFor()
    await host.open('/agency/team')
    await page.getByLabel('E-mail').fill('amina@example.org')
    await page.getByLabel('Position').fill('Designer')
    await page.getByLabel('Department').selectOption('Studio')
    await page.getByRole('combobox', { name: 'Roles' }).press('ArrowDown')
    await page.getByRole('option', { name: 'Support' }).click()
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: 'Invite', exact: true }).click()
    await page.getByRole('list', { name: 'Invitations' }).getByText('Waiting').waitFor()
    await isSound(host)

    const guest = await stage.visitor()
    await guest.open(await mailTo('amina@example.org', /\/invitation#token=/))
    await guest.page.getByLabel('Your name').fill('Amina Odhiambo')
    await guest.page.getByLabel('Password', { exact: true }).fill('granite otter violin nine')
    await guest.page.getByRole('button', { name: 'Accept' }).click()
    await guest.page.getByRole('link', { name: 'Tickets' }).waitFor()
    assert.equal(await guest.page.getByRole('link', { name: 'Leads' }).count(), 0, 'the menu holds what her role opens')
    await guest.open('/agency/profile')
    await guest.page.getByLabel('In one line').fill('Draws what is booked later')
    await guest.page.getByRole('button', { name: 'Save' }).click()
    await guest.page.getByText('Your profile is saved.').waitFor()

    await host.open('/agency/team')
    await page.getByRole('link', { name: 'Amina Odhiambo' }).click()
    // The page before has a field of that name as well.
    await page.getByRole('heading', { name: 'Amina Odhiambo' }).waitFor()
    await page.getByLabel('Position').fill('Art director')
    await page.getByLabel('Shown to the public', { exact: false }).check()
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByText('It is saved.').waitFor()
    await page.setViewportSize(phone.viewport)
    await isSound(host)
    const { items } = expectStatus(await stage.server.people.anonymous().get('/api/team'), 200)
    assert.deepEqual(
      items.map(({ name, position, department, headline }: Record<string, string>) => [
        name,
        position,
        department,
        headline,
      ]),
      [['Amina Odhiambo', 'Art director', 'Studio', 'Draws what is booked later']],
    )
    await page.getByRole('button', { name: 'End the employment of Amina Odhiambo' }).click()
    await page.getByRole('button', { name: 'End it' }).click()
    await page.getByText('Amina Odhiambo has left.').waitFor()
    const [left] = (await stored('/api/staff/employees')).items
    assert.deepEqual([left.state, left.visible], ['left', false])
  })

  test('human resources choose among the roles they could give, and no others', async () => {
    const host = await signedIn(await stage.server.people.signedIn('hr'))
    const { page } = host
    await host.open('/agency/team')
    await page.getByLabel('E-mail').fill('baraka@example.org')
    await page.getByLabel('Position').fill('Recruiter')
    await page.getByRole('combobox', { name: 'Roles' }).press('ArrowDown')
    await page.getByRole('option', { name: 'Human resources' }).waitFor()
    const offered = await page.getByRole('option').allTextContents()
    assert.ok(!offered.includes('Manager') && !offered.includes('Admin'), offered.join())
    await page.getByRole('option', { name: 'Human resources' }).click()
    await page.keyboard.press('Escape')
    await isSound(host)
    await page.getByRole('button', { name: 'Invite', exact: true }).click()
    await page.getByText('An invitation is on its way to baraka@example.org.').waitFor()
    const [invited] = (await stored('/api/invitations')).items
    assert.deepEqual([invited.email, invited.roles], ['baraka@example.org', ['hr']])
  })

  test('a guest asks for help; staff answer and note; the guest reads the answer by the mail’s link, on a phone', async () => {
    const email = 'njeri@example.org'
    const guest = await stage.visitor(phone)
    await guest.open('/support')
    await isSound(guest)
    const asked = { 'Your name': 'Njeri', 'Your e-mail': email, 'What it is about': 'The form does not send' }
    await send(guest, { ...asked, 'What happens, and what should': 'Nothing happens.' }, 'Send')

    const staff = await signedIn(await stage.server.people.signedIn('support'))
    await staff.open('/agency/tickets?state=open&assignee=nobody')
    await staff.page.getByRole('link', { name: 'The form does not send' }).click()
    // The list that is left has a filter by the same name.
    await staff.page.getByRole('heading', { name: 'Where it stands' }).waitFor()
    await staff.page.getByLabel('Priority').selectOption('Urgent')
    await staff.page.getByText('The priority is changed', { exact: false }).waitFor()
    const write = async (words: string, isNote: boolean): Promise<void> => {
      await staff.page.getByLabel('Your answer').fill(words)
      if (isNote) await staff.page.getByLabel('A note among the staff', { exact: false }).check()
      await staff.page.getByRole('button', { name: 'Send', exact: true }).click()
      await staff.page.getByRole('list', { name: 'Messages' }).getByText(words).waitFor()
    }
    await write('Looks like the cache', true)
    await write('Which browser do you use?', false)
    await isSound(staff)

    await guest.open(await mailTo(email, /Which browser do you use\?[\s\S]*\/guest\/ticket#token=/))
    const { page } = guest
    await page.getByRole('list', { name: 'Messages' }).getByText('Which browser do you use?').waitFor()
    assert.equal(await page.getByText('Looks like the cache').count(), 0, 'what is among the staff stays there')
    assert.equal(new URL(page.url()).hash, '', 'the secret has left the address')
    await page.reload()
    await page.getByLabel('Your message').fill('The one of my phone.')
    await page.getByRole('button', { name: 'Send', exact: true }).click()
    await page.getByRole('list', { name: 'Messages' }).getByText('The one of my phone.').waitFor()
    await isSound(guest)
    const { id } = (await stored('/api/staff/tickets')).items[0]
    const ticket = await stored(`/api/staff/tickets/${id}`)
    assert.deepEqual(
      [ticket.priority, ticket.messages.map((one: { internal: boolean; body: string }) => [one.internal, one.body])],
      [
        'urgent',
        [
          [false, 'Nothing happens.'],
          [true, 'Looks like the cache'],
          [false, 'Which browser do you use?'],
          [false, 'The one of my phone.'],
        ],
      ],
    )
  })

  test('a reader subscribes in two steps, gets a campaign once, and leaves it with one click', async () => {
    const email = 'juma@example.org'
    const reader = await stage.visitor()
    await reader.open('/newsletter')
    await send(reader, { 'Your e-mail': email }, 'Subscribe')
    const subscriber = async () => (await stored('/api/staff/newsletter/subscribers')).items[0]
    assert.equal((await subscriber()).state, 'pending')
    await reader.open(await mailTo(email, /\/newsletter\/confirm#token=/))
    await reader.page.getByRole('button', { name: 'Yes, I want it' }).click()
    await reader.page.getByRole('heading', { name: 'You get our newsletter' }).waitFor()
    assert.deepEqual([(await subscriber()).email, (await subscriber()).state], [email, 'confirmed'])

    const writer = await signedIn(owner)
    const { page } = writer
    await writer.open('/agency/newsletter/new')
    await page.getByLabel('Subject').fill('What we made this spring')
    await page.getByLabel('Words', { exact: true }).fill('Three lodges.\n\nAnd one film.')
    await page.getByRole('button', { name: 'Keep as a draft' }).click()
    await page.getByRole('button', { name: 'Send it to me first' }).click()
    await page.getByText('It is on its way to your own address.').waitFor()
    await page.getByRole('button', { name: 'Send it now' }).click()
    await page.getByRole('button', { name: 'Send it', exact: true }).click()
    await page.getByText('Scheduled', { exact: true }).waitFor()
    await run('agency.start-campaigns')
    await run('agency.follow-campaigns')
    await page.getByText('Sent', { exact: true }).waitFor()
    const taken = page.locator('dt', { hasText: 'Taken by the mail server' }).locator('xpath=following-sibling::dd[1]')
    assert.equal(await taken.innerText(), '1')
    await isSound(writer)
    const [{ id }] = (await stored('/api/staff/campaigns')).items
    const campaign = await stored(`/api/staff/campaigns/${id}`)
    assert.deepEqual([campaign.paragraphs, campaign.counts.sent], [['Three lodges.', 'And one film.'], 1])

    await reader.open(await mailTo(email, /And one film\.[\s\S]*\/api\/mail\/unsubscribe/))
    await reader.page.getByRole('button').click()
    await reader.page.getByRole('button', { name: 'Get it again' }).waitFor()
    assert.equal((await subscriber()).state, 'unsubscribed')
    await writer.open('/agency/newsletter')
    await page.getByRole('list', { name: 'Subscribers' }).getByText('Unsubscribed').waitFor()
  })

  test('what came by the contact form is answered by mail, becomes a lead, and the lead a client', async () => {
    const writer = await stage.visitor()
    await writer.open('/contact')
    for (const [label, words] of [
      ['Your name', 'Mwikali Musyoka'],
      ['Your e-mail', 'mwikali@example.org'],
      ['What it is about', 'A film of the harvest'],
      ['Your message', 'Is that something you do?'],
    ] as const)
      await writer.page.getByLabel(label).fill(words)
    await writer.page.getByRole('button', { name: 'Send', exact: true }).click()
    await writer.page.getByRole('heading', { level: 1, name: 'It has arrived' }).waitFor()

    const staff = await signedIn(owner)
    const { page } = staff
    await staff.open('/agency/enquiries?state=new')
    await page.getByRole('link', { name: 'A film of the harvest' }).click()
    await page.getByLabel('Your answer').fill('We would love to.')
    await page.getByRole('button', { name: 'Send the answer' }).click()
    await page.getByRole('list', { name: 'Answers' }).getByText('We would love to.').waitFor()
    await page.getByRole('button', { name: 'Make a lead of it' }).click()
    await page.getByLabel('Stage').selectOption('Qualified')
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByText('The lead is saved.').waitFor()
    await isSound(staff)
    await page.getByRole('button', { name: 'Make a client of them' }).click()
    await page.getByRole('button', { name: 'Make a client', exact: true }).click()
    await page.getByText('They are a client now.').waitFor()
    const [lead] = (await stored('/api/staff/leads')).items
    assert.deepEqual([lead.stage, lead.enquiryId !== null, lead.clientId !== null], ['won', true, true])
    const mails = (await stage.server.mailbox()).filter(({ to }) => to.address === 'mwikali@example.org')
    assert.deepEqual(
      mails.map(({ template }) => template),
      ['agency.enquiry-replied'],
    )
  })

  test('a client comes by a link that had lapsed, opens the portal, and accepts a quote and what was made', async () => {
    const email = 'wanjiru@example.org'
    const client = await stage.visitor()
    const { page } = client
    await client.open('/request')
    const asked = { 'Your name': 'Wanjiru Kamau', 'Your e-mail': email, 'In a few words': 'A booking site' }
    await send(
      client,
      { ...asked, 'What you need': 'Twelve rooms.', 'Wanted by, if there is a day': '2027-03-01' },
      'Send the request',
    )
    const [request] = (await stored('/api/staff/requests')).items
    await stage.server.app.db.transaction(systemOrigin('test', 'test'), (tx) =>
      tx.raw('UPDATE agency.guest_token SET expires_at = now()'),
    )
    await client.open(await mailTo(email, /\/guest\/request#token=/))
    await page.getByRole('heading', { name: 'This link has lapsed' }).waitFor()
    await page.getByRole('button', { name: 'Mail me a new link' }).click()
    await page.getByRole('heading', { name: 'Look at your mail' }).waitFor()

    const quote = { ...quoteFields(), clientId: request.client.id, requestId: request.id }
    const { id: quoteId } = expectStatus(await owner.http.post('/api/staff/quotes', quote), 201)
    expectStatus(await owner.http.post(`/api/staff/quotes/${quoteId}/send`), 200)

    await client.open(await mailTo(email, /new link[\s\S]*\/guest\/request#token=/))
    await isSound(client)
    await page.getByRole('button', { name: 'Open my portal' }).click()
    await page.getByRole('heading', { level: 1, name: 'Your portal' }).waitFor()
    await page.getByRole('list', { name: 'Quotes' }).getByRole('link', { name: 'Booking site' }).click()
    await page.getByText('Half before we begin', { exact: false }).waitFor()
    await isSound(client)
    await page.getByRole('button', { name: 'Accept the quote' }).click()
    assert.ok(await appears(page.getByText('Say that you agree')))
    await page.getByLabel('I agree to this quote over', { exact: false }).check()
    await page.getByLabel('Your name, as signature').fill('Wanjiru Kamau')
    await page.getByRole('button', { name: 'Accept the quote' }).click()
    await page.getByText('Accepted', { exact: true }).waitFor()
    assert.equal((await stored(`/api/staff/quotes/${quoteId}`)).state, 'accepted')

    const { projectId } = expectStatus(await owner.http.post(`/api/staff/quotes/${quoteId}/convert`, {}), 201)
    const project = `/api/staff/projects/${projectId}`
    const made = expectStatus(await owner.http.post(`${project}/deliverables`, { title: 'Home page' }), 201)
    expectStatus(await owner.http.post(`${project}/deliverables/${made.deliverables[0].id}/share`), 200)
    await client.open(await mailTo(email, /Home page[\s\S]*\/portal\/projects\//))
    await isSound(client)
    await page.getByLabel('Your words about Home page').fill('As we wanted it.')
    await page.getByRole('button', { name: 'Accept Home page' }).click()
    await page.getByText('Home page is accepted.').waitFor()
    const after = await stored(project)
    assert.deepEqual(
      [after.deliverables[0].state, after.comments.map(({ body }: { body: string }) => body)],
      ['accepted', ['As we wanted it.']],
    )
    await client.open('/portal')
    await isSound(client)
  })
})
