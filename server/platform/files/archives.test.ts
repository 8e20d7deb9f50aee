import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { after, before, describe, test } from 'node:test'
import { archives } from '../../../test/support/archives.ts'
import type { Person } from '../../../test/support/people.ts'
import { startServer, type TestServer } from '../../../test/support/server.ts'
import { detectContentType, HEAD_BYTES } from './content-type.ts'

const POSED_AS = ['text/csv', 'application/pdf', 'image/png', 'audio/mpeg', 'audio/mp4']
const CALLED = ['application/zip', 'application/gzip', 'application/x-tar', 'application/octet-stream']
/** Of every product and of the platform: each takes files of these types and no others. */
const PURPOSES = [
  ...['music.audio', 'music.cover', 'agency.attachment', 'agency.portrait', 'content.image', 'content.document'],
  ...['trading.journal', 'trading.import', 'trading.account-file'],
]

describe('an archive', () => {
  let server: TestServer
  let owner: Person
  before(async () => {
    server = await startServer()
    server.app.units.files.declarePurposes([
      { name: 'test.anything', maxBytes: 10_000_000, contentTypes: ['text/plain', ...POSED_AS], visibility: 'private' },
    ])
    owner = await server.people.signedIn('administrator')
  })
  after(() => server.stop())

  const sign = (bytes: Buffer, purpose: string, contentType: string) =>
    owner.http.post('/api/uploads/sign', {
      ...{ filename: 'a.csv', contentType, purpose, bytes: bytes.length },
      sha256: createHash('sha256').update(bytes).digest('hex'),
    })

  for (const [kind, bytes] of archives()) {
    test(`of the kind ${kind} shows no type that is taken, and is no file whatever it poses as`, async () => {
      assert.equal(detectContentType(bytes.subarray(0, HEAD_BYTES)), null)
      for (const contentType of POSED_AS) {
        const { uploadId, url, headers } = (await sign(bytes, 'test.anything', contentType)).body
        const put = await owner.http.send(url, { method: 'PUT', headers, body: new Uint8Array(bytes) })
        assert.equal(put.status, 204, contentType)
        const { status, body } = await owner.http.post('/api/uploads/confirm', { uploadId })
        assert.deepEqual([status, body.code], [422, 'files/type-differs'], contentType)
        assert.equal((await owner.http.delete(`/api/uploads/${uploadId}`)).status, 204)
      }
    })
  }

  for (const purpose of PURPOSES)
    test(`is not among what is taken as ${purpose}`, async () => {
      const seen = []
      for (const type of CALLED) seen.push((await sign(Buffer.from('PK'), purpose, type)).body.code)
      assert.deepEqual([...new Set(seen)], ['files/type-not-accepted'])
    })
})
