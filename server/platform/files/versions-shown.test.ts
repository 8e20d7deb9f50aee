import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { after, before, beforeEach, describe, test } from 'node:test'
import sharp from 'sharp'
import { type ClamdStandIn, clamdStandIn } from '../../../test/support/clamd-stand-in.ts'
import { changingPurposes, picture, uploaderOf } from '../../../test/support/file-versions-suite.test-support.ts'
import { freePort } from '../../../test/support/free-port.ts'
import type { HttpClient } from '../../../test/support/http-client.ts'
import type { Person } from '../../../test/support/people.ts'
import { startServer, type TestServer } from '../../../test/support/server.ts'
import type { BlobStore } from '../../kernel/blob/blob-store.ts'
import { createDiskBlobStore } from '../../kernel/blob/disk-blob-store.ts'
import { systemOrigin } from '../../kernel/db/actor.ts'
import type { Tx } from '../../kernel/db/database.ts'
import type { Id } from '../../kernel/id.ts'
import { scanIntegrity } from './integrity.ts'
import { scanPending } from './scanning.ts'
import { makeVariantsJob } from './variants.job.ts'

const ROOM = 20_000
const { signal } = new AbortController()
const changedFiles: string[] = []

let scanner: ClamdStandIn
let server: TestServer
let blobs: BlobStore
let owner: Person
let stranger: HttpClient
let by: ReturnType<typeof uploaderOf>

before(async () => {
  scanner = clamdStandIn(await freePort())
  await scanner.start()
  server = await startServer({ environment: { FILES_QUOTA_BYTES: String(ROOM), CLAMD_URL: scanner.url } })
  const changes = { changed: async (_tx: Tx, id: Id<'file'>) => void changedFiles.push(id) }
  server.app.units.files.declarePurposes([
    ...changingPurposes,
    {
      ...{ name: 'test.picture', maxBytes: 10_000, contentTypes: ['image/png'], visibility: 'public', changes },
      image: { variants: [{ name: 'thumb', width: 16, format: 'webp' }] },
    },
  ])
  blobs = createDiskBlobStore({ root: server.config.files.dir })
  stranger = server.people.anonymous()
})
beforeEach(async () => {
  owner = await server.people.signedIn()
  by = uploaderOf(server, owner)
})
after(async () => {
  await server.stop()
  await scanner.stop()
})

let red = 0
/** A picture like no other that can be made anew. */
async function drawn(): Promise<Buffer> {
  red += 1
  const create = { width: 40, height: 30, channels: 3, background: { r: red, g: 90, b: 90 } } as const
  return await sharp({ create }).png().toBuffer()
}

const thumb = (id: string, stamp = '') => stranger.get(`/api/files/${id}/variants/thumb/content${stamp}`)
const act = (work: (tx: Tx) => Promise<unknown>) => server.app.db.transaction(systemOrigin('test', 'test'), work)

/** What the schedule would do. */
async function scanWaiting(): Promise<void> {
  await act((tx) => tx.enqueue({ queue: 'files.scan-pending', data: {}, options: {} }))
  await server.jobsIdle()
}

