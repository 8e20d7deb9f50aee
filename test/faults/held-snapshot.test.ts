import assert from 'node:assert/strict'
import { describe, type TestContext, test } from 'node:test'
import pg from 'pg'
import { Type } from 'typebox'
import { enqueue, type Job, job } from '../../server/kernel/jobs/job.ts'
import type { JobProcess } from '../../server/kernel/jobs/jobs.test-support.ts'
import { CARRIERS, openStage, type Stage } from '../support/job-stage.ts'

/** Of each measurement, of which the middle one of three counts. */
const JOBS = 300
/** What dies while the transaction is open, and is not cleared away for it. */
const PILE = Number(process.env.FAULT_JOBS ?? 20_000)
/** So many that each take steps over more dead rows than it costs otherwise, on a machine of any speed. */
const PILE_OF_CONTROL = 10_000
const SHARE_LEAST = 0.7

const nothing = job({
  name: 'demo.nothing',
  description: 'A job of this test.',
  data: Type.Object({}, { additionalProperties: false }),
  attempts: 2,
  backoffSeconds: 1,
  deadlineSeconds: 30,
  idempotentBy: 'it does nothing',
  concurrency: 12,
  handle: async () => undefined,
})

/** A transaction whose snapshot is held until it is let go: as a forgotten psql, or a report that takes all night. */
async function holdSnapshot(url: string): Promise<pg.Client> {
  const holder = new pg.Client({ connectionString: url, application_name: 'forgotten' })
  await holder.connect()
  await holder.query('BEGIN ISOLATION LEVEL REPEATABLE READ')
  await holder.query('SELECT count(*) FROM pg_class')
  return holder
}

/** So many a second, the middle one of three. */
async function rateOf(work: (count: number) => Promise<void>): Promise<number> {
  const rates: number[] = []
  for (let round = 0; round < 3; round += 1) {
    const startedMs = performance.now()
    await work(JOBS)
    rates.push((JOBS * 1000) / (performance.now() - startedMs))
  }
  return rates.toSorted((one, other) => one - other)[1] ?? 0
}

/** How much of its rate is left once `pile` were worked off under a held snapshot. */
async function shareLeft(t: TestContext, url: string, queue: Queue): Promise<number> {
  const { work, pile } = queue
  await work(JOBS)
  const before = await rateOf(work)
  const holder = await holdSnapshot(url)
  try {
    await work(pile)
    const after = await rateOf(work)
    t.diagnostic(`${Math.round(before)} a second before, ${Math.round(after)} after ${pile} under a held snapshot`)
    return after / before
  } finally {
    await holder.end()
  }
}

interface Queue {
  readonly work: (count: number) => Promise<void>
  readonly pile: number
}

async function workOff(worker: JobProcess, target: Job, count: number): Promise<void> {
  for (let from = 0; from < count; from += 300) {
    await worker.transaction(async (tx) => {
      for (let index = from; index < Math.min(count, from + 300); index += 1) await enqueue(tx, target, {})
    })
  }
  await worker.jobs.idle()
}

/** A queue as one would write it: the oldest row is taken and deleted. */
function naiveQueue({ database }: Stage): Queue['work'] {
  return async (count) => {
    await database.db.raw(
      'CREATE TABLE IF NOT EXISTS public.naive (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY)',
    )
    await database.db.raw('INSERT INTO public.naive (id) OVERRIDING USER VALUE SELECT generate_series(1, $1::int)', [
      count,
    ])
    const take = `DELETE FROM public.naive WHERE id = (SELECT id FROM public.naive ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED)`
    for (let index = 0; index < count; index += 1) await database.db.raw(take)
  }
}

describe('a transaction that is held open', () => {
  const [carrier] = CARRIERS
  async function open(t: TestContext): Promise<Stage> {
    assert.ok(carrier)
    const stage = await openStage(carrier)
    t.after(() => stage.close())
    return stage
  }

  test('leaves the jobs seven tenths of their pace', async (t) => {
    const stage = await open(t)
    const worker = await stage.start('worker', { jobs: [nothing] })
    const left = await shareLeft(t, stage.database.url, {
      work: (count) => workOff(worker, nothing, count),
      pile: PILE,
    })
    assert.ok(left >= SHARE_LEAST, `${left.toFixed(2)} of the pace is left`)
  })

  test('leaves a queue that deletes what it takes less: the same look finds it', async (t) => {
    const stage = await open(t)
    const left = await shareLeft(t, stage.database.url, { work: naiveQueue(stage), pile: PILE_OF_CONTROL })
    assert.ok(left < SHARE_LEAST, `${left.toFixed(2)} of the pace is left`)
  })
})
