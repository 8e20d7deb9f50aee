import { nowMs } from '../../../kernel/clock.ts'
import type { Tx } from '../../../kernel/db/database.ts'
import { type Id, newId } from '../../../kernel/id.ts'
import type { Interval, Slot } from './availability.ts'
import { type LoadedCalendar, loadCalendars } from './calendars.ts'
import type { Offer } from './deps.ts'
import { type Policy, type PolicyHost, slotPolicyOf } from './policies.ts'
import { bookingProblem } from './problems.ts'
import { refusalOf, slotsOf } from './slots.ts'
import type { AppointmentRow, BookingTables } from './tables.ts'
import { theSystem, transition } from './transition.ts'

const MINUTE_MS = 60_000
const DAY_MS = 86_400_000
/** How far ahead a refusal looks for other times, and how many it names. */
const NEXT_DAYS = 14
const NEXT_MAX = 5
/** Appointments beyond are not read; the constraint knows them all the same. */
const FAR_MS = 2 * 366 * DAY_MS

export interface Wish {
  readonly offer: Pick<Offer, 'serviceSlug' | 'packageKey' | 'policyId' | 'durationMinutes'>
  readonly policy: Policy
  /** Null: whoever's turn it is. */
  readonly hostId: Id<'user'> | null
  readonly startsAt: Date
  /** A booking that is being moved. */
  readonly except?: Id<'booking'>
}

/** A time that may be taken, and of whom. */
export interface Chosen {
  readonly slot: Slot
  readonly busy: Interval
  readonly wish: Wish
  readonly calendars: readonly LoadedCalendar[]
}

/**
 * Finds the wished time among those that are offered now. Where a policy has limits the hosts' schedules are locked first, so that two do
 * not count the same appointments. Throws agency/slot-taken, agency/slot-outside with the next times, agency/host-not-found.
 */
export async function chooseTime(tx: Tx, wish: Wish): Promise<Chosen> {
  const { offer, policy, startsAt, except } = wish
  const hosts = hostsFor(policy, wish.hostId)
  const slotPolicy = slotPolicyOf(policy.row)
  if (slotPolicy.dailyLimit !== null || slotPolicy.weeklyLimit !== null) await lockHosts(tx, hosts)
  const startMs = startsAt.getTime()
  const now = nowMs()
  const fromMs = Math.min(Math.max(startMs, now), now + FAR_MS)
  const range = { fromMs, untilMs: fromMs + NEXT_DAYS * DAY_MS }
  const calendars = await loadCalendars(tx, { hosts, offer, range, ...(except === undefined ? {} : { except }) })
  const each = calendars.map(({ calendar }) => calendar)
  const query = { nowMs: now, durationMinutes: offer.durationMinutes }
  const [slot] = slotsOf(each, slotPolicy, { ...query, fromMs: startMs, untilMs: startMs + 1 })
  const busy = {
    fromMs: startMs - slotPolicy.bufferBeforeMinutes * MINUTE_MS,
    untilMs: startMs + (offer.durationMinutes + slotPolicy.bufferAfterMinutes) * MINUTE_MS,
  }
  const chosen = { busy, wish, calendars }
  if (slot !== undefined) return { ...chosen, slot }
  throw refused(chosen, refusalOf(each, slotPolicy, { ...query, startMs }) ?? 'taken')
}

/** Those a policy is for, or the one of them that is asked for. Throws agency/host-not-found. */
export function hostsFor(policy: Policy, hostId: Id<'user'> | null): readonly PolicyHost[] {
  if (hostId === null) return policy.hosts
  const hosts = policy.hosts.filter((host) => host.hostId === hostId)
  if (hosts.length === 0 || (policy.row.scheduling === 'collective' && policy.hosts.length > 1))
    throw bookingProblem('host-not-found')
  return hosts
}

async function lockHosts(tx: Tx, hosts: readonly PolicyHost[]): Promise<void> {
  await tx.raw('SELECT FROM agency.schedule WHERE owner_id = ANY($1::uuid[]) ORDER BY owner_id FOR NO KEY UPDATE', [
    hosts.map(({ hostId }) => hostId),
  ])
}

function refused({ wish, calendars }: Omit<Chosen, 'slot'>, reason: string) {
  const { offer, policy, startsAt } = wish
  const fromMs = Math.max(startsAt.getTime() + 1, nowMs())
  const each = calendars.map(({ calendar }) => calendar)
  const within = (days: number): Slot[] =>
    slotsOf(each, slotPolicyOf(policy.row), {
      ...{ fromMs, untilMs: fromMs + days * DAY_MS, nowMs: nowMs() },
      durationMinutes: offer.durationMinutes,
    })
  // Most often the coming day has enough, and many ask at once.
  const soon = within(1)
  const found = soon.length < NEXT_MAX ? within(NEXT_DAYS) : soon
  const next = found.slice(0, NEXT_MAX).map(({ startMs }) => new Date(startMs).toISOString())
  return bookingProblem(reason === 'taken' ? 'slot-taken' : 'slot-outside', { params: { reason, next } })
}

/**
 * Takes the time of hosts for an appointment that was just written: all of them for a collective one, else the first who is free. The
 * exclusion constraint decides; `ON CONFLICT` lets it speak without ending the transaction and without the deadlock of two plain inserts that
 * wait for each other. Throws agency/slot-taken with the next times.
 */
