import { now } from '../../../kernel/clock.ts'
import type { Id } from '../../../kernel/id.ts'
import type { Reader } from '../caller.ts'
import type { HostCalendar, Interval, WallWindow, WeeklyRule } from './availability.ts'
import type { Offer } from './deps.ts'

const DAY_MS = 86_400_000
/** Windows reach over midnight, buffers and long meetings into the range. */
const AROUND_MS = 2 * DAY_MS
/** Turns look at what hosts were given in this time. */
const OF_LATE_DAYS = 30

/** A calendar with what tells that it changed. */
export interface LoadedCalendar {
  readonly calendar: HostCalendar
  /** Grows with every change of the schedule or of an appointment in the range. */
  readonly version: string
  /** Holds that have run out and still stand in the way of the database. Requests that nobody answered are ended by the job alone. */
  readonly lapsed: readonly Lapsed[]
}

interface Lapsed {
  readonly id: Id<'appointment'>
  readonly busy: Interval
}

interface Wanted {
  readonly hosts: readonly { readonly hostId: Id<'user'>; readonly weight: number }[]
  readonly offer: Pick<Offer, 'serviceSlug' | 'packageKey' | 'policyId'>
  readonly range: Interval
  /** A booking that is being moved: its own time counts as free. */
  readonly except?: Id<'booking'>
}

interface Row {
  readonly [column: string]: unknown
  readonly owner_id: Id<'user'>
  readonly time_zone: string
  readonly version: number
  readonly away_version: number
  readonly rules: readonly WeeklyRule[]
  readonly overrides: readonly { readonly date: string; readonly windows: readonly WallWindow[] }[]
  readonly away: readonly Interval[]
  readonly appointments: readonly AppointmentPart[]
  readonly counted: readonly { readonly startMs: number; readonly session: string }[]
  readonly booked: bigint
  readonly last_ms: number | null
}

interface AppointmentPart extends Interval {
  readonly id: Id<'appointment'>
  readonly session: string
  readonly startMs: number
  readonly version: number
  readonly lapsed: boolean
  /** Of a session of the same offer; else null. */
  readonly seats: number | null
}

/** The calendars of hosts who have a schedule, around the range, in the order given. */
export async function loadCalendars(source: Reader, wanted: Wanted): Promise<LoadedCalendar[]> {
  const { hosts, offer, range, except } = wanted
  const around = [range.fromMs - AROUND_MS, range.untilMs + AROUND_MS].map((ms) => new Date(ms))
  const rows = await source.raw<Row>(CALENDARS, [
    hosts.map(({ hostId }) => hostId),
    ...around,
    ...[offer.policyId, offer.serviceSlug, offer.packageKey, except ?? null, now()],
  ])
  return hosts.flatMap(({ hostId, weight }) => {
    const row = rows.find((one) => one.owner_id === hostId)
    return row === undefined ? [] : [toCalendar(row, weight)]
  })
}

function toCalendar(row: Row, weight: number): LoadedCalendar {
  const { appointments } = row
  const standing = appointments.filter(({ lapsed }) => !lapsed)
  const counted = new Map(row.counted.map(({ session, startMs }) => [session, startMs]))
  return {
    calendar: {
      hostId: row.owner_id,
      timeZone: row.time_zone,
      rules: row.rules,
      overrides: new Map(row.overrides.map(({ date, windows }) => [date, windows])),
      away: row.away,
      taken: sessionsOf(standing).map(([first, seatsTaken]) => ({
        busy: { fromMs: first.fromMs, untilMs: first.untilMs },
        session: first.seats === null ? null : { startMs: first.startMs, seatsLeft: first.seats - seatsTaken },
      })),
      counted: [...counted.values()],
      turn: { booked: Number(row.booked), weight, lastMs: row.last_ms },
    },
    version: [
      row.version,
      row.away_version,
      appointments.length,
      appointments.reduce((sum, one) => sum + one.version, 0),
    ].join('.'),
    lapsed: appointments
      .filter(({ lapsed }) => lapsed)
      .map(({ id, fromMs, untilMs }) => ({ id, busy: { fromMs, untilMs } })),
  }
}

