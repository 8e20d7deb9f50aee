import assert from 'node:assert/strict'
import { createHash, randomBytes } from 'node:crypto'
import { after, before, test } from 'node:test'
import type { Person } from '../../../test/support/people.ts'
import { startServer, type TestServer } from '../../../test/support/server.ts'
import { createDiskBlobStore } from '../../kernel/blob/disk-blob-store.ts'
import { inSeconds } from '../../kernel/clock.ts'
import { sweepUploads } from './sweep.ts'

const BYTES = 2048
const PNG = Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), randomBytes(BYTES - 8)])

let server: TestServer
let person: Person

before(async () => {
  server = await startServer({ environment: { FILES_QUOTA_BYTES: String(3 * BYTES) } })
  server.app.units.files.declarePurposes([
    { name: 'test.private', maxBytes: 10_000, contentTypes: ['image/png'], visibility: 'private' },
  ])
})
after(() => server.stop())

const announced = {
  ...{ filename: 'a.png', contentType: 'image/png', purpose: 'test.private', bytes: BYTES },
  sha256: createHash('sha256').update(PNG).digest('hex'),
}
const sign = (change: object = {}) => person.http.post('/api/uploads/sign', { ...announced, ...change })

async function store(): Promise<string> {
  const { uploadId, url, headers } = (await sign()).body
  assert.equal((await person.http.send(url, { method: 'PUT', headers, body: new Uint8Array(PNG) })).status, 204)
  return (await person.http.post('/api/uploads/confirm', { uploadId })).body.id
}

test('fifty announcements at once are never promised more than the quota', async () => {
  person = await server.people.signedIn()
  const answers = await Promise.all(Array.from({ length: 50 }, () => sign()))
  assert.equal(answers.filter(({ status }) => status === 201).length, 3)
  const refused = answers.filter(({ status }) => status !== 201)
  assert.deepEqual([...new Set(refused.map(({ body }) => body.code))], ['files/quota-exceeded'])
  const other = await server.people.signedIn()
  assert.equal((await other.http.post('/api/uploads/sign', announced)).status, 201, 'another person has a quota too')
})

test('a file takes over what its upload had reserved, and a cancelled upload gives it back', async () => {
  person = await server.people.signedIn()
  await store()
  await store()
  const { uploadId } = (await sign()).body
  const full = await sign({ bytes: 1 })
  assert.deepEqual([full.status, full.body.code], [409, 'files/quota-exceeded'])
  assert.equal((await person.http.delete(`/api/uploads/${uploadId}`)).status, 204)
  assert.equal((await sign({ bytes: BYTES + 1 })).body.code, 'files/quota-exceeded')
  assert.equal((await sign()).status, 201)
})

test('an upload that lapsed gives its bytes back when it is swept', async () => {
  person = await server.people.signedIn()
  assert.equal((await sign({ bytes: 3 * BYTES })).status, 201)
  assert.equal((await sign()).body.code, 'files/quota-exceeded')
  const blobs = createDiskBlobStore({ root: server.config.files.dir })
  await sweepUploads(server.app.db, blobs, inSeconds(2 * 3600))
  assert.equal((await sign()).status, 201)
})
