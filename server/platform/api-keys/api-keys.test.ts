import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { createHttpClient, type HttpClient } from '../../../test/support/http-client.ts'
import { tokenIn } from '../../../test/support/mailbox.ts'
import type { Person } from '../../../test/support/people.ts'
import { startServer, type TestServer } from '../../../test/support/server.ts'
import { setClock } from '../../kernel/clock.ts'
import { newSigningKey } from '../../kernel/config/signing-keys.ts'
import { systemOrigin } from '../../kernel/db/actor.ts'

const SHARED = {
  SESSION_SECRET: 'the same secret on both of the servers of this test',
  JWT_PRIVATE_KEY: newSigningKey('ES256'),
  ENCRYPTION_KEYS: `e1:${Buffer.alloc(32, 7).toString('base64')}`,
}

const call = (client: HttpClient, method: string, path: string, body?: object) =>
  client.send(path, {
    method,
    ...(body === undefined ? {} : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
  })

interface Made {
  readonly id: string
  readonly key: string
  readonly lastFour: string
  readonly scopes: string[]
  readonly expiresAt: string
}

describe('API keys', () => {
  let server: TestServer
  let other: TestServer
  let reviewer: Person
  let administrator: Person
  const withKey = (key: string, url = server.url): HttpClient =>
    createHttpClient(url, { authorization: `Bearer ${key}` })
  const make = async (person: Person, body: object = {}): Promise<Made> => {
    const wanted = { name: 'Nightly export', scopes: ['music:review-tracks'], ...body }
    const answer = await person.http.post('/api/api-keys', wanted)
    assert.equal(answer.status, 201, JSON.stringify(answer.body))
    return answer.body as Made
  }
  const status = async (key: string, url = server.url) => (await withKey(key, url).get('/api/auth/me')).status
  const raw = <Row extends Record<string, unknown>>(text: string, values: unknown[] = []) =>
    server.app.db.raw<Row>(text, values)
  const refusedEverywhere = async (key: string): Promise<void> => {
    assert.equal(await status(key), 401)
    const deadline = Date.now() + 1000
    while ((await status(key, other.url)) !== 401) assert.ok(Date.now() < deadline, 'the other server is late')
  }

  before(async () => {
    server = await startServer({ environment: SHARED })
    other = await startServer({ environment: { ...SHARED, DATABASE_URL: server.databaseUrl } })
    reviewer = await server.people.signedIn('reviewer')
    administrator = await server.people.signedIn('administrator')
  })
  after(async () => {
    await other.stop()
    await server.stop()
  })

  test('a key is shown once, kept as a hash, and does what its scopes name', async () => {
    const made = await make(reviewer)
    assert.match(made.key, /^plk_[0-9a-f]{32}_[A-Za-z0-9_-]{43}$/)
    assert.equal(made.lastFour, made.key.slice(-4))
    const client = withKey(made.key)
    const me = (await client.get('/api/auth/me')).body as { user: { id: string }; permissions: string[] }
    assert.equal(me.user.id, reviewer.id)
    assert.deepEqual(me.permissions, ['music:review-tracks'])
    assert.equal((await client.get('/api/review/tracks')).status, 200)
    const list = await reviewer.http.get('/api/api-keys')
    assert.equal(JSON.stringify(list.body).includes(made.key), false)
    const [row] = await raw<{ secret_hash: Buffer; all: string }>(
      'SELECT secret_hash, k::text AS all FROM api_keys.key k WHERE id = $1',
      [made.id],
    )
    assert.equal(row?.secret_hash.length, 32)
    assert.equal(row?.all.includes(made.key.slice(-43)), false)
  })

  test('a key answers what its scope allows and refuses what it does not, though the owner may', async () => {
    const reader = await make(administrator, { scopes: ['access:read'] })
    assert.equal((await withKey(reader.key).get('/api/users')).status, 200)
    const denied = await withKey(reader.key).get('/api/audit')
    assert.deepEqual([denied.status, (denied.body as { code: string }).code], [403, 'http/denied'])
  })

  test('a scope the owner lacks is refused, and one the owner loses stops at the next request', async () => {
    const beyond = await reviewer.http.post('/api/api-keys', { name: 'x', scopes: ['access:manage'] })
    assert.deepEqual([beyond.status, (beyond.body as { code: string }).code], [403, 'api-keys/beyond-own'])
    const person = await server.people.signedIn('reviewer')
    const { key } = await make(person)
    const permissions = async (url: string) =>
      ((await withKey(key, url).get('/api/auth/me')).body as { permissions: string[] }).permissions
    for (const { url } of [server, other]) assert.deepEqual(await permissions(url), ['music:review-tracks'])
    const revoked = await administrator.http.delete(`/api/users/${person.id}/roles/reviewer`)
    assert.equal(revoked.status, 204, JSON.stringify(revoked.body))
    assert.deepEqual(await permissions(server.url), [])
    const deadline = Date.now() + 1000
    while ((await permissions(other.url)).length > 0) assert.ok(Date.now() < deadline)
  })

  test('a key makes no keys, changes no credentials and sees no sessions, whatever its scopes', async () => {
    const all = (await administrator.http.get('/api/auth/me')).body as { permissions: string[] }
    const { key } = await make(administrator, { scopes: all.permissions })
    const client = withKey(key)
    const refused: [string, string, object?][] = [
      ['POST', '/api/api-keys', { name: 'y', scopes: [] }],
      ['GET', '/api/api-keys'],
      ['POST', '/api/auth/change-password', { currentPassword: 'a long one', newPassword: 'another long one' }],
      ['PATCH', '/api/auth/me', { name: 'Other' }],
      ['GET', '/api/auth/sessions'],
      ['POST', '/api/auth/logout-all', {}],
      ['POST', '/api/auth/mfa/totp', {}],
      ['POST', '/api/auth/step-up', { password: administrator.password }],
      ['POST', `/api/users/${reviewer.id}/impersonate`, { reason: 'because' }],
      ['POST', '/api/keys/k1/compromise', { reason: 'because' }],
      ['GET', '/api/auth/export'],
    ]
    for (const [method, path, body] of refused) {
      const answer = await call(client, method, path, body)
      assert.deepEqual(
        [path, answer.status, (answer.body as { code?: string }).code],
        [path, 403, 'http/not-by-delegates'],
      )
    }
  })

  test('nobody makes a key for somebody else', async () => {
    const answer = await reviewer.http.post('/api/api-keys', { name: 'x', scopes: [], userId: administrator.id })
    assert.equal(answer.status, 400)
  })

  test('a key is no cookie, and nothing but the whole key is one', async () => {
    const { key, id } = await make(reviewer)
    for (const name of ['plinth_at', 'plinth_rt', '__Host-at'])
      assert.equal((await createHttpClient(server.url, { cookie: `${name}=${key}` }).get('/api/auth/me')).status, 401)
    const last = key.at(-1) === 'A' ? 'B' : 'A'
    const [row] = await raw<{ hash: string }>(
      "SELECT encode(secret_hash, 'hex') AS hash FROM api_keys.key WHERE id = $1",
      [id],
    )
    for (const wrong of [
      key.slice(0, -1) + last,
      key.slice(0, -1),
      `${key}A`,
      'plk_',
      `plk_${row?.hash}`,
      row?.hash ?? '',
    ])
      assert.equal(await status(wrong), 401, wrong)
  })

  test('the audit trail names the key', async () => {
    const { key, id } = await make(administrator, { scopes: ['access:manage'] })
    const person = await server.people.signedIn()
    assert.equal((await withKey(key).post(`/api/users/${person.id}/disable`, {})).status, 204)
    const trail = (await administrator.http.get(`/api/audit?subject=${person.id}&action=identity.user.disabled`))
      .body as {
      items: { actor: { id: string; apiKeyId: string | null } }[]
    }
    assert.deepEqual(
      trail.items.map(({ actor }) => [actor.id, actor.apiKeyId]),
      [[administrator.id, id]],
    )
  })

  test('its owner revokes a key on every server at once, an administrator too, and a stranger does not', async () => {
    const [one, two] = [await make(reviewer), await make(reviewer)]
    for (const { key } of [one, two]) assert.deepEqual([await status(key), await status(key, other.url)], [200, 200])
    const stranger = await server.people.signedIn()
    assert.equal((await stranger.http.delete(`/api/api-keys/${one.id}`)).status, 404)
    assert.equal((await stranger.http.delete(`/api/users/${reviewer.id}/api-keys/${one.id}`)).status, 403)
    assert.equal((await reviewer.http.delete(`/api/api-keys/${one.id}`)).status, 204)
    await refusedEverywhere(one.key)
    const seen = (await administrator.http.get(`/api/users/${reviewer.id}/api-keys`)).body as {
      items: { id: string }[]
    }
    assert.ok(seen.items.some(({ id }) => id === two.id))
    assert.equal((await administrator.http.delete(`/api/users/${reviewer.id}/api-keys/${two.id}`)).status, 204)
    await refusedEverywhere(two.key)
    assert.equal((await administrator.http.delete(`/api/users/${reviewer.id}/api-keys/${two.id}`)).status, 404)
  })

  test('a key dies with the disabling of its owner', async () => {
    const person = await server.people.signedIn('reviewer')
    const { key } = await make(person)
    for (const { url } of [server, other]) assert.equal(await status(key, url), 200)
    assert.equal((await administrator.http.post(`/api/users/${person.id}/disable`, {})).status, 204)
    await refusedEverywhere(key)
  })

  test('a key ends when it said it would, within a year, and always', async () => {
    const soon = new Date(Date.now() + 60_000).toISOString()
    const { key } = await make(reviewer, { expiresAt: soon })
    for (const expiresAt of ['2020-01-01T00:00:00Z', new Date(Date.now() + 367 * 86_400_000).toISOString()]) {
      const answer = await reviewer.http.post('/api/api-keys', { name: 'x', scopes: [], expiresAt })
      assert.equal((answer.body as { code: string }).code, 'api-keys/bad-expiry')
    }
    assert.equal(await status(key), 200)
    const restore = setClock(() => Date.now() + 61_000)
    try {
      assert.equal(await status(key), 401)
    } finally {
      restore()
    }
    const left = Date.parse((await make(reviewer)).expiresAt) - Date.now()
    assert.ok(Math.abs(left - 90 * 86_400_000) < 60_000)
  })

  test('its last use is written once a minute', async () => {
    const { key, id } = await make(reviewer)
    const used = async () =>
      (await raw<{ at: Date | null }>('SELECT last_used_at AS at FROM api_keys.key WHERE id = $1', [id]))[0]?.at
    assert.equal(await used(), null)
    await status(key)
    const first = await used()
    assert.ok(first)
    for (const url of [server.url, other.url, server.url]) await status(key, url)
    assert.deepEqual(await used(), first)
    const restore = setClock(() => Date.now() + 61_000)
    try {
      await status(key)
    } finally {
      restore()
    }
    assert.ok(((await used())?.getTime() ?? 0) > first.getTime() + 60_000)
  })

  test('a stale session makes no key', async () => {
    const { email, password } = reviewer
    const anonymous = server.people.anonymous()
    const first = (await anonymous.post('/api/auth/login', { email, password, transport: 'bearer' })).body
    const restore = setClock(() => Date.now() + 610_000)
    try {
      const next = (await anonymous.post('/api/auth/refresh', { refreshToken: first.refreshToken })).body
      const answer = await withKey(next.accessToken).post('/api/api-keys', { name: 'x', scopes: [] })
      assert.equal(answer.body.code, 'http/assurance-too-low')
    } finally {
      restore()
    }
  })

  test('a password that changes puts keys under review and tells the owner, who keeps or revokes them', async () => {
    const person = await server.people.signedIn('reviewer')
    const { id, key } = await make(person)
    const changed = await person.http.post('/api/auth/change-password', {
      ...{ currentPassword: person.password, newPassword: 'violet-otter-under-9-bridges' },
    })
    assert.equal(changed.status, 200, JSON.stringify(changed.body))
    const fresh = createHttpClient(server.url, {
      authorization: `Bearer ${(changed.body as { accessToken: string }).accessToken}`,
    })
    // Either server may have run the job that sent it.
    const mail = [...(await server.mailbox()), ...(await other.mailbox())]
    assert.ok(
      mail.some((one) => one.to.address === person.email && one.subject.startsWith('Look through your API keys')),
    )
    const review = async () =>
      ((await fresh.get('/api/api-keys')).body as { items: { id: string; reviewSince: string | null }[] }).items[0]
    assert.notEqual((await review())?.reviewSince, null)
    assert.equal(await status(key), 200)
    assert.equal((await fresh.post(`/api/api-keys/${id}/keep`, {})).status, 204)
    assert.equal((await review())?.reviewSince, null)
  })

  test('a new address puts keys under review too, and the mail says why', async () => {
    const person = await server.people.signedIn('reviewer')
    const { id, key } = await make(person)
    const newEmail = `new.${person.email}`
    assert.equal((await person.http.post('/api/auth/email', { newEmail })).status, 202)
    const mails = async () => [...(await server.mailbox()), ...(await other.mailbox())]
    const token = tokenIn(await mails(), newEmail, 'identity.email-confirm')
    assert.equal((await server.people.anonymous().post('/api/auth/email/confirm', { token })).status, 204)
    const letter = (await mails()).find(({ to, template }) => to.address === newEmail && template === 'api_keys.review')
    assert.match(letter?.text ?? '', /your e-mail address was changed/)
    const [row] = await raw<{ review_since: Date | null }>('SELECT review_since FROM api_keys.key WHERE id = $1', [id])
    assert.notEqual(row?.review_since, null)
    assert.equal(await status(key), 200)
  })

  test('fifty keys at most, also when many are made at once', async () => {
    const person = await server.people.signedIn('reviewer')
    for (let at = 0; at < 5; at += 1)
      await Promise.all(Array.from({ length: 12 }, () => person.http.post('/api/api-keys', { name: 'x', scopes: [] })))
    const [counted] = await raw<{ count: bigint }>('SELECT count(*) AS count FROM api_keys.key WHERE owner_id = $1', [
      person.id,
    ])
    assert.equal(counted?.count, 50n)
  })

  test('keys of an organisation end with the membership', async () => {
    const founded = (await reviewer.http.post('/api/organisations', { name: 'Night Ferry' })).body as { id: string }
    const { key } = await make(reviewer, { organisationId: founded.id })
    const stranger = await server.people.signedIn()
    const foreign = await stranger.http.post('/api/api-keys', { name: 'x', scopes: [], organisationId: founded.id })
    assert.equal((foreign.body as { code: string }).code, 'api-keys/organisation-not-found')
    assert.equal(await status(key), 200)
    assert.equal((await reviewer.http.delete(`/api/organisations/${founded.id}`)).status, 204)
    await refusedEverywhere(key)
  })

  test('a key made without a second factor is refused once a role demands one', async () => {
    const person = await server.people.signedIn('reviewer')
    const { key } = await make(person)
    await server.app.db.transaction(systemOrigin('test', 'test'), async (tx) => {
      await tx.raw("UPDATE access.role SET mfa_required = true WHERE name = 'reviewer'")
      await server.app.units.access.revokeRole(tx, person.id, 'reviewer', 'test')
      await server.app.units.access.grantRole(tx, person.id, 'reviewer', 'test')
    })
    const answer = await withKey(key).get('/api/review/tracks')
    assert.equal(answer.body.code, 'api-keys/second-factor-due')
    await raw("UPDATE access.role SET mfa_required = NULL WHERE name = 'reviewer'")
  })
})
