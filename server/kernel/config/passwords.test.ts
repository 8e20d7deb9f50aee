import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { describe, test } from 'node:test'
import { readPasswords } from './passwords.ts'
import { type Environment, RawValues } from './read.ts'

function read(environment: Environment, mode = 'production') {
  const raw = new RawValues(environment)
  const settings = readPasswords(raw, mode)
  return { ...settings, faults: raw.faults.map(({ variable }) => variable) }
}

describe('password settings', () => {
  test('the cost is measured unless it is given, and the floor in tests', () => {
    assert.equal(read({}).passwordCost, null)
    assert.deepEqual(read({}, 'test').passwordCost, { memoryKib: 19_456, passes: 2 })
    assert.deepEqual(read({ PASSWORD_PASSES: '3' }).passwordCost, { memoryKib: 19_456, passes: 3 })
    assert.deepEqual(read({ PASSWORD_MEMORY_KIB: '65536' }).passwordCost, { memoryKib: 65_536, passes: 2 })
    assert.deepEqual(read({ PASSWORD_MEMORY_KIB: '1024' }).faults, ['PASSWORD_MEMORY_KIB'])
  })

  test('peppers are named keys of 32 bytes, newest first', () => {
    const [one, other] = [randomBytes(32).toString('base64'), randomBytes(32).toString('base64')]
    const { passwordPeppers, faults } = read({ PASSWORD_PEPPERS: `p2:${one},p1:${other}` })
    assert.deepEqual(
      passwordPeppers.map(({ kid, key }) => [kid, key.export().toString('base64')]),
      [
        ['p2', one],
        ['p1', other],
      ],
    )
    assert.deepEqual(faults, [])
    assert.deepEqual(read({}).passwordPeppers, [])
    assert.deepEqual(read({ PASSWORD_PEPPERS: 'p1:c2hvcnQ=' }).faults, ['PASSWORD_PEPPERS'])
  })
})