/** One appointment of each session, and how many there are. */
function sessionsOf(appointments: readonly AppointmentPart[]): [AppointmentPart, number][] {
  const sessions = new Map<string, [AppointmentPart, number]>()
  for (const one of appointments) sessions.set(one.session, [one, (sessions.get(one.session)?.[1] ?? 0) + 1])
  return [...sessions.values()]
}

const MS = (column: string): string => `(extract(epoch FROM ${column}) * 1000)::bigint`
const OWN = 'WHERE owner_id = schedule.owner_id'

/**
 * $1 hosts, $2 and $3 the stretch, $4 policy, $5 service and $6 package whose sessions may be joined, $7 a booking that is left out, $8 now. One
 * statement, as the losers of a race for a time read it as well.
 */
const CALENDARS = `
SELECT schedule.owner_id, schedule.time_zone, schedule.version, schedule.away_version,
  (SELECT coalesce(json_agg(json_build_object('weekday', weekday, 'startMinute', start_minute, 'endMinute', end_minute)), '[]')
     FROM agency.availability_rule ${OWN}) AS rules,
  (SELECT coalesce(json_agg(json_build_object('date', date, 'windows', windows)), '[]')
     FROM agency.availability_override ${OWN} AND date BETWEEN $2::timestamptz::date AND $3::timestamptz::date) AS overrides,
  (SELECT coalesce(json_agg(json_build_object('fromMs', ${MS('starts_at')}, 'untilMs', ${MS('ends_at')})), '[]')
     FROM (SELECT starts_at, ends_at FROM agency.time_off ${OWN} AND status = 'approved' AND ends_at > $2 AND starts_at < $3
           UNION ALL
           SELECT starts_at, ends_at FROM agency.busy_block ${OWN} AND ends_at > $2 AND starts_at < $3) away) AS away,
  (SELECT coalesce(json_agg(json_build_object('id', appointment.id, 'session', part.session_id,
            'fromMs', ${MS('lower(part.busy)')}, 'untilMs', ${MS('upper(part.busy)')}, 'startMs', ${MS('part.starts_at')},
            'version', appointment.version, 'lapsed', coalesce(appointment.hold_expires_at <= $8 AND appointment.awaits IS DISTINCT FROM 'confirmation', false),
            'seats', session.seats) ORDER BY appointment.id), '[]')
     FROM agency.appointment_host part
     JOIN agency.appointment ON appointment.id = part.appointment_id
     LEFT JOIN agency.seat_session session ON session.id = part.session_id
       AND session.policy_id = $4 AND session.service_slug = $5 AND session.package_key = $6
    WHERE part.host_id = schedule.owner_id AND part.status IN ('held', 'pending', 'confirmed')
      AND part.busy && tstzrange($2, $3) AND appointment.booking_id IS DISTINCT FROM $7::uuid) AS appointments,
  (SELECT coalesce(json_agg(json_build_object('startMs', ${MS('part.starts_at')}, 'session', part.session_id)), '[]')
     FROM agency.appointment_host part
     JOIN agency.appointment ON appointment.id = part.appointment_id
    WHERE part.host_id = schedule.owner_id AND part.policy_id = $4 AND part.starts_at BETWEEN $2::timestamptz - interval '7 days' AND $3::timestamptz + interval '7 days'
      AND (part.status IN ('confirmed', 'completed', 'no_show_client', 'no_show_host')
           OR part.status IN ('held', 'pending') AND appointment.hold_expires_at > $8)
      AND appointment.booking_id IS DISTINCT FROM $7::uuid) AS counted,
  (SELECT count(*) FROM agency.appointment_host part WHERE part.host_id = schedule.owner_id
      AND part.starts_at > $8::timestamptz - interval '${OF_LATE_DAYS} days'
      AND part.status NOT IN ('expired', 'cancelled', 'rescheduled')) AS booked,
  (SELECT ${MS('max(part.starts_at)')}::float8 FROM agency.appointment_host part WHERE part.host_id = schedule.owner_id
      AND part.status NOT IN ('expired', 'cancelled', 'rescheduled')) AS last_ms
  FROM agency.schedule
 WHERE schedule.owner_id = ANY($1::uuid[])`
