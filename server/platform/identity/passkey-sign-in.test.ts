import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { after, afterEach, describe, test } from 'node:test'
import { cookieClient } from '../../../test/support/cookie-client.ts'
import { createHttpClient, type HttpClient } from '../../../test/support/http-client.ts'
import { readMailbox } from '../../../test/support/mailbox.ts'
import type { Person } from '../../../test/support/people.ts'
import { startServer } from '../../../test/support/server.ts'
import { type Authenticator, createAuthenticator, type Misconduct } from '../../audit-auth/authenticator.ts'
import { setClock } from '../../kernel/clock.ts'

const ORIGIN = 'http://localhost:3000'
const server = await startServer()
const anonymous = server.people.anonymous()

let restore: (() => void) | null = null

async function register(http: HttpClient, authenticator: Authenticator, misconduct: Misconduct = {}): Promise<void> {
  const { body: options } = await http.post('/api/auth/mfa/passkeys/options', {})
  const credential = authenticator.create(options, misconduct)
  const added = await http.post('/api/auth/mfa/passkeys', { credential, name: 'Laptop' })
  assert.equal(added.status, 201, JSON.stringify(added.body))
}

async function withPasskey() {
  const person = await server.people.signedIn()
  const authenticator = createAuthenticator({ origin: ORIGIN })
  await register(person.http, authenticator)
  return { person, authenticator }
}

/** A person whose second factors are e-mail codes and a passkey. */
async function withMailToo() {
  const person = await server.people.signedIn()
  const { body } = await person.http.post('/api/auth/mfa/email', {})
  await server.jobsIdle()
  await person.http.post(`/api/auth/mfa/email/${body.id}/confirm`, { code: await newestCode(person) })
  const { email, password } = person
  const { challenge } = (await anonymous.post('/api/auth/login', { email, password, transport: 'bearer' })).body
  const answer = await byMail(person, challenge)
  const authenticator = createAuthenticator({ origin: ORIGIN })
  const headers = { authorization: `Bearer ${answer.body.accessToken}` }
  await register(createHttpClient(server.url, headers), authenticator)
  return { person, authenticator }
}

async function newestCode({ email }: Person): Promise<string> {
  await server.jobsIdle()
  const mails = await readMailbox(server.config.mail.mailboxDir)
  const text = mails.findLast((mail) => mail.to.address === email && mail.template === 'factors.code')?.text ?? ''
  return /\b[0-9]{6}\b/.exec(text)?.[0] ?? 'no code'
}

/** Answers a challenge by a mailed code. */
async function byMail(person: Person, challenge: string) {
  await anonymous.post('/api/auth/mfa/send', { challenge, method: 'email' })
  return anonymous.post('/api/auth/mfa/verify', { challenge, method: 'email', code: await newestCode(person) })
}

async function offered() {
  const { status, body } = await anonymous.post('/api/auth/passkey/options', {})
  assert.equal(status, 200)
  return body
}

const login = (challenge: string, credential: object) =>
  anonymous.post('/api/auth/passkey/login', { challenge, credential, transport: 'bearer' })

async function attempt(authenticator: Authenticator, misconduct: Misconduct = {}) {
  const { options, challenge } = await offered()
  return login(challenge, authenticator.get(options, misconduct))
}

/** Reasons written down for refusals of a passkey or a person. */
async function refusals(subject: string): Promise<unknown[]> {
  const rows = await server.app.db.raw<{ details: { reason: unknown } }>(
    "SELECT details FROM audit.record WHERE subject_id = $1 AND action = 'identity.login.refused' ORDER BY at, id",
    [subject],
  )
  return rows.map(({ details }) => details.reason)
}

const fingerprint = (credentialId: string): string =>
  createHash('sha256').update(credentialId).digest('hex').slice(0, 32)

