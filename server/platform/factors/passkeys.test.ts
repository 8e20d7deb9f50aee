import assert from 'node:assert/strict'
import { after, afterEach, describe, test } from 'node:test'
import {
  BEHIND_PROXY,
  challengeOf,
  furtherSession,
  type Somebody,
  somebody,
  templatesTo,
  trailOf,
  withToken,
} from '../../../test/support/factors.ts'
import type { HttpClient } from '../../../test/support/http-client.ts'
import { startServer } from '../../../test/support/server.ts'
import { type Authenticator, createAuthenticator, type Misconduct } from '../../audit-auth/authenticator.ts'
import { setClock } from '../../kernel/clock.ts'

const ORIGIN = 'http://localhost:3000'
const ELSEWHERE = 'https://app.localhost'
const server = await startServer({ environment: { ...BEHIND_PROXY, ALLOWED_ORIGINS: ELSEWHERE } })

let restore: (() => void) | null = null

const creation = (http: HttpClient) => http.post('/api/auth/mfa/passkeys/options', {})

/** Makes a passkey and hands it in. */
async function register(http: HttpClient, authenticator: Authenticator, misconduct: Misconduct = {}) {
  const { body: options } = await creation(http)
  return http.post('/api/auth/mfa/passkeys', { credential: authenticator.create(options, misconduct), name: 'Laptop' })
}

async function withPasskey(counts = true) {
  const person = await somebody(server)
  const weak = await furtherSession(server, person)
  const authenticator = createAuthenticator({ origin: ORIGIN, counts })
  const added = await register(person.http, authenticator)
  assert.equal(added.status, 201, JSON.stringify(added.body))
  return { person, authenticator, weak, id: added.body.id as string }
}

/** A challenge of a sign-in with options for a passkey. */
async function asked(person: Somebody) {
  const challenge = await challengeOf(person)
  const { status, body: options } = await person.anonymous.post('/api/auth/mfa/passkey-options', { challenge })
  assert.equal(status, 200, JSON.stringify(options))
  return { challenge, options }
}

const verify = (person: Somebody, challenge: string, credential: object) =>
  person.anonymous.post('/api/auth/mfa/verify', { challenge, method: 'passkey', credential })

async function proven(person: Somebody, authenticator: Authenticator) {
  const { challenge, options } = await asked(person)
  return withToken(server, person, await verify(person, challenge, authenticator.get(options)))
}

