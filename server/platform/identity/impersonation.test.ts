import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { cookieClient } from '../../../test/support/cookie-client.ts'
import { createHttpClient, type HttpClient } from '../../../test/support/http-client.ts'
import type { Person } from '../../../test/support/people.ts'
import { startServer, type TestServer } from '../../../test/support/server.ts'
import { setClock } from '../../kernel/clock.ts'

const claimsOf = (token: string) => JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString())

const call = (client: HttpClient, method: string, path: string, body?: object) =>
  client.send(path, {
    method,
    ...(body === undefined ? {} : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
  })

describe("acting in another person's name", () => {
  let server: TestServer
  let admin: Person
  let listener: Person
  const impersonate = (by: Person, userId: string, body: object = {}) =>
    by.http.post(`/api/users/${userId}/impersonate`, { reason: 'ticket 4711', transport: 'bearer', ...body })
  const inNameOf = async (userId: string, by = admin): Promise<HttpClient> => {
    const answer = await impersonate(by, userId)
    assert.equal(answer.status, 200, JSON.stringify(answer.body))
    return createHttpClient(server.url, { authorization: `Bearer ${answer.body.accessToken}` })
  }

  before(async () => {
    server = await startServer()
    admin = await server.people.signedIn('administrator')
    listener = await server.people.signedIn()
  })
  after(() => server.stop())

  test('gives a session of fifteen minutes that is never refreshed, and tells the person', async () => {
    const answer = await impersonate(admin, listener.id)
    assert.equal(answer.status, 200)
    assert.equal(answer.body.refreshToken, undefined)
    assert.equal(answer.headers.get('set-cookie'), null)
    const claims = claimsOf(answer.body.accessToken)
    assert.deepEqual([claims.sub, claims.act], [listener.id, { sub: admin.id }])
    assert.ok(claims.exp - claims.iat <= 900 && claims.exp - claims.iat > 890)
    const client = createHttpClient(server.url, { authorization: `Bearer ${answer.body.accessToken}` })
    const me = (await client.get('/api/auth/me')).body
    assert.deepEqual([me.user.id, me.session.impersonatorId], [listener.id, admin.id])
    const mail = (await server.mailbox()).find((one) => one.template === 'identity.impersonated')
    assert.equal(mail?.to.address, listener.email)
    assert.match(mail?.text ?? '', /ticket 4711/)
    const restore = setClock(() => Date.now() + 901_000)
    try {
      assert.equal((await client.get('/api/auth/me')).status, 401)
    } finally {
      restore()
    }
  })

  test('needs the permission and a reason, and no stale session', async () => {
    assert.equal((await impersonate(listener, admin.id)).body.code, 'http/denied')
    assert.equal((await impersonate(admin, listener.id, { reason: '' })).status, 400)
    const { email, password } = admin
    const anonymous = createHttpClient(server.url)
    const first = (await anonymous.post('/api/auth/login', { email, password, transport: 'bearer' })).body
    const restore = setClock(() => Date.now() + 610_000)
    try {
      const next = (await anonymous.post('/api/auth/refresh', { refreshToken: first.refreshToken })).body
      const stale = createHttpClient(server.url, { authorization: `Bearer ${next.accessToken}` })
      const answer = await stale.post(`/api/users/${listener.id}/impersonate`, { reason: 'late', transport: 'bearer' })
      assert.equal(answer.body.code, 'http/assurance-too-low')
    } finally {
      restore()
    }
  })

  test('is never in the name of an equal, a superior, oneself or somebody who is closed', async () => {
    const peer = await server.people.signedIn('administrator')
    assert.equal((await impersonate(admin, peer.id)).body.code, 'identity/not-below')
    assert.equal((await impersonate(admin, admin.id)).body.code, 'identity/not-below')
    await server.app.db.raw(
      "INSERT INTO access.role (name, title, built_in, created_at) VALUES ('helper', 'Helper', false, now())",
    )
    await server.app.db.raw("INSERT INTO access.role_permission VALUES ('helper', 'identity:impersonate')")
    const support = await server.people.signedIn('helper')
    const reviewer = await server.people.signedIn('reviewer')
    assert.equal((await impersonate(support, admin.id)).body.code, 'access/beyond-own')
    assert.equal((await impersonate(support, reviewer.id)).body.code, 'access/beyond-own')
    assert.equal((await impersonate(support, listener.id)).status, 200)
    const closed = await server.people.signedIn()
    await admin.http.post(`/api/users/${closed.id}/disable`, {})
    assert.equal((await impersonate(admin, closed.id)).body.code, 'identity/account-disabled')
  })

  test('changes nothing that the person proves themselves by, and does not go further', async () => {
    const reviewer = await server.people.signedIn('reviewer')
    const client = await inNameOf(reviewer.id)
    const refused: [string, string, object?][] = [
      ['POST', '/api/auth/change-password', { currentPassword: reviewer.password, newPassword: 'another-long-one-9' }],
      ['POST', '/api/auth/email', { newEmail: 'thief@example.org', password: reviewer.password }],
      ['PATCH', '/api/auth/me', { name: 'Thief' }],
      ['POST', '/api/auth/mfa/totp', {}],
      ['POST', '/api/auth/mfa/passkeys/options', {}],
      ['POST', '/api/auth/mfa/backup-codes', {}],
      ['POST', '/api/auth/step-up', { password: reviewer.password }],
      ['POST', '/api/auth/logout-all', {}],
      ['DELETE', `/api/auth/sessions/${listener.id}`],
      ['DELETE', `/api/auth/devices/${listener.id}`],
      ['DELETE', `/api/auth/trusted-devices/${listener.id}`],
      ['DELETE', `/api/auth/identities/${listener.id}`],
      ['POST', '/api/api-keys', { name: 'x', scopes: [] }],
      ['DELETE', `/api/api-keys/${listener.id}`],
      ['GET', '/api/auth/export'],
      ['POST', '/api/auth/delete'],
    ]
    for (const [method, path, body] of refused) {
      const answer = await call(client, method, path, body)
      assert.deepEqual([method, path, answer.status, answer.body.code], [method, path, 403, 'http/not-by-delegates'])
    }
    const further = await call(client, 'POST', `/api/users/${listener.id}/impersonate`, { reason: 'more' })
    assert.equal(further.status, 403)
  })

  test('no route that changes the own account is open to it by an oversight', () => {
    const open = server.app.http.routes
      .filter(({ head }) => head.method !== 'GET' && 'access' in head.policy && head.policy.access === 'signed-in')
      .filter(({ head }) => head.policy.delegates !== undefined)
      .map(({ head }) => head.id)
    assert.deepEqual(
      open.filter((id) => id.startsWith('auth.') || id.startsWith('api_keys.')),
      ['auth.stopImpersonating'],
    )
  })

  test('both names stand in every record, and records are found by either', async () => {
    const person = await server.people.signedIn()
    const client = await inNameOf(person.id)
    const playlist = await client.post('/api/playlists', { title: 'Of support' })
    assert.equal(playlist.status, 201, JSON.stringify(playlist.body))
    for (const actor of [person.id, admin.id]) {
      const { items } = (await admin.http.get(`/api/audit?actor=${actor}&action=music.`)).body
      const [record] = items
      assert.deepEqual([record?.actor.id, record?.impersonator?.id], [person.id, admin.id], record?.action)
    }
  })

  test('ends when it is stopped, and stopping what has not begun is said', async () => {
    const client = await inNameOf(listener.id)
    assert.equal((await client.post('/api/auth/impersonation/stop')).status, 204)
    assert.equal((await client.get('/api/auth/me')).status, 401)
    assert.equal((await listener.http.post('/api/auth/impersonation/stop')).body.code, 'identity/not-impersonating')
    const { items } = (await admin.http.get(`/api/audit?subject=${listener.id}&action=identity.impersonation`)).body
    assert.equal(items[0].action, 'identity.impersonation.stopped')
  })

  test('ends with the impersonator: closed, signed out everywhere, or no longer allowed', async () => {
    for (const end of ['disable', 'logout-all', 'role']) {
      const other = await server.people.signedIn('administrator')
      const client = await inNameOf(listener.id, other)
      assert.equal((await client.get('/api/auth/me')).status, 200)
      const answer =
        end === 'disable'
          ? await admin.http.post(`/api/users/${other.id}/disable`, {})
          : end === 'role'
            ? await admin.http.delete(`/api/users/${other.id}/roles/administrator`)
            : await other.http.post('/api/auth/logout-all')
      assert.equal(answer.status, 204, `${end} ${JSON.stringify(answer.body)}`)
      assert.equal((await client.get('/api/auth/me')).status, 401, end)
    }
  })

  test('the person sees the session in the list without where the impersonator sits, and ends it', async () => {
    const person = await server.people.signedIn()
    const client = await inNameOf(person.id)
    const { items } = (await person.http.get('/api/auth/sessions')).body
    const foreign = items.find((item: { current: boolean }) => !item.current)
    assert.deepEqual([foreign.ip, foreign.userAgent], [null, null])
    assert.equal((await person.http.delete(`/api/auth/sessions/${foreign.id}`)).status, 204)
    assert.equal((await client.get('/api/auth/me')).status, 401)
  })

  test('a browser keeps its own refresh cookie and comes back with it', async () => {
    const browser = cookieClient(server.url)
    const signedIn = await browser.post('/api/auth/login', { email: admin.email, password: admin.password })
    assert.equal(signedIn.status, 200)
    const refresh = browser.jar.get('plinth_rt')
    const headers = await browser.csrf()
    const begun = await browser.post(`/api/users/${listener.id}/impersonate`, { reason: 'ticket 1' }, headers)
    assert.equal(begun.status, 200, begun.text)
    assert.equal(browser.jar.get('plinth_rt'), refresh)
    assert.equal((await browser.get('/api/auth/me')).body.user.id, listener.id)
    assert.equal((await browser.post('/api/auth/impersonation/stop', undefined, await browser.csrf())).status, 204)
    assert.equal(browser.jar.has('plinth_at'), false)
    const back = await browser.post('/api/auth/refresh', {}, await browser.csrf())
    assert.equal(back.status, 200, back.text)
    assert.equal((await browser.get('/api/auth/me')).body.user.id, admin.id)
  })

  /** A browser of the administrator that acts in the listener's name. */
  async function actingBrowser() {
    const browser = cookieClient(server.url)
    await browser.post('/api/auth/login', { email: admin.email, password: admin.password })
    const own = { access: browser.jar.get('plinth_at') ?? '', refresh: browser.jar.get('plinth_rt') ?? '' }
    const begun = await browser.post(`/api/users/${listener.id}/impersonate`, { reason: 't' }, await browser.csrf())
    assert.equal(begun.status, 200, begun.text)
    return { browser, own }
  }
  const asBearer = (token: string) => createHttpClient(server.url, { authorization: `Bearer ${token}` })

  test('signing out ends both sessions of the browser, the other name’s and the own', async () => {
    const { browser, own } = await actingBrowser()
    const acting = browser.jar.get('plinth_at') ?? ''
    assert.equal((await browser.post('/api/auth/logout', undefined, await browser.csrf())).status, 204)
    for (const name of ['plinth_at', 'plinth_rt']) assert.equal(browser.jar.has(name), false)
    for (const token of [acting, own.access]) assert.equal((await asBearer(token).get('/api/auth/me')).status, 401)
    const refreshed = await createHttpClient(server.url).post('/api/auth/refresh', { refreshToken: own.refresh })
    assert.equal(refreshed.status, 401)
    assert.equal((await admin.http.get('/api/auth/me')).status, 200, 'elsewhere the administrator stays')
  })

  test('signing out of a planted session ends nobody’s whose refresh cookie lies beside it', async () => {
    const victim = cookieClient(server.url)
    await victim.post('/api/auth/login', { email: admin.email, password: admin.password })
    const attacker = cookieClient(server.url)
    await attacker.post('/api/auth/login', { email: listener.email, password: listener.password })
    const refresh = victim.jar.get('plinth_rt') ?? ''
    for (const [name, value] of attacker.jar) if (name !== 'plinth_rt') victim.jar.set(name, value)
    assert.equal((await victim.post('/api/auth/logout', undefined, await attacker.csrf())).status, 204)
    const refreshed = await createHttpClient(server.url).post('/api/auth/refresh', { refreshToken: refresh })
    assert.equal(refreshed.status, 200)
  })
})
