import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { describe, type TestContext, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { enqueue } from '../../server/kernel/jobs/job.ts'
import { until } from '../../server/kernel/jobs/jobs.test-support.ts'
import { CARRIED_POINTS } from '../support/crash-point-names.ts'
import { openCarriedStage } from '../support/job-stage.ts'
import { counted } from '../support/job-worker.ts'
import { seededChance, somePoints } from '../support/ledger-seed.ts'
import { requirement } from '../support/requirements.ts'

const skip = requirement('redis-server').skip
const WATCH = fileURLToPath(new URL('../support/crash-points.ts', import.meta.url))
const WORKER = fileURLToPath(new URL('../support/job-worker.ts', import.meta.url))
const JOBS = 20
const REACHED_MS_MAX = 20_000
/** Longer than a relay takes to find what it may take along. */
const LOOKED_MS = 1500
/** BullMQ gives up who was brought a job and said nothing after 10 s, and looks every 5 s. */
const HELD_MS_MAX = 40_000
const ENQUEUE_MS_MAX = 2000

async function world(t: TestContext) {
  const carriedStage = await openCarriedStage(t, 'integer')
  const { stage, database } = carriedStage
  const job = counted({ careful: true })
  const sender = await stage.start('enqueue-only', { jobs: [job] })
  const add = async (from: number, count = JOBS): Promise<number> => {
    const startedMs = performance.now()
    await sender.transaction(async (tx) => {
      for (let note = from; note < from + count; note += 1) await enqueue(tx, job, { note })
    })
    return performance.now() - startedMs
  }
  /** Notes without an effect, and those with two. */
  const reckon = async (ordered: number) => {
    const rows = await database.db.raw<{ note: number; n: number }>(
      'SELECT note, count(*)::int AS n FROM public.effect GROUP BY note',
    )
    const seen = new Map(rows.map(({ note, n }) => [note, n]))
    const notes = Array.from({ length: ordered }, (_, note) => note)
    return {
      missing: notes.filter((note) => !seen.has(note)),
      doubled: notes.filter((note) => (seen.get(note) ?? 0) > 1),
    }
  }
  return { ...carriedStage, job, add, reckon }
}

type World = Awaited<ReturnType<typeof world>>

/** A worker of its own that kills itself the so manieth time it comes to the point. */
function startDoomed({ database, redis }: World, point: string, passes: number): ChildProcess {
  const doom = { CRASH_AT: point, CRASH_AFTER: String(passes), CRASH_ARMED: 'from the start' }
  return spawn(process.execPath, ['--no-warnings', WORKER, database.url, 'careful', redis.url], {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, NODE_OPTIONS: `--import=${WATCH}`, ...doom },
  })
}

/** As when half a minute has passed, for the workers too: who was not heard of is given up. */
async function letTimePass({ database, letTimePass: carryAgain }: World): Promise<void> {
  await carryAgain()
  await database.db.raw("UPDATE pgboss.job SET heartbeat_on = now() - interval '23 seconds' WHERE state = 'active'")
}

describe('jobs that Redis carries', { skip }, () => {
  for (const point of somePoints(CARRIED_POINTS, seededChance()))
    test(`take effect once when their process ends where ${point}`, async (t) => {
      const chance = seededChance()
      t.diagnostic(`FAULT_SEED=${chance.seed}`)
      const here = await world(t)
      await here.add(0)
      const isLook = point.startsWith('the jobs')
      const child = startDoomed(here, point, isLook ? 0 : Math.floor(chance.next() * 3))
      t.after(() => child.kill('SIGKILL'))
      await Promise.race([once(child, 'exit'), sleep(REACHED_MS_MAX, null, { ref: false })])
      assert.equal(child.signalCode, 'SIGKILL', `not reached: ${point}`)
      assert.ok((await here.reckon(JOBS)).missing.length > 0, 'nothing was left to do')

      const heir = await here.stage.start('worker', { jobs: [here.job] })
      if (point.includes('Redis has none')) {
        await sleep(LOOKED_MS)
        assert.equal((await here.reckon(JOBS)).missing.length, JOBS, 'a mark that holds is what would hide a lost job')
      }
      await letTimePass(here)
      const startedMs = performance.now()
      while ((await here.reckon(JOBS)).missing.length > 0) {
        assert.ok(performance.now() - startedMs < HELD_MS_MAX, `${(await here.reckon(JOBS)).missing} are not done`)
        await sleep(50)
      }
      t.diagnostic(`done after ${Math.round(performance.now() - startedMs)} ms`)
      await heir.jobs.idle()
      assert.deepEqual(await here.reckon(JOBS), { missing: [], doubled: [] })
    })

  test('are taken while Redis is full, and run once each when it has room again', async (t) => {
    const here = await world(t)
    const { client } = here
    const worker = await here.stage.start('worker', { jobs: [here.job] })
    await here.add(0, 200)
    await until(async () => (await here.reckon(200)).missing.length < 180)
    await client.config('SET', 'maxmemory-policy', 'noeviction')
    await client.config('SET', 'maxmemory', '1')
    const tookMs = await here.add(200)
    t.diagnostic(`enqueued in ${Math.round(tookMs)} ms`)
    assert.ok(tookMs < ENQUEUE_MS_MAX, `enqueueing took ${tookMs} ms`)
    await until(() => worker.lines.some((line) => line.includes('they wait in the database')))
    await sleep(LOOKED_MS)
    const ordered = 200 + JOBS
    const { missing } = await here.reckon(ordered)
    t.diagnostic(`${missing.length} wait`)
    assert.ok(missing.length >= JOBS, 'Redis was not full')
    await assert.rejects(client.rpush('naive', 'a job'), /OOM/, 'who keeps jobs in Redis alone could not take this one')

    await client.config('SET', 'maxmemory', '0')
    await until(async () => (await here.reckon(ordered)).missing.length === 0)
    await worker.jobs.idle()
    assert.deepEqual(await here.reckon(ordered), { missing: [], doubled: [] })
    assert.ok(worker.lines.some((line) => line.includes('jobs are carried by Redis again')))
  })
})
