import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { createHttpClient, type HttpClient } from '../../../test/support/http-client.ts'
import { type HttpStandIn, startHttpStandIn } from '../../../test/support/http-stand-in.ts'
import { expectProblem } from '../../../test/support/music.ts'
import { is, type SecretsServer, startSecrets } from '../../../test/support/secrets.ts'
import { startServer, type TestServer } from '../../../test/support/server.ts'
import { ConfigError } from '../../kernel/config/read.ts'
import { object } from '../../kernel/http/schema.ts'
import { type Setting, type Settings, secretReference } from './index.ts'

const gate = object({ key: secretReference({ missing: 'error' }) })
const gateSetting: Setting<typeof gate> = {
  ...{ key: 'gate', title: 'The gate', description: 'Of this test', schema: gate, isPublic: false },
  fallback: { key: 'env:GATE_KEY' },
}
const declare = (_: unknown, { settings }: { settings: Settings }) => void settings.declare(gateSetting)

let service: HttpStandIn
let here: SecretsServer
let there: TestServer
let proven: HttpClient
let keys: readonly string[] = []
/** What the service knows as its own. */
const good = new Set<string>()

before(async () => {
  service = await startHttpStandIn(({ text }) => {
    const form = new URLSearchParams(text)
    const key = form.get('secret') ?? ''
    keys = [...keys, key]
    const body = good.has(key)
      ? { success: true, hostname: 'localhost', action: 'login' }
      : { success: false, 'error-codes': ['invalid-input-secret'] }
    return { status: 200, body }
  })
  const environment = {
    ...{ SESSION_SECRET: 'a secret that both nodes of this test know of', APP_ENV: 'staging' },
    ENCRYPTION_KEYS: `e1:${Buffer.alloc(32, 7).toString('base64')}`,
    ...{ TURNSTILE_API_BASE: service.url, SECRETS_PROVIDER: 'database,env', PLINTH_SECRET_GATE_KEY: 'open' },
  }
  here = await startSecrets({ environment, declare })
  there = await startServer({ environment: { ...environment, DATABASE_URL: here.databaseUrl }, declare })
  proven = here.proven
})
after(async () => {
  await there?.stop()
  await here?.stop()
  await service?.close()
})

const kept = async (path: string, value: string) => {
  good.add(value)
  return is(await proven.post('/api/secrets', { path, environment: 'staging', value }), 201).id as string
}
const say = async (key: string, value: object, http: HttpClient = proven) => {
  const { version } = is(await http.get(`/api/settings/${key}`), 200)
  return await http.put(`/api/settings/${key}`, { value, version })
}
const asked = async (server: TestServer) =>
  is(await createHttpClient(server.url).get('/api/auth/captcha'), 200) as { provider: string; siteKey?: string }
const findings = async (subject: string) =>
  is(await proven.get('/api/config'), 200).findings.filter((one: { subject: string }) => one.subject === subject)

/** A fourth try to sign in, with an answer to the captcha; what the service was sent as key. */
async function keyAskedBy(server: TestServer): Promise<string | undefined> {
  const { email } = await here.people.signedIn()
  const http = createHttpClient(server.url)
  for (let at = 0; at < 3; at += 1) await http.post('/api/auth/login', { email, password: 'not the password' })
  const before = keys.length
  const answer = await http.post('/api/auth/login', { email, password: 'wrong', captcha: `token ${keys.length}` })
  assert.equal(answer.status, good.has(keys.at(-1) ?? '') ? 401 : 403)
  return keys.slice(before).at(-1)
}

