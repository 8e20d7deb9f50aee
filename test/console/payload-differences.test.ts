import assert from 'node:assert/strict'
import { test } from 'node:test'
import { payloadDifferences } from '../../console/src/operations/payload-differences.ts'

test('a payload is compared member by member, lists by their places', () => {
  const before = { letter: 7, to: { name: 'Ada', zone: 'UTC' }, tags: ['a', 'b'], gone: null }
  const after = { letter: '7', to: { name: 'Ada', zone: 'CET' }, tags: ['a', 'c', 'd'], came: true }
  assert.deepEqual(payloadDifferences(before, after), [
    { title: 'letter', what: 'changed', from: '7', to: '"7"' },
    { title: 'to.zone', what: 'changed', from: '"UTC"', to: '"CET"' },
    { title: 'tags.1', what: 'changed', from: '"b"', to: '"c"' },
    { title: 'tags.2', what: 'added', to: '"d"' },
    { title: 'gone', what: 'removed', from: 'null' },
    { title: 'came', what: 'added', to: 'true' },
  ])
  assert.deepEqual(payloadDifferences(before, structuredClone(before)), [])
  assert.deepEqual(payloadDifferences(null, 3), [{ title: 'The whole', what: 'changed', from: 'null', to: '3' }])
})
