import type { Db, Tx } from '../../../kernel/db/database.ts'
import type { Id } from '../../../kernel/id.ts'
import { callOff } from './cancelling.ts'
import type { BookingsDeps } from './deps.ts'
import { bookingProblem } from './problems.ts'
import type { BookingTables } from './tables.ts'

/** What is held of a person: bookings as a client, the schedule as a host. Null when nothing. */
export async function exportPerson(db: Db, userId: Id<'user'>): Promise<unknown> {
  const query = db.query<BookingTables>()
  const bookings = await query
    .selectFrom('agency.appointment')
    .select(['reference', 'service_title', 'status', 'client_name', 'client_email', 'notes', 'attendee_time_zone'])
    .select(['starts_at', 'ends_at', 'price_minor', 'currency', 'created_at'])
    .where('client_id', '=', userId)
    .orderBy('id')
    .execute()
  const [schedule] = await query.selectFrom('agency.schedule').selectAll().where('owner_id', '=', userId).execute()
  const timeOff = await query
    .selectFrom('agency.time_off')
    .select(['starts_at', 'ends_at', 'reason', 'status'])
    .where('owner_id', '=', userId)
    .execute()
  const calendars = await query
    .selectFrom('agency.external_calendar')
    .select(['name', 'host', 'created_at', 'synced_at'])
    .where('owner_id', '=', userId)
    .orderBy('id')
    .execute()
  const busy = await query
    .selectFrom('agency.busy_block')
    .select(['source', 'starts_at', 'ends_at'])
    .where('owner_id', '=', userId)
    .orderBy('starts_at')
    .execute()
  if (bookings.length === 0 && schedule === undefined) return null
  return {
    bookings: bookings.map((one) => ({ ...one, price_minor: one.price_minor.toString() })),
    schedule: schedule === undefined ? null : { timeZone: schedule.time_zone, createdAt: schedule.created_at },
    ...{ timeOff, calendars, busy },
  }
}

/**
 * Forgets the person. What a client still has ahead is called off by its terms; time, service and price of what was stay for the accounts. A
 * host offers no more time; what is agreed with clients is for a manager to call off first.
 */
export async function erasePerson(deps: Pick<BookingsDeps, 'payments'>, tx: Tx, userId: Id<'user'>): Promise<void> {
  await assertNothingAhead(tx, userId)
  const ahead = await tx
    .query<BookingTables>()
    .selectFrom('agency.appointment')
    .selectAll()
    .where('client_id', '=', userId)
    .where('status', 'in', ['held', 'pending', 'confirmed'])
    .orderBy('id')
    .forUpdate()
    .execute()
  for (const row of ahead)
    await callOff(
      deps,
      tx,
      { ...row, cancel_cutoff_hours: 0 },
      {
        ...{ by: { kind: 'client', userId }, side: 'client', reason: null },
      },
    )
  await tx.raw(
    `UPDATE agency.appointment SET client_name = '', client_email = '', notes = '', cancel_reason = NULL, version = version + 1
      WHERE client_id = $1`,
    [userId],
  )
  for (const table of ['availability_rule', 'availability_override', 'time_off', 'busy_block', 'external_calendar'])
    await tx.raw(`DELETE FROM agency.${table} WHERE owner_id = $1`, [userId])
  await tx.raw('DELETE FROM agency.policy_host WHERE host_id = $1', [userId])
  await tx.raw(
    `UPDATE agency.schedule SET time_zone = 'UTC', feed_token_hash = NULL, version = version + 1 WHERE owner_id = $1`,
    [userId],
  )
}

async function assertNothingAhead(tx: Tx, userId: Id<'user'>): Promise<void> {
  const [ahead] = await tx.raw<{ count: bigint }>(
    `SELECT count(*) AS count FROM agency.appointment_host
      WHERE host_id = $1 AND status IN ('pending', 'confirmed')`,
    [userId],
  )
  if ((ahead?.count ?? 0n) > 0n) throw bookingProblem('host-still-booked')
}
