import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Type } from 'typebox'
import { object } from '../http/schema.ts'
import { redact } from './redact.ts'

const shape = object({
  id: Type.String(),
  token: Type.String({ 'x-sensitive': true }),
  people: Type.Array(object({ name: Type.String({ 'x-sensitive': true }), age: Type.Integer() })),
})

test('marked values are replaced at every depth, unmarked ones shown', () => {
  assert.deepEqual(redact(shape, { id: 'a', token: 'canary', people: [{ name: 'canary', age: 3 }] }), {
    id: 'a',
    token: '[redacted]',
    people: [{ name: '[redacted]', age: 3 }],
  })
})

test('what the schema does not know is not shown', () => {
  assert.deepEqual(redact(shape, { id: 'a', added: 'canary' }), { id: 'a', added: '[redacted]' })
  assert.equal(redact(Type.String(), { any: 'canary' }), '[redacted]')
})
