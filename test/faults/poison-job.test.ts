import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { describe, type TestContext, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { enqueue } from '../../server/kernel/jobs/job.ts'
import { until } from '../../server/kernel/jobs/jobs.test-support.ts'
import { CARRIERS, openStage, type Stage } from '../support/job-stage.ts'
import { innocent, poison } from '../support/poison-worker.ts'

const WORKER = fileURLToPath(new URL('../support/poison-worker.ts', import.meta.url))
const OTHERS = 200
/** A process that lives so long once it is at work was not ended by the job. */
const LIFE_MS = 6000
const WORKERS_MAX = 5

/** Starts one worker after another, each when the one before it is given up, until one lives; how many were ended. */
async function endedWorkers(t: TestContext, stage: Stage, meanwhile: () => Promise<unknown>): Promise<number> {
  for (let ended = 0; ended < WORKERS_MAX; ended += 1) {
    const given = [stage.database.url, ...(stage.redis === null ? [] : [stage.redis.url])]
    const child = spawn(process.execPath, ['--no-warnings', WORKER, ...given], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    t.after(() => child.kill('SIGKILL'))
    let atWorkMs = Number.POSITIVE_INFINITY
    child.stdout.once('data', () => {
      atWorkMs = performance.now()
    })
    while (child.exitCode === null && child.signalCode === null) {
      if (performance.now() - atWorkMs > LIFE_MS) return ended
      await meanwhile()
      await sleep(100)
    }
    assert.equal(child.signalCode, 'SIGKILL')
    await stage.database.db.raw(
      "UPDATE pgboss.job SET heartbeat_on = now() - interval '23 seconds' WHERE state = 'active'",
    )
  }
  return WORKERS_MAX
}

/** What frees and counts is the same statement for each carrier. */
const [carrier] = CARRIERS

describe('a job that ends its process', () => {
  async function world(t: TestContext) {
    assert.ok(carrier)
    const stage = await openStage(carrier)
    t.after(() => stage.close())
    const { db } = stage.database
    const sender = await stage.start('enqueue-only', { jobs: [poison, innocent] })
    await db.raw('CREATE TABLE public.effect (note integer NOT NULL)')
    await sender.transaction(async (tx) => {
      await enqueue(tx, poison, {})
      for (let note = 0; note < OTHERS; note += 1) await enqueue(tx, innocent, { note })
    })
    /** From the second loss on a job waits up to half a minute. */
    const due = (name: string) =>
      db.raw("UPDATE pgboss.job SET start_after = now() WHERE name = $1 AND state = 'retry'", [name])
    return { stage, db, sender, due }
  }

  test('is in quarantine after three, with its reason, and the others have run once each', async (t) => {
    const { stage, db, sender, due } = await world(t)
    const counted = async () => {
      const [row] = await db.raw<{ n: number; each: number }>(
        'SELECT count(*)::int AS n, count(DISTINCT note)::int AS each FROM public.effect',
      )
      return [row?.n, row?.each]
    }
    assert.equal(await endedWorkers(t, stage, () => due(poison.name)), 3)
    await due(innocent.name)
    await until(async () => (await counted())[1] === OTHERS)
    assert.deepEqual(await counted(), [OTHERS, OTHERS])
    const { items } = await sender.jobs.list({ queue: poison.name, limit: 9 })
    assert.deepEqual(
      items.map(({ state, reason }) => [state, reason]),
      [['quarantined', '3 workers in a row were lost while they ran this job']],
    )
  })

  test('ends one process after the other when nobody counts: the same look finds it', async (t) => {
    const { stage, db, due } = await world(t)
    const forget = async () => {
      await db.raw("UPDATE pgboss.job SET output = NULL WHERE name = $1 AND state = 'retry'", [poison.name])
      await due(poison.name)
    }
    assert.equal(await endedWorkers(t, stage, forget), WORKERS_MAX)
  })
})
