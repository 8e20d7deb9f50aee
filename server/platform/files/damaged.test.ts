import assert from 'node:assert/strict'
import { createHash, randomBytes } from 'node:crypto'
import { readdirSync, readlinkSync } from 'node:fs'
import { readFile, truncate, unlink, writeFile } from 'node:fs/promises'
import { get } from 'node:http'
import { after, afterEach, before, describe, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import type { HttpAnswer, HttpClient } from '../../../test/support/http-client.ts'
import { fixtures } from '../../../test/support/music.ts'
import type { Person } from '../../../test/support/people.ts'
import { startServer, type TestServer } from '../../../test/support/server.ts'
import type { BlobStore } from '../../kernel/blob/blob-store.ts'
import { createDiskBlobStore } from '../../kernel/blob/disk-blob-store.ts'
import { systemOrigin } from '../../kernel/db/actor.ts'
import type { Tx } from '../../kernel/db/database.ts'
import type { Id } from '../../kernel/id.ts'
import type { JobContext } from '../../kernel/jobs/job.ts'
import { createLog } from '../../kernel/telemetry/create-log.ts'
import { scanIntegrity } from './integrity.ts'
import { makeVariantsJob } from './variants.job.ts'

const MIB = 1024 * 1024
const [SMALL, LARGE] = [3_000, 5 * MIB]
const { signal } = new AbortController()
const image = { variants: [{ name: 'thumb', width: 64, format: 'webp' }] } as const

let server: TestServer
let blobs: BlobStore
let owner: Person
let stranger: HttpClient

before(async () => {
  server = await startServer()
  const kinds = { maxBytes: 10 * MIB, contentTypes: ['image/png'] } as const
  server.app.units.files.declarePurposes([
    { name: 'test.private', visibility: 'private', ...kinds },
    { name: 'test.public', visibility: 'public', ...kinds },
    { name: 'test.portrait', visibility: 'public', image, ...kinds },
  ])
  blobs = createDiskBlobStore({ root: server.config.files.dir })
  owner = await server.people.signedIn()
  stranger = server.people.anonymous()
})
after(() => server.stop())
afterEach(() => server.app.db.raw('DELETE FROM files.file'))

interface Stored {
  readonly id: Id<'file'>
  readonly bytes: Buffer
  /** On the disk. */
  readonly path: string
}

const random = (length: number): Buffer =>
  Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), randomBytes(length - 8)])

async function stored(bytes: Buffer, purpose = 'test.private'): Promise<Stored> {
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  const announced = { filename: 'a.png', contentType: 'image/png', purpose, bytes: bytes.length, sha256 }
  const { uploadId, url, headers } = (await owner.http.post('/api/uploads/sign', announced)).body
  assert.equal((await owner.http.send(url, { method: 'PUT', headers, body: new Uint8Array(bytes) })).status, 204)
  const { status, body } = await owner.http.post('/api/uploads/confirm', { uploadId })
  assert.equal(status, 200, JSON.stringify(body))
  return { id: body.id, bytes, path: (await blobs.localPath(`uploads/${uploadId}`)).path }
}

/** One bit of its last byte is another; the length stays. */
async function change({ path, bytes }: Pick<Stored, 'path' | 'bytes'>): Promise<void> {
  await writeFile(path, Buffer.concat([bytes.subarray(0, -1), Buffer.from([1 ^ (bytes.at(-1) ?? 0)])]))
}

const look = (filesMax = 1000) => scanIntegrity(server.app.db, blobs, { filesMax, bytesMax: 1e9, signal })

async function recordsOf(id: string): Promise<string[]> {
  const rows = await server.app.db.raw<{ action: string }>(
    "SELECT action FROM audit.record WHERE subject_id = $1 AND action LIKE 'files.found-%' ORDER BY at, id",
    [id],
  )
  return rows.map(({ action }) => action)
}

async function faultOf(id: string): Promise<string | null> {
  const [row] = await server.app.db.raw<{ fault: string | null }>('SELECT fault FROM files.file WHERE id = $1', [id])
  assert.ok(row)
  return row.fault
}

async function health(): Promise<string | undefined> {
  return (await server.app.units.files.health?.find(({ name }) => name === 'files-integrity')?.run(signal))?.status
}

const contentOf = (id: string): string => `/api/files/${id}/content`

interface Transfer {
  readonly status: number | undefined
  readonly announced: number
  readonly received: Buffer
  readonly isComplete: boolean
}

