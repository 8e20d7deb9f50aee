import assert from 'node:assert/strict'
import { createHash, randomBytes } from 'node:crypto'
import { createServer, type Server } from 'node:net'
import { after, before, describe, test } from 'node:test'
import { freePort } from '../../../test/support/free-port.ts'
import type { HttpClient } from '../../../test/support/http-client.ts'
import { startServer, type TestServer } from '../../../test/support/server.ts'
import { createDiskBlobStore } from '../../kernel/blob/disk-blob-store.ts'
import { inSeconds } from '../../kernel/clock.ts'
import { systemOrigin } from '../../kernel/db/actor.ts'
import type { Id } from '../../kernel/id.ts'
import { Problem } from '../../kernel/problem.ts'
import { sweepUploads } from './sweep.ts'

const BYTES = 1000
const png = (): Buffer => Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), randomBytes(BYTES - 8)])
const origin = systemOrigin('test', 'test')

let scanner: Server
let verdict = 'OK'
let server: TestServer
let anonymous: HttpClient

before(async () => {
  const port = await freePort()
  scanner = fakeScanner().listen(port, '127.0.0.1')
  server = await startServer({ environment: { CLAMD_URL: `tcp://127.0.0.1:${port}` } })
  server.app.units.files.declarePurposes([
    { name: 'test.held', maxBytes: 5 * BYTES, contentTypes: ['image/png'], visibility: 'private' },
  ])
  anonymous = server.people.anonymous()
})
after(async () => {
  await server.stop()
  scanner.close()
})

/** Says the same of every stream. */
function fakeScanner(): Server {
  return createServer((socket) => {
    let came = Buffer.alloc(0)
    socket.on('error', () => socket.destroy())
    socket.on('data', (chunk) => {
      came = Buffer.concat([came, chunk])
      if (came.subarray(-4).equals(Buffer.alloc(4))) socket.end(`stream: ${verdict}\0`)
    })
  })
}

const held = () => server.app.units.files.held
const holder = (fields: object = {}) => ({
  ...{ name: `test.thing:${randomBytes(4).toString('hex')}`, filesMax: 20, bytesMax: 1_000_000 },
  ...fields,
})
type TestHolder = ReturnType<typeof holder>

function announce(to: TestHolder, content: Buffer, fields: object = {}) {
  const sha256 = createHash('sha256').update(content).digest('hex')
  const announced = { filename: 'a.png', contentType: 'image/png', purpose: 'test.held', bytes: content.length, sha256 }
  return held().announce(origin, to, { ...announced, ...fields })
}
async function sent(to: TestHolder, content = png()): Promise<Id<'upload'>> {
  const { uploadId, url, headers } = await announce(to, content)
  const put = await anonymous.send(url, { method: 'PUT', headers, body: new Uint8Array(content) })
  assert.equal(put.status, 204, 'the address alone is the permission')
  return uploadId
}
const stored = async (to: TestHolder) => held().confirm(origin, to.name, await sent(to))
const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => 'done',
    (error: unknown) => (error instanceof Problem ? error.code : error),
  )

