import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { asked, freshAddress, quoteFields } from '../../../test/support/agency.ts'
import { type BookingServer, type Guest, guestOf, serviceOf, startBookings } from '../../../test/support/bookings.ts'
import { paragraphs } from '../../../test/support/content.ts'
import { createHttpClient, type HttpAnswer } from '../../../test/support/http-client.ts'
import { seller } from '../../../test/support/invoices.ts'
import { tokenIn } from '../../../test/support/mailbox.ts'
import { expectProblem, expectStatus, idempotencyKey } from '../../../test/support/music.ts'
import type { Person } from '../../../test/support/people.ts'
import type { OwnPayment } from '../../../test/support/stripe.ts'
import { setClock } from '../../kernel/clock.ts'
import { systemOrigin } from '../../kernel/db/actor.ts'

let server: BookingServer
let finance: Person
before(async () => {
  server = await startBookings()
  finance = await server.people.signedIn('finance')
})
after(() => server.stop())

const DAY_MS = 86_400_000
const HOUR_MS = 3_600_000
const NINE_TO_FIVE = [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({ weekday, start: '09:00', end: '17:00' }))

async function run(queue: string, times = 1): Promise<void> {
  const ask = () =>
    server.app.db.transaction(systemOrigin('test', 'test'), (tx) => tx.enqueue({ queue, data: {}, options: {} }))
  await Promise.all(Array.from({ length: times }, ask))
  await server.jobsIdle()
}

/** Runs scheduled work as many times at once as there may be workers, as if it were then. */
async function at(instant: number, queue: string, times = 1): Promise<void> {
  const ahead = instant - Date.now()
  const restore = setClock(() => Date.now() + ahead)
  try {
    await run(queue, times)
  } finally {
    restore()
  }
}

async function mailsOf(template: string, address: string) {
  const mails = await server.mailbox()
  return mails.filter((one) => one.template === template && one.to.address === address)
}

async function published(name: string): Promise<number> {
  const [row] = await server.query<{ count: bigint }>('SELECT count(*) AS count FROM kernel.event WHERE name = $1', [
    name,
  ])
  return Number(row?.count)
}

test('an editor who was invited schedules a post by the clock of Nairobi: it goes out once, and its former address leads to it', async () => {
  const owner = await server.people.signedIn('administrator')
  const email = freshAddress()
  const invitation = { email, roles: ['editor'], position: 'Editor' }
  expectStatus(await owner.http.post('/api/staff/employees/invitations', invitation), 201)
  const token = tokenIn(await server.mailbox(), email, 'organisations.invitation')
  const account = { token, name: 'Amina Odhiambo', password: 'seven quiet herons at dusk', transport: 'bearer' }
  const accepted = await server.people.anonymous().post('/api/invitations/accept', account)
  const editor = createHttpClient(server.url, {
    authorization: `Bearer ${expectStatus(accepted, 201).accessToken}`,
  })
  const fields = { title: 'What rain costs', body: paragraphs('More than the roof.') }
  const { id } = expectStatus(await editor.post('/api/content/post', { fields }), 201)
  const tomorrow = new Date(Date.now() + DAY_MS).toISOString().slice(0, 10)
  const schedule = { version: 1, publishAt: `${tomorrow}T09:00:00+03:00` }
  const scheduled = expectStatus(await editor.put(`/api/content/post/${id}/schedule`, schedule), 200)
  assert.equal(scheduled.publishAt, `${tomorrow}T06:00:00.000Z`)
  const due = Date.parse(scheduled.publishAt)
  const anyone = server.people.anonymous()
  const already = await published('content.entry.published')
  await at(due - 1000, 'content.publish-due')
  assert.equal((await anyone.get('/api/blogs/what-rain-costs')).status, 404)
  await at(due + 1000, 'content.publish-due', 8)
  assert.equal(await published('content.entry.published'), already + 1)
  assert.equal(expectStatus(await anyone.get('/api/blogs/what-rain-costs'), 200).title, 'What rain costs')

  expectStatus(await editor.patch(`/api/content/post/${id}`, { version: 1, slug: 'the-price-of-rain' }), 200)
  const moved = await anyone.get('/api/blogs/what-rain-costs')
  assert.deepEqual([moved.status, moved.headers.get('location')], [301, '/api/blogs/the-price-of-rain'])
})

interface Slot {
  readonly startsAt: string
  readonly localStart: string
}

async function slotsIn(key: string, from: string, to: string): Promise<Slot[]> {
  const query = `package=${key}&from=${from}&to=${to}&timeZone=America/New_York&limit=31`
  const path = `/api/services/${serviceOf(key)}/slots?${query}`
  const { items } = expectStatus(await server.people.anonymous().get(path), 200)
  return items.flatMap(({ slots }: { slots: Slot[] }) => slots)
}

