import assert from 'node:assert/strict'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { after, before, describe, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { noEffects } from '../../../test/support/effects.ts'
import { startHttpStandIn } from '../../../test/support/http-stand-in.ts'
import {
  expectProblem,
  expectStatus,
  fixtures,
  freshFiles,
  idempotencyKey,
  type MusicServer,
  startMusic,
  upload,
  uploadFixture,
} from '../../../test/support/music.ts'
import type { Person } from '../../../test/support/people.ts'
import { systemOrigin } from '../../kernel/db/actor.ts'
import { newId } from '../../kernel/id.ts'

let server: MusicServer
let artist: Person
let artistId: string
let coverFileId: string
before(async () => {
  server = await startMusic()
  ;({ person: artist, artistId } = await server.artist('Night Ferry'))
  const cover = await uploadFixture(artist, 'music.cover', 'images/cover-1000.png')
  coverFileId = cover.fileId ?? ''
})
after(() => server.stop())

const submission = (id: string, step = '') => `/api/tracks/submissions/${id}${step}`

const submit = (fields: object, by = artist, key = idempotencyKey()) =>
  by.http.post('/api/tracks/submit', { artistId, title: 'Tide', genre: 'rock', explicit: false, ...fields }, key)

/** The submission as it is after all jobs have run. */
async function settled(id: string) {
  await server.jobsIdle()
  return expectStatus(await artist.http.get(submission(id)), 200)
}

const codesOf = ({ findings }: { findings: { path: string; code: string }[] }) =>
  findings.map(({ path, code }) => `${path} ${code}`)

interface Expected {
  readonly codec: string
  readonly sampleRate: number
  readonly channels: number
  readonly durationSec: number
}

const expected = JSON.parse(readFileSync(new URL('audio/EXPECTED.json', fixtures), 'utf8')) as {
  files: Record<string, Expected>
}

/** Everything audited and published about one submission. */
async function factsAbout(id: string): Promise<{ audit: string[]; events: string[] }> {
  const audit = await server.query<{ action: string }>(
    'SELECT action FROM audit.record WHERE subject_id = $1 ORDER BY id',
    [id],
  )
  const events = await server.query<{ name: string }>(
    "SELECT name FROM kernel.event WHERE data->>'submissionId' = $1 ORDER BY id",
    [id],
  )
  return { audit: audit.map(({ action }) => action), events: events.map(({ name }) => name) }
}

describe('a recording', () => {
  const rejected = new Map([['lowquality-96k-22050-mono.mp3', ['/audioFileId AUDIO_SAMPLE_RATE']]])
  const files = Object.entries(expected.files)
  const sent = new Map<string, string>()
  let mails: string[] = []

  before(async () => {
    const seen = await server.watch()
    const send = async (name: string) => {
      const { fileId } = await uploadFixture(artist, 'music.audio', `audio/${name}`)
      const body = expectStatus(await submit({ title: name, audioFileId: fileId, coverFileId }), 201)
      assert.equal(body.state, 'probing')
      sent.set(name, body.id)
    }
    await Promise.all(files.map(([name]) => send(name)))
    ;({ mails } = await seen())
  })

  test('is answered with one mail each', () => {
    const accepted = Array(files.length - rejected.size).fill('music.submission-received')
    assert.deepEqual(mails.toSorted(), [...accepted, ...Array(rejected.size).fill('music.submission-rejected')])
  })

  for (const [name, facts] of files) {
    const wrong = rejected.get(name)
    test(`${name} ${wrong === undefined ? 'waits for review, measured from its bytes' : 'is refused by the rules'}`, async () => {
      const after = await settled(sent.get(name) ?? '')
      assert.deepEqual(await factsAbout(after.id), {
        audit: ['music.submission.received', `music.submission.${wrong === undefined ? 'accepted' : 'refused'}`],
        events: ['music.submission.received', 'music.submission.checked'],
      })
      assert.equal(after.state, wrong === undefined ? 'submitted' : 'rejected')
      for (const code of wrong ?? []) assert.ok(codesOf(after).includes(code), codesOf(after).join())
      if (wrong === undefined) await assertMeasured(after, { ...facts, peaks: /m4[as]$/.test(name) ? 0 : 800 })
    })
  }

  async function assertMeasured(after: { id: string; durationMs: number }, facts: Expected & { peaks: number }) {
    assert.ok(Math.abs(after.durationMs / 1000 - facts.durationSec) < 0.06, `${after.durationMs} ms`)
    const [row] = await server.query<{ probe: Record<string, unknown>; peaks: number; variants: number }>(
      'SELECT probe, length(waveform) AS peaks, cardinality(cover_variant_ids) AS variants FROM music.submission WHERE id = $1',
      [after.id],
    )
    assert.deepEqual(
      [row?.probe.sampleRateHz, row?.probe.channels, row?.peaks, row?.variants],
      [facts.sampleRate, facts.channels, facts.peaks, 4],
    )
  }
})

describe('a file that is no recording', () => {
  const cases = [
    { path: 'audio-malformed/zero-byte.mp3', refused: 'http/invalid' },
    { path: 'audio-malformed/html-named.mp3', refused: 'files/type-differs' },
    { path: 'audio-malformed/truncated.mp3', refused: 'AUDIO_TRUNCATED' },
    { path: 'audio-malformed/mp3-plus-zip-polyglot.mp3', refused: 'AUDIO_MALFORMED' },
  ]
  for (const { path, refused } of cases) {
    test(`${path} is refused as ${refused}`, async () => assert.deepEqual(await refusalOf(path), refused))
  }

  test('but a list of others is refused for what it is, behind a tag of a recording too, and nothing in it is asked for', async () => {
    const { url, requests, close } = await startHttpStandIn(() => ({ status: 200 }))
    const list = `#EXTM3U\n#EXTINF:8,\n${url}/take.mp3\n#EXTINF:8,\nfile:///etc/passwd\n#EXT-X-ENDLIST\n`
    const sendAs = (bytes: Buffer) => upload(artist, 'music.audio', { filename: 'list.mp3', bytes })
    try {
      assert.equal((await sendAs(Buffer.from(list))).refusal?.body.code, 'files/type-differs')
      const tagged = Buffer.concat([Buffer.from('49443304000000000000', 'hex'), Buffer.from(list)])
      const { fileId } = await sendAs(tagged)
      const after = await settled(expectStatus(await submit({ audioFileId: fileId, coverFileId }), 201).id)
      assert.equal(after.state, 'rejected')
      assert.match(after.findings.find(isError).code, /^AUDIO_[A-Z_]+$/)
      assert.deepEqual(requests, [])
    } finally {
      await close()
    }
  })

  const folder = new URL('../../../../shared/fixtures/music/audio-malformed/', import.meta.url)
  const present = existsSync(fileURLToPath(folder))
  test('of other projects is refused with a code', {
    skip: present ? false : 'the samples are not on this machine',
  }, async () => {
    const refusals = await Promise.all(readdirSync(folder).map((name) => refusalOf(new URL(name, folder))))
    for (const code of refusals) assert.match(code, /^AUDIO_[A-Z_]+$|^(files|http)\/[a-z-]+$/)
  })

  /** The code by which bytes are refused: at the upload, or by the job that measures them. */
  async function refusalOf(path: string | URL): Promise<string> {
    const { fileId, refusal } = await uploadFixture(artist, 'music.audio', path)
    if (refusal !== null) return refusal.body.code
    const sent = await submit({ audioFileId: fileId, coverFileId })
    if (sent.status !== 201) return sent.body.code
    const after = await settled(sent.body.id)
    return after.state === 'rejected' ? after.findings.find(isError).code : `accepted as ${after.state}`
  }

  const isError = ({ severity }: { severity: string }) => severity === 'error'
})

describe('a cover', () => {
  const cases: readonly { name: string; refused: string | null; warns?: string }[] = [
    { name: 'cover-3000.jpg', refused: null },
    { name: 'cover-cmyk.jpg', refused: null, warns: '/coverFileId ART_CMYK' },
    { name: 'cover-999-too-small.jpg', refused: 'ART_SIZE' },
    { name: 'cover-not-square.jpg', refused: 'ART_NOT_SQUARE' },
    { name: 'png-declares-50000x50000.png', refused: 'ART_PIXELS' },
    { name: 'gif-named-jpg.jpg', refused: 'files/type-differs' },
    { name: 'animated.gif', refused: 'files/type-not-accepted' },
    { name: 'svg-script.svg', refused: 'files/type-not-accepted' },
  ]
  for (const { name, refused, warns } of cases) {
    test(`${name} is ${refused === null ? 'taken' : `refused as ${refused}`}`, async () => {
      const { fileId, refusal } = await uploadFixture(artist, 'music.cover', `images/${name}`)
      if (refusal !== null) return assert.equal(refusal.body.code, refused)
      const { audioFileId } = await freshFiles(artist)
      const after = await settled(expectStatus(await submit({ audioFileId, coverFileId: fileId }), 201).id)
      assert.equal(after.state, refused === null ? 'submitted' : 'rejected')
      if (refused !== null) assert.deepEqual(codesOf(after), [`/coverFileId ${refused}`])
      else assert.deepEqual(codesOf(after), warns === undefined ? [] : [warns])
    })
  }
})

describe('submitting', () => {
  test('refuses the same bytes twice, also at the same moment', async () => {
    const { audioFileId } = await freshFiles(artist)
    const answers = await Promise.all(Array.from({ length: 5 }, () => submit({ audioFileId, coverFileId })))
    const codes = answers.map(({ status, body }) => (status === 201 ? 'taken' : body.code)).sort()
    assert.deepEqual(codes, [...Array(4).fill('music/duplicate-recording'), 'taken'])
    const seen = await server.watch()
    expectProblem(await submit({ audioFileId, coverFileId }), 'music/duplicate-recording')
    assert.deepEqual(await seen(), noEffects)
  })

  test('takes the same bytes again once they were withdrawn', async () => {
    const { audioFileId } = await freshFiles(artist)
    const { id } = expectStatus(await submit({ audioFileId, coverFileId }), 201)
    const seen = await server.watch()
    assert.equal(expectStatus(await artist.http.post(submission(id, '/withdraw')), 200).state, 'withdrawn')
    assert.deepEqual(await seen(), { ...noEffects, audit: ['music.submission.withdrawn'] })
    expectStatus(await submit({ audioFileId, coverFileId }), 201)
  })

  test('needs a key and answers a repeated request with the first submission', async () => {
    const { audioFileId } = await freshFiles(artist)
    expectProblem(await submit({ audioFileId, coverFileId }, artist, {}), 'http/idempotency-key-missing')
    const key = idempotencyKey()
    const first = expectStatus(await submit({ audioFileId, coverFileId }, artist, key), 201)
    const second = await submit({ audioFileId, coverFileId }, artist, key)
    assert.deepEqual([expectStatus(second, 201).id, second.headers.get('idempotency-replayed')], [first.id, 'true'])
  })

  test('is for members of the artist who hold music:submit', async () => {
    const listener = await server.people.signedIn()
    const { person: other } = await server.artist('Another Band')
    const files = { audioFileId: coverFileId, coverFileId }
    expectProblem(await submit(files, listener), 'http/denied')
    expectProblem(await submit(files, other), 'music/not-your-artist')
  })

  test('names each wrong field', async () => {
    const fields = { genre: 'noize', isrc: 'US123', language: 'englisch!', audioFileId: coverFileId, coverFileId }
    assert.deepEqual(expectProblem(await submit(fields), 'music/submission-invalid').sort(), [
      '/genre GENRE_UNKNOWN',
      '/isrc ISRC_FORMAT',
      '/language LANGUAGE_TAG',
    ])
  })

  test("takes the caller's own uploads only, each for its purpose", async () => {
    const { person: other } = await server.artist('Third Band')
    const foreign = await freshFiles(other)
    const mine = await freshFiles(artist)
    assert.deepEqual(expectProblem(await submit(foreign), 'music/submission-invalid'), [
      '/audioFileId FILE_NOT_FOUND',
      '/coverFileId FILE_NOT_FOUND',
    ])
    const swapped = { audioFileId: mine.coverFileId, coverFileId: mine.audioFileId }
    assert.equal(expectProblem(await submit(swapped), 'music/submission-invalid').length, 2)
  })

  test('gives an ISRC to one recording', async () => {
    const first = await freshFiles(artist)
    const second = await freshFiles(artist)
    expectStatus(await submit({ ...first, isrc: 'DE-A12-26-00001' }), 201)
    expectProblem(await submit({ ...second, isrc: 'dea122600001' }), 'music/isrc-in-use')
  })

  test('warns of a guest in the title and of another ISRC in the file', async () => {
    const { fileId } = await uploadFixture(artist, 'music.audio', 'audio/flac-16-44.flac')
    const [known] = await server.query<{ id: string }>(
      `SELECT id FROM music.submission WHERE title = 'flac-16-44.flac' AND state <> 'withdrawn'`,
    )
    expectStatus(await artist.http.post(submission(known?.id ?? '', '/withdraw')), 200)
    const fields = { title: 'Tide (feat. Nobody)', isrc: 'DEA122600002', audioFileId: fileId, coverFileId }
    const after = await settled(expectStatus(await submit(fields), 201).id)
    assert.deepEqual([after.state, codesOf(after)], ['submitted', ['/title TITLE_HAS_FEAT', '/isrc ISRC_DIFFERS']])
  })

  test('shows a submission to its artist only', async () => {
    const { person: other } = await server.artist('Fourth Band')
    const { id } = expectStatus(await submit({ ...(await freshFiles(artist)) }), 201)
    expectProblem(await other.http.get(submission(id)), 'music/submission-not-found')
    expectProblem(await other.http.post(submission(id, '/withdraw')), 'music/submission-not-found')
    expectProblem(await other.http.patch(submission(id), { title: 'Mine' }), 'music/submission-not-found')
    assert.deepEqual(expectStatus(await other.http.get('/api/tracks/submissions'), 200).items, [])
    const mine = expectStatus(await artist.http.get('/api/tracks/submissions?limit=1'), 200)
    assert.deepEqual([mine.items[0].id, typeof mine.nextCursor], [id, 'string'])
  })
})

describe('sending in again', () => {
  test('measures the new files in a new round', async () => {
    const small = await uploadFixture(artist, 'music.cover', 'images/cover-999-too-small.jpg')
    const { audioFileId } = await freshFiles(artist)
    const first = await settled(expectStatus(await submit({ audioFileId, coverFileId: small.fileId }), 201).id)
    assert.equal(first.state, 'rejected')
    const mail = (await server.mailbox()).findLast(({ template }) => template === 'music.submission-rejected')
    assert.match(mail?.text ?? '', /at least 1000 px/)
    expectProblem(await artist.http.patch(submission(first.id), { coverFileId, version: 1 }), 'music/stale')
    const seen = await server.watch()
    const change = { coverFileId, title: 'Tide II', language: 'en-gb', version: first.version }
    const again = expectStatus(await artist.http.patch(submission(first.id), change), 200)
    assert.deepEqual([again.state, again.round, again.language], ['probing', 2, 'en-GB'])
    const after = await settled(first.id)
    assert.deepEqual([after.state, after.title, after.findings], ['submitted', 'Tide II', []])
    assert.deepEqual(await seen(), {
      audit: ['music.submission.sent-again', 'music.submission.accepted'],
      events: ['music.submission.received', 'music.submission.checked'],
      mails: ['music.submission-received'],
    })
    expectProblem(await artist.http.patch(submission(first.id), { title: 'Tide III' }), 'music/wrong-state')
  })
})

describe('a submission whose files are gone', () => {
  test('stays in probing with a failed job for the operator, and goes on when that is run again', async () => {
    const { id } = expectStatus(await submit(await freshFiles(artist)), 201)
    const { coverFileId: coverId } = await settled(id)
    const probeAgain = (cover: string) =>
      server.app.db.transaction(systemOrigin('test', 'test'), async (tx) => {
        await tx.raw("UPDATE music.submission SET state = 'probing', cover_file_id = $2 WHERE id = $1", [id, cover])
        await tx.enqueue({ queue: 'music.probe-track', data: { submissionId: id, round: 1 }, options: {} })
      })
    await probeAgain(newId<'file'>())
    await server.jobsIdle()
    const { items } = await server.app.jobs.list({ queue: 'music.probe-track', state: 'failed', limit: 10 })
    const failed = items[0]
    if (failed === undefined) throw new Error('no job of the queue has failed')
    assert.equal((await settled(id)).state, 'probing')
    await server.query('UPDATE music.submission SET cover_file_id = $2 WHERE id = $1', [id, coverId])
    const admin = await server.people.signedIn('administrator')
    expectStatus(await admin.http.post(`/api/jobs/${failed.id}/retry`), 204)
    assert.equal((await settled(id)).state, 'submitted')
  })
})
