import { type Static, Type } from 'typebox'
import { decimal, formatDecimal, unsignedDecimalShape } from '../../../kernel/decimal.ts'
import { type Route, route } from '../../../kernel/http/route.ts'
import { idOf, instant, line, nullable, object, oneOf, page, pageQuery } from '../../../kernel/http/schema.ts'
import { traderId } from '../caller.ts'
import type { TradingDeps } from '../deps.ts'
import { instantInput, readInstant } from '../ledger/values.ts'
import {
  type AlertFields,
  createAlert,
  findAlert,
  listAlerts,
  removeAlert,
  resolveAlert,
  saveAlert,
  snoozeAlert,
} from './alerts.ts'
import { type AlertRow, alertKinds, alertStates, channels } from './tables.ts'

type Deps = Pick<TradingDeps, 'db'>

const byId = object({ id: idOf('alert') })
const path = '/api/trading/alerts/{id}'
const policy = { can: 'trading:use', rate: 'write' } as const
const said = {
  name: line(80),
  kind: oneOf(alertKinds),
  threshold: nullable({
    ...unsignedDecimalShape,
    description: 'Money in the currency of the account, a count, a percentage or a price; null where none is asked for',
  }),
  trades: nullable(Type.Integer({ minimum: 5, maximum: 1000, description: 'Of a win rate: of how many trades' })),
  instrumentId: nullable(idOf('instrument')),
  profileId: nullable(idOf('risk-profile')),
  channels: Type.Array(oneOf(channels), { minItems: 1, maxItems: channels.length, uniqueItems: true }),
}
const input = object({ accountId: idOf('trading-account'), ...said, expiresAt: nullable(instantInput) })
const alertShape = object({
  ...{ id: idOf('alert'), accountId: idOf('trading-account'), ...said, expiresAt: nullable(instant) },
  state: oneOf(alertStates),
  snoozedUntil: nullable(instant),
  triggeredAt: nullable(instant),
  version: Type.Integer(),
  createdAt: instant,
})
const problems = ['trading/alert-not-found']
const writeProblems = ['trading/account-not-found', 'trading/value-invalid']

/** What a trader wants to be told. */
export function alertRoutes(deps: Deps): Route[] {
  return [listRoute(deps), createRoute(), getRoute(deps), saveRoute(), removeRoute(), snoozeRoute(), resolveRoute()]
}

function view(row: AlertRow): Static<typeof alertShape> {
  const { id, name, kind, threshold, trades, state, version } = row
  return {
    ...{ id, accountId: row.account_id, name, kind, trades, instrumentId: row.instrument_id },
    threshold: threshold === null ? null : formatDecimal(decimal(threshold)),
    ...{ profileId: row.profile_id, channels: row.channels, expiresAt: row.expires_at, state },
    ...{ snoozedUntil: row.snoozed_until, triggeredAt: row.triggered_at, version, createdAt: row.created_at },
  }
}

function columns(body: Static<typeof input>): AlertFields {
  const { accountId, name, kind, threshold, trades, instrumentId, profileId, expiresAt } = body
  return {
    ...{ account_id: accountId, name, kind, threshold, trades, instrument_id: instrumentId, profile_id: profileId },
    channels: [...body.channels],
    expires_at: expiresAt === null ? null : readInstant(expiresAt, '/expiresAt'),
  }
}

function listRoute({ db }: Deps): Route {
  return route(
    {
      id: 'trading.listAlerts',
      method: 'GET',
      path: '/api/trading/alerts',
      summary: 'Alerts with their state, the newest first.',
      policy: { can: 'trading:use', rate: 'read' },
      schema: {
        query: object({ ...pageQuery, account: Type.Optional(idOf('trading-account')) }),
        response: { 200: page(alertShape) },
      },
    },
    async (call) => {
      const { items, nextCursor } = await listAlerts(db, traderId(call), call.query)
      return { items: items.map(view), nextCursor }
    },
  )
}

function createRoute(): Route {
  return route(
    {
      id: 'trading.createAlert',
      method: 'POST',
      path: '/api/trading/alerts',
      summary: 'Sets an alert: told when its condition becomes true, and not again until it was false.',
      policy: { ...policy, idempotency: 'optional' },
      schema: { body: input, response: { 201: alertShape } },
      problems: [...writeProblems, 'trading/oversight-full'],
    },
    (call) => {
      const ownerId = traderId(call)
      return call.transaction(async (tx) => view(await createAlert(tx, ownerId, columns(call.body))))
    },
  )
}

function getRoute({ db }: Deps): Route {
  return route(
    {
      id: 'trading.getAlert',
      method: 'GET',
      path,
      summary: 'An alert with its state.',
      policy: { can: 'trading:use', rate: 'read' },
      schema: { params: byId, response: { 200: alertShape } },
      problems,
    },
    async (call) => view(await findAlert(db, { ownerId: traderId(call), id: call.params.id })),
  )
}

function saveRoute(): Route {
  return route(
    {
      id: 'trading.saveAlert',
      method: 'PUT',
      path,
      summary: 'Writes the whole alert over the version that was read, and judges it anew.',
      policy,
      schema: {
        params: byId,
        body: object({ ...input.properties, version: Type.Integer({ minimum: 1, maximum: 2_147_483_647 }) }),
        response: { 200: alertShape },
      },
      problems: [...problems, ...writeProblems, 'trading/oversight-stale'],
    },
    (call) => {
      const own = { ownerId: traderId(call), id: call.params.id }
      const { version } = call.body
      return call.transaction(async (tx) => view(await saveAlert(tx, own, { ...columns(call.body), version })))
    },
  )
}

function removeRoute(): Route {
  return route(
    {
      id: 'trading.removeAlert',
      method: 'DELETE',
      path,
      summary: 'Removes an alert; what it told stays.',
      policy,
      schema: { params: byId, response: { 204: null } },
      problems,
    },
    async (call) => {
      const own = { ownerId: traderId(call), id: call.params.id }
      await call.transaction((tx) => removeAlert(tx, own))
    },
  )
}

function snoozeRoute(): Route {
  return route(
    {
      id: 'trading.snoozeAlert',
      method: 'POST',
      path: `${path}/snooze`,
      summary: 'Tells nothing of it until a moment; if its condition holds then, it is told once more.',
      policy: { ...policy, idempotency: 'optional' },
      schema: { params: byId, body: object({ until: instantInput }), response: { 200: alertShape } },
      problems: [...problems, 'trading/alert-step', 'trading/value-invalid'],
    },
    (call) => {
      const own = { ownerId: traderId(call), id: call.params.id }
      const until = readInstant(call.body.until, '/until')
      return call.transaction(async (tx) => view(await snoozeAlert(tx, own, until)))
    },
  )
}

function resolveRoute(): Route {
  return route(
    {
      id: 'trading.resolveAlert',
      method: 'POST',
      path: `${path}/resolve`,
      summary: 'Marks what was told as dealt with.',
      policy: { ...policy, idempotency: 'optional' },
      schema: { params: byId, response: { 200: alertShape } },
      problems: [...problems, 'trading/alert-step'],
    },
    (call) => {
      const own = { ownerId: traderId(call), id: call.params.id }
      return call.transaction(async (tx) => view(await resolveAlert(tx, own)))
    },
  )
}
