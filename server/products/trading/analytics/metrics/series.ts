import { type Decimal, minus, plus, signOf, toNumber } from '../../../../kernel/decimal.ts'

/** What happened to an account on one day. Days ascend; a day without trades is there with zeros, if it counts as one. */
export interface DayMovement {
  /** `YYYY-MM-DD`. */
  readonly day: string
  /** Deposits less withdrawals, taken as made at the start of the day. Dividends, interest and fees belong to `result`. */
  readonly flow: Decimal
  /** Realised net of the day and other income; of marked series with the change of what is unrealised. */
  readonly result: Decimal
}

export interface EquityPoint extends DayMovement {
  /** At the end of the day. */
  readonly equity: Decimal
  /** E_t / (E_{t-1} + F_t) - 1; null when there was nothing above zero to earn on. */
  readonly return: number | null
}

/** The equity of each day, E_t = E_{t-1} + F_t + result, from the opening balance on. */
export function equityCurve(opening: Decimal, days: readonly DayMovement[]): EquityPoint[] {
  let before = opening
  return days.map((movement) => {
    const base = plus(before, movement.flow)
    const equity = plus(base, movement.result)
    before = equity
    return {
      ...movement,
      equity,
      return: signOf(base) <= 0 ? null : toNumber(movement.result) / toNumber(base),
    }
  })
}

/** The returns that are defined, in their order. */
export function definedReturns(points: readonly { readonly return: number | null }[]): number[] {
  return points.flatMap((point) => (point.return === null ? [] : [point.return]))
}

/** Time-weighted return, prod(1 + r) - 1 over periods cut at each flow; null of none. Dietz (1966); GIPS. */
export function timeWeightedReturn(returns: readonly number[]): number | null {
  return returns.length === 0 ? null : growthOf(returns) - 1
}

/** prod(1 + r): what one became. */
export function growthOf(returns: readonly number[]): number {
  return returns.reduce((growth, rate) => growth * (1 + rate), 1)
}

/** A capital movement on a day, at its start; what came in is positive. */
export interface Flow {
  /** `YYYY-MM-DD`. */
  readonly day: string
  readonly amount: number
}

export interface DietzPeriod {
  /** V0, at the start of `from`. */
  readonly startValue: number
  /** V1, at the end of `to`. */
  readonly endValue: number
  readonly from: string
  readonly to: string
  readonly flows: readonly Flow[]
}

/**
 * Modified Dietz return, (V1 - V0 - F) / (V0 + sum w_i F_i), where w_i is the share of the period that was left at the start of the
 * flow's day. Null when the capital at work is not above zero. Dietz (1966); CFA Institute, GIPS Handbook.
 */
export function modifiedDietz({ startValue, endValue, from, to, flows }: DietzPeriod): number | null {
  const last = dayNumber(to) + 1
  const span = last - dayNumber(from)
  let moved = 0
  let atWork = startValue
  for (const { day, amount } of flows) {
    moved += amount
    atWork += (amount * (last - dayNumber(day))) / span
  }
  return atWork <= 0 ? null : (endValue - startValue - moved) / atWork
}

/** Days since 1970-01-01 of `YYYY-MM-DD`. */
export function dayNumber(day: string): number {
  return Date.parse(`${day}T00:00:00Z`) / 86_400_000
}

/** What equity would be without deposits and withdrawals: the opening balance and all results, so that a withdrawal is no drawdown. */
export function withoutFlows(opening: Decimal, points: readonly EquityPoint[]): { day: string; value: Decimal }[] {
  let flows = { units: 0n, scale: 0 } satisfies Decimal as Decimal
  return [
    { day: points[0]?.day ?? '', value: opening },
    ...points.map(({ day, flow, equity }) => {
      flows = plus(flows, flow)
      return { day, value: minus(equity, flows) }
    }),
  ]
}
