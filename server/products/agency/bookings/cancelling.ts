import { nowMs } from '../../../kernel/clock.ts'
import type { Tx } from '../../../kernel/db/database.ts'
import { type Money, money, multiplyRate } from '../../../kernel/money.ts'
import type { Reader } from '../caller.ts'
import type { BookingsDeps, PaymentsDoor } from './deps.ts'
import { appointmentCancelled } from './events.ts'
import { basisPoints } from './holds.ts'
import { tellClient } from './letters.job.ts'
import { bookingProblem } from './problems.ts'
import type { AppointmentRow, RefundRule } from './tables.ts'
import { assertMayBecome, type Doer, transition } from './transition.ts'

/** The kind of thing that payments know bookings as; its id is the reference. */
export const SUBJECT_TYPE = 'agency.appointment'

const HOUR_MS = 3_600_000
const ALL_BP = 10_000

interface CallOff {
  readonly by: Doer
  readonly side: 'client' | 'host'
  readonly reason: string | null
}

/**
 * Calls an appointment off and asks for the refund that its terms give: all of it when the host does so or nothing was promised yet. Throws
 * agency/wrong-step, and agency/too-late-to-change for a client behind the cut-off.
 */
export async function callOff(
  { payments }: Pick<BookingsDeps, 'payments'>,
  tx: Tx,
  row: AppointmentRow,
  { by, side, reason }: CallOff,
): Promise<AppointmentRow> {
  assertMayBecome(row, 'cancelled')
  if (by.kind === 'client') assertInTime(row)
  const refund = await refundShare(payments, tx, row, { refundBp: shareOf(row, side), by })
  const changes = {
    ...{ cancelled_by: side, cancel_reason: reason, ical_sequence: row.ical_sequence + 1 },
    ...(refund === null ? {} : { payment_status: 'refund_pending' as const }),
  }
  const details = refund === null ? { by: side } : { by: side, refund: refund.minor.toString() }
  const saved = await transition(tx, row, { to: 'cancelled', by, changes, details })
  await payments.cancelOf(tx, SUBJECT_TYPE, row.reference)
  await tx.publish(appointmentCancelled, {
    ...{ appointmentId: saved.id, reference: saved.reference, clientId: saved.client_id, by: side },
  })
  if (row.status !== 'held' && row.awaits !== 'payment')
    await tellClient(tx, saved, row.status === 'confirmed' ? 'cancelled' : 'declined')
  return saved
}

/** All of it when the host calls off or nothing was promised yet; else what the terms give at this moment. */
function shareOf(row: AppointmentRow, side: CallOff['side']): number {
  return side === 'host' || row.status !== 'confirmed' ? ALL_BP : refundBpOf(row.refund_rules, noticeMs(row))
}

/** What would go back if this side called it off now. */
export async function refundIfCalledOff(
  { payments }: Pick<BookingsDeps, 'payments'>,
  source: Reader,
  row: AppointmentRow,
  side: CallOff['side'],
): Promise<Money> {
  return (await wantedBack(payments, source, row, shareOf(row, side))).wanted
}

/** What is firm may be changed by the client up to the cut-off of its terms. Throws agency/too-late-to-change. */
export function assertInTime(row: AppointmentRow): void {
  if (isTooLate(row)) throw bookingProblem('too-late-to-change', { params: { cutoffHours: row.cancel_cutoff_hours } })
}

/** Whether the cut-off of its terms has passed for the client. */
export function isTooLate(row: AppointmentRow): boolean {
  return row.status === 'confirmed' && noticeMs(row) < row.cancel_cutoff_hours * HOUR_MS
}

/** The first rule that the notice reaches; 0 without one. */
export function refundBpOf(rules: readonly RefundRule[], noticeInMs: number): number {
  return rules.find(({ noticeAtLeastHours }) => noticeInMs >= noticeAtLeastHours * HOUR_MS)?.refundBp ?? 0
}

function noticeMs({ starts_at: startsAt }: AppointmentRow): number {
  return startsAt.getTime() - nowMs()
}

/** The payments of a booking with the sums that came in and went back, in minor units. */
export async function paidFor(payments: PaymentsDoor, source: Reader, reference: string) {
  const paid = await payments.ofSubject(source, SUBJECT_TYPE, reference)
  const sum = (side: 'captured' | 'refunded'): bigint => paid.reduce((total, one) => total + one[side].minor, 0n)
  return { paid, captured: sum('captured'), refunded: sum('refunded') }
}

/** A share of what was paid, less what went back already, rounded half up. */
async function wantedBack(payments: PaymentsDoor, source: Reader, row: AppointmentRow, refundBp: number) {
  const { paid, captured, refunded } = await paidFor(payments, source, row.reference)
  const share = multiplyRate(money(captured, row.currency), basisPoints(refundBp), 'half-up').minor
  return { paid, wanted: money(share > refunded ? share - refunded : 0n, row.currency) }
}

/** Asks the payments for that share; null when it is nothing. */
async function refundShare(
  payments: PaymentsDoor,
  tx: Tx,
  row: AppointmentRow,
  { refundBp, by }: { readonly refundBp: number; readonly by: Doer },
): Promise<Money | null> {
  const { paid, wanted } = await wantedBack(payments, tx, row, refundBp)
  let left = wanted.minor
  for (const one of paid) {
    const free = one.captured.minor - one.refunded.minor
    const part = free < left ? free : left
    if (part <= 0n) continue
    left -= part
    await payments.refund(tx, {
      ...{ paymentId: one.id, amount: money(part, row.currency), key: `agency.cancelled:${row.id}` },
      ...{ reason: 'the appointment was cancelled', by: by.kind === 'host' ? by.userId : null },
    })
  }
  return wanted.minor > 0n ? wanted : null
}
