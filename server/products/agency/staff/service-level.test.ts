import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { dueTimes, isLate } from './service-level.ts'
import { priorities } from './tables.ts'

describe('what a ticket is promised', () => {
  test('comes sooner the more urgent it is, and an answer before the end', () => {
    const from = new Date('2026-11-21T09:00:00Z')
    const due = [...priorities].map((priority) => dueTimes(priority, from))
    for (const { answerBy, resolveBy } of due) assert.ok(from < answerBy && answerBy < resolveBy)
    for (const [at, { answerBy, resolveBy }] of due.slice(1).entries()) {
      const lesser = due[at]
      assert.ok(lesser !== undefined && answerBy < lesser.answerBy && resolveBy < lesser.resolveBy)
    }
  })

  test('is kept by what happened in time, and broken by what did not, also later', () => {
    const due = new Date('2026-11-21T10:00:00Z')
    const at = (time: string) => new Date(`2026-11-21T${time}:00Z`)
    assert.deepEqual(
      [
        isLate(due, null, at('09:59')),
        isLate(due, null, at('10:01')),
        isLate(due, at('10:00'), at('12:00')),
        isLate(due, at('10:01'), at('12:00')),
      ],
      [false, true, false, true],
    )
  })
})
