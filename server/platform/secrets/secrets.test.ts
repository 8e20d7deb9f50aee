import assert from 'node:assert/strict'
import { after, afterEach, before, describe, test } from 'node:test'
import { Webhook } from 'standardwebhooks'
import { createHttpClient, type HttpClient } from '../../../test/support/http-client.ts'
import { type HttpStandIn, type StandInRequest, startHttpStandIn } from '../../../test/support/http-stand-in.ts'
import { codeOf, watchServer } from '../../../test/support/organisations.ts'
import type { Person } from '../../../test/support/people.ts'
import { atTime, is, type SecretsServer, startSecrets } from '../../../test/support/secrets.ts'
import { nowMs } from '../../kernel/clock.ts'

const DAY_MS = 86_400_000
const reason = 'the bank asked'
/** Hashes, bodies of third parties, keys and what they open by design; what is under way; `provider.item.sealed`: an envelope without an id. */
const UNLISTED = [
  ...['audit.personal_key.key', 'audit.record.personal'],
  ...['experiments.exposure.unit', 'experiments.fact.source', 'experiments.fact.unit'],
  ...['identity.attempt.key', 'identity.device.browser'],
  ...['kernel.mail.sealed_message', 'kernel.mail_webhook.sealed_body', 'kernel.sms.sealed_message'],
  ...['kernel.sms_count.key', 'kernel.vault_key.wrapped', 'payments.payment.payer_token'],
  ...['payments.provider_event.body', 'payments.recon_run.evidence', 'provider.item.sealed'],
]

let server: SecretsServer
let proven: HttpClient
let receiver: HttpStandIn
let refused: readonly string[] = []

before(async () => {
  server = await startSecrets()
  proven = server.proven
  receiver = await startHttpStandIn(({ body }) => ({
    status: refused.includes((body as { type: string }).type.split('.')[2] ?? '') ? 500 : 200,
  }))
})
after(async () => {
  await receiver.close()
  await server.stop()
})
afterEach(() => {
  refused = []
})

let paths = 0
async function made(body: object = {}, http: HttpClient = proven) {
  paths += 1
  return is(await http.post('/api/secrets', { path: `made/s${paths}`, environment: 'staging', ...body }), 201)
}

const reveal = (id: string, body: object = {}, http = proven) =>
  http.post(`/api/secrets/${id}/reveal`, { reason, ...body })
const valueAt = async (id: string, at?: string) => is(await reveal(id, at === undefined ? {} : { at }), 200).value
const write = (id: string, body: object, http = proven) => http.post(`/api/secrets/${id}/versions`, body)
const detail = async (id: string) => is(await proven.get(`/api/secrets/${id}`), 200)
const stagesOf = async (id: string) =>
  Object.fromEntries(
    (await detail(id)).versions.flatMap(({ number, stages }: { number: number; stages: string[] }) =>
      stages.map((name) => [name, number]),
    ),
  )

