import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { after, before, test } from 'node:test'
import { noEffects } from '../../../test/support/effects.ts'
import { expectProblem, expectStatus, type MusicServer, startMusic } from '../../../test/support/music.ts'
import type { Person } from '../../../test/support/people.ts'
import { now } from '../../kernel/clock.ts'
import { systemOrigin } from '../../kernel/db/actor.ts'
import type { Tx } from '../../kernel/db/database.ts'
import { newId } from '../../kernel/id.ts'
import { insertArtist, type NewArtist } from './artists.ts'
import { insertTrack } from './publishing.ts'

let server: MusicServer
let owner: Person
let other: Person
let trackIds: string[]
before(async () => {
  server = await startMusic()
  owner = await server.people.signedIn()
  other = await server.people.signedIn()
  trackIds = await server.app.db.transaction(systemOrigin('test', 'test'), makeTracks)
})
after(() => server.stop())

/** Twelve published tracks; nobody listens to them here, so their files are only ids. */
async function makeTracks(tx: Tx): Promise<string[]> {
  const artist: NewArtist = { name: 'Twelve', type: 'group', bio: null, links: {}, genres: [], country: null }
  const { id: artistId } = await insertArtist(tx, artist)
  const ids: string[] = []
  for (let at = 0; at < 12; at += 1) {
    ids.push(
      await insertTrack(tx, {
        artistId,
        title: `Track ${at}`,
        genre: 'Rock',
        explicit: false,
        durationMs: 1000,
        isrc: null,
        publishedAt: now(),
        audioFileId: newId(),
        audioSha256: randomBytes(32),
        coverVariantIds: [newId(), newId(), newId(), newId()],
        waveform: Buffer.alloc(0),
        language: null,
        description: null,
        albumTitle: null,
      }),
    )
  }
  return ids
}

type Detail = { id: string; items: { id: string; track: { id: string } }[] }
const path = (id: string, part = '') => `/api/playlists/${id}${part}`

async function created(visibility: string, tracks = 0): Promise<Detail> {
  let playlist = expectStatus(await owner.http.post('/api/playlists', { title: 'Evening', visibility }), 201) as Detail
  for (const trackId of trackIds.slice(0, tracks))
    playlist = expectStatus(await owner.http.post(path(playlist.id, '/items'), { trackId }), 201)
  return playlist
}

const places = (playlist: Detail) => playlist.items.map(({ track }) => trackIds.indexOf(track.id))
const itemAt = (playlist: Detail, at: number) => playlist.items[at]?.id ?? ''

test('keeps the order through additions, moves and removals', async () => {
  let playlist = await created('private', 4)
  assert.deepEqual(places(playlist), [0, 1, 2, 3])
  const move = async (from: number, after: number | null) => {
    const afterItemId = after === null ? null : itemAt(playlist, after)
    const item = path(playlist.id, `/items/${itemAt(playlist, from)}`)
    playlist = expectStatus(await owner.http.patch(item, { afterItemId }), 200)
    return places(playlist)
  }
  assert.deepEqual(await move(3, null), [3, 0, 1, 2])
  assert.deepEqual(await move(0, 2), [0, 1, 3, 2])
  assert.deepEqual(await move(1, 3), [0, 3, 2, 1])
  assert.deepEqual(await move(1, 1), [0, 3, 2, 1])
  const between = { trackId: trackIds[4], afterItemId: itemAt(playlist, 0) }
  playlist = expectStatus(await owner.http.post(path(playlist.id, '/items'), between), 201)
  assert.deepEqual(places(playlist), [0, 4, 3, 2, 1])
  playlist = expectStatus(await owner.http.delete(path(playlist.id, `/items/${itemAt(playlist, 2)}`)), 200)
  assert.deepEqual(places(playlist), [0, 4, 2, 1])
})

