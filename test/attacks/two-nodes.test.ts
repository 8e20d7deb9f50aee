import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { attackNodes } from '../support/attack-results.ts'
import { startRedis } from '../support/redis.ts'
import { requirement } from '../support/requirements.ts'

const redis = requirement('redis-server').present ? await startRedis() : null
const runs = {
  'without Redis': await attackNodes(2),
  // Limits are on where Redis counts them: the suite comes from many networks, so they stop none of its cases.
  'with Redis': redis === null ? [] : await attackNodes(2, { REDIS_URL: redis.url, RATE_LIMITS: 'on' }),
}
await redis?.stop()

for (const [how, results] of Object.entries(runs))
  describe(`an attacker of two servers on one database ${how}, who sends every second request to the other`, () => {
    for (const { id, attack, expected, seen, verdict } of results)
      test(`N1 ${id}: ${attack}`, (t) => {
        if (verdict === 'not applicable') return t.skip(seen)
        assert.equal(verdict, 'held', `${expected}; seen: ${seen}`)
      })
  })

test('the attacks were run with Redis as well', { skip: requirement('redis-server').skip }, () => {
  assert.ok(runs['with Redis'].length > 0)
})
