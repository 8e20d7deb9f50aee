import assert from 'node:assert/strict'
import { afterEach, describe, test } from 'node:test'
import type { TokenStorage } from './bearer-session.ts'
import { memoryStorage } from './bearer-session.ts'
import type { ClientOptions } from './client.ts'
import { buildClient } from './client.ts'
import { operations, type PlinthClient } from './testing/example.gen.ts'
import type { SessionServer } from './testing/session-server.ts'
import { cookieJarFetch, startSessionServer } from './testing/session-server.ts'

const opened: SessionServer[] = []
afterEach(async () => {
  await Promise.all(opened.splice(0).map((server) => server.close()))
})

async function connected(credentials: 'cookie' | 'bearer', options: Partial<ClientOptions> = {}) {
  const server = await startSessionServer()
  opened.push(server)
  const signedOut: string[] = []
  const settings = {
    baseUrl: server.baseUrl,
    credentials,
    retry: { baseDelayMs: 1 },
    fetch: credentials === 'cookie' ? cookieJarFetch() : undefined,
    onSignedOut: () => signedOut.push('signed out'),
    ...options,
  }
  const client = buildClient<PlinthClient>(operations, settings)
  return { client, server, signedOut, settings }
}

const person = { email: 'ada@music.example', password: 'correct horse' }
const times = <Result>(count: number, work: () => Promise<Result>): Promise<Result[]> =>
  Promise.all(Array.from({ length: count }, work))

for (const credentials of ['cookie', 'bearer'] as const) {
  describe(`a session by ${credentials}`, () => {
    test('20 calls refused at once share one refresh and all pass', async () => {
      const { client, server, signedOut } = await connected(credentials)
      await client.auth.login({ body: person })
      server.expireAccess()
      const answers = await times(20, () => client.auth.me())
      assert.deepEqual(new Set(answers.map(({ email }) => email)), new Set([person.email]))
      assert.equal(server.seenAt('POST /api/auth/refresh').length, 1)
      assert.deepEqual(signedOut, [])
    })

    test('a late refusal of a request sent before the refresh asks for no second one', async () => {
      const { client, server } = await connected(credentials)
      await client.auth.login({ body: person })
      server.expireAccess()
      const release = server.holdNextRefusal()
      const slow = client.auth.me()
      await client.auth.me()
      release()
      assert.equal((await slow).email, person.email)
      assert.equal(server.seenAt('POST /api/auth/refresh').length, 1)
    })

    test('a server that refuses everything is asked to refresh once a call', async () => {
      const { client, server } = await connected(credentials)
      await client.auth.login({ body: person })
      server.refuseAllAccess()
      await assert.rejects(client.auth.me(), { status: 401, code: 'identity/session-expired' })
      assert.equal(server.seenAt('POST /api/auth/refresh').length, 1)
      assert.equal(server.seenAt('GET /api/auth/me').length, 2)
    })

    test('a refused refresh tells that the session is over, and the call fails by its own problem', async () => {
      const { client, server, signedOut } = await connected(credentials)
      await client.auth.login({ body: person })
      server.endSessions()
      await assert.rejects(
        times(5, () => client.auth.me()),
        { status: 401, code: 'identity/session-expired' },
      )
      assert.deepEqual(signedOut, ['signed out'])
      assert.equal(server.seenAt('POST /api/auth/refresh').length, 1)
    })

    test('a refresh that the server is too busy for is tried again and ends no session', async () => {
      const { client, server, signedOut } = await connected(credentials)
      await client.auth.login({ body: person })
      server.expireAccess()
      server.failRefreshes(2)
      assert.equal((await client.auth.me()).email, person.email)
      assert.equal(server.seenAt('POST /api/auth/refresh').length, 3)
      assert.deepEqual(signedOut, [])
    })

    test('a refresh that fails for good without a refusal leaves the session as it is', async () => {
      const { client, server, signedOut } = await connected(credentials)
      await client.auth.login({ body: person })
      server.expireAccess()
      server.failRefreshes(3)
      await assert.rejects(client.auth.me(), { status: 503 })
      assert.equal(server.seenAt('POST /api/auth/refresh').length, 3)
      assert.deepEqual(signedOut, [])
      assert.equal((await client.auth.me()).email, person.email)
    })

    test('a refusal as anonymous is a reason to refresh: the access cookie may be gone', async () => {
      const { client, server } = await connected(credentials)
      await client.auth.login({ body: person })
      server.refuseAsAnonymous()
      server.expireAccess()
      assert.equal((await client.auth.me()).email, person.email)
      assert.equal(server.seenAt('POST /api/auth/refresh').length, 1)
    })

    test('a 401 about what was sent is no reason to refresh, also in a session', async () => {
      const { client, server } = await connected(credentials)
      await client.auth.login({ body: person })
      const decide = client.music.decideTrack({ path: { id: 't1' } })
      await assert.rejects(decide, { status: 401, code: 'identity/invalid-credentials' })
      assert.equal(server.seenAt('POST /api/auth/refresh').length, 0)
    })

    test('a wrong password is no reason to refresh', async () => {
      const { client, server, signedOut } = await connected(credentials)
      const wrong = { ...person, password: 'guess' }
      await assert.rejects(client.auth.login({ body: wrong }), { status: 401, code: 'identity/invalid-credentials' })
      assert.equal(server.seenAt('POST /api/auth/refresh').length, 0)
      assert.deepEqual(signedOut, [])
    })

    test('one caller leaving does not end the refresh that others wait for', async () => {
      const { client, server } = await connected(credentials)
      await client.auth.login({ body: person })
      server.expireAccess()
      const release = server.holdNextRefresh()
      const controller = new AbortController()
      const leaving = client.auth.me({ signal: controller.signal })
      const staying = client.auth.me()
      await server.refreshBegun()
      controller.abort(new Error('left'))
      await assert.rejects(leaving, /left/)
      release()
      assert.equal((await staying).email, person.email)
    })
  })
}

