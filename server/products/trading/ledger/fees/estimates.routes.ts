import { Type } from 'typebox'
import { type Route, route } from '../../../../kernel/http/route.ts'
import { idOf, namedObject, nullable, object } from '../../../../kernel/http/schema.ts'
import { traderId } from '../../caller.ts'
import type { TradingDeps } from '../../deps.ts'
import { applyEstimates, previewEstimates } from './estimates.ts'

const byId = object({ id: idOf('trading-account') })
const path = '/api/trading/accounts/{id}/estimated-fees'
const problems = ['trading/account-not-found', 'trading/consent-needed']
const unknownToo = Type.Boolean({ description: 'Also fills without a fee from before it was kept who told it' })
const amount = Type.String({ description: 'A decimal number' })
const previewShape = namedObject('EstimatedFees', {
  basis: Type.String({ description: 'Given back to make just this change' }),
  schedule: nullable(object({ id: idOf('fee-schedule'), name: Type.String() })),
  fills: Type.Integer({ description: 'Whose fee would be another one' }),
  totals: Type.Array(object({ currency: Type.String(), fills: Type.Integer(), before: amount, after: amount })),
  unknown: Type.Integer({ description: 'Without a fee, from before it was kept who told it' }),
})

/** Fees that a schedule estimates, made anew when their trader says so. */
export function estimateRoutes({ db }: Pick<TradingDeps, 'db'>): Route[] {
  return [
    route(
      {
        id: 'trading.previewEstimatedFees',
        method: 'GET',
        path,
        summary: 'What making the estimated fees of an account anew would change; nothing is written.',
        policy: { can: 'trading:use', rate: 'read' },
        schema: {
          params: byId,
          query: object({ unknown: Type.Optional(unknownToo) }),
          response: { 200: previewShape },
        },
        problems,
      },
      async (call) => {
        const own = { ownerId: traderId(call), id: call.params.id }
        const { schedule, totals, ...found } = await previewEstimates(db, own, call.query.unknown === true)
        const named = schedule === null ? null : { id: schedule.id, name: schedule.name }
        return { ...found, schedule: named, totals: [...totals] }
      },
    ),
    route(
      {
        id: 'trading.applyEstimatedFees',
        method: 'POST',
        path,
        summary:
          'Makes the estimated fees of an account anew as they were previewed, the oldest 10,000, and its figures with them.',
        policy: { can: 'trading:use', rate: 'write' },
        schema: {
          params: byId,
          body: object({ basis: Type.String({ maxLength: 100 }), unknown: Type.Optional(unknownToo) }),
          response: { 200: object({ fills: Type.Integer(), left: Type.Integer() }) },
        },
        problems: [...problems, 'trading/account-archived', 'trading/estimates-stale'],
      },
      (call) => {
        const own = { ownerId: traderId(call), id: call.params.id }
        const asked = { basis: call.body.basis, withUnknown: call.body.unknown === true }
        return call.transaction((tx) => applyEstimates(tx, own, asked))
      },
    ),
  ]
}
