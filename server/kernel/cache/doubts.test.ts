import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { until } from './cache.test-support.ts'
import { createDoubts } from './doubts.ts'
import { EVERYTHING } from './generations.ts'

/** Redis as far as doubts know it: whether it answers, and what it was told. */
function answering(confirms: boolean) {
  const state = { confirms, told: [] as string[] }
  const doubts = createDoubts(async (noticeId) => {
    state.told.push(noticeId)
    return state.confirms
  })
  return { state, doubts }
}

describe('doubts', () => {
  test('stand until they are confirmed, and are told again with their own name', async () => {
    const { state, doubts } = answering(false)
    doubts.raise('one', ['a', 'b'])
    await doubts.answered(['b'])
    assert.deepEqual([doubts.has(['c']), doubts.has(['c', 'b']), doubts.size()], [false, true, 1])
    state.confirms = true
    await until(() => doubts.size() === 0)
    assert.deepEqual([doubts.has(['a']), doubts.has(['b']), new Set(state.told)], [false, false, new Set(['one'])])
    assert.ok(state.told.length >= 2)
  })

  test('about one thing do not end with another about it', async () => {
    const { state, doubts } = answering(true)
    doubts.raise('one', ['a'])
    state.confirms = false
    doubts.raise('two', ['a'])
    await doubts.answered(['a'])
    assert.equal(doubts.has(['a']), true)
    doubts.close()
  })

  test('become one about everything when they are too many', async () => {
    const { state, doubts } = answering(false)
    for (let at = 0; at < 1001; at += 1) doubts.raise(`notice-${at}`, [`topic-${at}`])
    assert.deepEqual([doubts.size(), doubts.has([EVERYTHING]), doubts.has(['topic-1'])], [1, true, false])
    state.confirms = true
    await until(() => doubts.size() === 0)
    assert.equal(doubts.has([EVERYTHING]), false)
  })
})
