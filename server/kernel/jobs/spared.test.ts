import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { Type } from 'typebox'
import { CARRIERS, openStage } from '../../../test/support/job-stage.ts'
import { ComeBackLater, enqueue, job } from './job.ts'
import { until } from './jobs.test-support.ts'

const PUT_OFFS = 8

for (const carrier of CARRIERS)
  for (const tenantConcurrency of [undefined, 2])
    test(`tries that were put off count neither for the backoff nor in what is shown: ${carrier.name}${tenantConcurrency ? ', in turn' : ''}`, {
      skip: carrier.skip,
    }, async (t) => {
      const stage = await openStage(carrier)
      t.after(() => stage.close())
      const attempts: number[] = []
      const busy = job({
        name: 'demo.busy',
        description: 'A job of this test.',
        data: Type.Object({}, { additionalProperties: false }),
        attempts: 3,
        backoffSeconds: 15,
        deadlineSeconds: 30,
        idempotentBy: 'nothing',
        ...(tenantConcurrency === undefined ? {} : { tenantConcurrency }),
        async handle({ attempt }) {
          attempts.push(attempt)
          if (attempts.length <= PUT_OFFS) throw new ComeBackLater('busy', 5)
          throw new Error('on fire')
        },
      })
      const { db } = stage.database
      const worker = await stage.start('worker', { jobs: [busy] })
      await worker.transaction((tx) => enqueue(tx, busy, {}, { tenant: 'a' }))
      const only = async () => {
        const [found] = (await worker.jobs.list({ queue: busy.name, limit: 1 })).items
        assert.ok(found)
        return found
      }
      for (let at = 1; at <= PUT_OFFS + 1; at += 1) {
        await until(async () => attempts.length === at && (await only()).state === 'queued')
        if (at <= PUT_OFFS) await db.raw('UPDATE pgboss.job SET start_after = now()')
      }
      const { attempt, attempts: most, reason, startAfter } = await only()
      assert.deepEqual([attempt, most, reason], [1, 3, 'on fire'])
      const waitsMs = startAfter.getTime() - Date.now()
      assert.ok(waitsMs > 5000 && waitsMs <= 30_000, `${waitsMs} ms`)
      assert.deepEqual(new Set(attempts), new Set([1]))
      for (const state of ['queued', 'failed']) {
        await db.raw('UPDATE pgboss.job SET start_after = now()')
        await until(async () => (await only()).state === state && (await only()).attempt > 1)
        if (state === 'queued') await until(async () => (await only()).attempt === 2 && attempts.at(-1) === 2)
      }
      const dead = await only()
      assert.deepEqual([dead.attempt, dead.attempts, attempts.length], [3, 3, PUT_OFFS + 3])
    })

describe('a job that was handed back', () => {
  test('has the try left that it had', async (t) => {
    const stage = await openStage(CARRIERS[0] as (typeof CARRIERS)[number])
    t.after(() => stage.close())
    let begun = 0
    const slow = job({
      name: 'demo.slow',
      description: 'A job of this test.',
      data: Type.Object({}, { additionalProperties: false }),
      attempts: 2,
      backoffSeconds: 5,
      deadlineSeconds: 30,
      idempotentBy: 'nothing',
      async handle({ signal }) {
        begun += 1
        await new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)))
      },
    })
    const worker = await stage.start('worker', { jobs: [slow] })
    await worker.transaction((tx) => enqueue(tx, slow, {}))
    await until(() => begun === 1)
    await worker.jobs.stop(0)
    const [left] = (await worker.jobs.list({ queue: slow.name, limit: 1 })).items
    assert.deepEqual([left?.state, left?.attempt, left?.attempts], ['queued', 0, 2])
  })
})