describe('the CSRF token of a session by cookie', () => {
  test('goes with unsafe methods only, and is fetched once', async () => {
    const { client, server } = await connected('cookie')
    await client.auth.login({ body: person })
    await client.auth.me()
    const fetched = server.seenAt('GET /api/auth/csrf').length
    await times(5, () => client.music.deleteTrack({ path: { id: 't1' } }))
    assert.equal(server.seenAt('GET /api/auth/csrf').length, fetched + 1)
    assert.equal(server.seenAt('GET /api/auth/me')[0]?.headers['x-csrf-token'], undefined)
    assert.match(server.seenAt('DELETE /api/tracks/t1')[0]?.headers['x-csrf-token'] ?? '', /^csrf-/)
  })

  test('is fetched anew once when the server does not take it, also for a POST without a key', async () => {
    const { client, server } = await connected('cookie')
    await client.auth.login({ body: person })
    await client.files.confirm({ body: { uploadId: 'u1' } })
    server.forgetCsrf()
    await times(5, () => client.files.confirm({ body: { uploadId: 'u2' } }))
    assert.equal(server.seenAt('POST /api/uploads/confirm').length, 1 + 5 + 5)
    assert.equal(server.seenAt('GET /api/auth/csrf').length, 3)
  })

  test('is not asked for without end', async () => {
    const { client, server } = await connected('cookie')
    await client.auth.login({ body: person })
    server.refuseAllCsrf()
    await assert.rejects(client.music.deleteTrack({ path: { id: 't1' } }), { status: 403, code: 'identity/csrf' })
    assert.equal(server.seenAt('DELETE /api/tracks/t1').length, 2)
  })

  test('a refresh gets a new one as well when its own is stale', async () => {
    const { client, server } = await connected('cookie')
    await client.auth.login({ body: person })
    await client.music.deleteTrack({ path: { id: 't1' } })
    server.forgetCsrf()
    server.expireAccess()
    assert.equal((await client.auth.me()).email, person.email)
    assert.equal(server.seenAt('POST /api/auth/refresh').length, 2)
  })

  test('is not used by a bearer', async () => {
    const { client, server } = await connected('bearer')
    await client.auth.login({ body: person })
    await client.music.deleteTrack({ path: { id: 't1' } })
    assert.equal(server.seenAt('GET /api/auth/csrf').length, 0)
  })
})

