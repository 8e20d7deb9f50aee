import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { createDatabase, type Db } from '../../server/kernel/db/database.ts'
import { type TestDatabase, testDatabase } from '../support/database.ts'
import { type FaultProxy, startFaultProxy } from '../support/fault-proxy.ts'
import { createHttpClient, type HttpClient } from '../support/http-client.ts'
import { createNotes, sampleRoutes } from '../support/sample-routes.ts'
import { startWireServer, type WireServer } from '../support/wire-server.ts'

const ROUNDS = 30
const REQUIRED = '/api/sample/notes/required'

describe('a COMMIT whose answer is lost', () => {
  let database: TestDatabase
  let proxy: FaultProxy
  let db: Db
  let server: WireServer
  let http: HttpClient

  before(async () => {
    database = await testDatabase()
    await createNotes(database.db)
    proxy = await startFaultProxy(database.url)
    const sinks = { audit: async () => undefined, publish: async () => undefined, enqueue: async () => undefined }
    const options = { name: 'lost', poolMax: 4, statementTimeoutMs: 5000, prepared: true, onPoolError: () => undefined }
    db = createDatabase({ ...options, url: proxy.url }, sinks)
    server = await startWireServer({ db, routes: sampleRoutes() })
    http = createHttpClient(server.url)
  })
  after(async () => {
    await server.stop()
    await db.close()
    await proxy.close()
    await database.close()
  })

  const count = async (title: string): Promise<number> =>
    (await database.db.raw('SELECT id FROM note WHERE title = $1', [title])).length

  test('is answered 503, and the same key again gives the answer of the effect that took place, once', async () => {
    for (let round = 0; round < ROUNDS; round += 1) {
      const headers = { 'idempotency-key': `key-lost-${round}` }
      proxy.cutAnswerTo(/commit/i)
      const first = await http.post(REQUIRED, { title: `lost ${round}` }, headers)
      assert.deepEqual([first.status, first.body.code], [503, 'database/unavailable'])
      assert.equal(first.headers.get('retry-after'), '3')
      const again = await http.post(REQUIRED, { title: `lost ${round}` }, headers)
      assert.deepEqual([again.status, again.headers.get('idempotency-replayed')], [201, 'true'])
      assert.equal(await count(`lost ${round}`), 1)
    }
    assert.equal(proxy.cuts(), ROUNDS)
  })

  test('makes a double of the effect when the client has no key: the test sees what it is there to see', async () => {
    proxy.cutAnswerTo(/commit/i)
    await http.post('/api/sample/notes/optional', { title: 'keyless' })
    await http.post('/api/sample/notes/optional', { title: 'keyless' })
    assert.equal(await count('keyless'), 2)
  })
})
