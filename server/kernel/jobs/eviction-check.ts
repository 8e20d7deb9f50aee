import type { Redis } from 'ioredis'
import type { RedisLink } from '../redis/redis.ts'
import type { HealthCheck } from '../telemetry/health.ts'

const SAFE = 'noeviction'

/** What Redis does when it is full, and how many keys it has evicted since it was started. */
export interface Eviction {
  readonly policy: string
  readonly evicted: number
  readonly isSafe: boolean
}

/** Read from INFO, which managed services answer where they refuse CONFIG. */
export async function evictionOf(client: Redis): Promise<Eviction> {
  const [memory, stats] = await Promise.all([client.info('memory'), client.info('stats')])
  const policy = /maxmemory_policy:(\S+)/.exec(memory)?.[1] ?? 'unknown'
  const evicted = Number(/evicted_keys:(\d+)/.exec(stats)?.[1] ?? 0)
  return { policy, evicted, isSafe: policy === SAFE }
}

/** The Redis that carries jobs keeps what it is given. Where it does not, no job is lost; those that it forgets come half a minute late. */
export function evictionCheck(redis: RedisLink): HealthCheck {
  return {
    name: 'jobs-redis',
    ready: false,
    async run() {
      const found = await redis.ask(evictionOf)
      if (found === null)
        return { status: 'warn', observed: 'no answer', fix: 'Jobs wait in the database until Redis is back.' }
      if (found.isSafe) return { status: 'pass', observed: found.policy }
      return {
        status: 'warn',
        observed: `${found.policy}, ${found.evicted} keys evicted`,
        fix: `Set maxmemory-policy ${SAFE} on the Redis that carries jobs, or give them one of their own: what it evicts is carried again from the database, half a minute later.`,
      }
    },
  }
}
