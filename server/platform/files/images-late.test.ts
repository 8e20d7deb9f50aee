import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import sharp from 'sharp'
import { changingPurposes, uploaderOf } from '../../../test/support/file-versions-suite.test-support.ts'
import type { Person } from '../../../test/support/people.ts'
import { startServer, type TestServer } from '../../../test/support/server.ts'
import { systemOrigin } from '../../kernel/db/actor.ts'
import type { Tx } from '../../kernel/db/database.ts'

let server: TestServer
let owner: Person
let by: ReturnType<typeof uploaderOf>
/** As if the store were away: nothing can be made anew. */
let isAway = false

const image = {
  get variants() {
    if (isAway) throw new Error('the store is away')
    return [{ name: 'thumb', width: 16, format: 'webp' }] as const
  },
}

before(async () => {
  server = await startServer()
  server.app.units.files.declarePurposes([
    ...changingPurposes,
    {
      ...{ name: 'test.picture', maxBytes: 10_000, contentTypes: ['image/png'], visibility: 'public', image },
      changes: { changed: async () => undefined },
    },
  ])
  owner = await server.people.signedIn()
  by = uploaderOf(server, owner)
})
after(() => server.stop())

const act = (work: (tx: Tx) => Promise<unknown>) => server.app.db.transaction(systemOrigin('test', 'test'), work)

let red = 0
async function drawn(): Promise<Buffer> {
  red += 1
  const create = { width: 40, height: 30, channels: 3, background: { r: red, g: 90, b: 90 } } as const
  return await sharp({ create }).png().toBuffer()
}

const thumb = (id: string) => owner.http.get(`/api/files/${id}/variants/thumb/content`)

/** Every try of the jobs that wait is over, in vain. */
async function triesEnd(): Promise<void> {
  await server.app.db.raw(
    "UPDATE pgboss.job SET retry_limit = retry_count + 1, start_after = now() WHERE name = 'files.make-variants' AND state = 'retry'",
  )
  await server.jobsIdle()
}

/** What the schedule does an hour later. */
async function anHourLater(): Promise<void> {
  await server.app.db.raw(
    "UPDATE files.file SET image_tried_at = image_tried_at - interval '1 hour' WHERE image = 'pending'",
  )
  await act((tx) => tx.enqueue({ queue: 'files.take-up-pictures', data: {}, options: {} }))
  await server.jobsIdle()
}

test('a picture that the store was away for says so, is taken up again, and is made', async () => {
  isAway = true
  const id = await by.store(await drawn(), 'test.picture')
  await server.jobsIdle()
  const soon = await thumb(id)
  assert.deepEqual([soon.body.code, soon.headers.get('retry-after')], ['files/image-pending', '5'])
  await triesEnd()
  const late = await thumb(id)
  assert.deepEqual([late.body.code, late.headers.get('retry-after')], ['files/image-pending', '3600'])
  isAway = false
  await anHourLater()
  assert.equal((await thumb(id)).status, 200)
})

test('a new version that the store was away for is shown once it is made', async () => {
  const id = await by.store(await drawn(), 'test.picture')
  await server.jobsIdle()
  isAway = true
  await by.replace(id, 1, await drawn())
  await server.jobsIdle()
  await triesEnd()
  const before = (await owner.http.get(`/api/files/${id}`)).body
  assert.deepEqual([before.version, before.newestVersion], [1, 2])
  isAway = false
  await anHourLater()
  const { body } = await owner.http.get(`/api/files/${id}`)
  assert.deepEqual([body.version, body.image.state], [2, 'ready'])
})

test('a picture that is never made anew is refused in the end', async () => {
  isAway = true
  const id = await by.store(await drawn(), 'test.picture')
  await server.jobsIdle()
  await triesEnd()
  await server.app.db.raw("UPDATE files.file SET image_rounds = 71 WHERE image = 'pending'")
  await anHourLater()
  await triesEnd()
  isAway = false
  assert.equal((await thumb(id)).body.code, 'files/image-unreadable')
  await anHourLater()
  assert.equal((await owner.http.get(`/api/files/${id}`)).body.image.state, 'refused')
})
