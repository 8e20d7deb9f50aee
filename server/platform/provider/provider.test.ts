import assert from 'node:assert/strict'
import { generateKeyPairSync } from 'node:crypto'
import { once } from 'node:events'
import { get, type IncomingMessage } from 'node:http'
import { text as readText } from 'node:stream/consumers'
import { after, before, describe, test } from 'node:test'
import * as client from 'openid-client'
import { cookieClient } from '../../../test/support/cookie-client.ts'
import type { Person } from '../../../test/support/people.ts'
import { startServer, type TestServer } from '../../../test/support/server.ts'
import { createItems } from './items.ts'

const PUBLIC = 'http://localhost:3000'
const REDIRECT = 'https://app.example.com/callback'
const SCOPE = 'openid profile email offline_access'

let server: TestServer
let administrator: Person
let ada: Person

/** The application's side: its requests to PUBLIC_URL reach the server under test. */
const customFetch = ((url: string, init: RequestInit) =>
  fetch(url.replace(PUBLIC, server.url), init)) as client.CustomFetch

interface Registered {
  readonly id: string
  readonly secret: string | null
  readonly application: client.Configuration
}

async function register(options: { confidential?: boolean; trusted?: boolean } = {}): Promise<Registered> {
  const { confidential = false, trusted = false } = options
  const answer = await administrator.http.post('/api/oidc/clients', {
    name: 'Newsroom',
    redirectUris: [REDIRECT],
    confidential,
    trusted,
  })
  assert.equal(answer.status, 201, JSON.stringify(answer.body))
  const { id } = answer.body.client
  const secret: string | null = answer.body.secret
  const authentication = secret === null ? client.None() : client.ClientSecretBasic(secret)
  const application = await client.discovery(new URL(`${PUBLIC}/oidc`), id, {}, authentication, {
    execute: [client.allowInsecureRequests],
    [client.customFetch]: customFetch,
  })
  return { id, secret, application }
}

function newKey(kid: string, active: boolean) {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  return { kid, active, privateKeyPem: privateKey.export({ type: 'pkcs8', format: 'pem' }) }
}

/** A browser that follows redirects by hand and keeps cookies. */
function createBrowser() {
  const browser = cookieClient(server.url)
  return async (url: string) => {
    const { status, headers, text } = await browser.get(url.replace(PUBLIC, ''))
    return { status, location: headers.get('location') ?? '', body: text }
  }
}

interface Started {
  readonly uid: string
  readonly verifier: string
  readonly state: string
  readonly nonce: string
  readonly browse: ReturnType<typeof createBrowser>
}

async function start(
  { application }: Registered,
  more: Record<string, string> = {},
  browse = createBrowser(),
): Promise<Started> {
  const verifier = client.randomPKCECodeVerifier()
  const [state, nonce] = [client.randomState(), client.randomNonce()]
  const url = client.buildAuthorizationUrl(application, {
    redirect_uri: REDIRECT,
    scope: SCOPE,
    prompt: 'consent',
    code_challenge: await client.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
    ...{ state, nonce, ...more },
  })
  const first = await browse(url.href)
  assert.equal(first.status, 303, first.body)
  const uid = /\/authorize\/([^/?]+)$/.exec(first.location)?.[1]
  assert.ok(uid, first.location)
  return { uid, verifier, state, nonce, browse }
}

/** The person confirms; the address of the application that the browser ends at. */
async function confirm({ uid, browse }: Started, person: Person): Promise<URL> {
  const answer = await person.http.post(`/api/oidc/interactions/${uid}/approve`)
  assert.equal(answer.status, 200, JSON.stringify(answer.body))
  const back = await browse(answer.body.redirectTo)
  assert.equal(back.status, 303, back.body)
  return new URL(back.location)
}

async function signIn(registered: Registered, person: Person) {
  const started = await start(registered)
  const url = await confirm(started, person)
  const tokens = await client.authorizationCodeGrant(registered.application, url, {
    pkceCodeVerifier: started.verifier,
    expectedState: started.state,
    expectedNonce: started.nonce,
  })
  return { tokens, url, started }
}

/** The token endpoint's answer to a hand-made request. */
function token({ id, secret }: Registered, parameters: Record<string, string>) {
  const authorization = secret === null ? {} : { authorization: `Basic ${btoa(`${id}:${secret}`)}` }
  return fetch(`${server.url}/oidc/token`, {
    method: 'POST',
    headers: authorization,
    body: new URLSearchParams({ ...(secret === null ? { client_id: id } : {}), ...parameters }),
  })
}

