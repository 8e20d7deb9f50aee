import { isDeepStrictEqual } from 'node:util'
import { now } from '../../../../kernel/clock.ts'
import type { Db, Tx } from '../../../../kernel/db/database.ts'
import { asId, type Id, isUuid, newId } from '../../../../kernel/id.ts'
import { type Money, parseMoney } from '../../../../kernel/money.ts'
import type { TradingDeps } from '../../deps.ts'
import type { PlanOrderRow, SharingTables, SubscriptionRow } from '../tables.ts'
import { lastsMs, periodEnd, type Worth, worthLeft } from './periods.ts'
import type { PaidPlan, Plan } from './plan.ts'
import { findSubscription, holdsUntil } from './standings.ts'

/** The kind of thing that payments know periods of plans as; its id is that of the order. */
export const SUBJECT_TYPE = 'trading.plan'

/** What one period of a plan costs. */
export function priceOf({ price }: PaidPlan): Money {
  return parseMoney(price)
}

/** A plan that costs something. */
export function isPaid(plan: Plan): plan is PaidPlan {
  return plan.price !== null
}

function orders(source: Db | Tx) {
  return source.query<SharingTables>().selectFrom('trading.plan_order').selectAll()
}

/** What the trader has begun to buy and has not paid. */
export async function openOrder(source: Db | Tx, ownerId: Id<'user'>): Promise<PlanOrderRow | undefined> {
  return await orders(source).where('owner_id', '=', ownerId).where('state', '=', 'open').executeTakeFirst()
}

/** Of whoever's; undefined for what is no id, too. */
export async function findOrder(source: Db | Tx, id: string): Promise<PlanOrderRow | undefined> {
  if (!isUuid(id)) return undefined
  return await orders(source).where('id', '=', asId<'trading-plan-order'>(id)).executeTakeFirst()
}

/** The order of one period of the plan: the open one, if it is on these terms; another one is called off. The trader is locked. */
export async function orderPlan(
  tx: Tx,
  payments: Pick<TradingDeps['payments'], 'cancelOf'>,
  ownerId: Id<'user'>,
  terms: PaidPlan,
): Promise<void> {
  const open = await openOrder(tx, ownerId)
  if (open !== undefined && isDeepStrictEqual(open.terms, terms)) return
  await callOffOrder(tx, payments, ownerId)
  const id = newId<'trading-plan-order'>()
  await tx
    .query<SharingTables>()
    .insertInto('trading.plan_order')
    .values({
      ...{ id, owner_id: ownerId, plan: terms.name, terms: JSON.stringify(terms) as never, state: 'open' },
      ...{ worth_minor: null, period_from: null, period_until: null, created_at: now(), paid_at: null },
    })
    .execute()
  await tx.audit({
    action: 'trading.plan.ordered',
    subject: { kind: 'trading-plan-order', id },
    details: { plan: terms.name, minor: terms.price.minor, currency: terms.price.currency },
  })
}

/** What was not paid is not wanted any more: money that comes all the same goes back. The trader is locked. */
export async function callOffOrder(
  tx: Tx,
  payments: Pick<TradingDeps['payments'], 'cancelOf'>,
  ownerId: Id<'user'>,
): Promise<void> {
  const open = await openOrder(tx, ownerId)
  if (open === undefined) return
  await setState(tx, open.id, 'called-off')
  await payments.cancelOf(tx, SUBJECT_TYPE, open.id)
}

async function setState(tx: Tx, id: PlanOrderRow['id'], state: PlanOrderRow['state']): Promise<void> {
  await tx.query<SharingTables>().updateTable('trading.plan_order').set({ state }).where('id', '=', id).execute()
}

/** A subscription whose time, with its grace, is not over. */
export function isRunning(row: SubscriptionRow | undefined, at: Date): row is SubscriptionRow & { ends_at: Date } {
  const last = row === undefined ? null : holdsUntil(row)
  return last !== null && at < last
}

