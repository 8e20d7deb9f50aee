import assert from 'node:assert/strict'
import { after, before, describe, type TestContext, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { Redis } from 'ioredis'
import pino from 'pino'
import { startFaultProxy } from '../../../test/support/fault-proxy.ts'
import { startRedis, type TestRedis } from '../../../test/support/redis.ts'
import { requirement } from '../../../test/support/requirements.ts'
import { monotonicMs } from '../clock.ts'
import { secret } from '../config/secret.ts'
import type { Logger } from '../telemetry/log.ts'
import { createRedis } from './redis.ts'

const GIVE_UP_MS = 20_000
const PAUSE_MS = 5000

describe('a connection to Redis', { skip: requirement('redis-server').skip }, () => {
  let redis: TestRedis
  before(async () => {
    redis = await startRedis()
  })
  after(() => redis.stop())

  async function world(t: TestContext) {
    const proxy = await startFaultProxy(redis.url)
    const link = createRedis(secret(proxy.url), pino({ level: 'silent' }) as Logger)
    t.after(async () => {
      await link.close()
      await proxy.close()
    })
    let losses = 0
    link.onLoss(() => {
      losses += 1
    })
    const tookMs: number[] = []
    const answers = async (): Promise<boolean> => {
      const startedMs = monotonicMs()
      const answer = await link.ask((client) => client.ping())
      tookMs.push(monotonicMs() - startedMs)
      return answer === 'PONG'
    }
    const until = async (wanted: boolean): Promise<number> => {
      const startedMs = monotonicMs()
      while ((await answers()) !== wanted) {
        assert.ok(monotonicMs() - startedMs < GIVE_UP_MS, `${wanted ? 'no answer' : 'answers'} for ${GIVE_UP_MS} ms`)
        await sleep(50)
      }
      return monotonicMs() - startedMs
    }
    await until(true)
    return { proxy, until, tookMs, losses: () => losses }
  }

  test('whose host was lost without a word is replaced, and nobody waits for it meanwhile', async (t) => {
    const { proxy, until, tookMs, losses } = await world(t)
    const before = losses()
    // What is open stays so and brings nothing; a new connection reaches the host that took over.
    proxy.stall()
    await until(false)
    tookMs.length = 0
    await until(true)
    assert.equal(losses(), before + 1)
    const slow = tookMs.filter((ms) => ms > 500)
    assert.deepEqual(slow, [])
  })

  test('that is paused is done without, and used again when the pause is over', async (t) => {
    const { until, tookMs } = await world(t)
    const direct = new Redis(redis.url)
    t.after(() => direct.disconnect())
    await direct.client('PAUSE', PAUSE_MS, 'ALL')
    await until(false)
    await until(true)
    assert.deepEqual(
      tookMs.filter((ms) => ms > 500),
      [],
    )
  })
})
