import assert from 'node:assert/strict'
import { test } from 'node:test'
import { faultTable } from './fault-table.ts'
import type { Outcome } from './test-run.ts'

const first = { file: 'a.test.ts', test: 'one' }
const second = { file: 'b.test.ts', test: 'two' }
const fault = { id: 'F1', fault: 'the cable is cut', answer: 'nothing is lost', proofs: [first, second] }

function shownFor(...outcomes: readonly Outcome[]) {
  const { lines, holds } = faultTable([fault], outcomes, '7')
  return [
    lines
      .find((line) => line.startsWith('F1'))
      ?.slice(5, 13)
      .trim() ?? 'not shown',
    holds,
  ]
}

test('a case is held when each of its tests passed, and what is run under another name does not count', () => {
  const passed = { ...first, verdict: 'passed' } as const
  assert.deepEqual(shownFor(passed, { ...second, verdict: 'passed' }), ['held', true])
  assert.deepEqual(shownFor(passed, { ...second, verdict: 'failed' }), ['BROKEN', false])
  assert.deepEqual(shownFor(passed, { ...second, test: 'other', verdict: 'passed' }), ['NOT RUN', false])
  assert.deepEqual(shownFor(passed, { ...second, verdict: 'skipped', reason: 'needs a moon' }), ['skipped', true])
  assert.deepEqual(shownFor(passed, { ...second, file: 'b-suite.test-support.ts', verdict: 'passed' }), ['held', true])
  assert.deepEqual(shownFor(passed, { ...second, file: 'c/b-suite.test-support.ts', verdict: 'passed' }), [
    'in part',
    true,
  ])
  assert.deepEqual(shownFor(passed), ['in part', true])
  assert.deepEqual(shownFor({ file: 'c.test.ts', test: 'three', verdict: 'passed' }), ['not shown', true])
})

test('a test that passes in one suite and is skipped in another has passed; failed in one, it has failed', () => {
  const both = [
    { ...first, verdict: 'passed' },
    { ...second, verdict: 'skipped', reason: 'needs a moon' },
  ] as const
  assert.deepEqual(shownFor(...both, { ...second, verdict: 'passed' }), ['held', true])
  assert.deepEqual(shownFor(...both, { ...second, verdict: 'passed' }, { ...first, verdict: 'failed' }), [
    'BROKEN',
    false,
  ])
})

test('a case without a test is open, says why, and the seed is told', () => {
  const { lines, holds } = faultTable([{ ...fault, proofs: [], open: 'nobody made it yet' }], [], '7')
  assert.ok(holds)
  assert.match(lines.join('\n'), /^F1 +open +the cable is cut -> nothing is lost\n +open: nobody made it yet$/m)
  assert.match(lines.join('\n'), /1 open, of 1; seed 7: FAULT_SEED=7 /)
})
