import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { Redis } from 'ioredis'
import { Type } from 'typebox'
import { CARRIERS, openStage } from '../../../test/support/job-stage.ts'
import { requirement } from '../../../test/support/requirements.ts'
import type { Logger } from '../telemetry/log.ts'
import { enqueue, job } from './job.ts'
import { until } from './jobs.test-support.ts'
import { jobQueue } from './queues.ts'
import { startRelay } from './relay.ts'

const skip = requirement('redis-server').skip
const bullmq = CARRIERS.find(({ name }) => name === 'BullMQ')
/** Long for a look, which takes a few milliseconds. */
const LOOKED_MS = 150

test('Redis is given few jobs that are slow and many that are quick, and more at half of them', { skip }, async (t) => {
  assert.ok(bullmq)
  const stage = await openStage(bullmq)
  t.after(() => stage.close())
  const { database, redis } = stage
  assert.ok(redis)
  const noop = job({
    name: 'demo.relayed',
    description: 'A job of this test.',
    data: Type.Object({ at: Type.Integer() }, { additionalProperties: false }),
    attempts: 1,
    backoffSeconds: 0,
    deadlineSeconds: 60,
    idempotentBy: 'nothing is done',
    handle: async () => undefined,
  })
  const sender = await stage.start('enqueue-only', { jobs: [noop] })
  await sender.transaction(async (tx) => {
    for (let at = 0; at < 300; at += 1) await enqueue(tx, noop, { at })
  })
  await sender.stop()
  await database.db.raw('DELETE FROM kernel.job_carried')

  const client = new Redis(redis.url)
  client.on('error', () => undefined)
  t.after(() => client.disconnect())
  await until(() => client.status === 'ready')
  let parcelMax = 1
  const pushes: string[][] = []
  const relay = startRelay({
    db: database.db,
    log: { info() {}, warn() {} } as unknown as Logger,
    redis: client,
    epochKey: 'relay-test:epoch',
    specs: [jobQueue(noop)],
    parcelMax: () => parcelMax,
    push: async (_, due) => void pushes.push(due.map(({ id }) => id)),
  })
  t.after(() => relay.stop())
  relay.nudge()
  await until(() => pushes.length === 1)
  assert.equal(pushes[0]?.length, 64)

  const brought = pushes[0].slice(0, 32)
  await database.db.raw("UPDATE pgboss.job SET state = 'completed' WHERE id = ANY($1)", [brought])
  await database.db.raw('DELETE FROM kernel.job_carried WHERE job_id = ANY($1)', [brought])
  relay.brought(noop.name, 31)
  await sleep(LOOKED_MS)
  assert.equal(pushes.length, 1, 'more than half of them is there')
  parcelMax = 4
  relay.brought(noop.name, 1)
  await until(() => pushes.length === 2)
  assert.equal(pushes[1]?.length, 4 * 64 - 32)
  assert.equal(new Set(pushes.flat()).size, 64 + 4 * 64 - 32)
})
