import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { type TestDatabase, testDatabase } from '../support/database.ts'
import { type RawAnswer, sendRaw } from '../support/raw-http.ts'
import { sampleRoutes } from '../support/sample-routes.ts'
import { startWireServer, type WireServer } from '../support/wire-server.ts'

/** By `npm run test:faults` a thousand. */
const HEADS = Number(process.env.FAULT_CONNECTIONS ?? 60)
const BODIES = 60
const HEAD = 'POST /api/sample/slow HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n'

describe('clients that never finish', { concurrency: true }, () => {
  let database: TestDatabase
  let server: WireServer

  before(async () => {
    database = await testDatabase()
    server = await startWireServer({ db: database.db, routes: sampleRoutes() })
  })
  after(async () => {
    await server.stop()
    await database.close()
  })

  const many = (count: number, bytes: string, chunk: string): Promise<RawAnswer[]> => {
    const trickle = { chunks: Array<string>(30).fill(chunk), everyMs: 1000 }
    return Promise.all(Array.from({ length: count }, () => sendRaw(server.url, bytes, { waitMs: 25_000, trickle })))
  }
  const assertTimedOut = (answers: readonly RawAnswer[], withinMs: number): void => {
    for (const { status, text, tookMs } of answers) {
      assert.equal(status, 408, text)
      assert.equal(JSON.parse(text).code, 'http/timeout')
      assert.ok(tookMs < withinMs, `${Math.round(tookMs)} ms`)
    }
  }

  test('with headers a byte at a time are answered 408 and closed within 10 s', async () => {
    assertTimedOut(await many(HEADS, 'GET /livez HTTP/1.1\r\nHost: localhost\r\n', 'X-A: b\r\n'), 10_000)
  })

  test('with a body a byte at a time are answered 408 and closed within 18 s', async () => {
    assertTimedOut(await many(BODIES, `${HEAD}Content-Length: 1000\r\n\r\n`, ' '), 18_000)
  })

  test('with chunks a byte at a time are answered 408 and closed within 18 s', async () => {
    assertTimedOut(await many(BODIES, `${HEAD}Transfer-Encoding: chunked\r\n\r\n`, '1\r\n \r\n'), 18_000)
  })

  test('do not keep others waiting', async () => {
    await new Promise((resolve) => setTimeout(resolve, 2000))
    const timesMs: number[] = []
    for (let count = 0; count < 100; count += 1) {
      const startedMs = performance.now()
      assert.equal((await fetch(`${server.url}/api/nothing`)).status, 404)
      timesMs.push(performance.now() - startedMs)
    }
    assert.ok((timesMs.sort((one, other) => one - other)[98] ?? 0) < 250)
  })
})
