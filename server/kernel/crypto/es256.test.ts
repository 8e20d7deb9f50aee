import assert from 'node:assert/strict'
import { createPublicKey, generateKeyPairSync, randomBytes, sign, verify } from 'node:crypto'
import { describe, test } from 'node:test'
import { signEs256, verifyEs256 } from './es256.ts'

/** RFC 7515, A.3: header and payload, key and signature. */
const EXAMPLE = {
  content:
    'eyJhbGciOiJFUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ',
  key: {
    kty: 'EC',
    crv: 'P-256',
    x: 'f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU',
    y: 'x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0',
  },
  signature: 'DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q',
}
/** Enough that numbers with leading zeros, one in 256, occur in both places. */
const ROUNDS = 4_000

const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
const sideBySide = <Key>(key: Key) => ({ key, dsaEncoding: 'ieee-p1363' as const })

describe('ES256', () => {
  test('the example of RFC 7515 is right, and wrong with any bit changed', () => {
    const key = createPublicKey({ key: EXAMPLE.key, format: 'jwk' })
    const [content, signature] = [Buffer.from(EXAMPLE.content), Buffer.from(EXAMPLE.signature, 'base64url')]
    assert.equal(verifyEs256(content, key, signature), true)
    for (let bit = 0; bit < signature.length * 8; bit += 1) {
      const changed = Buffer.from(signature)
      changed.writeUInt8(changed.readUInt8(bit >> 3) ^ (1 << (bit & 7)), bit >> 3)
      assert.equal(verifyEs256(content, key, changed), false, `bit ${bit}`)
    }
  })

  test('what one side signs the other verifies, by us and by node:crypto alike', () => {
    let [short, padded] = [0, 0]
    for (let round = 0; round < ROUNDS; round += 1) {
      const content = randomBytes(20)
      const ours = signEs256(content, privateKey)
      assert.equal(verify('sha256', content, sideBySide(publicKey), ours), true, ours.toString('hex'))
      const theirs = sign('sha256', content, sideBySide(privateKey))
      assert.equal(verifyEs256(content, publicKey, theirs), true, theirs.toString('hex'))
      short += Number(theirs[0] === 0 || theirs[32] === 0)
      padded += Number((ours[0] ?? 0) >= 0x80)
    }
    assert.ok(short > 0 && padded > 0)
  })

  test('zero, numbers beyond the curve and other lengths are no signature and no fault', () => {
    const content = Buffer.from('content')
    for (const signature of [
      Buffer.alloc(64),
      Buffer.alloc(64, 255),
      Buffer.alloc(0),
      Buffer.alloc(63, 1),
      Buffer.alloc(65, 1),
    ])
      assert.equal(verifyEs256(content, publicKey, signature), false)
    const whole = signEs256(content, privateKey)
    assert.equal(verifyEs256(content, publicKey, Buffer.concat([whole, Buffer.of(0)])), false)
  })
})
