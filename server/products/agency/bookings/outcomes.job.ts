import { inSeconds, now } from '../../../kernel/clock.ts'
import type { Tx } from '../../../kernel/db/database.ts'
import { object } from '../../../kernel/http/schema.ts'
import type { Id } from '../../../kernel/id.ts'
import { type AnyJob, type JobContext, job } from '../../../kernel/jobs/job.ts'
import { recipient } from '../../../kernel/mail/address.ts'
import type { BookingsDeps } from './deps.ts'
import { loadMeeting, spokenTime, zoneOf } from './letters.job.ts'
import { outcomeMail } from './mails.ts'
import type { BookingTables } from './tables.ts'

const BATCH = 200
/** What is over for longer is not asked about any more. */
const ASKED_SECONDS = 7 * 24 * 3600

/** Asks hosts, once for each appointment that is over and still stands as confirmed, whether it took place. */
export function outcomesJob(deps: BookingsDeps): AnyJob {
  return job({
    name: 'agency.ask-outcomes',
    description: 'Asks hosts whether what is over took place or was missed',
    data: object({}),
    ...{ attempts: 3, backoffSeconds: 30, deadlineSeconds: 60 },
    idempotentBy: 'one row per appointment that was asked about',
    handle: (context) => askDue(deps, context),
  })
}

async function askDue(deps: BookingsDeps, { db, once, signal }: JobContext): Promise<void> {
  const due = await db.raw<{ id: Id<'appointment'> }>(
    `SELECT id FROM agency.appointment
      WHERE status = 'confirmed' AND ends_at BETWEEN $1 AND $2
        AND NOT EXISTS (SELECT FROM agency.appointment_reminder WHERE appointment_id = appointment.id AND kind = 'outcome')
      ORDER BY ends_at LIMIT $3`,
    [inSeconds(-ASKED_SECONDS), now(), BATCH],
  )
  for (const { id } of due) {
    if (signal.aborted) return
    await once((tx) => ask(deps, tx, id), `outcome ${id}`)
  }
}

async function ask(deps: BookingsDeps, tx: Tx, id: Id<'appointment'>): Promise<void> {
  const first = await tx
    .query<BookingTables>()
    .insertInto('agency.appointment_reminder')
    .values({ appointment_id: id, kind: 'outcome', outcome: 'sent', at: now() })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst()
  if (first.numInsertedOrUpdatedRows !== 1n) return
  const meeting = await loadMeeting(deps, tx, id)
  if (meeting === null || meeting.row.status !== 'confirmed') return
  const { row, hosts } = meeting
  for (const host of hosts)
    await deps.mailer.send(tx, recipient(host), outcomeMail, {
      ...{ name: host.name, url: new URL('/agency/appointments', deps.publicUrl).href },
      what: `${row.service_title} with ${row.client_name}`,
      when: spokenTime(row.starts_at, await zoneOf(tx, host.id)),
      calendar: null,
    })
}
