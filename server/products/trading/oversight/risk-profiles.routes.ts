import { Type } from 'typebox'
import { unsignedDecimalShape } from '../../../kernel/decimal.ts'
import { type Route, route } from '../../../kernel/http/route.ts'
import { idOf, object, page, pageQuery } from '../../../kernel/http/schema.ts'
import { traderId } from '../caller.ts'
import type { TradingDeps } from '../deps.ts'
import { versionShape } from '../journal/shapes.ts'
import { lockAccount } from '../ledger/accounts.ts'
import { fieldsOfProfile, limits, profileShape, riskProfileSaid, viewProfile } from './risk-profile-view.ts'
import { createProfile, findProfile, listProfiles, removeProfile, saveProfile } from './risk-profiles.ts'
import { templatesFor } from './risk-templates.ts'

type Deps = Pick<TradingDeps, 'db'>

const byId = object({ id: idOf('risk-profile') })
const path = '/api/trading/risk-profiles/{id}'
const policy = { can: 'trading:use', rate: 'write' } as const
const problems = ['trading/risk-profile-not-found']

/** Limits of accounts, as those who fund traders set them. */
export function riskProfileRoutes(deps: Deps): Route[] {
  return [templatesRoute(), listRoute(deps), createRoute(), getRoute(deps), saveRoute(), removeRoute()]
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
      return { items: items.map(viewProfile), nextCursor }
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
      schema: {
        body: object({ accountId: idOf('trading-account'), ...riskProfileSaid }),
        response: { 201: profileShape },
      },
      problems: [
        ...['trading/account-not-found', 'trading/account-archived', 'trading/value-invalid'],
        'trading/oversight-full',
      ],
    },
    (call) => {
      const ownerId = traderId(call)
      const { accountId, ...asked } = call.body
      const fields = fieldsOfProfile(asked)
      return call.transaction(async (tx) => {
        return viewProfile(await createProfile(tx, await lockAccount(tx, ownerId, accountId), fields))
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
    async (call) => viewProfile(await findProfile(db, { ownerId: traderId(call), id: call.params.id })),
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
      schema: {
        params: byId,
        body: object({ ...riskProfileSaid, version: versionShape }),
        response: { 200: profileShape },
      },
      problems: [...problems, 'trading/oversight-stale', 'trading/value-invalid'],
    },
    (call) => {
      const own = { ownerId: traderId(call), id: call.params.id }
      const { version, ...asked } = call.body
      const fields = fieldsOfProfile(asked)
      return call.transaction(async (tx) => viewProfile(await saveProfile(tx, own, { ...fields, version })))
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
