import assert from 'node:assert/strict'
import { after, afterEach, before, beforeEach, test } from 'node:test'
import { type BookingServer, inHours, serviceOf, startBookings } from '../../../../test/support/bookings.ts'
import { type CalendarFeed, startCalendarFeed } from '../../../../test/support/calendar-feed.ts'
import { noEffects } from '../../../../test/support/effects.ts'
import { expectProblem, expectStatus } from '../../../../test/support/music.ts'
import type { Person } from '../../../../test/support/people.ts'
import { setClock } from '../../../kernel/clock.ts'
import { systemOrigin } from '../../../kernel/db/actor.ts'

let server: BookingServer
let feed: CalendarFeed
let host: Person
let key: string
before(async () => {
  server = await startBookings({ WEBHOOKS_PRIVATE_NETWORKS: '127.0.0.0/8' })
})
after(() => server.stop())
beforeEach(async () => {
  feed = await startCalendarFeed()
  host = await server.host()
  key = await server.offered([host], { bufferBeforeMinutes: 0, bufferAfterMinutes: 15 })
})
afterEach(async () => {
  feed.close()
  await server.query('DELETE FROM agency.external_calendar')
})

const path = () => `/api/schedules/${host.id}/calendars`
const DAY_MS = 86_400_000

interface Shown {
  readonly id: string
  readonly state: string
  readonly error: string | null
  readonly blocks: number
  readonly unread: number
  readonly syncedAt: string | null
}

async function added(): Promise<Shown> {
  const made = expectStatus(await host.http.post(path(), { name: 'Private', url: feed.url }), 201)
  await server.jobsIdle()
  return made
}

async function shown(): Promise<Shown> {
  const { items } = expectStatus(await host.http.get(path()), 200)
  assert.equal(items.length, 1)
  return items[0]
}

async function synced(id: string): Promise<Shown> {
  expectStatus(await host.http.post(`/api/external-calendars/${id}/sync`), 202)
  await server.jobsIdle()
  return await shown()
}

/** Lets the clock show so much more while the calendars whose turn has come are read. */
async function later(ms: number): Promise<void> {
  const restore = setClock(() => Date.now() + ms)
  try {
    await server.app.db.transaction(systemOrigin('test', 'test'), (tx) =>
      tx.enqueue({ queue: 'agency.sync-calendars', data: {}, options: {} }),
    )
    await server.jobsIdle()
  } finally {
    restore()
  }
}

const slots = () => {
  const [from, to] = [inHours(24).slice(0, 10), inHours(72).slice(0, 10)]
  const query = `package=${key}&from=${from}&to=${to}&timeZone=UTC`
  return server.people.anonymous().get(`/api/services/${serviceOf(key)}/slots?${query}`)
}
const starts = async (): Promise<string[]> =>
  expectStatus(await slots(), 200).items.flatMap((day: { slots: { startsAt: string }[] }) =>
    day.slots.map(({ startsAt }) => startsAt),
  )

test('what is busy in a calendar is not offered, not held and not moved to, until the calendar is gone', async () => {
  feed.events({ startsAt: inHours(30) })
  const whole = await starts()
  const watched = await server.watch()
  const calendar = await added()
  assert.deepEqual(await watched(), { ...noEffects, audit: ['agency.schedule.calendar-added'] })
  assert.deepEqual([(await shown()).state, (await shown()).blocks], ['synced', 1])
  // The hour before it runs into it by its buffer.
  const blocked = [inHours(29), inHours(30)]
  assert.deepEqual(
    await starts(),
    whole.filter((start) => !blocked.includes(start)),
  )
  expectProblem((await server.hold(key, inHours(30))).answer, 'agency/slot-taken')
  const guest = await server.booked(key, inHours(40))
  expectProblem(await guest.post('reschedule', { startsAt: inHours(30) }), 'agency/slot-taken')
  expectStatus(await guest.post('reschedule', { startsAt: inHours(42) }), 200)
  const removing = await server.watch()
  assert.equal((await host.http.delete(`/api/external-calendars/${calendar.id}`)).status, 204)
  assert.deepEqual(await removing(), { ...noEffects, audit: ['agency.schedule.calendar-removed'] })
  expectStatus((await server.hold(key, inHours(30))).answer, 201)
})

