import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import * as client from 'openid-client'
import { createApplications, PUBLIC, REDIRECT, SCOPE } from '../../../test/support/openid-application.ts'
import type { Person } from '../../../test/support/people.ts'
import { startServer, type TestServer } from '../../../test/support/server.ts'

const FORM = 'application/x-www-form-urlencoded'

let server: TestServer
let applications: ReturnType<typeof createApplications>
let person: Person

/** What a page of another site sends with a form of its own. */
const fromElsewhere = {
  origin: 'https://app.example.com',
  'sec-fetch-site': 'cross-site',
  'sec-fetch-mode': 'navigate',
}

function post(path: string, body: string, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(`${server.url}/oidc${path}`, {
    method: 'POST',
    redirect: 'manual',
    headers: { 'content-type': FORM, ...headers },
    body,
  })
}

async function wish(id: string, verifier: string): Promise<Record<string, string>> {
  return {
    ...{ client_id: id, redirect_uri: REDIRECT, response_type: 'code', scope: SCOPE, prompt: 'consent', state: 's-1' },
    code_challenge: await client.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
  }
}

const interactions = async (): Promise<number> =>
  (await server.app.db.raw("SELECT FROM provider.item WHERE kind = 'Interaction'")).length

describe('the endpoints of the provider that take forms', () => {
  before(async () => {
    server = await startServer()
    applications = createApplications(server, await server.people.signedIn('administrator'))
    person = await server.people.signedIn()
  })
  after(() => server.stop())

  test('an application asks by a form what it may ask by an address (OpenID Connect Core 3.1.2.1)', async () => {
    const registered = await applications.register()
    const verifier = client.randomPKCECodeVerifier()
    const asked = await post('/auth', String(new URLSearchParams(await wish(registered.id, verifier))), fromElsewhere)
    assert.equal(asked.status, 303, await asked.text())
    const uid = /\/authorize\/([^/?]+)$/.exec(asked.headers.get('location') ?? '')?.[1]
    const answer = await person.http.post(`/api/oidc/interactions/${uid}/approve`)
    assert.equal(answer.status, 200, JSON.stringify(answer.body))
    const cookie = asked.headers
      .getSetCookie()
      .map((one) => one.split(';')[0])
      .join('; ')
    const back = await fetch(answer.body.redirectTo.replace(PUBLIC, server.url), {
      headers: { cookie },
      redirect: 'manual',
    })
    const tokens = await client.authorizationCodeGrant(
      registered.application,
      new URL(back.headers.get('location') ?? ''),
      { pkceCodeVerifier: verifier, expectedState: 's-1' },
    )
    assert.equal(tokens.claims()?.sub, person.id)
  })

  test('a form that is none, says a thing twice or wants another address starts nothing', async () => {
    const { id } = await applications.register()
    const wanted = await wish(id, client.randomPKCECodeVerifier())
    const text = String(new URLSearchParams(wanted))
    const before = await interactions()
    const refused = [
      await post('/auth', JSON.stringify(wanted), { 'content-type': 'application/json' }),
      await post('/auth', text, { 'content-type': 'text/plain' }),
      await post(`/auth?${text}`, ''),
      await post('/auth', `${text}&client_id=${id}`),
      await post('/auth', String(new URLSearchParams({ ...wanted, redirect_uri: 'https://evil.example/callback' }))),
      await post('/auth', `${text}&login_hint=${'a'.repeat(60_000)}`),
    ]
    for (const [at, answer] of refused.entries())
      assert.deepEqual([answer.status, answer.headers.get('location')], [400, null], `${at}: ${await answer.text()}`)
    assert.equal(await interactions(), before)
  })

  test('who the token is of is told to a form, too (OpenID Connect Core 5.3)', async () => {
    const { tokens } = await applications.signIn(await applications.register(), person)
    const expected = { sub: person.id, name: 'A person', email: person.email, email_verified: true }
    const inForm = `access_token=${tokens.access_token}`
    const header = { authorization: `Bearer ${tokens.access_token}` }
    const byHeader = await fetch(`${server.url}/oidc/me`, { method: 'POST', headers: header })
    for (const answer of [byHeader, await post('/me', '', header), await post('/me', inForm)]) {
      assert.deepEqual([answer.status, await answer.json()], [200, expected])
      assert.equal(answer.headers.get('cache-control'), 'no-store')
    }
    const refused: readonly (readonly [status: number, answer: Response])[] = [
      [400, await post('/me', inForm, header)],
      [400, await post('/me', JSON.stringify({ access_token: tokens.access_token }), { 'content-type': 'text/plain' })],
      [401, await post('/me', '')],
      [400, await post(`/me?${inForm}`, '')],
      [401, await post('/me', 'access_token=none')],
      [401, await post('/me', `access_token=${tokens.id_token ?? ''}`)],
    ]
    for (const [at, [status, answer]] of refused.entries()) {
      const text = await answer.text()
      assert.equal(answer.status, status, `${at}: ${text}`)
      assert.doesNotMatch(text, new RegExp(person.email))
    }
  })

  test('a cookie of the console says nothing to a form', async () => {
    const answer = await post('/me', '', { cookie: 'access=anything; __Host-access=anything' })
    assert.equal(answer.status, 401)
  })
})