describe('a secret', () => {
  test('has versions that are written on what was seen, called by stages, rolled back and destroyed', async () => {
    const { id, path } = await made({ value: 'one', description: 'Of the bank', tags: ['money'] })
    assert.equal(codeOf(await write(id, { value: 'late', expected: 0 })), 'secrets/changed-since')
    is(await write(id, { value: 'two', expected: 1, overlapSeconds: 3600 }), 201)
    is(await write(id, { generate: { length: 24, alphabet: 'hex' }, expected: 2, stage: 'pending' }), 201)
    assert.deepEqual(await stagesOf(id), { current: 2, previous: 1, pending: 3 })
    assert.deepEqual([await valueAt(id), await valueAt(id, '1')], ['two', 'one'])
    assert.match(await valueAt(id, 'pending'), /^[0-9a-f]{24}$/)
    is(await proven.put(`/api/secrets/${id}/stages/blue`, { number: 3 }), 200)
    assert.equal(codeOf(await proven.put(`/api/secrets/${id}/stages/pending`, { number: 1 })), 'secrets/kept-stage')
    assert.equal(codeOf(await proven.put(`/api/secrets/${id}/stages/blue`, { number: 9 })), 'secrets/version-not-found')
    assert.equal(await server.resolved(`secret:${path}`), 'two')
    is(await proven.post(`/api/secrets/${id}/rollback`, { reason }), 200)
    assert.equal(await server.resolved(`secret:${path}`), 'one')
    assert.deepEqual(await stagesOf(id), { current: 1, previous: 2, pending: 3, blue: 3 })
    const destroy = (number: number) => proven.post(`/api/secrets/${id}/versions/${number}/destroy`, { reason })
    assert.equal(codeOf(await destroy(1)), 'secrets/still-current')
    is(await destroy(2), 204)
    assert.equal(codeOf(await destroy(2)), 'secrets/version-not-found')
    assert.equal(codeOf(await reveal(id, { at: '2' })), 'secrets/version-not-found')
    assert.equal(codeOf(await proven.post(`/api/secrets/${id}/rollback`, { reason })), 'secrets/nothing-before')
    const [row] = await server.app.db.raw('SELECT value FROM secrets.version WHERE secret_id = $1 AND number = 2', [id])
    assert.deepEqual(row, { value: null })
  })

  test('is given to nobody once deleted, comes back whole, and is gone for good a month later', async () => {
    const { id, path } = await made({ value: 'kept' })
    is(await proven.delete(`/api/secrets/${id}`), 204)
    await assert.rejects(server.resolved(`secret:${path}`), /secrets\/not-found/)
    assert.equal(codeOf(await reveal(id)), 'secrets/deleted')
    assert.equal(codeOf(await proven.post('/api/secrets', { path, environment: 'staging' })), 'secrets/path-taken')
    is(await proven.post(`/api/secrets/${id}/restore`), 204)
    assert.equal(await server.resolved(`secret:${path}`), 'kept')
    is(await proven.delete(`/api/secrets/${id}`), 204)
    await atTime(31 * DAY_MS, server.sweep)
    assert.deepEqual(await server.app.db.raw('SELECT FROM secrets.version WHERE secret_id = $1', [id]), [])
    const again = await made({ value: 'short' })
    assert.equal(
      codeOf(await server.admin.http.post(`/api/secrets/${again.id}/destroy`, { reason })),
      'http/assurance-too-low',
    )
    is(await proven.post(`/api/secrets/${again.id}/destroy`, { reason }), 204)
    assert.equal((await proven.get(`/api/secrets/${again.id}`)).status, 404)
  })

  test('is refused where it is not well made', async () => {
    const { id } = await made({ format: 'json', value: '{"key":"k"}' })
    for (const [answer, code] of [
      [await write(id, { value: 'plain', expected: 1 }), 'secrets/not-json'],
      [await write(id, { expected: 1 }), 'secrets/bad-policy'],
      [await write(id, { generate: { length: 8, alphabet: 'hex' }, expected: 1 }), 'secrets/bad-policy'],
      [await write(id, { value: 'é'.repeat(40_000), expected: 1 }), 'secrets/too-large'],
      [await reveal(id, { field: 'other' }), 'secrets/no-field'],
      [await proven.post('/api/secrets', { path: '../up', environment: 'staging' }), 'http/invalid'],
      [await proven.post('/api/secrets', { path: 'a', environment: 'moon' }), 'http/invalid'],
      [
        await proven.post('/api/secrets', { path: 'own', environment: 'staging', ownerId: id }),
        'secrets/unknown-owner',
      ],
    ] as const)
      assert.equal(codeOf(answer), code)
    assert.equal((await reveal(id, { field: 'key' })).body.value, 'k')
  })

  test('is revealed to who has just proven two factors and says why, on record; a value stands in no answer, log or record else', async () => {
    const value = 'sk_never_to_be_seen'
    const { id } = await made({ value })
    const seen = await watchServer(server)
    assert.equal(codeOf(await reveal(id, {}, server.admin.http)), 'http/assurance-too-low')
    assert.equal(codeOf(await proven.post(`/api/secrets/${id}/reveal`, {})), 'http/invalid')
    assert.equal(await valueAt(id), value)
    assert.deepEqual((await seen()).audit, ['secrets.secret.revealed'])
    const records = await server.app.db.raw('SELECT * FROM audit.record WHERE subject_id = $1', [id])
    assert.equal(records.length, 2)
    const told = JSON.stringify([records, await detail(id), is(await proven.get('/api/secrets'), 200)])
    assert.ok(told.includes(reason) && !told.includes(value))
    assert.equal(codeOf(await reveal(id, {}, await server.provenLongAgo())), 'http/assurance-too-low')
  })

  test('that was changed in the database is given to nobody, and the operator is told', async () => {
    const { id, path } = await made({ value: 'whole' })
    await server.app.db.raw(
      'UPDATE secrets.version SET value = set_byte(value, length(value) - 1, get_byte(value, length(value) - 1) # 1) WHERE secret_id = $1',
      [id],
    )
    const answer = await reveal(id)
    assert.deepEqual([answer.status, answer.body.code], [500, 'secrets/unreadable'])
    await assert.rejects(server.resolved(`secret:${path}`), /secrets\/unreadable/)
    const [check] = server.app.units.secrets.health ?? []
    assert.equal((await check?.run(AbortSignal.timeout(1000)))?.status, 'fail')
  })

  test('tells by a value which version was leaked, to who may see it', async () => {
    const leaked = 'leaked-value-of-this-test'
    const { id } = await made({ value: leaked })
    is(await write(id, { value: 'newer', expected: 1 }), 201)
    const lookUp = (value: string, http = proven) => http.post('/api/secrets/look-up', { value })
    assert.deepEqual(
      is(await lookUp(leaked), 200).items.map((one: { id: string; number: number }) => [one.id, one.number]),
      [[id, 1]],
    )
    assert.deepEqual(is(await lookUp('another'), 200).items, [])
    const stranger = await server.people.signedIn()
    assert.equal(codeOf(await lookUp(leaked, stranger.http)), 'http/denied')
    const stored = await server.app.db.raw("SELECT * FROM audit.record WHERE action = 'secrets.value.looked-up'")
    assert.ok(stored.length > 0 && !JSON.stringify(stored).includes(leaked))
  })
})

