import assert from 'node:assert/strict'
import { expectStatus, freshFiles, idempotencyKey } from '../support/music.ts'
import type { Person } from '../support/people.ts'
import type { TestServer } from '../support/server.ts'

/** A person whose application was sent through the API, so that a story can begin at the reviewer's desk. */
export async function applicant(server: TestServer, stageName: string): Promise<{ person: Person; id: string }> {
  const person = await server.people.signedIn()
  const agreements = await person.http.get('/api/agreements/current')
  const agreementIds = agreements.body.items.map(({ id }: { id: string }) => id)
  const application = await person.http.post('/api/artist/signup', {
    role: 'solo',
    legalName: 'Ines Okafor',
    stageName,
    email: person.email,
    country: 'PT',
    genres: ['Folk'],
    ageVerified: true,
    agreementIds,
    submit: true,
  })
  return { person, id: expectStatus(application, 201).id }
}

/** A person whose application was approved through the API, so that a story can begin at their first track. */
export async function approvedArtist(server: TestServer, stageName: string): Promise<Person> {
  const { person, id } = await applicant(server, stageName)
  const reviewer = await server.people.signedIn('reviewer')
  for (const step of ['claim', 'approve'])
    expectStatus(await reviewer.http.post(`/api/review/applications/${id}/${step}`), 200)
  return person
}

/** An approved artist's track that passed the checks and waits for a reviewer. */
export async function submittedTrack(
  server: TestServer,
  { stageName, title }: { readonly stageName: string; readonly title: string },
): Promise<{ person: Person; id: string }> {
  const person = await approvedArtist(server, stageName)
  const applications = expectStatus(await person.http.get('/api/artist/applications'), 200)
  const { artistId } = applications.items[0]
  const track = { artistId, title, genre: 'Folk', explicit: false, ...(await freshFiles(person)) }
  const { id } = expectStatus(await person.http.post('/api/tracks/submit', track, idempotencyKey()), 201)
  await server.jobsIdle()
  assert.equal(expectStatus(await person.http.get(`/api/tracks/submissions/${id}`), 200).state, 'submitted')
  return { person, id }
}
