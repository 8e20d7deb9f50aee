import { Type } from 'typebox'
import { type Decimal, formatDecimal } from '../../../kernel/decimal.ts'
import { namedObject, nullable } from '../../../kernel/http/schema.ts'

/** Sums may have more digits than what is sent in. */
export const exact = Type.String({ description: 'Exact decimal' })
export const maybeExact = nullable(exact)
export const maybeNumber = nullable(Type.Number())
export const count = Type.Integer({ minimum: 0 })
export const day = Type.String({ format: 'date' })

/** Ids of definitions by what they define: the name of a field, or the end of its path where others have the same name. */
export const definitionIds = {
  ...Type.Record(Type.String(), Type.String()),
  description: 'What figures are defined as, by name or end of path: see GET /api/trading/analytics/definitions',
}

const interval = namedObject('Interval', { low: Type.Number(), high: Type.Number(), level: Type.Number() })
export const maybeInterval = nullable(interval)

/** As text, or null. */
export function textOf(value: Decimal | null): string | null {
  return value === null ? null : formatDecimal(value)
}

/** A double that JSON can say. */
export function finite(value: number | null): number | null {
  return value !== null && Number.isFinite(value) ? value : null
}
