import assert from 'node:assert/strict'
import { describe, type TestContext, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { Type } from 'typebox'
import { CARRIERS, openStage } from '../../../test/support/job-stage.ts'
import { enqueue, type Job, job, PermanentFailure } from './job.ts'
import { until } from './jobs.test-support.ts'

const note = Type.Object({ note: Type.String() }, { additionalProperties: false })
const common = {
  name: 'demo.work',
  description: 'A job of this test.',
  data: note,
  attempts: 3,
  backoffSeconds: 0,
  deadlineSeconds: 30,
  idempotentBy: 'nothing',
}

type Carrier = (typeof CARRIERS)[number]

async function world(t: TestContext, carrier: Carrier, declared: Job<typeof note>) {
  const stage = await openStage(carrier)
  t.after(() => stage.close())
  const start = (role: 'worker' | 'enqueue-only') => stage.start(role, { jobs: [declared] })
  const processes = [await start('worker'), await start('worker')] as const
  const [one, two] = processes
  const add = (text: string, tenant?: string) =>
    one.transaction((tx) => enqueue(tx, declared, { note: text }, tenant === undefined ? {} : { tenant }))
  return { one, two, add, start }
}

for (const carrier of CARRIERS)
  describe(`carried by ${carrier.name}`, { skip: carrier.skip }, () => {
    test('a paused queue ends what runs and starts nothing in any process until it is resumed', async (t) => {
      const ran: string[] = []
      let letGo = () => {}
      const released = new Promise<void>((resolve) => {
        letGo = resolve
      })
      const { one, two, add } = await world(
        t,
        carrier,
        job({
          ...common,
          async handle(_, data) {
            ran.push(data.note)
            if (data.note === 'running') await released
            ran.push(`${data.note} ended`)
          },
        }),
      )
      await add('running')
      await until(() => ran.length === 1)
      assert.equal(await one.transaction((tx) => two.jobs.pause(tx, common.name)), true)
      assert.equal(await one.transaction((tx) => two.jobs.pause(tx, common.name)), false)
      await sleep(2500)
      for (let index = 0; index < 5; index += 1) await add(`later ${index}`)
      await sleep(1500)
      assert.deepEqual(ran, ['running'])
      const queue = async () => (await two.jobs.overview()).find(({ name }) => name === common.name)
      assert.deepEqual([(await queue())?.paused, (await queue())?.ready], [true, 5])
      letGo()
      await one.jobs.idle()
      assert.deepEqual(ran, ['running', 'running ended'])

      assert.equal(await one.transaction((tx) => one.jobs.resume(tx, common.name)), true)
      await until(() => ran.length === 12)
      assert.equal((await queue())?.paused, false)
      await assert.rejects(
        one.transaction((tx) => one.jobs.pause(tx, 'demo.nobody')),
        { code: 'jobs/no-such-queue' },
      )
    })

    test('a queue paused before a process starts is paused for it', async (t) => {
      const ran: string[] = []
      const { one, two, add, start } = await world(
        t,
        carrier,
        job({ ...common, handle: async (_, data) => void ran.push(data.note) }),
      )
      await one.transaction((tx) => one.jobs.pause(tx, common.name))
      await one.jobs.stop(1000)
      await two.jobs.stop(1000)
      await add('x')
      const third = await start('worker')
      await sleep(1500)
      await third.stop()
      assert.deepEqual(ran, [])
    })

    test('redrive gives every failed job of one queue another try', async (t) => {
      let mended = false
      const ran: string[] = []
      const { one, add } = await world(
        t,
        carrier,
        job({
          ...common,
          async handle(_, data) {
            if (!mended) throw new PermanentFailure('the other side is broken')
            ran.push(data.note)
          },
        }),
      )
      for (const text of ['a', 'b', 'c']) await add(text)
      await one.jobs.idle()
      assert.deepEqual(ran, [])
      mended = true
      assert.equal(await one.transaction((tx) => one.jobs.redrive(tx, common.name)), 3)
      await one.jobs.idle()
      assert.deepEqual(ran.toSorted(), ['a', 'b', 'c'])
      assert.equal(await one.transaction((tx) => one.jobs.redrive(tx, common.name)), 0)
    })

    test('a tenant takes no more of a queue than its share, and another is served beside it', async (t) => {
      const running = new Map<string, number>()
      const ended: string[] = []
      let most = 0
      const { one } = await world(
        t,
        carrier,
        job({
          ...common,
          concurrency: 3,
          tenantConcurrency: 2,
          async handle(_, data) {
            const now = (running.get(data.note) ?? 0) + 1
            running.set(data.note, now)
            if (data.note === 'flood') most = Math.max(most, now)
            await sleep(60)
            running.set(data.note, (running.get(data.note) ?? 0) - 1)
            ended.push(data.note)
          },
        }),
      )
      await one.transaction(async (tx) => {
        for (let index = 0; index < 30; index += 1)
          await tx.enqueue({ queue: common.name, data: { note: 'flood' }, options: { tenant: 'a' } })
        for (let index = 0; index < 2; index += 1)
          await tx.enqueue({ queue: common.name, data: { note: 'small' }, options: { tenant: 'b' } })
      })
      await until(() => ended.length === 32)
      assert.equal(most, 2)
      const lastSmall = ended.lastIndexOf('small')
      assert.ok(lastSmall < 15, `the last of the small tenant was number ${lastSmall}`)
      const [listed] = (await one.jobs.list({ queue: common.name, limit: 1 })).items
      assert.ok(['a', 'b'].includes(listed?.tenant ?? ''))
    })
  })
