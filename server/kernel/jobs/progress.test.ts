import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { Type } from 'typebox'
import { testDatabase } from '../../../test/support/database.ts'
import { enqueue, type JobContext, job } from './job.ts'
import { startProcess, until } from './jobs.test-support.ts'
import { PRUNE_PROGRESS } from './pgboss-sql.ts'

async function world(t: TestContext, handle: (context: JobContext) => Promise<void>) {
  const long = job({
    name: 'demo.long',
    description: 'A job of this test.',
    data: Type.Object({}, { additionalProperties: false }),
    attempts: 3,
    backoffSeconds: 0,
    deadlineSeconds: 30,
    idempotentBy: 'nothing',
    handle,
  })
  const database = await testDatabase()
  await database.db.raw('CREATE TABLE public.written ()')
  await database.db.raw(`CREATE FUNCTION public.note_write() RETURNS trigger LANGUAGE plpgsql AS
    'BEGIN INSERT INTO public.written DEFAULT VALUES; RETURN NULL; END'`)
  await database.db.raw(`CREATE TRIGGER counts AFTER INSERT OR UPDATE ON kernel.job_progress
    FOR EACH ROW EXECUTE FUNCTION public.note_write()`)
  const worker = await startProcess(database.url, 'worker', { jobs: [long] })
  t.after(async () => {
    await worker.stop()
    await database.close()
  })
  await worker.transaction((tx) => enqueue(tx, long, {}))
  const only = async () => (await worker.jobs.list({ queue: long.name, limit: 1 })).items[0]
  return { worker, only, raw: database.db.raw }
}

test('a running job shows its newest word, a thousand words cost a few writes, and none is left when it has ended', async (t) => {
  let letGo = () => {}
  const released = new Promise<void>((resolve) => {
    letGo = resolve
  })
  const { worker, only, raw } = await world(t, async ({ progress }) => {
    for (let step = 1; step <= 1000; step += 1) {
      progress(step / 10, `row ${step}`)
      if (step % 100 === 0) await sleep(10)
    }
    progress(Number.NaN, 'x'.repeat(500))
    progress(250, 'nearly done')
    await released
  })
  await until(async () => (await only())?.progress?.note === 'nearly done')
  const running = await only()
  assert.deepEqual([running?.state, running?.progress?.percent], ['active', 100])
  const [{ writes } = { writes: 0 }] = await raw<{ writes: number }>(
    'SELECT count(*)::int AS writes FROM public.written',
  )
  assert.ok(writes >= 1 && writes <= 4, `${writes} writes`)

  letGo()
  await worker.jobs.idle()
  const done = await only()
  assert.deepEqual([done?.state, done?.progress], ['completed', null])
  await raw(PRUNE_PROGRESS)
  assert.deepEqual(await raw('SELECT 1 FROM kernel.job_progress'), [])
})

test('the word of a former try is not shown for the next one', async (t) => {
  let letGo = () => {}
  const released = new Promise<void>((resolve) => {
    letGo = resolve
  })
  const tries: number[] = []
  const { only, worker } = await world(t, async ({ attempt, progress }) => {
    tries.push(attempt)
    if (attempt > 1) return released
    progress(40, 'first try')
    await until(async () => (await only())?.progress?.percent === 40)
    throw new Error('again')
  })
  await until(() => tries.includes(2))
  const second = await only()
  assert.deepEqual([second?.state, second?.progress], ['active', null])
  letGo()
  await worker.jobs.idle()
})
