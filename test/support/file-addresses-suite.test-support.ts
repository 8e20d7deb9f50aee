import assert from 'node:assert/strict'
import { createHash, randomBytes } from 'node:crypto'
import { before, describe, test } from 'node:test'
import { systemOrigin } from '../../server/kernel/db/actor.ts'
import type { Id } from '../../server/kernel/id.ts'
import type { Person } from './people.ts'
import type { TestServer } from './server.ts'

const taken = { maxBytes: 10_000, contentTypes: ['image/png'], visibility: 'private' } as const
const fixed = { name: 'addresses.fixed', ...taken }
const changing = { name: 'addresses.changing', ...taken, changes: {} }

const picture = (): Buffer => Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), randomBytes(2000)])

interface Signed {
  readonly uploadId: string
  readonly url: string
  readonly headers: Record<string, string>
}

interface Stage {
  readonly server: TestServer
  readonly owner: Person
}

type Check = (stage: Stage) => Promise<void>

const absolute = ({ server }: Stage, url: string): URL => new URL(url, server.url)
const announced = (bytes: Buffer) => ({
  ...{ filename: 'a "picture".png', contentType: 'image/png', bytes: bytes.length },
  sha256: createHash('sha256').update(bytes).digest('hex'),
})
const put = (stage: Stage, { url, headers }: Omit<Signed, 'uploadId'>, bytes: Buffer) =>
  fetch(absolute(stage, url), { method: 'PUT', headers, body: new Uint8Array(bytes) })
const confirm = ({ owner }: Stage, uploadId: string) => owner.http.post('/api/uploads/confirm', { uploadId })
const contentAt = async (url: URL): Promise<Buffer> => Buffer.from(await (await fetch(url)).arrayBuffer())

async function finish(stage: Stage, signed: Signed, bytes: Buffer): Promise<string> {
  assert.ok((await put(stage, signed, bytes)).ok)
  const { status, body } = await confirm(stage, signed.uploadId)
  assert.equal(status, 200, JSON.stringify(body))
  return body.id
}

async function store(stage: Stage, bytes: Buffer, purpose: string): Promise<string> {
  const signed = await stage.owner.http.post('/api/uploads/sign', { ...announced(bytes), purpose })
  return await finish(stage, signed.body, bytes)
}

async function addressOf(stage: Stage, id: string): Promise<URL> {
  const { status, body } = await stage.owner.http.get(`/api/files/${id}/address`)
  assert.equal(status, 200, JSON.stringify(body))
  return absolute(stage, body.url)
}

const checks: Record<string, Check> = {
  'to read from give a private file to whoever has one, whole or a range, under its type and name': async (stage) => {
    const bytes = picture()
    const url = await addressOf(stage, await store(stage, bytes, fixed.name))
    const whole = await fetch(url)
    assert.equal(whole.headers.get('content-type'), 'image/png')
    assert.match(whole.headers.get('content-disposition') ?? '', /^attachment; filename="a _picture_\.png"; /)
    assert.ok(Buffer.from(await whole.arrayBuffer()).equals(bytes))
    const part = await fetch(url, { headers: { range: 'bytes=10-19' } })
    assert.deepEqual([part.status, part.headers.get('content-range')], [206, `bytes 10-19/${bytes.length}`])
    assert.ok(Buffer.from(await part.arrayBuffer()).equals(bytes.subarray(10, 20)))
    assert.equal((await fetch(url, { headers: { range: 'bytes=9000-' } })).status, 416)
  },
  'to read from are refused once any of what they are made of is another, or left out': async (stage) => {
    const [bytes, other] = [picture(), await addressOf(stage, await store(stage, picture(), fixed.name))]
    const url = await addressOf(stage, await store(stage, bytes, fixed.name))
    const changed = new URL(url)
    changed.pathname = other.pathname
    if (changed.pathname !== url.pathname) assert.equal((await fetch(changed)).status, 403, 'of another file')
    for (const [name, value] of url.searchParams) {
      const replaced = new URL(url)
      const theirs = other.searchParams.get(name)
      const end = value.endsWith('0') ? '1' : '0'
      const isShared = theirs === null || theirs === value
      replaced.searchParams.set(name, isShared ? `${value.slice(0, -1)}${end}` : theirs)
      const left = new URL(url)
      left.searchParams.delete(name)
      for (const tried of [replaced, left]) {
        const { status } = await fetch(tried)
        assert.ok(status === 403 || status === 400, `${name}: ${status}`)
      }
    }
    assert.equal((await fetch(url)).status, 200)
  },
  'to read from go on to give what they were signed for, and nothing once the file was removed': async (stage) => {
    const [first, second] = [picture(), picture()]
    const id = await store(stage, first, changing.name)
    const url = await addressOf(stage, id)
    const next = await stage.owner.http.post(`/api/files/${id}/versions/sign`, {
      ...announced(second),
      newestVersion: 1,
    })
    await finish(stage, next.body, second)
    assert.ok((await contentAt(url)).equals(first))
    assert.ok((await contentAt(await addressOf(stage, id))).equals(second))
    const { db, units } = stage.server.app
    await db.transaction(systemOrigin('test', 'test'), (tx) => units.files.remove(tx, id as Id<'file'>))
    await stage.server.jobsIdle()
    assert.equal((await fetch(url)).status, 404)
  },
  'to send to take no other type than was announced, and none left out; nothing is stored by that': async (stage) => {
    const bytes = picture()
    const { body: signed } = await stage.owner.http.post('/api/uploads/sign', {
      ...announced(bytes),
      purpose: fixed.name,
    })
    const { 'content-type': told, ...rest } = signed.headers as Record<string, string>
    assert.equal(told, 'image/png')
    for (const type of ['text/html', 'image/png; charset=x', 'application/octet-stream']) {
      const { status } = await put(stage, { ...signed, headers: { ...rest, 'content-type': type } }, bytes)
      assert.ok(status === 403 || status === 422, `${type}: ${status}`)
    }
    const { status } = await put(stage, { ...signed, headers: rest }, bytes)
    assert.ok(status === 403 || status === 422, `none: ${status}`)
    assert.equal((await confirm(stage, signed.uploadId)).body.code, 'files/not-uploaded')
    await finish(stage, signed, bytes)
  },
}

/** What addresses to send to and to read from are bound to, wherever bytes are kept. */
export function describeAddresses(kept: string, skip: string | false, serverOf: () => TestServer): void {
  describe(`addresses of files kept ${kept}`, { skip }, () => {
    let stage: Stage
    before(async () => {
      const server = serverOf()
      server.app.units.files.declarePurposes([fixed, changing])
      stage = { server, owner: await server.people.signedIn() }
    })
    for (const [title, check] of Object.entries(checks)) test(title, () => check(stage))
  })
}
