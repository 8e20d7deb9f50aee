import assert from 'node:assert/strict'
import { createSecretKey, randomBytes } from 'node:crypto'
import { type TestContext, test } from 'node:test'
import { testDatabase } from '../../../test/support/database.ts'
import { secret } from '../config/secret.ts'
import { startProcess, until } from '../jobs/jobs.test-support.ts'
import { createMetrics } from '../telemetry/metrics.ts'
import { parsePhoneNumber } from './phone-number.ts'
import { createSms } from './sms.ts'
import { purgeSmsJob } from './sms-job.ts'

const ada = parsePhoneNumber('+49 151 23456789')
const message = { purpose: 'test.code', text: 'Your code is 493027.', lifetimeSeconds: 600 }

/** One message, and no worker yet. */
async function world(t: TestContext) {
  const database = await testDatabase()
  const metrics = createMetrics('test')
  const account = { accountSid: `AC${'0'.repeat(32)}`, authToken: secret('token'), from: '+15005550006' }
  const sms = createSms({
    ...{ db: database.db, metrics },
    config: {
      twilio: { ...account, apiBase: new URL('http://127.0.0.1:9') },
      ...{ mailboxDir: '/nonexistent', development: false },
      encryptionKeys: [{ kid: 'e1', key: createSecretKey(randomBytes(32)) }],
      masterSecret: secret('a secret of a test, long enough to derive keys from'),
      ...{ countries: [], countryHourlyMax: 200 },
    },
  })
  const unit = { jobs: [...sms.jobs] }
  const sender = await startProcess(database.url, 'enqueue-only', unit)
  t.after(async () => {
    await sender.stop()
    await database.close()
  })
  await sender.transaction((tx) => sms.send(tx, ada, message))
  const row = async () => {
    const [only] = await database.db.raw<{ state: string; last_error: string | null; gone: boolean }>(
      'SELECT state, last_error, sealed_message IS NULL AS gone FROM kernel.sms',
    )
    return only
  }
  const counted = async () =>
    (await metrics.smsMessages.get()).values.map(({ labels, value }) => [labels.outcome, value])
  const [job] = (await sender.jobs.list({ queue: 'sms.send', limit: 1 })).items
  assert.ok(job)
  const work = async () => {
    const worker = await startProcess(database.url, 'worker', unit)
    t.after(() => worker.stop())
  }
  return { db: database.db, sender, row, counted, jobId: job.id, work }
}

test('a message whose job is cancelled has failed', async (t) => {
  const { sender, row, counted, jobId } = await world(t)
  await sender.transaction((tx) => sender.jobs.cancel(tx, jobId))
  assert.deepEqual(await row(), { state: 'failed', last_error: 'somebody cancelled the job', gone: false })
  assert.deepEqual(await counted(), [['failed', 1]])
})

test('a message whose workers were lost while they handed it over is in doubt, and gone', async (t) => {
  const { db, row, counted, work } = await world(t)
  await db.raw("UPDATE kernel.sms SET state = 'sending'")
  await db.raw(`UPDATE pgboss.job SET state = 'active', heartbeat_on = now() - interval '1 minute',
    output = '{"name": "WorkerLost", "message": "lost", "losses": 2, "begun": 0}' WHERE name = 'sms.send'`)
  await work()
  await until(async () => (await row())?.state !== 'sending')
  const last_error = '3 workers in a row were lost while they ran this job'
  assert.deepEqual(await row(), { state: 'uncertain', last_error, gone: true })
  await until(async () => (await counted()).length > 0)
  assert.deepEqual(await counted(), [['uncertain', 1]])
})

test('a message that waits for nobody knows what is given up a day after it expired', async (t) => {
  const { db, sender, row, work } = await world(t)
  await db.raw("DELETE FROM pgboss.job WHERE name = 'sms.send'")
  const purge = () => sender.transaction((tx) => tx.enqueue({ queue: purgeSmsJob.name, data: {}, options: {} }))
  await work()
  await db.raw("UPDATE kernel.sms SET expires_at = expires_at - interval '25 hours'")
  await purge()
  await until(async () => (await row())?.state !== 'queued')
  assert.deepEqual(await row(), {
    ...{ state: 'failed', gone: false },
    last_error: 'it waited for a day after it had expired',
  })
})
