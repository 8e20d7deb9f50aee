import { type Static, Type } from 'typebox'
import { decimal, formatDecimal, unsignedDecimalShape } from '../../../kernel/decimal.ts'
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
  createdAt: instant,
})
const input = object({
  instrumentId,
  /** A reverse split has the smaller numerator. */
  kind: oneOf(['split', 'symbol_change']),
  /** Holds for fills before this moment. */
  effectiveAt: instantInput,
  /** Of a split: this many new shares ... */
  numerator: Type.Optional(unsignedDecimalShape),
  /** ... for this many old ones. */
  denominator: Type.Optional(unsignedDecimalShape),
  /** Of a symbol change: what it is called from then on. */
  toInstrumentId: Type.Optional(instrumentId),
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
        summary: 'Splits and symbol changes of an instrument, oldest first.',
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
        summary: 'Says that an instrument was split or renamed; what was traded before is counted anew.',
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

function actionOf({ kind, numerator, denominator, ...given }: Static<typeof input>): NewAction {
  const isSplit = kind === 'split'
  const { toInstrumentId = null } = given
  if (isSplit !== (numerator !== undefined && denominator !== undefined))
    throw invalidValue('/numerator', 'split', 'is given with the denominator for a split, and only there')
  if (isSplit !== (toInstrumentId === null))
    throw invalidValue('/toInstrumentId', 'symbol-change', 'is given for a symbol change, and only there')
  return {
    instrument_id: given.instrumentId,
    effective_at: readInstant(given.effectiveAt, '/effectiveAt'),
    numerator: readPositive(numerator ?? '1', '/numerator'),
    denominator: readPositive(denominator ?? '1', '/denominator'),
    to_instrument_id: toInstrumentId,
  }
}

function view(row: CorporateActionRow): Static<typeof actionShape> {
  return {
    ...{ id: row.id, instrumentId: row.instrument_id, kind: row.kind, effectiveAt: row.effective_at },
    ...{ numerator: formatDecimal(decimal(row.numerator)), denominator: formatDecimal(decimal(row.denominator)) },
    ...{ toInstrumentId: row.to_instrument_id, createdAt: row.created_at },
  }
}
