import type { Redis } from 'ioredis'
import { LRUCache } from 'lru-cache'
import { monotonicMs } from '../clock.ts'
import type { RedisLink } from '../redis/redis.ts'
import type { HealthCheck } from '../telemetry/health.ts'
import { createFleet } from './fleet.ts'
import type { Claim, Decision, Limit, Reading } from './limit.ts'
import { type Claims, createLimiter, decide } from './limiter.ts'
import type { StrictCounter } from './strict-counter.ts'
import { TAKE_SCRIPT } from './take-script.ts'
import { gridOf, type Measure } from './window.ts'

/** The same sliding windows, counted in Redis for all processes. */
export interface SharedLimiter {
  take(claims: Claims): Decision | Promise<Decision>
  /** A refusal that is known without asking; null when only `take` can tell. */
  refusal(claims: Claims): Decision | null
  readonly health: HealthCheck
}

const SHUT_MAX = 100_000

/**
 * One script, one round trip for all windows of a request, none for a window that is known to be full. The process counts along what
 * is admitted to it, and goes on by that when Redis is away: a limit as a whole, of a strict one its share among the processes last
 * seen, and no more than the limit by all of them as `strictly` counts it, whatever they know of each other. What it has admitted itself
 * also holds against a Redis that came back empty.
 */
export function createSharedLimiter(redis: RedisLink, strictly: StrictCounter | null = null): SharedLimiter {
  const local = createLimiter()
  const shut = createShutWindows()
  const fleet = createFleet(redis)
  const refusal = (claims: Claims): Decision | null => shut.refusal(claims) ?? local.refusal(claims)
  const share = ({ limit, strict }: Limit): number =>
    strict === true ? Math.max(1, Math.floor(limit / fleet.size())) : limit

  async function ask(claims: Claims): Promise<Decision> {
    const askedMs = monotonicMs()
    fleet.show()
    const answer = await redis.ask((client) => askRedis(client, claims))
    if (answer === null) return takeAlone(claims)
    const decision = decide(claims, answer.allowed, answer.measures)
    if (decision.allowed) local.count(claims)
    else shut.remember(claims, decision, askedMs)
    return decision
  }

  /** Taken here first, so that a share is exact too, and given back when the others had the rest. */
  async function takeAlone(claims: Claims): Promise<Decision> {
    const askedMs = monotonicMs()
    const own = local.take(claims, share)
    if (!own.allowed || strictly === null || !claims.some(({ limit }) => limit.strict === true)) return own
    const answer = await strictly.take(claims)
    if (answer === null || answer.allowed) return own
    local.refund(claims)
    const decision = decide(claims, false, answer.measures)
    shut.remember(claims, decision, askedMs)
    return decision
  }
  return {
    take: (claims) => refusal(claims) ?? ask(claims),
    refusal,
    health: {
      name: 'limits',
      ready: false,
      async run() {
        const size = await fleet.ask()
        if (size !== null) return { status: 'pass', observed: `counted in Redis by ${size} process(es)` }
        return {
          status: 'warn',
          observed: `counted in this process alone, strict limits at a share of 1/${fleet.size()}${strictly === null ? '' : ' and together in the database'}`,
          fix: 'Bring Redis back (see the check redis).',
        }
      },
    },
  }
}

type Scripted = Redis & { plinthTake: (keyCount: number, ...keysAndValues: (string | number)[]) => Promise<number[]> }

function withScript(client: Redis): Scripted {
  if (!('plinthTake' in client)) client.defineCommand('plinthTake', { lua: TAKE_SCRIPT })
  return client as Scripted
}

/** The braces put the windows of a request, whose keys have nothing in common, into one slot of a Redis in cluster mode. */
async function askRedis(client: Redis, claims: Claims): Promise<{ allowed: boolean; measures: Measure[] }> {
  const keys = claims.map(({ limit, key }) => `{plinth}:window:${limit.name}:${key}`)
  const values = claims.flatMap(({ limit }) => {
    const { grainUs, steps } = gridOf(limit)
    return [limit.limit, grainUs, steps]
  })
  const [allowed, ...measured] = await withScript(client).plinthTake(keys.length, ...keys, ...values)
  return {
    allowed: allowed === 1,
    measures: claims.map((_claim, at) => [measured[at * 2] ?? 0, measured[at * 2 + 1] ?? 0] as const),
  }
}

/** Windows that Redis said are full, until it said they will have room: those who are refused again and again cost no question. */
function createShutWindows() {
  const untilUs = new LRUCache<string, number>({ max: SHUT_MAX })
  const idOf = ({ limit, key }: Claim): string => `${limit.name}\n${key}`
  return {
    remember(claims: Claims, { readings }: Decision, askedMs: number): void {
      for (const [at, { full, waitUs }] of readings.entries()) {
        const claim = claims[at]
        if (full && claim !== undefined) untilUs.set(idOf(claim), askedMs * 1000 + waitUs)
      }
    },
    refusal(claims: Claims): Decision | null {
      const reading = (claim: Claim): Reading => {
        const { limit } = claim
        const waitUs = Math.ceil((untilUs.get(idOf(claim)) ?? 0) - monotonicMs() * 1000)
        return waitUs > 0
          ? { limit, full: true, remaining: 0, waitUs }
          : { limit, full: false, remaining: limit.limit, waitUs: 0 }
      }
      const [first, ...others] = claims
      const readings = [reading(first), ...others.map(reading)] as const
      return readings.some(({ full }) => full) ? { allowed: false, readings } : null
    },
  }
}
