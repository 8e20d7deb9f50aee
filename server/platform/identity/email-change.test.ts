import assert from 'node:assert/strict'
import { after, describe, test } from 'node:test'
import { type CookieClient, cookieClient } from '../../../test/support/cookie-client.ts'
import { addPerson, bearer, signIn, signInByBearer, startIdentity, watch } from '../../../test/support/identity.ts'
import { challengeOf, signInWithTotp, trustBrowser, verifyMfa, withTotp } from '../../../test/support/totp.ts'
import { setClock } from '../../kernel/clock.ts'
import { postSolving } from './captcha.test-support.ts'

const stack = await startIdentity()
const visitor = cookieClient(stack.url)
const DAY_MS = 86_400_000

let addresses = 0
function newAddress(): string {
  addresses += 1
  return `new.address${addresses}@mail.example`
}

const login = (email: string, password: string) =>
  postSolving(cookieClient(stack.url), '/api/auth/login', { email, password })
const ask = async (client: CookieClient, body: object) => client.post('/api/auth/email', body, await client.csrf())
const confirm = (token: string) => visitor.post('/api/auth/email/confirm', { token })
const revert = (token: string) => visitor.post('/api/auth/email/revert', { token })

function letterTo(address: string, template: string) {
  const letter = stack.letters.findLast((one) => one.to === address && one.template === template)
  assert.ok(letter, `${template} to ${address}`)
  return letter
}

async function later<Result>(milliseconds: number, work: () => Promise<Result>): Promise<Result> {
  const restore = setClock(() => Date.now() + milliseconds)
  try {
    return await work()
  } finally {
    restore()
  }
}

/** A person who has changed the address, as a thief in the session may have done too. */
async function changed() {
  const person = await addPerson(stack)
  const { client } = await signIn(stack.url, person)
  const newEmail = newAddress()
  assert.equal((await ask(client, { newEmail })).status, 202)
  const token = letterTo(newEmail, 'identity.email-confirm').token
  assert.equal((await confirm(token)).status, 204)
  const { client: anew } = await signIn(stack.url, { email: newEmail, password: person.password })
  return {
    ...person,
    client: anew,
    newEmail,
    token,
    revertToken: letterTo(person.email, 'identity.email-changed').token,
  }
}

