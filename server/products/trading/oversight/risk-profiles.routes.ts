import { type Static, Type } from 'typebox'
import { compare, decimal, formatDecimal, signOf, unsignedDecimalShape } from '../../../kernel/decimal.ts'
import { type Route, route } from '../../../kernel/http/route.ts'
import { idOf, instant, line, nullable, object, oneOf, page, pageQuery } from '../../../kernel/http/schema.ts'
import { traderId } from '../caller.ts'
import type { TradingDeps } from '../deps.ts'
import { dayShape, versionShape } from '../journal/shapes.ts'
import { lockAccount } from '../ledger/accounts.ts'
import { invalidValue } from '../ledger/problems.ts'
import {
  createProfile,
  findProfile,
  listProfiles,
  type ProfileFields,
  removeProfile,
  saveProfile,
} from './risk-profiles.ts'
import { templatesFor } from './risk-templates.ts'
import { drawdownKinds, type RiskProfileRow, riskStates } from './tables.ts'

type Deps = Pick<TradingDeps, 'db'>

const byId = object({ id: idOf('risk-profile') })
const path = '/api/trading/risk-profiles/{id}'
const policy = { can: 'trading:use', rate: 'write' } as const
const amount = nullable(unsignedDecimalShape)
const drawdownShape = nullable(
  object({ kind: oneOf(drawdownKinds), amount: unsignedDecimalShape, lockAt: nullable(unsignedDecimalShape) }),
)
const limits = {
  dailyLoss: amount,
  drawdown: drawdownShape,
  bestDayPercent: amount,
  daysMin: nullable(Type.Integer({ minimum: 1, maximum: 1000 })),
  profitTarget: amount,
}
const said = {
  name: line(80),
  startsOn: dayShape,
  startBalance: nullable({ ...unsignedDecimalShape, description: 'Null: what the ledger says of that day' }),
  ...limits,
  warnAtPercent: Type.Integer({ minimum: 1, maximum: 99, description: 'Of a limit, used: from there on it warns' }),
  usesMarks: Type.Boolean({ description: 'Open positions count, at the closes of bars' }),
}
const body = object(said)
const profileShape = object({
  ...{ id: idOf('risk-profile'), accountId: idOf('trading-account'), ...said },
  status: oneOf(riskStates),
  version: Type.Integer(),
  createdAt: instant,
})
const problems = ['trading/risk-profile-not-found']

/** Limits of accounts, as those who fund traders set them. */
export function riskProfileRoutes(deps: Deps): Route[] {
  return [templatesRoute(), listRoute(deps), createRoute(), getRoute(deps), saveRoute(), removeRoute()]
}

function view(row: RiskProfileRow): Static<typeof profileShape> {
  const maybe = (text: string | null): string | null => (text === null ? null : formatDecimal(decimal(text)))
  const { drawdown_kind: kind, drawdown_amount: most } = row
  return {
    ...{ id: row.id, accountId: row.account_id, name: row.name, startsOn: row.starts_on },
    ...{ startBalance: maybe(row.start_balance), dailyLoss: maybe(row.daily_loss), daysMin: row.days_min },
    drawdown:
      kind === null || most === null
        ? null
        : { kind, amount: formatDecimal(decimal(most)), lockAt: maybe(row.drawdown_lock_at) },
    ...{ bestDayPercent: maybe(row.best_day_percent), profitTarget: maybe(row.profit_target) },
    ...{ warnAtPercent: row.warn_at_percent, usesMarks: row.uses_marks, status: row.status },
    ...{ version: row.version, createdAt: row.created_at },
  }
}

/** Throws trading/value-invalid. */
function columns(asked: Static<typeof body>): ProfileFields {
  const { dailyLoss, drawdown, bestDayPercent, daysMin, profitTarget, startBalance } = asked
  for (const [name, value] of Object.entries({ dailyLoss, bestDayPercent, profitTarget, startBalance }))
    if (value !== null && signOf(decimal(value)) <= 0)
      throw invalidValue(`/${name}`, 'minimum', 'is more than nothing, or left out')
  if (bestDayPercent !== null && compare(decimal(bestDayPercent), decimal('100')) > 0)
    throw invalidValue('/bestDayPercent', 'maximum', 'is a percentage')
  if (drawdown !== null && signOf(decimal(drawdown.amount)) <= 0)
    throw invalidValue('/drawdown/amount', 'minimum', 'is more than nothing')
  if (drawdown?.kind === 'static' && drawdown.lockAt !== null)
    throw invalidValue('/drawdown/lockAt', 'not-asked', 'is of a floor that trails')
  if ([dailyLoss, drawdown, bestDayPercent, daysMin, profitTarget].every((one) => one === null))
    throw invalidValue('/dailyLoss', 'required', 'or another rule is needed')
  return {
    ...{ name: asked.name, starts_on: asked.startsOn, start_balance: startBalance, daily_loss: dailyLoss },
    ...{ drawdown_kind: drawdown?.kind ?? null, drawdown_amount: drawdown?.amount ?? null },
    ...{ drawdown_lock_at: drawdown?.lockAt ?? null, best_day_percent: bestDayPercent, days_min: daysMin },
    ...{ profit_target: profitTarget, warn_at_percent: asked.warnAtPercent, uses_marks: asked.usesMarks },
  }
}