describe('an upload of a holder', () => {
  test('becomes one file of the holder, and of nobody’s account', async () => {
    const mine = holder()
    const uploadId = await sent(mine)
    const file = await held().confirm(origin, mine.name, uploadId)
    assert.deepEqual([file.ownerId, file.holder, file.scan], [null, mine.name, 'clean'])
    assert.equal((await held().confirm(origin, mine.name, uploadId)).id, file.id)
    const person = await server.people.signedIn()
    for (const rest of ['', '/content', '/address'])
      assert.equal((await person.http.get(`/api/files/${file.id}${rest}`)).body.code, 'files/not-found')
  })

  test('is found by no other holder and no account', async () => {
    const mine = holder()
    const uploadId = await sent(mine)
    const other = holder()
    const person = await server.people.signedIn('administrator')
    assert.deepEqual(
      await Promise.all([
        codeOf(held().confirm(origin, other.name, uploadId)),
        codeOf(held().cancel(origin, other.name, uploadId)),
        person.http.post('/api/uploads/confirm', { uploadId }).then(({ body }) => body.code),
        person.http.delete(`/api/uploads/${uploadId}`).then(({ body }) => body.code),
        person.http.get(`/api/uploads/${uploadId}`).then(({ body }) => body.code),
      ]),
      Array(5).fill('files/upload-not-found'),
    )
    assert.equal((await held().confirm(origin, mine.name, uploadId)).holder, mine.name)
  })

  test('of an account is found by no holder, also not by one that is named like the account', async () => {
    const person = await server.people.signedIn()
    const sha256 = createHash('sha256').update('x').digest('hex')
    const announced = { filename: 'a.png', contentType: 'image/png', purpose: 'test.held', bytes: 1, sha256 }
    const { uploadId } = (await person.http.post('/api/uploads/sign', announced)).body
    assert.equal(await codeOf(held().confirm(origin, person.id, uploadId)), 'files/upload-not-found')
  })

  test('is of the type and length that the purpose takes, and of what was announced', async () => {
    const mine = holder()
    assert.equal(await codeOf(announce(mine, png(), { contentType: 'text/html' })), 'files/type-not-accepted')
    assert.equal(await codeOf(announce(mine, png(), { bytes: 5 * BYTES + 1 })), 'files/too-large')
    assert.equal(await codeOf(announce(mine, png(), { purpose: 'test.other' })), 'files/unknown-purpose')
    const disguised = Buffer.from('<script>alert(1)</script>')
    const uploadId = await sent(mine, disguised)
    assert.equal(await codeOf(held().confirm(origin, mine.name, uploadId)), 'files/type-differs')
    assert.deepEqual(await held().export(server.app.db, [mine.name]), [])
  })

  test('in which the scanner finds something is handed to nobody', async () => {
    const mine = holder()
    verdict = 'Test.Finding FOUND'
    try {
      assert.equal(await codeOf(stored(mine)), 'files/infected')
    } finally {
      verdict = 'OK'
    }
    const [row] = await server.app.db.raw<{ scan: string }>('SELECT scan FROM files.file WHERE holder = $1', [
      mine.name,
    ])
    assert.equal(row?.scan, 'infected')
  })

  test('is swept with the others when nobody confirms it', async () => {
    const mine = holder()
    const uploadId = await sent(mine)
    await sweepUploads(server.app.db, createDiskBlobStore({ root: server.config.files.dir }), inSeconds(2 * 3600))
    assert.equal(await codeOf(held().confirm(origin, mine.name, uploadId)), 'files/upload-not-found')
    assert.deepEqual(await server.app.db.raw('SELECT 1 FROM files.upload WHERE id = $1', [uploadId]), [])
  })
})

describe('the room of a holder', () => {
  test('takes so many files and no more, also all at once; what is given up makes room', async () => {
    const mine = holder({ filesMax: 3 })
    const { id } = await stored(mine)
    const codes = await Promise.all(Array.from({ length: 10 }, () => codeOf(announce(mine, png()))))
    assert.deepEqual(codes.sort(), [...Array(2).fill('done'), ...Array(8).fill('files/too-many-files')])
    const [open] = await server.app.db.raw<{ id: Id<'upload'> }>(
      "SELECT id FROM files.upload WHERE holder = $1 AND state = 'signed' LIMIT 1",
      [mine.name],
    )
    assert.ok(open !== undefined)
    await held().cancel(origin, mine.name, open.id)
    assert.equal(await codeOf(announce(mine, png())), 'done')
    assert.equal(await codeOf(announce(holder(), png())), 'done', 'another holder has room of its own')
    assert.ok(id)
  })

  test('takes so many bytes and no more, also all at once', async () => {
    const mine = holder({ bytesMax: 3 * BYTES })
    const codes = await Promise.all(Array.from({ length: 10 }, () => codeOf(announce(mine, png()))))
    assert.deepEqual(codes.sort(), [...Array(3).fill('done'), ...Array(7).fill('files/quota-exceeded')])
  })
})

test('what a holder has is told and erased with its bytes; what others have stays', async () => {
  const [mine, other] = [holder(), holder()]
  const { id } = await stored(mine)
  const kept = await stored(other)
  const open = await sent(mine)
  const told = await held().export(server.app.db, [mine.name])
  assert.deepEqual(
    told.map(({ id, filename, bytes }) => [id, filename, bytes]),
    [[id, 'a.png', BYTES]],
  )
  await server.app.db.transaction(origin, (tx) => held().erase(tx, [mine.name]))
  await server.jobsIdle()
  assert.deepEqual(await held().export(server.app.db, [mine.name]), [])
  assert.equal(await server.app.units.files.file(server.app.db, id), null)
  assert.equal(await codeOf(held().confirm(origin, mine.name, open)), 'files/upload-not-found')
  assert.notEqual(await server.app.units.files.file(server.app.db, kept.id), null)
  assert.equal((await server.app.units.files.bytesOf(kept.id)).length, BYTES)
})
