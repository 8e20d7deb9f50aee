import assert from 'node:assert/strict'
import { createHash, randomBytes } from 'node:crypto'
import { request } from 'node:http'
import { describe, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Person } from '../../../test/support/people.ts'
import type { TestServer } from '../../../test/support/server.ts'
import { type BlobStore, PART_BYTES } from '../../kernel/blob/blob-store.ts'
import { inSeconds } from '../../kernel/clock.ts'
import { systemOrigin } from '../../kernel/db/actor.ts'
import { Problem } from '../../kernel/problem.ts'
import { reserveBytes } from './quota.ts'
import { sweepUploads } from './sweep.ts'

/** What the suite needs besides HTTP. */
export interface PartsStage {
  readonly server: TestServer
  readonly blobs: BlobStore
  readonly owner: Person
}

interface NextPart {
  readonly number: number
  readonly bytes: number
  readonly url: string
  readonly headers: Record<string, string>
}

const LENGTH = 2 * PART_BYTES + 1000
export const partsPurpose = {
  name: 'test.large',
  maxBytes: 4 * PART_BYTES,
  contentTypes: ['image/png'],
  visibility: 'private',
} as const

function picture(length = LENGTH): Buffer {
  return Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), randomBytes(length - 8)])
}

/** Uploads in parts, as a client sees them, whatever the bytes are kept in. */
export function uploadPartsSuite(name: string, stage: () => PartsStage, skip: string | false = false): void {
  const http = () => stage().owner.http

  async function announce(bytes: Buffer): Promise<string> {
    const sha256 = createHash('sha256').update(bytes).digest('hex')
    const announced = { filename: 'a.png', contentType: 'image/png', purpose: partsPurpose.name, bytes: bytes.length }
    const { status, body } = await http().post('/api/uploads/sign', { ...announced, sha256, parts: true })
    assert.equal(status, 201, JSON.stringify(body))
    assert.deepEqual([body.method, body.url], ['GET', `/api/uploads/${body.uploadId}`])
    assert.deepEqual(body.parts, { bytes: PART_BYTES, count: Math.ceil(bytes.length / PART_BYTES) })
    return body.uploadId
  }

  const look = async (uploadId: string) => (await http().get(`/api/uploads/${uploadId}`)).body
  const confirm = (uploadId: string) => http().post('/api/uploads/confirm', { uploadId })
  const addressOf = async (uploadId: string, number: number): Promise<NextPart> => {
    const { parts } = await look(uploadId)
    return parts.next.find((part: NextPart) => part.number === number)
  }
  const slice = (bytes: Buffer, number: number) => bytes.subarray((number - 1) * PART_BYTES, number * PART_BYTES)
  const absolute = (url: string): URL => new URL(url, stage().server.url)

  async function put(part: NextPart, body: Buffer): Promise<number> {
    const sent = await fetch(absolute(part.url), { method: 'PUT', headers: part.headers, body: new Uint8Array(body) })
    await sent.arrayBuffer()
    return sent.status
  }

  /** Whatever is missing, as a client does that knows nothing but the id. */
  async function sendRest(uploadId: string, bytes: Buffer): Promise<void> {
    for (const part of (await look(uploadId)).parts.next as NextPart[]) {
      const status = await put(part, slice(bytes, part.number))
      assert.ok(status === 200 || status === 204, String(status))
    }
  }

  /** Half of a part, and then the connection is gone. */
  async function cutOff({ url, headers, bytes }: NextPart, body: Buffer): Promise<void> {
    const sending = request(absolute(url), { method: 'PUT', headers: { ...headers, 'content-length': bytes } })
    const ended = new Promise<void>((resolve) => sending.on('error', () => resolve()).on('close', () => resolve()))
    await new Promise<void>((resolve) => sending.write(body.subarray(0, bytes / 2), () => resolve()))
    sending.destroy()
    await ended
  }

  describe(`an upload in parts, kept ${name}`, { skip }, () => {
    test('goes on after a connection that broke within a part, and is the file that was announced', async () => {
      const bytes = picture()
      const uploadId = await announce(bytes)
      await put(await addressOf(uploadId, 2), slice(bytes, 2))
      await cutOff(await addressOf(uploadId, 1), slice(bytes, 1))
      await sleep(100)
      const half = await look(uploadId)
      assert.deepEqual([half.state, half.arrived, half.parts.arrived], ['open', false, [2]])
      await sendRest(uploadId, bytes)
      assert.equal((await look(uploadId)).arrived, true)
      const { status, body } = await confirm(uploadId)
      assert.deepEqual([status, body.bytes], [200, LENGTH], JSON.stringify(body))
      const content = await fetch(absolute(`/api/files/${body.id}/content`), {
        headers: { authorization: await authorization(stage()) },
      })
      assert.ok(Buffer.from(await content.arrayBuffer()).equals(bytes))
      const done = await look(uploadId)
      assert.deepEqual([done.state, done.fileId, done.parts.arrived], ['confirmed', body.id, [1, 2, 3]])
    })

    test('is not confirmed before all parts are there, and is told which are not', async () => {
      const bytes = picture()
      const uploadId = await announce(bytes)
      await put(await addressOf(uploadId, 2), slice(bytes, 2))
      const { status, body } = await confirm(uploadId)
      assert.deepEqual(
        [status, body.code, body.params.missing],
        [409, 'files/parts-missing', [1, 3]],
        JSON.stringify(body),
      )
      await sendRest(uploadId, bytes)
      assert.equal((await confirm(uploadId)).status, 200)
    })

    test('takes no part of another length, and one that is sent twice at once all the same', async () => {
      const bytes = picture()
      const uploadId = await announce(bytes)
      const last = await addressOf(uploadId, 3)
      assert.equal(last.bytes, 1000)
      for (const length of [999, 1001]) assert.ok((await put(last, Buffer.alloc(length))) >= 400)
      assert.deepEqual((await look(uploadId)).parts.arrived, [])
      const first = await addressOf(uploadId, 1)
      const both = await Promise.all([put(first, slice(bytes, 1)), put(first, slice(bytes, 1))])
      for (const status of both) assert.ok(status < 300, String(status))
      await sendRest(uploadId, bytes)
      assert.equal((await confirm(uploadId)).status, 200)
    })

    test('is one file for eight who confirm at once', async () => {
      const bytes = picture()
      const uploadId = await announce(bytes)
      await sendRest(uploadId, bytes)
      const answers = await Promise.all(Array.from({ length: 8 }, () => confirm(uploadId)))
      for (const { status, body } of answers) assert.deepEqual([status, body.id], [200, answers[0]?.body.id])
      const rows = await stage().server.app.db.raw('SELECT 1 FROM files.file WHERE blob_key = $1', [
        `uploads/${uploadId}`,
      ])
      assert.equal(rows.length, 1)
    })

    test('of other bytes than announced is no file, leaves nothing, and is over', async () => {
      const bytes = picture()
      const uploadId = await announce(bytes)
      const first = await addressOf(uploadId, 1)
      await sendRest(uploadId, picture())
      const { status, body } = await confirm(uploadId)
      assert.deepEqual([status, body.code], [422, 'files/hash-differs'])
      assert.equal(await stage().blobs.stat(`uploads/${uploadId}`), null)
      assert.equal((await confirm(uploadId)).body.code, 'files/upload-not-found')
      assert.equal(await put(first, slice(bytes, 1)), 404)
    })

    test('that is cancelled gives its room back, loses its parts, and takes no more', async () => {
      const before = await held(stage())
      const bytes = picture()
      const uploadId = await announce(bytes)
      assert.equal(await held(stage()), Number(before) + LENGTH)
      const [first, second] = [await addressOf(uploadId, 1), await addressOf(uploadId, 2)]
      await put(first, slice(bytes, 1))
      assert.equal((await http().delete(`/api/uploads/${uploadId}`)).status, 204)
      assert.equal(await put(second, slice(bytes, 2)), 404)
      assert.equal((await http().get(`/api/uploads/${uploadId}`)).status, 404)
      assert.equal(await held(stage()), before)
      assert.equal(await stage().blobs.sweepUnfinished(inSeconds(60)), 0)
    })

    test('that nobody ends is swept with its parts', async () => {
      const bytes = picture()
      const uploadId = await announce(bytes)
      await put(await addressOf(uploadId, 1), slice(bytes, 1))
      const { db } = stage().server.app
      await sweepUploads(db, stage().blobs, inSeconds(23 * 3600))
      assert.deepEqual((await look(uploadId)).parts.arrived, [1], 'it is open for a day')
      await sweepUploads(db, stage().blobs, inSeconds(25 * 3600))
      assert.deepEqual(await db.raw('SELECT 1 FROM files.upload WHERE id = $1', [uploadId]), [])
      assert.equal(await stage().blobs.sweepUnfinished(inSeconds(60)), 0)
    })
  })
}

/** What the quota counts, as its refusal tells. */
async function held({ server, owner }: PartsStage): Promise<unknown> {
  const asking = server.app.db.transaction(systemOrigin('test', 'test'), (tx) => reserveBytes(tx, owner.id, 1, 0))
  const refusal: unknown = await asking.catch((error: unknown) => error)
  assert.ok(refusal instanceof Problem)
  return refusal.params?.heldBytes
}

async function authorization({ owner }: PartsStage): Promise<string> {
  const login = { email: owner.email, password: owner.password, transport: 'bearer' }
  return `Bearer ${(await owner.http.post('/api/auth/login', login)).body.accessToken}`
}
