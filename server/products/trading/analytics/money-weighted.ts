import { type Decimal, toNumber } from '../../../kernel/decimal.ts'
import { dayNumber, dayText } from './days.ts'
import type { Curve, CurvePoint } from './equity.ts'
import { modifiedDietz } from './metrics/series.ts'
import { xirr } from './metrics/xirr.ts'

/** Returns that weigh when money came and went; null where they are undefined. */
export interface MoneyWeighted {
  readonly modifiedDietz: number | null
  /** Null under two days. */
  readonly xirr: number | null
}

/**
 * Of the days that the time-weighted return is of, from the first with something to earn on to the last: what was there at the start
 * counts as paid in, flows as made at the start of their day, and what is left as paid out at the end of the last day.
 */
export function moneyWeighted({ points, opening, scale }: Curve): MoneyWeighted {
  const first = points.findIndex(hasReturn)
  const last = points.findLastIndex(hasReturn)
  const [from, to] = [points[first]?.day, points[last]?.day]
  if (from === undefined || to === undefined || opening === null) return { modifiedDietz: null, xirr: null }
  const worthAfter = (at: number): Decimal => ({ units: points[at]?.equity ?? 0n, scale })
  const startValue = first === 0 ? opening : worthAfter(first - 1)
  const endValue = worthAfter(last)
  const flows = points
    .slice(first, last + 1)
    .flatMap(({ day, flow }) => (flow === 0n ? [] : [{ day, amount: { units: flow, scale } }]))
  const paidIn = [{ day: from, amount: startValue }, ...flows]
  const payments = [
    ...paidIn.map(({ day, amount }) => ({ day, amount: -toNumber(amount) })),
    { day: dayText(dayNumber(to) + 1), amount: toNumber(endValue) },
  ]
  return {
    modifiedDietz: modifiedDietz({ startValue, endValue, from, to, flows }),
    xirr: first === last ? null : xirr(payments),
  }
}

function hasReturn(point: CurvePoint): boolean {
  return point.return !== null
}
