import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { type AgencyServer, freshAddress, startAgency } from '../../../../test/support/agency.ts'
import { noEffects } from '../../../../test/support/effects.ts'
import { expectProblem, expectStatus } from '../../../../test/support/music.ts'
import type { Person } from '../../../../test/support/people.ts'
import { systemOrigin } from '../../../kernel/db/actor.ts'
import { hashAddress, suppress } from '../../../kernel/mail/suppressions.ts'

let server: AgencyServer
let admin: Person
before(async () => {
  server = await startAgency()
  admin = await server.people.signedIn('admin')
})
after(() => server.stop())

const letter = {
  subject: 'This spring',
  paragraphs: ['Three lodges.'],
  button: { label: 'See', url: 'https://example.org/' },
}
const anonymous = () => server.people.anonymous()
const campaign = (id: string, rest = '') => `/api/staff/campaigns/${id}${rest}`
const subscribe = async (email: string, fields: object = {}) =>
  anonymous().post('/api/newsletter/subscribe', { email, formToken: await server.formToken(), ...fields })
const confirm = (token: string) => anonymous().post('/api/newsletter/confirm', { token })
const mailsTo = async (email: string, template: string) =>
  (await server.mailbox()).filter((mail) => mail.to.address === email && mail.template === template)

async function subscribed(): Promise<string> {
  const email = freshAddress()
  expectStatus(await subscribe(email), 202)
  expectStatus(await confirm(await server.mailedToken(email)), 200)
  return email
}
async function run(queue: string, data: object = {}): Promise<void> {
  await server.app.db.transaction(systemOrigin('test', 'test'), (tx) => tx.enqueue({ queue, data, options: {} }))
  await server.jobsIdle()
}
async function scheduled(fields: object = {}): Promise<string> {
  const { id } = expectStatus(await admin.http.post('/api/staff/campaigns', { ...letter, ...fields }), 201)
  expectStatus(await admin.http.post(campaign(id, '/schedule'), { version: 1 }), 200)
  return id
}
async function sent(fields: object = {}) {
  const id = await scheduled(fields)
  await run('agency.start-campaigns')
  await run('agency.follow-campaigns')
  return expectStatus(await admin.http.get(campaign(id)), 200)
}
const recipients = async (subject: string) =>
  (await server.mailbox()).filter((mail) => mail.subject === subject).map(({ to }) => to.address)
const stateOf = async (email: string) =>
  expectStatus(await admin.http.get('/api/staff/newsletter/subscribers?limit=100'), 200).items.find(
    (one: { email: string }) => one.email === email,
  )?.state

describe('subscribing', () => {
  test('takes two steps, the second once and by a POST', async () => {
    const email = freshAddress()
    const seen = await server.watch()
    expectStatus(await subscribe(email), 202)
    assert.deepEqual(await seen(), { ...noEffects, mails: ['agency.confirm-subscription'] })
    assert.equal(await stateOf(email), 'pending')
    const token = await server.mailedToken(email)
    const [row] = await server.query<{ all: string }>(
      'SELECT subscriber::text AS all FROM agency.subscriber subscriber WHERE email_canonical = $1',
      [email],
    )
    assert.ok(row !== undefined && !row.all.includes(token), 'only the hash is kept')
    assert.equal((await anonymous().get(`/api/newsletter/confirm?token=${token}`)).status, 405)
    const answers = await Promise.all(Array.from({ length: 10 }, () => confirm(token)))
    assert.deepEqual(answers.map(({ status }) => status).sort(), [200, ...Array(9).fill(404)])
    assert.equal(await stateOf(email), 'confirmed')
  })

  test('tells nobody whether an address has it, and mails it once in twenty minutes', async () => {
    const known = await subscribed()
    const seen = await server.watch()
    const [one, other] = [await subscribe(known), await subscribe(freshAddress())]
    assert.deepEqual([one.status, one.body], [other.status, other.body])
    assert.deepEqual((await seen()).mails, ['agency.confirm-subscription'])
    const asked = freshAddress()
    await Promise.all(Array.from({ length: 8 }, () => subscribe(asked)))
    assert.equal((await mailsTo(asked, 'agency.confirm-subscription')).length, 1)
  })

  const refused = [
    { name: 'without a form token', fields: { formToken: 'none' }, code: 'agency/form-stale' },
    { name: 'confirmed already, by its own word', fields: { state: 'confirmed' }, code: 'http/invalid' },
  ]
  for (const { name, fields, code } of refused)
    test(`${name} is refused and leaves nothing`, async () => {
      const seen = await server.watch()
      expectProblem(await subscribe(freshAddress(), fields), code)
      assert.deepEqual(await seen(), noEffects)
    })

  test('by a program, or with a link that has lapsed, subscribes nobody', async () => {
    const bot = freshAddress()
    expectStatus(await subscribe(bot, { website: 'x' }), 202)
    assert.equal(await stateOf(bot), undefined)
    const late = freshAddress()
    expectStatus(await subscribe(late), 202)
    const token = await server.mailedToken(late)
    await server.query('UPDATE agency.subscriber SET token_expires_at = now() WHERE email_canonical = $1', [late])
    expectProblem(await confirm(token), 'agency/subscription-link-gone')
    assert.equal(await stateOf(late), 'pending')
  })
})

