import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { HttpClient } from '../../../test/support/http-client.ts'
import { expectProblem, expectStatus, type MusicServer, startMusic } from '../../../test/support/music.ts'
import { demoCatalogue } from './demo-catalogue.ts'

interface Track {
  readonly id: string
  readonly title: string
  readonly genre: string
  readonly publishedAt: string
  readonly coverUrl: string
  readonly streamUrl: string
  readonly artist: { readonly slug: string }
}

let server: MusicServer
let anyone: HttpClient
let tracks: Track[]
const seed = () => server.app.units.all.find(({ name }) => name === 'music')?.seedDemo?.()

before(async () => {
  server = await startMusic()
  anyone = server.people.anonymous()
  assert.deepEqual(await listed('limit=100'), [])
  await Promise.all([seed(), seed()])
  tracks = await listed('limit=100')
})
after(() => server.stop())

async function listed(query: string): Promise<Track[]> {
  return expectStatus(await anyone.get(`/api/tracks?${query}`), 200).items
}

const titles = (found: readonly Track[]) => found.map(({ title }) => title)

describe('the demo', () => {
  test('is written once, by however many processes and starts', async () => {
    await seed()
    const all = demoCatalogue.flatMap(({ releases }) => releases.flatMap((release) => release.tracks))
    assert.deepEqual(titles(await listed('limit=100')).toSorted(), all.map(({ title }) => title).toSorted())
    assert.deepEqual(await server.query('SELECT id FROM identity."user"'), [])
  })
})

describe('the list of tracks', () => {
  const cases: readonly { query: string; finds: string[] }[] = [
    { query: 'search=relay', finds: ['Relay (Night Version)', 'Relay'] },
    { query: 'search=RELAY+nig', finds: ['Relay (Night Version)'] },
    { query: 'search=ohtu&genre=house', finds: ['Õunaaed'] },
    { query: 'search=nera+low', finds: ['Low Tide Radio'] },
    { query: 'search=elay', finds: [] },
    { query: "search='%5C:*%26!", finds: [] },
    { query: 'search=%25', finds: [] },
    { query: 'genre=Folk', finds: ['Hay'] },
    { query: 'genre=nothing', finds: [] },
    { query: 'artist=kilo-tamba&genre=Dance', finds: ['Last Bus'] },
    { query: 'artist=kilo', finds: [] },
  ]
  for (const { query, finds } of cases) {
    test(`finds ${finds.length} for ${query}`, async () => assert.deepEqual(titles(await listed(query)), finds))
  }

  test('goes from the newest to the oldest, each once, in pages of any size', async () => {
    const dates = tracks.map(({ publishedAt }) => publishedAt)
    assert.deepEqual(dates, dates.toSorted().reverse())
    for (const limit of [1, 5, 12]) {
      const walked: Track[] = []
      let more = ''
      for (let page = 0; page <= tracks.length; page += 1) {
        const answer = expectStatus(await anyone.get(`/api/tracks?limit=${limit}${more}`), 200)
        walked.push(...answer.items)
        if (answer.nextCursor === null) break
        more = `&cursor=${answer.nextCursor}`
      }
      assert.deepEqual(titles(walked), titles(tracks))
    }
  })

  test('keeps the order of tracks that were published in the same millisecond', async () => {
    await server.query(
      "UPDATE music.track SET published_at = '2026-01-01T00:00:00.123Z' WHERE artist_slug = 'nera-voss'",
    )
    const first = expectStatus(await anyone.get('/api/tracks?artist=nera-voss&limit=2'), 200)
    const rest = expectStatus(await anyone.get(`/api/tracks?artist=nera-voss&limit=2&cursor=${first.nextCursor}`), 200)
    const ids = [...first.items, ...rest.items].map(({ id }: Track) => id)
    assert.deepEqual(ids, ids.toSorted().reverse())
    assert.equal(new Set(ids).size, 3)
  })

  test('refuses what is no page of it', async () => {
    assert.deepEqual(expectProblem(await anyone.get('/api/tracks?limit=101'), 'http/invalid'), ['?limit too-large'])
    assert.deepEqual(expectProblem(await anyone.get('/api/tracks?cursor=abc'), 'http/invalid'), ['?cursor cursor'])
    assert.deepEqual(expectProblem(await anyone.get('/api/tracks?offset=5'), 'http/invalid'), [
      '?offset unknown-property',
    ])
  })

  test('is read along an index, without a sort', async () => {
    const plan = await server.query<Record<string, string>>(
      `EXPLAIN SELECT id FROM music.track WHERE state = 'published' AND genre = 'Folk'
       AND (published_at, id) < (now(), '00000000-0000-7000-8000-000000000000') ORDER BY published_at DESC, id DESC LIMIT 21`,
    )
    assert.doesNotMatch(JSON.stringify(plan), /Sort/)
  })
})

