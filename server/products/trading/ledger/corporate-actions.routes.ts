import { type Static, Type } from 'typebox'
import { compare, decimal, formatDecimal, ONE, unsignedDecimalShape } from '../../../kernel/decimal.ts'
import { type Route, route } from '../../../kernel/http/route.ts'
import { idOf, instant, namedObject, nullable, object, oneOf } from '../../../kernel/http/schema.ts'
import { traderId } from '../caller.ts'
import type { TradingDeps } from '../deps.ts'
import { createAction, deleteAction, listActions, type NewAction } from './corporate-actions.ts'
import { invalidValue } from './problems.ts'
import { type CorporateActionRow, corporateActionKinds } from './tables.ts'
import { instantInput, readInstant, readPositive } from './values.ts'

const instrumentId = idOf('instrument')
const actionShape = namedObject('CorporateAction', {
  id: idOf('corporate-action'),
  instrumentId,
  kind: oneOf(corporateActionKinds),
  effectiveAt: instant,
  numerator: Type.String(),
  denominator: Type.String(),
  toInstrumentId: nullable(instrumentId),
  /** Of a spin-off: the part of the cost that went with it. */
  costShare: nullable(Type.String()),
  /** The import that brought it, and takes it out when it is undone; null of what a person said. */
  batchId: nullable(idOf('import-batch')),
  createdAt: instant,
})
const input = object({
  instrumentId,
  /** A reverse split has the smaller numerator. */
  kind: oneOf(corporateActionKinds),
  /** Holds for fills before this moment. */
  effectiveAt: instantInput,
  /** Of a split: this many new shares, of a spin-off: this many of the other instrument ... */
  numerator: Type.Optional(unsignedDecimalShape),
  /** ... for this many held. */
  denominator: Type.Optional(unsignedDecimalShape),
  /** Of a symbol change: what it is called from then on. Of a spin-off: what came with it. */
  toInstrumentId: Type.Optional(instrumentId),
  /** Of a spin-off: the part of the cost, from 0 to less than 1, that goes with it. */
  costShare: Type.Optional(unsignedDecimalShape),
})
const PATH = '/api/trading/corporate-actions'
const write = { can: 'trading:use', rate: 'write' } as const
const COMMON = ['trading/consent-needed']

/** What a company did to its shares, as the trader says it. */
export function corporateActionRoutes({ db }: Pick<TradingDeps, 'db'>): Route[] {
  return [
    route(
      {
        id: 'trading.listCorporateActions',
        method: 'GET',
        path: '/api/trading/instruments/{id}/corporate-actions',
        summary: 'Splits, symbol changes and spin-offs of an instrument, oldest first.',
        policy: { can: 'trading:use', rate: 'read' },
        schema: {
          params: object({ id: instrumentId }),
          response: { 200: object({ items: Type.Array(actionShape) }) },
        },
        problems: ['trading/instrument-not-found', ...COMMON],
      },
      async (call) => ({ items: (await listActions(db, traderId(call), call.params.id)).map(view) }),
    ),
    route(
      {
        id: 'trading.createCorporateAction',
        method: 'POST',
        path: PATH,
        summary:
          'Says that an instrument was split or renamed, or another spun off of it; what was traded before is counted anew.',
        policy: { ...write, idempotency: 'optional' },
        schema: { body: input, response: { 201: actionShape } },
        problems: ['trading/instrument-not-found', 'trading/value-invalid', ...COMMON],
      },
      (call) => {
        const action = actionOf(call.body)
        return call.transaction(async (tx) => view(await createAction(tx, traderId(call), action)))
      },
    ),
    route(
      {
        id: 'trading.deleteCorporateAction',
        method: 'DELETE',
        path: `${PATH}/{id}`,
        summary: 'Takes it back.',
        policy: write,
        schema: { params: object({ id: idOf('corporate-action') }), response: { 204: null } },
        problems: ['trading/corporate-action-not-found', ...COMMON],
      },
      (call) => call.transaction((tx) => deleteAction(tx, traderId(call), call.params.id)),
    ),
  ]
}

function actionOf(given: Static<typeof input>): NewAction {
  const { kind, numerator, denominator, toInstrumentId = null, costShare } = given
  const isRenamed = kind === 'symbol_change'
  if (isRenamed === (numerator !== undefined && denominator !== undefined))
    throw invalidValue('/numerator', 'ratio', 'is given with the denominator, of anything but a symbol change')
  if ((kind === 'split') !== (toInstrumentId === null))
    throw invalidValue('/toInstrumentId', 'target', 'is given of a symbol change or a spin-off, and only there')
  if ((kind === 'spinoff') !== (costShare !== undefined))
    throw invalidValue('/costShare', 'spinoff', 'is given of a spin-off, and only there')
  if (costShare !== undefined && compare(decimal(costShare), ONE) >= 0)
    throw invalidValue('/costShare', 'range', 'is less than 1: what all of the cost goes with is a symbol change')
  return {
    ...{ instrument_id: given.instrumentId, kind, to_instrument_id: toInstrumentId },
    effective_at: readInstant(given.effectiveAt, '/effectiveAt'),
    numerator: readPositive(numerator ?? '1', '/numerator'),
    denominator: readPositive(denominator ?? '1', '/denominator'),
    cost_share: costShare ?? null,
  }
}

function view(row: CorporateActionRow): Static<typeof actionShape> {
  return {
    ...{ id: row.id, instrumentId: row.instrument_id, kind: row.kind, effectiveAt: row.effective_at },
    ...{ numerator: formatDecimal(decimal(row.numerator)), denominator: formatDecimal(decimal(row.denominator)) },
    costShare: row.cost_share === null ? null : formatDecimal(decimal(row.cost_share)),
    ...{ toInstrumentId: row.to_instrument_id, batchId: row.batch_id, createdAt: row.created_at },
  }
}
