import assert from 'node:assert/strict'
import { after, describe, test } from 'node:test'
import { Secret, TOTP } from 'otpauth'
import type { CookieClient } from '../../../test/support/cookie-client.ts'
import { testOrigin } from '../../../test/support/database.ts'
import { codeTo, templatesTo } from '../../../test/support/factors.ts'
import { tokenIn } from '../../../test/support/mailbox.ts'
import type { OauthBrowser } from '../../../test/support/sign-in/oauth-browser.ts'
import { startStage } from '../../../test/support/sign-in/stage.ts'
import { createAuthenticator } from '../../audit-auth/authenticator.ts'

const stage = await startStage()
const { google, acme, open, server, somebody } = stage
const PHONE = '+491511234567'
const STEP_MS = 30_000

const post = async (client: CookieClient, path: string, body: object = {}) =>
  client.post(path, body, await client.csrf())

/** As `post`, of what has to succeed. */
async function done(client: CookieClient, path: string, body: object = {}) {
  const answer = await post(client, path, body)
  assert.ok(answer.status < 300, `${path} answered ${answer.status} ${answer.text}`)
  return answer.body
}

async function addApp(client: CookieClient) {
  const { id, secret } = await done(client, '/api/auth/mfa/totp')
  const totp = new TOTP({ secret: Secret.fromBase32(secret) })
  const code = totp.generate({ timestamp: Date.now() - STEP_MS })
  const { backupCodes = [] } = await done(client, `/api/auth/mfa/totp/${id}/confirm`, { code })
  return { id, backupCodes, code: (stepsLater = 0) => totp.generate({ timestamp: Date.now() + stepsLater * STEP_MS }) }
}

async function addPasskey(client: CookieClient) {
  const authenticator = createAuthenticator({ origin: 'http://localhost:3000' })
  const options = await done(client, '/api/auth/mfa/passkeys/options')
  await done(client, '/api/auth/mfa/passkeys', { credential: authenticator.create(options), name: 'Mine' })
  return authenticator
}

async function addCodes(client: CookieClient, kind: 'email' | 'sms', to: string) {
  const { id } = await done(client, `/api/auth/mfa/${kind}`, kind === 'sms' ? { phone: to } : {})
  await done(client, `/api/auth/mfa/${kind}/${id}/confirm`, { code: await codeTo(server, to) })
}

async function addIdentity(browser: OauthBrowser, provider: 'google' | 'acme') {
  const { sub } = somebody(provider === 'google' ? google : acme)
  const { url } = await done(browser.client, `/api/auth/identities/${provider}/start`)
  assert.equal((await browser.finish(await browser.visit(new URL(url)))).status, 303)
  return sub
}

const addKey = async (client: CookieClient): Promise<{ key: string; lastFour: string }> =>
  done(client, '/api/api-keys', { name: 'Nightly', scopes: [] })

const byKey = async (key: string) =>
  (await open().client.get('/api/auth/me', { authorization: `Bearer ${key}` })).status

/** Makes `newEmail` the address of the account behind the session, which ends with all others. */
async function changeAddress(client: CookieClient, newEmail: string) {
  await done(client, '/api/auth/email', { newEmail })
  await done(open().client, '/api/auth/email/confirm', {
    token: tokenIn(await server.mailbox(), newEmail, 'identity.email-confirm'),
  })
}

/** Signs in again, with a backup code where a second factor is asked for. */
async function comeBack(client: CookieClient, email: string, password: string, backupCode?: string) {
  const { challenge } = await done(client, '/api/auth/login', { email, password })
  if (backupCode !== undefined)
    await done(client, '/api/auth/mfa/verify', { challenge, method: 'backup', code: backupCode })
}

const revert = async (email: string) =>
  open().client.post('/api/auth/email/revert', {
    token: tokenIn(await server.mailbox(), email, 'identity.email-changed'),
  })

/** Signs in by password, which leaves a challenge. */
async function challenged(client: CookieClient, email: string, password: string) {
  const { body } = await post(client, '/api/auth/login', { email, password })
  assert.equal(body.mfaRequired, true, JSON.stringify(body))
  return { methods: body.methods, challenge: body.challenge as string }
}

