import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { createHttpClient, type HttpClient } from '../../../test/support/http-client.ts'
import type { Person } from '../../../test/support/people.ts'
import { startServer, type TestServer } from '../../../test/support/server.ts'
import { setClock } from '../../kernel/clock.ts'
import { newId } from '../../kernel/id.ts'

const MINUTE_MS = 60_000

/** A link or a key that may be in the wrong hands dies at once: no person is given anything, or kept out. */
const OPEN = ['organisations.revokeStaffInvitation', 'apiKeys.revokeOfUser']

let server: TestServer
let administrator: Person

/** Whoever signed in that long ago, in a session that was refreshed since. */
async function signedInAgo(person: Person, minutes: number): Promise<HttpClient> {
  const { email, password } = person
  const anonymous = server.people.anonymous()
  const restore = setClock(() => Date.now() - minutes * MINUTE_MS)
  const login = await anonymous.post('/api/auth/login', { email, password, transport: 'bearer' }).finally(restore)
  const { body } = await anonymous.post('/api/auth/refresh', { refreshToken: login.body.refreshToken })
  return createHttpClient(server.url, { authorization: `Bearer ${body.accessToken}` })
}

async function key(scopes: readonly string[]): Promise<HttpClient> {
  const made = await administrator.http.post('/api/api-keys', { name: 'directory', scopes })
  assert.equal(made.status, 201, JSON.stringify(made.body))
  return createHttpClient(server.url, { authorization: `Bearer ${made.body.key}` })
}

/** Every operation that changes what somebody may do, with ids of nobody. */
const changes = () =>
  server.app.http.routes
    .map(({ head }) => head)
    .filter(
      ({ policy, method }) =>
        'can' in policy && /^(access:manage|identity:invite)$/.test(policy.can) && method !== 'GET',
    )
    .map(({ id, method, path }) => ({
      id,
      method,
      path: path.replaceAll(/\{(\w+)\}/g, (_, name) => (name === 'id' ? newId() : name === 'permission' ? 'a:b' : 'x')),
    }))

describe('what gives or takes rights', () => {
  before(async () => {
    server = await startServer()
    administrator = await server.people.signedIn('administrator')
  })
  after(() => server.stop())

  test('wants a proof of the last ten minutes, whatever the operation', async () => {
    const stale = await signedInAgo(administrator, 11)
    const fresh = await signedInAgo(administrator, 9)
    assert.equal((await stale.get('/api/roles')).status, 200, 'looking does not')
    assert.ok(changes().length >= 11, `${changes().length} operations`)
    for (const { id, method, path } of changes()) {
      const [late, timely] = [await stale.send(path, { method }), await fresh.send(path, { method })]
      if (!OPEN.includes(id)) assert.equal(late.body.code, 'http/assurance-too-low', id)
      assert.notEqual(timely.body?.code, 'http/assurance-too-low', id)
    }
  })

  test('leaves everything as it was for a stale session, and is done by the same person once proven anew', async () => {
    const person = await server.people.signedIn()
    const stale = await signedInAgo(administrator, 11)
    const asked = [
      await stale.put(`/api/users/${person.id}/roles/reviewer`, {}),
      await stale.put(`/api/users/${person.id}/denials/music:submit`, {}),
      await stale.post(`/api/users/${person.id}/disable`),
      await stale.post('/api/roles', { name: 'wide', title: 'Wide', permissions: ['access:manage'] }),
      await stale.post('/api/invitations', { email: 'friend@example.org', roles: ['reviewer'] }),
    ]
    for (const { status, body } of asked) assert.deepEqual([status, body.code], [403, 'http/assurance-too-low'])
    const { body } = await administrator.http.get(`/api/users/${person.id}/access`)
    assert.deepEqual([body.grants, body.denials], [[], []])
    assert.equal((await person.http.get('/api/auth/me')).status, 200)
    const proven = await stale.post('/api/auth/step-up', { password: administrator.password })
    const again = createHttpClient(server.url, { authorization: `Bearer ${proven.body.accessToken}` })
    assert.equal((await again.put(`/api/users/${person.id}/roles/reviewer`, {})).status, 204)
  })

  test('is open to an API key with the scope, within what it holds, and to no other', async () => {
    const person = await server.people.signedIn()
    const role = `/api/users/${person.id}/roles`
    const directory = await key(['access:manage', 'access:read', 'identity:invite'])
    const made = await directory.post('/api/roles', { name: 'looker', title: 'Looker', permissions: ['access:read'] })
    assert.equal(made.status, 201, JSON.stringify(made.body))
    assert.equal((await directory.put(`${role}/looker`, {})).status, 204)
    assert.equal((await directory.put(`${role}/administrator`, {})).body.code, 'access/beyond-own')
    const invited = await directory.post('/api/invitations', { email: 'new@example.org', roles: ['looker'] })
    assert.equal(invited.status, 201, JSON.stringify(invited.body))
    assert.equal((await directory.delete(`${role}/looker`)).status, 204)
    const other = await key(['access:read'])
    for (const { id, method, path } of changes())
      assert.equal((await other.send(path, { method })).body.code, 'http/denied', id)
  })

  test('is closed to whoever acts in another’s name, however fresh', async () => {
    const roles = { name: 'helper', title: 'Helper', permissions: ['access:manage', 'access:read', 'identity:invite'] }
    assert.equal((await administrator.http.post('/api/roles', roles)).status, 201)
    const helper = await server.people.signedIn('helper')
    const begun = await administrator.http.post(`/api/users/${helper.id}/impersonate`, {
      reason: 'x',
      transport: 'bearer',
    })
    const acting = createHttpClient(server.url, { authorization: `Bearer ${begun.body.accessToken}` })
    assert.equal((await acting.get('/api/roles')).status, 200)
    for (const { id, method, path } of changes())
      if (!OPEN.includes(id)) assert.equal((await acting.send(path, { method })).body.code, 'http/not-by-delegates', id)
  })
})
