import { type Static, Type } from 'typebox'
import { type Route, route } from '../../../kernel/http/route.ts'
import { idOf, instant, nullable, object, oneOf, page, pageQuery } from '../../../kernel/http/schema.ts'
import { traderId } from '../caller.ts'
import type { TradingDeps } from '../deps.ts'
import {
  accountChange,
  accountInput,
  accountShape,
  fieldsOfChange,
  fieldsOfInput,
  viewAccount,
} from './account-view.ts'
import {
  archiveAccount,
  changeAccount,
  createAccount,
  listAccounts,
  listReworks,
  ownAccount,
  symbolsOf,
} from './accounts.ts'
import { deleteAccount } from './delete-account.ts'
import { type AccountReworkRow, matchingMethods } from './tables.ts'

const byId = object({ id: idOf('trading-account') })
const read = { can: 'trading:use', rate: 'read' } as const
const write = { can: 'trading:use', rate: 'write' } as const
const NOT_FOUND = 'trading/account-not-found'
const COMMON = [NOT_FOUND, 'trading/consent-needed']

/** Trading accounts of the caller. */
export function accountRoutes({ db, access }: TradingDeps): Route[] {
  return [
    startRoute({ access }),
    ...readRoutes({ db }),
    createRoute(),
    changeRoute(),
    ...archiveRoutes(),
    deleteRoute(),
    reworksRoute({ db }),
  ]
}

function startRoute({ access }: Pick<TradingDeps, 'access'>): Route {
  return route(
    {
      id: 'trading.start',
      method: 'POST',
      path: '/api/trading/start',
      summary: 'Makes the caller a trader.',
      policy: { access: 'signed-in', rate: 'write' },
      schema: { response: { 204: null } },
    },
    (call) => call.transaction((tx) => access.grantRole(tx, traderId(call), 'trader', 'started a trade journal')),
  )
}

function readRoutes({ db }: Pick<TradingDeps, 'db'>): Route[] {
  return [
    route(
      {
        id: 'trading.listAccounts',
        method: 'GET',
        path: '/api/trading/accounts',
        summary: 'Accounts in use, oldest first; with `archived` the others.',
        policy: read,
        schema: {
          query: object({ ...pageQuery, archived: Type.Optional(Type.Boolean()) }),
          response: { 200: page(accountShape) },
        },
      },
      async (call) => {
        const { items, nextCursor } = await listAccounts(db, traderId(call), call.query)
        return { items: items.map(viewAccount), nextCursor }
      },
    ),
    route(
      {
        id: 'trading.getAccount',
        method: 'GET',
        path: '/api/trading/accounts/{id}',
        summary: 'One account.',
        policy: read,
        schema: { params: byId, response: { 200: accountShape } },
        problems: COMMON,
      },
      async (call) => viewAccount(await ownAccount(db, traderId(call), call.params.id)),
    ),
  ]
}

function createRoute(): Route {
  return route(
    {
      id: 'trading.createAccount',
      method: 'POST',
      path: '/api/trading/accounts',
      summary: 'Makes an account.',
      policy: { ...write, idempotency: 'optional' },
      schema: { body: accountInput, response: { 201: accountShape } },
      problems: ['trading/value-invalid'],
    },
    (call) => {
      const fields = fieldsOfInput(call.body)
      return call.transaction(async (tx) => viewAccount(await createAccount(tx, traderId(call), fields)))
    },
  )
}

function changeRoute(): Route {
  return route(
    {
      id: 'trading.changeAccount',
      method: 'PATCH',
      path: '/api/trading/accounts/{id}',
      summary: 'Changes an account whose `version` was read.',
      policy: write,
      schema: { params: byId, body: accountChange, response: { 200: accountShape } },
      problems: [
        ...COMMON,
        ...['trading/account-archived', 'trading/account-stale', 'trading/account-in-use', 'trading/value-invalid'],
        'trading/account-reworking',
      ],
    },
    (call) => {
      const { version, ...given } = call.body
      const change = { version, fields: fieldsOfChange(given) }
      const own = { ownerId: traderId(call), id: call.params.id }
      return call.transaction(async (tx) => viewAccount(await changeAccount(tx, own, change)))
    },
  )
}

