import { now } from '../../../kernel/clock.ts'
import type { Tx } from '../../../kernel/db/database.ts'
import { type Id, newId } from '../../../kernel/id.ts'
import { hostsOf } from './appointments.ts'
import { assertInTime } from './cancelling.ts'
import { appointmentRescheduled } from './events.ts'
import { tellClient } from './letters.job.ts'
import { type Policy, policyOf } from './policies.ts'
import { bookingProblem } from './problems.ts'
import type { AppointmentRow, BookingTables } from './tables.ts'
import { chooseTime, takeTime, type Wish } from './take-time.ts'
import { type Doer, remember, transition } from './transition.ts'

const MINUTE_MS = 60_000

interface Move {
  readonly startsAt: Date
  readonly hostId: Id<'user'> | null
  readonly by: Doer
}

/**
 * Moves what is confirmed, or waits for the host's word, to another time: in one transaction the old row gives its time up and a new one
 * takes the other, under the same reference, calendar id and payments, and with the same host unless another is named. Throws agency/wrong-step, agency/too-late-to-change for a client, and what
 * taking a time throws; then nothing has changed.
 */
export async function reschedule(tx: Tx, row: AppointmentRow, { startsAt, hostId, by }: Move): Promise<AppointmentRow> {
  if (row.status !== 'confirmed' && row.awaits !== 'confirmation')
    throw bookingProblem('wrong-step', { params: { status: row.status } })
  if (by.kind === 'client') assertInTime(row)
  const policy = await policyOf(tx, row.policy_id)
  const formerHosts = (await hostsOf(tx, [row])).get(row.id) ?? []
  const wish = {
    offer: bookedOffer(row),
    policy,
    startsAt,
    except: row.booking_id,
    hostId: hostId ?? sameHost(policy, formerHosts),
  }
  const chosen = await chooseTime(tx, wish)
  const former = await transition(tx, row, { to: 'rescheduled', by })
  const moved = await insertMoved(tx, row, startsAt)
  await takeTime(tx, moved, chosen)
  await remember(tx, moved, { to: moved.status, by, kind: 'moved', details: { from: row.starts_at.toISOString() } })
  await tx.publish(appointmentRescheduled, {
    ...{ appointmentId: moved.id, reference: moved.reference, clientId: moved.client_id },
    formerAppointmentId: former.id,
  })
  await tellClient(tx, moved, moved.status === 'confirmed' ? 'changed' : 'requested')
  const hosts = (await hostsOf(tx, [moved])).get(moved.id) ?? []
  if (formerHosts.some((one) => !hosts.includes(one))) await tellClient(tx, former, 'handed-over')
  return moved
}

/** What was booked, as slots are sought for it: as long as it is, whatever the package has become since. */
export function bookedOffer(row: AppointmentRow): Wish['offer'] {
  return {
    ...{ serviceSlug: row.service_slug, packageKey: row.package_key, policyId: row.policy_id },
    durationMinutes: Math.round((row.ends_at.getTime() - row.starts_at.getTime()) / MINUTE_MS),
  }
}

/** Whom the client has met so far; anybody when that one is not on offer any more, or all take part. */
function sameHost({ row, hosts }: Policy, [former]: readonly Id<'user'>[]): Id<'user'> | null {
  if (row.scheduling === 'collective' || former === undefined) return null
  return hosts.some(({ hostId }) => hostId === former) ? former : null
}

/** The booking in its new place: all that belongs to the client and the money is carried over. */
async function insertMoved(tx: Tx, row: AppointmentRow, startsAt: Date): Promise<AppointmentRow> {
  const longMs = row.ends_at.getTime() - row.starts_at.getTime()
  return await tx
    .query<BookingTables>()
    .insertInto('agency.appointment')
    .values({
      ...row,
      id: newId<'appointment'>(),
      starts_at: startsAt,
      ends_at: new Date(startsAt.getTime() + longMs),
      hold_expires_at: row.awaits === 'confirmation' ? startsAt : null,
      refund_rules: JSON.stringify(row.refund_rules),
      ical_sequence: row.ical_sequence + 1,
      rescheduled_from_id: row.id,
      ...{ version: 1, created_at: now(), updated_at: now() },
    })
    .returningAll()
    .executeTakeFirstOrThrow()
}
