import assert from 'node:assert/strict'
import { after, describe, test } from 'node:test'
import { cookieClient } from '../../support/cookie-client.ts'
import { startServer } from '../../support/server.ts'

const OWN = 'https://app.plinth.example'
const ALLOWED = 'https://console.plinth.example'
const server = await startServer({ environment: { PUBLIC_URL: OWN, ALLOWED_ORIGINS: ALLOWED } })
const person = await server.people.signedIn()
const credentials = { email: person.email, password: person.password }
const evil = 'https://evil.example'

async function signedIn() {
  const client = cookieClient(server.url)
  const answer = await client.post('/api/auth/login', credentials)
  assert.equal(answer.status, 200)
  return { client, answer }
}

describe('session cookies', () => {
  test('over https they are bound to the host, out of reach of scripts and of other sites', async () => {
    const { answer } = await signedIn()
    const attributes = new Map(
      answer.setCookies.map((line) => [line.slice(0, line.indexOf('=')), line.split('; ').slice(1)]),
    )
    assert.deepEqual([...attributes.keys()].sort(), ['__Host-at', '__Host-csrf', '__Host-kd', '__Secure-rt'])
    for (const [name, list] of attributes) {
      assert.ok(list.includes('HttpOnly') && list.includes('Secure'), name)
      assert.ok(
        list.some((one) => /^SameSite=(Lax|Strict)$/.test(one)),
        name,
      )
      assert.equal(
        list.some((one) => one.startsWith('Domain')),
        false,
      )
    }
    assert.ok(attributes.get('__Host-at')?.includes('Path=/'))
    assert.ok(attributes.get('__Host-csrf')?.includes('Path=/'))
    assert.ok(attributes.get('__Secure-rt')?.includes('Path=/api/auth'))
  })

  test('every answer that holds a token is not to be stored', async () => {
    const { client, answer } = await signedIn()
    const csrf = await client.get('/api/auth/csrf')
    const refreshed = await client.post('/api/auth/refresh', {}, { 'x-csrf-token': csrf.body.csrfToken })
    for (const one of [answer, csrf, refreshed]) {
      assert.equal(one.status, 200)
      assert.equal(one.headers.get('cache-control'), 'no-store')
    }
  })
})

