import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { attackNodes } from '../support/attack-results.ts'

const results = await attackNodes(1)

describe('an attacker of one server', () => {
  for (const { id, attack, expected, seen, verdict } of results)
    test(`${id}: ${attack}`, (t) => {
      if (verdict === 'not applicable') return t.skip(seen)
      assert.equal(verdict, 'held', `${expected}; seen: ${seen}`)
    })
})