/** Two times of the host from 26 to 46 hours from now, in which half of what was paid goes back. */
async function nextTimes(key: string): Promise<[string, string]> {
  const day = (hours: number) => new Date(Date.now() + hours * HOUR_MS).toISOString().slice(0, 10)
  const inWindow = ({ startsAt }: Slot) => Math.abs(Date.parse(startsAt) - Date.now() - 36 * HOUR_MS) <= 10 * HOUR_MS
  const [first, second] = (await slotsIn(key, day(2), day(48))).filter(inWindow)
  assert.ok(first !== undefined && second !== undefined)
  return [first.startsAt, second.startsAt]
}

let deposit: OwnPayment | undefined
let booking: Guest | undefined

test('a client in New York books a host in Nairobi: one of fifty wins, pays a deposit once, moves, and is paid back half of it', async () => {
  const host = await server.host({ rules: NINE_TO_FIVE })
  const key = await server.offered([host], {}, { depositBp: 5_000 })
  const march = (await slotsIn(key, '2027-03-13', '2027-03-15')).map(({ localStart }) => localStart)
  const firstOf = (date: string) => march.find((start) => start.startsWith(date))
  assert.equal(firstOf('2027-03-13'), '2027-03-13T01:00:00-05:00')
  assert.equal(firstOf('2027-03-14'), '2027-03-14T01:00:00-05:00')
  assert.equal(firstOf('2027-03-15'), '2027-03-15T02:00:00-04:00')

  const [startsAt, later] = await nextTimes(key)
  const held = await Promise.all(Array.from({ length: 50 }, () => server.hold(key, startsAt)))
  const [winner, ...others] = held.toSorted((one, other) => one.answer.status - other.answer.status)
  for (const { answer } of others) {
    expectProblem(answer, 'agency/slot-taken')
    assert.equal(answer.body.params.next[0], later)
  }
  const { booking: made, guestToken } = expectStatus(winner?.answer as HttpAnswer, 201)
  const email = winner?.email ?? ''
  const guest = guestOf(server.people.anonymous(), { email, reference: made.reference, token: guestToken })
  const confirms = await Promise.all(Array.from({ length: 50 }, () => guest.post('confirm')))
  assert.ok(confirms.every(({ status }) => [200, 409, 503].includes(status)))
  const waiting = expectStatus(await guest.get(), 200)
  assert.deepEqual([waiting.awaits, waiting.deposit.minor], ['payment', '5001'])
  deposit = await payDeposit(guest)
  booking = guest

  expectStatus(await guest.post('reschedule', { startsAt: later }), 200)
  expectStatus(await guest.post('cancel', { reason: 'The flight was moved' }), 200)
  await server.till.settled()
  const files = (await server.mailbox())
    .filter(({ to }) => to.address === email)
    .map(({ attachments }) => attachments?.[0]?.text ?? '')
  const field = (name: string) => files.map((text) => new RegExp(`^${name}:(.*?)\r$`, 'm').exec(text)?.[1])
  assert.deepEqual(field('METHOD'), ['REQUEST', 'REQUEST', 'CANCEL'])
  assert.deepEqual(field('SEQUENCE'), ['0', '1', '2'])
  assert.equal(new Set(field('UID')).size, 1)
  assert.deepEqual(
    (await server.till.refunds(guest.reference)).map(({ minor, status }) => [minor, status]),
    [[2_501n, 'succeeded']],
  )
  assert.equal(expectStatus(await guest.get(), 200).paymentStatus, 'partially_refunded')
})

/** The price is the server's; what Stripe tells comes twice, and the first of it last. */
async function payDeposit(guest: Guest): Promise<OwnPayment> {
  const { till } = server
  const wished = { subject: guest.payable, provider: 'stripe', token: guest.token, amount: { minor: '1' } }
  const tampered = await server.people.anonymous().post('/api/payments/create-intent', wished, idempotencyKey())
  assert.deepEqual(expectProblem(tampered, 'http/invalid'), ['/amount unknown-property'])
  const intent = await till.intent(guest.payable, guest.token)
  assert.deepEqual(expectStatus(intent, 201).amount, { minor: '5001', currency: 'KES' })
  const faults = [
    { kind: 'reorder', match: 'payment_intent.succeeded' },
    { kind: 'duplicate', times: 20 },
  ]
  await till.stripe.control('faults', { faults })
  assert.equal(await till.card(intent), 200)
  await till.settled()
  await till.stripe.control('clear-faults')
  const told = (await till.stripe.control('delivered')) as { id: string; type: string; status: number }[]
  assert.ok(told.length > new Set(told.map(({ id }) => id)).size && told.every(({ status }) => status === 200))
  const confirmed = await mailsOf('agency.appointment-confirmed', guest.email)
  assert.equal(confirmed.length, 1)
  assert.match(confirmed[0]?.attachments?.[0]?.text ?? '', /METHOD:REQUEST[\s\S]*STATUS:CONFIRMED/)
  return await till.view(intent, guest.token)
}

