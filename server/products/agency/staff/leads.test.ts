import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { type AgencyServer, freshAddress, startAgency } from '../../../../test/support/agency.ts'
import { noEffects } from '../../../../test/support/effects.ts'
import { expectProblem, expectStatus, idempotencyKey } from '../../../../test/support/music.ts'
import type { Person } from '../../../../test/support/people.ts'

let server: AgencyServer
let manager: Person
let support: Person
before(async () => {
  server = await startAgency()
  manager = await server.people.signedIn('manager')
  support = await server.people.signedIn('support')
})
after(() => server.stop())

const words = { subject: 'A film of our farm', body: 'Do you make films?' }
const contact = (body: object) => server.people.anonymous().post('/api/contact', body, idempotencyKey())
const lead = (id: string, rest = '') => `/api/staff/leads/${id}${rest}`
const enquiry = (id: string, rest = '') => `/api/staff/enquiries/${id}${rest}`

async function enquired() {
  const email = freshAddress()
  expectStatus(await contact({ ...words, name: 'Njeri', email, formToken: await server.formToken() }), 202)
  const [{ id = '' } = {}] = expectStatus(await support.http.get('/api/staff/enquiries?limit=1'), 200).items
  return { email, id: id as string }
}
async function newLead() {
  const body = {
    name: 'Kiprop',
    email: freshAddress(),
    source: 'trade fair',
    worth: { minor: '5000000', currency: 'KES' },
  }
  return expectStatus(await manager.http.post('/api/staff/leads', body), 201)
}

describe('the contact form', () => {
  test('is taken, mails nobody, and is answered by mail', async () => {
    const seen = await server.watch()
    const { id, email } = await enquired()
    assert.deepEqual(await seen(), { ...noEffects, events: ['agency.enquiry.received'] })
    const reply = () => support.http.post(enquiry(id, '/reply'), { body: 'We would love to.' }, idempotencyKey())
    const answered = expectStatus(await reply(), 201)
    assert.deepEqual([answered.state, answered.replies.length], ['answered', 1])
    const mail = (await server.mailbox()).findLast(({ to }) => to.address === email)
    assert.match(mail?.text ?? '', /We would love to/)
    assert.deepEqual((await seen()).audit, ['agency.enquiry.answered'])
  })

  const cases = [
    { name: 'without a form token', fields: {}, code: 'agency/form-stale' },
    { name: 'with a bad address', fields: { email: 'nobody' }, fresh: true, code: 'identity/bad-email' },
    { name: 'with a state of its own', fields: { state: 'answered' }, fresh: true, code: 'http/invalid' },
    { name: 'filled in by a program', fields: { website: 'https://spam.example' }, fresh: true, code: null },
  ]
  for (const { name, fields, fresh, code } of cases)
    test(`${name} leaves nothing`, async () => {
      const token = fresh === true ? { formToken: await server.formToken() } : {}
      const seen = await server.watch()
      const answer = await contact({ ...words, name: 'A', email: freshAddress(), ...token, ...fields })
      if (code === null) expectStatus(answer, 202)
      else expectProblem(answer, code)
      assert.deepEqual(await seen(), noEffects)
    })

  test('takes five a day from one address', async () => {
    const body = { ...words, name: 'Eager', email: freshAddress(), formToken: await server.formToken() }
    for (let at = 0; at < 5; at += 1) expectStatus(await contact(body), 202)
    expectProblem(await contact(body), 'agency/too-many-mails')
  })

  test('what is spam is not answered', async () => {
    const { id } = await enquired()
    expectStatus(await support.http.post(enquiry(id, '/close'), { expected: 'new', state: 'spam' }), 200)
    const seen = await server.watch()
    const answer = await support.http.post(enquiry(id, '/reply'), { body: 'Hello' }, idempotencyKey())
    expectProblem(answer, 'agency/enquiry-moved')
    assert.deepEqual(await seen(), noEffects)
  })
})

describe('a lead', () => {
  test('is made of an enquiry once, also by ten at once', async () => {
    const { id } = await enquired()
    const make = () => manager.http.post(enquiry(id, '/lead'))
    const answers = await Promise.all(Array.from({ length: 10 }, make))
    const codes = answers.map(({ status, body }) => (status === 201 ? 'made' : body.code)).sort()
    assert.deepEqual(codes, [...Array(9).fill('agency/lead-exists'), 'made'])
  })

  test('is changed at the version that was read', async () => {
    const { id } = await newLead()
    const change = (stage: string) => manager.http.patch(lead(id), { version: 1, stage })
    const answers = await Promise.all(['contacted', 'qualified', 'lost'].map(change))
    const codes = answers.map(({ status, body }) => body.code ?? status).sort()
    assert.deepEqual(codes, [200, 'agency/lead-stale', 'agency/lead-stale'])
    expectProblem(await manager.http.patch(lead(id), { version: 2, stage: 'won' }), 'http/invalid')
    const developer = await server.people.signedIn('developer')
    const wrong = { version: 2, ownerId: developer.id }
    expectProblem(await manager.http.patch(lead(id), wrong), 'agency/not-assignable')
  })

  test('becomes one client, also when won by ten at once', async () => {
    const { id, email } = await newLead()
    const seen = await server.watch()
    const win = () => manager.http.post(lead(id, '/convert'), { version: 1 })
    const answers = await Promise.all(Array.from({ length: 10 }, win))
    assert.equal(answers.filter(({ status }) => status === 200).length, 1)
    assert.deepEqual(await seen(), { audit: ['agency.lead.won'], events: ['agency.lead.won'], mails: [] })
    const clients = await server.query('SELECT FROM agency.client WHERE email_canonical = $1', [email])
    assert.equal(clients.length, 1)
    expectProblem(await manager.http.patch(lead(id), { version: 2, stage: 'lost' }), 'agency/lead-over')
  })

  test('of who is a client already is that client', async () => {
    const guest = await server.guest()
    const body = { name: 'Other Name', email: guest.email.toUpperCase(), source: 'referral' }
    const { id } = expectStatus(await manager.http.post('/api/staff/leads', body), 201)
    const won = expectStatus(await manager.http.post(lead(id, '/convert'), { version: 1 }), 200)
    const [client] = await server.query<{ id: string; name: string }>(
      'SELECT id, name FROM agency.client WHERE id = $1',
      [won.clientId],
    )
    assert.deepEqual([won.stage, client?.name], ['won', 'Wanjiru Kamau'])
  })
})
