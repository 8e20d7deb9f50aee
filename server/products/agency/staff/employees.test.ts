import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { after, before, describe, test } from 'node:test'
import { type AgencyServer, freshAddress, startAgency } from '../../../../test/support/agency.ts'
import { noEffects } from '../../../../test/support/effects.ts'
import { createHttpClient } from '../../../../test/support/http-client.ts'
import { tokenIn } from '../../../../test/support/mailbox.ts'
import { expectProblem, expectStatus, fixtures, upload } from '../../../../test/support/music.ts'
import type { Person } from '../../../../test/support/people.ts'

let server: AgencyServer
let owner: Person
let admin: Person
before(async () => {
  server = await startAgency()
  owner = await server.people.signedIn('administrator')
  admin = await server.people.signedIn('admin')
})
after(() => server.stop())

const invite = (by: Person, body: object) => by.http.post('/api/staff/employees/invitations', body)
const employee = (id: string, rest = '') => `/api/staff/employees/${id}${rest}`

/** Somebody who accepted an invitation, signed in. */
async function joined(roles: string[], place: object = {}) {
  const email = freshAddress()
  expectStatus(await invite(owner, { email, roles, position: 'Designer', ...place }), 201)
  const token = tokenIn(await server.mailbox(), email, 'organisations.invitation')
  const password = `pw-${randomBytes(12).toString('base64url')}`
  const body = { token, name: 'Amina Odhiambo', password, transport: 'bearer' }
  const accepted = expectStatus(await server.people.anonymous().post('/api/invitations/accept', body), 201)
  const http = createHttpClient(server.url, { authorization: `Bearer ${accepted.accessToken}` })
  return { id: accepted.user.id as string, email, password, http } as Person
}
const listed = async (id: string) =>
  expectStatus(await owner.http.get('/api/staff/employees'), 200).items.find((one: { id: string }) => one.id === id)

describe('an invitation', () => {
  test('brings roles, department and position, in the transaction that accepts it', async () => {
    const department = expectStatus(
      await owner.http.post('/api/staff/departments', { name: 'Design', sortOrder: 1 }),
      201,
    )
    const person = await joined(['developer'], { departmentId: department.id })
    const { position, department: name, state, visible } = await listed(person.id)
    assert.deepEqual([position, name, state, visible], ['Designer', 'Design', 'active', false])
    assert.deepEqual(expectStatus(await person.http.get('/api/auth/me'), 200).user.roles, ['developer'])
  })

  test('to roles beyond one’s own is refused, and leaves nothing', async () => {
    const hr = await server.people.signedIn('hr')
    const seen = await server.watch()
    const body = { email: freshAddress(), position: 'Everything' }
    expectProblem(await invite(hr, { ...body, roles: ['manager'] }), 'access/beyond-own')
    expectProblem(await invite(admin, { ...body, roles: ['administrator'] }), 'access/beyond-own')
    expectProblem(await invite(hr, { ...body, roles: ['wizard'] }), 'access/unknown-role')
    const unknown = { ...body, roles: [], departmentId: '00000000-0000-7000-8000-000000000000' }
    expectProblem(await invite(hr, unknown), 'agency/department-not-found')
    assert.deepEqual(await seen(), noEffects)
    expectStatus(await invite(hr, { ...body, roles: ['hr'] }), 201)
  })

  test('that was taken back makes nobody an employee', async () => {
    const email = freshAddress()
    const { id } = expectStatus(await invite(owner, { email, roles: [], position: 'Nobody' }), 201)
    const token = tokenIn(await server.mailbox(), email, 'organisations.invitation')
    expectStatus(await owner.http.delete(`/api/invitations/${id}`), 204)
    const body = { token, name: 'Late', password: 'a long enough password here', transport: 'bearer' }
    expectProblem(
      await server.people.anonymous().post('/api/invitations/accept', body),
      'organisations/invitation-gone',
    )
    const rows = await server.query(`SELECT FROM agency.employee WHERE position = 'Nobody'`)
    assert.equal(rows.length, 0)
  })
})

