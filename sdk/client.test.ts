import assert from 'node:assert/strict'
import { afterEach, describe, test } from 'node:test'
import type { ClientOptions } from './client.ts'
import { buildClient } from './client.ts'
import { isProblem } from './index.ts'
import { ProblemError } from './problem-error.ts'
import { operations, type PlinthClient } from './testing/example.gen.ts'
import type { Handler, WireServer } from './testing/wire-server.ts'
import { inTurn, problem, startWireServer } from './testing/wire-server.ts'

const opened: WireServer[] = []
afterEach(async () => {
  await Promise.all(opened.splice(0).map((server) => server.close()))
})

async function connected(routes: Record<string, Handler>, options: Partial<ClientOptions> = {}) {
  const server = await startWireServer(routes)
  opened.push(server)
  const retry = { baseDelayMs: 1 }
  const client = buildClient<PlinthClient>(operations, {
    baseUrl: server.baseUrl,
    credentials: 'bearer',
    retry,
    ...options,
  })
  return { client, server }
}

async function faultOf(call: Promise<unknown>): Promise<ProblemError> {
  const fault: unknown = await call.then(
    () => assert.fail('the call passed'),
    (error) => error,
  )
  assert.ok(fault instanceof ProblemError, String(fault))
  return fault
}

const track = { id: 't1', title: 'Dawn', peaks: [0, 1] }
const tracks = { items: [track], nextCursor: null }
const submission = { title: 'Dawn', audioFileId: 'f1', language: null }

describe('requests', () => {
  test('a query leaves out what is undefined and repeats arrays', async () => {
    const { client, server } = await connected({ 'GET /api/tracks': () => ({ status: 200, body: tracks }) })
    const query = { limit: 5, genre: ['jazz', 'r&b'], explicit: false, search: undefined }
    assert.deepEqual(await client.music.listTracks({ query }), tracks)
    assert.equal(server.seen[0]?.query.toString(), 'limit=5&genre=jazz&genre=r%26b&explicit=false')
  })

  test('a path parameter cannot leave its segment', async () => {
    const { client, server } = await connected({ 'GET /api/tracks/../auth/me': () => ({ status: 200, body: track }) })
    await client.music.getTrack({ path: { id: '../auth/me' } })
    assert.equal(server.seen.length, 1)
  })

  test('an empty path parameter is refused before anything is sent', async () => {
    const { client, server } = await connected({})
    await assert.rejects(client.music.getTrack({ path: { id: '' } }), /needs path\.id/)
    assert.equal(server.seen.length, 0)
  })

  test('answers come as JSON, as text, as nothing, or unread', async () => {
    const { client } = await connected({
      'GET /api/health': () => ({ status: 200, body: { status: 'pass' } }),
      'GET /api/docs': () => ({ status: 200, headers: { 'content-type': 'text/html' }, body: '<p>docs</p>' }),
      'DELETE /api/tracks/t1': () => ({ status: 204 }),
      'GET /api/files/f1/content': () => ({ status: 206, body: 'by' }),
    })
    assert.deepEqual(await client.ops.health(), { status: 'pass' })
    assert.equal(await client.ops.docs(), '<p>docs</p>')
    assert.equal(await client.music.deleteTrack({ path: { id: 't1' } }), undefined)
    const content = await client.files.content({ path: { id: 'f1' }, headers: { range: 'bytes=0-1' } })
    assert.equal(content.status, 206)
    assert.equal(await content.text(), 'by')
  })

  test('bytes are sent as they are, under the type of the blob', async () => {
    const { client, server } = await connected({ 'PUT /api/uploads/u1/content': () => ({ status: 204 }) })
    const body = new Blob([new Uint8Array([1, 2, 255])], { type: 'audio/flac' })
    await client.files.put({ path: { uploadId: 'u1' }, query: { expires: 1, signature: 's' }, body })
    assert.equal(server.seen[0]?.headers['content-type'], 'audio/flac')
    assert.deepEqual([...(server.seen[0]?.body ?? [])], [1, 2, 255])
  })

  test('a method works away from its client', async () => {
    const { client } = await connected({ 'GET /api/tracks': () => ({ status: 200, body: tracks }) })
    const { listTracks } = client.music
    assert.deepEqual(await listTracks(), tracks)
  })
})

