import assert from 'node:assert/strict'
import { createSecretKey, randomBytes } from 'node:crypto'
import { type TestContext, test } from 'node:test'
import pino from 'pino'
import { testDatabase } from '../../../test/support/database.ts'
import { secret } from '../config/secret.ts'
import { asId } from '../id.ts'
import { ComeBackLater } from '../jobs/job.ts'
import { startProcess, until } from '../jobs/jobs.test-support.ts'
import type { Logger } from '../telemetry/log.ts'
import { createMetrics } from '../telemetry/metrics.ts'
import { parseMailbox } from './address.ts'
import { DeliveryUncertain } from './delivery-uncertain.ts'
import { letter, TOKEN } from './letter.test-support.ts'
import { createMail } from './mail.ts'
import { createMailJob } from './mail-job.ts'
import type { MailTransport } from './transport.ts'

const ada = parseMailbox('Ada <ada@example.org>')
const from = parseMailbox('Plinth <no-reply@example.com>')
const keys = [{ kid: 'e1', key: createSecretKey(randomBytes(32)) }]

/** A provider that knows a message again for 23 hours, and answers as `answers` say. */
async function world(t: TestContext, answers: Error[]) {
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
  let sent = 0
  const transport: MailTransport = {
    ...{ name: 'resend', deduplicatesHours: 23, verify: async () => ({ status: 'pass', observed: 'answers' }) },
    async send() {
      sent += 1
      const answer = answers.shift()
      if (answer !== undefined) throw answer
      return { providerId: null }
    },
    close: async () => undefined,
  }
  const sendJob = createMailJob({ transport, keys, from, replyTo: undefined, metrics })
  const worker = await startProcess(database.url, 'worker', { jobs: [sendJob] })
  t.after(async () => {
    await worker.stop()
    await mail.close()
    await database.close()
  })
  await worker.transaction((tx) => mail.send(tx, ada, letter, { name: 'Ada', token: TOKEN }))
  const row = async () => {
    const [only] = await database.db.raw<{ id: string; state: string }>('SELECT id, state FROM kernel.mail')
    assert.ok(only)
    return only
  }
  return {
    ...{ row, worker, mail, sent: () => sent },
    /** Time passes, and the job is tried again. */
    async passed(time: string): Promise<void> {
      await database.db.raw(`UPDATE kernel.mail SET created_at = created_at - interval '${time}'`)
      await database.db.raw("UPDATE pgboss.job SET start_after = now() WHERE state = 'retry'")
      await worker.jobs.idle()
    },
  }
}

const doubtful = () => new DeliveryUncertain('no answer came')

test('a mail in doubt is repeated while its provider knows it again', async (t) => {
  const { row, passed, sent } = await world(t, [doubtful()])
  await until(async () => sent() === 1 && (await row()).state === 'queued')
  await passed('22 hours')
  assert.deepEqual([(await row()).state, sent()], ['sent', 2])
})

test('a mail in doubt is not repeated once its provider has forgotten it, but by whoever wants that', async (t) => {
  const { row, passed, sent, worker, mail } = await world(t, [doubtful(), new ComeBackLater('too many', 60)])
  await until(async () => sent() === 1 && (await row()).state === 'queued')
  await passed('1 hour')
  await passed('23 hours')
  const { id, state } = await row()
  assert.deepEqual([state, sent()], ['uncertain', 2])
  await worker.transaction((tx) => mail.desk.sendAgain(tx, asId<'mail'>(id)))
  await worker.jobs.idle()
  assert.deepEqual([(await row()).state, sent()], ['sent', 3])
})

test('a mail that was never in doubt is sent whatever its age', async (t) => {
  const { row, passed, sent } = await world(t, [new ComeBackLater('too many', 60)])
  await until(async () => sent() === 1 && (await row()).state === 'queued')
  await passed('23 hours')
  assert.deepEqual([(await row()).state, sent()], ['sent', 2])
})
