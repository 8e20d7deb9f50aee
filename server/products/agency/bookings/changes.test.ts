import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { type BookingServer, type Guest, guestOf, inHours, startBookings } from '../../../../test/support/bookings.ts'
import { noEffects } from '../../../../test/support/effects.ts'
import type { HttpAnswer } from '../../../../test/support/http-client.ts'
import { expectProblem, expectStatus } from '../../../../test/support/music.ts'

let server: BookingServer
before(async () => {
  server = await startBookings()
})
after(() => server.stop())

/** Half of 100.01 KES is 50.01: rounded half up. */
const half = { depositBp: 5_000 }
const whole = { depositBp: 10_000 }

/** Holds, confirms and pays what is due. */
async function paid(key: string, startsAt: string) {
  const guest = await server.booked(key, startsAt)
  assert.equal((await server.pay(guest)).fulfilled, true)
  return guest
}

/** Begins to pay: the card can be sent at any time from then on. */
async function begun(guest: Guest) {
  const intent = await server.till.intent(guest.payable, guest.token)
  expectStatus(intent, 201)
  return intent
}

/** The card is sent and taken: all that it led to. */
async function carded(guest: Guest, intent: HttpAnswer) {
  assert.equal(await server.till.card(intent), 200)
  await server.till.settled()
  const { fulfilled, state } = await server.till.view(intent, guest.token)
  return { fulfilled, state }
}
const kept = { fulfilled: true, state: 'captured' }
const handedBack = { fulfilled: false, state: 'refunded' }

const lapse = (reference: string) =>
  server.query(`UPDATE agency.appointment SET hold_expires_at = now() - interval '1 second' WHERE reference = $1`, [
    reference,
  ])

const refunded = async ({ reference }: Guest) =>
  (await server.till.refunds(reference)).map(({ minor, status }) => [minor, status])

test('a deposit is asked for, computed from the price, and paid it makes the appointment firm, once', async () => {
  const key = await server.offered([await server.host()], {}, half)
  const watched = await server.watch()
  const guest = await server.booked(key, inHours(30))
  const waiting = expectStatus(await guest.get(), 200)
  assert.deepEqual(
    [waiting.status, waiting.awaits, waiting.paymentStatus, waiting.deposit.minor, waiting.payable.id],
    ['pending', 'payment', 'due', '5001', guest.reference],
  )
  assert.deepEqual(await watched(), {
    ...noEffects,
    audit: ['agency.appointment.held', 'agency.appointment.awaits-payment'],
  })
  const paying = await server.watch()
  const intent = await begun(guest)
  assert.deepEqual(intent.body.amount, { minor: '5001', currency: 'KES' })
  assert.deepEqual(await carded(guest, intent), kept)
  assert.deepEqual(await paying(), {
    audit: [
      'payments.payment.opened',
      'agency.appointment.paid',
      'agency.appointment.confirmed',
      'payments.payment.fulfilled',
    ],
    events: ['agency.appointment.confirmed', 'payments.payment.captured'],
    mails: ['agency.appointment-confirmed', 'agency.appointment-host-notice'],
  })
  const firm = expectStatus(await guest.get(), 200)
  assert.deepEqual([firm.status, firm.paymentStatus, firm.payable], ['confirmed', 'deposit_paid', null])
  expectProblem(await server.till.intent(guest.payable, guest.token), 'agency/nothing-due')
  expectProblem(await server.till.intent(guest.payable, 'wrong'), 'agency/booking-not-found')
})

