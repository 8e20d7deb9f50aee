import assert from 'node:assert/strict'
import { after, describe, test } from 'node:test'
import { cookieClient } from '../../../test/support/cookie-client.ts'
import { testOrigin } from '../../../test/support/database.ts'
import { addPerson, signIn, startIdentity, watch } from '../../../test/support/identity.ts'
import { startServer } from '../../../test/support/server.ts'
import { setClock } from '../../kernel/clock.ts'
import { postSolving } from './captcha.test-support.ts'

const stack = await startIdentity()
const server = await startServer()
const wrong = 'not the password'
const from = (network: number) => ({ 'x-forwarded-for': `198.51.100.${network}` })
const login = (body: object, headers: Record<string, string> = {}, client = cookieClient(stack.url)) =>
  postSolving(client, '/api/auth/login', body, headers)

async function lock(email: string, headers: Record<string, string> = {}, client = cookieClient(stack.url)) {
  for (let at = 0; at < 5; at += 1) assert.equal((await login({ email, password: wrong }, headers, client)).status, 401)
}

async function hashes(): Promise<number> {
  return (await stack.metrics.authPasswordHashes.get()).values[0]?.value ?? 0
}

describe('tries on one account', () => {
  test('twenty right sign-ins at once from one network get in, or are told to come back and then do', async () => {
    const { email, password } = await addPerson(stack)
    const answers = await Promise.all(Array.from({ length: 20 }, () => login({ email, password })))
    const statuses = answers.map((answer) => answer.status)
    assert.deepEqual(
      statuses.filter((status) => status !== 200 && status !== 503),
      [],
    )
    assert.ok(statuses.filter((status) => status === 200).length > 5, statuses.join())
    assert.equal((await login({ email, password })).status, 200)
  })

  test('of fifty wrong ones at once five are hashed, and the account is locked', async () => {
    const { email, password } = await addPerson(stack)
    const before = await hashes()
    const answers = await Promise.all(Array.from({ length: 50 }, () => login({ email, password: wrong })))
    assert.deepEqual(new Set(answers.map((answer) => answer.status)), new Set([401]))
    assert.equal((await hashes()) - before, 5)
    assert.equal((await login({ email, password })).status, 401)
    assert.equal((await hashes()) - before, 5, 'a locked account costs no hash')
  })

  test('right ones among wrong ones get in or are told to come back, and forgive no more than was wrong', async () => {
    const { email, password } = await addPerson(stack)
    const tries = Array.from({ length: 24 }, (_, at) => (at % 4 === 0 ? password : wrong))
    const answers = await Promise.all(tries.map((tried) => login({ email, password: tried })))
    answers.forEach((answer, at) => {
      if (tries[at] === wrong) assert.ok([401, 503].includes(answer.status), String(answer.status))
    })
    const counters = await stack.database.db.raw<{ count: number; failures: number }>(
      'SELECT count, failures FROM identity.attempt',
    )
    for (const { count, failures } of counters) assert.ok(count >= 0 && failures >= 0 && failures <= 100)
  })

  test('slots that a process took to its grave are free again after half a minute', async () => {
    const { email, password } = await addPerson(stack)
    await login({ email, password: wrong }, from(70))
    await stack.database.db.raw('UPDATE identity.attempt SET count = 5 WHERE failures = 1 AND count = 1')
    const restore = setClock(() => Date.now() + 31_000)
    try {
      assert.equal((await login({ email, password }, from(70))).status, 200)
    } finally {
      restore()
    }
  })

  test('known, unknown and passwordless accounts take one hash each and answer alike', async () => {
    const known = await addPerson(stack)
    const passwordless = `passwordless${Math.random()}@mail.example`
    await stack.database.db.transaction(testOrigin, (tx) =>
      stack.identity.createPerson(tx, { email: passwordless, name: 'Ada', passwordHash: null, by: 'test' }),
    )
    const texts = new Set<string>()
    for (const email of [known.email, 'nobody.at.all@mail.example', passwordless]) {
      const before = await hashes()
      const answer = await login({ email, password: wrong })
      texts.add(answer.text.replace(/"(requestId|traceId)":"[^"]*"/g, ''))
      assert.deepEqual([answer.status, (await hashes()) - before], [401, 1])
    }
    assert.equal(texts.size, 1)
  })

  test('who has no password gets one by a forgotten-password link', async () => {
    const email = `passwordless${Math.random()}@mail.example`
    await stack.database.db.transaction(testOrigin, (tx) =>
      stack.identity.createPerson(tx, { email, name: 'Ada', passwordHash: null, by: 'test' }),
    )
    await cookieClient(stack.url).post('/api/auth/forgot-password', { email })
    const token = stack.letters.at(-1)?.token
    const password = 'a quiet harbour at dawn'
    assert.equal((await cookieClient(stack.url).post('/api/auth/reset-password', { token, password })).status, 204)
    assert.equal((await login({ email, password })).status, 200)
  })
})

describe('a browser its owner has used', () => {
  after(() => stack.close())

  test('signs in while strangers lock the account from everywhere, its own network too', async () => {
    const person = await addPerson(stack)
    const { client } = await signIn(stack.url, person)
    assert.ok([...client.jar.keys()].includes('__Host-kd'))
    await client.post('/api/auth/logout', {}, await client.csrf())
    client.jar.delete('__Host-csrf')
    await lock(person.email)
    for (let batch = 0; batch < 10; batch += 1) {
      const networks = Array.from({ length: 10 }, (_, at) => from(batch * 10 + at))
      await Promise.all(networks.map((headers) => login({ email: person.email, password: wrong }, headers)))
    }
    const { email, password } = person
    assert.equal((await login({ email, password }, from(201))).status, 401, 'a stranger is locked out everywhere')
    assert.equal((await login({ email, password }, {}, client)).status, 200)
  })

  test('has five tries of its own, and is not known for other accounts', async () => {
    const [owner, other] = [await addPerson(stack), await addPerson(stack)]
    const { client } = await signIn(stack.url, owner)
    for (const name of [...client.jar.keys()]) if (name !== '__Host-kd') client.jar.delete(name)
    await lock(owner.email, from(90), client)
    assert.equal((await login({ email: owner.email, password: owner.password }, from(90), client)).status, 401)
    assert.equal((await login({ email: owner.email, password: owner.password }, from(91))).status, 200)
    await lock(other.email, from(92))
    assert.equal((await login({ email: other.email, password: other.password }, from(92), client)).status, 401)
  })

  test('a forged, a stranger’s and a database’s value make no browser known', async () => {
    const [victim, attacker] = [await addPerson(stack), await addPerson(stack)]
    const [nonce = ''] = ((await signIn(stack.url, victim)).client.jar.get('__Host-kd') ?? '').split('.')
    const own = (await signIn(stack.url, attacker)).client.jar.get('__Host-kd') ?? ''
    const rows = await stack.database.db.raw<{ id: string; browser: Buffer }>(
      'SELECT id, browser FROM identity.device WHERE user_id = $1',
      [victim.userId],
    )
    const stored = rows[0]?.browser.toString('base64url') ?? ''
    const values = [
      own,
      `${nonce}.${own.split('.')[1]}`,
      nonce,
      stored,
      `${stored}.${stored}`,
      `${rows[0]?.id}`,
      `${own}x`,
    ]
    await lock(victim.email, from(95))
    for (const value of values) {
      const client = cookieClient(stack.url)
      client.jar.set('__Host-kd', value)
      const answer = await login({ email: victim.email, password: victim.password }, from(95), client)
      assert.equal(answer.status, 401, value)
    }
  })

  test('is unknown again when the password changes, or the person says so', async () => {
    const person = await addPerson(stack)
    const [here, there] = [await signIn(stack.url, person), await signIn(stack.url, person)]
    const list = async () => (await here.client.get('/api/auth/devices')).body.items
    assert.deepEqual(
      (await list()).map(({ current }: { current: boolean }) => current),
      [false, true],
    )
    const seen = watch(stack)
    const [{ id }] = await list()
    assert.equal(
      (await here.client.send('DELETE', `/api/auth/devices/${id}`, { headers: await here.client.csrf() })).status,
      204,
    )
    assert.deepEqual(seen().audit, ['identity.device.forgotten'])
    assert.equal(
      (await here.client.send('DELETE', `/api/auth/devices/${id}`, { headers: await here.client.csrf() })).status,
      404,
    )
    await signIn(stack.url, person)
    assert.equal((await list()).length, 2)
    const body = { currentPassword: person.password, newPassword: 'a second quiet harbour' }
    assert.equal((await here.client.post('/api/auth/change-password', body, await here.client.csrf())).status, 200)
    assert.deepEqual(
      (await list()).map(({ current }: { current: boolean }) => current),
      [true],
    )
    assert.equal((await there.client.get('/api/auth/devices')).status, 401)
  })
})

describe('a lock', () => {
  after(() => server.stop())

  const post = (path: string, body: object, client = cookieClient(server.url)) => postSolving(client, path, body)

  test('is told to the owner once, whose link ends it and makes the browser known', async () => {
    const person = await server.people.signedIn()
    const { email, password } = person
    for (let at = 0; at < 7; at += 1) await post('/api/auth/login', { email, password: wrong })
    assert.equal((await post('/api/auth/login', { email, password })).status, 401)
    const letters = (await server.mailbox()).filter(({ template }) => template === 'identity.unlock')
    assert.equal(letters.length, 1)
    const token = /token=([\w-]+)/.exec(letters[0]?.text ?? '')?.[1]
    const client = cookieClient(server.url)
    const answers = await Promise.all(
      Array.from({ length: 10 }, (_, at) => post('/api/auth/unlock', { token }, at === 0 ? client : undefined)),
    )
    assert.equal(answers.filter(({ status }) => status === 204).length, 1)
    assert.equal((await post('/api/auth/login', { email, password })).status, 200)
  })

  test('of an address without an account is told to nobody', async () => {
    const before = (await server.mailbox()).length
    for (let at = 0; at < 6; at += 1) await post('/api/auth/login', { email: 'nobody@example.org', password: wrong })
    assert.equal((await server.mailbox()).length, before)
  })
})
