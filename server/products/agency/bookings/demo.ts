import { now } from '../../../kernel/clock.ts'
import { systemOrigin } from '../../../kernel/db/actor.ts'
import type { Tx } from '../../../kernel/db/database.ts'
import { type Id, newId } from '../../../kernel/id.ts'
import { money } from '../../../kernel/money.ts'
import { addDays, localDate, weekdayOf, zonedInstant } from '../../../kernel/zoned.ts'
import type { Reader } from '../caller.ts'
import { demoAccount } from '../demo-people.ts'
import { demoPolicyId } from '../demo-policy.ts'
import { callOff } from './cancelling.ts'
import type { BookingsDeps, Offer } from './deps.ts'
import { holdTime } from './holds.ts'
import { createPolicy, type PolicyInput } from './policies.ts'
import { addTimeOff, saveSchedule } from './schedules.ts'
import type { BookingTables } from './tables.ts'
import { theSystem, transition } from './transition.ts'

const origin = systemOrigin('agency.demo', 'demo')
/** Advisory lock: processes that start together seed once. */
const SEED_LOCK = 7_226_304_573
const POLICY = 'Consultations'
const HOSTS = [
  { name: 'Wanjiru Kamau', email: 'wanjiru@jua.studio.example', timeZone: 'Africa/Nairobi', start: 540, end: 1020 },
  { name: 'Tom Ashworth', email: 'tom@jua.studio.example', timeZone: 'Europe/London', start: 600, end: 1080 },
] as const

/** Who comes when: days from today on which people work, and the hour in the zone of the first host. */
const CLIENTS = [
  { name: 'Grace Otieno', day: 1, time: '10:00', becomes: 'confirmed' },
  { name: 'Daniel Meyer', day: 1, time: '14:00', becomes: 'confirmed' },
  { name: 'Lucía Fernández', day: 2, time: '09:00', becomes: 'pending' },
  { name: 'Sam Taylor', day: 3, time: '11:00', becomes: 'cancelled' },
  { name: 'Priya Nair', day: 4, time: '15:00', becomes: 'confirmed' },
] as const

/** Two hosts, a policy and a few appointments in the days to come. Nobody can sign in as the hosts. */
export async function seedDemo(deps: BookingsDeps): Promise<void> {
  if (await isSeeded(deps.db)) return
  const seeded = await deps.db.transaction(origin, async (tx) => {
    await tx.raw('SELECT pg_advisory_xact_lock($1)', [SEED_LOCK])
    if (await isSeeded(tx)) return false
    const hosts: Id<'user'>[] = []
    for (const host of HOSTS) hosts.push(await demoAccount(tx, deps.identity, host))
    await seedWith(deps, tx, hosts)
    return true
  })
  deps.log.info({ seeded }, 'demo bookings')
}

async function isSeeded(source: Reader): Promise<boolean> {
  const known = await source
    .query<BookingTables>()
    .selectFrom('agency.booking_policy')
    .select('id')
    .limit(1)
    .executeTakeFirst()
  return known !== undefined
}

async function seedWith(deps: Pick<BookingsDeps, 'payments'>, tx: Tx, hosts: readonly Id<'user'>[]): Promise<void> {
  for (const [at, hostId] of hosts.entries()) {
    const { timeZone, start, end } = HOSTS[at] ?? HOSTS[0]
    const rules = [1, 2, 3, 4, 5].map((weekday) => ({ weekday, startMinute: start, endMinute: end }))
    await saveSchedule(tx, hostId, { timeZone, rules, version: null })
  }
  const [first] = hosts
  if (first === undefined) return
  const off = zonedInstant({ date: workday(9), time: '00:00' }, HOSTS[0].timeZone)
  const back = zonedInstant({ date: addDays(workday(9), 2), time: '00:00' }, HOSTS[0].timeZone)
  await addTimeOff(tx, first, { startsAt: off, endsAt: back, reason: 'Conference', approvedBy: null })
  const { row } = await createPolicy(tx, policyOf(hosts), demoPolicyId)
  const offer: Offer = {
    ...{ serviceSlug: 'consultation', serviceTitle: 'Consultation', packageKey: 'hour', policyId: row.id },
    ...{ priceVersionId: newId<'price-version'>(), durationMinutes: 60, price: money(750_000n, 'KES'), depositBp: 0 },
  }
  for (const client of CLIENTS) await seedAppointment(deps, tx, { offer, first, client })
}

function policyOf(hosts: readonly Id<'user'>[]): PolicyInput {
  return {
    name: POLICY,
    scheduling: 'round_robin',
    bufferBeforeMinutes: 0,
    bufferAfterMinutes: 15,
    minNoticeMinutes: 120,
    advance: { kind: 'rolling', days: 60 },
    slotIntervalMinutes: 60,
    dailyLimit: 6,
    weeklyLimit: null,
    seats: 1,
    confirm: 'auto',
    cancelCutoffHours: 2,
    refundRules: [
      { noticeAtLeastHours: 48, refundBp: 10_000 },
      { noticeAtLeastHours: 24, refundBp: 5_000 },
    ],
    noShowGraceMinutes: 15,
    hosts: hosts.map((hostId) => ({ hostId, weight: 1 })),
  }
}

interface Seeded {
  readonly offer: Offer
  readonly first: Id<'user'>
  readonly client: (typeof CLIENTS)[number]
}

/** Straight to where it stands: nobody is written to. */
async function seedAppointment(
  deps: Pick<BookingsDeps, 'payments'>,
  tx: Tx,
  { offer, first, client }: Seeded,
): Promise<void> {
  const email = `${client.name
    .split(' ')[0]
    ?.normalize('NFD')
    .replace(/[^A-Za-z]/g, '')
    .toLowerCase()}@example.com`
  const row = await holdTime({ ...deps, offers: { current: async () => offer } }, tx, {
    ...{ service: offer.serviceSlug, package: offer.packageKey, hostId: first, notes: '' },
    startsAt: zonedInstant({ date: workday(client.day), time: client.time }, HOSTS[0].timeZone),
    client: { userId: null, name: client.name, email },
    timeZone: 'Europe/Berlin',
  })
  if (client.becomes === 'cancelled')
    await callOff(deps, tx, row, { by: theSystem, side: 'client', reason: 'Something came up' })
  else if (client.becomes === 'confirmed') await transition(tx, row, { to: 'confirmed', by: theSystem })
  else {
    const changes = { awaits: 'confirmation', hold_expires_at: row.starts_at } as const
    await transition(tx, row, { to: 'pending', by: theSystem, kind: 'awaits-confirmation', changes })
  }
}

/** Counts days after today on which hosts work. */
function workday(count: number): string {
  let date = localDate(now(), HOSTS[0].timeZone)
  for (let left = count; left > 0; ) {
    date = addDays(date, 1)
    if (weekdayOf(date) <= 5) left -= 1
  }
  return date
}
