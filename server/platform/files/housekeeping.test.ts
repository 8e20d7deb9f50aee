import assert from 'node:assert/strict'
import { createHash, randomBytes } from 'node:crypto'
import { unlink, writeFile } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { after, before, describe, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Person } from '../../../test/support/people.ts'
import { startServer, type TestServer } from '../../../test/support/server.ts'
import type { BlobStore } from '../../kernel/blob/blob-store.ts'
import { createDiskBlobStore } from '../../kernel/blob/disk-blob-store.ts'
import { inSeconds } from '../../kernel/clock.ts'
import { systemOrigin } from '../../kernel/db/actor.ts'
import { scanIntegrity, scanShare } from './integrity.ts'
import { sweepUploads } from './sweep.ts'
import { sweepOrphans } from './sweep-orphans.ts'

const PNG = Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), randomBytes(3000)])
const { signal } = new AbortController()
const ROOMY = { maxBytes: 10_000 }
/** Everything counts as lapsed, as to a process whose clock is far ahead. */
const FAR = inSeconds(48 * 3600)

let server: TestServer
let blobs: BlobStore
let owner: Person

before(async () => {
  server = await startServer()
  server.app.units.files.declarePurposes([
    { name: 'test.private', maxBytes: 10_000, contentTypes: ['image/png'], visibility: 'private' },
  ])
  blobs = createDiskBlobStore({ root: server.config.files.dir })
  owner = await server.people.signedIn()
})
after(() => server.stop())

const db = () => server.app.db
const confirm = (uploadId: string) => owner.http.post('/api/uploads/confirm', { uploadId })

async function uploaded(): Promise<string> {
  const sha256 = createHash('sha256').update(PNG).digest('hex')
  const announced = { filename: 'a.png', contentType: 'image/png', purpose: 'test.private', bytes: PNG.length, sha256 }
  const { uploadId, url, headers } = (await owner.http.post('/api/uploads/sign', announced)).body
  assert.equal((await owner.http.send(url, { method: 'PUT', headers, body: new Uint8Array(PNG) })).status, 204)
  return uploadId
}

async function stored(): Promise<{ id: string; key: string }> {
  const uploadId = await uploaded()
  return { id: (await confirm(uploadId)).body.id, key: `uploads/${uploadId}` }
}

async function recordsOf(id: string): Promise<string[]> {
  const rows = await db().raw<{ action: string }>(
    "SELECT action FROM audit.record WHERE subject_id = $1 AND action LIKE 'files.found-%' ORDER BY at, id",
    [id],
  )
  return rows.map(({ action }) => action)
}

describe('sweeping', () => {
  test('never takes the bytes of an upload that a confirmation claims at the same moment', async () => {
    const outcomes = { confirmed: 0, swept: 0 }
    // Whoever lost the last round gets a start: the two meet closer and closer.
    let headStartMs = 0
    for (let round = 0; round < 25; round += 1) {
      const uploadId = await uploaded()
      const sweep = async (): Promise<unknown> => {
        await sleep(headStartMs)
        const sweeps = Array.from({ length: 2 }, () => sweepUploads(db(), blobs, FAR))
        return await Promise.all([...sweeps, sweepOrphans(db(), blobs, inSeconds(-3600), signal)])
      }
      const [answer] = await Promise.all([confirm(uploadId), sweep()])
      headStartMs = answer.status === 200 ? headStartMs / 2 : headStartMs * 1.5 + 1
      const there = (await blobs.stat(`uploads/${uploadId}`)) !== null
      const [row] = await db().raw<{ files: number }>(
        'SELECT count(*)::int AS files FROM files.file WHERE blob_key = $1',
        [`uploads/${uploadId}`],
      )
      outcomes[answer.status === 200 ? 'confirmed' : 'swept'] += 1
      assert.deepEqual([row?.files, there], answer.status === 200 ? [1, true] : [0, false], JSON.stringify(answer.body))
    }
    assert.equal(outcomes.confirmed + outcomes.swept, 25)
    assert.ok(outcomes.swept > 0 && outcomes.confirmed > 0, `both happen: ${JSON.stringify(outcomes)}`)
  })

  test('waits for a confirmation that has the upload in its hands, and leaves it alone', async () => {
    const uploadId = await uploaded()
    await db().transaction(systemOrigin('test', 'test'), async (tx) => {
      await tx.raw('SELECT 1 FROM files.upload WHERE id = $1 FOR UPDATE', [uploadId])
      assert.equal(await sweepUploads(db(), blobs, FAR), 0)
    })
    assert.equal((await confirm(uploadId)).status, 200)
  })

  test('removes what no row speaks of once it is old, and nothing else', async () => {
    const { key } = await stored()
    const open = `uploads/${await uploaded()}`
    const generated = await server.app.units.files.putGenerated(systemOrigin('test', 'test'), {
      ...{ bytes: PNG, filename: 'made.png', contentType: 'image/png', purpose: 'test.private' },
      ...{ visibility: 'private', ownerId: null },
    })
    for (const orphan of ['uploads/orphan', 'generated/orphan', 'probe/orphan', 'foreign/thing'])
      await blobs.put(orphan, Buffer.from('x'), ROOMY)
    assert.equal(await sweepOrphans(db(), blobs, inSeconds(-3600), signal), 0, 'they are young')
    assert.equal(await sweepOrphans(db(), blobs, inSeconds(60), signal), 3)
    for (const kept of [key, open, `generated/${generated}`, 'foreign/thing'])
      assert.notEqual(await blobs.stat(kept), null, kept)
  })
})

