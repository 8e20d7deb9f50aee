import assert from 'node:assert/strict'
import { after, afterEach, describe, test } from 'node:test'
import { decodeJwt } from 'jose'
import { cookieClient } from '../../../test/support/cookie-client.ts'
import { addPerson, signIn, signInByBearer, startIdentity } from '../../../test/support/identity.ts'
import {
  asBearer,
  challengeOf,
  signInWithTotp,
  trustingPerson,
  verifyMfa,
  withTotp,
} from '../../../test/support/totp.ts'
import { setClock } from '../../kernel/clock.ts'

const stack = await startIdentity({ accessTokenSeconds: 3600 })
const code = (answer: { status: number; body: { code?: string } | null }) => [answer.status, answer.body?.code]

const MINUTE_MS = 60_000
let restore: (() => void) | null = null

/** Makes every session older, by default than any change of factors allows, until the end of the test. */
function age(minutes = 11): void {
  restore?.()
  restore = setClock(() => Date.now() + minutes * MINUTE_MS)
}

async function challengedByTotp() {
  const person = await addPerson(stack)
  const { app } = await withTotp(stack.url, person)
  return { app, challenge: await challengeOf(stack.url, person) }
}

describe('step-up', () => {
  after(() => stack.close())
  afterEach(() => {
    restore?.()
    restore = null
  })

  test('by password begins a fresh session of a person without factors, and ends the old one', async () => {
    const person = await addPerson(stack)
    const { accessToken } = await signInByBearer(stack.url, person)
    age()
    const ask = asBearer(stack.url, accessToken)
    assert.deepEqual(code(await ask('POST', '/api/auth/mfa/totp', {})), [403, 'http/assurance-too-low'])
    const wrong = await ask('POST', '/api/auth/step-up', { password: 'not the password at all' })
    assert.deepEqual(code(wrong), [401, 'identity/invalid-credentials'])
    const fresh = await ask('POST', '/api/auth/step-up', { password: person.password })
    assert.equal(fresh.status, 200)
    assert.equal((await asBearer(stack.url, fresh.body.accessToken)('POST', '/api/auth/mfa/totp', {})).status, 201)
    assert.equal((await ask('GET', '/api/auth/me')).status, 401)
  })

  test('is told by the access token: how and when the person was proven, which a refresh does not change', async () => {
    const person = await addPerson(stack)
    const first = await signInByBearer(stack.url, person)
    const told = (token: string) => {
      const { amr, auth_time: authTime } = decodeJwt(token)
      return { amr, authTime: Number(authTime) }
    }
    const before = told(first.accessToken)
    assert.deepEqual(before.amr, ['pwd'])
    assert.ok(Math.abs(Date.now() / 1000 - before.authTime) < 60)
    age()
    const anonymous = cookieClient(stack.url)
    const { body } = await anonymous.post('/api/auth/refresh', { refreshToken: first.refreshToken })
    assert.deepEqual(told(body.accessToken), before)
    const ask = asBearer(stack.url, body.accessToken)
    const fresh = told((await ask('POST', '/api/auth/step-up', { password: person.password })).body.accessToken)
    assert.ok(fresh.authTime >= before.authTime + 660, `${fresh.authTime - before.authTime} s later`)
    const { challenge, app } = await challengedByTotp()
    const verified = await verifyMfa(stack.url, { challenge, method: 'totp', code: app.code(1) })
    assert.deepEqual(told(verified.body.accessToken).amr, ['pwd', 'otp', 'mfa'])
  })

  test('by password asks whoever has a factor for that too, trusted browser or not', async () => {
    const { client, person, app } = await trustingPerson(stack)
    const before = (await client.get('/api/auth/me')).body.session.id
    const challenged = await client.post('/api/auth/step-up', { password: person.password }, await client.csrf())
    assert.equal(challenged.body.mfaRequired, true)
    assert.equal((await client.get('/api/auth/me')).status, 200)
    const answer = { challenge: challenged.body.challenge, method: 'totp', code: app.code(1) }
    assert.equal((await client.post('/api/auth/mfa/verify', answer, await client.csrf())).status, 200)
    const after = (await client.get('/api/auth/me')).body.session
    assert.equal(after.aal, 2)
    assert.notEqual(after.id, before)
  })

  test('by a factor raises the session under a new id; a wrong code does not and is counted', async () => {
    const person = await addPerson(stack)
    const { app, accessToken } = await withTotp(stack.url, person)
    const ask = asBearer(stack.url, accessToken)
    const wrong = await ask('POST', '/api/auth/step-up', { method: 'totp', code: '000000' })
    assert.deepEqual(code(wrong), [401, 'identity/second-factor-wrong'])
    assert.equal((await ask('GET', '/api/auth/me')).body.session.aal, 1)
    const right = await ask('POST', '/api/auth/step-up', { method: 'totp', code: app.code() })
    assert.equal((await asBearer(stack.url, right.body.accessToken)('GET', '/api/auth/me')).body.session.aal, 2)
    for (let tries = 0; tries < 9; tries += 1)
      await verifyMfa(stack.url, { challenge: await challengeOf(stack.url, person), method: 'totp', code: '000000' })
    const closed = asBearer(stack.url, right.body.accessToken)
    assert.equal((await closed('POST', '/api/auth/step-up', { method: 'totp', code: app.code(1) })).status, 429)
  })

  test('of many at once in one session raises one', async () => {
    const person = await addPerson(stack)
    const { app, accessToken } = await withTotp(stack.url, person)
    const ask = asBearer(stack.url, accessToken)
    const answers = await Promise.all(
      (app.backupCodes ?? [])
        .slice(0, 5)
        .map((backup) => ask('POST', '/api/auth/step-up', { method: 'backup', code: backup })),
    )
    assert.equal(answers.filter(({ status }) => status === 200).length, 1)
    const token = answers.find(({ status }) => status === 200)?.body.accessToken
    assert.equal((await asBearer(stack.url, token)('GET', '/api/auth/sessions')).body.items.length, 1)
  })

  test('wants the password or a factor, not both and not neither', async () => {
    const { accessToken } = await signInByBearer(stack.url, await addPerson(stack))
    const ask = asBearer(stack.url, accessToken)
    for (const body of [{}, { password: 'some long password', method: 'totp', code: '1' }])
      assert.deepEqual(code(await ask('POST', '/api/auth/step-up', body)), [400, 'http/invalid'])
    assert.equal((await cookieClient(stack.url).post('/api/auth/step-up', {})).status, 401)
  })

  test('is not had by a change of password: an old proof of the second factor stays old', async () => {
    const person = await addPerson(stack)
    const { app } = await withTotp(stack.url, person)
    const strong = asBearer(stack.url, await signInWithTotp(stack.url, person, app.code()))
    age(9)
    const newPassword = 'the very next long password'
    const changed = await strong('POST', '/api/auth/change-password', {
      currentPassword: person.password,
      newPassword,
    })
    const next = asBearer(stack.url, changed.body.accessToken)
    assert.equal((await next('GET', '/api/auth/me')).body.session.aal, 2)
    age()
    assert.deepEqual(code(await next('POST', '/api/auth/mfa/totp', {})), [403, 'http/assurance-too-low'])
  })

  test('by cookies needs the CSRF token', async () => {
    const person = await addPerson(stack)
    const { client } = await signIn(stack.url, person)
    const refused = await client.post('/api/auth/step-up', { password: person.password })
    assert.deepEqual(code(refused), [403, 'identity/csrf'])
  })
})
