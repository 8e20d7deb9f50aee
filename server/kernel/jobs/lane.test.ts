import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { describe, type TestContext, test } from 'node:test'
import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises'
import { Type } from 'typebox'
import { CARRIERS, openStage } from '../../../test/support/job-stage.ts'
import { monotonicMs } from '../clock.ts'
import { ahead, PLACES } from './ahead-child.test-support.ts'
import { enqueue, type JobContext, job } from './job.ts'
import { until } from './jobs.test-support.ts'

const CHILD = `${import.meta.dirname}/ahead-child.test-support.ts`
const CONCURRENCY = 4
const WARM_UP = 200

type Carrier = (typeof CARRIERS)[number]

/** Workers of one queue whose jobs `slow 0`, `slow 1` last until they are let go; the others do nothing. */
async function world(t: TestContext, carrier: Carrier, attempts = 2) {
  const stage = await openStage(carrier)
  t.after(() => stage.close())
  const ended: string[] = []
  const atOnce = { now: 0, most: 0 }
  let letGo = () => {}
  const released = new Promise<void>((resolve) => {
    letGo = resolve
  })
  const work = job({
    name: 'demo.lane',
    description: 'A job of this test.',
    data: Type.Object({ note: Type.String() }, { additionalProperties: false }),
    attempts,
    backoffSeconds: 0,
    deadlineSeconds: 60,
    idempotentBy: 'nothing',
    concurrency: CONCURRENCY,
    async handle(_, { note }) {
      atOnce.now += 1
      atOnce.most = Math.max(atOnce.most, atOnce.now)
      if (note.startsWith('slow')) await released
      else await nextTurn()
      atOnce.now -= 1
      ended.push(note)
    },
  })
  const start = () => stage.start('worker', { jobs: [work] })
  const first = await start()
  const add = (notes: readonly string[]) =>
    first.transaction(async (tx) => {
      for (const note of notes) await enqueue(tx, work, { note })
    })
  /** Jobs that are claimed and whose handler has not ended. */
  const claimed = async () => {
    const sql = `SELECT data -> 'data' ->> 'note' AS note FROM pgboss.job WHERE name = $1 AND state = 'active'`
    const rows = await first.db.raw<{ note: string }>(sql, [work.name])
    return new Set(rows.map(({ note }) => note)).difference(new Set(ended)).size
  }
  /** Slow jobs in every place of the first process, and quick ones that it has claimed and that wait. */
  const block = async () => {
    await add(several('warm', WARM_UP))
    await until(() => ended.length === WARM_UP)
    await add([...several('slow', CONCURRENCY), ...several('quick', 12)])
    await until(async () => (await claimed()) > CONCURRENCY)
  }
  return { first, start, add, claimed, block, ended, atOnce, letGo }
}

function several(word: string, count: number): string[] {
  return Array.from({ length: count }, (_, index) => `${word} ${index}`)
}

