import assert from 'node:assert/strict'
import { createSecretKey, randomBytes } from 'node:crypto'
import { type TestContext, test } from 'node:test'
import pino from 'pino'
import { testDatabase } from '../../../test/support/database.ts'
import { secret } from '../config/secret.ts'
import { startProcess, until } from '../jobs/jobs.test-support.ts'
import type { Logger } from '../telemetry/log.ts'
import { createMetrics } from '../telemetry/metrics.ts'
import { parseMailbox } from './address.ts'
import { letter, TOKEN } from './letter.test-support.ts'
import { createMail } from './mail.ts'
import { createMailJob } from './mail-job.ts'
import { outboxState } from './outbox.ts'
import { purgeMailJob } from './purge.job.ts'
import { AddressRefused, type MailTransport } from './transport.ts'

const ada = parseMailbox('Ada <ada@example.org>')
const from = parseMailbox('Plinth <no-reply@example.com>')
const keys = [{ kid: 'e1', key: createSecretKey(randomBytes(32)) }]

/** One mail, and no worker yet. */
async function world(t: TestContext) {
  const database = await testDatabase()
  const metrics = createMetrics('test')
  const mail = createMail({
    db: database.db,
    log: pino({ level: 'silent' }) as Logger,
    metrics,
    config: {
      ...{ from, carrier: { kind: 'smtp', url: secret('smtp://127.0.0.1:9') }, mailboxDir: '/nonexistent' },
      ...{ reportKeys: { resend: null, sendgrid: null }, encryptionKeys: keys, productName: 'Plinth' },
      ...{ publicUrl: new URL('https://app.example.com'), development: false },
    },
  })
  const transport: MailTransport = {
    ...{ name: 'smtp', deduplicatesHours: 0, verify: async () => ({ status: 'pass', observed: 'answers' }) },
    send: async () => {
      throw new AddressRefused('no such person')
    },
    close: async () => undefined,
  }
  const sendJob = createMailJob({ transport, keys, from, replyTo: undefined, metrics })
  const unit = { jobs: [sendJob, purgeMailJob] }
  const sender = await startProcess(database.url, 'enqueue-only', unit)
  t.after(async () => {
    await sender.stop()
    await mail.close()
    await database.close()
  })
  await sender.transaction((tx) => mail.send(tx, ada, letter, { name: 'Ada', token: TOKEN }))
  const row = async () => {
    const [only] = await database.db.raw<{ state: string; last_error: string | null }>(
      'SELECT state, last_error FROM kernel.mail',
    )
    return only
  }
  const [job] = (await sender.jobs.list({ queue: 'mail.send', limit: 1 })).items
  assert.ok(job)
  return { db: database.db, sender, row, jobId: job.id, work: () => startProcess(database.url, 'worker', unit) }
}

test('a mail whose job is cancelled has failed, and nothing waits any more', async (t) => {
  const { db, sender, row, jobId } = await world(t)
  await sender.transaction((tx) => sender.jobs.cancel(tx, jobId))
  assert.deepEqual(await row(), { state: 'failed', last_error: 'somebody cancelled the job' })
  assert.equal((await outboxState(db)).waiting, 0)
})

test('a mail whose workers were lost while they handed it over is in doubt', async (t) => {
  const { db, row, work } = await world(t)
  await db.raw("UPDATE kernel.mail SET state = 'sending'")
  await db.raw(`UPDATE pgboss.job SET state = 'active', heartbeat_on = now() - interval '1 minute',
    output = '{"name": "WorkerLost", "message": "lost", "losses": 2, "begun": 0}' WHERE name = 'mail.send'`)
  const worker = await work()
  t.after(() => worker.stop())
  await until(async () => (await row())?.state !== 'sending')
  assert.deepEqual(await row(), {
    state: 'uncertain',
    last_error: '3 workers in a row were lost while they ran this job',
  })
})

test('what the handler wrote of the end stands', async (t) => {
  const { sender, row, work, jobId } = await world(t)
  const worker = await work()
  t.after(() => worker.stop())
  await until(async () => (await sender.jobs.get(jobId)).state === 'failed')
  assert.deepEqual(await row(), { state: 'failed', last_error: 'no such person' })
})

test('a mail that waits for nobody knows what is given up after a week', async (t) => {
  const { db, sender, row, work } = await world(t)
  await db.raw("DELETE FROM pgboss.job WHERE name = 'mail.send'")
  await db.raw("UPDATE kernel.mail SET created_at = created_at - interval '8 days'")
  await sender.transaction((tx) => tx.enqueue({ queue: purgeMailJob.name, data: {}, options: {} }))
  const worker = await work()
  t.after(() => worker.stop())
  await until(async () => (await row())?.state !== 'queued')
  assert.deepEqual(await row(), { state: 'failed', last_error: 'it waited for 7 days' })
})
