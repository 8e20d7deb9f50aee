import assert from 'node:assert/strict'
import * as client from 'openid-client'
import { cookieClient } from './cookie-client.ts'
import type { Person } from './people.ts'
import type { TestServer } from './server.ts'

export const PUBLIC = 'http://localhost:3000'
export const REDIRECT = 'https://app.example.com/callback'
export const SCOPE = 'openid profile email offline_access'

export interface Registered {
  readonly id: string
  readonly secret: string | null
  readonly application: client.Configuration
}

export interface Started {
  readonly uid: string
  readonly verifier: string
  readonly state: string
  readonly nonce: string
  readonly browse: (url: string) => Promise<{ status: number; location: string; body: string }>
}

async function registerAt(
  server: TestServer,
  administrator: Person,
  options: { confidential?: boolean; trusted?: boolean },
): Promise<Registered> {
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
  /** Requests to PUBLIC_URL reach the server under test. */
  const customFetch = ((url: string, init: RequestInit) =>
    fetch(url.replace(PUBLIC, server.url), init)) as client.CustomFetch
  const application = await client.discovery(new URL(`${PUBLIC}/oidc`), id, {}, authentication, {
    execute: [client.allowInsecureRequests],
    [client.customFetch]: customFetch,
  })
  return { id, secret, application }
}

/** A browser that follows redirects by hand and keeps cookies. */
function browserAt(server: TestServer) {
  const browser = cookieClient(server.url)
  return async (url: string) => {
    const { status, headers, text } = await browser.get(url.replace(PUBLIC, ''))
    return { status, location: headers.get('location') ?? '', body: text }
  }
}

/** The person confirms; the address of the application that the browser ends at. */
async function confirm({ uid, browse }: Started, person: Person): Promise<URL> {
  const answer = await person.http.post(`/api/oidc/interactions/${uid}/approve`)
  assert.equal(answer.status, 200, JSON.stringify(answer.body))
  const back = await browse(answer.body.redirectTo)
  assert.equal(back.status, 303, back.body)
  return new URL(back.location)
}

/** Applications that sign people in with the server, and the browsers of those people. */
export function createApplications(server: TestServer, administrator: Person) {
  const register = (options: { confidential?: boolean; trusted?: boolean } = {}) =>
    registerAt(server, administrator, options)
  const createBrowser = () => browserAt(server)

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
  return { register, start, confirm, signIn, token, createBrowser }
}