describe('looking after what is stored', () => {
  const look = (filesMax = 1000) => scanIntegrity(db(), blobs, { filesMax, bytesMax: 1e9, signal })
  const health = async () =>
    await server.app.units.files.health?.find(({ name }) => name === 'files-integrity')?.run(signal)

  test('finds bytes that are gone or changed once, says so in health and audit, and when they are back', async () => {
    const [gone, changed, whole] = [await stored(), await stored(), await stored()]
    assert.equal((await look()).damaged, 0)
    assert.equal((await health())?.status, 'pass')

    const { path } = await blobs.localPath(changed.key)
    await writeFile(path, Buffer.concat([PNG.subarray(0, -1), Buffer.from([0xff ^ (PNG.at(-1) ?? 0)])]))
    await unlink((await blobs.localPath(gone.key)).path)
    assert.equal((await look()).damaged, 2)
    assert.equal((await look()).damaged, 0, 'it was said')
    for (const { id } of [gone, changed]) assert.deepEqual(await recordsOf(id), ['files.found-damaged'])
    assert.deepEqual(await recordsOf(whole.id), [])
    const finding = await health()
    assert.deepEqual([finding?.status, finding?.observed.split(' ')[0]], ['warn', '2'])

    await writeFile(path, PNG)
    await blobs.put(gone.key, PNG, ROOMY)
    await look()
    assert.deepEqual(await recordsOf(gone.id), ['files.found-damaged', 'files.found-whole'])
    assert.equal((await health())?.status, 'pass')
  })

  test('begins with what was not looked at for the longest time', async () => {
    await look()
    const { id } = await stored()
    assert.deepEqual(await look(1), { checked: 1, damaged: 0 })
    const rest = await db().raw('SELECT id FROM files.file WHERE checked_at IS NULL')
    assert.deepEqual(rest, [], id)
  })

  test('reads every file within 30 days by a share an hour, whatever runs are missed or cut short, and says when it does not', async () => {
    await look()
    const { id } = await stored()
    const many = 9000
    // Each was read at some time of the last 30 days, by its number.
    await db().raw(
      `INSERT INTO files.file SELECT (jsonb_populate_record(file, jsonb_build_object(
           'id', gen_random_uuid(), 'blob_key', 'copies/' || n, 'checked_at', now() - n * interval '30 days' / $2::int))).*
         FROM files.file CROSS JOIN generate_series(1, $2::int) AS n WHERE id = $1`,
      [id, many],
    )
    let [reads, cutAfter] = [0, Number.POSITIVE_INFINITY]
    const copies: BlobStore = {
      ...blobs,
      read: async () => {
        reads += 1
        if (reads > cutAfter) throw new Error('the store went away')
        return Readable.from([PNG])
      },
    }
    const share = await scanShare(db())
    assert.ok(share.filesMax * 30 * 24 >= many * 1.2 && share.filesMax < many / 500, `${share.filesMax} files a run`)
    const oldestDays = async () => {
      const [row] = await db().raw<{ days: number }>(
        'SELECT extract(epoch FROM now() - min(checked_at))::float8 / 86400 AS days FROM files.file',
      )
      return row?.days ?? 0
    }
    const before = await oldestDays()
    assert.equal((await scanIntegrity(db(), copies, { ...share, signal })).checked, share.filesMax)
    const gained = before - (await oldestDays())
    assert.ok(gained >= 1.1 / 24, `${gained} days are less than the hour until the next run`)

    await db().raw("UPDATE files.file SET checked_at = checked_at - interval '40 days'")
    const late = await health()
    assert.deepEqual([late?.status, /not read for \d+ days/.test(late?.observed ?? '')], ['warn', true])
    assert.equal((await scanIntegrity(db(), copies, { ...share, secondsMax: 0, signal })).checked, 0)
    cutAfter = reads + 3
    await assert.rejects(scanIntegrity(db(), copies, { ...share, signal }), /went away/)
    const [row] = await db().raw<{ read: number }>(
      "SELECT count(*)::int AS read FROM files.file WHERE checked_at > now() - interval '1 day'",
    )
    assert.equal(row?.read, 3, 'what was read before the run was cut short counts')
    await db().raw('UPDATE files.file SET checked_at = now()')
    assert.equal((await health())?.status, 'pass')
  })
})
