import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { type AgencyServer, attachment, startAgency } from '../../../../test/support/agency.ts'
import { noEffects } from '../../../../test/support/effects.ts'
import { expectProblem, expectStatus, idempotencyKey } from '../../../../test/support/music.ts'
import type { Person } from '../../../../test/support/people.ts'

let server: AgencyServer
let manager: Person
let developer: Person
before(async () => {
  server = await startAgency()
  manager = await server.people.signedIn('manager')
  developer = await server.people.signedIn('developer')
})
after(() => server.stop())

const staff = (id: string, rest = '') => `/api/staff/projects/${id}${rest}`
const portal = (id: string, rest = '') => `/api/portal/projects/${id}${rest}`

async function acceptedQuote() {
  const quote = await server.sentQuote(manager)
  const body = { ...quote.read, name: 'Wanjiru Kamau' }
  expectStatus(await quote.person.http.post(`/api/portal/quotes/${quote.id}/accept`, body), 200)
  return quote
}
/** A project with a client and the developer in its team. */
async function project() {
  const { id: quoteId, person } = await acceptedQuote()
  const { projectId: id } = expectStatus(await manager.http.post(`/api/staff/quotes/${quoteId}/convert`, {}), 201)
  expectStatus(await manager.http.put(staff(id, `/members/${developer.id}`)), 200)
  return { id: id as string, client: person }
}
async function shared(id: string, title = 'Home page') {
  const made = expectStatus(await developer.http.post(staff(id, '/deliverables'), { title }), 201)
  const deliverable = made.deliverables.at(-1).id as string
  expectStatus(await developer.http.post(staff(id, `/deliverables/${deliverable}/share`)), 200)
  return deliverable
}

describe('an accepted quote', () => {
  test('becomes one project and one draft of an invoice, also when asked for ten times at once', async () => {
    const { id, person } = await acceptedQuote()
    const seen = await server.watch()
    const convert = () => manager.http.post(`/api/staff/quotes/${id}/convert`, { invoiceDueInDays: 14 })
    const answers = await Promise.all(Array.from({ length: 10 }, convert))
    const codes = answers.map(({ status, body }) => (status === 201 ? 'made' : body.code)).sort()
    assert.deepEqual(codes, [...Array(9).fill('agency/quote-converted'), 'made'])
    assert.deepEqual(await seen(), {
      audit: ['agency.project.started', 'invoices.invoice.drafted', 'agency.quote.converted'],
      events: ['agency.project.started'],
      mails: [],
    })
    const projectId = answers.find(({ status }) => status === 201)?.body.projectId
    const [made, ...more] = await server.app.units.invoices.ofSource(server.app.db, {
      type: 'agency.client-project',
      id: projectId,
    })
    assert.equal(more.length, 0)
    const invoice = expectStatus(await manager.http.get(`/api/invoices/${made?.id}`), 200)
    assert.deepEqual(
      [invoice.status, invoice.clientId, invoice.currency, invoice.totalMinor],
      ['draft', person.id, 'KES', '34800000'],
    )
    assert.deepEqual(
      invoice.lines.map(({ qty, unitMinor }: { qty: string; unitMinor: string }) => [qty, unitMinor]),
      [
        ['3', '9000000'],
        ['1', '3000000'],
      ],
    )
    assert.equal(expectStatus(await person.http.get('/api/portal/projects'), 200).items.length, 1)
  })

  test('that was not accepted becomes nothing', async () => {
    const quote = await server.sentQuote(manager)
    const seen = await server.watch()
    expectProblem(await manager.http.post(`/api/staff/quotes/${quote.id}/convert`, {}), 'agency/quote-not-accepted')
    assert.deepEqual(await seen(), noEffects)
  })
})

