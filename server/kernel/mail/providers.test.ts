import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import sendgridMail from '@sendgrid/mail'
import type { StandInAnswer } from '../../../test/support/http-stand-in.ts'
import { resendError, startResend } from '../../../test/support/resend.ts'
import { sendgridError, startSendgrid } from '../../../test/support/sendgrid.ts'
import { secret } from '../config/secret.ts'
import { ComeBackLater, PermanentFailure } from '../jobs/job.ts'
import { parseMailbox } from './address.ts'
import { outgoing } from './outgoing.test-support.ts'
import { createResendTransport } from './resend-transport.ts'
import { createSendgridTransport } from './sendgrid-transport.ts'
import { MAIL_ID_TAG } from './transport.ts'

/** What is used of Resend's client. NOTE: its types bring React's, which declare a DOM that the browser tests have not. */
interface ResendClient {
  readonly emails: {
    send(mail: unknown, options: { idempotencyKey: string }): Promise<{ data: { id: string } | null; error: unknown }>
  }
}
const { Resend } = (await import('resend' as string)) as {
  Resend: new (key: string, options: { baseUrl: string }) => ResendClient
}

const headers = { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' }

async function resendWorld(t: TestContext, change: { apiKey?: string } = {}) {
  const standIn = await startResend()
  t.after(() => standIn.close())
  const apiKey = change.apiKey ?? standIn.apiKey
  const transport = createResendTransport({ apiKey: secret(apiKey), apiBase: new URL(standIn.url) })
  return { standIn, transport }
}

async function sendgridWorld(t: TestContext, scopes?: readonly string[]) {
  const standIn = await startSendgrid(scopes)
  t.after(() => standIn.close())
  const transport = createSendgridTransport({ apiKey: secret(standIn.apiKey), apiBase: new URL(standIn.url) })
  return { standIn, transport }
}

const message = outgoing({ replyTo: parseMailbox('Help <help@example.com>') })

test("a mail to Resend is the request that Resend's own client makes", async (t) => {
  const { standIn, transport } = await resendWorld(t)
  const { providerId } = await transport.send(message)
  const client = new Resend(standIn.apiKey, { baseUrl: standIn.url })
  const { data, error } = await client.emails.send(
    {
      from: '"Plinth" <no-reply@example.com>',
      to: ['ada@example.org'],
      ...{ subject: message.subject, html: message.html, text: message.text, headers },
      replyTo: ['help@example.com'],
      tags: [{ name: MAIL_ID_TAG, value: message.id }],
    },
    { idempotencyKey: message.id },
  )
  assert.equal(error, null)
  const [ours, theirs] = standIn.requests
  assert.deepEqual([ours?.method, ours?.path, ours?.body], [theirs?.method, theirs?.path, theirs?.body])
  for (const name of ['authorization', 'idempotency-key', 'content-type'] as const)
    assert.equal(ours?.headers[name], theirs?.headers[name], name)
  assert.equal(data?.id, providerId, 'their repetition of our mail is known to be one')
  assert.equal(standIn.emails.length, 1)
})

test("a mail to SendGrid is the request that SendGrid's own client makes", async (t) => {
  const { standIn, transport } = await sendgridWorld(t)
  const { providerId } = await transport.send(message)
  assert.match(String(providerId), /^[\w-]{20,}$/)
  sendgridMail.setApiKey(standIn.apiKey)
  const { client } = sendgridMail as unknown as { client: { setDefaultRequest(name: string, value: string): void } }
  client.setDefaultRequest('baseUrl', standIn.url)
  await sendgridMail.send({
    from: { email: 'no-reply@example.com', name: 'Plinth' },
    personalizations: [
      { to: { email: 'ada@example.org', name: 'Ada Lovelace' }, customArgs: { [MAIL_ID_TAG]: message.id } },
    ],
    replyTo: { email: 'help@example.com', name: 'Help' },
    ...{ subject: message.subject, text: message.text, html: message.html },
    headers: { 'Message-ID': message.messageId, ...headers },
    trackingSettings: {
      clickTracking: { enable: false, enableText: false },
      openTracking: { enable: false },
      subscriptionTracking: { enable: false },
      ganalytics: { enable: false },
    },
  })
  const [ours, theirs] = standIn.requests
  assert.deepEqual([ours?.method, ours?.path, ours?.body], [theirs?.method, theirs?.path, theirs?.body])
  assert.equal(ours?.headers.authorization, theirs?.headers.authorization)
  assert.equal(standIn.mails.length, 2)
})

test('what is not the fault of the mail is tried again, what is its fault is not', async (t) => {
  const { standIn: resend, transport: byResend } = await resendWorld(t)
  const { standIn: sendgrid, transport: bySendgrid } = await sendgridWorld(t)
  const outcomeOf = async (transport: typeof byResend, answer: StandInAnswer): Promise<string> => {
    const standIn = transport === byResend ? resend : sendgrid
    standIn.next(answer)
    return await transport.send(outgoing()).then(
      () => 'sent',
      (error: unknown) => (error instanceof PermanentFailure ? 'refused' : 'again'),
    )
  }
  for (const [status, name, outcome] of [
    [400, 'validation_error', 'refused'],
    [401, 'missing_api_key', 'again'],
    [403, 'invalid_api_key', 'again'],
    [403, 'validation_error', 'again'],
    [404, 'not_found', 'again'],
    [409, 'invalid_idempotent_request', 'refused'],
    [409, 'concurrent_idempotent_requests', 'again'],
    [422, 'validation_error', 'refused'],
    [422, 'invalid_from_address', 'again'],
    [500, 'internal_server_error', 'again'],
    [503, 'service_unavailable', 'again'],
  ] as const)
    assert.equal(await outcomeOf(byResend, resendError(status, name, 'no')), outcome, `Resend ${status} ${name}`)
  for (const [status, outcome] of [
    [400, 'refused'],
    [401, 'again'],
    [403, 'again'],
    [406, 'again'],
    [413, 'refused'],
    [500, 'again'],
    [503, 'again'],
  ] as const)
    assert.equal(await outcomeOf(bySendgrid, sendgridError(status, 'no')), outcome, `SendGrid ${status}`)
  for (const transport of [byResend, bySendgrid])
    assert.equal(await outcomeOf(transport, { status: 502, body: 'a gateway' }), 'again')
})

test('after a 429 no request is made until the provider said so, by any mail', async (t) => {
  const { standIn, transport } = await resendWorld(t)
  for (const [status, after, seconds] of [
    [503, '7', 7],
    [429, new Date(Date.now() + 20_000).toUTCString(), 20],
    [429, '100000', 3600],
    [429, 'soon', 30],
  ] as const) {
    const own = createResendTransport({ apiKey: secret(standIn.apiKey), apiBase: new URL(standIn.url) })
    standIn.next({ ...resendError(status, 'rate_limit_exceeded', 'no'), headers: { 'retry-after': after } })
    const waits = async (): Promise<number> => {
      const error: unknown = await own.send(outgoing()).catch((thrown: unknown) => thrown)
      assert.ok(error instanceof ComeBackLater, after)
      return error.seconds
    }
    const before = standIn.requests.length
    for (const waited of [await waits(), await waits()])
      assert.ok(waited <= seconds && waited >= seconds - 2, `${after}: ${waited} s`)
    assert.equal(standIn.requests.length, before + 1)
  }
  await transport.send(outgoing())
  assert.equal(standIn.emails.length, 1)
})

test('a key that is wrong, or may not send, is found before a mail is', async (t) => {
  const wrong = await resendWorld(t, { apiKey: 're_wrong' })
  assert.deepEqual((await wrong.transport.verify()).status, 'fail')
  const { standIn, transport } = await resendWorld(t)
  standIn.next(resendError(401, 'restricted_api_key', 'This API key is restricted to only send emails'))
  assert.equal((await transport.verify()).status, 'pass')
  const reader = await sendgridWorld(t, ['stats.read'])
  const finding = await reader.transport.verify()
  assert.match(finding.observed, /^127\.0\.0\.1:\d+ knows the key, which may not send$/)
  await standIn.close()
  assert.match((await transport.verify()).observed, /: Resend could not be reached: (?:ECONNREFUSED|UND_ERR_SOCKET)$/)
})