describe('access to secrets', () => {
  const keyOf = async (person: Person, scopes: readonly string[]) => {
    const { id, key } = is(await person.http.post('/api/api-keys', { name: 'robot', scopes }), 201)
    return { id: id as string, http: createHttpClient(server.url, { authorization: `Bearer ${key}` }) }
  }
  const grant = async (body: object) => is(await proven.post('/api/secret-grants', body), 201)
  const read = (http: HttpClient, reference: string, more: object = {}) =>
    http.post('/api/secrets/read', { reference, ...more })

  test('is nothing without a permission or a grant', async () => {
    const { id } = await made({ value: 'v' })
    const { http } = await server.people.signedIn()
    for (const [answer, code] of [
      [await http.get('/api/secrets'), 'http/denied'],
      [await http.get(`/api/secrets/${id}`), 'secrets/not-found'],
      [await reveal(id, {}, http), 'secrets/not-found'],
      [await write(id, { value: 'w', expected: 1 }, http), 'secrets/not-found'],
      [await http.post('/api/secrets', { path: 'mine', environment: 'staging' }), 'http/denied'],
      [await http.get('/api/secret-grants'), 'http/denied'],
    ] as const)
      assert.equal(codeOf(answer), code)
  })

  test('of a person or a role can end at a path and an environment', async () => {
    const person = await server.people.signedIn('reviewer')
    const http = await server.provenAs(person)
    const { id } = await made({ path: 'payments/stripe', value: 'p' })
    await made({ path: 'payments', value: 'q' })
    await made({ path: 'payments/stripe', environment: 'production', value: 'r' })
    const given = await grant({
      ...{ pattern: 'payments/*', environment: 'staging', holderKind: 'role', holder: 'reviewer', may: ['reveal'] },
    })
    const listed = is(await http.get('/api/secrets'), 200).items
    assert.deepEqual(
      listed.map((one: { path: string; environment: string; may: object }) => [one.path, one.environment, one.may]),
      [['payments/stripe', 'staging', { reveal: true, manage: false }]],
    )
    assert.equal(is(await reveal(id, {}, http), 200).value, 'p')
    assert.equal(codeOf(await write(id, { value: 'w', expected: 1 }, http)), 'http/denied')
    is(await proven.delete(`/api/secret-grants/${given.id}`), 204)
    assert.equal(codeOf(await reveal(id, {}, http)), 'secrets/not-found')
    const own = { pattern: 'payments/stripe', holderKind: 'user', holder: person.id, may: ['manage'] }
    await grant(own)
    is(await write(id, { value: 'w', expected: 1 }, http), 201)
    assert.equal(codeOf(await reveal(id, {}, http)), 'http/denied')
    assert.equal(codeOf(await server.admin.http.post('/api/secret-grants', own)), 'http/assurance-too-low')
    assert.equal(codeOf(await proven.post('/api/secret-grants', { ...own, pattern: 'a/*/b' })), 'secrets/bad-pattern')
    assert.equal(codeOf(await proven.post('/api/secret-grants', { ...own, holder: 'me' })), 'secrets/bad-holder')
  })

  test('of an API key is what was granted to it, within what it may', async () => {
    await made({ path: 'robots/one', value: '{"token":"t1"}', format: 'json' })
    await made({ path: 'other/one', value: 'o1' })
    const key = await keyOf(server.admin, ['secrets:reveal'])
    const poor = await keyOf(server.admin, [])
    assert.equal(codeOf(await read(key.http, 'secret:robots/one')), 'http/denied')
    for (const { id: holder } of [key, poor])
      await grant({ pattern: 'robots/*', holderKind: 'api-key', holder, may: ['reveal'] })
    const answer = await read(key.http, 'secret:robots/one#token')
    assert.deepEqual([is(answer, 200).value, answer.headers.get('cache-control')], ['t1', 'no-store'])
    assert.equal(codeOf(await read(key.http, 'secret:other/one')), 'http/denied')
    assert.equal(codeOf(await read(poor.http, 'secret:robots/one')), 'http/denied')
    assert.equal(codeOf(await read(key.http, 'secret:robots/one', { environment: 'test' })), 'secrets/not-found')
    assert.equal(codeOf(await read(key.http, 'aws:robots/one')), 'secrets/bad-reference')
    const [listed] = is(await key.http.get('/api/secrets'), 200).items
    assert.equal(codeOf(await key.http.post(`/api/secrets/${listed.id}/destroy`, { reason })), 'http/denied')
    const grants = await key.http.post('/api/secret-grants', {
      pattern: '*',
      holderKind: 'api-key',
      holder: key.id,
      may: ['manage'],
    })
    assert.equal(grants.status, 403)
  })

  test('of an organisation is its owners’, by grant its members’, and ends with it', async () => {
    const [owner, member, stranger] = await Promise.all([1, 2, 3].map(() => server.people.signedIn()))
    assert.ok(owner && member && stranger)
    const organisationId = is(await owner.http.post('/api/organisations', { name: 'Tenant' }), 201).id
    await server.app.db.raw(
      "INSERT INTO organisations.member (organisation_id, user_id, role, joined_at) VALUES ($1, $2, 'member', now())",
      [organisationId, member.id],
    )
    const http = await server.provenAs(owner)
    const { id } = await made({ organisationId, path: 'own/one', value: 'tenant value' }, http)
    assert.equal(is(await reveal(id, {}, http), 200).value, 'tenant value')
    for (const other of [stranger.http, proven]) {
      assert.equal(codeOf(await other.get(`/api/secrets/${id}`)), 'secrets/not-found')
      assert.equal(
        codeOf(await other.get(`/api/secrets?organisationId=${organisationId}`)),
        'secrets/organisation-not-found',
      )
    }
    await assert.rejects(server.resolved('secret:own/one'), /secrets\/not-found/)
    assert.equal(codeOf(await member.http.get(`/api/secrets/${id}`)), 'secrets/not-found')
    const given = { organisationId, pattern: '*', holderKind: 'user', holder: member.id, may: ['read'] }
    is(await http.post('/api/secret-grants', given), 201)
    assert.equal(is(await member.http.get(`/api/secrets/${id}`), 200).path, 'own/one')
    assert.equal(codeOf(await reveal(id, {}, member.http)), 'http/denied')
    const slug = is(await http.get(`/api/organisations/${organisationId}`), 200).slug
    is(await http.send(`/api/organisations/${organisationId}?confirm=${slug}`, { method: 'DELETE' }), 204)
    const keys = await server.app.db.raw('SELECT wrapped FROM kernel.vault_key WHERE scope = $1', [
      `organisation:${organisationId}`,
    ])
    assert.deepEqual(keys, [{ wrapped: null }])
    assert.deepEqual(await server.app.db.raw('SELECT FROM secrets.secret WHERE id = $1', [id]), [])
  })
})

