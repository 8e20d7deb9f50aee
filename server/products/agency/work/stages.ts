import type { Stage } from './tables.ts'

type Taker = 'staff' | 'client'

const anyone: readonly Taker[] = ['staff', 'client']
const staff: readonly Taker[] = ['staff']

/** The twelve stages and every step between them, with who may take it. The database holds the same steps and refuses others. */
export const transitions: Readonly<Record<Stage, Readonly<Partial<Record<Stage, readonly Taker[]>>>>> = {
  request_submitted: { requirements_review: staff, rejected: staff, cancelled: anyone },
  requirements_review: { clarification_needed: staff, scope_and_quotation: staff, rejected: staff, cancelled: anyone },
  clarification_needed: { scope_and_quotation: staff, rejected: staff, cancelled: anyone },
  scope_and_quotation: { awaiting_confirmation: staff, rejected: staff, cancelled: anyone },
  awaiting_confirmation: { scheduled: staff, rejected: staff, cancelled: anyone },
  scheduled: { in_progress: staff, cancelled: anyone },
  in_progress: { customer_review: staff, cancelled: staff },
  customer_review: { completed: anyone, changes_requested: anyone, cancelled: staff },
  changes_requested: { in_progress: staff, cancelled: staff },
  completed: {},
  cancelled: {},
  rejected: {},
}

/** Stages that `taker` may go to from here. */
export function nextStages(from: Stage, taker: Taker): Stage[] {
  const steps = Object.entries(transitions[from]) as [Stage, readonly Taker[]][]
  return steps.filter(([, takers]) => takers.includes(taker)).map(([to]) => to)
}