for (const carrier of CARRIERS)
  describe(`carried by ${carrier.name}`, { skip: carrier.skip }, () => {
    test('quick jobs are claimed ahead, and no more run at once than may', async (t) => {
      const { add, claimed, ended, atOnce } = await world(t, carrier)
      let most = 0
      await add(several('quick', 800))
      while (ended.length < 800) most = Math.max(most, await claimed())
      assert.equal(new Set(ended).size, 800)
      assert.equal(atOnce.most, CONCURRENCY)
      assert.ok(most > CONCURRENCY, `${most} were claimed at once`)
    })

    test('a job that has one try is claimed when it can begin', async (t) => {
      const { add, claimed, ended } = await world(t, carrier, 1)
      let most = 0
      await add(several('quick', 400))
      while (ended.length < 400) most = Math.max(most, await claimed())
      assert.ok(most <= CONCURRENCY, `${most} were claimed at once`)
    })

    test('handlers that wait for nothing leave the program time for what else there is', async (t) => {
      const stage = await openStage(carrier)
      t.after(() => stage.close())
      let ended = 0
      const busy = job({
        name: 'demo.busy',
        description: 'A job of this test.',
        data: Type.Object({}, { additionalProperties: false }),
        attempts: 2,
        backoffSeconds: 0,
        deadlineSeconds: 60,
        idempotentBy: 'nothing',
        concurrency: 8,
        async handle() {
          const untilMs = monotonicMs() + 1
          while (monotonicMs() < untilMs);
          ended += 1
        },
      })
      const worker = await stage.start('worker', { jobs: [busy] })
      await worker.transaction(async (tx) => {
        for (let index = 0; index < 600; index += 1) await enqueue(tx, busy, {})
      })
      let longest = 0
      for (let seen = 0; ended < 600; seen = ended) {
        await nextTurn()
        longest = Math.max(longest, ended - seen)
      }
      assert.ok(longest <= 20, `${longest} ms of work in one turn of the event loop`)
    })

    test('what waits behind slow jobs is handed back and run by another process, once and with its tries', async (t) => {
      const { first, start, block, ended, letGo } = await world(t, carrier)
      await block()
      const second = await start()
      await until(() => ended.length === WARM_UP + 12)
      letGo()
      await until(() => ended.length === WARM_UP + 12 + CONCURRENCY)
      assert.equal(new Set(ended).size, ended.length)
      assert.equal(second.outcomes.filter(({ outcome }) => outcome === 'completed').length, 12)
      assert.deepEqual(
        first.lines.filter((line) => line.includes('could not be handed back')),
        [],
      )
    })

    test('quick and slow jobs in turn are run without a fault', async (t) => {
      const stage = await openStage(carrier)
      t.after(() => stage.close())
      let ended = 0
      const turns = job({
        name: 'demo.turns',
        description: 'A job of this test.',
        data: Type.Object({ ms: Type.Number() }, { additionalProperties: false }),
        attempts: 2,
        backoffSeconds: 0,
        deadlineSeconds: 60,
        idempotentBy: 'nothing',
        concurrency: 8,
        async handle(_, { ms }) {
          if (ms > 0) await sleep(ms)
          ended += 1
        },
      })
      const worker = await stage.start('worker', { jobs: [turns] })
      const lengthOf = (index: number): number => (index > 200 && index % 40 < 6 ? 30 + (index % 3) * 15 : 0)
      await worker.transaction(async (tx) => {
        for (let index = 0; index < 2000; index += 1) await enqueue(tx, turns, { ms: lengthOf(index) })
      })
      await until(() => ended === 2000)
      assert.deepEqual(
        worker.lines.filter((line) => line.includes('"level":50')),
        [],
      )
    })

    test('what waits when its process is killed loses no try; what is begun after a loss is written down first', async (t) => {
      const stage = await openStage(carrier)
      t.after(() => stage.close())
      const { db } = stage.database
      const sender = await stage.start('enqueue-only', { jobs: [ahead] })
      const add = (notes: readonly string[]) =>
        sender.transaction(async (tx) => {
          for (const note of notes) await enqueue(tx, ahead, { note })
        })
      const given = [stage.database.url, ...(stage.redis === null ? [] : [stage.redis.url])]
      const child = spawn(process.execPath, ['--no-warnings', CHILD, ...given], { stdio: 'inherit' })
      t.after(() => child.kill('SIGKILL'))
      await add(several('quick', WARM_UP))
      const open = async () =>
        (await db.raw("SELECT FROM pgboss.job WHERE name = 'demo.ahead' AND state <= 'active'")).length
      await until(async () => (await open()) === 0)
      await add([
        ...Array.from({ length: PLACES - 1 }, () => 'slow'),
        'deadly',
        ...Array.from({ length: 40 }, () => 'quick'),
      ])
      if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')
      const lost = await db.raw<{ id: string }>(
        "UPDATE pgboss.job SET heartbeat_on = now() - interval '1 minute', started_on = now() - interval '1 minute' WHERE state = 'active' RETURNING id",
      )
      assert.ok(lost.length > PLACES, `${lost.length} were claimed`)

      const begun: string[] = []
      const handle = async ({ jobId, db: own }: JobContext) => {
        const found = await own.raw(
          "SELECT FROM pgboss.job WHERE id = $1 AND (output ->> 'begun')::int = retry_count",
          [jobId],
        )
        if (found.length > 0) begun.push(jobId)
      }
      const heir = await stage.start('worker', { jobs: [{ ...ahead, handle }] })
      await db.raw("UPDATE kernel.job_parcel SET at = at - interval '31 seconds'")
      await until(async () => (await open()) === 0)
      await heir.jobs.idle()
      const rows = await db.raw<{ id: string; left: number }>(
        "SELECT id, retry_limit - retry_count AS left FROM pgboss.job WHERE name = 'demo.ahead'",
      )
      assert.deepEqual(
        rows.filter(({ left }) => left !== ahead.attempts - 1),
        [],
      )
      const ids = new Set(lost.map(({ id }) => id))
      assert.deepEqual(new Set(begun), ids)
    })

    test('a process that stops hands back what waits', async (t) => {
      const { first, start, block, ended, letGo } = await world(t, carrier)
      await block()
      const stopping = first.stop()
      const second = await start()
      await until(() => ended.length === WARM_UP + 12)
      letGo()
      await stopping
      assert.equal(new Set(ended).size, WARM_UP + 12 + CONCURRENCY)
      assert.equal(second.outcomes.filter(({ outcome }) => outcome === 'completed').length, 12)
    })
  })
