import { setImmediate as turn } from 'node:timers/promises'
import { LRUCache } from 'lru-cache'
import pino from 'pino'
import { Type } from 'typebox'
import { type Cache, createCache } from '../server/kernel/cache/cache.ts'
import { secret } from '../server/kernel/config/secret.ts'
import { createBus } from '../server/kernel/db/bus.ts'
import { createDatabase, type Tx } from '../server/kernel/db/database.ts'
import { createRedis } from '../server/kernel/redis/redis.ts'
import type { Logger } from '../server/kernel/telemetry/log.ts'
import { startRedis } from '../test/support/redis.ts'
import { requirement } from '../test/support/requirements.ts'
import { median } from './load.ts'
import type { Row } from './table.ts'

/** Read when it is called for: the peer is installed by then. */
const PEER: string = new URL('./peer-cache.mjs', import.meta.url).href

interface PeerCache {
  get(query: { readonly key: string }): Promise<unknown>
  set(entry: { readonly key: string; readonly value: unknown }): Promise<unknown>
  getOrSet(entry: { readonly key: string; readonly factory: () => Promise<unknown> }): Promise<unknown>
  disconnectAll(): Promise<unknown>
}

interface Peer {
  openPeerCache(options: { readonly maxItems: number; readonly serialize: boolean }): PeerCache
}

const KEYS = Array.from({ length: 1000 }, (_, at) => `track-${at}`)
const ROUNDS = 15
const READS = 50_000
const HERD = 200
const PEEK_US_MAX = 0.5
const GET_US_MAX = 1.5
const CHANGES = 400
const SEEN_MS_MAX = { median: 1, p99: 20 }

const trackOf = (key: string) => ({ id: key, title: `The title of ${key}`, artist: { name: 'Somebody' }, bpm: 120 })

/** A hit in memory beside bentocache and lru-cache, and how often 200 misses at once load; in this process, in turns. */
export async function cacheRows(databaseUrl: string): Promise<Row[]> {
  const log = pino({ level: 'silent' }) as Logger
  const bus = await createBus(databaseUrl, log)
  const cache = createCache({ bus, redis: null, log, memoryBytesMax: 32_000_000 })
  const { openPeerCache } = (await import(PEER)) as Peer
  const maxItems = KEYS.length * 2
  const bento = openPeerCache({ maxItems, serialize: true })
  const bentoByReference = openPeerCache({ maxItems, serialize: false })
  const lru = new LRUCache<string, object>({ max: KEYS.length })
  try {
    const region = regionOf(cache, 'bench.tracks', async (key) => trackOf(key))
    for (const key of KEYS) {
      lru.set(key, await region.get(key))
      await bento.set({ key, value: trackOf(key) })
      await bentoByReference.set({ key, value: trackOf(key) })
    }
    const [peek, alone, get, theirs, byReference] = await inTurns([
      (key) => region.peek(key),
      (key) => lru.get(key),
      (key) => region.get(key),
      (key) => bento.get({ key }),
      (key) => bentoByReference.get({ key }),
    ])
    const us = (microseconds = Number.NaN): string => `${microseconds.toFixed(2)} us`
    return [
      {
        what: 'cache hit in memory, synchronous',
        measured: `${us(peek)} (lru-cache alone ${us(alone)})`,
        aim: `<= ${PEEK_US_MAX} us`,
        met: (peek ?? Number.NaN) <= PEEK_US_MAX,
      },
      {
        what: 'cache hit in memory, awaited',
        measured: `${us(get)} (bentocache ${us(theirs)}, by reference ${us(byReference)})`,
        aim: `<= ${GET_US_MAX} us`,
        met: (get ?? Number.NaN) <= GET_US_MAX,
      },
      await herdRow(cache, bento),
      ...(await nodeRows(databaseUrl, log)),
    ]
  } finally {
    cache.close()
    await bus.close()
    await Promise.all([bento.disconnectAll(), bentoByReference.disconnectAll()])
  }
}

function regionOf<Value>(cache: Cache, name: string, load: (key: string) => Promise<Value>) {
  return cache.region({ name, shape: Type.Unknown(), ttlSeconds: 600, staleSeconds: 0, keyText: String, load })
}

