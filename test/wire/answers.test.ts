import assert from 'node:assert/strict'
import { connect } from 'node:net'
import { after, before, describe, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { requestBytes } from '../support/bad-inputs/bad-input.ts'
import { type TestDatabase, testDatabase } from '../support/database.ts'
import { sendRaw } from '../support/raw-http.ts'
import { createNotes, sampleRoutes } from '../support/sample-routes.ts'
import { startWireServer, type WireServer } from '../support/wire-server.ts'

const NOTES = '/api/sample/notes/optional'
const TRACEPARENT = /^00-([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}$/

describe('every answer', () => {
  let database: TestDatabase
  let server: WireServer

  before(async () => {
    database = await testDatabase()
    await createNotes(database.db)
    server = await startWireServer({
      db: database.db,
      routes: sampleRoutes(),
      environment: { ALLOWED_ORIGINS: 'https://app.example.com', PUBLIC_URL: 'https://plinth.example.com' },
    })
  })
  after(async () => {
    await server.stop()
    await database.close()
  })

  const send = (path: string, init: RequestInit = {}): Promise<Response> => fetch(server.url + path, init)
  const create = (headers: Record<string, string> = {}): Promise<Response> =>
    send(NOTES, { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body: '{"title":"a"}' })

  test('has the security headers, whatever it says', async () => {
    const answers = [
      await create(),
      await send('/api/nothing'),
      await send(NOTES),
      await send(NOTES, { method: 'OPTIONS' }),
      await send('/api/sample/fault'),
      await send('/%zz'),
      await send(`/api/${'a'.repeat(300)}`),
      await create({ 'content-type': 'text/plain' }),
    ]
    assert.deepEqual(
      answers.map((answer) => answer.status),
      [201, 404, 405, 204, 500, 400, 404, 415],
    )
    for (const { headers } of answers) {
      assert.equal(headers.get('content-security-policy'), "default-src 'none'; frame-ancestors 'none'")
      assert.equal(headers.get('x-content-type-options'), 'nosniff')
      assert.equal(headers.get('referrer-policy'), 'no-referrer')
      assert.equal(headers.get('cross-origin-resource-policy'), 'same-origin')
      assert.equal(headers.get('cache-control'), 'no-store')
      assert.match(headers.get('strict-transport-security') ?? '', /max-age=63072000/)
      assert.match(headers.get('plinth-version') ?? '', /^\d{4}-\d\d-\d\d$/)
      assert.match(headers.get('x-request-id') ?? '', /^[0-9a-f-]{36}$/)
      assert.equal(headers.get('server'), null)
      assert.equal(headers.get('x-powered-by'), null)
    }
  })

  test('is JSON of what its schema declares and nothing more, the first and when it is replayed', async () => {
    const key = { 'idempotency-key': 'answers-declared-only' }
    for (const [headers, replayed] of [
      [{}, null],
      [key, null],
      [key, 'true'],
    ] as const) {
      const answer = await create(headers)
      assert.deepEqual([answer.status, answer.headers.get('idempotency-replayed')], [201, replayed])
      assert.equal(answer.headers.get('content-type'), 'application/json; charset=utf-8')
      assert.deepEqual(Object.keys((await answer.json()) as object), ['id', 'title'])
    }
  })

  test('carries the request id that was sent when it is well-formed, else one of ours', async () => {
    assert.equal((await create({ 'x-request-id': 'abc.DEF:123_-4' })).headers.get('x-request-id'), 'abc.DEF:123_-4')
    for (const bad of ['short', 'a'.repeat(65), 'has space in it', 'semi;colon;x', 'quote"quote"', '<script>aaaa']) {
      const id = (await create({ 'x-request-id': bad })).headers.get('x-request-id')
      assert.match(id ?? '', /^[0-9a-f-]{36}$/, bad)
    }
  })

  test('tells a bug by the request id and nothing more', async () => {
    const answer = await send('/api/sample/fault', { headers: { 'x-request-id': 'the-faulty-one' } })
    const text = await answer.text()
    assert.equal(answer.status, 500)
    assert.match(text, /"code":"http\/internal".*"requestId":"the-faulty-one"/)
    assert.doesNotMatch(text, /secret-of-the-test|TypeError|postgres/)
  })

  test('continues a well-formed trace and starts its own for others', async () => {
    const traceId = '0af7651916cd43dd8448eb211c80319c'
    const sent = async (traceparent: string): Promise<string> => {
      const answer = await send('/api/nothing', { headers: { traceparent } })
      return ((await answer.json()) as { traceId: string }).traceId
    }
    assert.equal(await sent(`00-${traceId}-b7ad6b7169203331-01`), traceId)
    const broken = [
      `00-${traceId}-b7ad6b7169203331`,
      `00-${'0'.repeat(32)}-b7ad6b7169203331-01`,
      `00-${traceId}-${'0'.repeat(16)}-01`,
      `ff-${traceId}-b7ad6b7169203331-01`,
      `00-${traceId.toUpperCase()}-b7ad6b7169203331-01`,
      `00-${traceId}-b7ad6b7169203331-01-extra`,
      'x',
    ]
    for (const traceparent of broken) {
      const id = await sent(traceparent)
      assert.match(`00-${id}-${'1'.repeat(16)}-00`, TRACEPARENT)
      assert.notEqual(id, traceId, traceparent)
    }
  })

  test('is CORS for listed origins only, with credentials and never a wildcard', async () => {
    const listed = await create({ origin: 'https://app.example.com' })
    assert.equal(listed.headers.get('access-control-allow-origin'), 'https://app.example.com')
    assert.equal(listed.headers.get('access-control-allow-credentials'), 'true')
    assert.match(listed.headers.get('vary') ?? '', /Origin/)
    for (const origin of [
      'https://evil.example',
      'null',
      'http://app.example.com',
      'https://app.example.com.evil.example',
      'https://APP.example.com',
    ]) {
      const other = await create({ origin })
      assert.equal(other.headers.get('access-control-allow-origin'), null, origin)
      assert.equal(other.headers.get('access-control-allow-credentials'), null, origin)
    }
  })

  test('to a preflight is 204 with what is allowed, for listed origins only', async () => {
    const preflight = (origin: string): Promise<Response> =>
      send(NOTES, {
        method: 'OPTIONS',
        headers: {
          origin,
          'access-control-request-method': 'POST',
          'access-control-request-headers': 'idempotency-key',
        },
      })
    const listed = await preflight('https://app.example.com')
    assert.equal(listed.status, 204)
    assert.match(listed.headers.get('access-control-allow-headers') ?? '', /idempotency-key/)
    assert.match(listed.headers.get('access-control-allow-methods') ?? '', /POST/)
    assert.equal((await preflight('https://evil.example')).headers.get('access-control-allow-methods'), null)
  })

  test('to another method is 405 and names those that are', async () => {
    const answer = await send(NOTES, { method: 'DELETE' })
    assert.equal(answer.status, 405)
    assert.equal(answer.headers.get('allow'), 'OPTIONS, POST')
    assert.equal((await send('/api/sample/fault', { method: 'POST' })).headers.get('allow'), 'GET, HEAD, OPTIONS')
  })

  test('to HEAD has the headers of GET and no body', async () => {
    const get = await sendRaw(server.url, requestBytes('GET /api/nothing'))
    const head = await sendRaw(server.url, requestBytes('HEAD /api/nothing'), { waitMs: 300 })
    assert.equal(head.status, get.status)
    assert.equal(head.headers['content-type'], get.headers['content-type'])
    assert.equal(head.text, '')
  })

  test('to a body where none is declared is 400', async () => {
    const withBody = await send('/api/sample/slow', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"a":1}',
    })
    assert.equal(withBody.status, 400)
    for (const body of ['null', '[]', '1', '"a"']) {
      const answer = await send(NOTES, { method: 'POST', headers: { 'content-type': 'application/json' }, body })
      assert.equal(answer.status, 400, body)
    }
  })

  test('past the deadline of its handler is 503, also after a body was read, and the signal is not aborted before', async () => {
    const startedMs = performance.now()
    const answer = await send('/api/sample/slow', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{}',
    })
    const problem = (await answer.json()) as { code: string }
    assert.deepEqual([answer.status, problem.code], [503, 'http/deadline-exceeded'])
    assert.ok(answer.headers.has('retry-after'))
    const tookMs = performance.now() - startedMs
    assert.ok(tookMs >= 290 && tookMs < 2000, `${tookMs} ms`)
  })

  test('that nobody waits for is forgotten: 100 aborted requests leave none in flight', async () => {
    const { port } = new URL(server.url)
    const bytes = requestBytes('POST /api/sample/slow', ['Content-Type: application/json'], '{}')
    for (let count = 0; count < 100; count += 1) {
      const socket = connect(Number(port), '127.0.0.1')
      socket.on('error', () => undefined)
      socket.write(bytes, () => setTimeout(() => socket.destroy(), 20))
    }
    const untilMs = performance.now() + 8000
    await sleep(500)
    while (server.http.inFlight() > 0 && performance.now() < untilMs) await sleep(50)
    assert.equal(server.http.inFlight(), 0)
  })
})
