import assert from 'node:assert/strict'
import { after, describe, test } from 'node:test'
import { cookieClient } from '../../../test/support/cookie-client.ts'
import { testOrigin } from '../../../test/support/database.ts'
import { addPerson, bearer, signIn, signInByBearer, startIdentity, watch } from '../../../test/support/identity.ts'
import { signInWithTotp, withTotp } from '../../../test/support/totp.ts'
import { setClock } from '../../kernel/clock.ts'
import { postSolving } from './captcha.test-support.ts'

const stack = await startIdentity()
const client = cookieClient(stack.url)
const next = 'a second quiet harbour'

const login = (email: string, password: string) =>
  postSolving(cookieClient(stack.url), '/api/auth/login', { email, password })
const reset = (token: string | undefined, password = next) =>
  client.post('/api/auth/reset-password', { token, password })

async function forgot(email: string): Promise<string> {
  assert.equal((await client.post('/api/auth/forgot-password', { email })).status, 202)
  const letter = stack.letters.at(-1)
  assert.equal(letter?.template, 'identity.reset')
  return letter?.token ?? ''
}

describe('a forgotten password', () => {
  test('a known and an unknown address get the same answer; only one gets mail', async () => {
    const person = await addPerson(stack)
    const seen = watch(stack)
    const unknown = await client.post('/api/auth/forgot-password', { email: 'nobody@mail.example' })
    const known = await client.post('/api/auth/forgot-password', { email: person.email })
    assert.deepEqual([known.status, known.text], [unknown.status, unknown.text])
    assert.deepEqual([...known.headers.keys()], [...unknown.headers.keys()])
    const requested = 'identity.password.reset-requested'
    assert.deepEqual(seen(), { audit: [requested, requested], events: [], letters: ['identity.reset'] })
  })

  test('the link leads to the configured address, whatever the request says', async () => {
    const person = await addPerson(stack)
    const headers = { 'x-forwarded-host': 'evil.example', 'x-forwarded-proto': 'http', forwarded: 'host=evil.example' }
    await client.post('/api/auth/forgot-password', { email: person.email }, headers)
    assert.match(stack.letters.at(-1)?.url ?? '', /^https:\/\/plinth\.example\/reset-password#token=/)
    const before = stack.letters.length
    const { status } = await rawPost('evil.example', { email: person.email })
    assert.equal(status, 400)
    assert.equal(stack.letters.length, before)
  })

  test('the new password works, the old one, every session and every other link do not', async () => {
    const person = await addPerson(stack)
    const thief = await signInByBearer(stack.url, person)
    const token = await forgot(person.email)
    const seen = watch(stack)
    const answer = await reset(token)
    assert.deepEqual([answer.status, answer.setCookies, answer.text], [204, [], ''])
    assert.deepEqual(seen(), {
      audit: ['identity.sessions.ended', 'identity.password.reset'],
      events: ['identity.password.changed'],
      letters: ['identity.password-changed'],
    })
    assert.equal((await client.get('/api/auth/me', bearer(thief.accessToken))).status, 401)
    assert.equal((await client.post('/api/auth/refresh', { refreshToken: thief.refreshToken })).status, 401)
    assert.equal((await login(person.email, person.password)).status, 401)
    assert.equal((await login(person.email, next)).status, 200)
    assert.equal((await reset(token)).body.code, 'identity/token-invalid')
  })

  test('is set whole or not at all: a fault behind it leaves the old password and the link good', async () => {
    const person = await addPerson(stack)
    const token = await forgot(person.email)
    await stack.database.db.raw(`CREATE FUNCTION identity.refuse() RETURNS trigger LANGUAGE plpgsql AS
      $$ BEGIN RAISE 'no room' USING ERRCODE = 'disk_full'; END $$`)
    await stack.database.db.raw(
      'CREATE TRIGGER refuse BEFORE DELETE ON identity.attempt FOR EACH STATEMENT EXECUTE FUNCTION identity.refuse()',
    )
    const failed = await reset(token)
    await stack.database.db.raw('DROP FUNCTION identity.refuse() CASCADE')
    assert.ok(failed.status >= 500, String(failed.status))
    assert.equal((await login(person.email, person.password)).status, 200)
    assert.equal((await reset(token)).status, 204)
  })

  test('of twenty at once with one link one succeeds, and its password is the one', async () => {
    const person = await addPerson(stack)
    const token = await forgot(person.email)
    const passwords = Array.from({ length: 20 }, (_, at) => `harbour number ${at} at dusk`)
    const answers = await Promise.all(passwords.map((password) => reset(token, password)))
    const winners = answers.flatMap((answer, at) => (answer.status === 204 ? [passwords[at] ?? ''] : []))
    assert.equal(winners.length, 1)
    for (const answer of answers) assert.ok([204, 400, 503].includes(answer.status), String(answer.status))
    assert.equal((await login(person.email, winners[0] ?? '')).status, 200)
  })

  test('a newer link ends the older, an hour ends the newest', async () => {
    const person = await addPerson(stack)
    const [first, second] = [await forgot(person.email), await forgot(person.email)]
    assert.equal((await reset(first)).status, 400)
    const restore = setClock(() => Date.now() + 3_601_000)
    try {
      assert.equal((await reset(second)).status, 400)
    } finally {
      restore()
    }
    assert.equal((await reset(second)).status, 204)
  })

  test('a refused password does not use the link up', async () => {
    const person = await addPerson(stack)
    const token = await forgot(person.email)
    const weak = await reset(token, 'Password1!')
    assert.deepEqual([weak.status, weak.body.errors[0].code], [422, 'common'])
    assert.equal((await reset(token, person.email)).body.errors[0].code, 'context')
    assert.equal((await reset(token)).status, 204)
  })

  test('a link for another purpose is none', async () => {
    const body = { email: 'fresh@mail.example', password: 'a quiet harbour at dawn', name: 'Ada' }
    await client.post('/api/auth/register', body)
    const verification = stack.letters.at(-1)?.token
    assert.equal((await reset(verification)).status, 400)
    const resetToken = await forgot(body.email)
    assert.equal((await client.post('/api/auth/verify', { token: resetToken })).status, 400)
    assert.equal((await reset(resetToken)).status, 204)
    assert.equal((await login(body.email, next)).status, 200, 'the address is proven by the link')
    assert.equal(
      (await client.post('/api/auth/verify', { token: verification })).status,
      400,
      'the password change ended it',
    )
  })

  test('a disabled account gets no link, and one from before is dead', async () => {
    const root = await addPerson(stack, 'administrator')
    const person = await addPerson(stack)
    const token = await forgot(person.email)
    const { accessToken } = await signInByBearer(stack.url, root)
    await client.post(`/api/users/${person.userId}/disable`, {}, bearer(accessToken))
    const seen = watch(stack)
    assert.equal((await client.post('/api/auth/forgot-password', { email: person.email })).status, 202)
    assert.equal((await reset(token)).status, 400)
    assert.deepEqual(seen(), { audit: ['identity.password.reset-requested'], events: [], letters: [] })
  })
})

describe('a changed password', () => {
  after(() => stack.close())

  test('ends every session and link and gives the caller a new session', async () => {
    const person = await addPerson(stack)
    const [here, there] = [await signIn(stack.url, person), await signInByBearer(stack.url, person)]
    const link = await forgot(person.email)
    const before = (await here.client.get('/api/auth/me')).body.session.id
    const seen = watch(stack)
    const body = { currentPassword: person.password, newPassword: next }
    const answer = await here.client.post('/api/auth/change-password', body, await here.client.csrf())
    assert.deepEqual([answer.status, 'refreshToken' in answer.body], [200, false])
    assert.deepEqual(seen(), {
      audit: ['identity.sessions.ended', 'identity.password.changed', 'identity.session.started'],
      events: ['identity.password.changed'],
      letters: ['identity.password-changed'],
    })
    const now = await here.client.get('/api/auth/me')
    assert.equal(now.status, 200)
    assert.notEqual(now.body.session.id, before)
    assert.equal((await client.get('/api/auth/me', bearer(here.accessToken))).status, 401)
    assert.equal((await client.get('/api/auth/me', bearer(there.accessToken))).status, 401)
    assert.equal((await client.post('/api/auth/refresh', { refreshToken: there.refreshToken })).status, 401)
    assert.equal((await reset(link)).status, 400)
  })

  test('with bearer transport the tokens come in the body', async () => {
    const person = await addPerson(stack)
    const { accessToken } = await signInByBearer(stack.url, person)
    const body = { currentPassword: person.password, newPassword: next }
    const answer = await client.post('/api/auth/change-password', body, bearer(accessToken))
    assert.deepEqual([answer.status, answer.setCookies], [200, []])
    assert.equal((await client.post('/api/auth/refresh', { refreshToken: answer.body.refreshToken })).status, 200)
  })

  test('wrong current passwords count towards the lock', async () => {
    const person = await addPerson(stack)
    const { accessToken } = await signInByBearer(stack.url, person)
    for (let at = 0; at < 5; at += 1) {
      const body = { currentPassword: 'not the password', newPassword: next }
      const answer = await client.post('/api/auth/change-password', body, bearer(accessToken))
      assert.deepEqual([answer.status, answer.body.code], [401, 'identity/invalid-credentials'])
    }
    assert.equal((await login(person.email, person.password)).status, 401)
  })

  test('takes the second factor of whoever has one, and says nothing of the password before', async () => {
    const person = await addPerson(stack)
    const { app, accessToken } = await withTotp(stack.url, person)
    const change = (token: string, currentPassword: string) =>
      client.post('/api/auth/change-password', { currentPassword, newPassword: next }, bearer(token))
    const seen = watch(stack)
    for (const tried of [person.password, 'not the password']) {
      const { status, body } = await change(accessToken, tried)
      assert.deepEqual([status, body.code, body.params.aal], [403, 'http/assurance-too-low', 2])
    }
    assert.deepEqual(seen(), { audit: [], events: [], letters: [] })
    const proven = await signInWithTotp(stack.url, person, app.code())
    assert.equal((await change(proven, person.password)).status, 200)
  })

  test('takes a proof of the last ten minutes', async () => {
    const person = await addPerson(stack)
    const { client: here } = await signIn(stack.url, person)
    const restore = setClock(() => Date.now() + 601_000)
    try {
      assert.equal((await here.post('/api/auth/refresh', {}, await here.csrf())).status, 200)
      const body = { currentPassword: person.password, newPassword: next }
      const stale = await here.post('/api/auth/change-password', body, await here.csrf())
      assert.deepEqual([stale.status, stale.body.code], [403, 'http/assurance-too-low'])
      const proof = await here.post('/api/auth/step-up', { password: person.password }, await here.csrf())
      assert.equal(proof.status, 200)
      assert.equal((await here.post('/api/auth/change-password', body, await here.csrf())).status, 200)
    } finally {
      restore()
    }
  })

  test('a weak password is refused, with the field named', async () => {
    const person = await addPerson(stack)
    const { accessToken } = await signInByBearer(stack.url, person)
    const body = { currentPassword: person.password, newPassword: 'plinth2026' }
    const answer = await client.post('/api/auth/change-password', body, bearer(accessToken))
    assert.deepEqual(
      [answer.status, answer.body.errors[0].pointer, answer.body.errors[0].code],
      [422, '/newPassword', 'context'],
    )
  })

  test('a sign-in that was being checked while the password changed does not come through', async () => {
    const { email, password, userId } = await addPerson(stack)
    const late = await stack.database.db.transaction(testOrigin, async (tx) => {
      await tx.raw('SELECT FROM identity."user" WHERE id = $1 FOR UPDATE', [userId])
      const answer = login(email, password)
      await new Promise((resolve) => setTimeout(resolve, 300))
      await tx.raw('UPDATE identity.password SET changed_at = $2 WHERE user_id = $1', [userId, new Date()])
      return { answer }
    })
    const { status, body } = await late.answer
    assert.deepEqual([status, body.code], [401, 'identity/invalid-credentials'])
    assert.equal((await login(email, password)).status, 200)
  })
})

/** `fetch` sets Host itself. */
async function rawPost(host: string, body: object): Promise<{ status: number }> {
  const { request } = await import('node:http')
  const { hostname, port } = new URL(stack.url)
  const text = JSON.stringify(body)
  return new Promise((resolve, reject) => {
    const headers = { host, 'content-type': 'application/json', 'content-length': text.length }
    const sent = request({ hostname, port, path: '/api/auth/forgot-password', method: 'POST', headers }, (answer) => {
      answer.resume()
      answer.on('end', () => resolve({ status: answer.statusCode ?? 0 }))
    })
    sent.on('error', reject)
    sent.end(text)
  })
}
