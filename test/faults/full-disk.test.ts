import assert from 'node:assert/strict'
import { createHash, randomBytes } from 'node:crypto'
import { mkdtemp, realpath } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, type TestContext, test } from 'node:test'
import pg from 'pg'
import { removeDataDir } from '../support/data-dir.ts'
import { createHttpClient } from '../support/http-client.ts'
import { migratedDatabaseUrl } from '../support/migrated.ts'
import { pickPort, signInAdministrator, startServerProcess, statusOf } from '../support/server-process.ts'
import { smallDiskReason, withSmallDisk } from '../support/small-disk.ts'

const DISK_KIB = 1024
const QUOTA_BYTES = 2_000_000
const LARGE_BYTES = 1_500_000
const SMALL_BYTES = 700_000
const contentType = 'image/png'

/** Of a type that covers may have. */
const bytesOf = (length: number): Buffer =>
  Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), randomBytes(length - 8)])

async function world(t: TestContext, diskKib: number) {
  const dataDir = await realpath(await mkdtemp(join(tmpdir(), 'plinth-full-disk-')))
  const filesDir = await mkdtemp(join(dataDir, 'files-'))
  const database = await migratedDatabaseUrl()
  const port = await pickPort()
  const server = await startServerProcess({
    ...{ dataDir, port, databaseUrl: database.url, startedBy: withSmallDisk(filesDir, diskKib) },
    environment: { FILES_DIR: filesDir, FILES_QUOTA_BYTES: String(QUOTA_BYTES) },
  })
  const client = new pg.Client({ connectionString: database.url })
  await client.connect()
  t.after(async () => {
    server.signal('SIGKILL')
    await server.ended
    await client.end()
    await database.drop()
    await removeDataDir(dataDir)
  })
  const http = createHttpClient(server.url, { authorization: `Bearer ${await signInAdministrator(server.url)}` })
  const sign = (bytes: Buffer) =>
    http.post('/api/uploads/sign', {
      ...{ filename: 'a.png', contentType, purpose: 'music.cover', bytes: bytes.length },
      sha256: createHash('sha256').update(bytes).digest('hex'),
    })
  return {
    server,
    http,
    sign,
    put: (url: string, bytes: Buffer) =>
      http.send(url, { method: 'PUT', headers: { 'content-type': contentType }, body: new Uint8Array(bytes) }),
    confirm: (uploadId: string) => http.post('/api/uploads/confirm', { uploadId }),
    /** What the quota is counted over. */
    rows: async () => ({
      uploads: (await client.query('SELECT id, state, bytes, file_id FROM files.upload ORDER BY id')).rows,
      files: (await client.query('SELECT id, bytes FROM files.file ORDER BY id')).rows,
    }),
  }
}

describe('a disk of files that is full', { skip: smallDiskReason(), timeout: 120_000 }, () => {
  test('is answered 507: no row, no bytes and no quota are lost by it, and what is smaller is still taken', async (t) => {
    const { server, http, sign, put, confirm, rows } = await world(t, DISK_KIB)
    const large = bytesOf(LARGE_BYTES)
    const { uploadId, url } = (await sign(large)).body
    const before = await rows()
    for (const attempt of [1, 2]) {
      const refused = await put(url, large)
      assert.deepEqual([refused.status, refused.body.code], [507, 'blob/full'], `attempt ${attempt}`)
      assert.ok(Number(refused.headers.get('retry-after')) > 0)
    }
    assert.deepEqual(await rows(), before)
    assert.deepEqual(before.files, [])
    const early = await confirm(uploadId)
    assert.deepEqual([early.status, early.body.code], [409, 'files/not-uploaded'])

    const small = bytesOf(SMALL_BYTES)
    const beyond = await sign(small)
    assert.deepEqual([beyond.status, beyond.body.params], [409, { quotaBytes: QUOTA_BYTES, heldBytes: LARGE_BYTES }])
    assert.equal((await http.delete(`/api/uploads/${uploadId}`)).status, 204)
    const again = await sign(small)
    assert.equal(again.status, 201, 'the quota is what it was before')
    // Two thirds of the disk: what was left of the refused writes would be in the way.
    assert.equal((await put(again.body.url, small)).status, 204)
    const { status, body } = await confirm(again.body.uploadId)
    assert.equal(status, 200)
    assert.ok((await http.get(`/api/files/${body.id}/content`)).bytes.equals(small))
    assert.equal(await statusOf(server.url, '/readyz'), 200)
    assert.equal(server.hasEnded(), false)
  })

  test('is what refuses: a disk with room takes the same bytes', async (t) => {
    const { sign, put, confirm } = await world(t, DISK_KIB * 4)
    const large = bytesOf(LARGE_BYTES)
    const { uploadId, url } = (await sign(large)).body
    assert.equal((await put(url, large)).status, 204)
    assert.equal((await confirm(uploadId)).status, 200)
  })
})
