import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { type AgencyServer, startAgency } from '../../../../test/support/agency.ts'
import { noEffects } from '../../../../test/support/effects.ts'
import { expectProblem, expectStatus } from '../../../../test/support/music.ts'
import type { Person } from '../../../../test/support/people.ts'
import { systemOrigin } from '../../../kernel/db/actor.ts'

let server: AgencyServer
let manager: Person
let editor: Person
before(async () => {
  server = await startAgency()
  manager = await server.people.signedIn('manager')
  editor = await server.people.signedIn('editor')
})
after(() => server.stop())

const ENTRIES = '/api/content/testimonial'
const own = (id: string) => `/api/portal/projects/${id}/testimonial`
const words = (author = 'Wanjiru Kamau') => ({
  ...{ author, role: 'Owner of the lodge', rating: 5 },
  quote: 'On time, and it loads on a telephone in the bush.',
})

async function project() {
  const { id: quoteId, person, read } = await server.sentQuote(manager)
  expectStatus(await person.http.post(`/api/portal/quotes/${quoteId}/accept`, { ...read, name: 'Wanjiru Kamau' }), 200)
  const { projectId } = expectStatus(await manager.http.post(`/api/staff/quotes/${quoteId}/convert`, {}), 201)
  return { id: projectId as string, client: person }
}

/** Completed with nothing left to pay. */
async function done() {
  const made = await project()
  const path = `/api/staff/projects/${made.id}`
  const { version, reference } = expectStatus(await manager.http.get(path), 200)
  expectStatus(await manager.http.patch(path, { version, state: 'completed' }), 200)
  await server.mailbox()
  return { ...made, reference: reference as string }
}

/** Completed, and the words of its client in review. */
async function given(author?: string) {
  const made = await done()
  expectStatus(await made.client.http.post(own(made.id), words(author)), 201)
  const { testimonialId } = expectStatus(await manager.http.get(`/api/staff/projects/${made.id}`), 200)
  return { ...made, entry: `${ENTRIES}/${testimonialId}` }
}

describe('the testimonial of a project', () => {
  test('is asked for with a link to its page, handed in by the client, and waits in review', async () => {
    const { id, client, reference } = await done()
    const mails = await server.mailbox()
    const asked = mails.findLast(({ to, template }) => to.address === client.email && /testimonial/.test(template))
    assert.match(asked?.text ?? '', new RegExp(`/portal/projects/${id}/testimonial`))
    const { given: nothing, ...question } = expectStatus(await client.http.get(own(id)), 200)
    assert.deepEqual([nothing, question.isAsked, question.reference], [null, true, reference])
    const seen = await server.watch()
    const answer = expectStatus(await client.http.post(own(id), words()), 201)
    assert.deepEqual([answer.given.isPublished, answer.given.words], [false, words()])
    assert.deepEqual(await seen(), {
      ...noEffects,
      audit: ['content.entry.created', 'content.entry.submitted', 'agency.project.testimonial-given'],
    })
    const [waiting] = expectStatus(await editor.http.get(`${ENTRIES}?state=in_review`), 200).items
    const entry = expectStatus(await editor.http.get(`${ENTRIES}/${waiting.id}`), 200)
    assert.deepEqual([entry.fields.clientProject, entry.fields.email], [reference, client.email])
    const shown = () => server.people.anonymous().get(`/api/testimonials/${entry.slug}`)
    expectProblem(await shown(), 'content/entry-not-found')
    expectStatus(await editor.http.post(`${ENTRIES}/${entry.id}/publish`, { version: 1 }), 200)
    const { fields } = expectStatus(await shown(), 200)
    assert.deepEqual([fields.quote, 'email' in fields, 'clientProject' in fields], [words().quote, false, false])
    assert.equal(expectStatus(await client.http.get(own(id)), 200).given.isPublished, true)
    assert.equal(expectStatus(await client.http.get(`/api/portal/projects/${id}`), 200).testimonial, 'given')
  })

  test('is handed in once, of ten at once', async () => {
    const { id, client } = await done()
    const answers = await Promise.all(Array.from({ length: 10 }, () => client.http.post(own(id), words('One of ten'))))
    const codes = answers.map(({ status, body }) => (status === 201 ? 'given' : body.code)).sort()
    assert.deepEqual(codes, [...Array(9).fill('agency/testimonial-given'), 'given'])
    assert.equal(expectStatus(await editor.http.get(`${ENTRIES}?q=One of ten`), 200).items.length, 1)
  })

  test('is of nobody who was not asked, and of no project of another', async () => {
    const running = await project()
    const other = await done()
    const seen = await server.watch()
    expectProblem(await running.client.http.post(own(running.id), words()), 'agency/testimonial-not-asked')
    assert.equal(expectStatus(await running.client.http.get(own(running.id)), 200).isAsked, false)
    expectProblem(await running.client.http.post(own(other.id), words()), 'agency/project-not-found')
    expectProblem(await running.client.http.get(own(other.id)), 'agency/project-not-found')
    const forged = { ...words(), clientProject: 'PRJ-2026-00001' }
    assert.deepEqual(expectProblem(await other.client.http.post(own(other.id), forged), 'http/invalid'), [
      '/clientProject unknown-property',
    ])
    const short = { ...words(), quote: 'Nice', rating: 6 }
    const faults = expectProblem(await other.client.http.post(own(other.id), short), 'http/invalid')
    assert.deepEqual(faults.map((fault: string) => fault.split(' ')[0]).sort(), ['/quote', '/rating'])
    assert.deepEqual(await seen(), noEffects)
  })

  test('is refused visibly, and may be published after all', async () => {
    const { id, client, entry } = await given('Somebody else')
    const author = await server.people.signedIn('author')
    expectProblem(await author.http.post(`${entry}/reject`, { state: 'rejected' }), 'http/denied')
    const seen = await server.watch()
    assert.equal(expectStatus(await editor.http.post(`${entry}/reject`, { state: 'rejected' }), 200).state, 'rejected')
    assert.deepEqual(await seen(), { ...noEffects, audit: ['content.entry.rejected'] })
    expectProblem(await editor.http.post(`${entry}/reject`, { state: 'spam' }), 'content/wrong-state')
    const [refused] = expectStatus(await editor.http.get(`${ENTRIES}?state=rejected`), 200).items
    assert.equal(refused.title, 'Somebody else')
    expectProblem(await client.http.post(own(id), words()), 'agency/testimonial-given')
    expectStatus(await editor.http.post(`${entry}/submit`), 200)
    assert.equal(expectStatus(await editor.http.post(`${entry}/reject`, { state: 'spam' }), 200).state, 'spam')
    expectStatus(await editor.http.post(`${entry}/publish`, { version: 1 }), 200)
    expectProblem(await editor.http.post(`${entry}/reject`, { state: 'rejected' }), 'content/wrong-state')
  })

  test('is taken back with the account of the client', async () => {
    const { client, entry } = await given('Soon forgotten')
    expectStatus(await editor.http.post(`${entry}/publish`, { version: 1 }), 200)
    const agency = server.app.units.all.find(({ name }) => name === 'agency') ?? assert.fail()
    const exported = (await agency.exportPerson?.(client.id)) as { testimonials: { author: string }[] }
    assert.deepEqual(
      exported.testimonials.map((one) => one.author),
      ['Soon forgotten'],
    )
    await server.app.db.transaction(systemOrigin('test', 'test'), async (tx) => agency.erasePerson?.(tx, client.id))
    const { state, trashedAt } = expectStatus(await editor.http.get(entry), 200)
    assert.deepEqual([state, trashedAt === null], ['archived', false])
  })
})
