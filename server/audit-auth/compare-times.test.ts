import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { judge } from './compare-times.ts'

/** Numbers from 0 to 1, the same in every run. */
function dice(seed: number): () => number {
  let state = seed
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648
    return state / 2_147_483_648
  }
}

interface Machine {
  readonly rounds: number
  /** How much longer the kind takes than the control, of 20 ms. */
  readonly extraMs: number
  /** Widest delay of any one answer. */
  readonly noiseMs: number
  readonly seed?: number
}

/** Rounds of a machine on which now and then an answer takes half a second. */
function roundsOf({ rounds, extraMs, noiseMs, seed = 7 }: Machine) {
  const roll = dice(seed)
  const time = (ms: number): number => ms + roll() * noiseMs + (roll() < 0.05 ? 500 : 0)
  return Array.from({ length: rounds }, () => ({
    control: time(20),
    'control again': time(20),
    kind: time(20 + extraMs),
  }))
}

const verdictOf = (machine: Machine) => judge(roundsOf(machine), 'kind', { ms: 1, share: 0.1 }).verdict

describe('a comparison of times', () => {
  test('tells a kind that takes longer or shorter by more than the tolerance', () => {
    assert.equal(verdictOf({ rounds: 25, extraMs: 6, noiseMs: 2 }), 'differs')
    assert.equal(verdictOf({ rounds: 25, extraMs: -6, noiseMs: 2 }), 'differs')
    assert.equal(verdictOf({ rounds: 200, extraMs: 4, noiseMs: 6 }), 'differs')
  })

  test('takes one within the tolerance for alike, whatever an answer takes now and then', () => {
    assert.equal(verdictOf({ rounds: 25, extraMs: 0, noiseMs: 1.5 }), 'alike')
    assert.equal(verdictOf({ rounds: 200, extraMs: 1, noiseMs: 2 }), 'alike')
  })

  test('finds no difference where there is none, on a machine of any noise', () => {
    for (let seed = 1; seed <= 300; seed += 1)
      for (const noiseMs of [1, 20, 400])
        assert.notEqual(verdictOf({ rounds: 25, extraMs: 0, noiseMs, seed: seed * 7919 }), 'differs')
  })

  test('is sure of nothing while there are few rounds', () => {
    assert.equal(verdictOf({ rounds: 5, extraMs: 100, noiseMs: 2 }), null)
  })
})
