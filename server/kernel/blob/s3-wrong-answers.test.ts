import assert from 'node:assert/strict'
import { createHash, randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { after, beforeEach, describe, test } from 'node:test'
import { secret } from '../config/secret.ts'
import type { BlobStore } from './blob-store.ts'
import { bytesOf } from './blob-store-suite.test-support.ts'
import { createS3BlobStore } from './s3-blob-store.ts'

const MIB = 1024 * 1024
const ROOMY = { maxBytes: 64 * MIB }
const CONTENT = randomBytes(9 * MIB)
const ATTEMPTS_MAX = 3

/** As much of S3 as a write and a read ask for, with what goes wrong with it. */
interface Bucket {
  readonly objects: Map<string, Buffer>
  readonly parts: Map<string, Buffer>
  readonly asked: string[]
  aborted: number
  fault: 'none' | 'cut body' | 'wrong ETag' | 'fails'
}

const state: Bucket = { objects: new Map(), parts: new Map(), asked: [], aborted: 0, fault: 'none' }
const etagOf = (bytes: Buffer): string => `"${createHash('md5').update(bytes).digest('hex')}"`

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(request.url ?? '', 'http://s3')
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  const body = Buffer.concat(chunks)
  const what = `${request.method}${[...url.searchParams.keys()].filter((name) => name !== 'x-id').join()}`
  state.asked.push(what)
  const stored = state.objects.get(url.pathname)
  const refuse = (status: number, code: string) =>
    void response.writeHead(status, { 'content-type': 'application/xml' }).end(`<Error><Code>${code}</Code></Error>`)
  if (state.fault === 'fails' && request.method === 'PUT') return refuse(500, 'InternalError')
  if (what === 'HEAD') return void response.writeHead(stored === undefined ? 404 : 200).end()
  if (what === 'GET') {
    if (stored === undefined) return refuse(404, 'NoSuchKey')
    response.writeHead(200, { 'content-length': stored.length })
    if (state.fault !== 'cut body') return void response.end(stored)
    response.write(stored.subarray(0, MIB), () => setTimeout(() => response.destroy(), 50))
    return
  }
  if (what === 'POSTuploads') {
    state.parts.clear()
    return void response.end('<InitiateMultipartUploadResult><UploadId>one</UploadId></InitiateMultipartUploadResult>')
  }
  if (what === 'PUTpartNumber,uploadId') {
    state.parts.set(String(url.searchParams.get('partNumber')), body)
    const etag = etagOf(state.fault === 'wrong ETag' ? Buffer.from('another') : body)
    return void response.writeHead(200, { etag }).end()
  }
  if (what === 'POSTuploadId') {
    const given = [...body.toString().matchAll(/<ETag>(?:"|&quot;)?(\w+)/g)].map(([, etag]) => `"${etag}"`)
    if (given.join() !== [...state.parts.values()].map(etagOf).join()) return refuse(400, 'InvalidPart')
    state.objects.set(url.pathname, Buffer.concat([...state.parts.values()]))
    return void response.end('<CompleteMultipartUploadResult><ETag>"whole"</ETag></CompleteMultipartUploadResult>')
  }
  if (what === 'DELETEuploadId') {
    state.aborted += 1
    return void response.writeHead(204).end()
  }
  state.objects.set(url.pathname, body)
  response.writeHead(200, { etag: etagOf(body) }).end()
}

describe('of a store that answers wrongly', async () => {
  const server = createServer((request, response) => void answer(request, response)).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const store: BlobStore = await createS3BlobStore({
    bucket: 'bucket',
    region: 'us-east-1',
    endpoint: new URL(`http://127.0.0.1:${port}`),
    accessKeyId: 'key',
    secretAccessKey: secret('a secret key'),
    forcePathStyle: true,
  })
  beforeEach(() => {
    Object.assign(state, { aborted: 0, fault: 'none' })
    for (const kept of [state.objects, state.parts]) kept.clear()
    state.asked.length = 0
  })
  after(() => {
    server.closeAllConnections()
    server.close()
  })

  test('a body that is cut in its middle ends in an error, not in fewer bytes', async () => {
    await store.put('cut/read', CONTENT, ROOMY)
    assert.ok((await bytesOf(await store.read('cut/read'))).equals(CONTENT))
    state.fault = 'cut body'
    await assert.rejects(async () => bytesOf(await store.read('cut/read')), /aborted|ECONNRESET|terminated/)
    const careless = await untilClosed(port, 'GET /bucket/cut/read HTTP/1.1\r\nHost: s3\r\n\r\n')
    assert.ok(careless > 0 && careless < CONTENT.length, 'who does not compare the length takes the part for the whole')
  })

  test('a wrong ETag of a part is no object, and its parts are taken back', async () => {
    state.fault = 'wrong ETag'
    await assert.rejects(store.put('wrong/etag', CONTENT, ROOMY), { code: 'blob/refused' })
    assert.deepEqual([state.objects.size, state.aborted], [0, 1])
    state.fault = 'none'
    assert.equal((await store.put('wrong/etag', CONTENT, ROOMY)).bytes, CONTENT.length)
    assert.deepEqual([state.objects.size, state.aborted], [1, 1])
  })

  test('a write that fails again and again is given up after few tries, and is no object', async () => {
    state.fault = 'fails'
    for (const content of [CONTENT.subarray(0, 1000), CONTENT]) {
      state.asked.length = 0
      await assert.rejects(store.put('fails/always', content, ROOMY), { code: 'blob/unavailable' })
      const tries = state.asked.filter((what) => what.startsWith('PUT')).length
      assert.ok(tries > 1 && tries <= ATTEMPTS_MAX, `${tries} tries`)
    }
    assert.deepEqual([state.objects.size, state.aborted], [0, 1])
  })
})

/** How many bytes came until the other side closed. */
async function untilClosed(port: number, request: string): Promise<number> {
  const socket = connect(port, '127.0.0.1')
  socket.on('error', () => undefined)
  socket.write(request)
  let bytes = 0
  socket.on('data', (chunk) => {
    bytes += chunk.length
  })
  await once(socket, 'close')
  return bytes
}
