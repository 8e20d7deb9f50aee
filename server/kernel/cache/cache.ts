import { createHash } from 'node:crypto'
import { LRUCache } from 'lru-cache'
import type { Bus } from '../db/bus.ts'
import type { Tx } from '../db/database.ts'
import { newId } from '../id.ts'
import type { RedisLink } from '../redis/redis.ts'
import type { HealthCheck } from '../telemetry/health.ts'
import type { Logger } from '../telemetry/log.ts'
import type { Metrics } from '../telemetry/metrics.ts'
import { publishCounts, type RegionCounts } from './counts.ts'
import { createDoubts } from './doubts.ts'
import type { SharedTier } from './find-shared.ts'
import { createGenerations, EVERYTHING } from './generations.ts'
import { createMemory } from './memory.ts'
import { createRegion, type Region, type RegionOptions, type Stored } from './region.ts'
import { createShared } from './shared.ts'
import { checkName, isTag, tagTopic } from './topic.ts'

export interface CacheDeps {
  readonly bus: Bus
  /** Null: values are kept in this process only. */
  readonly redis: RedisLink | null
  readonly log: Logger
  /** Bound of all values in this process together, as estimated from their JSON. */
  readonly memoryBytesMax: number
}

export interface Cache {
  region<Key, Value>(options: RegionOptions<Key, Value>): Region<Key, Stored<Value>>
  /** Makes all values that carry one of the tags be read anew once `tx` has committed. */
  invalidateTags(tx: Tx, ...tags: readonly string[]): Promise<void>
  readonly health: HealthCheck
  publishCounts(metrics: Metrics): void
  close(): void
}

const CHANNEL = 'cache'
const NOTICES_SEEN_MAX = 10_000
/** Keeps a notice under the 7,900 bytes of the bus. */
const TOPICS_OF_NOTICE_MAX = 40

/**
 * Values in two tiers: in this process, and in Redis when there is one. Without Redis each process loads for itself, and all else
 * holds: one load at a time for a key (with Redis: of all processes), an error for all who wait, and after an invalidation nothing
 * that was read before it, not even by a load that was under way.
 *
 * Notices go over the PostgreSQL bus in either case, because it sends them exactly when the transaction commits, whatever happens to
 * Redis or to the process that wrote. Every process that hears one tells Redis, and does not read the values from there until Redis
 * has confirmed. After a gap of the bus both tiers start anew, after a lost connection to Redis that one does: it may have come back
 * with what it held a while ago. A process that is not listening serves nothing from memory but in place of an error.
 */
export function createCache({ bus, redis, log, memoryBytesMax }: CacheDeps): Cache {
  const memory = createMemory(memoryBytesMax)
  const generations = createGenerations()
  const tier = redis === null ? null : sharedTier(redis, log)
  const heard = new LRUCache<string, true>({ max: NOTICES_SEEN_MAX })
  const regions = new Map<string, RegionCounts>()

  /** By the hook of this process's own transaction and by the bus, in either order: the first one counts. */
  function hear(noticeId: string, topics: readonly string[]): void {
    if (heard.has(noticeId)) return
    heard.set(noticeId, true)
    generations.bump(topics)
    for (const topic of topics) {
      if (topic === EVERYTHING) memory.clear()
      else if (!isTag(topic)) memory.drop(topic)
    }
    tier?.doubts.raise(noticeId, topics)
  }

  async function invalidate(tx: Tx, topics: readonly string[]): Promise<void> {
    for (let at = 0; at < topics.length; at += TOPICS_OF_NOTICE_MAX) {
      const some = topics.slice(at, at + TOPICS_OF_NOTICE_MAX)
      const noticeId = newId<'cache-notice'>()
      await bus.notify(tx, CHANNEL, JSON.stringify([noticeId, ...some]))
      tx.afterCommit(() => hear(noticeId, some))
    }
  }

  bus.listen(CHANNEL, (payload) => {
    const [noticeId = '', ...topics] = JSON.parse(payload) as string[]
    hear(noticeId, topics)
  })
  bus.onGap(() => hear(newId(), [EVERYTHING]))

  return {
    region(options) {
      if (regions.has(checkName(options.name))) throw new TypeError(`there is a region ${options.name} already`)
      const form = createHash('sha256').update(JSON.stringify(options.shape)).digest('base64url').slice(0, 8)
      const region = createRegion(options, { memory, generations, tier, form, log, invalidate, hears: bus.healthy })
      regions.set(options.name, region.counts)
      return region
    },
    invalidateTags: (tx, ...tags) => invalidate(tx, tags.map(tagTopic)),
    health: cacheCheck(tier, bus.healthy),
    publishCounts(metrics) {
      for (const [name, counts] of regions) publishCounts(metrics, name, counts)
    },
    close() {
      tier?.doubts.close()
    },
  }
}

function sharedTier(redis: RedisLink, log: Logger): SharedTier {
  const shared = createShared(redis)
  const doubts = createDoubts(shared.drop)
  // Who was here last may have been killed between its commit and telling Redis, with nobody left to hear.
  doubts.raise(newId(), [EVERYTHING])
  shared.onLoss(() => doubts.raise(newId(), [EVERYTHING]))
  return { shared, doubts, log }
}

function cacheCheck(tier: SharedTier | null, hears: () => boolean): HealthCheck {
  return {
    name: 'cache',
    ready: false,
    async run() {
      if (!hears()) {
        const fix = 'Values are read from Redis or the database until notices over PostgreSQL arrive again.'
        return { status: 'warn', observed: 'memory is not served', fix }
      }
      if (tier === null) return { status: 'pass', observed: 'in this process only' }
      const open = tier.doubts.size()
      if (open === 0) return { status: 'pass', observed: 'in this process and in Redis' }
      const fix = 'What they name is not read from Redis until it has confirmed them; see the redis check.'
      return { status: 'warn', observed: `${open} invalidations wait for Redis`, fix }
    },
  }
}
