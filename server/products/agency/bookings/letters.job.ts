import type { Static } from 'typebox'
import type { Tx } from '../../../kernel/db/database.ts'
import { idOf, object, oneOf } from '../../../kernel/http/schema.ts'
import type { Id } from '../../../kernel/id.ts'
import { type AnyJob, type JobContext, job } from '../../../kernel/jobs/job.ts'
import { recipient } from '../../../kernel/mail/address.ts'
import { localTime } from '../../../kernel/zoned.ts'
import type { Reader } from '../caller.ts'
import { hostsOf } from './appointments.ts'
import { invitation, type Meeting } from './calendar-file.ts'
import type { BookingsDeps, Person } from './deps.ts'
import { guestTokenOf } from './guest-token.ts'
import { cancelledMail, changedMail, confirmedMail, declinedMail, hostMail, requestedMail } from './mails.ts'
import type { AppointmentRow, BookingTables } from './tables.ts'

const tells = ['requested', 'confirmed', 'changed', 'cancelled', 'declined', 'handed-over'] as const
type Tell = (typeof tells)[number]
type TellClient = Exclude<Tell, 'handed-over'>

const letters = {
  requested: { template: requestedMail, news: 'a client asks for it, please answer' },
  confirmed: { template: confirmedMail, news: 'confirmed' },
  changed: { template: changedMail, news: 'moved to this time' },
  cancelled: { template: cancelledMail, news: 'cancelled' },
  declined: { template: declinedMail, news: 'closed' },
} as const
/** Only the host who gives it up hears of it. */
const HANDED_OVER = 'moved to another host'

const QUEUE = 'agency.tell-about-appointment'
const jobData = object({ appointmentId: idOf('appointment'), what: oneOf(tells) })

/** Writes to client and hosts after the transaction: names and addresses of hosts are another unit's to say. */
export async function tellClient(tx: Tx, row: Pick<AppointmentRow, 'id'>, what: Tell): Promise<void> {
  await tx.enqueue({ queue: QUEUE, data: { appointmentId: row.id, what }, options: {} })
}

/** The job behind `tellClient`. */
export function tellJob(deps: BookingsDeps): AnyJob {
  return job({
    name: QUEUE,
    description: 'Writes to client and hosts what became of an appointment, with a calendar file',
    data: jobData,
    attempts: 5,
    backoffSeconds: 10,
    deadlineSeconds: 30,
    idempotentBy: 'the job id: its mails are queued once',
    handle: (context: JobContext, data: Static<typeof jobData>) => tell(deps, context, data),
  })
}

async function tell(
  deps: BookingsDeps,
  { db, once }: JobContext,
  { appointmentId, what }: Static<typeof jobData>,
): Promise<void> {
  const meeting = await loadMeeting(deps, db, appointmentId)
  if (meeting === null) return
  await once(async (tx) => {
    // Whoever was forgotten meanwhile has no address; the hosts still hear of it.
    if (meeting.row.client_email !== '' && what !== 'handed-over') await writeToClient(deps, tx, meeting, what)
    for (const host of meeting.hosts) await writeToHost(deps, tx, { meeting, host, what })
  })
}

/** Null when it is not there. */
export async function loadMeeting(
  deps: Pick<BookingsDeps, 'people'>,
  source: Reader,
  id: Id<'appointment'>,
): Promise<Meeting | null> {
  const row = await source
    .query<BookingTables>()
    .selectFrom('agency.appointment')
    .selectAll()
    .where('id', '=', id)
    .executeTakeFirst()
  if (row === undefined) return null
  const hostIds = (await hostsOf(source, [row])).get(row.id) ?? []
  const people = await deps.people(hostIds, source)
  return { row, hosts: hostIds.flatMap((hostId) => people.get(hostId) ?? []) }
}

async function writeToClient(deps: BookingsDeps, tx: Tx, meeting: Meeting, what: TellClient): Promise<void> {
  const { row } = meeting
  const isForCalendar = what !== 'requested' && what !== 'declined'
  await deps.mailer.send(tx, clientOf(row), letters[what].template, {
    ...clientFields(deps, row),
    calendar: isForCalendar ? invitation(deps, meeting) : null,
  })
}

/** Whom mail about an appointment goes to. */
export function clientOf(row: AppointmentRow) {
  return recipient({ name: row.client_name, email: row.client_email, locale: null })
}

/** What every mail to a client says, with the link that opens the booking. */
export function clientFields(deps: Pick<BookingsDeps, 'publicUrl' | 'bookingKey'>, row: AppointmentRow) {
  const url = new URL(`/bookings/${row.reference}`, deps.publicUrl)
  // Behind the #: browsers send it to no server, so that no log has it.
  url.hash = `token=${guestTokenOf(deps, row.booking_id)}`
  return {
    ...{ name: row.client_name, url: url.href, what: row.service_title },
    when: spokenTime(row.starts_at, row.attendee_time_zone),
  }
}

async function writeToHost(
  deps: BookingsDeps,
  tx: Tx,
  { meeting, host, what }: { readonly meeting: Meeting; readonly host: Person; readonly what: Tell },
): Promise<void> {
  const { row } = meeting
  const isForCalendar = what !== 'requested' && what !== 'declined'
  const news = what === 'handed-over' ? HANDED_OVER : letters[what].news
  await deps.mailer.send(tx, recipient(host), hostMail, {
    ...{ name: host.name, url: new URL('/agency/appointments', deps.publicUrl).href },
    ...{
      what: `${row.service_title} with ${row.client_name}`,
      news,
      cancels: what === 'cancelled' || what === 'handed-over',
    },
    when: spokenTime(row.starts_at, await zoneOf(tx, host.id)),
    calendar: isForCalendar ? invitation(deps, meeting) : null,
  })
}

/** The zone of a host's calendar. */
export async function zoneOf(source: Reader, hostId: Id<'user'>): Promise<string> {
  const schedule = await source
    .query<BookingTables>()
    .selectFrom('agency.schedule')
    .select('time_zone')
    .where('owner_id', '=', hostId)
    .executeTakeFirst()
  return schedule?.time_zone ?? 'UTC'
}

/** `Monday, 9 March 2026 at 02:00 (America/New_York, UTC-04:00)`. */
export function spokenTime(instant: Date, timeZone: string): string {
  const day = new Intl.DateTimeFormat('en-GB', { timeZone, dateStyle: 'full' }).format(instant)
  const local = localTime(instant, timeZone)
  return `${day} at ${local.slice(11, 16)} (${timeZone}, UTC${local.slice(19)})`
}
