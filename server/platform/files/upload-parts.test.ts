import assert from 'node:assert/strict'
import { createHash, randomBytes } from 'node:crypto'
import { request } from 'node:http'
import { after, before, describe, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { CreateBucketCommand } from '@aws-sdk/client-s3'
import type { Person } from '../../../test/support/people.ts'
import { startS3 } from '../../../test/support/radosgw.ts'
import { requirement } from '../../../test/support/requirements.ts'
import { startServer, type TestServer } from '../../../test/support/server.ts'
import { type BlobStore, PART_BYTES } from '../../kernel/blob/blob-store.ts'
import { createDiskBlobStore } from '../../kernel/blob/disk-blob-store.ts'
import { createS3BlobStore } from '../../kernel/blob/s3-blob-store.ts'
import { createS3Client } from '../../kernel/blob/s3-client.ts'
import { inSeconds } from '../../kernel/clock.ts'
import { secret } from '../../kernel/config/secret.ts'
import { systemOrigin } from '../../kernel/db/actor.ts'
import { Problem } from '../../kernel/problem.ts'
import { reserveBytes } from './quota.ts'
import { sweepUploads } from './sweep.ts'

interface Stage {
  readonly server: TestServer
  /** What the server keeps bytes in, seen from behind. */
  readonly blobs: BlobStore
  readonly owner: Person
  stop(): Promise<void>
}

interface NextPart {
  readonly number: number
  readonly bytes: number
  readonly url: string
  readonly headers: Record<string, string>
}

const LENGTH = 2 * PART_BYTES + 1000
const purpose = {
  ...{ name: 'test.large', maxBytes: 4 * PART_BYTES, contentTypes: ['image/png'] },
  visibility: 'private',
} as const
const announcement = { filename: 'a.png', contentType: 'image/png', purpose: purpose.name }

async function onDisk(): Promise<Stage> {
  const server = await startServer()
  server.app.units.files.declarePurposes([purpose])
  const blobs = createDiskBlobStore({ root: server.config.files.dir })
  return { server, blobs, owner: await server.people.signedIn(), stop: () => server.stop() }
}

async function inBucket(): Promise<Stage> {
  const store = await startS3()
  const { endpoint, accessKeyId, secretAccessKey } = store
  const settings = {
    ...{ bucket: 'plinth-parts', region: 'us-east-1', endpoint: new URL(endpoint), accessKeyId },
    ...{ secretAccessKey: secret(secretAccessKey), forcePathStyle: true },
  }
  await createS3Client(settings).client.send(new CreateBucketCommand({ Bucket: settings.bucket }))
  const server = await startServer({
    environment: {
      S3_BUCKET: settings.bucket,
      S3_ENDPOINT: endpoint,
      S3_ACCESS_KEY_ID: accessKeyId,
      S3_SECRET_ACCESS_KEY: secretAccessKey,
      S3_FORCE_PATH_STYLE: 'true',
    },
  })
  server.app.units.files.declarePurposes([purpose])
  const stop = async (): Promise<void> => {
    await server.stop()
    await store.stop()
  }
  return { server, blobs: await createS3BlobStore(settings), owner: await server.people.signedIn(), stop }
}

type Check = (stage: Stage) => Promise<void>

const checks: Record<string, Check> = {
  'goes on after a connection that broke within a part, and is the file that was announced': async (stage) => {
    const bytes = picture()
    const uploadId = await announce(stage, bytes)
    await put(stage, await addressOf(stage, uploadId, 2), slice(bytes, 2))
    await cutOff(stage, await addressOf(stage, uploadId, 1), slice(bytes, 1))
    await sleep(100)
    const half = await look(stage, uploadId)
    assert.deepEqual([half.state, half.arrived, half.parts.arrived], ['open', false, [2]])
    await sendRest(stage, uploadId, bytes)
    assert.equal((await look(stage, uploadId)).arrived, true)
    const { status, body } = await confirm(stage, uploadId)
    assert.deepEqual([status, body.bytes], [200, LENGTH], JSON.stringify(body))
    const content = await fetch(absolute(stage, `/api/files/${body.id}/content`), {
      headers: { authorization: await authorization(stage) },
    })
    assert.ok(Buffer.from(await content.arrayBuffer()).equals(bytes))
    const done = await look(stage, uploadId)
    assert.deepEqual([done.state, done.fileId, done.parts.arrived], ['confirmed', body.id, [1, 2, 3]])
  },
  'is not confirmed before all parts are there, and is told which are not': async (stage) => {
    const bytes = picture()
    const uploadId = await announce(stage, bytes)
    await put(stage, await addressOf(stage, uploadId, 2), slice(bytes, 2))
    const { status, body } = await confirm(stage, uploadId)
    assert.deepEqual(
      [status, body.code, body.params.missing],
      [409, 'files/parts-missing', [1, 3]],
      JSON.stringify(body),
    )
    await sendRest(stage, uploadId, bytes)
    assert.equal((await confirm(stage, uploadId)).status, 200)
  },
  'takes no part of another length, and one that is sent twice at once all the same': async (stage) => {
    const bytes = picture()
    const uploadId = await announce(stage, bytes)
    const last = await addressOf(stage, uploadId, 3)
    assert.equal(last.bytes, 1000)
    for (const length of [999, 1001]) assert.ok((await put(stage, last, Buffer.alloc(length))) >= 400)
    assert.deepEqual((await look(stage, uploadId)).parts.arrived, [])
    const first = await addressOf(stage, uploadId, 1)
    const both = await Promise.all([put(stage, first, slice(bytes, 1)), put(stage, first, slice(bytes, 1))])
    for (const status of both) assert.ok(status < 300, String(status))
    await sendRest(stage, uploadId, bytes)
    assert.equal((await confirm(stage, uploadId)).status, 200)
  },
  'is one file for eight who confirm at once': async (stage) => {
    const bytes = picture()
    const uploadId = await announce(stage, bytes)
    await sendRest(stage, uploadId, bytes)
    const answers = await Promise.all(Array.from({ length: 8 }, () => confirm(stage, uploadId)))
    for (const { status, body } of answers) assert.deepEqual([status, body.id], [200, answers[0]?.body.id])
    const rows = await stage.server.app.db.raw('SELECT 1 FROM files.file WHERE blob_key = $1', [`uploads/${uploadId}`])
    assert.equal(rows.length, 1)
  },
  'is looked at behind who will not wait for it, by one look however many ask, and is the file when asked again':
    async (stage) => {
      const bytes = picture()
      const uploadId = await announce(stage, bytes)
      await sendRest(stage, uploadId, bytes)
      const hurried = () => confirm(stage, uploadId, { waitSeconds: 0 })
      const first = await hurried()
      assert.deepEqual([first.status, first.body.code], [409, 'files/being-checked'], JSON.stringify(first.body))
      assert.ok(Number(first.headers.get('retry-after')) > 0)
      const more = await Promise.all(Array.from({ length: 6 }, hurried))
      for (const { status, body } of more) assert.ok(status === 200 || body.code === 'files/being-checked', body.code)
      await stage.server.jobsIdle()
      assert.equal(await looksAt(stage, uploadId), 1)
      const answers = await Promise.all(Array.from({ length: 6 }, hurried))
      for (const { status, body } of answers) assert.deepEqual([status, body.id], [200, answers[0]?.body.id])
      assert.equal(await looksAt(stage, uploadId), 1)
    },
  'is looked at anew when its bytes were replaced after the look': async (stage) => {
    const bytes = picture()
    const uploadId = await announce(stage, bytes)
    await sendRest(stage, uploadId, bytes)
    assert.equal((await confirm(stage, uploadId, { waitSeconds: 0 })).status, 409)
    await stage.server.jobsIdle()
    const key = `uploads/${uploadId}`
    await stage.blobs.remove(key)
    // The time of an object in a bucket is told in seconds.
    await sleep(1100)
    await stage.blobs.put(key, picture(), { maxBytes: LENGTH })
    const { status, body } = await confirm(stage, uploadId)
    assert.deepEqual([status, body.code], [422, 'files/hash-differs'])
  },
  'that is cancelled while it is looked at is nobody’s, and leaves nothing': async (stage) => {
    const bytes = picture()
    const uploadId = await announce(stage, bytes)
    await sendRest(stage, uploadId, bytes)
    assert.equal((await confirm(stage, uploadId, { waitSeconds: 0 })).status, 409)
    assert.equal((await stage.owner.http.delete(`/api/uploads/${uploadId}`)).status, 204)
    assert.equal((await confirm(stage, uploadId)).body.code, 'files/upload-not-found')
    await stage.server.jobsIdle()
    assert.equal(await stage.blobs.stat(`uploads/${uploadId}`), null)
  },
  'of other bytes than announced is no file, leaves nothing, and is over': async (stage) => {
    const bytes = picture()
    const uploadId = await announce(stage, bytes)
    const first = await addressOf(stage, uploadId, 1)
    await sendRest(stage, uploadId, picture())
    const { status, body } = await confirm(stage, uploadId)
    assert.deepEqual([status, body.code], [422, 'files/hash-differs'])
    assert.equal(await stage.blobs.stat(`uploads/${uploadId}`), null)
    assert.equal((await confirm(stage, uploadId)).body.code, 'files/upload-not-found')
    assert.equal(await put(stage, first, slice(bytes, 1)), 404)
  },
  'that is cancelled gives its room back, loses its parts, and takes no more': async (stage) => {
    const before = await held(stage)
    const bytes = picture()
    const uploadId = await announce(stage, bytes)
    assert.equal(await held(stage), Number(before) + LENGTH)
    const [first, second] = [await addressOf(stage, uploadId, 1), await addressOf(stage, uploadId, 2)]
    await put(stage, first, slice(bytes, 1))
    assert.equal((await stage.owner.http.delete(`/api/uploads/${uploadId}`)).status, 204)
    assert.equal(await put(stage, second, slice(bytes, 2)), 404)
    assert.equal((await stage.owner.http.get(`/api/uploads/${uploadId}`)).status, 404)
    assert.equal(await held(stage), before)
    assert.equal(await stage.blobs.sweepUnfinished(inSeconds(60)), 0)
  },
  'that nobody ends is swept with its parts': async (stage) => {
    const bytes = picture()
    const uploadId = await announce(stage, bytes)
    await put(stage, await addressOf(stage, uploadId, 1), slice(bytes, 1))
    const { db } = stage.server.app
    await sweepUploads(db, stage.blobs, inSeconds(23 * 3600))
    assert.deepEqual((await look(stage, uploadId)).parts.arrived, [1], 'it is open for a day')
    await sweepUploads(db, stage.blobs, inSeconds(25 * 3600))
    assert.deepEqual(await db.raw('SELECT 1 FROM files.upload WHERE id = $1', [uploadId]), [])
    assert.equal(await stage.blobs.sweepUnfinished(inSeconds(60)), 0)
  },
}

/** What is the server's own where it takes the bytes itself. */
const ofTheServer: Record<string, Check> = {
  'has addresses that are good for no other part and no other upload': async (stage) => {
    const [one, other] = [await announce(stage, picture()), await announce(stage, picture())]
    const part = await addressOf(stage, one, 1)
    const codeAt = async (url: string) => {
      const init = { method: 'PUT', headers: part.headers, body: 'x' }
      return (await stage.server.people.anonymous().send(url, init)).body.code
    }
    const changes = [
      ['/parts/1', '/parts/2'],
      [one, other],
      ['parts/1', 'content'],
    ] as const
    for (const [from, to] of changes) assert.equal(await codeAt(part.url.replace(from, to)), 'files/bad-signature', to)
    assert.equal(await codeAt(part.url), 'files/size-differs')
  },
  'is shown to its owner alone, as is one that comes in one piece': async (stage) => {
    const sha256 = randomBytes(32).toString('hex')
    const { uploadId } = (await stage.owner.http.post('/api/uploads/sign', { ...announcement, bytes: 10, sha256 })).body
    const whole = await look(stage, uploadId)
    assert.deepEqual([whole.state, whole.arrived, whole.parts], ['open', false, null])
    const { http } = await stage.server.people.signedIn()
    for (const id of [uploadId, await announce(stage, picture())])
      assert.equal((await http.get(`/api/uploads/${id}`)).body.code, 'files/upload-not-found')
  },
}

const kinds = [
  { kept: 'on the disk', start: onDisk, skip: false },
  { kept: 'in a bucket', start: inBucket, skip: requirement('radosgw').skip },
] as const

for (const { kept, start, skip } of kinds)
  describe(`an upload in parts, kept ${kept},`, { skip }, () => {
    let stage: Stage | undefined
    before(async () => {
      stage = await start()
    })
    after(async () => await stage?.stop())
    for (const [title, check] of Object.entries({ ...checks, ...(kept === 'on the disk' ? ofTheServer : {}) }))
      test(title, async () => {
        assert.ok(stage)
        await check(stage)
      })
  })

const slice = (bytes: Buffer, number: number): Buffer => bytes.subarray((number - 1) * PART_BYTES, number * PART_BYTES)
const absolute = ({ server }: Stage, url: string): URL => new URL(url, server.url)
const look = async ({ owner }: Stage, uploadId: string) => (await owner.http.get(`/api/uploads/${uploadId}`)).body
const confirm = ({ owner }: Stage, uploadId: string, more: object = {}) =>
  owner.http.post('/api/uploads/confirm', { uploadId, ...more })

/** Jobs that were ever asked to look at it. */
async function looksAt({ server }: Stage, uploadId: string): Promise<number> {
  const jobs = await server.app.db.raw(
    "SELECT 1 FROM pgboss.job WHERE name = 'files.check-upload' AND data::text LIKE $1",
    [`%${uploadId}%`],
  )
  return jobs.length
}

function picture(): Buffer {
  return Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), randomBytes(LENGTH - 8)])
}

