import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import {
  type AgencyServer,
  attachment,
  freshAddress,
  guestAttachment,
  startAgency,
} from '../../../../test/support/agency.ts'
import { noEffects } from '../../../../test/support/effects.ts'
import { expectProblem, expectStatus, idempotencyKey } from '../../../../test/support/music.ts'
import type { Person } from '../../../../test/support/people.ts'
import { systemOrigin } from '../../../kernel/db/actor.ts'

let server: AgencyServer
let support: Person
before(async () => {
  server = await startAgency()
  support = await server.people.signedIn('support')
})
after(() => server.stop())

const asked = { subject: 'The form does not send', body: 'Nothing happens when I press it.' }
const own = (reference: string, rest = '') => `/api/tickets/${reference}${rest}`
const staff = (id: string, rest = '') => `/api/staff/tickets/${id}${rest}`

async function newest() {
  const [row] = await server.query<{ id: string; reference: string }>(
    'SELECT id, reference FROM agency.ticket ORDER BY id DESC LIMIT 1',
  )
  assert.ok(row !== undefined)
  return row
}
async function ticket() {
  const person = await server.people.signedIn()
  expectStatus(await person.http.post('/api/tickets', asked, idempotencyKey()), 202)
  return { person, ...(await newest()) }
}
async function guestTicket() {
  const email = freshAddress()
  const http = server.people.anonymous()
  const body = { ...asked, name: 'Njeri', email, formToken: await server.formToken() }
  expectStatus(await http.post('/api/tickets', body, idempotencyKey()), 202)
  const token = await server.mailedToken(email)
  return { email, http, token, headers: { 'x-guest-token': token }, ...(await newest()) }
}

interface Shown {
  readonly messages: readonly { readonly body: string; readonly files: readonly { readonly id: string }[] }[]
}
const filesIn = ({ messages }: Shown) => messages.map(({ files }) => files.map(({ id }) => id))
const message = (fileIds: readonly string[], body = 'Look at this') => ({ body, fileIds })
const writeAs = (http: Person['http'], reference: string, fileIds: readonly string[]) =>
  http.post(own(reference, '/messages'), message(fileIds))

describe('a file of a ticket', () => {
  test('goes along with a message of the client or the staff, and both open it', async () => {
    const { person, reference, id } = await ticket()
    const theirs = await attachment(person, 'A picture of the fault')
    assert.deepEqual(filesIn(expectStatus(await writeAs(person.http, reference, [theirs]), 201)), [[], [theirs]])
    const ours = await attachment(support, 'How to mend it')
    const seen = await server.watch()
    const answer = { ...message([ours]), internal: false }
    const answered = expectStatus(await support.http.post(staff(id, '/messages'), answer), 201)
    assert.deepEqual(filesIn(answered), [[], [theirs], [ours]])
    assert.deepEqual(await seen(), {
      audit: ['agency.ticket.answered'],
      events: [],
      mails: ['agency.ticket-answered'],
    })
    assert.deepEqual(filesIn(expectStatus(await person.http.get(own(reference)), 200)), [[], [theirs], [ours]])
    assert.match((await support.http.get(staff(id, `/files/${theirs}`))).body, /A picture of the fault/)
    assert.match((await person.http.get(own(reference, `/files/${ours}`))).body, /How to mend it/)
  })

  test('with a note among the staff stays among them', async () => {
    const { person, reference, id } = await ticket()
    const fileId = await attachment(support, 'The log of the server')
    const note = { ...message([fileId], 'Found it'), internal: true }
    assert.deepEqual(filesIn(expectStatus(await support.http.post(staff(id, '/messages'), note), 201)), [[], [fileId]])
    const read = expectStatus(await person.http.get(own(reference)), 200)
    assert.ok(!JSON.stringify(read).includes(fileId))
    expectProblem(await person.http.get(own(reference, `/files/${fileId}`)), 'agency/file-not-found')
    assert.match((await support.http.get(staff(id, `/files/${fileId}`))).body, /The log/)
  })

  test('is opened by nobody else, and has no address among files', async () => {
    const { person, reference, id } = await ticket()
    const fileId = await attachment(person, 'Mine')
    expectStatus(await writeAs(person.http, reference, [fileId]), 201)
    const stranger = await ticket()
    const path = own(reference, `/files/${fileId}`)
    expectProblem(await stranger.person.http.get(path), 'agency/ticket-not-found')
    expectProblem(await server.people.anonymous().get(path), 'agency/ticket-not-found')
    const guest = await guestTicket()
    expectProblem(await guest.http.get(path, guest.headers), 'agency/ticket-not-found')
    const elsewhere = own(stranger.reference, `/files/${fileId}`)
    expectProblem(await stranger.person.http.get(elsewhere), 'agency/file-not-found')
    expectProblem(await support.http.get(staff(stranger.id, `/files/${fileId}`)), 'agency/file-not-found')
    expectProblem(await support.http.get(`/api/files/${fileId}/content`), 'files/not-found')
    const lesser = await server.people.signedIn('support')
    const owner = await server.people.signedIn('administrator')
    expectStatus(await owner.http.put(`/api/users/${lesser.id}/denials/agency:tickets.view_all`, {}), 204)
    expectProblem(await lesser.http.get(staff(id, `/files/${fileId}`)), 'agency/ticket-not-found')
  })

  test('of another person, twice, or of a ticket that is closed is refused, and the message with it', async () => {
    const { person, reference, id } = await ticket()
    const [theirs, mine] = [await attachment(support, 'Not yours'), await attachment(person, 'Mine')]
    const seen = await server.watch()
    expectProblem(await writeAs(person.http, reference, [mine, theirs]), 'agency/file-not-usable')
    expectProblem(await writeAs(person.http, reference, [mine, mine]), 'http/invalid')
    const many = Array.from({ length: 11 }, (_, at) => `00000000-0000-7000-8000-${String(at).padStart(12, '0')}`)
    expectProblem(await writeAs(person.http, reference, many), 'http/invalid')
    const stolen = { ...message([mine]), internal: false }
    expectProblem(await support.http.post(staff(id, '/messages'), stolen), 'agency/file-not-usable')
    assert.deepEqual(await seen(), noEffects)
    assert.deepEqual(filesIn(expectStatus(await person.http.get(own(reference)), 200)), [[]])
    expectStatus(await writeAs(person.http, reference, [mine]), 201)
    expectProblem(await writeAs(person.http, reference, [mine]), 'agency/file-not-usable')
    for (const [expected, state] of [
      ['open', 'resolved'],
      ['resolved', 'closed'],
    ])
      expectStatus(await support.http.post(staff(id, '/state'), { expected, state }), 200)
    const late = await attachment(person, 'Too late')
    expectProblem(await writeAs(person.http, reference, [late]), 'agency/ticket-closed')
  })
})

