import assert from 'node:assert/strict'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { Redis } from 'ioredis'
import pg from 'pg'
import type { HttpClient } from '../../../../test/support/http-client.ts'
import { codeOf } from '../../../../test/support/organisations.ts'
import { startRedis, type TestRedis } from '../../../../test/support/redis.ts'
import { requirement } from '../../../../test/support/requirements.ts'
import { atTime, is, type SecretsServer, startSecrets } from '../../../../test/support/secrets.ts'
import { systemOrigin } from '../../../kernel/db/actor.ts'
import type { Tx } from '../../../kernel/db/database.ts'
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../../../kernel/db/embedded.ts'
import { embeddedPasswords } from '../../../kernel/db/embedded-cluster.ts'
import type { AnyJob, JobContext } from '../../../kernel/jobs/job.ts'

const OVERLAP_SECONDS = 600
const AFTER_OVERLAP_MS = 700_000

let server: SecretsServer
let target: EmbeddedPostgres
let folder: string
let proven: HttpClient

before(async () => {
  server = await startSecrets()
  proven = server.proven
  folder = await mkdtemp(join(tmpdir(), 'plinth-accounts-'))
  target = await startEmbeddedPostgres({ dataDir: folder, onExit: assert.fail })
  const { superuser } = await embeddedPasswords(folder)
  await sql("ALTER ROLE plinth CREATEROLE; ALTER ROLE plinth SET log_statement = 'all'", loginOf('postgres', superuser))
  await sql('CREATE ROLE shop_rights; CREATE TABLE item (id integer); GRANT SELECT ON item TO shop_rights', target.url)
  await kept('databases/admin', target.url)
})
after(async () => {
  await server.stop()
  await target.stop()
  await rm(folder, { recursive: true, force: true })
})

function loginOf(username: string, password: string): string {
  const url = new URL(target.url)
  return Object.assign(url, { username, password: encodeURIComponent(password) }).href
}

async function sql(statement: string, url: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  return (await client.query(statement).finally(() => client.end())).rows
}

const kept = async (path: string, value: string, more: object = {}) =>
  is(await proven.post('/api/secrets', { path, environment: 'staging', value, ...more }), 201).id as string
const plan = (id: string, body: object) => proven.put(`/api/secrets/${id}/rotation`, body)
const planned = async (id: string, rotator: string, options: object) =>
  is(await plan(id, { rotator, options, overlapSeconds: OVERLAP_SECONDS }), 200)
const rotate = async (id: string) => {
  is(await proven.post(`/api/secrets/${id}/rotate`), 202)
  await server.jobsIdle()
}
const detail = async (id: string) => is(await proven.get(`/api/secrets/${id}`), 200)
const lastRotation = async (id: string) => (await detail(id)).rotations[0]
const valueAt = async (id: string, at = 'current'): Promise<string> =>
  is(await proven.post(`/api/secrets/${id}/reveal`, { reason: 'the test', at }), 200).value

/** Processes that carry a rotation out, each of which dies at a step; `null`: it lives. */
async function carriedOut(
  id: string,
  deaths: readonly (readonly [string, 'before' | 'after'] | null)[],
  { isLastTry = false } = {},
) {
  const { db, units } = server.app
  const job = units.secrets.jobs?.find(({ name }) => name === 'secrets.rotate') as AnyJob
  const { id: rotationId } = await lastRotation(id)
  const done = new Set<string>()
  for (const death of deaths) {
    const dieAt = (step: string, when: string): void => {
      if (death?.[0] === step && death[1] === when) throw new Error('the process has died')
    }
    const once = async (work: (tx: Tx) => Promise<unknown>, step = '') => {
      dieAt(step, 'before')
      if (done.has(step)) return undefined
      const result = await db.transaction(systemOrigin('test', 'test'), work)
      done.add(step)
      dieAt(step, 'after')
      return result
    }
    const log = { warn: () => undefined }
    const context = { db, once, log, isFinal: () => isLastTry, signal: new AbortController().signal }
    const carried = job.handle(context as unknown as JobContext, { rotationId } as never)
    if (death === null) await carried
    else await assert.rejects(carried, /has died/)
  }
}

