import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { after, before, describe, test } from 'node:test'
import sharp from 'sharp'
import { describeBarePictures } from '../../../test/support/bare-pictures-suite.test-support.ts'
import type { HttpClient } from '../../../test/support/http-client.ts'
import { gifOfManyFrames, hugeImages } from '../../../test/support/huge-images.ts'
import { fixtures } from '../../../test/support/music.ts'
import type { Person } from '../../../test/support/people.ts'
import { startServer, type TestServer } from '../../../test/support/server.ts'
import type { BlobStore } from '../../kernel/blob/blob-store.ts'
import { createDiskBlobStore } from '../../kernel/blob/disk-blob-store.ts'
import { inSeconds } from '../../kernel/clock.ts'
import { systemOrigin } from '../../kernel/db/actor.ts'
import type { Tx } from '../../kernel/db/database.ts'
import type { Id } from '../../kernel/id.ts'
import type { JobContext } from '../../kernel/jobs/job.ts'
import { Problem } from '../../kernel/problem.ts'
import { createLog } from '../../kernel/telemetry/create-log.ts'
import { scanIntegrity } from './integrity.ts'
import { reserveBytes } from './quota.ts'
import { sweepOrphans } from './sweep-orphans.ts'
import { makeVariantsJob } from './variants.job.ts'

const image = {
  variants: [
    { name: 'thumb', width: 64, height: 64, format: 'webp' },
    { name: 'page', width: 500, format: 'jpeg' },
  ],
} as const
const pictures = {
  maxBytes: 1_000_000,
  contentTypes: ['image/jpeg', 'image/png', 'image/gif', 'image/webp'],
  image,
} as const
const { signal } = new AbortController()

const { log } = createLog({ level: 'silent', format: 'json', version: 'test' }, () => undefined)

let server: TestServer
let blobs: BlobStore
let owner: Person
let stranger: HttpClient

before(async () => {
  server = await startServer()
  server.app.units.files.declarePurposes([
    { name: 'test.portrait', visibility: 'public', ...pictures },
    { name: 'test.scan', visibility: 'private', ...pictures },
  ])
  blobs = createDiskBlobStore({ root: server.config.files.dir })
  owner = await server.people.signedIn()
  stranger = server.people.anonymous()
})
after(() => server.stop())

const fixture = (name: string): Promise<Buffer> => readFile(new URL(`images/${name}`, fixtures))

interface Sending {
  readonly by?: Person
  readonly purpose?: string
  readonly contentType?: string
}

/** Uploads, and answers the file's id before its picture was looked at. */
async function uploaded(bytes: Buffer, { by = owner, purpose = 'test.portrait', ...more }: Sending = {}) {
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  const announced = { filename: 'me at home.jpg', contentType: 'image/jpeg', purpose, bytes: bytes.length, sha256 }
  const signed = await by.http.post('/api/uploads/sign', { ...announced, ...more })
  assert.equal(signed.status, 201, JSON.stringify(signed.body))
  const { uploadId, url, headers } = signed.body
  await by.http.send(url, { method: 'PUT', headers, body: new Uint8Array(bytes) })
  return await by.http.post('/api/uploads/confirm', { uploadId })
}

/** The same once the picture was made anew, or refused. */
async function settled(bytes: Buffer, sending: Sending = {}): Promise<Id<'file'>> {
  const { status, body } = await uploaded(bytes, sending)
  // The job may have been quicker than the answer.
  assert.ok(status === 200 && body.image !== null, JSON.stringify(body))
  await server.jobsIdle()
  return body.id
}

async function bytesAt(path: string): Promise<{ bytes: Buffer; headers: Headers }> {
  const answer = await fetch(new URL(path, server.url))
  assert.equal(answer.status, 200)
  return { bytes: Buffer.from(await answer.arrayBuffer()), headers: answer.headers }
}

const variantsOf = (id: string) =>
  server.app.db.raw<{ id: string; blob_key: string; bytes: bigint; owner_id: string | null; filename: string }>(
    'SELECT id, blob_key, bytes, owner_id, filename FROM files.file WHERE variant_of = $1 ORDER BY variant',
    [id],
  )

describeBarePictures('on the disk', false, () => ({ server, blobs }))