describe('a recording', () => {
  const bytesOf = async (headers: Record<string, string>, method = 'GET') => {
    const [track] = tracks
    const answer = await fetch(new URL(track?.streamUrl ?? '', server.url), { method, headers })
    return { answer, bytes: Buffer.from(await answer.arrayBuffer()) }
  }

  test('is sent by RFC 9110: ranges, strong tag, HEAD', async () => {
    const { answer: whole, bytes } = await bytesOf({})
    const etag = whole.headers.get('etag') ?? ''
    assert.deepEqual([whole.status, whole.headers.get('content-type')], [200, 'audio/wav'])
    assert.match(whole.headers.get('cache-control') ?? '', /private/)
    const cases = [
      { range: 'bytes=0-1', status: 206, sent: bytes.subarray(0, 2) },
      { range: 'bytes=-500', status: 206, sent: bytes.subarray(-500) },
      { range: `bytes=${bytes.length - 1}-`, status: 206, sent: bytes.subarray(-1) },
      { range: 'bytes=0-1', 'if-range': '"another"', status: 200, sent: bytes },
      { range: 'bytes=0-1', 'if-range': etag, status: 206, sent: bytes.subarray(0, 2) },
      { 'if-none-match': etag, status: 304, sent: Buffer.alloc(0) },
    ]
    for (const { status, sent, ...headers } of cases) {
      const { answer, bytes: got } = await bytesOf(headers as unknown as Record<string, string>)
      assert.deepEqual([answer.status, got.equals(sent)], [status, true], JSON.stringify(headers))
    }
    const beyond = await bytesOf({ range: `bytes=${bytes.length}-` })
    assert.deepEqual(
      [beyond.answer.status, beyond.answer.headers.get('content-range')],
      [416, `bytes */${bytes.length}`],
    )
    const { answer: head } = await bytesOf({}, 'HEAD')
    const named = (answer: Response) =>
      ['content-length', 'etag', 'content-type'].map((name) => answer.headers.get(name))
    assert.deepEqual(named(head), named(whole))
  })

  test('has a waveform and covers in four sizes', async () => {
    const [track] = tracks
    const { peaks } = expectStatus(await anyone.get(`/api/tracks/${track?.id}/waveform`), 200)
    assert.deepEqual([peaks.length, Math.max(...peaks)], [800, 181])
    const sizes = await Promise.all(
      [64, 320, 640, 1280].map(async (size) => {
        const answer = await anyone.get(`${track?.coverUrl}?size=${size}`)
        assert.equal(answer.headers.get('content-type'), 'image/jpeg')
        return Number(answer.headers.get('content-length'))
      }),
    )
    assert.deepEqual(
      sizes,
      sizes.toSorted((a, b) => a - b),
    )
    expectProblem(await anyone.get(`${track?.coverUrl}?size=100`), 'http/invalid')
    expectProblem(await anyone.get('/api/tracks/019b7a10-0000-7000-8000-000000000001/stream'), 'music/track-not-found')
  })
})

describe('artists, albums and genres', () => {
  test('are listed with what belongs to them', async () => {
    const artists = expectStatus(await anyone.get('/api/artists?limit=3'), 200)
    const rest = expectStatus(await anyone.get(`/api/artists?cursor=${artists.nextCursor}`), 200)
    const names = [...artists.items, ...rest.items].map(({ name }: { name: string }) => name)
    assert.deepEqual(names, ['Kilo Tamba', 'Nera Voss', 'Õhtu', 'The Paper Almanac'])
    assert.equal(expectStatus(await anyone.get('/api/artists/ohtu'), 200).name, 'Õhtu')
    expectProblem(await anyone.get('/api/artists/nobody'), 'music/artist-not-found')
    const { items: albums } = expectStatus(await anyone.get('/api/albums?artist=nera-voss'), 200)
    const [album] = albums
    assert.deepEqual(titles(album.tracks), ['Breakwater', 'Lamps on the Quay', 'Low Tide Radio'])
    assert.equal(album.durationMs, 17_000)
    const { items: genres } = expectStatus(await anyone.get('/api/genres'), 200)
    for (const { genre } of tracks) assert.ok(genres.some(({ name }: { name: string }) => name === genre))
  })
})
