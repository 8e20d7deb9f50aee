import assert from 'node:assert/strict'
import { after, describe, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { cookieClient } from '../../../test/support/cookie-client.ts'
import { testOrigin } from '../../../test/support/database.ts'
import { addPerson, bearer, signInByBearer, startIdentity, watch } from '../../../test/support/identity.ts'
import {
  asBearer,
  enrolTotp,
  signInAgain,
  signInWithTotp,
  trustBrowser,
  verifyMfa,
  withTotp,
} from '../../../test/support/totp.ts'
import type { FactorMethod } from '../factors/index.ts'
import { dueAtSignIn, dueOfSession, isProvenAlready, withSecond } from './assurance.ts'
import type { SignInMethod } from './first-factor.ts'

const stack = await startIdentity()
await stack.database.db.raw(
  `INSERT INTO access.role (name, title, built_in, created_at, mfa_required) VALUES ('officer', 'Officer', false, now(), true)`,
)
const root = await addPerson(stack, 'administrator')
const rootToken = (await signInByBearer(stack.url, root)).accessToken

const promote = (userId: string) =>
  cookieClient(stack.url).send('PUT', `/api/users/${userId}/roles/officer`, {
    headers: bearer(rootToken),
    body: { reason: 'promotion' },
  })
const code = (answer: { status: number; body: { code?: string } | null }) => [answer.status, answer.body?.code]

describe('the decision', () => {
  const WAYS: SignInMethod[] = ['password', 'magic-link', 'oauth', 'passkey', 'invitation', 'set-up']

  test('is the same for every way in: whoever has a factor is asked, a role takes trust away', () => {
    for (const via of WAYS) {
      const methods: FactorMethod[] = ['totp', 'backup']
      assert.deepEqual(dueAtSignIn({ via, aal: 1, methods, demanded: false }), { methods, trustCounts: true }, via)
      assert.deepEqual(dueAtSignIn({ via, aal: 1, methods, demanded: true }), { methods, trustCounts: false }, via)
      assert.deepEqual(dueAtSignIn({ via, aal: 1, methods: [], demanded: true }), { methods: [], trustCounts: false })
      assert.deepEqual(dueAtSignIn({ via, aal: 2, methods, demanded: true }), { methods: [], trustCounts: false })
    }
  })

  test('a code by mail is no second factor beside a link by mail', () => {
    const facts = { via: 'magic-link', aal: 1, demanded: true } as const
    assert.deepEqual(dueAtSignIn({ ...facts, methods: ['email', 'backup'] }).methods, [])
    assert.deepEqual(dueAtSignIn({ ...facts, methods: ['totp', 'email', 'backup'] }).methods, ['totp', 'backup'])
    const proven: [string[], FactorMethod, boolean][] = [
      [['otp'], 'email', true],
      [['otp'], 'totp', false],
      [['pwd'], 'email', false],
      [['hwk'], 'passkey', true],
      [['pwd'], 'passkey', false],
    ]
    for (const [amr, method, expected] of proven)
      assert.equal(isProvenAlready(amr, method), expected, `${amr} ${method}`)
  })

  test('of a session: a role demands aal 2, to be enrolled first or proven', () => {
    assert.equal(dueOfSession({ aal: 1, demanded: false, enrolled: true }), null)
    assert.equal(dueOfSession({ aal: 2, demanded: true, enrolled: true }), null)
    assert.equal(dueOfSession({ aal: 1, demanded: true, enrolled: true }), 'mfa-required')
    assert.equal(dueOfSession({ aal: 1, demanded: true, enrolled: false }), 'mfa-enrolment-required')
  })

  test('names what was proven once each', () => {
    assert.deepEqual(withSecond(['otp'], 'totp'), ['otp', 'mfa'])
    assert.deepEqual(withSecond(['pwd'], 'passkey'), ['pwd', 'hwk', 'mfa'])
  })
})

describe('a person with a second factor', () => {
  const viaMagicLink = async (email: string) => {
    const client = cookieClient(stack.url)
    await client.post('/api/auth/magic-link', { email })
    const token = stack.letters.findLast((letter) => letter.to === email && letter.token !== '')?.token
    return client.post('/api/auth/magic-link/redeem', { token, transport: 'bearer' })
  }

  test('is asked for it behind a mailed link too, and reaches aal 2 by it', async () => {
    const person = await addPerson(stack)
    const { app } = await withTotp(stack.url, person)
    const answer = await viaMagicLink(person.email)
    assert.deepEqual([answer.status, answer.body.mfaRequired, answer.body.accessToken], [200, true, undefined])
    const { challenge } = answer.body
    const verified = await verifyMfa(stack.url, { challenge, method: 'totp', code: app.code() })
    assert.equal((await asBearer(stack.url, verified.body.accessToken)('GET', '/api/auth/me')).body.session.aal, 2)
  })

  test('whose role demands one gets no further by a mailed link without one', async () => {
    const person = await addPerson(stack, 'reader')
    await promote(person.userId)
    const { accessToken } = (await viaMagicLink(person.email)).body
    const refused = await asBearer(stack.url, accessToken)('POST', '/api/auth/change-password', {})
    assert.deepEqual(code(refused), [403, 'identity/mfa-enrolment-required'])
  })
})

describe('a role that demands a second factor', () => {
  after(() => stack.close())

  test('closes the live session of a person without one, at once, but for what enrolment needs', async () => {
    const person = await addPerson(stack)
    const { accessToken, refreshToken } = await signInByBearer(stack.url, person)
    const ask = asBearer(stack.url, accessToken)
    assert.equal((await ask('DELETE', `/api/auth/sessions/${person.userId}`)).status, 404)
    assert.equal((await promote(person.userId)).status, 204)
    for (const [method, path] of [
      ['POST', '/api/auth/change-password'],
      ['GET', '/api/users'],
    ] as const)
      assert.deepEqual(code(await ask(method, path, method === 'POST' ? {} : undefined)), [
        403,
        'identity/mfa-enrolment-required',
      ])
    for (const path of ['/api/auth/me', '/api/auth/mfa', '/api/auth/sessions', '/api/auth/trusted-devices'])
      assert.equal((await ask('GET', path)).status, 200, path)
    assert.equal((await cookieClient(stack.url).post('/api/auth/refresh', { refreshToken })).status, 200)
    assert.equal((await ask('GET', '/api/auth/mfa')).body.required, true)
  })

  test('is met by enrolling, in the session at hand and in no other', async () => {
    const person = await addPerson(stack, 'reader')
    const [ask, elsewhere] = [
      asBearer(stack.url, (await signInByBearer(stack.url, person)).accessToken),
      asBearer(stack.url, (await signInByBearer(stack.url, person)).accessToken),
    ]
    await promote(person.userId)
    const closed = (one: typeof ask) => one('POST', '/api/auth/change-password', {})
    for (const one of [ask, elsewhere])
      assert.deepEqual(code(await closed(one)), [403, 'identity/mfa-enrolment-required'])
    const app = await enrolTotp(ask)
    assert.deepEqual(code(await closed(ask)), [400, 'http/invalid'])
    assert.deepEqual((await ask('GET', '/api/auth/me')).body.session.due, null)
    assert.deepEqual(code(await closed(elsewhere)), [403, 'identity/mfa-required'])
    const raised = await elsewhere('POST', '/api/auth/step-up', { method: 'totp', code: app.code() })
    assert.deepEqual(code(await closed(asBearer(stack.url, raised.body.accessToken))), [400, 'http/invalid'])
    assert.equal((await elsewhere('GET', '/api/auth/me')).status, 401)
  })

  test('lets nobody remove the last factor, and a second one makes room', async () => {
    const person = await addPerson(stack)
    const { app } = await withTotp(stack.url, person)
    await promote(person.userId)
    const strong = asBearer(stack.url, await signInWithTotp(stack.url, person, app.code()))
    const seen = watch(stack)
    const refused = await strong('DELETE', `/api/auth/mfa/totp/${app.id}`)
    assert.deepEqual(code(refused), [409, 'factors/demanded-by-role'])
    assert.deepEqual(seen(), { audit: [], events: [], letters: [] })
    assert.deepEqual((await strong('GET', '/api/auth/mfa')).body.methods, ['totp', 'backup'])
  })

  test('of two removals at once, each begun before the other ends, leaves one factor', async () => {
    const person = await addPerson(stack)
    const { app } = await withTotp(stack.url, person)
    const strong = asBearer(stack.url, await signInWithTotp(stack.url, person, app.code()))
    const second = await enrolTotp(strong)
    await promote(person.userId)
    await trustBrowser(stack.url, person, app.code(1))
    const [locked, release] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
    // A removal ends with the trusted browsers: held there, one that looked for other factors too early has done so.
    const gate = stack.database.db.transaction(testOrigin, async (tx) => {
      await tx.raw('SELECT 1 FROM factors.device WHERE user_id = $1 FOR UPDATE', [person.userId])
      locked.resolve()
      await release.promise
    })
    await locked.promise
    const removals = [app.id, second.id].map((id) => strong('DELETE', `/api/auth/mfa/totp/${id}`))
    await sleep(500)
    release.resolve()
    await gate
    assert.deepEqual((await Promise.all(removals)).map(({ status }) => status).sort(), [204, 409])
  })

  test('does not take a trusted browser for a factor', async () => {
    const person = await addPerson(stack)
    const { app } = await withTotp(stack.url, person)
    const { client } = await trustBrowser(stack.url, person, app.code())
    assert.equal((await signInAgain(client, person)).mfaRequired, undefined)
    await promote(person.userId)
    assert.equal((await signInAgain(client, person)).mfaRequired, true)
  })
})
