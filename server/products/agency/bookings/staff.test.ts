import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { type BookingServer, type Guest, inHours, startBookings } from '../../../../test/support/bookings.ts'
import { noEffects } from '../../../../test/support/effects.ts'
import { expectProblem, expectStatus } from '../../../../test/support/music.ts'
import type { Person } from '../../../../test/support/people.ts'
import { setClock } from '../../../kernel/clock.ts'

let server: BookingServer
let host: Person
before(async () => {
  server = await startBookings()
  host = await server.host()
})
after(() => server.stop())

const week = () => `from=${inHours(-200)}&to=${inHours(400)}`

async function idOf(reference: string, by: Person = server.manager): Promise<string> {
  const { items } = expectStatus(await by.http.get(`/api/staff/appointments?${week()}&limit=100`), 200)
  return items.find((one: { reference: string }) => one.reference === reference)?.id ?? 'unseen'
}

const step = (by: Person, id: string, verb: string, body?: object) =>
  by.http.post(`/api/staff/appointments/${id}/${verb}`, body)

const refunded = async ({ reference }: Guest) =>
  (await server.till.refunds(reference)).map(({ minor, status }) => [minor, status])

/** Moves an appointment into the past, as waiting would. */
async function begun(reference: string, minutesAgo: number): Promise<void> {
  await server.query(
    `UPDATE agency.appointment SET starts_at = now() - make_interval(mins => $2), ends_at = now() + interval '1 hour' WHERE reference = $1`,
    [reference, minutesAgo],
  )
}

test('a request waits for the host, who says yes', async () => {
  const key = await server.offered([host], { confirm: 'manual' })
  const watched = await server.watch()
  const guest = await server.booked(key, inHours(30))
  assert.deepEqual(await watched(), {
    ...noEffects,
    audit: ['agency.appointment.held', 'agency.appointment.awaits-confirmation'],
    mails: ['agency.appointment-requested', 'agency.appointment-host-notice'],
  })
  assert.equal(expectStatus(await guest.get(), 200).awaits, 'confirmation')
  const approving = await server.watch()
  const id = await idOf(guest.reference)
  assert.equal(expectStatus(await step(host, id, 'confirm'), 200).status, 'confirmed')
  assert.deepEqual(await approving(), {
    audit: ['agency.appointment.confirmed'],
    events: ['agency.appointment.confirmed'],
    mails: ['agency.appointment-confirmed', 'agency.appointment-host-notice'],
  })
  expectProblem(await step(host, id, 'confirm'), 'agency/wrong-step')
  expectProblem(await step(host, id, 'decline', {}), 'agency/wrong-step')
})

test('a request that was paid for is declined with all of it going back', async () => {
  const key = await server.offered([host], { confirm: 'manual', refundRules: [] }, { depositBp: 10_000 })
  const guest = await server.booked(key, inHours(33))
  assert.equal((await server.pay(guest)).fulfilled, true)
  const watched = await server.watch()
  const declined = expectStatus(await step(host, await idOf(guest.reference), 'decline', { reason: 'Full' }), 200)
  assert.deepEqual([declined.status, declined.cancelledBy], ['cancelled', 'host'])
  await server.till.settled()
  assert.deepEqual(await refunded(guest), [[10_001n, 'succeeded']])
  assert.deepEqual((await watched()).mails, ['agency.appointment-declined', 'agency.appointment-host-notice'])
})

test('a host who cancels pays all of it back, whatever the terms', async () => {
  const key = await server.offered([host], { refundRules: [] }, { depositBp: 2_500 })
  const guest = await server.booked(key, inHours(36))
  assert.equal((await server.pay(guest)).captured.minor, '2500')
  expectStatus(await step(host, await idOf(guest.reference), 'cancel', {}), 200)
  await server.till.settled()
  assert.deepEqual(await refunded(guest), [[2_500n, 'succeeded']])
})

test('an appointment takes place or is missed, once it has begun', async () => {
  const key = await server.offered([host])
  const [came, missed] = [await server.booked(key, inHours(40)), await server.booked(key, inHours(42))]
  const [cameId, missedId] = [await idOf(came.reference), await idOf(missed.reference)]
  expectProblem(await step(host, cameId, 'complete'), 'agency/too-early')
  await begun(came.reference, 1)
  await begun(missed.reference, 10)
  const watched = await server.watch()
  assert.equal(expectStatus(await step(host, cameId, 'complete'), 200).status, 'completed')
  expectProblem(await step(host, missedId, 'no-show', { who: 'client' }), 'agency/too-early')
  await begun(missed.reference, 16)
  assert.equal(expectStatus(await step(host, missedId, 'no-show', { who: 'client' }), 200).status, 'no_show_client')
  assert.deepEqual(await watched(), {
    audit: ['agency.appointment.completed', 'agency.appointment.no-show-client'],
    events: ['agency.appointment.completed', 'agency.appointment.missed'],
    mails: [],
  })
  expectProblem(await came.post('cancel', {}), 'agency/wrong-step')
})

