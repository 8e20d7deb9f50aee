import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { type BookingServer, guestOf, inHours, serviceOf, startBookings } from '../../../../test/support/bookings.ts'
import { noEffects } from '../../../../test/support/effects.ts'
import { expectProblem, expectStatus, idempotencyKey } from '../../../../test/support/music.ts'
import type { Person } from '../../../../test/support/people.ts'

let server: BookingServer
let host: Person
before(async () => {
  server = await startBookings()
  host = await server.host()
})
after(() => server.stop())

test('a time is held, confirmed and told to both sides with a calendar file', async () => {
  const key = await server.offered([host])
  const watched = await server.watch()
  const { answer, email } = await server.hold(key, inHours(30))
  const { booking, guestToken } = expectStatus(answer, 201)
  assert.equal(booking.status, 'held')
  assert.match(booking.localStart, /-0[45]:00$/)
  assert.deepEqual(await watched(), { ...noEffects, audit: ['agency.appointment.held'] })
  const guest = guestOf(server.people.anonymous(), { email, reference: booking.reference, token: guestToken })
  const confirming = await server.watch()
  assert.equal(expectStatus(await guest.post('confirm'), 200).status, 'confirmed')
  assert.deepEqual(await confirming(), {
    audit: ['agency.appointment.confirmed'],
    events: ['agency.appointment.confirmed'],
    mails: ['agency.appointment-confirmed', 'agency.appointment-host-notice'],
  })
  const mails = (await server.mailbox()).filter(
    (mail) => mail.text.includes(booking.reference) || mail.to.address === host.email,
  )
  assert.deepEqual(mails.map((mail) => mail.to.address).toSorted(), [email, host.email].toSorted())
  assert.ok(
    mails.find(({ to }) => to.address === email)?.text.includes(`/bookings/${booking.reference}#token=${guestToken}`),
  )
})

interface Refused {
  readonly name: string
  readonly startsAt: () => string
  readonly policy?: object
  readonly reason: string
}

const refused: readonly Refused[] = [
  { name: 'one in the past', startsAt: () => inHours(-5), reason: 'past' },
  { name: 'one off the grid', startsAt: () => inHours(30).replace(':00:00', ':17:00'), reason: 'outside' },
  { name: 'one too soon', startsAt: () => inHours(1), policy: { minNoticeMinutes: 180 }, reason: 'too-soon' },
  {
    name: 'one too far ahead',
    startsAt: () => inHours(24 * 9),
    policy: { advance: { kind: 'rolling', days: 7, from: null, to: null } },
    reason: 'too-far',
  },
]
for (const { name, startsAt, policy, reason } of refused) {
  test(`refuses ${name}, though it is free, and names other times`, async () => {
    const key = await server.offered([host], policy)
    const watched = await server.watch()
    const { answer } = await server.hold(key, startsAt())
    expectProblem(answer, 'agency/slot-outside')
    assert.equal(answer.body.params.reason, reason)
    assert.equal(answer.body.params.next.length, reason === 'too-far' ? 0 : 5)
    assert.deepEqual(await watched(), noEffects)
  })
}

test('refuses a start outside of working hours and on a closed day', async () => {
  const day = inHours(24 * 5).slice(0, 10)
  const busy = await server.host({
    timeZone: 'UTC',
    rules: [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({ weekday, start: '09:00', end: '12:00' })),
  })
  const key = await server.offered([busy])
  expectProblem((await server.hold(key, `${day}T12:00:00.000Z`)).answer, 'agency/slot-outside')
  expectStatus((await server.hold(key, `${day}T11:00:00.000Z`)).answer, 201)
  expectStatus(await busy.http.put(`/api/schedules/${busy.id}/overrides/${day}`, { windows: [] }), 200)
  expectProblem((await server.hold(key, `${day}T09:00:00.000Z`)).answer, 'agency/slot-outside')
})

