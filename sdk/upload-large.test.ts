import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { afterEach, test } from 'node:test'
import { buildClient } from './client.ts'
import { operations, type PlinthClient } from './testing/example.gen.ts'
import { type Handler, inTurn, problem, startWireServer, type WireServer } from './testing/wire-server.ts'
import { UploadGivenUp, uploadLarge } from './upload-large.ts'

const bytes = new Uint8Array([10, 20, 30, 40, 50])
const input = { file: bytes, filename: 'dawn.flac', contentType: 'audio/flac', purpose: 'music.audio' } as const
const sha256 = createHash('sha256').update(bytes).digest('hex')
const stored = { id: 'f1', filename: 'dawn.flac', bytes: 5, sha256 }
const key = `upload music.audio ${sha256}`
const checking = { ...problem(409, 'files/being-checked'), headers: { 'retry-after': '0' } }

const opened: WireServer[] = []
afterEach(async () => {
  await Promise.all(opened.splice(0).map((server) => server.close()))
})

/** A server that takes three parts of two bytes, and a tab that remembers. */
async function connected(routes: Record<string, Handler> = {}) {
  const kept = new Map<number, Buffer>()
  const numbers = [1, 2, 3]
  const status = () => {
    const missing = numbers.filter((number) => !kept.has(number))
    const next = missing.map((number) => ({
      ...{ number, bytes: number === 3 ? 1 : 2, url: `/parts/${number}`, method: 'PUT', headers: {} },
    }))
    const parts = { bytes: 2, arrived: numbers.filter((number) => kept.has(number)), next }
    return { bytes: 5, sha256, arrived: missing.length === 0, parts }
  }
  const keep = (number: number): Handler => {
    return ({ body }) => {
      kept.set(number, body)
      return { status: 204 }
    }
  }
  const server = await startWireServer({
    'POST /api/uploads/sign': () => ({ status: 201, body: { uploadId: 'u1' } }),
    'GET /api/uploads/u1': () => ({ status: 200, body: status() }),
    'DELETE /api/uploads/u1': () => ({ status: 204 }),
    ...Object.fromEntries(numbers.map((number) => [`PUT /parts/${number}`, keep(number)])),
    'POST /api/uploads/confirm': () => ({ status: 200, body: stored }),
    ...routes,
  })
  opened.push(server)
  const settings = { baseUrl: server.baseUrl, credentials: 'bearer', retry: { baseDelayMs: 1 } } as const
  const memory = new Map<string, string>()
  const storage = {
    getItem: (name: string) => memory.get(name) ?? null,
    setItem: (name: string, value: string) => void memory.set(name, value),
    removeItem: (name: string) => void memory.delete(name),
  }
  const client = buildClient<PlinthClient>(operations, settings)
  const count = (route: string): number => server.seenAt(route).length
  return { client, memory, count, kept, large: { ...input, partsAboveBytes: 4, memory: storage } }
}

test('a large file goes in parts, and nothing of it is remembered once it is stored', async () => {
  const { client, memory, count, kept, large } = await connected()
  assert.deepEqual(await uploadLarge(client, large), stored)
  assert.deepEqual([kept.size, count('DELETE /api/uploads/u1'), memory.size], [3, 0, 0])
})

test('a file that is not longer than the limit goes in one piece', async () => {
  const signed = { uploadId: 'u1', url: '/whole', method: 'PUT', headers: {} }
  const { client, count, large } = await connected({
    'POST /api/uploads/sign': () => ({ status: 201, body: signed }),
    'PUT /whole': () => ({ status: 204 }),
  })
  assert.deepEqual(await uploadLarge(client, { ...large, partsAboveBytes: 5 }), stored)
  assert.deepEqual([count('PUT /whole'), count('GET /api/uploads/u1')], [1, 0])
})

test('a large file that broke off goes on where it was when it is sent again', async () => {
  const { client, memory, count, large } = await connected({
    'PUT /parts/2': inTurn('cut', 'cut', 'cut', problem(500, 'http/internal'), { status: 204 }),
  })
  await assert.rejects(uploadLarge(client, large), { code: 'client/network' })
  assert.deepEqual([...memory], [[key, 'u1']])
  assert.equal(count('DELETE /api/uploads/u1'), 0)
  await assert.rejects(uploadLarge(client, large), { code: 'http/internal' })
  assert.deepEqual([count('PUT /parts/1'), count('POST /api/uploads/sign')], [1, 1])
})

for (const { what, reason, isKept } of [
  { what: 'to give it up forgets it here and at the server', reason: new UploadGivenUp(), isKept: false },
  { what: 'for another reason leaves it to be resumed', reason: new Error('left the page'), isKept: true },
])
  test(`an abort ${what}`, async () => {
    const { client, memory, count, large } = await connected({ 'PUT /parts/2': () => 'hang' })
    const controller = new AbortController()
    const upload = uploadLarge(client, { ...large, signal: controller.signal })
    while (count('PUT /parts/2') === 0) await new Promise((resolve) => setTimeout(resolve, 5))
    controller.abort(reason)
    await assert.rejects(upload, reason)
    assert.deepEqual([memory.size, count('DELETE /api/uploads/u1')], isKept ? [1, 0] : [0, 1])
  })

test('bytes that the server refuses are given back', async () => {
  const refusal = problem(422, 'files/type-differs')
  const { client, memory, count, large } = await connected({ 'POST /api/uploads/confirm': () => refusal })
  await assert.rejects(uploadLarge(client, large), { code: 'files/type-differs' })
  assert.deepEqual([memory.size, count('DELETE /api/uploads/u1')], [0, 1])
})

test('a confirmation is asked again while the bytes are checked, and after an answer that was lost', async () => {
  const { client, count, large } = await connected({
    'POST /api/uploads/confirm': inTurn(checking, 'cut', checking, { status: 200, body: stored }),
  })
  assert.deepEqual(await uploadLarge(client, large), stored)
  assert.equal(count('POST /api/uploads/confirm'), 4)
})
