import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import type { HttpClient } from '../../../test/support/http-client.ts'
import { expectProblem, expectStatus } from '../../../test/support/music.ts'
import { startRedis, type TestRedis } from '../../../test/support/redis.ts'
import { requirement } from '../../../test/support/requirements.ts'
import { startServer, type TestServer } from '../../../test/support/server.ts'

/** From the commit on one node to the answer of another: the notice's way, and what a busy machine adds. */
const HEARD_WITHIN_MS = 1000
const SHARED = { SESSION_SECRET: 'a secret that both nodes of this test know of' }

for (const kind of ['without Redis', 'with Redis'] as const)
  describe(`the catalogue on two nodes ${kind}`, {
    skip: kind === 'with Redis' && requirement('redis-server').skip,
  }, () => {
    let redis: TestRedis | null = null
    let here: TestServer
    let there: TestServer
    let reviewer: HttpClient
    let readers: HttpClient[]
    let statements = 0

    before(async () => {
      if (kind === 'with Redis') redis = await startRedis()
      const onStatement = (text: string): void => {
        if (text.includes('FROM music.track ')) statements += 1
      }
      const environment = { ...SHARED, ...(redis === null ? {} : { REDIS_URL: redis.url }) }
      here = await startServer({ environment, demo: true, onStatement })
      there = await startServer({ environment: { ...environment, DATABASE_URL: here.databaseUrl }, onStatement })
      reviewer = (await here.people.signedIn('reviewer')).http
      readers = [here.people.anonymous(), there.people.anonymous()]
    })
    after(async () => {
      await there.stop()
      await here.stop()
      await redis?.stop()
    })

    const lists = ['limit=50', 'limit=50&genre=Folk', 'limit=50&artist=kilo-tamba', 'limit=50&search=hay']
    const ids = async (reader: HttpClient, list: string): Promise<string[]> =>
      expectStatus(await reader.get(`/api/tracks?${list}`), 200).items.map(({ id }: { id: string }) => id)
    const all = () => Promise.all(readers.flatMap((reader) => lists.map((list) => ids(reader, list))))
    const isListed = async (id: string) => (await all()).map((listed) => listed.includes(id))

    async function heard(condition: () => Promise<boolean>): Promise<void> {
      const startedMs = performance.now()
      while (!(await condition())) {
        assert.ok(performance.now() - startedMs < HEARD_WITHIN_MS, 'the other node did not hear of it')
        await sleep(5)
      }
    }

    test('is read from the database once, however often it is asked for', async () => {
      await all()
      assert.ok(statements > 0)
      const [id] = await ids(readers[0] ?? here.people.anonymous(), 'limit=50&genre=Folk')
      for (const reader of readers) expectStatus(await reader.get(`/api/tracks/${id}`), 200)
      statements = 0
      for (let round = 0; round < 5; round += 1) {
        for (const reader of readers) {
          await ids(reader, 'limit=50')
          assert.equal(expectStatus(await reader.get(`/api/tracks/${id}`), 200).title, 'Hay')
        }
      }
      assert.equal(statements, 0)
    })

    test('shows on both what was taken out and put back on one: here at once, there when the notice comes', async () => {
      const before = await all()
      const [mine, its] = readers
      const [id = ''] = await ids(mine ?? reviewer, 'genre=Folk')
      assert.deepEqual(await isListed(id), [true, true, false, true, true, true, false, true])
      for (const reader of readers) expectStatus(await reader.get(`/api/tracks/${id}`), 200)

      expectStatus(await reviewer.post(`/api/tracks/${id}/unpublish`), 200)
      expectProblem((await mine?.get(`/api/tracks/${id}`)) ?? assert.fail(), 'music/track-not-found')
      assert.deepEqual((await isListed(id)).slice(0, 4), [false, false, false, false])
      await heard(async () => (await its?.get(`/api/tracks/${id}`))?.status === 404)
      assert.deepEqual(await isListed(id), Array(8).fill(false))

      expectStatus(await reviewer.post(`/api/tracks/${id}/publish`), 200)
      assert.equal((await mine?.get(`/api/tracks/${id}`))?.status, 200)
      await heard(async () => (await its?.get(`/api/tracks/${id}`))?.status === 200)
      assert.deepEqual(await all(), before)
    })

    test('goes on as before when the change is refused', async () => {
      const [id] = await ids(readers[0] ?? reviewer, 'genre=Folk')
      statements = 0
      expectProblem(await reviewer.post(`/api/tracks/${id}/publish`), 'music/wrong-state')
      await sleep(50)
      for (const reader of readers) expectStatus(await reader.get(`/api/tracks/${id}`), 200)
      assert.equal(statements, 0)
    })

    test('says in health and metrics where values are kept', async () => {
      const health = expectStatus((await readers[0]?.get('/api/health')) ?? assert.fail(), 200)
      assert.equal(health.checks.cache[0].status, 'pass')
      const answer = await fetch(new URL('/metrics', here.url))
      const text = await answer.text()
      assert.match(text, /cache_lookups_total\{cache="music.tracks",tier="memory",outcome="hit"\} [1-9]/)
      assert.match(text, /cache_loads_total\{cache="music.track",outcome="loaded"\} [1-9]/)
      const shared = /cache_lookups_total\{cache="music.tracks",tier="redis",outcome="(?:hit|miss)"\} [1-9]/
      assert.equal(shared.test(text), kind === 'with Redis')
    })
  })
