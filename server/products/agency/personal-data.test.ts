import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { type AgencyServer, asked, attachment, startAgency } from '../../../test/support/agency.ts'
import { expectProblem, expectStatus, idempotencyKey } from '../../../test/support/music.ts'
import type { Person } from '../../../test/support/people.ts'
import { systemOrigin } from '../../kernel/db/actor.ts'

let server: AgencyServer
let manager: Person
before(async () => {
  server = await startAgency()
  manager = await server.people.signedIn('manager')
})
after(() => server.stop())

const agency = () => server.app.units.all.find(({ name }) => name === 'agency') ?? assert.fail()
const erase = (person: Person) =>
  server.app.db.transaction(systemOrigin('test', 'test'), async (tx) => agency().erasePerson?.(tx, person.id))
/** Every text in the schema, to look for what was erased. */
async function allText(): Promise<string> {
  const tables = await server.query<{ name: string }>(
    `SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'agency' ORDER BY 1`,
  )
  const texts: string[] = []
  for (const { name } of tables) {
    const [row] = await server.query<{ text: string | null }>(
      `SELECT string_agg(one::text, ' ') AS text FROM agency.${name} one`,
    )
    texts.push(row?.text ?? '')
  }
  return texts.join('\n')
}

/** A client who has left words everywhere, and accepted a quote. */
async function talkative() {
  const quote = await server.sentQuote(manager)
  const { person } = quote
  const secret = `words of ${person.email.split('@')[0]} alone`
  const signature = { ...quote.read, name: 'Signed Name' }
  expectStatus(await person.http.post(`/api/portal/quotes/${quote.id}/accept`, signature), 200)
  const { projectId } = expectStatus(await manager.http.post(`/api/staff/quotes/${quote.id}/convert`, {}), 201)
  expectStatus(await person.http.post(`/api/portal/projects/${projectId}/comments`, { body: secret }), 201)
  const [request] = expectStatus(await person.http.get('/api/service-requests'), 200).items
  const own = `/api/service-requests/${request.reference}`
  expectStatus(await person.http.post(`${own}/messages`, { body: secret }), 201)
  expectStatus(await person.http.post(`${own}/files`, { fileId: await attachment(person, secret) }), 201)
  expectStatus(await person.http.post('/api/tickets', { subject: secret, body: secret }, idempotencyKey()), 202)
  const form = {
    name: 'A Name',
    email: person.email,
    subject: secret,
    body: secret,
    formToken: await server.formToken(),
  }
  expectStatus(await server.people.anonymous().post('/api/contact', form, idempotencyKey()), 202)
  const lead = { name: 'A Name', email: person.email, source: 'fair', notes: secret }
  expectStatus(await manager.http.post('/api/staff/leads', lead), 201)
  const news = { email: person.email, formToken: await server.formToken() }
  expectStatus(await server.people.anonymous().post('/api/newsletter/subscribe', news), 202)
  return { ...quote, secret, projectId }
}

