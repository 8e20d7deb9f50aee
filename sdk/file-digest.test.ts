import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { test } from 'node:test'
import { fileDigest } from './file-digest.ts'

const bytes = Uint8Array.from({ length: 1000 }, (_, at) => at % 251)
const expected = createHash('sha256').update(bytes).digest('hex')
const signal = new AbortController().signal

test('a file up to the limit is hashed whole', async () => {
  const told: number[] = []
  const options = { signal, hashed: (done: number) => told.push(done), wholeBytesMax: 1000, pieceBytes: 300 }
  assert.equal(await fileDigest(new Blob([bytes]), options), expected)
  assert.deepEqual(told, [0, 1000])
})

test('a file above the limit is hashed in pieces to the same digest', async () => {
  const told: number[] = []
  const options = { signal, hashed: (done: number) => told.push(done), wholeBytesMax: 999, pieceBytes: 300 }
  assert.equal(await fileDigest(new Blob([bytes]), options), expected)
  assert.deepEqual(told, [0, 300, 600, 900, 1000])
})

test('an abort ends the hashing at the next piece', async () => {
  const controller = new AbortController()
  const told: number[] = []
  const hashed = (done: number) => {
    told.push(done)
    if (done === 300) controller.abort(new Error('cancelled'))
  }
  const options = { signal: controller.signal, hashed, wholeBytesMax: 0, pieceBytes: 300 }
  await assert.rejects(fileDigest(new Blob([bytes]), options), /cancelled/)
  assert.deepEqual(told, [0, 300])
})
