import type { BookingsDeps, Person } from './deps.ts'
import { type CalendarEvent, type CalendarMethod, calendarFile } from './ical.ts'
import type { AppointmentRow } from './tables.ts'

export interface Meeting {
  readonly row: AppointmentRow
  readonly hosts: readonly Person[]
}

/** What a mail program takes into the calendar of client and hosts: an invitation, its change, or its end. */
export function invitation(deps: Pick<BookingsDeps, 'publicUrl'>, meeting: Meeting): string {
  const method: CalendarMethod = isOver(meeting.row) ? 'CANCEL' : 'REQUEST'
  return calendarFile(method, '', [eventOf(deps, meeting)])
}

/** All meetings of a host, to be subscribed to. */
export function feed(deps: Pick<BookingsDeps, 'publicUrl'>, meetings: readonly Meeting[]): string {
  return calendarFile(
    'PUBLISH',
    'Appointments',
    meetings.map((meeting) => eventOf(deps, meeting)),
  )
}

/** What calendars know a booking by. */
export function uidOf(publicUrl: URL, bookingId: string): string {
  return `${bookingId}@${publicUrl.hostname}`
}

function isOver({ status }: Pick<AppointmentRow, 'status'>): boolean {
  return status === 'cancelled' || status === 'rescheduled'
}

/** The id stays the booking's wherever it is moved, so that a calendar replaces what it has. */
function eventOf({ publicUrl }: Pick<BookingsDeps, 'publicUrl'>, { row, hosts }: Meeting): CalendarEvent {
  const client = { name: row.client_name, email: row.client_email }
  const [first, ...others] = hosts
  return {
    uid: uidOf(publicUrl, row.booking_id),
    // The row that it was moved from ends what its host has of it.
    sequence: row.status === 'rescheduled' ? row.ical_sequence + 1 : row.ical_sequence,
    stamp: row.updated_at,
    startsAt: row.starts_at,
    endsAt: row.ends_at,
    status: isOver(row) ? 'CANCELLED' : row.status === 'pending' ? 'TENTATIVE' : 'CONFIRMED',
    summary: row.service_title,
    description: `Booking ${row.reference}`,
    organizer: first ?? null,
    attendees: [client, ...others],
  }
}
