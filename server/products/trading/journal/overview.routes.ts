import { type Static, Type } from 'typebox'
import { type Route, route } from '../../../kernel/http/route.ts'
import { idOf, instant, nullable, object, oneOf, page, pageQuery } from '../../../kernel/http/schema.ts'
import { traderId } from '../caller.ts'
import type { TradingParts } from '../deps.ts'
import { hiddenByPlan } from '../ledger/trades/trade-view.ts'
import { listMilestones } from './milestones.ts'
import { type PeriodOf, reviewPeriod } from './period-review.ts'
import { periodOf } from './periods.ts'
import { remindersOf } from './reminders.ts'
import { dayShape } from './shapes.ts'
import { goalPeriods, type MilestoneRow, milestoneKinds } from './tables.ts'

type Deps = Pick<TradingParts, 'db' | 'plans'>

const policy = { can: 'trading:use', rate: 'read' } as const
const trade = { id: idOf('trade'), accountId: idOf('trading-account'), symbol: Type.String(), net: Type.String() }
const ended = object({ ...trade, currency: Type.String(), closedDay: Type.String() })
const accountShape = object({
  accountId: idOf('trading-account'),
  name: Type.String(),
  currency: Type.String(),
  net: Type.String({ description: 'Realised by what was closed on these trading days' }),
  trades: Type.Integer({ description: 'That ended on these trading days' }),
  wins: Type.Integer(),
  losses: Type.Integer(),
  largestWins: Type.Array(ended),
  largestLosses: Type.Array(ended),
})
/** What a period is looked back at by. */
export const reviewProperties = {
  from: Type.String(),
  to: Type.String(),
  accounts: Type.Array(accountShape),
  tags: Type.Array(
    object({
      tagId: idOf('tag'),
      name: Type.String(),
      grouping: Type.String(),
      currency: Type.String(),
      trades: Type.Integer(),
      net: Type.String(),
    }),
  ),
  brokenRules: Type.Array(
    object({
      playbookId: idOf('playbook'),
      playbook: Type.String(),
      ruleId: Type.String(),
      kind: Type.String(),
      currency: Type.String(),
      trades: Type.Integer(),
      net: Type.String(),
    }),
  ),
  journal: object({ traded: Type.Integer(), written: Type.Integer(), missed: Type.Integer() }),
  hiddenByPlan,
}
const reviewShape = object(reviewProperties)
const milestoneShape = object({
  id: idOf('milestone'),
  kind: oneOf(milestoneKinds),
  goalId: nullable(idOf('goal')),
  title: Type.String(),
  reachedAt: instant,
})

/** Looking back at a week or a month, what is still to be written, and what was reached. */
export function overviewRoutes(deps: Deps): Route[] {
  return [reviewRoute(deps), remindersRoute(deps), milestonesRoute(deps)]
}

function reviewRoute({ db, plans }: Deps): Route {
  return route(
    {
      id: 'trading.reviewPeriod',
      method: 'GET',
      path: '/api/trading/journal-review',
      summary:
        'What went well and what did not on a day, in its week or in its month: largest trades, broken rules, tags.',
      policy,
      schema: {
        query: object({
          period: oneOf(['day', ...goalPeriods]),
          day: dayShape,
          accountId: Type.Optional(idOf('trading-account')),
        }),
        response: { 200: reviewShape },
      },
      problems: ['trading/account-not-found'],
    },
    async (call) => {
      const { period, day, accountId } = call.query
      const trader = await plans.trader(db, traderId(call))
      return await reviewPeriod(db, { trader, accountId } as PeriodOf, periodOf(period, day))
    },
  )
}

function remindersRoute({ db, plans }: Deps): Route {
  const open = object({ ...trade, currency: Type.String(), closedAt: instant })
  return route(
    {
      id: 'trading.journalReminders',
      method: 'GET',
      path: '/api/trading/journal-reminders',
      summary: 'Of the last 90 days: the last 100 trades without review or note, and days traded without an entry.',
      policy,
      schema: {
        response: { 200: object({ trades: Type.Array(open), days: Type.Array(Type.String()), hiddenByPlan }) },
      },
    },
    async (call) => remindersOf(db, await plans.trader(db, traderId(call))),
  )
}

function milestonesRoute({ db }: Deps): Route {
  return route(
    {
      id: 'trading.listMilestones',
      method: 'GET',
      path: '/api/trading/milestones',
      summary: 'What the trader has reached, the newest first.',
      policy,
      schema: { query: object(pageQuery), response: { 200: page(milestoneShape) } },
    },
    (call) => listMilestones(db, traderId(call), call.query, viewMilestone),
  )
}

function viewMilestone(row: MilestoneRow): Static<typeof milestoneShape> {
  return { id: row.id, kind: row.kind, goalId: row.goal_id, title: row.title, reachedAt: row.reached_at }
}