test('a held time is taken, with its buffers, until it lapses', async () => {
  const own = await server.host()
  const key = await server.offered([own], { bufferAfterMinutes: 30 })
  expectStatus((await server.hold(key, inHours(50))).answer, 201)
  const taken = await server.hold(key, inHours(50))
  expectProblem(taken.answer, 'agency/slot-taken')
  assert.deepEqual(taken.answer.body.params.next.slice(0, 2), [inHours(52), inHours(53)])
  expectProblem((await server.hold(key, inHours(51))).answer, 'agency/slot-taken')
  await server.query(
    `UPDATE agency.appointment SET hold_expires_at = now() - interval '1 second' WHERE package_key = $1`,
    [key],
  )
  expectStatus((await server.hold(key, inHours(51))).answer, 201)
  const rows = await server.query<{ status: string }>(
    'SELECT status FROM agency.appointment WHERE package_key = $1 ORDER BY id',
    [key],
  )
  assert.deepEqual(
    rows.map(({ status }) => status),
    ['expired', 'held'],
  )
})

test('the database refuses an overlap whatever the program believes', async () => {
  const own = await server.host()
  const key = await server.offered([own])
  const guest = await server.booked(key, inHours(60))
  const copy = (shift: string) =>
    server.query(
      `WITH row AS (INSERT INTO agency.appointment
         SELECT (jsonb_populate_record(appointment, jsonb_build_object('id', gen_random_uuid(), 'booking_id', gen_random_uuid(),
                 'reference', 'CPY0' || upper(substr(md5(random()::text), 1, 6))))).*
           FROM agency.appointment WHERE reference = $1 RETURNING id, status)
       INSERT INTO agency.appointment_host (appointment_id, host_id, session_id, policy_id, starts_at, busy, status)
       SELECT row.id, part.host_id, row.id, part.policy_id, part.starts_at,
              tstzrange(lower(part.busy) + $2::interval, upper(part.busy) + $2::interval), row.status
         FROM row, agency.appointment_host part JOIN agency.appointment ON appointment.id = part.appointment_id
        WHERE appointment.reference = $1`,
      [guest.reference, shift],
    )
  await assert.rejects(copy('30 minutes'), { code: '23P01', constraint: 'appointment_host_overlap' })
  await copy('60 minutes')
})

test('limits of a day count in the zone of the host', async () => {
  const own = await server.host({ timeZone: 'Pacific/Auckland' })
  const key = await server.offered([own], { dailyLimit: 1 })
  const start = inHours(72)
  expectStatus((await server.hold(key, start)).answer, 201)
  const dayOf = (at: string) => new Intl.DateTimeFormat('sv-SE', { timeZone: 'Pacific/Auckland' }).format(new Date(at))
  const hours = Array.from({ length: 26 }, (_, hour) => inHours(72 + hour + 1))
  const sameDay = hours.filter((at) => dayOf(at) === dayOf(start)).at(-1) ?? inHours(71)
  const nextDay = hours.find((at) => dayOf(at) > dayOf(start)) ?? ''
  const over = await server.hold(key, sameDay)
  if (dayOf(sameDay) === dayOf(start)) assert.equal(over.answer.body.params.reason, 'limit')
  expectStatus((await server.hold(key, nextDay)).answer, 201)
})

test('ten at once get the three seats of a session, and a seat given up is taken again', async () => {
  const own = await server.host()
  const key = await server.offered([own], { seats: 3 })
  const answers = await Promise.all(Array.from({ length: 10 }, () => server.hold(key, inHours(40))))
  assert.deepEqual(
    answers.map(({ answer }) => answer.status).toSorted(),
    [201, 201, 201, 409, 409, 409, 409, 409, 409, 409],
  )
  const slots = `/api/services/${serviceOf(key)}/slots?package=${key}&from=${inHours(40).slice(0, 10)}&to=${inHours(40).slice(0, 10)}&timeZone=UTC`
  const seen = async () => {
    const { items } = expectStatus(await server.people.anonymous().get(slots), 200)
    return items[0].slots.find((slot: { startsAt: string }) => slot.startsAt === inHours(40))?.seatsLeft
  }
  assert.equal(await seen(), undefined)
  const won = answers.find(({ answer }) => answer.status === 201)
  assert.ok(won)
  const { booking, guestToken } = won.answer.body
  const guest = guestOf(server.people.anonymous(), { email: '', reference: booking.reference, token: guestToken })
  expectStatus(await guest.post('cancel', {}), 200)
  assert.equal(await seen(), 1)
  expectStatus((await server.hold(key, inHours(40))).answer, 201)
})

