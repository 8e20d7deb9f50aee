import assert from 'node:assert/strict'
import { createHash, randomBytes } from 'node:crypto'
import { after, afterEach, before, beforeEach, describe, test } from 'node:test'
import { type ClamdStandIn, clamdStandIn } from '../../../test/support/clamd-stand-in.ts'
import { freePort } from '../../../test/support/free-port.ts'
import type { Person } from '../../../test/support/people.ts'
import { startServer, type TestServer } from '../../../test/support/server.ts'
import { createDiskBlobStore } from '../../kernel/blob/disk-blob-store.ts'

const HEAD = Buffer.from('89504e470d0a1a0a', 'hex')
const LIMIT = 300_000
const [SMALL, LARGE] = [2_000, 500_000]
const { signal } = new AbortController()

let clamd: ClamdStandIn
let server: TestServer
let owner: Person

before(async () => {
  clamd = clamdStandIn(await freePort())
  server = await startServer({ environment: { CLAMD_URL: clamd.url } })
  server.app.units.files.declarePurposes([
    { name: 'test.private', maxBytes: 1_000_000, contentTypes: ['image/png'], visibility: 'private' },
  ])
  owner = await server.people.signedIn()
})
after(async () => {
  await server.stop()
  await clamd.stop()
})
beforeEach(async () => {
  clamd.limit = LIMIT
  clamd.answer = () => 'stream: OK'
  clamd.asked.length = 0
})
afterEach(async () => {
  await clamd.stop()
  await server.app.db.raw('DELETE FROM files.file')
})

/** A file of so many bytes, confirmed; with `mark` in it. */
async function confirmed(length: number, mark = '') {
  const bytes = Buffer.concat([HEAD, Buffer.from(mark), randomBytes(length - HEAD.length - mark.length)])
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  const announced = { filename: 'a.png', contentType: 'image/png', purpose: 'test.private', sha256 }
  const signed = await owner.http.post('/api/uploads/sign', { ...announced, bytes: bytes.length })
  const { uploadId, url, headers } = signed.body
  assert.equal((await owner.http.send(url, { method: 'PUT', headers, body: new Uint8Array(bytes) })).status, 204)
  const { status, body } = await owner.http.post('/api/uploads/confirm', { uploadId })
  assert.equal(status, 200, JSON.stringify(body))
  return { ...body, key: `uploads/${uploadId}` } as {
    readonly id: string
    readonly key: string
    readonly scan: string
    readonly scanRefusal: string | null
  }
}

/** What the schedule would do. */
async function scanWaiting(): Promise<void> {
  await server.app.db.transaction({ actor: { kind: 'system', name: 'test' }, requestId: 'test' }, (tx) =>
    tx.enqueue({ queue: 'files.scan-pending', data: {}, options: {} }),
  )
  await server.jobsIdle()
}

async function standing(id: string): Promise<[string, string | null]> {
  const { body } = await owner.http.get(`/api/files/${id}`)
  return [body.scan, body.scanRefusal]
}

async function refusalsOf(id: string): Promise<number> {
  const records = "SELECT 1 FROM audit.record WHERE action = 'files.scan-refused' AND subject_id = $1"
  return (await server.app.db.raw(records, [id])).length
}

const anHourPasses = (): Promise<unknown> =>
  server.app.db.raw("UPDATE files.file SET scan_tried_at = scan_tried_at - interval '61 minutes'")

const health = () => server.app.units.files.health?.find(({ name }) => name === 'malware-scanner')?.run(signal)