function templatesRoute(): Route {
  return route(
    {
      id: 'trading.listRiskTemplates',
      method: 'GET',
      path: '/api/trading/risk-templates',
      summary: 'Starting values of common sets of rules, with amounts for a balance.',
      policy: { can: 'trading:use', rate: 'read' },
      schema: {
        query: object({ balance: unsignedDecimalShape }),
        response: {
          200: object({ items: Type.Array(object({ key: Type.String(), title: Type.String(), ...limits })) }),
        },
      },
    },
    async (call) => {
      traderId(call)
      return { items: templatesFor(call.query.balance) }
    },
  )
}

function listRoute({ db }: Deps): Route {
  return route(
    {
      id: 'trading.listRiskProfiles',
      method: 'GET',
      path: '/api/trading/risk-profiles',
      summary: 'Risk profiles as the last look found them, the newest first.',
      policy: { can: 'trading:use', rate: 'read' },
      schema: {
        query: object({ ...pageQuery, account: Type.Optional(idOf('trading-account')) }),
        response: { 200: page(profileShape) },
      },
    },
    async (call) => {
      const { items, nextCursor } = await listProfiles(db, traderId(call), call.query)
      return { items: items.map(view), nextCursor }
    },
  )
}

function createRoute(): Route {
  return route(
    {
      id: 'trading.createRiskProfile',
      method: 'POST',
      path: '/api/trading/risk-profiles',
      summary: 'Sets limits of an account from a trading day on; the account is judged by them at once.',
      policy: { ...policy, idempotency: 'optional' },
      schema: { body: object({ accountId: idOf('trading-account'), ...said }), response: { 201: profileShape } },
      problems: [
        ...['trading/account-not-found', 'trading/account-archived', 'trading/value-invalid'],
        'trading/oversight-full',
      ],
    },
    (call) => {
      const ownerId = traderId(call)
      const { accountId, ...asked } = call.body
      const fields = columns(asked)
      return call.transaction(async (tx) => {
        return view(await createProfile(tx, await lockAccount(tx, ownerId, accountId), fields))
      })
    },
  )
}

function getRoute({ db }: Deps): Route {
  return route(
    {
      id: 'trading.getRiskProfile',
      method: 'GET',
      path,
      summary: 'A risk profile as the last look found it.',
      policy: { can: 'trading:use', rate: 'read' },
      schema: { params: byId, response: { 200: profileShape } },
      problems,
    },
    async (call) => view(await findProfile(db, { ownerId: traderId(call), id: call.params.id })),
  )
}

function saveRoute(): Route {
  return route(
    {
      id: 'trading.saveRiskProfile',
      method: 'PUT',
      path,
      summary: 'Writes all limits over the version that was read; breaches that were recorded follow openly.',
      policy,
      schema: { params: byId, body: object({ ...said, version: versionShape }), response: { 200: profileShape } },
      problems: [...problems, 'trading/oversight-stale', 'trading/value-invalid'],
    },
    (call) => {
      const own = { ownerId: traderId(call), id: call.params.id }
      const { version, ...asked } = call.body
      const fields = columns(asked)
      return call.transaction(async (tx) => view(await saveProfile(tx, own, { ...fields, version })))
    },
  )
}

function removeRoute(): Route {
  return route(
    {
      id: 'trading.removeRiskProfile',
      method: 'DELETE',
      path,
      summary: 'Removes a risk profile with its breaches and the alerts about it.',
      policy,
      schema: { params: byId, response: { 204: null } },
      problems,
    },
    async (call) => {
      const own = { ownerId: traderId(call), id: call.params.id }
      await call.transaction((tx) => removeProfile(tx, own))
    },
  )
}
