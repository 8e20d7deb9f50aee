import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { Redis } from 'ioredis'
import pg from 'pg'
import { createHttpClient, type HttpClient } from '../../../../test/support/http-client.ts'
import { codeOf, watchServer } from '../../../../test/support/organisations.ts'
import { startRedis, type TestRedis } from '../../../../test/support/redis.ts'
import { requirement } from '../../../../test/support/requirements.ts'
import { atTime, is, type SecretsServer, startSecrets } from '../../../../test/support/secrets.ts'
import { systemOrigin } from '../../../kernel/db/actor.ts'
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../../../kernel/db/embedded.ts'
import { embeddedPasswords } from '../../../kernel/db/embedded-cluster.ts'
import { enqueue } from '../../../kernel/jobs/job.ts'

interface Credentials {
  readonly username: string
  readonly password: string
  readonly host: string
  readonly port: number
  readonly database: string
}

const MINUTE_MS = 60_000
const READS = { memberOf: [], grants: [{ schema: 'shop', privileges: ['SELECT', 'INSERT'] }], connections: 5 }

let server: SecretsServer
let target: EmbeddedPostgres
let folder: string
let proven: HttpClient

before(async () => {
  server = await startSecrets()
  proven = server.proven
  folder = await mkdtemp(join(tmpdir(), 'plinth-leases-'))
  target = await startEmbeddedPostgres({ dataDir: folder, onExit: assert.fail })
  const { superuser } = await embeddedPasswords(folder)
  const { hostname: host, port, pathname } = new URL(target.url)
  const main = { host, port: Number(port), database: pathname.slice(1) }
  await works({ ...main, username: 'postgres', password: superuser }, 'ALTER ROLE plinth CREATEROLE')
  await sql('CREATE SCHEMA shop')
  await sql('CREATE TABLE shop.item (id integer); CREATE TABLE shop_secret (id integer)')
  await kept('databases/main', target.url)
  await templated({ path: 'shop/reports' })
})
after(async () => {
  await server.stop()
  await target.stop()
  await rm(folder, { recursive: true, force: true })
})

/** Asks the target as the role that accounts are made with, which is no superuser. */
async function sql(statement: string, values: unknown[] = []): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: target.url })
  await client.connect()
  return (await client.query(statement, values).finally(() => client.end())).rows
}

const kept = async (path: string, value: string) =>
  is(await proven.post('/api/secrets', { path, environment: 'staging', value }), 201)

const templateOf = (more: object) => ({
  ...{ path: 'shop/other', description: '', kind: 'postgresql', connection: 'secret:databases/main' },
  ...{ rules: { postgresql: READS }, ttlSeconds: 600, maxTtlSeconds: 1800, ...more },
})
const templated = async (more: object) => is(await proven.post('/api/secrets/lease-templates', templateOf(more)), 201)

let keys = 0
const ask = (body: object = {}, { http = proven, key = `lease-key-${keys++}` } = {}) =>
  http.post('/api/secrets/leases', { template: 'shop/reports', ...body }, { 'idempotency-key': key })
const issued = async (body: object = {}) => is(await ask(body), 201)
const revoke = async (id: string) => is(await proven.post(`/api/secrets/leases/${id}/revoke`), 200)
const stateOf = async (id: string) => is(await proven.get(`/api/secrets/leases/${id}`), 200).state

async function opened({ username: user, password, host, port, database }: Credentials): Promise<pg.Client> {
  const client = new pg.Client({ user, password, host, port, database })
  client.on('error', () => undefined)
  await client.connect()
  return client
}

async function works(credentials: Credentials, statement = 'SELECT count(*) FROM shop.item'): Promise<void> {
  const client = await opened(credentials)
  await client.query(statement).finally(() => client.end())
}

const roleOf = async ({ username }: Credentials) =>
  (await sql('SELECT rolvaliduntil AS until FROM pg_roles WHERE rolname = $1', [username]))[0] as
    | { until: Date }
    | undefined

async function sweep(): Promise<void> {
  const job = server.app.units.secrets.jobs?.find(({ name }) => name === 'secrets.sweep-leases')
  await server.app.db.transaction(systemOrigin('test', 'test'), (tx) => enqueue(tx, job as never, {} as never))
  await server.jobsIdle()
}