/** Begins a rotation whose job nobody takes. */
async function begun(id: string): Promise<void> {
  await server.app.db.raw(
    `INSERT INTO secrets.rotation (id, secret_id, rotator, state, from_number, started_at)
     SELECT uuidv7(), id, rotation ->> 'rotator', 'created', latest, now() FROM secrets.secret WHERE id = $1`,
    [id],
  )
}

/** Why a rotation failed, by its last try. */
async function failed(id: string): Promise<string> {
  await begun(id)
  await assert.rejects(carriedOut(id, [null], { isLastTry: true }))
  const { state, error } = await lastRotation(id)
  assert.equal(state, 'failed')
  return error
}

describe('two roles of PostgreSQL', () => {
  const options = { administrator: 'secret:databases/admin', role: 'shop', memberOf: ['shop_rights'] }
  const reads = (url: string) => sql('SELECT FROM item', url)
  const refused = (url: string) => assert.rejects(reads(url), /password authentication failed|not permitted to log in/)
  const canLogIn = async (role: string) =>
    (await sql(`SELECT rolcanlogin AS can FROM pg_roles WHERE rolname = '${role}'`, target.url))[0] as { can: boolean }

  test('take turns: both sign in during the overlap, the former not after it; no log holds a password', async () => {
    await sql("CREATE ROLE shop_a LOGIN PASSWORD 'first'; GRANT shop_rights TO shop_a", target.url)
    const first = loginOf('shop_a', 'first')
    const id = await kept('databases/shop', first)
    await planned(id, 'postgres-role', options)
    await rotate(id)
    const second = await valueAt(id)
    assert.match(second, /^postgres(?:ql)?:\/\/shop_b:[A-Za-z0-9]{40}@/)
    await Promise.all([reads(first), reads(second)])
    assert.equal(codeOf(await proven.post(`/api/secrets/${id}/rotate`)), 'secrets/overlap-running')
    const session = new pg.Client({ connectionString: first })
    session.on('error', () => undefined)
    await session.connect()
    await atTime(AFTER_OVERLAP_MS, server.sweep)
    await refused(first)
    await assert.rejects(session.query('SELECT FROM item'), 'its sessions end with it')
    assert.deepEqual(
      await sql("SELECT FROM pg_auth_members WHERE member = 'plinth'::regrole AND inherit_option", target.url),
      [],
    )
    await rotate(id)
    const third = await valueAt(id)
    assert.match(third, /\/\/shop_a:/)
    await Promise.all([reads(second), reads(third)])
    const log = await readFile(join(folder, 'postgres.log'), 'utf8')
    assert.match(log, /ALTER ROLE "shop_a" LOGIN PASSWORD 'SCRAM-SHA-256\$/)
    for (const url of [second, third]) assert.equal(log.includes(new URL(url).password), false)
  })

  test('stay as they are whenever a process dies, and the next one goes on with the same value', async () => {
    const id = await kept('databases/crash', JSON.stringify({ username: 'crash_a', password: 'old' }), {
      format: 'json',
    })
    await sql("CREATE ROLE crash_a LOGIN PASSWORD 'old'; GRANT shop_rights TO crash_a", target.url)
    await planned(id, 'postgres-role', { ...options, role: 'crash' })
    await begun(id)
    await carriedOut(id, [
      ['make', 'before'],
      ['make', 'after'],
      ['tested', 'before'],
    ])
    const pending = JSON.parse(await valueAt(id, 'pending'))
    await Promise.all([reads(loginOf('crash_a', 'old')), reads(loginOf('crash_b', pending.password))])
    assert.equal(JSON.parse(await valueAt(id)).username, 'crash_a')
    await carriedOut(id, [['tested', 'after'], ['finish', 'before'], null])
    assert.deepEqual(JSON.parse(await valueAt(id)), { username: 'crash_b', password: pending.password })
    await Promise.all([reads(loginOf('crash_a', 'old')), reads(loginOf('crash_b', pending.password))])
  })

  test('that cannot be changed or tried leave the current value good, and the owner is told why', async () => {
    await sql("CREATE ROLE fail_a LOGIN PASSWORD 'old'; GRANT shop_rights TO fail_a", target.url)
    const nowhere = new URL(loginOf('fail_a', 'old'))
    nowhere.port = '1'
    await kept('databases/wrong', loginOf('plinth', 'not-the-password'))
    for (const [value, administrator, why] of [
      [
        loginOf('fail_a', 'old'),
        'secret:databases/wrong',
        /^PostgreSQL: password authentication failed for user "plinth"$/,
      ],
      [nowhere.href, options.administrator, /^PostgreSQL: .*ECONNREFUSED/],
      [loginOf('other', 'old'), options.administrator, /^the current value is of a role that is neither fail_a nor/],
      ['not a URL', options.administrator, /^the current value is no URL/],
    ] as const) {
      const id = await kept(`databases/fail-${why.source.length}`, value)
      await planned(id, 'postgres-role', { ...options, administrator, role: 'fail' })
      const error = await failed(id)
      assert.match(error, why)
      assert.equal(await valueAt(id), value)
      await reads(loginOf('fail_a', 'old'))
      const [told] = (await server.mailbox()).slice(-1)
      assert.ok(told?.template.endsWith('secrets.rotation-failed') && told.text.includes(error))
    }
    assert.deepEqual(await canLogIn('fail_b'), { can: false }, 'it was made, and taken back')
  })

  test('are named as names are, by whoever sees the administrator, and are none that may everything', async () => {
    const id = await kept('databases/names', loginOf('x_a', 'old'))
    for (const [wrong, code] of [
      [{ role: 'x"; DROP TABLE item; --' }, 'secrets/bad-options'],
      [{ role: "x' PASSWORD 'y" }, 'secrets/bad-options'],
      [{ role: 'pg_monitor' }, 'secrets/bad-options'],
      [{ role: 'x', otherRole: 'x' }, 'secrets/bad-options'],
      [{ memberOf: ['a, postgres'] }, 'secrets/bad-options'],
      [{ administrator: 'secret:databases/none' }, 'secrets/bad-options'],
      [{ administrator: 'aws:databases/admin' }, 'secrets/bad-options'],
      [{ administrator: 'databases/admin' }, 'secrets/bad-options'],
      [{ colour: 'red' }, 'secrets/bad-options'],
      [{ role: undefined }, 'secrets/bad-options'],
    ] as const)
      assert.equal(
        codeOf(await plan(id, { rotator: 'postgres-role', options: { ...options, ...wrong } })),
        code,
        JSON.stringify(wrong),
      )
    const often = { rotator: 'postgres-role', options, everyDays: 1, overlapSeconds: 86_400 }
    assert.equal(codeOf(await plan(id, often)), 'secrets/bad-options')

    const person = await server.people.signedIn()
    const grant = { pattern: 'databases/names', holderKind: 'user', holder: person.id, may: ['manage'] }
    is(await proven.post('/api/secret-grants', grant), 201)
    const http = await server.provenAs(person)
    const body = { rotator: 'postgres-role', options: { ...options, role: 'x' } }
    assert.equal(codeOf(await http.put(`/api/secrets/${id}/rotation`, body)), 'secrets/bad-options')
    is(await proven.post('/api/secret-grants', { ...grant, pattern: 'databases/admin', may: ['reveal'] }), 201)
    is(await http.put(`/api/secrets/${id}/rotation`, body), 200)

    await planned(id, 'postgres-role', { ...options, role: 'x_a', otherRole: 'postgres' })
    assert.match(await failed(id), /^PostgreSQL: the role postgres may too much/)
    const organisationId = is(await person.http.post('/api/organisations', { name: 'Tenant' }), 201).id
    const theirs = { path: 'own/one', environment: 'staging', value: 'v', organisationId }
    const own = is(await http.post('/api/secrets', theirs), 201).id
    assert.equal(codeOf(await http.put(`/api/secrets/${own}/rotation`, body)), 'secrets/bad-options')
  })

  test('are among the kinds of renewal, with a form', async () => {
    const { items } = is(await proven.get('/api/secrets/rotators'), 200)
    assert.deepEqual(
      items.map(({ name, options }: { name: string; options: { properties: object } }) => [
        ...[name, ...Object.keys(options.properties)],
      ]),
      [
        ['generate'],
        ['webhook', 'url', 'signedBy'],
        ['postgres-role', 'administrator', 'role', 'otherRole', 'memberOf'],
        ['redis-user', 'administrator', 'user'],
      ],
    )
    for (const { options } of items)
      for (const { title } of Object.values<{ title?: string }>(options.properties)) assert.ok(title)
  })
})

describe('a user of Redis', { skip: requirement('redis-server').skip }, () => {
  let redis: TestRedis

  before(async () => {
    redis = await startRedis({ keepsUsers: true })
    await acl('SETUSER', 'admin', 'on', '>root', '+acl', '+auth')
    await acl('SETUSER', 'shop', 'on', '>first', '+get', '~*')
    await acl('SETUSER', 'open', 'on', 'nopass')
    await kept('redis/admin', at('admin', 'root'))
  })
  after(() => redis.stop())

  const at = (username: string, password: string) => Object.assign(new URL(redis.url), { username, password }).href

  async function called(url: string, name: string, ...rest: string[]): Promise<unknown> {
    const client = new Redis(url, { lazyConnect: true, enableReadyCheck: false, retryStrategy: () => null })
    client.on('error', () => undefined)
    try {
      await client.connect()
      return await client.call(name, ...rest)
    } finally {
      client.disconnect()
    }
  }
  const acl = (...rest: string[]) => called(redis.url, 'ACL', ...rest)
  const enters = (password: string) => called(redis.url, 'AUTH', 'shop', password)

  test('has two passwords during the overlap, the new one after it, also when Redis starts anew', async () => {
    const options = { administrator: 'secret:redis/admin', user: 'shop' }
    for (const [path, value, read] of [
      ['redis/url', at('shop', 'first'), (text: string) => new URL(text).password],
      ['redis/plain', 'first', (text: string) => text],
    ] as const) {
      await acl('SETUSER', 'shop', 'resetpass', '>first')
      const id = await kept(path, value)
      await planned(id, 'redis-user', options)
      await rotate(id)
      const password = read(await valueAt(id))
      await Promise.all([enters('first'), enters(password)])
      await redis.restart()
      await Promise.all([enters('first'), enters(password)])
      await atTime(AFTER_OVERLAP_MS, server.sweep)
      await assert.rejects(enters('first'), /WRONGPASS/)
      await redis.restart()
      await assert.rejects(enters('first'), /WRONGPASS/)
      await enters(password)
      assert.equal(await called(redis.url, 'GET', 'nothing'), null)
      assert.equal((await readFile(redis.aclFile, 'utf8')).includes(password), false)
    }
  })

  test('whose rotation a process left half done gets one new password, and keeps it', async () => {
    await acl('SETUSER', 'shop', 'resetpass', '>first')
    const id = await kept('redis/crash', at('shop', 'first'))
    await planned(id, 'redis-user', { administrator: 'secret:redis/admin', user: 'shop' })
    await begun(id)
    await carriedOut(id, [['make', 'after'], ['tested', 'before'], ['tested', 'after'], ['finish', 'before'], null])
    await Promise.all([enters('first'), enters(new URL(await valueAt(id)).password)])
    assert.match(String(await acl('LIST')), /user shop on (?:sanitize-payload )?#[0-9a-f]{64} #[0-9a-f]{64} /)
  })

  test('that is not there, needs no password, or cannot be changed is left alone', async () => {
    await kept('redis/wrong', at('admin', 'wrong'))
    for (const [administrator, user, why] of [
      ['secret:redis/admin', 'nobody', /^Redis: there is no user nobody$/],
      ['secret:redis/admin', 'open', /^Redis: the user open needs no password/],
      ['secret:redis/wrong', 'shop', /^Redis: .*(?:WRONGPASS|invalid username-password)/],
    ] as const) {
      const id = await kept(`redis/fail-${user}`, 'first')
      await planned(id, 'redis-user', { administrator, user })
      assert.match(await failed(id), why)
      assert.equal(await valueAt(id), 'first')
    }
    const id = await kept('redis/names', 'first')
    const options = { administrator: 'secret:redis/admin', user: 'shop +@all' }
    assert.equal(codeOf(await plan(id, { rotator: 'redis-user', options })), 'secrets/bad-options')
  })
})
