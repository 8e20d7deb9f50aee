import assert from 'node:assert/strict'
import { after, afterEach, before, beforeEach, describe, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { Redis } from 'ioredis'
import { type TestDatabase, testDatabase } from '../../../test/support/database.ts'
import { startRedis, type TestRedis } from '../../../test/support/redis.ts'
import { requirement } from '../../../test/support/requirements.ts'
import { type CacheNode, startNode, texts, until } from './cache.test-support.ts'
import type { Region } from './region.ts'

/** What one answer of Redis may cost, and what a busy machine adds. */
const BUDGET_MS = 50
const NOISE_MS = 150
/** Where no time is measured: on a busy machine nothing is loaded for want of an answer in time. */
const PATIENT_MS = 5000
/** Questions that may cost the whole budget: five until Redis is taken for dead, then one each second. */
const SLOW_MAX = 8

describe('while Redis is away', { skip: requirement('redis-server').skip }, () => {
  let database: TestDatabase
  let redis: TestRedis
  let direct: Redis
  const nodes: CacheNode[] = []
  let here: CacheNode
  let there: CacheNode
  let mine: Region<string, string>
  let its: Region<string, string>
  let value: string

  before(async () => {
    database = await testDatabase()
  })
  beforeEach(async () => {
    redis = await startRedis()
    direct = new Redis(redis.url)
    direct.on('error', () => undefined)
    value = 'first'
    ;[here, mine] = await node()
    ;[there, its] = await node()
    await until(isShared)
  })
  afterEach(async () => {
    for (const one of nodes.splice(0)) await one.close()
    direct.disconnect()
    await redis.stop()
  })
  after(() => database.close())

  async function node(redisBudgetMs = BUDGET_MS): Promise<[CacheNode, Region<string, string>]> {
    const started = await startNode({ databaseUrl: database.url, redisUrl: redis.url, redisBudgetMs })
    nodes.push(started)
    return [started, started.cache.region(texts({ load: async () => value }))]
  }

  /** Whether one has taken from Redis what the other put there: on a busy machine the first answers may come after their budget. */
  async function isShared(): Promise<boolean> {
    assert.deepEqual([await mine.get('a'), await its.get('a')], ['first', 'first'])
    if ((await there.counted('cache_lookups_total', { tier: 'redis', outcome: 'hit' })) > 0) return true
    await change('first')
    return false
  }

  async function change(to: string): Promise<void> {
    value = to
    await here.transaction((tx) => mine.invalidate(tx, 'a'))
  }

  /** Every process answers with the change, from wherever it takes it. */
  async function isTrueEverywhere(): Promise<void> {
    assert.equal(await mine.get('a'), value)
    await until(() => [undefined, value].includes(its.peek('a')), 1000)
    assert.equal(await its.get('a'), value)
  }

  const findings = async () => {
    const signal = AbortSignal.timeout(1000)
    const [cache, link] = await Promise.all([here.cache.health.run(signal), here.redis?.health.run(signal)])
    return { cache, redis: link }
  }

  /** When Redis has confirmed what it missed, a process that knows nothing of before reads the truth. */
  async function isTrueAfterwards(): Promise<void> {
    await until(async () => {
      const { cache, redis: link } = await findings()
      return (
        cache?.status === 'pass' &&
        link?.status === 'pass' &&
        (await there.cache.health.run(AbortSignal.timeout(1000))).status === 'pass'
      )
    })
    const [, fresh] = await node()
    assert.equal(await fresh.get('a'), value)
    await isTrueEverywhere()
  }

  test('frozen: a question costs its budget, then nothing; answers are true, also after it thaws', async () => {
    redis.freeze()
    try {
      await change('second')
      await isTrueEverywhere()
      const tookMs: number[] = []
      for (let at = 0; at < 100; at += 1) {
        const startedMs = performance.now()
        assert.equal(await mine.get(`cold-${at}`), 'second')
        tookMs.push(performance.now() - startedMs)
      }
      assert.ok(Math.max(...tookMs) < BUDGET_MS + NOISE_MS, `${Math.max(...tookMs)} ms`)
      const slow = tookMs.filter((ms) => ms >= BUDGET_MS / 2)
      assert.ok(slow.length <= SLOW_MAX, `${slow.length} were slow`)
      const said = await findings()
      assert.deepEqual([said.cache.status, said.redis?.status], ['warn', 'warn'])
      assert.match(said.cache.observed, /^1 invalidations wait for Redis/)
    } finally {
      redis.thaw()
    }
    await isTrueAfterwards()
  })

  test('frozen for a moment: what it holds from before is not believed when it thaws', async () => {
    redis.freeze()
    await change('second')
    const asked = [mine.get('a'), until(() => its.peek('a') === undefined, 1000).then(() => its.get('a'))]
    await sleep(20)
    redis.thaw()
    assert.deepEqual(await Promise.all(asked), ['second', 'second'])
    await isTrueAfterwards()
  })

  test('stopped, and started again with nothing: answers are true and quick throughout', async () => {
    const restarted = redis.restart()
    await change('second')
    const startedMs = performance.now()
    await isTrueEverywhere()
    assert.ok(performance.now() - startedMs < BUDGET_MS + NOISE_MS)
    await restarted
    await change('third')
    await isTrueEverywhere()
    await isTrueAfterwards()
  })

  test('stopped, and started again with what it held a while ago: not one value of that is believed', async () => {
    const keys = Array.from({ length: 200 }, (_, at) => `key-${at}`)
    const [reader, its] = await node(PATIENT_MS)
    const [, writer] = await node(PATIENT_MS)
    for (const key of keys) await writer.get(key)
    await direct.save()
    value = 'second'
    await here.transaction((tx) => mine.invalidate(tx, 'a', ...keys))
    await isTrueEverywhere()
    await redis.restart()
    assert.match((await direct.get('{plinth}:cache:value:test.texts/key-0')) ?? '', /"first"$/)
    for (const one of [here, reader])
      await until(async () => (await one.redis?.ask((client) => client.ping())) === 'PONG')
    for (const key of keys) {
      assert.deepEqual([await mine.get(key), await its.get(key)], ['second', 'second'], key)
      await sleep(5)
    }
    await isTrueAfterwards()
  })

  test('out of memory: what it holds can still be invalidated, the rest is loaded, and health says why', async () => {
    await direct.config('SET', 'maxmemory-policy', 'noeviction')
    await direct.config('SET', 'maxmemory', '1')
    await change('second')
    await isTrueEverywhere()
    for (let at = 0; at < 10; at += 1) assert.equal(await mine.get(`cold-${at}`), 'second')
    const said = await findings()
    assert.deepEqual([said.cache.status, said.redis?.status], ['pass', 'warn'])
    assert.match(said.redis?.observed ?? '', /OOM command not allowed/)
    await direct.config('SET', 'maxmemory', '0')
    // Health says what the last questions came to, so somebody has to ask.
    await until(async () => {
      await mine.get(`cold-${performance.now()}`)
      return (await findings()).redis?.status === 'pass'
    })
    await isTrueAfterwards()
  })
})
