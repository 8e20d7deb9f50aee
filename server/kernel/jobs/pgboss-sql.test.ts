import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { PgBoss } from 'pg-boss'
import { Type } from 'typebox'
import { type TestDatabase, testDatabase } from '../../../test/support/database.ts'
import { enqueue, job } from './job.ts'
import { type JobProcess, startProcess } from './jobs.test-support.ts'
import {
  ADMIT,
  BEAT,
  COMPLETE,
  HAND_BACK,
  MARK_BEGUN,
  PRUNE_COMPLETED,
  PRUNE_EFFECTS,
  RESCUE_STALLED,
} from './pgboss-sql.ts'

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
    await database.db.raw(HAND_BACK, [plain.name, [former.id], [former.retryCount]])
    await boss.complete(plain.name, former)
    await boss.fail(plain.name, former, { message: 'late' })
    assert.equal(await state(former.id), 'queued')
    const next = await claim()
    assert.equal(next.retryCount, former.retryCount + 1)
    await boss.complete(plain.name, former)
    assert.deepEqual(await database.db.raw(HAND_BACK, [plain.name, [former.id], [former.retryCount]]), [])
    assert.equal(await state(former.id), 'active')
    await boss.complete(plain.name, next)
    assert.equal(await state(former.id), 'completed')
  })

  test('a completed row equals one that pg-boss completes itself, and only the very try is completed', async () => {
    const completed = async (end: (job: { id: string; retryCount: number }) => Promise<unknown>) => {
      await enqueueOne()
      const claimed = await claim()
      await database.db.raw(`UPDATE pgboss.job SET output = '{"message": "before"}' WHERE id = $1`, [claimed.id])
      await end(claimed)
      const [ended] = await database.db.raw(
        `SELECT (to_jsonb(job) - '{id,created_on,started_on,heartbeat_on,start_after,keep_until,singleton_key,completed_on}'::text[])
          || jsonb_build_object('ended', completed_on >= started_on, 'beat', heartbeat_on = started_on) AS row
        FROM pgboss.job WHERE id = $1`,
        [claimed.id],
      )
      await boss.deleteAllJobs(plain.name)
      return ended?.row as Record<string, unknown>
    }
    const theirs = await completed((claimed) => boss.complete(plain.name, claimed))
    assert.equal(theirs.state, 'completed')
    const complete = (id: string, retryCount: number) => database.db.raw(COMPLETE, [plain.name, [id], retryCount])
    assert.deepEqual(await completed(({ id, retryCount }) => complete(id, retryCount)), theirs)
    const another = await completed(({ id, retryCount }) => complete(id, retryCount + 1))
    assert.deepEqual([another.state, another.output], ['active', { message: 'before' }])
  })

  const stall = (id: string, set = '') =>
    database.db.raw(`UPDATE pgboss.job SET heartbeat_on = now() - interval '23 seconds' ${set} WHERE id = $1`, [id])
  const rescue = (ahead: readonly string[] = []) => database.db.raw(RESCUE_STALLED, [[plain.name], 22, 3, ahead])

  test('only a stalled job is freed, and one on its last try ends with the reason', async () => {
    await enqueueOne()
    const stalled = await claim()
    assert.deepEqual(await rescue(), [])
    await stall(stalled.id)
    const [freed] = await rescue()
    assert.deepEqual([freed?.id, freed?.ended], [stalled.id, false])
    assert.equal((await claim()).retryCount, 1)
    await stall(stalled.id, ', retry_count = retry_limit')
    assert.deepEqual((await rescue())[0]?.ended, true)
    const ended = await sender.jobs.get(stalled.id)
    assert.deepEqual([ended.state, ended.reason], ['failed', 'the worker was not heard of any more'])
    await boss.deleteAllJobs(plain.name)
  })

  test('a job that lost three workers in a row is put in quarantine; a failure between begins the count anew', async () => {
    await enqueueOne()
    const lose = async () => {
      const { id } = await claim()
      await stall(id, ', retry_limit = 20')
      const [freed] = await rescue()
      await database.db.raw("UPDATE pgboss.job SET start_after = now() WHERE id = $1 AND state = 'retry'", [id])
      return freed?.quarantined
    }
    assert.deepEqual([await lose(), await lose()], [false, false])
    const between = await claim()
    await boss.fail(plain.name, between, { message: 'no' })
    await database.db.raw('UPDATE pgboss.job SET start_after = now() WHERE id = $1', [between.id])
    assert.deepEqual([await lose(), await lose(), await lose()], [false, false, true])

    const held = await sender.jobs.get(between.id)
    assert.deepEqual([held.state, held.reason], ['quarantined', '3 workers in a row were lost while they ran this job'])
    const states = async (state: 'failed' | 'quarantined') => (await sender.jobs.list({ state, limit: 9 })).items.length
    assert.deepEqual([await states('failed'), await states('quarantined')], [0, 1])
    const [queue] = (await sender.jobs.overview()).filter(({ name }) => name === plain.name)
    assert.deepEqual([queue?.failed, queue?.quarantined], [0, 1])
    assert.equal(await sender.transaction((tx) => sender.jobs.redrive(tx, plain.name)), 0)
    assert.equal(await boss.fetch(plain.name).then((jobs) => jobs.length), 0)

    await sender.transaction((tx) => sender.jobs.retry(tx, between.id))
    assert.equal(await lose(), false)
    await boss.deleteAllJobs(plain.name)
  })

  test('of jobs that are claimed ahead only a try that was begun counts, and a job that was never begun is not put in quarantine', async () => {
    await enqueueOne()
    const left = async (id: string) => {
      const [row] = await database.db.raw<{ tries: number; losses: number }>(
        "SELECT retry_limit - retry_count AS tries, (output ->> 'losses')::int AS losses FROM pgboss.job WHERE id = $1",
        [id],
      )
      return [row?.tries, row?.losses]
    }
    /** As if the last heartbeat were so long ago, and what was claimed with it. */
    const silence = (id: string) =>
      database.db.raw(
        "UPDATE pgboss.job SET heartbeat_on = heartbeat_on - interval '1 minute', started_on = started_on - interval '1 minute' WHERE id = $1",
        [id],
      )
    const lose = async (id: string) => {
      await silence(id)
      const [freed] = await rescue([plain.name])
      await database.db.raw("UPDATE pgboss.job SET start_after = now() WHERE id = $1 AND state = 'retry'", [id])
      return freed
    }
    const beat = ({ id, retryCount }: { id: string; retryCount: number }, begun: boolean) =>
      database.db.raw(BEAT, [[plain.name], [id], [retryCount], [begun]])
    const first = await claim()
    await beat(first, false)
    await lose(first.id)
    assert.deepEqual(await left(first.id), [4, 1], 'the first loss: it may have begun')
    for (let round = 0; round < 4; round += 1) {
      await claim()
      await lose(first.id)
    }
    assert.deepEqual(await left(first.id), [4, 1], 'it is known not to have begun')

    const second = await claim()
    assert.equal((await database.db.raw(MARK_BEGUN, [plain.name, second.id, second.retryCount])).length, 1)
    await lose(second.id)
    assert.deepEqual(await left(second.id), [3, 2])
    const third = await claim()
    await beat(third, true)
    assert.deepEqual([(await lose(third.id))?.quarantined, await left(third.id)], [true, [2, 3]])
    await boss.deleteAllJobs(plain.name)
  })

  test('of one tenant no more are admitted than may run, even when all ask at once', async () => {
    await sender.transaction(async (tx) => {
      for (let index = 0; index < 6; index += 1) await enqueue(tx, plain, {}, { tenant: index === 0 ? 'b' : 'a' })
    })
    const [other, ...claimed] = await Promise.all(Array.from({ length: 6 }, claim))
    assert.ok(other)
    const admit = async ({ id, retryCount }: { id: string; retryCount: number }, tenant = 'a') => {
      const values = [plain.name, id, retryCount, tenant, 2]
      const [answer] = await sender.db.raw<{ admitted: boolean }>(ADMIT, values)
      return answer?.admitted
    }
    const groups = await database.db.raw<{ id: string; group_id: string }>('SELECT id, group_id FROM pgboss.job')
    const mine = [other, ...claimed].filter(({ id }) => groups.find((row) => row.id === id)?.group_id === 'a')
    const verdicts = await Promise.all(mine.map((each) => admit(each)))
    assert.deepEqual(verdicts.filter(Boolean).length, 2)
    const inside = mine.filter((_, index) => verdicts[index] === true)
    const outside = mine.filter((_, index) => verdicts[index] === false)
    assert.deepEqual(await Promise.all(inside.map((each) => admit(each))), [true, true])
    const [first] = inside
    const [next] = outside
    assert.ok(first && next)
    await boss.complete(plain.name, first)
    assert.equal(await admit(next), true)
    const [foreign] = [other, ...claimed].filter((each) => !mine.includes(each))
    assert.ok(foreign)
    assert.equal(await admit(foreign, 'b'), true)
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
