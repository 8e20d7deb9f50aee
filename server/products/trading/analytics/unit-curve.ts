import type { Decimal } from '../../../kernel/decimal.ts'
import type { Curve, CurvePoint } from './equity.ts'
import type { Selection } from './selections.ts'

/** Digits behind the point of percent and R where they are written as decimals: quotients have no exact one. */
export const DIGITS = 8

/** The nearest decimal of a quotient. */
export function rounded(value: number): Decimal {
  return { units: BigInt(Math.round(value * 10 ** DIGITS)), scale: DIGITS }
}

/** Percent or R added up from zero: by trade, or by the trading day of the close. Nothing else has a result in these. */
export function unitCurve({ results }: Selection, kind: 'trade' | 'day'): Curve {
  const { trades, values } = results
  const points: CurvePoint[] = []
  let total = 0
  for (const [at, { id, closedDay, closedAtMs }] of trades.entries()) {
    total += values[at] ?? 0
    const isLast = trades[at + 1]?.closedDay !== closedDay
    if (kind === 'day' && !isLast) continue
    const place = kind === 'trade' ? { at: { ms: closedAtMs, tradeId: id } } : {}
    points.push({ day: closedDay, equity: null, result: rounded(total), index: null, return: null, ...place })
  }
  return { kind, opening: null, points }
}
