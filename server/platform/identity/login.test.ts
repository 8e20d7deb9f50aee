import assert from 'node:assert/strict'
import { after, describe, test } from 'node:test'
import pino from 'pino'
import { cookieClient } from '../../../test/support/cookie-client.ts'
import { addPerson, bearer, signIn, signInByBearer, startIdentity, watch } from '../../../test/support/identity.ts'
import { setClock } from '../../kernel/clock.ts'
import { createBus } from '../../kernel/db/bus.ts'
import type { Logger } from '../../kernel/telemetry/log.ts'
import { createMetrics } from '../../kernel/telemetry/metrics.ts'
import { postSolving } from './captcha.test-support.ts'
import { deriveKeys } from './derived-keys.ts'
import { checkPassword } from './login.ts'
import { createParts } from './parts.ts'
import { createPasswordHasher } from './password-hash.ts'

const stack = await startIdentity()
const costly = await startIdentity({ passwordCost: { memoryKib: 19_456, passes: 2 } })
const root = await addPerson(stack, 'administrator')

const login = (body: object, headers: Record<string, string> = {}) =>
  postSolving(cookieClient(stack.url), '/api/auth/login', body, headers)
const from = (network: number) => ({ 'x-forwarded-for': `198.51.100.${network}` })
const wrong = 'not the password'
const silent = pino({ level: 'silent' }) as unknown as Logger

/** Problem without what differs between any two answers. */
function essence(answer: { status: number; text: string }): string {
  return `${answer.status} ${answer.text.replace(/"(requestId|traceId)":"[^"]*"/g, '"$1":""')}`
}

async function lock(email: string, headers: Record<string, string> = {}): Promise<void> {
  for (let at = 0; at < 5; at += 1) assert.equal((await login({ email, password: wrong }, headers)).status, 401)
}

async function disabled() {
  const person = await addPerson(stack)
  const { accessToken } = await signInByBearer(stack.url, root)
  const answer = await cookieClient(stack.url).post(`/api/users/${person.userId}/disable`, {}, bearer(accessToken))
  assert.equal(answer.status, 204)
  return person
}

async function unverified() {
  const body = { email: `unproven${Math.random()}@mail.example`, password: 'a quiet harbour at dawn', name: 'Ada' }
  await cookieClient(stack.url).post('/api/auth/register', body)
  return body
}

