import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parseDeliveryStatus } from './delivery-status.ts'
import { notification, type Told } from './returned.test-support.ts'

const parse = (text: string) => parseDeliveryStatus(Buffer.from(text))
const kindOf = async (...told: Told[]) => (await parse(notification(told)))?.kind

test('a failure for good that speaks of the address is a bounce, its words without addresses', async () => {
  const said = 'smtp; 550 5.1.1 <ada@example.org>: Recipient address rejected:\r\n    User unknown'
  assert.deepEqual(await parse(notification([{ said }])), {
    kind: 'bounce',
    status: '5.1.1',
    detail: '5.1.1 smtp; 550 5.1.1 <(address)>: Recipient address rejected: User unknown',
  })
  for (const status of [
    '5.1.0',
    '5.1.2',
    '5.1.3',
    '5.1.6',
    '5.1.10',
    '5.2.0',
    '5.2.1',
    '5.4.4',
    '5.1.1 (no such user)',
  ])
    assert.equal(await kindOf({ status }), 'bounce', status)
})

test('a failure that speaks of the mail, of policy or of the hour is recorded and no bounce', async () => {
  for (const status of [
    '5.7.1',
    '5.7.26',
    '5.2.2',
    '5.2.3',
    '5.3.4',
    '5.6.1',
    '5.1.8',
    '5.4.7',
    '4.4.1',
    '4.2.2',
    '2.0.0',
  ])
    assert.equal(await kindOf({ status }), 'soft-bounce', status)
  for (const status of ['4.4.1', '5.1.1']) assert.equal(await kindOf({ action: 'delayed', status }), 'soft-bounce')
})

test('a failure without an enhanced code is a bounce when the reply means no such mailbox', async () => {
  assert.equal(await kindOf({ status: '5.0.0', said: 'smtp; 550 no such user' }), 'bounce')
  assert.equal(await kindOf({ status: '5.0.0', said: 'smtp; 554 blocked' }), 'soft-bounce')
  assert.equal(await kindOf({ status: '5.0.0', said: 'x-unix; 550' }), 'soft-bounce')
})

test('what went well is told as such', async () => {
  for (const action of ['delivered', 'relayed', 'expanded', 'Delivered (to mailbox)'])
    assert.equal(await kindOf({ action, status: '2.0.0' }), null, action)
})

test('an address that stands for several is bounced when all of them are', async () => {
  assert.equal(await kindOf({}, { status: '5.1.2' }), 'bounce')
  assert.equal(await kindOf({}, { action: 'delivered', status: '2.0.0' }), 'soft-bounce')
  assert.equal(await kindOf({}, { status: '5.7.1' }), 'soft-bounce')
})

test('the part is read in the encodings that mail knows, and by its name for other alphabets', async () => {
  const fields = 'Reporting-MTA: dns; mx\r\n\r\nAction: failed\r\nStatus: 5.1.1\r\n'
  const encoded = notification([{}]).replace(
    /Content-Type: message\/delivery-status.*?(?=--B42)/s,
    `Content-Type: message/delivery-status\r\nContent-Transfer-Encoding: base64\r\n\r\n${Buffer.from(fields).toString('base64')}\r\n`,
  )
  assert.deepEqual(await parse(encoded), { kind: 'bounce', status: '5.1.1', detail: '5.1.1' })
  const global = notification([{}], { part: 'message/global-delivery-status' })
  assert.equal((await parse(global))?.kind, 'bounce')
  assert.equal((await parse(notification([{}]).replaceAll('\r\n', '\n')))?.kind, 'bounce')
})

test('anything else is not read', async () => {
  const holiday =
    'From: ada@example.org\r\nSubject: Away\r\nAuto-Submitted: auto-replied\r\n\r\nStatus: 5.1.1\r\nAction: failed\r\n'
  const returned = notification([{}]).replace('report-type=delivery-status', 'report-type=feedback-report')
  const inside = notification([], { part: 'message/rfc822' }).replace('Reporting-MTA', 'Content-Type')
  for (const text of [
    ...['', 'garbage', '\0'.repeat(5000), holiday, returned, inside],
    notification([]),
    notification([{ status: '5.1' }]),
    notification([{ status: '3.1.1' }]),
    notification([{ status: '5.1.1.1' }]),
    notification([{ action: 'exploded' }]),
    notification([{}, { status: '' }]),
    notification([{}], { type: 'multipart/mixed' }),
    notification([{}], { part: 'text/plain' }),
    `Content-Type: multipart/report; report-type=delivery-status; boundary=x\r\n\r\n${'--x\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n'.repeat(500)}`,
  ])
    assert.equal(await parse(text), null, text.slice(0, 400))
})
