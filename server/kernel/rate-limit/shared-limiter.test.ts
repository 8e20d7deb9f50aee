import assert from 'node:assert/strict'
import { after, afterEach, before, describe, test } from 'node:test'
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

const EXACT: Limit = { name: 'exact', limit: 20, windowSeconds: 60 }
const BUCKETED: Limit = { name: 'bucketed', limit: 300, windowSeconds: 60 }
const { log } = createLog({ level: 'silent', format: 'json', version: 'test' }, () => undefined)

describe('limits counted in Redis', { skip: requirement('redis-server').skip }, () => {
  let redis: TestRedis
  let direct: Redis
  const links: RedisLink[] = []
  let keys = 0

  before(async () => {
    redis = await startRedis()
    direct = new Redis(redis.url)
  })
  afterEach(async () => {
    for (const link of links.splice(0)) await link.close()
  })
  after(async () => {
    direct.disconnect()
    await redis.stop()
  })

  /** Patient where a test counts: a busy machine is no outage. */
  async function node(): Promise<SharedLimiter> {
    const link = createRedis(secret(redis.url), log, 5000)
    links.push(link)
    while ((await link.ask((client) => client.ping())) === null) await sleep(10)
    return createSharedLimiter(link)
  }
  const freshKey = (): string => `key-${++keys}`
  const of = (limit: Limit, key: string): Claims => [{ limit, key }]

  async function commandsOf(work: () => Promise<void>): Promise<number> {
    const processed = async () => Number(/total_commands_processed:(\d+)/.exec(await direct.info('stats'))?.[1])
    const beforehand = await processed()
    await work()
    return (await processed()) - beforehand - 1
  }

  for (const limit of [EXACT, BUCKETED])
    test(`four connections together are let through exactly as often as the ${limit.name} limit says`, async () => {
      const nodes = await Promise.all([node(), node(), node(), node()])
      const key = freshKey()
      let allowed = 0
      for (let round = 0; round < limit.limit / 5; round += 1) {
        const takes = nodes.flatMap((limiter) => Array.from({ length: 5 }, () => limiter.take(of(limit, key))))
        allowed += (await Promise.all(takes)).filter((decision) => decision.allowed).length
      }
      assert.equal(allowed, limit.limit)
    })

  for (const limit of [
    { name: 'short-exact', limit: 5, windowSeconds: 1 },
    { name: 'short-bucketed', limit: 120, windowSeconds: 1 },
  ])
    test(`the ${limit.name} window tells what is left, and has room again when it said`, async () => {
      const limiter = await node()
      const claims = of(limit, freshKey())
      const first = await limiter.take(claims)
      assert.deepEqual([first.allowed, first.readings[0].remaining], [true, limit.limit - 1])
      await Promise.all(Array.from({ length: limit.limit - 1 }, () => limiter.take(claims)))
      const { allowed, readings } = await limiter.take(claims)
      assert.deepEqual([allowed, readings[0].full, readings[0].remaining], [false, true, 0])
      assert.ok(readings[0].waitUs > 0 && readings[0].waitUs <= 1_017_000, String(readings[0].waitUs))
      await sleep(readings[0].waitUs / 1000 + 20)
      assert.equal((await limiter.take(claims)).allowed, true)
    })

  test('several windows are taken together, and none where one of them is full', async () => {
    const limiter = await node()
    const claims: Claims = [
      { limit: BUCKETED, key: freshKey() },
      { limit: EXACT, key: freshKey() },
    ]
    await limiter.take([claims[0]])
    for (let count = 0; count < EXACT.limit; count += 1) assert.equal((await limiter.take(claims)).allowed, true)
    const other = await node()
    const refused = await other.take(claims)
    assert.deepEqual(
      refused.readings.map(({ full, remaining }) => [full, remaining]),
      [
        [false, BUCKETED.limit - EXACT.limit - 1],
        [true, 0],
      ],
    )
    assert.equal((await other.take([claims[0]])).readings[0].remaining, BUCKETED.limit - EXACT.limit - 2)
  })

  test('a window that another process filled is asked about once, then known to be full', async () => {
    const [filler, limiter] = await Promise.all([node(), node()])
    const claims = of(EXACT, freshKey())
    for (let count = 0; count < EXACT.limit; count += 1) await filler.take(claims)
    assert.equal(limiter.refusal(claims), null)
    assert.equal((await limiter.take(claims)).allowed, false)
    const commands = await commandsOf(async () => {
      for (let count = 0; count < 100; count += 1) assert.equal((await limiter.take(claims)).allowed, false)
    })
    assert.equal(commands, 0)
    const known = limiter.refusal(claims)
    assert.ok(known !== null && known.readings[0].waitUs > 50e6 && known.readings[0].waitUs <= 60e6 + 1)
  })

  test('the processes that count are counted, and health tells how many', async () => {
    const [one, other] = await Promise.all([node(), node()])
    await direct.del('{plinth}:limit-processes')
    const observed = async (limiter: SharedLimiter) => (await limiter.health.run(AbortSignal.timeout(1000))).observed
    assert.equal(await observed(one), 'counted in Redis by 1 process(es)')
    assert.equal(await observed(other), 'counted in Redis by 2 process(es)')
    assert.equal(await observed(one), 'counted in Redis by 2 process(es)')
  })
})

test('a Redis in cluster mode counts all windows of a request, which lie in one slot', {
  skip: requirement('redis-server').skip,
}, async (t) => {
  const cluster = await startRedis({ isCluster: true })
  const link = createRedis(secret(cluster.url), log, 5000)
  t.after(async () => {
    await link.close()
    await cluster.stop()
  })
  while ((await link.ask((client) => client.ping())) === null) await sleep(10)
  const apart = await link.ask((client) => client.mget('plinth:window:a', 'plinth:window:b').catch(String))
  assert.match(String(apart), /CROSSSLOT/)
  const [limiter, other] = [createSharedLimiter(link), createSharedLimiter(link)]
  const claims: Claims = [
    { limit: BUCKETED, key: '192.0.2.1' },
    { limit: EXACT, key: 'somebody' },
  ]
  for (let count = 0; count < EXACT.limit; count += 1)
    assert.equal((await (count % 2 === 0 ? limiter : other).take(claims)).allowed, true)
  const { allowed, readings } = await other.take(claims)
  assert.deepEqual([allowed, readings[0].remaining, readings[1]?.remaining], [false, BUCKETED.limit - EXACT.limit, 0])
})
