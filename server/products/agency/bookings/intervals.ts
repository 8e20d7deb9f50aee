import type { Interval } from './availability.ts'

/** In order, with those that overlap or touch made one; empty ones are dropped. */
export function merged(intervals: readonly Interval[]): Interval[] {
  const inOrder = intervals
    .filter(({ fromMs, untilMs }) => fromMs < untilMs)
    .toSorted((one, other) => one.fromMs - other.fromMs)
  const whole: Interval[] = []
  for (const next of inOrder) {
    const last = whole.at(-1)
    if (last === undefined || next.fromMs > last.untilMs) whole.push(next)
    else if (next.untilMs > last.untilMs) whole[whole.length - 1] = { fromMs: last.fromMs, untilMs: next.untilMs }
  }
  return whole
}

/** The first of `inOrder`, which do not overlap, that ends after the instant; by bisection. */
export function firstEndingAfter(inOrder: readonly Interval[], ms: number): Interval | undefined {
  let low = 0
  let high = inOrder.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((inOrder[middle]?.untilMs ?? 0) > ms) high = middle
    else low = middle + 1
  }
  return inOrder[low]
}
