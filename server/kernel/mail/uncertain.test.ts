import assert from 'node:assert/strict'
import { createSecretKey, randomBytes } from 'node:crypto'
import { type TestContext, test } from 'node:test'
import pino from 'pino'
import { testDatabase } from '../../../test/support/database.ts'
import { inSeconds } from '../clock.ts'
import { secret } from '../config/secret.ts'
import { asId } from '../id.ts'
import { startProcess, until } from '../jobs/jobs.test-support.ts'
import type { Logger } from '../telemetry/log.ts'
import { createMetrics } from '../telemetry/metrics.ts'
import { parseMailbox } from './address.ts'
import { forgetRecipient } from './forget.ts'
import { letter, TOKEN } from './letter.test-support.ts'
import { createMail } from './mail.ts'
import { createMailJob } from './mail-job.ts'
import { claimMail } from './outbox.ts'
import { startReceiver } from './smtp-receiver.test-support.ts'
import { createSmtpTransport } from './smtp-transport.ts'

const ANSWER_MS = 300
const ada = parseMailbox('Ada <ada@example.org>')
const from = parseMailbox('Plinth <no-reply@example.com>')
const withLink = letter
const notice = {
  ...letter,
  render: () => ({ subject: 'It was changed', blocks: [{ kind: 'paragraph', text: 'It was changed.' }] as const }),
}

interface Row {
  readonly id: string
  readonly state: string
  readonly attempts: number
  readonly last_error: string | null
  readonly blank: boolean
}

/** An outbox whose mail server takes mail and says nothing, until it is told to answer. */
async function silentServer(t: TestContext) {
  const database = await testDatabase()
  const never = Promise.withResolvers<void>()
  let isSilent = true
  const receiver = await startReceiver({ beforeAnswer: async () => void (isSilent && (await never.promise)) })
  const metrics = createMetrics('test')
  const keys = [{ kid: 'e1', key: createSecretKey(randomBytes(32)) }]
  const mail = createMail({
    db: database.db,
    log: pino({ level: 'silent' }) as Logger,
    metrics,
    config: {
      from,
      carrier: { kind: 'smtp', url: secret(receiver.url) },
      mailboxDir: '/nonexistent',
      reportKeys: { resend: null, sendgrid: null },
      encryptionKeys: keys,
      productName: 'Plinth',
      publicUrl: new URL('https://app.example.com'),
      development: false,
    },
  })
  const transport = createSmtpTransport(receiver.server, ANSWER_MS)
  const sendJob = createMailJob({ transport, keys, from, replyTo: undefined, metrics })
  const worker = await startProcess(database.url, 'worker', { jobs: [sendJob] })
  t.after(async () => {
    never.resolve()
    await worker.stop()
    await transport.close()
    await mail.close()
    await receiver.close()
    await database.close()
  })
  return {
    ...{ database, mail, metrics, worker },
    messageIds: () => receiver.received.map(({ raw }) => /^Message-ID: (.*)\r$/m.exec(raw)?.[1]),
    answer: () => {
      isSilent = false
    },
    async send(template: typeof letter): Promise<Row> {
      await worker.transaction((tx) => mail.send(tx, ada, template, { name: 'Ada', token: TOKEN }))
      await worker.jobs.idle()
      return await this.row()
    },
    async row(): Promise<Row> {
      const [only, ...more] = await database.db.raw<Row>(
        'SELECT id, state, attempts, last_error, sealed_message IS NULL AS blank FROM kernel.mail',
      )
      assert.ok(only !== undefined && more.length === 0)
      return only
    },
    async waitingJobs(): Promise<number> {
      const due = await database.db.raw(
        "UPDATE pgboss.job SET start_after = now() WHERE name = 'mail.send' AND state = 'retry' RETURNING id",
      )
      return due.length
    },
  }
}

async function counted(metrics: ReturnType<typeof createMetrics>) {
  const { values } = await metrics.mailMessages.get()
  return Object.fromEntries(values.map(({ labels, value }) => [String(labels.outcome), value]))
}

