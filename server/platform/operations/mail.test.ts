import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, describe, test } from 'node:test'
import type { Person } from '../../../test/support/people.ts'
import { startServer, type TestServer } from '../../../test/support/server.ts'
import { type Receiver, startReceiver } from '../../kernel/mail/smtp-receiver.test-support.ts'

const noSuchMailbox = { at: 'to', code: 550, text: '5.1.1 no such user' } as const

describe('mail over HTTP, for operators', () => {
  let receiver: Receiver
  let server: TestServer
  let administrator: Person
  let cuts = 0
  before(async () => {
    receiver = await startReceiver({
      beforeAnswer: async () => {
        if (cuts > 0) receiver.cut()
        cuts -= 1
      },
    })
    server = await startServer({ environment: { SMTP_URL: receiver.url } })
    administrator = await server.people.signedIn('administrator')
  })
  after(async () => {
    await server.stop()
    await receiver.close()
  })

  /** Somebody whose mail server refused a mail for good, and the entry that this left. */
  async function bounced() {
    const { email } = await server.people.signedIn()
    receiver.refuse(noSuchMailbox)
    await server.people.anonymous().post('/api/auth/forgot-password', { email })
    await server.jobsIdle()
    const { body } = await administrator.http.get(`/api/mail/suppressions?address=${email.toUpperCase()}`)
    assert.equal(body.items.length, 1)
    return { email, entry: body.items[0] }
  }

  test('an entry shows whom, why and by which mail, and is found by its reason', async () => {
    const { email, entry } = await bounced()
    const { id, createdAt, mailId, ...shown } = entry
    assert.deepEqual(shown, {
      ...{ address: email, scope: 'ordinary', subscription: null, reason: 'bounce', detail: '550 5.1.1 no such user' },
    })
    assert.ok(Math.abs(Date.parse(createdAt) - Date.now()) < 60_000)
    const byReason = async (reason: string) =>
      (await administrator.http.get(`/api/mail/suppressions?reason=${reason}`)).body.items.map(
        (one: { id: string }) => one.id,
      )
    assert.ok((await byReason('bounce')).includes(id))
    assert.deepEqual(await byReason('complaint'), [])
    const { body } = await administrator.http.get('/api/mail?state=failed')
    const mail = body.items.find((one: { id: string }) => one.id === mailId)
    assert.deepEqual(
      { ...mail, createdAt: '' },
      {
        ...{ id: mailId, to: email, template: 'identity.reset', purpose: 'essential', state: 'failed', attempts: 1 },
        ...{ reason: '550 5.1.1 no such user', reported: null, createdAt: '', sentAt: null },
      },
    )
  })

  test('lists go page by page', async () => {
    await bounced()
    await bounced()
    const first = (await administrator.http.get('/api/mail/suppressions?limit=1')).body
    const second = (await administrator.http.get(`/api/mail/suppressions?limit=1&cursor=${first.nextCursor}`)).body
    assert.equal(second.items.length, 1)
    assert.notEqual(first.items[0].id, second.items[0].id)
    assert.ok(first.items[0].createdAt >= second.items[0].createdAt)
    assert.equal((await administrator.http.get('/api/mail?cursor=x')).status, 400)
  })

  test('an operator takes an entry away, which is recorded without the address', async () => {
    const { email, entry } = await bounced()
    const path = `/api/mail/suppressions/${entry.id}`
    assert.equal((await administrator.http.delete(path)).status, 204)
    assert.equal((await administrator.http.get(`/api/mail/suppressions?address=${email}`)).body.items.length, 0)
    const records = await server.app.db.raw(
      'SELECT action, actor_id, details FROM audit.record WHERE subject_id = $1',
      [entry.id],
    )
    const details = { reason: 'bounce', scope: 'ordinary', subscription: null }
    assert.deepEqual(records, [{ action: 'mail.suppression-removed', actor_id: administrator.id, details }])
    assert.deepEqual((await administrator.http.delete(path)).body.code, 'mail/no-such-suppression')
  })

  test('a mail in doubt is sent once more by whoever manages mail, once, which is recorded', async () => {
    const { email } = await server.people.signedIn()
    cuts = 1
    await server.people.anonymous().post('/api/auth/forgot-password', { email })
    await server.jobsIdle()
    const [mail, ...more] = (await administrator.http.get('/api/mail?state=uncertain')).body.items
    assert.deepEqual([mail.to, mail.template, mail.sentAt, more], [email, 'identity.reset', null, []])
    const path = `/api/mail/${mail.id}/send-again`
    const reviewer = await server.people.signedIn('reviewer')
    assert.equal((await reviewer.http.post(path)).body.code, 'http/denied')
    assert.equal((await server.people.anonymous().post(path)).status, 401)

    assert.equal((await administrator.http.post(path)).status, 204)
    await server.jobsIdle()
    assert.equal((await administrator.http.get('/api/mail?state=uncertain')).body.items.length, 0)
    assert.equal((await administrator.http.post(path)).body.code, 'mail/not-uncertain')
    assert.equal((await administrator.http.post(`/api/mail/${randomUUID()}/send-again`)).status, 404)
    const resets = receiver.received.filter(({ to, raw }) => to.includes(email) && raw.includes('password'))
    const ids = resets.map(({ raw }) => /^Message-ID: (.*)\r$/m.exec(raw)?.[1]).filter((id) => id?.includes(mail.id))
    assert.equal(ids.length, 2)
    const records = await server.app.db.raw('SELECT action, actor_id FROM audit.record WHERE subject_id = $1', [
      mail.id,
    ])
    assert.deepEqual(records, [{ action: 'mail.sent-again', actor_id: administrator.id }])
  })

  test('every template shows its sample as text, and as HTML that only the console may frame', async () => {
    const { items } = (await administrator.http.get('/api/mail/templates')).body
    assert.ok(items.length > 20)
    for (const { name, languages, subject, purpose } of items) {
      assert.ok(subject.length > 3 && languages[0] === 'en', name)
      assert.ok(['essential', 'service', 'news'].includes(purpose))
      const { status, body } = await administrator.http.get(`/api/mail/templates/${name}?language=${languages.at(-1)}`)
      assert.equal(status, 200)
      assert.deepEqual(Object.keys(body).sort(), ['languages', 'name', 'purpose', 'subject', 'subscription', 'text'])
      const { headers, body: html } = await administrator.http.get(`/api/mail/templates/${name}/html`)
      assert.match(html, /^<!doctype html>/)
      assert.equal(headers.get('x-frame-options'), 'SAMEORIGIN')
      assert.match(
        String(headers.get('content-security-policy')),
        /^default-src 'none'; .*frame-ancestors 'self'; sandbox; style-src 'unsafe-inline'$/,
      )
    }
    const missing = await administrator.http.get('/api/mail/templates/no.such')
    assert.equal(missing.body.code, 'mail/no-such-template')
    assert.equal((await administrator.http.get('/api/mail/templates/no.such/html')).status, 404)
  })

  test('nobody else sees or changes anything', async () => {
    const { entry } = await bounced()
    const reviewer = await server.people.signedIn('reviewer')
    const template = '/api/mail/templates/identity.reset'
    const paths = ['/api/mail', '/api/mail/suppressions', '/api/mail/templates', template, `${template}/html`]
    for (const path of paths) {
      assert.equal((await reviewer.http.get(path)).body.code, 'http/denied', path)
      assert.equal((await server.people.anonymous().get(path)).status, 401, path)
    }
    for (const id of [entry.id, randomUUID()]) {
      assert.equal((await reviewer.http.delete(`/api/mail/suppressions/${id}`)).body.code, 'http/denied')
      assert.equal((await server.people.anonymous().delete(`/api/mail/suppressions/${id}`)).status, 401)
    }
    const { body } = await administrator.http.get(`/api/mail/suppressions?address=${entry.address}`)
    assert.equal(body.items.length, 1)
  })
})
