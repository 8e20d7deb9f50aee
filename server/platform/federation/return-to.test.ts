import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Problem } from '../../kernel/problem.ts'
import { readReturnTo, withError } from './return-to.ts'

test('a path of this server is kept with its query and fragment', () => {
  for (const path of ['/', '/tracks', '/tracks?sort=a%26b&x=//y#top', '/a/..'])
    assert.equal(readReturnTo(path), path === '/a/..' ? '/' : path)
})

const elsewhere = [
  '',
  'tracks',
  '//evil.example',
  '/\\evil.example',
  '\\\\evil.example',
  'https://evil.example/',
  '/\t/evil.example',
  '/..//evil.example',
  '/.//evil.example',
  'javascript:alert(1)',
  '///evil.example',
  '/%0d/..//evil.example',
]
for (const text of elsewhere) {
  test(`${JSON.stringify(text)} is refused`, () => {
    assert.throws(
      () => readReturnTo(text),
      (error) => error instanceof Problem && error.code === 'federation/bad-return',
    )
  })
}

test('a word about a failure is added to the query and replaces an older one', () => {
  assert.equal(withError('/account?a=1&error=old#x', { error: 'new' }), '/account?a=1&error=new#x')
})
