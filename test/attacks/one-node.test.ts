import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { attackNodes, rightVerdict } from '../support/attack-results.ts'

const { results, missed } = await attackNodes({ nodes: 1 })

describe('an attacker of one server', () => {
  for (const result of results)
    test(`${result.id}: ${result.attack}`, () =>
      assert.equal(result.verdict, rightVerdict(result), `${result.expected}; seen: ${result.seen}`))

  test('finds every operation that a case asks for: none is left untried', () => {
    assert.deepEqual(missed, [])
  })
})