describe('a picture that is replaced', () => {
  test('is seen as it was until the new one is made anew, under addresses that are never another picture', async () => {
    const id = await by.store(await drawn(), 'test.picture')
    await server.jobsIdle()
    const first = await thumb(id, '?v=1')
    assert.equal(first.headers.get('cache-control'), 'public, max-age=31536000, s-maxage=300, immutable')
    assert.equal((await thumb(id)).headers.get('cache-control'), 'public, max-age=300, must-revalidate')
    const answer = (await by.replace(id, 1, await drawn())).body
    assert.deepEqual([answer.newestVersion, answer.image.state], [2, 'ready'])
    assert.equal((await thumb(id)).status, 200)
    await server.jobsIdle()
    const { body } = await stranger.get(`/api/files/${id}`)
    assert.deepEqual([body.version, body.image.variants[0].url.endsWith('?v=2')], [2, true])
    const second = await thumb(id, '?v=2')
    assert.match(second.headers.get('cache-control') ?? '', /immutable/)
    assert.equal(second.bytes.equals(first.bytes), false)
    const late = await thumb(id, '?v=1')
    assert.equal(late.headers.get('cache-control'), 'public, max-age=300, must-revalidate')
    assert.ok(late.bytes.equals(second.bytes))
    assert.equal((await thumb(id, '?v=3')).headers.get('cache-control'), 'public, max-age=300, must-revalidate')
    const former = { 'if-none-match': first.headers.get('etag') ?? '' }
    assert.equal((await stranger.get(`/api/files/${id}/variants/thumb/content`, former)).status, 200)
    const { items } = (await owner.http.get(`/api/files/${id}/versions`)).body
    const [, older] = items
    const old = await owner.http.get(older.image.variants[0].url)
    assert.deepEqual(
      [old.bytes.equals(first.bytes), old.headers.get('cache-control')?.startsWith('private')],
      [true, true],
    )
    assert.equal((await by.old(id, 1)).body.code, 'files/original-withheld')
    assert.ok(changedFiles.includes(id))
    assert.equal((await by.restore(id, 1, 2)).body.version, 3)
    assert.ok((await thumb(id, '?v=3')).bytes.equals(first.bytes))
  })

  test('by one that cannot be made anew, or by malware, stays as it is; what was refused is told', async () => {
    const first = await drawn()
    const id = await by.store(first, 'test.picture')
    await server.jobsIdle()
    const before = await thumb(id)
    await by.replace(id, 1, picture())
    await server.jobsIdle()
    scanner.answer = () => 'stream: Test.Malware FOUND'
    const refused = await by.replace(id, 2, await drawn()).finally(() => {
      scanner.answer = () => 'stream: OK'
    })
    assert.equal(refused.body.code, 'files/infected')
    assert.deepEqual(await by.states(id), [
      [3, 'refused'],
      [2, 'refused'],
      [1, 'shown'],
    ])
    assert.ok((await thumb(id)).bytes.equals(before.bytes))
    assert.equal((await by.old(id, 3)).body.code, 'files/infected')
    assert.equal((await by.restore(id, 3, 3)).body.code, 'files/infected')
    assert.equal((await by.restore(id, 2, 3)).body.code, 'files/image-unreadable')
  })
})

test('a picture that becomes private is 404 to others with all its versions, and so is what replaces it', async () => {
  const id = await by.store(await drawn(), 'test.picture')
  await by.replace(id, 1, await drawn())
  await server.jobsIdle()
  assert.equal((await thumb(id, '?v=2')).status, 200)
  const before = changedFiles.length
  const hidden = await owner.http.put(`/api/files/${id}/visibility`, { visibility: 'private' })
  assert.deepEqual([hidden.status, changedFiles.length], [200, before + 1])
  for (const stamp of ['', '?v=1', '?v=2']) assert.equal((await thumb(id, stamp)).status, 404)
  await by.replace(id, 2, await drawn())
  await server.jobsIdle()
  for (const stamp of ['', '?v=3']) assert.equal((await thumb(id, stamp)).status, 404)
  await by.restore(id, 1, 3)
  assert.equal((await thumb(id)).status, 404)
  const rows = await server.app.db.raw<{ visibility: string; files: number }>(
    'SELECT visibility, count(*)::int AS files FROM files.file WHERE owner_id = $1 GROUP BY visibility',
    [owner.id],
  )
  assert.deepEqual(rows, [{ visibility: 'private', files: 6 }])
  await owner.http.put(`/api/files/${id}/visibility`, { visibility: 'public' })
  assert.equal((await thumb(id)).status, 200)
})

describe('while the scanner is away', () => {
  test('a file shows what it did, then the newest that was found clean, whatever the order of verdicts', async () => {
    const first = picture()
    const id = await by.store(first, 'test.public')
    await scanner.stop()
    const [second, third] = [picture(), picture()]
    await by.replace(id, 1, second)
    assert.equal((await by.replace(id, 2, third)).body.version, 1)
    assert.ok((await stranger.get(`/api/files/${id}/content`)).bytes.equals(first))
    assert.equal((await by.old(id, 2)).body.code, 'files/quarantined')
    assert.equal((await by.restore(id, 2, 3)).body.code, 'files/quarantined')
    await scanner.start()
    await act((tx) =>
      tx.raw(
        "UPDATE files.file SET created_at = created_at - interval '1 hour' WHERE version_of = $1 AND version = 3",
        [id],
      ),
    )
    await scanWaiting()
    assert.ok((await by.content(id)).bytes.equals(third))
    assert.deepEqual(await by.states(id), [
      [3, 'shown'],
      [2, 'older'],
      [1, 'older'],
    ])
    assert.ok((await by.old(id, 2)).bytes.equals(second))
  })

  test('a verdict goes where the bytes are by then, and damage too', async () => {
    await scanner.stop()
    const [first, second] = [picture(), picture()]
    const id = await by.store(first)
    await scanner.start()
    const secondKey = `uploads/${await by.sent(id, 1, second)}`
    const { people, publicUrl } = { people: async () => new Map(), publicUrl: new URL(server.url) }
    const unasked = async () => undefined
    // The first version is in the hands of the scanner when the second takes its place.
    const slow = {
      ping: unasked,
      async scan() {
        const { status, body } = await by.confirm(secondKey.slice('uploads/'.length))
        assert.deepEqual([status, body.version], [200, 2])
        return 'Test.Malware'
      },
    }
    const { mail: mailer } = server.app
    const makeVariants = makeVariantsJob({ blobs, changed: unasked, terms: () => undefined })
    const deps = { db: server.app.db, blobs, mailer, publicUrl, scanner: slow, makeVariants, changed: unasked, people }
    assert.deepEqual(await scanPending(deps, signal), { judged: 1, refused: 0 })
    assert.deepEqual(await by.states(id), [
      [2, 'shown'],
      [1, 'refused'],
    ])
    assert.ok((await by.content(id)).bytes.equals(second))
    await blobs.remove(secondKey)
    await scanIntegrity(server.app.db, blobs, { filesMax: 1000, bytesMax: 1e9, signal })
    assert.equal((await by.content(id)).body.code, 'blob/missing')
  })
})

