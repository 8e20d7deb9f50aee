import assert from 'node:assert/strict'
import { afterEach, beforeEach, describe, mock, test } from 'node:test'
import { type Limit, strictest, waitSeconds } from './limit.ts'
import { type Claims, createLimiter } from './limiter.ts'

const SMALL: Limit = { name: 'small', limit: 5, windowSeconds: 60 }
const LARGE: Limit = { name: 'large', limit: 600, windowSeconds: 60 }

describe('a limiter in the process', () => {
  let atMs = 0
  beforeEach(() => {
    atMs = 1_000_000
    mock.method(performance, 'now', () => atMs)
  })
  afterEach(() => mock.restoreAll())

  const of = (limit: Limit, key: string): Claims => [{ limit, key }]

  test('lets as many through as its limit says, tells what is left and when to come again', () => {
    const limiter = createLimiter()
    const remaining = Array.from({ length: 5 }, () => limiter.take(of(SMALL, 'a')).readings[0].remaining)
    assert.deepEqual(remaining, [4, 3, 2, 1, 0])
    atMs += 20_000
    const refused = limiter.take(of(SMALL, 'a'))
    assert.deepEqual(refused, {
      allowed: false,
      readings: [{ limit: SMALL, full: true, remaining: 0, waitUs: 40_000_001 }],
    })
    assert.equal(waitSeconds(refused.readings[0]), 41)
    atMs += 40_000
    assert.deepEqual(limiter.refusal(of(SMALL, 'a'))?.readings[0].waitUs, 1)
    assert.equal(limiter.take(of(SMALL, 'a')).allowed, false)
    atMs += 1
    assert.equal(limiter.refusal(of(SMALL, 'a')), null)
    assert.equal(limiter.take(of(SMALL, 'a')).allowed, true)
  })

  test('gives back what came to nothing, the newest of each window, and never more than was taken', () => {
    for (const limit of [SMALL, LARGE]) {
      const limiter = createLimiter()
      const claims = of(limit, 'a')
      limiter.refund(claims)
      for (let count = 0; count < limit.limit; count += 1) limiter.take(claims)
      assert.equal(limiter.take(claims).allowed, false)
      limiter.refund(claims)
      limiter.refund(claims)
      assert.equal(limiter.take(claims).readings[0].remaining, 1)
      assert.deepEqual([limiter.take(claims).allowed, limiter.take(claims).allowed], [true, false])
      atMs += 62_000
      assert.equal(limiter.take(claims).readings[0].remaining, limit.limit - 1)
    }
  })

  test('counts keys and limits apart', () => {
    const limiter = createLimiter()
    for (let count = 0; count < 5; count += 1) limiter.take(of(SMALL, 'a'))
    assert.equal(limiter.take(of(SMALL, 'a')).allowed, false)
    assert.equal(limiter.take(of(SMALL, 'b')).allowed, true)
    assert.equal(limiter.take(of({ ...SMALL, name: 'other' }, 'a')).allowed, true)
  })

  test('takes from no window what another refuses, and names the strictest', () => {
    const limiter = createLimiter()
    const both: Claims = [
      { limit: LARGE, key: 'network' },
      { limit: SMALL, key: 'person' },
    ]
    for (let count = 0; count < 5; count += 1) assert.equal(strictest(limiter.take(both)).limit, SMALL)
    const refused = limiter.take(both)
    assert.deepEqual([refused.allowed, strictest(refused).limit], [false, SMALL])
    assert.deepEqual(
      refused.readings.map(({ full, remaining }) => [full, remaining]),
      [
        [false, 595],
        [true, 0],
      ],
    )
    assert.equal(limiter.take(of(LARGE, 'network')).readings[0].remaining, 594)
  })

  test('names of two full windows the one to wait for longest', () => {
    const limiter = createLimiter()
    const slow: Limit = { name: 'slow', limit: 1, windowSeconds: 3600 }
    const quick: Limit = { name: 'quick', limit: 1, windowSeconds: 60 }
    for (const order of [
      [slow, quick],
      [quick, slow],
    ] as const) {
      const claims: Claims = [
        { limit: order[0], key: order[0].name },
        { limit: order[1], key: order[0].name },
      ]
      limiter.take(claims)
      assert.equal(strictest(limiter.take(claims)).limit, slow)
    }
  })

  test('counts what was admitted elsewhere, and holds a share against it', () => {
    const limiter = createLimiter()
    for (let count = 0; count < 2; count += 1) limiter.count(of(SMALL, 'a'))
    const third = () => 3
    assert.deepEqual(limiter.take(of(SMALL, 'a'), third).readings[0].remaining, 0)
    assert.equal(limiter.take(of(SMALL, 'a'), third).allowed, false)
    assert.equal(limiter.take(of(SMALL, 'a')).readings[0].remaining, 1)
  })
})
