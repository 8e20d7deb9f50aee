import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { type TestContext, test } from 'node:test'
import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises'
import pino from 'pino'
import { testDatabase, testOrigin } from '../../../test/support/database.ts'
import { monotonicMs, now } from '../clock.ts'
import { newId } from '../id.ts'
import type { Logger } from '../telemetry/log.ts'
import { createAttempts } from './attempt.ts'
import { blocking } from './blocking-child.test-support.ts'
import { SLOTS } from './claim-block.ts'
import { startHeartbeat } from './heartbeat.ts'
import { enqueue } from './job.ts'
import { startProcess, until } from './jobs.test-support.ts'
import { jobQueue } from './queues.ts'

async function world(t: TestContext) {
  const database = await testDatabase()
  const sender = await startProcess(database.url, 'enqueue-only', { jobs: [blocking] })
  t.after(async () => {
    await sender.stop()
    await database.close()
  })
  await sender.transaction((tx) => enqueue(tx, blocking, {}))
  const only = async () => {
    const [row] = await database.db.raw<{ id: string; state: string; beats: Date }>(
      `SELECT id, state, heartbeat_on AS beats FROM pgboss.job WHERE name = '${blocking.name}'`,
    )
    assert.ok(row)
    return row
  }
  return { database, sender, only }
}

