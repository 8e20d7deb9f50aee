import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { createGenerations, EVERYTHING } from './generations.ts'
import { topicOf } from './topic.ts'

const TOPICS = ['a', 'b', 'c', 'd', 'e']

describe('generations', () => {
  test('never call unchanged what changed, and forget only with more topics than they keep', () => {
    const step = fc.subarray([...TOPICS, EVERYTHING], { minLength: 1, maxLength: 3 })
    fc.assert(
      fc.property(fc.array(step, { maxLength: 30 }), fc.integer({ min: 1, max: 6 }), (steps, kept) => {
        const generations = createGenerations(kept)
        const changedAt = new Map(TOPICS.map((topic) => [topic, 0]))
        const counts = [generations.now()]
        for (const topics of steps) {
          generations.bump(topics)
          counts.push(generations.now())
          for (const topic of topics.includes(EVERYTHING) ? TOPICS : topics) changedAt.set(topic, counts.length - 1)
          for (const [at, count] of counts.entries()) {
            for (const topic of TOPICS) {
              const changed = (changedAt.get(topic) ?? 0) > at
              const said = !generations.unchangedSince(count, [topic, EVERYTHING])
              if (changed) assert.ok(said, `${topic} changed after ${at}`)
              else if (kept > TOPICS.length) assert.ok(!said, `${topic} did not change after ${at}`)
            }
          }
        }
      }),
    )
  })
})

describe('topics', () => {
  test('differ where keys differ, and are short and plain whatever the key', () => {
    const region = fc.constantFrom('unit.a', 'unit.b')
    const key = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 300 }),
      fc.string({ unit: fc.constantFrom('/', '~', '*', '#', ' ', 'a', '\n'), maxLength: 4 }),
    )
    fc.assert(
      fc.property(region, key, region, key, (oneRegion, one, otherRegion, other) => {
        const topics = [topicOf(oneRegion, one), topicOf(otherRegion, other)]
        assert.equal(topics[0] === topics[1], oneRegion === otherRegion && one === other)
        for (const topic of topics) assert.match(topic, /^[\w.:|=~/-]{1,161}$/)
      }),
    )
  })
})
