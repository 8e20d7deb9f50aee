import assert from 'node:assert/strict'
import { after, describe, test } from 'node:test'
import { TOTP } from 'otpauth'
import type { CookieClient } from '../../../test/support/cookie-client.ts'
import { startStage } from '../../../test/support/sign-in/stage.ts'
import { createAuthenticator } from '../../audit-auth/authenticator.ts'

const stage = await startStage()
const { google, open, somebody } = stage

const post = async (client: CookieClient, path: string, body: object = {}) =>
  client.post(path, body, await client.csrf())
const remove = async (client: CookieClient, path: string) =>
  client.send('DELETE', path, { headers: await client.csrf() })
const factorsOf = async (client: CookieClient) => (await client.get('/api/auth/mfa')).body

/** Somebody who came by Google and has neither a password nor anything else; a mailed link would let them in. */
async function byGoogle() {
  const { email } = somebody(google)
  const browser = open()
  await browser.signIn('google')
  const [identity] = (await browser.client.get('/api/auth/identities')).body.items
  return { email, client: browser.client, identity: `/api/auth/identities/${identity.id}` }
}

async function addPasskey(client: CookieClient, userVerified = true): Promise<string> {
  const options = (await post(client, '/api/auth/mfa/passkeys/options')).body
  const credential = createAuthenticator({ origin: 'http://localhost:3000' }).create(options, { userVerified })
  const { status, body, text } = await post(client, '/api/auth/mfa/passkeys', { credential, name: 'Laptop' })
  assert.equal(status, 201, text)
  return `/api/auth/mfa/passkeys/${body.id}`
}

async function addTotp(client: CookieClient): Promise<string> {
  const { id, secret } = (await post(client, '/api/auth/mfa/totp')).body
  const code = new TOTP({ secret }).generate()
  assert.equal((await post(client, `/api/auth/mfa/totp/${id}/confirm`, { code })).status, 200)
  return `/api/auth/mfa/totp/${id}`
}

const said = ({ status, body }: { status: number; body: { code?: string } | null }) => [status, body?.code]

describe('the last way into an account', () => {
  after(() => stage.close())

  test('stays when it is a passkey, and goes beside another one', async () => {
    const { client, identity } = await byGoogle()
    const [first, second] = [await addPasskey(client), await addPasskey(client)]
    assert.equal((await remove(client, identity)).status, 204)
    assert.equal((await remove(client, second)).status, 204)
    const seen = await stage.watch()
    assert.deepEqual(said(await remove(client, first)), [409, 'factors/last-way-in'])
    assert.deepEqual(await seen(), { audit: [], mails: [] })
    assert.deepEqual((await factorsOf(client)).methods, ['passkey', 'backup'])
  })

  test('is not a passkey beside a linked account, or beside a password', async () => {
    const { client } = await byGoogle()
    assert.equal((await remove(client, await addPasskey(client))).status, 204)
    const member = await stage.member()
    assert.equal((await remove(member.browser.client, await addPasskey(member.browser.client))).status, 204)
  })

  test('is no passkey that does not make sure of its person, unless another factor stands beside it', async () => {
    const { client, identity } = await byGoogle()
    const passkey = await addPasskey(client, false)
    assert.deepEqual(said(await remove(client, identity)), [409, 'federation/last-way-in'])
    const app = await addTotp(client)
    assert.equal((await remove(client, identity)).status, 204)
    assert.deepEqual(said(await remove(client, app)), [409, 'factors/last-way-in'])
    assert.deepEqual(said(await remove(client, passkey)), [409, 'factors/last-way-in'])
    assert.deepEqual((await factorsOf(client)).methods, ['passkey', 'totp', 'backup'])
  })

  test('stays when two others are removed at once, each the last but for the other', async () => {
    for (let round = 0; round < 3; round += 1) {
      const { client, identity } = await byGoogle()
      const passkey = await addPasskey(client)
      const answers = await Promise.all([remove(client, identity), remove(client, passkey)])
      assert.deepEqual(answers.map(({ status }) => status).sort(), [204, 409])
    }
  })

  test('is not taken by removing a factor from somebody who has none', async () => {
    const { email, client } = await byGoogle()
    const app = await addTotp(client)
    await stage.server.app.db.raw(
      'DELETE FROM federation.identity WHERE user_id = (SELECT id FROM identity."user" WHERE email = $1)',
      [email],
    )
    assert.equal((await remove(client, app)).status, 204)
  })
})
