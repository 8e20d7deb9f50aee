import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { Type } from 'typebox'
import { testDatabase } from '../../../test/support/database.ts'
import { ComeBackLater, enqueue, job, PermanentFailure } from './job.ts'
import { startProcess } from './jobs.test-support.ts'

/** A job with one try that is told to come back in an hour as often as `told` says. */
async function world(t: TestContext, told: number) {
  const finals: boolean[] = []
  const asking = job({
    name: 'demo.asking',
    description: 'A job of this test.',
    data: Type.Object({}, { additionalProperties: false }),
    attempts: 1,
    backoffSeconds: 5,
    deadlineSeconds: 30,
    idempotentBy: 'nothing',
    handle: async ({ isFinal }) => {
      const later = new ComeBackLater('not now', 100_000)
      finals.push(isFinal(later), isFinal(new Error('no')), isFinal(new PermanentFailure('no')))
      if (finals.length / 3 <= told) throw later
    },
  })
  const database = await testDatabase()
  const worker = await startProcess(database.url, 'worker', { jobs: [asking] })
  t.after(async () => {
    await worker.stop()
    await database.close()
  })
  await worker.transaction((tx) => enqueue(tx, asking, {}))
  await worker.jobs.idle()
  const only = async () => {
    const { items } = await worker.jobs.list({ queue: asking.name, limit: 10 })
    assert.equal(items.length, 1)
    return items[0]
  }
  const hourPasses = async (agedBy: string): Promise<void> => {
    await database.db.raw(
      `UPDATE pgboss.job SET start_after = now(), created_on = created_on - interval '${agedBy}' WHERE name = $1`,
      [asking.name],
    )
    await worker.jobs.idle()
  }
  return { worker, finals, only, hourPasses }
}

test('a job that is told when to come back waits so long, an hour at most, and the try does not count', async (t) => {
  const { worker, finals, only, hourPasses } = await world(t, 2)
  for (const outcomes of [1, 2]) {
    const put = await only()
    assert.deepEqual([put?.state, put?.reason], ['queued', 'not now'])
    const waits = (put?.startAfter.getTime() ?? 0) - Date.now()
    assert.ok(waits > 3_500_000 && waits <= 3_600_000, `${waits} ms`)
    assert.equal(worker.outcomes.length, outcomes)
    await hourPasses('1 hour')
  }
  assert.equal((await only())?.state, 'completed')
  assert.deepEqual(
    worker.outcomes.map(({ outcome }) => outcome),
    ['put-off', 'put-off', 'completed'],
  )
  assert.deepEqual(finals.slice(0, 3), [false, true, true])
})

test('after a day it is a failure like any other', async (t) => {
  const { worker, finals, only, hourPasses } = await world(t, 9)
  await hourPasses('25 hours')
  const dead = await only()
  // The put-off try gave one more, which is used up now.
  assert.deepEqual([dead?.state, dead?.reason], ['failed', 'not now'])
  assert.deepEqual(
    worker.outcomes.map(({ outcome }) => outcome),
    ['put-off', 'dead'],
  )
  assert.deepEqual(finals.slice(3), [true, true, true])
})