/** What a client sees of a transfer, whole or broken; `enough` bytes and it leaves. */
function transfer(id: string, headers: Record<string, string> = {}, enough?: number): Promise<Transfer> {
  return new Promise((resolve, reject) => {
    get(`${server.url}${contentOf(id)}`, { headers, agent: false }, (answer) => {
      const chunks: Buffer[] = []
      let length = 0
      answer.on('data', (chunk: Buffer) => {
        chunks.push(chunk)
        length += chunk.length
        if (enough !== undefined && length >= enough) answer.destroy()
      })
      answer.on('error', () => undefined)
      answer.on('close', () =>
        resolve({
          status: answer.statusCode,
          announced: Number(answer.headers['content-length']),
          received: Buffer.concat(chunks),
          isComplete: answer.complete,
        }),
      )
    }).on('error', reject)
  })
}

type Reading = (file: Stored) => Promise<{ readonly status: number; readonly code: string | undefined }>

const told = ({ status, body }: HttpAnswer) => ({ status, code: body.code as string | undefined })

function refusal(work: Promise<unknown>): ReturnType<Reading> {
  return work.then(
    () => ({ status: 200, code: undefined }),
    ({ status, code }) => ({ status, code }),
  )
}

/** Who has the right bytes needs none of the store: where nothing is known of a fault, there is no look at it. */
const HAS_IT = 'by whoever has it already'

const readings: readonly { readonly name: string; readonly purpose: string; readonly read: Reading }[] = [
  { name: 'by its owner', purpose: 'test.private', read: async ({ id }) => told(await owner.http.get(contentOf(id))) },
  {
    name: 'by anybody',
    purpose: 'test.public',
    read: async ({ id }) => told(await stranger.get(contentOf(id))),
  },
  {
    name: 'a range of it',
    purpose: 'test.private',
    read: async ({ id }) => told(await owner.http.get(contentOf(id), { range: 'bytes=10-19' })),
  },
  {
    name: 'a range of it by anybody',
    purpose: 'test.public',
    read: async ({ id }) => told(await stranger.get(contentOf(id), { range: 'bytes=-10' })),
  },
  {
    name: HAS_IT,
    purpose: 'test.private',
    read: async ({ id }) => told(await owner.http.get(contentOf(id), { 'if-none-match': '*' })),
  },
  {
    name: 'an address of it',
    purpose: 'test.private',
    read: async ({ id }) => told(await owner.http.get(`/api/files/${id}/address`)),
  },
  {
    name: 'in memory by another unit',
    purpose: 'test.private',
    read: ({ id }) => refusal(server.app.units.files.bytesOf(id)),
  },
  {
    name: 'from a path by another unit',
    purpose: 'test.private',
    read: ({ id }) => refusal(server.app.units.files.localPath(id)),
  },
]

describe('a file that is known to be damaged', () => {
  for (const { name, purpose, read } of readings)
    test(`is not read ${name}, nor one that is gone, until it was found whole`, async () => {
      const [changed, gone] = [await stored(random(SMALL), purpose), await stored(random(SMALL), purpose)]
      await change(changed)
      await unlink(gone.path)
      assert.equal((await look()).damaged, 2)
      assert.deepEqual(await read(changed), { status: 502, code: 'files/damaged' })
      assert.deepEqual(await read(gone), { status: 410, code: 'blob/missing' })
      for (const { path, bytes } of [changed, gone]) await writeFile(path, bytes)
      assert.equal((await read(changed)).status, 502, 'nobody has looked yet')
      await look()
      for (const file of [changed, gone]) {
        assert.ok((await read(file)).status < 400, 'served again')
        assert.deepEqual(await recordsOf(file.id), ['files.found-damaged', 'files.found-whole'])
      }
    })

  test('answers HEAD as it would GET, and its standing says what was found', async () => {
    const file = await stored(random(SMALL))
    const head = async () => (await owner.http.send(contentOf(file.id), { method: 'HEAD' })).status
    assert.equal(await head(), 200)
    await change(file)
    await look()
    assert.equal(await head(), 502)
    assert.equal((await owner.http.get(`/api/files/${file.id}`)).body.fault, 'differs')
    await writeFile(file.path, file.bytes)
    await look()
    assert.equal((await owner.http.get(`/api/files/${file.id}`)).body.fault, null)
  })

  test('is looked at before the others, which are still looked at', async () => {
    const file = await stored(random(SMALL))
    await change(file)
    await look()
    for (let others = 0; others < 3; others += 1) await stored(random(SMALL))
    await writeFile(file.path, file.bytes)
    await look(2)
    assert.equal(await faultOf(file.id), null, 'beside two others')
    const looked = await server.app.db.raw('SELECT 1 FROM files.file WHERE checked_at IS NOT NULL')
    assert.equal(looked.length, 3)
  })
})

