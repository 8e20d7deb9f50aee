import assert from 'node:assert/strict'
import { after, afterEach, before, describe, test } from 'node:test'
import { startRedis, type TestRedis } from '../../../test/support/redis.ts'
import { requirement } from '../../../test/support/requirements.ts'
import { secret } from '../config/secret.ts'
import { createLimiter, type Limit } from '../rate-limit.ts'
import { createLog } from '../telemetry/create-log.ts'
import { createRedis, type RedisLink } from './redis.ts'
import { createSharedLimiter } from './shared-limiter.ts'

const EXACT: Limit = { name: 'exact', limit: 20, windowSeconds: 60 }
const BUCKETED: Limit = { name: 'bucketed', limit: 300, windowSeconds: 60 }
/** What a question may take where a test counts: a busy machine is no outage. */
const PATIENT_MS = 5000
const { log } = createLog({ level: 'silent', format: 'json', version: 'test' }, () => undefined)

describe('limits counted in Redis', { skip: requirement('redis-server').skip }, () => {
  let redis: TestRedis
  const links: RedisLink[] = []
  let keys = 0
  const freshKey = (): string => `key-${++keys}`
  const node = (budgetMs?: number) => {
    const link = createRedis(secret(redis.url), log, budgetMs)
    links.push(link)
    return createSharedLimiter(link, createLimiter())
  }
  /** Waits until the node's questions reach Redis: it connects in the background. */
  const connected = async (budgetMs?: number) => {
    const limiter = node(budgetMs)
    while ((await links.at(-1)?.health.run(AbortSignal.timeout(1000)))?.status !== 'pass')
      await new Promise((resolve) => setTimeout(resolve, 10))
    return limiter
  }
  before(async () => {
    redis = await startRedis()
  })
  afterEach(async () => {
    for (const link of links.splice(0)) await link.close()
  })
  after(() => redis.stop())

  for (const limit of [EXACT, BUCKETED])
    test(`four processes at once are let through exactly as often as the ${limit.name} limit says`, async () => {
      const nodes = []
      for (let at = 0; at < 4; at += 1) nodes.push(await connected(PATIENT_MS))
      const key = freshKey()
      let allowed = 0
      for (let round = 0; round < limit.limit / 5; round += 1) {
        const takes = nodes.flatMap((limiter) => Array.from({ length: 5 }, () => limiter.take(limit, key)))
        allowed += (await Promise.all(takes)).filter((decision) => decision.allowed).length
      }
      assert.equal(allowed, limit.limit)
    })

  for (const limit of [
    { name: 'short-exact', limit: 5, windowSeconds: 1 },
    { name: 'short-bucketed', limit: 120, windowSeconds: 1 },
  ])
    test(`the ${limit.name} window empties, tells what is left and when to come again`, async () => {
      const limiter = await connected(PATIENT_MS)
      const key = freshKey()
      const first = await limiter.take(limit, key)
      assert.deepEqual([first.allowed, first.remaining], [true, limit.limit - 1])
      for (let count = 1; count < limit.limit; count += 1) await limiter.take(limit, key)
      const refused = await limiter.take(limit, key)
      assert.deepEqual([refused.allowed, refused.remaining], [false, 0])
      assert.ok(refused.resetSeconds >= 1 && refused.resetSeconds <= 2)
      await new Promise((resolve) => setTimeout(resolve, 1100))
      assert.equal((await limiter.take(limit, key)).allowed, true)
    })

  test('a frozen Redis costs its budget, then nothing; the process counts on warm, and shares again afterwards', async () => {
    const limiter = await connected()
    const key = freshKey()
    for (let count = 0; count < 15; count += 1) await limiter.take(EXACT, key)
    redis.freeze()
    try {
      const decisions = []
      for (let count = 0; count < 10; count += 1) {
        const startedMs = performance.now()
        const { allowed } = await limiter.take(EXACT, key)
        decisions.push({ allowed, tookMs: performance.now() - startedMs })
      }
      assert.deepEqual(
        decisions.map(({ allowed }) => allowed),
        [true, true, true, true, true, false, false, false, false, false],
      )
      assert.ok(decisions.every(({ tookMs }) => tookMs < 500))
      assert.ok(decisions.slice(6).every(({ tookMs }) => tookMs < 20))
      assert.equal((await links.at(-1)?.health.run(AbortSignal.timeout(1000)))?.status, 'warn')
    } finally {
      redis.thaw()
    }
    const other = await connected()
    const shared = freshKey()
    for (let count = 0; count < EXACT.limit; count += 1) await other.take(EXACT, shared)
    const deadline = performance.now() + 5000
    while ((await limiter.take(EXACT, shared)).allowed) {
      assert.ok(performance.now() < deadline, 'the node never asked Redis again')
      await new Promise((resolve) => setTimeout(resolve, 100))
    }
  })
})
