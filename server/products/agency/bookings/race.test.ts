import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import fc from 'fast-check'
import { type BookingServer, inHours, serviceOf, startBookings } from '../../../../test/support/bookings.ts'
import { expectStatus } from '../../../../test/support/music.ts'

const ROUNDS = 200
const CLIENTS = 50

let server: BookingServer
before(async () => {
  server = await startBookings()
})
after(() => server.stop())

test(`of ${CLIENTS} clients for the same time exactly one gets it, in ${ROUNDS} rounds`, async () => {
  const key = await server.offered([await server.host()])
  for (let round = 0; round < ROUNDS; round += 1) {
    const startsAt = inHours(24 + round)
    const answers = await Promise.all(Array.from({ length: CLIENTS }, () => server.hold(key, startsAt)))
    const codes = answers.map(({ answer }) => (answer.status === 201 ? 'held' : answer.body.code))
    assert.deepEqual(
      codes.toSorted(),
      [...Array.from({ length: CLIENTS - 1 }, () => 'agency/slot-taken'), 'held'],
      `round ${round}`,
    )
    const loser = answers.find(({ answer }) => answer.status === 409)
    assert.equal(loser?.answer.body.params.next[0], inHours(24 + round + 1))
  }
  await assertApart(key)
})

interface Wish {
  readonly hour: number
  readonly quarter: number
}

test('clients who come at once never overlap, and no time that is free to the end is refused', async () => {
  const wish = fc.record<Wish>({
    hour: fc.integer({ min: 0, max: 4 }),
    quarter: fc.integer({ min: 0, max: 3 }),
  })
  const policy = fc.record({
    bufferBeforeMinutes: fc.constantFrom(0, 15),
    bufferAfterMinutes: fc.constantFrom(0, 10),
    slotIntervalMinutes: fc.constant(15),
    dailyLimit: fc.constantFrom(null, 3),
  })
  const times = fc.record({
    timeZone: fc.constantFrom('Africa/Nairobi', 'America/New_York', 'Asia/Kathmandu'),
    start: fc.constantFrom('00:00', '06:30', '13:15'),
    end: fc.constantFrom('00:00', '05:45', '13:15'),
  })
  await fc.assert(
    fc.asyncProperty(times, policy, fc.array(wish, { minLength: 30, maxLength: 50 }), async (hours, fields, wishes) => {
      const { timeZone, start, end } = hours
      const rules = [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({ weekday, start, end }))
      const host = await server.host({ timeZone, rules })
      const key = await server.offered([host], fields, { durationMin: 45 })
      const at = ({ hour, quarter }: Wish) => new Date(Date.parse(inHours(48 + hour)) + quarter * 900_000).toISOString()
      const answers = await Promise.all(wishes.map((one) => server.hold(key, at(one))))
      await assertApart(key)
      if (fields.dailyLimit !== null) assert.ok((await mostOnOneDay(key, timeZone)) <= fields.dailyLimit)
      const refused = wishes.filter((_, index) => answers[index]?.answer.status !== 201)
      const open = await offeredStarts(key, wishes.map(at))
      for (const one of refused) assert.ok(!open.has(at(one)), `${at(one)} was refused and is free`)
    }),
    { numRuns: 12 },
  )
})

async function offeredStarts(key: string, starts: readonly string[]): Promise<ReadonlySet<string>> {
  const [from, to] = [starts.toSorted().at(0)?.slice(0, 10), starts.toSorted().at(-1)?.slice(0, 10)]
  const path = `/api/services/${serviceOf(key)}/slots?package=${key}&from=${from}&to=${to}&timeZone=UTC`
  const { items } = expectStatus(await server.people.anonymous().get(path), 200)
  return new Set(items.flatMap((day: { slots: { startsAt: string }[] }) => day.slots.map(({ startsAt }) => startsAt)))
}

/** Read from the rows themselves, without the constraint. */
async function assertApart(key: string): Promise<void> {
  const overlaps = await server.query(
    `SELECT one.appointment_id FROM agency.appointment_host one JOIN agency.appointment_host other
         ON other.host_id = one.host_id AND other.appointment_id > one.appointment_id AND other.busy && one.busy
       JOIN agency.appointment ON appointment.id = one.appointment_id AND appointment.package_key = $1
      WHERE one.status IN ('held', 'pending', 'confirmed') AND other.status IN ('held', 'pending', 'confirmed')`,
    [key],
  )
  assert.deepEqual(overlaps, [])
}

/** Of one day of the host's calendar. */
async function mostOnOneDay(key: string, timeZone: string): Promise<number> {
  const [most] = await server.query<{ count: bigint }>(
    `SELECT count(*) AS count FROM agency.appointment WHERE package_key = $1 AND status = 'held'
      GROUP BY (starts_at AT TIME ZONE $2)::date ORDER BY 1 DESC LIMIT 1`,
    [key, timeZone],
  )
  return Number(most?.count ?? 0n)
}