describe('a person', () => {
  test('is given everything that is held of them', async () => {
    const { person, secret } = await talkative()
    const held = JSON.stringify(await agency().exportPerson?.(person.id))
    for (const part of [
      'requests',
      'quotes',
      'acceptances',
      'projects',
      'comments',
      'tickets',
      'enquiries',
      'leads',
      'newsletter',
    ])
      assert.ok(held.includes(`"${part}":`), part)
    assert.equal(
      held.split(secret).length - 1,
      7,
      'comment, message, ticket and enquiry with their subjects, notes of the lead',
    )
    assert.ok(held.includes(person.email) && held.includes('Signed Name') && held.includes('127.0.0.1'))
    const nobody = await server.people.signedIn()
    assert.equal(await agency().exportPerson?.(nobody.id), null)
  })

  test('is given what they wrote as a guest too', async () => {
    const guest = await server.guest()
    const path = `/api/service-requests/${guest.reference}/messages`
    expectStatus(await guest.http.post(path, { body: 'Written without an account' }, guest.headers), 201)
    const entered = await guest.http.post('/api/portal/enter', { token: guest.token, transport: 'bearer' })
    const { id } = expectStatus(entered, 200).user
    assert.match(JSON.stringify(await agency().exportPerson?.(id)), /Written without an account/)
  })

  test('is forgotten, but for what was agreed to', async () => {
    const { person, secret, id, projectId } = await talkative()
    const other = await talkative()
    await erase(person)
    const left = await allText()
    assert.ok(!left.includes(secret) && !left.includes(person.email))
    assert.ok(left.includes(other.secret) && left.includes(other.person.email), 'others are as they were')
    const [kept] = await server.query<Record<string, unknown>>(
      `SELECT quote.state, acceptance.ip, acceptance.user_agent, acceptance.content_hash = quote.content_hash AS same
         FROM agency.quote quote JOIN agency.quote_acceptance acceptance ON acceptance.quote_id = quote.id WHERE quote.id = $1`,
      [id],
    )
    assert.deepEqual(kept, { state: 'accepted', ip: null, user_agent: null, same: true })
    const [stage] = await server.query<{ stage: string }>(
      `SELECT request.stage FROM agency.service_request request JOIN agency.client_project project ON project.request_id = request.id
        WHERE project.id = $1`,
      [projectId],
    )
    assert.equal(stage?.stage, 'cancelled')
    expectStatus(await manager.http.get(`/api/staff/projects/${projectId}`), 200)
    assert.equal(
      await agency()
        .exportPerson?.(person.id)
        .then((held) => JSON.stringify(held).includes(secret)),
      false,
    )
  })

  test('who was a guest with an open link cannot use it any more once they are forgotten', async () => {
    const guest = await server.guest()
    const entered = await guest.http.post('/api/portal/enter', { token: guest.token, transport: 'bearer' })
    const { id } = expectStatus(entered, 200).user
    await server.app.db.transaction(systemOrigin('test', 'test'), async (tx) => agency().erasePerson?.(tx, id))
    const path = `/api/service-requests/${guest.reference}`
    expectProblem(await guest.http.get(path, guest.headers), 'agency/request-not-found')
    expectProblem(await guest.http.post('/api/portal/enter', { token: guest.token }), 'agency/guest-link-gone')
  })

  test('of the staff leaves the work to others, with its files', async () => {
    const developer = await server.people.signedIn('developer')
    const { id, reference, person } = await server.client(asked)
    const path = `/api/staff/requests/${id}`
    expectStatus(await manager.http.post(`${path}/assign`, { assigneeId: developer.id }), 200)
    const fileId = await attachment(developer, 'The plan')
    expectStatus(await developer.http.post(`${path}/files`, { fileId, visibility: 'customer' }), 201)
    await erase(developer)
    assert.equal(expectStatus(await manager.http.get(path), 200).assignee, null)
    assert.match((await person.http.get(`/api/service-requests/${reference}/files/${fileId}`)).body, /The plan/)
  })
})

describe('the demo', () => {
  test('fills an empty studio once, mails nobody and lets nobody in', async () => {
    const fresh = await startAgency()
    try {
      const unit = fresh.app.units.all.find(({ name }) => name === 'agency') ?? assert.fail()
      const counted = async () => {
        const [row] = await fresh.query<Record<string, bigint>>(
          `SELECT (SELECT count(*) FROM agency.service_request) AS requests, (SELECT count(*) FROM agency.quote) AS quotes,
                  (SELECT count(*) FROM agency.client_project) AS projects, (SELECT count(*) FROM agency.employee) AS employees,
                  (SELECT count(*) FROM agency.ticket) AS tickets, (SELECT count(*) FROM agency.lead) AS leads,
                  (SELECT count(*) FROM kernel.mail) AS mails, (SELECT count(*) FROM identity.password) AS passwords`,
        )
        return row
      }
      await Promise.all([unit.seedDemo?.(), unit.seedDemo?.()])
      const once = await counted()
      await unit.seedDemo?.()
      assert.deepEqual(await counted(), once)
      const made = {
        requests: 4n,
        quotes: 1n,
        projects: 1n,
        employees: 3n,
        tickets: 2n,
        leads: 2n,
        mails: 0n,
        passwords: 0n,
      }
      assert.deepEqual(once, made)
      const team = expectStatus(await fresh.people.anonymous().get('/api/team'), 200).items
      assert.equal(team[0].name, 'Amina Odhiambo')
    } finally {
      await fresh.stop()
    }
  })
})