describe('an account of PostgreSQL on lease', () => {
  test('may do what its template says, is shown once, and is on record without its password', async () => {
    const seen = await watchServer(server)
    const key = 'one-key-for-both'
    const lease = is(await ask({}, { key }), 201)
    const { credentials } = lease
    await works(credentials)
    await works(credentials, 'INSERT INTO shop.item VALUES (1)')
    await assert.rejects(works(credentials, 'DELETE FROM shop.item'), /permission denied/)
    await assert.rejects(works(credentials, 'SELECT FROM shop_secret'), /permission denied/)
    const role = await roleOf(credentials)
    assert.equal(role?.until.toISOString(), lease.expiresAt)
    const repeated = is(await ask({}, { key }), 201)
    assert.deepEqual([repeated.id, repeated.credentials], [lease.id, null])
    assert.equal(codeOf(await ask({ ttlSeconds: 60 }, { key })), 'http/idempotency-key-reused')
    assert.equal(
      codeOf(await proven.post('/api/secrets/leases', { template: 'shop/reports' })),
      'http/idempotency-key-missing',
    )
    assert.deepEqual((await seen()).audit, ['secrets.lease.issued'])
    const told = JSON.stringify([
      ...[
        await server.app.db.raw('SELECT * FROM audit.record'),
        await server.app.db.raw('SELECT * FROM secrets.lease'),
      ],
      ...[
        await server.app.db.raw('SELECT * FROM kernel.idempotency'),
        is(await proven.get('/api/secrets/leases'), 200),
      ],
    ])
    assert.ok(told.includes(lease.id) && !told.includes(credentials.password))
  })

  test('ends at its time, and is renewed until its maximum', async () => {
    const short = await issued({ ttlSeconds: 60 })
    const renewed = await issued({ ttlSeconds: 60 })
    const renew = (body: object) => proven.post(`/api/secrets/leases/${renewed.id}/renew`, body)
    const { expiresAt } = is(await renew({ ttlSeconds: 900 }), 200)
    assert.ok(Date.parse(expiresAt) > Date.parse(renewed.expiresAt) + 10 * MINUTE_MS)
    assert.equal((await roleOf(renewed.credentials))?.until.toISOString(), expiresAt)
    assert.equal(is(await renew({ ttlSeconds: 86_400 }), 200).expiresAt, renewed.maxExpiresAt)
    assert.equal(codeOf(await ask({ ttlSeconds: 1801 })), 'http/invalid')
    await atTime(2 * MINUTE_MS, sweep)
    assert.equal(await roleOf(short.credentials), undefined)
    await assert.rejects(works(short.credentials), /password authentication failed|does not exist/)
    assert.deepEqual([await stateOf(short.id), await stateOf(renewed.id)], ['ended', 'active'])
    await works(renewed.credentials)
    assert.equal(codeOf(await proven.post(`/api/secrets/leases/${short.id}/renew`, {})), 'secrets/lease-ended')
  })

  test('loses its open connections when it is revoked, and what it owns stays', async () => {
    const { id, credentials } = await issued()
    await sql(`GRANT CREATE ON SCHEMA shop TO ${credentials.username}`)
    const client = await opened(credentials)
    await client.query('CREATE TABLE shop.made AS SELECT 7 AS number')
    assert.equal((await revoke(id)).state, 'ended')
    await assert.rejects(client.query('SELECT 1'))
    await assert.rejects(works(credentials))
    assert.equal(await roleOf(credentials), undefined)
    assert.deepEqual(await sql('SELECT number FROM shop.made'), [{ number: 7 }])
    assert.equal((await revoke(id)).state, 'ended')
  })

  test('ends with all below a path', async () => {
    await templated({ path: 'team/one' })
    await templated({ path: 'team/two' })
    const templates = ['team/one', 'team/two', 'shop/reports'].map((template) => ({ template }))
    const [one, two, other] = await Promise.all(templates.map(issued))
    const within = (pattern: string) => proven.post('/api/secrets/leases/revoke', { pattern })
    assert.equal(codeOf(await within('team/*/x')), 'secrets/bad-pattern')
    assert.deepEqual(is(await within('team/*'), 202), { revoked: 2 })
    await server.jobsIdle()
    assert.deepEqual(
      [await stateOf(one.id), await stateOf(two.id), await stateOf(other.id)],
      ['ended', 'ended', 'active'],
    )
    assert.deepEqual([await roleOf(one.credentials), await roleOf(two.credentials)], [undefined, undefined])
    const live = is(await proven.get('/api/secrets/leases?live=true&prefix=team/'), 200)
    assert.deepEqual(live.items, [])
  })

  test('whose maker died before it was written down is made again by a repeat, or removed by the sweeper', async () => {
    const died = (id: string) =>
      server.app.db.raw(
        "UPDATE secrets.lease SET state = 'making', next_try_at = now() + interval '60 s' WHERE id = $1",
        [id],
      )
    const key = 'key-of-the-dead'
    const first = is(await ask({}, { key }), 201)
    await died(first.id)
    assert.equal(codeOf(await ask({}, { key })), 'http/idempotency-in-flight')
    const second = is(await atTime(2 * MINUTE_MS, () => ask({}, { key })), 201)
    assert.deepEqual([second.id, second.credentials.username], [first.id, first.credentials.username])
    await works(second.credentials)
    await assert.rejects(works(first.credentials), /password authentication failed/)
    await died(first.id)
    await sweep()
    assert.equal(await stateOf(first.id), 'making')
    await atTime(2 * MINUTE_MS, sweep)
    assert.equal(await stateOf(first.id), 'ended')
    assert.equal(await roleOf(first.credentials), undefined)
    assert.equal(codeOf(await ask({}, { key })), 'secrets/lease-ended')
  })

  test('that cannot be removed is told by health, and removed once it can be', async () => {
    const url = new URL(target.url)
    const { id } = await kept('databases/moved', url.href)
    await templated({ path: 'shop/moved', connection: 'secret:databases/moved' })
    const lease = await issued({ template: 'shop/moved' })
    const point = async (value: string, expected: number) =>
      is(await proven.post(`/api/secrets/${id}/versions`, { value, expected }), 201)
    await point('postgres://nobody:hidden-word@127.0.0.1:1/none', 1)
    const answer = await revoke(lease.id)
    assert.deepEqual([answer.state, /ECONNREFUSED/.test(answer.error)], ['revoking', true])
    assert.ok(!JSON.stringify(answer).includes('hidden-word'))
    const check = server.app.units.secrets.health?.find(({ name }) => name === 'secret-leases')
    assert.equal((await check?.run(AbortSignal.timeout(1000)))?.status, 'warn')
    assert.equal(codeOf(await ask({ template: 'shop/moved' })), 'secrets/target-failed')
    await point(url.href, 2)
    await atTime(3 * MINUTE_MS, sweep)
    assert.deepEqual([await stateOf(lease.id), await roleOf(lease.credentials)], ['ended', undefined])
    assert.equal((await check?.run(AbortSignal.timeout(1000)))?.status, 'pass')
  })
})

