import assert from 'node:assert/strict'
import { after, before, beforeEach, describe, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { picture, uploaderOf } from '../../../test/support/file-versions-suite.test-support.ts'
import type { Person } from '../../../test/support/people.ts'
import { startServer, type TestServer } from '../../../test/support/server.ts'
import type { BlobStore } from '../../kernel/blob/blob-store.ts'
import { createDiskBlobStore } from '../../kernel/blob/disk-blob-store.ts'
import { systemOrigin } from '../../kernel/db/actor.ts'
import type { Tx } from '../../kernel/db/database.ts'
import type { Id } from '../../kernel/id.ts'
import { keepToLifecycle } from './lifecycle.ts'
import type { Lifecycle } from './lifecycle-setting.ts'
import { createPurposes } from './purposes.ts'
import { removeBytesJob } from './remove-bytes.job.ts'
import type { Purpose } from './uploads.ts'

const ROOM = 30_000
const EVERYTHING: Lifecycle = { versionsMax: 0, versionDays: 0, discardedDays: 365, expiry: [] }
const { signal } = new AbortController()
const used = new Set<string>()

const taken = { maxBytes: 10_000, contentTypes: ['image/png'], visibility: 'private' } as const
const purposes: readonly Purpose[] = [
  { name: 'test.private', ...taken, changes: { usedOf: async () => used } },
  { name: 'test.unknown', ...taken, changes: {} },
]

let server: TestServer
let blobs: BlobStore
let owner: Person
let by: ReturnType<typeof uploaderOf>

before(async () => {
  server = await startServer({ environment: { FILES_QUOTA_BYTES: String(ROOM) } })
  server.app.units.files.declarePurposes(purposes)
  blobs = createDiskBlobStore({ root: server.config.files.dir })
})
beforeEach(async () => {
  await server.app.db.raw('DELETE FROM files.file')
  owner = await server.people.signedIn()
  by = uploaderOf(server, owner)
})
after(() => server.stop())

const act = <Result>(work: (tx: Tx) => Promise<Result>) => server.app.db.transaction(systemOrigin('test', 'test'), work)

/** Somebody waits for a lock on files. */
async function isWaitedFor(): Promise<boolean> {
  const waiting = await server.app.db.raw(
    `SELECT FROM pg_stat_activity
      WHERE datname = current_database() AND wait_event_type = 'Lock' AND query ~ 'files.file'`,
  )
  return waiting.length > 0
}

/** A run by these rules. */
async function run(rules: Partial<Lifecycle>, atOnce = 500) {
  const known = createPurposes(10_000)
  known.declare(purposes)
  const deps = { db: server.app.db, purposes: known, removeBytes: removeBytesJob(blobs) }
  return await keepToLifecycle(deps, { ...EVERYTHING, ...rules }, { atOnce, signal })
}

/** A file that was replaced so often. */
async function replaced(times: number): Promise<Id<'file'>> {
  const id = await by.store(picture(1000))
  for (let newest = 1; newest <= times; newest += 1) await by.replace(id, newest, picture(1000))
  return id as Id<'file'>
}

const numbers = async (id: string): Promise<number[]> => (await by.states(id)).map(([version]) => version)
const aged = (column: 'superseded_at' | 'discarded_at' | 'created_at', days: number, where: string, id: string) =>
  server.app.db.raw(`UPDATE files.file SET ${column} = now() - $2 * interval '1 day' WHERE ${where}`, [id, days])
const recordsOf = async (id: string): Promise<string[]> =>
  (
    await server.app.db.raw<{ action: string }>(
      "SELECT action FROM audit.record WHERE subject_id = $1 AND actor_kind = 'system' ORDER BY at, id",
      [id],
    )
  ).map(({ action }) => action)

describe('older versions', () => {
  test('are kept up to a number, the newest of them, a few each run, and their bytes go', async () => {
    const id = await replaced(5)
    const keys = await server.app.db.raw<{ key: string }>(
      'SELECT blob_key AS key FROM files.file WHERE id = $1 OR version_of = $1 ORDER BY version DESC',
      [id],
    )
    assert.deepEqual(await run({ versionsMax: 2 }, 1), { versions: 1, expired: 0, purged: 0 })
    assert.deepEqual(await numbers(id), [6, 5, 4, 3, 2])
    assert.equal((await run({ versionsMax: 2 })).versions, 2)
    assert.equal((await run({ versionsMax: 2 })).versions, 0)
    assert.deepEqual(await numbers(id), [6, 5, 4])
    await server.jobsIdle()
    const there = await Promise.all(keys.map(async ({ key }) => (await blobs.stat(key)) !== null))
    assert.deepEqual(there, [true, true, true, false, false, false])
    assert.deepEqual(await recordsOf(id), Array(3).fill('files.version-expired'))
  })

  test('are kept for days since another took their place; what is shown is never too old', async () => {
    const id = await replaced(3)
    await aged('created_at', 400, 'id = $1 OR version_of = $1', id)
    await aged('superseded_at', 11, 'version_of = $1 AND version < 3', id)
    assert.equal((await run({ versionDays: 12 })).versions, 0)
    assert.equal((await run({ versionDays: 10 })).versions, 2)
    assert.deepEqual(await numbers(id), [4, 3])
  })

  test('that is shown again while a run looks at it is shown, and what it took the place of is kept', async () => {
    const outcomes = new Set<string>()
    for (let round = 0; round < 10; round += 1) {
      const id = await replaced(1)
      await aged('superseded_at', 11, 'version_of = $1', id)
      const [restored, { versions }] = await Promise.all([by.restore(id, 1, 2), run({ versionDays: 10 })])
      outcomes.add(`${restored.status} ${versions} ${JSON.stringify(await numbers(id))}`)
      assert.equal((await by.content(id)).status, 200)
      await act((tx) => server.app.units.files.remove(tx, id))
    }
    for (const outcome of outcomes) assert.match(outcome, /^(200 0 \[3,2\]|404 1 \[2\])$/)
  })
})

describe('a file that was put away', () => {
  test('is nowhere, counts for the room it takes, and comes back as it was', async () => {
    const { files } = server.app.units
    const id = await replaced(1)
    assert.equal(await act((tx) => files.discard(tx, id)), true)
    assert.equal(await act((tx) => files.discard(tx, id)), false)
    for (const rest of ['', '/content', '/address', '/versions', '/versions/1/content'])
      assert.equal((await owner.http.get(`/api/files/${id}${rest}`)).body.code, 'files/not-found', rest)
    assert.equal((await by.signVersion(id, 2, picture())).body.code, 'files/not-found')
    assert.equal(await files.file(server.app.db, id), null)
    assert.deepEqual(await act((tx) => files.hold(tx, [id])), [])
    assert.equal((await files.looksOf(server.app.db, [id])).size, 0)
    await assert.rejects(files.bytesOf(id), /files\/not-found/)
    const query = { purposes: ['test.private'], limit: 10 }
    assert.deepEqual(await files.list(server.app.db, query), [])
    assert.equal((await files.list(server.app.db, { ...query, discarded: true })).length, 1)
    const [held] = await server.app.db.raw<{ bytes: string }>('SELECT sum(bytes) AS bytes FROM files.file')
    assert.equal(Number(held?.bytes), 2000)
    assert.equal((await act((tx) => files.bringBack(tx, id)))?.version, 2)
    assert.equal(await act((tx) => files.bringBack(tx, id)), null)
    assert.equal((await by.content(id)).status, 200)
    assert.deepEqual(await numbers(id), [2, 1])
  })

  test('gives an upload that was to replace it nothing to replace', async () => {
    const id = await replaced(0)
    const uploadId = await by.sent(id, 1, picture())
    await act((tx) => server.app.units.files.discard(tx, id))
    assert.equal((await by.confirm(uploadId)).body.code, 'files/not-found')
  })

  test('is gone for good after its days, with its versions and bytes, unless it is brought back at that moment', async () => {
    const { files } = server.app.units
    const outcomes = new Set<string>()
    for (let round = 0; round < 10; round += 1) {
      const id = await replaced(1)
      const keys = await server.app.db.raw<{ key: string }>('SELECT blob_key AS key FROM files.file')
      await act((tx) => files.discard(tx, id))
      await aged('discarded_at', 29, 'id = $1', id)
      assert.equal((await run({ discardedDays: 30 })).purged, 0)
      await aged('discarded_at', 31, 'id = $1', id)
      const [back, { purged }] = await Promise.all([
        round === 0 ? null : act((tx) => files.bringBack(tx, id)),
        run({ discardedDays: 30 }),
      ])
      await server.jobsIdle()
      const kept = (await Promise.all(keys.map(({ key }) => blobs.stat(key)))).filter((stat) => stat !== null).length
      outcomes.add(`${back !== null} ${purged} ${kept}`)
      if (back === null) assert.deepEqual((await recordsOf(id)).at(-1), 'files.removed')
      await server.app.db.raw('DELETE FROM files.file')
    }
    assert.ok(outcomes.has('false 1 0'))
    for (const outcome of outcomes) assert.match(outcome, /^(false 1 0|true 0 2)$/)
  })
})

describe('a file that expires', () => {
  test('is put away after its days, unless it is used or nobody can say', async () => {
    const [old, young, inUse] = [await replaced(0), await replaced(0), await replaced(0)]
    const unknown = await by.store(picture(), 'test.unknown')
    used.add(inUse)
    for (const id of [old, inUse, unknown]) await aged('created_at', 8, 'id = $1', id)
    const expiry = ['test.private', 'test.unknown', 'test.none'].map((purpose) => ({ purpose, days: 7 }))
    assert.deepEqual(await run({ expiry }), { versions: 0, expired: 1, purged: 0 })
    assert.deepEqual(await run({ expiry }), { versions: 0, expired: 0, purged: 0 })
    assert.equal((await by.content(old)).status, 404)
    for (const id of [young, inUse, unknown]) assert.equal((await by.content(id)).status, 200)
    assert.deepEqual(await recordsOf(old), ['files.discarded'])
    assert.equal((await act((tx) => server.app.units.files.bringBack(tx, old)))?.id, old)
  })

  test('stays with whoever begins to use it at that moment', async () => {
    const id = await replaced(0)
    await aged('created_at', 8, 'id = $1', id)
    let running: ReturnType<typeof run> | undefined
    await act(async (tx) => {
      assert.equal((await server.app.units.files.hold(tx, [id])).length, 1)
      running = run({ expiry: [{ purpose: 'test.private', days: 7 }] })
      while (!(await isWaitedFor())) await sleep(20)
      used.add(id)
    })
    assert.equal((await running)?.expired, 0)
    assert.equal((await by.content(id)).status, 200)
  })
})

test('the job keeps to what the setting says, and says what it did', async () => {
  const admin = await server.people.signedIn('administrator')
  const setting = (await admin.http.get('/api/settings/file-lifecycle')).body
  assert.deepEqual(setting.value, { versionsMax: 20, versionDays: 90, discardedDays: 30, expiry: [] })
  const id = await replaced(3)
  const keep = async (): Promise<number[]> => {
    await act((tx) => tx.enqueue({ queue: 'files.lifecycle', data: {}, options: {} }))
    await server.jobsIdle()
    return await numbers(id)
  }
  assert.deepEqual(await keep(), [4, 3, 2, 1])
  const expiry = [{ purpose: 'test.none', days: 7 }]
  const changed = await admin.http.put('/api/settings/file-lifecycle', {
    ...{ version: setting.version, value: { ...setting.value, versionsMax: 1, expiry } },
  })
  assert.equal(changed.status, 200, JSON.stringify(changed.body))
  assert.deepEqual(await keep(), [4, 3])
  const metrics = (await server.people.anonymous().get('/metrics')).body as string
  assert.match(metrics, /files_lifecycle_total\{[^}]*what="versions"[^}]*\} 2/)
})
