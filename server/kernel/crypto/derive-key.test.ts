import assert from 'node:assert/strict'
import { createHmac, createSecretKey, type KeyObject } from 'node:crypto'
import { describe, test } from 'node:test'
import { inspect } from 'node:util'
import { secret } from '../config/secret.ts'
import { deriveKey } from './derive-key.ts'

/** RFC 5869, 2.2 and 2.3, for one block and no salt. */
function hkdf(material: Buffer, purpose: string): string {
  const extracted = createHmac('sha256', Buffer.alloc(32)).update(material).digest()
  return createHmac('sha256', extracted).update(purpose).update(Buffer.of(1)).digest('hex')
}

const hex = (key: KeyObject): string => key.export().toString('hex')

describe('derived keys', () => {
  test('are HKDF-SHA-256 of the secret and the purpose', () => {
    assert.equal(hex(deriveKey(secret('master'), 'a purpose')), hkdf(Buffer.from('master'), 'a purpose'))
  })

  test('follow from another key as from its bytes', () => {
    const bytes = Buffer.from('master')
    assert.equal(hex(deriveKey(createSecretKey(bytes), 'p')), hkdf(bytes, 'p'))
  })

  test('are not printed', () => {
    const key = deriveKey(secret('master'), 'p')
    const printed = inspect(key, { depth: 9, showHidden: true }) + JSON.stringify(key)
    assert.equal(printed.includes(hex(key)) || printed.includes(key.export().toString('base64')), false)
  })
})