describe('a rotation', () => {
  const plan = (id: string, body: object) => proven.put(`/api/secrets/${id}/rotation`, body)
  const rotate = async (id: string) => {
    is(await proven.post(`/api/secrets/${id}/rotate`), 202)
    await server.jobsIdle()
  }
  const steps = (from: number) =>
    receiver.requests.slice(from).map(({ body }: StandInRequest) => (body as { type: string }).type.split('.')[2])

  test('makes a value, by hand or when it is due; both are good for a while', async () => {
    const { id } = await made({ format: 'json', value: '{"user":"u","password":"old"}' })
    assert.equal(codeOf(await proven.post(`/api/secrets/${id}/rotate`)), 'secrets/not-rotating')
    assert.equal(codeOf(await plan(id, { rotator: 'magic' })), 'secrets/unknown-rotator')
    assert.equal(codeOf(await plan(id, { rotator: 'generate', length: 8, alphabet: 'hex' })), 'secrets/bad-policy')
    is(await plan(id, { rotator: 'generate', everyDays: 30, field: 'password', overlapSeconds: 600 }), 200)
    await rotate(id)
    assert.deepEqual(await stagesOf(id), { current: 2, previous: 1 })
    const { user, password } = JSON.parse(await valueAt(id))
    assert.ok(user === 'u' && /^[A-Za-z0-9]{40}$/.test(password), 'only the field is new')
    await atTime(31 * DAY_MS, server.sweep)
    const { rotations, versions } = await detail(id)
    assert.deepEqual(
      rotations.map(({ state }: { state: string }) => state),
      ['done', 'done'],
    )
    assert.deepEqual(
      versions.map((one: { stages: string[]; retiredAt: string | null }) => [
        one.stages.join(),
        one.retiredAt !== null,
      ]),
      [
        ['current', false],
        ['previous', false],
        ['', true],
      ],
    )
  })

  test('by a webhook installs, tests and ends values, signed; a step that fails leaves what is current', async () => {
    const key = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'
    await made({ path: 'hooks/key', value: key })
    const { id } = await made({ value: 'first' })
    const options = { url: `${receiver.url}/rotate`, signedBy: 'hooks/key' }
    assert.equal(codeOf(await plan(id, { rotator: 'webhook', options: { url: 'nowhere' } })), 'secrets/bad-options')
    is(await plan(id, { rotator: 'webhook', options, overlapSeconds: 60 }), 200)
    let from = receiver.requests.length
    await rotate(id)
    assert.deepEqual(steps(from), ['install', 'test'])
    const [installed] = receiver.requests.slice(from)
    assert.ok(installed)
    const sent = new Webhook(key).verify(JSON.stringify(installed.body), installed.headers as Record<string, string>)
    assert.equal((sent as { data: { value: string } }).data.value, await valueAt(id))
    from = receiver.requests.length
    await atTime(2 * 60_000, server.sweep)
    assert.deepEqual(steps(from), ['retire'])

    refused = ['test']
    const current = await valueAt(id)
    from = receiver.requests.length
    is(await proven.post(`/api/secrets/${id}/rotate`), 202)
    assert.equal(codeOf(await proven.post(`/api/secrets/${id}/rotate`)), 'secrets/rotation-running')
    await failForGood()
    assert.equal(await valueAt(id), current)
    assert.equal((await stagesOf(id)).pending, undefined)
    assert.ok(steps(from).includes('undo'))
    const [{ state, error }] = (await detail(id)).rotations
    assert.deepEqual([state, error], ['failed', 'the webhook answered 500 to test'])
    const told = (await server.mailbox()).filter(({ template }) => template.endsWith('secrets.rotation-failed'))
    assert.deepEqual(
      told.map(({ to }) => to.address),
      [server.admin.email],
    )
  })

  /** All tries of the waiting rotation, without their pauses. */
  async function failForGood(): Promise<void> {
    for (let tries = 0; tries < 5; tries += 1) {
      await server.jobsIdle()
      await server.app.db.raw(
        "UPDATE pgboss.job SET start_after = now() WHERE name = 'secrets.rotate' AND state = 'retry'",
      )
    }
    await server.jobsIdle()
  }
})

