import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { type BookingServer, inHours, serviceOf, startBookings } from '../../../../test/support/bookings.ts'
import { noEffects } from '../../../../test/support/effects.ts'
import { expectProblem, expectStatus } from '../../../../test/support/music.ts'
import { systemOrigin } from '../../../kernel/db/actor.ts'

let server: BookingServer
before(async () => {
  server = await startBookings()
})
after(() => server.stop())

const nineToFive = [1, 2, 3, 4, 5].map((weekday) => ({ weekday, start: '09:00', end: '17:00' }))
const slotsPath = (key: string, query: string) => `/api/services/${serviceOf(key)}/slots?package=${key}&${query}`

interface Day {
  readonly date: string
  readonly slots: readonly {
    readonly startsAt: string
    readonly localStart: string
    readonly hostIds: readonly string[]
  }[]
}

test('a host writes the own schedule, a manager anybody’s, and nobody over what they have not read', async () => {
  const host = await server.host({ rules: nineToFive })
  const other = await server.host()
  const path = `/api/schedules/${host.id}`
  const watched = await server.watch()
  const read = expectStatus(await host.http.get(path), 200)
  const saved = expectStatus(
    await host.http.put(path, { timeZone: 'Europe/London', rules: [], version: read.version }),
    200,
  )
  assert.deepEqual([saved.timeZone, saved.rules, saved.version], ['Europe/London', [], read.version + 1])
  expectProblem(
    await host.http.put(path, { timeZone: 'UTC', rules: [], version: read.version }),
    'agency/schedule-stale',
  )
  expectProblem(await host.http.put(path, { timeZone: 'UTC', rules: [], version: null }), 'agency/schedule-stale')
  expectProblem(await other.http.get(path), 'agency/schedule-not-found')
  expectProblem(await other.http.put(path, { timeZone: 'UTC', rules: [], version: 2 }), 'agency/schedule-not-found')
  expectProblem(await other.http.put(`${path}/overrides/2030-01-01`, { windows: [] }), 'agency/schedule-not-found')
  expectProblem(await host.http.put(`${path}/overrides/2030-02-30`, { windows: [] }), 'agency/schedule-invalid')
  assert.deepEqual(await watched(), { ...noEffects, audit: ['agency.schedule.saved'] })
  expectStatus(await server.manager.http.put(path, { timeZone: 'UTC', rules: nineToFive, version: saved.version }), 200)
  const { items } = expectStatus(await server.manager.http.get('/api/schedules'), 200)
  assert.ok(items.some((one: { ownerId: string }) => one.ownerId === host.id))
  expectProblem(await host.http.get('/api/schedules'), 'http/denied')
})

test('time off is asked for, counts when a manager gives it, and is taken back', async () => {
  const host = await server.host()
  const key = await server.offered([host])
  const path = `/api/schedules/${host.id}/time-off`
  const range = { startsAt: inHours(30), endsAt: inHours(34), reason: 'Dentist' }
  const asked = expectStatus(await host.http.post(path, range), 201)
  assert.equal(asked.status, 'requested')
  expectStatus((await server.hold(key, inHours(30))).answer, 201)
  expectProblem(await host.http.post(`/api/time-off/${asked.id}/approve`), 'http/denied')
  assert.equal(
    expectStatus(await server.manager.http.post(`/api/time-off/${asked.id}/approve`), 200).status,
    'approved',
  )
  expectProblem(await server.manager.http.post(`/api/time-off/${asked.id}/decline`), 'agency/time-off-not-found')
  expectProblem((await server.hold(key, inHours(32))).answer, 'agency/slot-taken')
  expectProblem(await (await server.host()).http.delete(`/api/time-off/${asked.id}`), 'agency/time-off-not-found')
  assert.equal((await host.http.delete(`/api/time-off/${asked.id}`)).status, 204)
  expectStatus((await server.hold(key, inHours(32))).answer, 201)
  const own = expectStatus(await server.manager.http.post(path, range), 201)
  assert.equal(own.status, 'approved')
  expectProblem(await host.http.post(path, { ...range, endsAt: range.startsAt }), 'agency/schedule-invalid')
})

