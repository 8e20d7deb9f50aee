/** So many in any stretch of time of this length. Callers are told the name. */
export interface Limit {
  readonly name: string
  readonly limit: number
  readonly windowSeconds: number
  /** A process that counts alone, because Redis is away, admits its share of this limit only, not the whole. */
  readonly strict?: true
}

/** One of the windows that a request counts in: its limit, and whose it is. */
export interface Claim {
  readonly limit: Limit
  readonly key: string
}

/** A window as a request found it; with the request in it when that was admitted. */
export interface Reading {
  readonly limit: Limit
  /** No room for the request. */
  readonly full: boolean
  readonly remaining: number
  /** Until there is room for one more than now; 0 for an empty window. */
  readonly waitUs: number
}

/** A request counts in all of its windows or, when one is full, in none. */
export interface Decision {
  readonly allowed: boolean
  readonly readings: readonly [Reading, ...Reading[]]
}

/** Of a refusal the window that is full for longest, else the one with the least left: what the caller has to know. */
export function strictest({ allowed, readings }: Decision): Reading {
  return readings.reduce((strict, one) => (isStricter(one, strict, allowed) ? one : strict))
}

function isStricter(one: Reading, other: Reading, allowed: boolean): boolean {
  if (!allowed && one.full !== other.full) return one.full
  if (allowed && one.remaining !== other.remaining) return one.remaining < other.remaining
  return one.waitUs > other.waitUs
}

/** Whole seconds to wait, at least one: as RateLimit and Retry-After tell them. */
export function waitSeconds({ waitUs }: Reading): number {
  return Math.max(1, Math.ceil(waitUs / 1e6))
}
