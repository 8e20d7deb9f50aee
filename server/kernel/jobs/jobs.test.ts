import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { Type } from 'typebox'
import type { TestDatabase } from '../../../test/support/database.ts'
import { CARRIERS, openStage, type Stage } from '../../../test/support/job-stage.ts'
import { monotonicMs } from '../clock.ts'
import type { Tx } from '../db/database.ts'
import { eventType } from '../db/events.ts'
import { asId } from '../id.ts'
import { subscribe } from '../unit.ts'
import { enqueue, job, PermanentFailure } from './job.ts'
import { type JobProcess, until } from './jobs.test-support.ts'

const input = Type.Object({ note: Type.String({ maxLength: 40 }) }, { additionalProperties: false })
const common = {
  description: 'A job of this test.',
  data: input,
  attempts: 2,
  backoffSeconds: 0,
  deadlineSeconds: 5,
  idempotentBy: 'the job id',
}

/** Every row tells of one effect that was committed. */
async function addEffect(tx: Tx, who: string): Promise<void> {
  await tx.raw('INSERT INTO public.effect (who) VALUES ($1)', [who])
}

const store = job({
  ...common,
  name: 'demo.store',
  concurrency: 4,
  async handle(context, { note }) {
    await context.once((tx) => addEffect(tx, note))
  },
})

const flakyAttempts: number[] = []
let failuresLeft = 0
const flaky = job({
  ...common,
  name: 'demo.flaky',
  async handle(context, { note }) {
    flakyAttempts.push(context.attempt)
    await context.once((tx) => addEffect(tx, `${note}-first`), 'first')
    failuresLeft -= 1
    if (failuresLeft >= 0) throw new Error('the other side said no', { cause: new Error('port 25 closed') })
    await context.once((tx) => addEffect(tx, `${note}-second`), 'second')
  },
})

const hopeless = job({
  ...common,
  name: 'demo.hopeless',
  attempts: 9,
  async handle() {
    throw new PermanentFailure('the address does not exist')
  },
})

const slow = job({
  ...common,
  name: 'demo.slow',
  attempts: 1,
  deadlineSeconds: 1,
  async handle({ signal }) {
    await sleep(20_000, undefined, { signal, ref: false })
  },
})

const chained = job({
  ...common,
  name: 'demo.chained',
  async handle(context, data) {
    await context.once((tx) => enqueue(tx, store, data))
  },
})

const happened = eventType('demo.thing.happened', 'Something happened.', input)
const unit = {
  jobs: [store, flaky, hopeless, slow, chained],
  subscriptions: [
    subscribe(happened, 'demo.on-happened-one', (tx, { note }) => addEffect(tx, `one:${note}`)),
    subscribe(happened, 'demo.on-happened-two', (tx, { note }) => addEffect(tx, `two:${note}`)),
  ],
}

