import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { PgBoss } from 'pg-boss'
import { Type } from 'typebox'
import { type TestDatabase, testDatabase } from '../../../test/support/database.ts'
import { enqueue, job } from './job.ts'
import { type JobProcess, startProcess } from './jobs.test-support.ts'
import { HAND_BACK, PRUNE_COMPLETED, PRUNE_EFFECTS, RESCUE_STALLED } from './pgboss-sql.ts'

const plain = job({
  name: 'demo.plain',
  description: 'A job of this test.',
  data: Type.Object({}, { additionalProperties: false }),
  attempts: 4,
  backoffSeconds: 7,
  deadlineSeconds: 30,
  idempotentBy: 'nothing',
  handle: async () => undefined,
})

describe('our statements on the tables of pg-boss', () => {
  let database: TestDatabase
  let sender: JobProcess
  let boss: PgBoss
  before(async () => {
    database = await testDatabase()
    sender = await startProcess(database.url, 'enqueue-only', { jobs: [plain] })
    boss = new PgBoss({ connectionString: database.url, schema: 'pgboss', supervise: false, schedule: false, max: 2 })
    await boss.start()
  })
  after(async () => {
    await boss.stop({ graceful: false })
    await sender.stop()
    await database.close()
  })

  const rows = () =>
    database.db.raw(`
      SELECT (to_jsonb(job) - '{id,created_on,start_after,keep_until,singleton_key}'::text[]) || jsonb_build_object(
        'wait', start_after - created_on, 'kept', keep_until - start_after) AS row
      FROM pgboss.job WHERE name = 'demo.plain' ORDER BY created_on`)
  const claim = async () => {
    const [claimed] = await boss.fetch(plain.name)
    assert.ok(claimed)
    return claimed
  }
  const enqueueOne = () => sender.transaction((tx) => enqueue(tx, plain, {}))

  test('an enqueued row equals one that pg-boss inserts itself', async () => {
    await sender.transaction((tx) => enqueue(tx, plain, {}, { delaySeconds: 90 }))
    const origin = { actor: 'system:test', requestId: 'request-1' }
    await boss.send(plain.name, { v: 1, data: {}, origin }, { startAfter: 90, singletonKey: 'x' })
    const [ours, theirs] = await rows()
    assert.deepEqual(ours, theirs)
    await boss.deleteAllJobs(plain.name)
  })

  test('after a hand-back nothing of the former attempt can settle the job, before or after it is claimed again', async () => {
    const state = async (id: string) => (await sender.jobs.get(id)).state
    await enqueueOne()
    const former = await claim()
    await database.db.raw(HAND_BACK, [plain.name, former.id, former.retryCount])
    await boss.complete(plain.name, former)
    await boss.fail(plain.name, former, { message: 'late' })
    assert.equal(await state(former.id), 'queued')
    const next = await claim()
    assert.equal(next.retryCount, former.retryCount + 1)
    await boss.complete(plain.name, former)
    assert.deepEqual(await database.db.raw(HAND_BACK, [plain.name, former.id, former.retryCount]), [])
    assert.equal(await state(former.id), 'active')
    await boss.complete(plain.name, next)
    assert.equal(await state(former.id), 'completed')
  })

  test('only a stalled job with tries left is freed', async () => {
    await enqueueOne()
    const stalled = await claim()
    const free = () => database.db.raw<{ id: string }>(RESCUE_STALLED, [[plain.name], 22])
    const stall = (set = '') =>
      database.db.raw(`UPDATE pgboss.job SET heartbeat_on = now() - interval '23 seconds' ${set} WHERE id = $1`, [
        stalled.id,
      ])
    assert.deepEqual(await free(), [])
    await stall()
    assert.deepEqual(
      (await free()).map(({ id }) => id),
      [stalled.id],
    )
    assert.equal((await claim()).retryCount, 1)
    await stall(', retry_count = retry_limit')
    assert.deepEqual(await free(), [])
    await boss.deleteAllJobs(plain.name)
  })

  test('completed jobs and then the records of their effects are pruned; failed jobs keep theirs', async () => {
    await enqueueOne()
    await enqueueOne()
    const [completed, failed] = [await claim(), await claim()]
    await boss.complete(plain.name, completed)
    await boss.fail(plain.name, failed, { message: 'no' })
    await database.db.raw("UPDATE pgboss.job SET state = 'failed' WHERE id = $1", [failed.id])
    await database.db.raw("UPDATE pgboss.job SET completed_on = now() - interval '25 hours'")
    for (const { id } of [completed, failed]) {
      await database.db.raw("INSERT INTO kernel.job_effect VALUES ($1, '', now() - interval '25 hours')", [id])
    }
    await database.db.raw(PRUNE_COMPLETED, [24])
    await database.db.raw(PRUNE_EFFECTS, [24])
    assert.deepEqual(await database.db.raw('SELECT id FROM pgboss.job'), [{ id: failed.id }])
    assert.deepEqual(await database.db.raw('SELECT job_id FROM kernel.job_effect'), [{ job_id: failed.id }])
  })
})