describe('a picture', () => {
  const variantKeys = (id: string) =>
    server.app.db.raw<{ blob_key: string }>('SELECT blob_key FROM files.file WHERE variant_of = $1', [id])
  const picture = async (): Promise<Stored> => {
    const sent = await stored(await readFile(new URL('images/cover-1000.png', fixtures)), 'test.portrait')
    await server.jobsIdle()
    return sent
  }

  test('whose variant is damaged is refused as that variant, whole and in part', async () => {
    const { id } = await picture()
    const path = `/api/files/${id}/variants/thumb/content`
    const { status, bytes } = await stranger.get(path)
    assert.equal(status, 200)
    const [variant] = await variantKeys(id)
    assert.ok(variant)
    await change({ path: (await blobs.localPath(variant.blob_key)).path, bytes })
    for (const headers of [{}, { range: 'bytes=0-3' }]) {
      const refused = await stranger.get(path, headers)
      assert.deepEqual([refused.status, refused.body.code], [502, 'files/damaged'])
    }
  })

  test('whose own bytes are damaged is not made anew of them, nor called unreadable', async () => {
    const sent = await picture()
    const { db } = server.app
    await db.raw('DELETE FROM files.file WHERE variant_of = $1', [sent.id])
    await db.raw("UPDATE files.file SET image = 'pending' WHERE id = $1", [sent.id])
    await change(sent)
    const job = makeVariantsJob({ blobs, changed: async () => undefined, terms: () => image })
    const { log } = createLog({ level: 'silent', format: 'json', version: 'test' }, () => undefined)
    const context = {
      ...{ db, signal, jobId: 'test', attempt: 1, log, isFinal: () => true, progress: () => undefined },
      once: <Result>(work: (tx: Tx) => Promise<Result>) => db.transaction(systemOrigin('test', 'test'), work),
      step: <Result>(_name: string, work: (tx: Tx) => Promise<Result>) =>
        db.transaction(systemOrigin('test', 'test'), work),
    } satisfies JobContext
    await assert.rejects(async () => await job.handle(context, { fileId: sent.id }), { code: 'files/damaged' })
    assert.deepEqual(await variantKeys(sent.id), [])
    assert.equal((await owner.http.get(`/api/files/${sent.id}`)).body.image.state, 'pending')
    await writeFile(sent.path, sent.bytes)
    await job.handle(context, { fileId: sent.id })
    assert.equal((await variantKeys(sent.id)).length, 1)
  })
})

