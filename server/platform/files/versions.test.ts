import assert from 'node:assert/strict'
import { describeVersions } from '../../../test/support/file-versions-suite.test-support.ts'
import { startServer } from '../../../test/support/server.ts'
import { createDiskBlobStore } from '../../kernel/blob/disk-blob-store.ts'

describeVersions('the disk', false, async () => {
  const server = await startServer()
  const blobs = createDiskBlobStore({ root: server.config.files.dir })
  return {
    server,
    async removeObject(key) {
      assert.ok(await blobs.stat(key))
      await blobs.remove(key)
    },
    stop: () => server.stop(),
  }
})