describe('the page of the team', () => {
  test('shows who is to be shown, in order, with no address', async () => {
    const [one, two] = [await joined(['editor']), await joined(['author'])]
    const team = async () => expectStatus(await server.people.anonymous().get('/api/team'), 200).items
    const ids = async () => (await team()).map((item: { id: string }) => item.id)
    assert.ok(!(await ids()).includes(one.id))
    expectStatus(await admin.http.patch(employee(one.id), { version: 1, visible: true, sortOrder: 2 }), 200)
    expectStatus(await admin.http.patch(employee(two.id), { version: 1, visible: true, sortOrder: 1 }), 200)
    assert.deepEqual(await ids(), [two.id, one.id])
    assert.ok(!JSON.stringify(await team()).includes(one.email))
  })

  test('shows the photo made anew, and what people say of themselves', async () => {
    const person = await joined(['editor'])
    const bytes = await readFile(new URL('images/exif-gps-orientation-6.jpg', fixtures))
    const { fileId } = await upload(person, 'agency.portrait', { filename: 'me.jpg', bytes })
    const body = { version: 1, headline: 'Draws', bio: 'Since 2019.', links: ['https://example.org/amina'] }
    const changed = expectStatus(await person.http.patch('/api/staff/profile', { ...body, photoFileId: fileId }), 200)
    await server.jobsIdle()
    assert.equal((await server.people.anonymous().get(changed.photoUrl)).status, 200)
    expectProblem(await person.http.patch('/api/staff/profile', body), 'agency/employee-stale')
    const other = await joined(['editor'])
    const stolen = { version: 1, photoFileId: fileId }
    expectProblem(await other.http.patch('/api/staff/profile', stolen), 'agency/photo-not-usable')
    const promoted = { version: 2, position: 'Director' }
    expectProblem(await person.http.patch('/api/staff/profile', promoted), 'http/invalid')
    const script = { version: 2, links: ['javascript:alert(1)'] }
    expectProblem(await person.http.patch('/api/staff/profile', script), 'http/invalid')
  })
})

describe('who leaves', () => {
  test('loses roles, page and work at once', async () => {
    const person = await joined(['developer'])
    expectStatus(await owner.http.patch(employee(person.id), { version: 1, visible: true }), 200)
    const { id: request } = await server.client()
    expectStatus(await owner.http.post(`/api/staff/requests/${request}/assign`, { assigneeId: person.id }), 200)
    const seen = await server.watch()
    const left = expectStatus(await owner.http.post(employee(person.id, '/leave')), 200)
    assert.deepEqual([left.state, left.visible], ['left', false])
    assert.deepEqual(await seen(), {
      audit: ['access.role.revoked', 'agency.employee.left'],
      events: ['access.role.revoked', 'agency.employee.left'],
      mails: [],
    })
    expectProblem(await person.http.get(`/api/staff/requests/${request}`), 'http/denied')
    const [row] = await server.query<{ assignee_id: string | null }>(
      'SELECT assignee_id FROM agency.service_request WHERE id = $1',
      [request],
    )
    assert.equal(row?.assignee_id, null)
    expectProblem(await owner.http.post(employee(person.id, '/leave')), 'agency/employee-left')
    expectProblem(await owner.http.patch(employee(person.id), { version: 3, visible: true }), 'agency/employee-left')
  })

  test('is not sent away by somebody who holds less', async () => {
    const person = await joined(['developer'])
    const hr = await server.people.signedIn('hr')
    expectProblem(await hr.http.post(employee(person.id, '/leave')), 'access/beyond-own')
    assert.equal((await listed(person.id)).state, 'active')
  })

  test('and is invited again is back', async () => {
    const person = await joined(['author'])
    expectStatus(await owner.http.post(employee(person.id, '/leave')), 200)
    expectStatus(await invite(owner, { email: person.email, roles: ['author'], position: 'Writer' }), 201)
    const token = tokenIn(await server.mailbox(), person.email, 'organisations.invitation')
    const login = { email: person.email, password: person.password, transport: 'bearer' }
    const { accessToken } = expectStatus(await server.people.anonymous().post('/api/auth/login', login), 200)
    const as = { authorization: `Bearer ${accessToken}` }
    expectStatus(await server.people.anonymous().post('/api/invitations/accept', { token }, as), 201)
    const { state, position } = await listed(person.id)
    assert.deepEqual([state, position], ['active', 'Writer'])
  })
})

describe('a department', () => {
  test('has a name of its own and is removed when nobody belongs to it', async () => {
    const add = (name: string) => owner.http.post('/api/staff/departments', { name, sortOrder: 3 })
    const { id } = expectStatus(await add('Films'), 201)
    expectProblem(await add('FILMS'), 'agency/department-taken')
    const person = await joined([], { departmentId: id })
    expectProblem(await owner.http.delete(`/api/staff/departments/${id}`), 'agency/department-in-use')
    expectStatus(await owner.http.patch(employee(person.id), { version: 1, departmentId: null }), 200)
    expectStatus(await owner.http.delete(`/api/staff/departments/${id}`), 204)
    expectProblem(await owner.http.delete(`/api/staff/departments/${id}`), 'agency/department-not-found')
  })
})
