import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { SUITE } from '../../server/audit-auth/suite.ts'
import { type Attacked, attackNodes, rightVerdict } from '../support/attack-results.ts'
import { startRedis } from '../support/redis.ts'
import { requirement } from '../support/requirements.ts'

/** What one process does alone was seen on one: here it is races, and what one process writes and another reads. */
const isWhole = process.env.ATTACKS === 'all'
const attacks = isWhole ? SUITE : SUITE.filter(({ shared }) => shared === true)

const redis = requirement('redis-server').present ? await startRedis() : null
// Limits are on where Redis counts them: the suite comes from many networks, so they stop none of its cases.
const withRedis = { REDIS_URL: redis?.url ?? '', RATE_LIMITS: 'on' }
const rounds: readonly (readonly [string, () => Promise<Attacked>])[] = [
  ['without Redis', () => attackNodes({ nodes: 2, attacks, thorough: isWhole })],
  ...(redis === null
    ? []
    : [['with Redis', () => attackNodes({ nodes: 2, attacks, thorough: isWhole, environment: withRedis })] as const]),
]
const runs = await (isWhole ? oneByOne() : Promise.all(rounds.map(([, run]) => run())))
await redis?.stop()

/** Times are taken in the whole suite, and two rounds at once would take each other's. */
async function oneByOne(): Promise<Attacked[]> {
  const ran: Attacked[] = []
  for (const [, run] of rounds) ran.push(await run())
  return ran
}

for (const [index, { results, missed }] of runs.entries())
  describe(`an attacker of two servers on one database ${rounds[index]?.[0]}, who sends every second request to the other`, () => {
    for (const result of results)
      test(`N1 ${result.id}: ${result.attack}`, () =>
        assert.equal(result.verdict, rightVerdict(result), `${result.expected}; seen: ${result.seen}`))

    test('finds every operation that a case asks for: none is left untried', () => {
      assert.deepEqual(missed, [])
    })
  })

test('the cases that processes can disagree about are tried, those of the reference among them', () => {
  const tried = new Set(attacks.map(({ id }) => id))
  for (const id of ['S1', 'S2', 'S5', 'L1', 'L2', 'P1', 'M1', 'M3', 'I2']) assert.ok(tried.has(id), id)
})

test('the attacks were run with Redis as well', { skip: requirement('redis-server').skip }, () => {
  assert.ok((runs[1]?.results ?? []).length > 0)
})
