import assert from 'node:assert/strict'
import { randomBytes, randomUUID } from 'node:crypto'
import { Readable } from 'node:stream'
import { after, before, describe, test } from 'node:test'
import { CreateBucketCommand } from '@aws-sdk/client-s3'
import { type FaultProxy, startFaultProxy } from '../../../test/support/fault-proxy.ts'
import { startS3, type TestS3 } from '../../../test/support/radosgw.ts'
import { requirement } from '../../../test/support/requirements.ts'
import type { S3Settings } from '../config/files.ts'
import { secret } from '../config/secret.ts'
import { type BlobStore, PART_BYTES } from './blob-store.ts'
import { bytesOf } from './blob-store-suite.test-support.ts'
import { createS3BlobStore } from './s3-blob-store.ts'
import { createS3Client } from './s3-client.ts'

const MIB = 1024 * 1024
const ROOMY = { maxBytes: 64 * MIB }

describe('an answer of S3 that is lost', { skip: requirement('radosgw').skip }, () => {
  let server: TestS3
  let proxy: FaultProxy
  let store: BlobStore
  before(async () => {
    server = await startS3()
    proxy = await startFaultProxy(server.endpoint)
    const settings: S3Settings = {
      bucket: `bucket-${randomUUID()}`,
      region: 'us-east-1',
      endpoint: new URL(proxy.url),
      accessKeyId: server.accessKeyId,
      secretAccessKey: secret(server.secretAccessKey),
      forcePathStyle: true,
    }
    await createS3Client(settings).client.send(new CreateBucketCommand({ Bucket: settings.bucket }))
    store = await createS3BlobStore(settings)
  })
  after(async () => {
    await proxy.close()
    await server.stop()
  })

  for (const [what, key, bytes, request] of [
    ['to a write', 'lost/whole', 5000, /^PUT \S*lost\/whole/],
    ['to the completion of a write in parts', 'lost/parts', 9 * MIB, /^POST \S*lost\/parts\S*uploadId=/],
  ] as const)
    test(`${what} leaves the object and a write that is told as done; another one is still refused`, async () => {
      const content = randomBytes(bytes)
      const cuts = proxy.cuts()
      proxy.cutAnswerTo(request)
      assert.equal((await store.put(key, content, ROOMY)).bytes, bytes)
      assert.ok(proxy.cuts() > cuts, 'no answer was cut')
      assert.ok((await bytesOf(await store.read(key))).equals(content))
      await assert.rejects(store.put(key, randomBytes(bytes), ROOMY), { code: 'blob/exists' })
    })

  test('to the completion of an upload whose parts came one by one leaves the object and counts as done, also for one who asks again', async () => {
    const content = randomBytes(9 * MIB)
    const write = await store.parts.begin('lost/resumed')
    for (const number of [1, 2]) {
      const part = content.subarray((number - 1) * PART_BYTES, number * PART_BYTES)
      await store.parts.put(write, number, Readable.from([part]), { bytes: part.length })
    }
    const cuts = proxy.cuts()
    proxy.cutAnswerTo(/^POST \S*lost\/resumed\S*uploadId=/)
    await store.parts.assemble(write)
    await store.parts.assemble(write)
    assert.ok(proxy.cuts() > cuts, 'no answer was cut')
    assert.ok((await bytesOf(await store.read('lost/resumed'))).equals(content))
  })
})