describe('a public picture', () => {
  test('is handed out as it was made anew and never as it was sent, though that be a page as well', async () => {
    const html = '<html><script>alert(document.domain)</script></html>'
    const id = await settled(Buffer.concat([await fixture('cover-3000.jpg'), Buffer.from(html)]))
    for (const http of [stranger, owner.http]) {
      for (const path of ['content', 'address'])
        assert.equal((await http.get(`/api/files/${id}/${path}`)).body.code, 'files/original-withheld', path)
    }
    const { body } = await stranger.get(`/api/files/${id}`)
    assert.deepEqual([body.image.state, body.image.problem], ['ready', null])
    const shapes = body.image.variants.map(({ name, width, height, contentType }: Record<string, unknown>) => [
      ...[name, width, height, contentType],
    ])
    assert.deepEqual(shapes, [
      ['thumb', 64, 64, 'image/webp'],
      ['page', 500, 500, 'image/jpeg'],
    ])
    for (const variant of body.image.variants) {
      const { bytes, headers } = await bytesAt(variant.url)
      assert.deepEqual(
        [bytes.length, createHash('sha256').update(bytes).digest('hex'), headers.get('content-type')],
        [variant.bytes, variant.sha256, variant.contentType],
      )
      assert.equal(bytes.includes('<script'), false)
      assert.equal((await sharp(bytes).metadata()).width, variant.width)
      assert.equal(headers.get('x-content-type-options'), 'nosniff')
      assert.match(headers.get('content-security-policy') ?? '', /sandbox/)
    }
  })

  test('may be kept for a year by anybody, asked for by tag, and read by range', async () => {
    const id = await settled(await fixture('cover-1000.png'), { contentType: 'image/png' })
    const path = `/api/files/${id}/variants/page/content`
    const { bytes, headers } = await bytesAt(path)
    assert.equal(headers.get('cache-control'), 'public, max-age=31536000, immutable')
    assert.equal(headers.get('vary')?.includes('Cookie') ?? false, false)
    const etag = headers.get('etag') ?? ''
    assert.match(etag, /^"[\w-]{43}"$/)
    assert.equal((await stranger.get(path, { 'if-none-match': etag })).status, 304)
    const part = await stranger.get(path, { range: 'bytes=6-9' })
    assert.deepEqual([part.status, part.headers.get('content-range')], [206, `bytes 6-9/${bytes.length}`])
    assert.equal((await stranger.get(`/api/files/${id}/variants/huge/content`)).body.code, 'files/variant-not-found')
  })

  test('stands upright and tells no longer where it was taken', async () => {
    const sent = await fixture('exif-gps-orientation-6.jpg')
    const before = await sharp(sent).metadata()
    assert.ok(before.exif)
    const id = await settled(sent)
    const { bytes } = await bytesAt(`/api/files/${id}/variants/page/content`)
    const { width, height, exif, icc, xmp, orientation } = await sharp(bytes).metadata()
    assert.deepEqual([width, height], [before.height, before.width])
    assert.deepEqual([exif, icc, xmp, orientation], [undefined, undefined, undefined, undefined])
  })

  const refused = [
    ['truncated.jpg', 'image/jpeg', 'files/image-unreadable'],
    ['png-declares-50000x50000.png', 'image/png', 'files/image-too-large'],
  ] as const
  for (const [name, contentType, code] of refused)
    test(`that is ${name} tells its owner ${code}, and is handed out to nobody`, async () => {
      const id = await settled(await fixture(name), { contentType })
      const { body } = await owner.http.get(`/api/files/${id}`)
      assert.deepEqual(body.image, { state: 'refused', problem: code, variants: [] })
      const answer = await stranger.get(`/api/files/${id}/variants/thumb/content`)
      assert.deepEqual([answer.status, answer.body.code], [422, code])
      assert.equal((await owner.http.get(`/api/files/${id}/content`)).body.code, 'files/original-withheld')
    })

  test('that declares more than memory holds, in pixels or in frames, is refused undecoded; AVIF is not taken at all', async () => {
    const gif = { what: 'a GIF of 10,000 frames', contentType: 'image/gif', bytes: gifOfManyFrames() }
    for (const { what, contentType, bytes } of [...(await hugeImages()), gif]) {
      if (contentType === 'image/avif') {
        await assert.rejects(uploaded(bytes, { contentType }), /files\/type-not-accepted/, what)
        assert.equal((await uploaded(bytes, { contentType: 'image/webp' })).body.code, 'files/type-differs', what)
        continue
      }
      const before = process.memoryUsage().rss
      const id = await settled(bytes, { contentType })
      assert.ok(process.memoryUsage().rss - before < 150e6, what)
      const { body } = await owner.http.get(`/api/files/${id}`)
      assert.deepEqual(body.image, { state: 'refused', problem: 'files/image-too-large', variants: [] }, what)
    }
  })

  test('that is an SVG is refused, under its own name and under another', async () => {
    const svg = await fixture('svg-script.svg')
    await assert.rejects(uploaded(svg, { contentType: 'image/svg+xml' }), /files\/type-not-accepted/)
    assert.equal((await uploaded(svg, { contentType: 'image/png' })).body.code, 'files/type-differs')
  })
})

