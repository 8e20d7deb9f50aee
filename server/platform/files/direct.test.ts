import assert from 'node:assert/strict'
import { createHash, randomBytes } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { after, before, describe, test } from 'node:test'
import { CreateBucketCommand, DeleteObjectCommand, PutBucketCorsCommand, PutObjectCommand } from '@aws-sdk/client-s3'
import { describeBarePictures } from '../../../test/support/bare-pictures-suite.test-support.ts'
import { describeAddresses } from '../../../test/support/file-addresses-suite.test-support.ts'
import { hostileNames, namesTold } from '../../../test/support/hostile-names.ts'
import type { Person } from '../../../test/support/people.ts'
import { startS3, type TestS3 } from '../../../test/support/radosgw.ts'
import { requirement } from '../../../test/support/requirements.ts'
import { startServer, type TestServer } from '../../../test/support/server.ts'
import type { BlobStore } from '../../kernel/blob/blob-store.ts'
import { createS3BlobStore } from '../../kernel/blob/s3-blob-store.ts'
import { createS3Client, type S3 } from '../../kernel/blob/s3-client.ts'
import { secret } from '../../kernel/config/secret.ts'

const { skip } = requirement('radosgw')
const PNG = Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), randomBytes(3000)])
const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex')

interface Signed {
  readonly uploadId: string
  readonly url: string
  readonly method: string
  readonly headers: Record<string, string>
}

let store: TestS3
let server: TestServer
let bucket: S3
let blobs: BlobStore
let owner: Person

before(async () => {
  if (skip !== false) return
  store = await startS3()
  const { endpoint, accessKeyId, secretAccessKey } = store
  const settings = {
    ...{ bucket: 'plinth-files', region: 'us-east-1', endpoint: new URL(endpoint), accessKeyId },
    ...{ secretAccessKey: secret(secretAccessKey), forcePathStyle: true },
  }
  bucket = createS3Client(settings)
  blobs = await createS3BlobStore(settings)
  await bucket.client.send(new CreateBucketCommand({ Bucket: bucket.bucket }))
  server = await startServer({
    environment: {
      S3_BUCKET: bucket.bucket,
      S3_ENDPOINT: endpoint,
      S3_ACCESS_KEY_ID: accessKeyId,
      S3_SECRET_ACCESS_KEY: secretAccessKey,
      S3_FORCE_PATH_STYLE: 'true',
    },
  })
  server.app.units.files.declarePurposes([
    { name: 'test.private', maxBytes: 10_000, contentTypes: ['image/png'], visibility: 'private' },
    { name: 'test.public', maxBytes: 10_000, contentTypes: ['image/png'], visibility: 'public', changes: {} },
  ])
  owner = await server.people.signedIn()
})
after(async () => {
  await server?.stop()
  await store?.stop()
})

async function sign(bytes: Buffer, purpose = 'test.private'): Promise<Signed> {
  const announced = { filename: 'ä "picture".png', contentType: 'image/png', purpose }
  const signed = await owner.http.post('/api/uploads/sign', {
    ...announced,
    bytes: bytes.length,
    sha256: sha256(bytes),
  })
  assert.equal(signed.status, 201, JSON.stringify(signed.body))
  return signed.body
}

function put({ url, method, headers }: Signed, bytes: Buffer): Promise<Response> {
  return fetch(url, { method, headers, body: new Uint8Array(bytes) })
}

const confirm = (uploadId: string) => owner.http.post('/api/uploads/confirm', { uploadId })

/** As somebody with the store's own key, or a store that checks less, could. */
async function putBehind({ uploadId }: Signed, bytes: Buffer): Promise<void> {
  await bucket.client.send(
    new PutObjectCommand({
      Bucket: bucket.bucket,
      Key: `uploads/${uploadId}`,
      Body: bytes,
      ContentLength: bytes.length,
    }),
  )
}

async function rows(uploadId: string): Promise<{ state: string; files: number } | undefined> {
  const [row] = await server.app.db.raw<{ state: string; files: number }>(
    'SELECT state, (SELECT count(*)::int FROM files.file WHERE blob_key = u.blob_key) AS files FROM files.upload u WHERE id = $1',
    [uploadId],
  )
  return row
}

