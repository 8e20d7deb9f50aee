import { nowMs } from '../../../kernel/clock.ts'
import type { Tx } from '../../../kernel/db/database.ts'
import { appointmentCompleted, appointmentMissed } from './events.ts'
import { policyOf } from './policies.ts'
import { bookingProblem } from './problems.ts'
import type { AppointmentRow } from './tables.ts'
import { type Doer, transition } from './transition.ts'

const MINUTE_MS = 60_000

/** It took place. Throws agency/wrong-step, agency/too-early before it has begun. */
export async function complete(tx: Tx, row: AppointmentRow, by: Doer): Promise<AppointmentRow> {
  assertBegun(row, 0)
  const saved = await transition(tx, row, { to: 'completed', by })
  await tx.publish(appointmentCompleted, aboutOf(saved))
  return saved
}

/** Somebody did not come, and the grace of the policy is over. Throws agency/wrong-step, agency/too-early. */
export async function missed(tx: Tx, row: AppointmentRow, who: 'client' | 'host', by: Doer): Promise<AppointmentRow> {
  assertBegun(row, (await policyOf(tx, row.policy_id)).row.no_show_grace_minutes)
  const saved = await transition(tx, row, { to: who === 'client' ? 'no_show_client' : 'no_show_host', by })
  await tx.publish(appointmentMissed, { ...aboutOf(saved), by: who })
  return saved
}

function assertBegun(row: AppointmentRow, graceMinutes: number): void {
  if (row.status !== 'confirmed') throw bookingProblem('wrong-step', { params: { status: row.status } })
  if (nowMs() < row.starts_at.getTime() + graceMinutes * MINUTE_MS) throw bookingProblem('too-early')
}

function aboutOf({ id: appointmentId, reference, client_id: clientId }: AppointmentRow) {
  return { appointmentId, reference, clientId }
}