describe('requests forged by other sites', () => {
  after(() => server.stop())

  test('an unsafe request with cookies needs the token of its own session', async () => {
    const [mine, other] = [await signedIn(), await signedIn()]
    const theirs = await other.client.csrf()
    const token = (await mine.client.csrf())['x-csrf-token'] ?? ''
    const visitors = (await cookieClient(server.url).csrf())['x-csrf-token'] ?? ''
    const attempts: [string, Record<string, string>][] = [
      ['no token', {}],
      ['an empty token', { 'x-csrf-token': '' }],
      ['a wrong token', { 'x-csrf-token': `${token.slice(0, -2)}AA` }],
      ["another session's token", theirs],
      ["a visitor's token", { 'x-csrf-token': visitors }],
    ]
    for (const [name, headers] of attempts) {
      for (const path of [
        '/api/auth/logout-all',
        '/api/auth/logout',
        '/api/auth/refresh',
        '/api/auth/change-password',
      ]) {
        const answer = await mine.client.post(path, {}, headers)
        assert.deepEqual([answer.status, answer.body.code], [403, 'identity/csrf'], `${path} with ${name}`)
      }
    }
    assert.equal((await mine.client.get('/api/auth/me')).status, 200)
    assert.equal((await mine.client.post('/api/auth/refresh', {}, { 'x-csrf-token': token })).status, 200)
    assert.equal((await mine.client.post('/api/auth/logout', {}, { 'x-csrf-token': token })).status, 204)
  })

  test("a token planted with its cookie does not fit the victim's session", async () => {
    const [victim, attacker] = [await signedIn(), await signedIn()]
    const planted = (await attacker.client.csrf())['x-csrf-token'] ?? ''
    victim.client.jar.set('__Host-csrf', planted)
    const answer = await victim.client.post('/api/auth/logout-all', {}, { 'x-csrf-token': planted })
    assert.equal(answer.status, 403)
    assert.equal((await victim.client.get('/api/auth/me')).status, 200)
  })

  test('bearer calls need no token, and cookies beside them do not count', async () => {
    const { client, answer } = await signedIn()
    const headers = { authorization: `Bearer ${answer.body.accessToken}` }
    assert.equal((await client.post('/api/auth/logout-all', {}, headers)).status, 204)
  })

  const unwanted: [string, Record<string, string>][] = [
    ['a foreign Origin', { origin: evil }],
    ['an opaque Origin', { origin: 'null' }],
    ['our host without TLS as Origin', { origin: 'http://app.plinth.example' }],
    ['the address asked as Origin, where PUBLIC_URL has TLS', { origin: server.url }],
    ['our Origin and Sec-Fetch-Site: cross-site', { origin: OWN, 'sec-fetch-site': 'cross-site' }],
    ['Sec-Fetch-Site: cross-site', { 'sec-fetch-site': 'cross-site' }],
    ['Sec-Fetch-Site: same-site', { 'sec-fetch-site': 'same-site' }],
  ]
  const posts: [string, object][] = [
    ['/api/auth/login', credentials],
    ['/api/auth/register', { email: 'new@mail.example', password: 'a quiet harbour at dawn', name: 'New' }],
    ['/api/auth/forgot-password', { email: person.email }],
    ['/api/auth/verify/resend', { email: person.email }],
  ]
  for (const [name, headers] of unwanted) {
    test(`a visitor's post with ${name} signs nobody in and sends no mail`, async () => {
      const before = (await server.mailbox()).length
      for (const [path, body] of posts) {
        const answer = await cookieClient(server.url).post(path, body, headers)
        assert.deepEqual([answer.status, answer.body.code, answer.setCookies], [403, 'identity/csrf', []], path)
      }
      assert.equal((await server.mailbox()).length, before)
    })
  }

  test("a form's content types are not read as JSON", async () => {
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x']) {
      const answer = await fetch(new URL('/api/auth/login', server.url), {
        method: 'POST',
        headers: { 'content-type': type },
        body: JSON.stringify(credentials),
      })
      assert.equal(answer.status, 415, type)
      assert.deepEqual(answer.headers.getSetCookie(), [])
    }
  })

  test('pages of the configured origins may sign in, with the visitor token when they hold its cookie', async () => {
    for (const headers of [{ origin: OWN }, { origin: ALLOWED }, { origin: ALLOWED, 'sec-fetch-site': 'cross-site' }]) {
      const client = cookieClient(server.url, headers)
      assert.equal((await client.post('/api/auth/login', credentials)).status, 200, JSON.stringify(headers))
    }
    const visitor = cookieClient(server.url, { origin: OWN })
    const token = await visitor.csrf()
    assert.equal((await visitor.post('/api/auth/login', credentials)).status, 403)
    assert.deepEqual(await visitor.csrf(), token, 'a second tab gets the same token')
    assert.equal((await visitor.post('/api/auth/login', credentials, token)).status, 200)
  })

  test('another site is allowed to read nothing', async () => {
    const { client } = await signedIn()
    for (const path of ['/api/auth/me', '/api/auth/csrf']) {
      const answer = await client.get(path, { origin: evil })
      assert.equal(answer.headers.get('access-control-allow-origin'), null)
      assert.equal(answer.headers.get('access-control-allow-credentials'), null)
    }
  })

  test('reading never signs out, by whatever method it calls itself', async () => {
    const { client } = await signedIn()
    for (const method of ['GET', 'HEAD', 'OPTIONS']) {
      for (const path of ['/api/auth/logout', '/api/auth/logout-all', '/api/auth/refresh']) {
        const answer = await client.send(method, path, {
          headers: { 'x-http-method-override': 'POST', 'x-method-override': 'POST' },
        })
        assert.ok([204, 404, 405].includes(answer.status), `${method} ${path} ${answer.status}`)
        assert.deepEqual(answer.setCookies, [])
      }
    }
    assert.equal((await client.get('/api/auth/me')).status, 200)
  })

  test('other spellings of a path reach nothing', async () => {
    for (const path of [
      '/api/auth//login',
      '/api/auth/login/',
      '/api/AUTH/login',
      '/api/auth/%6Cogin%2F',
      '/api/./auth/login;x',
    ]) {
      const answer = await cookieClient(server.url).post(path, credentials, { origin: evil })
      assert.ok([400, 403, 404].includes(answer.status), `${path} ${answer.status}`)
      assert.deepEqual(answer.setCookies, [])
    }
  })
})
