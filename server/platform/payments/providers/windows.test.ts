import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readWindow } from './windows.ts'

const SECONDS = [3, 3, 4, 10, 10, 10, 11, 90]

/** Gives up above three. */
const read = async (start: number, end: number): Promise<number[] | null> => {
  const found = SECONDS.filter((second) => second >= start && second < end)
  return found.length > 3 ? null : found
}

test('windows that follow each other read everything once, each whole', async () => {
  const found: number[] = []
  for (let start: number | null = 0; start !== null; ) {
    const window: Awaited<ReturnType<typeof readWindow<number>>> = await readWindow(start, 100, read)
    found.push(...window.found)
    start = window.next
  }
  assert.deepEqual(found, SECONDS)
})

test('a start behind the end is a window of a second, and the last', async () => {
  assert.deepEqual(await readWindow(200, 100, read), { found: [], next: null })
})

test('a second that holds too much is not passed over', async () => {
  await assert.rejects(
    readWindow(0, 10, async () => null),
    RangeError,
  )
})
