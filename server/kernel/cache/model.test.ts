import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import fc from 'fast-check'
import { Redis } from 'ioredis'
import { type TestDatabase, testDatabase } from '../../../test/support/database.ts'
import { startRedis, type TestRedis } from '../../../test/support/redis.ts'
import { requirement } from '../../../test/support/requirements.ts'
import { type CacheNode, startNode, texts, until } from './cache.test-support.ts'
import type { Region } from './region.ts'

const RUNS = 8
const KEYS = ['a', 'b'] as const
type Key = (typeof KEYS)[number]

/** What is done, and how long after the step before. The times make loads, changes and notices overlap in many ways. */
const step = fc.record({
  afterMs: fc.nat({ max: 4 }),
  node: fc.nat({ max: 1 }),
  key: fc.constantFrom(...KEYS),
  does: fc.oneof(
    { weight: 6, arbitrary: fc.constant('read' as const) },
    {
      weight: 3,
      arbitrary: fc.constantFrom('change' as const, 'change by tag' as const, 'change and roll back' as const),
    },
    { weight: 1, arbitrary: fc.constantFrom('forget' as const, 'cut' as const, 'lose the bus' as const) },
  ),
  beforeReadMs: fc.nat({ max: 6 }),
  afterReadMs: fc.nat({ max: 12 }),
})
type Step = typeof step extends fc.Arbitrary<infer One> ? One : never

interface Place {
  readonly node: CacheNode
  readonly region: Region<Key, number>
  /** The change by key that this process has heard of. */
  readonly heard: Map<Key, number>
}

/**
 * The model is one map: a read that begins after a process has heard of a change never answers with what was before it, whatever loads
 * are under way, whichever tier answers and whatever becomes of Redis or the bus.
 */
describe('two processes and a map', { skip: requirement('redis-server').skip }, () => {
  let database: TestDatabase
  let redis: TestRedis
  let direct: Redis

  before(async () => {
    database = await testDatabase()
    await database.db.raw('CREATE TABLE public.truth (key text PRIMARY KEY, version int NOT NULL)')
    redis = await startRedis()
    direct = new Redis(redis.url)
  })
  after(async () => {
    direct.disconnect()
    await redis.stop()
    await database.close()
  })

  async function place(pauses: Map<Key, Step>, redisUrl: string | undefined): Promise<Place> {
    const node = await startNode({ databaseUrl: database.url, ...(redisUrl === undefined ? {} : { redisUrl }) })
    const region = node.cache.region<Key, number>({
      ...texts({ load: async () => 0 }),
      ttlSeconds: 0.05,
      staleSeconds: 5,
      tags: (key) => [`of.${key}`],
      async load(key) {
        const pause = pauses.get(key)
        await sleep(pause?.beforeReadMs ?? 0)
        const [row] = await node.db.raw<{ version: number }>('SELECT version FROM public.truth WHERE key = $1', [key])
        await sleep(pause?.afterReadMs ?? 0)
        return row?.version ?? -1
      },
    })
    return { node, region, heard: new Map(KEYS.map((key) => [key, 0])) }
  }

  /** Follows what each process hears, after the cache has: it listens to the same bus, later. */
  function follow(places: readonly Place[]): void {
    for (const { node, heard } of places) {
      node.bus.listen('truth', (payload) => {
        const [key, version] = JSON.parse(payload) as [Key, number]
        heard.set(key, Math.max(version, heard.get(key) ?? 0))
      })
    }
  }

  async function change({ node, region, heard }: Place, { key, does }: Step): Promise<void> {
    await node
      .transaction(async (tx) => {
        const [row] = await tx.raw<{ version: number }>(
          'UPDATE public.truth SET version = version + 1 WHERE key = $1 RETURNING version',
          [key],
        )
        if (does === 'change by tag') await node.cache.invalidateTags(tx, `of.${key}`)
        else await region.invalidate(tx, key)
        const version = row?.version ?? -1
        await node.bus.notify(tx, 'truth', JSON.stringify([key, version]))
        if (does === 'change and roll back') throw new RangeError('rolled back')
        tx.afterCommit(() => heard.set(key, Math.max(version, heard.get(key) ?? 0)))
      })
      .catch((error: unknown) => assert.equal(does, 'change and roll back', String(error)))
  }

  async function read({ region, heard }: Place, { key }: Step): Promise<void> {
    const least = heard.get(key) ?? 0
    const peeked = region.peek(key)
    assert.ok(peeked === undefined || peeked >= least, `peeked ${peeked} after ${least} of ${key}`)
    const version = await region.get(key)
    assert.ok(version >= least, `read ${version} after ${least} of ${key}`)
  }

  async function act(at: Place, one: Step): Promise<void> {
    if (one.does === 'read') return read(at, one)
    if (one.does === 'forget') await direct.flushall()
    else if (one.does === 'cut') await direct.call('CLIENT', 'KILL', 'TYPE', 'normal', 'SKIPME', 'yes')
    else if (one.does === 'lose the bus')
      await database.db.raw(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'plinth-bus' AND datname = current_database()",
      )
    else await change(at, one)
  }

  async function run(steps: readonly Step[], redisUrl: string | undefined): Promise<void> {
    await direct.flushall()
    await database.db.raw('TRUNCATE public.truth')
    await database.db.raw("INSERT INTO public.truth SELECT unnest('{a,b}'::text[]), 0")
    const pauses = new Map<Key, Step>()
    const places = [await place(pauses, redisUrl), await place(pauses, redisUrl)]
    follow(places)
    try {
      const underWay: Promise<void>[] = []
      for (const one of steps) {
        await sleep(one.afterMs)
        pauses.set(one.key, one)
        const at = places[one.node]
        if (at !== undefined) underWay.push(act(at, one))
      }
      await Promise.all(underWay)
      const truth = await database.db.raw<{ key: Key; version: number }>('SELECT key, version FROM public.truth')
      for (const { node, region } of places) {
        await until(() => node.bus.healthy())
        for (const { key, version } of truth) await until(async () => (await region.get(key)) === version, 1000)
      }
    } finally {
      for (const { node } of places) await node.close()
    }
  }

  for (const kind of ['with Redis', 'without Redis'] as const)
    test(`answer ${kind} as the map does, with changes, rollbacks and losses among the loads`, async () => {
      const url = kind === 'with Redis' ? redis.url : undefined
      await fc.assert(
        fc.asyncProperty(fc.array(step, { minLength: 10, maxLength: 60 }), (steps) => run(steps, url)),
        { numRuns: RUNS, endOnFailure: true },
      )
    })
})
