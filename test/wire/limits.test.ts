import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { RATE_CLASSES } from '../../server/kernel/http/rate-classes.ts'
import { type TestDatabase, testDatabase } from '../support/database.ts'
import { createNotes, sampleRoutes } from '../support/sample-routes.ts'
import { startWireServer, type WireServer } from '../support/wire-server.ts'

const NOTES = '/api/sample/notes/optional'
const { limit } = RATE_CLASSES.write.network

describe('request limits', () => {
  let database: TestDatabase
  const servers: WireServer[] = []

  before(async () => {
    database = await testDatabase()
    await createNotes(database.db)
  })
  after(async () => {
    for (const server of servers) await server.stop()
    await database.close()
  })

  async function start(trustedProxies: string): Promise<WireServer> {
    const environment = { RATE_LIMITS: 'on', TRUSTED_PROXIES: trustedProxies }
    const server = await startWireServer({ db: database.db, routes: sampleRoutes(), environment })
    servers.push(server)
    return server
  }
  /** An invalid body: counted like any request, and cheap. */
  const post = (server: WireServer, forwardedFor?: string): Promise<Response> =>
    fetch(server.url + NOTES, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        ...(forwardedFor === undefined ? {} : { 'x-forwarded-for': forwardedFor }),
      },
      body: '{}',
    })
  const exhaust = async (server: WireServer, forwardedFor?: string): Promise<void> => {
    for (let count = 0; count < limit; count += 50)
      await Promise.all(Array.from({ length: 50 }, () => post(server, forwardedFor)))
  }

  test('are told with every answer', async () => {
    const server = await start('')
    const first = await post(server)
    assert.equal(first.headers.get('ratelimit-policy'), `"write";q=${limit};w=60`)
    assert.match(first.headers.get('ratelimit') ?? '', new RegExp(`^"write";r=${limit - 1};t=\\d+$`))
    assert.match((await post(server)).headers.get('ratelimit') ?? '', new RegExp(`;r=${limit - 2};`))
  })

  test('answer 429 with Retry-After when they are used up, and only for their class', async () => {
    const server = await start('')
    await exhaust(server)
    const refused = await post(server)
    const problem = (await refused.json()) as { code: string; retryAfterSeconds: number }
    assert.deepEqual([refused.status, problem.code], [429, 'http/too-many-requests'])
    assert.equal(refused.headers.get('retry-after'), String(problem.retryAfterSeconds))
    assert.ok(problem.retryAfterSeconds >= 1 && problem.retryAfterSeconds <= 62)
    assert.equal((await fetch(`${server.url}/api/nothing`)).status, 404)
  })

  test('are not escaped by a made-up X-Forwarded-For', async () => {
    const server = await start('')
    await exhaust(server)
    for (const spoofed of ['203.0.113.7', '2001:db8::1', '127.0.0.1', '203.0.113.7, 127.0.0.1', 'x'])
      assert.equal((await post(server, spoofed)).status, 429, spoofed)
  })

  test('behind a trusted proxy count the address that the proxy saw, not what the client wrote', async () => {
    const server = await start('127.0.0.1')
    await exhaust(server, '203.0.113.7')
    assert.equal((await post(server, '203.0.113.7')).status, 429)
    assert.equal((await post(server, '198.51.100.1, 203.0.113.7')).status, 429)
    assert.equal((await post(server, '203.0.113.8')).status, 400)
  })

  test('count a whole IPv6 /64 as one', async () => {
    const server = await start('127.0.0.1')
    await exhaust(server, '2001:db8:0:1::1')
    assert.equal((await post(server, '2001:db8:0:1:ffff:ffff:ffff:ffff')).status, 429)
    assert.equal((await post(server, '2001:db8::1:0:0:0:2')).status, 429)
    assert.equal((await post(server, '2001:db8:0:2::1')).status, 400)
  })
})