describe('versions', () => {
  test('are held against the room of the owner, whoever adds them, and give it back when they are removed', async () => {
    const keeper = uploaderOf(server, await server.people.signedIn('administrator'))
    const id = await by.store(picture(9000))
    await by.replace(id, 1, picture(9000))
    assert.equal((await by.signVersion(id, 2, picture(3000))).body.code, 'files/quota-exceeded')
    assert.equal((await keeper.replace(id, 2, picture(3000))).body.code, 'files/quota-exceeded')
    assert.equal((await by.remove(id, 1)).status, 204)
    assert.equal((await keeper.replace(id, 2, picture(9000))).body.version, 3)
    assert.equal((await by.signVersion(id, 3, picture(3000))).body.code, 'files/quota-exceeded')
  })

  test('go with their file, with their owner, and when it is kept for others', async () => {
    const { files } = server.app.units
    const ids = [await by.store(picture()), await by.store(picture()), await by.store(picture())] as Id<'file'>[]
    for (const id of ids) await by.replace(id, 1, picture())
    const [removed, erased, kept] = ids
    assert.ok(removed !== undefined && erased !== undefined && kept !== undefined)
    const keys = await server.app.db.raw<{ key: string; file: string; version: number }>(
      'SELECT blob_key AS key, coalesce(version_of, id) AS file, version FROM files.file WHERE owner_id = $1',
      [owner.id],
    )
    const exported = (await files.exportPerson?.(owner.id)) as { version: number; version_of: string | null }[]
    assert.equal(exported.filter(({ version_of }) => version_of !== null).length, 3)
    assert.deepEqual(new Set(await files.ownedBy(server.app.db, owner.id)), new Set(ids))
    await act((tx) => files.remove(tx, removed))
    await act(async (tx) => {
      await files.disown(tx, [kept])
      await files.erasePerson?.(tx, owner.id)
    })
    await server.jobsIdle()
    const there = await Promise.all(keys.map(async (one) => ((await blobs.stat(one.key)) === null ? null : one)))
    assert.deepEqual(
      there.filter((one) => one !== null).map(({ file, version }) => [file, version]),
      [[kept, 2]],
    )
    assert.deepEqual(await server.app.db.raw('SELECT id FROM files.file WHERE version_of = ANY($1::uuid[])', [ids]), [])
  })

  test('are not files of their own to anybody', async () => {
    const { files } = server.app.units
    const bytes = picture()
    const id = await by.store(bytes)
    await by.replace(id, 1, picture())
    const [row] = await server.app.db.raw<{ id: Id<'file'> }>('SELECT id FROM files.file WHERE version_of = $1', [id])
    assert.ok(row)
    assert.equal((await owner.http.get(`/api/files/${row.id}`)).body.code, 'files/not-found')
    assert.equal(await files.file(server.app.db, row.id), null)
    assert.deepEqual(await act((tx) => files.hold(tx, [row.id])), [])
    const listed = await files.list(server.app.db, { purposes: ['test.private'], limit: 100 })
    assert.equal(
      listed.some((file) => file.id === row.id),
      false,
    )
    assert.equal(
      createHash('sha256')
        .update((await by.old(id, 1)).bytes)
        .digest('hex'),
      createHash('sha256').update(bytes).digest('hex'),
    )
  })
})