describe('a file the scanner gives no verdict on', () => {
  test('because it is too large keeps none of the later ones in quarantine, and says why it stays there itself', async () => {
    const large = await confirmed(LARGE)
    const later = [await confirmed(SMALL), await confirmed(SMALL)]
    assert.deepEqual([large.scan, large.scanRefusal], ['pending', null], 'nobody was there')
    await clamd.start()
    await scanWaiting()
    for (const { id } of later) {
      assert.deepEqual(await standing(id), ['clean', null])
      assert.equal((await owner.http.get(`/api/files/${id}/content`)).status, 200)
    }
    assert.deepEqual(await standing(large.id), ['pending', 'too-large'])
    const answer = await owner.http.get(`/api/files/${large.id}/content`)
    assert.deepEqual([answer.status, answer.body.code], [409, 'files/quarantined'])
    assert.match(answer.body.detail, /takes no files so large/)
    assert.equal(answer.headers.get('retry-after'), '3600')
    assert.equal(await refusalsOf(large.id), 1)
    const finding = await health()
    assert.deepEqual(
      [finding?.status, finding?.observed],
      ['warn', '1 file(s) wait in quarantine, on 1 of them the scanner gave no verdict'],
    )
  })

  test('is not asked about again at once, then after those that were never tried, and judged when it is taken', async () => {
    await clamd.start()
    const large = await confirmed(LARGE)
    assert.deepEqual([large.scan, large.scanRefusal], ['pending', 'too-large'], 'known at the confirmation')
    assert.equal(await refusalsOf(large.id), 1)
    await clamd.stop()
    const small = await confirmed(SMALL)
    await clamd.start()
    clamd.asked.length = 0
    await scanWaiting()
    assert.deepEqual(clamd.asked, [SMALL], 'the large one has its hour to wait')
    await clamd.stop()
    const next = await confirmed(SMALL + 1)
    await anHourPasses()
    await clamd.start()
    clamd.asked.length = 0
    await scanWaiting()
    assert.equal(clamd.asked[0], SMALL + 1)
    assert.equal(clamd.asked.length, 2)
    for (const { id } of [small, next]) assert.deepEqual(await standing(id), ['clean', null])
    assert.deepEqual(await standing(large.id), ['pending', 'too-large'])
    assert.equal(await refusalsOf(large.id), 1, 'said once')
    clamd.limit = LARGE
    await anHourPasses()
    await scanWaiting()
    assert.deepEqual(await standing(large.id), ['clean', null])
    assert.equal((await owner.http.get(`/api/files/${large.id}/content`)).status, 200)
  })

  for (const [name, line] of [
    ['says ERROR of it', 'INSTREAM: Can not allocate memory ERROR'],
    ['hangs up at it and is there', null],
  ] as const)
    test(`because the scanner ${name} keeps no other waiting`, async () => {
      clamd.answer = (bytes) => (bytes.includes('poison') ? line : 'stream: OK')
      const poison = await confirmed(SMALL, 'poison')
      const later = await confirmed(SMALL)
      await clamd.start()
      await scanWaiting()
      assert.deepEqual(await standing(later.id), ['clean', null])
      assert.deepEqual(await standing(poison.id), ['pending', 'failed'])
      assert.equal((await owner.http.get(`/api/files/${poison.id}/content`)).body.code, 'files/quarantined')
    })

  test('because it brings the scanner down is behind the others when that is back', async () => {
    clamd.answer = (bytes) => {
      if (bytes.includes('poison')) void clamd.stop()
      return 'stream: OK'
    }
    const poison = await confirmed(SMALL, 'poison')
    const later = await confirmed(SMALL)
    await clamd.start()
    await scanWaiting()
    assert.deepEqual(await standing(later.id), ['pending', null], 'the round ended')
    await clamd.start()
    await scanWaiting()
    assert.deepEqual(await standing(later.id), ['clean', null])
    assert.equal((await standing(poison.id))[0], 'pending')
  })

  test('because its bytes are gone keeps no other waiting', async () => {
    const gone = await confirmed(SMALL)
    const later = await confirmed(SMALL)
    await createDiskBlobStore({ root: server.config.files.dir }).remove(gone.key)
    await clamd.start()
    await scanWaiting()
    assert.deepEqual(await standing(later.id), ['clean', null])
    assert.deepEqual(await standing(gone.id), ['pending', 'missing'])
  })
})

test('a scanner that cannot be reached ends the round, and takes no reason away', async () => {
  await clamd.start()
  const large = await confirmed(LARGE)
  await clamd.stop()
  const small = await confirmed(SMALL)
  await anHourPasses()
  await scanWaiting()
  assert.deepEqual(await standing(small.id), ['pending', null])
  assert.deepEqual(await standing(large.id), ['pending', 'too-large'])
  assert.equal((await health())?.status, 'warn')
})
