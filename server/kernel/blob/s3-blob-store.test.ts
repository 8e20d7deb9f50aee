import assert from 'node:assert/strict'
import { createHash, randomBytes, randomUUID } from 'node:crypto'
import { after, before, describe, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { CreateBucketCommand, CreateMultipartUploadCommand, UploadPartCommand } from '@aws-sdk/client-s3'
import { startS3, type TestS3 } from '../../../test/support/radosgw.ts'
import { requirement } from '../../../test/support/requirements.ts'
import { inSeconds } from '../clock.ts'
import type { S3Settings } from '../config/files.ts'
import { secret } from '../config/secret.ts'
import type { BlobStore, DirectBlobs } from './blob-store.ts'
import { blobStoreSuite, bytesOf } from './blob-store-suite.test-support.ts'
import { createS3BlobStore } from './s3-blob-store.ts'
import { createS3Client } from './s3-client.ts'

const { skip } = requirement('radosgw')
const ROOMY = { maxBytes: 64 * 1024 * 1024 }

let server: TestS3
before(async () => {
  if (skip === false) server = await startS3()
})
after(async () => await server?.stop())

function settings(change: Partial<S3Settings> = {}): S3Settings {
  return {
    bucket: `bucket-${randomUUID()}`,
    region: 'us-east-1',
    endpoint: new URL(server.endpoint),
    accessKeyId: server.accessKeyId,
    secretAccessKey: secret(server.secretAccessKey),
    forcePathStyle: true,
    ...change,
  }
}

async function withBucket(): Promise<S3Settings> {
  const made = settings()
  await createS3Client(made).client.send(new CreateBucketCommand({ Bucket: made.bucket }))
  return made
}

blobStoreSuite(
  'S3',
  async () => ({ store: await createS3BlobStore(await withBucket()), close: async () => undefined }),
  { skip },
)

describe('an address to PUT to', { skip }, () => {
  const bytes = randomBytes(5000)
  const write = {
    bytes: bytes.length,
    sha256: createHash('sha256').update(bytes).digest('hex'),
    contentType: 'image/png',
    expiresInSeconds: 60,
  }
  let store: BlobStore
  let direct: DirectBlobs
  before(async () => {
    store = await createS3BlobStore(await withBucket())
    assert.ok(store.direct)
    direct = store.direct
  })

  async function put(
    key: string,
    change: { readonly body?: Buffer; readonly headers?: Record<string, string>; readonly write?: object } = {},
  ): Promise<number> {
    const { url, headers } = await direct.signPut(key, { ...write, ...change.write })
    const body = new Uint8Array(change.body ?? bytes)
    return (await fetch(url, { method: 'PUT', body, headers: { ...headers, ...change.headers } })).status
  }

  test('takes the bytes it was signed for, once', async () => {
    assert.equal(await put('direct/one'), 200)
    assert.equal(await put('direct/one'), 412)
    assert.ok((await bytesOf(await store.read('direct/one'))).equals(bytes))
  })

  test('refuses another length, type or checksum than was signed, and the headers left out', async () => {
    const key = 'direct/refused'
    assert.equal(await put(key, { body: Buffer.concat([bytes, bytes]) }), 403)
    assert.equal(await put(key, { body: bytes.subarray(1) }), 403)
    assert.equal(await put(key, { headers: { 'content-type': 'text/html' } }), 403)
    assert.equal(await put(key, { headers: { 'if-none-match': '"x"' } }), 403)
    const other = createHash('sha256').update('other').digest('base64')
    assert.equal(await put(key, { headers: { 'x-amz-checksum-sha256': other } }), 403)
    const { url } = await direct.signPut(key, write)
    assert.equal((await fetch(url, { method: 'PUT', body: new Uint8Array(bytes) })).status, 403)
    assert.equal(await store.stat(key), null)
  })

  test('binds its headers instead of carrying them in the query', async () => {
    const { url } = await direct.signPut('direct/bound', write)
    const query = new URL(url).searchParams
    assert.equal(
      query.get('X-Amz-SignedHeaders'),
      'content-length;content-type;host;if-none-match;x-amz-checksum-sha256',
    )
    assert.deepEqual(
      [...query.keys()].filter((name) => /checksum|content-type/i.test(name)),
      [],
    )
  })

  test('is good for its key and its time only', async () => {
    const { url, headers } = await direct.signPut('direct/mine', { ...write, expiresInSeconds: 1 })
    const elsewhere = new URL(url)
    elsewhere.pathname = elsewhere.pathname.replace('mine', 'other')
    const request = { method: 'PUT', body: new Uint8Array(bytes), headers }
    assert.equal((await fetch(elsewhere, request)).status, 403)
    await sleep(2100)
    assert.equal((await fetch(url, request)).status, 403)
    assert.equal(await store.stat('direct/mine'), null)
  })

  test('to GET from shows type and name as they were signed', async () => {
    await store.put('direct/read', bytes, ROOMY)
    const wanted = {
      contentType: 'image/png',
      contentDisposition: 'attachment; filename="a.png"',
      expiresInSeconds: 60,
    }
    const { url } = await direct.signGet('direct/read', wanted)
    const answer = await fetch(url)
    assert.equal(answer.headers.get('content-type'), 'image/png')
    assert.equal(answer.headers.get('content-disposition'), wanted.contentDisposition)
    assert.ok(Buffer.from(await answer.arrayBuffer()).equals(bytes))
    assert.equal((await fetch(url.replace('a.png', 'a.html'))).status, 403)
    assert.equal(new URL(url).origin, direct.origin)
  })
})

describe('an address to GET from', { skip }, () => {
  test('is dead after its time', async () => {
    const store = await createS3BlobStore(await withBucket())
    await store.put('direct/late', Buffer.from('x'), ROOMY)
    const shown = { contentType: 'text/plain', contentDisposition: 'attachment', expiresInSeconds: 1 }
    const { url } = (await store.direct?.signGet('direct/late', shown)) ?? assert.fail('no direct addresses')
    assert.equal((await fetch(url)).status, 200)
    await sleep(2100)
    assert.equal((await fetch(url)).status, 403)
  })
})

describe('the faults of S3', { skip }, () => {
  const operations: Record<string, (store: BlobStore) => Promise<unknown>> = {
    put: (store) => store.put('faults/one', Buffer.from('x'), ROOMY),
    read: (store) => store.read('faults/one'),
    stat: (store) => store.stat('faults/one'),
    remove: (store) => store.remove('faults/one'),
    localPath: (store) => store.localPath('faults/one'),
    keys: (store) => Array.fromAsync(store.keys('')),
    sweepUnfinished: (store) => store.sweepUnfinished(inSeconds(0)),
    probe: (store) => store.probe(),
  }

  async function allAnswer(store: BlobStore, wanted: { readonly code: string }): Promise<void> {
    for (const [name, operation] of Object.entries(operations)) {
      await assert.rejects(operation(store), (error: { code: string; status: number; retryAfterSeconds?: number }) => {
        assert.equal(error.code, wanted.code, name)
        assert.equal(error.status, 503, name)
        assert.ok((error.retryAfterSeconds ?? 0) > 0, name)
        return true
      })
    }
  }

  test('are blob/refused with a wrong secret', async () => {
    const made = await withBucket()
    await allAnswer(await createS3BlobStore({ ...made, secretAccessKey: secret('wrong') }), { code: 'blob/refused' })
  })

  test('are blob/refused for a bucket that is not there', async () => {
    const store = await createS3BlobStore(settings())
    await assert.rejects(store.probe(), { code: 'blob/refused', status: 503 })
    await assert.rejects(Array.fromAsync(store.keys('')), { code: 'blob/refused' })
  })

  test('are blob/unavailable where nobody listens', async () => {
    const endpoint = new URL('http://127.0.0.1:1')
    await allAnswer(await createS3BlobStore(settings({ endpoint })), { code: 'blob/unavailable' })
  })

  test('are blob/unavailable within the time of a request from a store that takes connections and is silent', async () => {
    const store = await createS3BlobStore(await withBucket())
    await store.put('faults/frozen', Buffer.from('x'), ROOMY)
    await server.freeze()
    try {
      const began = performance.now()
      await assert.rejects(store.stat('faults/frozen'), { code: 'blob/unavailable' })
      const tookMs = performance.now() - began
      assert.ok(tookMs < 9_500, `${tookMs} ms`)
    } finally {
      server.thaw()
    }
    assert.equal((await store.stat('faults/frozen'))?.bytes, 1)
  })
})

test('parts of a write that was never finished are swept after their time, and not before', { skip }, async () => {
  const made = await withBucket()
  const { client, bucket } = createS3Client(made)
  const place = { Bucket: bucket, Key: 'left/behind' }
  const { UploadId } = await client.send(new CreateMultipartUploadCommand(place))
  await client.send(new UploadPartCommand({ ...place, UploadId, PartNumber: 1, Body: Buffer.alloc(5 * 1024 * 1024) }))
  const store = await createS3BlobStore(made)
  assert.equal(await store.sweepUnfinished(inSeconds(-3600)), 0)
  assert.equal(await store.sweepUnfinished(inSeconds(60)), 1)
  assert.equal(await store.sweepUnfinished(inSeconds(60)), 0)
})
