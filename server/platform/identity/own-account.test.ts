import assert from 'node:assert/strict'
import { after, describe, test } from 'node:test'
import { cookieClient } from '../../../test/support/cookie-client.ts'
import { startServer } from '../../../test/support/server.ts'

const server = await startServer()
const visitor = server.people.anonymous()

describe('the own account', () => {
  after(() => server.stop())

  test('takes another name, at once everywhere, and nothing else', async () => {
    const person = await server.people.signedIn()
    const answer = await person.http.patch('/api/auth/me', { name: 'Ada King' })
    assert.deepEqual([answer.status, answer.body.user.name], [200, 'Ada King'])
    assert.equal((await person.http.get('/api/auth/me')).body.user.name, 'Ada King')
    const others: readonly object[] = [
      { role: 'administrator' },
      { is_admin: true },
      { email: 'other@example.org' },
      { emailVerifiedAt: null },
      { id: '0' },
      { permissions: ['access:manage'] },
      { constructor: {} },
    ]
    for (const more of others)
      assert.equal(
        (await person.http.patch('/api/auth/me', { name: 'Ada', ...more })).status,
        400,
        JSON.stringify(more),
      )
    const raw = '{"name":"Ada","__proto__":{"role":"administrator"}}'
    const sent = { method: 'PATCH', body: raw, headers: { 'content-type': 'application/json' } }
    assert.equal((await person.http.send('/api/auth/me', sent)).status, 400)
    for (const name of ['', 'see https://evil.example', 'A\u202eda', 'A\u200bda', 'x'.repeat(81)])
      assert.ok([400, 422].includes((await person.http.patch('/api/auth/me', { name })).status), name)
    assert.equal((await person.http.get('/api/auth/me')).body.user.name, 'Ada King')
    assert.equal((await visitor.patch('/api/auth/me', { name: 'Eve' })).status, 401)
  })

  test('shows what was recorded about it and about nobody else, page by page', async () => {
    const [person, other] = [await server.people.signedIn(), await server.people.signedIn()]
    await visitor.post('/api/auth/login', { email: person.email, password: 'not the password' })
    await visitor.post('/api/auth/login', { email: other.email, password: 'not the password' })
    await person.http.patch('/api/auth/me', { name: 'Ada King' })
    const root = await server.people.signedIn('administrator')
    await root.http.put(`/api/users/${person.id}/roles/artist`, { reason: 'test' })
    const { items } = (await person.http.get('/api/auth/security-events')).body
    const facts = items.map(({ action, by }: { action: string; by: string }) => `${action} ${by}`)
    for (const fact of [
      'identity.user.renamed self',
      'identity.login.refused visitor',
      'identity.session.started visitor',
    ])
      assert.ok(facts.includes(fact), `${fact} in ${facts}`)
    for (const item of items) {
      assert.deepEqual(Object.keys(item).sort(), ['action', 'at', 'by', 'id', 'ip', 'userAgent'])
      assert.equal(item.ip, item.by === 'self' || item.by === 'visitor' ? '127.0.0.1' : null, item.action)
    }
    const refused = items.filter(({ action }: { action: string }) => action === 'identity.login.refused')
    assert.equal(refused.length, 1)
    const seen: string[] = []
    for (let cursor = ''; ; ) {
      const page = (await person.http.get(`/api/auth/security-events?limit=2${cursor}`)).body
      seen.push(...page.items.map(({ id }: { id: string }) => id))
      if (page.nextCursor === null) break
      cursor = `&cursor=${page.nextCursor}`
    }
    assert.deepEqual(
      seen,
      items.map(({ id }: { id: string }) => id),
    )
    assert.equal((await visitor.get('/api/auth/security-events')).status, 401)
  })

  test('lists the browsers it was used with, page by page; others’ cannot be told or forgotten', async () => {
    const [person, other] = [await server.people.signedIn(), await server.people.signedIn()]
    const { email, password } = person
    for (let at = 0; at < 3; at += 1) {
      const client = cookieClient(server.url, { 'user-agent': `Browser ${at}` })
      assert.equal((await client.post('/api/auth/login', { email, password })).status, 200)
    }
    const first = (await person.http.get('/api/auth/devices?limit=2')).body
    const second = (await person.http.get(`/api/auth/devices?limit=2&cursor=${first.nextCursor}`)).body
    const agents = [...first.items, ...second.items].map(({ userAgent }: { userAgent: string }) => userAgent)
    assert.deepEqual(agents, ['Browser 2', 'Browser 1', 'Browser 0'])
    assert.equal(second.nextCursor, null)
    assert.deepEqual((await other.http.get('/api/auth/devices')).body.items, [])
    assert.equal((await other.http.delete(`/api/auth/devices/${first.items[0].id}`)).status, 404)
    assert.equal((await person.http.delete(`/api/auth/devices/${first.items[0].id}`)).status, 204)
  })
})
