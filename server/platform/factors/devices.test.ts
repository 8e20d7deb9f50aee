import assert from 'node:assert/strict'
import { after, describe, test } from 'node:test'
import { cookieClient } from '../../../test/support/cookie-client.ts'
import { addPerson, signInByBearer, startIdentity, watch } from '../../../test/support/identity.ts'
import { asBearer, enrolTotp, signInAgain, trustBrowser, trustingPerson, withTotp } from '../../../test/support/totp.ts'

const stack = await startIdentity()

describe('a trusted browser', () => {
  after(() => stack.close())

  test('signs in without a factor, at aal 1, and gets another secret each time', async () => {
    const person = await addPerson(stack)
    const { app } = await withTotp(stack.url, person)
    const { client, setCookies } = await trustBrowser(stack.url, person, app.code())
    const cookie = setCookies.find((line) => line.startsWith('__Secure-td='))
    assert.match(cookie ?? '', /; Path=\/api\/auth; Max-Age=2592000; HttpOnly; SameSite=Lax; Secure$/)
    const first = client.jar.get('__Secure-td')
    assert.equal((await signInAgain(client, person)).mfaRequired, undefined)
    assert.notEqual(client.jar.get('__Secure-td'), first)
    assert.equal((await client.get('/api/auth/me')).body.session.aal, 1)
    const { body } = await client.get('/api/auth/trusted-devices')
    assert.deepEqual(
      body.items.map((item: { userAgent: string }) => item.userAgent),
      ['Trusted Browser'],
    )
  })

  /** A browser with the cookie that another had, as its second tab or a thief has it. */
  function withCookie(cookie: string) {
    const client = cookieClient(stack.url)
    client.jar.set('__Secure-td', cookie)
    return client
  }

  test('keeps its trust when its tabs sign in at once: each gets the same next secret, and it works', async () => {
    const { person, client } = await trustingPerson(stack)
    const cookie = client.jar.get('__Secure-td') ?? ''
    const tabs = Array.from({ length: 8 }, () => withCookie(cookie))
    const seen = watch(stack)
    const answers = await Promise.all(tabs.map((tab) => signInAgain(tab, person)))
    assert.deepEqual(
      answers.map(({ mfaRequired }) => mfaRequired),
      answers.map(() => undefined),
    )
    const next = new Set(tabs.map(({ jar }) => jar.get('__Secure-td')))
    assert.equal(next.size, 1)
    assert.ok(!next.has(cookie))
    assert.ok(!seen().audit.includes('factors.device.reused'))
    assert.equal((await signInAgain(withCookie([...next][0] ?? ''), person)).mfaRequired, undefined)
  })

  test('is trusted no longer when the secret before the last comes, however soon', async () => {
    const { person, client } = await trustingPerson(stack)
    const first = client.jar.get('__Secure-td') ?? ''
    await signInAgain(client, person)
    await signInAgain(client, person)
    assert.equal((await signInAgain(withCookie(first), person)).mfaRequired, true)
    assert.equal((await signInAgain(client, person)).mfaRequired, true)
  })

  test('whose secret was copied is trusted no longer after ten seconds: the copy and the original are asked', async () => {
    const { person, client } = await trustingPerson(stack)
    const thief = withCookie(client.jar.get('__Secure-td') ?? '')
    await signInAgain(client, person)
    await stack.database.db.raw(
      `UPDATE factors.device SET last_used_at = last_used_at - interval '11 seconds' WHERE user_id = $1`,
      [person.userId],
    )
    const seen = watch(stack)
    assert.equal((await signInAgain(thief, person)).mfaRequired, true)
    assert.deepEqual(seen().audit, ['factors.device.reused', 'identity.mfa.challenged'])
    assert.equal((await signInAgain(client, person)).mfaRequired, true)
  })

  test('counts for the person who trusted it only', async () => {
    const [one, two] = [await addPerson(stack), await addPerson(stack)]
    const { app } = await withTotp(stack.url, one)
    await withTotp(stack.url, two)
    const { client } = await trustBrowser(stack.url, one, app.code())
    assert.equal((await signInAgain(client, two)).mfaRequired, true)
  })

  test('is forgotten by its person, and by nobody else', async () => {
    const person = await addPerson(stack)
    const { app } = await withTotp(stack.url, person)
    const { client } = await trustBrowser(stack.url, person, app.code())
    const [item] = (await client.get('/api/auth/trusted-devices')).body.items
    const stranger = asBearer(stack.url, (await signInByBearer(stack.url, await addPerson(stack))).accessToken)
    assert.equal((await stranger('DELETE', `/api/auth/trusted-devices/${item.id}`)).status, 404)
    const headers = await client.csrf()
    assert.equal((await client.send('DELETE', `/api/auth/trusted-devices/${item.id}`, { headers })).status, 204)
    assert.deepEqual((await client.get('/api/auth/trusted-devices')).body.items, [])
    assert.equal((await signInAgain(client, person)).mfaRequired, true)
  })

  test('lasts thirty days', async () => {
    const person = await addPerson(stack)
    const { app } = await withTotp(stack.url, person)
    const { client } = await trustBrowser(stack.url, person, app.code())
    await stack.database.db.raw(`UPDATE factors.device SET expires_at = now() WHERE user_id = $1`, [person.userId])
    assert.equal((await signInAgain(client, person)).mfaRequired, true)
  })

  test('is trusted no longer after a change of password, a reset, or a change of factors', async () => {
    const password = 'yet another long password here'
    const changed = await trustingPerson(stack)
    const words = { currentPassword: changed.person.password, newPassword: password }
    const answer = await changed.client.post('/api/auth/change-password', words, await changed.client.csrf())
    assert.equal(answer.status, 200)
    assert.equal((await signInAgain(changed.client, { ...changed.person, password })).mfaRequired, true)

    const reset = await trustingPerson(stack)
    await reset.client.post('/api/auth/logout', {}, await reset.client.csrf())
    await cookieClient(stack.url).post('/api/auth/forgot-password', { email: reset.person.email })
    const token = stack.letters.findLast((letter) => letter.to === reset.person.email)?.token
    await cookieClient(stack.url).post('/api/auth/reset-password', { token, password })
    assert.equal((await signInAgain(reset.client, { ...reset.person, password })).mfaRequired, true)

    const factor = await trustingPerson(stack)
    const headers = await factor.client.csrf()
    await enrolTotp((method, path, body) => factor.client.send(method, path, { headers, ...(body ? { body } : {}) }))
    assert.equal((await signInAgain(factor.client, factor.person)).mfaRequired, true)
  })
})
