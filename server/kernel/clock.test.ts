import assert from 'node:assert/strict'
import { afterEach, describe, test } from 'node:test'
import { inSeconds, monotonicMs, now, nowMs, setClock } from './clock.ts'

const noonMs = Date.UTC(2026, 1, 28, 12)

describe('the clock', () => {
  let putBack: () => void = () => undefined
  afterEach(() => putBack())

  test('tells the system time until it is set', () => {
    const before = Date.now()
    const [told, toldMs] = [now().getTime(), nowMs()]
    const after = Date.now()
    assert.ok(before <= told && told <= toldMs && toldMs <= after, `${before} ${told} ${toldMs} ${after}`)
  })

  test('a set clock is told by every reading, as it moves', () => {
    let at = noonMs
    putBack = setClock(() => at)
    assert.deepEqual([now().toISOString(), nowMs()], ['2026-02-28T12:00:00.000Z', noonMs])
    at += 86_400_000
    assert.deepEqual([now().toISOString(), nowMs()], ['2026-03-01T12:00:00.000Z', noonMs + 86_400_000])
  })

  test('two readings are two instants: a change of one is not seen in the other', () => {
    putBack = setClock(() => noonMs)
    now().setFullYear(1970)
    assert.equal(now().getTime(), noonMs)
  })

  for (const [seconds, instant] of [
    [0, '2026-02-28T12:00:00.000Z'],
    [1.5, '2026-02-28T12:00:01.500Z'],
    [86_400, '2026-03-01T12:00:00.000Z'],
    [-43_201, '2026-02-27T23:59:59.000Z'],
  ] as const) {
    test(`${seconds} seconds from now are counted from the set clock`, () => {
      putBack = setClock(() => noonMs)
      assert.equal(inSeconds(seconds).toISOString(), instant)
    })
  }

  test('clocks set one over the other are put back one by one', () => {
    const outer = setClock(() => noonMs)
    const inner = setClock(() => 0)
    assert.equal(nowMs(), 0)
    inner()
    assert.equal(nowMs(), noonMs)
    outer()
    assert.ok(Math.abs(nowMs() - Date.now()) < 1000)
  })

  test('durations are measured apart from the set clock, and never run backwards', () => {
    putBack = setClock(() => noonMs)
    const first = monotonicMs()
    putBack()
    putBack = setClock(() => 0)
    const readings = Array.from({ length: 1000 }, monotonicMs)
    assert.ok(readings.every((reading, at) => reading >= (readings[at - 1] ?? first)))
    assert.ok((readings.at(-1) ?? 0) - first < 60_000)
  })
})
