import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { after, before, describe, test } from 'node:test'
import { type AgencyServer, quoteFields, startAgency } from '../../../test/support/agency.ts'
import { followed } from '../../../test/support/contract.ts'
import { expectProblem, expectStatus } from '../../../test/support/music.ts'
import type { Person } from '../../../test/support/people.ts'

interface Contract {
  readonly paths: Readonly<Record<string, Readonly<Record<string, { readonly responses: object }>>>>
  readonly components: unknown
}

let server: AgencyServer
let manager: Person
before(async () => {
  server = await startAgency()
  manager = await server.people.signedIn('manager')
})
after(() => server.stop())

describe('faults of the earlier system', () => {
  test('no list is found by an e-mail address', async () => {
    const guest = await server.guest()
    const { person } = await server.client()
    const query = `?email=${encodeURIComponent(guest.email)}`
    for (const path of ['/api/service-requests', '/api/tickets', '/api/portal/quotes', '/api/portal/projects']) {
      expectProblem(await server.people.anonymous().get(`${path}${query}`), 'http/unauthenticated')
      expectProblem(await person.http.get(`${path}${query}`), 'http/invalid')
      const own = JSON.stringify(expectStatus(await person.http.get(path), 200))
      assert.ok(!own.includes(guest.reference), path)
    }
  })

  test('a reference with an e-mail address opens nothing', async () => {
    const guest = await server.guest()
    const path = `/api/service-requests/${guest.reference}`
    expectProblem(await guest.http.get(path), 'agency/request-not-found')
    expectProblem(await guest.http.get(path, { 'x-guest-email': guest.email }), 'agency/request-not-found')
    expectProblem(await guest.http.post(`${path}/messages`, { body: 'x', email: guest.email }), 'http/invalid')
  })

  test('a role that is taken away is gone at the next request, not after a minute', async () => {
    const owner = await server.people.signedIn('administrator')
    const person = await server.people.signedIn('manager')
    expectStatus(await person.http.get('/api/staff/requests'), 200)
    expectStatus(await owner.http.delete(`/api/users/${person.id}/roles/manager`), 204)
    expectProblem(await person.http.get('/api/staff/requests'), 'http/denied')
  })

  test('no amount is a floating point number, in the database or on the wire', async () => {
    const floats = await server.query(
      `SELECT table_name, column_name FROM information_schema.columns
        WHERE table_schema = 'agency' AND data_type IN ('real', 'double precision', 'money')`,
    )
    assert.deepEqual(floats, [])
    const quote = await server.sentQuote(manager, {
      lines: [{ description: 'An amount of fifteen digits', qty: '1', unitMinor: '900719925474099', taxRateBp: 0 }],
    })
    const { totalMinor } = expectStatus(await quote.person.http.get(`/api/portal/quotes/${quote.id}`), 200)
    assert.equal(totalMinor, '900719925474099')
    const lines = [{ description: 'x', qty: '1', unitMinor: 10.5, taxRateBp: 0 }]
    const body = { ...quoteFields(), clientId: quote.clientId, lines }
    expectProblem(await manager.http.post('/api/staff/quotes', body), 'http/invalid')
  })

  test('nobody sends an amount that the server would believe', async () => {
    const quote = await server.sentQuote(manager)
    const signed = { ...quote.read, name: 'Wanjiru Kamau' }
    const accept = `/api/portal/quotes/${quote.id}/accept`
    for (const extra of [{ amount: 1 }, { totalMinor: '1' }, { depositMinor: '1' }])
      expectProblem(await quote.person.http.post(accept, { ...signed, ...extra }), 'http/invalid')
  })

  test('one status says where a request is: no second one can disagree', () => {
    const contract = readFileSync(new URL('../../../contract/openapi.json', import.meta.url), 'utf8')
    const { paths } = followed(JSON.parse(contract) as Contract)
    const answer = JSON.stringify(paths['/api/service-requests/{reference}']?.get?.responses)
    assert.match(answer, /"stage":/)
    assert.doesNotMatch(answer, /"(status|state)":\{"type":"string","enum"/)
  })

  test('a campaign that reached nobody counts nobody', async () => {
    const admin = await server.people.signedIn('admin')
    const letter = { subject: 'To nobody', paragraphs: ['Hello.'] }
    const { id } = expectStatus(await admin.http.post('/api/staff/campaigns', letter), 201)
    const path = `/api/staff/campaigns/${id}`
    expectStatus(await admin.http.post(`${path}/schedule`, { version: 1 }), 200)
    await server.query(`UPDATE agency.campaign SET state = 'sending', started_at = now() WHERE id = $1`, [id])
    const { counts } = expectStatus(await admin.http.get(path), 200)
    assert.deepEqual(new Set(Object.values(counts)), new Set([0]))
  })
})
