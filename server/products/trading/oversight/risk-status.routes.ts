import { type Static, Type } from 'typebox'
import { now } from '../../../kernel/clock.ts'
import type { Db } from '../../../kernel/db/database.ts'
import { type Decimal, decimalShape, formatDecimal } from '../../../kernel/decimal.ts'
import { type Route, route } from '../../../kernel/http/route.ts'
import { idOf, instant, nullable, object, oneOf } from '../../../kernel/http/schema.ts'
import {
  accountExplanation,
  explainedAccountFigure,
  type FigureAsked,
  figureQuery,
} from '../analytics/explain/account-figure.ts'
import { traderId } from '../caller.ts'
import type { TradingDeps } from '../deps.ts'
import { ownAccount } from '../ledger/accounts.ts'
import { balanceDayPath } from '../ledger/explain-balances.routes.ts'
import type { AccountRow } from '../ledger/tables.ts'
import { findRiskFigure } from './explain-risk.ts'
import { listBreaches } from './risk-breaches.ts'
import { type RiskDay, type RiskStatus, riskRules } from './risk-path.ts'
import { findProfile } from './risk-profiles.ts'
import { isLimit, leftOf, lossLeft, profileFigures } from './risk-status.ts'
import { breachChanges, limitRules, type RiskBreachRow, type RiskProfileRow, riskStates } from './tables.ts'

const DAYS_SHOWN = 400
const ruleStates = [...riskStates, 'met', 'unmet'] as const
const money = nullable(decimalShape)
const dayFields = object({
  day: Type.String(),
  ...{ start: decimalShape, low: decimalShape, close: decimalShape, realised: decimalShape, loss: decimalShape },
  lossLeft: money,
  floor: money,
  roomLeast: { ...money, description: 'How close equity came to the floor in the session' },
})
const ruleFields = object({
  rule: oneOf(riskRules),
  state: oneOf(ruleStates),
  actual: decimalShape,
  allowed: decimalShape,
  left: decimalShape,
  since: nullable(instant),
})
const breachFields = object({
  rule: oneOf(limitRules),
  breachedAt: instant,
  recordedAt: instant,
  withdrawnAt: nullable(instant),
  changes: Type.Array(
    object({
      what: oneOf(breachChanges),
      at: Type.String(),
      from: nullable(Type.String()),
      to: nullable(Type.String()),
    }),
  ),
})
const statusShape = object({
  asOf: instant,
  currency: Type.String(),
  timeZone: Type.String(),
  day: Type.String({ description: 'The present trading day by the cut-off of the account' }),
  status: oneOf(riskStates),
  firstBreach: nullable(object({ rule: oneOf(limitRules), at: instant })),
  startEquity: decimalShape,
  equity: decimalShape,
  marks: nullable(
    Type.Integer({ description: 'Closes of bars that were followed; null: open positions do not count' }),
  ),
  rules: Type.Array(ruleFields),
  days: Type.Array(dayFields, { description: `The last ${DAYS_SHOWN} trading days on which something happened` }),
  breaches: Type.Array(breachFields, { description: 'As they were recorded, with what later became of them' }),
})

/** How an account stands, made of its fills when it is asked for. */
export function riskStatusRoutes({ db }: Pick<TradingDeps, 'db'>): Route[] {
  return [statusRoute({ db }), explainRoute({ db })]
}

const params = object({ id: idOf('risk-profile') })
const read = { can: 'trading:use', rate: 'read' } as const

function statusRoute({ db }: Pick<TradingDeps, 'db'>): Route {
  return route(
    {
      id: 'trading.getRiskStatus',
      method: 'GET',
      path: '/api/trading/risk-profiles/{id}/status',
      summary: 'How the account stands against the profile now, when it was breached first, and each day’s path.',
      policy: read,
      schema: { params, response: { 200: statusShape } },
      problems: ['trading/risk-profile-not-found'],
    },
    async (call) => {
      const ownerId = traderId(call)
      const profile = await findProfile(db, { ownerId, id: call.params.id })
      return await statusOf(db, await ownAccount(db, ownerId, profile.account_id), profile)
    },
  )
}