describe('leases', () => {
  test('are for those who may: by permission, a key by grant; one sees its own', async () => {
    const stranger = await server.people.signedIn()
    const lease = await issued()
    for (const [answer, code] of [
      [await ask({}, { http: server.admin.http }), 'http/assurance-too-low'],
      [await ask({}, { http: await server.provenAs(stranger) }), 'secrets/lease-template-not-found'],
      [await ask({ template: 'shop/none' }), 'secrets/lease-template-not-found'],
      [await stranger.http.get(`/api/secrets/leases/${lease.id}`), 'secrets/lease-not-found'],
      [await stranger.http.post(`/api/secrets/leases/${lease.id}/revoke`), 'secrets/lease-not-found'],
      [await stranger.http.post(`/api/secrets/leases/${lease.id}/renew`, {}), 'secrets/lease-not-found'],
      [await stranger.http.post('/api/secrets/leases/revoke', { pattern: '*' }), 'http/denied'],
      [await stranger.http.get('/api/secrets/lease-templates'), 'http/denied'],
      [await stranger.http.post('/api/secrets/lease-templates', templateOf({})), 'http/denied'],
      [await server.admin.http.post('/api/secrets/lease-templates', templateOf({})), 'http/assurance-too-low'],
    ] as const)
      assert.equal(codeOf(answer), code)
    assert.deepEqual(is(await stranger.http.get('/api/secrets/leases'), 200).items, [])
    const made = is(await server.admin.http.post('/api/api-keys', { name: 'robot', scopes: ['secrets:lease'] }), 201)
    const http = createHttpClient(server.url, { authorization: `Bearer ${made.key}` })
    assert.equal(codeOf(await ask({}, { http })), 'secrets/lease-template-not-found')
    const grant = { pattern: 'shop/*', holderKind: 'api-key', holder: made.id, may: ['lease'] }
    is(await proven.post('/api/secret-grants', grant), 201)
    const own = is(await ask({}, { http }), 201)
    await works(own.credentials)
    assert.equal(own.apiKeyName, 'robot')
    assert.equal(codeOf(await http.get(`/api/secrets/leases/${lease.id}`)), 'secrets/lease-not-found')
    assert.deepEqual(
      is(await http.get('/api/secrets/leases'), 200).items.map(({ id }: { id: string }) => id),
      [own.id],
    )
    assert.equal(is(await http.post(`/api/secrets/leases/${own.id}/revoke`), 200).state, 'ended')
    assert.equal(codeOf(await http.get('/api/secrets')), 'http/denied')
  })

  test('are made by templates that are well made, changed on what was seen, and kept while they are used', async () => {
    const template = await templated({ path: 'shop/kept' })
    const at = `/api/secrets/lease-templates/${template.id}`
    const fields = templateOf({ path: 'shop/kept' })
    const redis = { commands: ['nopass'], keys: ['*'], channels: [] }
    for (const [answer, code] of [
      [await proven.post('/api/secrets/lease-templates', fields), 'secrets/lease-template-taken'],
      [await proven.post('/api/secrets/lease-templates', templateOf({ kind: 'redis' })), 'secrets/bad-lease-template'],
      [
        await proven.post('/api/secrets/lease-templates', templateOf({ ttlSeconds: 1801 })),
        'secrets/bad-lease-template',
      ],
      [
        await proven.post('/api/secrets/lease-templates', templateOf({ connection: 'nowhere' })),
        'secrets/bad-reference',
      ],
      [await proven.post('/api/secrets/lease-templates', templateOf({ rules: { redis } })), 'http/invalid'],
      [await proven.put(at, { ...fields, version: 2 }), 'secrets/changed-since'],
    ] as const)
      assert.equal(codeOf(answer), code)
    is(await proven.put(at, { ...fields, ttlSeconds: 60, version: 1 }), 200)
    const { id } = await issued({ template: 'shop/kept' })
    const { items } = is(await proven.get('/api/secrets/lease-templates'), 200)
    const { live, mayLease } = items.find((one: { path: string }) => one.path === 'shop/kept')
    assert.deepEqual([live, mayLease], [1, true])
    assert.equal(codeOf(await proven.delete(at)), 'secrets/lease-template-used')
    await revoke(id)
    is(await proven.delete(at), 204)
    assert.equal(await stateOf(id), 'ended')
  })
})