test('a host sees and changes their own calendar, a manager all, a client none', async () => {
  const other = await server.host()
  const key = await server.offered([other])
  const guest = await server.booked(key, inHours(44))
  const id = await idOf(guest.reference)
  assert.notEqual(id, 'unseen')
  assert.equal(await idOf(guest.reference, other), id)
  assert.equal(await idOf(guest.reference, host), 'unseen')
  expectProblem(await step(host, id, 'cancel', {}), 'agency/booking-not-found')
  const client = await server.people.signedIn()
  expectProblem(await client.http.get(`/api/staff/appointments?${week()}`), 'http/denied')
  expectProblem(await step(client, id, 'cancel', {}), 'http/denied')
  const ofOther = await server.manager.http.get(`/api/staff/appointments?${week()}&hostId=${other.id}&status=confirmed`)
  assert.equal(expectStatus(ofOther, 200).items.length, 1)
  expectProblem(
    await host.http.get(`/api/staff/appointments?from=${inHours(1)}&to=${inHours(1)}`),
    'agency/range-invalid',
  )
  const pages = await server.manager.http.get(`/api/staff/appointments?${week()}&limit=1`)
  const next = await server.manager.http.get(
    `/api/staff/appointments?${week()}&limit=1&cursor=${pages.body.nextCursor}`,
  )
  assert.notEqual(expectStatus(next, 200).items[0].id, pages.body.items[0].id)
  expectStatus(await step(server.manager, id, 'cancel', {}), 200)
})

/** Runs the scheduled work as if so many minutes had passed. */
async function minutesLater(minutes: number, check: () => Promise<void>): Promise<void> {
  const restore = setClock(() => Date.now() + minutes * 60_000)
  try {
    for (const job of ['agency.expire-holds', 'agency.remind-clients'])
      await server.app.db.transaction({ actor: { kind: 'system', name: 'test' }, requestId: 'test' }, (tx) =>
        tx.enqueue({ queue: job, data: {}, options: {} }),
      )
    await server.jobsIdle()
    await check()
  } finally {
    restore()
  }
}

test('the clock ends what ran out, and closes a request that nobody answered', async () => {
  const own = await server.host()
  const held = await server.hold(await server.offered([own]), inHours(60))
  const key = await server.offered([own], { confirm: 'manual' }, { depositBp: 10_000 })
  const asked = await server.booked(key, inHours(2))
  assert.equal((await server.pay(asked)).fulfilled, true)
  const watched = await server.watch()
  await minutesLater(11, async () => {
    const { audit, mails } = await watched()
    assert.deepEqual([audit, mails], [['agency.appointment.expired'], []])
  })
  const closing = await server.watch()
  await minutesLater(4 * 60, async () => {
    assert.deepEqual(await closing(), {
      audit: ['payments.refund.requested', 'agency.appointment.cancelled', 'agency.appointment.refund-succeeded'],
      events: ['agency.appointment.cancelled', 'payments.payment.refunded'],
      mails: ['agency.appointment-declined', 'agency.appointment-host-notice'],
    })
  })
  await server.till.settled()
  assert.deepEqual(await refunded(asked), [[10_001n, 'succeeded']])
  const rows = await server.query<{ status: string }>('SELECT status FROM agency.appointment WHERE reference = $1', [
    held.answer.body.booking.reference,
  ])
  assert.deepEqual(rows, [{ status: 'expired' }])
})

/** A zone in which it is between 10:00 and 19:00 so many hours from now. */
function awakeIn(hours: number): string {
  const hour = new Date(Date.now() + hours * 3_600_000).getUTCHours()
  const ahead = (14 - hour + 24) % 24
  return ahead <= 12 ? `Etc/GMT-${ahead}` : `Etc/GMT+${24 - ahead}`
}

