import assert from 'node:assert/strict'
import type { Person } from '../support/people.ts'
import type { TestServer } from '../support/server.ts'

/** A person whose application was approved through the API, so that a story can begin at their first track. */
export async function approvedArtist(server: TestServer, stageName: string): Promise<Person> {
  const [artist, reviewer] = await Promise.all([server.people.signedIn(), server.people.signedIn('reviewer')])
  const agreements = await artist.http.get('/api/agreements/current')
  const agreementIds = agreements.body.items.map(({ id }: { id: string }) => id)
  const application = await artist.http.post('/api/artist/signup', {
    role: 'solo',
    legalName: 'Ines Okafor',
    stageName,
    email: artist.email,
    country: 'PT',
    genres: ['Folk'],
    ageVerified: true,
    agreementIds,
    submit: true,
  })
  assert.equal(application.status, 201, JSON.stringify(application.body))
  const review = `/api/review/applications/${application.body.id}`
  for (const step of ['claim', 'approve']) {
    const answer = await reviewer.http.post(`${review}/${step}`)
    assert.equal(answer.status, 200, JSON.stringify(answer.body))
  }
  return artist
}
