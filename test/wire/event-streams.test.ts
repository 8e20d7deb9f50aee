import assert from 'node:assert/strict'
import { connect } from 'node:net'
import { after, before, describe, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import type { EventStream } from '../../server/kernel/http/event-streams.ts'
import { route } from '../../server/kernel/http/route.ts'
import { startWireServer, type WireServer } from '../support/wire-server.ts'

const ORIGIN = 'https://shop.example'
const open: EventStream[] = []

const ticks = route(
  {
    id: 'sample.ticks',
    method: 'GET',
    path: '/api/sample/ticks',
    summary: 'Tells what happens.',
    policy: { access: 'public', rate: 'stream' },
    schema: { response: { 200: null } },
    eventStream: true,
    deadlineMs: 1,
  },
  async (call) => {
    const stream = call.openEvents()
    open.push(stream)
    stream.send({ id: String(call.request.headers['last-event-id'] ?? 'first'), data: { text: 'two\nlines' } })
  },
)

/** A reader of its own connection: all that came so far. */
async function reader(url: string, headers: Record<string, string> = {}) {
  const leaving = new AbortController()
  const answer = await fetch(new URL('/api/sample/ticks', url), { headers, signal: leaving.signal })
  const seen = { text: '' }
  const reading = (async () => {
    for await (const piece of answer.body ?? []) seen.text += Buffer.from(piece).toString()
  })().catch(() => {
    // It ended when the test left.
  })
  return { answer, seen, reading, leave: () => leaving.abort() }
}

async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await holds())) await sleep(5)
}

describe('a stream of events', { timeout: 20_000 }, () => {
  let server: WireServer
  before(async () => {
    server = await startWireServer({
      db: {} as never,
      routes: [ticks],
      environment: { ALLOWED_ORIGINS: ORIGIN },
      eventStreamLimits: { perNetwork: 2, heartbeatMs: 40, waitingBytes: 10_000 },
    })
  })
  after(() => server.stop())

  test('is open beyond every deadline, kept alive by comments, readable by a listed origin, and no load', async () => {
    const one = await reader(server.url, { origin: ORIGIN, 'last-event-id': '7' })
    await until(() => /(:\n\n){3}$/.test(one.seen.text))
    assert.match(one.seen.text, /^retry: \d{4}\n\nid: 7\ndata: {"text":"two\\nlines"}\n\n(:\n\n)+$/)
    assert.equal(one.answer.headers.get('access-control-allow-origin'), ORIGIN)
    assert.equal(one.answer.headers.get('cache-control'), 'no-store, no-transform')
    assert.equal(one.answer.headers.get('content-encoding'), null)
    one.leave()
    await until(() => open[0]?.signal.aborted === true)
  })

  test('has a limit for each caller, and a place is free again when its reader leaves', async () => {
    open.length = 0
    const first = await reader(server.url)
    const second = await reader(server.url)
    const refused = await fetch(new URL('/api/sample/ticks', server.url))
    assert.deepEqual(
      [refused.status, refused.headers.get('retry-after'), ((await refused.json()) as { code: string }).code],
      [429, '30', 'http/too-many-streams'],
    )
    first.leave()
    await until(() => open[0]?.signal.aborted === true)
    const third = await reader(server.url)
    assert.equal(third.answer.status, 200)
    second.leave()
    third.leave()
    await until(() => open.every(({ signal }) => signal.aborted))
  })

  test('is cut when its reader takes nothing off', async () => {
    open.length = 0
    const socket = connect(Number(new URL(server.url).port), '127.0.0.1')
    socket.on('error', () => undefined)
    socket.pause()
    socket.write('GET /api/sample/ticks HTTP/1.1\r\nHost: localhost\r\n\r\n')
    await until(() => open.length === 1)
    const [stream] = open
    while (stream?.signal.aborted === false) {
      stream.send({ data: 'x'.repeat(9_000) })
      await sleep(0)
    }
    const { values } = await server.metrics.eventStreamsEnded.get()
    assert.deepEqual(
      values.map(({ labels, value }) => [labels.reason, value]),
      [['slow_reader', 1]],
    )
    socket.destroy()
  })

  test('ends when the server stops, with a hint when to come back; one opened meanwhile too', async () => {
    const one = await reader(server.url)
    const two = await reader(server.url)
    server.http.drain()
    const late = await reader(server.url)
    await Promise.all([one.reading, two.reading, late.reading])
    for (const { seen } of [one, late]) assert.match(seen.text, /retry: [2-6]\d{3}\n\n$/)
  })
})
