import { LRUCache } from 'lru-cache'
import { monotonicMs } from './clock.ts'

export interface Limit {
  readonly name: string
  readonly limit: number
  readonly windowSeconds: number
}

export interface LimitDecision {
  readonly allowed: boolean
  readonly remaining: number
  /** Seconds until a refused caller may try again, or until the window has emptied. */
  readonly resetSeconds: number
}

export interface Limiter {
  /** Counts one request of `key` when it is allowed; refused ones are not counted. */
  take(limit: Limit, key: string): LimitDecision
  /** Gives back what `take` counted: for attempts that turned out well. */
  refund(limit: Limit, key: string): void
}

/** Limits up to this are counted exactly; see createLimiter. */
export const EXACT_MAX = 100
/** Sub-buckets of the windows above it. */
export const BUCKETS = 60
const KEYS_MAX = 100_000

interface Window {
  /** Exact: times of accepted requests, oldest first. Bucketed: pairs of [bucket number, count]. */
  times: number[]
  counts: number[]
}

/**
 * A sliding-window limiter in memory. Up to 100 per window it keeps every accepted time and is exact; above, 60 sub-buckets that are
 * counted whole until they have left the window entirely, so that no trailing window ever holds more than the limit.
 */
export function createLimiter(): Limiter {
  const windows = new LRUCache<string, Window>({ max: KEYS_MAX })
  const windowOf = (limit: Limit, key: string): Window => {
    const id = `${limit.name}\n${key}`
    const known = windows.get(id)
    if (known !== undefined) return known
    const fresh: Window = { times: [], counts: [] }
    windows.set(id, fresh)
    return fresh
  }
  return {
    take(limit, key) {
      const window = windowOf(limit, key)
      return limit.limit <= EXACT_MAX ? takeExact(window, limit) : takeBucketed(window, limit)
    },
    refund(limit, key) {
      const window = windowOf(limit, key)
      if (limit.limit <= EXACT_MAX) window.times.pop()
      else if (window.counts.length > 0)
        window.counts[window.counts.length - 1] = Math.max(0, (window.counts.at(-1) ?? 0) - 1)
    },
  }
}

function takeExact(window: Window, limit: Limit): LimitDecision {
  const nowMs = monotonicMs()
  const start = nowMs - limit.windowSeconds * 1000
  while ((window.times[0] ?? Number.POSITIVE_INFINITY) <= start) window.times.shift()
  const allowed = window.times.length < limit.limit
  if (allowed) window.times.push(nowMs)
  const reset = ((window.times[0] ?? nowMs) + limit.windowSeconds * 1000 - nowMs) / 1000
  return { allowed, remaining: limit.limit - window.times.length, resetSeconds: Math.max(1, Math.ceil(reset)) }
}

function takeBucketed(window: Window, limit: Limit): LimitDecision {
  const widthMs = (limit.windowSeconds * 1000) / BUCKETS
  const bucket = Math.floor(monotonicMs() / widthMs)
  while ((window.times[0] ?? Number.POSITIVE_INFINITY) < bucket - BUCKETS) {
    window.times.shift()
    window.counts.shift()
  }
  const used = window.counts.reduce((sum, count) => sum + count, 0)
  const allowed = used < limit.limit
  if (allowed && window.times.at(-1) === bucket)
    window.counts[window.counts.length - 1] = (window.counts.at(-1) ?? 0) + 1
  else if (allowed) {
    window.times.push(bucket)
    window.counts.push(1)
  }
  const reset = (((window.times[0] ?? bucket) + BUCKETS + 1 - bucket) * widthMs) / 1000
  return {
    allowed,
    remaining: Math.max(0, limit.limit - used - (allowed ? 1 : 0)),
    resetSeconds: Math.max(1, Math.ceil(reset)),
  }
}
