import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { after, before, describe, test } from 'node:test'
import { startServer, type TestServer } from '../../../test/support/server.ts'
import { systemOrigin } from '../db/actor.ts'
import { parseMailbox } from './address.ts'
import { letter, TOKEN } from './letter.test-support.ts'
import { type Receiver, startReceiver } from './smtp-receiver.test-support.ts'
import type { TemplatePurpose } from './template.ts'

const releases = { news: 'test.releases', title: 'New releases of <b>artists</b>' }
const concerts = { news: 'test.concerts', title: 'Concerts' }
const ONE_CLICK = 'List-Unsubscribe=One-Click'

describe('unsubscribing from news', () => {
  let receiver: Receiver
  let server: TestServer
  before(async () => {
    receiver = await startReceiver()
    server = await startServer({ environment: { SMTP_URL: receiver.url } })
    server.app.mail.declareTemplates([
      { ...letter, name: 'test.releases', purpose: releases },
      { ...letter, name: 'test.concerts', purpose: concerts },
    ])
  })
  after(async () => {
    await server.stop()
    await receiver.close()
  })

  const someone = (): string => `ada.${randomBytes(5).toString('hex')}@example.org`

  /** What the mail ended as, and the path of its link. */
  async function mailTo(address: string, purpose: TemplatePurpose) {
    await server.app.db.transaction(systemOrigin('test', 'test'), (tx) =>
      server.app.mail.send(tx, parseMailbox(address), { ...letter, purpose }, { name: 'Ada', token: TOKEN }),
    )
    await server.jobsIdle()
    const [row] = await server.app.db.raw<{ state: string; last_error: string | null }>(
      'SELECT state, last_error FROM kernel.mail WHERE to_address = $1 ORDER BY id DESC LIMIT 1',
      [address],
    )
    const raw = receiver.received.findLast(({ to }) => to.includes(address))?.raw ?? ''
    const head = raw.slice(0, raw.indexOf('\r\n\r\n')).replace(/\r\n[ \t]+/g, ' ')
    const link = /^List-Unsubscribe: <([^>]+)>\r?$/m.exec(head)?.[1] ?? ''
    return {
      outcome: [row?.state, row?.last_error],
      head,
      path: link.replace(server.config.server.publicUrl.origin, ''),
    }
  }

  const get = (path: string) => server.people.anonymous().get(path)
  const post = (path: string, body = ONE_CLICK, type = 'application/x-www-form-urlencoded') =>
    server.people.anonymous().send(path, { method: 'POST', headers: { 'content-type': type }, body })

  const sent = ['sent', null]
  const suppressed = ['suppressed', 'unsubscribe']

  test('the link names nobody, and only news carries one', async () => {
    const address = someone()
    const { head, path } = await mailTo(address, releases)
    assert.match(head, /^List-Unsubscribe-Post: List-Unsubscribe=One-Click\r?$/m)
    const token = path.split('token=')[1] ?? ''
    assert.ok(token.length > 50 && !Buffer.from(token, 'base64url').toString('latin1').includes('example.org'))
    for (const purpose of ['essential', 'service'] as const)
      assert.doesNotMatch((await mailTo(address, purpose)).head, /List-Unsubscribe/)
  })

  test('a scanner that follows the link ends nothing; the page asks, without script', async () => {
    const address = someone()
    const { path } = await mailTo(address, releases)
    for (let time = 0; time < 3; time += 1) assert.equal((await get(path)).status, 200)
    const { body, headers } = await get(path)
    assert.match(body, /New releases of &lt;b&gt;artists&lt;\/b&gt;/)
    assert.match(body, /<form method="post">/)
    assert.match(
      String(headers.get('content-security-policy')),
      /^default-src 'none'; style-src 'sha256-.*form-action 'self'/,
    )
    assert.equal(headers.get('cache-control'), 'no-store')
    const head = await server.people.anonymous().send(path, { method: 'HEAD' })
    assert.ok(head.status < 500)
    assert.deepEqual((await mailTo(address, releases)).outcome, sent)
  })

  for (const [way, body, type] of [
    ['a form', ONE_CLICK, 'application/x-www-form-urlencoded'],
    [
      'parts',
      '--b\r\nContent-Disposition: form-data; name="List-Unsubscribe"\r\n\r\nOne-Click\r\n--b--\r\n',
      'multipart/form-data; boundary=b',
    ],
  ] as const)
    test(`one click, sent as ${way}, ends that subscription for that address and nothing else`, async () => {
      const address = someone()
      const other = someone()
      const { path } = await mailTo(address, releases)
      for (let time = 0; time < 2; time += 1) {
        const answer = await post(path, body, type)
        assert.equal(answer.status, 200)
        assert.match(answer.body, /Unsubscribed/)
      }
      assert.deepEqual((await mailTo(address, releases)).outcome, suppressed)
      assert.deepEqual((await mailTo(address.replace('ada', 'ADA'), releases)).outcome, suppressed)
      for (const purpose of [concerts, 'service', 'essential'] as const)
        assert.deepEqual((await mailTo(address, purpose)).outcome, sent)
      assert.deepEqual((await mailTo(other, releases)).outcome, sent)
    })

  test('a token that is cut short, changed or of another kind ends nothing', async () => {
    const address = someone()
    const { path } = await mailTo(address, releases)
    const token = path.split('token=')[1] ?? ''
    const bytes = Buffer.from(token, 'base64url')
    bytes.writeUInt8(bytes.readUInt8(bytes.length - 1) ^ 1, bytes.length - 1)
    for (const bad of [token.slice(0, -8), bytes.toString('base64url'), 'AQ', '', 'x'.repeat(900)]) {
      for (const answer of [
        await get(`/api/mail/unsubscribe?token=${bad}`),
        await post(`/api/mail/unsubscribe?token=${bad}`),
      ]) {
        assert.equal(answer.status, 400)
        assert.match(answer.body, /This link does not work/)
      }
    }
    for (const body of ['', 'x', '{}']) assert.equal((await post(path, body)).status, 400)
    assert.equal((await post(path, 'x'.repeat(5000))).status, 413)
    assert.deepEqual((await mailTo(address, releases)).outcome, sent)
  })

  test('an operator sees who ended what, and brings it back', async () => {
    const address = someone()
    const { path } = await mailTo(address, concerts)
    await post(path)
    const { http } = await server.people.signedIn('administrator')
    const { body } = await http.get(`/api/mail/suppressions?address=${address}`)
    const [{ id, ...entry }] = body.items
    assert.deepEqual(
      { ...entry, createdAt: '' },
      {
        ...{ address, scope: 'subscription', subscription: 'test.concerts', reason: 'unsubscribe' },
        ...{ detail: null, mailId: null, createdAt: '' },
      },
    )
    assert.equal((await http.delete(`/api/mail/suppressions/${id}`)).status, 204)
    assert.deepEqual((await mailTo(address, concerts)).outcome, sent)
  })
})
