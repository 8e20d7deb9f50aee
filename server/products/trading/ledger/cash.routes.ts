import { Type } from 'typebox'
import { type Route, route } from '../../../kernel/http/route.ts'
import { idOf, object, oneOf, page, pageQuery } from '../../../kernel/http/schema.ts'
import { traderId } from '../caller.ts'
import type { TradingDeps } from '../deps.ts'
import { changeCash, deleteCash, enterCash, listCash } from './cash-movements.ts'
import { cashChange, cashInput, cashShape, viewCash } from './cash-view.ts'
import { cashKinds } from './tables.ts'
import { instantInput, readInstant } from './values.ts'

const PATH = '/api/trading/accounts/{id}/cash-movements'
const byAccount = object({ id: idOf('trading-account') })
const byMovement = object({ id: idOf('trading-account'), movementId: idOf('cash-movement') })
const write = { can: 'trading:use', rate: 'write' } as const
const WRITING = [
  ...['trading/account-not-found', 'trading/account-archived', 'trading/instrument-not-found'],
  ...['trading/value-invalid', 'trading/consent-needed'],
]
const ONE = 'trading/cash-movement-not-found'

/** Money that came into an account or went out of it. */
export function cashRoutes(deps: Pick<TradingDeps, 'db'>): Route[] {
  return [listRoute(deps), enterRoute(), changeRoute(), deleteRoute()]
}

function listRoute({ db }: Pick<TradingDeps, 'db'>): Route {
  return route(
    {
      id: 'trading.listCashMovements',
      method: 'GET',
      path: PATH,
      summary: 'Cash movements, newest first; `until` is the first instant that is left out.',
      policy: { can: 'trading:use', rate: 'read' },
      schema: {
        params: byAccount,
        query: object({
          ...pageQuery,
          kind: Type.Optional(oneOf(cashKinds)),
          currency: Type.Optional(Type.String({ pattern: '^[A-Z0-9]{2,10}$' })),
          from: Type.Optional(instantInput),
          until: Type.Optional(instantInput),
        }),
        response: { 200: page(cashShape) },
      },
      problems: ['trading/account-not-found', 'trading/value-invalid', 'trading/consent-needed'],
    },
    async (call) => {
      const { from, until, ...rest } = call.query
      const { items, nextCursor } = await listCash(
        db,
        { ownerId: traderId(call), id: call.params.id },
        {
          ...rest,
          ...(from === undefined ? {} : { from: readInstant(from, '?from') }),
          ...(until === undefined ? {} : { until: readInstant(until, '?until') }),
        },
      )
      return { items: items.map(viewCash), nextCursor }
    },
  )
}

function enterRoute(): Route {
  return route(
    {
      id: 'trading.enterCashMovement',
      method: 'POST',
      path: PATH,
      summary: 'Enters a cash movement.',
      policy: { ...write, idempotency: 'optional' },
      schema: { params: byAccount, body: cashInput, response: { 201: cashShape } },
      problems: WRITING,
    },
    (call) => {
      const own = { ownerId: traderId(call), id: call.params.id }
      return call.transaction(async (tx) => viewCash(await enterCash(tx, own, call.body)))
    },
  )
}

function changeRoute(): Route {
  return route(
    {
      id: 'trading.changeCashMovement',
      method: 'PATCH',
      path: `${PATH}/{movementId}`,
      summary: 'Changes a cash movement; one that was imported stays the one that the file brought.',
      policy: write,
      schema: { params: byMovement, body: cashChange, response: { 200: cashShape } },
      problems: [...WRITING, ONE],
    },
    (call) => {
      const { id, movementId } = call.params
      const own = { ownerId: traderId(call), id }
      return call.transaction(async (tx) => viewCash(await changeCash(tx, { own, id: movementId }, call.body)))
    },
  )
}

function deleteRoute(): Route {
  return route(
    {
      id: 'trading.deleteCashMovement',
      method: 'DELETE',
      path: `${PATH}/{movementId}`,
      summary: 'Removes a cash movement that was entered by hand.',
      policy: write,
      schema: { params: byMovement, response: { 204: null } },
      problems: [
        ...['trading/account-not-found', 'trading/account-archived', 'trading/consent-needed'],
        ...[ONE, 'trading/cash-movement-imported'],
      ],
    },
    (call) => {
      const { id, movementId } = call.params
      const own = { ownerId: traderId(call), id }
      return call.transaction((tx) => deleteCash(tx, { own, id: movementId }))
    },
  )
}
