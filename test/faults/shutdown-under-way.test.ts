import assert from 'node:assert/strict'
import { createHash, randomBytes } from 'node:crypto'
import { mkdtemp, readdir, readFile, realpath } from 'node:fs/promises'
import { type ClientRequest, request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, type TestContext, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { embeddedUrl } from '../../server/kernel/db/embedded-attach.ts'
import { removeDataDir } from '../support/data-dir.ts'
import { createHttpClient, type HttpClient } from '../support/http-client.ts'
import { fixtures } from '../support/music.ts'
import { pickPort, type ServerProcess, signInAdministrator, startServerProcess } from '../support/server-process.ts'

const PADDING_BYTES = 300_000
/** What is under way has 15 s to end. */
const END_MS_MAX = 25_000
const LOCKED_MS = 800
const contentType = 'image/png'

interface Upload {
  readonly bytes: Buffer
  readonly uploadId: string
  readonly url: string
}

async function world(t: TestContext) {
  const dataDir = await realpath(await mkdtemp(join(tmpdir(), 'plinth-under-way-')))
  const port = await pickPort()
  const start = () => startServerProcess({ dataDir, port })
  const server = await start()
  t.after(async () => {
    server.signal('SIGKILL')
    await server.ended
    await removeDataDir(dataDir)
  })
  const http = createHttpClient(server.url, { authorization: `Bearer ${await signInAdministrator(server.url)}` })
  const image = await readFile(new URL('images/cover-1000.png', fixtures))
  const announce = async (): Promise<Upload> => {
    const bytes = Buffer.concat([image, randomBytes(PADDING_BYTES)])
    const sha256 = createHash('sha256').update(bytes).digest('hex')
    const announced = { filename: 'a.png', contentType, bytes: bytes.length, sha256, purpose: 'music.cover' }
    const { status, body } = await http.post('/api/uploads/sign', announced)
    assert.equal(status, 201, JSON.stringify(body))
    return { bytes, uploadId: body.uploadId, url: String(new URL(body.url, server.url)) }
  }
  /** Files of the store, whole or not. */
  const remains = async () => {
    const entries = await readdir(join(dataDir, 'files'), { recursive: true, withFileTypes: true })
    return entries.filter((entry) => entry.isFile()).length
  }
  return { dataDir, start, server, http, announce, remains }
}

/** A PUT of which the first two thirds are sent; its status, or 0 when the connection ends without one. */
function putPart({ url, bytes }: Upload): { sent: ClientRequest; status: Promise<number>; finish: () => void } {
  const headers = { 'content-type': contentType, 'content-length': bytes.length }
  const sent = request(url, { method: 'PUT', headers })
  const status = new Promise<number>((resolve) => {
    sent.once('error', () => resolve(0))
    sent.once('response', (answer) => {
      answer.resume()
      resolve(answer.statusCode ?? 0)
    })
  })
  const part = Math.floor((bytes.length * 2) / 3)
  sent.write(bytes.subarray(0, part))
  return { sent, status, finish: () => void sent.end(bytes.subarray(part)) }
}

/** A write whose transaction waits for a lock that is let go of later. */
async function lockedWrite(dataDir: string, http: HttpClient) {
  const holder = new pg.Client({ connectionString: await embeddedUrl(dataDir) })
  holder.on('error', () => undefined)
  await holder.connect()
  await holder.query('BEGIN')
  await holder.query('LOCK TABLE music.playlist IN SHARE MODE')
  const status = http.post('/api/playlists', { title: 'Under way' }).then(
    (answer) => answer.status,
    () => 0,
  )
  for (let waits = 0; waits === 0; ) {
    const { rows } = await holder.query("SELECT FROM pg_stat_activity WHERE wait_event_type = 'Lock'")
    waits = rows.length
    await sleep(20)
  }
  return { status, letGo: () => holder.query('ROLLBACK').finally(() => holder.end()) }
}

/** A stream of events by a connection of its own: all that came, and how it ended. */
async function openStream(url: string, headers: Record<string, string> = {}) {
  const answer = await fetch(new URL(url), { headers })
  assert.equal(answer.status, 200)
  const seen = { text: '' }
  const ended = (async () => {
    for await (const piece of answer.body ?? []) seen.text += Buffer.from(piece).toString()
  })().then(
    () => 'ended',
    () => 'cut',
  )
  while (!seen.text.includes('data: ')) await sleep(5)
  return { seen, ended }
}

async function endedIn(server: ServerProcess, signal: NodeJS.Signals) {
  const startedMs = performance.now()
  server.signal(signal)
  const ending = await server.ended
  return { ending, tookMs: Math.round(performance.now() - startedMs) }
}

describe('what is under way in a server that ends', () => {
  test('at SIGTERM: a transaction and an upload end well, an upload that stands still is cut and leaves nothing', async (t) => {
    const { dataDir, start, server, http, announce, remains } = await world(t)
    const [whole, still] = [await announce(), await announce()]
    const [going, standing] = [putPart(whole), putPart(still)]
    const locked = await lockedWrite(dataDir, http)
    const end = endedIn(server, 'SIGTERM')
    await sleep(LOCKED_MS)
    going.finish()
    await locked.letGo()
    assert.equal(await going.status, 204)
    assert.equal(await locked.status, 201)
    const { ending, tookMs } = await end
    t.diagnostic(`ended after ${tookMs} ms`)
    assert.deepEqual(ending, { code: 0, signal: null }, server.output())
    assert.ok(tookMs < END_MS_MAX)
    assert.notEqual(await standing.status, 204)
    assert.equal(await remains(), 1, 'the upload that was cut left something')

    const next = await start()
    try {
      const again = createHttpClient(next.url, { authorization: `Bearer ${await signInAdministrator(next.url)}` })
      const put = { method: 'PUT', headers: { 'content-type': contentType }, body: new Uint8Array(still.bytes) }
      assert.equal((await again.send(still.url, put)).status, 204)
      for (const { uploadId } of [whole, still])
        assert.equal((await again.post('/api/uploads/confirm', { uploadId })).status, 200)
    } finally {
      next.signal('SIGTERM')
      await next.ended
    }
  })

  test('at SIGTERM: streams of events end whole, told when to come back, and keep the server no longer than its deadline', async (t) => {
    const { server, http, announce } = await world(t)
    const authorization = `Bearer ${await signInAdministrator(server.url)}`
    const streams = await Promise.all([
      openStream(`${server.url}/ofrep/v1/events`),
      openStream(`${server.url}/api/flags/snapshot/events`, { authorization }),
    ])
    const whole = await announce()
    const going = putPart(whole)
    // What has not arrived when a server is told to end is not under way.
    await sleep(LOCKED_MS)
    const end = endedIn(server, 'SIGTERM')
    assert.deepEqual(await Promise.all(streams.map(({ ended }) => ended)), ['ended', 'ended'])
    for (const { seen } of streams)
      assert.match(seen.text, /^retry: \d{4}\n\n[\s\S]*data: {[^\n]*}\n\n[\s\S]*retry: [2-6]\d{3}\n\n$/)
    assert.equal(server.hasEnded(), false, 'they end first, the work under way after them')
    going.finish()
    assert.equal(await going.status, 204)
    const { ending, tookMs } = await end
    t.diagnostic(`ended after ${tookMs} ms`)
    assert.deepEqual(ending, { code: 0, signal: null }, server.output())
    assert.ok(tookMs < END_MS_MAX)
    await assert.rejects(http.get('/readyz'))
  })

  test('at SIGKILL is lost: the same look finds no answer, and bytes that were left', async (t) => {
    const { dataDir, server, http, announce, remains } = await world(t)
    const going = putPart(await announce())
    const stream = await openStream(`${server.url}/ofrep/v1/events`)
    const locked = await lockedWrite(dataDir, http)
    await endedIn(server, 'SIGKILL')
    await locked.letGo().catch(() => {
      // Its PostgreSQL may have ended with the server.
    })
    assert.deepEqual([await going.status, await locked.status, await stream.ended], [0, 0, 'cut'])
    assert.doesNotMatch(stream.seen.text, /retry: \d{4}\n\n$/)
    assert.equal(await remains(), 1)
  })
})
