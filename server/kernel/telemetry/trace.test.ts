import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { acceptRequestId, continueTrace } from './trace.ts'

const TRACE_ID = '0af7651916cd43dd8448eb211c80319c'
const FORM = /^00-[0-9a-f]{32}-[0-9a-f]{16}-00$/

test('a well-formed traceparent is continued with a span of our own; its sampled flag is not believed', () => {
  const { traceId, traceparent } = continueTrace(`00-${TRACE_ID}-b7ad6b7169203331-01`)
  assert.equal(traceId, TRACE_ID)
  assert.match(traceparent, FORM)
  assert.ok(traceparent.startsWith(`00-${TRACE_ID}-`))
  assert.doesNotMatch(traceparent, /b7ad6b7169203331/)
})

test('anything else starts a new trace, never twice the same', () => {
  const seen = new Set<string>()
  fc.assert(
    fc.property(
      fc.oneof(fc.string(), fc.constant(undefined), fc.constant(`00-${'0'.repeat(32)}-b7ad6b7169203331-01`)),
      (header) => {
        const { traceId, traceparent } = continueTrace(header)
        assert.match(traceparent, FORM)
        assert.equal(traceparent.slice(3, 35), traceId)
        assert.ok(!seen.has(traceId))
        seen.add(traceId)
      },
    ),
    { numRuns: 2000 },
  )
})

test('a request id is taken when a log can hold it', () => {
  for (const good of ['12345678', 'a.b:c_d-e', 'A'.repeat(64)]) assert.equal(acceptRequestId(good), good)
  for (const bad of [
    undefined,
    '',
    '1234567',
    'A'.repeat(65),
    'with space',
    'line\nbreak',
    'a"quote"b',
    ['12345678', '12345678'],
  ])
    assert.equal(acceptRequestId(bad), undefined)
})