describe('a guest', () => {
  test('sends a file with a message by the secret of the mail; it belongs to that ticket alone', async () => {
    const [guest, thief] = [await guestTicket(), await guestTicket()]
    const fileId = await guestAttachment(guest, 'What I see')
    const path = own(guest.reference, '/messages')
    expectProblem(
      await thief.http.post(own(thief.reference, '/messages'), message([fileId]), thief.headers),
      'agency/file-not-usable',
    )
    expectProblem(await thief.http.post(path, message([fileId]), thief.headers), 'agency/ticket-not-found')
    const request = await server.guest()
    expectProblem(
      await request.http.post(`/api/service-requests/${request.reference}/files`, { fileId }, request.headers),
      'agency/file-not-usable',
    )
    assert.deepEqual(filesIn(expectStatus(await guest.http.post(path, message([fileId]), guest.headers), 201)), [
      [],
      [fileId],
    ])
    assert.match((await support.http.get(staff(guest.id, `/files/${fileId}`))).body, /What I see/)
    const file = own(guest.reference, `/files/${fileId}`)
    assert.match((await guest.http.get(file, guest.headers)).body, /What I see/)
    expectProblem(await guest.http.get(file, thief.headers), 'agency/ticket-not-found')
    expectProblem(await guest.http.get(file), 'agency/ticket-not-found')
  })
})

describe('a client who is forgotten', () => {
  const agency = () => server.app.units.all.find(({ name }) => name === 'agency') ?? assert.fail()
  const files = () => server.app.units.files
  const erase = (id: Person['id']) =>
    server.app.db.transaction(systemOrigin('test', 'test'), async (tx) => {
      await agency().erasePerson?.(tx, id)
      await files().erasePerson?.(tx, id)
    })

  test('takes along what they sent with an account; what staff sent stays with the ticket', async () => {
    const { person, reference, id } = await ticket()
    const mine = await attachment(person, 'Forget me')
    expectStatus(await writeAs(person.http, reference, [mine]), 201)
    const ours = await attachment(support, 'Ours')
    const answer = { ...message([ours]), internal: false }
    expectStatus(await support.http.post(staff(id, '/messages'), answer), 201)
    await erase(person.id)
    assert.deepEqual(filesIn(expectStatus(await support.http.get(staff(id)), 200)), [[], [], [ours]])
    expectProblem(await support.http.get(staff(id, `/files/${mine}`)), 'agency/file-not-found')
  })

  test('takes along what they sent as a guest, which they are given before', async () => {
    const guest = await guestTicket()
    const fileId = await guestAttachment(guest, 'Forget me too')
    const path = own(guest.reference, '/messages')
    expectStatus(await guest.http.post(path, message([fileId]), guest.headers), 201)
    const person = expectStatus(
      await guest.http.post('/api/portal/enter', { token: guest.token, transport: 'bearer' }),
      200,
    ).user
    assert.match(JSON.stringify(await agency().exportPerson?.(person.id)), new RegExp(fileId))
    await erase(person.id)
    assert.deepEqual(filesIn(expectStatus(await support.http.get(staff(guest.id)), 200)), [[], []])
    assert.equal(await files().file(server.app.db, fileId as never), null)
  })

  test('of the staff leaves what they sent, without their name', async () => {
    const { person, reference, id } = await ticket()
    const helper = await server.people.signedIn('support')
    const fileId = await attachment(helper, 'The plan')
    const answer = { ...message([fileId]), internal: false }
    expectStatus(await helper.http.post(staff(id, '/messages'), answer), 201)
    await erase(helper.id)
    assert.match((await person.http.get(own(reference, `/files/${fileId}`))).body, /The plan/)
  })
})