describe('a change of address', () => {
  test('changes nothing before the new address is proven, and then all that belongs to it', async () => {
    const person = await addPerson(stack)
    const { client } = await signIn(stack.url, person)
    const newEmail = newAddress()
    const before = await stack.database.db.raw('SELECT * FROM identity."user" WHERE id = $1', [person.userId])
    const seen = watch(stack)
    assert.equal((await ask(client, { newEmail: newEmail.toUpperCase() })).status, 202)
    assert.deepEqual(seen(), {
      audit: ['identity.email.change-requested'],
      events: [],
      letters: ['identity.email-change-asked', 'identity.email-confirm'],
    })
    const meanwhile = await stack.database.db.raw('SELECT * FROM identity."user" WHERE id = $1', [person.userId])
    assert.deepEqual(meanwhile, before)
    const letters = stack.letters.length
    await visitor.post('/api/auth/forgot-password', { email: newEmail })
    assert.equal(stack.letters.length, letters, 'the new address is nobody’s yet')
    const { token, to } = stack.letters.findLast(({ template }) => template === 'identity.email-confirm') ?? {}
    assert.equal(to?.toLowerCase(), newEmail)
    assert.equal((await confirm(token ?? '')).status, 204)
    const { status, body } = await login(newEmail, person.password)
    assert.deepEqual([status, body.user.email.toLowerCase()], [200, newEmail])
    assert.equal((await login(person.email, person.password)).status, 401)
    letterTo(person.email, 'identity.email-changed')
  })

  test('of ten at once with one link one takes effect', async () => {
    const person = await addPerson(stack)
    const { client } = await signIn(stack.url, person)
    const newEmail = newAddress()
    await ask(client, { newEmail })
    const { token } = letterTo(newEmail, 'identity.email-confirm')
    const seen = watch(stack)
    const answers = await Promise.all(Array.from({ length: 10 }, () => confirm(token)))
    assert.deepEqual(answers.map(({ status }) => status).sort(), [204, ...Array(9).fill(400)])
    assert.deepEqual(seen(), {
      audit: ['identity.sessions.ended', 'identity.email.changed'],
      events: ['identity.email.changed'],
      letters: ['identity.email-changed'],
    })
  })

  test('ends every session, also the one that asked and confirms, and what was begun of a sign-in', async () => {
    const person = await addPerson(stack)
    const elsewhere = await signInByBearer(stack.url, person)
    const { app, accessToken } = await withTotp(stack.url, person)
    const challenge = await challengeOf(stack.url, person)
    const { client } = await trustBrowser(stack.url, person, app.code())
    const newEmail = newAddress()
    assert.equal((await ask(client, { newEmail })).status, 202)
    const { token } = letterTo(newEmail, 'identity.email-confirm')
    assert.equal((await client.post('/api/auth/email/confirm', { token }, await client.csrf())).status, 204)
    assert.equal((await client.get('/api/auth/me')).status, 401)
    assert.equal((await client.post('/api/auth/refresh', {}, await client.csrf())).status, 401)
    const again = await client.post(
      '/api/auth/login',
      { email: newEmail, password: person.password },
      await client.csrf(),
    )
    assert.equal(again.body.mfaRequired, true, 'the browser is trusted no longer')
    for (const one of [elsewhere.accessToken, accessToken])
      assert.equal((await visitor.get('/api/auth/me', bearer(one))).status, 401)
    assert.equal((await visitor.post('/api/auth/refresh', { refreshToken: elsewhere.refreshToken })).status, 401)
    assert.equal((await verifyMfa(stack.url, { challenge, method: 'backup', code: app.backupCodes?.[0] })).status, 401)
  })

  test('links made for the old address are dead', async () => {
    const person = await addPerson(stack)
    const { client } = await signIn(stack.url, person)
    await visitor.post('/api/auth/forgot-password', { email: person.email })
    const resetToken = letterTo(person.email, 'identity.reset').token
    await visitor.post('/api/auth/magic-link', { email: person.email })
    const magicToken = letterTo(person.email, 'identity.magic-link').token
    const newEmail = newAddress()
    await ask(client, { newEmail })
    await confirm(letterTo(newEmail, 'identity.email-confirm').token)
    const body = { token: resetToken, password: 'a second quiet harbour' }
    assert.equal((await visitor.post('/api/auth/reset-password', body)).status, 400)
    assert.equal((await visitor.post('/api/auth/magic-link/redeem', { token: magicToken })).status, 400)
  })

  test('to an address somebody has is answered alike; its owner gets another mail', async () => {
    const [person, other] = [await addPerson(stack), await addPerson(stack)]
    const { client } = await signIn(stack.url, person)
    const free = await ask(client, { newEmail: newAddress() })
    const seen = watch(stack)
    const taken = await ask(client, { newEmail: other.email })
    assert.deepEqual([taken.status, taken.text], [free.status, free.text])
    assert.deepEqual(seen().letters, ['identity.email-change-asked', 'identity.account-exists'])
  })

  test('that was taken meanwhile is refused at the link', async () => {
    const person = await addPerson(stack)
    const { client } = await signIn(stack.url, person)
    const newEmail = newAddress()
    await ask(client, { newEmail })
    await stack.identity.createUser({ email: newEmail, name: 'Eve', password: 'a quiet harbour at dawn' })
    const answer = await confirm(letterTo(newEmail, 'identity.email-confirm').token)
    assert.deepEqual([answer.status, answer.body.code], [409, 'identity/email-taken'])
  })

  test('in a session older than ten minutes takes the password, whose tries count', async () => {
    const person = await addPerson(stack)
    const { client } = await signIn(stack.url, person)
    await later(601_000, async () => {
      assert.equal((await client.post('/api/auth/refresh', {}, await client.csrf())).status, 200)
      const stale = await ask(client, { newEmail: newAddress() })
      assert.deepEqual([stale.status, stale.body.code], [403, 'http/assurance-too-low'])
      assert.equal((await ask(client, { newEmail: newAddress(), password: person.password })).status, 202)
      for (let at = 0; at < 5; at += 1)
        assert.equal((await ask(client, { newEmail: newAddress(), password: 'not the password' })).status, 401)
      assert.equal((await ask(client, { newEmail: newAddress(), password: person.password })).status, 401)
    })
  })

  test('takes the second factor of whoever has one', async () => {
    const person = await addPerson(stack)
    const { app, accessToken } = await withTotp(stack.url, person)
    const answer = await visitor.post('/api/auth/email', { newEmail: newAddress() }, bearer(accessToken))
    assert.deepEqual([answer.status, answer.body.code, answer.body.params.aal], [403, 'http/assurance-too-low', 2])
    const proven = await signInWithTotp(stack.url, person, app.code())
    assert.equal((await visitor.post('/api/auth/email', { newEmail: newAddress() }, bearer(proven))).status, 202)
  })

  test('of whoever has a second factor takes a fresh proof by it: the password does not do instead', async () => {
    const person = await addPerson(stack)
    const { app } = await withTotp(stack.url, person)
    const { client } = await trustBrowser(stack.url, person, app.code())
    await later(601_000, async () => {
      assert.equal((await client.post('/api/auth/refresh', {}, await client.csrf())).status, 200)
      const seen = watch(stack)
      const stale = await ask(client, { newEmail: newAddress(), password: person.password })
      assert.deepEqual([stale.status, stale.body.code, stale.body.params.aal], [403, 'http/assurance-too-low', 2])
      assert.deepEqual(seen(), { audit: [], events: [], letters: [] })
      const proof = { method: 'totp', code: app.code() }
      assert.equal((await client.post('/api/auth/step-up', proof, await client.csrf())).status, 200)
      assert.equal((await ask(client, { newEmail: newAddress() })).status, 202)
    })
  })

  test('refuses addresses with signs that cannot be seen', async () => {
    const person = await addPerson(stack)
    const { client } = await signIn(stack.url, person)
    for (const newEmail of [
      'a\u200bda@mail.example',
      'ada@mail\u202e.example',
      'ada\u0000@mail.example',
      'ada',
      'ada@',
    ]) {
      const answer = await ask(client, { newEmail })
      assert.ok([400, 422].includes(answer.status), `${JSON.stringify(newEmail)} ${answer.status}`)
    }
    const answer = await ask(client, { newEmail: 'ada@bücher.example' })
    assert.equal(answer.status, 202)
    letterTo('ada@xn--bcher-kva.example', 'identity.email-confirm')
  })

  test('is over when the password changes before the link is followed', async () => {
    const person = await addPerson(stack)
    const { client } = await signIn(stack.url, person)
    const newEmail = newAddress()
    await ask(client, { newEmail })
    const body = { currentPassword: person.password, newPassword: 'a second quiet harbour' }
    assert.equal((await client.post('/api/auth/change-password', body, await client.csrf())).status, 200)
    assert.equal((await confirm(letterTo(newEmail, 'identity.email-confirm').token)).status, 400)
  })
})