test('owners are reminded before a value ends, once for each of the days', async () => {
  const { id } = await made({ value: 'ending', expiresAt: new Date(nowMs() + 20 * DAY_MS).toISOString() })
  const mails = async () =>
    (await server.mailbox()).filter(({ template, text }) => template.endsWith('secrets.expiring') && text.includes(id))
      .length
  const after: number[] = []
  for (const days of [0, 1, 7, 13.5, 20]) {
    await atTime(days * DAY_MS, server.sweep)
    after.push(await mails())
  }
  assert.deepEqual(after, [1, 1, 2, 3, 4])
  is(await proven.patch(`/api/secrets/${id}`, { expiresAt: null }), 200)
})

test('every column of bytes that may hold a secret is sealed under the vault and listed, or known to be none', async () => {
  const listed = server.app.sealed.map(({ table, column }) => `${table}.${column}`)
  const columns = await server.app.db.raw<{ name: string }>(
    `SELECT format('%s.%s.%s', table_schema, table_name, column_name) AS name FROM information_schema.columns
      WHERE data_type = 'bytea' AND table_schema NOT IN ('information_schema', 'pg_catalog', 'pgboss')
        AND column_name !~ '(hash|mac|sha256|salt|fingerprint|waveform|visitor_key|credential_id|public_key)$' ORDER BY 1`,
  )
  const others = columns.map(({ name }) => name).filter((name) => !listed.includes(name))
  assert.deepEqual(others, UNLISTED)
  assert.ok(listed.length >= 10 && listed.includes('factors.totp.seed') && listed.includes('secrets.version.value'))
  await made({ value: 'one at least' })
  for (const { table, column } of server.app.sealed)
    assert.deepEqual(
      await server.app.db.raw(`SELECT id FROM ${table} WHERE ${column} IS NOT NULL AND get_byte(${column}, 0) <> 2`),
      [],
      `${table}.${column}`,
    )
})
