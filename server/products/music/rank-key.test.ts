import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { rankBetween } from './rank-key.ts'

const byBytes = (a: string, b: string) => (a < b ? -1 : 1)

test('keeps any order of inserts and moves, with keys that are all different', () => {
  fc.assert(
    fc.property(fc.array(fc.nat({ max: 1000 }), { maxLength: 200 }), (places) => {
      const keys: string[] = []
      for (const place of places) {
        const at = place % (keys.length + 1)
        keys.splice(at, 0, rankBetween(keys[at - 1] ?? null, keys[at] ?? null))
      }
      assert.deepEqual(keys.toSorted(byBytes), keys)
      assert.equal(new Set(keys).size, keys.length)
      for (const key of keys) assert.match(key, /^[0-9a-z]*[1-9a-z]$/)
    }),
  )
})

test('keeps keys at the end short', () => {
  let last: string | null = null
  for (let at = 0; at < 2000; at += 1) last = rankBetween(last, null)
  assert.equal(last, '0001jji')
})

test('always finds a key in the narrowest gap', () => {
  let after = rankBetween(null, null)
  for (let at = 0; at < 300; at += 1) {
    const before = rankBetween(null, after)
    assert.ok(before < after && before !== '')
    after = before
  }
})
