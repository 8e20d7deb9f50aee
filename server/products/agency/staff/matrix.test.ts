import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { type AgencyServer, startAgency } from '../../../../test/support/agency.ts'
import type { HttpClient } from '../../../../test/support/http-client.ts'
import { expectProblem, expectStatus } from '../../../../test/support/music.ts'
import type { Person } from '../../../../test/support/people.ts'
import { newId } from '../../../kernel/id.ts'

const roles = [
  'administrator',
  'admin',
  'manager',
  'editor',
  'author',
  'finance',
  'hr',
  'developer',
  'support',
  'client',
] as const
type Role = (typeof roles)[number]

const sellers: Role[] = ['administrator', 'admin', 'manager']
const makers: Role[] = [...sellers, 'developer']
const helpers: Role[] = ['administrator', 'admin', 'support']
const recruiters: Role[] = ['administrator', 'admin', 'hr']
const staff: Role[] = roles.filter((role) => role !== 'client')

/** Who may do what; everybody else may not. `{}` is an id that nothing has: allowed is whoever gets past the door. */
const operations: readonly [operation: string, ...may: readonly Role[]][] = [
  ['GET /api/staff/appointments', ...makers],
  ['POST /api/staff/appointments/{}/confirm', ...makers],
  ['GET /api/staff/requests', ...makers],
  ['GET /api/staff/requests/{}', ...makers],
  ['POST /api/staff/requests/{}/stage', ...makers],
  ['POST /api/staff/requests/{}/messages', ...makers],
  ['POST /api/staff/requests/{}/assign', ...sellers],
  ['GET /api/staff/clients', ...sellers],
  ['GET /api/staff/clients/billable', ...sellers, 'finance'],
  ['GET /api/staff/quotes', ...sellers],
  ['POST /api/staff/quotes', ...sellers],
  ['POST /api/staff/quotes/{}/send', ...sellers],
  ['POST /api/staff/quotes/{}/convert', ...sellers],
  ['GET /api/staff/projects', ...makers],
  ['POST /api/staff/projects', ...sellers],
  ['PUT /api/staff/projects/{}/members/{}', ...sellers],
  ['POST /api/staff/projects/{}/milestones', ...makers],
  ['POST /api/staff/projects/{}/deliverables/{}/share', ...makers],
  ['GET /api/staff/tickets', ...helpers],
  ['POST /api/staff/tickets/{}/messages', ...helpers],
  ['POST /api/staff/tickets/{}/assign', ...helpers],
  ['GET /api/staff/enquiries', ...helpers],
  ['POST /api/staff/enquiries/{}/reply', ...helpers],
  ['GET /api/staff/leads', ...sellers],
  ['POST /api/staff/leads/{}/convert', ...sellers],
  ['POST /api/staff/enquiries/{}/lead', ...sellers],
  ['GET /api/staff/employees', ...staff],
  ['POST /api/staff/employees/invitations', ...recruiters],
  ['PATCH /api/staff/employees/{}', ...recruiters],
  ['POST /api/staff/employees/{}/leave', ...recruiters],
  ['POST /api/staff/departments', ...recruiters],
  ['GET /api/staff/profile', ...staff],
  ['GET /api/staff/newsletter/subscribers', 'administrator', 'admin'],
  ['POST /api/staff/campaigns', 'administrator', 'admin'],
  ['POST /api/staff/campaigns/{}/schedule', 'administrator', 'admin'],
]

let server: AgencyServer
let owner: Person
const people = new Map<Role, Person>()
before(async () => {
  server = await startAgency()
  for (const role of roles) people.set(role, await server.people.signedIn(...(role === 'client' ? [] : [role])))
  owner = people.get('administrator') ?? assert.fail()
})
after(() => server.stop())

async function ask(operation: string, http: HttpClient) {
  const [method = '', path = ''] = operation.split(' ')
  const headers = { 'content-type': 'application/json', 'idempotency-key': newId() }
  const url = path.replaceAll('{}', () => newId())
  return await http.send(url, method === 'GET' ? {} : { method, headers, body: '{}' })
}

