import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { setClock } from '../../server/kernel/clock.ts'
import { systemOrigin } from '../../server/kernel/db/actor.ts'
import { type StripeSimulator, startStripeSimulator } from '../../server/simulators/stripe/simulator.ts'
import { seller } from '../support/invoices.ts'
import { expectStatus } from '../support/music.ts'
import type { Person } from '../support/people.ts'
import { addDays, clocksGoAhead, offerConsultation, payByCard, wordsOf } from './consultation.ts'
import { appears, browser, openStage, pathInMail, type Stage, type Visitor } from './stage.ts'

const DAY_MS = 86_400_000
const card = '4242 4242 4242 4242'
const newYork = { timezoneId: 'America/New_York', locale: 'en-US' }
const nairobi = { timezoneId: 'Africa/Nairobi' }
const client = { name: 'Ada King', email: 'ada@example.com' }

describe('an agency, from the first editor to the last word of a client', { skip: browser.skip }, () => {
  let stripe: StripeSimulator
  let stage: Stage
  let owner: Person
  let staff: Visitor
  /** The client's browser, in New York all along. */
  let visitor: Visitor
  before(async () => {
    stripe = await startStripeSimulator({ retryMs: 20 })
    stage = await openStage({
      atPublicUrl: true,
      environment: {
        PRODUCTS: 'agency',
        STRIPE_SECRET_KEY: stripe.secretKey,
        STRIPE_PUBLISHABLE_KEY: stripe.publishableKey,
        STRIPE_WEBHOOK_SECRET: stripe.webhookSecret,
        STRIPE_API_BASE: stripe.url,
      },
      providers: [stripe.url],
    })
    await stripe.control('webhook', { url: `${stage.server.url}/api/payments/webhooks/stripe` })
    owner = await stage.server.people.signedIn('administrator')
    expectStatus(await owner.http.put('/api/invoices/settings', { ...seller, version: 0 }), 200)
    await offerConsultation(stage, '17:00')
    staff = await stage.visitor(nairobi)
    await staff.signIn(owner)
    visitor = await stage.visitor(newYork)
  })
  after(async () => {
    await stage?.quiet()
    await stage?.close()
    await stripe?.close()
  })

  const stored = async (path: string) => expectStatus(await owner.http.get(path), 200)
  const lastPart = ({ page }: Visitor) => new URL(page.url()).pathname.split('/').at(-1) ?? ''
  const mailed = (pattern: RegExp) => pathInMail(stage.server, client.email, pattern)
  const press = ({ page }: Visitor, name: string | RegExp) => page.getByRole('button', { name, exact: true }).click()
  const heading = ({ page }: Visitor, name: string | RegExp) =>
    page.getByRole('heading', { level: 1, name, exact: true }).waitFor()
  const shows = async ({ page }: Visitor, words: string | RegExp) =>
    assert.ok(await appears(page.getByText(words, { exact: typeof words === 'string' })))

  /** Runs scheduled work as often as given, as if it were then. */
  async function at(instant: number, queue: string, times: number): Promise<void> {
    const ahead = instant - Date.now()
    const restore = setClock(() => Date.now() + ahead)
    const { app } = stage.server
    try {
      const ask = () =>
        app.db.transaction(systemOrigin('test', 'test'), (tx) => tx.enqueue({ queue, data: {}, options: {} }))
      await Promise.all(Array.from({ length: times }, ask))
      await stage.server.jobsIdle()
    } finally {
      restore()
    }
  }

  /** Until the stand-in has told all, and what follows from it is done. */
  async function settled(): Promise<void> {
    await stripe.control('settle')
    await stage.server.jobsIdle()
  }

  test('an invited editor schedules a post by the clock of Nairobi; it goes out once, and its former address leads to it', async () => {
    const { page } = staff
    await staff.open('/agency/team')
    await page.getByLabel('E-mail').fill('amina@example.org')
    await page.getByLabel('Position').fill('Editor')
    await page.getByRole('combobox', { name: 'Roles' }).press('ArrowDown')
    await page.getByRole('option', { name: 'Editor' }).click()
    await page.keyboard.press('Escape')
    await press(staff, 'Invite')
    await page.getByRole('list', { name: 'Invitations' }).getByText('Waiting').waitFor()

    const editor = await stage.visitor(nairobi)
    await editor.open(await pathInMail(stage.server, 'amina@example.org', /\/invitation#token=/))
    await editor.page.getByLabel('Your name').fill('Amina Odhiambo')
    await editor.page.getByLabel('Password', { exact: true }).fill('seven quiet herons at dusk')
    await press(editor, 'Accept')
    await editor.page.getByRole('link', { name: 'Content', exact: true }).waitFor()
    await editor.open('/content/post/new')
    await editor.page.getByRole('textbox', { name: 'Title', exact: true }).fill('What rain costs')
    await editor.page.getByRole('textbox', { name: 'Body' }).fill('More than the roof.')
    await press(editor, 'Save the draft')
    await heading(editor, 'What rain costs')
    const tomorrow = new Date(Date.now() + DAY_MS).toISOString().slice(0, 10)
    await editor.page.getByLabel('Zone of Goes out').selectOption('Africa/Nairobi')
    await editor.page.getByLabel('Goes out', { exact: true }).fill(`${tomorrow}T09:00`)
    await press(editor, 'Schedule')
    await shows(editor, 'The schedule is kept.')

    const due = Date.parse(`${tomorrow}T06:00:00Z`)
    const reader = stage.server.people.anonymous()
    await at(due - 1000, 'content.publish-due', 1)
    assert.equal((await reader.get('/api/blogs/what-rain-costs')).status, 404)
    await at(due + 1000, 'content.publish-due', 4)
    assert.equal((await reader.get('/api/blogs/what-rain-costs')).status, 200)
    const [row] = await stage.server.app.db.raw<{ count: bigint }>(
      `SELECT count(*) AS count FROM kernel.event WHERE name = 'content.entry.published' AND data->>'type' = 'post'`,
    )
    assert.equal(Number(row?.count), 1, 'four workers published it once')

    await editor.page.reload()
    await editor.page.getByRole('textbox', { name: 'Address', exact: true }).fill('the-price-of-rain')
    await press(editor, 'Save')
    await shows(editor, 'Saved as version 2.')
    const moved = await reader.get('/api/blogs/what-rain-costs')
    assert.deepEqual([moved.status, moved.headers.get('location')], [301, '/api/blogs/the-price-of-rain'])
    await editor.page.context().close()
  })

  test('a client in New York books across the change of the clocks, pays a deposit, moves it, and gets a part of it back', async () => {
    const { page, open } = visitor
    const sunday = clocksGoAhead()
    const [saturday, monday] = [addDays(sunday, -1), addDays(sunday, 1)]
    const times = (day: string) => page.getByRole('list', { name: wordsOf(day) }).getByRole('button')
    await open(`/book/consultation?package=hour&from=${saturday}`)
    await shows(visitor, 'The clocks change here: from UTC-05:00 to UTC-04:00.')
    // From 09:00 to 17:00 in Nairobi, the last hour beginning at 16:00.
    for (const [day, first, last] of [
      [saturday, '01:00', '08:00'],
      [monday, '02:00', '09:00'],
    ] as const) {
      const shown = await times(day).allTextContents()
      assert.deepEqual([shown.length, shown[0], shown.at(-1)], [8, first, last])
    }
    await times(monday).first().click()
    await page.getByLabel('Your name').fill(client.name)
    await page.getByLabel('E-mail').fill(client.email)
    await press(visitor, 'Hold this time')
    await press(visitor, 'Go on to the card')
    await payByCard(page, card)
    await heading(visitor, 'You are booked')
    await settled()
    await press(visitor, 'Move it')
    await times(monday).getByText('03:00').click()
    await page.getByRole('button', { name: /^Move it to .* 3:00/ }).click()
    await shows(visitor, /at 3:00 AM \(America\/New_York, UTC-04:00\)/)

    await open(await mailed(/\/bookings\//))
    await shows(visitor, 'Cancelled now: $20.00 of the $40.00 you paid comes back.')
    await press(visitor, 'Cancel the booking')
    await press(visitor, 'Cancel it')
    await heading(visitor, 'This booking was cancelled')
    await settled()
    await shows(visitor, /A part of what you paid was paid back, by the terms\./)
    const files = (await stage.server.mailbox())
      .filter(({ to }) => to.address === client.email)
      .flatMap(({ attachments }) => attachments?.[0]?.text ?? [])
    const field = (name: string) => files.map((text) => new RegExp(`^${name}:(.*?)\r$`, 'm').exec(text)?.[1])
    assert.deepEqual(field('METHOD'), ['REQUEST', 'REQUEST', 'CANCEL'])
    assert.deepEqual(field('SEQUENCE'), ['0', '1', '2'])
    assert.equal(new Set(field('UID')).size, 1)
    const [money] = await stage.server.app.db.raw<{ captured: string; refunded: string }>(
      'SELECT captured_minor::text AS captured, refunded_minor::text AS refunded FROM payments.payment',
    )
    assert.deepEqual(money, { captured: '4000', refunded: '2000' })
  })

  let projectId = ''

  test('what the same client asks for is quoted, accepted by its hash, and becomes a project', async () => {
    const { page, open } = visitor
    await open('/request')
    await page.getByLabel('Your name', { exact: true }).fill(client.name)
    await page.getByLabel('Your e-mail', { exact: true }).fill(client.email)
    await page.getByLabel('In a few words', { exact: true }).fill('A booking site')
    await page.getByLabel('What you need', { exact: true }).fill('Twelve rooms, three seasons.')
    await press(visitor, 'Send the request')
    await heading(visitor, 'Look at your mail')

    const { page: desk } = staff
    await staff.open('/agency/requests')
    await desk.getByRole('link', { name: 'A booking site' }).click()
    await heading(staff, 'A booking site')
    for (const stageName of ['Being read', 'Being quoted']) {
      await desk.getByLabel('Move to').selectOption(stageName)
      await press(staff, 'Move it')
      await shows(staff, `It is now in ${stageName}.`)
    }
    await desk.getByRole('link', { name: 'New quote' }).click()
    await desk.getByLabel('What for').fill('Booking site')
    await desk.getByLabel(/^Price of one/).fill('120000')
    await desk.getByLabel('Terms').fill('Half before we begin.')
    await press(staff, 'Save the draft')
    await desk.getByRole('heading', { name: 'As it is saved' }).waitFor()
    await press(staff, 'Send it as it is saved')
    await press(staff, 'Send it')
    await desk.getByRole('heading', { name: 'As it was sent' }).waitFor()
    const quote = `/api/staff/quotes/${lastPart(staff)}`

    await open(await mailed(/\/guest\/request\?returnTo=/))
    await press(visitor, 'Open my portal')
    await page.getByLabel('I agree to this quote over', { exact: false }).check()
    await page.getByLabel('Your name, as signature').fill(client.name)
    await press(visitor, 'Accept the quote')
    await shows(visitor, 'Accepted')
    const accepted = await stored(quote)
    assert.equal(accepted.state, 'accepted')
    assert.match(accepted.contentHash, /^[0-9a-f]{64}$/)

    await desk.reload()
    await desk.getByLabel('Invoice due in days').fill('14')
    await desk.getByRole('form', { name: 'Make a project of it' }).getByRole('button').click()
    await desk.waitForURL(/\/agency\/projects\//)
    projectId = lastPart(staff)
  })

  test('what was made is accepted, the invoice is paid, and the client says how it was', async () => {
    const { page, open } = visitor
    const { page: desk } = staff
    await press(staff, 'Add a deliverable')
    await desk.getByLabel('What is delivered').fill('The site')
    await press(staff, 'Add the deliverable')
    await press(staff, 'Share The site')
    await press(staff, 'Share it')
    await shows(staff, 'It is shared.')
    await open(await mailed(/\/portal\/projects\//))
    await press(visitor, 'Accept The site')
    await shows(visitor, 'The site is accepted.')

    const [draft] = (await stored('/api/invoices?status=draft')).items
    await staff.open(`/finance/invoices/${draft.id}`)
    await press(staff, 'Issue the invoice')
    await heading(staff, /^INV-\d{4}-00001$/)
    await stage.server.jobsIdle()
    await press(staff, 'Send by mail')
    await shows(staff, 'It is on its way.')
    await staff.open(`/agency/projects/${projectId}`)
    await desk.getByLabel('State', { exact: true }).selectOption('completed')
    await shows(staff, /^It is (done|completed)\.$/)
    await stage.server.jobsIdle()
    const asked = async () => (await stored(`/api/staff/projects/${projectId}`)).testimonial
    assert.equal(await asked(), 'not_asked', 'as long as something is owed')

    await open(await mailed(/\/pay\//))
    await press(visitor, 'Go on to the card')
    await payByCard(page, card)
    await shows(visitor, 'Nothing is left to pay. Thank you.')
    await settled()
    assert.equal((await stored(`/api/invoices/${draft.id}`)).status, 'paid')
    assert.equal(await asked(), 'asked')

    await open(await mailed(/\/testimonial/))
    await page.getByLabel('Your words').fill('On time, and it loads on a telephone in the bush.')
    await page.getByLabel('All in all').selectOption('Excellent, 5 of 5')
    await press(visitor, 'Hand it in')
    await page.getByRole('heading', { name: 'Thank you' }).waitFor()
    await staff.open('/content/testimonial?state=in_review')
    await desk.getByRole('link', { name: client.name }).click()
    await press(staff, 'Publish')
    await shows(staff, 'It is published.')
    const { items } = expectStatus(await stage.server.people.anonymous().get('/api/testimonials'), 200)
    assert.deepEqual(
      items.map(({ title }: { title: string }) => title),
      [client.name],
    )
  })
})