describe('an ACL user of Redis on lease', { skip: requirement('redis-server').skip }, () => {
  let redis: TestRedis

  before(async () => {
    redis = await startRedis()
    await kept('databases/redis', redis.url)
    const rules = { redis: { commands: ['+@read', '+set', '-@dangerous'], keys: ['shop:*'], channels: [] } }
    await templated({ path: 'cache/shop', kind: 'redis', connection: 'secret:databases/redis', rules })
  })
  after(() => redis.stop())

  const entered = async ({ username, password, host, port }: Credentials) => {
    const client = new Redis({
      username,
      password,
      host,
      port,
      lazyConnect: true,
      enableReadyCheck: false,
      retryStrategy: () => null,
    })
    client.on('error', () => undefined)
    await client.connect()
    return client
  }

  test('may do what its template says until its time, and loses its connections when it ends', async () => {
    const { id, credentials } = await issued({ template: 'cache/shop' })
    const client = await entered(credentials)
    assert.equal(await client.set('shop:1', 'one'), 'OK')
    await assert.rejects(client.set('other', 'one'), /NOPERM/)
    await assert.rejects(client.flushall(), /NOPERM/)
    is(await proven.post(`/api/secrets/leases/${id}/renew`, { ttlSeconds: 900 }), 200)
    await atTime(11 * MINUTE_MS, sweep)
    assert.equal(await client.get('shop:1'), 'one')
    const ended = new Promise((resolve) => client.once('end', resolve))
    await atTime(16 * MINUTE_MS, sweep)
    assert.equal(await stateOf(id), 'ended')
    await ended
    await assert.rejects(entered(credentials).then((again) => again.get('shop:1')))
  })
})