test('what an external calendar says is busy, until it says otherwise', async () => {
  const host = await server.host()
  const key = await server.offered([host])
  const path = `/api/schedules/${host.id}/busy/google`
  const block = { id: 'a', startsAt: inHours(30), endsAt: inHours(31) }
  assert.equal((await host.http.put(path, { blocks: [block] })).status, 204)
  expectProblem((await server.hold(key, inHours(30))).answer, 'agency/slot-taken')
  assert.equal((await host.http.put(path, { blocks: [{ ...block, startsAt: inHours(30.5) }] })).status, 204)
  assert.equal((await host.http.put(path, { blocks: [] })).status, 204)
  expectStatus((await server.hold(key, inHours(30))).answer, 201)
})

test('slots come by days of the client, a page at a time, with a tag that changes with what they are made of', async () => {
  const host = await server.host({ timeZone: 'Africa/Nairobi', rules: nineToFive })
  const key = await server.offered([host])
  const http = server.people.anonymous()
  const query = 'from=2027-03-08&to=2027-03-16&timeZone=America/New_York&limit=5'
  const first = await http.get(slotsPath(key, query))
  const days = expectStatus(first, 200).items as Day[]
  assert.deepEqual(
    days.map(({ date, slots }) => [date, slots.length, slots[0]?.localStart]),
    [
      ['2027-03-08', 8, '2027-03-08T01:00:00-05:00'],
      ['2027-03-09', 8, '2027-03-09T01:00:00-05:00'],
      ['2027-03-10', 8, '2027-03-10T01:00:00-05:00'],
      ['2027-03-11', 8, '2027-03-11T01:00:00-05:00'],
      ['2027-03-12', 8, '2027-03-12T01:00:00-05:00'],
    ],
  )
  const rest = expectStatus(await http.get(slotsPath(key, `${query}&cursor=${first.body.nextCursor}`)), 200)
  assert.deepEqual(
    (rest.items as Day[]).map(({ date, slots }) => [date, slots[0]?.localStart]),
    [
      ['2027-03-13', undefined],
      ['2027-03-14', undefined],
      ['2027-03-15', '2027-03-15T02:00:00-04:00'],
      ['2027-03-16', '2027-03-16T02:00:00-04:00'],
    ],
  )
  assert.equal(rest.nextCursor, null)
  const tag = first.headers.get('etag') ?? ''
  const again = () => http.get(slotsPath(key, query), { 'if-none-match': tag })
  const minute = Math.floor(Date.now() / 60_000)
  const same = await again()
  if (Math.floor(Date.now() / 60_000) === minute) assert.equal(same.status, 304)
  const start = days[1]?.slots[2]?.startsAt ?? ''
  const { booking, guestToken } = expectStatus((await server.hold(key, start)).answer, 201)
  assert.equal(booking.localStart, '2027-03-09T03:00:00-05:00')
  const changed = expectStatus(await again(), 200).items as Day[]
  assert.equal(changed[1]?.slots.length, 7)
  expectStatus(await http.get(`/api/bookings/${booking.reference}`, { 'x-guest-token': guestToken }), 200)
  const byHost = await http.get(`/api/hosts/${host.id}/slots?service=${serviceOf(key)}&package=${key}&${query}`)
  assert.deepEqual(expectStatus(byHost, 200).items, changed)
})

test('a range of slots is one of days, and what is not offered is not found', async () => {
  const key = await server.offered([await server.host()])
  const http = server.people.anonymous()
  const at = (query: string) => http.get(slotsPath(key, query))
  expectProblem(await at('from=2027-02-30&to=2027-03-01&timeZone=UTC'), 'agency/range-invalid')
  expectProblem(await at('from=2027-03-02&to=2027-03-01&timeZone=UTC'), 'agency/range-invalid')
  expectProblem(await at('from=2027-03-01&to=2027-12-01&timeZone=UTC'), 'agency/range-invalid')
  expectProblem(await at('from=2027-03-01&to=2027-03-02&timeZone=%2B03:00'), 'http/invalid')
  expectProblem(
    await http.get(slotsPath('none', 'from=2027-03-01&to=2027-03-02&timeZone=UTC')),
    'agency/offer-not-found',
  )
  const stranger = await server.people.signedIn()
  const path = `/api/hosts/${stranger.id}/slots?service=${serviceOf(key)}&package=${key}`
  expectProblem(await http.get(`${path}&from=2027-03-01&to=2027-03-02&timeZone=UTC`), 'agency/host-not-found')
})