test('round-robin gives the next client the next host; a collective appointment needs all of them', async () => {
  const hosts = [await server.host(), await server.host()]
  const key = await server.offered(hosts)
  const given = new Set<string>()
  for (let turn = 0; turn < 2; turn += 1) {
    const { booking } = expectStatus((await server.hold(key, inHours(45))).answer, 201)
    given.add(booking.hosts[0].id)
  }
  assert.deepEqual(given, new Set(hosts.map(({ id }) => id)))
  expectProblem((await server.hold(key, inHours(45))).answer, 'agency/slot-taken')
  const together = await server.offered(hosts, { scheduling: 'collective' })
  expectProblem((await server.hold(together, inHours(45))).answer, 'agency/slot-taken')
  const { booking } = expectStatus((await server.hold(together, inHours(47))).answer, 201)
  assert.equal(booking.hosts.length, 2)
  expectProblem((await server.hold(key, inHours(47))).answer, 'agency/slot-taken')
})

test('the same key holds once, and a held time cannot be confirmed when it has lapsed', async () => {
  const key = await server.offered([await server.host()])
  const body = {
    ...{ service: serviceOf(key), package: key, startsAt: inHours(33), name: 'Ada', email: 'ada@mail.example' },
    timeZone: 'UTC',
  }
  const headers = idempotencyKey()
  const http = server.people.anonymous()
  const first = expectStatus(await http.post('/api/bookings/holds', body, headers), 201)
  assert.deepEqual(expectStatus(await http.post('/api/bookings/holds', body, headers), 201), first)
  expectProblem(await http.post('/api/bookings/holds', body), 'http/idempotency-key-missing')
  await server.query(
    `UPDATE agency.appointment SET hold_expires_at = now() - interval '1 second' WHERE package_key = $1`,
    [key],
  )
  const guest = guestOf(http, { email: '', reference: first.booking.reference, token: first.guestToken })
  assert.equal(expectStatus(await guest.get(), 200).status, 'expired')
  expectProblem(await guest.post('confirm'), 'agency/hold-expired')
})

test('one address holds three times at most', async () => {
  const key = await server.offered([await server.host()])
  const fields = { email: 'many@mail.example' }
  for (const hour of [30, 32, 34]) expectStatus((await server.hold(key, inHours(hour), fields)).answer, 201)
  expectProblem((await server.hold(key, inHours(36), { email: 'Many@mail.example' })).answer, 'agency/too-many-holds')
})

test('what is not offered, not a zone or not an address is refused', async () => {
  const key = await server.offered([host])
  expectProblem((await server.hold('nothing', inHours(30))).answer, 'agency/offer-not-found')
  expectProblem((await server.hold(key, inHours(30), { timeZone: 'Mars/Olympus' })).answer, 'http/invalid')
  expectProblem((await server.hold(key, inHours(30), { email: 'nobody' })).answer, 'mail/bad-address')
  expectProblem((await server.hold(key, inHours(30), { price: '1' })).answer, 'http/invalid')
  const stranger = (await server.host()).id
  expectProblem((await server.hold(key, inHours(30), { hostId: stranger })).answer, 'agency/host-not-found')
})

test('a booking opens by its token or to its client, and looks like none to anybody else', async () => {
  const key = await server.offered([await server.host()])
  const guest = await server.booked(key, inHours(90))
  const other = await server.booked(key, inHours(92))
  const http = server.people.anonymous()
  const path = `/api/bookings/${guest.reference}`
  for (const answer of [
    await http.get(path),
    await http.get(path, { 'x-guest-token': other.token }),
    await http.get(path, { 'x-guest-token': 'x' }),
    await http.get('/api/bookings/0000000000', { 'x-guest-token': guest.token }),
    await host.http.get(path),
    await http.post(`${path}/cancel`, {}, idempotencyKey()),
  ])
    expectProblem(answer, 'agency/booking-not-found')
  expectStatus(await guest.get(), 200)
  const client = await server.people.signedIn()
  const body = {
    ...{
      service: serviceOf(key),
      package: key,
      startsAt: inHours(94),
      name: 'Own',
      email: client.email,
      timeZone: 'UTC',
    },
  }
  const { booking } = expectStatus(await client.http.post('/api/bookings/holds', body, idempotencyKey()), 201)
  expectStatus(await client.http.get(`/api/bookings/${booking.reference}`), 200)
  const { items } = expectStatus(await client.http.get('/api/bookings'), 200)
  assert.deepEqual(
    items.map((one: { reference: string }) => one.reference),
    [booking.reference],
  )
  expectProblem(await http.get('/api/bookings'), 'http/unauthenticated')
})
