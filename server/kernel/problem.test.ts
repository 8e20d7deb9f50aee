import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Problem, problems } from './problem.ts'

const sample = problems('sample', {
  gone: { status: 410, title: 'It is gone', detail: 'It was here until yesterday.' },
})

test('a problem carries its unit, status, texts and cause', () => {
  const cause = new RangeError('inner')
  const problem = sample('gone', { cause, retryAfterSeconds: 3, params: { id: 1 } })
  assert.ok(problem instanceof Problem && problem instanceof Error)
  assert.deepEqual(
    [problem.code, problem.status, problem.title, problem.detail],
    ['sample/gone', 410, 'It is gone', 'It was here until yesterday.'],
  )
  assert.deepEqual(
    [problem.cause, problem.retryAfterSeconds, problem.params, problem.headers],
    [cause, 3, { id: 1 }, {}],
  )
  assert.equal(sample('gone', { detail: 'Since an hour.' }).detail, 'Since an hour.')
})

test('a code that the unit does not declare is a bug', () => {
  assert.throws(() => sample('other' as 'gone'), TypeError)
})
