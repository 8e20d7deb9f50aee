import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { noEffects } from '../../../test/support/effects.ts'
import {
  expectProblem,
  expectStatus,
  freshFiles,
  idempotencyKey,
  type MusicServer,
  startMusic,
} from '../../../test/support/music.ts'
import type { Person } from '../../../test/support/people.ts'
import { systemOrigin } from '../../kernel/db/actor.ts'

let server: MusicServer
let artist: Person
let artistId: string
let reviewer: Person
before(async () => {
  server = await startMusic()
  ;({ person: artist, artistId } = await server.artist('Night Ferry'))
  reviewer = await server.people.signedIn('reviewer')
})
after(() => server.stop())

const review = (id: string, step: string) => `/api/review/tracks/${id}/${step}`
const feedback = 'The vocals drown in the chorus; please mix them louder and send it again.'

async function submitted(title: string, fields: object = {}): Promise<string> {
  const body = { artistId, title, genre: 'Rock', explicit: false, ...(await freshFiles(artist)), ...fields }
  const { id } = expectStatus(await artist.http.post('/api/tracks/submit', body, idempotencyKey()), 201)
  await server.jobsIdle()
  return id
}

async function claimed(title: string, fields: object = {}): Promise<string> {
  const id = await submitted(title, fields)
  expectStatus(await reviewer.http.post(review(id, 'claim')), 200)
  return id
}

async function published(title: string, fields: object = {}): Promise<{ id: string; trackId: string }> {
  const id = await claimed(title, fields)
  const decided = expectStatus(await reviewer.http.post(review(id, 'decide'), { verdict: 'approve' }), 200)
  return { id, trackId: decided.trackId }
}

describe('the queue', () => {
  test('shows what passed the checks with its measurements, to reviewers only', async () => {
    const id = await submitted('Measured')
    const queue = expectStatus(await reviewer.http.get('/api/review/tracks?limit=100'), 200).items
    assert.ok(queue.some((item: { id: string }) => item.id === id))
    const detail = expectStatus(await reviewer.http.get(`/api/review/tracks/${id}`), 200)
    assert.deepEqual(
      [detail.probe.codec, detail.probe.sampleRateHz, detail.waveform.peaks.length, detail.ownArtist, detail.claim],
      ['PCM', 44_100, 800, false, null],
    )
    const stream = await reviewer.http.get(detail.streamUrl, { range: 'bytes=0-3' })
    assert.deepEqual([stream.status, stream.body], [206, 'RIFF'])
    assert.equal((await reviewer.http.get(`${detail.coverUrl}?size=64`)).status, 200)
    for (const path of ['/api/review/tracks', `/api/review/tracks/${id}`, detail.streamUrl])
      expectProblem(await artist.http.get(path), 'http/denied')
    const stranger = await server.people.signedIn()
    expectProblem(await stranger.http.get(detail.coverUrl), 'music/submission-not-found')
  })
})

describe('a claim', () => {
  test('goes to one of ten reviewers', async () => {
    const id = await submitted('Sought After')
    const reviewers = await Promise.all(Array.from({ length: 10 }, () => server.people.signedIn('reviewer')))
    const answers = await Promise.all(reviewers.map(({ http }) => http.post(review(id, 'claim'))))
    const codes = answers.map(({ status, body }) => (status === 200 ? 'held' : body.code)).sort()
    assert.deepEqual(codes, ['held', ...Array(9).fill('music/claimed')])
  })

  test('is extended by a heartbeat, lapses without one, and can be given back', async () => {
    const id = await claimed('Held')
    const other = await server.people.signedIn('reviewer')
    const shorten = (by: string) =>
      server.query(`UPDATE music.submission SET claimed_until = now() + $2::interval WHERE id = $1`, [id, by])
    await shorten('1 minute')
    const { claim } = expectStatus(await reviewer.http.post(review(id, 'heartbeat')), 200)
    assert.ok(Date.parse(claim.until) - Date.now() > 29 * 60_000)
    expectProblem(await other.http.post(review(id, 'heartbeat')), 'music/not-claimed')
    await shorten('-1 second')
    for (const step of ['heartbeat', 'release'])
      expectProblem(await reviewer.http.post(review(id, step)), 'music/not-claimed')
    expectProblem(await reviewer.http.post(review(id, 'decide'), { verdict: 'approve' }), 'music/not-claimed')
    expectStatus(await other.http.post(review(id, 'claim')), 200)
    const seen = await server.watch()
    assert.equal(expectStatus(await other.http.post(review(id, 'release')), 200).state, 'submitted')
    assert.deepEqual(await seen(), { ...noEffects, audit: ['music.submission.released'] })
    expectStatus(await reviewer.http.post(review(id, 'claim')), 200)
  })

  test('is refused on an artist of the own', async () => {
    const { person, artistId: ownId } = await server.artist('Own Band')
    await server.app.db.transaction(systemOrigin('test', 'test'), (tx) =>
      server.app.units.access.grantRole(tx, person.id, 'reviewer', 'test'),
    )
    const fields = { artistId: ownId, title: 'Mine', genre: 'Rock', explicit: false, ...(await freshFiles(person)) }
    const { id } = expectStatus(await person.http.post('/api/tracks/submit', fields, idempotencyKey()), 201)
    await server.jobsIdle()
    expectProblem(await person.http.post(review(id, 'claim')), 'music/own-artist')
    expectProblem(await person.http.post(review(id, 'decide'), { verdict: 'approve' }), 'music/own-artist')
    assert.equal(expectStatus(await person.http.get(`/api/review/tracks/${id}`), 200).ownArtist, true)
  })
})