describe('sign-in', () => {
  after(() => stack.close())

  test('the right password signs in, once with cookies and once with tokens in the body', async () => {
    const { email, password } = await addPerson(stack)
    const seen = watch(stack)
    const byCookie = await login({ email, password })
    assert.equal(byCookie.status, 200)
    assert.equal('refreshToken' in byCookie.body, false)
    assert.equal(byCookie.setCookies.length, 4)
    const byBearer = await login({ email, password, transport: 'bearer' })
    assert.equal(typeof byBearer.body.refreshToken, 'string')
    assert.deepEqual(byBearer.setCookies, [])
    assert.deepEqual(seen(), {
      audit: ['identity.session.started', 'identity.session.started'],
      events: [],
      letters: [],
    })
  })

  test('a wrong password is answered alike for every kind of account', async () => {
    const locked = await addPerson(stack)
    await lock(locked.email)
    const emails = [
      (await addPerson(stack)).email,
      'nobody@mail.example',
      (await disabled()).email,
      (await unverified()).email,
      locked.email,
    ]
    const answers = await Promise.all(emails.map((email) => login({ email, password: wrong })))
    assert.deepEqual(new Set(answers.map(essence)).size, 1)
    assert.equal(answers[0]?.body.code, 'identity/invalid-credentials')
    const headers = answers.map((answer) => [...answer.headers.keys()].join())
    assert.equal(new Set(headers).size, 1)
  })

  test('a disabled account tells so only to its password', async () => {
    const { email, password } = await disabled()
    const answer = await login({ email, password })
    assert.deepEqual([answer.status, answer.body.code, answer.setCookies], [403, 'identity/account-disabled', []])
  })

  test('five wrong passwords lock for fifteen minutes, even against the right one', async () => {
    const { email, password } = await addPerson(stack)
    const seen = watch(stack)
    await lock(email)
    const locked = await login({ email, password })
    assert.deepEqual([locked.status, locked.body.code], [401, 'identity/invalid-credentials'])
    assert.deepEqual(seen().audit, [...Array(4).fill('identity.login.refused'), 'identity.login.locked'])
    for (const [minutes, status] of [
      [14.9, 401],
      [15.1, 200],
    ] as const) {
      const restore = setClock(() => Date.now() + minutes * 60_000)
      try {
        assert.equal((await login({ email, password })).status, status, `after ${minutes} minutes`)
      } finally {
        restore()
      }
    }
  })

  test('a right password in between ends the count', async () => {
    const { email, password } = await addPerson(stack)
    for (const part of [wrong, wrong, wrong, wrong, password, wrong, wrong, wrong, wrong])
      await login({ email, password: part })
    assert.equal((await login({ email, password })).status, 200)
  })

  test('a burst of fifty wrong passwords gets five tries and locks', async () => {
    const { email, password } = await addPerson(stack)
    const seen = watch(stack)
    const answers = await Promise.all(Array.from({ length: 50 }, () => login({ email, password: wrong })))
    assert.deepEqual(new Set(answers.map((answer) => answer.status)), new Set([401]))
    assert.equal(seen().audit.length, 5)
    assert.equal((await login({ email, password })).status, 401)
  })

  test('a stranger who locks an account locks himself out, not the owner elsewhere', async () => {
    const { email, password } = await addPerson(stack)
    await lock(email, from(7))
    assert.equal((await login({ email, password }, from(7))).status, 401)
    assert.equal((await login({ email, password }, from(8))).status, 200)
  })

  test('tries from many networks together are capped at a hundred an hour', async () => {
    const { email, password } = await addPerson(stack)
    const seen = watch(stack)
    for (let batch = 0; batch < 11; batch += 1) {
      const networks = Array.from({ length: 10 }, (_, at) => from(batch * 10 + at))
      await Promise.all(networks.map((headers) => login({ email, password: wrong }, headers)))
    }
    assert.equal(seen().audit.length, 100)
    assert.equal((await login({ email, password }, from(200))).status, 401)
  })

  test('the lock holds for every way to use the password', async () => {
    const person = await addPerson(stack)
    const { client } = await signIn(stack.url, person)
    await lock(person.email)
    const body = { currentPassword: person.password, newPassword: 'a second quiet harbour' }
    const answer = await client.post('/api/auth/change-password', body, await client.csrf())
    assert.deepEqual([answer.status, answer.body.code], [401, 'identity/invalid-credentials'])
    assert.equal((await client.get('/api/auth/me')).status, 200)
  })

  test('passwords too long to be one are refused before anything is counted or hashed', async () => {
    const { email, password } = await addPerson(stack)
    const sizes: [number, number][] = [
      [257, 400],
      [1025, 400],
      [200_000, 413],
      [1_000_000, 413],
    ]
    for (const [length, status] of sizes) {
      for (let at = 0; at < 6; at += 1)
        assert.equal((await login({ email, password: 'x'.repeat(length) })).status, status)
    }
    assert.equal((await login({ email, password })).status, 200)
  })

  test('two hundred at once are answered, or refused with 503 and when to come back', async () => {
    const people = await Promise.all(Array.from({ length: 4 }, () => addPerson(stack)))
    const answers = await Promise.all(
      Array.from({ length: 200 }, (_, at) => {
        const { email, password } = people[at % 4] ?? { email: '', password: '' }
        return login({ email, password, transport: 'bearer' }, from(at))
      }),
    )
    for (const answer of answers.filter(({ status }) => status !== 200)) {
      assert.equal(answer.status, 503)
      assert.ok(answer.headers.get('retry-after'))
    }
    for (const { email, password } of people) assert.equal((await login({ email, password })).status, 200)
  })

  test('a try that found no room to be checked is given back', async (t) => {
    const { email } = await addPerson(stack)
    const bus = await createBus(stack.database.url, silent)
    t.after(() => bus.close())
    const parts = createParts({
      bus,
      access: stack.access,
      factors: stack.factors,
      db: stack.database.db,
      config: costly.config,
      mailer: { send: async () => assert.fail('no mail is sent') },
      securityEvents: () => assert.fail('nobody asks for events'),
      log: silent,
      metrics: createMetrics('test'),
      isRegistrationOpen: () => true,
    })
    const counted = async () => (await parts.db.raw('SELECT sum(count) AS sum FROM identity.attempt'))[0]?.sum
    const before = await counted()
    const crowd = Array.from({ length: 100 }, () => parts.hasher.verify(null, wrong).catch((error) => error.code))
    const tried = checkPassword(parts, () => assert.fail('nothing is audited'), {
      canonical: email,
      password: wrong,
      ip: '192.0.2.1',
    })
    await assert.rejects(tried, { code: 'identity/busy' })
    assert.ok((await Promise.all(crowd)).includes('identity/busy'))
    assert.equal(await counted(), before)
  })

  test('signing in gives a new session and ends the one the browser brought', async () => {
    const [planted, victim] = [await addPerson(stack), await addPerson(stack)]
    const attacker = await signIn(stack.url, planted)
    const browser = cookieClient(stack.url)
    for (const [name, value] of attacker.client.jar) browser.jar.set(name, value)
    const { email, password } = victim
    const answer = await browser.post('/api/auth/login', { email, password }, await browser.csrf())
    assert.equal(answer.status, 200)
    assert.equal((await browser.get('/api/auth/me')).body.user.email, email)
    assert.equal((await attacker.client.get('/api/auth/me')).status, 401)
  })

  test('a sign-in with a program or from a place not seen before is told to the person', async () => {
    const { email, password } = await addPerson(stack)
    const seen = watch(stack)
    for (const headers of [from(30), from(30), from(31), { ...from(31), 'user-agent': 'other' }])
      await login({ email, password }, headers)
    assert.deepEqual(seen().letters, ['identity.new-device', 'identity.new-device'])
  })

  test('a hash of another cost is made anew, and ten at once all get in', async () => {
    const { email, password, userId } = await addPerson(stack)
    // As it was before peppers had names.
    const peppers = [{ kid: 'session', key: deriveKeys(stack.config.masterSecret).pepper }]
    const old = await createPasswordHasher({ cost: { memoryKib: 2048, passes: 1 }, peppers }).hash(password)
    const set = 'UPDATE identity.password SET hash = $2, pepper = $3 WHERE user_id = $1'
    await stack.database.db.raw(set, [userId, old.hash, old.pepper])
    const answers = await Promise.all(Array.from({ length: 10 }, (_, at) => login({ email, password }, from(at + 60))))
    assert.deepEqual(new Set(answers.map((answer) => answer.status)), new Set([200]))
    const rows = await stack.database.db.raw<{ hash: string; pepper: string }>(
      'SELECT hash, pepper FROM identity.password WHERE user_id = $1',
      [userId],
    )
    assert.match(rows[0]?.hash ?? '', /m=1024,t=1/)
    assert.equal(rows[0]?.pepper, 'encryption:e1')
  })
})

describe('sign-in at the cost of production', () => {
  after(() => costly.close())

  test('an unknown address takes the work that a known one takes', async () => {
    const known = await addPerson(costly)
    const spent: Record<'known' | 'unknown', number[]> = { known: [], unknown: [] }
    for (let at = 0; at < 40; at += 1) {
      const kind = at % 2 === 0 ? 'known' : 'unknown'
      const email = kind === 'known' ? known.email : 'nobody-at-all@mail.example'
      const before = process.cpuUsage()
      const headers = { 'x-forwarded-for': `203.0.113.${at}` }
      const answer = await cookieClient(costly.url).post('/api/auth/login', { email, password: wrong }, headers)
      assert.equal(answer.status, 401)
      const used = process.cpuUsage(before)
      if (at > 3) spent[kind].push(used.user + used.system)
    }
    // Of jobs and collections of garbage that fall into a few of them the median knows nothing.
    const median = (times: number[]): number => times.sort((a, b) => a - b)[times.length >> 1] ?? 0
    const ratio = median(spent.known) / median(spent.unknown)
    assert.ok(ratio > 0.75 && ratio < 1.33, `CPU for known / unknown = ${ratio}`)
  })
})
