import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { afterEach, test } from 'node:test'
import { buildClient } from './client.ts'
import { operations, type PlinthClient } from './testing/example.gen.ts'
import { type Handler, problem, startWireServer, type WireServer } from './testing/wire-server.ts'
import { uploadInParts } from './upload-parts.ts'

const bytes = new Uint8Array([10, 20, 30, 40, 50, 60, 70])
const input = { file: bytes, filename: 'dawn.flac', contentType: 'audio/flac', purpose: 'music.audio' } as const
const sha256 = createHash('sha256').update(bytes).digest('hex')
const stored = { id: 'f1', filename: 'dawn.flac', bytes: 7, sha256: 'as sent' }
const partBytes = 2

const opened: WireServer[] = []
afterEach(async () => {
  await Promise.all(opened.splice(0).map((server) => server.close()))
})

/** A server that keeps parts of two bytes and tells two addresses at once. */
async function connected(routes: Record<string, Handler> = {}, promised = sha256) {
  const kept = new Map<number, Buffer>()
  const status = () => {
    const numbers = [1, 2, 3, 4]
    const missing = numbers.filter((number) => !kept.has(number))
    const next = missing.slice(0, 2).map((number) => ({
      ...{ number, bytes: number === 4 ? 1 : partBytes, url: `/parts/${number}?signature=s` },
      ...{ method: 'PUT', headers: { 'x-signed': 'yes' } },
    }))
    const parts = { bytes: partBytes, arrived: numbers.filter((number) => kept.has(number)), next }
    return { bytes: 7, sha256: promised, arrived: missing.length === 0, parts }
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
    ...Object.fromEntries([1, 2, 3, 4].map((number) => [`PUT /parts/${number}`, keep(number)])),
    'POST /api/uploads/confirm': () => ({ status: 200, body: stored }),
    ...routes,
  })
  opened.push(server)
  const settings = { baseUrl: server.baseUrl, credentials: 'bearer', retry: { baseDelayMs: 1 } } as const
  return { client: buildClient<PlinthClient>(operations, settings), server, kept }
}

const content = (kept: ReadonlyMap<number, Buffer>): Buffer =>
  Buffer.concat([...kept].sort(([one], [other]) => one - other).map(([, part]) => part))
const count = (server: WireServer, route: string): number => server.seenAt(route).length

test('an upload in parts is announced so, sent part by part without credentials, and confirmed', async () => {
  const { client, server, kept } = await connected()
  const sending: number[] = []
  const ids: string[] = []
  const onProgress = ({ phase, doneBytes }: { phase: string; doneBytes: number }) => {
    if (phase === 'sending') sending.push(doneBytes)
  }
  const answer = await uploadInParts(client, { ...input, onProgress, onUploadId: (id) => ids.push(id) })
  assert.deepEqual(answer, stored)
  assert.deepEqual(content(kept), Buffer.from(bytes))
  const { file: _file, ...announced } = input
  const [signed] = server.seenAt('POST /api/uploads/sign')
  assert.deepEqual(JSON.parse(String(signed?.body)), { ...announced, bytes: 7, sha256, parts: true })
  const [part] = server.seenAt('PUT /parts/3')
  assert.deepEqual([part?.headers['x-signed'], part?.headers.authorization], ['yes', undefined])
  assert.deepEqual(ids, ['u1'])
  assert.deepEqual([...new Set(sending)], [0, 2, 4, 6, 7])
})

test('an upload in parts that broke off keeps what arrived, and resumed sends the rest only', async () => {
  const lost = { isLost: true }
  const { client, server, kept } = await connected({
    'PUT /parts/3': ({ body }) => {
      if (lost.isLost) return 'cut'
      kept.set(3, body)
      return { status: 204 }
    },
  })
  await assert.rejects(uploadInParts(client, input), { code: 'client/network' })
  assert.deepEqual([...kept.keys()], [1, 2])
  assert.equal(count(server, 'DELETE /api/uploads/u1'), 0)
  lost.isLost = false
  assert.deepEqual(await uploadInParts(client, { ...input, resume: 'u1' }), stored)
  assert.deepEqual(content(kept), Buffer.from(bytes))
  assert.deepEqual([count(server, 'PUT /parts/1'), count(server, 'POST /api/uploads/sign')], [1, 1])
})

for (const [what, routes, promised] of [
  ['is gone', { 'GET /api/uploads/u0': () => problem(404, 'files/upload-not-found') }, sha256],
  ['is of another file', { 'GET /api/uploads/u0': () => ({ status: 200, body: other }) }, sha256],
] as const)
  test(`an upload whose earlier one ${what} begins anew`, async () => {
    const { client, server } = await connected(routes, promised)
    assert.deepEqual(await uploadInParts(client, { ...input, resume: 'u0' }), stored)
    assert.equal(count(server, 'POST /api/uploads/sign'), 1)
  })

test('a server that takes parts and does not have them is told apart from a slow one', async () => {
  const { client, server } = await connected({
    'PUT /parts/1': () => ({ status: 204 }),
    'PUT /parts/2': () => ({ status: 204 }),
  })
  await assert.rejects(uploadInParts(client, input), { code: 'client/unexpected-answer' })
  assert.equal(count(server, 'POST /api/uploads/confirm'), 0)
})

test('an abort within a part throws its reason and leaves the upload to be resumed', async () => {
  const { client, server } = await connected({ 'PUT /parts/2': () => 'hang' })
  const controller = new AbortController()
  const upload = uploadInParts(client, { ...input, signal: controller.signal })
  while (count(server, 'PUT /parts/2') === 0) await new Promise((resolve) => setTimeout(resolve, 5))
  controller.abort(new Error('cancelled'))
  await assert.rejects(upload, /^Error: cancelled$/)
  assert.equal(count(server, 'DELETE /api/uploads/u1'), 0)
})

const other = { bytes: 7, sha256: 'another', arrived: true, parts: null }
