import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Type } from 'typebox'
import { testDatabase } from '../../../test/support/database.ts'
import { startFaultProxy } from '../../../test/support/fault-proxy.ts'
import { startRedis } from '../../../test/support/redis.ts'
import { requirement } from '../../../test/support/requirements.ts'
import { monotonicMs } from '../clock.ts'
import { enqueue, job } from './job.ts'
import { startCarried, until } from './jobs.test-support.ts'

const { skip } = requirement('redis-server')

test('a Redis whose host was lost without a word costs jobs seconds', { skip }, async (t) => {
  const database = await testDatabase()
  const redis = await startRedis()
  const proxy = await startFaultProxy(redis.url)
  const ran: string[] = []
  const carried = job({
    name: 'demo.carried',
    description: 'A job of this test.',
    data: Type.Object({ note: Type.String() }, { additionalProperties: false }),
    attempts: 3,
    backoffSeconds: 0,
    deadlineSeconds: 60,
    idempotentBy: 'nothing',
    handle: async (_, { note }) => void ran.push(note),
  })
  const worker = await startCarried({ url: database.url, redisUrl: proxy.url }, 'worker', { jobs: [carried] })
  t.after(async () => {
    await worker.stop()
    await proxy.close()
    await redis.stop()
    await database.close()
  })
  const add = (note: string) => worker.transaction((tx) => enqueue(tx, carried, { note }))
  await add('before')
  await until(() => ran.length === 1)
  // What is open stays so and brings nothing; a new connection reaches the host that took over.
  proxy.stall()
  await add('after')
  const startedMs = monotonicMs()
  const runs = async () => ran.includes('after') || monotonicMs() - startedMs > 60_000
  await until(runs).catch(() => until(runs))
  assert.deepEqual(ran, ['before', 'after'])
})
