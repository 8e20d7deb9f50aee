import assert from 'node:assert/strict'
import { generateKeyPairSync } from 'node:crypto'
import { describe, type TestContext, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { Redis } from 'ioredis'
import { createHttpClient } from '../support/http-client.ts'
import { startRedis } from '../support/redis.ts'
import { requirement } from '../support/requirements.ts'
import { startServer } from '../support/server.ts'

const SEEN_MS_MAX = 15_000

/** Two servers on one database and one Redis, and what each says of who holds a token. */
async function world(t: TestContext) {
  const redis = await startRedis()
  t.after(() => redis.stop())
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const shared = {
    REDIS_URL: redis.url,
    JWT_PRIVATE_KEY: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  }
  const first = await startServer({ environment: shared })
  t.after(() => first.stop())
  const second = await startServer({ environment: { ...shared, DATABASE_URL: first.databaseUrl } })
  t.after(() => second.stop())
  const client = new Redis(redis.url)
  client.on('error', () => undefined)
  t.after(() => client.disconnect())
  async function signIn() {
    const { email, password } = await first.people.signedIn()
    const login = await createHttpClient(first.url).post('/api/auth/login', { email, password, transport: 'bearer' })
    assert.equal(login.status, 200, JSON.stringify(login.body))
    const { accessToken } = login.body as { accessToken: string }
    const by = (url: string) => createHttpClient(url, { authorization: `Bearer ${accessToken}` })
    const each = async () =>
      await Promise.all([first, second].map(async ({ url }) => (await by(url).get('/api/auth/me')).status))
    return { each, end: () => by(first.url).post('/api/auth/logout', {}) }
  }
  return { redis, client, signIn }
}

const EMPTIED = {
  'emptied while all are connected': async (_, client) => void (await client.flushall()),
  'killed and started with nothing': async (redis) => await redis.restart(),
} satisfies Record<string, (redis: Awaited<ReturnType<typeof startRedis>>, client: Redis) => Promise<void>>

describe('sessions beside a Redis', { skip: requirement('redis-server').skip }, () => {
  for (const [how, empty] of Object.entries(EMPTIED))
    test(`that is ${how}: who is signed in stays so and who was signed out is refused, by two processes`, async (t) => {
      const { redis, client, signIn } = await world(t)
      const [staying, leaving, later] = [await signIn(), await signIn(), await signIn()]
      for (const one of [staying, leaving, later]) assert.deepEqual(await one.each(), [200, 200])
      assert.ok((await leaving.end()).status < 300)
      const startedMs = performance.now()
      while ((await leaving.each()).some((status) => status !== 401)) {
        assert.ok(performance.now() - startedMs < SEEN_MS_MAX, 'signing out was not seen')
        await sleep(20)
      }

      await empty(redis, client)
      for (let look = 0; look < 20; look += 1) {
        assert.deepEqual(
          [await staying.each(), await leaving.each()],
          [
            [200, 200],
            [401, 401],
          ],
        )
        await sleep(50)
      }
      assert.ok((await later.end()).status < 300, 'and signing out goes on')
      const endedMs = performance.now()
      while ((await later.each()).some((status) => status !== 401)) {
        assert.ok(performance.now() - endedMs < SEEN_MS_MAX, 'signing out was not seen afterwards')
        await sleep(20)
      }
    })
})