test('the tag of slots changes with what a calendar says, and only then', async () => {
  feed.events({ startsAt: inHours(30) })
  const { id } = await added()
  const nowMs = Date.now()
  const tag = async () => {
    const restore = setClock(() => nowMs)
    try {
      return (await slots()).headers.get('etag')
    } finally {
      restore()
    }
  }
  const first = await tag()
  await synced(id)
  assert.equal(await tag(), first)
  feed.events({ startsAt: inHours(31) })
  await synced(id)
  assert.notEqual(await tag(), first)
})

test('a calendar that is read while the week is written makes nobody’s week stale', async () => {
  const schedule = `/api/schedules/${host.id}`
  const { timeZone, rules, version } = expectStatus(await host.http.get(schedule), 200)
  feed.events({ startsAt: inHours(30) })
  await added()
  expectStatus(await host.http.put(schedule, { timeZone, rules, version }), 200)
})

test('an appointment that was made before stays, and what the host’s own appointments say counts once', async () => {
  const guest = await server.booked(key, inHours(30))
  const [row] = await server.query<{ booking_id: string }>(
    'SELECT booking_id FROM agency.appointment WHERE reference = $1',
    [guest.reference],
  )
  feed.events({ uid: `${row?.booking_id}@localhost`, startsAt: inHours(30) })
  const { id } = await added()
  assert.equal((await shown()).blocks, 0)
  expectStatus(await guest.post('reschedule', { startsAt: inHours(31) }), 200)
  // The other calendar still has it at its old time.
  assert.equal((await synced(id)).blocks, 0)
  expectStatus(await guest.post('reschedule', { startsAt: inHours(30) }), 200)
  feed.events({ uid: `${row?.booking_id}@elsewhere`, startsAt: inHours(30) })
  assert.equal((await synced(id)).blocks, 1)
  assert.equal((await guest.get()).body.status, 'confirmed')
})

test('the address is kept sealed and shown to nobody', async () => {
  feed.events()
  const made = expectStatus(await host.http.post(path(), { name: 'Private', url: feed.url }), 201)
  await server.jobsIdle()
  assert.equal(made.state, 'waiting')
  assert.deepEqual(made.address, { host: new URL(feed.url).host, ending: '.ics' })
  const rows = await server.query('SELECT * FROM agency.external_calendar')
  const agency = server.app.units.all.find(({ name }) => name === 'agency') ?? assert.fail()
  const told = [made, rows, await shown(), await agency.exportPerson?.(host.id)]
  assert.doesNotMatch(JSON.stringify(told), /private-0123456789/)
  assert.match(JSON.stringify(told.at(-1)), /"name":"Private"/)
  const sealed = await server.query<{ found: boolean }>(
    `SELECT bool_or(position('private-0123456789'::bytea IN address) > 0) AS found FROM agency.external_calendar`,
  )
  assert.deepEqual(sealed, [{ found: false }])
})

test('a calendar is the host’s and a manager’s', async () => {
  feed.events()
  const { id } = await added()
  const other = await server.host()
  const one = `/api/external-calendars/${id}`
  expectProblem(await other.http.get(path()), 'agency/schedule-not-found')
  expectProblem(await other.http.post(path(), { name: 'Mine', url: feed.url }), 'agency/schedule-not-found')
  expectProblem(await other.http.post(`${one}/sync`), 'agency/calendar-not-found')
  expectProblem(await other.http.delete(one), 'agency/calendar-not-found')
  expectStatus(await server.manager.http.post(`${one}/sync`), 202)
  await server.jobsIdle()
  assert.equal(expectStatus(await server.manager.http.get(path()), 200).items.length, 1)
  assert.equal((await server.manager.http.delete(one)).status, 204)
  const stranger = await server.people.signedIn('host')
  const none = `/api/schedules/${stranger.id}/calendars`
  expectProblem(await stranger.http.post(none, { name: 'Mine', url: feed.url }), 'agency/schedule-not-found')
})