describe('a project', () => {
  test('does not exist for those who do not belong to it', async () => {
    const { id } = await project()
    const outsider = await server.people.signedIn('developer')
    const { client: stranger, id: own } = await project()
    for (const path of [staff(id), staff(id, `/files/${id}`)])
      expectProblem(await outsider.http.get(path), 'agency/project-not-found')
    for (const [path, body] of [
      ['/milestones', { title: 'Mine' }],
      ['/deliverables', { title: 'Mine' }],
      ['/comments', { body: 'Mine', visibility: 'customer' }],
    ] as const)
      expectProblem(await outsider.http.post(staff(id, path), body), 'agency/project-not-found')
    expectProblem(await stranger.http.get(portal(id)), 'agency/project-not-found')
    expectProblem(await stranger.http.get(staff(own)), 'http/denied')
    expectProblem(await manager.http.get(portal(id)), 'agency/project-not-found')
  })

  test('is staffed by those who may, with people whose roles allow it', async () => {
    const { id } = await project()
    const support = await server.people.signedIn('support')
    expectProblem(await manager.http.put(staff(id, `/members/${support.id}`)), 'agency/not-assignable')
    expectProblem(await developer.http.put(staff(id, `/members/${developer.id}`)), 'http/denied')
    const seen = await server.watch()
    for (let at = 0; at < 2; at += 1)
      expectStatus(await manager.http.delete(staff(id, `/members/${developer.id}`)), 200)
    assert.deepEqual((await seen()).audit, ['agency.project.left'])
    expectProblem(await developer.http.get(staff(id)), 'agency/project-not-found')
  })

  test('is changed at the version that was read', async () => {
    const { id } = await project()
    const change = (state: string) => manager.http.patch(staff(id), { version: 1, state })
    const answers = await Promise.all([change('on_hold'), change('completed')])
    assert.deepEqual(answers.map(({ status, body }) => body.code ?? status).sort(), [200, 'agency/project-stale'])
  })

  test('progresses by its milestones, each moved from the state that was seen', async () => {
    const { id, client } = await project()
    for (const title of ['Design', 'Build', 'Launch'])
      expectStatus(await developer.http.post(staff(id, '/milestones'), { title }), 201)
    const { milestones } = expectStatus(await developer.http.get(staff(id)), 200)
    const move = (at: number, expected: string, state: string) =>
      developer.http.post(staff(id, `/milestones/${milestones[at].id}/state`), { expected, state })
    const percent = async () => expectStatus(await client.http.get(portal(id)), 200).progressPercent
    assert.equal(await percent(), 0)
    const answers = await Promise.all(Array.from({ length: 5 }, () => move(0, 'todo', 'done')))
    assert.deepEqual(answers.map(({ status }) => status).sort(), [200, 409, 409, 409, 409])
    assert.equal(await percent(), 33)
    expectStatus(await move(1, 'todo', 'blocked'), 200)
    expectProblem(await move(1, 'todo', 'done'), 'agency/milestone-moved')
    expectStatus(await move(1, 'blocked', 'done'), 200)
    expectStatus(await move(2, 'todo', 'done'), 200)
    assert.equal(await percent(), 100)
    const other = await project()
    const elsewhere = staff(other.id, `/milestones/${milestones[0].id}/state`)
    const body = { expected: 'done', state: 'todo' }
    expectProblem(await developer.http.post(elsewhere, body), 'agency/milestone-not-found')
  })

  test('takes milestones at once without two at one place', async () => {
    const { id } = await project()
    const add = (at: number) => developer.http.post(staff(id, '/milestones'), { title: `Step ${at}` })
    const answers = await Promise.all(Array.from({ length: 6 }, (_, at) => add(at)))
    assert.deepEqual(new Set(answers.map(({ status }) => status)), new Set([201]))
  })
})