describe('a decision', () => {
  const refused = [
    { name: 'a decline without a reason', body: { verdict: 'decline', feedback }, faults: ['/reasons too-few'] },
    {
      name: 'a request for changes in nine words',
      body: { verdict: 'request_changes', reasons: ['fit'], feedback: 'one two three four five six seven eight nine' },
      faults: ['/feedback too-short'],
    },
    { name: 'neither', body: { verdict: 'decline' }, faults: ['/reasons too-few', '/feedback too-short'] },
  ]
  test('but approval needs a reason and ten words', async () => {
    const id = await claimed('Hard To Judge')
    for (const { name, body, faults } of refused)
      assert.deepEqual(
        expectProblem(await reviewer.http.post(review(id, 'decide'), body), 'music/reasons-missing'),
        faults,
        name,
      )
    const unknown = { verdict: 'decline', reasons: ['taste'], feedback }
    expectProblem(await reviewer.http.post(review(id, 'decide'), unknown), 'http/invalid')
    const insert = `INSERT INTO music.submission_review VALUES (gen_random_uuid(), $1, 1, gen_random_uuid(), 'decline', '{fit}', 'too short', now())`
    await assert.rejects(server.query(insert, [id]), /violates check constraint/)
  })

  test('to decline ends the submission and tells why', async () => {
    const id = await claimed('Declined')
    const seen = await server.watch()
    const body = { verdict: 'decline', reasons: ['audio-quality'], feedback }
    assert.equal(expectStatus(await reviewer.http.post(review(id, 'decide'), body), 200).state, 'declined')
    assert.deepEqual(await seen(), {
      audit: ['music.submission.declined'],
      events: ['music.submission.decided'],
      mails: ['music.submission-declined'],
    })
    const mail = (await server.mailbox()).findLast(({ template }) => template === 'music.submission-declined')
    assert.match(mail?.text ?? '', /vocals drown/)
    const [{ feedback: told }] = expectStatus(await artist.http.get(`/api/tracks/submissions/${id}`), 200).reviews
    assert.equal(told, feedback)
    expectProblem(await artist.http.patch(`/api/tracks/submissions/${id}`, { title: 'Again' }), 'music/wrong-state')
  })

  test('to ask for changes lets the artist send it in again', async () => {
    const id = await claimed('Almost')
    const body = { verdict: 'request_changes', reasons: ['metadata'], feedback }
    const seen = await server.watch()
    assert.equal(expectStatus(await reviewer.http.post(review(id, 'decide'), body), 200).state, 'changes_requested')
    assert.deepEqual((await seen()).mails, ['music.changes-requested'])
    expectStatus(await artist.http.patch(`/api/tracks/submissions/${id}`, { title: 'Almost There' }), 200)
    await server.jobsIdle()
    expectStatus(await reviewer.http.post(review(id, 'claim')), 200)
    const decided = expectStatus(await reviewer.http.post(review(id, 'decide'), { verdict: 'approve' }), 200)
    const rounds = decided.reviews.map(
      ({ round, verdict }: { round: number; verdict: string }) => `${round} ${verdict}`,
    )
    assert.deepEqual([decided.state, rounds], ['published', ['1 request_changes', '2 approve']])
  })

  test('to approve publishes one track, also when made ten times at once', async () => {
    const id = await claimed('Ten Times', { albumTitle: 'Night Songs' })
    const seen = await server.watch()
    const approve = () => reviewer.http.post(review(id, 'decide'), { verdict: 'approve' })
    const answers = await Promise.all(Array.from({ length: 10 }, approve))
    const codes = answers.map(({ status, body }) => (status === 200 ? 'approved' : body.code)).sort()
    assert.deepEqual(codes, ['approved', ...Array(9).fill('music/wrong-state')])
    assert.deepEqual(await seen(), {
      audit: ['music.submission.approved', 'music.track.published'],
      events: ['music.submission.decided', 'music.track.published'],
      mails: ['music.submission-approved'],
    })
    const { items } = expectStatus(await server.people.anonymous().get('/api/tracks?search=ten+times'), 200)
    assert.equal(items.length, 1)
    const { items: albums } = expectStatus(await server.people.anonymous().get('/api/albums?artist=night-ferry'), 200)
    assert.deepEqual(
      albums.map(({ title, tracks }: { title: string; tracks: { title: string }[] }) => [title, tracks[0]?.title]),
      [['Night Songs', 'Ten Times']],
    )
  })

  test('with a time publishes then, once, however many processes are at it', async () => {
    const id = await claimed('Later')
    const publishAt = new Date(Date.now() + 3_600_000).toISOString()
    const body = { verdict: 'approve', publishAt }
    const approved = expectStatus(await reviewer.http.post(review(id, 'decide'), body), 200)
    assert.deepEqual([approved.state, approved.publishAt, approved.trackId], ['approved', publishAt, null])
    const run = async () => {
      await server.app.db.transaction(systemOrigin('test', 'test'), async (tx) => {
        for (let at = 0; at < 4; at += 1) await tx.enqueue({ queue: 'music.publish-due', data: {}, options: {} })
      })
      await server.jobsIdle()
      return await server.query('SELECT id FROM music.track WHERE title = $1', ['Later'])
    }
    const newest = async () =>
      expectStatus(await server.people.anonymous().get('/api/tracks?limit=1'), 200).items[0]?.title
    assert.deepEqual(await run(), [])
    assert.notEqual(await newest(), 'Later')
    await server.query(`UPDATE music.submission SET publish_at = now() - interval '1 second' WHERE id = $1`, [id])
    const seen = await server.watch()
    assert.equal((await run()).length, 1)
    assert.deepEqual(await seen(), { audit: ['music.track.published'], events: ['music.track.published'], mails: [] })
    assert.equal(await newest(), 'Later')
  })
})

