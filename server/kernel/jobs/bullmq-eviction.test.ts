import assert from 'node:assert/strict'
import { describe, type TestContext, test } from 'node:test'
import { openCarriedStage } from '../../../test/support/job-stage.ts'
import { counted } from '../../../test/support/job-worker.ts'
import { requirement } from '../../../test/support/requirements.ts'
import { secret } from '../config/secret.ts'
import { createRedis } from '../redis/redis.ts'
import { createLog } from '../telemetry/create-log.ts'
import { evictionCheck } from './eviction-check.ts'
import { enqueue } from './job.ts'
import { type JobProcess, until } from './jobs.test-support.ts'

const { log } = createLog({ level: 'silent', format: 'json', version: 'test' }, () => undefined)
const FILLING_BYTES = 4000
/** At its end the load comes in gusts: a Redis that evicts everything at once carries nothing. */
const LOOKS_BETWEEN = 40

/** Jobs that write one row each, and a Redis whose keys this test may lose. */
async function world(t: TestContext) {
  const carriedStage = await openCarriedStage(t, 'integer')
  const { client } = carriedStage
  const job = counted({ careful: true })
  const add = (from: JobProcess, first: number, count: number) =>
    from.transaction(async (tx) => {
      for (let note = first; note < first + count; note += 1) await enqueue(tx, job, { note })
    })
  const keysOf = async (pattern: string) => (await client.keys('*')).filter((key) => new RegExp(pattern).test(key))
  return { ...carriedStage, job, add, keysOf }
}

/** Jobs in Redis that nobody is brought: one process has carried them and is gone. */
async function stranded(t: TestContext) {
  const here = await world(t)
  const { stage, job, add, carried } = here
  const paused = { ...job, concurrency: 1, handle: () => new Promise<void>(() => undefined) }
  const first = await stage.start('worker', { jobs: [paused] })
  await add(first, 0, 30)
  await until(async () => (await carried()) >= 20)
  await first.stop(100)
  return here
}

const EVICTED = {
  'names of parcels without what they hold': /demo\.counted:[0-9a-f-]{36}$/,
  'the list without its parcels': /demo\.counted:wait$/,
  'the mark that there is something': /demo\.counted:marker$/,
  'who is on what': /demo\.counted:(active|stalled|stalled-check)$/,
} as const

describe('a Redis that evicts keys', { skip: requirement('redis-server').skip }, () => {
  for (const [what, pattern] of Object.entries(EVICTED))
    test(`loses no job with ${what}`, async (t) => {
      const { stage, client, job, effects, each, letTimePass, keysOf } = await stranded(t)
      const lost = await keysOf(pattern.source)
      if (what.includes('parcels')) assert.ok(lost.length > 0)
      if (lost.length > 0) await client.del(...lost)
      const worker = await stage.start('worker', { jobs: [job] })
      await letTimePass()
      await until(async () => (await each()) === 30)
      await worker.jobs.idle()
      assert.deepEqual([await each(), await effects()], [30, 30])
    })

  test('under load loses no job and doubles no effect, and health says what is wrong with it', async (t) => {
    const { stage, redis, client, job, add, effects, each, letTimePass } = await world(t)
    const link = createRedis(secret(redis.url), log)
    t.after(() => link.close())
    const health = () => evictionCheck(link).run(AbortSignal.timeout(1000))
    await until(async () => (await health()).observed === 'noeviction')
    assert.equal((await health()).status, 'pass')

    await client.config('SET', 'maxmemory', '2mb', 'maxmemory-policy', 'allkeys-lru')
    const worker = await stage.start('worker', { jobs: [job] })
    let filled = 0
    const filling = Buffer.alloc(FILLING_BYTES, 'x')
    const fill = async (keys: number) => {
      const many = client.pipeline()
      for (let at = 0; at < keys; at += 1, filled += 1) many.set(`cache:${filled}`, filling)
      await many.exec()
    }
    const jobs = 100
    for (let at = 0; at < jobs; at += 20) {
      await add(worker, at, 20)
      await fill(400)
    }
    let looks = 0
    await until(async () => {
      if (looks % LOOKS_BETWEEN === 0) await Promise.all([fill(400), letTimePass()])
      looks += 1
      return (await each()) === jobs
    })
    await worker.jobs.idle()
    assert.deepEqual([await each(), await effects()], [jobs, jobs])
    const evicted = /evicted_keys:(\d+)/.exec(await client.info('stats'))?.[1]
    t.diagnostic(`${evicted} keys evicted`)
    assert.ok(Number(evicted) > filled / 2, 'nothing was evicted')
    const finding = await health()
    assert.deepEqual([finding.status, finding.observed.split(',')[0]], ['warn', 'allkeys-lru'])
    assert.ok(
      worker.lines.some((line) => line.includes('may evict')),
      'and the log of whoever carries by it',
    )
  })
})
