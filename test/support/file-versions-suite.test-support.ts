import assert from 'node:assert/strict'
import { createHash, randomBytes } from 'node:crypto'
import { after, before, describe, test } from 'node:test'
import type { Purpose } from '../../server/platform/files/index.ts'
import type { HttpClient } from './http-client.ts'
import type { Person } from './people.ts'
import type { TestServer } from './server.ts'

const HEAD = Buffer.from('89504e470d0a1a0a', 'hex')

/** Bytes like no others, of a type that is taken. */
export const picture = (bytes = 3000): Buffer => Buffer.concat([HEAD, randomBytes(bytes - HEAD.length)])

const changes: Purpose['changes'] = { isKeptBy: (held) => held.has('settings:manage') }
const taken = { maxBytes: 10_000, contentTypes: ['image/png'] }

/** Files that change, those that only some may upload, and those that do not change. */
export const changingPurposes: readonly Purpose[] = [
  { name: 'test.private', ...taken, visibility: 'private', changes },
  { name: 'test.public', ...taken, visibility: 'public', changes },
  { name: 'test.fixed', ...taken, visibility: 'public' },
]

export interface VersionStage {
  readonly server: TestServer
  /** Takes bytes out of the store by hand. */
  removeObject(key: string): Promise<void>
  stop(): Promise<void>
}

/** A person who stores and replaces files. */
export function uploaderOf({ url: base }: Pick<TestServer, 'url'>, { http }: Pick<Person, 'http'>) {
  const announced = (bytes: Buffer) => ({
    ...{ filename: 'a.png', contentType: 'image/png', bytes: bytes.length },
    sha256: createHash('sha256').update(bytes).digest('hex'),
  })
  const put = async ({ url, headers }: { url: string; headers: Record<string, string> }, bytes: Buffer) =>
    await fetch(new URL(url, base), { method: 'PUT', headers, body: new Uint8Array(bytes) })
  const confirm = (uploadId: string) => http.post('/api/uploads/confirm', { uploadId })
  const signVersion = (id: string, newestVersion: number, bytes: Buffer, change: object = {}) =>
    http.post(`/api/files/${id}/versions/sign`, { ...announced(bytes), newestVersion, ...change })

  /** Announced and sent, not confirmed. */
  async function sent(id: string, newestVersion: number, bytes: Buffer): Promise<string> {
    const signed = await signVersion(id, newestVersion, bytes)
    assert.equal(signed.status, 201, JSON.stringify(signed.body))
    assert.ok((await put(signed.body, bytes)).ok)
    return signed.body.uploadId
  }
  return {
    ...{ put, confirm, signVersion, sent },
    async store(bytes: Buffer, purpose = 'test.private'): Promise<string> {
      const signed = await http.post('/api/uploads/sign', { ...announced(bytes), purpose })
      assert.equal(signed.status, 201, JSON.stringify(signed.body))
      assert.ok((await put(signed.body, bytes)).ok)
      return (await confirm(signed.body.uploadId)).body.id
    },
    replace: async (id: string, newestVersion: number, bytes: Buffer) => confirm(await sent(id, newestVersion, bytes)),
    content: (id: string, headers: Record<string, string> = {}) => http.get(`/api/files/${id}/content`, headers),
    old: (id: string, version: number, rest = 'content', headers: Record<string, string> = {}) =>
      http.get(`/api/files/${id}/versions/${version}/${rest}`, headers),
    restore: (id: string, version: number, newestVersion: number) =>
      http.post(`/api/files/${id}/versions/${version}/restore`, { newestVersion }),
    remove: (id: string, version: number) => http.delete(`/api/files/${id}/versions/${version}`),
    async states(id: string): Promise<[number, string][]> {
      const { items } = (await http.get(`/api/files/${id}/versions`)).body
      return items.map(({ version, state }: { version: number; state: string }) => [version, state])
    },
  }
}

/** Where the tests run. */
interface Running {
  readonly stage: VersionStage
  readonly owner: Person
  readonly by: ReturnType<typeof uploaderOf>
  readonly stranger: HttpClient
}

