import { type Decimal, minus, signOf, sum, times, toNumber } from '../../../../kernel/decimal.ts'
import { dayNumber } from '../days.ts'

/** Time-weighted return, prod(1 + r) - 1 over periods cut at each flow; null of none. Dietz (1966); GIPS. */
export function timeWeightedReturn(returns: readonly number[]): number | null {
  return returns.length === 0 ? null : growthOf(returns) - 1
}

/** prod(1 + r): what one became. */
export function growthOf(returns: readonly number[]): number {
  return returns.reduce((growth, rate) => growth * (1 + rate), 1)
}

/** A capital movement on a day, at its start; what came in is positive. */
interface Flow {
  /** `YYYY-MM-DD`. */
  readonly day: string
  readonly amount: Decimal
}

interface DietzPeriod {
  /** V0, at the start of `from`. */
  readonly startValue: Decimal
  /** V1, at the end of `to`. */
  readonly endValue: Decimal
  readonly from: string
  readonly to: string
  readonly flows: readonly Flow[]
}

/**
 * Modified Dietz return, (V1 - V0 - F) / (V0 + sum w_i F_i), where w_i is the share of the period that was left at the start of the
 * flow's day. Gain and capital are exact, their quotient is a double. Null when the capital at work is not above zero. Dietz (1966);
 * CFA Institute, GIPS Handbook.
 */
export function modifiedDietz({ startValue, endValue, from, to, flows }: DietzPeriod): number | null {
  const last = dayNumber(to) + 1
  const span = last - dayNumber(from)
  const forDays = (amount: Decimal, days: number): Decimal => times(amount, { units: BigInt(days), scale: 0 })
  const atWork = sum([
    forDays(startValue, span),
    ...flows.map(({ day, amount }) => forDays(amount, last - dayNumber(day))),
  ])
  if (signOf(atWork) <= 0) return null
  const gain = minus(minus(endValue, startValue), sum(flows.map(({ amount }) => amount)))
  return toNumber(forDays(gain, span)) / toNumber(atWork)
}
