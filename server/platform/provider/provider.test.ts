import assert from 'node:assert/strict'
import { createHash, createSecretKey, generateKeyPairSync, randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { get, type IncomingMessage } from 'node:http'
import { text as readText } from 'node:stream/consumers'
import { after, before, describe, test } from 'node:test'
import * as client from 'openid-client'
import { testOrigin } from '../../../test/support/database.ts'
import { tokenIn } from '../../../test/support/mailbox.ts'
import {
  createApplications,
  PUBLIC,
  REDIRECT,
  type Registered,
  SCOPE,
} from '../../../test/support/openid-application.ts'
import type { Person } from '../../../test/support/people.ts'
import { startServer, type TestServer } from '../../../test/support/server.ts'
import { seal } from '../../kernel/crypto/seal.ts'
import { createVault } from '../../kernel/vault/vault.ts'
import { createItems } from './items.ts'

let server: TestServer
let administrator: Person
let ada: Person
let applications: ReturnType<typeof createApplications>

function newKey(kid: string, active: boolean) {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  return { kid, active, privateKeyPem: privateKey.export({ type: 'pkcs8', format: 'pem' }) }
}

/** Gives the person another address. */
async function changeAddress({ email, http }: Person) {
  const newEmail = `new.${email}`
  await http.post('/api/auth/email', { newEmail })
  const token = tokenIn(await server.mailbox(), newEmail, 'identity.email-confirm')
  return server.people.anonymous().post('/api/auth/email/confirm', { token })
}

/** Gives the person another address, and takes that back. */
async function changeAndRevert(person: Person) {
  await changeAddress(person)
  return server.people.anonymous().post('/api/auth/email/revert', {
    token: tokenIn(await server.mailbox(), person.email, 'identity.email-changed'),
  })
}

describe('this server as OpenID provider', () => {
  before(async () => {
    server = await startServer({ environment: { JWT_KEYS: JSON.stringify([newKey('k1', true), newKey('k2', false)]) } })
    administrator = await server.people.signedIn('administrator')
    ada = await server.people.signedIn()
    applications = createApplications(server, administrator)
  })
  after(() => server.stop())

  test('an application signs a person in by code and PKCE, and reads name and address', async () => {
    const registered = await applications.register()
    const { tokens, url } = await applications.signIn(registered, ada)
    assert.equal(url.searchParams.get('iss'), `${PUBLIC}/oidc`)
    assert.equal(tokens.claims()?.sub, ada.id)
    const info = await client.fetchUserInfo(registered.application, tokens.access_token, ada.id)
    assert.deepEqual(info, { sub: ada.id, name: 'A person', email: ada.email, email_verified: true })
    const refreshed = await client.refreshTokenGrant(registered.application, tokens.refresh_token ?? '')
    assert.equal(refreshed.claims()?.sub, ada.id)
  })

  test('a confidential application proves itself by its secret, whose stored hash is none', async () => {
    const registered = await applications.register({ confidential: true })
    const started = await applications.start(registered)
    const code = (await applications.confirm(started, ada)).searchParams.get('code') ?? ''
    const redeem = {
      grant_type: 'authorization_code',
      code,
      redirect_uri: REDIRECT,
      code_verifier: started.verifier,
    }
    const [row] = await server.app.db.raw<{ hex: string }>(
      "SELECT encode(secret_hash, 'hex') AS hex FROM provider.client WHERE id = $1",
      [registered.id],
    )
    for (const secret of [row?.hex ?? '', 'wrong'])
      assert.equal((await applications.token({ ...registered, secret }, redeem)).status, 401)
    assert.equal((await applications.token(registered, redeem)).status, 200)
  })

  test('a new secret ends the old one', async () => {
    const registered = await applications.register({ confidential: true })
    const renewed = await administrator.http.post(`/api/oidc/clients/${registered.id}/secret`)
    const refused = await applications.token(registered, { grant_type: 'refresh_token', refresh_token: 'none' })
    assert.equal(refused.status, 401)
    const taken = await applications.token(
      { ...registered, secret: renewed.body.secret },
      { grant_type: 'refresh_token', refresh_token: 'none' },
    )
    assert.deepEqual([taken.status, ((await taken.json()) as { error?: string }).error], [400, 'invalid_grant'])
  })

  test('of ten requests with one code one gets tokens', async () => {
    const registered = await applications.register()
    const started = await applications.start(registered)
    const code = (await applications.confirm(started, ada)).searchParams.get('code') ?? ''
    const answers = await Promise.all(
      Array.from({ length: 10 }, () =>
        applications.token(registered, {
          grant_type: 'authorization_code',
          code,
          redirect_uri: REDIRECT,
          code_verifier: started.verifier,
        }),
      ),
    )
    const statuses = answers.map(({ status }) => status).sort()
    assert.deepEqual(statuses, [200, ...Array.from({ length: 9 }, () => 400)])
  })

  test('of ten that use one item up at the same time one is first', async () => {
    const vault = createVault(server.config.keys.encryption)
    const codes = createItems({ db: server.app.db, vault })('AuthorizationCode')
    await codes.upsert('contested', { accountId: ada.id }, 60)
    const uses = await Promise.allSettled(Array.from({ length: 10 }, () => codes.consume('contested')))
    assert.equal(uses.filter(({ status }) => status === 'fulfilled').length, 1)
    assert.ok((await codes.find('contested'))?.consumed)
  })

  test('what it keeps follows a new encryption key by the row of its scope, and what was sealed before is read', async () => {
    const [older] = server.config.keys.encryption
    assert.ok(older)
    const { db } = server.app
    const newer = { kid: 'newer', key: createSecretKey(randomBytes(32)) }
    const tokensUnder = (...keys: readonly (typeof newer)[]) =>
      createItems({ db, vault: createVault(keys) })('RefreshToken')
    await tokensUnder(older).upsert('kept', { accountId: ada.id }, 60)
    const idHash = createHash('sha256').update('earlier').digest()
    const sealed = seal(
      [older],
      `provider.RefreshToken:${idHash.toString('hex')}`,
      JSON.stringify({ accountId: ada.id }),
    )
    await db.raw(
      "INSERT INTO provider.item (kind, id_hash, sealed, expires_at) VALUES ('RefreshToken', $1, $2, now() + interval '1 minute')",
      [idHash, sealed],
    )
    assert.equal((await tokensUnder(older).find('earlier'))?.accountId, ada.id)
    await db.transaction(testOrigin, async (tx) => {
      assert.ok((await createVault([newer, older]).rewrap(tx)) > 0)
    })
    assert.equal((await tokensUnder(newer).find('kept'))?.accountId, ada.id)
    await db.transaction(testOrigin, async (tx) => void (await createVault([older, newer]).rewrap(tx)))
  })

  test('two people after each other in one browser are each signed in as themselves', async () => {
    const registered = await applications.register()
    const browse = applications.createBrowser()
    for (const person of [ada, await server.people.signedIn()]) {
      const started = await applications.start(registered, {}, browse)
      const url = await applications.confirm(started, person)
      const tokens = await client.authorizationCodeGrant(registered.application, url, {
        pkceCodeVerifier: started.verifier,
        expectedState: started.state,
        expectedNonce: started.nonce,
      })
      assert.equal(tokens.claims()?.sub, person.id)
    }
  })

  test('a refresh token used twice ends everything that the grant gave', async () => {
    const registered = await applications.register()
    const { tokens } = await applications.signIn(registered, ada)
    const use = (refresh: string) =>
      applications.token(registered, { grant_type: 'refresh_token', refresh_token: refresh })
    const next = (await (await use(tokens.refresh_token ?? '')).json()) as Record<string, string>
    assert.equal((await use(tokens.refresh_token ?? '')).status, 400)
    assert.equal((await use(next.refresh_token ?? '')).status, 400)
    const info = await fetch(`${server.url}/oidc/me`, { headers: { authorization: `Bearer ${next.access_token}` } })
    assert.equal(info.status, 401)
  })

  const refusals: readonly (readonly [name: string, change: Record<string, string>, expected: RegExp])[] = [
    ['without PKCE', { code_challenge: '', code_challenge_method: '' }, /error=invalid_request/],
    ['with PKCE in the clear', { code_challenge_method: 'plain' }, /error=invalid_request/],
    [
      'for a token in the address',
      { response_type: 'token' },
      /error=unsupported_response_type|error=unauthorized_client/,
    ],
    ['without asking anybody', { prompt: 'none' }, /error=login_required/],
  ]
  for (const [name, change, expected] of refusals)
    test(`an authorization ${name} is refused`, async () => {
      const registered = await applications.register()
      const url = client.buildAuthorizationUrl(registered.application, {
        redirect_uri: REDIRECT,
        scope: SCOPE,
        code_challenge: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM',
        code_challenge_method: 'S256',
        ...change,
      })
      const answer = await applications.createBrowser()(url.href)
      assert.match(answer.location, expected)
    })

  test('an address that was not registered is not redirected to', async () => {
    const registered = await applications.register()
    for (const redirect of [
      `${REDIRECT}/x`,
      `${REDIRECT}?a=b`,
      'https://evil.example/callback',
      'https://app.example.com',
    ]) {
      const url = client.buildAuthorizationUrl(registered.application, {
        redirect_uri: redirect,
        scope: 'openid',
        code_challenge: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM',
        code_challenge_method: 'S256',
      })
      const answer = await applications.createBrowser()(url.href)
      assert.deepEqual([answer.status, answer.location], [400, ''], redirect)
    }
  })

  test('the page learns who asks for what, once, and another answer is too late', async () => {
    const registered = await applications.register()
    const started = await applications.start(registered)
    const path = `/api/oidc/interactions/${started.uid}`
    const asked = await ada.http.get(path)
    assert.deepEqual(asked.body, {
      client: { id: registered.id, name: 'Newsroom', host: 'app.example.com' },
      scopes: SCOPE.split(' '),
      settled: false,
    })
    assert.equal((await server.people.anonymous().get(path)).status, 401)
    await applications.confirm(started, ada)
    for (const act of ['approve', 'deny']) assert.equal((await ada.http.post(`${path}/${act}`)).status, 404)
    const again = await applications.start(registered, { prompt: '' })
    assert.equal((await ada.http.get(`/api/oidc/interactions/${again.uid}`)).body.settled, true)
  })

  test('a refusal goes to the application as access_denied', async () => {
    const registered = await applications.register()
    const started = await applications.start(registered)
    const { body } = await ada.http.post(`/api/oidc/interactions/${started.uid}/deny`)
    const back = await started.browse(body.redirectTo)
    assert.match(back.location, /error=access_denied/)
  })

  test('a confirmation continues only in the browser that asked', async () => {
    const registered = await applications.register()
    const started = await applications.start(registered)
    const { body } = await ada.http.post(`/api/oidc/interactions/${started.uid}/approve`)
    const stranger = await applications.createBrowser()(body.redirectTo)
    assert.deepEqual([stranger.status, stranger.location], [400, ''])
  })

  test('consent that is taken back, a new password, a disabled account, a new address and a reverted one end the tokens', async () => {
    const grace = await server.people.signedIn()
    const ends: readonly (readonly [string, (registered: Registered, person: Person) => Promise<unknown>])[] = [
      ['consent', ({ id }) => grace.http.delete(`/api/oidc/consents/${id}`)],
      [
        'password',
        (_, { password, http }) =>
          http.post('/api/auth/change-password', { currentPassword: password, newPassword: 'crane-orbit-velvet-93' }),
      ],
      ['disabled', (_, { id }) => administrator.http.post(`/api/users/${id}/disable`)],
      ['address', (_, person) => changeAddress(person)],
      ['reverted', (_, person) => changeAndRevert(person)],
    ]
    for (const [name, end] of ends) {
      const registered = await applications.register()
      const person = name === 'consent' ? grace : await server.people.signedIn()
      const { tokens } = await applications.signIn(registered, person)
      const answer = (await end(registered, person)) as { status: number }
      assert.ok(answer.status < 300, `${name}: ${answer.status}`)
      await server.jobsIdle()
      const refreshed = await applications.token(registered, {
        grant_type: 'refresh_token',
        refresh_token: tokens.refresh_token ?? '',
      })
      assert.equal(refreshed.status, 400, name)
      const info = await fetch(`${server.url}/oidc/me`, { headers: { authorization: `Bearer ${tokens.access_token}` } })
      assert.equal(info.status, 401, name)
    }
  })

  test('a person takes along what they allowed, and leaves no consent, code or token when erased', async () => {
    const registered = await applications.register()
    const person = await server.people.signedIn()
    const { tokens } = await applications.signIn(registered, person)
    const answered = await applications.start(registered)
    const { body } = await person.http.post(`/api/oidc/interactions/${answered.uid}/approve`)
    const { units } = (await person.http.get('/api/auth/export')).body
    const [consent, ...others] = units.provider.consents
    assert.deepEqual(others, [])
    assert.deepEqual(consent, {
      ...{ clientId: registered.id, application: 'Newsroom', scopes: SCOPE.split(' ') },
      grantedAt: consent.grantedAt,
    })
    assert.ok(Math.abs(Date.now() - Date.parse(consent.grantedAt)) < 60_000)
    const erased = await administrator.http.post(`/api/users/${person.id}/erase`, { reason: 'asked by letter' })
    assert.equal(erased.status, 204)
    const left = (table: string, column: string) =>
      server.app.db.raw(`SELECT FROM provider.${table} WHERE ${column} = $1`, [person.id])
    assert.deepEqual([await left('consent', 'user_id'), await left('item', 'account_id')], [[], []])
    const refreshed = { grant_type: 'refresh_token', refresh_token: tokens.refresh_token ?? '' }
    assert.equal((await applications.token(registered, refreshed)).status, 400)
    const back = await answered.browse(body.redirectTo)
    assert.deepEqual([back.status, back.location], [400, ''], 'nor does what was just confirmed go on')
  })

  test('tokens for applications are none for the API, and the API refuses to be their client', async () => {
    const { tokens } = await applications.signIn(await applications.register(), ada)
    for (const text of [tokens.access_token, tokens.id_token ?? '', tokens.refresh_token ?? ''])
      assert.equal(
        (await server.people.anonymous().get('/api/auth/me', { authorization: `Bearer ${text}` })).status,
        401,
      )
  })

  test('nothing in the tables is a token, a code or a secret', async () => {
    const registered = await applications.register({ confidential: true })
    const { tokens, url } = await applications.signIn(registered, ada)
    const secrets = [tokens.access_token, tokens.refresh_token, url.searchParams.get('code'), registered.secret]
    const rows = await server.app.db.raw('SELECT * FROM provider.item')
    const clients = await server.app.db.raw('SELECT * FROM provider.client')
    const dump = [...rows, ...clients]
      .flatMap((row) => Object.values(row as object))
      .map((value) => (Buffer.isBuffer(value) ? value.toString('latin1') : String(value)))
      .join('\n')
    for (const secret of secrets) assert.equal(dump.includes(secret ?? 'absent'), false)
  })

  test('links follow PUBLIC_URL whatever the request says', async () => {
    const headers = { host: '192.0.2.9', 'x-forwarded-host': 'evil.example', 'x-forwarded-proto': 'https' }
    const [answer] = (await once(
      get(`${server.url}/oidc/.well-known/openid-configuration`, { headers }),
      'response',
    )) as [IncomingMessage]
    const text = await readText(answer)
    assert.equal(answer.statusCode, 200)
    assert.doesNotMatch(text, /evil|192/)
    assert.equal(JSON.parse(text).token_endpoint, `${PUBLIC}/oidc/token`)
    assert.equal(answer.headers['x-content-type-options'], 'nosniff')
  })

  test('only who may manage applications does, with addresses that can be redirected to', async () => {
    const wanted = { name: 'X', redirectUris: [REDIRECT], confidential: true }
    assert.equal((await ada.http.post('/api/oidc/clients', wanted)).status, 403)
    for (const uri of [
      'http://app.example.com/cb',
      'https://a.example/#x',
      'javascript:alert(1)',
      'https://u:p@a.example',
    ])
      assert.equal(
        (await administrator.http.post('/api/oidc/clients', { ...wanted, redirectUris: [uri] })).status,
        422,
        uri,
      )
    const { id } = await applications.register()
    const list = await administrator.http.get('/api/oidc/clients?limit=1')
    assert.equal(list.body.items[0].id, id)
    assert.equal((await administrator.http.delete(`/api/oidc/clients/${id}`)).status, 204)
    assert.equal((await administrator.http.delete(`/api/oidc/clients/${id}`)).status, 404)
  })

  test('a key in the wrong hands signs nothing more from the next request on', async () => {
    const registered = await applications.register()
    const keyOf = (jwt = '') => JSON.parse(Buffer.from(jwt.split('.')[0] ?? '', 'base64url').toString()).kid
    const listed = async () => {
      const { keys } = (await (await fetch(`${server.url}/oidc/jwks`)).json()) as { keys: { kid: string }[] }
      return keys.map(({ kid }) => kid)
    }
    const { tokens } = await applications.signIn(registered, ada)
    assert.deepEqual([keyOf(tokens.id_token), await listed()], ['k1', ['k1', 'k2']])
    assert.equal((await administrator.http.post('/api/keys/k1/compromise', { reason: 'stolen' })).status, 204)
    assert.deepEqual(await listed(), ['k2'])
    const fresh = await applications.token(registered, {
      grant_type: 'refresh_token',
      refresh_token: tokens.refresh_token ?? '',
    })
    assert.equal(keyOf(((await fresh.json()) as { id_token: string }).id_token), 'k2')
  })
})
