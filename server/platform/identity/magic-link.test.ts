import assert from 'node:assert/strict'
import { after, describe, test } from 'node:test'
import { cookieClient } from '../../../test/support/cookie-client.ts'
import { addPerson, bearer, signInByBearer, startIdentity, watch } from '../../../test/support/identity.ts'
import { verifyMfa, withTotp } from '../../../test/support/totp.ts'
import { setClock } from '../../kernel/clock.ts'

const stack = await startIdentity()
const visitor = cookieClient(stack.url)

const ask = (email: string) => visitor.post('/api/auth/magic-link', { email })
const redeem = (token: string, client = cookieClient(stack.url)) =>
  client.post('/api/auth/magic-link/redeem', { token, transport: 'bearer' })

async function linkTo(email: string): Promise<string> {
  assert.equal((await ask(email)).status, 202)
  const letter = stack.letters.at(-1)
  assert.deepEqual([letter?.template, letter?.to], ['identity.magic-link', email])
  return letter?.token ?? ''
}

describe('a link to sign in with', () => {
  after(() => stack.close())

  test('signs in once, of twenty at once one', async () => {
    const { email, userId } = await addPerson(stack)
    const token = await linkTo(email)
    const answers = await Promise.all(Array.from({ length: 20 }, () => redeem(token)))
    assert.deepEqual(answers.map(({ status }) => status).sort(), [200, ...Array(19).fill(400)])
    const { accessToken } = answers.find(({ status }) => status === 200)?.body ?? {}
    assert.equal((await visitor.get('/api/auth/me', bearer(accessToken))).body.user.id, userId)
    const [session] = await stack.database.db.raw<{ amr: string[]; aal: number }>(
      'SELECT amr, aal FROM identity.session WHERE user_id = $1',
      [userId],
    )
    assert.deepEqual(session, { amr: ['otp'], aal: 1 })
  })

  test('known and unknown addresses get the same answer; only one gets mail, three an hour', async () => {
    const { email } = await addPerson(stack)
    const seen = watch(stack)
    const unknown = await ask('nobody@mail.example')
    assert.deepEqual(seen(), { audit: ['identity.magic-link.requested'], events: [], letters: [] })
    for (let at = 0; at < 20; at += 1) {
      const known = await ask(email)
      assert.deepEqual([known.status, known.text], [unknown.status, unknown.text])
    }
    assert.deepEqual(seen().letters, Array(3).fill('identity.magic-link'))
  })

  test('fetching the page that it leads to uses nothing up', async () => {
    const { email } = await addPerson(stack)
    const token = await linkTo(email)
    for (let at = 0; at < 3; at += 1) assert.equal((await visitor.get('/api/auth/magic-link/redeem')).status, 405)
    assert.match(stack.letters.at(-1)?.url ?? '', /^https:\/\/plinth\.example\/magic-link#token=/)
    assert.equal((await redeem(token)).status, 200)
  })

  test('leads on to the page that was wanted, of this server only', async () => {
    const { email } = await addPerson(stack)
    const wanted = '/portal/quotes/1?a=b&x=//y#signature'
    assert.equal((await visitor.post('/api/auth/magic-link', { email, returnTo: wanted })).status, 202)
    const url = new URL(stack.letters.at(-1)?.url ?? '')
    assert.deepEqual([url.pathname, url.searchParams.get('returnTo')], ['/magic-link', wanted])
    assert.match(url.hash, /^#token=/)
    const before = stack.letters.length
    for (const returnTo of [
      'https://evil.example/',
      '//evil.example',
      '/\\evil.example',
      '/..//evil.example',
      'portal',
    ]) {
      const { status, body } = await visitor.post('/api/auth/magic-link', { email, returnTo })
      assert.deepEqual([status, body.code, body.errors[0].pointer], [400, 'http/invalid', '/returnTo'], returnTo)
    }
    assert.equal(stack.letters.length, before)
  })

  test('is dead after a newer one, a quarter of an hour, a new password, signing out everywhere and for a disabled account', async () => {
    const { email, password, userId } = await addPerson(stack)
    const older = await linkTo(email)
    const newer = await linkTo(email)
    assert.equal((await redeem(older)).status, 400)
    const restore = setClock(() => Date.now() + 901_000)
    assert.equal((await redeem(newer)).status, 400)
    restore()
    const { accessToken } = await signInByBearer(stack.url, { email, password })
    await visitor.post('/api/auth/logout-all', {}, bearer(accessToken))
    assert.equal((await redeem(newer)).status, 400)

    const other = await addPerson(stack)
    const token = await linkTo(other.email)
    const session = await signInByBearer(stack.url, other)
    const body = { currentPassword: other.password, newPassword: 'a second quiet harbour' }
    await visitor.post('/api/auth/change-password', body, bearer(session.accessToken))
    assert.equal((await redeem(token)).status, 400)

    await stack.database.db.raw('UPDATE identity."user" SET disabled_at = now() WHERE id = $1', [userId])
    const seen = watch(stack)
    await ask(email)
    assert.deepEqual(seen().letters, [])
  })

  test('asks for the second factor of whoever has one', async () => {
    const person = await addPerson(stack)
    const { app } = await withTotp(stack.url, person)
    const answer = await redeem(await linkTo(person.email))
    assert.deepEqual([answer.status, answer.body.mfaRequired, 'accessToken' in answer.body], [200, true, false])
    const verified = await verifyMfa(stack.url, {
      challenge: answer.body.challenge,
      method: 'totp',
      code: app.code(),
    })
    assert.equal(verified.status, 200)
  })

  test('is not sent to an address that nobody has proven: the link to prove it is', async () => {
    const email = 'squatted@mail.example'
    await visitor.post('/api/auth/register', { email, password: 'the password of Mallory', name: 'Mallory' })
    const seen = watch(stack)
    await ask(email)
    assert.deepEqual(seen().letters, ['identity.verify'])
  })

  test('from another site is refused, and opens no session in its own', async () => {
    const { email } = await addPerson(stack)
    const token = await linkTo(email)
    const evil = { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' }
    const before = stack.letters.length
    assert.equal((await visitor.post('/api/auth/magic-link', { email }, evil)).status, 403)
    const answer = await visitor.post('/api/auth/magic-link/redeem', { token }, evil)
    assert.deepEqual([answer.status, answer.setCookies, stack.letters.length], [403, [], before])
    assert.equal((await redeem(token)).status, 200)
  })

  test('with cookies ends the session that the browser brought', async () => {
    const [first, second] = [await addPerson(stack), await addPerson(stack)]
    const browser = cookieClient(stack.url)
    await browser.post('/api/auth/login', { email: first.email, password: first.password })
    const old = browser.jar.get('__Host-at') ?? ''
    const token = await linkTo(second.email)
    const answer = await browser.post('/api/auth/magic-link/redeem', { token }, await browser.csrf())
    assert.equal(answer.status, 200)
    assert.equal((await browser.get('/api/auth/me')).body.user.email, second.email)
    assert.equal((await visitor.get('/api/auth/me', bearer(old))).status, 401)
  })
})