describe('this server as OpenID provider', () => {
  before(async () => {
    server = await startServer({ environment: { JWT_KEYS: JSON.stringify([newKey('k1', true), newKey('k2', false)]) } })
    administrator = await server.people.signedIn('administrator')
    ada = await server.people.signedIn()
  })
  after(() => server.stop())

  test('an application signs a person in by code and PKCE, and reads name and address', async () => {
    const registered = await register()
    const { tokens, url } = await signIn(registered, ada)
    assert.equal(url.searchParams.get('iss'), `${PUBLIC}/oidc`)
    assert.equal(tokens.claims()?.sub, ada.id)
    const info = await client.fetchUserInfo(registered.application, tokens.access_token, ada.id)
    assert.deepEqual(info, { sub: ada.id, name: 'A person', email: ada.email, email_verified: true })
    const refreshed = await client.refreshTokenGrant(registered.application, tokens.refresh_token ?? '')
    assert.equal(refreshed.claims()?.sub, ada.id)
  })

  test('a confidential application proves itself by its secret, whose stored hash is none', async () => {
    const registered = await register({ confidential: true })
    const started = await start(registered)
    const code = (await confirm(started, ada)).searchParams.get('code') ?? ''
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
      assert.equal((await token({ ...registered, secret }, redeem)).status, 401)
    assert.equal((await token(registered, redeem)).status, 200)
  })

  test('a new secret ends the old one', async () => {
    const registered = await register({ confidential: true })
    const renewed = await administrator.http.post(`/api/oidc/clients/${registered.id}/secret`)
    const refused = await token(registered, { grant_type: 'refresh_token', refresh_token: 'none' })
    assert.equal(refused.status, 401)
    const taken = await token(
      { ...registered, secret: renewed.body.secret },
      { grant_type: 'refresh_token', refresh_token: 'none' },
    )
    assert.deepEqual([taken.status, ((await taken.json()) as { error?: string }).error], [400, 'invalid_grant'])
  })

  test('of ten requests with one code one gets tokens', async () => {
    const registered = await register()
    const started = await start(registered)
    const code = (await confirm(started, ada)).searchParams.get('code') ?? ''
    const answers = await Promise.all(
      Array.from({ length: 10 }, () =>
        token(registered, {
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
    const codes = createItems({ db: server.app.db, keys: server.config.keys.encryption })('AuthorizationCode')
    await codes.upsert('contested', { accountId: ada.id }, 60)
    const uses = await Promise.allSettled(Array.from({ length: 10 }, () => codes.consume('contested')))
    assert.equal(uses.filter(({ status }) => status === 'fulfilled').length, 1)
    assert.ok((await codes.find('contested'))?.consumed)
  })

  test('two people after each other in one browser are each signed in as themselves', async () => {
    const registered = await register()
    const browse = createBrowser()
    for (const person of [ada, await server.people.signedIn()]) {
      const started = await start(registered, {}, browse)
      const url = await confirm(started, person)
      const tokens = await client.authorizationCodeGrant(registered.application, url, {
        pkceCodeVerifier: started.verifier,
        expectedState: started.state,
        expectedNonce: started.nonce,
      })
      assert.equal(tokens.claims()?.sub, person.id)
    }
  })

  test('a refresh token used twice ends everything that the grant gave', async () => {
    const registered = await register()
    const { tokens } = await signIn(registered, ada)
    const use = (refresh: string) => token(registered, { grant_type: 'refresh_token', refresh_token: refresh })
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
      const registered = await register()
      const url = client.buildAuthorizationUrl(registered.application, {
        redirect_uri: REDIRECT,
        scope: SCOPE,
        code_challenge: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM',
        code_challenge_method: 'S256',
        ...change,
      })
      const answer = await createBrowser()(url.href)
      assert.match(answer.location, expected)
    })

  test('an address that was not registered is not redirected to', async () => {
    const registered = await register()
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
      const answer = await createBrowser()(url.href)
      assert.deepEqual([answer.status, answer.location], [400, ''], redirect)
    }
  })

  test('the page learns who asks for what, once, and another answer is too late', async () => {
    const registered = await register()
    const started = await start(registered)
    const path = `/api/oidc/interactions/${started.uid}`
    const asked = await ada.http.get(path)
    assert.deepEqual(asked.body, {
      client: { id: registered.id, name: 'Newsroom', host: 'app.example.com' },
      scopes: SCOPE.split(' '),
      settled: false,
    })
    assert.equal((await server.people.anonymous().get(path)).status, 401)
    await confirm(started, ada)
    for (const act of ['approve', 'deny']) assert.equal((await ada.http.post(`${path}/${act}`)).status, 404)
    const again = await start(registered)
    assert.equal((await ada.http.get(`/api/oidc/interactions/${again.uid}`)).body.settled, true)
  })

  test('a refusal goes to the application as access_denied', async () => {
    const registered = await register()
    const started = await start(registered)
    const { body } = await ada.http.post(`/api/oidc/interactions/${started.uid}/deny`)
    const back = await started.browse(body.redirectTo)
    assert.match(back.location, /error=access_denied/)
  })

  test('a confirmation continues only in the browser that asked', async () => {
    const registered = await register()
    const started = await start(registered)
    const { body } = await ada.http.post(`/api/oidc/interactions/${started.uid}/approve`)
    const stranger = await createBrowser()(body.redirectTo)
    assert.deepEqual([stranger.status, stranger.location], [400, ''])
  })

  test('consent that is taken back, a new password and a disabled account end the tokens', async () => {
    const grace = await server.people.signedIn()
    const ends: readonly (readonly [string, (registered: Registered, person: Person) => Promise<unknown>])[] = [
      ['consent', ({ id }) => grace.http.delete(`/api/oidc/consents/${id}`)],
      [
        'password',
        (_, { password, http }) =>
          http.post('/api/auth/change-password', { currentPassword: password, newPassword: 'crane-orbit-velvet-93' }),
      ],
      ['disabled', (_, { id }) => administrator.http.post(`/api/users/${id}/disable`)],
    ]
    for (const [name, end] of ends) {
      const registered = await register()
      const person = name === 'consent' ? grace : await server.people.signedIn()
      const { tokens } = await signIn(registered, person)
      const answer = (await end(registered, person)) as { status: number }
      assert.ok(answer.status < 300, `${name}: ${answer.status}`)
      await server.jobsIdle()
      const refreshed = await token(registered, {
        grant_type: 'refresh_token',
        refresh_token: tokens.refresh_token ?? '',
      })
      assert.equal(refreshed.status, 400, name)
      const info = await fetch(`${server.url}/oidc/me`, { headers: { authorization: `Bearer ${tokens.access_token}` } })
      assert.equal(info.status, 401, name)
    }
  })

  test('tokens for applications are none for the API, and the API refuses to be their client', async () => {
    const { tokens } = await signIn(await register(), ada)
    for (const text of [tokens.access_token, tokens.id_token ?? '', tokens.refresh_token ?? ''])
      assert.equal(
        (await server.people.anonymous().get('/api/auth/me', { authorization: `Bearer ${text}` })).status,
        401,
      )
  })

  test('nothing in the tables is a token, a code or a secret', async () => {
    const registered = await register({ confidential: true })
    const { tokens, url } = await signIn(registered, ada)
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
    const { id } = await register()
    const list = await administrator.http.get('/api/oidc/clients?limit=1')
    assert.equal(list.body.items[0].id, id)
    assert.equal((await administrator.http.delete(`/api/oidc/clients/${id}`)).status, 204)
    assert.equal((await administrator.http.delete(`/api/oidc/clients/${id}`)).status, 404)
  })

  test('a key in the wrong hands signs nothing more from the next request on', async () => {
    const registered = await register()
    const keyOf = (jwt = '') => JSON.parse(Buffer.from(jwt.split('.')[0] ?? '', 'base64url').toString()).kid
    const listed = async () => {
      const { keys } = (await (await fetch(`${server.url}/oidc/jwks`)).json()) as { keys: { kid: string }[] }
      return keys.map(({ kid }) => kid)
    }
    const { tokens } = await signIn(registered, ada)
    assert.deepEqual([keyOf(tokens.id_token), await listed()], ['k1', ['k1', 'k2']])
    assert.equal((await administrator.http.post('/api/keys/k1/compromise', { reason: 'stolen' })).status, 204)
    assert.deepEqual(await listed(), ['k2'])
    const fresh = await token(registered, { grant_type: 'refresh_token', refresh_token: tokens.refresh_token ?? '' })
    assert.equal(keyOf(((await fresh.json()) as { id_token: string }).id_token), 'k2')
  })
})
