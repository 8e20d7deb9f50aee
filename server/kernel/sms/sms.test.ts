import assert from 'node:assert/strict'
import { createSecretKey, randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { testDatabase, testOrigin } from '../../../test/support/database.ts'
import { readMailbox } from '../../../test/support/mailbox.ts'
import { startTwilio, type TwilioStandIn, twilioError } from '../../../test/support/twilio.ts'
import { setClock } from '../clock.ts'
import { secret } from '../config/secret.ts'
import { startProcess } from '../jobs/jobs.test-support.ts'
import { createMetrics } from '../telemetry/metrics.ts'
import { parsePhoneNumber } from './phone-number.ts'
import { createSms, type SmsConfig } from './sms.ts'

const ada = parsePhoneNumber('+49 151 23456789')
const CODE = '493027'
const message = { purpose: 'test.code', text: `Your code is ${CODE}.`, lifetimeSeconds: 600 }

interface SmsRow {
  readonly state: string
  readonly attempts: number
  readonly last_error: string | null
  readonly sealed_message: Buffer | null
}

async function world(t: TestContext, change: Partial<SmsConfig> = {}) {
  const database = await testDatabase()
  const twilio = await startTwilio()
  const metrics = createMetrics('test')
  const folder = await mkdtemp(join(tmpdir(), 'plinth-sms-'))
  const sms = createSms({ db: database.db, config: { ...configOf(twilio, folder), ...change }, metrics })
  const worker = await startProcess(database.url, 'worker', { jobs: [...sms.jobs] })
  t.after(async () => {
    await worker.stop()
    await twilio.close()
    await database.close()
    await rm(folder, { recursive: true })
  })
  return {
    ...{ database, twilio, sms, worker, folder },
    send: (to = ada, ip = '192.0.2.1') =>
      worker.db.transaction({ ...testOrigin, ip }, (tx) => sms.send(tx, to, message)),
    rows: () =>
      database.db.raw<SmsRow>('SELECT state, attempts, last_error, sealed_message FROM kernel.sms ORDER BY id'),
    async backoffPasses() {
      const due = await database.db.raw(
        "UPDATE pgboss.job SET start_after = now() WHERE name = 'sms.send' AND state = 'retry' RETURNING id",
      )
      assert.equal(due.length, 1, 'one job waits for its next try')
      await worker.jobs.idle()
    },
    async counted() {
      const { values } = await metrics.smsMessages.get()
      return Object.fromEntries(values.map(({ labels, value }) => [String(labels.outcome), value]))
    },
  }
}

function configOf(twilio: TwilioStandIn, mailboxDir: string): SmsConfig {
  const { accountSid, authToken, number: from, url } = twilio
  return {
    twilio: { accountSid, authToken: secret(authToken), from, apiBase: new URL(url) },
    mailboxDir,
    development: false,
    encryptionKeys: [{ kid: 'e1', key: createSecretKey(randomBytes(32)) }],
    masterSecret: secret('a secret of a test, long enough to derive keys from'),
    countries: [],
    countryHourlyMax: 200,
  }
}

test('a message is sent once after its commit, and then number and text are gone', async (t) => {
  const here = await world(t)
  assert.equal(await here.send(), true)
  await here.worker.jobs.idle()
  const taken = { to: '+4915123456789', from: here.twilio.number, messagingServiceSid: null, body: message.text }
  assert.deepEqual(here.twilio.messages, [taken])
  assert.deepEqual(await here.rows(), [{ state: 'sent', attempts: 1, last_error: null, sealed_message: null }])
  assert.deepEqual(await here.counted(), { sent: 1 })
  const all = JSON.stringify(await here.database.db.raw('SELECT * FROM kernel.sms, pgboss.job')) + here.worker.lines
  assert.doesNotMatch(all, new RegExp(`${CODE}|15123456789`))
})

test('nothing is sent or counted when the transaction rolls back', async (t) => {
  const here = await world(t)
  await assert.rejects(
    here.worker.transaction(async (tx) => {
      await here.sms.send(tx, ada, message)
      throw new Error('no')
    }),
  )
  await here.worker.jobs.idle()
  assert.deepEqual(here.twilio.requests, [])
  assert.deepEqual(await here.rows(), [])
  assert.deepEqual(await here.database.db.raw('SELECT 1 FROM kernel.sms_count'), [])
})

test('a messaging service is named as such', async (t) => {
  const twilio = await startTwilio()
  t.after(() => twilio.close())
  const { accountSid, authToken, url } = twilio
  const from = `MG${'0'.repeat(32)}`
  const here = await world(t, {
    twilio: { accountSid, authToken: secret(authToken), from, apiBase: new URL(url) },
  })
  await here.send()
  await here.worker.jobs.idle()
  assert.deepEqual(twilio.messages, [{ to: ada.e164, from: null, messagingServiceSid: from, body: message.text }])
})

test('too many requests wait for as long as the provider says, and so does every other message', async (t) => {
  const here = await world(t)
  const { status, body } = twilioError(429, 20429, 'Too Many Requests')
  here.twilio.next({ status, body, headers: { 'retry-after': '300' } })
  await here.send()
  await here.worker.jobs.idle()
  await here.send()
  await here.worker.jobs.idle()
  assert.equal(here.twilio.requests.length, 1)
  assert.deepEqual(
    here.worker.outcomes.map(({ outcome }) => outcome),
    ['put-off', 'put-off'],
  )
  const { items } = await here.worker.jobs.list({ queue: 'sms.send', limit: 10 })
  for (const { startAfter } of items) {
    const waitsMs = startAfter.getTime() - Date.now()
    assert.ok(waitsMs > 240_000 && waitsMs <= 300_000, `${waitsMs} ms`)
  }
  const errors = (await here.rows()).map(({ last_error: error }) => error).sort()
  assert.deepEqual(errors, ['Twilio answered 429, wait 300 s', 'Twilio asked for a pause'])
})

test('faults of the provider are tried again', async (t) => {
  const here = await world(t)
  here.twilio.next(twilioError(500, 20500, 'Internal Server Error'))
  here.twilio.next({ status: 503, body: '<html>' })
  await here.send()
  await here.worker.jobs.idle()
  const errors = []
  for (let tries = 1; tries <= 2; tries += 1) {
    const [row] = await here.rows()
    assert.equal(row?.state, 'queued')
    errors.push(row.last_error)
    await here.backoffPasses()
  }
  assert.deepEqual(errors, ['Twilio answered 500, error 20500', 'Twilio answered 503'])
  assert.equal(here.twilio.messages.length, 1)
  assert.deepEqual(await here.counted(), { deferred: 2, sent: 1 })
})

for (const [how, answer, reason] of [
  ['a cut connection', 'cut', /^Twilio could not be reached: \w+$/],
  ['a gateway that waited in vain', { status: 504, body: '<html>' }, /^Twilio answered 504$/],
] as const)
  test(`after ${how} nobody knows whether a message was taken: it is not sent again, and is gone`, async (t) => {
    const here = await world(t)
    here.twilio.next(answer)
    await here.send()
    await here.worker.jobs.idle()
    const [row] = await here.rows()
    assert.deepEqual([row?.state, row?.attempts, row?.sealed_message], ['uncertain', 1, null])
    assert.match(String(row?.last_error), reason)
    assert.deepEqual(here.worker.outcomes, [{ queue: 'sms.send', outcome: 'completed' }])
    assert.deepEqual([here.twilio.requests.length, await here.counted()], [1, { uncertain: 1 }])
    const finding = await here.sms.health[0]?.run(AbortSignal.timeout(1000))
    assert.match(String(finding?.observed), /0 were not delivered and 1 may not have arrived/)
  })

test('a message is tried again while the provider takes no connections', async (t) => {
  const gone = await startTwilio()
  await gone.close()
  const { accountSid, authToken, number: from, url } = gone
  const here = await world(t, { twilio: { accountSid, authToken: secret(authToken), from, apiBase: new URL(url) } })
  await here.send()
  await here.worker.jobs.idle()
  assert.deepEqual((await here.rows())[0], {
    ...(await here.rows())[0],
    state: 'queued',
    last_error: 'Twilio could not be reached: ECONNREFUSED',
  })
})

test('a worker that ends while it hands a message over leaves it in doubt', async (t) => {
  const here = await world(t)
  here.twilio.next({ status: 503, body: '<html>' })
  await here.send()
  await here.worker.jobs.idle()
  await here.database.db.raw("UPDATE kernel.sms SET state = 'sending'")
  await here.backoffPasses()
  assert.equal((await here.rows())[0]?.state, 'uncertain')
  assert.deepEqual(here.twilio.messages, [])
})

test('a refusal is final, visible as a dead letter, and tells neither number nor text', async (t) => {
  const here = await world(t)
  here.twilio.next(twilioError(400, 21211, `The 'To' number ${ada.e164} is not a valid phone number.`))
  await here.send()
  await here.worker.jobs.idle()
  const [row] = await here.rows()
  assert.equal(row?.state, 'failed')
  assert.equal(row.last_error, 'Twilio answered 400, error 21211')
  assert.equal(here.twilio.requests.length, 1)
  const jobs = await here.database.db.raw<{ state: string }>("SELECT * FROM pgboss.job WHERE name = 'sms.send'")
  assert.equal(jobs[0]?.state, 'failed')
  assert.doesNotMatch(JSON.stringify(jobs) + here.worker.lines, new RegExp(`${CODE}|15123456789`))
  const [finding] = here.sms.health
  assert.equal((await finding?.run(AbortSignal.timeout(1000)))?.status, 'warn')
})

test('what waited past its time is not sent any more', async (t) => {
  const here = await world(t)
  here.twilio.next(twilioError(500, 20500, 'Internal Server Error'))
  await here.send()
  await here.worker.jobs.idle()
  t.after(setClock(() => Date.now() + 601_000))
  await here.backoffPasses()
  assert.equal((await here.rows())[0]?.last_error, 'what it says has expired')
  assert.equal(here.twilio.requests.length, 1)
})

/** How many of the sends were queued; ten at once, as a pool of six connections lets nobody wait long. */
async function queued(sends: readonly (() => Promise<boolean>)[]): Promise<number> {
  let count = 0
  for (let at = 0; at < sends.length; at += 10) {
    const sent = await Promise.all(sends.slice(at, at + 10).map((send) => send()))
    count += sent.filter(Boolean).length
  }
  return count
}

const times = <Value>(many: number, make: (at: number) => Value): Value[] =>
  Array.from({ length: many }, (_, at) => make(at))

test('one number gets five messages an hour, however many are asked for at once', async (t) => {
  const here = await world(t)
  assert.equal(await queued(times(20, (at) => () => here.send(ada, `192.0.2.${at}`))), 5)
  await here.worker.jobs.idle()
  assert.equal(here.twilio.messages.length, 5)
  t.after(setClock(() => Date.now() + 3_601_000))
  assert.equal(await here.send(), true)
})

test('a block of numbers, a network and a country have caps of their own', async (t) => {
  const here = await world(t, { countryHourlyMax: 30 })
  const sendTo = (number: string, ip: string) => () => here.send(parsePhoneNumber(number), ip)
  assert.equal(await queued(times(25, (at) => sendTo(`+37251200${at + 10}`, `198.51.100.${at}`))), 20)
  assert.equal(await queued(times(15, (at) => sendTo(`+33612${at + 10}3456`, '2001:db8::1'))), 10)
  assert.equal(await queued(times(40, (at) => sendTo(`+4366${at + 10}123456`, `203.0.113.${at}`))), 30)
})

test('premium numbers and countries that are not served get nothing', async (t) => {
  const here = await world(t, { countries: ['49'] })
  for (const number of ['+4990012345678', '+14155552671'])
    await assert.rejects(here.send(parsePhoneNumber(number)), { code: 'sms/country-refused' })
  assert.equal(await here.send(), true)
})

test('without an account messages are kept beside the mail in development, and none are sent in production', async (t) => {
  const here = await world(t, { twilio: null, development: true })
  await here.send()
  await here.worker.jobs.idle()
  const [kept] = await readMailbox(here.folder)
  assert.deepEqual([kept?.to.address, kept?.text, kept?.template], [ada.e164, message.text, 'sms.test.code'])
  const off = await world(t, { twilio: null })
  assert.equal(off.sms.enabled, false)
  await assert.rejects(off.send(), { code: 'sms/not-set-up' })
})

test('health says whether the provider takes the credentials', async (t) => {
  const here = await world(t)
  const [finding] = here.sms.health
  assert.equal((await finding?.run(AbortSignal.timeout(1000)))?.status, 'pass')
  const wrong = await world(t, {
    twilio: {
      accountSid: here.twilio.accountSid,
      authToken: secret('wrong'),
      from: here.twilio.number,
      apiBase: new URL(here.twilio.url),
    },
  })
  assert.match((await wrong.sms.health[0]?.run(AbortSignal.timeout(1000)))?.observed ?? '', /answers 401$/)
})