describe('a deliverable', () => {
  test('is seen by the client when it is shared, not before', async () => {
    const { id, client } = await project()
    const made = expectStatus(await developer.http.post(staff(id, '/deliverables'), { title: 'Home page' }), 201)
    const deliverable = made.deliverables[0].id
    const fileId = await attachment(developer, 'The design')
    const file = { fileId, visibility: 'customer', deliverableId: deliverable }
    expectStatus(await developer.http.post(staff(id, '/files'), file), 201)
    const bytes = portal(id, `/files/${fileId}?deliverableId=${deliverable}`)
    assert.deepEqual(expectStatus(await client.http.get(portal(id)), 200).deliverables, [])
    expectProblem(await client.http.get(bytes), 'agency/deliverable-not-found')
    const seen = await server.watch()
    expectStatus(await developer.http.post(staff(id, `/deliverables/${deliverable}/share`)), 200)
    assert.deepEqual(await seen(), {
      audit: ['agency.project.deliverable-shared'],
      events: ['agency.deliverable.shared'],
      mails: ['agency.deliverable-shared'],
    })
    assert.match((await client.http.get(bytes)).body, /The design/)
  })

  test('is accepted once, of twenty at once', async () => {
    const { id, client } = await project()
    const deliverable = await shared(id)
    const decide = (at: number) =>
      client.http.post(portal(id, `/deliverables/${deliverable}/decide`), {
        decision: at % 2 === 0 ? 'accepted' : 'revision_requested',
        round: 1,
      })
    const seen = await server.watch()
    const answers = await Promise.all(Array.from({ length: 20 }, (_, at) => decide(at)))
    const codes = answers.map(({ status, body }) => (status === 200 ? 'decided' : body.code)).sort()
    assert.deepEqual(codes, [...Array(19).fill('agency/deliverable-moved'), 'decided'])
    assert.deepEqual((await seen()).events, ['agency.deliverable.decided'])
  })

  test('is revised and shared anew; who looks at the former round decides nothing', async () => {
    const { id, client } = await project()
    const deliverable = await shared(id)
    const decide = (body: object) => client.http.post(portal(id, `/deliverables/${deliverable}/decide`), body)
    const asked = expectStatus(await decide({ decision: 'revision_requested', round: 1, note: 'More green' }), 200)
    assert.equal(asked.comments[0].body, 'More green')
    expectProblem(await decide({ decision: 'accepted', round: 1 }), 'agency/deliverable-moved')
    expectStatus(await developer.http.post(staff(id, `/deliverables/${deliverable}/share`)), 200)
    expectProblem(await decide({ decision: 'accepted', round: 1 }), 'agency/deliverable-moved')
    const accepted = expectStatus(await decide({ decision: 'accepted', round: 2 }), 200)
    assert.equal(accepted.deliverables[0].state, 'accepted')
    expectProblem(
      await developer.http.post(staff(id, `/deliverables/${deliverable}/share`)),
      'agency/deliverable-moved',
    )
    const bypass = server.query(
      `UPDATE agency.deliverable SET state = 'shared', decided_at = NULL, decided_by = NULL WHERE id = $1`,
      [deliverable],
    )
    await assert.rejects(bypass, /does not go from accepted to shared/)
  })

  test('of another client is not to be decided on', async () => {
    const [one, other] = [await project(), await project()]
    const deliverable = await shared(one.id)
    const body = { decision: 'accepted', round: 1 }
    const decide = (id: string) => other.client.http.post(portal(id, `/deliverables/${deliverable}/decide`), body)
    expectProblem(await decide(one.id), 'agency/project-not-found')
    expectProblem(await decide(other.id), 'agency/deliverable-not-found')
  })
})

describe('comments', () => {
  test('are seen by those they are for', async () => {
    const { id, client } = await project()
    for (const visibility of ['customer', 'staff', 'internal'])
      expectStatus(await manager.http.post(staff(id, '/comments'), { body: `for ${visibility}`, visibility }), 201)
    expectStatus(await client.http.post(portal(id, '/comments'), { body: 'from the client' }, idempotencyKey()), 201)
    expectProblem(
      await client.http.post(portal(id, '/comments'), { body: 'x', visibility: 'internal' }),
      'http/invalid',
    )
    const read = async (path: string, { http }: Person) =>
      expectStatus(await http.get(path), 200).comments.map((one: { body: string }) => one.body)
    assert.deepEqual(await read(portal(id), client), ['for customer', 'from the client'])
    assert.deepEqual(await read(staff(id), developer), ['for customer', 'for staff', 'from the client'])
    assert.equal((await read(staff(id), manager)).length, 4)
  })
})