/** What holds of versions whatever keeps their bytes. */
export function describeVersions(store: string, skip: string | false, open: () => Promise<VersionStage>): void {
  describe(`versions of a file on ${store}`, { skip }, () => {
    let running: Running | undefined
    const on = (): Running => {
      if (running === undefined) throw new TypeError('nothing runs before the tests do')
      return running
    }
    before(async () => {
      const stage = await open()
      stage.server.app.units.files.declarePurposes(changingPurposes)
      const owner = await stage.server.people.signedIn()
      running = { stage, owner, by: uploaderOf(stage.server, owner), stranger: stage.server.people.anonymous() }
    })
    after(() => running?.stage.stop())
    adding(on)
    bytesOfVersions(on)
    older(on)
    rights(on)
  })
}

async function keyOf({ server }: VersionStage, id: string, version: number): Promise<string> {
  const [row] = await server.app.db.raw<{ key: string }>(
    'SELECT blob_key AS key FROM files.file WHERE (id = $1 OR version_of = $1) AND version = $2',
    [id, version],
  )
  assert.ok(row)
  return row.key
}

function adding(on: () => Running): void {
  test('new content is shown under the same id, and the former is kept, read by range and by address', async () => {
    const { owner, by, stranger } = on()
    const [first, second] = [picture(), picture(4000)]
    const id = await by.store(first)
    const { status, body } = await by.replace(id, 1, second)
    assert.deepEqual([status, body.id, body.version, body.newestVersion], [200, id, 2, 2])
    assert.ok((await by.content(id)).bytes.equals(second))
    assert.deepEqual(await by.states(id), [
      [2, 'shown'],
      [1, 'older'],
    ])
    assert.ok((await by.old(id, 1)).bytes.equals(first))
    assert.ok((await by.old(id, 2)).bytes.equals(second))
    const part = await by.old(id, 1, 'content', { range: 'bytes=10-19' })
    assert.deepEqual([part.status, part.bytes.equals(first.subarray(10, 20))], [206, true])
    const { url } = (await by.old(id, 1, 'address')).body
    const read = url.startsWith('/') ? await owner.http.get(url) : await stranger.get(url)
    assert.deepEqual([read.status, read.bytes.equals(first)], [200, true])
    assert.equal((await by.old(id, 3)).body.code, 'files/version-not-found')
  })

  test('one confirmed by sixteen at once is one version', async () => {
    const { by } = on()
    const id = await by.store(picture())
    const uploadId = await by.sent(id, 1, picture())
    const answers = await Promise.all(Array.from({ length: 16 }, () => by.confirm(uploadId)))
    assert.deepEqual([...new Set(answers.map(({ status, body }) => `${status} ${body.version}`))], ['200 2'])
    assert.equal((await by.states(id)).length, 2)
  })

  test('of two made from the same version one is told of the other, however close they come, and neither is lost', async () => {
    const { by } = on()
    const id = await by.store(picture())
    for (let newest = 1; newest < 9; newest += 1) {
      const contents = [picture(), picture(), picture()]
      const uploads = await Promise.all(contents.map((bytes) => by.sent(id, newest, bytes)))
      const answers = await Promise.all(uploads.map(by.confirm))
      const codes = answers.map(({ status, body }) => (status === 200 ? 'shown' : body.code))
      assert.deepEqual(codes.toSorted(), ['files/version-conflict', 'files/version-conflict', 'shown'])
      const won = contents[codes.indexOf('shown')]
      assert.ok(won && (await by.content(id)).bytes.equals(won))
      const lost = answers.find(({ status }) => status !== 200)
      assert.equal(lost?.body.params.newestVersion, newest + 1)
      assert.equal((await by.states(id)).length, newest + 1)
      assert.equal((await by.signVersion(id, newest, picture())).body.code, 'files/version-conflict')
    }
  })
}

function bytesOfVersions(on: () => Running): void {
  test('a second PUT by the still valid address changes neither what is shown nor what was', async () => {
    const { by } = on()
    const [first, second] = [picture(), picture()]
    const id = await by.store(first)
    const signed = (await by.signVersion(id, 1, second)).body
    assert.ok((await by.put(signed, second)).ok)
    assert.equal((await by.put(signed, second)).ok, false)
    assert.equal((await by.confirm(signed.uploadId)).status, 200)
    for (const bytes of [second, first, picture()]) assert.equal((await by.put(signed, bytes)).ok, false)
    assert.ok((await by.content(id)).bytes.equals(second))
    assert.ok((await by.old(id, 1)).bytes.equals(first))
  })

  test('content of another type than announced is no version, and the file shows what it did', async () => {
    const { by } = on()
    const first = picture()
    const id = await by.store(first)
    const html = Buffer.from('<!doctype html><script>alert(1)</script>')
    assert.equal((await by.replace(id, 1, html)).body.code, 'files/type-differs')
    assert.deepEqual(await by.states(id), [[1, 'shown']])
    assert.ok((await by.content(id)).bytes.equals(first))
    const refused = await by.signVersion(id, 1, html, { contentType: 'text/html' })
    assert.equal(refused.body.code, 'files/type-not-accepted')
    assert.equal((await by.signVersion(id, 1, picture(10_001))).body.code, 'files/too-large')
  })
}