let invoiceId = ''
let balance: OwnPayment | undefined

/** What a client asked for, quoted and accepted by its hashes; the project and the draft of its invoice. */
async function agreed(client: Person): Promise<{ projectId: string; invoiceId: string }> {
  const { manager } = server
  const { reference } = expectStatus(await client.http.post('/api/service-requests', asked, idempotencyKey()), 202)
  const [{ id: requestId, clientId } = { id: '', clientId: '' }] = await server.query<{ id: string; clientId: string }>(
    'SELECT id, client_id AS "clientId" FROM agency.service_request WHERE reference = $1',
    [reference],
  )
  const stage = (expected: string, to: string) =>
    manager.http.post(`/api/staff/requests/${requestId}/stage`, { expected, to })
  expectStatus(await stage('request_submitted', 'requirements_review'), 200)
  expectStatus(await stage('requirements_review', 'scope_and_quotation'), 200)
  const body = { ...quoteFields(), clientId, requestId }
  const { id } = expectStatus(await manager.http.post('/api/staff/quotes', body), 201)
  expectStatus(await manager.http.post(`/api/staff/quotes/${id}/send`), 200)
  const path = `/api/portal/quotes/${id}`
  const { contentHash, termsHash } = expectStatus(await client.http.get(path), 200)
  const sign = (hash: string) =>
    client.http.post(`${path}/accept`, { contentHash: hash, termsHash, name: 'Wanjiru Kamau' })
  expectProblem(
    await sign(contentHash.replace(/^./, (first: string) => (first === '0' ? '1' : '0'))),
    'agency/quote-differs',
  )
  expectStatus(await sign(contentHash), 200)
  return expectStatus(await manager.http.post(`/api/staff/quotes/${id}/convert`, { invoiceDueInDays: 14 }), 201)
}

test('a request becomes a quote, a project, an accepted deliverable and a paid invoice; then the client is asked how it was', async () => {
  const { manager } = server
  const client = await server.people.signedIn()
  expectStatus(await finance.http.put('/api/invoices/settings', { ...seller, version: 0 }), 200)
  const made = await agreed(client)
  invoiceId = made.invoiceId
  const project = `/api/staff/projects/${made.projectId}`
  const drafted = expectStatus(await manager.http.post(`${project}/deliverables`, { title: 'The site' }), 201)
  const deliverable = `deliverables/${drafted.deliverables[0].id}`
  expectStatus(await manager.http.post(`${project}/${deliverable}/share`), 200)
  const decision = { decision: 'accepted', round: 1 }
  const own = `/api/portal/projects/${made.projectId}`
  expectStatus(await client.http.post(`${own}/${deliverable}/decide`, decision), 200)

  expectStatus(await manager.http.post(`/api/invoices/${invoiceId}/issue`, undefined, idempotencyKey()), 200)
  expectStatus(await manager.http.post(`/api/invoices/${invoiceId}/send`, undefined, idempotencyKey()), 200)
  const { version } = expectStatus(await manager.http.get(project), 200)
  expectStatus(await manager.http.patch(project, { version, state: 'completed' }), 200)
  assert.deepEqual(await mailsOf('agency.testimonial-asked', client.email), [], 'not as long as something is owed')
  balance = await server.till.pay({ type: 'invoices.invoice', id: invoiceId }, client.http)
  assert.deepEqual([balance.fulfilled, balance.captured], [true, { minor: '34800000', currency: 'KES' }])
  assert.equal(expectStatus(await manager.http.get(`/api/invoices/${invoiceId}`), 200).status, 'paid')
  const [question, ...more] = await mailsOf('agency.testimonial-asked', client.email)
  assert.match(question?.text ?? '', new RegExp(`/portal/projects/${made.projectId}`))
  assert.deepEqual(more, [])
  expectStatus(await client.http.post(`${own}/comments`, { body: 'On time, and it loads.' }, idempotencyKey()), 201)
})