describe('a file whose damage nobody knows yet', () => {
  test('is refused at once when it is small, written down once, and refused from then on', async () => {
    const file = await stored(random(SMALL), 'test.public')
    assert.equal(await health(), 'pass')
    await change(file)
    const answers = await Promise.all(Array.from({ length: 8 }, () => stranger.get(contentOf(file.id))))
    for (const { status, body, headers } of answers) {
      assert.deepEqual([status, body.code], [502, 'files/damaged'])
      assert.equal(headers.get('cache-control'), 'no-store')
    }
    assert.deepEqual(await recordsOf(file.id), ['files.found-damaged'])
    assert.equal(await health(), 'warn')
    assert.equal((await stranger.get(contentOf(file.id), { range: 'bytes=0-3' })).status, 502)
    await writeFile(file.path, file.bytes)
    await look()
    assert.deepEqual((await stranger.get(contentOf(file.id))).bytes, file.bytes)
    assert.equal(await health(), 'pass')
  })

  for (const [name, headers] of [
    ['is long', {}],
    ['is long and asked for from its first byte on, as players do', { range: 'bytes=0-' }],
  ] as const)
    test(`breaks the transfer before it is complete when it ${name}, and is refused from then on`, async () => {
      const file = await stored(random(LARGE), 'test.public')
      await change(file)
      const { announced, received, isComplete } = await transfer(file.id, headers)
      assert.equal(announced, LARGE)
      assert.equal(isComplete, false)
      assert.ok(received.length > 0 && received.length < LARGE, `${received.length} bytes came`)
      assert.equal(await faultOf(file.id), 'differs')
      assert.deepEqual(await recordsOf(file.id), ['files.found-damaged'])
      const { status, body } = await stranger.get(contentOf(file.id))
      assert.deepEqual([status, body.code], [502, 'files/damaged'])
    })

  for (const [name, isRead] of [
    ['the first that is asked for', false],
    ['though others of it were sent before', true],
  ] as const)
    test(`is not seen in a range, ${name}: what is short is refused, what is long is broken off before it`, async () => {
      for (const range of ['bytes=-10', 'bytes=100-']) {
        const file = await stored(random(LARGE), 'test.public')
        if (isRead) assert.equal((await stranger.get(contentOf(file.id), { range: 'bytes=5-9' })).status, 206)
        await change(file)
        if (isRead && range === 'bytes=100-') {
          const { announced, received, isComplete } = await transfer(file.id, { range })
          assert.deepEqual([announced, isComplete], [LARGE - 100, false])
          assert.ok(received.length < LARGE - MIB && received.equals(file.bytes.subarray(100, 100 + received.length)))
        } else {
          const { status, body } = await stranger.get(contentOf(file.id), { range })
          assert.deepEqual([status, body.code], [502, 'files/damaged'])
        }
        assert.equal(await faultOf(file.id), 'differs')
      }
    })

  test('is refused when it was cut short, whatever of it is asked for', async () => {
    for (const headers of [{}, { range: 'bytes=0-9' }]) {
      const file = await stored(random(LARGE))
      await truncate(file.path, LARGE - 1)
      const { status, body } = await owner.http.get(contentOf(file.id), headers)
      assert.deepEqual([status, body.code], [502, 'files/damaged'])
      assert.equal(await faultOf(file.id), 'differs')
    }
  })

  test('is gone while it is gone, which only the look writes down', async () => {
    const file = await stored(random(SMALL))
    await unlink(file.path)
    for (const { name, purpose, read } of readings) {
      if (purpose === 'test.public' || name === HAS_IT) continue
      assert.deepEqual(await read(file), { status: 410, code: 'blob/missing' }, name)
    }
    assert.equal(await faultOf(file.id), null)
    await writeFile(file.path, file.bytes)
    assert.equal((await owner.http.get(contentOf(file.id))).status, 200)
  })

  test('is not taken into the memory of another unit', async () => {
    const file = await stored(random(SMALL))
    await change(file)
    await assert.rejects(server.app.units.files.bytesOf(file.id), { code: 'files/damaged' })
    assert.equal(await faultOf(file.id), 'differs')
  })
})

describe('a file that is whole', () => {
  test('comes whole, small and long, and by many at once', async () => {
    for (const length of [SMALL, MIB / 4, MIB / 4 + 1, LARGE]) {
      const file = await stored(random(length), 'test.public')
      for (const { received, isComplete } of await Promise.all(Array.from({ length: 4 }, () => transfer(file.id)))) {
        assert.equal(isComplete, true)
        assert.ok(received.equals(file.bytes))
      }
      assert.equal(await faultOf(file.id), null)
    }
  })

  test('comes in ranges as it is, within a block, across them and to its end', async () => {
    const file = await stored(random(LARGE), 'test.public')
    const edges = [0, 9, MIB - 1, MIB, LARGE - 2, LARGE - 1]
    for (const start of edges)
      for (const end of edges.filter((edge) => edge >= start)) {
        const { bytes } = await stranger.get(contentOf(file.id), { range: `bytes=${start}-${end}` })
        assert.ok(file.bytes.subarray(start, end + 1).equals(bytes), `${start}-${end}`)
      }
  })

  test('is not called damaged by whoever leaves in the middle, and is closed behind them', async () => {
    const file = await stored(random(LARGE), 'test.public')
    for (let round = 0; round < 5; round += 1) {
      const { isComplete } = await transfer(file.id, {}, 100_000)
      assert.equal(isComplete, false)
    }
    const opened = (): number =>
      readdirSync('/proc/self/fd').filter((fd) => {
        try {
          return readlinkSync(`/proc/self/fd/${fd}`) === file.path
        } catch {
          // It was closed since it was listed.
          return false
        }
      }).length
    for (let waitedMs = 0; opened() > 0; waitedMs += 50) {
      assert.ok(waitedMs < 5000, 'nobody closed it')
      await sleep(50)
    }
    assert.equal(await faultOf(file.id), null)
    assert.ok((await transfer(file.id)).isComplete)
  })
})