function older(on: () => Running): void {
  test('an older one is shown again as the newest, once, and is not overtaken unseen', async () => {
    const { owner, by } = on()
    const [first, second] = [picture(), picture()]
    const id = await by.store(first)
    await by.replace(id, 1, second)
    const answers = await Promise.all(Array.from({ length: 4 }, () => by.restore(id, 1, 2)))
    const codes = answers.map(({ status, body }) => (status === 200 ? body.version : body.code))
    assert.deepEqual(codes.filter((code) => code === 3).length, 1, JSON.stringify(codes))
    assert.ok((await by.content(id)).bytes.equals(first))
    assert.ok((await by.old(id, 2)).bytes.equals(second))
    assert.deepEqual(await by.states(id), [
      [3, 'shown'],
      [2, 'older'],
    ])
    assert.equal((await by.restore(id, 2, 2)).body.code, 'files/version-conflict')
    assert.equal((await by.restore(id, 3, 3)).body.code, 'files/version-shown')
    const { items } = (await owner.http.get(`/api/files/${id}/versions`)).body
    assert.equal(items[0].restoredFrom, 1)
  })

  test('one whose bytes somebody took away is said to be gone, and is not shown again', async () => {
    const { stage, by } = on()
    const second = picture()
    const id = await by.store(picture())
    await by.replace(id, 1, second)
    await stage.removeObject(await keyOf(stage, id, 1))
    for (const rest of ['content', 'address'])
      assert.deepEqual([(await by.old(id, 1, rest)).body.code], ['blob/missing'], rest)
    assert.equal((await by.restore(id, 1, 2)).body.code, 'blob/missing')
    assert.ok((await by.content(id)).bytes.equals(second))
  })

  test('one is removed for good with its bytes; the one that is shown is not', async () => {
    const { stage, by } = on()
    const second = picture()
    const id = await by.store(picture())
    await by.replace(id, 1, second)
    const key = await keyOf(stage, id, 1)
    assert.equal((await by.remove(id, 2)).body.code, 'files/version-shown')
    assert.equal((await by.remove(id, 1)).status, 204)
    assert.equal((await by.remove(id, 1)).body.code, 'files/version-not-found')
    await stage.server.jobsIdle()
    await assert.rejects(stage.removeObject(key), 'nothing is there any more')
    assert.deepEqual(await by.states(id), [[2, 'shown']])
    assert.ok((await by.content(id)).bytes.equals(second))
    assert.equal((await by.replace(id, 2, picture())).body.version, 3)
  })
}

function rights(on: () => Running): void {
  test('they are for the owner and those who keep such files; others learn nothing of them', async () => {
    const { stage, owner, by, stranger } = on()
    const first = picture()
    const [hidden, open] = [await by.store(first), await by.store(first, 'test.public')]
    const other = await stage.server.people.signedIn()
    const keeper = uploaderOf(stage.server, await stage.server.people.signedIn('administrator'))
    for (const [id, code] of [
      [hidden, 'files/not-found'],
      [open, 'http/denied'],
    ] as const) {
      const theirs = uploaderOf(stage.server, other)
      const refused = await Promise.all([
        ...[theirs.signVersion(id, 1, picture()), theirs.old(id, 1), theirs.old(id, 1, 'address')],
        ...[theirs.restore(id, 1, 1), theirs.remove(id, 1), other.http.get(`/api/files/${id}/versions`)],
      ])
      assert.deepEqual([...new Set(refused.map(({ body }) => body.code))], [code])
      assert.equal((await stranger.get(`/api/files/${id}/versions`)).status, 401)
      assert.equal((await keeper.replace(id, 1, picture())).body.version, 2)
      assert.equal((await by.old(id, 1)).status, 200)
    }
    const fixed = await by.store(first, 'test.fixed')
    assert.equal((await by.signVersion(fixed, 1, picture())).body.code, 'files/not-changeable')
    assert.equal((await owner.http.get(`/api/files/${fixed}/versions`)).body.code, 'files/not-changeable')
  })
}
