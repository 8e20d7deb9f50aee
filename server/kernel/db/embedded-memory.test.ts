import assert from 'node:assert/strict'
import { totalmem } from 'node:os'
import { test } from 'node:test'
import { memoryBytes, sharedBuffers } from './embedded-memory.ts'

const GIB = 2 ** 30

test('the embedded PostgreSQL keeps an eighth of the memory, within bounds', () => {
  const kept = [0.25, 0.5, 1, 1.5, 2, 24].map((gib) => sharedBuffers(gib * GIB))
  assert.deepEqual(kept, ['64MB', '64MB', '128MB', '192MB', '256MB', '256MB'])
})

test('the memory counted on is no more than the machine has', () => {
  assert.ok(memoryBytes() > 0 && memoryBytes() <= totalmem(), String(memoryBytes()))
})
