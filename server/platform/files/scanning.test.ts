import assert from 'node:assert/strict'
import { createHash, randomBytes } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { createServer, type Socket } from 'node:net'
import { Readable } from 'node:stream'
import { after, before, describe, test } from 'node:test'
import { startClamd, type TestClamd } from '../../../test/support/clamd.ts'
import { freePort } from '../../../test/support/free-port.ts'
import { fixtures } from '../../../test/support/music.ts'
import type { Person } from '../../../test/support/people.ts'
import { requirement } from '../../../test/support/requirements.ts'
import { startServer, type TestServer } from '../../../test/support/server.ts'
import { createClamd, NoVerdict, ScannerAway, ScannerBroke } from './clamd.ts'

const { skip } = requirement('clamd')
const HEAD = Buffer.from('89504e470d0a1a0a', 'hex')
const MIB = 1024 * 1024

let port: number
let clamd: TestClamd
let server: TestServer
let owner: Person

before(async () => {
  if (skip !== false) return
  port = await freePort()
  clamd = await startClamd(port)
  server = await startServer({ environment: { CLAMD_URL: clamd.url } })
  server.app.units.files.declarePurposes([
    { name: 'test.private', maxBytes: MIB, contentTypes: ['image/png'], visibility: 'private' },
    { name: 'test.public', maxBytes: MIB, contentTypes: ['image/png'], visibility: 'public' },
    {
      ...{ name: 'test.portrait', maxBytes: MIB, contentTypes: ['image/png'], visibility: 'public' },
      image: { variants: [{ name: 'thumb', width: 64, format: 'webp' }] },
    },
  ])
  owner = await server.people.signedIn()
})
after(async () => {
  await server?.stop()
  await clamd?.stop()
})

const clean = (): Buffer => Buffer.concat([HEAD, randomBytes(300_000)])
const infected = (): Buffer => Buffer.concat([HEAD, randomBytes(200_000), clamd.malware, randomBytes(1000)])
const confirm = (uploadId: string) => owner.http.post('/api/uploads/confirm', { uploadId })

async function uploaded(bytes: Buffer, purpose = 'test.private'): Promise<string> {
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  const announced = { filename: 'holiday.png', contentType: 'image/png', purpose, bytes: bytes.length, sha256 }
  const { uploadId, url, headers } = (await owner.http.post('/api/uploads/sign', announced)).body
  assert.equal((await owner.http.send(url, { method: 'PUT', headers, body: new Uint8Array(bytes) })).status, 204)
  return uploadId
}

async function fileOf(uploadId: string) {
  const [row] = await server.app.db.raw<{ id: string; scan: string; scan_finding: string | null }>(
    'SELECT id, scan, scan_finding FROM files.file WHERE blob_key = $1',
    [`uploads/${uploadId}`],
  )
  assert.ok(row)
  return row
}

async function infectedMails(): Promise<number> {
  return (await server.mailbox()).filter(({ template }) => template === 'files.infected').length
}

const infectedRecords = async (id: string): Promise<number> =>
  (
    await server.app.db.raw("SELECT 1 FROM audit.record WHERE action = 'files.found-infected' AND subject_id = $1", [
      id,
    ])
  ).length

/** What the schedule would do. */
async function scanWaiting(): Promise<void> {
  const schedule = server.app.units.files.schedules?.find(({ name }) => name === 'files.scan-pending')
  assert.ok(schedule)
  await server.app.db.transaction({ actor: { kind: 'system', name: 'test' }, requestId: 'test' }, (tx) =>
    tx.enqueue({ queue: schedule.job.name, data: {}, options: {} }),
  )
  await server.jobsIdle()
}

