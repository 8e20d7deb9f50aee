import assert from 'node:assert/strict'
import { after, describe, test } from 'node:test'
import { TOTP } from 'otpauth'
import { errorOf, type OauthBrowser } from '../../../test/support/sign-in/oauth-browser.ts'
import { countRows, startStage } from '../../../test/support/sign-in/stage.ts'
import { setClock } from '../../kernel/clock.ts'

const stage = await startStage()
const { google, acme, github, server, open, somebody } = stage

const startLink = async (browser: OauthBrowser, provider: string, body: object = {}) =>
  browser.client.post(`/api/auth/identities/${provider}/start`, body, await browser.client.csrf())

/** The callback's address of a link that was begun and approved at the provider. */
async function approved(browser: OauthBrowser, provider: string): Promise<URL> {
  const answer = await startLink(browser, provider)
  assert.equal(answer.status, 200, answer.text)
  return browser.visit(new URL(answer.body.url))
}

async function identitiesOf(browser: OauthBrowser): Promise<{ id: string; provider: string }[]> {
  return (await browser.client.get('/api/auth/identities')).body.items
}

const unlink = async (browser: OauthBrowser, id: string) =>
  browser.client.send('DELETE', `/api/auth/identities/${id}`, { headers: await browser.client.csrf() })

after(() => stage.close())

describe('linking', () => {
  test('a signed-in person adds an account whose address is another and unproven, and signs in with it', async () => {
    const member = await stage.member()
    const { email, name } = somebody(google, { email_verified: false })
    const seen = await stage.watch()
    const answer = await member.browser.finish(await approved(member.browser, 'google'))
    assert.deepEqual([answer.status, answer.headers.get('location')], [303, '/account'])
    const { body } = await member.browser.client.get('/api/auth/identities')
    assert.deepEqual(Object.keys(body.items[0]).sort(), [
      'email',
      'id',
      'lastUsedAt',
      'linkedAt',
      'name',
      'provider',
      'title',
    ])
    assert.deepEqual([body.items[0].email, body.items[0].name, body.items[0].title], [email, name, 'Google'])
    assert.deepEqual(await seen(), { audit: ['federation.identity.linked'], mails: ['federation.linked'] })
    const again = await member.browser.finish(await approved(member.browser, 'google'))
    assert.equal(errorOf(again), null)
    assert.equal((await identitiesOf(member.browser)).length, 1)
    const browser = open()
    await browser.signIn('google')
    assert.equal((await browser.client.get('/api/auth/me')).body.user.id, member.id)
  })

  test('an account of somebody else is not taken from them', async () => {
    somebody(google)
    await open().signIn('google')
    const member = await stage.member()
    const answer = await member.browser.finish(await approved(member.browser, 'google'))
    assert.equal(answer.headers.get('location'), '/account?error=federation%2Falready-linked&provider=google')
    assert.deepEqual(await identitiesOf(member.browser), [])
  })

  test("an attacker's callback opened in the victim's browser links nothing (O11)", async () => {
    const [attacker, victim] = [await stage.member(), await stage.member()]
    somebody(google)
    const before = await countRows(server)
    const callback = await approved(attacker.browser, 'google')
    assert.equal(errorOf(await victim.browser.finish(callback)), 'federation/state-invalid')
    await startLink(victim.browser, 'google')
    assert.equal(errorOf(await victim.browser.finish(callback)), 'federation/state-invalid')
    assert.deepEqual(await countRows(server), before)
  })

  test('the session that asked has to be the one that comes back', async () => {
    const [one, other] = [await stage.member(), await stage.member()]
    somebody(google)
    const callback = await approved(one.browser, 'google')
    const { email, password } = other
    const csrf = await one.browser.client.csrf()
    assert.equal((await one.browser.client.post('/api/auth/login', { email, password }, csrf)).status, 200)
    const answer = await one.browser.client.get(`${callback.pathname}${callback.search}`)
    assert.deepEqual([answer.status, answer.body.code], [400, 'federation/state-invalid'])
    assert.deepEqual(await identitiesOf(one.browser), [])
  })

  test('a link that a thief of the session began dies with the session', async () => {
    const member = await stage.member()
    somebody(google)
    const callback = await approved(member.browser, 'google')
    const owner = open()
    const { email, password } = member
    assert.equal((await owner.client.post('/api/auth/login', { email, password })).status, 200)
    assert.equal((await owner.client.post('/api/auth/logout-all', {}, await owner.client.csrf())).status, 204)
    assert.equal(errorOf(await member.browser.finish(callback)), 'federation/state-invalid')
    assert.equal((await owner.client.post('/api/auth/login', { email, password })).status, 200)
    assert.deepEqual(await identitiesOf(owner), [])
  })

  test('nobody signed in, a stale session and a missing CSRF token begin no link (O11)', async () => {
    assert.equal((await open().client.post('/api/auth/identities/google/start')).status, 401)
    const member = await stage.member()
    assert.equal((await member.browser.client.post('/api/auth/identities/google/start')).status, 403)
    const restore = setClock(() => Date.now() + 601_000)
    try {
      const csrf = await member.browser.client.csrf()
      assert.equal((await member.browser.client.post('/api/auth/refresh', {}, csrf)).status, 200)
      const stale = await startLink(member.browser, 'google')
      assert.deepEqual([stale.status, stale.body.code], [403, 'http/assurance-too-low'])
    } finally {
      restore()
    }
  })

  test('a flow of one provider is not finished by another (O12), a sign-in is no link', async () => {
    const member = await stage.member()
    somebody(google)
    somebody(acme)
    const callback = await approved(member.browser, 'google')
    const other = await member.browser.visit(await member.browser.start('acme'))
    const mixed = new URL(other)
    mixed.searchParams.set('state', callback.searchParams.get('state') ?? '')
    assert.equal(errorOf(await member.browser.finish(mixed)), 'federation/state-invalid')
    assert.deepEqual(await identitiesOf(member.browser), [])
  })

  test('once there is a second factor, a session that did not prove it changes nothing', async () => {
    const member = await stage.member()
    somebody(google)
    await member.browser.finish(await approved(member.browser, 'google'))
    const elsewhere = open().client
    const { email, password } = member
    assert.equal((await elsewhere.post('/api/auth/login', { email, password })).status, 200)
    const csrf = await elsewhere.csrf()
    const begun = (await elsewhere.post('/api/auth/mfa/totp', {}, csrf)).body
    const code = new TOTP({ secret: begun.secret }).generate()
    const path = `/api/auth/mfa/totp/${begun.id}/confirm`
    assert.equal((await elsewhere.post(path, { code }, csrf)).status, 200)
    const [held] = await identitiesOf(member.browser)
    for (const answer of [await startLink(member.browser, 'acme'), await unlink(member.browser, held?.id ?? '')])
      assert.deepEqual([answer.status, answer.body.code, answer.body.params.aal], [403, 'http/assurance-too-low', 2])
  })
})

