import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { after, before, beforeEach, describe, test } from 'node:test'
import { type ResendStandIn, startResend } from '../../../test/support/resend.ts'
import { startServer, type TestServer } from '../../../test/support/server.ts'
import { systemOrigin } from '../db/actor.ts'
import { parseMailbox } from './address.ts'
import { letter, TOKEN } from './letter.test-support.ts'
import {
  permanentBounce,
  resendEvent,
  resendSigner,
  type SignedRequest,
  sendgridEvent,
  sendgridSigner,
} from './reports.test-support.ts'
import { MAIL_ID_TAG } from './transport.ts'

const resendSide = resendSigner()
const sendgridSide = sendgridSigner()

describe('reports of what became of mail', () => {
  let resend: ResendStandIn
  let server: TestServer
  before(async () => {
    resend = await startResend()
    server = await startServer({
      environment: {
        RESEND_API_KEY: resend.apiKey,
        RESEND_API_BASE: resend.url,
        RESEND_WEBHOOK_SECRET: resendSide.secret,
        SENDGRID_WEBHOOK_PUBLIC_KEY: sendgridSide.publicKey,
      },
    })
  })
  after(async () => {
    await server.stop()
    await resend.close()
  })
  beforeEach(() => server.jobsIdle())

  const raw = <Row extends Record<string, unknown>>(text: string, values: unknown[] = []) =>
    server.app.db.raw<Row>(text, values)

  /** Sends a mail to `address`; its id, and what state it ended in. */
  async function mailTo(address: string, purpose: 'essential' | 'service' = 'service') {
    const template = { ...letter, purpose }
    await server.app.db.transaction(systemOrigin('test', 'test'), (tx) =>
      server.app.mail.send(tx, parseMailbox(address), template, { name: 'Ada', token: TOKEN }),
    )
    await server.jobsIdle()
    const [newest] = await raw<{ id: string; state: string; last_error: string | null }>(
      'SELECT id, state, last_error FROM kernel.mail WHERE to_address = $1 ORDER BY id DESC LIMIT 1',
      [address],
    )
    assert.ok(newest)
    return { id: newest.id, outcome: [newest.state, newest.last_error] }
  }

  const someone = (): string => `ada.${randomBytes(5).toString('hex')}@example.org`

  async function told(provider: string, { headers, body }: SignedRequest): Promise<[number, string | undefined]> {
    const answer = await server.people
      .anonymous()
      .send(`/api/mail/webhooks/${provider}`, { method: 'POST', headers, body })
    await server.jobsIdle()
    return [answer.status, answer.body.code]
  }

  const taken = [204, undefined]
  const byResend = (event: unknown) => told('resend', resendSide.sign(event))
  const bySendgrid = (events: unknown) => told('sendgrid', sendgridSide.sign(events))
  const entries = (address: string) =>
    raw('SELECT address, scope, reason, detail FROM kernel.mail_suppression WHERE address = $1', [address])
  const written = async () => {
    const [counts] = await raw(
      `SELECT (SELECT count(*) FROM kernel.mail_webhook)::int AS webhooks, (SELECT count(*) FROM kernel.mail_report)::int AS reports,
         (SELECT count(*) FROM kernel.mail_suppression)::int AS suppressions`,
    )
    return counts
  }

  test('mail goes to the provider with its id on it', async () => {
    const { id, outcome } = await mailTo(someone())
    assert.deepEqual(outcome, ['sent', null])
    assert.deepEqual(resend.emails.at(-1)?.tags, [{ name: MAIL_ID_TAG, value: id }])
    assert.equal(resend.requests.at(-1)?.headers['idempotency-key'], id)
  })

  test('after a hard bounce the address gets essential mail only, and the mail not sent says why', async () => {
    const address = someone()
    const { id } = await mailTo(address)
    assert.deepEqual(await byResend(resendEvent('email.bounced', id, address, permanentBounce)), taken)
    const detail = 'The mailbox of (address) does not exist.'
    assert.deepEqual(await entries(address), [{ address, scope: 'ordinary', reason: 'bounce', detail }])
    const before = resend.emails.length
    assert.deepEqual((await mailTo(address)).outcome, ['suppressed', 'bounce'])
    assert.deepEqual((await mailTo(address.replace('ada', 'ADA'))).outcome, ['suppressed', 'bounce'])
    assert.equal(resend.emails.length, before)
    assert.deepEqual((await mailTo(address, 'essential')).outcome, ['sent', null])
    const [blank] = await raw("SELECT count(sealed_message)::int AS kept FROM kernel.mail WHERE state = 'suppressed'")
    assert.deepEqual(blank, { kept: 0 })
  })

  test('a complaint stops what is not essential; one about an essential mail stops everything', async () => {
    const address = someone()
    const { id } = await mailTo(address)
    assert.deepEqual(await byResend(resendEvent('email.complained', id, address)), taken)
    assert.deepEqual((await mailTo(address)).outcome, ['suppressed', 'complaint'])
    const essential = await mailTo(address, 'essential')
    assert.deepEqual(essential.outcome, ['sent', null])
    assert.deepEqual(await byResend(resendEvent('email.complained', essential.id, address)), taken)
    assert.deepEqual((await mailTo(address, 'essential')).outcome, ['suppressed', 'complaint'])
    const [{ scope }] = (await entries(address)) as [{ scope: string }]
    assert.equal(scope, 'all')
    const later = resendEvent('email.bounced', id, address, permanentBounce)
    assert.deepEqual(await byResend(later), taken)
    assert.deepEqual(
      (await mailTo(address, 'essential')).outcome,
      ['suppressed', 'complaint'],
      'a bounce takes nothing back',
    )
  })

  test('what is not for good, not ours or of no concern suppresses nobody', async () => {
    const address = someone()
    const { id } = await mailTo(address)
    const before = await written()
    const transient = { bounce: { message: 'Mailbox full', subType: 'MailboxFull', type: 'Transient' } }
    for (const event of [
      resendEvent('email.bounced', id, address, transient),
      resendEvent('email.delivered', id, address),
      resendEvent('email.opened', id, address),
      resendEvent('domain.created', id, address),
      resendEvent('email.something-new', id, address),
      { type: 'contact.created', created_at: '2026-11-22T23:41:12.126Z', data: { id: 'x' } },
      resendEvent('email.bounced', 'of another application', address, permanentBounce),
      [],
      null,
      'null',
    ])
      assert.deepEqual(await byResend(event), taken, JSON.stringify(event))
    const kinds = ['processed', 'deferred', 'delivered', 'open', 'click', 'unsubscribe', 'group_resubscribe', 'new']
    const dropped = sendgridEvent('dropped', id, address, { reason: 'Invalid SMTPAPI header' })
    const blocked = sendgridEvent('bounce', id, address, { type: 'blocked', reason: '550 5.7.1 blocked' })
    const events = [...kinds.map((kind) => sendgridEvent(kind, id, address)), dropped, blocked]
    assert.deepEqual(await bySendgrid(events), taken)
    const { suppressions, reports } = (await written()) ?? {}
    assert.deepEqual(
      [suppressions, reports],
      [before?.suppressions, Number(before?.reports) + 2],
      'two soft bounces were noted',
    )
    assert.deepEqual((await mailTo(address)).outcome, ['sent', null])
  })

  test('SendGrid tells of several at once, again and again, and each fact is one', async () => {
    const [bounced, dropped, complained] = [someone(), someone(), someone()]
    const ids = [(await mailTo(bounced)).id, (await mailTo(dropped)).id, (await mailTo(complained)).id] as const
    const before = Number((await written())?.reports)
    const tell = () =>
      bySendgrid([
        sendgridEvent('bounce', ids[0], bounced, {
          type: 'bounce',
          reason: `550 5.1.1 <${bounced}>: no`,
          status: '5.1.1',
        }),
        sendgridEvent('dropped', ids[1], dropped, { reason: 'Bounced Address' }),
        sendgridEvent('spamreport', ids[2], complained),
      ])
    for (let time = 0; time < 3; time += 1) assert.deepEqual(await tell(), taken)
    assert.deepEqual(
      (await Promise.all([bounced, dropped, complained].map(entries)))
        .flat()
        .map(({ reason, detail }) => [reason, detail]),
      [
        ['bounce', '550 5.1.1 <(address)>: no'],
        ['bounce', 'Bounced Address'],
        ['complaint', null],
      ],
    )
    assert.equal(Number((await written())?.reports), before + 3, 'the ids of events differed, the facts did not')
    const [row] = await raw('SELECT reported FROM kernel.mail WHERE id = $1', [ids[2]])
    assert.deepEqual(row, { reported: 'complaint' })
  })

  test('an entry that an operator took away does not come back when the same fact is told once more', async () => {
    const address = someone()
    const { id } = await mailTo(address)
    const tell = () => bySendgrid([sendgridEvent('bounce', id, address, { type: 'bounce' })])
    assert.deepEqual(await tell(), taken)
    assert.equal((await entries(address)).length, 1)
    await raw('DELETE FROM kernel.mail_suppression WHERE address = $1', [address])
    assert.deepEqual(await tell(), taken)
    assert.deepEqual(await entries(address), [])
  })

  test('one request repeated fifty times at once is stored and read once', async () => {
    const address = someone()
    const { id } = await mailTo(address)
    const before = await written()
    const jobs = async () => {
      const [count] = await raw("SELECT count(*)::int AS of FROM pgboss.job WHERE name = 'mail.read-reports'")
      return Number(count?.of)
    }
    const jobsBefore = await jobs()
    const request = resendSide.sign(resendEvent('email.bounced', id, address, permanentBounce))
    const answers = await Promise.all(Array.from({ length: 50 }, () => told('resend', request)))
    assert.deepEqual(answers, Array(50).fill(taken))
    const now = await written()
    for (const table of ['webhooks', 'reports', 'suppressions'])
      assert.equal(Number(now?.[table]), Number(before?.[table]) + 1, table)
    assert.equal(await jobs(), jobsBefore + 1)
    const [kept] = await raw('SELECT count(sealed_body)::int AS unread FROM kernel.mail_webhook')
    assert.deepEqual(kept, { unread: 0 })
  })

  test('a forged, altered, stale or unsigned report is refused and leaves nothing', async () => {
    const address = someone()
    const { id } = await mailTo(address)
    const event = resendEvent('email.bounced', id, address, permanentBounce)
    const events = [sendgridEvent('bounce', id, address)]
    const before = await written()
    const genuine = resendSide.sign(event)
    const requests: [string, SignedRequest][] = [
      ['resend', { ...genuine, body: genuine.body.replace(address, 'victim@example.org') }],
      ['resend', { ...genuine, body: JSON.stringify(JSON.parse(genuine.body), null, 1) }],
      ['resend', { body: genuine.body, headers: {} }],
      ['resend', resendSigner().sign(event)],
      ['resend', resendSide.sign(event, Date.now() - 302_000)],
      ['resend', { body: 'x'.repeat(1000), headers: genuine.headers }],
      ['resend', sendgridSide.sign(events)],
      ['sendgrid', sendgridSigner().sign(events)],
      ['sendgrid', { ...sendgridSide.sign(events), headers: {} }],
      ['resend', resendSide.sign(event, Date.now() + 302_000)],
      ['sendgrid', genuine],
    ]
    for (const [provider, request] of requests)
      assert.deepEqual(await told(provider, request), [401, 'mail/report-unverified'])
    assert.deepEqual(await told('resend', { ...genuine, body: 'x'.repeat(1024 * 1024 + 1) }), [
      413,
      'http/body-too-large',
    ])
    assert.equal((await told('mailgun', genuine))[0], 400)
    assert.deepEqual(await written(), before)
    assert.deepEqual((await mailTo(address)).outcome, ['sent', null])
  })

  test('a signed report that is of no known form is kept, and its job says so; the others in it count', async () => {
    const address = someone()
    const { id } = await mailTo(address)
    const broken = [sendgridEvent('bounce', id, 'no address'), sendgridEvent('bounce', id, address)]
    assert.deepEqual(await bySendgrid(broken), taken)
    assert.equal((await entries(address)).length, 1)
    assert.deepEqual(await byResend('{"type":'), taken)
    const { items } = await server.app.jobs.list({ queue: 'mail.read-reports', state: 'failed', limit: 10 })
    assert.deepEqual(
      items.map(({ reason }) => reason?.split(',')[0]),
      ['the verified body is not JSON', '1 reports are not of the form that the provider documents'],
    )
    const [kept] = await raw(
      "SELECT count(*)::int AS unread, bool_or(encode(sealed_body, 'escape') LIKE '%example.org%') AS legible FROM kernel.mail_webhook WHERE sealed_body IS NOT NULL",
    )
    assert.deepEqual(kept, { unread: 2, legible: false })
  })
})

test('from a provider without a key of ours no report is taken', async (t) => {
  const server = await startServer()
  t.after(() => server.stop())
  for (const provider of ['resend', 'sendgrid'])
    assert.equal(
      (await server.people.anonymous().send(`/api/mail/webhooks/${provider}`, { method: 'POST', body: '{}' })).body
        .code,
      'mail/no-such-provider',
    )
})
