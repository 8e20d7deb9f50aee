import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { type TestDatabase, testDatabase } from '../../../test/support/database.ts'
import type { Limit } from './limit.ts'
import type { Claims } from './limiter.ts'
import { createStrictCounter, type StrictCounter } from './strict-counter.ts'

const SMALL: Limit = { name: 'small', limit: 3, windowSeconds: 600, strict: true }
const LARGE: Limit = { name: 'large', limit: 60, windowSeconds: 600, strict: true }

describe('strict windows in the database', () => {
  let database: TestDatabase
  let counter: StrictCounter
  before(async () => {
    database = await testDatabase()
    counter = createStrictCounter(database.db)
  })
  after(() => database.close())

  const kept = async () => {
    const [row] = await database.db.raw<{ kept: number }>('SELECT count(*)::int AS kept FROM kernel.strict_admission')
    return row?.kept
  }

  test('are taken together, or not at all, however many ask at once', async () => {
    const claims: Claims = [
      { limit: LARGE, key: 'a network' },
      { limit: SMALL, key: 'a person' },
    ]
    const answers = await Promise.all(Array.from({ length: 12 }, () => counter.take(claims)))
    assert.equal(answers.filter((answer) => answer?.allowed).length, 3)
    const [large, small] = (await counter.take(claims))?.measures ?? []
    assert.deepEqual([large?.[0], small?.[0]], [3, 3])
    assert.ok(Number(small?.[1]) > 550e6 && Number(small?.[1]) <= 600e6, String(small?.[1]))
    assert.equal((await counter.take([claims[0]]))?.measures[0]?.[0], 4)
    assert.equal((await counter.take([{ limit: SMALL, key: 'another' }]))?.allowed, true)
  })

  test('have room again when they said, and what is over goes', async () => {
    const claims: Claims = [{ limit: { ...SMALL, name: 'short', limit: 2, windowSeconds: 1 }, key: 'somebody' }]
    for (const allowed of [true, true, false]) assert.equal((await counter.take(claims))?.allowed, allowed)
    const [measure] = (await counter.take(claims))?.measures ?? []
    const waitUs = Number(measure?.[1])
    assert.ok(waitUs >= 0 && waitUs <= 1_000_000, String(waitUs))
    await sleep(waitUs / 1000 + 5)
    const before = Number(await kept())
    const again = await counter.take(claims)
    assert.equal(again?.allowed, true)
    assert.ok(Number(await kept()) <= before, 'one more came, and one at least went')
  })

  test('say nothing when the database does not answer, and keep no key in words', async () => {
    const [odd] = await database.db.raw<{ length: number }>(
      'SELECT max(length(key_hash)) AS length FROM kernel.strict_admission',
    )
    assert.equal(odd?.length, 32)
    const gone = createStrictCounter({ raw: async () => Promise.reject(new Error('gone')) })
    assert.equal(await gone.take([{ limit: SMALL, key: 'a person' }]), null)
  })
})
