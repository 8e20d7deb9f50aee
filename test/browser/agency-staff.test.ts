import assert from 'node:assert/strict'
import { after, afterEach, before, describe, test } from 'node:test'
import type { Page } from 'playwright-core'
import { startCalendarFeed } from '../support/calendar-feed.ts'
import type { Person } from '../support/people.ts'
import { accessibilityFaults, appears, browser, openStage, type Stage, type Visitor } from './stage.ts'

const dayMs = 24 * 3600 * 1000
const phone = { width: 390, height: 844 }
const desk = { width: 1280, height: 900 }

describe('staff of the agency at their pages', { skip: browser.skip }, () => {
  let stage: Stage
  let manager: Person
  let visitor: Visitor
  before(async () => {
    stage = await openStage({
      demo: true,
      environment: { PRODUCTS: 'agency', WEBHOOKS_PRIVATE_NETWORKS: '127.0.0.0/8' },
    })
    manager = await stage.server.people.signedIn('manager')
    visitor = await stage.visitor({ viewport: desk })
    await visitor.signIn(manager)
  })
  afterEach(() => assert.deepEqual(visitor.complaints, []))
  after(() => stage.close())

  async function read(path: string) {
    const answer = await manager.http.get(path)
    assert.equal(answer.status, 200, `${path}: ${JSON.stringify(answer.body)}`)
    return answer.body
  }

  /** No fault for axe, and nothing wider than a phone. */
  async function seenByAll(page: Page): Promise<void> {
    assert.deepEqual(await accessibilityFaults(page), [], page.url())
    await page.setViewportSize(phone)
    const overflow = await page.evaluate<number>('document.documentElement.scrollWidth - window.innerWidth')
    assert.ok(overflow <= 0, `${page.url()} is ${overflow} pixels wider than a phone`)
    await page.setViewportSize(desk)
  }

  interface Listed {
    readonly id: string
    readonly awaits: string | null
    readonly status: string
    readonly startsAt: string
  }

  async function appointments(): Promise<Listed[]> {
    const [from, to] = [Date.now(), Date.now() + 20 * dayMs].map((at) => new Date(at).toISOString())
    return (await read(`/api/staff/appointments?from=${from}&to=${to}&limit=100`)).items
  }

  test('a pending booking is found in the calendar and confirmed, then moved to a free time, then called off', async () => {
    const { page, open } = visitor
    const asked = (await appointments()).find(({ awaits }) => awaits === 'confirmation')
    assert.ok(asked !== undefined)
    await open(`/agency/appointments?view=day&date=${asked.startsAt.slice(0, 10)}`)
    await page.getByRole('button', { name: /Lucía Fernández/ }).waitFor()
    await seenByAll(page)
    await page.emulateMedia({ colorScheme: 'dark' })
    await page.setViewportSize(phone)
    assert.deepEqual(await accessibilityFaults(page), [], 'the calendar in dark colours on a phone')
    await page.emulateMedia({ colorScheme: 'light' })
    await page.setViewportSize(desk)
    await page.getByText('List', { exact: true }).click()
    await page.waitForURL(/view=agenda/)
    await page.getByLabel('Clock of').selectOption('Asia/Tokyo')
    await page.waitForURL(/zone=Asia/)
    assert.ok(await appears(page.getByText('15:00 – 16:00').or(page.getByText('15:00–16:00'))))
    await page.getByRole('button', { name: /Lucía Fernández/ }).click()
    await page.getByRole('heading', { level: 1, name: 'Lucía Fernández, Consultation' }).waitFor()
    await page.getByRole('button', { name: 'Confirm', exact: true }).click()
    assert.ok(await appears(page.getByText('Confirmed', { exact: true })))
    assert.equal((await read(`/api/staff/appointments/${asked.id}`)).status, 'confirmed')

    await page.getByRole('button', { name: 'Find another time' }).click()
    await page.getByRole('button', { name: 'The next seven days' }).click()
    const times = page.getByRole('region', { name: /^Wednesday/ })
    const time = times.getByRole('button', { name: '10:00' })
    await time.click()
    await seenByAll(page)
    await page.getByRole('button', { name: 'Move the appointment' }).click()
    await page.waitForURL((url) => !url.pathname.endsWith(asked.id))
    await page.getByText('Moved', { exact: true }).waitFor()
    const moved = await read(`/api/staff/appointments/${asked.id}`)
    assert.match(moved.startsAt, /T10:00:00/)
    assert.equal(new Date(moved.startsAt).getUTCDay(), 3)
    assert.deepEqual([moved.status, page.url().endsWith(moved.id)], ['confirmed', true])

    await page.getByRole('button', { name: 'Cancel it' }).click()
    const dialog = page.getByRole('dialog', { name: 'Cancel the appointment' })
    assert.ok(await appears(dialog.getByText('Nothing was paid, so nothing goes back.').first()))
    await dialog.getByRole('radio', { name: 'The client asked us to' }).check()
    await dialog.getByLabel('Reason').fill('Rang up')
    assert.deepEqual(await accessibilityFaults(page), [])
    await dialog.getByRole('button', { name: 'Cancel the appointment' }).click()
    await dialog.waitFor({ state: 'hidden' })
    const off = await read(`/api/staff/appointments/${moved.id}`)
    assert.deepEqual([off.status, off.cancelledBy, off.cancelReason], ['cancelled', 'client', 'Rang up'])
  })

  test('a host of the night says when, closes a day and is given time off; a policy has them as host', async () => {
    const { page, open } = visitor
    await open('/agency/hours')
    await page.getByLabel('Clock of').selectOption('Africa/Nairobi')
    await page.getByRole('button', { name: 'Add a stretch to Monday' }).click()
    await page.getByLabel('Monday, from, 1').fill('22:00')
    await page.getByLabel('Monday, to, 1').fill('02:00')
    assert.ok(await appears(page.getByText('ends on the next day')))
    await page.getByRole('button', { name: 'Save the week' }).click()
    await page.getByText('The week is saved.').waitFor()
    await page.getByRole('button', { name: 'Dismiss' }).click()
    const path = `/api/schedules/${manager.id}`
    const week = await read(path)
    assert.deepEqual([week.timeZone, week.rules], ['Africa/Nairobi', [{ weekday: 1, start: '22:00', end: '02:00' }]])

    const year = new Date().getFullYear() + 1
    await page.getByLabel('Day', { exact: true }).fill(`${year}-06-01`)
    await page.getByRole('button', { name: 'Close the day' }).click()
    assert.ok(await appears(page.getByText('Closed', { exact: true })))
    assert.deepEqual((await read(path)).overrides, [{ date: `${year}-06-01`, windows: [] }])
    await page.getByLabel('Monday, to, 1').fill('03:00')
    await page.getByRole('button', { name: 'Save the week' }).click()
    await page.getByText('The week is saved.').waitFor()
    assert.equal((await read(path)).rules[0].end, '03:00', 'a day apart of ours does not make the week stale')
    await page.getByLabel('Away from', { exact: true }).fill(`${year}-07-01T00:00`)
    await page.getByLabel('Back at', { exact: true }).fill(`${year}-07-08T00:00`)
    await page.getByLabel('Reason').fill('Lamu')
    await page.getByRole('button', { name: 'Give the time off' }).click()
    assert.ok(await appears(page.getByRole('list', { name: 'Time off' }).getByText('Given', { exact: true })))
    const { items } = await read(`${path}/time-off`)
    assert.deepEqual([items[0].reason, items[0].status, items[0].approvedBy], ['Lamu', 'approved', manager.id])
    await page.getByRole('button', { name: 'Make an address' }).click()
    const feed = await page.getByRole('status').getByText('/api/calendar-feeds/').innerText()
    assert.equal((await stage.server.people.anonymous().get(new URL(feed).pathname)).status, 200)
    await seenByAll(page)

    await open('/agency/policies')
    await page.getByRole('link', { name: 'Consultations' }).click()
    await page.getByLabel('Hours of notice at least').nth(1).fill('12')
    await page.getByLabel('Percent that go back').nth(1).fill('33,5')
    await page.getByLabel('One more host').selectOption('A manager')
    await page.getByRole('button', { name: 'Add the host' }).click()
    await seenByAll(page)
    await page.getByRole('button', { name: 'Save the policy' }).click()
    await page.getByText('The policy is saved.').waitFor()
    const [policy] = (await read('/api/booking-policies')).items
    assert.deepEqual(policy.refundRules[1], { noticeAtLeastHours: 12, refundBp: 3350 })
    assert.equal(policy.hosts.length, 3)
  })

  test('a host has another calendar read by its address, sees how that went, and removes it', async () => {
    const { page, open } = visitor
    const feed = await startCalendarFeed()
    const listed = page.getByRole('list', { name: 'Other calendars' })
    try {
      await open('/agency/hours')
      await page.getByLabel('Name of the calendar').fill('Family')
      feed.events({ startsAt: new Date(Date.now() + dayMs).toISOString() })
      await page.getByLabel('Its secret address').fill('https://10.0.0.1/basic.ics')
      await page.keyboard.press('Enter')
      assert.ok(await appears(page.getByText('not one of the public Internet')))
      await page.getByLabel('Its secret address').fill(feed.url)
      await page.keyboard.press('Enter')
      assert.ok(await appears(listed.getByText('1 busy time', { exact: false })))
      assert.ok(await appears(listed.getByText('Read', { exact: true })))
      assert.doesNotMatch(await page.content(), /private-0123456789/)
      feed.answer({ status: 404 })
      await page.getByRole('button', { name: 'Read now: Family' }).press('Enter')
      assert.ok(await appears(listed.getByText('there is no calendar at this address (404)', { exact: false })))
      await seenByAll(page)
      await page.getByRole('button', { name: 'Remove Family' }).press('Enter')
      await page.getByRole('button', { name: 'Remove it' }).press('Enter')
      await listed.waitFor({ state: 'detached' })
      assert.deepEqual((await read(`/api/schedules/${manager.id}/calendars`)).items, [])
    } finally {
      feed.close()
    }
  })

  test('a request moves by legal stages only, and one that somebody else moved is told and shown where it is', async () => {
    const { page, open } = visitor
    await open('/agency/requests')
    const columnOf = (stage: string) => page.getByRole('region', { name: new RegExp(`^${stage} \\d`) })
    const title = 'Sunset trips, booked online'
    const menu = page.getByRole('button', { name: `Move to another stage: ${title}` })
    const [asked] = (await read('/api/staff/requests?stage=request_submitted')).items
    await menu.click()
    assert.deepEqual(await page.getByRole('menuitem').allInnerTexts(), ['Being read', 'Cancelled', 'Rejected'])
    await page.getByRole('menuitem', { name: 'Being read' }).click()
    await columnOf('Being read').getByRole('link', { name: title }).waitFor()
    assert.equal((await read(`/api/staff/requests/${asked.id}`)).stage, 'requirements_review')
    await seenByAll(page)

    // A stage that this one does not lead to lets the card go where it was.
    await page.getByRole('link', { name: title }).dragTo(columnOf('In progress'))
    assert.equal((await read(`/api/staff/requests/${asked.id}`)).stage, 'requirements_review')
    await page.getByRole('link', { name: title }).dragTo(columnOf('Questions asked'))
    await columnOf('Questions asked').getByRole('link', { name: title }).waitFor()
    assert.equal((await read(`/api/staff/requests/${asked.id}`)).stage, 'clarification_needed')

    const theirs = { expected: 'clarification_needed', to: 'scope_and_quotation' }
    assert.equal((await manager.http.post(`/api/staff/requests/${asked.id}/stage`, theirs)).status, 200)
    await menu.click()
    await page.getByRole('menuitem', { name: 'Rejected' }).click()
    assert.ok(await appears(page.getByText('The request is at another stage by now')))
    await columnOf('Being quoted').getByRole('link', { name: title }).waitFor()
    assert.equal((await read(`/api/staff/requests/${asked.id}`)).stage, 'scope_and_quotation')
  })

  test('on its page a request is handed over and answered, and gets a quote that is computed, sent and kept', async () => {
    const { page, open } = visitor
    const [asked] = (await read('/api/staff/requests?stage=requirements_review')).items
    await open(`/agency/requests/${asked.id}`)
    await page.getByLabel('Who works on it').selectOption({ label: 'A manager (you)' })
    await page.getByRole('button', { name: 'Hand it over' }).click()
    await page.getByText('It is handed over.').waitFor()
    const form = page.getByRole('form', { name: 'Message' })
    await form.getByLabel('Message').fill('How many guests fit in a boat?')
    await form.getByLabel('Who reads it').selectOption('staff')
    await form.getByRole('button', { name: 'Send the message' }).click()
    await page.getByRole('list', { name: 'Messages' }).getByText('How many guests').waitFor()
    const request = await read(`/api/staff/requests/${asked.id}`)
    assert.deepEqual([request.assignee.id, request.messages.at(-1).visibility], [manager.id, 'staff'])
    await seenByAll(page)

    await page.getByRole('link', { name: 'New quote' }).click()
    await page.getByRole('button', { name: 'Save the draft' }).click()
    assert.ok(await appears(page.getByText('Say what it is for')))
    await page.getByLabel('What for').fill('Booking site')
    await page.getByLabel('Quantity').fill('2,5')
    await page.getByLabel('Price of one (KES)').fill('40000.00')
    await page.getByRole('button', { name: 'Add a line' }).click()
    await page.getByLabel('What for').nth(1).fill('Tide tables')
    await page.getByLabel('Price of one (KES)').nth(1).fill('1000')
    await page.getByLabel('Discount').fill('500')
    await page.getByLabel('Terms').fill('Half before we begin.')
    await seenByAll(page)
    await page.getByRole('button', { name: 'Save the draft' }).click()
    await page.getByRole('heading', { name: 'As it is saved' }).waitFor()
    const id = new URL(page.url()).pathname.split('/').at(-1)
    const draft = await read(`/api/staff/quotes/${id}`)
    assert.deepEqual(
      [draft.subtotalMinor, draft.discountMinor, draft.requestId, draft.state],
      ['10100000', '50000', asked.id, 'draft'],
    )
    const total = new Intl.NumberFormat('en-GB', { style: 'currency', currency: 'KES' })
    assert.ok(await appears(page.getByText(total.format(Number(draft.totalMinor) / 100)).first()))
    await seenByAll(page)
    await page.getByRole('button', { name: 'Send it as it is saved' }).click()
    await page.getByRole('button', { name: 'Send it', exact: true }).click()
    await page.getByRole('heading', { name: 'As it was sent' }).waitFor()
    const sent = await read(`/api/staff/quotes/${id}`)
    assert.deepEqual([sent.state, sent.totalMinor], ['sent', draft.totalMinor])
    assert.match(sent.contentHash, /^[0-9a-f]{64}$/)
  })

  test('a project goes on: a milestone, a deliverable that is shared, a comment among the team; a client has it all', async () => {
    const { page, open } = visitor
    await open('/agency/projects')
    await page.getByRole('link', { name: 'A booking site for three lodges' }).click()
    await page.getByLabel('State of Rooms and seasons').selectOption('done')
    await page.getByText('Rooms and seasons is done.').waitFor()
    await page.getByRole('button', { name: 'Add a deliverable' }).click()
    await page.getByLabel('What is delivered').fill('Season calendar')
    await page.getByRole('button', { name: 'Add the deliverable' }).click()
    await page.getByRole('button', { name: 'Share Season calendar' }).click()
    await page.getByRole('button', { name: 'Share it', exact: true }).click()
    await page.getByText('It is shared.').waitFor()
    await page.getByRole('textbox', { name: 'Comment' }).fill('Photos come on Friday')
    await page.getByLabel('Who reads it').selectOption('internal')
    await page.getByRole('button', { name: 'Add the comment' }).click()
    await page.getByRole('list', { name: 'Comments' }).getByText('Photos come on Friday').waitFor()
    const [line] = (await read('/api/staff/projects')).items
    const project = await read(`/api/staff/projects/${line.id}`)
    assert.equal(project.progressPercent, 50)
    assert.deepEqual(
      project.deliverables.map(({ title, state }: { title: string; state: string }) => [title, state]).at(-1),
      ['Season calendar', 'shared'],
    )
    assert.equal(project.comments.at(-1).visibility, 'internal')
    await seenByAll(page)

    await open('/agency/clients')
    await page.getByLabel('Search').fill('savannah')
    await page.waitForURL(/search=savannah/)
    await page.getByRole('link', { name: 'Wanjiru Kamau' }).click()
    await page.getByRole('list', { name: 'Projects' }).getByText('50 % done').waitFor()
    await page.getByRole('list', { name: 'Requests' }).getByText('In progress').waitFor()
    await seenByAll(page)
  })

  test('the pages are in the menu of those who hold the permission, and of nobody else', async () => {
    const person = await stage.server.people.signedIn('support')
    const other = await stage.visitor({ viewport: desk })
    await other.signIn(person)
    assert.equal(await other.page.getByRole('link', { name: 'Requests' }).count(), 0)
    await other.open('/agency/appointments')
    assert.ok(await appears(other.page.getByText('This page is not open to you')))
    assert.equal(await visitor.page.getByRole('link', { name: 'Working hours' }).count(), 1)
    await stage.quiet()
  })
})
