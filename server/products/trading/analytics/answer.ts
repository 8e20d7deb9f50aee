import { type TSchema, Type } from 'typebox'
import { now } from '../../../kernel/clock.ts'
import { idOf, instant, nullable, object, oneOf } from '../../../kernel/http/schema.ts'
import type { Asked, Scope } from './asked.ts'
import type { DefinitionId } from './definitions.ts'
import { bases, modes } from './metrics/closed-trade.ts'
import { definitionIds } from './shapes.ts'

/** What every report answers: in what results are told, and a group for each currency, as money of several is never added up. */
export function answerOf<Properties extends Record<string, TSchema>>(properties: Properties) {
  return object({
    asOf: instant,
    basis: oneOf(bases),
    mode: oneOf(modes),
    timeZone: { ...nullable(Type.String()), description: 'Of weekdays and hours of entries; null: each account’s own' },
    definitions: definitionIds,
    groups: Type.Array(
      object({ currency: Type.String(), accountIds: Type.Array(idOf('trading-account')), ...properties }),
    ),
  })
}

/** What every report says of the trades that it is not of. */
const COUNTED = { missing: 'trades.missing', hiddenByPlan: 'trades.hiddenByPlan' } as const

/** Puts what a report says of each currency together. */
export async function answered(
  { scopes, measure: { basis, mode }, zone }: Asked,
  definitions: Readonly<Record<string, DefinitionId>>,
  report: (scope: Scope) => Promise<object>,
): Promise<object> {
  const groups = await Promise.all(
    scopes.map(async (scope) => ({
      currency: scope.currency,
      accountIds: scope.filter.accounts.map(({ id }) => id),
      ...(await report(scope)),
    })),
  )
  return { asOf: now(), basis, mode, timeZone: zone, definitions: { ...COUNTED, ...definitions }, groups }
}
