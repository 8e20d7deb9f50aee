import { now } from '../../../../kernel/clock.ts'
import type { Tx } from '../../../../kernel/db/database.ts'
import type { PaymentSubject } from '../../../../platform/payments/index.ts'
import type { TradingParts } from '../../deps.ts'
import { sharingProblem } from '../problems.ts'
import type { PlanOrderRow } from '../tables.ts'
import { beginPeriod, findOrder, mayReplace, priceOf, SUBJECT_TYPE, setRefunded } from './orders.ts'
import { lockTrader } from './plans.ts'
import { findSubscription, isOffered } from './standings.ts'
import { type StepDeps, tellPlanStep } from './tell-plan-step.ts'

/** Periods of plans as something to be paid for; the id is that of the order. */
export function planSubject(deps: StepDeps & Pick<TradingParts, 'payments' | 'standings'>): PaymentSubject {
  const { standings, people, payments } = deps
  return {
    type: SUBJECT_TYPE,
    async due(tx, id, { userId }) {
      const order = await lockOrder(tx, id)
      if (order === undefined || order.owner_id !== userId) throw sharingProblem('plan-order-not-found')
      const person = (await people([userId], tx)).get(userId)
      if (person === undefined) throw sharingProblem('plan-order-not-found')
      if (order.state !== 'open') throw sharingProblem('plan-nothing-due')
      const offer = await standings.offerFor(tx, userId)
      if (offer === null || !isOffered(offer, order.terms)) throw sharingProblem('plan-changed')
      const { title, price } = order.terms
      return {
        amount: priceOf(order.terms),
        description: `${title}, a ${price.interval} of the trade journal`,
        ...{ email: person.email, name: person.name },
      }
    },
    async captured(tx, { subjectId }) {
      const order = await lockOrder(tx, subjectId)
      if (order === undefined || order.state !== 'open') return 'unsellable'
      const isWanted =
        (await standings.offerFor(tx, order.owner_id)) !== null &&
        mayReplace(await findSubscription(tx, order.owner_id), order.terms, now())
      if (!isWanted) return 'unsellable'
      const row = await beginPeriod(tx, order)
      await tx.audit({
        action: 'trading.plan.paid',
        subject: { kind: 'trading-plan-order', id: order.id },
        details: { plan: order.plan, until: row.ends_at?.toISOString() },
      })
      await tellPlanStep(tx, deps, row, 'begun')
      return 'fulfilled'
    },
    async refunded(tx, { subjectId }) {
      const order = await lockOrder(tx, subjectId)
      if (order === undefined) return
      const paid = await payments.ofSubject(tx, SUBJECT_TYPE, subjectId)
      await setRefunded(
        tx,
        order,
        paid.every(({ captured, refunded }) => refunded.minor >= captured.minor),
      )
    },
    async disputed(tx, { subjectId, outcome }) {
      const order = outcome === 'open' ? undefined : await lockOrder(tx, subjectId)
      if (order !== undefined) await setRefunded(tx, order, outcome === 'lost')
    },
  }
}

/** The order as it is once nobody else changes what the trader has. */
async function lockOrder(tx: Tx, id: string): Promise<PlanOrderRow | undefined> {
  const order = await findOrder(tx, id)
  if (order === undefined) return undefined
  await lockTrader(tx, order.owner_id)
  return await findOrder(tx, id)
}