test('the private feed holds what stands, opens by its secret only, and ends with it', async () => {
  const host = await server.host()
  const key = await server.offered([host])
  const guest = await server.booked(key, inHours(30))
  await server.hold(key, inHours(32))
  const path = `/api/schedules/${host.id}/feed`
  const { url } = expectStatus(await host.http.post(path), 201)
  const http = server.people.anonymous()
  const { pathname } = new URL(url)
  const feed = await http.get(pathname)
  assert.equal(feed.status, 200)
  assert.deepEqual(feed.body.match(/DESCRIPTION:.*/g)?.length, 1)
  assert.ok(feed.body.includes(guest.reference) && feed.body.includes('METHOD:PUBLISH'))
  const renewed = expectStatus(await host.http.post(path), 201)
  expectProblem(await http.get(pathname), 'agency/schedule-not-found')
  assert.equal((await http.get(new URL(renewed.url).pathname)).status, 200)
  assert.equal((await host.http.delete(path)).status, 204)
  expectProblem(await http.get(new URL(renewed.url).pathname), 'agency/schedule-not-found')
})

test('policies are a manager’s, kept whole, and refused when they contradict themselves', async () => {
  const host = await server.host()
  const made = await server.policy([host], { name: 'First' })
  const { items } = expectStatus(await server.manager.http.get('/api/booking-policies'), 200)
  const whole = items.find((one: { id: string }) => one.id === made.id)
  const path = `/api/booking-policies/${made.id}`
  expectProblem(await host.http.put(path, whole), 'http/denied')
  const { id: _id, ...fields } = whole
  assert.equal(expectStatus(await server.manager.http.put(path, { ...fields, seats: 4 }), 200).version, 2)
  expectProblem(await server.manager.http.put(path, fields), 'agency/policy-stale')
  const refused: Record<string, object> = {
    '/advance': { advance: { kind: 'rolling', days: null, from: null, to: null } },
    '/advance/to': { advance: { kind: 'range', days: null, from: '2030-02-01', to: '2030-01-01' } },
    '/seats': { scheduling: 'collective', seats: 2 },
    '/hosts': { hosts: [{ hostId: (await server.people.signedIn()).id, weight: 1 }] },
  }
  for (const [pointer, change] of Object.entries(refused)) {
    const { version: _version, ...created } = { ...fields, ...change }
    const answer = await server.manager.http.post('/api/booking-policies', created)
    assert.equal(expectProblem(answer, 'agency/policy-invalid')[0]?.split(' ')[0], pointer)
  }
  assert.equal((await server.manager.http.delete(path)).status, 204)
  expectProblem(await server.manager.http.delete(path), 'agency/policy-not-found')
})

test('a person who leaves is forgotten, what is ahead is called off, and a host who is booked stays', async () => {
  const host = await server.host()
  const key = await server.offered([host])
  const client = await server.people.signedIn()
  const headers = { 'idempotency-key': 'erasing-12345' }
  const body = {
    service: serviceOf(key),
    package: key,
    startsAt: inHours(30),
    name: 'Own',
    email: client.email,
    timeZone: 'UTC',
  }
  const { booking } = expectStatus(await client.http.post('/api/bookings/holds', body, headers), 201)
  const agency = server.app.units.all.find(({ name }) => name === 'agency')
  assert.ok(agency)
  assert.match(JSON.stringify(await agency.exportPerson?.(client.id)), new RegExp(booking.reference))
  expectStatus(
    await client.http.post(`/api/bookings/${booking.reference}/confirm`, undefined, {
      'idempotency-key': 'erasing-12346',
    }),
    200,
  )
  const erase = (id: typeof client.id) =>
    server.app.db.transaction(systemOrigin('test', 'test'), async (tx) => await agency.erasePerson?.(tx, id))
  await assert.rejects(erase(host.id), { code: 'agency/host-still-booked' })
  const watched = await server.watch()
  await erase(client.id)
  assert.deepEqual(await watched(), {
    audit: ['agency.appointment.cancelled'],
    events: ['agency.appointment.cancelled'],
    mails: ['agency.appointment-host-notice'],
  })
  const rows = await server.query(
    'SELECT client_name, client_email, notes, status FROM agency.appointment WHERE client_id = $1',
    [client.id],
  )
  assert.deepEqual(rows, [{ client_name: '', client_email: '', notes: '', status: 'cancelled' }])
  await erase(host.id)
  expectProblem((await server.hold(key, inHours(33))).answer, 'agency/slot-outside')
})
