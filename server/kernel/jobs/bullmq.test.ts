import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { type TestContext, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import { Type } from 'typebox'
import { startFaultProxy } from '../../../test/support/fault-proxy.ts'
import { openCarriedStage } from '../../../test/support/job-stage.ts'
import { requirement } from '../../../test/support/requirements.ts'
import { monotonicMs } from '../clock.ts'
import { INSTALLATION, PACK } from './bullmq-sql.ts'
import { enqueue, job } from './job.ts'
import { type JobProcess, startCarried, until } from './jobs.test-support.ts'

const skip = requirement('redis-server').skip
const HEARS_AFTER_MS = 1500

/** A queue whose handlers wait at a gate before they take effect. */
async function world(t: TestContext) {
  const carriedStage = await openCarriedStage(t, 'text')
  const { numberOf } = carriedStage
  let openGate = () => {}
  const gate = new Promise<void>((resolve) => {
    openGate = resolve
  })
  const gated = job({
    name: 'demo.gated',
    description: 'A job of this test.',
    data: Type.Object({ note: Type.String() }, { additionalProperties: false }),
    attempts: 3,
    backoffSeconds: 0,
    deadlineSeconds: 60,
    idempotentBy: 'the job id',
    concurrency: 4,
    async handle({ once }, { note }) {
      await gate
      await once(async (tx) => {
        await tx.raw('INSERT INTO public.effect (note) VALUES ($1)', [note])
      })
    },
  })
  const add = (from: JobProcess, count: number, as = 'job') =>
    from.transaction(async (tx) => {
      for (let index = 0; index < count; index += 1) await enqueue(tx, gated, { note: `${as} ${index}` })
    })
  const running = () =>
    numberOf(`SELECT count(*)::int AS n FROM pgboss.job WHERE name = '${gated.name}' AND state = 'active'`)
  return { ...carriedStage, gated, openGate, add, running }
}

test('Redis emptied costs none of 200 jobs, and none takes effect twice', { skip }, async (t) => {
  const { stage, client, gated, openGate, add, carried, running, effects, each } = await world(t)
  const worker = await stage.start('worker', { jobs: [gated] })
  await add(worker, 200)
  await until(async () => (await running()) === 4 && (await carried()) === 32)
  await client.flushall()
  openGate()
  const startedMs = monotonicMs()
  await until(async () => (await effects()) >= 200)
  await worker.jobs.idle()
  assert.deepEqual([await effects(), await each()], [200, 200])
  assert.ok(monotonicMs() - startedMs < 10_000, `${monotonicMs() - startedMs} ms`)
})

test('with Redis dead jobs are taken and wait, and run when an empty Redis is there again', { skip }, async (t) => {
  const { stage, redis, gated, openGate, add, running, effects, each } = await world(t)
  const worker = await stage.start('worker', { jobs: [gated] })
  await add(worker, 10, 'before')
  await until(async () => (await running()) === 4)
  await redis.kill()
  const startedMs = monotonicMs()
  await add(worker, 20, 'during')
  assert.ok(monotonicMs() - startedMs < 2000, `enqueueing took ${monotonicMs() - startedMs} ms`)
  await until(() => worker.lines.some((line) => line.includes('they wait in the database')))
  openGate()
  await until(async () => (await effects()) === 4)
  await redis.startAgain()
  await until(async () => (await effects()) === 30)
  await worker.jobs.idle()
  assert.equal(await each(), 30)
  assert.ok(worker.lines.some((line) => line.includes('jobs are carried by Redis again')))
})

test('a worker starts while Redis is away and works when it comes', { skip }, async (t) => {
  const { stage, redis, gated, openGate, add, effects } = await world(t)
  openGate()
  await redis.kill()
  const worker = await stage.start('worker', { jobs: [gated] })
  await add(worker, 3)
  await redis.startAgain()
  await until(async () => (await effects()) === 3)
})

test('a Redis that hangs keeps no transaction waiting', { skip }, async (t) => {
  const { stage, redis, gated, openGate, add, effects } = await world(t)
  openGate()
  const worker = await stage.start('worker', { jobs: [gated] })
  redis.freeze()
  const startedMs = monotonicMs()
  await add(worker, 5)
  assert.ok(monotonicMs() - startedMs < 2000, `enqueueing took ${monotonicMs() - startedMs} ms`)
  redis.thaw()
  await until(async () => (await effects()) === 5)
})

test('jobs that Redis lost one by one are carried again after half a minute', { skip }, async (t) => {
  const { stage, client, gated, openGate, add, carried, effects, each, letTimePass } = await world(t)
  const worker = await stage.start('worker', { jobs: [gated] })
  await add(worker, 20)
  await until(async () => (await carried()) === 16)
  const lost = (await client.keys('*:demo.gated:*')).filter((key) => !key.endsWith(':meta'))
  await client.del(...lost)
  openGate()
  await until(async () => (await effects()) >= 4)
  await letTimePass()
  await until(async () => (await effects()) >= 20)
  await worker.jobs.idle()
  assert.deepEqual([await effects(), await each()], [20, 20])
})

test('relays that look at once put each job into one parcel', { skip }, async (t) => {
  const { stage, database, gated, openGate, add, carried, running, effects } = await world(t)
  const start = () => stage.start('worker', { jobs: [gated] })
  const [first] = await Promise.all([start(), start(), start()])
  for (let round = 0; round < 20; round += 1) await add(first, 5)
  await until(async () => (await running()) === 12 && (await carried()) === 32)
  const twice = await database.db.raw(
    'SELECT job FROM kernel.job_parcel CROSS JOIN LATERAL unnest(ids) AS given (job) GROUP BY job HAVING count(*) > 1',
  )
  assert.deepEqual(twice, [])
  openGate()
  await until(async () => (await effects()) === 100)
})

test('two installations on one Redis carry each their own jobs', { skip }, async (t) => {
  const one = await world(t)
  const two = await world(t)
  one.openGate()
  two.openGate()
  const first = await one.stage.start('worker', { jobs: [one.gated] })
  const second = await startCarried({ url: two.database.url, redisUrl: one.redis.url }, 'worker', { jobs: [two.gated] })
  await one.add(first, 40)
  await two.add(second, 40)
  await until(async () => (await one.effects()) === 40 && (await two.effects()) === 40).finally(() => second.stop())
  assert.deepEqual(
    [...first.lines, ...second.lines].filter((line) => line.includes('"level":50')),
    [],
  )
})

test('a worker whose Redis is gone stops in time and leaves no connection', { skip }, async (t) => {
  const { stage, redis, client, gated, openGate, add, running, effects } = await world(t)
  const worker = await stage.start('worker', { jobs: [gated] })
  await add(worker, 8)
  await until(async () => (await running()) === 4)
  await redis.kill()
  openGate()
  await until(async () => (await effects()) === 4)
  const startedMs = monotonicMs()
  await worker.stop(500)
  assert.ok(monotonicMs() - startedMs < 6000, `stopping took ${monotonicMs() - startedMs} ms`)
  await redis.startAgain()
  await sleep(2500)
  const clients = String(await client.client('LIST'))
    .trim()
    .split('\n')
  assert.equal(clients.length, 1, 'others than this test are connected')
})

test('a tenant with a flood of jobs leaves room in Redis for others', { skip }, async (t) => {
  const { stage, database, gated, add, carried } = await world(t)
  const shared = { ...gated, tenantConcurrency: 3 }
  const worker = await stage.start('enqueue-only', { jobs: [shared] })
  await worker.transaction(async (tx) => {
    for (let index = 0; index < 1200; index += 1) await enqueue(tx, shared, { note: `${index}` }, { tenant: 'flood' })
    await enqueue(tx, shared, { note: 'small' }, { tenant: 'small' })
  })
  await add(worker, 1, 'nobody')
  const carrying = await stage.start('worker', { jobs: [shared] })
  const seen = () =>
    database.db.raw(
      "SELECT DISTINCT group_id AS tenant FROM pgboss.job WHERE state = 'active' AND name = 'demo.gated' ORDER BY 1",
    )
  await until(async () => (await seen()).length >= 2)
  const [flood] = await database.db.raw<{ n: number }>(
    "SELECT count(*)::int AS n FROM pgboss.job WHERE state = 'active' AND group_id = 'flood'",
  )
  assert.ok((flood?.n ?? 9) <= 3, `${flood?.n} at once`)
  assert.ok((await carried()) <= 3, `${await carried()} in Redis`)
  await carrying.stop(100)
})

test('tenants behind a flood come in with the same look', { skip }, async (t) => {
  const { stage, database, gated } = await world(t)
  const shared = { ...gated, tenantConcurrency: 1 }
  const sender = await stage.start('enqueue-only', { jobs: [shared] })
  await sender.transaction(async (tx) => {
    for (let index = 0; index < 300; index += 1) await enqueue(tx, shared, { note: `${index}` }, { tenant: 'flood' })
    for (let index = 0; index < 20; index += 1)
      await enqueue(tx, shared, { note: 'small' }, { tenant: `small ${index}` })
  })
  const packed = await database.db.raw<{ jobs: number }>(PACK, [
    [shared.name],
    'test',
    30,
    [32],
    [1],
    `{"${shared.name}": 1}`,
    '{}',
  ])
  assert.equal(packed.length, 21)
})

test('a process that stands still after its look keeps no other from looking', { skip }, async (t) => {
  const { stage, database, redis, openGate, gated, add, effects } = await world(t)
  openGate()
  const proxy = await startFaultProxy(database.url)
  t.after(() => proxy.close())
  const frozen = await startCarried({ url: proxy.url, redisUrl: redis.url }, 'worker', {
    jobs: [{ ...gated, name: 'demo.other' }],
  })
  t.after(() => frozen.stop(100))
  const worker = await stage.start('worker', { jobs: [gated] })
  await add(worker, 3)
  await until(async () => (await effects()) === 3)
  // Its listener hears of the next job a moment later, and its look has its answer as much later again.
  proxy.delay(HEARS_AFTER_MS)
  await add(worker, 1)
  await until(async () => (await effects()) === 4)
  await sleep(HEARS_AFTER_MS * 1.4)
  const startedMs = monotonicMs()
  await add(worker, 3)
  await until(async () => (await effects()) === 7)
  assert.ok(monotonicMs() - startedMs < HEARS_AFTER_MS / 4, `${monotonicMs() - startedMs} ms`)
  proxy.delay(0)
})

test('what former versions left in Redis is removed, of this installation and nobody else', { skip }, async (t) => {
  const { stage, client, database, gated, openGate, add, effects } = await world(t)
  openGate()
  const [own] = await database.db.raw<{ id: string }>(INSTALLATION)
  assert.ok(own)
  const left = async (prefix: string) => {
    await client.set(`${prefix}:epoch`, 'of then')
    for (let at = 0; at < 3000; at += 1) await client.hset(`${prefix}:demo.gated:${at}`, 'data', '{}')
  }
  await left(`plinth-parcels-${own.id}`)
  await left('plinth-parcels-of-somebody-else')
  const worker = await stage.start('worker', { jobs: [gated] })
  const keys = async (pattern: string) => (await client.keys(pattern)).length
  await until(async () => (await keys(`plinth-parcels-${own.id}*`)) === 0)
  assert.equal(await keys('plinth-parcels-of-somebody-else*'), 3001)
  await add(worker, 3)
  await until(async () => (await effects()) === 3)
})

test('bullmq is loaded only where it carries', { skip }, async () => {
  const program = (carried: string) => `
    import { registerHooks } from 'node:module'
    let loaded = false
    registerHooks({ resolve: (name, context, next) => { loaded ||= name === 'bullmq'; return next(name, context) } })
    await import('${import.meta.dirname}/work.ts')
    ${carried}
    process.stdout.write(String(loaded))`
  const run = async (carried: string) => {
    const args = ['--no-warnings', '--input-type=module', '--eval', program(carried)]
    return (await promisify(execFile)(process.execPath, args)).stdout
  }
  assert.equal(await run(''), 'false')
  assert.equal(await run(`await import('${import.meta.dirname}/bullmq-carrier.ts')`), 'true')
})
