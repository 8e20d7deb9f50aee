import assert from 'node:assert/strict'
import { CreateBucketCommand, DeleteObjectCommand, HeadObjectCommand } from '@aws-sdk/client-s3'
import { describeVersions } from '../../../test/support/file-versions-suite.test-support.ts'
import { startS3 } from '../../../test/support/radosgw.ts'
import { requirement } from '../../../test/support/requirements.ts'
import { startServer } from '../../../test/support/server.ts'
import { createS3Client } from '../../kernel/blob/s3-client.ts'
import { secret } from '../../kernel/config/secret.ts'

const BUCKET = 'plinth-versions'

describeVersions('S3', requirement('radosgw').skip, async () => {
  const store = await startS3()
  const { endpoint, accessKeyId, secretAccessKey } = store
  const { client } = createS3Client({
    ...{ bucket: BUCKET, region: 'us-east-1', endpoint: new URL(endpoint), accessKeyId },
    ...{ secretAccessKey: secret(secretAccessKey), forcePathStyle: true },
  })
  await client.send(new CreateBucketCommand({ Bucket: BUCKET }))
  const server = await startServer({
    environment: {
      ...{ S3_BUCKET: BUCKET, S3_ENDPOINT: endpoint, S3_FORCE_PATH_STYLE: 'true' },
      ...{ S3_ACCESS_KEY_ID: accessKeyId, S3_SECRET_ACCESS_KEY: secretAccessKey },
    },
  })
  return {
    server,
    async removeObject(key) {
      assert.ok(await client.send(new HeadObjectCommand({ Bucket: BUCKET, Key: key })))
      await client.send(new DeleteObjectCommand({ Bucket: BUCKET, Key: key }))
    },
    async stop() {
      await server.stop()
      await store.stop()
      client.destroy()
    },
  }
})