describe('problems', () => {
  test('a problem of the server keeps all it says', async () => {
    const errors = [
      { pointer: '/title', code: 'minLength', detail: 'must not be empty' },
      { pointer: '/title', code: 'pattern', detail: 'must be one line' },
      { pointer: '/__proto__', code: 'unknown', detail: 'is not known' },
    ]
    const more = { title: 'Invalid', detail: 'Look at the fields', errors, requestId: 'r-1', params: { limit: 3 } }
    const { client } = await connected({ 'POST /api/tracks/submit': () => problem(400, 'http/invalid-body', more) })
    const fault = await faultOf(client.music.submitTrack({ body: submission }))
    assert.deepEqual(
      { ...fault },
      { ...more, name: 'ProblemError', status: 400, code: 'http/invalid-body', retryAfterSeconds: undefined },
    )
    assert.equal(fault.message, 'http/invalid-body: Look at the fields')
    assert.deepEqual(Object.entries(fault.fieldErrors()), [
      ['/__proto__', 'is not known'],
      ['/title', 'must not be empty'],
    ])
  })

  for (const [name, body] of Object.entries({ HTML: '<h1>Bad gateway</h1>', nothing: '', 'JSON of its own': '[1]' })) {
    test(`an error that answers ${name} is a problem with the status and the request id`, async () => {
      const headers = { 'x-request-id': 'r-2' }
      const { client } = await connected({ 'POST /api/tracks/submit': () => ({ status: 500, headers, body }) })
      const fault = await faultOf(client.music.submitTrack({ body: submission }))
      assert.deepEqual(
        [fault.status, fault.code, fault.title, fault.requestId, fault.errors],
        [500, 'client/unexpected-answer', 'HTTP 500 Internal Server Error', 'r-2', []],
      )
    })
  }

  test('a success that is not JSON is a problem, not a SyntaxError', async () => {
    const { client } = await connected({ 'GET /api/tracks': () => ({ status: 200, body: '<html>' }) })
    const fault = await faultOf(client.music.listTracks())
    assert.deepEqual([fault.status, fault.code], [200, 'client/unexpected-answer'])
  })

  test('isProblem asks for any problem or for codes', async () => {
    const { client } = await connected({ 'GET /api/tracks/t1': () => problem(404, 'music/no-such-track') })
    const fault = await faultOf(client.music.getTrack({ path: { id: 't1' } }))
    assert.equal(isProblem(fault), true)
    assert.equal(isProblem(fault, 'client/network'), false)
    assert.equal(isProblem(new TypeError('fault')), false)
  })
})

