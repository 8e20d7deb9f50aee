import { randomUUID } from 'node:crypto'
import type { Redis } from 'ioredis'
import { monotonicMs } from '../clock.ts'
import type { RedisLink } from '../redis/redis.ts'

/** The processes that count in the same Redis. */
export interface Fleet {
  /** As last heard; 1 before that. */
  size(): number
  /** Shows this process to the others when it has not for 5 s; nobody waits for it. */
  show(): void
  /** Asks now; null when Redis does not answer. */
  ask(): Promise<number | null>
}

const SHOW_EVERY_MS = 5_000
const GONE_AFTER_SECONDS = 30
const KEY = '{plinth}:limit-processes'

/** KEYS: the processes. ARGV: this one, seconds until one that is not heard of is gone. Answers how many there are. */
const SHOW = `
local now = redis.call('TIME')[1]
redis.call('ZADD', KEYS[1], now, ARGV[1])
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now - ARGV[2])
redis.call('EXPIRE', KEYS[1], ARGV[2])
return redis.call('ZCARD', KEYS[1])`

/** Counts processes that limit requests: one that does nothing for half a minute is not among them. */
export function createFleet(redis: RedisLink): Fleet {
  const id = randomUUID()
  let size = 1
  let shownAtMs = Number.NEGATIVE_INFINITY
  const ask = async (): Promise<number | null> => {
    shownAtMs = monotonicMs()
    const answer = await redis.ask((client: Redis) => client.eval(SHOW, 1, KEY, id, GONE_AFTER_SECONDS))
    if (answer === null) return null
    size = Number(answer)
    return size
  }
  return {
    size: () => size,
    show() {
      if (monotonicMs() - shownAtMs >= SHOW_EVERY_MS) void ask()
    },
    ask,
  }
}
