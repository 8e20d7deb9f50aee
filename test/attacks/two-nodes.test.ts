import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { attackNodes, rightVerdict } from '../support/attack-results.ts'
import { startRedis } from '../support/redis.ts'
import { requirement } from '../support/requirements.ts'

const redis = requirement('redis-server').present ? await startRedis() : null
// Limits are on where Redis counts them: the suite comes from many networks, so they stop none of its cases.
const withRedis = { REDIS_URL: redis?.url ?? '', RATE_LIMITS: 'on' }
const runs = new Map([
  ['without Redis', await attackNodes(2)],
  ...(redis === null ? [] : [['with Redis', await attackNodes(2, withRedis)] as const]),
])
await redis?.stop()

for (const [how, { results, missed }] of runs)
  describe(`an attacker of two servers on one database ${how}, who sends every second request to the other`, () => {
    for (const result of results)
      test(`N1 ${result.id}: ${result.attack}`, () =>
        assert.equal(result.verdict, rightVerdict(result), `${result.expected}; seen: ${result.seen}`))

    test('finds every operation that a case asks for: none is left untried', () => {
      assert.deepEqual(missed, [])
    })
  })

test('the attacks were run with Redis as well', { skip: requirement('redis-server').skip }, () => {
  assert.ok((runs.get('with Redis')?.results ?? []).length > 0)
})