test('addresses that lead inside, are plain or hold a password are refused, and there are at most ten', async () => {
  for (const url of ['http://8.8.8.8/a.ics', 'ftp://8.8.8.8/a', 'https://10.0.0.1/a.ics', 'nonsense'])
    assert.deepEqual(
      expectProblem(await host.http.post(path(), { name: 'Bad', url }), 'agency/calendar-address-invalid').map(
        (error: string) => error.split(' ')[0],
      ),
      ['/url'],
      url,
    )
  expectProblem(
    await host.http.post(path(), { name: 'Bad', url: 'https://a:b@calendar.example/' }),
    'agency/calendar-address-invalid',
  )
  expectProblem(await host.http.post(path(), { name: '', url: feed.url }), 'http/invalid')
  for (let at = 0; at < 10; at += 1)
    expectStatus(await host.http.post(path(), { name: `Calendar ${at}`, url: feed.url }), 201)
  expectProblem(await host.http.post(path(), { name: 'One more', url: feed.url }), 'agency/too-many-calendars')
  await server.jobsIdle()
})

test('a feed that fails keeps what it said, says why, and the host is told once after three days', async () => {
  feed.events({ startsAt: inHours(30) })
  const { id } = await added()
  const failures: readonly [Parameters<CalendarFeed['answer']>[0], RegExp][] = [
    [{ status: 404 }, /no calendar at this address \(404\)/],
    [{ status: 302, headers: { location: 'http://127.0.0.1:1/' } }, /leads on to another/],
    [{ body: '<html>Sign in</html>' }, /no calendar/],
    [{ body: 'BEGIN:VCALENDAR\r\nBEGIN:VEVENT' }, /breaks off/],
    [{ body: 'x'.repeat(5_000_001) }, /longer than 5 MB/],
  ]
  for (const [answer, reason] of failures) {
    feed.answer(answer)
    const { state, error, blocks } = await synced(id)
    assert.deepEqual([state, blocks], ['failing', 1])
    assert.match(error ?? '', reason)
  }
  expectProblem((await server.hold(key, inHours(30))).answer, 'agency/slot-taken')
  const watched = await server.watch()
  await later(2.9 * DAY_MS)
  assert.deepEqual(await watched(), noEffects)
  const telling = await server.watch()
  await later(3.1 * DAY_MS)
  await later(3.2 * DAY_MS)
  assert.deepEqual(await telling(), { ...noEffects, mails: ['agency.calendar-unread'] })
  feed.events()
  const { state, error, blocks } = await synced(id)
  assert.deepEqual([state, error, blocks], ['synced', null, 0])
})

test('a calendar is read every 15 minutes, and not again while it says that nothing changed', async () => {
  feed.answer({ headers: { etag: '"one"' }, body: 'BEGIN:VCALENDAR\r\nEND:VCALENDAR' })
  await added()
  const read = feed.asked.length
  await later(14 * 60_000)
  assert.equal(feed.asked.length, read)
  feed.answer({ status: 304 })
  await later(16 * 60_000)
  assert.equal(feed.asked.length, read + 1)
  const { state } = await shown()
  // Past midnight the question is another, and is put without a condition.
  const condition = feed.asked.at(-1)?.['if-none-match']
  assert.ok(condition === '"one"' ? state === 'synced' : state === 'failing')
  await later(2 * DAY_MS)
  assert.equal(feed.asked.at(-1)?.['if-none-match'], undefined)
  assert.equal((await shown()).state, 'failing')
})

test('a person who leaves takes the calendars along', async () => {
  feed.events({ startsAt: inHours(30) })
  await added()
  const agency = server.app.units.all.find(({ name }) => name === 'agency') ?? assert.fail()
  await server.app.db.transaction(systemOrigin('test', 'test'), async (tx) => await agency.erasePerson?.(tx, host.id))
  const left = await server.query(
    `SELECT (SELECT count(*) FROM agency.external_calendar WHERE owner_id = $1) AS calendars,
       (SELECT count(*) FROM agency.busy_block WHERE owner_id = $1) AS blocks`,
    [host.id],
  )
  assert.deepEqual(left, [{ calendars: 0n, blocks: 0n }])
})
