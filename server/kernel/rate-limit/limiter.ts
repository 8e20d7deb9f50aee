import { LRUCache } from 'lru-cache'
import { monotonicMs } from '../clock.ts'
import type { Claim, Decision, Limit, Reading } from './limit.ts'
import {
  count,
  emptyWindow,
  type Grid,
  gridOf,
  type Measure,
  type Place,
  refund,
  refusal,
  take,
  type Window,
} from './window.ts'

/** Sliding windows in this process. */
export interface Limiter {
  /** Takes one in the window of every claim, or none when one of them is full. */
  take(claims: Claims, allowance?: (limit: Limit) => number): Decision
  /** The refusal that `take` would answer; null when it would not refuse. Takes nothing. */
  refusal(claims: Claims): Decision | null
  /** Counts a request that was admitted elsewhere. */
  count(claims: Claims): void
  /** Gives back what was taken, or counted, for a request that came to nothing. */
  refund(claims: Claims): void
}

/** Each window once. */
export type Claims = readonly [Claim, ...Claim[]]

const KEYS_MAX = 100_000

/** Windows by this process's own clock, which no change of the wall clock touches. Beyond 100,000 the least recently used go. */
export function createLimiter(): Limiter {
  const windows = new LRUCache<string, Window>({ max: KEYS_MAX })
  const grids = new WeakMap<Limit, Grid>()
  const gridFor = (limit: Limit): Grid => {
    const known = grids.get(limit)
    if (known !== undefined) return known
    const grid = gridOf(limit)
    grids.set(limit, grid)
    return grid
  }
  const windowFor = ({ limit, key }: Claim): Window => {
    const id = `${limit.name}\n${key}`
    const known = windows.get(id)
    if (known !== undefined) return known
    const window = emptyWindow()
    windows.set(id, window)
    return window
  }
  const placesOf = (claims: Claims, allowance = wholeLimit): Place[] =>
    claims.map((claim) => ({ window: windowFor(claim), grid: gridFor(claim.limit), max: allowance(claim.limit) }))
  return {
    take(claims, allowance) {
      const { allowed, measures } = take(placesOf(claims, allowance), nowUs())
      return decide(claims, allowed, measures, allowance)
    },
    refusal(claims) {
      const measures = refusal(placesOf(claims), nowUs())
      return measures === null ? null : decide(claims, false, measures)
    },
    count: (claims) => count(placesOf(claims), nowUs()),
    refund: (claims) => refund(claims.map(windowFor)),
  }
}

const nowUs = (): number => Math.floor(monotonicMs() * 1000)
const wholeLimit = ({ limit }: Limit): number => limit

/** A decision from what was measured of each claim's window, in the claims' order. */
export function decide(
  claims: Claims,
  allowed: boolean,
  measures: readonly Measure[],
  allowance = wholeLimit,
): Decision {
  const reading = ({ limit }: Claim, at: number): Reading => {
    const [used, waitUs] = measures[at] ?? [0, 0]
    const remaining = Math.max(0, allowance(limit) - used)
    return { limit, full: !allowed && remaining === 0, remaining, waitUs }
  }
  const [first, ...others] = claims
  return { allowed, readings: [reading(first, 0), ...others.map((claim, at) => reading(claim, at + 1))] }
}
