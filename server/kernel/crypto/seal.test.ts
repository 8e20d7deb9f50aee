import assert from 'node:assert/strict'
import { createSecretKey, randomBytes } from 'node:crypto'
import { test } from 'node:test'
import { seal, unseal } from './seal.ts'

const first = { kid: 'e1', key: createSecretKey(randomBytes(32)) }
const second = { kid: 'e2', key: createSecretKey(randomBytes(32)) }

test('opens what it sealed, and never seals the same text to the same bytes', () => {
  const one = seal([first], 'mail-1', 'a secret link')
  assert.equal(unseal([first], 'mail-1', one), 'a secret link')
  assert.ok(!one.includes('secret'))
  assert.ok(!one.equals(seal([first], 'mail-1', 'a secret link')))
})

test('opens nothing under another key, another owner, or when a byte was changed', () => {
  const sealed = seal([first], 'mail-1', 'a secret link')
  assert.throws(() => unseal([{ ...first, key: second.key }], 'mail-1', sealed))
  assert.throws(() => unseal([first], 'mail-2', sealed))
  for (let at = 0; at < sealed.length; at += 1) {
    const changed = Buffer.from(sealed)
    changed[at] = (changed[at] ?? 0) ^ 1
    assert.throws(() => unseal([first], 'mail-1', changed), `byte ${at}`)
  }
  for (const length of [0, 1, 2, 10, sealed.length - 1]) {
    assert.throws(() => unseal([first], 'mail-1', sealed.subarray(0, length)), `${length} bytes`)
  }
})

test('the first key seals and a former one still opens, until it is taken away', () => {
  const before = seal([first], 'mail-1', 'old')
  assert.equal(unseal([second, first], 'mail-1', before), 'old')
  assert.equal(unseal([second], 'mail-1', seal([second, first], 'mail-1', 'new')), 'new')
  assert.throws(() => unseal([second], 'mail-1', before), /the key e1, which ENCRYPTION_KEYS does not hold/)
})
