import { type Route, route } from '../../../kernel/http/route.ts'
import { idOf, object, page, pageQuery } from '../../../kernel/http/schema.ts'
import { traderId } from '../caller.ts'
import type { TradingDeps } from '../deps.ts'
import { readPositive } from '../ledger/values.ts'
import { listWaiting, resolution, resolveWaiting, waitingShape } from './waiting.ts'

/** Symbols of imports that nobody knows the multiplier of. */
export function waitingRoutes({ db }: Pick<TradingDeps, 'db'>): Route[] {
  return [
    route(
      {
        id: 'trading.listMappingQueue',
        method: 'GET',
        path: '/api/trading/imports/mapping-queue',
        summary: 'Symbols that rows of imports wait for, since nobody knows what one point of them is worth.',
        policy: { can: 'trading:use', rate: 'read' },
        schema: { query: object(pageQuery), response: { 200: page(waitingShape) } },
      },
      (call) => listWaiting(db, traderId(call), call.query),
    ),
    route(
      {
        id: 'trading.resolveMapping',
        method: 'POST',
        path: '/api/trading/imports/mapping-queue/resolve',
        summary: 'Says what a symbol is; the rows of all imports that wait for it are created in the background.',
        policy: { can: 'trading:use', rate: 'write', idempotency: 'optional' },
        schema: { body: resolution, response: { 202: object({ instrumentId: idOf('instrument') }) } },
        problems: [
          ...['trading/nothing-waits', 'trading/needs-multiplier', 'trading/value-invalid', 'trading/consent-needed'],
        ],
      },
      (call) => {
        const ownerId = traderId(call)
        readPositive(call.body.multiplier, '/multiplier')
        return call.transaction(async (tx) => ({ instrumentId: (await resolveWaiting(tx, ownerId, call.body)).id }))
      },
    ),
  ]
}
