import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { createRemoteJWKSet, customFetch, decodeProtectedHeader, jwtVerify } from 'jose'
import { createApplications, PUBLIC, REDIRECT, type Registered } from '../../../test/support/openid-application.ts'
import type { Person } from '../../../test/support/people.ts'
import { startServer, type TestServer } from '../../../test/support/server.ts'

const API = 'https://app.example.com/api'
const SCOPE = 'openid profile organisations offline_access'

let server: TestServer
let ada: Person
let applications: ReturnType<typeof createApplications>
let registered: Registered
let organisationId: string

/** The token endpoint's answer, asked for a token for `resource`. */
async function tokensFor(resource: string, scope = SCOPE) {
  const started = await applications.start(registered, { scope, resource })
  const code = (await applications.confirm(started, ada)).searchParams.get('code') ?? ''
  const redeem = { code, redirect_uri: REDIRECT, code_verifier: started.verifier, resource }
  const answer = await applications.token(registered, { grant_type: 'authorization_code', ...redeem })
  return (await answer.json()) as Record<string, string>
}

/** As the application's API verifies one: by discovery's keys, and all that RFC 9068 (section 4) wants looked at. */
async function verified(token: string, audience = API) {
  const keys = createRemoteJWKSet(new URL(`${PUBLIC}/oidc/jwks`), {
    [customFetch]: (url, init) => fetch(url.replace(PUBLIC, server.url), init as RequestInit),
  })
  const requiredClaims = ['iss', 'exp', 'aud', 'sub', 'client_id', 'iat', 'jti']
  return (
    await jwtVerify(token, keys, {
      issuer: `${PUBLIC}/oidc`,
      audience,
      typ: 'at+jwt',
      algorithms: ['ES256'],
      requiredClaims,
    })
  ).payload
}

describe("access tokens for an application's own API", () => {
  before(async () => {
    server = await startServer()
    ada = await server.people.signedIn()
    applications = createApplications(server, await server.people.signedIn('administrator'))
    registered = await applications.register()
    const made = await ada.http.post('/api/organisations', { name: 'Harbour', slug: 'harbour' })
    assert.equal(made.status, 201, JSON.stringify(made.body))
    organisationId = made.body.id
  })
  after(() => server.stop())

  test('are JWTs after RFC 9068 with client, name, scope, proof and tenants', async () => {
    const { access_token: token = '' } = await tokensFor(API)
    const { jti, iat = 0, exp, auth_time: provenAt, ...claims } = await verified(token)
    assert.deepEqual(claims, {
      ...{ iss: `${PUBLIC}/oidc`, aud: API, sub: ada.id, client_id: registered.id, acr: 'aal1' },
      ...{ scope: 'profile organisations', organisations: [{ id: organisationId, slug: 'harbour', role: 'owner' }] },
    })
    assert.equal(exp, iat + 300)
    assert.ok(typeof provenAt === 'number' && provenAt <= iat)
    const other = (await tokensFor(API)).access_token ?? ''
    assert.notEqual((await verified(other)).jti, jti)
  })

  test('say nothing of tenants that nobody asked for', async () => {
    const { access_token: token = '' } = await tokensFor(API, 'openid profile offline_access')
    const claims = await verified(token)
    assert.deepEqual([claims.scope, claims.organisations], ['profile', undefined])
  })

  test('are given again by the refresh token, with the proof of the sign-in', async () => {
    const { access_token: first = '', refresh_token: refresh = '' } = await tokensFor(API)
    const answer = await applications.token(registered, {
      ...{ grant_type: 'refresh_token', refresh_token: refresh, resource: API },
    })
    const { access_token: second = '' } = (await answer.json()) as Record<string, string>
    assert.equal((await verified(second)).auth_time, (await verified(first)).auth_time)
  })

  test('open nothing here: neither the API nor userinfo', async () => {
    const { access_token: token = '' } = await tokensFor(API)
    assert.equal(decodeProtectedHeader(token).typ, 'at+jwt')
    for (const path of ['/api/auth/me', '/api/auth/sessions', '/oidc/me'])
      assert.equal((await server.people.anonymous().get(path, { authorization: `Bearer ${token}` })).status, 401, path)
  })

  test('are for no other API than the application names by its addresses', async () => {
    for (const resource of ['https://other.example.com/api', 'http://app.example.com/api', PUBLIC, `${PUBLIC}/oidc`]) {
      const answer = await applications.createBrowser()(
        `${PUBLIC}/oidc/auth?${new URLSearchParams({
          ...{ client_id: registered.id, redirect_uri: REDIRECT, response_type: 'code', scope: SCOPE, resource },
          ...{ code_challenge: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM', code_challenge_method: 'S256' },
        })}`,
      )
      assert.match(`${answer.location}${answer.body}`, /invalid_target/, resource)
    }
  })

  test('a token without such an API stays opaque, reads userinfo, and with it the tenants', async () => {
    const started = await applications.start(registered, { scope: SCOPE })
    const code = (await applications.confirm(started, ada)).searchParams.get('code') ?? ''
    const redeem = { grant_type: 'authorization_code', code, redirect_uri: REDIRECT, code_verifier: started.verifier }
    const { access_token: token = '' } = (await (await applications.token(registered, redeem)).json()) as Record<
      string,
      string
    >
    assert.equal(token.includes('.'), false)
    const info = await server.people.anonymous().get('/oidc/me', { authorization: `Bearer ${token}` })
    assert.deepEqual(info.body.organisations, [{ id: organisationId, slug: 'harbour', role: 'owner' }])
  })
})