test('money that comes late finds the time again when it is free, and is not kept when it is gone', async () => {
  const key = await server.offered([await server.host()], {}, whole)
  const late = await server.booked(key, inHours(30))
  const lateIntent = await begun(late)
  await lapse(late.reference)
  const later = await server.booked(key, inHours(30))
  const laterIntent = await begun(later)
  await lapse(later.reference)
  const other = await server.booked(key, inHours(30))
  assert.equal(expectStatus(await late.get(), 200).status, 'expired')
  assert.deepEqual(await carded(late, lateIntent), handedBack)
  const otherIntent = await begun(other)
  await server.till.stripe.control('faults', { faults: [{ kind: 'drop', times: 20 }] })
  assert.equal(await server.till.card(otherIntent), 200)
  expectStatus(await other.post('cancel', {}), 200)
  await server.till.settled()
  await server.till.stripe.control('clear-faults')
  assert.deepEqual(await refunded(other), [[10_001n, 'succeeded']])
  assert.equal((await server.till.view(otherIntent, other.token)).fulfilled, false)
  assert.equal(expectStatus(await other.get(), 200).status, 'cancelled')
  assert.deepEqual(await carded(later, laterIntent), kept)
  assert.equal(expectStatus(await later.get(), 200).status, 'confirmed')
})

test('money for a seat that lapsed takes the seat again, unless the session is full', async () => {
  const key = await server.offered([await server.host()], { seats: 2 }, whole)
  const late = [await server.booked(key, inHours(31)), await server.booked(key, inHours(31))] as const
  const intents = [await begun(late[0]), await begun(late[1])] as const
  for (const { reference } of late) await lapse(reference)
  await server.booked(key, inHours(31))
  const third = await server.booked(key, inHours(31))
  assert.deepEqual(await carded(late[0], intents[0]), handedBack)
  expectStatus(await third.post('cancel', {}), 200)
  assert.deepEqual(await carded(late[1], intents[1]), kept)
  expectProblem((await server.hold(key, inHours(31))).answer, 'agency/slot-taken')
})

interface Refunded {
  readonly name: string
  readonly hours: number
  readonly offer: object
  readonly refund: bigint | null
  readonly failed?: boolean
  readonly becomes: string
}

const refunds: readonly Refunded[] = [
  { name: 'all of it with two days of notice', hours: 60, offer: whole, refund: 10_001n, becomes: 'refunded' },
  {
    name: 'half of it, rounded half up, with one day',
    hours: 30,
    offer: whole,
    refund: 5_001n,
    becomes: 'partially_refunded',
  },
  { name: 'half of the deposit with one day', hours: 30, offer: half, refund: 2_501n, becomes: 'partially_refunded' },
  { name: 'nothing with hours', hours: 10, offer: whole, refund: null, becomes: 'paid' },
  { name: 'all of it, which fails', hours: 60, offer: whole, refund: 10_001n, failed: true, becomes: 'paid' },
]
for (const { name, hours, offer, refund, failed, becomes } of refunds) {
  test(`a client who cancels is paid back ${name}`, async () => {
    const key = await server.offered([await server.host()], {}, offer)
    const guest = await paid(key, inHours(hours))
    const watched = await server.watch()
    const cancelled = expectStatus(await guest.post('cancel', { reason: 'A cold' }), 200)
    assert.deepEqual(
      [cancelled.status, cancelled.cancelledBy, cancelled.cancelReason],
      ['cancelled', 'client', 'A cold'],
    )
    await server.till.settled()
    assert.deepEqual(await refunded(guest), refund === null ? [] : [[refund, 'succeeded']])
    assert.deepEqual(await watched(), {
      audit:
        refund === null
          ? ['agency.appointment.cancelled']
          : ['payments.refund.requested', 'agency.appointment.cancelled', 'agency.appointment.refund-succeeded'],
      events: ['agency.appointment.cancelled', ...(refund === null ? [] : ['payments.payment.refunded'])],
      mails: ['agency.appointment-cancelled', 'agency.appointment-host-notice'],
    })
    expectProblem(await server.till.intent(guest.payable, guest.token), 'agency/nothing-due')
    if (refund !== null) assert.equal(cancelled.paymentStatus, 'refund_pending')
    if (failed === true) {
      const [{ reference: id } = { reference: '' }] = await server.till.refunds(guest.reference)
      await server.till.stripe.control('fail-refund', { id })
      await server.till.settled()
      assert.deepEqual(await refunded(guest), [[refund, 'failed']])
    }
    assert.equal(expectStatus(await guest.get(), 200).paymentStatus, becomes)
    expectProblem(await guest.post('cancel', {}), 'agency/wrong-step')
    expectStatus((await server.hold(key, inHours(hours))).answer, 201)
  })
}

