import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import fc from 'fast-check'
import { Redis } from 'ioredis'
import { startRedis, type TestRedis } from '../../../test/support/redis.ts'
import { requirement } from '../../../test/support/requirements.ts'
import type { Limit } from './limit.ts'
import { TAKE_SCRIPT } from './take-script.ts'
import { bursts, instantOf } from './traces.test-support.ts'
import { emptyWindow, gridOf, take } from './window.ts'

const SMALL: Limit = { name: 'small', limit: 4, windowSeconds: 60 }
const LARGE: Limit = { name: 'large', limit: 130, windowSeconds: 7 }
const START_US = 1_763_725_713_000_123
const OWN_CLOCK = "call('TIME')"

describe('the script in Redis', { skip: requirement('redis-server').skip }, () => {
  let redis: TestRedis
  let client: Redis
  let keys = 0

  before(async () => {
    redis = await startRedis()
    client = new Redis(redis.url)
  })
  after(async () => {
    client.disconnect()
    await redis.stop()
  })

  /** The script with the clock of the trace in place of Redis's own. */
  function scriptAt(atUs: number): string {
    assert.equal(TAKE_SCRIPT.split(OWN_CLOCK).length, 2)
    return TAKE_SCRIPT.replace(OWN_CLOCK, `{ '${Math.floor(atUs / 1e6)}', '${atUs % 1e6}' }`)
  }

  for (const limits of [[SMALL], [LARGE], [LARGE, SMALL]])
    test(`answers as the window in memory does for ${limits.map(({ limit }) => limit).join(' and ')}`, async () => {
      const aimedAt = limits[0] ?? SMALL
      await fc.assert(
        fc.asyncProperty(bursts(aimedAt, 15), async (trace) => {
          keys += 1
          const places = limits.map((limit) => ({ window: emptyWindow(), grid: gridOf(limit), max: limit.limit }))
          const names = limits.map(({ name }) => `${name}-${keys}`)
          const values = places.flatMap(({ grid, max }) => [max, grid.grainUs, grid.steps])
          let last = { atUs: START_US, waitUs: 0 }
          for (const burst of trace) {
            const isSetBack = burst.anyUs % 7 === 0
            const atUs = isSetBack ? last.atUs - burst.anyUs : instantOf(burst, aimedAt, last)
            const script = scriptAt(atUs)
            const asked = Array.from({ length: burst.requests }, () =>
              client.eval(script, names.length, ...names, ...values),
            )
            for (const answer of await Promise.all(asked)) {
              const { allowed, measures } = take(places, atUs)
              assert.deepEqual(answer, [allowed ? 1 : 0, ...measures.flat()])
              last = { atUs, waitUs: measures[0]?.[1] ?? 0 }
            }
          }
        }),
        { numRuns: 25 },
      )
    })

  test('tells time by its own clock, and lets Redis forget a window that has emptied', async () => {
    const { grainUs, steps } = gridOf(LARGE)
    const values = [LARGE.limit, grainUs, steps]
    assert.deepEqual(((await client.eval(TAKE_SCRIPT, 1, 'own', ...values)) as number[]).slice(0, 2), [1, 1])
    const stamp = (await client.getBuffer('own'))?.readDoubleLE(8)
    const [seconds, us] = await client.time()
    assert.ok(Math.abs(Number(stamp) - (Number(seconds) * 1e6 + Number(us)) / grainUs) < 60)
    const left = await client.pttl('own')
    assert.ok(left > 6900 && left <= 7118, String(left))
  })
})
