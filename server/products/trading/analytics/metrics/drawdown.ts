import type { Decimal } from '../../../../kernel/decimal.ts'
import { dayNumber } from '../days.ts'
import { unitsAt } from './exact-sum.ts'

/** One fall below a peak. */
export interface Drawdown {
  /** The day of the peak; the first day when the peak is the opening. */
  readonly start: string
  readonly valley: string
  /** The first day at the peak or above it; null: not yet. */
  readonly recovery: string | null
  /** From the peak to the recovery, or to the last day. */
  readonly days: number
  /** D = E / peak - 1: zero or less. */
  readonly depth: number
  /** The place of the peak among the returns; -1 when it is the opening. */
  readonly peakAt: number
  readonly valleyAt: number
}

/** Where a series stands below its highest so far, with E_0 among the peaks. */
export interface DrawdownReport {
  /** D_t of each day. */
  readonly underwater: readonly number[]
  /** The deepest; null when there was none. */
  readonly max: Drawdown | null
  /** Falls, deepest first. */
  readonly worst: readonly Drawdown[]
  /** D of the last day. */
  readonly current: number
  /** sqrt(sum D^2 / (n - 1)); null under two days. Martin and McCann (1989). */
  readonly ulcerIndex: number | null
}

/**
 * Drawdowns of returns: of the index 1 * prod(1 + r), so that deposits and withdrawals are none. `days[i]` is the day of `returns[i]`.
 * `worstCount` is how many falls to list.
 */
export function drawdownReport(days: readonly string[], returns: readonly number[], worstCount = 5): DrawdownReport {
  const falls: Drawdown[] = []
  const underwater: number[] = []
  let index = 1
  let peak = 1
  let start = days[0] ?? ''
  let peakAt = -1
  let fall: Fall | null = null as Fall | null
  for (const [at, rate] of returns.entries()) {
    const day = days[at] ?? ''
    index *= 1 + rate
    const depth = Math.min(0, index / peak - 1)
    underwater.push(depth)
    if (depth < 0) {
      if (fall === null) fall = { start, valley: day, depth, peakAt, valleyAt: at }
      else if (depth < fall.depth) fall = { ...fall, valley: day, depth, valleyAt: at }
      continue
    }
    if (fall !== null) falls.push(endOf(fall, day, day))
    fall = null
    peak = index
    peakAt = at
    start = day
  }
  if (fall !== null) falls.push(endOf(fall, null, days[returns.length - 1] ?? ''))
  const worst = falls.toSorted((left, right) => left.depth - right.depth).slice(0, worstCount)
  return {
    underwater,
    max: worst[0] ?? null,
    worst,
    current: underwater.at(-1) ?? 0,
    ulcerIndex: ulcerIndex(underwater),
  }
}

type Fall = Omit<Drawdown, 'recovery' | 'days'>

function endOf(fall: Fall, recovery: string | null, last: string): Drawdown {
  return { ...fall, recovery, days: dayNumber(last) - dayNumber(fall.start) }
}

/** The least of E / peak - 1, zero or less, with the baseline among the peaks. */
export function maxDrawdown(returns: readonly number[]): number {
  let index = 1
  let peak = 1
  let deepest = 0
  for (const rate of returns) {
    index *= 1 + rate
    if (index > peak) peak = index
    else deepest = Math.min(deepest, index / peak - 1)
  }
  return deepest
}

function ulcerIndex(underwater: readonly number[]): number | null {
  const n = underwater.length
  return n < 2 ? null : Math.sqrt(underwater.reduce((sum, depth) => sum + depth ** 2, 0) / (n - 1))
}

/** A fall in money. */
export interface CashDrawdown {
  readonly start: string
  readonly valley: string
  readonly recovery: string | null
  readonly days: number
  /** E - peak: below zero. */
  readonly amount: Decimal
}

/** The deepest fall in money of a series whose first point is the baseline, E_0; null when there was none. Exact. */
export function cashDrawdown(
  points: readonly { readonly day: string; readonly value: Decimal }[],
): CashDrawdown | null {
  const scale = points.reduce((most, { value }) => Math.max(most, value.scale), 0)
  let peak = { day: '', units: 0n }
  let deepest: { start: string; valley: string; amount: bigint; peak: bigint } | null = null
  let recovery: string | null = null
  for (const [at, { day, value }] of points.entries()) {
    const units = unitsAt(value, scale)
    if (at === 0 || units >= peak.units) {
      peak = { day, units }
      if (deepest !== null && units >= deepest.peak) recovery ??= day
    } else if (units - peak.units < (deepest?.amount ?? 0n)) {
      deepest = { start: peak.day, valley: day, amount: units - peak.units, peak: peak.units }
      recovery = null
    }
  }
  if (deepest === null) return null
  const { start, valley, amount } = deepest
  return {
    ...{ start, valley, recovery },
    days: dayNumber(recovery ?? points.at(-1)?.day ?? valley) - dayNumber(start),
    amount: { units: amount, scale },
  }
}
