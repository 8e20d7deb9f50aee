import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { Type } from 'typebox'
import { testDatabase } from '../../../test/support/database.ts'
import { enqueue, type Job, job } from './job.ts'
import { type JobProcess, startProcess } from './jobs.test-support.ts'

const common = {
  name: 'demo.greet',
  description: 'A job of this test.',
  attempts: 1,
  backoffSeconds: 0,
  deadlineSeconds: 30,
  idempotentBy: 'nothing',
}
const first = Type.Object({ name: Type.String() }, { additionalProperties: false })
const second = Type.Object({ first: Type.String(), last: Type.String() }, { additionalProperties: false })

/** Program versions 1 and 2 of one job, and what they were handed. */
function releases() {
  const handed: unknown[] = []
  const old = job({ ...common, data: first, handle: async (_, data) => void handed.push(data) })
  const current = job({
    ...common,
    data: second,
    v: 2,
    upgrade(data, from) {
      const [one = '', two] = (data as { name: string }).name.split(' ')
      if (two === undefined) throw new Error(`no last name in version ${from}`)
      return { first: one, last: two }
    },
    handle: async (_, data) => void handed.push(data),
  })
  return { handed, old, current }
}

async function world(t: TestContext) {
  const database = await testDatabase()
  const processes: JobProcess[] = []
  t.after(async () => {
    for (const each of processes) await each.stop()
    await database.close()
  })
  async function start(role: 'worker' | 'enqueue-only', declared: Pick<Job, never>): Promise<JobProcess> {
    const started = await startProcess(database.url, role, { jobs: [declared as Job] })
    processes.push(started)
    return started
  }
  const only = async ({ jobs }: JobProcess) => {
    const { items } = await jobs.list({ queue: common.name, limit: 10 })
    assert.equal(items.length, 1)
    return jobs.get(items[0]?.id ?? '')
  }
  return { database, start, only }
}

test('a job stored by an older program is upgraded, and the handler sees only the current form', async (t) => {
  const { start, only } = await world(t)
  const { handed, old, current } = releases()
  const sender = await start('enqueue-only', old)
  await sender.transaction((tx) => enqueue(tx, old, { name: 'Ada Lovelace' }))
  const worker = await start('worker', current)
  await worker.jobs.idle()
  const { state, payload } = await only(worker)
  assert.equal(state, 'completed')
  const upgraded = { first: 'Ada', last: 'Lovelace' }
  assert.deepEqual(payload, { version: 1, currentVersion: 2, current: upgraded, fault: null })
  await worker.transaction((tx) => enqueue(tx, current, { first: 'Emmy', last: 'Noether' }))
  await worker.jobs.idle()
  assert.deepEqual(handed, [
    { first: 'Ada', last: 'Lovelace' },
    { first: 'Emmy', last: 'Noether' },
  ])
})

test('a job that cannot be upgraded fails once, with the reason, and keeps its payload', async (t) => {
  const { database, start, only } = await world(t)
  const { handed, old, current } = releases()
  const sender = await start('enqueue-only', old)
  await sender.transaction((tx) => enqueue(tx, old, { name: 'Plato' }))
  const worker = await start('worker', current)
  await worker.jobs.idle()
  const failed = await only(worker)
  assert.deepEqual([failed.state, failed.attempt], ['failed', 1])
  assert.equal(
    failed.reason,
    'the payload of version 1 could not be upgraded to 2, caused by: no last name in version 1',
  )
  const fault = 'the payload of version 1 could not be upgraded to 2'
  assert.deepEqual(failed.payload, { version: 1, currentVersion: 2, current: null, fault })
  const [kept] = await database.db.raw("SELECT data -> 'data' AS data FROM pgboss.job WHERE id = $1", [failed.id])
  assert.deepEqual(kept, { data: { name: 'Plato' } })
  assert.deepEqual(handed, [])
})

test('a job of a newer program waits for one without losing a try', async (t) => {
  const { database, start, only } = await world(t)
  const { handed, old, current } = releases()
  const outdated = await start('worker', old)
  const sender = await start('enqueue-only', current)
  await sender.transaction((tx) => enqueue(tx, current, { first: 'Emmy', last: 'Noether' }))
  await outdated.jobs.idle()
  const waiting = await only(outdated)
  assert.deepEqual(
    [waiting.state, waiting.attempts, waiting.reason],
    ['queued', 1, 'the payload has version 2, this program reads 1'],
  )
  assert.deepEqual(handed, [])
  await outdated.stop()

  await database.db.raw('UPDATE pgboss.job SET start_after = now() WHERE id = $1', [waiting.id])
  const worker = await start('worker', current)
  await worker.jobs.idle()
  assert.equal((await only(worker)).state, 'completed')
  assert.deepEqual(handed, [{ first: 'Emmy', last: 'Noether' }])
})

test('a version without an upgrade is refused at the declaration', async (t) => {
  const { start } = await world(t)
  const { current } = releases()
  const { upgrade: _, ...without } = current
  await assert.rejects(start('enqueue-only', without), /demo\.greet has version 2 and no upgrade/)
})
