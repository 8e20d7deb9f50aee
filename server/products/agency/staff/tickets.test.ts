import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { type AgencyServer, freshAddress, startAgency } from '../../../../test/support/agency.ts'
import { noEffects } from '../../../../test/support/effects.ts'
import { expectProblem, expectStatus, idempotencyKey } from '../../../../test/support/music.ts'
import type { Person } from '../../../../test/support/people.ts'

let server: AgencyServer
let support: Person
let assigned: Person
before(async () => {
  server = await startAgency()
  support = await server.people.signedIn('support')
  assigned = await server.people.signedIn('support')
  const lesser = `/api/users/${assigned.id}/denials/agency:tickets.view_all`
  const owner = await server.people.signedIn('administrator')
  expectStatus(await owner.http.put(lesser, {}), 204)
})
after(() => server.stop())

const asked = { subject: 'The form does not send', body: 'Nothing happens when I press it.' }
const own = (reference: string, rest = '') => `/api/tickets/${reference}${rest}`
const staff = (id: string, rest = '') => `/api/staff/tickets/${id}${rest}`

async function ticket() {
  const person = await server.people.signedIn()
  const { reference } = expectStatus(await person.http.post('/api/tickets', asked, idempotencyKey()), 202)
  const [row] = await server.query<{ id: string }>('SELECT id FROM agency.ticket WHERE reference = $1', [reference])
  return { person, reference: reference as string, id: row?.id ?? '' }
}
async function guestTicket() {
  const email = freshAddress()
  const body = { ...asked, name: 'Njeri', email, formToken: await server.formToken() }
  expectStatus(await server.people.anonymous().post('/api/tickets', body, idempotencyKey()), 202)
  const headers = { 'x-guest-token': await server.mailedToken(email) }
  const [row] = await server.query<{ reference: string }>(
    `SELECT ticket.reference FROM agency.ticket ticket JOIN agency.client client ON client.id = ticket.client_id
      WHERE client.email_canonical = $1`,
    [email],
  )
  return { email, headers, reference: row?.reference ?? '' }
}

describe('a ticket', () => {
  test('of a guest is opened by the secret of the mail alone', async () => {
    const anonymous = server.people.anonymous()
    const seen = await server.watch()
    const { reference, headers, email } = await guestTicket()
    assert.deepEqual(await seen(), {
      audit: [],
      events: ['agency.ticket.opened'],
      mails: ['agency.ticket-received'],
    })
    assert.equal(expectStatus(await anonymous.get(own(reference), headers), 200).messages.length, 1)
    const other = await guestTicket()
    for (const given of [{}, other.headers, { 'x-guest-token': 'A'.repeat(43) }])
      expectProblem(await anonymous.get(own(reference), given), 'agency/ticket-not-found')
    expectProblem(await anonymous.get(`${own(reference)}?email=${email}`), 'http/invalid')
    const request = await server.guest()
    expectProblem(await anonymous.get(own(reference), request.headers), 'agency/ticket-not-found')
    expectProblem(
      await anonymous.get(`/api/service-requests/${request.reference}`, headers),
      'agency/request-not-found',
    )
  })

  test('from a program or without a name is refused or dropped, and leaves nothing', async () => {
    const seen = await server.watch()
    const send = (body: object) => server.people.anonymous().post('/api/tickets', body, idempotencyKey())
    const formToken = await server.formToken()
    expectProblem(await send({ ...asked, name: 'A', email: 'a@mail.example' }), 'agency/form-stale')
    expectProblem(await send({ ...asked, formToken }), 'agency/contact-missing')
    const trapped = { ...asked, name: 'A', email: 'a@mail.example', formToken, website: 'x' }
    assert.deepEqual(expectStatus(await send(trapped), 202), { status: 'received', reference: null })
    assert.deepEqual(await seen(), noEffects)
  })

  test('is answered to the client; what is internal stays among the staff and breaks no silence', async () => {
    const { id, reference, person } = await ticket()
    const answer = (body: string, internal: boolean) => support.http.post(staff(id, '/messages'), { body, internal })
    const seen = await server.watch()
    const noted = expectStatus(await answer('Looks like the CDN', true), 201)
    assert.deepEqual([noted.answeredAt, await seen()], [null, { ...noEffects, audit: ['agency.ticket.answered'] }])
    const answered = expectStatus(await answer('Which browser?', false), 201)
    assert.deepEqual([answered.answeredAt !== null, answered.answerLate], [true, false])
    assert.deepEqual((await seen()).mails, ['agency.ticket-answered'])
    const read = expectStatus(await person.http.get(own(reference)), 200)
    assert.deepEqual(
      read.messages.map((one: { body: string }) => one.body),
      [asked.body, 'Which browser?'],
    )
    assert.ok(!JSON.stringify(read).includes('CDN') && !('priority' in read))
  })

  test('moves from the state that was seen, once of ten at once, and is opened again by its client', async () => {
    const { id, reference, person } = await ticket()
    const move = (expected: string, state: string) => support.http.post(staff(id, '/state'), { expected, state })
    const answers = await Promise.all(Array.from({ length: 10 }, () => move('open', 'resolved')))
    const codes = answers.map(({ status, body }) => body.code ?? status).sort()
    assert.deepEqual(codes, [200, ...Array(9).fill('agency/ticket-moved')])
    expectProblem(await move('open', 'closed'), 'agency/ticket-step-refused')
    const write = () => person.http.post(own(reference, '/messages'), { body: 'Still broken' })
    assert.equal(expectStatus(await write(), 201).state, 'open')
    expectStatus(await move('open', 'resolved'), 200)
    expectStatus(await move('resolved', 'closed'), 200)
    expectProblem(await write(), 'agency/ticket-closed')
    expectProblem(await move('closed', 'open'), 'agency/ticket-step-refused')
  })

  test('that is more urgent is due sooner', async () => {
    const { id } = await ticket()
    const before = expectStatus(await support.http.get(staff(id)), 200)
    const urgent = expectStatus(await support.http.post(staff(id, '/priority'), { priority: 'urgent' }), 200)
    assert.ok(urgent.answerDueAt < before.answerDueAt && urgent.resolveDueAt < before.resolveDueAt)
  })

  test('is seen by whom it is assigned to, and by nobody else who sees only their own', async () => {
    const { id } = await ticket()
    expectProblem(await assigned.http.get(staff(id)), 'agency/ticket-not-found')
    expectProblem(await assigned.http.post(staff(id, '/assign'), { assigneeId: assigned.id }), 'http/denied')
    const seen = await server.watch()
    expectStatus(await support.http.post(staff(id, '/assign'), { assigneeId: assigned.id }), 200)
    assert.deepEqual(await seen(), {
      audit: ['agency.ticket.assigned'],
      events: [],
      mails: ['agency.ticket-for-staff'],
    })
    expectStatus(await assigned.http.get(staff(id)), 200)
    const listed = expectStatus(await assigned.http.get('/api/staff/tickets?limit=100'), 200).items
    assert.ok(listed.every((one: { assignee: { id: string } }) => one.assignee.id === assigned.id))
    const developer = await server.people.signedIn('developer')
    const wrong = { assigneeId: developer.id }
    expectProblem(await support.http.post(staff(id, '/assign'), wrong), 'agency/not-assignable')
    expectProblem(await developer.http.get(staff(id)), 'http/denied')
  })
})