for (const carrier of CARRIERS)
  describe(`jobs carried by ${carrier.name}`, { skip: carrier.skip }, () => {
    let stage: Stage
    let database: TestDatabase
    let running: JobProcess

    before(async () => {
      flakyAttempts.length = 0
      stage = await openStage(carrier)
      database = stage.database
      await database.db.raw('CREATE TABLE public.effect (who text NOT NULL)')
      running = await stage.start('worker', unit)
    })
    after(() => stage.close())

    async function effects(like: string): Promise<string[]> {
      const rows = await database.db.raw<{ who: string }>(
        'SELECT who FROM public.effect WHERE who LIKE $1 ORDER BY who',
        [like],
      )
      return rows.map((row) => row.who)
    }
    const onlyJob = async (queue: string) => {
      const { items } = await running.jobs.list({ queue, limit: 10 })
      assert.equal(items.length, 1)
      return running.jobs.get(items[0]?.id ?? '')
    }
    const idle = () => running.jobs.idle()

    test('a committed job runs and a rolled back one never exists', async () => {
      const failed = running.transaction(async (tx) => {
        await enqueue(tx, store, { note: 'rolled-back' })
        throw new Error('no commit')
      })
      await assert.rejects(failed, /no commit/)
      assert.equal((await running.jobs.list({ queue: store.name, limit: 10 })).items.length, 0)

      await running.transaction((tx) => enqueue(tx, store, { note: 'committed' }))
      await idle()
      assert.deepEqual(await effects('%ed%'), ['committed'])
      const done = await onlyJob(store.name)
      assert.equal(done.state, 'completed')
      assert.equal(done.reason, null)
    })

    test('a commit wakes a worker at once', async () => {
      const startedMs = monotonicMs()
      for (let index = 0; index < 8; index += 1) {
        await running.transaction((tx) => enqueue(tx, store, { note: 'wake' }))
        await idle()
      }
      assert.ok(monotonicMs() - startedMs < 3000, `8 jobs in turn took ${monotonicMs() - startedMs} ms`)
    })

    test('wrong data, an unknown job and a wrong event are refused where they are written', async () => {
      const attempt = (work: (tx: Tx) => Promise<void>) => running.transaction(work)
      await assert.rejects(
        attempt((tx) => tx.enqueue({ queue: store.name, data: { note: 7 }, options: {} })),
        /demo\.store was enqueued with wrong data: data\/note must be string/,
      )
      await assert.rejects(
        attempt((tx) => tx.enqueue({ queue: store.name, data: { note: 'x', more: 1 }, options: {} })),
        /additional properties/,
      )
      await assert.rejects(
        attempt((tx) => tx.enqueue({ queue: 'demo.nobody', data: {}, options: {} })),
        /no unit declares the job demo\.nobody/,
      )
      await assert.rejects(
        attempt((tx) => tx.publish(happened, {} as { note: string })),
        /demo\.thing\.happened was published with wrong data/,
      )
      assert.deepEqual(await database.db.raw('SELECT 1 FROM kernel.event'), [])
    })

    test('a failing job is tried again with its first step kept, fails visibly and can be retried by hand', async () => {
      failuresLeft = 2
      await running.transaction((tx) => enqueue(tx, flaky, { note: 'flaky' }))
      await until(async () => (await onlyJob(flaky.name)).state === 'failed')
      const failed = await onlyJob(flaky.name)
      assert.equal(failed.attempt, 2)
      assert.equal(failed.attempts, 2)
      assert.equal(failed.reason, 'the other side said no, caused by: port 25 closed')
      assert.match(failed.failure?.stack ?? '', /jobs\.test\.ts/)
      assert.deepEqual(failed.data, { note: 'flaky' })
      assert.deepEqual(await effects('flaky-%'), ['flaky-first'])
      assert.deepEqual(
        running.outcomes.filter((entry) => entry.queue === flaky.name).map((entry) => entry.outcome),
        ['retried', 'dead'],
      )
      const [listed] = await running.jobs.overview().then((all) => all.filter((queue) => queue.name === flaky.name))
      assert.equal(listed?.failed, 1)

      await running.transaction((tx) => running.jobs.retry(tx, failed.id))
      await idle()
      assert.equal((await onlyJob(flaky.name)).state, 'completed')
      assert.deepEqual(await effects('flaky-%'), ['flaky-first', 'flaky-second'])
      assert.deepEqual(flakyAttempts, [1, 2, 3])
      await assert.rejects(
        running.transaction((tx) => running.jobs.retry(tx, failed.id)),
        { code: 'jobs/not-failed' },
      )
      const nobody = '00000000-0000-7000-8000-000000000000'
      await assert.rejects(running.jobs.get(nobody), { code: 'jobs/not-found' })
      await assert.rejects(
        running.transaction((tx) => running.jobs.retry(tx, nobody)),
        { code: 'jobs/not-found' },
      )
    })

    test('a permanent failure uses no further attempts', async () => {
      await running.transaction((tx) => enqueue(tx, hopeless, { note: 'x' }))
      await idle()
      const failed = await onlyJob(hopeless.name)
      assert.deepEqual([failed.state, failed.attempt, failed.reason], ['failed', 1, 'the address does not exist'])
    })

    test('a handler past its deadline gets its signal aborted and the job says so', async () => {
      await running.transaction((tx) => enqueue(tx, slow, { note: 'x' }))
      await idle()
      const failed = await onlyJob(slow.name)
      assert.deepEqual([failed.state, failed.reason], ['failed', 'the deadline of 1 s has passed'])
    })

    test('an event is stored and reaches each subscriber once', async () => {
      await running.transaction((tx) => tx.publish(happened, { note: 'e1' }))
      await idle()
      assert.deepEqual(await effects('%:e1'), ['one:e1', 'two:e1'])
      const events = await database.db.raw('SELECT name, data, request_id, actor FROM kernel.event')
      assert.deepEqual(events, [
        { name: 'demo.thing.happened', data: { note: 'e1' }, request_id: 'request-1', actor: 'system:test' },
      ])
      const rolledBack = running.transaction(async (tx) => {
        await tx.publish(happened, { note: 'e2' })
        throw new Error('no commit')
      })
      await assert.rejects(rolledBack, /no commit/)
      await idle()
      assert.deepEqual(await effects('%:e2'), [])
      assert.equal((await database.db.raw('SELECT 1 FROM kernel.event')).length, 1)
    })

    test('what a job enqueues is put down to whoever began the chain, without address or browser', async () => {
      const userId = asId<'user'>('01890000-0000-7000-8000-000000000001')
      const actor = {
        kind: 'user',
        userId,
        sessionId: asId<'session'>(userId),
        permissions: new Set<string>(),
      } as const
      const origin = { actor, requestId: 'request-2', ip: '203.0.113.7', userAgent: 'secret-browser' }
      await running.db.transaction(origin, (tx) => enqueue(tx, chained, { note: 'chained' }))
      await idle()
      const { items } = await running.jobs.list({ queue: store.name, limit: 1 })
      const { origin: kept, data } = await running.jobs.get(items[0]?.id ?? '')
      assert.deepEqual(data, { note: 'chained' })
      assert.deepEqual([kept?.actor, kept?.requestId], [`user:${userId}`, 'request-2'])
      assert.match(kept?.traceparent ?? '', /^00-[0-9a-f]{32}-[0-9a-f]{16}-00$/)
      const stored = await database.db.raw('SELECT data::text FROM pgboss.job')
      assert.doesNotMatch(JSON.stringify(stored), /203\.0\.113\.7|secret-browser/)
    })

    test('a second job of a waiting key is not added, and the waiting one starts after the transaction that asked again', async () => {
      await running.transaction((tx) => enqueue(tx, store, { note: 'keyed-a' }, { key: 'k', delaySeconds: 0.2 }))
      await running.transaction(async (tx) => {
        await enqueue(tx, store, { note: 'keyed-b' }, { key: 'k' })
        await sleep(300)
        await running.transaction((other) => enqueue(other, store, { note: 'wakes-the-workers' }))
        await until(async () => (await effects('wakes-%')).length > 0)
        assert.deepEqual(await effects('keyed-%'), [])
      })
      await until(async () => (await effects('keyed-%')).length > 0)
      await running.transaction((tx) => enqueue(tx, store, { note: 'keyed-c' }, { key: 'k' }))
      await idle()
      assert.deepEqual(await effects('keyed-%'), ['keyed-a', 'keyed-c'])
    })

    test('a delayed job runs when its time has come, not before, and can be cancelled until then', async () => {
      const startedMs = monotonicMs()
      await running.transaction((tx) => enqueue(tx, store, { note: 'later' }, { delaySeconds: 1 }))
      await running.transaction((tx) => enqueue(tx, store, { note: 'never' }, { delaySeconds: 1 }))
      const queued = await running.jobs.list({ queue: store.name, state: 'queued', limit: 10 })
      const details = await Promise.all(queued.items.map(({ id }) => running.jobs.get(id)))
      const never = details.find(({ data }) => (data as { note: string }).note === 'never')
      await running.transaction((tx) => running.jobs.cancel(tx, never?.id ?? ''))
      await until(async () => (await effects('later')).length > 0)
      const tookMs = monotonicMs() - startedMs
      assert.ok(tookMs >= 1000 && tookMs < 6000, `took ${tookMs} ms`)
      assert.deepEqual(await effects('never'), [])
      await assert.rejects(
        running.transaction((tx) => running.jobs.cancel(tx, never?.id ?? '')),
        { code: 'jobs/already-ended' },
      )
    })

    test('500 jobs of one transaction are done in a few seconds', { timeout: 30_000 }, async () => {
      await running.transaction(async (tx) => {
        for (let index = 0; index < 500; index += 1) await enqueue(tx, store, { note: `bulk-${index}` })
      })
      const startedMs = monotonicMs()
      await idle()
      assert.ok(monotonicMs() - startedMs < 20_000, `took ${monotonicMs() - startedMs} ms`)
      assert.equal((await effects('bulk-%')).length, 500)
    })

    test('the list gives every job once, newest first, page by page', async () => {
      const all = await running.jobs.list({ queue: store.name, state: 'completed', limit: 1000 })
      const seen: string[] = []
      let cursor: string | undefined
      do {
        const page = await running.jobs.list({
          queue: store.name,
          state: 'completed',
          limit: 97,
          ...(cursor === undefined ? {} : { cursor }),
        })
        seen.push(...page.items.map((item) => item.id))
        cursor = page.nextCursor ?? undefined
      } while (cursor !== undefined)
      assert.ok(seen.length >= 500)
      assert.deepEqual(
        seen,
        all.items.map((item) => item.id),
      )
      await assert.rejects(running.jobs.list({ limit: 1, cursor: 'abc' }), { code: 'jobs/bad-cursor' })
    })

    test('two units cannot declare one name', async () => {
      assert.throws(() => running.jobs.declare({ jobs: [store] }), /two jobs or subscribers are named demo\.store/)
    })
  })