/** Until so many statements wait for a lock. */
async function untilWaiting(count: number): Promise<void> {
  for (;;) {
    const rows = await server.app.db.raw(
      "SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'",
    )
    if (rows.length >= count) return
  }
}

/** What an owner has, a thief of the session adds when the address is theirs, and is told. */
async function stolen() {
  const owner = await stage.member()
  const { client } = owner.browser
  const own = { identity: await addIdentity(owner.browser, 'google'), app: await addApp(client) }
  const held = { ...own, passkey: await addPasskey(client), key: (await addKey(client)).key }
  const thiefsEmail = `thief.of.${owner.email}`
  await changeAddress(client, thiefsEmail)
  await comeBack(client, thiefsEmail, owner.password, own.app.backupCodes[0])
  return { owner, held, thiefsEmail }
}

describe('a reverted change of address', () => {
  after(() => stage.close())

  test('takes away everything that a thief added, and leaves what was there before', async () => {
    const { owner, held, thiefsEmail } = await stolen()
    const { client } = owner.browser
    const added = { app: await addApp(client), passkey: await addPasskey(client), key: await addKey(client) }
    await addCodes(client, 'email', thiefsEmail)
    await addCodes(client, 'sms', PHONE)
    const { codes } = await done(client, '/api/auth/mfa/backup-codes')
    const thiefsAcme = await addIdentity(owner.browser, 'acme')
    const trusting = open().client
    const { challenge } = await challenged(trusting, thiefsEmail, owner.password)
    const answer = { challenge, method: 'totp', code: added.app.code(), trustDevice: true }
    await done(trusting, '/api/auth/mfa/verify', answer)
    const secondEmail = `second.${thiefsEmail}`
    await changeAddress(client, secondEmail)

    const seen = await stage.watch()
    assert.equal((await revert(owner.email)).status, 204)
    const { audit, mails } = await seen()
    assert.deepEqual(audit, [
      'identity.sessions.ended',
      ...Array(4).fill('factors.factor.revoked'),
      'factors.backup-codes.revoked',
      'federation.identity.unlinked',
      'api_keys.keys.revoked',
      'identity.email.reverted',
    ])
    assert.deepEqual(
      mails.toSorted(),
      ['api_keys.review', 'identity.email-reverted'],
      'the key of before is to be looked at',
    )
    const letter = (await server.mailbox()).findLast(
      ({ to, template }) => to.address === owner.email && template === 'identity.email-reverted',
    )
    for (const what of ['authenticator app', 'passkey', 'phone number', 'e-mail codes', 'backup codes'])
      assert.match(letter?.text ?? '', new RegExp(`- ${what}, added 20`))
    assert.match(letter?.text ?? '', new RegExp(`- API key that ends in ${added.key.lastFour}, added 20`))
    assert.match(letter?.text ?? '', /- account at Acme, added 20/)

    for (const one of [client, trusting]) assert.equal((await one.get('/api/auth/me')).status, 401)
    assert.deepEqual(await server.app.db.raw('SELECT FROM factors.device WHERE user_id = $1', [owner.id]), [])
    assert.equal(await byKey(added.key.key), 401)
    assert.deepEqual((await revert(thiefsEmail)).body.code, 'identity/token-invalid')
    acme.person = thiefsAcme
    const byAcme = open()
    await byAcme.signIn('acme')
    assert.notEqual((await byAcme.client.get('/api/auth/me')).body.user.id, owner.id)

    const password = 'another harbour without a thief'
    const token = tokenIn(await server.mailbox(), owner.email, 'identity.email-reverted')
    assert.equal((await open().client.post('/api/auth/reset-password', { token, password })).status, 204)
    const again = await challenged(trusting, owner.email, password)
    assert.deepEqual(again.methods, ['passkey', 'totp'])
    const verify = (given: object) => post(trusting, '/api/auth/mfa/verify', { challenge: again.challenge, ...given })
    const options = await done(trusting, '/api/auth/mfa/passkey-options', { challenge: again.challenge })
    assert.deepEqual(
      options.allowCredentials.map(({ id }: { id: string }) => id),
      [held.passkey.credentialId],
    )
    assert.equal((await verify({ method: 'totp', code: added.app.code(1) })).status, 401)
    assert.equal((await verify({ method: 'backup', code: codes[0] })).status, 401)
    assert.equal((await verify({ method: 'passkey', credential: added.passkey.get(options) })).status, 401)
    assert.equal((await verify({ method: 'totp', code: held.app.code() })).status, 200)
    const { passkeys, totp, phones, emails } = (await trusting.get('/api/auth/mfa')).body
    assert.deepEqual([passkeys.length, totp.length, phones, emails], [1, 1, [], []])
    assert.equal(totp[0].id, held.app.id)
    assert.equal(await byKey(held.key), 200)
    const { items } = (await trusting.get('/api/auth/identities')).body
    assert.deepEqual(
      items.map(({ provider }: { provider: string }) => provider),
      ['google'],
    )
  })

  test('holds against a thief who was quicker to take a second change back', async () => {
    const { owner, held, thiefsEmail } = await stolen()
    await changeAddress(owner.browser.client, `second.${thiefsEmail}`)
    assert.equal((await revert(thiefsEmail)).status, 204)
    assert.equal((await revert(owner.email)).status, 204)
    const told = await templatesTo(server, owner.email)
    assert.equal(
      told.findLast((template) => template !== 'api_keys.review'),
      'identity.email-reverted',
    )
    assert.equal(await byKey(held.key), 200)
    const rows = await server.app.db.raw('SELECT email FROM identity."user" WHERE id = $1', [owner.id])
    assert.deepEqual(rows, [{ email: owner.email }])
    assert.deepEqual(await server.app.db.raw('SELECT FROM identity.email_hold WHERE user_id = $1', [owner.id]), [])
  })

  test('counts from when the change was asked for', async () => {
    const owner = await stage.member()
    const { client } = owner.browser
    const newEmail = `asked.${owner.email}`
    const [held, release] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
    // Whoever writes the letter looks here first: the key is made before that.
    const gate = server.app.db.transaction(testOrigin, async (tx) => {
      await tx.raw('LOCK TABLE identity.email_hold IN ACCESS EXCLUSIVE MODE')
      held.resolve()
      await release.promise
    })
    await held.promise
    await done(client, '/api/auth/email', { newEmail })
    await untilWaiting(1)
    const { key } = await addKey(client)
    release.resolve()
    await gate
    const token = tokenIn(await server.mailbox(), newEmail, 'identity.email-confirm')
    await done(open().client, '/api/auth/email/confirm', { token })
    assert.equal((await revert(owner.email)).status, 204)
    assert.equal(await byKey(key), 401)
  })

  test('takes away a key that is being made meanwhile', async () => {
    const owner = await stage.member()
    const { client } = owner.browser
    await changeAddress(client, `meanwhile.${owner.email}`)
    await comeBack(client, `meanwhile.${owner.email}`, owner.password)
    const [held, release] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
    // The owner's keys are counted under this lock: a key that is made waits here.
    const gate = server.app.db.transaction(testOrigin, async (tx) => {
      await tx.raw('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [`api_keys ${owner.id}`])
      held.resolve()
      await release.promise
    })
    await held.promise
    const making = addKey(client)
    await untilWaiting(1)
    const reverting = revert(owner.email)
    await Promise.race([untilWaiting(2), reverting])
    release.resolve()
    await gate
    const { key } = await making
    assert.equal((await reverting).status, 204)
    assert.equal(await byKey(key), 401)
  })

  test('says so when nothing was added', async () => {
    const owner = await stage.member()
    await changeAddress(owner.browser.client, `moved.${owner.email}`)
    assert.equal((await revert(owner.email)).status, 204)
    const letter = (await server.mailbox()).findLast(({ to }) => to.address === owner.email)
    assert.match(letter?.text ?? '', /Nothing had been added/)
  })
})