test('the heart of a program that computes without a pause goes on beating', async (t) => {
  const { database, only } = await world(t)
  const script = `${import.meta.dirname}/blocking-child.test-support.ts`
  const child = spawn(process.execPath, ['--no-warnings', script, database.url], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  t.after(() => void child.kill('SIGKILL'))
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  assert.equal((await lines.next()).value, 'blocked')
  const startedMs = monotonicMs()
  // One may have been on its way when the program stopped to listen.
  await sleep(500)
  const { beats } = await only()
  await until(async () => (await only()).beats > beats)
  assert.equal((await only()).state, 'active')
  assert.ok(monotonicMs() - startedMs < 9000, 'the program was still blocked')
})

test('a claim that was taken away is told, one that is held is not, and a program blocked past its time is given up', async (t) => {
  const { database, only } = await world(t)
  const log = pino({ enabled: false }) as Logger
  const heartbeat = startHeartbeat({ url: database.url, everyMs: 100 }, log)
  t.after(() => heartbeat.end())
  const { id } = await only()
  await database.db.raw("UPDATE pgboss.job SET state = 'active', heartbeat_on = now() WHERE id = $1", [id])
  const held = { queue: blocking.name, id }
  const lost: string[] = []
  const hold = (retryCount: number, secondsMax = 60) =>
    heartbeat.hold({ ...held, retryCount, secondsMax }, () => lost.push(`try ${retryCount}`))
  hold(7)
  hold(0)
  await until(() => lost.length > 0)
  assert.deepEqual(lost, ['try 7'])
  await database.db.raw("UPDATE pgboss.job SET state = 'cancelled' WHERE id = $1", [id])
  await until(() => lost.length > 1)
  assert.deepEqual(lost, ['try 7', 'try 0'])

  await database.db.raw("UPDATE pgboss.job SET state = 'active', retry_count = 1 WHERE id = $1", [id])
  hold(1, 1)
  await sleep(1800)
  const last = (await only()).beats
  await sleep(500)
  assert.deepEqual((await only()).beats, last)
})

test('a claim whose handler was not called yet is told as one that waits', async (t) => {
  const { database, only } = await world(t)
  const heartbeat = startHeartbeat({ url: database.url, everyMs: 50 }, pino({ enabled: false }) as Logger)
  t.after(() => heartbeat.end())
  const { id } = await only()
  await database.db.raw(
    "UPDATE pgboss.job SET state = 'active', heartbeat_on = now(), started_on = now() WHERE id = $1",
    [id],
  )
  const hold = heartbeat.hold({ queue: blocking.name, id, retryCount: 0, secondsMax: 60 }, () => undefined)
  const waits = async () => {
    const [row] = await database.db.raw<{ waits: boolean }>(
      'SELECT heartbeat_on = started_on AS waits FROM pgboss.job WHERE id = $1',
      [id],
    )
    return row?.waits
  }
  const beats = async () => {
    const { beats: before } = await only()
    await until(async () => (await only()).beats > before)
  }
  await beats()
  assert.equal(await waits(), true)
  heartbeat.begin(hold)
  await beats()
  await beats()
  assert.equal(await waits(), false)
})

test('more claims than one block holds are kept, and a place that is used again is not taken for the one before', async (t) => {
  const { database, only } = await world(t)
  const heartbeat = startHeartbeat({ url: database.url, everyMs: 100 }, pino({ enabled: false }) as Logger)
  t.after(() => heartbeat.end())
  const { id } = await only()
  await database.db.raw("UPDATE pgboss.job SET state = 'active', heartbeat_on = now() WHERE id = $1", [id])
  const lost: string[] = []
  const hold = (queue: string, job: string) =>
    heartbeat.hold({ queue, id: job, retryCount: 0, secondsMax: 60 }, () => lost.push(job))
  const unknown = Array.from({ length: SLOTS * 2 + 10 }, () => newId<'job'>())
  const holds = unknown.map((job, at) => hold(at % 2 === 0 ? 'demo.even' : 'demo.odd', job))
  await until(() => lost.length === unknown.length)
  assert.deepEqual([...lost].sort(), unknown)

  for (const one of holds) heartbeat.release(one)
  hold(blocking.name, id)
  const { beats } = await only()
  await until(async () => (await only()).beats > beats)
  assert.equal(lost.includes(id), false)
})

test('a job that is being ended keeps no other from being heard of, and is not told as lost', async (t) => {
  const { database, sender, only } = await world(t)
  const { id } = await only()
  await sender.transaction((tx) => enqueue(tx, blocking, {}))
  await database.db.raw("UPDATE pgboss.job SET state = 'active', heartbeat_on = now()")
  const [other] = await database.db.raw<{ id: string }>('SELECT id FROM pgboss.job WHERE id <> $1', [id])
  assert.ok(other)
  const heartbeat = startHeartbeat({ url: database.url, everyMs: 100 }, pino({ enabled: false }) as Logger)
  t.after(() => heartbeat.end())
  const lost: string[] = []
  for (const job of [id, other.id])
    heartbeat.hold({ queue: blocking.name, id: job, retryCount: 0, secondsMax: 60 }, () => lost.push(job))
  const beatsOf = async (job: string) => {
    const [row] = await database.db.raw<{ at: Date }>('SELECT heartbeat_on AS at FROM pgboss.job WHERE id = $1', [job])
    return row?.at ?? new Date(0)
  }
  await database.db.transaction(testOrigin, async (tx) => {
    await tx.raw('SELECT id FROM pgboss.job WHERE id = $1 FOR UPDATE', [id])
    const [ending, going] = [await beatsOf(id), await beatsOf(other.id)]
    await until(async () => (await beatsOf(other.id)) > going)
    assert.deepEqual(await beatsOf(id), ending)
  })
  assert.deepEqual(lost, [])
})

test('claims of queues that were not known before are not told as lost', async (t) => {
  const { database, only } = await world(t)
  const heartbeat = startHeartbeat({ url: database.url, everyMs: 1 }, pino({ enabled: false }) as Logger)
  t.after(() => heartbeat.end())
  await database.db.raw(
    `INSERT INTO pgboss.queue SELECT (jsonb_populate_record(queue, jsonb_build_object('name', 'demo.queue-' || n))).*
       FROM pgboss.queue CROSS JOIN generate_series(1, 400) AS n WHERE name = $1`,
    [blocking.name],
  )
  const rows = await database.db.raw<{ id: string; name: string }>(
    `INSERT INTO pgboss.job (id, name, state, heartbeat_on)
     SELECT gen_random_uuid(), 'demo.queue-' || n, 'active', now() FROM generate_series(1, 400) AS n RETURNING id, name`,
  )
  const lost: string[] = []
  const first = await only()
  await database.db.raw("UPDATE pgboss.job SET state = 'active', heartbeat_on = now() WHERE id = $1", [first.id])
  heartbeat.hold({ queue: blocking.name, id: first.id, retryCount: 0, secondsMax: 60 }, () => lost.push('first'))
  await until(async () => (await only()).beats > first.beats)
  for (const [at, { id, name }] of rows.entries()) {
    heartbeat.hold({ queue: name, id, retryCount: 0, secondsMax: 60 }, () => lost.push(name))
    if (at % 50 === 0) await nextTurn()
  }
  await sleep(300)
  assert.deepEqual(lost, [])
})

test('heartbeats go on by themselves after a lost connection', async (t) => {
  const { database, only } = await world(t)
  const heartbeat = startHeartbeat({ url: database.url, everyMs: 100 }, pino({ enabled: false }) as Logger)
  t.after(() => heartbeat.end())
  const { id } = await only()
  await database.db.raw("UPDATE pgboss.job SET state = 'active', heartbeat_on = now() WHERE id = $1", [id])
  let lost = false
  heartbeat.hold({ queue: blocking.name, id, retryCount: 0, secondsMax: 60 }, () => {
    lost = true
  })
  const beats = async () => {
    const { beats: before } = await only()
    await until(async () => (await only()).beats > before)
  }
  await beats()
  const ended = await database.db.raw(
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'plinth-heartbeat' AND datname = current_database()",
  )
  assert.equal(ended.length, 1)
  await beats()
  assert.equal(lost, false)
})

test('a claim that was lost while it waited for a place is not begun', async (t) => {
  const { database, only } = await world(t)
  const log = pino({ enabled: false }) as Logger
  const heartbeat = startHeartbeat({ url: database.url, everyMs: 50 }, log)
  t.after(() => heartbeat.end())
  const outcomes: string[] = []
  const nothing = () => undefined
  const metrics = { duration: (_: string, outcome: string) => void outcomes.push(outcome) }
  const attempts = createAttempts({
    ...{ db: database.db, log, heartbeat },
    metrics: { ...metrics, deadLettered: nothing, ready: nothing, engineFault: nothing },
  })
  const { id } = await only()
  let begun = 0
  const spec = jobQueue({
    ...blocking,
    async handle() {
      begun += 1
    },
  })
  const claim = { id, name: blocking.name, retryCount: 0, retryLimit: 2, createdOn: now() }
  const data = { v: 1, data: {}, origin: { requestId: 'test', actor: 'anonymous' } }
  await database.db.raw("UPDATE pgboss.job SET state = 'active' WHERE id = $1", [id])
  await attempts.begin(spec, { ...claim, data }).run()
  assert.deepEqual([begun, outcomes], [1, ['completed']])

  await database.db.raw("UPDATE pgboss.job SET state = 'cancelled' WHERE id = $1", [id])
  const waiting = attempts.begin(spec, { ...claim, data })
  await sleep(500)
  const result = await waiting.run()
  assert.deepEqual([begun, outcomes, result.status], [1, ['completed', 'lost'], 'failed'])
})
