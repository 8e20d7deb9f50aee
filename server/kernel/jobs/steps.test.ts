import assert from 'node:assert/strict'
import { describe, type TestContext, test } from 'node:test'
import { Type } from 'typebox'
import { CARRIERS, openStage } from '../../../test/support/job-stage.ts'
import { enqueue, type JobContext, job } from './job.ts'
import { until } from './jobs.test-support.ts'

async function world(
  t: TestContext,
  carrier: (typeof CARRIERS)[number],
  handle: (context: JobContext) => Promise<void>,
) {
  const stage = await openStage(carrier)
  t.after(() => stage.close())
  const { db } = stage.database
  await db.raw('CREATE TABLE public.effect (step text NOT NULL)')
  const stepwise = job({
    name: 'demo.stepwise',
    description: 'A job of this test.',
    data: Type.Object({}, { additionalProperties: false }),
    attempts: 3,
    backoffSeconds: 0,
    deadlineSeconds: 30,
    idempotentBy: 'its steps',
    handle,
  })
  const worker = await stage.start('worker', { jobs: [stepwise] })
  await worker.transaction((tx) => enqueue(tx, stepwise, {}))
  const only = async () => (await worker.jobs.list({ queue: stepwise.name, limit: 1 })).items[0]
  const effects = async () => (await db.raw<{ step: string }>('SELECT step FROM public.effect')).map(({ step }) => step)
  return { db, worker, stepwise, only, effects, letTimePass: () => db.raw(READY), stage }
}

const READY = "UPDATE pgboss.job SET start_after = now() WHERE state = 'retry'"
const write = (step: string) => async (tx: { raw(text: string, values: unknown[]): Promise<unknown> }) => {
  await tx.raw('INSERT INTO public.effect VALUES ($1)', [step])
}

for (const carrier of CARRIERS)
  describe(`the steps of a job carried by ${carrier.name}`, { skip: carrier.skip }, () => {
    test('are each done once, and what they came to is there for every later try', async (t) => {
      const seen: unknown[] = []
      const { only, effects, letTimePass } = await world(t, carrier, async ({ attempt, step }) => {
        const reserved = await step('reserve', async (tx) => {
          await write('reserve')(tx)
          return { number: attempt, at: new Date(0), nothing: undefined }
        })
        const charged = await step('charge', async (tx) => {
          await write('charge')(tx)
          if (attempt === 1) throw new Error('the first charge fails')
          return [attempt, null]
        })
        const empty = await step('tell', write('tell'))
        seen.push({ reserved, charged, empty })
        if (attempt === 2) throw new Error('the second try fails behind its steps')
      })
      await until(async () => {
        await letTimePass()
        return (await only())?.state === 'completed'
      })
      assert.deepEqual((await effects()).sort(), ['charge', 'reserve', 'tell'])
      const each = { reserved: { number: 1, at: '1970-01-01T00:00:00.000Z' }, charged: [2, null], empty: undefined }
      assert.deepEqual(seen, [each, each])
    })

    test('that come to more than is kept have no effect, and say so', async (t) => {
      const { only, effects, letTimePass } = await world(t, carrier, async ({ step }) => {
        await step('large', async (tx) => {
          await write('large')(tx)
          return 'x'.repeat(70_000)
        })
      })
      await until(async () => {
        await letTimePass()
        return (await only())?.state === 'failed'
      })
      assert.deepEqual(await effects(), [])
      assert.match((await only())?.reason ?? '', /^the result of step large is longer than 65536 bytes/)
    })

    test('of two runs of one try are done by one, and both are given its result', async (t) => {
      const given: number[] = []
      const { only, effects } = await world(t, carrier, async ({ step }) => {
        const both = [1, 2].map((run) =>
          step('one of two', async (tx) => {
            await write('one of two')(tx)
            return run
          }),
        )
        given.push(...(await Promise.all(both)))
      })
      await until(async () => (await only())?.state === 'completed')
      assert.deepEqual(await effects(), ['one of two'])
      assert.equal(new Set(given).size, 1)
      assert.equal(given.length, 2)
    })
  })
