import {
  compare,
  type Decimal,
  decimal,
  divide,
  minus,
  negate,
  plus,
  smaller,
  times,
  ZERO,
} from '../../../../kernel/decimal.ts'
import type { Side } from '../tables.ts'

/** A stretch in which a position is of one size. What it is worth at a price is `side * (flow + price * quantity * multiplier)`. */
export interface Step {
  readonly fromMs: number
  readonly untilMs: number
  readonly quantity: Decimal
  /** What exits brought so far less what entries cost, in the instrument's currency. */
  readonly flow: Decimal
}

interface PathFill {
  readonly side: Side
  readonly quantity: Decimal
  readonly price: Decimal
  readonly atMs: number
}

interface PathSplit {
  readonly atMs: number
  readonly numerator: Decimal
  readonly denominator: Decimal
}

interface Path {
  readonly side: Side
  readonly multiplier: Decimal
  /** In order; of the first only what opens the position. */
  readonly fills: readonly PathFill[]
  readonly splits: readonly PathSplit[]
  /** Of a position that is still held: until when it is looked at. */
  readonly endMs: number
}

/** The best and the worst a position was worth, gross. */
export interface Extremes {
  readonly worst: Decimal
  readonly best: Decimal
}

/** The sizes a position had, in order: one for each fill and split, until the next. */
export function stepsOf({ side, multiplier, fills, splits, endMs }: Path): Step[] {
  const steps: Step[] = []
  let quantity = ZERO
  let flow = ZERO
  const events = [...splits, ...fills].sort((left, right) => left.atMs - right.atMs)
  for (const [at, event] of events.entries()) {
    const isFill = 'side' in event
    if (isFill) {
      const taken = event.side === side ? event.quantity : smaller(event.quantity, quantity)
      const value = times(times(taken, event.price), multiplier)
      quantity = event.side === side ? plus(quantity, taken) : minus(quantity, taken)
      flow = event.side === side ? minus(flow, value) : plus(flow, value)
    } else quantity = divide(times(quantity, event.numerator), event.denominator, 18, 'half-even')
    const isLast = isFill && quantity.units === 0n
    steps.push({ fromMs: event.atMs, untilMs: isLast ? event.atMs : (events[at + 1]?.atMs ?? endMs), quantity, flow })
    if (isLast) break
  }
  return steps
}

/** What the position of a step is worth at a price, gross. */
function worth({ side, multiplier }: Pick<Path, 'side' | 'multiplier'>, step: Step, price: Decimal): Decimal {
  const value = plus(step.flow, times(times(price, step.quantity), multiplier))
  return side === 1 ? value : negate(value)
}

/** Lowest and highest price while a step lasted; null: no bar says. */
export type Range = { readonly low: Decimal; readonly high: Decimal } | null

/**
 * The worst and the best of a position from its first entry to its last exit: at the prices of its fills, and at the lowest and highest of
 * each of its steps. Bars that a fill lies in count whole, so that the truth lies within, by as much as a bar is long.
 */
export function extremesOf(path: Path, ranges: readonly Range[]): Extremes {
  let worst = ZERO
  let best = ZERO
  const take = (value: Decimal): void => {
    if (compare(value, worst) < 0) worst = value
    if (compare(value, best) > 0) best = value
  }
  for (const [at, step] of stepsOf(path).entries()) {
    for (const { price, atMs } of path.fills) if (atMs === step.fromMs) take(worth(path, step, price))
    const range = ranges[at] ?? null
    if (range === null) continue
    take(worth(path, step, range.low))
    take(worth(path, step, range.high))
  }
  return { worst, best }
}

/** A part of a whole in hundredths of it, or in its size; null where there is no whole. */
export function ratio(part: Decimal, whole: Decimal | null, factor: string): Decimal | null {
  return whole === null || whole.units === 0n ? null : divide(times(part, decimal(factor)), whole, 6, 'half-even')
}