/** Whether what is left of a paid plan can go into one of other terms: only money of one currency compares. */
export function mayReplace(row: SubscriptionRow | undefined, terms: PaidPlan, at: Date): boolean {
  if (!isRunning(row, at) || row.plan === terms.name || at >= row.ends_at) return true
  return row.terms?.price.currency === terms.price.currency
}

/**
 * Begins the period that was paid: after the running one of the same plan, else now, longer by what is left of another plan. The trader is
 * locked.
 */
export async function beginPeriod(tx: Tx, order: PlanOrderRow): Promise<SubscriptionRow> {
  const at = now()
  const row = await findSubscription(tx, order.owner_id)
  const running = isRunning(row, at) ? row : undefined
  const isRenewed = running?.plan === order.plan
  const from = isRenewed ? running.ends_at : at
  const anchor = isRenewed ? running.starts_at : at
  const plain = { from, until: periodEnd(from, order.terms.price.interval, anchor) }
  const left = running === undefined || isRenewed ? 0n : await takeOver(tx, order.owner_id, at)
  const price = priceOf(order.terms).minor
  const until = new Date(plain.until.getTime() + lastsMs(left, price, plain))
  await tx
    .query<SharingTables>()
    .updateTable('trading.plan_order')
    .set({ state: 'paid', paid_at: at, period_from: from, period_until: until, worth_minor: price + left })
    .where('id', '=', order.id)
    .execute()
  return await subscribe(tx, {
    ...{ owner_id: order.owner_id, plan: order.plan, terms: order.terms, starts_at: anchor, ends_at: until },
    ...{ ends_with_period: false, next_plan: null, told: 0 },
  })
}

/** Ends what is paid of other plans, and gives what was left of it. */
async function takeOver(tx: Tx, ownerId: Id<'user'>, at: Date): Promise<bigint> {
  const paid = await orders(tx).where('owner_id', '=', ownerId).where('state', '=', 'paid').execute()
  for (const { id } of paid) await setState(tx, id, 'replaced')
  return worthLeft(paid.flatMap(worthOf), at)
}

function worthOf({ period_from: from, period_until: until, worth_minor: minor }: PlanOrderRow): Worth[] {
  return from === null || until === null || minor === null ? [] : [{ from, until, minor }]
}

/** What holds from now on. */
export async function subscribe(tx: Tx, { terms, ...row }: SubscriptionRow): Promise<SubscriptionRow> {
  const written = { ...row, terms: (terms === null ? null : JSON.stringify(terms)) as never }
  const { owner_id: _, ...changes } = written
  return await tx
    .query<SharingTables>()
    .insertInto('trading.subscription')
    .values(written)
    .onConflict((conflict) => conflict.column('owner_id').doUpdateSet(changes))
    .returningAll()
    .executeTakeFirstOrThrow()
}

/** The money of a period went back, or came again after all: the plan ends with what else is paid of it. The trader is locked. */
export async function setRefunded(tx: Tx, order: PlanOrderRow, isRefunded: boolean): Promise<void> {
  if (order.state !== (isRefunded ? 'paid' : 'refunded')) return
  await setState(tx, order.id, isRefunded ? 'refunded' : 'paid')
  const row = await findSubscription(tx, order.owner_id)
  if (row === undefined || row.terms === null || row.plan !== order.plan) return
  const paid = await orders(tx)
    .where('owner_id', '=', order.owner_id)
    .where('plan', '=', order.plan)
    .where('state', '=', 'paid')
    .execute()
  const at = now()
  const ends = paid.map(({ period_until: until }) => until?.getTime() ?? 0)
  const endsAt = new Date(Math.max(at.getTime(), ...ends))
  await tx
    .query<SharingTables>()
    .updateTable('trading.subscription')
    .set({ ends_at: endsAt, ends_with_period: isRefunded, told: 0 })
    .where('owner_id', '=', order.owner_id)
    .execute()
}
