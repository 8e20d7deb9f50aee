import assert from 'node:assert/strict'
import { describe, type TestContext, test } from 'node:test'
import { Type } from 'typebox'
import { CARRIERS, openStage } from '../../../test/support/job-stage.ts'
import { nowMs } from '../clock.ts'
import { enqueue, job, type TenantRate } from './job.ts'
import { until } from './jobs.test-support.ts'
import { jobQueue } from './queues.ts'

const RATE = { starts: 5, seconds: 1 }
/** Between being let through and the first line of the handler. */
const JITTER_MS = 100
const FLOOD = 24

const declared = {
  name: 'demo.paced',
  description: 'A job of this test.',
  data: Type.Object({ tenant: Type.String() }, { additionalProperties: false }),
  attempts: 1,
  backoffSeconds: 0,
  deadlineSeconds: 30,
  idempotentBy: 'nothing',
  concurrency: 8,
}

/** When each job of a flood and of a small tenant began, in two processes. */
async function began(t: TestContext, carrier: (typeof CARRIERS)[number], tenantRate: TenantRate | null) {
  const stage = await openStage(carrier)
  t.after(() => stage.close())
  const starts: { tenant: string; atMs: number; attempt: number }[] = []
  const paced = job({
    ...declared,
    ...(tenantRate === null ? {} : { tenantRate }),
    handle: async ({ attempt }, { tenant }) => void starts.push({ tenant, atMs: nowMs(), attempt }),
  })
  const unit = { jobs: [paced] }
  const processes = [await stage.start('worker', unit), await stage.start('worker', unit)] as const
  const [one] = processes
  const startedMs = nowMs()
  await one.transaction(async (tx) => {
    for (let index = 0; index < FLOOD; index += 1) await enqueue(tx, paced, { tenant: 'flood' }, { tenant: 'flood' })
    for (let index = 0; index < 3; index += 1) await enqueue(tx, paced, { tenant: 'small' }, { tenant: 'small' })
    await enqueue(tx, paced, { tenant: 'nobody' })
  })
  await until(() => starts.length === FLOOD + 4)
  const failed = (await one.jobs.list({ queue: paced.name, limit: 100 })).items.filter(
    ({ state }) => state === 'failed',
  )
  const outcomes = processes.flatMap((each) => each.outcomes.map(({ outcome }) => outcome))
  return { starts, failed, startedMs, outcomes }
}

/** Most starts of the flood within any time of `windowMs`. */
function mostWithin(starts: readonly { tenant: string; atMs: number }[], windowMs: number): number {
  const flood = starts.filter(({ tenant }) => tenant === 'flood').map(({ atMs }) => atMs)
  return Math.max(...flood.map((from) => flood.filter((ms) => ms >= from && ms < from + windowMs).length))
}

for (const carrier of CARRIERS)
  describe(`carried by ${carrier.name}`, { skip: carrier.skip }, () => {
    test('no more of a tenant begin than its rate lets, all get a turn, and others do not wait', async (t) => {
      const { starts, failed, startedMs, outcomes } = await began(t, carrier, RATE)
      assert.ok(mostWithin(starts, RATE.seconds * 1000 - JITTER_MS) <= RATE.starts)
      const others = starts.filter(({ tenant }) => tenant !== 'flood').map(({ atMs }) => atMs - startedMs)
      assert.ok(Math.max(...others) < 3000, `others waited ${Math.max(...others)} ms`)
      assert.deepEqual(failed, [])
      assert.ok(outcomes.includes('put-off'), 'a job with one try had its turn later')
      assert.deepEqual(new Set(starts.map(({ attempt }) => attempt)), new Set([1]))
    })

    test('without a rate the same look sees the flood', async (t) => {
      const { starts } = await began(t, carrier, null)
      assert.ok(mostWithin(starts, RATE.seconds * 1000 - JITTER_MS) > RATE.starts)
    })
  })

test('a rate that cannot be kept is refused at the declaration', () => {
  const handle = async () => undefined
  for (const wrong of [
    { starts: 0, seconds: 1 },
    { starts: 1.5, seconds: 1 },
    { starts: 1001, seconds: 1 },
    { starts: 1, seconds: 0 },
    { starts: 1, seconds: 86_401 },
  ])
    assert.throws(() => jobQueue({ ...declared, tenantRate: wrong, handle }), TypeError)
})
