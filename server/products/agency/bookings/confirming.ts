import { inSeconds } from '../../../kernel/clock.ts'
import type { Tx } from '../../../kernel/db/database.ts'
import { isLapsed } from './appointments.ts'
import { appointmentConfirmed } from './events.ts'
import { tellClient } from './letters.job.ts'
import { policyOf } from './policies.ts'
import { bookingProblem } from './problems.ts'
import type { AppointmentRow } from './tables.ts'
import { type Doer, transition } from './transition.ts'

/** How long a time is kept for a payment that is under way. */
const PAYMENT_SECONDS = 30 * 60

/**
 * Goes on with what is held: to its payment when a deposit is due, to the host's word where the policy wants that, else it stands. Throws
 * agency/hold-expired, agency/wrong-step.
 */
export async function confirmHeld(tx: Tx, row: AppointmentRow, by: Doer): Promise<AppointmentRow> {
  if (row.status !== 'held') throw bookingProblem('wrong-step', { params: { status: row.status } })
  if (isLapsed(row)) throw bookingProblem('hold-expired')
  if (row.paid_minor < row.deposit_minor) {
    const changes = { awaits: 'payment', hold_expires_at: inSeconds(PAYMENT_SECONDS) } as const
    return await transition(tx, row, { to: 'pending', by, kind: 'awaits-payment', changes })
  }
  return await goOn(tx, row, by)
}

/** After the payment, or where none is due. */
export async function goOn(tx: Tx, row: AppointmentRow, by: Doer): Promise<AppointmentRow> {
  if ((await policyOf(tx, row.policy_id)).row.confirm === 'auto') return await makeFirm(tx, row, by)
  const changes = { awaits: 'confirmation', hold_expires_at: row.starts_at } as const
  const waiting = await transition(tx, row, { to: 'pending', by, kind: 'awaits-confirmation', changes })
  await tellClient(tx, waiting, 'requested')
  return waiting
}

/** A host says yes. Throws agency/wrong-step, agency/hold-expired when the time has come meanwhile. */
export async function approve(tx: Tx, row: AppointmentRow, by: Doer): Promise<AppointmentRow> {
  if (row.status !== 'pending' || row.awaits !== 'confirmation')
    throw bookingProblem('wrong-step', { params: { status: row.status } })
  if (isLapsed(row)) throw bookingProblem('hold-expired')
  return await makeFirm(tx, row, by)
}

async function makeFirm(tx: Tx, row: AppointmentRow, by: Doer): Promise<AppointmentRow> {
  const saved = await transition(tx, row, { to: 'confirmed', by })
  await tx.publish(appointmentConfirmed, {
    ...{ appointmentId: saved.id, reference: saved.reference, clientId: saved.client_id },
  })
  await tellClient(tx, saved, 'confirmed')
  return saved
}