test('behind the cut-off a client neither cancels nor moves, and terms stay as they were at booking', async () => {
  const host = await server.host()
  const policy = await server.policy([host], { cancelCutoffHours: 24 })
  const key = await server.offer(policy.id, whole)
  const near = await paid(key, inHours(20))
  const far = await paid(key, inHours(60))
  expectProblem(await near.post('cancel', {}), 'agency/too-late-to-change')
  expectProblem(await near.post('reschedule', { startsAt: inHours(70) }), 'agency/too-late-to-change')
  const { items } = expectStatus(await server.manager.http.get('/api/booking-policies'), 200)
  const { id, ...fields } = items.find((one: { id: string }) => one.id === policy.id)
  expectStatus(await server.manager.http.put(`/api/booking-policies/${id}`, { ...fields, refundRules: [] }), 200)
  expectStatus(await far.post('cancel', {}), 200)
  await server.till.settled()
  assert.deepEqual(await refunded(far), [[10_001n, 'succeeded']])
})

test('a booking is moved under its reference, calendar id and payment, and both times are right at every moment', async () => {
  const key = await server.offered([await server.host()], { slotIntervalMinutes: 30 }, whole)
  const guest = await paid(key, inHours(50))
  const before = await guest.post('reschedule', { startsAt: inHours(50).replace(':00:00', ':30:00') })
  const moved = expectStatus(before, 200)
  assert.deepEqual([moved.reference, moved.status, moved.paymentStatus], [guest.reference, 'confirmed', 'paid'])
  const taken = await server.booked(key, inHours(54))
  const watched = await server.watch()
  expectProblem(await guest.post('reschedule', { startsAt: inHours(54) }), 'agency/slot-taken')
  assert.deepEqual(await watched(), noEffects)
  assert.equal(expectStatus(await guest.get(), 200).startsAt, moved.startsAt)
  const moving = await server.watch()
  expectStatus(await guest.post('reschedule', { startsAt: inHours(56) }), 200)
  assert.deepEqual(await moving(), {
    audit: ['agency.appointment.rescheduled', 'agency.appointment.moved'],
    events: ['agency.appointment.rescheduled'],
    mails: ['agency.appointment-changed', 'agency.appointment-host-notice'],
  })
  const rows = await server.query(
    'SELECT status, ical_sequence AS sequence FROM agency.appointment WHERE reference = $1 ORDER BY id',
    [guest.reference],
  )
  assert.deepEqual(rows, [
    { status: 'rescheduled', sequence: 0 },
    { status: 'rescheduled', sequence: 1 },
    { status: 'confirmed', sequence: 2 },
  ])
  expectStatus((await server.hold(key, inHours(50))).answer, 201)
  expectStatus(await taken.get(), 200)
  expectStatus(await guest.post('cancel', {}), 200)
  await server.till.settled()
  assert.deepEqual(await refunded(guest), [[10_001n, 'succeeded']])
})

test('two bookings that change places at once leave nobody in two meetings', async () => {
  const key = await server.offered([await server.host()])
  const [one, other] = [await server.booked(key, inHours(40)), await server.booked(key, inHours(41))]
  const answers = await Promise.all([
    one.post('reschedule', { startsAt: inHours(41) }),
    other.post('reschedule', { startsAt: inHours(40) }),
    one.post('reschedule', { startsAt: inHours(42) }),
    other.post('reschedule', { startsAt: inHours(42) }),
  ])
  assert.ok(
    answers.every(({ status }) => status === 200 || status === 409),
    JSON.stringify(answers.map(({ body }) => body)),
  )
  const starts = [await one.get(), await other.get()].map((answer) => expectStatus(answer, 200).startsAt)
  assert.equal(new Set(starts).size, 2)
})

