import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { Authenticator } from '../../server/kernel/http/authorise.ts'
import { httpProblem } from '../../server/kernel/http/problems.ts'
import { RATE_CLASSES } from '../../server/kernel/http/rate-classes.ts'
import { route } from '../../server/kernel/http/route.ts'
import { object } from '../../server/kernel/http/schema.ts'
import { type Id, newId } from '../../server/kernel/id.ts'
import { type TestDatabase, testDatabase } from '../support/database.ts'
import { createNotes, sampleRoutes } from '../support/sample-routes.ts'
import { startWireServer, type WireServer } from '../support/wire-server.ts'

const NOTES = '/api/sample/notes/optional'
const { limit } = RATE_CLASSES.write.network

const UPLOADS = '/api/sample/uploads'
const upload = RATE_CLASSES.upload

/** Credentials that were looked at. */
let lookedAt = 0

/** Whom the bearer token names; `wrong` is no good. */
const namedByToken: Authenticator = {
  async authenticate({ headers }) {
    const userId = headers.authorization?.slice('Bearer '.length)
    lookedAt += 1
    if (userId === undefined) return null
    if (userId === 'wrong') throw httpProblem('unauthenticated')
    return {
      actor: { kind: 'user', userId: userId as Id<'user'>, sessionId: newId<'session'>(), permissions: new Set() },
      via: 'bearer',
      aal: 1,
      authenticatedAt: new Date(0),
      refusal: null,
    }
  },
  checkCsrf: () => undefined,
}

const uploads = route(
  {
    id: 'sample.uploads',
    method: 'GET',
    path: UPLOADS,
    summary: 'Counts as an upload.',
    policy: { access: 'signed-in', rate: 'upload' },
    schema: { response: { 200: object({}) } },
  },
  async () => ({}),
)

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
    const server = await startWireServer({
      db: database.db,
      routes: [...sampleRoutes(), uploads],
      authenticator: namedByToken,
      environment,
    })
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
  const get = (server: WireServer, token?: string): Promise<Response> =>
    fetch(server.url + UPLOADS, { headers: token === undefined ? {} : { authorization: `Bearer ${token}` } })
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

  test('of a network and a person are taken together: all policies are told, and the state of the strictest', async () => {
    const server = await start('')
    const answer = await get(server, 'ada')
    assert.equal(answer.status, 200)
    assert.equal(
      answer.headers.get('ratelimit-policy'),
      `"upload";q=${upload.network.limit};w=60, "upload-principal";q=${upload.principal.limit};w=60`,
    )
    assert.match(
      answer.headers.get('ratelimit') ?? '',
      new RegExp(`^"upload-principal";r=${upload.principal.limit - 1};t=6[01]$`),
    )
  })

  test('of a person who is refused cost the neighbours of the same network nothing', async () => {
    const server = await start('')
    for (let count = 0; count < upload.principal.limit; count += 1) assert.equal((await get(server, 'ada')).status, 200)
    for (let count = 0; count < upload.principal.limit; count += 1) {
      const refused = await get(server, 'ada')
      const { params, retryAfterSeconds } = (await refused.json()) as { params: unknown; retryAfterSeconds: number }
      assert.deepEqual([refused.status, params], [429, { policies: ['upload-principal'] }])
      assert.match(
        refused.headers.get('ratelimit') ?? '',
        new RegExp(`^"upload-principal";r=0;t=${retryAfterSeconds}$`),
      )
    }
    const neighbour = await get(server, 'grace')
    assert.equal(neighbour.status, 200)
    assert.match(
      (await get(server)).headers.get('ratelimit') ?? '',
      new RegExp(`^"upload";r=${upload.network.limit - upload.principal.limit - 2};`),
    )
  })

  test('count who does not sign in, or badly, by the network, and refuse it without looking at the credential', async () => {
    const server = await start('')
    for (let count = 0; count < upload.network.limit; count += 1)
      assert.equal((await get(server, count % 2 === 0 ? 'wrong' : undefined)).status, 401)
    const lookedAtBefore = lookedAt
    for (const token of ['wrong', undefined, 'ada']) assert.equal((await get(server, token)).status, 429)
    assert.equal(lookedAt, lookedAtBefore)
  })
})
