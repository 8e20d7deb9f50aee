import assert from 'node:assert/strict'
import { setTimeout as sleep } from 'node:timers/promises'
import pino from 'pino'
import { Type } from 'typebox'
import { monotonicMs } from '../clock.ts'
import { secret } from '../config/secret.ts'
import { type Bus, createBus } from '../db/bus.ts'
import { createDatabase, type Db, type Tx } from '../db/database.ts'
import { createRedis, type RedisLink } from '../redis/redis.ts'
import type { Logger } from '../telemetry/log.ts'
import { createMetrics, type Metrics } from '../telemetry/metrics.ts'
import { type Cache, createCache } from './cache.ts'
import type { RegionOptions } from './region.ts'

/** One process as far as the cache is concerned: a pool, a bus and, with a URL for it, a connection to Redis. */
export interface CacheNode {
  readonly cache: Cache
  readonly db: Db
  readonly bus: Bus
  /** Null without Redis. */
  readonly redis: RedisLink | null
  readonly lines: string[]
  transaction<Result>(work: (tx: Tx) => Promise<Result>): Promise<Result>
  /** The sum of all series of a counter whose labels are as given. */
  counted(name: string, labels?: Readonly<Record<string, string>>): Promise<number>
  close(): Promise<void>
}

export interface NodeOptions {
  readonly databaseUrl: string
  readonly redisUrl?: string
  /** What a question to Redis may take. Generous where a test counts: a busy machine is no outage. */
  readonly redisBudgetMs?: number
  readonly memoryBytesMax?: number
}

const origin = { actor: { kind: 'system', name: 'test' }, requestId: 'test-request' } as const

/** Starts a node; with Redis, one that is connected to it. */
export async function startNode(options: NodeOptions): Promise<CacheNode> {
  const lines: string[] = []
  const log = pino({ level: 'info' }, { write: (line: string) => void lines.push(line) }) as Logger
  const unexpected = (): never => {
    throw new TypeError('these transactions only write rows and notices')
  }
  const db = createDatabase(
    {
      url: options.databaseUrl,
      name: 'cache-test',
      poolMax: 10,
      statementTimeoutMs: 10_000,
      prepared: true,
      onPoolError: (error) => void lines.push(error.message),
    },
    { audit: unexpected, publish: unexpected, enqueue: unexpected },
  )
  const bus = await createBus(options.databaseUrl, log)
  const redis =
    options.redisUrl === undefined ? null : createRedis(secret(options.redisUrl), log, options.redisBudgetMs ?? 5000)
  if (redis !== null) await until(async () => (await redis.ask((client) => client.ping())) === 'PONG')
  const cache = createCache({ bus, redis, log, memoryBytesMax: options.memoryBytesMax ?? 4_000_000 })
  const metrics = createMetrics('test')
  return {
    ...{ cache, db, bus, redis, lines },
    transaction: (work) => db.transaction(origin, work),
    async counted(name, labels = {}) {
      cache.publishCounts(metrics)
      return await sumOf(metrics, name, labels)
    },
    async close() {
      cache.close()
      await redis?.close()
      await bus.close()
      await db.close()
    },
  }
}

async function sumOf({ registry }: Metrics, name: string, labels: Readonly<Record<string, string>>): Promise<number> {
  const series = (await registry.getSingleMetric(name)?.get())?.values ?? []
  return series
    .filter((one) => Object.entries(labels).every(([label, value]) => one.labels[label] === value))
    .reduce((sum, { value }) => sum + value, 0)
}

/** Resolves when `condition` holds; fails after `withinMs`. */
export async function until(condition: () => Promise<boolean> | boolean, withinMs = 10_000): Promise<void> {
  const startedMs = monotonicMs()
  while (!(await condition())) {
    if (monotonicMs() - startedMs > withinMs) throw new Error(`did not come true within ${withinMs} ms`)
    await sleep(5)
  }
}

const CHANGES = 60
/** Beyond any doubt in moments, on a machine that does other things too; `npm run bench` measures the time itself. */
const SEEN_MS_MAX = { median: 50, most: 1000 }

/**
 * Sets a value on one node, change after change, and reads it on another until it is there: every change is seen, none goes back to
 * what was, and the time from the commit is one of moments.
 */
export async function assertSeenSoon(here: CacheNode, there: CacheNode): Promise<void> {
  const state = { value: 0 }
  const load = async (): Promise<string> => String(state.value)
  const [mine, its] = [here, there].map(({ cache }) => cache.region(texts({ load })))
  if (mine === undefined || its === undefined) throw new TypeError('two nodes have two regions')
  const tookMs: number[] = []
  assert.deepEqual([await mine.get('a'), await its.get('a'), its.peek('a')], ['0', '0', '0'])
  for (let change = 1; change <= CHANGES; change += 1) {
    state.value = change
    await here.transaction((tx) => mine.invalidate(tx, 'a'))
    const startedMs = monotonicMs()
    assert.equal(await mine.get('a'), String(change))
    const seen = await readUntil(its, String(change))
    tookMs.push(monotonicMs() - startedMs)
    for (const value of seen) assert.ok([String(change - 1), String(change)].includes(value), value)
  }
  tookMs.sort((one, other) => one - other)
  const [median = Number.NaN, most = Number.NaN] = [tookMs[CHANGES / 2], tookMs.at(-1)]
  assert.ok(median < SEEN_MS_MAX.median && most < SEEN_MS_MAX.most, `${median} ms, at most ${most} ms`)
}

/** What was read on the way there. */
async function readUntil(region: { get(key: string): Promise<string> }, wanted: string): Promise<string[]> {
  const seen: string[] = []
  await until(async () => {
    seen.push(await region.get('a'))
    return seen.at(-1) === wanted
  }, SEEN_MS_MAX.most)
  return seen
}

/** Texts by text, each good for a minute; what a test is about replaces the rest. */
export function texts<Value>(
  options: Partial<RegionOptions<string, Value>> & Pick<RegionOptions<string, Value>, 'load'>,
): RegionOptions<string, Value> {
  return { name: 'test.texts', shape: Type.String(), ttlSeconds: 60, staleSeconds: 0, keyText: String, ...options }
}

/** A promise that is resolved from outside, to hold a load at a point. */
export function gate(): { readonly passed: Promise<void>; open(): void } {
  const { promise, resolve } = Promise.withResolvers<void>()
  return { passed: promise, open: resolve }
}