/** Microseconds of one read, the median of rounds in which the sides take turns. */
async function inTurns(sides: readonly ((key: string) => unknown)[]): Promise<number[]> {
  const measured = sides.map(() => [] as number[])
  for (let round = 0; round <= ROUNDS; round += 1) {
    for (const [at, read] of sides.entries()) {
      const isAsync = read(KEYS[0] ?? '') instanceof Promise
      const startedMs = performance.now()
      if (isAsync) for (let n = 0; n < READS; n += 1) await read(KEYS[n % KEYS.length] ?? '')
      else for (let n = 0; n < READS; n += 1) read(KEYS[n % KEYS.length] ?? '')
      // The first round warms up.
      if (round > 0) measured[at]?.push(((performance.now() - startedMs) * 1000) / READS)
    }
  }
  return measured.map(median)
}

async function herdRow(cache: Cache, bento: PeerCache): Promise<Row> {
  const loads = { ours: 0, theirs: 0 }
  const slow = async (side: keyof typeof loads): Promise<string> => {
    loads[side] += 1
    return await new Promise((resolve) => setTimeout(resolve, 20, 'loaded'))
  }
  const region = regionOf(cache, 'bench.herd', () => slow('ours'))
  await Promise.all(Array.from({ length: HERD }, () => region.get('herd')))
  await Promise.all(Array.from({ length: HERD }, () => bento.getOrSet({ key: 'herd', factory: () => slow('theirs') })))
  return {
    what: `loads for ${HERD} misses at once`,
    measured: `${loads.ours} (bentocache ${loads.theirs})`,
    aim: '1',
    met: loads.ours === 1,
  }
}

/** A change on one node until another reads it: over the bus of PostgreSQL alone, and with the values in Redis where there is one. */
async function nodeRows(databaseUrl: string, log: Logger): Promise<Row[]> {
  const alone = await nodesRow(databaseUrl, null, log)
  if (!requirement('redis-server').present) return [alone]
  const redis = await startRedis()
  try {
    return [alone, await nodesRow(databaseUrl, redis.url, log)]
  } finally {
    await redis.stop()
  }
}

async function nodesRow(databaseUrl: string, redisUrl: string | null, log: Logger): Promise<Row> {
  const [here, there] = await Promise.all([openNode(databaseUrl, redisUrl, log), openNode(databaseUrl, redisUrl, log)])
  const state = { value: 0 }
  const [mine, its] = [here, there].map(({ cache }) => regionOf(cache, 'bench.seen', async () => state.value))
  const tookMs: number[] = []
  try {
    for (let change = 1; change <= CHANGES; change += 1) {
      state.value = change
      await here.change((tx) => mine?.invalidate(tx, 'a'))
      const startedMs = performance.now()
      await mine?.get('a')
      while ((await its?.get('a')) !== change) await turn()
      tookMs.push(performance.now() - startedMs)
    }
  } finally {
    await Promise.all([here.close(), there.close()])
  }
  tookMs.sort((one, other) => one - other)
  const [middle, p99] = [median(tookMs), tookMs[Math.floor(CHANGES * 0.99)] ?? Number.NaN]
  return {
    what: `cache set to seen by another node, ${redisUrl === null ? 'PostgreSQL' : 'Redis'}`,
    measured: `${middle.toFixed(2)} ms in the middle, p99 ${p99.toFixed(1)} ms`,
    aim: `<= ${SEEN_MS_MAX.median} / ${SEEN_MS_MAX.p99} ms`,
    met: middle <= SEEN_MS_MAX.median && p99 <= SEEN_MS_MAX.p99,
  }
}

/** A node of the cache as a process has it. */
async function openNode(databaseUrl: string, redisUrl: string | null, log: Logger) {
  const nothing = async (): Promise<void> => undefined
  const db = createDatabase(
    {
      ...{ url: databaseUrl, name: 'bench-cache', poolMax: 2, statementTimeoutMs: 10_000, prepared: true },
      onPoolError(error) {
        throw error
      },
    },
    { audit: nothing, publish: nothing, enqueue: nothing },
  )
  const bus = await createBus(databaseUrl, log)
  const redis = redisUrl === null ? null : createRedis(secret(redisUrl), log)
  while (redis !== null && (await redis.ask((client) => client.ping())) !== 'PONG') await turn()
  const cache = createCache({ bus, redis, log, memoryBytesMax: 1_000_000 })
  const origin = { actor: { kind: 'system', name: 'bench' }, requestId: 'bench' } as const
  return {
    cache,
    change: (work: (tx: Tx) => Promise<void> | undefined) =>
      db.transaction(origin, async (tx) => void (await work(tx))),
    async close() {
      cache.close()
      await redis?.close()
      await bus.close()
      await db.close()
    },
  }
}
