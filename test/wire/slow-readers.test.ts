import assert from 'node:assert/strict'
import { connect } from 'node:net'
import { Readable } from 'node:stream'
import { after, before, describe, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { Type } from 'typebox'
import { route } from '../../server/kernel/http/route.ts'
import { object } from '../../server/kernel/http/schema.ts'
import { type TestDatabase, testDatabase } from '../support/database.ts'
import { startWireServer, type WireServer } from '../support/wire-server.ts'

const DEADLINE_MS = 500
/** More than the buffers of both ends hold. */
const ANSWER_BYTES = 30_000_000
const CLOSED_MS_MAX = 25_000

const whole = route(
  {
    id: 'sample.whole',
    method: 'GET',
    path: '/api/sample/whole',
    summary: 'Answers much, at once.',
    policy: { access: 'public', rate: 'read' },
    schema: { response: { 200: object({ text: Type.String() }) } },
    deadlineMs: DEADLINE_MS,
  },
  async () => ({ text: 'x'.repeat(ANSWER_BYTES) }),
)

const streamed = route(
  {
    id: 'sample.streamed',
    method: 'GET',
    path: '/api/sample/streamed',
    summary: 'Answers much, piece by piece.',
    policy: { access: 'public', rate: 'read' },
    schema: { response: { 200: null } },
    deadlineMs: DEADLINE_MS,
  },
  async ({ reply }) => {
    const pieces = Array.from({ length: ANSWER_BYTES / 100_000 }, () => Buffer.alloc(100_000))
    await reply.code(200).type('application/octet-stream').send(Readable.from(pieces))
  },
)

describe('clients that do not read what they asked for', () => {
  let database: TestDatabase
  let server: WireServer

  before(async () => {
    database = await testDatabase()
    server = await startWireServer({ db: database.db, routes: [whole, streamed] })
  })
  after(async () => {
    await server.stop()
    await database.close()
  })

  /** Asks, reads nothing, and answers how long the server bore it: it keeps its end open until then. */
  async function unread(path: string): Promise<number> {
    const { hostname, port } = new URL(server.url)
    const socket = connect(Number(port), hostname)
    socket.on('error', () => undefined)
    socket.pause()
    socket.write(`GET ${path} HTTP/1.1\r\nHost: localhost\r\n\r\n`)
    const startedMs = performance.now()
    try {
      while (server.http.inFlight() === 0) await sleep(10)
      while (server.http.inFlight() > 0) {
        assert.ok(performance.now() - startedMs < CLOSED_MS_MAX, `still held after ${CLOSED_MS_MAX} ms`)
        await sleep(50)
      }
      return performance.now() - startedMs
    } finally {
      socket.destroy()
    }
  }

  for (const [what, path] of [
    ['that comes in pieces', '/api/sample/streamed'],
    ['that is whole', '/api/sample/whole'],
  ] as const)
    test(`of an answer ${what} are cut off, and give their place back`, async (t) => {
      t.diagnostic(`after ${Math.round(await unread(path))} ms`)
    })
})
