import { sql } from 'kysely'
import { now } from '../../../kernel/clock.ts'
import { acceptId, cursorPage, instantAndId } from '../../../kernel/db/cursor.ts'
import type { Tx } from '../../../kernel/db/database.ts'
import { asId, type Id } from '../../../kernel/id.ts'
import type { Reader } from '../caller.ts'
import type { WorkTables } from '../work/tables.ts'
import type { BookingsDeps } from './deps.ts'
import { isGuestToken } from './guest-token.ts'
import { bookingProblem } from './problems.ts'
import type { AppointmentRow, AppointmentStatus, BookingTables } from './tables.ts'

/** Written out: the indexes of references and bookings hold these rows alone, which a parameter would not tell the planner. */
const HOLDS = sql<boolean>`status <> 'rescheduled'`

/** Who asks for a booking: the client by session, a guest by token. */
export interface Visitor {
  readonly userId: Id<'user'> | null
  readonly token: string | null
}

/**
 * The row of a booking that stands, for who may see it. Another's, one that does not exist and a wrong token are not told apart. Throws
 * agency/booking-not-found.
 */
export async function findBooking(
  deps: Pick<BookingsDeps, 'bookingKey'>,
  source: Reader,
  reference: string,
  visitor: Visitor,
): Promise<AppointmentRow> {
  return openedBy(deps, await ofReference(source, reference).executeTakeFirst(), visitor)
}

/** The same, locked until the transaction ends. */
export async function lockBooking(
  deps: Pick<BookingsDeps, 'bookingKey'>,
  tx: Tx,
  reference: string,
  visitor: Visitor,
): Promise<AppointmentRow> {
  return openedBy(deps, await lockCurrent(tx, reference), visitor)
}

/** Locked, for work that nobody asked for by hand; null when it is not there. */
export async function lockReference(tx: Tx, reference: string): Promise<AppointmentRow | null> {
  return (await lockCurrent(tx, reference)) ?? null
}

/** Whoever moved the booking while this waited wrote another row, which a statement that began before does not see. */
async function lockCurrent(tx: Tx, reference: string): Promise<AppointmentRow | undefined> {
  for (;;) {
    const row = await ofReference(tx, reference).forUpdate().executeTakeFirst()
    if (row !== undefined) return row
    if ((await ofReference(tx, reference).executeTakeFirst()) === undefined) return undefined
  }
}

function ofReference(source: Reader, reference: string) {
  return source
    .query<BookingTables>()
    .selectFrom('agency.appointment')
    .selectAll()
    .where('reference', '=', reference)
    .where(HOLDS)
}

function openedBy(
  deps: Pick<BookingsDeps, 'bookingKey'>,
  row: AppointmentRow | undefined,
  { userId, token }: Visitor,
): AppointmentRow {
  const own = row !== undefined && userId !== null && row.client_id === userId
  const held = row !== undefined && token !== null && isGuestToken(deps, row.booking_id, token)
  if (row === undefined || !(own || held)) throw bookingProblem('booking-not-found')
  return row
}

/** Whether a hold has run out, though nobody may have written so yet. */
export function isLapsed({ status, hold_expires_at: expiresAt }: AppointmentRow): boolean {
  return (status === 'held' || status === 'pending') && expiresAt !== null && expiresAt <= now()
}

/** Hosts of appointments, by appointment. */
export async function hostsOf(
  source: Reader,
  rows: readonly Pick<AppointmentRow, 'id'>[],
): Promise<ReadonlyMap<string, readonly Id<'user'>[]>> {
  if (rows.length === 0) return new Map()
  const found = await source
    .query<BookingTables>()
    .selectFrom('agency.appointment_host')
    .select(['appointment_id', 'host_id'])
    .where(
      'appointment_id',
      'in',
      rows.map(({ id }) => id),
    )
    .orderBy('host_id')
    .execute()
  const hosts = new Map<string, Id<'user'>[]>()
  for (const { appointment_id: id, host_id: hostId } of found) hosts.set(id, [...(hosts.get(id) ?? []), hostId])
  return hosts
}

interface PageInput {
  readonly limit?: number
  readonly cursor?: string
}

export interface AppointmentPage {
  readonly rows: readonly AppointmentRow[]
  readonly nextCursor: string | null
}

/** A client's bookings, newest first. */
export async function listOwn(source: Reader, clientId: Id<'user'>, input: PageInput): Promise<AppointmentPage> {
  const page = cursorPage(input, acceptId)
  let query = source
    .query<BookingTables>()
    .selectFrom('agency.appointment')
    .selectAll()
    .where('client_id', '=', clientId)
    .where('status', '<>', 'rescheduled')
    .orderBy('id', 'desc')
    .limit(page.limit + 1)
  if (page.after !== null) query = query.where('id', '<', asId<'appointment'>(page.after[0] ?? ''))
  const { items, nextCursor } = page.of(
    await query.execute(),
    (row) => [row.id],
    (row) => row,
  )
  return { rows: items, nextCursor }
}

