import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { type TestDatabase, testDatabase } from '../support/database.ts'
import { createHttpClient, type HttpAnswer, type HttpClient } from '../support/http-client.ts'
import { createNotes, sampleRoutes } from '../support/sample-routes.ts'
import { startWireServer, type WireServer } from '../support/wire-server.ts'

const REQUIRED = '/api/sample/notes/required'
const OPTIONAL = '/api/sample/notes/optional'

describe('Idempotency-Key', () => {
  let database: TestDatabase
  let server: WireServer
  let http: HttpClient

  before(async () => {
    database = await testDatabase()
    await createNotes(database.db)
    server = await startWireServer({ db: database.db, routes: sampleRoutes() })
    http = createHttpClient(server.url)
  })
  after(async () => {
    await server.stop()
    await database.close()
  })

  const notes = async (title: string): Promise<number> =>
    (await database.db.raw('SELECT id FROM note WHERE title = $1', [title])).length

  /** As a client is meant to: what is 409 or 503 is sent again after a pause, with the same key. */
  async function insist(body: object, key: string): Promise<HttpAnswer> {
    for (let tries = 0; tries < 200; tries += 1) {
      const answer = await http.post(REQUIRED, body, { 'idempotency-key': key })
      if (answer.status !== 409 && answer.status !== 503) return answer
      assert.ok(Number(answer.headers.get('retry-after')) >= 1)
      await sleep(20 + Math.random() * 40)
    }
    throw new Error('never answered')
  }

  test('50 parallel requests with one key have one effect and one answer', async () => {
    const answers = await Promise.all(
      Array.from({ length: 50 }, () => insist({ title: 'fifty', pauseMs: 30 }, 'key-fifty-000')),
    )
    assert.deepEqual([...new Set(answers.map((answer) => answer.status))], [201])
    assert.equal(new Set(answers.map((answer) => JSON.stringify(answer.body))).size, 1)
    assert.equal(answers.filter((answer) => answer.headers.get('idempotency-replayed') === 'true').length, 49)
    assert.equal(await notes('fifty'), 1)
  })

  test('20 keys in parallel, 10 requests each, have 20 effects', async () => {
    const keys = Array.from({ length: 20 }, (_, at) => `key-many-${at}`)
    await Promise.all(keys.flatMap((key) => Array.from({ length: 10 }, () => insist({ title: 'many' }, key))))
    assert.equal(await notes('many'), 20)
  })

  test('a request under way is answered 409 at once', async () => {
    const first = http.post(REQUIRED, { title: 'slow', pauseMs: 400 }, { 'idempotency-key': 'key-slow-0000' })
    await sleep(150)
    const startedMs = performance.now()
    const second = await http.post(REQUIRED, { title: 'slow', pauseMs: 400 }, { 'idempotency-key': 'key-slow-0000' })
    assert.deepEqual([second.status, second.body.code], [409, 'http/idempotency-in-flight'])
    assert.equal(second.headers.get('retry-after'), '1')
    assert.ok(performance.now() - startedMs < 200)
    assert.equal((await first).status, 201)
  })

  test('a replay says so and repeats status, type and body', async () => {
    const first = await insist({ title: 'again' }, 'key-again-000')
    const second = await insist({ title: 'again' }, 'key-again-000')
    assert.equal(first.headers.get('idempotency-replayed'), null)
    assert.equal(second.headers.get('idempotency-replayed'), 'true')
    assert.deepEqual([second.status, second.body], [first.status, first.body])
    assert.equal(second.headers.get('content-type'), first.headers.get('content-type'))
  })

  test('the order of properties does not make another request', async () => {
    const first = await insist({ title: 'order', pauseMs: 1 }, 'key-order-000')
    const second = await insist({ pauseMs: 1, title: 'order' }, 'key-order-000')
    assert.deepEqual(second.body, first.body)
  })

  test('the key of another body or route is refused with 422', async () => {
    await insist({ title: 'one' }, 'key-other-000')
    const otherBody = await http.post(REQUIRED, { title: 'two' }, { 'idempotency-key': 'key-other-000' })
    assert.deepEqual([otherBody.status, otherBody.body.code], [422, 'http/idempotency-key-reused'])
    const otherRoute = await http.post(OPTIONAL, { title: 'one' }, { 'idempotency-key': 'key-other-000' })
    assert.equal(otherRoute.status, 422)
    assert.equal(await notes('two'), 0)
  })

  test('a missing or malformed key is refused where it is required', async () => {
    for (const key of [undefined, '', 'short', 'a'.repeat(129), 'has a space', 'k\u00e9y-latin-1']) {
      const answer = await http.post(
        REQUIRED,
        { title: 'keyless' },
        key === undefined ? {} : { 'idempotency-key': key },
      )
      assert.deepEqual([answer.status, answer.body.code], [400, 'http/idempotency-key-missing'], key)
    }
    assert.equal(await notes('keyless'), 0)
  })

  test('an optional key may be absent, and then nothing is remembered', async () => {
    await http.post(OPTIONAL, { title: 'optional' })
    await http.post(OPTIONAL, { title: 'optional' })
    assert.equal(await notes('optional'), 2)
  })

  test('a refused request leaves its key free', async () => {
    const refused = await http.post(REQUIRED, { title: ' spaces ' }, { 'idempotency-key': 'key-free-0000' })
    assert.equal(refused.status, 400)
    assert.equal((await insist({ title: 'free' }, 'key-free-0000')).status, 201)
  })

  test('an expired key is a new one', async () => {
    const first = await insist({ title: 'old' }, 'key-old-00000')
    await database.db.raw("UPDATE kernel.idempotency SET expires_at = now() - interval '1 s' WHERE key = $1", [
      'key-old-00000',
    ])
    const second = await insist({ title: 'old' }, 'key-old-00000')
    assert.notEqual(second.body.id, first.body.id)
    assert.equal(await notes('old'), 2)
  })
})