async function announce({ owner }: Stage, bytes: Buffer): Promise<string> {
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  const announced = { ...announcement, bytes: bytes.length, sha256, parts: true }
  const { status, body } = await owner.http.post('/api/uploads/sign', announced)
  assert.equal(status, 201, JSON.stringify(body))
  assert.deepEqual([body.method, body.url], ['GET', `/api/uploads/${body.uploadId}`])
  assert.deepEqual(body.parts, { bytes: PART_BYTES, count: 3 })
  return body.uploadId
}

async function addressOf(stage: Stage, uploadId: string, number: number): Promise<NextPart> {
  const next: readonly NextPart[] = (await look(stage, uploadId)).parts.next
  const part = next.find((one) => one.number === number)
  assert.ok(part)
  return part
}

async function put(stage: Stage, part: NextPart, body: Buffer): Promise<number> {
  const init = { method: 'PUT', headers: part.headers, body: new Uint8Array(body) }
  const sent = await fetch(absolute(stage, part.url), init)
  await sent.arrayBuffer()
  return sent.status
}

/** Whatever is missing, as a client does that knows nothing but the id. */
async function sendRest(stage: Stage, uploadId: string, bytes: Buffer): Promise<void> {
  for (const part of (await look(stage, uploadId)).parts.next as readonly NextPart[]) {
    const status = await put(stage, part, slice(bytes, part.number))
    assert.ok(status === 200 || status === 204, String(status))
  }
}

/** Half of a part, and then the connection is gone. */
async function cutOff(stage: Stage, { url, headers, bytes }: NextPart, body: Buffer): Promise<void> {
  const sending = request(absolute(stage, url), { method: 'PUT', headers: { ...headers, 'content-length': bytes } })
  const ended = new Promise<void>((resolve) => sending.on('error', () => resolve()).on('close', () => resolve()))
  await new Promise<void>((resolve) => sending.write(body.subarray(0, bytes / 2), () => resolve()))
  sending.destroy()
  await ended
}

/** What the quota counts, as its refusal tells. */
async function held({ server, owner }: Stage): Promise<unknown> {
  const asking = server.app.db.transaction(systemOrigin('test', 'test'), (tx) =>
    reserveBytes(tx, { userId: owner.id }, 1, 0),
  )
  const refusal: unknown = await asking.catch((error: unknown) => error)
  assert.ok(refusal instanceof Problem)
  return refusal.params?.heldBytes
}

async function authorization({ owner }: Stage): Promise<string> {
  const login = { email: owner.email, password: owner.password, transport: 'bearer' }
  return `Bearer ${(await owner.http.post('/api/auth/login', login)).body.accessToken}`
}
