import { type Route, route } from '../../../kernel/http/route.ts'
import { idOf, object } from '../../../kernel/http/schema.ts'
import { traderId } from '../caller.ts'
import type { TradingDeps } from '../deps.ts'
import { instrumentInput, instrumentShape, namedOfInput, ownMultiplier, viewInstrument } from './instrument-view.ts'
import { nameInstrument, ownInstrument } from './instruments.ts'

const byId = object({ id: idOf('instrument') })
const read = { can: 'trading:use', rate: 'read' } as const
const write = { can: 'trading:use', rate: 'write' } as const
const NOT_FOUND = 'trading/instrument-not-found'

/** Instruments of the caller: nobody else's figures depend on what is said of them. */
export function instrumentRoutes(deps: Pick<TradingDeps, 'db'>): Route[] {
  return [createRoute(), getRoute(deps)]
}

function createRoute(): Route {
  return route(
    {
      id: 'trading.createInstrument',
      method: 'POST',
      path: '/api/trading/instruments',
      summary: 'Makes an instrument, or finds the one of this name; with its multiplier when nobody else knows it.',
      policy: { ...write, idempotency: 'optional' },
      schema: { body: instrumentInput, response: { 201: instrumentShape } },
      problems: ['trading/needs-multiplier', 'trading/value-invalid', 'trading/consent-needed'],
    },
    (call) => {
      const { body } = call
      const named = namedOfInput(body)
      const own = { ownerId: traderId(call), multiplier: ownMultiplier(body) }
      return call.transaction(async (tx) => viewInstrument(await nameInstrument(tx, own, named)))
    },
  )
}

function getRoute({ db }: Pick<TradingDeps, 'db'>): Route {
  return route(
    {
      id: 'trading.getInstrument',
      method: 'GET',
      path: '/api/trading/instruments/{id}',
      summary: 'One instrument.',
      policy: read,
      schema: { params: byId, response: { 200: instrumentShape } },
      problems: [NOT_FOUND, 'trading/consent-needed'],
    },
    async (call) => viewInstrument(await ownInstrument(db, traderId(call), call.params.id)),
  )
}