test('what was begun to be paid of an invoice that is declared void ends at the provider, and what came meanwhile goes back', async () => {
  const { manager, till } = server
  const client = await server.people.signedIn()
  const issued = async () => {
    const recipient = { name: 'Ada King', email: client.email, address: [], taxNumber: null }
    const lines = [{ description: 'Retouching', qty: '1', unitMinor: '120000', taxRateBp: 1600 }]
    const body = { clientId: client.id, recipient, currency: 'KES', lines }
    const { id } = expectStatus(await manager.http.post('/api/invoices', body, idempotencyKey()), 201)
    expectStatus(await manager.http.post(`/api/invoices/${id}/issue`, undefined, idempotencyKey()), 200)
    return { type: 'invoices.invoice', id: id as string }
  }
  const declareVoid = async ({ id }: { id: string }) => {
    const body = { reason: 'Ordered twice' }
    expectStatus(await manager.http.post(`/api/invoices/${id}/void`, body, idempotencyKey()), 200)
    await till.settled()
  }
  const unpaid = await issued()
  const intent = await till.intent(unpaid, client.http)
  await declareVoid(unpaid)
  assert.equal(await till.card(intent), 400)
  assert.equal((await till.view(intent, client.http)).state, 'canceled')

  const crossed = await issued()
  const late = await till.intent(crossed, client.http)
  await till.stripe.control('faults', { faults: [{ kind: 'drop', times: 20 }] })
  assert.equal(await till.card(late), 200)
  await declareVoid(crossed)
  await till.stripe.control('clear-faults')
  const { fulfilled, state, refunded } = await till.view(late, client.http)
  assert.deepEqual([fulfilled, state, refunded.minor], [false, 'refunded', '139200'])
  expectProblem(await till.intent(crossed, client.http), 'invoices/nothing-due')
})

test('a receipt ties every cent: payment, book, provider, invoice and appointment say the same', async () => {
  assert.ok(deposit !== undefined && balance !== undefined && booking !== undefined)
  const window = { from: new Date(Date.now() - HOUR_MS), to: new Date(Date.now() + HOUR_MS) }
  const runs = await server.app.units.payments.reconcile({
    ...{ provider: 'stripe', ...window, isDry: false, startedBy: 'test' },
  })
  assert.deepEqual(
    runs.map(({ loop, findings }) => [loop, findings]),
    [
      ['events', []],
      ['objects', []],
      ['balance', []],
    ],
  )
  const receipt = async ({ id }: OwnPayment) => expectStatus(await finance.http.get(`/api/payments/${id}/receipt`), 200)
  const [first, second] = [await receipt(deposit), await receipt(balance)]
  const kes = (minor: string) => ({ minor, currency: 'KES' })
  assert.deepEqual([first.captured, first.refunded, first.kept], [kes('5001'), kes('2501'), kes('2500')])
  // 2.9 % and 30 of the smallest unit.
  assert.deepEqual([first.account.fees, second.account.fees], [kes('175'), kes('1009230')])
  assert.deepEqual(first.account.provider, { gross: kes('2500'), fee: kes('175') })
  assert.deepEqual([first.account.differences, second.account.differences], [[], []])
  assert.deepEqual([first.subject, second.subject], [booking.payable, { type: 'invoices.invoice', id: invoiceId }])

  const invoice = expectStatus(await finance.http.get(`/api/invoices/${invoiceId}`), 200)
  assert.deepEqual([invoice.paidMinor, invoice.balanceMinor], [second.kept.minor, '0'])
  const { items } = expectStatus(await finance.http.get('/api/payments/trial-balance'), 200)
  const inBook = items.find(({ account }: { account: string }) => account.startsWith('psp/stripe/')).balance
  const answer = await fetch(`${server.till.stripe.url}/v1/balance`, {
    headers: { authorization: `Bearer ${server.till.stripe.secretKey}` },
  })
  const atStripe = (await answer.json()) as { pending: { amount: number }[] }
  assert.equal(inBook.minor, String(atStripe.pending[0]?.amount))
  const entries = items.reduce(
    (sum: bigint, { balance: { minor } }: { balance: { minor: string } }) => sum + BigInt(minor),
    0n,
  )
  assert.equal(entries, 0n)

  const anyone = server.people.anonymous()
  const path = `/api/payments/${deposit.id}/receipt`
  const theirs = expectStatus(await anyone.get(path, { 'payment-token': booking.token }), 200)
  assert.deepEqual([theirs.kept, theirs.account], [kes('2500'), null])
  expectProblem(await anyone.get(path), 'payments/not-found')
  expectProblem(await server.manager.http.get(path), 'payments/not-found')
})

test('a host is asked once how an appointment went that is over', async () => {
  const host = await server.host()
  const key = await server.offered([host])
  const startsAt = new Date(Math.ceil(Date.now() / HOUR_MS) * HOUR_MS + HOUR_MS).toISOString()
  await server.booked(key, startsAt)
  const asks = () => mailsOf('agency.appointment-outcome', host.email)
  await at(Date.parse(startsAt) + HOUR_MS / 2, 'agency.ask-outcomes')
  assert.equal((await asks()).length, 0)
  await at(Date.parse(startsAt) + HOUR_MS + 60_000, 'agency.ask-outcomes', 4)
  await at(Date.parse(startsAt) + 2 * HOUR_MS, 'agency.ask-outcomes', 4)
  assert.equal((await asks()).length, 1)
})
