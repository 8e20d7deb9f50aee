import { now } from '../../../kernel/clock.ts'
import type { Tx } from '../../../kernel/db/database.ts'
import { money } from '../../../kernel/money.ts'
import { isLapsed, lockBooking, lockReference } from './appointments.ts'
import { paidFor, SUBJECT_TYPE } from './cancelling.ts'
import { goOn } from './confirming.ts'
import type { BookingSubject, BookingsDeps } from './deps.ts'
import { bookingProblem } from './problems.ts'
import type { AppointmentRow, BookingTables } from './tables.ts'
import { retakeTime } from './take-time.ts'
import { remember, theSystem } from './transition.ts'

/** Appointments as something to be paid for; the id is the reference of the booking. */
export function bookingSubject(deps: Pick<BookingsDeps, 'bookingKey' | 'payments'>): BookingSubject {
  return {
    type: SUBJECT_TYPE,
    async due(tx, reference, payer) {
      const row = await lockBooking(deps, tx, reference, payer)
      const isOpen = row.status === 'held' || row.awaits === 'payment'
      if (!isOpen || isLapsed(row) || row.paid_minor >= row.deposit_minor) throw bookingProblem('nothing-due')
      return {
        amount: money(row.deposit_minor - row.paid_minor, row.currency),
        description: `${row.service_title} (${row.reference})`,
        email: row.client_email,
        name: row.client_name,
      }
    },
    async captured(tx, { subjectId, captured }) {
      const row = await lockReference(tx, subjectId)
      if (row === null || !(await mayStillStand(tx, row))) return 'unsellable'
      const paid = row.paid_minor + captured.minor
      const status = paid >= row.price_minor ? 'paid' : 'deposit_paid'
      const saved = await mark(tx, row, { paid_minor: paid, payment_status: status })
      await remember(tx, saved, { to: row.status, by: theSystem, kind: 'paid', details: { minor: paid.toString() } })
      if (paid >= row.deposit_minor) await goOn(tx, saved, theSystem)
      return 'fulfilled'
    },
    async refunded(tx, { subjectId, outcome }) {
      const row = await lockReference(tx, subjectId)
      if (row === null) return
      const { captured, refunded } = await paidFor(deps.payments, tx, subjectId)
      await mark(tx, row, { payment_status: statusAfter(row, captured, refunded) })
      await remember(tx, row, { to: row.status, by: theSystem, kind: `refund-${outcome}` })
    },
    async disputed(tx, { subjectId, outcome }) {
      const row = await lockReference(tx, subjectId)
      if (row === null) return
      const paid = row.paid_minor >= row.price_minor ? 'paid' : 'deposit_paid'
      await mark(tx, row, { payment_status: outcome === 'won' ? paid : 'disputed' })
      await remember(tx, row, { to: row.status, by: theSystem, kind: `dispute-${outcome}` })
    },
  }
}

function statusAfter(row: AppointmentRow, captured: bigint, refunded: bigint): AppointmentRow['payment_status'] {
  if (refunded <= 0n) return captured >= row.price_minor ? 'paid' : 'deposit_paid'
  return refunded >= captured ? 'refunded' : 'partially_refunded'
}

/** An open one stands; one that expired comes back when nobody has the time meanwhile. Nothing that has ended is ever moved. */
async function mayStillStand(tx: Tx, row: AppointmentRow): Promise<boolean> {
  if (row.starts_at <= now()) return false
  if (row.status === 'held' || row.awaits === 'payment') return true
  return row.status === 'expired' && (await retakeTime(tx, row))
}

async function mark(
  tx: Tx,
  row: AppointmentRow,
  changes: { readonly paid_minor?: bigint; readonly payment_status: AppointmentRow['payment_status'] },
): Promise<AppointmentRow> {
  return await tx
    .query<BookingTables>()
    .updateTable('agency.appointment')
    .set((set) => ({ ...changes, version: set('version', '+', 1), updated_at: now() }))
    .where('id', '=', row.id)
    .returningAll()
    .executeTakeFirstOrThrow()
}