export interface CalendarFilter extends PageInput {
  readonly from: Date
  readonly to: Date
  readonly hostId?: Id<'user'> | undefined
  readonly clientId?: Id<'client'> | undefined
  readonly status?: AppointmentStatus | undefined
}

/** Appointments that begin in the stretch, in order of time. */
export async function listCalendar(source: Reader, filter: CalendarFilter): Promise<AppointmentPage> {
  const page = cursorPage(filter, instantAndId)
  let query = source
    .query<BookingTables & Pick<WorkTables, 'agency.client'>>()
    .selectFrom('agency.appointment as appointment')
    .selectAll('appointment')
    .where('appointment.starts_at', '>=', filter.from)
    .where('appointment.starts_at', '<', filter.to)
    .where('appointment.status', '<>', 'rescheduled')
    .orderBy('appointment.starts_at')
    .orderBy('appointment.id')
    .limit(page.limit + 1)
  const { hostId, clientId, status } = filter
  if (status !== undefined) query = query.where('appointment.status', '=', status)
  if (hostId !== undefined)
    query = query.where(({ exists, selectFrom }) =>
      exists(
        selectFrom('agency.appointment_host as part')
          .select('part.host_id')
          .whereRef('part.appointment_id', '=', 'appointment.id')
          .where('part.host_id', '=', hostId),
      ),
    )
  if (clientId !== undefined)
    query = query.where(({ exists, selectFrom }) =>
      exists(
        selectFrom('agency.client as client')
          .select('client.id')
          .where('client.id', '=', clientId)
          .where(({ eb, fn, or, ref }) =>
            or([
              eb('client.user_id', '=', ref('appointment.client_id')),
              eb(fn('lower', ['client.email']), '=', fn('lower', ['appointment.client_email'])),
            ]),
          ),
      ),
    )
  if (page.after !== null) {
    const [at = '', id = ''] = page.after
    query = query.where(({ eb, refTuple, tuple }) =>
      eb(refTuple('appointment.starts_at', 'appointment.id'), '>', tuple(new Date(at), asId<'appointment'>(id))),
    )
  }
  const { items, nextCursor } = page.of(
    await query.execute(),
    (row) => [row.starts_at.toISOString(), row.id],
    (row) => row,
  )
  return { rows: items, nextCursor }
}

const FEED_MAX = 500

/** What a host's calendar holds from an instant on: what stands, and what was. */
export async function hostMeetings(source: Reader, hostId: Id<'user'>, from: Date): Promise<AppointmentRow[]> {
  return await source
    .query<BookingTables>()
    .selectFrom('agency.appointment as appointment')
    .innerJoin('agency.appointment_host as part', 'part.appointment_id', 'appointment.id')
    .selectAll('appointment')
    .where('part.host_id', '=', hostId)
    .where('part.starts_at', '>=', from)
    .where('part.status', 'in', ['confirmed', 'completed', 'no_show_client', 'no_show_host'])
    .orderBy('part.starts_at')
    .limit(FEED_MAX)
    .execute()
}

/**
 * An appointment of this host, or anybody's with `hostId` null; one that was moved is found where it stands now. Throws
 * agency/booking-not-found.
 */
export async function findAppointment(
  source: Reader,
  id: Id<'appointment'>,
  hostId: Id<'user'> | null,
): Promise<AppointmentRow> {
  const row = await source
    .query<BookingTables>()
    .selectFrom('agency.appointment')
    .selectAll()
    .where('booking_id', '=', ({ selectFrom }) =>
      selectFrom('agency.appointment as asked').select('asked.booking_id').where('asked.id', '=', id),
    )
    .where(HOLDS)
    .executeTakeFirst()
  const hosts = row === undefined ? undefined : (await hostsOf(source, [row])).get(row.id)
  if (row === undefined || (hostId !== null && hosts?.includes(hostId) !== true))
    throw bookingProblem('booking-not-found')
  return row
}

const HISTORY_MAX = 200

/** What happened to a booking wherever it stood, oldest first. */
export async function historyOf(source: Reader, bookingId: Id<'booking'>) {
  return await source
    .query<BookingTables>()
    .selectFrom('agency.appointment_event as event')
    .innerJoin('agency.appointment as appointment', 'appointment.id', 'event.appointment_id')
    .selectAll('event')
    .where('appointment.booking_id', '=', bookingId)
    .orderBy('event.id')
    .limit(HISTORY_MAX)
    .execute()
}

/** An appointment of this host, or anybody's with `hostId` null; locked. Throws agency/booking-not-found. */
export async function lockAppointment(
  tx: Tx,
  id: Id<'appointment'>,
  hostId: Id<'user'> | null,
): Promise<AppointmentRow> {
  const row = await tx
    .query<BookingTables>()
    .selectFrom('agency.appointment')
    .selectAll()
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()
  const hosts = row === undefined ? undefined : (await hostsOf(tx, [row])).get(id)
  if (row === undefined || (hostId !== null && hosts?.includes(hostId) !== true))
    throw bookingProblem('booking-not-found')
  return row
}