test('a mail with a link that may have been taken is in doubt and not sent again, until an operator wants it', async (t) => {
  const here = await silentServer(t)
  const { id, ...left } = await here.send(withLink)
  assert.deepEqual(left, { state: 'uncertain', attempts: 1, last_error: 'Timeout', blank: false })
  assert.deepEqual(here.worker.outcomes, [{ queue: 'mail.send', outcome: 'completed' }])
  assert.equal(await here.waitingJobs(), 0)
  assert.deepEqual(await counted(here.metrics), { uncertain: 1 })
  const finding = await here.mail.health[0]?.run(AbortSignal.timeout(2000))
  assert.deepEqual(
    [finding?.status, finding?.observed],
    ['warn', 'of 1 mails of the last day nobody knows whether they arrived'],
  )
  const { items } = await here.mail.desk.listMail({ state: 'uncertain' })
  assert.deepEqual(
    items.map((item) => [item.id, item.reason]),
    [[id, 'Timeout']],
  )

  await here.worker.transaction((tx) => tx.enqueue({ queue: 'mail.send', data: { mailId: id }, options: {} }))
  await until(() => here.worker.outcomes.length === 2)
  assert.deepEqual([here.messageIds().length, (await here.row()).state], [1, 'uncertain'])

  here.answer()
  await here.worker.transaction((tx) => here.mail.desk.sendAgain(tx, asId<'mail'>(id)))
  await until(async () => (await here.row()).state === 'sent')
  assert.deepEqual(here.messageIds(), Array(2).fill(`<${id}@example.com>`))
  await assert.rejects(
    here.worker.transaction((tx) => here.mail.desk.sendAgain(tx, asId<'mail'>(id))),
    { code: 'mail/not-uncertain' },
  )
})

test('a mail with nothing to open that may have been taken is sent again under the same Message-ID', async (t) => {
  const here = await silentServer(t)
  const { id, ...left } = await here.send(notice)
  assert.deepEqual(left, { state: 'queued', attempts: 1, last_error: 'Timeout', blank: false })
  here.answer()
  assert.equal(await here.waitingJobs(), 1)
  await until(async () => (await here.row()).state === 'sent')
  assert.deepEqual(here.messageIds(), Array(2).fill(`<${id}@example.com>`))
})

test('a mail with a link is sent again where its template says so: nobody can ask for another', async (t) => {
  const here = await silentServer(t)
  const left = await here.send({ ...withLink, repeatable: true })
  assert.equal(left.state, 'queued')
  assert.equal(await here.waitingJobs(), 1)
})

test('a mail that is given up after a try in doubt is uncertain and not failed', async (t) => {
  const here = await silentServer(t)
  await here.send(notice)
  await here.database.db.raw("UPDATE pgboss.job SET retry_limit = retry_count + 1 WHERE name = 'mail.send'")
  assert.equal(await here.waitingJobs(), 1)
  await until(async () => (await here.row()).state === 'uncertain')
  assert.equal(here.messageIds().length, 2)
})

test('what an erased person was sent in doubt is gone with them', async (t) => {
  const here = await silentServer(t)
  assert.equal((await here.send(withLink)).state, 'uncertain')
  await here.worker.transaction((tx) => forgetRecipient(tx, 'ADA@example.org'))
  const { state, blank } = await here.row()
  assert.deepEqual([state, blank], ['suppressed', true])
})

test('with a carrier that sends nothing twice, a retried job sends a mail in doubt', async (t) => {
  const here = await silentServer(t)
  const { id } = await here.send(withLink)
  const mailId = asId<'mail'>(id)
  assert.equal(await claimMail(here.database.db, mailId, null), null)
  assert.equal(await claimMail(here.database.db, mailId, inSeconds(60)), null)
  assert.equal((await claimMail(here.database.db, mailId, inSeconds(-60)))?.id, id)
})

test('a worker that ends while it hands a mail over leaves it in doubt', async (t) => {
  const here = await silentServer(t)
  await here.send(withLink)
  await here.database.db.raw("UPDATE kernel.mail SET state = 'sending'")
  const { id } = await here.row()
  await here.worker.transaction((tx) => tx.enqueue({ queue: 'mail.send', data: { mailId: id }, options: {} }))
  await until(async () => (await here.row()).state === 'uncertain')
  assert.equal((await here.row()).last_error, 'the worker that handed it over ended before an answer came')
  assert.equal(here.messageIds().length, 1)
})
