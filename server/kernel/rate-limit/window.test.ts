import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import type { Limit } from './limit.ts'
import { bursts, instantOf } from './traces.test-support.ts'
import { count, emptyWindow, gridOf, type Place, refusal, take } from './window.ts'

const EXACT: Limit = { name: 'exact', limit: 5, windowSeconds: 60 }
const LARGEST_EXACT: Limit = { name: 'largest-exact', limit: 100, windowSeconds: 1 }
const BUCKETED: Limit = { name: 'bucketed', limit: 101, windowSeconds: 60 }
/** Its sixtieth is no whole number of microseconds. */
const UNEVEN: Limit = { name: 'uneven', limit: 120, windowSeconds: 1 }
const START_US = 1_763_725_713_000_123

const placeOf = (limit: Limit, max = limit.limit): Place => ({ window: emptyWindow(), grid: gridOf(limit), max })
const windowUs = ({ windowSeconds }: Limit): number => windowSeconds * 1e6

function takeMany(place: Place, requests: number, atUs: number): number {
  let admitted = 0
  for (let one = 0; one < requests; one += 1) if (take([place], atUs).allowed) admitted += 1
  return admitted
}

/** Sees every admission and every refusal of a window, and holds it to what is promised of it. */
function createWitness(limit: Limit) {
  const { grainUs, steps } = gridOf(limit)
  const admitted: number[] = []
  const within = (sinceUs: number) => admitted.filter((atUs) => atUs >= sinceUs).length
  return {
    saw(allowed: boolean, atUs: number): void {
      if (allowed) {
        admitted.push(atUs)
        assert.ok(within(atUs - windowUs(limit)) <= limit.limit, `more than ${limit.limit} in the window to ${atUs}`)
      } else {
        const sinceUs = grainUs === 1 ? atUs - windowUs(limit) : atUs - (steps + 1) * grainUs + 1
        assert.ok(within(sinceUs) >= limit.limit, `needlessly refused at ${atUs}`)
      }
    },
  }
}

describe('a sliding window', () => {
  for (const limit of [EXACT, LARGEST_EXACT, BUCKETED, UNEVEN])
    test(`of ${limit.limit} in ${limit.windowSeconds} s never admits more in any trailing window, nor refuses without need`, () => {
      fc.assert(
        fc.property(bursts(limit), (trace) => {
          const place = placeOf(limit)
          const witness = createWitness(limit)
          let last = { atUs: START_US, waitUs: 0 }
          for (const burst of trace) {
            const atUs = instantOf(burst, limit, last)
            for (let one = 0; one < burst.requests; one += 1) {
              const { allowed, measures } = take([place], atUs)
              witness.saw(allowed, atUs)
              last = { atUs, waitUs: measures[0]?.[1] ?? 0 }
            }
          }
        }),
        { numRuns: 200 },
      )
    })

  for (const limit of [EXACT, LARGEST_EXACT, BUCKETED, UNEVEN])
    test(`of ${limit.limit} in ${limit.windowSeconds} s has room exactly when it said that it would`, () => {
      fc.assert(
        fc.property(bursts(limit), (trace) => {
          const place = placeOf(limit)
          let last = { atUs: START_US, waitUs: 0 }
          for (const burst of trace) {
            const atUs = instantOf(burst, limit, last)
            takeMany(place, burst.requests, atUs)
            const waitUs = refusal([place], atUs)?.[0]?.[1] ?? 0
            last = { atUs, waitUs }
            if (waitUs === 0) continue
            assert.ok(refusal([structuredClone(place)], atUs + waitUs - 1) !== null, 'had room before')
            assert.equal(refusal([structuredClone(place)], atUs + waitUs), null, 'had no room then')
          }
        }),
        { numRuns: 100 },
      )
    })

  test('is not passed twice by a burst at its end and another when that fades out', () => {
    for (const limit of [EXACT, BUCKETED]) {
      const place = placeOf(limit)
      const { grainUs } = gridOf(limit)
      const endUs = (Math.floor(START_US / grainUs) + 1) * grainUs - 1
      assert.equal(takeMany(place, limit.limit * 2, endUs), limit.limit)
      assert.equal(takeMany(place, limit.limit * 2, endUs + windowUs(limit)), 0)
      assert.equal(takeMany(place, limit.limit * 2, endUs + windowUs(limit) + 1), limit.limit)
    }
  })

  test('admits a steady flood at 60 of 61 parts of its limit or better', () => {
    const place = placeOf(BUCKETED)
    const windows = 100
    let admitted = 0
    for (let tick = 0; tick < windows * 600; tick += 1)
      admitted += takeMany(place, 2, START_US + tick * (windowUs(BUCKETED) / 600))
    const share = admitted / (windows * BUCKETED.limit)
    assert.ok(share >= 60 / 61 && share <= 1.01, String(share))
  })

  test('of up to 100 keeps each admission by itself, above at most a number for each of 61 parts', () => {
    assert.deepEqual([gridOf(LARGEST_EXACT).grainUs, gridOf(BUCKETED).grainUs], [1, 1e6])
    const place = placeOf({ ...BUCKETED, limit: 100_000 })
    for (let at = 0; at < 5000; at += 1) take([place], START_US + at * 50_000)
    assert.deepEqual([place.window.stamps.length, place.window.counts.length], [61, 61])
    assert.equal(
      place.window.used,
      place.window.counts.reduce((sum, one) => sum + one, 0),
    )
  })

  test('forgets nothing when its clock is set back, and goes on when that has caught up', () => {
    for (const limit of [EXACT, BUCKETED]) {
      const place = placeOf(limit)
      takeMany(place, 1, START_US)
      assert.equal(takeMany(place, limit.limit, START_US - 10 * windowUs(limit)), limit.limit - 1)
      assert.equal(place.window.stamps.length, 1)
      assert.equal(takeMany(place, 1, START_US + windowUs(limit) + gridOf(limit).grainUs), 1)
    }
  })
})

describe('several windows at once', () => {
  test('take one each, or nothing where one of them is full', () => {
    const [small, large] = [placeOf(EXACT), placeOf(BUCKETED)]
    takeMany(small, 4, START_US)
    assert.deepEqual(take([large, small], START_US), {
      allowed: true,
      measures: [
        [1, 61_000_000 - (START_US % 1_000_000)],
        [5, 60_000_001],
      ],
    })
    assert.deepEqual([take([large, small], START_US).allowed, large.window.used, small.window.used], [false, 1, 5])
    assert.equal(take([large], START_US).allowed, true)
  })

  test('hold a smaller share against all that was counted, and tell when enough of it has left', () => {
    const place = placeOf(EXACT)
    for (const secondsIn of [0, 1, 2, 3]) takeMany(place, 1, START_US + secondsIn * 1e6)
    const share = { ...place, max: 2 }
    assert.deepEqual(refusal([share], START_US + 4e6), [[4, 60_000_001 - 2e6]])
    count([place], START_US + 4e6)
    count([place], START_US + 4e6)
    assert.equal(place.window.used, 6)
  })
})