test('gives ten additions at the same time ten places', async () => {
  const { id } = await created('private')
  const add = (trackId: string) => owner.http.post(path(id, '/items'), { trackId })
  const answers = await Promise.all(trackIds.slice(0, 10).map(add))
  assert.deepEqual(new Set(answers.map(({ status }) => status)), new Set([201]))
  const whole = expectStatus(await owner.http.get(path(id)), 200)
  assert.deepEqual(
    places(whole).toSorted((a, b) => a - b),
    [0, 1, 2, 3, 4, 5, 6, 7, 8, 9],
  )
})

const views: readonly { visibility: string; by: 'owner' | 'other' | 'anyone'; opened: number; isListed: boolean }[] = [
  { visibility: 'private', by: 'owner', opened: 200, isListed: false },
  { visibility: 'private', by: 'other', opened: 404, isListed: false },
  { visibility: 'private', by: 'anyone', opened: 404, isListed: false },
  { visibility: 'unlisted', by: 'anyone', opened: 200, isListed: false },
  { visibility: 'public', by: 'anyone', opened: 200, isListed: true },
]
for (const { visibility, by, opened, isListed } of views) {
  test(`answers ${opened} when ${by} opens a ${visibility} playlist`, async () => {
    const { id } = await created(visibility, 1)
    const http = by === 'owner' ? owner.http : by === 'other' ? other.http : server.people.anonymous()
    assert.equal((await http.get(path(id))).status, opened)
    const { items } = expectStatus(await http.get('/api/playlists?limit=100'), 200)
    assert.equal(
      items.some((item: { id: string }) => item.id === id),
      isListed,
    )
    const { items: own } = expectStatus(await owner.http.get('/api/playlists?mine=true&limit=100'), 200)
    assert.ok(own.some((item: { id: string; trackCount: number }) => item.id === id && item.trackCount === 1))
  })
}

test('is changed by its owner only', async () => {
  const playlist = await created('public', 1)
  const item = path(playlist.id, `/items/${itemAt(playlist, 0)}`)
  const seen = await server.watch()
  const attempts = [
    await other.http.patch(path(playlist.id), { title: 'Mine' }),
    await other.http.delete(path(playlist.id)),
    await other.http.post(path(playlist.id, '/items'), { trackId: trackIds[0] }),
    await other.http.patch(item, { afterItemId: null }),
    await other.http.delete(item),
  ]
  for (const answer of attempts) expectProblem(answer, 'music/playlist-not-found')
  expectProblem(await server.people.anonymous().delete(path(playlist.id)), 'http/unauthenticated')
  assert.deepEqual(await seen(), noEffects)
})

test('is not overwritten from an older version, and is gone when deleted', async () => {
  const { id } = await created('public')
  expectStatus(await owner.http.patch(path(id), { title: 'Night', version: 1 }), 200)
  expectProblem(await owner.http.patch(path(id), { title: 'Day', version: 1 }), 'music/stale')
  const seen = await server.watch()
  assert.equal((await owner.http.delete(path(id))).status, 204)
  assert.deepEqual(await seen(), { ...noEffects, audit: ['music.playlist.deleted'] })
  expectProblem(await owner.http.get(path(id)), 'music/playlist-not-found')
})

test('takes published tracks and items of its own only', async () => {
  const playlist = await created('private', 1)
  const elsewhere = await created('private', 1)
  const unknown = '019b7a10-0000-7000-8000-000000000001'
  expectProblem(await owner.http.post(path(playlist.id, '/items'), { trackId: unknown }), 'music/track-not-found')
  const foreign = { trackId: trackIds[1], afterItemId: itemAt(elsewhere, 0) }
  expectProblem(await owner.http.post(path(playlist.id, '/items'), foreign), 'music/item-not-found')
  const item = path(playlist.id, `/items/${itemAt(elsewhere, 0)}`)
  expectProblem(await owner.http.delete(item), 'music/item-not-found')
  expectProblem(await owner.http.patch(item, { afterItemId: null }), 'music/item-not-found')
})