describe('an address taken back', () => {
  after(() => stack.close())

  test('ends every session, voids the password and mails the link for a new one', async () => {
    const { client, email, newEmail, password, revertToken } = await changed()
    const thief = await signInByBearer(stack.url, { email: newEmail, password })
    const seen = watch(stack)
    const answers = await Promise.all(Array.from({ length: 10 }, () => revert(revertToken)))
    assert.deepEqual(answers.map(({ status }) => status).sort(), [204, ...Array(9).fill(400)])
    assert.deepEqual(seen(), {
      audit: ['identity.sessions.ended', 'identity.email.reverted'],
      events: ['identity.email.changed'],
      letters: ['identity.email-reverted'],
    })
    assert.equal((await client.get('/api/auth/me')).status, 401)
    assert.equal((await visitor.get('/api/auth/me', bearer(thief.accessToken))).status, 401)
    assert.equal((await visitor.post('/api/auth/refresh', { refreshToken: thief.refreshToken })).status, 401)
    assert.equal((await login(newEmail, password)).status, 401)
    assert.equal((await login(email, password)).status, 401, 'a thief knew the password')
    const token = letterTo(email, 'identity.email-reverted').token
    const next = 'a second quiet harbour'
    assert.equal((await visitor.post('/api/auth/reset-password', { token, password: next })).status, 204)
    assert.equal((await login(email, next)).status, 200)
  })

  test('is still its owner’s after the thief has changed it again, and the password too', async () => {
    const { client, email, newEmail, password, revertToken } = await changed()
    const second = newAddress()
    assert.equal((await ask(client, { newEmail: second })).status, 202)
    assert.equal((await confirm(letterTo(second, 'identity.email-confirm').token)).status, 204)
    const { client: thief } = await signIn(stack.url, { email: second, password })
    const body = { currentPassword: password, newPassword: 'the harbour of the thief' }
    assert.equal((await thief.post('/api/auth/change-password', body, await thief.csrf())).status, 200)
    assert.equal((await revert(revertToken)).status, 204)
    assert.equal((await thief.get('/api/auth/me')).status, 401)
    for (const address of [email, newEmail, second])
      assert.equal((await login(address, 'the harbour of the thief')).status, 401)
    letterTo(email, 'identity.email-reverted')
  })

  test('was kept free for a week: nobody else gets an account with it', async () => {
    const { email, revertToken } = await changed()
    const seen = watch(stack)
    const body = { email, password: 'a quiet harbour at dawn', name: 'Mallory' }
    assert.equal((await visitor.post('/api/auth/register', body)).status, 202)
    const other = await signIn(stack.url, await addPerson(stack))
    assert.equal((await ask(other.client, { newEmail: email })).status, 202)
    assert.deepEqual(seen().letters, ['identity.email-change-asked'])
    const rows = await stack.database.db.raw('SELECT FROM identity."user" WHERE email_canonical = $1', [email])
    assert.equal(rows.length, 0)
    assert.equal((await later(7 * DAY_MS - 60_000, () => revert(revertToken))).status, 204)
  })

  test('after a week is too late', async () => {
    const { email, revertToken } = await changed()
    assert.equal((await later(7 * DAY_MS + 1000, () => revert(revertToken))).status, 400)
    await later(7 * DAY_MS + 1000, () =>
      visitor.post('/api/auth/register', { email, password: 'a quiet harbour at dawn', name: 'Ada' }),
    )
    letterTo(email, 'identity.verify')
  })
})
