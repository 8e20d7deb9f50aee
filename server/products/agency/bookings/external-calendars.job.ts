import { inSeconds, now, nowMs } from '../../../kernel/clock.ts'
import type { Db } from '../../../kernel/db/database.ts'
import { idOf, object } from '../../../kernel/http/schema.ts'
import type { Id } from '../../../kernel/id.ts'
import { type AnyJob, enqueue, type JobContext, job, type Schedule } from '../../../kernel/jobs/job.ts'
import { type OutboundDocument, OutboundFailure } from '../../../kernel/outbound/outbound.ts'
import { uidOf } from './calendar-file.ts'
import type { BookingsDeps } from './deps.ts'
import type { BusyAnswer } from './external-calendars/busy.ts'
import { CalendarUnreadable } from './external-calendars/content-lines.ts'
import { readBusy } from './external-calendars/read-thread.ts'
import { ADDRESSES, SYNC_EVERY_SECONDS } from './external-calendars.ts'
import { type Found, record } from './external-outcome.ts'
import type { BookingTables, ExternalCalendarRow } from './tables.ts'

const BYTES_MAX = 5_000_000
const FETCH_MS_MAX = 30_000
const BATCH = 200
const DAY_MS = 86_400_000
const NOT_MODIFIED = 304

/** Reads one calendar of a host. */
export function syncJob(deps: BookingsDeps) {
  return job({
    name: 'agency.sync-calendar',
    description: 'Reads an external calendar of a host and keeps when it says busy',
    data: object({ calendarId: idOf('external-calendar') }),
    ...{ attempts: 3, backoffSeconds: 30, deadlineSeconds: 60 },
    idempotentBy: 'what the calendar says replaces what it said before',
    handle: (context, { calendarId }) => sync(deps, context, calendarId),
  })
}

/** What brings each calendar's turn. */
export function syncSchedule(deps: BookingsDeps): { job: AnyJob; schedule: Schedule } {
  const due = job({
    name: 'agency.sync-calendars',
    description: 'Has the external calendars read whose last reading is 15 minutes old',
    data: object({}),
    ...{ attempts: 3, backoffSeconds: 30, deadlineSeconds: 60 },
    idempotentBy: 'the time of the next reading, which moves on with it',
    handle: async ({ once }) => {
      await once(async (tx) => {
        const ids = await tx.raw<{ id: Id<'external-calendar'> }>(
          `UPDATE agency.external_calendar SET waiting = true, next_sync_at = $2
            WHERE id IN (SELECT id FROM agency.external_calendar WHERE next_sync_at <= $1
              ORDER BY next_sync_at LIMIT ${BATCH} FOR UPDATE SKIP LOCKED) RETURNING id`,
          [now(), inSeconds(SYNC_EVERY_SECONDS)],
        )
        for (const { id } of ids) await enqueue(tx, syncJob(deps), { calendarId: id })
      })
    },
  })
  return { job: due, schedule: { name: 'agency.sync-calendars', job: due, cron: '* * * * *', zone: 'UTC', data: {} } }
}

interface Due {
  readonly row: ExternalCalendarRow
  readonly timeZone: string
  readonly range: { readonly fromMs: number; readonly untilMs: number }
}

async function sync(deps: BookingsDeps, context: JobContext, id: Id<'external-calendar'>): Promise<void> {
  const { db, once } = context
  const due = await findDue(db, id)
  if (due === null) return
  const found = await read(deps, context, due)
  await once((tx) => record(deps, tx, id, found))
}

/** Days ahead for which busy times are kept, at least; as far as a policy lets clients look where that is further. */
const AHEAD_DAYS = 400
const AHEAD_DAYS_MAX = 800

/** From yesterday on, by whole days, so that the same feed gives the same blocks all day. */
async function findDue(db: Db, id: Id<'external-calendar'>): Promise<Due | null> {
  const query = db.query<BookingTables>()
  const row = await query.selectFrom('agency.external_calendar').selectAll().where('id', '=', id).executeTakeFirst()
  if (row === undefined) return null
  const [host] = await db.raw<{ time_zone: string; days: number | null }>(
    `SELECT time_zone, (SELECT max(CASE advance_kind WHEN 'rolling' THEN advance_days WHEN 'range' THEN advance_to - $2::date END)
         FROM agency.booking_policy policy JOIN agency.policy_host ON policy_id = policy.id
        WHERE host_id = owner_id AND archived_at IS NULL) AS days
       FROM agency.schedule WHERE owner_id = $1`,
    [row.owner_id, now()],
  )
  const days = Math.min(Math.max(AHEAD_DAYS, (host?.days ?? 0) + 2), AHEAD_DAYS_MAX)
  const todayMs = Math.floor(nowMs() / DAY_MS) * DAY_MS
  return {
    ...{ row, timeZone: host?.time_zone ?? 'UTC' },
    range: { fromMs: todayMs - DAY_MS, untilMs: todayMs + days * DAY_MS },
  }
}

async function read(deps: BookingsDeps, { db, signal }: JobContext, due: Due): Promise<Found> {
  const { row, timeZone, range } = due
  const url = new URL(await deps.vault.open(db, { ...ADDRESSES, id: row.id }, row.address))
  const readUntil = new Date(range.untilMs)
  const isSameQuestion = row.read_until?.getTime() === range.untilMs && row.read_zone === timeZone
  try {
    const document = await deps.outbound.fetch(url, {
      headers: {
        accept: 'text/calendar, */*;q=0.1',
        'accept-encoding': 'identity',
        ...conditions(row, isSameQuestion),
      },
      ...{ signal, bytesMax: BYTES_MAX, deadlineMs: FETCH_MS_MAX },
    })
    if (document.status === NOT_MODIFIED && isSameQuestion) return { kind: 'same' }
    const refusal = refusalOf(document)
    if (refusal !== null) return { kind: 'failed', reason: refusal }
    const ownUids = await uidsOf(deps, db, due)
    const busy: BusyAnswer = await readBusy({ text: document.text, timeZone, range, ownUids }, signal)
    return { kind: 'read', busy, document, readUntil, readZone: timeZone }
  } catch (error) {
    if (error instanceof OutboundFailure || error instanceof CalendarUnreadable)
      return { kind: 'failed', reason: error.message }
    throw error
  }
}

/** Asks for an answer only if the calendar changed; not where the same calendar would be read in another way by now. */
function conditions({ etag, last_modified }: ExternalCalendarRow, isSameQuestion: boolean): Record<string, string> {
  if (!isSameQuestion) return {}
  if (etag !== null) return { 'if-none-match': etag }
  return last_modified === null ? {} : { 'if-modified-since': last_modified }
}

function refusalOf({ status }: OutboundDocument): string | null {
  if (status === 200) return null
  if (status === 401 || status === 403) return `the address does not open the calendar (${status})`
  if (status === 404 || status === 410) return `there is no calendar at this address (${status})`
  if (status >= 300 && status < 400) return `the address leads on to another (${status}): add the calendar by that one`
  return `its server answered ${status}`
}

/** What appointments of the host are called in calendars that took them over. */
async function uidsOf({ publicUrl }: BookingsDeps, db: Db, { row, range }: Due): Promise<string[]> {
  const own = await db.raw<{ booking_id: string }>(
    `SELECT DISTINCT appointment.booking_id FROM agency.appointment_host part
       JOIN agency.appointment ON appointment.id = part.appointment_id
      WHERE part.host_id = $1 AND part.starts_at > $2`,
    [row.owner_id, new Date(range.fromMs - DAY_MS)],
  )
  return own.map(({ booking_id: id }) => uidOf(publicUrl, id))
}
