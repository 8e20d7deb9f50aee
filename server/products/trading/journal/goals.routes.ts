import { type Static, Type } from 'typebox'
import type { Db, Tx } from '../../../kernel/db/database.ts'
import { unsignedDecimalShape } from '../../../kernel/decimal.ts'
import { type Route, route } from '../../../kernel/http/route.ts'
import { idOf, namedObject, nullable, object, oneOf, page, pageQuery } from '../../../kernel/http/schema.ts'
import {
  accountExplanation,
  explainedAccountFigure,
  type FigureAsked,
  figureQuery,
} from '../analytics/explain/account-figure.ts'
import { traderId } from '../caller.ts'
import type { TradingDeps } from '../deps.ts'
import { balanceDayPath } from '../ledger/explain-balances.routes.ts'
import { findGoalFigure } from './explain-goal.ts'
import { goalStates, type Progress, progressOf } from './goal-progress.ts'
import { createGoal, findGoal, listGoals, removeGoal, saveGoal } from './goals.ts'
import { periodBefore } from './periods.ts'
import { dayShape, versionShape } from './shapes.ts'
import { type GoalRow, goalMetrics, goalPeriods } from './tables.ts'

type Deps = Pick<TradingDeps, 'db'>

const HISTORY = 12
const byId = object({ id: idOf('goal') })
const path = '/api/trading/goals/{id}'
const policy = { can: 'trading:use', rate: 'write' } as const
const said = {
  accountId: nullable(idOf('trading-account')),
  metric: oneOf(goalMetrics),
  target: { ...unsignedDecimalShape, description: 'Money in the currency of the account, a count, or a percentage' },
  period: oneOf(goalPeriods),
  startsOn: dayShape,
  endsOn: nullable(dayShape),
}
const progress = object({
  from: Type.String(),
  to: Type.String(),
  value: nullable(Type.String()),
  state: oneOf(goalStates),
})
const goalFields = { id: idOf('goal'), ...said, version: Type.Integer(), progress }
const goalShape = namedObject('Goal', goalFields)
const problems = ['trading/goal-not-found']
const writeProblems = ['trading/account-not-found', 'trading/value-invalid']

/** What a trader wants to reach in each week or month. */
export function goalRoutes(deps: Deps): Route[] {
  return [listRoute(deps), createRoute(), getRoute(deps), explainRoute(deps), saveRoute(), removeRoute()]
}

async function view(source: Db | Tx, row: GoalRow): Promise<Static<typeof goalShape>> {
  const { id, account_id: accountId, metric, target, period, starts_on: startsOn, ends_on: endsOn, version } = row
  return { id, accountId, metric, target, period, startsOn, endsOn, version, progress: await progressOf(source, row) }
}

function listRoute({ db }: Deps): Route {
  return route(
    {
      id: 'trading.listGoals',
      method: 'GET',
      path: '/api/trading/goals',
      summary: 'Goals with how they stand in this week or month, the newest first.',
      policy: { can: 'trading:use', rate: 'read' },
      schema: { query: object(pageQuery), response: { 200: page(goalShape) } },
    },
    async (call) => {
      const { items, nextCursor } = await listGoals(db, traderId(call), call.query)
      return { items: await Promise.all(items.map((row) => view(db, row))), nextCursor }
    },
  )
}

function createRoute(): Route {
  return route(
    {
      id: 'trading.createGoal',
      method: 'POST',
      path: '/api/trading/goals',
      summary: 'Sets a goal: at least this much, or of trades and losses a day at most.',
      policy: { ...policy, idempotency: 'optional' },
      schema: { body: object(said), response: { 201: goalShape } },
      problems: [...writeProblems, 'trading/journal-full'],
    },
    (call) => {
      const ownerId = traderId(call)
      return call.transaction(async (tx) => view(tx, await createGoal(tx, ownerId, call.body)))
    },
  )
}

function getRoute({ db }: Deps): Route {
  return route(
    {
      id: 'trading.getGoal',
      method: 'GET',
      path,
      summary: 'A goal with how it stood in the last twelve weeks or months, the present one first.',
      policy: { can: 'trading:use', rate: 'read' },
      schema: { params: byId, response: { 200: object({ ...goalFields, history: Type.Array(progress) }) } },
      problems,
    },
    async (call) => {
      const row = await findGoal(db, { ownerId: traderId(call), id: call.params.id })
      const goal = await view(db, row)
      return { ...goal, history: await historyOf(db, row, goal.progress) }
    },
  )
}

function explainRoute({ db }: Deps): Route {
  return route(
    {
      id: 'trading.explainGoal',
      method: 'GET',
      path: `${path}/explain`,
      summary:
        'How the value of a goal follows from days and trades: `/progress/value` now, `/history/1/value` in the period before.',
      policy: { can: 'trading:use', rate: 'read' },
      schema: { params: byId, query: object(figureQuery), response: { 200: accountExplanation } },
      problems: [...problems, 'trading/figure-not-found'],
    },
    async (call) => {
      const row = await findGoal(db, { ownerId: traderId(call), id: call.params.id })
      const progress = await progressOf(db, row)
      const asked = call.query as FigureAsked
      const told = { progress, history: await historyOf(db, row, progress) }
      const found = await findGoalFigure(db, row, { told, figure: asked.figure })
      const dayPath = balanceDayPath(row.account_id ?? '', '/realised/net')
      return explainedAccountFigure({ found, key: [row.id, row.version, found?.value, progress.from], dayPath }, asked)
    },
  )
}

async function historyOf(db: Db, row: GoalRow, present: Progress): Promise<Progress[]> {
  const history = [present]
  let range = periodBefore(row.period, present)
  while (history.length < HISTORY && range.to >= row.starts_on) {
    history.push(await progressOf(db, row, range.from))
    range = periodBefore(row.period, range)
  }
  return history
}

function saveRoute(): Route {
  return route(
    {
      id: 'trading.saveGoal',
      method: 'PUT',
      path,
      summary: 'Writes the whole goal over the version that was read.',
      policy,
      schema: { params: byId, body: object({ ...said, version: versionShape }), response: { 200: goalShape } },
      problems: [...problems, ...writeProblems, 'trading/journal-stale'],
    },
    (call) => {
      const own = { ownerId: traderId(call), id: call.params.id }
      return call.transaction(async (tx) => view(tx, await saveGoal(tx, own, call.body)))
    },
  )
}

function removeRoute(): Route {
  return route(
    {
      id: 'trading.removeGoal',
      method: 'DELETE',
      path,
      summary: 'Removes a goal; milestones reached by it stay.',
      policy,
      schema: { params: byId, response: { 204: null } },
      problems,
    },
    async (call) => {
      const own = { ownerId: traderId(call), id: call.params.id }
      await call.transaction((tx) => removeGoal(tx, own))
    },
  )
}
