import type { Curve, CurvePoint } from './equity.ts'
import type { Selection } from './selections.ts'

/** Digits behind the point of percent and R where they are written as decimals: quotients have no exact one. */
const DIGITS = 8

/** The nearest decimal of a quotient, in units of that many digits. */
function rounded(value: number): bigint {
  return BigInt(Math.round(value * 10 ** DIGITS))
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
    const place = kind === 'trade' ? { ms: closedAtMs, tradeId: id } : { ms: null, tradeId: null }
    const capital = { equity: null, flow: 0n, index: null, return: null }
    points.push({ day: closedDay, ...place, ...capital, result: rounded(total) })
  }
  return { kind, opening: null, scale: DIGITS, points }
}