describe('passkeys', () => {
  after(() => server.stop())
  afterEach(() => {
    restore?.()
    restore = null
  })

  describe('set up', () => {
    test('with its name, by options for this site and person, and its owner is told', async () => {
      const person = await somebody(server)
      const { body: options } = await creation(person.http)
      assert.deepEqual(options.rp, { name: 'Plinth', id: 'localhost' })
      assert.equal(options.user.name, person.email)
      assert.equal(options.attestation, 'none')
      assert.deepEqual(options.excludeCredentials, [])
      const authenticator = createAuthenticator({ origin: ORIGIN })
      const credential = authenticator.create(options)
      const added = await person.http.post('/api/auth/mfa/passkeys', { credential, name: 'Laptop' })
      assert.equal(added.status, 201)
      assert.equal(added.body.backupCodes.length, 10)
      const { methods, passkeys } = (await person.http.get('/api/auth/mfa')).body
      assert.deepEqual(methods, ['passkey', 'backup'])
      assert.deepEqual([passkeys[0].id, passkeys[0].name, passkeys[0].lastUsedAt], [added.body.id, 'Laptop', null])
      assert.equal((await templatesTo(server, person.email)).at(-1), 'factors.added')
      assert.ok((await trailOf(server, person.id)).includes('factors.factor.added'))
    })

    const packed = (attStmt: Record<string, unknown>) => ({ attestation: { fmt: 'packed', attStmt } })
    const wrong: [string, Misconduct][] = [
      ['another origin', { origin: 'https://localhost.evil.example' }],
      ['the same host on another port', { origin: 'http://localhost:3001' }],
      ['another relying party', { rpId: 'evil.example' }],
      ['a challenge of nobody', { challenge: 'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA' }],
      ['the answer of a sign-in', { type: 'webauthn.get' }],
      ['nobody present', { userPresent: false }],
      ['a certificate that nobody asked for', packed({ alg: -7, sig: Buffer.alloc(64), x5c: [Buffer.alloc(100)] })],
      ['a certified format', { attestation: { fmt: 'apple', attStmt: { x5c: [Buffer.alloc(100)] } } }],
    ]
    for (const [name, misconduct] of wrong) {
      test(`is refused with ${name}`, async () => {
        const { http } = await somebody(server)
        const answer = await register(http, createAuthenticator({ origin: ORIGIN }), misconduct)
        assert.deepEqual([answer.status, answer.body.code], [400, 'factors/passkey-refused'])
        assert.deepEqual((await http.get('/api/auth/mfa')).body.passkeys, [])
      })
    }

    test('takes a page of an allowed origin', async () => {
      const { http } = await somebody(server)
      const answer = await register(http, createAuthenticator({ origin: ELSEWHERE }))
      assert.equal(answer.status, 201)
    })

    test('by a challenge that is used, late, of another person or session, or of a sign-in, is refused', async () => {
      const person = await somebody(server)
      const eve = await somebody(server)
      const add = (http: HttpClient, credential: object) =>
        http.post('/api/auth/mfa/passkeys', { credential, name: 'Laptop' })
      const statuses: number[] = []
      const { body: eves } = await creation(eve.http)
      statuses.push((await add(person.http, createAuthenticator({ origin: ORIGIN }).create(eves))).status)
      const { email, password } = person
      const login = await person.anonymous.post('/api/auth/login', { email, password, transport: 'bearer' })
      const { body: others } = await creation(withToken(server, person, login))
      statuses.push((await add(person.http, createAuthenticator({ origin: ORIGIN }).create(others))).status)
      const signIn = (await person.anonymous.post('/api/auth/passkey/options', {})).body.options
      const asCreation = { ...eves, challenge: signIn.challenge }
      statuses.push((await add(person.http, createAuthenticator({ origin: ORIGIN }).create(asCreation))).status)
      const { body: late } = await creation(person.http)
      restore = setClock(() => Date.now() + 301_000)
      statuses.push((await add(person.http, createAuthenticator({ origin: ORIGIN }).create(late))).status)
      restore()
      const { body: once } = await creation(person.http)
      const spoilt = createAuthenticator({ origin: ORIGIN }).create(once, { origin: 'https://evil.example' })
      statuses.push((await add(person.http, spoilt)).status)
      statuses.push((await add(person.http, createAuthenticator({ origin: ORIGIN }).create(once))).status)
      assert.deepEqual(statuses, [400, 400, 400, 400, 400, 400])
    })

    test("of twenty hand-ins of one passkey at once one counts, and nobody takes another's over", async () => {
      const person = await somebody(server)
      const authenticator = createAuthenticator({ origin: ORIGIN })
      const { body: options } = await creation(person.http)
      const credential = authenticator.create(options)
      const answers = await Promise.all(
        Array.from({ length: 20 }, () => person.http.post('/api/auth/mfa/passkeys', { credential, name: 'Laptop' })),
      )
      assert.equal(answers.filter(({ status }) => status === 201).length, 1)
      const eve = await somebody(server)
      const copy = createAuthenticator({ origin: ORIGIN })
      const taken = await register(eve.http, copy, { credentialId: authenticator.credentialId })
      assert.equal(taken.status, 400)
    })
  })

  describe('as second factor', () => {
    test('ends a sign-in, with or without making sure of the person', async () => {
      const { person, authenticator } = await withPasskey()
      const first = await proven(person, authenticator)
      assert.equal((await first.get('/api/auth/me')).body.session.aal, 2)
      const { challenge, options } = await asked(person)
      assert.deepEqual(
        options.allowCredentials.map(({ id }: { id: string }) => id),
        [authenticator.credentialId],
      )
      const answer = await verify(
        person,
        challenge,
        authenticator.get(options, { userVerified: false, userHandle: null }),
      )
      assert.equal(answer.status, 200)
      assert.notEqual((await first.get('/api/auth/mfa')).body.passkeys[0].lastUsedAt, null)
    })

    const wrong: [string, Misconduct][] = [
      ['another origin', { origin: 'https://evil.example' }],
      ['another relying party', { rpId: 'evil.example' }],
      ['a challenge of nobody', { challenge: 'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA' }],
      ['the answer of a set-up', { type: 'webauthn.create' }],
      ['nobody present', { userPresent: false }],
      ['a wrong signature', { brokenSignature: true }],
      ["another person's handle", { userHandle: Buffer.alloc(16, 7).toString('base64url') }],
      ['an unknown passkey', { credentialId: Buffer.alloc(32, 7).toString('base64url') }],
    ]
    for (const [name, misconduct] of wrong) {
      test(`is refused with ${name}`, async () => {
        const { person, authenticator } = await withPasskey()
        const { challenge, options } = await asked(person)
        const answer = await verify(person, challenge, authenticator.get(options, misconduct))
        assert.deepEqual([answer.status, answer.body.code], [401, 'identity/second-factor-wrong'])
        assert.doesNotMatch(String(await templatesTo(server, person.email)), /copied/)
      })
    }

    test("is refused with another person's passkey, or by the challenge of another sign-in", async () => {
      const ada = await withPasskey()
      const eve = await withPasskey()
      const { challenge, options } = await asked(ada.person)
      assert.equal((await verify(ada.person, challenge, eve.authenticator.get(options))).status, 401)
      const first = await asked(ada.person)
      const second = await asked(ada.person)
      const forFirst = ada.authenticator.get(first.options)
      assert.equal((await verify(ada.person, second.challenge, forFirst)).status, 401)
      const alone = (await ada.person.anonymous.post('/api/auth/passkey/options', {})).body.options
      assert.equal((await verify(ada.person, second.challenge, ada.authenticator.get(alone))).status, 401)
    })

    test('an answer works once: replayed, and twenty at once', async () => {
      const { person, authenticator } = await withPasskey(false)
      const { challenge, options } = await asked(person)
      const credential = authenticator.get(options)
      const answers = await Promise.all(Array.from({ length: 20 }, () => verify(person, challenge, credential)))
      assert.equal(answers.filter(({ status }) => status === 200).length, 1)
      const next = await asked(person)
      assert.equal((await verify(person, next.challenge, credential)).status, 401)
    })

    test('an old counter is refused, written down and told to the owner', async () => {
      const { person, authenticator } = await withPasskey()
      await proven(person, authenticator)
      for (const counter of [1, 2, 0]) {
        const { challenge, options } = await asked(person)
        assert.equal((await verify(person, challenge, authenticator.get(options, { counter }))).status, 401)
      }
      const copied = (await templatesTo(server, person.email)).filter(
        (template) => template === 'factors.passkey-copied',
      )
      assert.equal(copied.length, 3)
      assert.ok((await trailOf(server, person.id)).includes('factors.passkey.copied'))
      await proven(person, authenticator)
    })

    test('what is no answer of a passkey is refused and breaks nothing', async () => {
      const { person, authenticator } = await withPasskey()
      const { challenge, options } = await asked(person)
      const right = authenticator.get(options) as { response: Record<string, string> }
      const broken = [
        {},
        { ...right, response: {} },
        { ...right, response: { ...right.response, clientDataJSON: 'bm8' } },
        { ...right, response: { ...right.response, authenticatorData: 'AAAA' } },
      ]
      for (const credential of broken) assert.equal((await verify(person, challenge, credential)).status, 401)
    })
  })

  describe('are kept', () => {
    test('named, renamed and removed by their owner in a fresh session of two factors', async () => {
      const { person, authenticator, weak, id } = await withPasskey()
      const rename = (http: HttpClient, name: string) => http.patch(`/api/auth/mfa/passkeys/${id}`, { name })
      assert.equal((await rename(weak, 'Mine')).status, 403)
      assert.equal((await weak.delete(`/api/auth/mfa/passkeys/${id}`)).status, 403)
      assert.equal((await creation(weak)).status, 403)
      const eve = await withPasskey()
      const hers = await proven(eve.person, eve.authenticator)
      assert.equal((await rename(hers, 'Mine')).status, 404)
      assert.equal((await hers.delete(`/api/auth/mfa/passkeys/${id}`)).status, 404)
      const http = await proven(person, authenticator)
      assert.equal((await rename(http, 'Key on the ring')).status, 204)
      assert.equal((await http.get('/api/auth/mfa')).body.passkeys[0].name, 'Key on the ring')
      const { body: options } = await creation(http)
      assert.deepEqual(
        options.excludeCredentials.map((known: { id: string }) => known.id),
        [authenticator.credentialId],
      )
      assert.equal((await http.delete(`/api/auth/mfa/passkeys/${id}`)).status, 204)
      assert.deepEqual((await http.get('/api/auth/mfa')).body.methods, [])
      assert.equal((await templatesTo(server, person.email)).at(-1), 'factors.removed')
    })

    test('at most ten', async () => {
      const { person, authenticator } = await withPasskey()
      const http = await proven(person, authenticator)
      for (let at = 2; at <= 10; at += 1)
        assert.equal((await register(http, createAuthenticator({ origin: ORIGIN }))).status, 201)
      assert.deepEqual((await creation(http)).body.code, 'factors/too-many')
    })
  })
})
