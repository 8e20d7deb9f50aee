import assert from 'node:assert/strict'
import { after, describe, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { cookieClient } from '../../../test/support/cookie-client.ts'
import { addPerson, bearer, signIn, signInByBearer, startIdentity, watch } from '../../../test/support/identity.ts'
import { setClock } from '../../kernel/clock.ts'

const DAY_MS = 86_400_000
const stack = await startIdentity()
const other = await stack.startNode()
const root = await addPerson(stack, 'administrator')

const refresh = (refreshToken: string, url = stack.url) => cookieClient(url).post('/api/auth/refresh', { refreshToken })
const me = async (token: string, url = stack.url): Promise<number> =>
  (await cookieClient(url).get('/api/auth/me', bearer(token))).status

async function at<Result>(offsetMs: number, work: () => Promise<Result>): Promise<Result> {
  const restore = setClock(() => Date.now() + offsetMs)
  try {
    return await work()
  } finally {
    restore()
  }
}

/** Asks until the other process has had the notice: a second is its bound on an idle machine. */
async function eventually(status: number, ask: () => Promise<number>): Promise<void> {
  let seen = 0
  for (let tries = 0; tries < 150 && seen !== status; tries += 1) {
    if (tries > 0) await sleep(20)
    seen = await ask()
  }
  assert.equal(seen, status)
}

/** Alternates between the two processes. */
const nodeOf = (index: number): string => (index % 2 === 0 ? stack.url : other.url)

describe('refresh', () => {
  test('twenty at once over two processes get the same successor, one generation on', async () => {
    const { refreshToken } = await signInByBearer(stack.url, await addPerson(stack))
    const seen = watch(stack)
    const answers = await Promise.all(Array.from({ length: 20 }, (_, index) => refresh(refreshToken, nodeOf(index))))
    assert.deepEqual(new Set(answers.map((answer) => answer.status)), new Set([200]))
    const successors = new Set(answers.map((answer) => answer.body.refreshToken))
    assert.equal(successors.size, 1)
    const [successor] = successors
    assert.notEqual(successor, refreshToken)
    assert.equal(Buffer.from(String(successor), 'base64url').readUInt32BE(17), 1)
    assert.equal((await refresh(String(successor))).status, 200)
    assert.deepEqual(seen(), { audit: [], events: [], letters: [] })
  })

  test('a parent used after the grace ends the session everywhere, and the person is told', async () => {
    const { refreshToken } = await signInByBearer(stack.url, await addPerson(stack))
    const successor = (await refresh(refreshToken)).body
    assert.equal((await at(9_000, () => refresh(refreshToken))).status, 200)
    const seen = watch(stack)
    const reused = await at(11_000, () => refresh(refreshToken, other.url))
    assert.deepEqual([reused.status, reused.body.code], [401, 'identity/session-expired'])
    assert.deepEqual(seen(), {
      audit: ['identity.session.ended', 'identity.session.refresh-reuse'],
      events: [],
      letters: ['identity.refresh-reuse'],
    })
    assert.equal((await refresh(successor.refreshToken)).status, 401)
    assert.equal(await me(successor.accessToken, other.url), 401)
    await eventually(401, () => me(successor.accessToken))
  })

  test('a grandparent is reuse, however fresh', async () => {
    const { refreshToken } = await signInByBearer(stack.url, await addPerson(stack))
    const second = (await refresh(refreshToken)).body.refreshToken
    const third = (await refresh(second)).body.refreshToken
    assert.equal((await refresh(refreshToken)).status, 401)
    assert.equal((await refresh(third)).status, 401)
  })

  test('a forged generation or MAC is refused and harms nobody', async () => {
    const { refreshToken } = await signInByBearer(stack.url, await addPerson(stack))
    const bytes = Buffer.from(refreshToken, 'base64url')
    const forged = [17, 20, 22, 52, 0, 3].map((index) => {
      const copy = Buffer.from(bytes)
      copy[index] = (copy[index] ?? 0) ^ 1
      return copy.toString('base64url')
    })
    for (const token of [...forged, `${refreshToken}A`, refreshToken.slice(1), '', 'x']) {
      assert.equal((await refresh(token)).status, 401, token)
    }
    assert.equal((await refresh(refreshToken)).status, 200)
  })

  test('a session unused for seven days is over; used daily it lives for thirty', async () => {
    const idle = await signInByBearer(stack.url, await addPerson(stack))
    assert.equal((await at(7 * DAY_MS + 1000, () => refresh(idle.refreshToken))).status, 401)
    let { refreshToken } = await signInByBearer(stack.url, await addPerson(stack))
    for (let day = 1; day < 30; day += 1) {
      const answer = await at(day * DAY_MS, () => refresh(refreshToken))
      assert.equal(answer.status, 200, `day ${day}`)
      refreshToken = answer.body.refreshToken
    }
    assert.equal((await at(30 * DAY_MS + 1000, () => refresh(refreshToken))).status, 401)
  })

  test('after refresh raced against sign-out or a new password, no token of the session works', async () => {
    const person = await addPerson(stack)
    for (let round = 0; round < 30; round += 1) {
      const currentPassword = round < 3 ? person.password : `a quiet harbour of round ${round - (round % 3) - 1}`
      const { accessToken, refreshToken } = await signInByBearer(stack.url, { ...person, password: currentPassword })
      const ends: [string, object][] = [
        ['/api/auth/logout', {}],
        ['/api/auth/logout-all', {}],
        ['/api/auth/change-password', { currentPassword, newPassword: `a quiet harbour of round ${round}` }],
      ]
      const [path, body] = ends[round % 3] ?? ['', {}]
      const [refreshed, ended] = await Promise.all([
        refresh(refreshToken, nodeOf(round)),
        cookieClient(stack.url).post(path, body, bearer(accessToken)),
      ])
      assert.ok([200, 204].includes(ended.status), `${path} ${ended.status}`)
      const tokens = refreshed.status === 200 ? refreshed.body : { accessToken, refreshToken }
      assert.equal((await refresh(tokens.refreshToken)).status, 401, `round ${round}`)
      assert.equal(await me(tokens.accessToken), 401, `round ${round}`)
    }
  })
})

describe('the end of a session', () => {
  after(() => stack.close())

  test('signing out ends tokens and cookies at once, and again is nothing', async () => {
    const { client, accessToken } = await signIn(stack.url, await addPerson(stack))
    const cookies = new Map(client.jar)
    const csrf = await client.csrf()
    const answer = await client.post('/api/auth/logout', {}, csrf)
    assert.equal(answer.status, 204)
    assert.deepEqual(
      answer.setCookies.map((line) => line.replace(/^([^=]+)=;.*?(Path=[^;]+); Max-Age=0;.*$/, '$1 $2')),
      ['__Host-at Path=/', '__Secure-rt Path=/api/auth', '__Host-csrf Path=/'],
    )
    for (const [name, value] of cookies) client.jar.set(name, value)
    assert.equal((await client.get('/api/auth/me')).status, 401)
    assert.equal((await client.post('/api/auth/refresh', {}, csrf)).status, 401)
    assert.equal(await me(accessToken), 401)
    const seen = watch(stack)
    assert.equal((await client.post('/api/auth/logout', {}, csrf)).status, 204)
    assert.equal((await cookieClient(stack.url).post('/api/auth/logout')).status, 204)
    assert.deepEqual(seen().audit, [])
  })

  test('signing out works by the refresh cookie when the access token is long gone', async () => {
    const { client } = await signIn(stack.url, await addPerson(stack))
    const refreshToken = client.jar.get('__Secure-rt') ?? ''
    await at(700_000, async () => {
      assert.equal((await client.get('/api/auth/me')).body.code, 'identity/session-expired')
      assert.equal((await client.post('/api/auth/logout', {}, await client.csrf())).status, 204)
    })
    assert.equal((await refresh(refreshToken)).status, 401)
  })

  const causes: {
    name: string
    end: (person: { userId: string; password: string }, token: string) => Promise<unknown>
  }[] = [
    { name: 'signing out', end: (_, token) => cookieClient(stack.url).post('/api/auth/logout', {}, bearer(token)) },
    {
      name: 'signing out everywhere',
      end: (_, token) => cookieClient(stack.url).post('/api/auth/logout-all', {}, bearer(token)),
    },
    {
      name: 'a password change',
      end: ({ password }, token) =>
        cookieClient(stack.url).post(
          '/api/auth/change-password',
          { currentPassword: password, newPassword: 'a second quiet harbour' },
          bearer(token),
        ),
    },
    {
      name: 'disabling the account',
      end: async ({ userId }) => {
        const { accessToken } = await signInByBearer(stack.url, root)
        return cookieClient(stack.url).post(`/api/users/${userId}/disable`, {}, bearer(accessToken))
      },
    },
  ]
  for (const { name, end } of causes) {
    test(`${name} ends access on the same process at once and on another within the notice`, async () => {
      const person = await addPerson(stack)
      const { accessToken, refreshToken } = await signInByBearer(stack.url, person)
      assert.deepEqual([await me(accessToken), await me(accessToken, other.url)], [200, 200])
      await end(person, accessToken)
      assert.equal(await me(accessToken), 401)
      await eventually(401, () => me(accessToken, other.url))
      assert.equal((await refresh(refreshToken, other.url)).status, 401)
    })
  }

  test('a role taken away is gone on the other process within the notice', async () => {
    const person = await addPerson(stack, 'keeper')
    const { accessToken } = await signInByBearer(stack.url, person)
    const list = async (url: string) => (await cookieClient(url).get('/api/users', bearer(accessToken))).status
    assert.deepEqual([await list(stack.url), await list(other.url)], [200, 200])
    const admin = await signInByBearer(stack.url, root)
    await cookieClient(stack.url).send('DELETE', `/api/users/${person.userId}/roles/keeper`, {
      headers: bearer(admin.accessToken),
    })
    assert.equal(await list(stack.url), 403)
    await eventually(403, () => list(other.url))
  })

  test('while notices are missed, the database is asked each time', async () => {
    const node = await stack.startNode()
    const { accessToken, refreshToken } = await signInByBearer(stack.url, await addPerson(stack))
    assert.equal(await me(accessToken, node.url), 200)
    await node.loseBus()
    await cookieClient(stack.url).post('/api/auth/logout', {}, bearer(accessToken))
    assert.equal(await me(accessToken, node.url), 401)
    assert.equal((await refresh(refreshToken, node.url)).status, 401)
  })

  test('the list shows where sessions are, marks the current one, and holds nothing that opens them', async () => {
    const person = await addPerson(stack)
    const one = await signIn(stack.url, person)
    const two = await signInByBearer(stack.url, person)
    const { body, text } = await one.client.get('/api/auth/sessions')
    assert.equal(body.items.length, 2)
    assert.deepEqual(
      body.items.map((item: { current: boolean }) => item.current),
      [false, true],
    )
    const keys = ['aal', 'createdAt', 'current', 'expiresAt', 'id', 'ip', 'lastSeenAt', 'userAgent']
    assert.deepEqual(Object.keys(body.items[0]).sort(), keys)
    assert.deepEqual([body.items[0].ip, body.items[0].userAgent], ['127.0.0.1', 'node'])
    for (const secret of [one.accessToken, two.accessToken, two.refreshToken])
      assert.equal(text.includes(secret), false)
  })

  test('the list comes in pages', async () => {
    const person = await addPerson(stack)
    const { client } = await signIn(stack.url, person)
    for (let count = 0; count < 4; count += 1) await signInByBearer(stack.url, person)
    const ids: string[] = []
    let cursor: string | null = ''
    while (cursor !== null) {
      const { body }: { body: { items: { id: string }[]; nextCursor: string | null } } = await client.get(
        `/api/auth/sessions?limit=2${cursor === '' ? '' : `&cursor=${cursor}`}`,
      )
      ids.push(...body.items.map((item) => item.id))
      cursor = body.nextCursor
    }
    assert.equal(ids.length, 5)
    assert.deepEqual(ids, ids.toSorted().reverse())
    assert.equal((await client.get('/api/auth/sessions?cursor=abc')).status, 400)
  })

  test('one of the own sessions can be ended, nobody else can', async () => {
    const person = await addPerson(stack)
    const here = await signIn(stack.url, person)
    const there = await signInByBearer(stack.url, person)
    const stranger = await signIn(stack.url, await addPerson(stack))
    const { body } = await here.client.get('/api/auth/sessions')
    const path = `/api/auth/sessions/${body.items.find((item: { current: boolean }) => !item.current).id}`
    const foreign = await stranger.client.send('DELETE', path, { headers: await stranger.client.csrf() })
    assert.deepEqual([foreign.status, foreign.body.code], [404, 'identity/session-not-found'])
    assert.equal(await me(there.accessToken), 200)
    assert.equal((await here.client.send('DELETE', path, { headers: await here.client.csrf() })).status, 204)
    assert.equal(await me(there.accessToken), 401)
    assert.equal(await me(here.accessToken), 200)
    assert.equal((await here.client.send('DELETE', path, { headers: await here.client.csrf() })).status, 404)
  })

  test('a token of a person who no longer exists is refused', async () => {
    const person = await addPerson(stack)
    const { accessToken } = await signInByBearer(stack.url, person)
    await stack.database.db.raw('DELETE FROM identity."user" WHERE id = $1', [person.userId])
    // A process that has not read the session before: no notice tells of a row that somebody took out by hand.
    const { url } = await stack.startNode()
    assert.equal(await me(accessToken, url), 401)
  })
})