describe('a campaign', () => {
  test('is tried on its author, changed as a draft, and goes to nobody before its time', async () => {
    const email = await subscribed()
    const { id } = expectStatus(await admin.http.post('/api/staff/campaigns', letter), 201)
    expectStatus(await admin.http.post(campaign(id, '/test')), 202)
    assert.equal((await mailsTo(admin.email, 'agency.campaign-test')).length, 1)
    const changed = { ...letter, subject: 'Much later', version: 1 }
    expectStatus(await admin.http.put(campaign(id), changed), 200)
    expectProblem(await admin.http.put(campaign(id), changed), 'agency/campaign-stale')
    const at = new Date(Date.now() + 3_600_000).toISOString()
    expectStatus(await admin.http.post(campaign(id, '/schedule'), { version: 2, at }), 200)
    await run('agency.start-campaigns')
    assert.deepEqual(await mailsTo(email, 'agency.campaign'), [])
    expectProblem(await admin.http.put(campaign(id), { ...changed, version: 3 }), 'agency/campaign-stale')
    expectStatus(await admin.http.post(campaign(id, '/cancel'), { version: 3 }), 200)
  })

  test('goes once to each who has confirmed, and counts what the outbox says', async () => {
    const [one, two] = [await subscribed(), await subscribed()]
    const pending = freshAddress()
    await subscribe(pending)
    const told = await sent({ subject: 'Once each' })
    const reached = await recipients('Once each')
    assert.deepEqual([told.state, told.counts.sent, told.counts.queued], ['sent', reached.length, 0])
    for (const email of [one, two]) assert.equal(reached.filter((address) => address === email).length, 1)
    assert.ok(!reached.includes(pending))
    const mail = (await mailsTo(one, 'agency.campaign')).at(-1)
    assert.match(mail?.text ?? '', /\/api\/mail\/unsubscribe\?token=/)
  })

  test('carries a link that ends the subscription by one POST; who subscribes anew gets news again', async () => {
    const email = await subscribed()
    await sent({ subject: 'With a way out' })
    const mail = (await mailsTo(email, 'agency.campaign')).at(-1)
    const link = /\/api\/mail\/unsubscribe\?token=[A-Za-z0-9_-]+/.exec(mail?.text ?? '')?.[0] ?? ''
    assert.equal((await anonymous().get(link)).status, 200)
    assert.equal(await stateOf(email), 'confirmed', 'who looks at the page is not unsubscribed')
    const headers = { 'content-type': 'application/x-www-form-urlencoded' }
    const left = await anonymous().send(link, { method: 'POST', headers, body: 'List-Unsubscribe=One-Click' })
    assert.deepEqual([left.status, await stateOf(email)], [200, 'unsubscribed'])
    await sent({ subject: 'Not for who left' })
    assert.ok(!(await recipients('Not for who left')).includes(email))
    await server.query("UPDATE agency.subscriber SET asked_at = now() - interval '1 hour' WHERE email_canonical = $1", [
      email,
    ])
    expectStatus(await subscribe(email), 202)
    expectStatus(await confirm(await server.mailedToken(email)), 200)
    assert.equal(await stateOf(email), 'confirmed')
    await sent({ subject: 'Back again' })
    assert.ok((await recipients('Back again')).includes(email))
  })

  test('does not go where mail bounced; one that bounces later is counted so', async () => {
    const [dead, dying] = [await subscribed(), await subscribed()]
    const entry = { addressHash: hashAddress(dead), address: dead, detail: null, mailId: null }
    await suppress(server.app.db, { ...entry, reason: 'bounce', scope: 'ordinary' })
    const told = await sent({ subject: 'Into the void' })
    assert.ok(!(await recipients('Into the void')).includes(dead))
    assert.equal(await stateOf(dead), 'bounced')
    await server.query(
      `UPDATE kernel.mail SET reported = 'bounce' WHERE id = (
         SELECT mail_id FROM agency.campaign_delivery delivery JOIN agency.subscriber subscriber ON subscriber.id = subscriber_id
          WHERE campaign_id = $1 AND email_canonical = $2)`,
      [told.id, dying],
    )
    await run('agency.follow-campaigns')
    const later = expectStatus(await admin.http.get(campaign(told.id)), 200)
    assert.deepEqual([later.counts.bounced, later.counts.sent], [1, told.counts.sent - 1])
    assert.equal(await stateOf(dying), 'bounced')
  })

  test('sent by five workers at once, and by one that died halfway, reaches each once', async () => {
    const many = await Promise.all(Array.from({ length: 12 }, () => subscribed()))
    await fillSubscribers(140)
    const id = await scheduled({ subject: 'Five at once' })
    await server.query(`UPDATE agency.campaign SET state = 'sending', started_at = now() WHERE id = $1`, [id])
    await server.app.db.transaction(systemOrigin('test', 'test'), async (tx) => {
      for (let at = 0; at < 5; at += 1)
        await tx.enqueue({ queue: 'agency.send-campaign', data: { campaignId: id }, options: {} })
    })
    await server.jobsIdle()
    await server.query(
      `UPDATE agency.campaign SET state = 'sending', finished_at = NULL, reached_id = NULL WHERE id = $1`,
      [id],
    )
    await run('agency.send-campaign', { campaignId: id })
    await run('agency.follow-campaigns')
    const told = expectStatus(await admin.http.get(campaign(id)), 200)
    const reached = await recipients('Five at once')
    assert.equal(new Set(reached).size, reached.length)
    assert.deepEqual([told.state, told.counts.sent], ['sent', reached.length])
    for (const email of many) assert.ok(reached.includes(email))
    assert.ok(reached.length >= 152)
  })

  test('cancelled under way leaves the rest alone', async () => {
    const id = await scheduled({ subject: 'Stopped' })
    await server.query(`UPDATE agency.campaign SET state = 'sending', started_at = now() WHERE id = $1`, [id])
    expectStatus(await admin.http.post(campaign(id, '/cancel'), { version: 2 }), 200)
    await run('agency.send-campaign', { campaignId: id })
    assert.deepEqual(await recipients('Stopped'), [])
  })

  test('is closed to those whose roles do not hold it', async () => {
    for (const role of ['manager', 'support', 'hr', 'developer']) {
      const { http } = await server.people.signedIn(role)
      expectProblem(await http.post('/api/staff/campaigns', letter), 'http/denied')
      expectProblem(await http.get('/api/staff/newsletter/subscribers'), 'http/denied')
    }
  })
})

/** Confirmed subscribers without their mails: to send in several batches. */
async function fillSubscribers(count: number): Promise<void> {
  await server.query(
    `INSERT INTO agency.subscriber (id, email, email_canonical, state, asked_at, confirmed_at, created_at)
     SELECT gen_random_uuid(), 's' || n || '@many.example', 's' || n || '@many.example', 'confirmed', now(), now(), now()
       FROM generate_series(1, $1::int) n`,
    [count],
  )
}
