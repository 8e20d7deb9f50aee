import type { Limit } from './limit.ts'

/** Limits up to this keep each admission by itself: 2 numbers for each. */
const EXACT_MAX = 100
/** Parts of the windows above it. */
const BUCKETS = 60

/** How a window tells moments apart. What is admitted within one grain counts as a whole until the last of it has left the window. */
export interface Grid {
  readonly grainUs: number
  /** Grains that the window is long, rounded up. */
  readonly steps: number
}

/** Admissions of one key, oldest first: the number of the grain, and how many in it. */
export interface Window {
  readonly stamps: number[]
  readonly counts: number[]
  used: number
}

/** A window with its limit, and how much of that limit is to be had here. */
export interface Place {
  readonly window: Window
  readonly grid: Grid
  readonly max: number
}

/** What is in the window, and the microseconds until there is room for one more than now. */
export type Measure = readonly [used: number, waitUs: number]

/**
 * Sliding windows, never above their limit in any trailing stretch of their length. Up to 100 the grain is a microsecond, and a caller
 * is refused only if the limit was admitted within the window. Above it is a sixtieth of the window, and nobody is refused unless the
 * limit was admitted within 61 sixtieths: counting the oldest grain whole is what keeps a burst at the border of two from passing twice.
 */
export function gridOf({ limit, windowSeconds }: Limit): Grid {
  const windowUs = windowSeconds * 1e6
  const grainUs = limit <= EXACT_MAX ? 1 : Math.ceil(windowUs / BUCKETS)
  return { grainUs, steps: Math.ceil(windowUs / grainUs) }
}

/** A window nobody has been admitted to. */
export function emptyWindow(): Window {
  return { stamps: [], counts: [], used: 0 }
}

/** Drops what has left the window. Answers the grain of now, which never goes back: a clock that does stands still. */
function advance({ window, grid }: Place, nowUs: number): number {
  const { stamps, counts } = window
  const stamp = Math.max(Math.floor(nowUs / grid.grainUs), stamps.at(-1) ?? 0)
  const oldest = stamp - grid.steps
  let gone = 0
  while ((stamps[gone] ?? oldest) < oldest) {
    window.used -= counts[gone] ?? 0
    gone += 1
  }
  if (gone > 0) {
    stamps.splice(0, gone)
    counts.splice(0, gone)
  }
  return stamp
}

function admit(window: Window, stamp: number): void {
  if (window.stamps.at(-1) === stamp) window.counts.push((window.counts.pop() ?? 0) + 1)
  else {
    window.stamps.push(stamp)
    window.counts.push(1)
  }
  window.used += 1
}

function measure({ window, grid, max }: Place, nowUs: number): Measure {
  let toLeave = Math.max(1, window.used - max + 1)
  for (const [at, stamp] of window.stamps.entries()) {
    toLeave -= window.counts[at] ?? 0
    if (toLeave <= 0) return [window.used, (stamp + grid.steps + 1) * grid.grainUs - nowUs]
  }
  return [window.used, 0]
}

const hasRoom = ({ window, max }: Place): boolean => window.used < max

/** Takes one in every window, or none when one of them is full; the script in take-script.ts says the same to Redis. */
export function take(places: readonly Place[], nowUs: number): { allowed: boolean; measures: Measure[] } {
  const stamps = places.map((place) => advance(place, nowUs))
  const allowed = places.every(hasRoom)
  if (allowed) for (const [at, { window }] of places.entries()) admit(window, stamps[at] ?? 0)
  return { allowed, measures: places.map((place) => measure(place, nowUs)) }
}

/** The measures if one of the windows is full, else null; takes nothing. */
export function refusal(places: readonly Place[], nowUs: number): Measure[] | null {
  for (const place of places) advance(place, nowUs)
  return places.every(hasRoom) ? null : places.map((place) => measure(place, nowUs))
}

/** Counts what was admitted elsewhere, room or not. */
export function count(places: readonly Place[], nowUs: number): void {
  for (const place of places) admit(place.window, advance(place, nowUs))
}

/** Takes back the newest of each window: what was taken here and refused elsewhere. */
export function refund(windows: readonly Window[]): void {
  for (const window of windows) {
    const newest = window.counts.pop()
    if (newest === undefined) continue
    window.used -= 1
    if (newest > 1) window.counts.push(newest - 1)
    else window.stamps.pop()
  }
}
