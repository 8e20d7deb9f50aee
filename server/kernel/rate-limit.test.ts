import assert from 'node:assert/strict'
import { afterEach, beforeEach, describe, mock, test } from 'node:test'
import fc from 'fast-check'
import { createLimiter, type Limit } from './rate-limit.ts'

const EXACT: Limit = { name: 'exact', limit: 5, windowSeconds: 60 }
const BUCKETED: Limit = { name: 'bucketed', limit: 600, windowSeconds: 60 }

describe('a sliding window', () => {
  let atMs = 0
  beforeEach(() => {
    atMs = 1_000_000
    mock.method(performance, 'now', () => atMs)
  })
  afterEach(() => mock.restoreAll())

  test('lets as many through as its limit says, tells what is left and when to come again', () => {
    const limiter = createLimiter()
    const remaining = Array.from({ length: 5 }, () => limiter.take(EXACT, 'a').remaining)
    assert.deepEqual(remaining, [4, 3, 2, 1, 0])
    atMs += 20_000
    assert.deepEqual(limiter.take(EXACT, 'a'), { allowed: false, remaining: 0, resetSeconds: 40 })
    atMs += 39_999
    assert.equal(limiter.take(EXACT, 'a').allowed, false)
    atMs += 1
    assert.equal(limiter.take(EXACT, 'a').allowed, true)
  })

  test('counts keys and limits apart', () => {
    const limiter = createLimiter()
    for (let count = 0; count < 5; count += 1) limiter.take(EXACT, 'a')
    assert.equal(limiter.take(EXACT, 'a').allowed, false)
    assert.equal(limiter.take(EXACT, 'b').allowed, true)
    assert.equal(limiter.take({ ...EXACT, name: 'other' }, 'a').allowed, true)
  })

  test('gives back what is refunded', () => {
    for (const limit of [EXACT, BUCKETED]) {
      const limiter = createLimiter()
      for (let count = 0; count < limit.limit; count += 1) limiter.take(limit, 'a')
      limiter.refund(limit, 'a')
      assert.deepEqual([limiter.take(limit, 'a').allowed, limiter.take(limit, 'a').allowed], [true, false])
    }
  })

  for (const limit of [EXACT, BUCKETED]) {
    test(`of the ${limit.name} kind never holds more than its limit, at whatever moments they come`, () => {
      const pauses = fc.array(fc.integer({ min: 0, max: (limit.windowSeconds * 1000) / limit.limit }), {
        minLength: limit.limit,
        maxLength: limit.limit * 3,
      })
      fc.assert(
        fc.property(pauses, (waits) => {
          const limiter = createLimiter()
          const accepted: number[] = []
          for (const wait of waits) {
            atMs += wait
            if (limiter.take(limit, 'a').allowed) accepted.push(atMs)
          }
          const windowMs = limit.windowSeconds * 1000
          for (let first = 0; first + limit.limit < accepted.length; first += 1) {
            const span = (accepted[first + limit.limit] ?? 0) - (accepted[first] ?? 0)
            assert.ok(span >= windowMs, `${limit.limit + 1} within ${span} ms`)
          }
        }),
        { numRuns: 50 },
      )
    })
  }
})
