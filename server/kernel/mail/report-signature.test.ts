import assert from 'node:assert/strict'
import { createPublicKey } from 'node:crypto'
import { type TestContext, test } from 'node:test'
import { Webhook } from 'standardwebhooks'
import { setClock } from '../clock.ts'
import { secret } from '../config/secret.ts'
import { isSignedByResend, isSignedBySendgrid, type RequestHeaders } from './report-signature.ts'
import { resendSigner, sendgridSigner } from './reports.test-support.ts'

const event = { type: 'email.bounced', data: {} }

/** The clock stands where it was last put, until the test ends. */
function stoppedClock(t: TestContext) {
  let ms = 0
  t.after(setClock(() => ms))
  return (atMs: number): void => {
    ms = atMs
  }
}

test("a body that Resend signed is taken, by its own library's signature too", () => {
  const resend = resendSigner()
  const { headers, body } = resend.sign(event)
  assert.ok(isSignedByResend(secret(resend.secret), headers, Buffer.from(body)))
  const theirs = new Webhook(resend.secret).sign('msg_1', new Date(), body)
  const timestamp = String(Math.floor(Date.now() / 1000))
  const several = { 'svix-id': 'msg_1', 'svix-timestamp': timestamp, 'svix-signature': `v1,AAAA v1a,x ${theirs}` }
  assert.ok(isSignedByResend(secret(resend.secret), several, Buffer.from(body)))
})

test('Resend: changed bytes, another key, another version or a missing header are not', () => {
  const resend = resendSigner()
  const { headers, body } = resend.sign(event)
  const is = (change: RequestHeaders, bytes = body, key = resend.secret) =>
    isSignedByResend(secret(key), { ...headers, ...change }, Buffer.from(bytes))
  assert.ok(is({}))
  assert.ok(!is({}, JSON.stringify(event, null, 1)))
  assert.ok(!is({}, `${body} `))
  assert.ok(!is({}, body, resendSigner().secret))
  assert.ok(!is({ 'svix-id': 'msg_other' }))
  assert.ok(!is({ 'svix-signature': headers['svix-signature']?.replace('v1,', 'v2,') }))
  assert.ok(!is({ 'svix-signature': 'v1,' }))
  for (const name of Object.keys(headers)) assert.ok(!is({ [name]: undefined }), name)
  for (const name of Object.keys(headers)) assert.ok(!is({ [name]: [headers[name] ?? '', 'x'] }), name)
})

test('Resend: five minutes of age and of haste are borne, no more', (t) => {
  const at = stoppedClock(t)
  const startMs = Date.now()
  const resend = resendSigner()
  const { headers, body } = resend.sign(event, startMs)
  for (const [seconds, taken] of [
    [298, true],
    [302, false],
    [-298, true],
    [-302, false],
    [86_400, false],
  ] as const) {
    at(startMs + seconds * 1000)
    assert.equal(isSignedByResend(secret(resend.secret), headers, Buffer.from(body)), taken, `${seconds} s`)
  }
  const forever = { ...headers, 'svix-timestamp': '99999999999' }
  assert.ok(!isSignedByResend(secret(resend.secret), forever, Buffer.from(body)))
})

/** The key, signature and payload in the tests of SendGrid's own library (sendgrid-nodejs, packages/eventwebhook). */
const published = {
  publicKey:
    'MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEEDr2LjtURuePQzplybdC+u4CwrqDqBaWjcMMsTbhdbcwHBcepxo7yAQGhHPTnlvFYPAZFceEu/1FwCM/QmGUhA==',
  signature: 'MEUCIQCtIHJeH93Y+qpYeWrySphQgpNGNr/U+UyUlBkU6n7RAwIgJTz2C+8a8xonZGi6BpSzoQsbVRamr2nlxFDWYNH2j/0=',
  timestamp: '1588788367',
  payload: JSON.stringify({ category: 'example_payload', event: 'test_event', message_id: 'message_id' }),
}

test('SendGrid: the example of its own library is taken, and not with a byte more', (t) => {
  const key = createPublicKey({ key: Buffer.from(published.publicKey, 'base64'), format: 'der', type: 'spki' })
  const headers = {
    'x-twilio-email-event-webhook-signature': published.signature,
    'x-twilio-email-event-webhook-timestamp': published.timestamp,
  }
  stoppedClock(t)(Number(published.timestamp) * 1000)
  assert.ok(isSignedBySendgrid(key, headers, Buffer.from(published.payload)))
  assert.ok(!isSignedBySendgrid(key, headers, Buffer.from(`${published.payload}\n`)))
})

test('SendGrid: a day of retries is borne; forgeries, other keys and what is from tomorrow are not', (t) => {
  const at = stoppedClock(t)
  const startMs = Date.now()
  at(startMs)
  const sendgrid = sendgridSigner()
  const key = createPublicKey({ key: Buffer.from(sendgrid.publicKey, 'base64'), format: 'der', type: 'spki' })
  const { headers, body } = sendgrid.sign([event], startMs)
  const is = (change: RequestHeaders, bytes = body) =>
    isSignedBySendgrid(key, { ...headers, ...change }, Buffer.from(bytes))
  assert.ok(is({}))
  assert.ok(!is({}, body.replace('bounced', 'bouncee')))
  assert.ok(!is(sendgridSigner().sign([event]).headers))
  assert.ok(!is({ 'x-twilio-email-event-webhook-timestamp': String(Math.floor(startMs / 1000) - 1) }))
  for (const name of Object.keys(headers)) assert.ok(!is({ [name]: undefined }), name)
  for (const garbage of ['', 'AAAA', 'no base64 at all', 'MEUCIQ==']) {
    assert.ok(!is({ 'x-twilio-email-event-webhook-signature': garbage }), garbage)
  }
  for (const [hours, taken] of [
    [25, true],
    [27, false],
    [-1, false],
  ] as const) {
    at(startMs + hours * 3_600_000)
    assert.equal(is({}), taken, `${hours} h`)
  }
})