describeAddresses('in a bucket', skip, () => server)
describeBarePictures('in a bucket', skip, () => ({ server, blobs }))

describe('an upload to the store', { skip }, () => {
  test('goes there without the server, and is one file for sixteen who confirm at once', async () => {
    const signed = await sign(PNG)
    assert.equal(new URL(signed.url).origin, store.endpoint)
    assert.equal(signed.method, 'PUT')
    assert.deepEqual((await confirm(signed.uploadId)).body.code, 'files/not-uploaded')
    assert.equal((await put(signed, PNG)).status, 200)
    const answers = await Promise.all(Array.from({ length: 16 }, () => confirm(signed.uploadId)))
    for (const { status, body } of answers) assert.deepEqual([status, body], [200, answers[0]?.body])
    assert.equal(answers[0]?.body.sha256, sha256(PNG))
    assert.deepEqual(await rows(signed.uploadId), { state: 'confirmed', files: 1 })
    const events = await server.app.db.raw(
      "SELECT 1 FROM audit.record WHERE action = 'files.confirmed' AND subject_id = $1",
      [answers[0]?.body.id],
    )
    assert.equal(events.length, 1)
    assert.equal((await put(signed, PNG)).status, 412)
  })

  test('of other bytes with the announced length is no file, leaves nothing, and is over', async () => {
    const signed = await sign(PNG)
    const other = Buffer.concat([PNG.subarray(0, 8), randomBytes(PNG.length - 8)])
    await putBehind(signed, other)
    const answer = await confirm(signed.uploadId)
    assert.deepEqual([answer.status, answer.body.code], [422, 'files/hash-differs'])
    assert.deepEqual(await rows(signed.uploadId), { state: 'cancelled', files: 0 })
    assert.equal((await put(signed, PNG)).status, 200, 'the other bytes were removed')
    assert.equal((await confirm(signed.uploadId)).body.code, 'files/upload-not-found')
  })

  test('that is longer than announced is no file', async () => {
    const signed = await sign(PNG)
    await putBehind(signed, Buffer.concat([PNG, PNG]))
    assert.equal((await confirm(signed.uploadId)).body.code, 'files/size-differs')
  })

  test('of another type than announced is no file', async () => {
    const html = Buffer.from('<!doctype html><script>alert(1)</script>')
    const signed = await sign(html)
    assert.equal((await put(signed, html)).status, 200)
    assert.equal((await confirm(signed.uploadId)).body.code, 'files/type-differs')
  })

  test('is read back through the server by range, and from the store by an address of the owner alone', async () => {
    const signed = await sign(PNG)
    await put(signed, PNG)
    const { id } = (await confirm(signed.uploadId)).body
    const part = await owner.http.get(`/api/files/${id}/content`, { range: 'bytes=1-3' })
    assert.deepEqual([part.status, part.body], [206, 'PNG'])
    const { url } = (await owner.http.get(`/api/files/${id}/address`)).body
    const answer = await fetch(url)
    assert.equal(answer.headers.get('content-type'), 'image/png')
    const name = encodeURIComponent('ä "picture".png')
    assert.equal(
      answer.headers.get('content-disposition'),
      `attachment; filename="_ _picture_.png"; filename*=UTF-8''${name}`,
    )
    assert.ok(Buffer.from(await answer.arrayBuffer()).equals(PNG))
    const stranger = await server.people.signedIn()
    assert.equal((await stranger.http.get(`/api/files/${id}/address`)).body.code, 'files/not-found')
  })

  test('is told by the store under a name that is one name and nothing else, however hostile', async () => {
    const signed = await sign(PNG)
    await put(signed, PNG)
    const { id } = (await confirm(signed.uploadId)).body
    for (const { what, name, shown } of hostileNames) {
      // The driver of the database knows no NUL in a text.
      if (name.includes('\0')) continue
      await server.app.db.raw('UPDATE files.file SET filename = $2 WHERE id = $1', [id, name])
      const { url } = (await owner.http.get(`/api/files/${id}/address`)).body
      const answer = await fetch(url)
      assert.deepEqual([answer.status, answer.headers.get('content-type')], [200, 'image/png'], what)
      assert.equal(namesTold(answer.headers.get('content-disposition')).name, shown, what)
      assert.ok(Buffer.from(await answer.arrayBuffer()).equals(PNG))
    }
  })

  test('that was public and became private has no new address, and the one given before is good for five minutes from its signing', async () => {
    const signed = await sign(PNG, 'test.public')
    await put(signed, PNG)
    const { id } = (await confirm(signed.uploadId)).body
    const stranger = server.people.anonymous()
    const askedMs = Date.now()
    const { url, expiresAt } = (await stranger.get(`/api/files/${id}/address`)).body
    assert.equal((await fetch(url)).status, 200)
    assert.equal((await owner.http.put(`/api/files/${id}/visibility`, { visibility: 'private' })).status, 200)
    assert.equal((await stranger.get(`/api/files/${id}/address`)).body.code, 'files/not-found')
    assert.equal(new URL(url).searchParams.get('X-Amz-Expires'), '300')
    assert.ok(Math.abs(Date.parse(expiresAt) - askedMs - 300_000) < 10_000)
    const longer = new URL(url)
    longer.searchParams.set('X-Amz-Expires', '3000')
    assert.equal((await fetch(longer)).status, 403)
  })

  test('whose bytes somebody took out of the bucket is said to be gone, and has no address', async () => {
    const signed = await sign(PNG)
    await put(signed, PNG)
    const { id } = (await confirm(signed.uploadId)).body
    await bucket.client.send(new DeleteObjectCommand({ Bucket: bucket.bucket, Key: `uploads/${signed.uploadId}` }))
    for (const path of ['content', 'address']) {
      const answer = await owner.http.get(`/api/files/${id}/${path}`)
      assert.deepEqual([answer.status, answer.body.code], [410, 'blob/missing'], path)
    }
  })

  test('whose bytes somebody replaced in the bucket is damaged to whoever reads it, and has no address from then on', async () => {
    const signed = await sign(PNG)
    await put(signed, PNG)
    const { id } = (await confirm(signed.uploadId)).body
    await putBehind(signed, Buffer.concat([PNG.subarray(0, 8), randomBytes(PNG.length - 8)]))
    for (const [path, headers] of [['content'], ['content', { range: 'bytes=1-3' }], ['address']] as const) {
      const answer = await owner.http.get(`/api/files/${id}/${path}`, headers)
      assert.deepEqual([answer.status, answer.body.code], [502, 'files/damaged'], path)
    }
  })

  test('may be sent by pages of our own origin under the CORS rule of the guide, and by no others', async () => {
    const guide = await readFile(new URL('../../../docs/guides/files.md', import.meta.url), 'utf8')
    const rule = /```json\n([\s\S]*?)```/.exec(guide)?.[1]
    assert.ok(rule)
    const CORSConfiguration = { CORSRules: JSON.parse(rule) }
    await bucket.client.send(new PutBucketCorsCommand({ Bucket: bucket.bucket, CORSConfiguration }))
    const signed = await sign(PNG)
    const preflight = (origin: string) =>
      fetch(signed.url, {
        method: 'OPTIONS',
        headers: {
          origin,
          'access-control-request-method': 'PUT',
          'access-control-request-headers': Object.keys(signed.headers).sort().join(','),
        },
      })
    const ours = await preflight('https://plinth.example')
    assert.deepEqual([ours.status, ours.headers.get('access-control-allow-origin')], [200, 'https://plinth.example'])
    assert.equal((await preflight('https://evil.example')).headers.get('access-control-allow-origin'), null)
  })

  test('is answered 503 with Retry-After while the store is silent, and confirmed once it is back', async () => {
    const signed = await sign(PNG)
    await put(signed, PNG)
    await store.freeze()
    try {
      const answer = await confirm(signed.uploadId)
      assert.deepEqual([answer.status, answer.body.code], [503, 'blob/unavailable'])
      assert.ok(Number(answer.headers.get('retry-after')) > 0)
    } finally {
      store.thaw()
    }
    assert.equal((await confirm(signed.uploadId)).status, 200)
  })
})
