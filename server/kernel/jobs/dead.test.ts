import assert from 'node:assert/strict'
import { describe, type TestContext, test } from 'node:test'
import { Type } from 'typebox'
import { CARRIERS, openStage } from '../../../test/support/job-stage.ts'
import { ComeBackLater, enqueue, job, PermanentFailure } from './job.ts'
import { until } from './jobs.test-support.ts'

const note = Type.Object({ note: Type.String() }, { additionalProperties: false })

async function world(t: TestContext, carrier: (typeof CARRIERS)[number], thrown: Error) {
  const stage = await openStage(carrier)
  t.after(() => stage.close())
  await stage.database.db.raw('CREATE TABLE told (note text NOT NULL, name text NOT NULL, message text NOT NULL)')
  const dying = job({
    name: 'demo.dying',
    description: 'A job of this test.',
    data: note,
    attempts: 1,
    backoffSeconds: 0,
    deadlineSeconds: 30,
    idempotentBy: 'nothing',
    async handle() {
      throw thrown
    },
    async onDead(tx, data, { name, message }) {
      await tx.raw('INSERT INTO told VALUES ($1, $2, $3)', [data.note, name, message])
      if (data.note === 'faulty') throw new Error('the hook is broken')
    },
  })
  const sender = await stage.start('enqueue-only', { jobs: [dying] })
  await sender.transaction(async (tx) => enqueue(tx, dying, { note: 'plain' }))
  const told = () => stage.database.db.raw<{ note: string; name: string; message: string }>('SELECT * FROM told')
  const only = async () => (await sender.jobs.list({ queue: dying.name, limit: 1 })).items[0]
  return { sender, told, only, db: stage.database.db, work: () => stage.start('worker', { jobs: [dying] }), dying }
}

for (const carrier of CARRIERS)
  describe(`a dead job carried by ${carrier.name}`, { skip: carrier.skip }, () => {
    test('is told to its unit when its last try failed', async (t) => {
      const { told, only, work } = await world(t, carrier, new PermanentFailure('it cannot be'))
      await work()
      await until(async () => (await only())?.state === 'failed')
      assert.deepEqual(await told(), [{ note: 'plain', name: 'PermanentFailure', message: 'it cannot be' }])
    })

    test('is told to its unit when it was put off for a day', async (t) => {
      const { told, only, work, db } = await world(t, carrier, new ComeBackLater('not now', 60))
      await db.raw("UPDATE pgboss.job SET created_on = created_on - interval '25 hours'")
      await work()
      await until(async () => (await only())?.state === 'failed')
      assert.deepEqual(await told(), [{ note: 'plain', name: 'ComeBackLater', message: 'not now' }])
    })

    test('is told to its unit when it lost its worker for the last time', async (t) => {
      const { told, only, work, db } = await world(t, carrier, new Error('not called'))
      await db.raw("UPDATE pgboss.job SET state = 'active', heartbeat_on = now() - interval '1 minute'")
      await work()
      await until(async () => (await only())?.state === 'failed')
      const [{ name } = { name: '' }, ...more] = await told()
      assert.deepEqual([name, more], ['WorkerLost', []])
    })

    test('is told to its unit when its worker was lost again and again', async (t) => {
      const { told, only, work, db } = await world(t, carrier, new Error('not called'))
      await db.raw(`UPDATE pgboss.job SET state = 'active', heartbeat_on = now() - interval '1 minute', retry_limit = 9,
        output = '{"name": "WorkerLost", "message": "lost", "losses": 2}'`)
      await work()
      await until(async () => (await only())?.state === 'quarantined')
      const [{ message } = { message: '' }] = await told()
      assert.equal(message, '3 workers in a row were lost while they ran this job')
    })

    test('is told to its unit when it was cancelled, exactly when that commits', async (t) => {
      const { told, only, sender } = await world(t, carrier, new Error('not called'))
      const id = (await only())?.id ?? ''
      const undone = sender.transaction(async (tx) => {
        await sender.jobs.cancel(tx, id)
        throw new Error('changed my mind')
      })
      await assert.rejects(undone, { message: 'changed my mind' })
      assert.deepEqual([(await only())?.state, await told()], ['queued', []])
      await sender.transaction((tx) => sender.jobs.cancel(tx, id))
      assert.deepEqual((await told())[0]?.name, 'Cancelled')
    })

    test('is dead all the same when its unit cannot be told', async (t) => {
      const { told, only, sender, dying, work } = await world(t, carrier, new PermanentFailure('no'))
      const id = (await only())?.id ?? ''
      await sender.transaction((tx) => sender.jobs.cancel(tx, id))
      await sender.transaction((tx) => enqueue(tx, dying, { note: 'faulty' }))
      const worker = await work()
      await until(async () => (await only())?.state === 'failed')
      assert.deepEqual(
        (await told()).map((row) => row.note),
        ['plain'],
      )
      assert.ok(worker.lines.some((line) => line.includes('the hook is broken')))
    })
  })