export async function takeTime(tx: Tx, row: AppointmentRow, chosen: Chosen): Promise<void> {
  await lapseInTheWay(tx, chosen)
  const { slot, wish } = chosen
  if (wish.policy.row.scheduling === 'collective') {
    for (const hostId of slot.hostIds.toSorted()) {
      if (!(await takeHost(tx, row, chosen, hostId))) throw refused(chosen, 'taken')
    }
    return
  }
  for (const hostId of slot.hostIds) if (await takeHost(tx, row, chosen, hostId)) return
  throw refused(chosen, 'taken')
}

async function takeHost(tx: Tx, row: AppointmentRow, chosen: Chosen, hostId: Id<'user'>): Promise<boolean> {
  const { busy, wish } = chosen
  const sessionId = wish.policy.row.seats > 1 ? await takeSeat(tx, row, wish, hostId) : row.id
  if (sessionId === null) return false
  const taken = await tx.raw(
    `INSERT INTO agency.appointment_host (appointment_id, host_id, session_id, policy_id, starts_at, busy, status)
     VALUES ($1, $2, $3, $4, $5, tstzrange($6, $7), $8) ON CONFLICT DO NOTHING RETURNING host_id`,
    [
      ...[row.id, hostId, sessionId, row.policy_id, row.starts_at],
      ...[new Date(busy.fromMs), new Date(busy.untilMs), row.status],
    ],
  )
  if (taken.length === 0 && sessionId !== row.id)
    await tx.raw('UPDATE agency.seat_session SET taken = taken - 1 WHERE id = $1', [sessionId])
  return taken.length > 0
}

/** The session that has a seat now, null when it is full. Its row is locked until the transaction ends. */
async function takeSeat(tx: Tx, row: AppointmentRow, { policy }: Wish, hostId: Id<'user'>): Promise<string | null> {
  const [session] = await tx.raw<{ id: string }>(
    `INSERT INTO agency.seat_session AS session (id, host_id, policy_id, service_slug, package_key, starts_at, seats, taken)
     VALUES ($1, $2, $3, $4, $5, $6, $7, 1)
     ON CONFLICT (host_id, policy_id, service_slug, package_key, starts_at)
       DO UPDATE SET taken = session.taken + 1 WHERE session.taken < session.seats
     RETURNING id`,
    [newId(), hostId, row.policy_id, row.service_slug, row.package_key, row.starts_at, policy.row.seats],
  )
  return session?.id ?? null
}

/** Ends holds that ran out and stand in the way, as the job that does so may not have come by yet. */
async function lapseInTheWay(tx: Tx, { calendars, busy }: Chosen): Promise<void> {
  const inTheWay = calendars
    .flatMap(({ lapsed }) => lapsed)
    .filter((one) => one.busy.fromMs < busy.untilMs && busy.fromMs < one.busy.untilMs)
  await lapse(
    tx,
    inTheWay.map(({ id }) => id),
  )
}

async function lapse(tx: Tx, ids: readonly Id<'appointment'>[]): Promise<void> {
  if (ids.length === 0) return
  const rows = await tx
    .query<BookingTables>()
    .selectFrom('agency.appointment')
    .selectAll()
    .where('id', 'in', ids)
    .where('status', 'in', ['held', 'pending'])
    .where('hold_expires_at', '<=', new Date(nowMs()))
    .orderBy('id')
    .forUpdate()
    .execute()
  for (const row of rows) await transition(tx, row, { to: 'expired', by: theSystem })
}

/**
 * Whether nobody took the time of an expired appointment, so that it may stand again; its seat is taken anew, and holds that ran out in its
 * way are ended. Who comes between this look and the change meets the constraint: the whole is then tried again.
 */
export async function retakeTime(tx: Tx, row: AppointmentRow): Promise<boolean> {
  const others = await tx.raw<{ id: Id<'appointment'>; lapsed: boolean }>(
    `SELECT other.id, coalesce(other.hold_expires_at <= $2 AND other.awaits IS DISTINCT FROM 'confirmation', false) AS lapsed
       FROM agency.appointment_host own
       JOIN agency.appointment_host part ON part.host_id = own.host_id AND part.busy && own.busy
        AND part.session_id <> own.session_id AND part.status IN ('held', 'pending', 'confirmed')
       JOIN agency.appointment other ON other.id = part.appointment_id
      WHERE own.appointment_id = $1`,
    [row.id, new Date(nowMs())],
  )
  if (others.some(({ lapsed }) => !lapsed)) return false
  await lapse(
    tx,
    others.map(({ id }) => id),
  )
  const seated = await tx.raw<{ taken: boolean }>(
    `WITH seat AS (UPDATE agency.seat_session SET taken = taken + 1
       WHERE taken < seats AND id IN (SELECT session_id FROM agency.appointment_host WHERE appointment_id = $1) RETURNING id)
     SELECT (SELECT count(*) FROM seat) > 0 AS taken
       FROM agency.appointment_host WHERE appointment_id = $1 AND session_id <> appointment_id`,
    [row.id],
  )
  return seated.every(({ taken }) => taken)
}