function explainRoute({ db }: Pick<TradingDeps, 'db'>): Route {
  return route(
    {
      id: 'trading.explainRisk',
      method: 'GET',
      path: '/api/trading/risk-profiles/{id}/status/explain',
      summary:
        'How a figure of the status follows from the points of the path: `/equity`, `/rules/drawdown/left`, `/days/2026-03-02/low`.',
      policy: read,
      schema: { params, query: object(figureQuery), response: { 200: accountExplanation } },
      problems: ['trading/risk-profile-not-found', 'trading/figure-not-found'],
    },
    async (call) => {
      const ownerId = traderId(call)
      const profile = await findProfile(db, { ownerId, id: call.params.id })
      const account = await ownAccount(db, ownerId, profile.account_id)
      const asked = call.query as FigureAsked
      const told = await statusOf(db, account, profile)
      const found = await findRiskFigure({ db, account, profile, told, figure: asked.figure })
      const key = [profile.id, profile.version, String(account.generation), told.day]
      return explainedAccountFigure({ found, key, dayPath: balanceDayPath(account.id, '/realised/net') }, asked)
    },
  )
}

async function statusOf(db: Db, account: AccountRow, profile: RiskProfileRow): Promise<Static<typeof statusShape>> {
  const figures = await profileFigures(db, account, profile)
  return {
    ...{ asOf: now(), currency: account.currency, timeZone: account.time_zone, day: figures.today },
    ...{ status: figures.status, firstBreach: firstBreach(figures.statuses), marks: figures.marks },
    startEquity: formatDecimal(figures.startEquity),
    equity: formatDecimal(figures.days.at(-1)?.close ?? figures.startEquity),
    rules: figures.statuses.map(ruleOf),
    days: figures.days.slice(-DAYS_SHOWN).map((day) => dayOf(day, profile)),
    breaches: (await listBreaches(db, profile.id)).map(breachOf),
  }
}

function firstBreach(statuses: readonly RiskStatus[]): Static<typeof statusShape>['firstBreach'] {
  let first: { rule: (typeof limitRules)[number]; at: Date } | null = null
  for (const { rule, breachedAtMs } of statuses)
    if (isLimit(rule) && breachedAtMs !== null && (first === null || breachedAtMs < first.at.getTime()))
      first = { rule, at: new Date(breachedAtMs) }
  return first
}

function ruleOf(one: RiskStatus): Static<typeof ruleFields> {
  const { rule, status, actual, allowed, breachedAtMs } = one
  return {
    ...{ rule, state: isLimit(rule) ? status : conditionState(one), actual: formatDecimal(actual) },
    ...{ allowed: formatDecimal(allowed), left: formatDecimal(leftOf(one)) },
    since: breachedAtMs === null ? null : new Date(breachedAtMs),
  }
}

/** What later trades can meet is no breach. */
function conditionState({ rule, status }: RiskStatus): 'met' | 'unmet' {
  return rule === 'best_day' ? (status === 'breached' ? 'unmet' : 'met') : status === 'ok' ? 'met' : 'unmet'
}

function dayOf(day: RiskDay, profile: RiskProfileRow): Static<typeof dayFields> {
  const maybe = (value: Decimal | null): string | null => (value === null ? null : formatDecimal(value))
  return {
    ...{ day: day.day, start: formatDecimal(day.start), low: formatDecimal(day.low), close: formatDecimal(day.close) },
    ...{
      realised: formatDecimal(day.realised),
      loss: formatDecimal(day.loss),
      lossLeft: maybe(lossLeft(day, profile)),
    },
    ...{ floor: maybe(day.floor), roomLeast: maybe(day.roomLeast) },
  }
}

function breachOf(row: RiskBreachRow): Static<typeof breachFields> {
  return {
    ...{ rule: row.rule, breachedAt: row.breached_at, recordedAt: row.recorded_at, withdrawnAt: row.withdrawn_at },
    changes: [...row.changes],
  }
}