test('a private picture is its owner’s, as it was sent and as it was made anew', async () => {
  const sent = await fixture('cover-1000.png')
  const id = await settled(sent, { purpose: 'test.scan', contentType: 'image/png' })
  const path = `/api/files/${id}/variants/thumb/content`
  assert.equal((await owner.http.get(`/api/files/${id}/content`)).headers.get('content-length'), String(sent.length))
  const answer = await owner.http.get(path)
  assert.equal(answer.status, 200)
  assert.equal(answer.headers.get('cache-control'), 'private, max-age=3600, must-revalidate')
  const { http } = await server.people.signedIn()
  for (const client of [stranger, http]) assert.equal((await client.get(path)).body.code, 'files/not-found')
  const [variant] = await variantsOf(id)
  assert.equal((await owner.http.get(`/api/files/${variant?.id}`)).body.code, 'files/not-found', 'by its picture alone')
})

describe('variants', () => {
  test('are one set, with nothing left over, however often and by however many they are made', async () => {
    const id = await settled(await fixture('cover-3000.jpg'))
    const keys = (await variantsOf(id)).map(({ blob_key }) => blob_key)
    const { db } = server.app
    await db.raw('DELETE FROM files.file WHERE variant_of = $1', [id])
    await db.raw("UPDATE files.file SET image = 'pending' WHERE id = $1", [id])
    for (const key of keys) await blobs.remove(key)
    const job = makeVariantsJob({ blobs, changed: async () => undefined, terms: () => image })
    const context = {
      ...{
        db,
        signal,
        jobId: 'test',
        attempt: 1,
        log,
        isFinal: () => false,
        progress: () => undefined,
      },
      once: <Result>(work: (tx: Tx) => Promise<Result>) => db.transaction(systemOrigin('test', 'test'), work),
      step: <Result>(_name: string, work: (tx: Tx) => Promise<Result>) =>
        db.transaction(systemOrigin('test', 'test'), work),
    } satisfies JobContext
    await Promise.all(Array.from({ length: 4 }, () => job.handle(context, { fileId: id })))
    await job.handle(context, { fileId: id })
    assert.equal((await variantsOf(id)).length, 2)
    assert.equal(await sweepOrphans(db, blobs, inSeconds(60), signal), 0)
  })

  test('count for nobody’s quota, are looked after, and are no orphans', async () => {
    const person = await server.people.signedIn()
    const sent = await fixture('cover-3000.jpg')
    const id = await settled(sent, { by: person })
    const { db } = server.app
    const asking = db.transaction(systemOrigin('test', 'test'), (tx) => reserveBytes(tx, { userId: person.id }, 1, 0))
    const refusal: unknown = await asking.catch((error: unknown) => error)
    assert.ok(refusal instanceof Problem)
    assert.equal(refusal.params?.heldBytes, sent.length)
    const [variant] = await variantsOf(id)
    assert.ok(variant)
    assert.equal(await sweepOrphans(db, blobs, inSeconds(60), signal), 0)
    await blobs.remove(variant.blob_key)
    assert.equal((await scanIntegrity(db, blobs, { filesMax: 1000, bytesMax: 1e9, signal })).damaged, 1)
    assert.equal((await stranger.get(`/api/files/${id}/variants/page/content`)).body.code, 'blob/missing')
  })

  test('are exported and erased with their owner, and disowned with their picture', async () => {
    const { files } = server.app.units
    const person = await server.people.signedIn()
    const [kept, gone] = [await fixture('cover-3000.jpg'), await fixture('cover-cmyk.jpg')]
    const keptId = await settled(kept, { by: person })
    const goneId = await settled(gone, { by: person })
    const exported = (await files.exportPerson?.(person.id)) as { id: string; variant_of: string | null }[]
    assert.equal(exported.filter(({ variant_of }) => variant_of === goneId).length, 2)
    const erased = await variantsOf(goneId)
    await server.app.db.transaction(systemOrigin('test', 'test'), async (tx) => {
      await files.disown(tx, [keptId])
      await files.erasePerson?.(tx, person.id)
    })
    await server.jobsIdle()
    assert.deepEqual(await variantsOf(goneId), [])
    for (const { blob_key } of erased) assert.equal(await blobs.stat(blob_key), null)
    const left = await variantsOf(keptId)
    assert.equal(left.length, 2)
    for (const { owner_id, blob_key } of left) {
      assert.equal(owner_id, null)
      assert.notEqual(await blobs.stat(blob_key), null)
    }
  })

  test('are named once each, for pictures only', () => {
    const { files } = server.app.units
    const declare = (change: object) => () =>
      files.declarePurposes([{ name: 'test.wrong', visibility: 'public', ...pictures, ...change }])
    const [thumb] = image.variants
    assert.throws(declare({ image: { variants: [] } }), TypeError)
    assert.throws(declare({ image: { variants: [thumb, thumb] } }), TypeError)
    assert.throws(declare({ image: { variants: [{ ...thumb, name: '../x' }] } }), TypeError)
    assert.throws(declare({ contentTypes: ['image/png', 'application/pdf'] }), TypeError)
  })
})
