import type { Tx } from '../../../../kernel/db/database.ts'
import { recipient } from '../../../../kernel/mail/address.ts'
import type { SubscriptionRow } from '../tables.ts'
import { type PlanStep, planStepMail } from './mails.ts'
import type { TellDeps } from './plans.ts'
import { holdsUntil, type Standings, standingOf } from './standings.ts'

export interface StepDeps extends TellDeps {
  readonly standings: Standings
}

/** Writes to a trader of where a plan that was paid has come to; to nobody who has no limits any more. */
export async function tellPlanStep(tx: Tx, deps: StepDeps, row: SubscriptionRow, step: PlanStep): Promise<void> {
  const { owner_id: ownerId, terms, ends_at: endsAt } = row
  const last = holdsUntil(row)
  const offer = await deps.standings.offerFor(tx, ownerId)
  const person = (await deps.people([ownerId], tx)).get(ownerId)
  if (offer === null || terms === null || endsAt === null || last === null || person === undefined) return
  const { plan: after } = standingOf(row, offer, last)
  await deps.mailer.send(tx, recipient(person), planStepMail, {
    ...{ name: person.name, plan: terms.title, after: after.title, step },
    ...{ ends: dayOf(endsAt), last: dayOf(last), url: new URL('/trading/plan', deps.publicUrl).href },
  })
}

/** 10 April 2026, of UTC. */
function dayOf(at: Date): string {
  return at.toLocaleDateString('en-GB', { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' })
}
