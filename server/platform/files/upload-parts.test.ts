import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { after, before, test } from 'node:test'
import { startServer } from '../../../test/support/server.ts'
import { createDiskBlobStore } from '../../kernel/blob/disk-blob-store.ts'
import { type PartsStage, partsPurpose, uploadPartsSuite } from './upload-parts-suite.test-support.ts'

let stage: PartsStage
before(async () => {
  const server = await startServer()
  server.app.units.files.declarePurposes([partsPurpose])
  const blobs = createDiskBlobStore({ root: server.config.files.dir })
  stage = { server, blobs, owner: await server.people.signedIn() }
})
after(() => stage.server.stop())

uploadPartsSuite('on the disk', () => stage)

test('an address of one part is good for no other part and no other upload', async () => {
  const { http } = stage.owner
  const announce = async () => {
    const announced = { filename: 'a.png', contentType: 'image/png', purpose: partsPurpose.name, parts: true }
    const sha256 = randomBytes(32).toString('hex')
    return (await http.post('/api/uploads/sign', { ...announced, sha256, bytes: 20_000_000 })).body.uploadId
  }
  const [one, other] = [await announce(), await announce()]
  const { url } = (await http.get(`/api/uploads/${one}`)).body.parts.next[0]
  const put = (path: string) =>
    http.send(path, { method: 'PUT', headers: { 'content-type': 'application/octet-stream' }, body: 'x' })
  for (const changed of [
    url.replace('/parts/1', '/parts/2'),
    url.replace(one, other),
    url.replace('parts/1', 'content'),
  ])
    assert.equal((await put(changed)).body.code, 'files/bad-signature', changed)
  assert.equal((await put(url)).body.code, 'files/size-differs')
})

test('an upload is shown to its owner alone', async () => {
  const announced = { filename: 'a.png', contentType: 'image/png', purpose: partsPurpose.name, bytes: 10 }
  const sha256 = randomBytes(32).toString('hex')
  const { uploadId } = (await stage.owner.http.post('/api/uploads/sign', { ...announced, sha256 })).body
  const { body } = await stage.owner.http.get(`/api/uploads/${uploadId}`)
  assert.deepEqual([body.state, body.arrived, body.parts], ['open', false, null])
  const stranger = await stage.server.people.signedIn()
  assert.equal((await stranger.http.get(`/api/uploads/${uploadId}`)).body.code, 'files/upload-not-found')
})