describe('unlinking', () => {
  test('the last way in stays (O14)', async () => {
    somebody(google)
    const browser = open()
    await browser.signIn('google')
    const [only] = await identitiesOf(browser)
    const answer = await unlink(browser, only?.id ?? '')
    assert.deepEqual([answer.status, answer.body.code], [409, 'federation/last-way-in'])
    assert.equal((await identitiesOf(browser)).length, 1)
  })

  test('of two at once, one stays', async () => {
    const { email } = somebody(google)
    const browser = open()
    await browser.signIn('google')
    somebody(acme, { email })
    await browser.finish(await approved(browser, 'acme'))
    const held = await identitiesOf(browser)
    const csrf = await browser.client.csrf()
    const answers = await Promise.all(
      held.map(({ id }) => browser.client.send('DELETE', `/api/auth/identities/${id}`, { headers: csrf })),
    )
    assert.deepEqual(answers.map(({ status }) => status).sort(), [204, 409])
    assert.equal((await identitiesOf(browser)).length, 1)
  })

  test('beside a password it ends the way in, is told by mail, and the address stays proven', async () => {
    const member = await stage.member()
    somebody(google, { email: member.email })
    await member.browser.finish(await approved(member.browser, 'google'))
    const [held] = await identitiesOf(member.browser)
    const seen = await stage.watch()
    assert.equal((await unlink(member.browser, held?.id ?? '')).status, 204)
    assert.deepEqual(await seen(), { audit: ['federation.identity.unlinked'], mails: ['federation.unlinked'] })
    assert.notEqual((await member.browser.client.get('/api/auth/me')).body.user.emailVerifiedAt, null)
    assert.equal((await unlink(member.browser, held?.id ?? '')).status, 404)
  })

  test('of the provider that alone proved the address, the address has to be proven again (O14)', async () => {
    const { email } = somebody(google)
    const browser = open()
    await browser.signIn('google')
    github.person = {
      ...{ id: 7001, login: 'other', name: null },
      emails: [{ email: 'elsewhere@mail.example', primary: true, verified: true }],
    }
    await browser.finish(await approved(browser, 'github'))
    const held = (await identitiesOf(browser)).find((one) => one.provider === 'google')
    const seen = await stage.watch()
    assert.equal((await unlink(browser, held?.id ?? '')).status, 204)
    const { audit, mails } = await seen()
    assert.deepEqual(audit, ['federation.identity.unlinked', 'identity.user.proof-withdrawn'])
    assert.deepEqual(mails.sort(), ['federation.unlinked', 'identity.verify'])
    assert.equal((await browser.client.get('/api/auth/me')).body.user.emailVerifiedAt, null)
    assert.equal(errorOf(await open().signIn('github')), 'identity/email-unverified')
    const mail = (await server.mailbox()).findLast(
      (one) => one.to.address === email && one.template === 'identity.verify',
    )
    const token = /token=([A-Za-z0-9_-]+)/.exec(mail?.text ?? '')?.[1]
    assert.equal((await open().client.post('/api/auth/verify', { token })).status, 200)
    assert.equal(errorOf(await open().signIn('github')), null)
  })

  test("somebody else's link is not there", async () => {
    const [one, other] = [await stage.member(), await stage.member()]
    somebody(google)
    await one.browser.finish(await approved(one.browser, 'google'))
    const [held] = await identitiesOf(one.browser)
    assert.equal((await unlink(other.browser, held?.id ?? '')).status, 404)
    assert.equal((await identitiesOf(one.browser)).length, 1)
  })
})

test('what is held of a person is exported, and gone when the person is erased', async () => {
  const { email } = somebody(google)
  const browser = open()
  await browser.signIn('google')
  const { id } = (await browser.client.get('/api/auth/me')).body.user
  const federation = server.app.units.all.find((unit) => unit.name === 'federation')
  const exported = (await federation?.exportPerson?.(id)) as { identities: { email: string; subject: string }[] }
  assert.deepEqual([exported.identities[0]?.email, exported.identities[0]?.subject], [email, google.person])
  const origin = { actor: { kind: 'system', name: 'test' }, requestId: 'test' } as const
  await server.app.db.transaction(origin, async (tx) => federation?.erasePerson?.(tx, id))
  assert.equal(await federation?.exportPerson?.(id), null)
})
