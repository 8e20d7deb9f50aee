import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { matchesEtag, parseRange, rangeStillValid } from './ranges.ts'

const part = (start: number, end: number) => ({ kind: 'part', range: { start, end } })
const whole = { kind: 'whole' }
const unsatisfiable = { kind: 'unsatisfiable' }

describe('parseRange over 1000 bytes', () => {
  const cases: readonly [string | undefined, object][] = [
    [undefined, whole],
    ['bytes=0-1', part(0, 1)],
    ['bytes=0-0', part(0, 0)],
    ['bytes=500-', part(500, 999)],
    ['bytes=-500', part(500, 999)],
    ['bytes=-5000', part(0, 999)],
    ['bytes=990-5000', part(990, 999)],
    ['bytes=1000-', unsatisfiable],
    ['bytes=1000-1001', unsatisfiable],
    ['bytes=-0', unsatisfiable],
    ['bytes=5-2', whole],
    ['bytes=-', whole],
    ['bytes=0-1,5-6', whole],
    ['items=0-1', whole],
    ['bytes=a-b', whole],
    ['bytes=0-99999999999999999999', whole],
  ]
  for (const [header, expected] of cases) {
    test(`${header ?? 'no header'}`, () => assert.deepEqual(parseRange(header, 1000), expected))
  }
})

test('an empty file satisfies no range', () => {
  assert.deepEqual(parseRange('bytes=0-', 0), unsatisfiable)
  assert.deepEqual(parseRange('bytes=-1', 0), unsatisfiable)
  assert.deepEqual(parseRange(undefined, 0), whole)
})

test('a part never leaves the file, whatever the header', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.tuple(fc.nat(), fc.nat()).map(([a, b]) => `bytes=${a}-${b}`),
        fc.nat().map((a) => `bytes=-${a}`),
      ),
      fc.nat(5000),
      (header, bytes) => {
        const result = parseRange(header, bytes)
        if (result.kind === 'part')
          assert.ok(result.range.start >= 0 && result.range.start <= result.range.end && result.range.end < bytes)
      },
    ),
  )
})

test('If-Range compares strongly and If-None-Match weakly', () => {
  assert.equal(rangeStillValid('"a"', '"a"'), true)
  assert.equal(rangeStillValid('W/"a"', '"a"'), false)
  assert.equal(rangeStillValid('Sat, 21 Nov 2026 00:00:00 GMT', '"a"'), false)
  assert.equal(rangeStillValid(undefined, '"a"'), true)
  assert.equal(matchesEtag('W/"a"', '"a"'), true)
  assert.equal(matchesEtag('"b", "a"', '"a"'), true)
  assert.equal(matchesEtag('*', '"a"'), true)
  assert.equal(matchesEtag('"b"', '"a"'), false)
  assert.equal(matchesEtag(undefined, '"a"'), false)
})