describe('a secret that a setting names', () => {
  const TURNSTILE = { provider: 'turnstile', siteKey: 'the site', secretKey: 'secret:captcha/turnstile' }
  let id: string

  test('is used on every node as it is, and as it is renewed, and stands nowhere', async () => {
    assert.equal((await asked(here)).provider, 'altcha')
    id = await kept('captcha/turnstile', 'key-number-one')
    is(await say('captcha', TURNSTILE), 200)
    for (const node of [here, there]) {
      assert.deepEqual(await asked(node), { provider: 'turnstile', siteKey: 'the site' })
      assert.equal(await keyAskedBy(node), 'key-number-one')
    }
    is(await proven.put(`/api/secrets/${id}/rotation`, { rotator: 'generate', overlapSeconds: 60 }), 200)
    is(await proven.post(`/api/secrets/${id}/rotate`), 202)
    await here.jobsIdle()
    const next = await here.resolved('secret:captcha/turnstile')
    good.add(next)
    assert.notEqual(next, 'key-number-one')
    for (const node of [here, there]) assert.equal(await keyAskedBy(node), next)
    const told = await Promise.all(
      ['/api/config', '/api/settings', '/api/settings/captcha/history', '/api/settings/export'].map((path) =>
        proven.get(path),
      ),
    )
    for (const answer of told) {
      const text = JSON.stringify(is(answer, 200))
      assert.ok(text.includes('secret:captcha/turnstile'))
      for (const value of ['key-number-one', next]) assert.equal(text.includes(value), false)
    }
    const open = JSON.stringify(is(await createHttpClient(here.url).get('/api/config/public'), 200))
    assert.equal(open.includes('captcha'), false)
  })

  test('that is gone is told as a finding, and what needs it goes on without; brought back, it is used', async () => {
    assert.deepEqual(await findings('captcha.secretKey'), [])
    is(await proven.delete(`/api/secrets/${id}`), 204)
    for (const node of [here, there]) assert.equal((await asked(node)).provider, 'altcha')
    const [finding] = await findings('captcha.secretKey')
    assert.deepEqual(
      [finding.severity, finding.message],
      ['warning', 'names a secret that cannot be had: There is no such secret'],
    )
    const { checks } = await there.app.health.report()
    assert.equal(checks.settings?.status, 'warn')
    is(await proven.post(`/api/secrets/${id}/restore`), 204)
    for (const node of [here, there]) assert.equal((await asked(node)).provider, 'turnstile')
    assert.deepEqual(await findings('captcha.secretKey'), [])
  })

  test('is named by who may see it, and stays where somebody else changes the rest', async () => {
    const { http } = await here.people.signedIn('admin')
    await kept('banks/main', 'not for them')
    const other = { ...TURNSTILE, secretKey: 'secret:banks/main' }
    assert.deepEqual(expectProblem(await say('captcha', other, http), 'settings/secret-refused'), [
      '/value/secretKey secret',
    ])
    for (const secretKey of ['secret:banks/none', 'env:PATH'])
      expectProblem(await say('captcha', { ...TURNSTILE, secretKey }, http), 'settings/secret-refused')
    is(await say('captcha', { ...TURNSTILE, siteKey: 'another site' }, http), 200)
    is(await say('captcha', other), 200)
    const { version } = is(await say('captcha', TURNSTILE), 200)
    const back = { to: version - 1, version }
    expectProblem(await http.post('/api/settings/captcha/rollback', back), 'settings/secret-refused')
    const document = is(await http.get('/api/settings/export'), 200)
    document.settings.captcha.members.secretKey = 'secret:banks/main'
    const brought = await http.post('/api/settings/import', { document, dryRun: false })
    assert.deepEqual(expectProblem(brought, 'settings/secret-refused'), [
      '/document/settings/captcha/members/secretKey secret',
    ])
    is(await proven.post('/api/settings/captcha/rollback', back), 200)
    is(await say('captcha', TURNSTILE), 200)
  })

  test('that must be there refuses a change, and a start, without it', async () => {
    expectProblem(await say('gate', { key: 'secret:gate/none' }), 'settings/refused')
    expectProblem(await say('gate', { key: 'no reference' }), 'http/invalid')
    const gateId = await kept('gate/key', 'open')
    is(await say('gate', { key: 'secret:gate/key' }), 200)
    is(await proven.delete(`/api/secrets/${gateId}`), 204)
    assert.equal((await findings('gate.key'))[0].severity, 'error')
    const environment = { DATABASE_URL: here.databaseUrl, APP_ENV: 'staging' }
    await assert.rejects(
      startServer({ environment, declare }),
      (error) => error instanceof ConfigError && error.faults.some(({ variable }) => variable === 'gate.key'),
    )
  })

  test('that the service refuses is stood in for', async () => {
    is(await proven.post(`/api/secrets/${id}/versions`, { value: 'not theirs', expected: 2 }), 201)
    assert.equal(await keyAskedBy(here), 'not theirs')
    assert.equal((await asked(here)).provider, 'altcha')
  })
})
