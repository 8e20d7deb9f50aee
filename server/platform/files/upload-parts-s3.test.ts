import { after, before } from 'node:test'
import { CreateBucketCommand } from '@aws-sdk/client-s3'
import { startS3, type TestS3 } from '../../../test/support/radosgw.ts'
import { requirement } from '../../../test/support/requirements.ts'
import { startServer } from '../../../test/support/server.ts'
import { createS3BlobStore } from '../../kernel/blob/s3-blob-store.ts'
import { createS3Client } from '../../kernel/blob/s3-client.ts'
import { secret } from '../../kernel/config/secret.ts'
import { type PartsStage, partsPurpose, uploadPartsSuite } from './upload-parts-suite.test-support.ts'

const { skip } = requirement('radosgw')
let store: TestS3
let stage: PartsStage

before(async () => {
  if (skip !== false) return
  store = await startS3()
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
  server.app.units.files.declarePurposes([partsPurpose])
  stage = { server, blobs: await createS3BlobStore(settings), owner: await server.people.signedIn() }
})
after(async () => {
  await stage?.server.stop()
  await store?.stop()
})

uploadPartsSuite('in a bucket', () => stage, skip)