test('a client is reminded a day and an hour before, each once, and of the new time only when it was moved', async () => {
  const key = await server.offered([await server.host()])
  const guest = await server.booked(key, inHours(30), { timeZone: awakeIn(8) })
  await server.query(`UPDATE agency.appointment SET created_at = now() - interval '9 days' WHERE reference = $1`, [
    guest.reference,
  ])
  const reminders = async () => {
    const mails = (await server.mailbox()).filter(({ to }) => to.address === guest.email)
    return mails.filter(({ template }) => template === 'agency.appointment-reminder').length
  }
  const expectAfter = (minutes: number, count: number) =>
    minutesLater(minutes, async () => assert.equal(await reminders(), count))
  await expectAfter(5 * 60, 0)
  await expectAfter(8 * 60, 1)
  await expectAfter(8 * 60 + 1, 1)
  const startsAt = inHours(54)
  const minutesUntil = (hoursBefore: number) => (Date.parse(startsAt) - Date.now()) / 60_000 - hoursBefore * 60
  expectStatus(await guest.post('reschedule', { startsAt }), 200)
  await server.query(
    `UPDATE agency.appointment SET created_at = now() - interval '9 days', attendee_time_zone = $2 WHERE reference = $1 AND status = 'confirmed'`,
    [guest.reference, awakeIn(54)],
  )
  await expectAfter(minutesUntil(24.2), 1)
  await expectAfter(minutesUntil(0.5), 2)
  await expectAfter(minutesUntil(0.5) + 1, 2)
})

const detail = (by: Person, id: string, rest = '') => by.http.get(`/api/staff/appointments/${id}${rest}`)

test('an appointment is read with what each side would get back, and a client who rings up gets what the terms give', async () => {
  const own = await server.host()
  const key = await server.offered([own], {}, { depositBp: 10_000 })
  const guest = await server.booked(key, inHours(30))
  assert.equal((await server.pay(guest)).fulfilled, true)
  const id = await idOf(guest.reference)
  const before = expectStatus(await detail(own, id), 200)
  assert.deepEqual([before.refundIfCancelled.host.minor, before.refundIfCancelled.client.minor], ['10001', '5001'])
  assert.deepEqual(
    before.history.map((one: { kind: string }) => one.kind),
    ['held', 'awaits-payment', 'paid', 'confirmed'],
  )
  assert.deepEqual([before.policy.name, before.terms.refundRules.length], ['Plain', 2])
  expectProblem(await detail(host, id), 'agency/booking-not-found')
  expectStatus(await step(own, id, 'cancel', { side: 'client', reason: 'Rang up' }), 200)
  await server.till.settled()
  assert.deepEqual(await refunded(guest), [[5_001n, 'succeeded']])
  const after = expectStatus(await detail(own, id), 200)
  const { actor } = after.history.find((one: { kind: string }) => one.kind === 'cancelled')
  assert.deepEqual([after.status, after.cancelledBy, actor], ['cancelled', 'client', 'host'])
})

test('staff move an appointment to one of the times that its own slots name, and the old id leads to it', async () => {
  const own = await server.host()
  const other = await server.host()
  const key = await server.offered([own, other], { slotIntervalMinutes: 30 })
  const guest = await server.booked(key, inHours(50), { hostId: own.id })
  const id = await idOf(guest.reference)
  const day = inHours(50).slice(0, 10)
  const times = await detail(own, id, `/slots?from=${day}&to=${day}&timeZone=UTC&hostId=${own.id}`)
  const starts = expectStatus(times, 200).items[0].slots.map((one: { startsAt: string }) => one.startsAt)
  const halfLater = new Date(new Date(inHours(50)).getTime() + 1_800_000).toISOString()
  assert.ok(starts.includes(inHours(50)) && starts.includes(halfLater), 'its own time counts as free')
  expectProblem(await step(own, id, 'reschedule', { startsAt: halfLater, hostId: other.id }), 'agency/host-not-found')
  expectProblem(await step(host, id, 'reschedule', { startsAt: halfLater }), 'agency/booking-not-found')
  const watched = await server.watch()
  const moved = expectStatus(await step(own, id, 'reschedule', { startsAt: halfLater }), 200)
  assert.deepEqual([moved.startsAt, moved.reference, moved.hosts[0].id], [halfLater, guest.reference, own.id])
  assert.deepEqual(await watched(), {
    audit: ['agency.appointment.rescheduled', 'agency.appointment.moved'],
    events: ['agency.appointment.rescheduled'],
    mails: ['agency.appointment-changed', 'agency.appointment-host-notice'],
  })
  const found = expectStatus(await detail(own, id), 200)
  assert.deepEqual([found.id, found.history.at(-1).movedFrom], [moved.id, inHours(50)])
  const handed = await step(server.manager, moved.id, 'reschedule', { startsAt: inHours(52), hostId: other.id })
  assert.equal(expectStatus(handed, 200).hosts[0].id, other.id)
  expectProblem(await detail(own, id), 'agency/booking-not-found')
})
