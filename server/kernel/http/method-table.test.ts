import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createMethodTable } from './method-table.ts'

test('the methods of a path are told in order, whatever its parameters and query', () => {
  const table = createMethodTable()
  table.add('POST', '/api/things')
  table.add('GET', '/api/things')
  table.add('DELETE', '/api/things/:id')
  table.add('GET', '/assets/*')
  table.add('GET', '/a.b')
  assert.deepEqual(table.allowed('/api/things?a=/x'), ['GET', 'HEAD', 'OPTIONS', 'POST'])
  assert.deepEqual(table.allowed('/api/things/1'), ['DELETE', 'OPTIONS'])
  assert.deepEqual(table.allowed('/assets/a/b.js'), ['GET', 'HEAD', 'OPTIONS'])
  for (const path of ['/api', '/api/things/', '/api/things/1/2', '/aXb', '/API/things'])
    assert.deepEqual(table.allowed(path), [], path)
})
