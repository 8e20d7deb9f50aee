import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { afterEach, describe, test } from 'node:test'
import { buildClient } from './client.ts'
import { operations, type PlinthClient } from './testing/example.gen.ts'
import type { Handler, WireServer } from './testing/wire-server.ts'
import { inTurn, problem, startWireServer } from './testing/wire-server.ts'
import type { UploadProgress } from './upload.ts'
import { uploadFile, uploadFileBy } from './upload.ts'

const opened: WireServer[] = []
afterEach(async () => {
  await Promise.all(opened.splice(0).map((server) => server.close()))
})

const signedRoute = '/api/uploads/u1/content'
const stored = { id: 'f1', filename: 'dawn.flac', bytes: 3, sha256: 'as sent' }

async function connected(routes: Record<string, Handler> = {}) {
  const headers = { 'content-type': 'audio/flac', 'content-length': '1', 'x-signed': 'yes' }
  const signed = { uploadId: 'u1', url: `${signedRoute}?signature=s`, method: 'PUT', headers, expiresAt: '' }
  const server = await startWireServer({
    'POST /api/uploads/sign': () => ({ status: 201, body: signed }),
    [`PUT ${signedRoute}`]: () => ({ status: 204 }),
    'POST /api/uploads/confirm': () => ({ status: 200, body: stored }),
    'DELETE /api/uploads/u1': () => ({ status: 204 }),
    ...routes,
  })
  opened.push(server)
  const settings = { baseUrl: server.baseUrl, credentials: 'bearer', retry: { baseDelayMs: 1 } } as const
  return { client: buildClient<PlinthClient>(operations, settings), server }
}

const file = { filename: 'dawn.flac', contentType: 'audio/flac', purpose: 'music.audio' } as const
const bytes = new Uint8Array([1, 2, 255])

function routesSeen(server: WireServer): string[] {
  return server.seen.map(({ method, path }) => `${method} ${path}`)
}

describe('an upload', () => {
  test('goes on to the confirmation when the store has the bytes from a try whose answer was lost', async () => {
    const { client, server } = await connected({
      [`PUT ${signedRoute}`]: inTurn({ status: 503 }, { status: 412 }),
    })
    assert.deepEqual(await uploadFile(client, { ...file, file: bytes }), stored)
    assert.deepEqual(routesSeen(server).slice(1), [
      `PUT ${signedRoute}`,
      `PUT ${signedRoute}`,
      'POST /api/uploads/confirm',
    ])
  })

  test('goes by other operations than those of the account, and is given back by them', async () => {
    const called: string[] = []
    const operations = (url: string) => ({
      sign: async () => ({ uploadId: 'u1', url, method: 'PUT', headers: {} }),
      confirm: async ({ body }: { body: { uploadId: string } }) => ({ id: `confirmed ${body.uploadId}` }),
      cancel: async ({ path }: { path: { uploadId: string } }) => called.push(`gave back ${path.uploadId}`),
    })
    const { client, server } = await connected()
    const given = { ...file, file: bytes }
    assert.deepEqual(await uploadFileBy(client, operations(signedRoute), given), { id: 'confirmed u1' })
    await assert.rejects(uploadFileBy(client, operations('/nowhere'), given))
    assert.deepEqual(called, ['gave back u1'])
    assert.ok(routesSeen(server).every((seen) => seen.startsWith('PUT ')))
  })

  test('is hashed, signed, sent without credentials, confirmed, and tells how far it is', async () => {
    const { client, server } = await connected()
    const progress: UploadProgress[] = []
    const answer = await uploadFile(client, { ...file, file: bytes, onProgress: (one) => progress.push(one) })
    assert.deepEqual(answer, stored)
    const [sign, put, confirm] = server.seen
    const sha256 = createHash('sha256').update(bytes).digest('hex')
    assert.deepEqual(JSON.parse(String(sign?.body)), { ...file, bytes: 3, sha256 })
    assert.deepEqual([...(put?.body ?? [])], [...bytes])
    assert.equal(put?.query.get('signature'), 's')
    assert.equal(put?.headers['content-type'], 'audio/flac')
    assert.equal(put?.headers['x-signed'], 'yes')
    assert.equal(put?.headers.authorization, undefined)
    assert.deepEqual(JSON.parse(String(confirm?.body)), { uploadId: 'u1' })
    assert.deepEqual(
      progress.map(({ phase, doneBytes, totalBytes }) => `${phase} ${doneBytes}/${totalBytes}`),
      ['hashing 0/3', 'hashing 3/3', 'sending 0/3', 'sending 3/3', 'confirming 0/3', 'confirming 3/3'],
    )
  })

  test('is sent again after a cut connection and a busy answer', async () => {
    const { client, server } = await connected({
      [`PUT ${signedRoute}`]: inTurn('cut', { status: 503 }, { status: 204 }),
    })
    assert.deepEqual(await uploadFile(client, { ...file, file: bytes }), stored)
    assert.equal(server.seenAt(`PUT ${signedRoute}`).length, 3)
    assert.deepEqual([...(server.seenAt(`PUT ${signedRoute}`)[2]?.body ?? [])], [...bytes])
  })

  test('that is refused is given back, and fails by what refused it', async () => {
    const { client, server } = await connected({ [`PUT ${signedRoute}`]: () => problem(403, 'files/bad-signature') })
    await assert.rejects(uploadFile(client, { ...file, file: bytes }), { status: 403, code: 'files/bad-signature' })
    assert.deepEqual(routesSeen(server).slice(1), [`PUT ${signedRoute}`, 'DELETE /api/uploads/u1'])
  })

  test('whose giving back fails as well tells of the first fault', async () => {
    const { client } = await connected({
      [`PUT ${signedRoute}`]: () => problem(403, 'files/bad-signature'),
      'DELETE /api/uploads/u1': () => problem(500, 'http/internal'),
    })
    await assert.rejects(uploadFile(client, { ...file, file: bytes }), { code: 'files/bad-signature' })
  })

  test('whose confirmation is refused is not given back: the refusal may be about an answer that was lost', async () => {
    const refusal = problem(422, 'files/checksum-mismatch')
    const { client, server } = await connected({ 'POST /api/uploads/confirm': () => refusal })
    await assert.rejects(uploadFile(client, { ...file, file: bytes }), { code: 'files/checksum-mismatch' })
    assert.equal(server.seenAt('DELETE /api/uploads/u1').length, 0)
  })
})

describe('a cancelled upload', () => {
  for (const route of [`PUT ${signedRoute}`, 'POST /api/uploads/confirm']) {
    test(`during ${route} is given back and throws the reason`, async () => {
      const { client, server } = await connected({ [route]: () => 'hang' })
      const controller = new AbortController()
      const upload = uploadFile(client, { ...file, file: bytes, signal: controller.signal })
      while (server.seenAt(route).length === 0) await new Promise((resolve) => setTimeout(resolve, 5))
      controller.abort(new Error('cancelled'))
      await assert.rejects(upload, /^Error: cancelled$/)
      assert.equal(server.seenAt(route).length, 1)
      assert.equal(server.seenAt('DELETE /api/uploads/u1').length, 1)
    })
  }

  test('before it was signed asks nothing of the server', async () => {
    const { client, server } = await connected()
    const signal = AbortSignal.abort(new Error('cancelled'))
    await assert.rejects(uploadFile(client, { ...file, file: bytes, signal }), /cancelled/)
    assert.equal(server.seen.length, 0)
  })
})

test('a client that createClient did not make is refused', async () => {
  const { client } = await connected()
  await assert.rejects(uploadFile({ ...client }, { ...file, file: bytes }), /not made by createClient/)
})