test('a booking that is moved by several at once is found by every one of them', async () => {
  const key = await server.offered([await server.host()])
  const guest = await server.booked(key, inHours(40))
  const answers = await Promise.all(
    [42, 44, 46, 48, 50, 52].map((hours) => guest.post('reschedule', { startsAt: inHours(hours) })),
  )
  assert.deepEqual(
    answers.map(({ status }) => status),
    answers.map(() => 200),
  )
  expectStatus(await guest.get(), 200)
})

test('mails carry an invitation, its change and its end under one id with a growing sequence', async () => {
  const key = await server.offered([await server.host()])
  const guest = await server.booked(key, inHours(30))
  expectStatus(await guest.post('reschedule', { startsAt: inHours(34) }), 200)
  const file = await server.people.anonymous().get(`/api/bookings/${guest.reference}.ics?token=${guest.token}`)
  assert.equal(file.headers.get('content-type'), 'text/calendar; charset=utf-8')
  assert.match(file.body, /METHOD:REQUEST[\s\S]*SEQUENCE:1[\s\S]*STATUS:CONFIRMED/)
  expectStatus(await guest.post('cancel', {}), 200)
  const files = (await server.mailbox())
    .filter(({ to }) => to.address === guest.email)
    .map(({ attachments }) => attachments?.[0]?.text ?? '')
  const field = (name: string) => files.map((text) => new RegExp(`^${name}:(.*?)\r$`, 'm').exec(text)?.[1])
  assert.deepEqual(field('METHOD'), ['REQUEST', 'REQUEST', 'CANCEL'])
  assert.deepEqual(field('SEQUENCE'), ['0', '1', '2'])
  assert.deepEqual(field('STATUS'), ['CONFIRMED', 'CONFIRMED', 'CANCELLED'])
  assert.equal(new Set(field('UID')).size, 1)
  const held = expectStatus((await server.hold(key, inHours(36))).answer, 201)
  const path = `/api/bookings/${held.booking.reference}.ics`
  expectProblem(
    await server.people.anonymous().get(path, { 'x-guest-token': held.guestToken }),
    'agency/booking-not-found',
  )
  expectProblem(await server.people.anonymous().get(path), 'agency/booking-not-found')
})

test('a booking that is moved stays with its host, and one that goes to another is taken from the calendar of the first', async () => {
  const hosts = [await server.host(), await server.host(), await server.host()]
  const key = await server.offered(hosts)
  const guest = await server.booked(key, inHours(40))
  const hostOf = async () => expectStatus(await guest.get(), 200).hosts[0].id
  const first = await hostOf()
  for (const hour of [41, 42, 43]) {
    expectStatus(await guest.post('reschedule', { startsAt: inHours(hour) }), 200)
    assert.equal(await hostOf(), first)
  }
  const [former, other] = [hosts.find(({ id }) => id === first), hosts.find(({ id }) => id !== first)]
  expectStatus(await guest.post('reschedule', { startsAt: inHours(44), hostId: other?.id }), 200)
  assert.equal(await hostOf(), other?.id)
  const last = (await server.mailbox()).findLast(({ to }) => to.address === former?.email)
  assert.match(last?.subject ?? '', /moved to another host/)
  assert.match(last?.attachments?.[0]?.text ?? '', /METHOD:CANCEL[\s\S]*SEQUENCE:4\r/)
})

test('a guest who only holds cancels without a word to anybody', async () => {
  const key = await server.offered([await server.host()])
  const { answer, email } = await server.hold(key, inHours(30))
  const { booking, guestToken: token } = expectStatus(answer, 201)
  const guest = guestOf(server.people.anonymous(), { email, reference: booking.reference, token })
  const watched = await server.watch()
  expectStatus(await guest.post('cancel', {}), 200)
  const { mails } = await watched()
  assert.deepEqual(mails, [])
  expectProblem(await guest.post('reschedule', { startsAt: inHours(31) }), 'agency/wrong-step')
})
