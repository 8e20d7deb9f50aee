import assert from 'node:assert/strict'
import { afterEach, beforeEach, describe, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { Redis } from 'ioredis'
import { startRedis, type TestRedis } from '../../../test/support/redis.ts'
import { requirement } from '../../../test/support/requirements.ts'
import { secret } from '../config/secret.ts'
import { createRedis, type RedisLink } from '../redis/redis.ts'
import { createLog } from '../telemetry/create-log.ts'
import type { Limit } from './limit.ts'
import type { Claims } from './limiter.ts'
import { createSharedLimiter, type SharedLimiter } from './shared-limiter.ts'

/** What one question to Redis may cost, and what a busy machine adds. */
const BUDGET_MS = 50
const NOISE_MS = 150
/** Questions that may cost the whole budget: five until Redis is taken for dead, then one each second. */
const SLOW_MAX = 8
const PLAIN: Limit = { name: 'plain', limit: 20, windowSeconds: 600 }
const STRICT: Limit = { name: 'strict', limit: 20, windowSeconds: 600, strict: true }
const LARGE: Limit = { name: 'large', limit: 100_000, windowSeconds: 600 }
const { log } = createLog({ level: 'silent', format: 'json', version: 'test' }, () => undefined)

interface Node {
  readonly limiter: SharedLimiter
  readonly link: RedisLink
}

describe('limits while Redis is away', { skip: requirement('redis-server').skip }, () => {
  let redis: TestRedis
  let direct: Redis
  let here: Node
  let there: Node

  beforeEach(async () => {
    redis = await startRedis()
    direct = new Redis(redis.url)
    direct.on('error', () => undefined)
    here = await node()
    there = await node()
    await until(async () => (await limitsOf(here)).observed === 'counted in Redis by 2 process(es)')
  })
  afterEach(async () => {
    await here.link.close()
    await there.link.close()
    direct.disconnect()
    await redis.stop()
  })

  async function node(): Promise<Node> {
    const link = createRedis(secret(redis.url), log, BUDGET_MS)
    const started = { link, limiter: createSharedLimiter(link) }
    await until(async () => (await limitsOf(started)).status === 'pass')
    return started
  }
  const limitsOf = ({ limiter }: Node) => limiter.health.run(AbortSignal.timeout(1000))
  const redisOf = ({ link }: Node) => link.health.run(AbortSignal.timeout(1000))
  const of = (limit: Limit): Claims => [{ limit, key: 'somebody' }]

  async function until(condition: () => Promise<boolean>): Promise<void> {
    const endMs = performance.now() + 10_000
    while (!(await condition())) {
      assert.ok(performance.now() < endMs, 'did not come true within 10 s')
      await sleep(20)
    }
  }

  /** How many of `requests`, one after the other, were let through. */
  async function admitted({ limiter }: Node, limit: Limit, requests: number): Promise<number> {
    let allowed = 0
    for (let one = 0; one < requests; one += 1) if ((await limiter.take(of(limit))).allowed) allowed += 1
    return allowed
  }

  async function warmUp(): Promise<void> {
    for (const limit of [PLAIN, STRICT]) {
      assert.equal(await admitted(here, limit, 6), 6)
      assert.equal(await admitted(there, limit, 2), 2)
    }
  }

  async function answersInTime(): Promise<void> {
    const tookMs: number[] = []
    for (let one = 0; one < 200; one += 1) {
      const startedMs = performance.now()
      assert.equal((await here.limiter.take(of(LARGE))).allowed, true)
      tookMs.push(performance.now() - startedMs)
    }
    assert.ok(Math.max(...tookMs) < BUDGET_MS + NOISE_MS, `${Math.max(...tookMs)} ms`)
    const slow = tookMs.filter((ms) => ms >= BUDGET_MS / 2)
    assert.ok(slow.length <= SLOW_MAX, `${slow.length} were slow`)
  }

  /** Each process goes on from what it admitted: to the whole of a limit, of a strict one to half of it, for there are two. */
  async function countsAlone(): Promise<void> {
    assert.deepEqual([await admitted(here, PLAIN, 30), await admitted(there, PLAIN, 30)], [14, 18])
    assert.deepEqual([await admitted(here, STRICT, 30), await admitted(there, STRICT, 30)], [4, 8])
    assert.deepEqual(await limitsOf(here), {
      status: 'warn',
      observed: 'counted in this process alone, strict limits at a share of 1/2',
      fix: 'Bring Redis back (see the check redis).',
    })
    assert.equal((await redisOf(here)).status, 'warn')
  }

  /** The processes count together again, and what they admitted meanwhile still counts for each. */
  async function countsTogetherAgain(): Promise<void> {
    for (const one of [here, there])
      await until(async () => (await limitsOf(one)).status === 'pass' && (await redisOf(one)).status === 'pass')
    assert.deepEqual([await admitted(here, PLAIN, 5), await admitted(there, PLAIN, 5)], [0, 0])
    const fresh: Limit = { ...PLAIN, name: 'fresh' }
    assert.equal((await admitted(here, fresh, 15)) + (await admitted(there, fresh, 15)), fresh.limit)
  }

  test('frozen: answers in time, alone, and together again when it thaws', async () => {
    await warmUp()
    redis.freeze()
    try {
      await answersInTime()
      await countsAlone()
    } finally {
      redis.thaw()
    }
    await countsTogetherAgain()
  })

  test('stopped, and started again with nothing: answers in time, alone, then together', async () => {
    await warmUp()
    await redis.kill()
    await answersInTime()
    await countsAlone()
    await redis.restart()
    await countsTogetherAgain()
  })

  test('out of memory: answers in time, alone, and health says why', async () => {
    await warmUp()
    await direct.config('SET', 'maxmemory-policy', 'noeviction')
    await direct.config('SET', 'maxmemory', '1')
    await answersInTime()
    await countsAlone()
    assert.match((await redisOf(here)).observed, /OOM command not allowed/)
    await direct.config('SET', 'maxmemory', '0')
    await countsTogetherAgain()
  })

  test('started again with nothing: what a process admitted, or knows to be full, counts on; all admit the limit once more at most', async () => {
    assert.equal(await admitted(here, PLAIN, 15), 15)
    assert.equal(await admitted(there, PLAIN, 5), 5)
    assert.deepEqual([await admitted(here, STRICT, 20), await admitted(there, STRICT, 1)], [20, 0])
    await redis.restart()
    for (const one of [here, there]) await until(async () => (await limitsOf(one)).status === 'pass')
    assert.equal(await admitted(here, PLAIN, 15), 5)
    assert.equal(await admitted(there, PLAIN, 30), 15)
    assert.deepEqual([await admitted(here, STRICT, 5), await admitted(there, STRICT, 5)], [0, 0])
  })
})
