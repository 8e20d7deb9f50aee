import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { together } from './together.ts'

test('calls of one turn are one call, those during it are the next, and each gets its own result', async () => {
  const calls: number[][] = []
  const { promise: gate, resolve: openGate } = Promise.withResolvers<void>()
  const double = together(async (items: readonly number[]) => {
    calls.push([...items])
    await gate
    return items.map((item) => item * 2)
  })
  const first = [double(1), double(2)]
  while (calls.length === 0) await nextTurn()
  const second = [double(3), double(4), double(5)]
  openGate()
  assert.deepEqual(await Promise.all([...first, ...second]), [2, 4, 6, 8, 10])
  assert.deepEqual(calls, [
    [1, 2],
    [3, 4, 5],
  ])
})

test('a call that fails is told to everybody in it and to nobody after it', async () => {
  const fail = together(async (items: readonly string[]) => {
    if (items.includes('bad')) throw new Error('no')
    return items
  })
  const ended = await Promise.allSettled([fail('good'), fail('bad')])
  assert.deepEqual(
    ended.map(({ status }) => status),
    ['rejected', 'rejected'],
  )
  assert.equal(await fail('later'), 'later')
})
