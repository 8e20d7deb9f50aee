import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { runChaos } from '../support/job-chaos.ts'
import { seededChance } from '../support/ledger-seed.ts'
import { requirement } from '../support/requirements.ts'

/** Of each carrier; FAULT_JOBS for a quick run. */
const JOBS = Number(process.env.FAULT_JOBS ?? 10_000)
/** Enough to be at work for several lives of a worker. */
const JOBS_OF_CONTROL = 3000

const skip = requirement('postgresql').skip
const carriers = [
  { carrier: 'pg-boss', skip },
  { carrier: 'BullMQ', skip: skip || requirement('redis-server').skip },
] as const

describe(`${2 * JOBS} jobs while their worker is killed every 2 s, and PostgreSQL and Redis crash`, () => {
  for (const { carrier, skip } of carriers)
    test(`carried by ${carrier}, none is missing and none takes effect twice`, { skip }, async (t) => {
      const chance = seededChance()
      t.diagnostic(`FAULT_SEED=${chance.seed}`)
      const { kills, crashes, redisLosses, ...found } = await runChaos({ jobs: JOBS, chance, carrier, careful: true })
      t.diagnostic(`${kills} kills, ${crashes} crashes of PostgreSQL, ${redisLosses} losses of Redis`)
      assert.deepEqual(found, { ordered: JOBS, missing: [], doubled: [] })
      assert.ok(kills >= JOBS / 2000, `only ${kills} kills`)
    })

  test('effects that are not recorded under their job are found out', { skip }, async (t) => {
    const chance = seededChance()
    t.diagnostic(`FAULT_SEED=${chance.seed}`)
    const found = await runChaos({ jobs: JOBS_OF_CONTROL, chance, carrier: 'pg-boss', careful: false })
    assert.deepEqual(found.missing, [])
    assert.ok(found.doubled.length > 0, `${found.kills} kills doubled nothing`)
  })
})
