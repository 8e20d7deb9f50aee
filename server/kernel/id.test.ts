import assert from 'node:assert/strict'
import { afterEach, describe, test } from 'node:test'
import { setClock } from './clock.ts'
import { isUuid, newId } from './id.ts'

const V7 = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/

describe('an id', () => {
  let restore: () => void = () => undefined
  afterEach(() => restore())

  test('is a UUIDv7 with the time in its first 48 bits', () => {
    restore = setClock(() => 0x0123456789ab + 2 ** 40)
    const id = newId()
    assert.match(id, V7)
    assert.equal(
      id.slice(0, 13),
      (0x0123456789ab + 2 ** 40)
        .toString(16)
        .padStart(12, '0')
        .replace(/^(.{8})/, '$1-'),
    )
    assert.ok(isUuid(id))
  })

  test('follows the one before it and equals no other, 100,000 times within a few milliseconds', () => {
    const ids = Array.from({ length: 100_000 }, () => newId())
    assert.equal(new Set(ids).size, ids.length)
    assert.deepEqual(ids, ids.toSorted())
  })

  test('keeps the order when the clock steps back', () => {
    const before = newId()
    restore = setClock(() => 1_000)
    const after = Array.from({ length: 5_000 }, () => newId())
    assert.deepEqual([before, ...after], [before, ...after].toSorted())
  })

  test('spreads its random bits', () => {
    const seen = Array.from({ length: 2_000 }, () => newId().slice(24))
    for (let place = 0; place < 12; place += 1) assert.equal(new Set(seen.map((text) => text[place])).size, 16)
  })

  test('has one spelling', () => {
    for (const wrong of [
      '',
      'x',
      newId().toUpperCase(),
      `${newId()} `,
      newId().replaceAll('-', ''),
      '00000000-0000-0000-0000-000000000000',
      `urn:uuid:${newId()}`,
    ])
      assert.equal(isUuid(wrong), false, wrong)
  })
})
