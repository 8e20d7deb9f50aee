import { Type } from 'typebox'
import { type Route, route } from '../../../../kernel/http/route.ts'
import { idOf, object, page, pageQuery } from '../../../../kernel/http/schema.ts'
import { traderId } from '../../caller.ts'
import type { TradingDeps } from '../../deps.ts'
import { columnsOfFees, feeScheduleFields, feeScheduleInput, feeScheduleShape, viewFees } from './fee-schedule-view.ts'
import { createFees, findFees, listFees, removeFees, saveFees } from './fee-schedules.ts'

const byId = object({ id: idOf('fee-schedule') })
const path = '/api/trading/fee-schedules/{id}'
const read = { can: 'trading:use', rate: 'read' } as const
const write = { can: 'trading:use', rate: 'write' } as const
const problems = ['trading/fee-schedule-not-found', 'trading/consent-needed']

/** What brokers charge, as the caller says it. */
export function feeScheduleRoutes(deps: Pick<TradingDeps, 'db'>): Route[] {
  return [...readRoutes(deps), createRoute(), saveRoute(), removeRoute()]
}

function readRoutes({ db }: Pick<TradingDeps, 'db'>): Route[] {
  return [
    route(
      {
        id: 'trading.listFeeSchedules',
        method: 'GET',
        path: '/api/trading/fee-schedules',
        summary: 'Fee schedules, oldest first.',
        policy: read,
        schema: { query: object(pageQuery), response: { 200: page(feeScheduleShape) } },
      },
      async (call) => {
        const { items, nextCursor } = await listFees(db, traderId(call), call.query)
        return { items: items.map(viewFees), nextCursor }
      },
    ),
    route(
      {
        id: 'trading.getFeeSchedule',
        method: 'GET',
        path,
        summary: 'One fee schedule.',
        policy: read,
        schema: { params: byId, response: { 200: feeScheduleShape } },
        problems,
      },
      async (call) => viewFees(await findFees(db, { ownerId: traderId(call), id: call.params.id })),
    ),
  ]
}

function createRoute(): Route {
  return route(
    {
      id: 'trading.createFeeSchedule',
      method: 'POST',
      path: '/api/trading/fee-schedules',
      summary: 'Makes a fee schedule; accounts that name it have fills charged by it of which no fee is told.',
      policy: { ...write, idempotency: 'optional' },
      schema: { body: feeScheduleInput, response: { 201: feeScheduleShape } },
      problems: ['trading/value-invalid', 'trading/fee-schedules-full'],
    },
    (call) => {
      const ownerId = traderId(call)
      const said = columnsOfFees(call.body)
      return call.transaction(async (tx) => viewFees(await createFees(tx, ownerId, said)))
    },
  )
}

function saveRoute(): Route {
  return route(
    {
      id: 'trading.saveFeeSchedule',
      method: 'PUT',
      path,
      summary: 'Writes all of a fee schedule over the version that was read; fees of fills that are there stay.',
      policy: write,
      schema: {
        params: byId,
        body: object({ ...feeScheduleFields, version: Type.Integer({ minimum: 1, maximum: 2_147_483_647 }) }),
        response: { 200: feeScheduleShape },
      },
      problems: [...problems, 'trading/fee-schedule-stale', 'trading/value-invalid'],
    },
    (call) => {
      const own = { ownerId: traderId(call), id: call.params.id }
      const { version, ...given } = call.body
      const said = columnsOfFees(given)
      return call.transaction(async (tx) => viewFees(await saveFees(tx, own, { ...said, version })))
    },
  )
}

function removeRoute(): Route {
  return route(
    {
      id: 'trading.removeFeeSchedule',
      method: 'DELETE',
      path,
      summary: 'Removes a fee schedule that no account names; fees that were estimated by it stay.',
      policy: write,
      schema: { params: byId, response: { 204: null } },
      problems: [...problems, 'trading/fee-schedule-in-use'],
    },
    (call) => {
      const own = { ownerId: traderId(call), id: call.params.id }
      return call.transaction((tx) => removeFees(tx, own))
    },
  )
}