describe('an unpublished track', () => {
  test('does not exist for anybody until it is published again', async () => {
    const { trackId } = await published('Here And Gone', { albumTitle: 'Vanishing' })
    const anyone = server.people.anonymous()
    const playlist = expectStatus(
      await artist.http.post('/api/playlists', { title: 'Mine', visibility: 'public' }),
      201,
    )
    expectStatus(await artist.http.post(`/api/playlists/${playlist.id}/items`, { trackId }), 201)
    const visible = async () => {
      const paths = ['', '/stream', '/waveform', '/cover'].map((part) => `/api/tracks/${trackId}${part}`)
      const single = await Promise.all(paths.map(async (path) => (await anyone.get(path)).status))
      const lists = ['/api/tracks?search=here', '/api/albums?limit=100', `/api/playlists/${playlist.id}`]
      const listed = await Promise.all(
        lists.map(async (path) => JSON.stringify((await anyone.get(path)).body).includes(trackId)),
      )
      return [...single, ...listed]
    }
    assert.deepEqual(await visible(), [200, 200, 200, 200, true, true, true])
    expectProblem(await artist.http.post(`/api/tracks/${trackId}/unpublish`), 'http/denied')
    const seen = await server.watch()
    expectStatus(await reviewer.http.post(`/api/tracks/${trackId}/unpublish`), 200)
    assert.deepEqual(await seen(), {
      audit: ['music.track.unpublished'],
      events: ['music.track.unpublished'],
      mails: [],
    })
    assert.deepEqual(await visible(), [404, 404, 404, 404, false, false, false])
    expectProblem(await reviewer.http.post(`/api/tracks/${trackId}/unpublish`), 'music/wrong-state')
    expectStatus(await reviewer.http.post(`/api/tracks/${trackId}/publish`), 200)
    assert.deepEqual(await visible(), [200, 200, 200, 200, true, true, true])
  })
})
