import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { afterEach, beforeEach, describe, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { Type } from 'typebox'
import { type TestDatabase, testServerUrl } from '../../../test/support/database.ts'
import { CARRIERS, openStage, type Stage } from '../../../test/support/job-stage.ts'
import { monotonicMs } from '../clock.ts'
import type { JobRole } from './boss.ts'
import { interrupted, slow } from './crash-child.test-support.ts'
import { enqueue, type JobContext, job } from './job.ts'
import { type JobProcess, until } from './jobs.test-support.ts'
import type { JobDeclarations } from './queues.ts'

const nothing = Type.Object({}, { additionalProperties: false })
const common = { data: nothing, attempts: 2, backoffSeconds: 3600, deadlineSeconds: 60, idempotentBy: 'nothing' }

function recorder(name: string, handle: (context: JobContext) => Promise<void>) {
  return job({ ...common, name, description: 'A job of this test.', handle })
}

for (const carrier of CARRIERS)
  describe(`a worker fed by ${carrier.name}`, { skip: carrier.skip }, () => {
    let stage: Stage
    let database: TestDatabase
    beforeEach(async () => {
      stage = await openStage(carrier)
      database = stage.database
    })
    afterEach(() => stage.close())

    const start = (role: JobRole, unit: JobDeclarations): Promise<JobProcess> => stage.start(role, unit)

    /** A process of its own that runs jobs, and the lines it writes. */
    function startChild() {
      const script = `${import.meta.dirname}/crash-child.test-support.ts`
      const child = spawn(
        process.execPath,
        ['--no-warnings', script, database.url, ...(stage.redis ? [stage.redis.url] : [])],
        { stdio: ['ignore', 'pipe', 'inherit'] },
      )
      const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
      return { child, line: async () => (await lines.next()).value as string }
    }

    async function kill(child: ChildProcess): Promise<void> {
      const exited = once(child, 'exit')
      child.kill('SIGKILL')
      await exited
    }

    /** As when the worker of the queue's only job has not been heard of for too long. */
    async function loseHeart(sender: JobProcess, queue: string): Promise<string> {
      const [found] = (await sender.jobs.list({ queue, limit: 1 })).items
      assert.equal(found?.state, 'active')
      const silent = "UPDATE pgboss.job SET heartbeat_on = now() - interval '23 seconds' WHERE id = $1"
      await database.db.raw(silent, [found.id])
      return found.id
    }

    test('a job of a killed process runs again, and its committed effect is not repeated', async () => {
      await database.db.raw('CREATE TABLE public.effect (job_id uuid NOT NULL)')
      const sender = await start('enqueue-only', { jobs: [interrupted, slow] })
      await sender.transaction((tx) => enqueue(tx, interrupted, {}))
      const { child, line } = startChild()
      assert.equal(await line(), 'committed')
      await kill(child)
      const id = await loseHeart(sender, interrupted.name)
      const survivor = await start('worker', { jobs: [interrupted, slow] })
      await survivor.jobs.idle()
      const ended = await survivor.jobs.get(id)
      assert.deepEqual([ended.state, ended.attempt], ['completed', 2])
      assert.deepEqual(await database.db.raw('SELECT job_id FROM public.effect'), [{ job_id: id }])
    })

    test('a process that was frozen and comes back to a job of another takes no second effect', async (t) => {
      await database.db.raw('CREATE TABLE public.effect (job_id uuid NOT NULL)')
      const sender = await start('enqueue-only', { jobs: [interrupted, slow] })
      await sender.transaction((tx) => enqueue(tx, slow, {}))
      const { child, line } = startChild()
      t.after(() => kill(child))
      assert.equal(await line(), 'begun 1')
      child.kill('SIGSTOP')
      const id = await loseHeart(sender, slow.name)
      const heir = await start('worker', { jobs: [interrupted, slow] })
      await heir.jobs.idle()
      child.kill('SIGCONT')
      assert.equal(await line(), 'through 1')
      await sleep(500)
      const ended = await heir.jobs.get(id)
      assert.deepEqual([ended.state, ended.attempt], ['completed', 2])
      assert.deepEqual(await database.db.raw('SELECT job_id FROM public.effect'), [{ job_id: id }])
    })

    test('a running job that is cancelled is told by its signal, and stays cancelled', async () => {
      let told: unknown = null
      const endless = recorder('demo.endless', async ({ signal }) => {
        await new Promise((resolve) => signal.addEventListener('abort', resolve))
        told = signal.reason
        throw told
      })
      const worker = await start('worker', { jobs: [endless] })
      await worker.transaction((tx) => enqueue(tx, endless, {}))
      const only = async () => (await worker.jobs.list({ queue: endless.name, limit: 1 })).items[0]
      await until(async () => (await only())?.state === 'active')
      const id = (await only())?.id ?? ''
      await worker.transaction((tx) => worker.jobs.cancel(tx, id))
      await until(() => told !== null)
      assert.match(String(told), /not held by this process any more/)
      await worker.jobs.idle()
      assert.equal((await only())?.state, 'cancelled')
    })

    test('a stopping process lets handlers end, then hands the rest back, and another takes them at once', async () => {
      const seen: string[] = []
      let obedient = true
      const stopping = { place: 'here' }
      const patient = recorder('demo.patient', async ({ attempt, signal }) => {
        const { place } = stopping
        seen.push(`patient ${attempt} ${place}`)
        if (place === 'here') await sleep(30_000, undefined, obedient ? { signal, ref: false } : { ref: false })
      })
      let isQuickBegun = false
      const stopBegun = Promise.withResolvers<void>()
      const quick = recorder('demo.quick', async () => {
        isQuickBegun = true
        await stopBegun.promise
        await sleep(100)
        seen.push('quick')
      })
      const first = await start('worker', { jobs: [patient, quick] })
      await first.transaction(async (tx) => {
        await enqueue(tx, patient, {})
        await enqueue(tx, quick, {})
      })
      await until(() => seen.includes('patient 1 here'))
      obedient = false
      await first.transaction((tx) => enqueue(tx, patient, {}))
      await until(() => seen.length === 2 && isQuickBegun)

      const second = await start('enqueue-only', { jobs: [patient, quick] })
      const startedMs = monotonicMs()
      const stopped = first.stop(600)
      stopBegun.resolve()
      await stopped
      assert.ok(monotonicMs() - startedMs < 8000, `stopping took ${monotonicMs() - startedMs} ms`)
      assert.ok(seen.includes('quick'))
      const waiting = await second.jobs.list({ queue: patient.name, limit: 10 })
      assert.deepEqual(
        waiting.items.map(({ state, attempt, attempts, reason }) => [state, attempt, attempts, reason]),
        [
          ['queued', 0, 2, null],
          ['queued', 0, 2, null],
        ],
      )

      stopping.place = 'there'
      const heir = await start('worker', { jobs: [patient, quick] })
      await heir.jobs.idle()
      assert.deepEqual(seen.filter((entry) => entry === 'patient 1 there').length, 2)
      assert.equal((await heir.jobs.list({ state: 'completed', limit: 10 })).items.length, 3)
    })

    test('a lost database does not end the process, and work goes on by itself when it is back', async () => {
      let runs = 0
      const counted = recorder('demo.counted', async ({ once }) => {
        await once(async () => {
          runs += 1
        })
      })
      const worker = await start('worker', { jobs: [counted] })
      await worker.transaction((tx) => enqueue(tx, counted, {}))
      await worker.jobs.idle()

      const admin = new pg.Client({ connectionString: await testServerUrl() })
      await admin.connect()
      const name = new URL(database.url).pathname.slice(1)
      await admin.query(`ALTER DATABASE ${name} WITH ALLOW_CONNECTIONS false`)
      await admin.query('SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1', [name])
      await assert.rejects(worker.transaction((tx) => enqueue(tx, counted, {})))
      await until(() => worker.lines.some((line) => line.includes('cannot reach the database')))
      await admin.query(`ALTER DATABASE ${name} WITH ALLOW_CONNECTIONS true`)
      await admin.end()

      await until(() => worker.lines.some((line) => line.includes('reaches the database again')))
      await worker.transaction((tx) => enqueue(tx, counted, {}))
      await until(() => runs === 2)
    })

    test('processes that start at once install the schema once, and an occurrence of a schedule makes one job', async () => {
      let ticks = 0
      const ticked = recorder('demo.ticked', async ({ once }) => {
        await once(async () => {
          ticks += 1
        })
      })
      const due = new Date()
      const cron = `${due.getUTCMinutes()} ${due.getUTCHours()} * * *`
      const schedule = { name: 'demo.ticks', job: ticked, cron, zone: 'UTC', data: {} }
      const unit = { jobs: [ticked], schedules: [schedule] }
      const state = () => database.db.raw('SELECT ticked_at FROM kernel.schedule WHERE name = $1', [schedule.name])
      const early = await Promise.all([start('worker', unit), start('worker', unit), start('enqueue-only', unit)])
      await until(async () => (await state()).length === 1)
      await Promise.all(early.map((each) => each.stop()))
      assert.equal(ticks, 0, 'a schedule that is new began with a tick')

      await database.db.raw("UPDATE kernel.schedule SET ticked_at = now() - interval '3 days'")
      const before = await state()
      const [one] = await Promise.all([start('worker', unit), start('worker', unit), start('worker', unit)])
      await until(() => ticks > 0)
      assert.notDeepEqual(await state(), before)
      await sleep(500)
      await one.jobs.idle()
      const { items } = await one.jobs.list({ queue: ticked.name, limit: 10 })
      assert.deepEqual([ticks, items.length], [1, 1])
      assert.equal((await one.jobs.get(items[0]?.id ?? '')).origin?.actor, 'system:schedule')
    })
  })