function deleteRoute(): Route {
  return route(
    {
      id: 'trading.deleteAccount',
      method: 'POST',
      path: '/api/trading/accounts/{id}/delete',
      summary: 'Removes an account and all that happened in it, for good; its name says that it is meant.',
      policy: write,
      schema: { params: byId, body: object({ name: Type.String({ maxLength: 80 }) }), response: { 204: null } },
      problems: [...COMMON, 'trading/confirmation-wrong'],
    },
    (call) => {
      const own = { ownerId: traderId(call), id: call.params.id }
      return call.transaction((tx) => deleteAccount(tx, own, call.body.name))
    },
  )
}

const totalsShape = object({ trades: Type.Integer(), gross: Type.String(), fees: Type.String(), net: Type.String() })
const reworkShape = object({
  id: idOf('account-rework'),
  doneAt: instant,
  /** Of a change of the matching method. */
  matchingMethod: nullable(object({ from: oneOf(matchingMethods), to: oneOf(matchingMethods) })),
  /** Of estimates that were made anew: by which schedule; null by none. */
  fees: nullable(object({ schedule: nullable(Type.String()), fills: Type.Integer() })),
  /** In the account's currency. */
  totals: Type.Array(
    object({
      instrumentId: idOf('instrument'),
      /** Null once the instrument is gone. */
      symbol: nullable(Type.String()),
      before: totalsShape,
      after: totalsShape,
    }),
  ),
})

function reworksRoute({ db }: Pick<TradingDeps, 'db'>): Route {
  return route(
    {
      id: 'trading.listReworks',
      method: 'GET',
      path: '/api/trading/accounts/{id}/reworks',
      summary:
        'Changes of how the account matches lots, counts days or estimates fees, newest first, with the totals before and after.',
      policy: read,
      schema: { params: byId, query: object(pageQuery), response: { 200: page(reworkShape) } },
      problems: COMMON,
    },
    async (call) => {
      const own = { ownerId: traderId(call), id: call.params.id }
      const { items, nextCursor } = await listReworks(db, own, call.query)
      const symbols = await symbolsOf(db, own.ownerId, items)
      return { items: items.map((row) => viewRework(row, symbols)), nextCursor }
    },
  )
}

type Symbols = Awaited<ReturnType<typeof symbolsOf>>

function viewRework(row: AccountReworkRow, symbols: Symbols): Static<typeof reworkShape> {
  const { id, changed, done_at: doneAt } = row
  const method = changed.matching_method as Static<typeof reworkShape>['matchingMethod'] | undefined
  const totals = row.totals.map((one) => ({ ...one, symbol: symbols.get(one.instrumentId) ?? null }))
  const fees = changed.estimated_fees?.to as Static<typeof reworkShape>['fees'] | undefined
  return { id, doneAt, matchingMethod: method ?? null, fees: fees ?? null, totals }
}

function archiveRoutes(): Route[] {
  const steps = [
    { verb: 'archive', archived: true, summary: 'Takes an account out of use: nothing in it changes any more.' },
    { verb: 'restore', archived: false, summary: 'Brings an archived account back.' },
  ] as const
  return steps.map(({ verb, archived, summary }) =>
    route(
      {
        id: `trading.${verb}Account`,
        method: 'POST',
        path: `/api/trading/accounts/{id}/${verb}`,
        summary,
        policy: write,
        schema: { params: byId, response: { 200: accountShape } },
        problems: COMMON,
      },
      (call) => {
        const own = { ownerId: traderId(call), id: call.params.id }
        return call.transaction(async (tx) => viewAccount(await archiveAccount(tx, own, archived)))
      },
    ),
  )
}
