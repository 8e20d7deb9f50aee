import { Type } from 'typebox'
import { unsignedDecimalShape } from '../../../kernel/decimal.ts'
import { type Route, route } from '../../../kernel/http/route.ts'
import { idOf, object, oneOf, page, pageQuery } from '../../../kernel/http/schema.ts'
import { traderId } from '../caller.ts'
import type { TradingDeps } from '../deps.ts'
import { setAliases, setMultiplier } from './instrument-changes.ts'
import { listInstruments } from './instrument-list.ts'
import {
  aliasesShape,
  instrumentInput,
  instrumentShape,
  namedOfInput,
  ownMultiplier,
  viewInstrument,
} from './instrument-view.ts'
import { nameInstrument, ownInstrument } from './instruments.ts'
import { assetClasses } from './tables.ts'
import { readPositive } from './values.ts'

const byId = object({ id: idOf('instrument') })
const read = { can: 'trading:use', rate: 'read' } as const
const write = { can: 'trading:use', rate: 'write' } as const
const version = Type.Integer({ minimum: 1 })
const NOT_FOUND = 'trading/instrument-not-found'

/** Instruments of the caller: nobody else's figures depend on what is said of them. */
export function instrumentRoutes(deps: Pick<TradingDeps, 'db'>): Route[] {
  return [listRoute(deps), createRoute(), getRoute(deps), multiplierRoute(), aliasesRoute()]
}

function listRoute({ db }: Pick<TradingDeps, 'db'>): Route {
  return route(
    {
      id: 'trading.listInstruments',
      method: 'GET',
      path: '/api/trading/instruments',
      summary:
        'Instruments by symbol; `search` finds part of a symbol or of another name, `unsettled` those whose multiplier is to be confirmed or corrected.',
      policy: read,
      schema: {
        query: object({
          ...pageQuery,
          search: Type.Optional(Type.String({ minLength: 1, maxLength: 64 })),
          assetClass: Type.Optional(oneOf(assetClasses)),
          unsettled: Type.Optional(Type.Boolean()),
        }),
        response: { 200: page(instrumentShape) },
      },
      problems: ['trading/consent-needed'],
    },
    async (call) => {
      const { items, nextCursor } = await listInstruments(db, traderId(call), call.query)
      return { items: items.map(viewInstrument), nextCursor }
    },
  )
}

function multiplierRoute(): Route {
  return route(
    {
      id: 'trading.setMultiplier',
      method: 'PUT',
      path: '/api/trading/instruments/{id}/multiplier',
      summary: 'Says what one point is worth, whatever brokers and tables say; the figures of all accounts follow.',
      policy: write,
      schema: {
        params: byId,
        body: object({ version, multiplier: unsignedDecimalShape }),
        response: { 200: instrumentShape },
      },
      problems: [NOT_FOUND, 'trading/instrument-stale', 'trading/value-invalid', 'trading/consent-needed'],
    },
    (call) => {
      const multiplier = readPositive(call.body.multiplier, '/multiplier')
      const change = { ownerId: traderId(call), id: call.params.id, version: call.body.version }
      return call.transaction(async (tx) => viewInstrument(await setMultiplier(tx, change, multiplier)))
    },
  )
}

function aliasesRoute(): Route {
  return route(
    {
      id: 'trading.setAliases',
      method: 'PUT',
      path: '/api/trading/instruments/{id}/aliases',
      summary: 'Says by which other names files call the instrument.',
      policy: write,
      schema: {
        params: byId,
        body: object({ version, aliases: aliasesShape }),
        response: { 200: instrumentShape },
      },
      problems: [NOT_FOUND, 'trading/instrument-stale', 'trading/alias-taken', 'trading/consent-needed'],
    },
    (call) => {
      const change = { ownerId: traderId(call), id: call.params.id, version: call.body.version }
      return call.transaction(async (tx) => viewInstrument(await setAliases(tx, change, call.body.aliases)))
    },
  )
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