describe('a scanned upload', { skip }, () => {
  test('in which nothing is found is a file at once', async () => {
    const { status, body } = await confirm(await uploaded(clean()))
    assert.deepEqual([status, body.scan], [200, 'clean'])
    assert.equal((await owner.http.get(`/api/files/${body.id}/content`)).status, 200)
  })

  test('in which something is found is in quarantine for good, recorded, and its owner told once', async () => {
    const before = await infectedMails()
    const uploadId = await uploaded(infected(), 'test.public')
    const answers = await Promise.all(Array.from({ length: 4 }, () => confirm(uploadId)))
    for (const { status, body } of answers) assert.deepEqual([status, body.code], [403, 'files/infected'])
    const { id, scan, scan_finding } = await fileOf(uploadId)
    assert.deepEqual([scan, scan_finding], ['infected', 'Plinth.Test.UNOFFICIAL'])
    assert.equal(await infectedRecords(id), 1)
    assert.equal((await infectedMails()) - before, 1)
    for (const path of ['content', 'address'])
      assert.equal((await owner.http.get(`/api/files/${id}/${path}`)).body.code, 'files/infected', path)
    assert.equal((await owner.http.get(`/api/files/${id}`)).body.scan, 'infected')
    const stranger = server.people.anonymous()
    assert.equal((await stranger.get(`/api/files/${id}/content`)).body.code, 'files/not-found')
    const { files } = server.app.units
    await assert.rejects(files.bytesOf(id as never), { code: 'files/infected' })
    await assert.rejects(files.localPath(id as never), { code: 'files/infected' })
  })

  test('waits in quarantine while the scanner is away, and is judged when it is back', async () => {
    await clamd.stop()
    const [harmless, harmful] = [await uploaded(clean(), 'test.public'), await uploaded(infected())]
    for (const uploadId of [harmless, harmful]) {
      const { status, body } = await confirm(uploadId)
      assert.deepEqual([status, body.scan], [200, 'pending'])
      const read = await owner.http.get(`/api/files/${body.id}/content`)
      assert.deepEqual([read.status, read.body.code], [409, 'files/quarantined'])
    }
    const { id } = await fileOf(harmless)
    assert.equal((await server.people.anonymous().get(`/api/files/${id}/content`)).status, 404)
    await scanWaiting()
    assert.equal((await fileOf(harmless)).scan, 'pending', 'still away')
    const check = server.app.units.files.health?.find(({ name }) => name === 'malware-scanner')
    const { signal } = new AbortController()
    assert.equal((await check?.run(signal))?.status, 'warn')

    const before = await infectedMails()
    clamd = await startClamd(port)
    await scanWaiting()
    assert.equal((await fileOf(harmless)).scan, 'clean')
    assert.equal((await server.people.anonymous().get(`/api/files/${id}/content`)).status, 200)
    const found = await fileOf(harmful)
    assert.equal(found.scan, 'infected')
    assert.equal(await infectedRecords(found.id), 1)
    assert.equal((await infectedMails()) - before, 1)
    assert.equal((await check?.run(signal))?.status, 'pass')
  })
})

test('a picture is decoded and made anew only once the scanner has judged it', { skip }, async () => {
  const cover = await readFile(new URL('images/cover-1000.png', fixtures))
  await clamd.stop()
  const { id } = (await confirm(await uploaded(cover, 'test.portrait'))).body
  const imageOf = async () => (await owner.http.get(`/api/files/${id}`)).body.image
  const path = `/api/files/${id}/variants/thumb/content`
  await server.jobsIdle()
  assert.equal((await imageOf()).state, 'pending')
  assert.equal((await owner.http.get(path)).body.code, 'files/quarantined')
  assert.equal((await server.people.anonymous().get(path)).body.code, 'files/not-found')
  clamd = await startClamd(port)
  await scanWaiting()
  await server.jobsIdle()
  assert.deepEqual([(await imageOf()).state, (await imageOf()).variants.length], ['ready', 1])
  assert.equal((await server.people.anonymous().get(path)).status, 200)
})

describe('the scanner', () => {
  test('that takes no bytes so long gives no verdict', { skip }, async () => {
    const long = Readable.from([...Array(40)].map(() => Buffer.alloc(64 * 1024)))
    const refused = await createClamd(new URL(clamd.url))
      .scan(long)
      .then(String, (error: unknown) => error)
    // It closes the line behind its answer, which a piece that is written at that moment takes along.
    assert.ok(
      refused instanceof ScannerBroke || (refused instanceof NoVerdict && refused.refusal === 'too-large'),
      `${refused}`,
    )
  })

  for (const [name, answer, refusal] of [
    ['hangs up', null, { name: 'ScannerBroke' }],
    ['says something else', 'stream: OK, I think\0', { name: 'ScannerBroke' }],
    ['fails', 'INSTREAM: Can not allocate memory ERROR\0', { name: 'NoVerdict', refusal: 'failed' }],
  ] as const)
    test(`that ${name} gives no verdict`, async () => {
      const sockets = new Set<Socket>()
      const broken = createServer((socket) => {
        sockets.add(socket.on('error', () => undefined))
        socket.once('data', () => (answer === null ? socket.destroy() : socket.end(answer)))
      })
      await new Promise<void>((resolve) => broken.listen(0, '127.0.0.1', resolve))
      const address = broken.address()
      assert.ok(typeof address === 'object' && address !== null)
      const scanner = createClamd(new URL(`tcp://127.0.0.1:${address.port}`))
      try {
        await assert.rejects(scanner.scan(Readable.from([Buffer.alloc(1000)])), refusal)
      } finally {
        for (const socket of sockets) socket.destroy()
        broken.close()
      }
    })

  test('that nobody runs gives no verdict', async () => {
    await assert.rejects(createClamd(new URL('tcp://127.0.0.1:1')).scan(Readable.from([])), ScannerAway)
  })
})