describe('the tokens of a bearer', () => {
  test('a sign-in asks for tokens in the answer by itself', async () => {
    const { client, server } = await connected('bearer')
    await client.auth.login({ body: person })
    const sent = JSON.parse(server.seenAt('POST /api/auth/login')[0]?.body.toString() ?? '{}')
    assert.deepEqual(sent, { transport: 'bearer', ...person })
  })

  test('a stored refresh token takes the session up again, before the first call', async () => {
    const storage = memoryStorage()
    const { client, server, settings } = await connected('bearer', { storage })
    await client.auth.login({ body: person })
    const restarted = buildClient<PlinthClient>(operations, settings)
    await times(3, () => restarted.auth.me())
    assert.equal(server.seenAt('POST /api/auth/refresh').length, 1)
    assert.equal(server.seenAt('GET /api/auth/me').length, 3)
  })

  test('the rotated token is stored, and another tab that rotated it is followed', async () => {
    const kept = memoryStorage()
    const saved: string[] = []
    const save = (token: string) => {
      saved.push(token)
      return kept.save(token)
    }
    const storage: TokenStorage = { ...kept, save }
    const { client, server, settings } = await connected('bearer', { storage })
    await client.auth.login({ body: person })
    const otherTab = buildClient<PlinthClient>(operations, settings)
    await otherTab.auth.me()
    server.expireAccess()
    await Promise.all([client.auth.me(), otherTab.auth.me()])
    assert.equal(saved.length, 4)
    assert.equal(new Set(saved).size, 4)
    assert.equal(kept.load(), saved.at(-1))
  })

  test('a token that was rotated elsewhere while this client asked is followed', async () => {
    const kept = memoryStorage()
    const { client, server, signedOut, settings } = await connected('bearer', { storage: kept })
    await client.auth.login({ body: person })
    const stale = ['refresh-of-yesterday']
    const storage: TokenStorage = { ...kept, load: () => stale.pop() ?? kept.load() }
    const restarted = buildClient<PlinthClient>(operations, { ...settings, storage })
    assert.equal((await restarted.auth.me()).email, person.email)
    assert.equal(server.seenAt('POST /api/auth/refresh').length, 2)
    assert.deepEqual(signedOut, [])
  })

  test('a stored token that the server refuses is forgotten', async () => {
    const storage = memoryStorage()
    storage.save('refresh-of-yesterday')
    const { client, signedOut } = await connected('bearer', { storage })
    await assert.rejects(client.auth.me(), { status: 401 })
    assert.equal(storage.load(), null)
    assert.deepEqual(signedOut, ['signed out'])
  })

  test('a sign-in does not ask about the session that was stored before', async () => {
    const storage = memoryStorage()
    storage.save('refresh-of-yesterday')
    const { client, server, signedOut } = await connected('bearer', { storage })
    await client.auth.login({ body: person })
    assert.equal((await client.auth.me()).email, person.email)
    assert.equal(server.seenAt('POST /api/auth/refresh').length, 0)
    assert.deepEqual(signedOut, [])
  })

  test('signing out forgets them', async () => {
    const storage = memoryStorage()
    const { client, server, signedOut } = await connected('bearer', { storage })
    await client.auth.login({ body: person })
    await client.auth.logout()
    assert.equal(storage.load(), null)
    await assert.rejects(client.auth.me(), { status: 401 })
    assert.equal(server.seenAt('GET /api/auth/me')[0]?.headers.authorization, undefined)
    assert.deepEqual(signedOut, [])
  })

  test('a refresh that ends after signing out does not bring the session back', async () => {
    const storage = memoryStorage()
    const { client, server } = await connected('bearer', { storage })
    await client.auth.login({ body: person })
    const release = server.holdNextRefresh()
    server.expireAccess()
    const call = client.auth.me()
    await server.refreshBegun()
    server.acceptAnyAccess()
    await client.auth.logout()
    release()
    await assert.rejects(call, { status: 401 })
    assert.equal(storage.load(), null)
  })
})
