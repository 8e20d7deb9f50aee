import assert from 'node:assert/strict'
import { type ChildProcess, fork } from 'node:child_process'
import { Socket } from 'node:net'
import { after, afterEach, before, describe, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { Redis } from 'ioredis'
import { Type } from 'typebox'
import { type TestDatabase, testDatabase } from '../../../test/support/database.ts'
import { startRedis, type TestRedis } from '../../../test/support/redis.ts'
import { requirement } from '../../../test/support/requirements.ts'
import { assertSeenSoon, type CacheNode, gate, startNode, texts, until } from './cache.test-support.ts'
import type { RegionOptions } from './region.ts'

const CHILD = new URL('./herd-child.test-support.ts', import.meta.url)

describe('values in Redis', { skip: requirement('redis-server').skip }, () => {
  let database: TestDatabase
  let redis: TestRedis
  let direct: Redis
  const nodes: CacheNode[] = []
  const children: ChildProcess[] = []

  before(async () => {
    database = await testDatabase()
    await database.db.raw('CREATE TABLE public.load (key text NOT NULL)')
    redis = await startRedis()
    direct = new Redis(redis.url)
    direct.on('error', () => undefined)
  })
  afterEach(async () => {
    for (const child of children.splice(0)) child.kill('SIGKILL')
    for (const node of nodes.splice(0)) await node.close()
    await database.db.raw('TRUNCATE public.load')
    await direct.flushall()
  })
  after(async () => {
    direct.disconnect()
    await redis.stop()
    await database.close()
  })

  async function twoNodes(): Promise<[CacheNode, CacheNode]> {
    const start = () => startNode({ databaseUrl: database.url, redisUrl: redis.url })
    const both: [CacheNode, CacheNode] = [await start(), await start()]
    nodes.push(...both)
    return both
  }

  /** One region on two nodes, over one source. */
  async function twoRegions(options: Partial<RegionOptions<string, string>> = {}) {
    const [here, there] = await twoNodes()
    const state = { value: 'first', loads: 0 }
    const load = async (): Promise<string> => {
      state.loads += 1
      return state.value
    }
    const [mine, its] = [here, there].map(({ cache }) => cache.region(texts({ load, ...options })))
    if (mine === undefined || its === undefined) throw new TypeError('two nodes have two regions')
    return { here, there, state, mine, its }
  }

  /** Nothing waits for Redis to confirm it. */
  const calm = async ({ cache }: CacheNode): Promise<boolean> =>
    (await cache.health.run(AbortSignal.timeout(1000))).status === 'pass'

  test('at hand are given without a word to Redis, PostgreSQL or anybody else', async (t) => {
    const { mine, here } = await twoRegions()
    await until(() => calm(here))
    await mine.get('a')
    const written = t.mock.method(Socket.prototype, 'write')
    for (let asked = 0; asked < 1000; asked += 1) {
      assert.equal(mine.peek('a'), 'first')
      assert.equal(await mine.get('a'), 'first')
    }
    assert.equal(written.mock.callCount(), 0)
    await mine.get('b')
    assert.ok(written.mock.callCount() > 0, 'what is not at hand is asked for: the same count finds it')
  })

  /** A process that will ask `asks` times at once for one value. */
  async function herd(asks: number, loadMs: number) {
    const child = fork(CHILD, [database.url, redis.url, String(asks), String(loadMs)])
    children.push(child)
    const messages: unknown[] = []
    child.on('message', (message) => void messages.push(message))
    await until(() => messages.includes('ready'), 30_000)
    return {
      child,
      go: () => child.send('go'),
      loading: () => messages.includes('loading'),
      done: () => messages.find((message) => typeof message === 'object'),
    }
  }

  const loadsMade = async (): Promise<number> => (await database.db.raw('SELECT key FROM public.load')).length

  test('are loaded once for 600 who ask in 6 processes at the same time', async () => {
    const processes = await Promise.all(Array.from({ length: 6 }, () => herd(100, 200)))
    for (const one of processes) one.go()
    await until(() => processes.every((one) => one.done() !== undefined), 20_000)
    for (const one of processes) assert.deepEqual(one.done(), { values: ['loaded'], count: 100 })
    assert.equal(await loadsMade(), 1)
  })

  test('are loaded by another process when the one that held the lease was killed', async () => {
    const [killed, other] = [await herd(1, 60_000), await herd(1, 0)]
    killed.go()
    await until(killed.loading)
    killed.child.kill('SIGKILL')
    const startedMs = performance.now()
    other.go()
    await until(() => other.done() !== undefined)
    assert.deepEqual([other.done(), await loadsMade()], [{ values: ['loaded'], count: 1 }, 2])
    assert.ok(performance.now() - startedMs < 4000)
  })

  test('that take longer to load than a lease lives are loaded once and stored', async () => {
    const loading = gate()
    let loads = 0
    const load = async (): Promise<string> => {
      loads += 1
      await loading.passed
      return 'slow'
    }
    const [here, there] = await twoNodes()
    await until(async () => (await Promise.all([here, there].map(calm))).every(Boolean))
    const [mine, its] = [here, there].map(({ cache }) => cache.region(texts({ load })))
    const both = Promise.all([mine?.get('a'), its?.get('a')])
    await sleep(4500)
    assert.equal(loads, 1, 'the other waits')
    loading.open()
    assert.deepEqual(await both, ['slow', 'slow'])
    assert.equal(loads, 1)
    assert.equal((await direct.keys('{plinth}:cache:value:*')).length, 1)
  })

  test('are loaded anew when they change while they take long to load', async () => {
    const loading = gate()
    const state = { value: 'first', loads: 0 }
    const load = async (): Promise<string> => {
      state.loads += 1
      const { value } = state
      if (state.loads === 1) await loading.passed
      return value
    }
    const { mine, here, its } = await twoRegions({ load })
    const old = mine.get('a')
    await sleep(4500)
    state.value = 'second'
    await here.transaction((tx) => mine.invalidate(tx, 'a'))
    loading.open()
    await old
    assert.deepEqual([await mine.get('a'), await its.get('a')], ['second', 'second'])
  })

  test('are read by other processes, again and again, as the same frozen thing', async () => {
    const [here, there] = await twoNodes()
    const shape = Type.Object({ names: Type.Array(Type.String()) })
    let loads = 0
    const load = async () => {
      loads += 1
      return { names: ['a'] }
    }
    const [mine, its] = [here, there].map(({ cache }) => cache.region({ ...texts({ load }), shape }))
    const loaded = await mine?.get('a')
    const [once, twice] = [await its?.get('a'), await its?.get('a')]
    assert.deepEqual(once, loaded)
    assert.equal(twice, once)
    assert.throws(() => Object.assign(once?.names ?? {}, ['b']), TypeError)
    assert.equal(loads, 1)
    assert.equal(await there.counted('cache_lookups_total', { tier: 'redis', outcome: 'hit' }), 1)
  })

  test('that changed in one process are seen by another in moments, change after change', async () => {
    const [here, there] = await twoNodes()
    await assertSeenSoon(here, there)
    assert.ok((await there.counted('cache_lookups_total', { tier: 'redis' })) > 0, 'Redis was asked')
  })

  test('are kept, found and invalidated in a Redis in cluster mode: all their keys lie in one slot', async (t) => {
    const cluster = await startRedis({ isCluster: true })
    t.after(() => cluster.stop())
    const both = await Promise.all([1, 2].map(() => startNode({ databaseUrl: database.url, redisUrl: cluster.url })))
    nodes.push(...both)
    let value = 'first'
    const tagged = texts({ load: async () => value, tags: () => ['test.tag', 'test.other'] })
    const [mine, its] = both.map(({ cache }) => cache.region(tagged))
    const [here, there] = both
    assert.ok(mine && its && here && there)
    await until(() => calm(here))
    await until(() => calm(there))
    assert.deepEqual([await mine.get('a'), await its.get('a')], ['first', 'first'])
    assert.ok((await there.counted('cache_lookups_total', { tier: 'redis', outcome: 'hit' })) > 0, 'Redis gave it')
    value = 'second'
    await here.transaction((tx) => mine.invalidate(tx, 'a'))
    await until(async () => (await its.get('a')) === 'second')
    await until(() => calm(here))
    assert.equal((await here.cache.health.run(AbortSignal.timeout(1000))).status, 'pass')
  })

  test('end at times of their own, a tenth before or after the set one', async () => {
    const { mine } = await twoRegions({ ttlSeconds: 100, staleSeconds: 50 })
    const keys = Array.from({ length: 60 }, (_, at) => `key-${at}`)
    for (const key of keys) await mine.get(key)
    const lives = await Promise.all(keys.map((key) => direct.pttl(`{plinth}:cache:value:test.texts/${key}`)))
    const [least, most] = [Math.min(...lives), Math.max(...lives)]
    assert.ok(least > 135_000 && most <= 160_000, `${least} to ${most} ms`)
    assert.ok(most - least > 10_000)
  })

  for (const by of ['its key', 'a tag'] as const)
    test(`are refused when ${by} was invalidated in another process during the load`, async () => {
      const held = gate()
      const { here, there, state, mine, its } = await twoRegions({ tags: () => ['all'] })
      const slow = there.cache.region(
        texts({
          name: 'test.slow',
          tags: () => ['all'],
          async load() {
            const { value } = state
            await held.passed
            return value
          },
        }),
      )
      const swift = here.cache.region(texts({ name: 'test.slow', tags: () => ['all'], load: async () => state.value }))
      const early = slow.get('a')
      await until(async () => (await direct.exists('{plinth}:cache:lease:test.slow/a')) === 1)
      state.value = 'second'
      const told = async () => (await direct.keys('{plinth}:cache:done:*')).length
      await until(async () => (await Promise.all([here, there].map(calm))).every(Boolean))
      const before = await told()
      await here.transaction((tx) =>
        by === 'a tag' ? here.cache.invalidateTags(tx, 'all') : swift.invalidate(tx, 'a'),
      )
      await until(async () => (await told()) > before)
      held.open()
      assert.equal(await early, 'first')
      assert.equal(await there.counted('cache_refused_fills_total', { tier: 'redis' }), 1)
      assert.equal(await direct.exists('{plinth}:cache:value:test.slow/a'), 0)
      assert.deepEqual([await swift.get('a'), await mine.get('b'), await its.get('b')], ['second', 'second', 'second'])
    })

  test('are not believed by a process that starts: the last one may have been killed before it told Redis of its commit', async () => {
    const { here, there, state, mine } = await twoRegions()
    assert.equal(await mine.get('a'), 'first')
    assert.equal((await direct.keys('{plinth}:cache:value:*')).length, 1)
    for (const node of [here, there]) await node.close()
    nodes.length = 0
    state.value = 'second'
    const { mine: next } = await twoRegions({ load: async () => state.value })
    assert.equal(await next.get('a'), 'second')
  })

  test('are not believed while another process, dead since, has not told Redis of its commit', async () => {
    const { there, state, mine, its } = await twoRegions()
    await mine.get('a')
    await its.get('a')
    state.value = 'second'
    // What remains of a process that was killed right after its commit: the notice, and nothing else.
    const notice = JSON.stringify(['019b7a10-0000-7000-8000-000000000001', 'test.texts/a'])
    await there.transaction((tx) => there.bus.notify(tx, 'cache', notice))
    await until(() => its.peek('a') === undefined)
    assert.equal(await its.get('a'), 'second')
  })

  test('that fail to load keep nobody of another process waiting', async () => {
    const [here, there] = await twoNodes()
    const held = gate()
    const [mine, its] = [here, there].map(({ cache }) =>
      cache.region(
        texts({
          load: async (): Promise<string> => {
            await held.passed
            throw new RangeError('the source is away')
          },
        }),
      ),
    )
    const first = mine?.get('a')
    await until(async () => (await direct.exists('{plinth}:cache:lease:test.texts/a')) === 1)
    const second = its?.get('a')
    await sleep(50)
    held.open()
    const startedMs = performance.now()
    await Promise.all([
      assert.rejects(first ?? Promise.resolve(), RangeError),
      assert.rejects(second ?? Promise.resolve(), RangeError),
    ])
    assert.ok(performance.now() - startedMs < 200)
  })

  for (const [what, spoil] of [
    ['cut', (text: string) => text.slice(0, -3)],
    ['changed', (text: string) => text.replace('first', 'fjrst')],
    ['replaced by something else', (text: string) => `${text.slice(0, text.indexOf('\n') + 1)}{`],
  ] as const)
    test(`that were ${what} are loaded anew and said to have been damaged`, async () => {
      const { there, state, mine, its } = await twoRegions()
      await mine.get('a')
      const key = '{plinth}:cache:value:test.texts/a'
      await direct.set(key, spoil((await direct.get(key)) ?? ''), 'KEEPTTL')
      assert.deepEqual([await its.get('a'), state.loads], ['first', 2])
      assert.equal(there.lines.filter((line) => line.includes('was damaged')).length, 1)
      assert.match((await direct.get(key)) ?? '', /"first"$/)
    })

  test('of another shape, from another version of the program, are not read', async () => {
    const { there, mine, state } = await twoRegions()
    await mine.get('a')
    const newer = {
      ...texts({ load: async () => ({ text: state.value }) }),
      shape: Type.Object({ text: Type.String() }),
    }
    const third = await startNode({ databaseUrl: database.url, redisUrl: redis.url })
    nodes.push(third)
    assert.deepEqual(await third.cache.region(newer).get('a'), { text: 'first' })
    assert.deepEqual(there.lines, [])
  })

  test('whose marks were evicted are loaded anew', async () => {
    const { mine, its, state } = await twoRegions({ tags: () => ['all'] })
    await mine.get('a')
    await direct.unlink('{plinth}:cache:mark:#all')
    state.value = 'second'
    assert.equal(await its.get('a'), 'second')
  })
})
