import assert from 'node:assert/strict'
import { fork } from 'node:child_process'
import { createSecretKey, randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import pino from 'pino'
import { type TestDatabase, testDatabase } from '../../../test/support/database.ts'
import { secret } from '../config/secret.ts'
import type { Tx } from '../db/database.ts'
import { type JobProcess, startProcess, until } from '../jobs/jobs.test-support.ts'
import type { Logger } from '../telemetry/log.ts'
import { createMetrics } from '../telemetry/metrics.ts'
import { parseMailbox } from './address.ts'
import { letter, TOKEN } from './letter.test-support.ts'
import { createMail, type Mail, type MailConfig } from './mail.ts'
import { type Receiver, startReceiver } from './smtp-receiver.test-support.ts'

interface MailRow {
  readonly id: string
  readonly state: string
  readonly attempts: number
  readonly last_error: string | null
  readonly subject: string | null
  readonly message_id: string
  readonly blank: boolean
  readonly timed: boolean
}

const ada = parseMailbox('Ada <ada@example.org>')
const key = createSecretKey(randomBytes(32))

interface World {
  readonly mail: Mail
  readonly receiver: Receiver
  readonly worker: JobProcess
  readonly database: TestDatabase
  readonly metrics: ReturnType<typeof createMetrics>
  sendOne(): Promise<void>
}

/** A receiver, the outbox and running jobs, on a database of their own. */
async function world(
  t: TestContext,
  change: { config?: Partial<MailConfig>; receiver?: Receiver } = {},
): Promise<World> {
  const database = await testDatabase()
  const receiver = change.receiver ?? (await startReceiver())
  const metrics = createMetrics('test')
  const mail = createMail({
    db: database.db,
    config: { ...configOf(receiver), ...change.config },
    log: silent,
    metrics,
  })
  const worker = await startProcess(database.url, 'worker', { jobs: [...mail.jobs] })
  t.after(async () => {
    await worker.stop()
    await mail.close()
    await receiver.close()
    await database.close()
  })
  const sendOne = async () => {
    await worker.transaction((tx) => mail.send(tx, ada, letter, { name: 'Ada', token: TOKEN }))
  }
  return { mail, receiver, worker, database, metrics, sendOne }
}

const silent = pino({ level: 'silent' }) as Logger

function configOf(receiver: Receiver): MailConfig {
  return {
    from: parseMailbox('Plinth <no-reply@example.com>'),
    carrier: { kind: 'smtp', url: secret(receiver.url) },
    mailboxDir: '/nonexistent',
    reportKeys: { resend: null, sendgrid: null },
    encryptionKeys: [{ kid: 'e1', key }],
    productName: 'Plinth',
    publicUrl: new URL('https://app.example.com'),
    development: false,
  }
}

async function rows({ database }: Pick<World, 'database'>) {
  return await database.db.raw<MailRow>(
    'SELECT id, state, attempts, last_error, subject, message_id, sealed_message IS NULL AS blank, sent_at IS NOT NULL AS timed FROM kernel.mail ORDER BY id',
  )
}

async function row(here: Pick<World, 'database'>) {
  const [only, ...more] = await rows(here)
  assert.ok(only !== undefined && more.length === 0)
  return only
}

/** As if the backoff were over. */
async function backoffPasses({ database, worker }: World): Promise<void> {
  const due = await database.db.raw(
    "UPDATE pgboss.job SET start_after = now() WHERE name = 'mail.send' AND state = 'retry' RETURNING id",
  )
  assert.equal(due.length, 1, 'one job waits for its next try')
  await worker.jobs.idle()
}

async function counted({ metrics }: World): Promise<Record<string, number>> {
  const { values } = await metrics.mailMessages.get()
  return Object.fromEntries(values.map(({ labels, value }) => [String(labels.outcome), value]))
}

test('a mail queued in a transaction is sent once after its commit, and then holds nothing to open', async (t) => {
  const here = await world(t)
  await here.sendOne()
  await here.worker.jobs.idle()
  assert.equal(here.receiver.received.length, 1)
  assert.deepEqual(here.receiver.received[0]?.to, ['ada@example.org'])
  const { id, message_id, ...sent } = await row(here)
  assert.deepEqual(sent, {
    state: 'sent',
    attempts: 1,
    last_error: null,
    subject: 'Welcome, Ada',
    blank: true,
    timed: true,
  })
  assert.equal(message_id, `<${id}@example.com>`)
  assert.ok(here.receiver.received[0]?.raw.includes(`Message-ID: ${message_id}\r\n`))
  assert.deepEqual(await counted(here), { sent: 1 })
  assert.ok(here.worker.lines.some((line) => line.includes('"mail sent"')))
  assert.ok(!here.worker.lines.join('').includes(TOKEN) && !here.worker.lines.join('').includes('ada@example.org'))
})

test('a mail whose transaction is rolled back is not sent', async (t) => {
  const here = await world(t)
  const failing = async (tx: Tx): Promise<void> => {
    await here.mail.send(tx, ada, letter, { name: 'Ada', token: TOKEN })
    throw new Error('no')
  }
  await assert.rejects(here.worker.transaction(failing), /^Error: no$/)
  await here.worker.jobs.idle()
  assert.deepEqual([await rows(here), here.receiver.received], [[], []])
})

test('a template that fails is found in the transaction of its caller', async (t) => {
  const here = await world(t)
  const broken = {
    ...letter,
    render: () => ({ subject: 's', blocks: [{ kind: 'button', label: 'l', url: 'x' }] as const }),
  }
  await assert.rejects(
    here.worker.transaction((tx) => here.mail.send(tx, ada, broken, { name: 'Ada', token: TOKEN })),
    TypeError,
  )
  assert.deepEqual(await rows(here), [])
})

test('no token is readable in the database while the mail waits', async (t) => {
  const here = await world(t)
  here.receiver.refuse({ at: 'to', code: 451, text: 'later' })
  await here.sendOne()
  await here.worker.jobs.idle()
  const everything = await here.database.db.raw<{ dump: string }>(
    `SELECT m::text AS dump FROM kernel.mail m
     UNION ALL SELECT j::text FROM pgboss.job j WHERE name = 'mail.send'`,
  )
  assert.equal(everything.length, 2)
  for (const { dump } of everything) {
    assert.doesNotMatch(dump, /Welcome|https:/)
    assert.ok(!dump.includes(TOKEN))
    assert.ok(!dump.includes(Buffer.from(TOKEN).toString('hex')))
  }
})

test('a receiver that is down gets the mail once when it is back', async (t) => {
  const gone = await startReceiver()
  await gone.close()
  const here = await world(t, { receiver: gone })
  await here.sendOne()
  await here.worker.jobs.idle()
  const waiting = await row(here)
  assert.deepEqual([waiting.state, waiting.attempts, waiting.blank], ['queued', 1, false])
  assert.match(String(waiting.last_error), /ECONNREFUSED/)

  const back = await startReceiver({ port: gone.port })
  t.after(() => back.close())
  await backoffPasses(here)
  assert.equal(back.received.length, 1)
  const sent = await row(here)
  assert.deepEqual([sent.state, sent.attempts, sent.last_error], ['sent', 2, null])
  assert.deepEqual(await counted(here), { deferred: 1, sent: 1 })
})

test('a greylisted mail (451, then 421) goes out under the same Message-ID when the receiver takes it', async (t) => {
  const here = await world(t)
  here.receiver.refuse({ at: 'to', code: 451, text: 'greylisted' }, { at: 'to', code: 421, text: 'busy' })
  await here.sendOne()
  await here.worker.jobs.idle()
  const { message_id, last_error } = await row(here)
  assert.equal(last_error, '451 greylisted')
  await backoffPasses(here)
  await backoffPasses(here)
  assert.equal(here.receiver.received.length, 1)
  assert.ok(here.receiver.received[0]?.raw.includes(`Message-ID: ${message_id}\r\n`))
  assert.equal((await row(here)).attempts, 3)
})

test('a mailbox that does not exist (550) fails at once with its reason, and its job can be replayed', async (t) => {
  const here = await world(t)
  here.receiver.refuse({ at: 'to', code: 550, text: '5.1.1 no such user ada@example.org' })
  await here.sendOne()
  await here.worker.jobs.idle()
  const failed = await row(here)
  assert.deepEqual([failed.state, failed.attempts, failed.blank], ['failed', 1, false])
  assert.equal(failed.last_error, '550 5.1.1 no such user (address)')
  const { items } = await here.worker.jobs.list({ queue: 'mail.send', state: 'failed', limit: 10 })
  assert.equal(items.length, 1)
  assert.deepEqual(await counted(here), { failed: 1 })

  await here.worker.transaction((tx) => here.worker.jobs.retry(tx, items[0]?.id ?? ''))
  await until(async () => (await row(here)).state === 'sent')
  assert.equal(here.receiver.received.length, 1)
})

test('after a mailbox that does not exist no further mail is tried there but essential ones', async (t) => {
  const here = await world(t)
  here.receiver.refuse({ at: 'to', code: 550, text: '5.1.1 no such user' })
  await here.sendOne()
  await here.worker.jobs.idle()
  await here.sendOne()
  await here.worker.jobs.idle()
  assert.deepEqual(
    (await rows(here)).map(({ state, last_error }) => [state, last_error]),
    [
      ['failed', '550 5.1.1 no such user'],
      ['suppressed', 'bounce'],
    ],
  )
  assert.deepEqual([here.receiver.received, await counted(here)], [[], { failed: 1, suppressed: 1 }])
  const essential = { ...letter, purpose: 'essential' } as const
  await here.worker.transaction((tx) => here.mail.send(tx, ada, essential, { name: 'Ada', token: TOKEN }))
  await here.worker.jobs.idle()
  assert.equal(here.receiver.received.length, 1)
})

test('a name with a header in it is refused before anything is queued', () => {
  const evil = 'x@y.z\r\nBcc: evil@e.com'
  assert.throws(() => parseMailbox(evil), { code: 'mail/bad-address' })
  assert.throws(() => parseMailbox({ address: evil }), { code: 'mail/bad-address' })
  assert.throws(() => parseMailbox({ name: evil, address: 'x@y.z' }), { code: 'mail/bad-address' })
})

test('a line break in data adds no header and no recipient', async (t) => {
  const here = await world(t)
  const name = 'Ada\r\nBcc: evil@e.com\r\n\r\nbody'
  await here.worker.transaction((tx) => here.mail.send(tx, ada, letter, { name, token: TOKEN }))
  await here.worker.jobs.idle()
  assert.deepEqual(here.receiver.received[0]?.to, ['ada@example.org'])
  const head = here.receiver.received[0]?.raw.split('\r\n\r\n')[0] ?? ''
  assert.match(head, /^Subject: Welcome, Ada Bcc: evil@e\.com body$/m)
  assert.doesNotMatch(head, /^Bcc:/m)
})

test('killed after the receiver took the mail and before the row says so: sent again where it may be, with the same Message-ID', {
  timeout: 30_000,
}, async (t) => {
  const taken = Promise.withResolvers<void>()
  const hold = Promise.withResolvers<void>()
  const slow = await startReceiver({
    beforeAnswer: () => {
      taken.resolve()
      return hold.promise
    },
  })
  const here = await world(t, { receiver: slow })
  await here.worker.stop()
  await here.database.db.transaction({ actor: { kind: 'anonymous' }, requestId: 'r' }, (tx) =>
    here.mail.send(tx, ada, { ...letter, repeatable: true }, { name: 'Ada', token: TOKEN }),
  )
  const { id } = await row(here)
  const child = fork(new URL('./mail-child.test-support.ts', import.meta.url), [
    here.database.url,
    slow.url,
    key.export().toString('base64'),
    id,
  ])
  t.after(() => child.kill('SIGKILL'))
  const gone = once(child, 'exit')
  await taken.promise
  child.kill('SIGKILL')
  await gone
  assert.equal((await row(here)).state, 'sending')

  hold.resolve()
  const next = await startProcess(here.database.url, 'worker', { jobs: [...here.mail.jobs] })
  t.after(() => next.stop())
  await next.transaction((tx) => tx.enqueue({ queue: 'mail.send', data: { mailId: id }, options: {} }))
  await until(async () => (await row(here)).state === 'sent')
  const ids = slow.received.map(({ raw }) => /^Message-ID: (.*)\r$/m.exec(raw)?.[1])
  assert.deepEqual(ids, [`<${id}@example.com>`, `<${id}@example.com>`])

  await next.transaction((tx) => tx.enqueue({ queue: 'mail.send', data: { mailId: id }, options: {} }))
  await until(() => next.outcomes.length === 2)
  assert.deepEqual(next.outcomes, Array(2).fill({ queue: 'mail.send', outcome: 'completed' }))
  assert.equal(slow.received.length, 2, 'a mail known to be sent is not sent again')
})

test('a mail under a key that was taken away waits for the key', async (t) => {
  const here = await world(t)
  await here.worker.stop()
  await here.database.db.transaction({ actor: { kind: 'anonymous' }, requestId: 'r' }, (tx) =>
    here.mail.send(tx, ada, letter, { name: 'Ada', token: TOKEN }),
  )
  const { id } = await row(here)
  const rotated = (keys: MailConfig['encryptionKeys']) =>
    createMail({
      db: here.database.db,
      config: { ...configOf(here.receiver), encryptionKeys: keys },
      log: silent,
      metrics: createMetrics('test'),
    })
  const renewed = { kid: 'e2', key: createSecretKey(randomBytes(32)) }
  for (const [keys, state] of [
    [[renewed], 'queued'],
    [[renewed, { kid: 'e1', key }], 'sent'],
  ] as const) {
    const mail = rotated(keys)
    const worker = await startProcess(here.database.url, 'worker', { jobs: [...mail.jobs] })
    await worker.transaction((tx) => tx.enqueue({ queue: 'mail.send', data: { mailId: id }, options: {} }))
    await worker.jobs.idle()
    assert.equal((await row(here)).state, state)
    await worker.stop()
    await mail.close()
  }
})

test('health tells of mail that was not delivered, and of a server that does not answer', async (t) => {
  const here = await world(t)
  const [check] = here.mail.health
  const ask = () => check?.run(AbortSignal.timeout(2000))
  assert.equal(check?.ready, false)
  assert.equal((await ask())?.status, 'pass')

  here.receiver.refuse({ at: 'to', code: 550, text: 'no' })
  await here.sendOne()
  await here.worker.jobs.idle()
  assert.equal((await ask())?.observed, '1 mails of the last day were not delivered')

  await here.database.db.raw("UPDATE kernel.mail SET state = 'queued', created_at = now() - interval '11 minutes'")
  assert.equal((await ask())?.observed, '1 mails wait, the oldest for 11 minutes')

  const gone = await startReceiver()
  await gone.close()
  const elsewhere = createMail({ db: here.database.db, config: configOf(gone), log: silent, metrics: here.metrics })
  assert.equal((await elsewhere.health[0]?.run(AbortSignal.timeout(2000)))?.status, 'fail')
  await elsewhere.close()
})

test('without a mail server mail is kept in files; outside development that is a warning and has no routes', async (t) => {
  const mailboxDir = await mkdtemp(join(tmpdir(), 'plinth-mailbox-'))
  t.after(() => rm(mailboxDir, { recursive: true }))
  const here = await world(t, { config: { carrier: null, mailboxDir } })
  await here.sendOne()
  await here.worker.jobs.idle()
  assert.equal((await row(here)).state, 'sent')
  assert.deepEqual(
    here.mail.routes.map(({ head }) => head.id),
    ['mail.takeReports', 'mail.takeReturned', 'mail.unsubscribePage', 'mail.unsubscribe'],
  )
  const finding = await here.mail.health[0]?.run(AbortSignal.timeout(2000))
  assert.deepEqual(
    [finding?.status, finding?.fix],
    ['warn', 'set SMTP_URL, RESEND_API_KEY or SENDGRID_API_KEY: nobody gets any mail'],
  )
})
