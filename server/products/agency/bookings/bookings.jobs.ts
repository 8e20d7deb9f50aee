import { inSeconds, now } from '../../../kernel/clock.ts'
import type { Db, Tx } from '../../../kernel/db/database.ts'
import { object } from '../../../kernel/http/schema.ts'
import type { Id } from '../../../kernel/id.ts'
import { type AnyJob, type JobContext, job, type Schedule } from '../../../kernel/jobs/job.ts'
import { localTime } from '../../../kernel/zoned.ts'
import { callOff } from './cancelling.ts'
import type { BookingsDeps } from './deps.ts'
import { clientFields, clientOf } from './letters.job.ts'
import { reminderMail } from './mails.ts'
import { outcomesJob } from './outcomes.job.ts'
import type { AppointmentRow, BookingTables, ReminderKind } from './tables.ts'
import { theSystem, transition } from './transition.ts'

const BATCH = 200

/** What the clock does with appointments: holds lapse, requests that nobody answered are closed, clients are reminded, hosts asked how it went. */
export function bookingJobs(deps: BookingsDeps): { jobs: AnyJob[]; schedules: Schedule[] } {
  const common = { data: object({}), attempts: 3, backoffSeconds: 30, deadlineSeconds: 60 } as const
  const expire = job({
    ...common,
    name: 'agency.expire-holds',
    description: 'Ends holds and payments that ran out, and closes requests that nobody answered in time',
    idempotentBy: 'the status of each appointment: an ended one is not found again',
    handle: (context) => expireDue(deps, context),
  })
  const remind = job({
    ...common,
    name: 'agency.remind-clients',
    description: 'Reminds clients a day and an hour before, outside the hours in which they sleep',
    idempotentBy: 'one row per appointment and reminder',
    handle: (context) => remindDue(deps, context),
  })
  const outcomes = outcomesJob(deps)
  const everyMinute = { cron: '* * * * *', zone: 'UTC', data: {} } as const
  return {
    jobs: [expire, remind, outcomes],
    schedules: [
      { name: 'agency.expire-holds', job: expire, ...everyMinute },
      { name: 'agency.remind-clients', job: remind, ...everyMinute },
      { name: 'agency.ask-outcomes', job: outcomes, cron: '*/10 * * * *', zone: 'UTC', data: {} },
    ],
  }
}

async function expireDue(deps: BookingsDeps, { db, once, signal }: JobContext): Promise<void> {
  const due = await db
    .query<BookingTables>()
    .selectFrom('agency.appointment')
    .select('id')
    .where('status', 'in', ['held', 'pending'])
    .where('hold_expires_at', '<=', now())
    .orderBy('hold_expires_at')
    .limit(BATCH)
    .execute()
  for (const { id } of due) {
    if (signal.aborted) return
    await once((tx) => expireOne(deps, tx, id), id)
  }
}

/** One transaction each: a fault with one of them keeps no other waiting. */
async function expireOne(deps: BookingsDeps, tx: Tx, id: Id<'appointment'>): Promise<void> {
  const row = await tx
    .query<BookingTables>()
    .selectFrom('agency.appointment')
    .selectAll()
    .where('id', '=', id)
    .where('status', 'in', ['held', 'pending'])
    .where('hold_expires_at', '<=', now())
    .forUpdate()
    .executeTakeFirst()
  if (row === undefined) return
  if (row.awaits === 'confirmation')
    await callOff(deps, tx, row, { by: theSystem, side: 'host', reason: 'The request was not answered in time.' })
  else await transition(tx, row, { to: 'expired', by: theSystem })
}

const HOUR_SECONDS = 3600
const AHEAD_SECONDS: Readonly<Record<ReminderKind, number>> = { day: 24 * HOUR_SECONDS, hour: HOUR_SECONDS }

async function remindDue(deps: BookingsDeps, { db, once, signal }: JobContext): Promise<void> {
  for (const kind of ['hour', 'day'] as const) {
    for (const row of await dueFor(db, kind)) {
      if (signal.aborted) return
      await once((tx) => remind(deps, tx, row.id, kind), `${kind} ${row.id}`)
    }
  }
}

async function dueFor(db: Db, kind: ReminderKind): Promise<Pick<AppointmentRow, 'id'>[]> {
  return await db
    .query<BookingTables>()
    .selectFrom('agency.appointment as appointment')
    .select('appointment.id')
    .where('appointment.status', '=', 'confirmed')
    .where('appointment.starts_at', '>', now())
    .where('appointment.starts_at', '<=', inSeconds(AHEAD_SECONDS[kind]))
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('agency.appointment_reminder as reminder')
            .select('reminder.kind')
            .whereRef('reminder.appointment_id', '=', 'appointment.id')
            .where('reminder.kind', '=', kind),
        ),
      ),
    )
    .orderBy('appointment.starts_at')
    .limit(BATCH)
    .execute()
}

async function remind(deps: BookingsDeps, tx: Tx, id: Id<'appointment'>, kind: ReminderKind): Promise<void> {
  const row = await tx
    .query<BookingTables>()
    .selectFrom('agency.appointment')
    .selectAll()
    .where('id', '=', id)
    .where('status', '=', 'confirmed')
    .forUpdate()
    .executeTakeFirst()
  if (row === undefined) return
  const outcome = reminderOutcome(row, kind, now())
  if (outcome === 'wait') return
  await tx
    .query<BookingTables>()
    .insertInto('agency.appointment_reminder')
    .values({ appointment_id: id, kind, outcome, at: now() })
    .execute()
  if (outcome === 'sent')
    await deps.mailer.send(tx, clientOf(row), reminderMail, { ...clientFields(deps, row), calendar: null })
}

/** Hours of the client's clock in which nobody is written to. */
const QUIET_FROM = '21:00'
const QUIET_UNTIL = '08:00'
/** A reminder of the day before is worth nothing nearer than this. */
const DAY_REMINDER_AT_LEAST_MS = 3 * HOUR_SECONDS * 1000

/**
 * What becomes of a reminder that is due: `wait` for the end of the quiet hours, as long as it is still of use; `late` when the appointment
 * was made after it was due, so that its confirmation was reminder enough.
 */
export function reminderOutcome(
  row: Pick<AppointmentRow, 'starts_at' | 'created_at' | 'attendee_time_zone'>,
  kind: ReminderKind,
  at: Date,
): 'sent' | 'quiet' | 'late' | 'wait' {
  const dueMs = row.starts_at.getTime() - AHEAD_SECONDS[kind] * 1000
  if (row.created_at.getTime() > dueMs) return 'late'
  const time = localTime(at, row.attendee_time_zone).slice(11, 16)
  const isQuiet = time >= QUIET_FROM || time < QUIET_UNTIL
  if (kind === 'hour') return isQuiet ? 'quiet' : 'sent'
  const leftMs = row.starts_at.getTime() - at.getTime()
  if (!isQuiet) return leftMs >= DAY_REMINDER_AT_LEAST_MS ? 'sent' : 'late'
  return leftMs >= DAY_REMINDER_AT_LEAST_MS ? 'wait' : 'quiet'
}
