import { type Static, Type } from 'typebox'
import type { Db, Tx } from '../../../../kernel/db/database.ts'
import { type Route, route } from '../../../../kernel/http/route.ts'
import { idOf, instant, namedObject, nullable, object, oneOf } from '../../../../kernel/http/schema.ts'
import type { Id } from '../../../../kernel/id.ts'
import { moneyShape } from '../../../../kernel/money.ts'
import { traderId } from '../../caller.ts'
import type { TradingParts } from '../../deps.ts'
import { SUBJECT_TYPE } from './orders.ts'
import { intervals, type Plan, planName } from './plan.ts'
import { standingStates } from './standings.ts'
import { choosePlan, readSubscription } from './subscriptions.ts'

type Deps = Pick<TradingParts, 'db' | 'standings' | 'payments'>

const SUBSCRIPTION = '/api/trading/subscription'

const limit = nullable(Type.Integer({ description: 'Null: there is none' }))
const planShape = namedObject('TradingOfferedPlan', {
  name: planName,
  title: Type.String(),
  limits: object({ tradesOpened: limit, journalEntries: limit, activePlaybooks: limit }),
  price: nullable(object({ amount: moneyShape, interval: oneOf(intervals) })),
})

const subscriptionShape = namedObject('TradingSubscription', {
  state: {
    ...oneOf(standingStates),
    description:
      'unlimited: there are no limits here, or none for the caller. default: the plan of whoever chose none. grace: what was paid is over, and the plan holds for a week more.',
  },
  plan: planShape,
  paidUntil: nullable(instant),
  endsWithPeriod: Type.Boolean({ description: 'It was said that nothing more will be paid' }),
  next: {
    ...nullable(object({ plan: planShape, from: instant })),
    description: 'What holds from when, unless another period is paid',
  },
  order: nullable(
    object({
      id: idOf('trading-plan-order'),
      plan: planShape,
      createdAt: instant,
      subject: { ...object({ type: Type.String(), id: Type.String() }), description: 'What payments know it by' },
    }),
  ),
})

/** The plans there are, and the one of a trader. */
export function subscriptionRoutes(deps: Deps): Route[] {
  return [plansRoute(deps), readRoute(deps), chooseRoute(deps)]
}

function plansRoute({ db, standings }: Deps): Route {
  return route(
    {
      id: 'trading.listPlans',
      method: 'GET',
      path: '/api/trading/plans',
      summary: 'Plans that the caller can choose, the one of whoever chose none first; none where there are no limits.',
      policy: { can: 'trading:use', rate: 'read' },
      schema: { response: { 200: object({ items: Type.Array(planShape) }) } },
      problems: ['trading/consent-needed'],
    },
    async (call) => {
      const offer = await standings.offerFor(db, traderId(call))
      return { items: offer === null ? [] : [offer.fallback, ...offer.offered].map(viewPlan) }
    },
  )
}

function readRoute(deps: Deps): Route {
  return route(
    {
      id: 'trading.getSubscription',
      method: 'GET',
      path: SUBSCRIPTION,
      summary: 'The plan that holds for the caller, until when it is paid, what comes after it, and what is ordered.',
      policy: { can: 'trading:use', rate: 'read' },
      schema: { response: { 200: subscriptionShape } },
      problems: ['trading/consent-needed'],
    },
    (call) => view(deps.db, deps, traderId(call)),
  )
}

function chooseRoute(deps: Deps): Route {
  return route(
    {
      id: 'trading.choosePlan',
      method: 'POST',
      path: SUBSCRIPTION,
      summary:
        'Chooses a plan. A free one holds at once, or after the paid time; of a paid one an order is made, which begins it once it is paid. Nothing is ever charged by itself.',
      policy: { can: 'trading:use', rate: 'write', idempotency: 'optional' },
      schema: { body: object({ plan: planName }), response: { 200: subscriptionShape } },
      problems: [
        ...['trading/plan-not-needed', 'trading/plan-not-offered', 'trading/plan-not-payable'],
        ...['trading/plan-paid-ahead', 'trading/plan-other-currency', 'trading/consent-needed'],
      ],
    },
    (call) => {
      const ownerId = traderId(call)
      return call.transaction(async (tx) => {
        await choosePlan(tx, deps, ownerId, call.body.plan)
        return await view(tx, deps, ownerId)
      })
    },
  )
}

function viewPlan({ name, title, limits, price }: Plan): Static<typeof planShape> {
  return {
    ...{ name, title, limits },
    price: price && { amount: { minor: price.minor, currency: price.currency }, interval: price.interval },
  }
}

async function view(
  reader: Db | Tx,
  deps: Pick<Deps, 'standings'>,
  ownerId: Id<'user'>,
): Promise<Static<typeof subscriptionShape>> {
  const { standing, endsWithPeriod, order } = await readSubscription(reader, deps, ownerId)
  const { state, plan, paidUntil, next } = standing
  return {
    ...{ state, plan: viewPlan(plan), paidUntil, endsWithPeriod },
    next: next && { plan: viewPlan(next.plan), from: next.from },
    order: order && {
      ...{ id: order.id, plan: viewPlan(order.terms), createdAt: order.created_at },
      subject: { type: SUBJECT_TYPE, id: order.id },
    },
  }
}
