import type { Redis } from 'ioredis'
import { BUCKETS, EXACT_MAX, type Limit, type LimitDecision, type Limiter } from '../rate-limit.ts'
import type { RedisLink } from './redis.ts'

/** KEYS: the window. ARGV: limit, window in ms. Answers allowed, count, ms until the oldest leaves. By Redis's own clock. */
const EXACT = `
local t = redis.call('TIME')
local now = t[1] * 1000 + math.floor(t[2] / 1000)
local limit, window = tonumber(ARGV[1]), tonumber(ARGV[2])
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now - window)
local count = redis.call('ZCARD', KEYS[1])
local allowed = 0
if count < limit then
  redis.call('ZADD', KEYS[1], now, t[1] .. '.' .. t[2] .. '.' .. count)
  redis.call('PEXPIRE', KEYS[1], window)
  count = count + 1
  allowed = 1
end
local oldest = redis.call('ZRANGE', KEYS[1], 0, 0, 'WITHSCORES')[2] or now
return { allowed, count, oldest + window - now }`

/** As above with ARGV 3, the number of sub-buckets: each counts whole until it has left the window entirely. */
const BUCKETED = `
local t = redis.call('TIME')
local now = t[1] * 1000 + math.floor(t[2] / 1000)
local limit, window, buckets = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
local width = window / buckets
local bucket = math.floor(now / width)
local held = redis.call('HGETALL', KEYS[1])
local count, oldest = 0, bucket
for at = 1, #held, 2 do
  local number = tonumber(held[at])
  if number < bucket - buckets then redis.call('HDEL', KEYS[1], held[at])
  else
    count = count + tonumber(held[at + 1])
    if number < oldest then oldest = number end
  end
end
local allowed = 0
if count < limit then
  redis.call('HINCRBY', KEYS[1], bucket, 1)
  redis.call('PEXPIRE', KEYS[1], window + math.ceil(width) * 2)
  count = count + 1
  allowed = 1
end
return { allowed, count, (oldest + buckets + 1 - bucket) * width }`

type Window = (key: string, ...values: number[]) => Promise<[allowed: number, count: number, resetMs: number]>
type Scripted = Redis & { plinthExact: Window; plinthBucketed: Window }

const scripted = new WeakSet<Redis>()

function withScripts(client: Redis): Scripted {
  if (!scripted.has(client)) {
    client.defineCommand('plinthExact', { numberOfKeys: 1, lua: EXACT })
    client.defineCommand('plinthBucketed', { numberOfKeys: 1, lua: BUCKETED })
    scripted.add(client)
  }
  return client as Scripted
}

/** The same sliding windows as the limiter in the process, counted in Redis for all processes. */
export interface SharedLimiter {
  take(limit: Limit, key: string): Promise<LimitDecision>
}

/**
 * One script, one round trip. The limiter in the process counts along, so that it is warm when Redis is away: each process then
 * holds the whole limit by itself, and nobody is refused for a fault of ours.
 */
export function createSharedLimiter(redis: RedisLink, local: Limiter): SharedLimiter {
  return {
    async take(limit, key) {
      const here = local.take(limit, key)
      const answer = await redis.ask((client) => ask(withScripts(client), limit, key))
      if (answer === null) return here
      const [allowed, count, resetMs] = answer
      return {
        allowed: allowed === 1,
        remaining: Math.max(0, limit.limit - count),
        resetSeconds: Math.max(1, Math.ceil(Number(resetMs) / 1000)),
      }
    },
  }
}

function ask(client: Scripted, limit: Limit, key: string) {
  const window = `plinth:limit:${limit.name}:${key}`
  const windowMs = limit.windowSeconds * 1000
  return limit.limit <= EXACT_MAX
    ? client.plinthExact(window, limit.limit, windowMs)
    : client.plinthBucketed(window, limit.limit, windowMs, BUCKETS)
}
