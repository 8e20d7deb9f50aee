import assert from 'node:assert/strict'
import { after, describe, test } from 'node:test'
import { cookieClient } from '../../../test/support/cookie-client.ts'
import { addPerson, startIdentity, watch } from '../../../test/support/identity.ts'
import { setClock } from '../../kernel/clock.ts'

const stack = await startIdentity()
const client = cookieClient(stack.url)
const password = 'a quiet harbour at dawn'

let count = 0
async function registered() {
  count += 1
  const email = `newcomer${count}@mail.example`
  assert.equal((await client.post('/api/auth/register', { email, password, name: 'Ada' })).status, 202)
  const letter = stack.letters.findLast(({ to }) => to === email)
  assert.ok(letter)
  return { email, password, token: letter.token, url: letter.url }
}

describe('registration', () => {
  after(() => stack.close())

  test('a new address gets a link, and opens the account by it', async () => {
    const seen = watch(stack)
    const person = await registered()
    assert.equal((await client.post('/api/auth/verify', { token: person.token })).status, 200)
    assert.deepEqual(seen(), {
      audit: ['identity.user.registered', 'identity.user.verified'],
      events: ['identity.user.registered', 'identity.user.verified'],
      letters: ['identity.verify'],
    })
    assert.equal((await cookieClient(stack.url).post('/api/auth/login', { email: person.email, password })).status, 200)
  })

  test('a known address gets the same answer, and its owner another mail', async () => {
    const known = await addPerson(stack)
    const fresh = await client.post('/api/auth/register', { email: 'never@mail.example', password, name: 'Ada' })
    const seen = watch(stack)
    const again = await client.post('/api/auth/register', {
      email: known.email.toUpperCase(),
      password,
      name: 'Mallory',
    })
    assert.deepEqual([again.status, again.text], [fresh.status, fresh.text])
    assert.deepEqual([...again.headers.keys()], [...fresh.headers.keys()])
    assert.deepEqual(seen(), {
      audit: ['identity.user.registered-again'],
      events: [],
      letters: ['identity.account-exists'],
    })
    assert.equal(
      (await cookieClient(stack.url).post('/api/auth/login', known)).status,
      400,
      'userId is no property of a login',
    )
    const { email, password: own } = known
    assert.equal((await cookieClient(stack.url).post('/api/auth/login', { email, password: own })).status, 200)
    assert.equal((await cookieClient(stack.url).post('/api/auth/login', { email, password })).status, 401)
  })

  test('one address registered by twenty at once makes one account', async () => {
    const body = { email: 'crowd@mail.example', password, name: 'Ada' }
    const seen = watch(stack)
    const answers = await Promise.all(Array.from({ length: 20 }, () => client.post('/api/auth/register', body)))
    assert.deepEqual(new Set(answers.map((answer) => `${answer.status} ${answer.text}`)).size, 1)
    const events = seen().events.filter((name) => name === 'identity.user.registered')
    assert.equal(events.length, 1)
  })

  test('before the address is proven, the right password says so and a wrong one does not', async () => {
    const { email } = await registered()
    const right = await client.post('/api/auth/login', { email, password })
    assert.deepEqual([right.status, right.body.code, right.setCookies], [403, 'identity/email-unverified', []])
    const wrong = await client.post('/api/auth/login', { email, password: 'another password' })
    assert.deepEqual([wrong.status, wrong.body.code], [401, 'identity/invalid-credentials'])
  })

  test('the link works once, also when followed by many at once', async () => {
    const { token } = await registered()
    const seen = watch(stack)
    const answers = await Promise.all(Array.from({ length: 10 }, () => client.post('/api/auth/verify', { token })))
    assert.deepEqual(answers.map((answer) => answer.status).sort(), [200, ...Array(9).fill(400)])
    assert.deepEqual(seen().events, ['identity.user.verified'])
    assert.equal(answers.find((answer) => answer.status === 400)?.body.code, 'identity/token-invalid')
  })

  test('a newer link ends the older', async () => {
    const { email, token } = await registered()
    assert.equal((await client.post('/api/auth/verify/resend', { email })).status, 202)
    const newer = stack.letters.at(-1)?.token
    assert.notEqual(newer, token)
    assert.equal((await client.post('/api/auth/verify', { token })).status, 400)
    assert.equal((await client.post('/api/auth/verify', { token: newer })).status, 200)
  })

  test('a link of yesterday does not work', async () => {
    const { token } = await registered()
    const restore = setClock(() => Date.now() + 24 * 3600_000 + 1000)
    try {
      assert.equal((await client.post('/api/auth/verify', { token })).status, 400)
    } finally {
      restore()
    }
  })

  test('a link proves only the address it was mailed to', async () => {
    const { email, token } = await registered()
    await stack.database.db.raw('UPDATE identity."user" SET email_canonical = $2 WHERE email_canonical = $1', [
      email,
      'other@mail.example',
    ])
    assert.equal((await client.post('/api/auth/verify', { token })).status, 400)
    const rows = await stack.database.db.raw(
      'SELECT email_verified_at FROM identity."user" WHERE email_canonical = $1',
      ['other@mail.example'],
    )
    assert.deepEqual(rows, [{ email_verified_at: null }])
  })

  test('asking for a link again tells nothing and mails only whom it concerns', async () => {
    const verified = await addPerson(stack)
    const unverified = await registered()
    const seen = watch(stack)
    const emails = ['nobody@mail.example', verified.email, unverified.email]
    const answers = await Promise.all(emails.map((email) => client.post('/api/auth/verify/resend', { email })))
    assert.deepEqual(
      new Set(answers.map((answer) => `${answer.status} ${answer.text}`)),
      new Set(['202 {"status":"accepted"}']),
    )
    assert.deepEqual(seen().letters, ['identity.verify'])
  })

  test('one address is mailed three times an hour at most, and the answer stays the same', async () => {
    const { email } = await registered()
    const before = stack.letters.length
    for (let at = 0; at < 20; at += 1) {
      assert.equal((await client.post('/api/auth/verify/resend', { email })).status, 202)
    }
    assert.equal(stack.letters.length - before, 3)
  })

  test('scanners may fetch the link; the page shows no token and asks for a click', async () => {
    const person = await registered()
    const path = new URL(person.url).pathname + new URL(person.url).search
    for (let at = 0; at < 3; at += 1) {
      const page = await client.get(path)
      assert.equal(page.status, 200)
      assert.equal(page.headers.get('content-type'), 'text/html; charset=utf-8')
      assert.equal(page.headers.get('referrer-policy'), 'no-referrer')
      assert.match(page.headers.get('content-security-policy') ?? '', /default-src 'none'; script-src 'sha256-/)
      assert.equal(page.text.includes(person.token), false)
    }
    assert.equal((await client.post('/api/auth/verify', { token: person.token })).status, 200)
  })

  const refused: { name: string; change: object; status: number; code: string }[] = [
    { name: 'a role', change: { role: 'administrator' }, status: 400, code: 'http/invalid' },
    {
      name: 'a verified address',
      change: { emailVerifiedAt: '2026-01-01T00:00:00Z' },
      status: 400,
      code: 'http/invalid',
    },
    { name: 'an id', change: { id: '018f0000-0000-7000-8000-000000000000' }, status: 400, code: 'http/invalid' },
    { name: 'permissions', change: { permissions: ['access:manage'] }, status: 400, code: 'http/invalid' },
    { name: 'a constructor', change: { constructor: { prototype: {} } }, status: 400, code: 'http/invalid' },
    { name: 'a short password', change: { password: 'short12' }, status: 400, code: 'http/invalid' },
    { name: 'a password of 257 characters', change: { password: 'x1'.repeat(129) }, status: 400, code: 'http/invalid' },
    { name: 'a common password', change: { password: 'Password1!' }, status: 422, code: 'identity/weak-password' },
    {
      name: 'a password of the own name',
      change: { name: 'Wilhelmina', password: 'wilhelmina1' },
      status: 422,
      code: 'identity/weak-password',
    },
    { name: 'an address nobody has', change: { email: 'ada@' }, status: 422, code: 'identity/bad-email' },
    { name: 'a link for a name', change: { name: 'See http://evil.example' }, status: 400, code: 'http/invalid' },
    { name: 'an empty name', change: { name: ' ' }, status: 400, code: 'http/invalid' },
  ]
  for (const { name, change, status, code } of refused) {
    test(`registering with ${name} is refused and does nothing`, async () => {
      const seen = watch(stack)
      const body = { email: 'eve@mail.example', password, name: 'Eve', ...change }
      const answer = await client.post('/api/auth/register', body)
      assert.deepEqual([answer.status, answer.body.code], [status, code])
      assert.deepEqual(seen(), { audit: [], events: [], letters: [] })
    })
  }

  test('a __proto__ in the body is refused', async () => {
    const raw = `{"email":"eve@mail.example","password":"${password}","name":"Eve","__proto__":{"role":"administrator"}}`
    const answer = await fetch(`${stack.url}/api/auth/register`, {
      method: 'POST',
      body: raw,
      headers: { 'content-type': 'application/json' },
    })
    assert.equal(answer.status, 400)
  })
})