describe('retries', () => {
  for (const [name, first] of Object.entries({
    'a cut connection': 'cut' as const,
    429: problem(429, 'http/rate-limited'),
    502: { status: 502 },
    503: problem(503, 'http/shed'),
    504: { status: 504 },
  })) {
    test(`${name} is tried again for a GET`, async () => {
      const routes = { 'GET /api/tracks': inTurn(first, { status: 200, body: tracks }) }
      const { client, server } = await connected(routes)
      assert.deepEqual(await client.music.listTracks(), tracks)
      assert.equal(server.seen.length, 2)
    })
  }

  test('three tries are all, and the last fault is told', async () => {
    const { client, server } = await connected({ 'GET /api/tracks': () => problem(503, 'http/shed') })
    assert.equal((await faultOf(client.music.listTracks())).code, 'http/shed')
    assert.equal(server.seen.length, 3)
  })

  test('a PATCH and a POST without a key are sent once', async () => {
    const { client, server } = await connected({
      'PATCH /api/tracks/t1': () => 'cut',
      'POST /api/uploads/confirm': () => problem(503, 'http/shed'),
    })
    const rename = client.music.renameTrack({ path: { id: 't1' }, body: { title: 'Dusk' } })
    assert.equal((await faultOf(rename)).code, 'client/network')
    assert.equal((await faultOf(client.files.confirm({ body: { uploadId: 'u1' } }))).code, 'http/shed')
    assert.equal(server.seen.length, 2)
  })

  for (const status of [400, 404, 409, 500]) {
    test(`${status} is not tried again`, async () => {
      const { client, server } = await connected({ 'GET /api/tracks': () => problem(status, 'music/refused') })
      assert.equal((await faultOf(client.music.listTracks())).status, status)
      assert.equal(server.seen.length, 1)
    })
  }

  test('one idempotency key serves all tries of a call, another the next call', async () => {
    const busy = problem(409, 'http/idempotency-in-flight')
    const done = { status: 201, body: { id: 's1', state: 'probing', findings: [], extra: 1 } }
    const { client, server } = await connected({ 'POST /api/tracks/submit': inTurn('cut', busy, done) })
    assert.equal((await client.music.submitTrack({ body: submission })).id, 's1')
    await client.music.submitTrack({ body: submission })
    const keys = server.seen.map(({ headers }) => headers['idempotency-key'])
    assert.equal(keys.length, 4)
    assert.match(keys[0] ?? '', /^[0-9a-f]{8}-[0-9a-f-]{27}$/)
    assert.equal(new Set(keys.slice(0, 3)).size, 1)
    assert.notEqual(keys[3], keys[0])
  })

  test("the caller's idempotency key is used; operations without one send none", async () => {
    const { client, server } = await connected({
      'POST /api/tracks/t1/decide': () => ({ status: 202 }),
      'GET /api/tracks': () => ({ status: 200, body: tracks }),
    })
    await client.music.decideTrack({ path: { id: 't1' }, idempotencyKey: 'mine' })
    await client.music.listTracks()
    assert.deepEqual(
      server.seen.map(({ headers }) => headers['idempotency-key']),
      ['mine', undefined],
    )
  })

  test('Retry-After is waited for', async () => {
    const busy = { status: 503, headers: { 'retry-after': '1' } }
    const { client } = await connected({ 'GET /api/tracks': inTurn(busy, { status: 200, body: tracks }) })
    const startedAt = performance.now()
    await client.music.listTracks()
    const tookMs = performance.now() - startedAt
    assert.ok(tookMs >= 990 && tookMs < 5_000, `took ${tookMs} ms`)
  })

  test('a Retry-After beyond the deadline fails at once, and says when to come back', async () => {
    const { client, server } = await connected({
      'GET /api/tracks': () => ({ ...problem(429, 'http/rate-limited'), headers: { 'retry-after': '60' } }),
    })
    const fault = await faultOf(client.music.listTracks())
    assert.deepEqual([fault.code, fault.retryAfterSeconds, server.seen.length], ['http/rate-limited', 60, 1])
  })

  test('Retry-After may be a date', async () => {
    const headers = { 'retry-after': new Date(Date.now() + 120_000).toUTCString() }
    const { client } = await connected({ 'GET /api/tracks': () => ({ ...problem(503, 'http/shed'), headers }) })
    const { retryAfterSeconds = 0 } = await faultOf(client.music.listTracks())
    assert.ok(retryAfterSeconds >= 118 && retryAfterSeconds <= 121, String(retryAfterSeconds))
  })
})

describe('ending a call', () => {
  test("an abort throws the signal's reason and is not tried again", async () => {
    const { client, server } = await connected({ 'GET /api/tracks': () => 'hang' })
    const controller = new AbortController()
    const call = client.music.listTracks({ signal: controller.signal })
    while (server.seen.length === 0) await new Promise((resolve) => setTimeout(resolve, 5))
    controller.abort(new Error('left the page'))
    await assert.rejects(call, /^Error: left the page$/)
    assert.equal(server.seen.length, 1)
  })

  test('an abort ends the pause before a retry', async () => {
    const busy = { status: 503, headers: { 'retry-after': '20' } }
    const { client, server } = await connected({ 'GET /api/tracks': () => busy })
    const controller = new AbortController()
    const call = client.music.listTracks({ signal: controller.signal })
    while (server.seen.length === 0) await new Promise((resolve) => setTimeout(resolve, 5))
    setTimeout(() => controller.abort(new Error('left the page')), 50)
    const startedAt = performance.now()
    await assert.rejects(call, /left the page/)
    assert.ok(performance.now() - startedAt < 5_000)
  })

  test('a signal aborted before sends nothing', async () => {
    const { client, server } = await connected({})
    await assert.rejects(client.music.listTracks({ signal: AbortSignal.abort(new Error('gone')) }), /gone/)
    assert.equal(server.seen.length, 0)
  })

  test('no answer in time is a problem of its own and is not tried again', async () => {
    const { client, server } = await connected({ 'GET /api/tracks': () => 'hang' })
    const fault = await faultOf(client.music.listTracks({ timeoutMs: 1000 }))
    assert.deepEqual([fault.status, fault.code, server.seen.length], [0, 'client/timeout', 1])
  })

  test('an unread answer outlives the timeout', async () => {
    const { client } = await connected({ 'GET /api/files/f1/content': () => ({ status: 200, body: 'bytes' }) })
    const content = await client.files.content({ path: { id: 'f1' }, timeoutMs: 300 })
    await new Promise((resolve) => setTimeout(resolve, 400))
    assert.equal(await content.text(), 'bytes')
  })
})
