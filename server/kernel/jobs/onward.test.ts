import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { Db } from '../db/database.ts'
import { openOnward } from './onward.ts'

const AT = new Date('2026-01-01T00:00:00Z')

/** A queue of jobs enqueued a second apart, and where each claim began to look. */
function queueOf(count: number) {
  const waiting = Array.from({ length: count }, (_, index) => ({ createdOn: new Date(AT.getTime() + index * 1000) }))
  const looks: (Date | null)[] = []
  const db = {
    async raw(_text: string, [, most, from]: [string, number, Date | null]) {
      looks.push(from)
      const found = waiting.filter(({ createdOn }) => from === null || createdOn >= from).slice(0, most)
      for (const one of found) waiting.splice(waiting.indexOf(one), 1)
      return found
    },
  } as unknown as Db
  return { waiting, looks, claim: openOnward(db, 'demo') }
}

describe('claims of a queue in its order', () => {
  test('go on where the last one ended while there is more than is claimed', async () => {
    const { claim, looks } = queueOf(9)
    for (let round = 0; round < 3; round += 1) assert.equal((await claim(3)).jobs.length, 3)
    assert.deepEqual(looks, [null, new Date(AT.getTime() + 2000), new Date(AT.getTime() + 5000)])
  })

  test('say that they may have left some when they found fewer, and the next one begins with the oldest', async () => {
    const { claim, looks, waiting } = queueOf(5)
    await claim(3)
    const late = { createdOn: new Date(AT.getTime() - 1000) }
    waiting.unshift(late)
    const short = await claim(3)
    assert.deepEqual([short.jobs.length, short.leftSome], [2, true])
    const whole = await claim(3)
    assert.deepEqual([whole.jobs[0]?.createdOn, whole.leftSome], [late.createdOn, false])
    assert.equal(looks.at(-1), null)
  })

  test('look at the whole line once a second, however much there is: a retry waits for no more than its turn', async (t) => {
    const { claim, waiting } = queueOf(100)
    await claim(3)
    const retried = { createdOn: AT }
    waiting.unshift(retried)
    assert.ok((await claim(3)).jobs.every(({ createdOn }) => createdOn > AT))
    const later = performance.now() + 1000
    t.mock.method(performance, 'now', () => later)
    assert.equal((await claim(3)).jobs[0], retried)
  })
})