describe('sign-in by passkey alone', () => {
  after(() => server.stop())
  afterEach(() => {
    restore?.()
    restore = null
  })

  test('one that made sure of its person is two factors', async () => {
    const { person, authenticator } = await withPasskey()
    const { options, challenge } = await offered()
    assert.equal(options.rpId, 'localhost')
    assert.equal(options.allowCredentials, undefined)
    const answer = await login(challenge, authenticator.get(options))
    assert.equal(answer.status, 200, JSON.stringify(answer.body))
    assert.equal(answer.body.user.id, person.id)
    const me = await createHttpClient(server.url, { authorization: `Bearer ${answer.body.accessToken}` }).get(
      '/api/auth/me',
    )
    assert.equal(me.body.session.aal, 2)
  })

  test('sets the cookies of a session', async () => {
    const { authenticator } = await withPasskey()
    const client = cookieClient(server.url)
    const { options, challenge } = (await client.post('/api/auth/passkey/options')).body
    const answer = await client.post('/api/auth/passkey/login', { challenge, credential: authenticator.get(options) })
    assert.equal(answer.status, 200, answer.text)
    assert.equal('refreshToken' in answer.body, false)
    assert.equal((await client.get('/api/auth/me')).status, 200)
  })

  test('one that did not is a first factor: another has to follow, and the passkey again is none', async () => {
    const { person, authenticator } = await withMailToo()
    const answer = await attempt(authenticator, { userVerified: false })
    assert.deepEqual([answer.status, answer.body.mfaRequired, 'accessToken' in answer.body], [200, true, false])
    assert.deepEqual(answer.body.methods, ['email', 'backup'])
    const { challenge } = answer.body
    const options = (await anonymous.post('/api/auth/mfa/passkey-options', { challenge })).body
    const again = { challenge, method: 'passkey', credential: authenticator.get(options) }
    assert.equal((await anonymous.post('/api/auth/mfa/verify', again)).status, 401)
    assert.equal((await byMail(person, challenge)).status, 200)
  })

  test('one that did not, of a person without another factor, is refused', async () => {
    const { person, authenticator } = await withPasskey()
    const answer = await attempt(authenticator, { userVerified: false })
    assert.deepEqual([answer.status, answer.body.code], [401, 'identity/passkey-unverified'])
    assert.deepEqual(await refusals(person.id), ['unverified'])
  })

  test('a found key that is given a PIN is still no more than a key, until it is used beside the password', async () => {
    const person = await server.people.signedIn()
    const authenticator = createAuthenticator({ origin: ORIGIN })
    await register(person.http, authenticator, { userVerified: false })
    const found = await attempt(authenticator)
    assert.deepEqual([found.status, found.body.code], [401, 'identity/passkey-unverified'])
    const { email, password } = person
    const { challenge } = (await anonymous.post('/api/auth/login', { email, password, transport: 'bearer' })).body
    const options = (await anonymous.post('/api/auth/mfa/passkey-options', { challenge })).body
    const proof = { challenge, method: 'passkey', credential: authenticator.get(options) }
    assert.equal((await anonymous.post('/api/auth/mfa/verify', proof)).status, 200)
    assert.equal((await attempt(authenticator)).status, 200)
  })

  const wrong: [string, Misconduct][] = [
    ['another origin', { origin: 'https://evil.example' }],
    ['another relying party', { rpId: 'evil.example' }],
    ['a challenge of nobody', { challenge: 'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA' }],
    ['the answer of a set-up', { type: 'webauthn.create' }],
    ['nobody present', { userPresent: false }],
    ['a wrong signature', { brokenSignature: true }],
    ['an old counter', { counter: 1 }],
    ["another person's handle", { userHandle: Buffer.alloc(16, 7).toString('base64url') }],
    ['no handle', { userHandle: null }],
    ['an unknown passkey', { credentialId: Buffer.alloc(32, 7).toString('base64url') }],
  ]
  for (const [name, misconduct] of wrong) {
    test(`is refused with ${name}`, async () => {
      const { authenticator } = await withPasskey()
      const answer = await attempt(authenticator, misconduct)
      assert.deepEqual([answer.status, answer.body.code], [401, 'identity/passkey-refused'])
      const tried = fingerprint(misconduct.credentialId ?? authenticator.credentialId)
      assert.equal((await refusals(tried)).at(-1), 'wrong')
      assert.equal((await attempt(authenticator)).status, 200)
    })
  }

  test("is refused with another person's passkey under the owner's handle", async () => {
    const ada = await withPasskey()
    const eve = await withPasskey()
    const handle = Buffer.from(ada.person.id.replaceAll('-', ''), 'hex').toString('base64url')
    assert.equal((await attempt(eve.authenticator, { userHandle: handle })).status, 401)
    const credentialId = ada.authenticator.credentialId
    assert.equal((await attempt(eve.authenticator, { userHandle: handle, credentialId })).status, 401)
  })

  test('is refused by the challenge of another flow or ceremony, a late one, and again', async () => {
    const { person, authenticator } = await withPasskey()
    const first = await offered()
    const second = await offered()
    assert.equal((await login(second.challenge, authenticator.get(first.options))).status, 401)
    const { email, password } = person
    const { challenge } = (await anonymous.post('/api/auth/login', { email, password, transport: 'bearer' })).body
    const options = (await anonymous.post('/api/auth/mfa/passkey-options', { challenge })).body
    assert.equal((await login(second.challenge, authenticator.get(options))).status, 401)
    const credential = authenticator.get(second.options)
    assert.equal((await login(second.challenge, credential)).status, 200)
    assert.equal((await login(second.challenge, credential)).status, 401)
    const late = await offered()
    restore = setClock(() => Date.now() + 301_000)
    assert.equal((await login(late.challenge, authenticator.get(late.options))).status, 401)
  })

  test('of twenty at once with one answer one gets a session', async () => {
    const { authenticator } = await withPasskey()
    const { options, challenge } = await offered()
    const credential = authenticator.get(options)
    const answers = await Promise.all(Array.from({ length: 20 }, () => login(challenge, credential)))
    assert.deepEqual(answers.map(({ status }) => status).sort(), [200, ...Array(19).fill(401)])
  })

  test('a disabled person is told so, and has no session', async () => {
    const { person, authenticator } = await withPasskey()
    await server.app.db.raw('UPDATE identity."user" SET disabled_at = now() WHERE id = $1', [person.id])
    const answer = await attempt(authenticator)
    assert.deepEqual([answer.status, answer.body.code], [403, 'identity/account-disabled'])
    assert.deepEqual(await refusals(person.id), ['closed'])
  })

  test('a page of another site cannot start it, nor end it', async () => {
    const { authenticator } = await withPasskey()
    const { options, challenge } = await offered()
    const evil = { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' }
    assert.equal((await anonymous.post('/api/auth/passkey/options', {}, evil)).status, 403)
    const credential = authenticator.get(options)
    assert.equal((await anonymous.post('/api/auth/passkey/login', { challenge, credential }, evil)).status, 403)
  })
})
