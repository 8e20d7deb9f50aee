import { now } from '../../../../kernel/clock.ts'
import type { Db, Tx } from '../../../../kernel/db/database.ts'
import type { Id } from '../../../../kernel/id.ts'
import type { TradingParts } from '../../deps.ts'
import { sharingProblem } from '../problems.ts'
import type { PlanOrderRow, SharingTables, SubscriptionRow } from '../tables.ts'
import { callOffOrder, isPaid, isRunning, mayReplace, openOrder, orderPlan, priceOf, subscribe } from './orders.ts'
import type { PaidPlan, Plan } from './plan.ts'
import { lockTrader } from './plans.ts'
import { findSubscription, isOffered, type Offer, type Standing } from './standings.ts'

type Deps = Pick<TradingParts, 'standings' | 'payments'>

/** How far ahead a plan can be paid for. */
const PAID_AHEAD_MS = 400 * 24 * 3_600_000

/** What a trader has, and what they have begun to buy. */
export interface Subscription {
  readonly standing: Standing
  readonly endsWithPeriod: boolean
  readonly order: PlanOrderRow | null
}

/** Reads it as it is. An order of what is not offered like that any more cannot be paid, and is not shown. */
export async function readSubscription(
  reader: Db | Tx,
  { standings }: Pick<Deps, 'standings'>,
  ownerId: Id<'user'>,
): Promise<Subscription> {
  const standing = await standings.of(reader, ownerId)
  const row = await findSubscription(reader, ownerId)
  const order = await openOrder(reader, ownerId)
  const offer = order === undefined ? null : await standings.offerFor(reader, ownerId)
  const isPaidNow = standing.state === 'paid' || standing.state === 'grace'
  return {
    standing,
    endsWithPeriod: isPaidNow && row?.ends_with_period === true,
    order: order !== undefined && offer !== null && isOffered(offer, order.terms) ? order : null,
  }
}

/**
 * Chooses a plan: a free one at once, or for when the paid time is over; a paid one by an order, which begins it once it is paid. The same
 * choice twice comes to the same. Throws trading/plan-not-needed, trading/plan-not-offered, trading/plan-not-payable,
 * trading/plan-paid-ahead, trading/plan-other-currency.
 */
export async function choosePlan(tx: Tx, deps: Deps, ownerId: Id<'user'>, name: string): Promise<void> {
  await lockTrader(tx, ownerId)
  const offer = await deps.standings.offerFor(tx, ownerId)
  if (offer === null) throw sharingProblem('plan-not-needed')
  const plan = [offer.fallback, ...offer.offered].find((one) => one.name === name)
  if (plan === undefined)
    throw sharingProblem('plan-not-offered', {
      errors: [{ pointer: '/plan', code: 'unknown', detail: 'names no plan that is offered' }],
    })
  const row = await findSubscription(tx, ownerId)
  if (isPaid(plan)) {
    assertMayBuy(deps, row, plan)
    await orderPlan(tx, deps.payments, ownerId, plan)
    return
  }
  await callOffOrder(tx, deps.payments, ownerId)
  await takeFree(tx, ownerId, { row, plan, offer })
}

function assertMayBuy({ payments }: Pick<Deps, 'payments'>, row: SubscriptionRow | undefined, plan: PaidPlan): void {
  const at = now()
  if (!payments.canTake(priceOf(plan))) throw sharingProblem('plan-not-payable')
  if (!mayReplace(row, plan, at)) throw sharingProblem('plan-other-currency')
  if (isRunning(row, at) && row.plan === plan.name && row.ends_at.getTime() - at.getTime() >= PAID_AHEAD_MS)
    throw sharingProblem('plan-paid-ahead')
}

interface Free {
  readonly row: SubscriptionRow | undefined
  readonly plan: Plan
  readonly offer: Offer
}

async function takeFree(tx: Tx, ownerId: Id<'user'>, { row, plan, offer }: Free): Promise<void> {
  const at = now()
  const isFallback = plan.name === offer.fallback.name
  const isPaidYet = row !== undefined && row.ends_at !== null && at < row.ends_at
  if (isPaidYet) await subscribe(tx, { ...row, ends_with_period: true, next_plan: isFallback ? null : plan.name })
  else if (isFallback)
    await tx.query<SharingTables>().deleteFrom('trading.subscription').where('owner_id', '=', ownerId).execute()
  else
    await subscribe(tx, {
      ...{ owner_id: ownerId, plan: plan.name, terms: null, starts_at: at, ends_at: null },
      ...{ ends_with_period: false, next_plan: null, told: 0 },
    })
  await tx.audit({
    action: 'trading.plan.chosen',
    subject: { kind: 'user', id: ownerId },
    details: { plan: plan.name, from: (isPaidYet ? row.ends_at : at)?.toISOString() },
  })
}
