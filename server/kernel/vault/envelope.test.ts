import assert from 'node:assert/strict'
import { createSecretKey, randomBytes, randomUUID } from 'node:crypto'
import { test } from 'node:test'
import { openEnvelope, type Place, rewrapEnvelope, sealEnvelope, type WrappingKey, wrappedBy } from './envelope.ts'

const newKey = (): WrappingKey => ({ id: randomUUID(), key: createSecretKey(randomBytes(32)) })
const key = newKey()
const place: Place = { scope: 'installation', column: 'unit.table.column', id: 'row-1' }
const COMMITMENT_AT = 2 + 16 + 60

test('opens what it sealed, and never seals the same text to the same bytes', () => {
  for (const text of ['', 'an account number', 'ünï'.repeat(5000)]) {
    const sealed = sealEnvelope(key, place, text)
    assert.equal(openEnvelope(key, place, sealed), text)
    assert.ok(!sealed.equals(sealEnvelope(key, place, text)))
  }
  assert.equal(wrappedBy(sealEnvelope(key, place, 'x')), key.id)
})

test('opens nothing for another place, also not when the parts of the places read the same together', () => {
  const sealed = sealEnvelope(key, place, 'an account number')
  const others: Place[] = [
    { ...place, scope: 'organisation:1' },
    { ...place, column: 'unit.table.other' },
    { ...place, id: 'row-2' },
    { scope: 'installationu', column: 'nit.table.column', id: 'row-1' },
    { ...place, column: 'unit.table.columnrow-', id: '1' },
  ]
  for (const other of others) assert.throws(() => openEnvelope(key, other, sealed), JSON.stringify(other))
})

test('opens nothing when a byte was changed or is missing, or the wrapping key is another', () => {
  const sealed = sealEnvelope(key, place, 'an account number')
  for (let at = 0; at < sealed.length; at += 1) {
    const changed = Buffer.from(sealed)
    changed.writeUInt8(changed.readUInt8(at) ^ 1, at)
    assert.throws(() => openEnvelope(key, place, changed), `byte ${at}`)
  }
  for (const length of [0, 1, 2, 18, COMMITMENT_AT, sealed.length - 1])
    assert.throws(() => openEnvelope(key, place, sealed.subarray(0, length)), `${length} bytes`)
  assert.throws(() => openEnvelope(newKey(), place, sealed), /not wrapped by/)
  assert.throws(() => openEnvelope({ ...newKey(), id: key.id }, place, sealed))
})

test('refuses a key that the value was not sealed under by its commitment, before anything is decrypted', () => {
  const [one, other] = [sealEnvelope(key, place, 'one'), sealEnvelope(key, place, 'other')]
  const grafted = Buffer.concat([other.subarray(0, COMMITMENT_AT), one.subarray(COMMITMENT_AT)])
  assert.throws(() => openEnvelope(key, place, grafted), /a key that it does not name/)
})

test('comes under another wrapping key without its ciphertext being touched', () => {
  const [next, sealed] = [newKey(), sealEnvelope(key, place, 'an account number')]
  const renewed = rewrapEnvelope({ from: key, to: next }, place, sealed)
  assert.equal(openEnvelope(next, place, renewed), 'an account number')
  assert.throws(() => openEnvelope(key, place, renewed))
  assert.deepEqual(renewed.subarray(COMMITMENT_AT), sealed.subarray(COMMITMENT_AT))
  assert.throws(() => rewrapEnvelope({ from: key, to: next }, { ...place, id: 'row-2' }, sealed))
})

test('says what it cannot read', () => {
  assert.equal(wrappedBy(Buffer.of(1, 2, 3)), null)
  const later = sealEnvelope(key, place, 'x')
  later.writeUInt8(3, 0)
  assert.throws(() => wrappedBy(later), /version 3/)
})
