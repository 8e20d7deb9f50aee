import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { test } from 'node:test'
import fc from 'fast-check'
import { createSha256 } from './sha256.ts'

function sha256InPieces(pieces: readonly Uint8Array[]): string {
  const hash = createSha256()
  for (const piece of pieces) hash.update(piece)
  return hash.digest()
}

/** FIPS 180-4 examples as published by NIST. */
const published = {
  '': 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
  abc: 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
  abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq:
    '248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1',
}

for (const [message, digest] of Object.entries(published)) {
  test(`agrees with NIST on "${message.slice(0, 8)}"`, () => {
    assert.equal(sha256InPieces([new TextEncoder().encode(message)]), digest)
  })
}

test("agrees with Node's own at every length around a block, whatever the pieces", () => {
  const pieces = fc.array(fc.uint8Array({ maxLength: 150 }), { maxLength: 6 })
  fc.assert(
    fc.property(pieces, (some) => {
      assert.equal(sha256InPieces(some), createHash('sha256').update(Buffer.concat(some)).digest('hex'))
    }),
  )
  for (let length = 0; length <= 130; length += 1) {
    const bytes = new Uint8Array(length).fill(length)
    assert.equal(sha256InPieces([bytes]), createHash('sha256').update(bytes).digest('hex'), `length ${length}`)
  }
})
