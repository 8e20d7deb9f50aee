import { now } from '../../../kernel/clock.ts'
import type { Tx } from '../../../kernel/db/database.ts'
import { type Id, newId } from '../../../kernel/id.ts'
import { bookingProblem } from './problems.ts'
import {
  type AppointmentRow,
  type AppointmentStatus,
  type AppointmentUpdate,
  type BookingTables,
  takingStatuses,
} from './tables.ts'

/** Where an appointment may go from each status; an expired one comes back when its payment arrives and the time is free still. */
const NEXT: Readonly<Record<AppointmentStatus, readonly AppointmentStatus[]>> = {
  held: ['pending', 'confirmed', 'expired', 'cancelled'],
  pending: ['pending', 'confirmed', 'expired', 'cancelled', 'rescheduled'],
  confirmed: ['completed', 'no_show_client', 'no_show_host', 'cancelled', 'rescheduled'],
  expired: ['pending', 'confirmed'],
  completed: [],
  no_show_client: [],
  no_show_host: [],
  cancelled: [],
  rescheduled: [],
}

export interface Doer {
  readonly kind: 'client' | 'host' | 'system'
  readonly userId: Id<'user'> | null
}

export const theSystem: Doer = { kind: 'system', userId: null }

export interface Step {
  readonly to: AppointmentStatus
  readonly by: Doer
  /** What the history calls it, when it is not the status. */
  readonly kind?: string
  readonly changes?: AppointmentUpdate
  readonly details?: Readonly<Record<string, unknown>>
}

/**
 * The one way an appointment changes its status: from the status it was read with, or not at all. The rows of its hosts follow by the
 * foreign key; a seat is given back; history and audit are written. Throws agency/wrong-step.
 */
export async function transition(tx: Tx, row: AppointmentRow, step: Step): Promise<AppointmentRow> {
  const { to, changes = {} } = step
  assertMayBecome(row, to)
  const isOpen = to === 'held' || to === 'pending'
  const saved = await tx
    .query<BookingTables>()
    .updateTable('agency.appointment')
    .set((set) => ({
      ...{ awaits: null, hold_expires_at: isOpen ? row.hold_expires_at : null, ...changes },
      ...{ status: to, version: set('version', '+', 1), updated_at: now() },
    }))
    .where('id', '=', row.id)
    .where('status', '=', row.status)
    .returningAll()
    .executeTakeFirst()
  if (saved === undefined) throw bookingProblem('wrong-step')
  if (takes(row.status) && !takes(to)) await giveBackSeat(tx, row.id)
  await remember(tx, saved, step)
  return saved
}

/** Throws agency/wrong-step. */
export function assertMayBecome({ status }: Pick<AppointmentRow, 'status'>, to: AppointmentStatus): void {
  if (!NEXT[status].includes(to)) throw bookingProblem('wrong-step', { params: { status } })
}

function takes(status: AppointmentStatus): boolean {
  return (takingStatuses as readonly string[]).includes(status)
}

async function giveBackSeat(tx: Tx, id: Id<'appointment'>): Promise<void> {
  await tx.raw(
    `UPDATE agency.seat_session SET taken = taken - 1
      WHERE id IN (SELECT session_id FROM agency.appointment_host WHERE appointment_id = $1)`,
    [id],
  )
}

/** Writes history and audit of a change that keeps to the row's status, or of one made by `transition`. */
export async function remember(
  tx: Tx,
  row: Pick<AppointmentRow, 'id' | 'reference'>,
  { to, by, kind = to, details = {} }: Step,
): Promise<void> {
  await tx
    .query<BookingTables>()
    .insertInto('agency.appointment_event')
    .values({
      ...{ id: newId<'appointment-event'>(), appointment_id: row.id, kind },
      ...{ actor_kind: by.kind, actor_id: by.userId, details, at: now() },
    })
    .execute()
  await tx.audit({
    action: `agency.appointment.${kind.replaceAll('_', '-')}`,
    subject: { kind: 'appointment', id: row.id },
    details: { reference: row.reference, ...details },
  })
}