describe('the authorisation matrix', () => {
  for (const [operation, ...may] of operations)
    test(`${operation} is open to ${may.join(', ')} and to nobody else`, async () => {
      const open: Role[] = []
      for (const role of roles) {
        const { http } = people.get(role) ?? assert.fail()
        const { status, body } = await ask(operation, http)
        if (status !== 403) open.push(role)
        else assert.equal(body.code, 'http/denied')
      }
      assert.deepEqual(
        open,
        roles.filter((role) => may.includes(role)),
      )
      assert.equal((await ask(operation, server.people.anonymous())).status, 401)
    })

  test('covers every operation for staff that the contract has a list or a step of', async () => {
    const { body } = await server.people.anonymous().get('/api/openapi.json')
    const paths = Object.keys(body.paths as object).filter((path) => path.startsWith('/api/staff/'))
    const sections = new Set(paths.map((path) => path.split('/')[3]))
    const covered = new Set(operations.map(([operation]) => operation.split('/')[3]))
    assert.deepEqual(
      [...sections].filter((section) => !covered.has(section ?? '')),
      [],
    )
  })
})

describe('a permission', () => {
  const denial = (id: string, permission: string) => `/api/users/${id}/denials/${permission}`

  test('that is denied is not held, whatever the roles say, until the denial is lifted', async () => {
    const person = await server.people.signedIn('manager', 'admin')
    expectStatus(await person.http.get('/api/staff/quotes'), 200)
    expectStatus(await owner.http.put(denial(person.id, 'agency:quotes.manage'), {}), 204)
    expectProblem(await person.http.get('/api/staff/quotes'), 'http/denied')
    expectStatus(await owner.http.put(`/api/users/${person.id}/roles/developer`, {}), 204)
    expectProblem(await person.http.get('/api/staff/quotes'), 'http/denied')
    expectStatus(await owner.http.delete(denial(person.id, 'agency:quotes.manage')), 204)
    expectStatus(await person.http.get('/api/staff/quotes'), 200)
  })

  test('denied for seeing all leaves what is assigned, and hides the rest', async () => {
    const person = await server.people.signedIn('manager')
    const [mine, other] = [await server.client(), await server.client()]
    const path = (id: string) => `/api/staff/requests/${id}`
    expectStatus(await owner.http.post(`${path(mine.id)}/assign`, { assigneeId: person.id }), 200)
    expectStatus(await owner.http.put(denial(person.id, 'agency:bookings.view_all'), {}), 204)
    expectStatus(await person.http.get(path(mine.id)), 200)
    expectProblem(await person.http.get(path(other.id)), 'agency/request-not-found')
  })

  test('of a grant that has come to its end is not held', async () => {
    const person = await server.people.signedIn()
    const expiresAt = new Date(Date.now() + 3_600_000).toISOString()
    expectStatus(await owner.http.put(`/api/users/${person.id}/roles/support`, { expiresAt }), 204)
    expectStatus(await person.http.get('/api/staff/tickets'), 200)
    await server.query("UPDATE access.user_role SET expires_at = now() - interval '1 second' WHERE user_id = $1", [
      person.id,
    ])
    const login = { email: person.email, password: person.password, transport: 'bearer' }
    const { accessToken } = expectStatus(await server.people.anonymous().post('/api/auth/login', login), 200)
    const as = { authorization: `Bearer ${accessToken}` }
    expectProblem(await server.people.anonymous().get('/api/staff/tickets', as), 'http/denied')
    const { id } = await server.client()
    const assign = { assigneeId: person.id }
    expectProblem(await owner.http.post(`/api/staff/requests/${id}/assign`, assign), 'agency/not-assignable')
  })

  test('that one lacks one cannot grant; the last owner stays', async () => {
    const [hr, admin] = [people.get('hr') ?? assert.fail(), people.get('admin') ?? assert.fail()]
    const person = await server.people.signedIn()
    const grant = (http: HttpClient, role: string) => http.put(`/api/users/${person.id}/roles/${role}`, {})
    expectProblem(await grant(hr.http, 'support'), 'http/denied')
    expectProblem(await grant(admin.http, 'administrator'), 'access/beyond-own')
    expectStatus(await grant(admin.http, 'support'), 204)
    const last = await owner.http.delete(`/api/users/${owner.id}/roles/administrator`)
    expectProblem(last, 'access/last-administrator')
  })
})
