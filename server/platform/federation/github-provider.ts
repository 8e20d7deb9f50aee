import {
  allowInsecureRequests,
  authorizationCodeGrant,
  ClientSecretPost,
  Configuration,
  type CustomFetch,
  customFetch,
} from 'openid-client'
import type { GithubSettings } from '../../kernel/config/sign-in-providers.ts'
import { challengeOf } from './pkce.ts'
import { federationProblem } from './problems.ts'
import { type Claims, emailOf, nameOf } from './profile.ts'
import type { Profile, Provider } from './provider.ts'
import { providerFault } from './provider-faults.ts'
import { createProviderFetch, reachOf } from './provider-fetch.ts'

const SCOPES = 'read:user user:email'
const API_HEADERS = {
  accept: 'application/vnd.github+json',
  'user-agent': 'Plinth',
  'x-github-api-version': '2022-11-28',
}

/** GitHub speaks OAuth 2 without ID tokens: who somebody is, its API tells the bearer of the fresh access token. */
export function createGithubProvider(settings: GithubSettings): Provider {
  const { id, title, authorizeUrl, tokenUrl, apiBase } = settings
  const send = createProviderFetch(reachOf([tokenUrl, apiBase], []))
  const client = configure(settings, send)
  return {
    id,
    title,
    async authorizationUrl(flow) {
      const url = new URL(authorizeUrl)
      const given = {
        client_id: settings.clientId,
        redirect_uri: flow.redirectUri.href,
        scope: SCOPES,
        state: flow.state,
        code_challenge: challengeOf(flow),
        code_challenge_method: 'S256',
      }
      for (const [name, value] of Object.entries(given)) url.searchParams.set(name, value)
      return url
    },
    async redeem(flow, answer) {
      const url = new URL(flow.redirectUri)
      url.search = answer.toString()
      try {
        const checks = { expectedState: flow.state, pkceCodeVerifier: flow.verifier }
        const { access_token: token } = await authorizationCodeGrant(client, url, checks)
        return await readProfile(settings, send, token)
      } catch (error) {
        throw providerFault(error, 'proof-invalid')
      }
    },
  }
}

function configure(
  { authorizeUrl, tokenUrl, clientId, clientSecret }: GithubSettings,
  send: CustomFetch,
): Configuration {
  const server = {
    issuer: authorizeUrl.origin,
    authorization_endpoint: authorizeUrl.href,
    token_endpoint: tokenUrl.href,
  }
  const client = new Configuration(server, clientId, undefined, ClientSecretPost(clientSecret.reveal()))
  client[customFetch] = refusalsByStatus(send)
  if (tokenUrl.protocol === 'http:') allowInsecureRequests(client)
  return client
}

/** Its token endpoint refuses with status 200; the standard's 400 is what the library reads. */
function refusalsByStatus(send: CustomFetch): CustomFetch {
  return async (url, options) => {
    const answer = await send(url, options)
    const text = await answer.text()
    const refused = answer.status === 200 && /^\s*\{\s*"error"/.test(text)
    return new Response(text, { status: refused ? 400 : answer.status, headers: answer.headers })
  }
}

async function readProfile(
  { authorizeUrl, apiBase }: GithubSettings,
  send: CustomFetch,
  token: string,
): Promise<Profile> {
  const ask = (path: string) => askApi(send, new URL(apiBase.href.replace(/\/?$/, path)), token)
  const user = (await ask('/user')) as Claims | null
  const id = user?.id
  if (typeof id !== 'number' || !Number.isSafeInteger(id) || id <= 0) throw federationProblem('proof-invalid')
  const emails = await ask('/user/emails')
  const primary = Array.isArray(emails) ? (emails as Claims[]).find((one) => one?.primary === true) : undefined
  const address = emailOf(primary === undefined ? [] : [{ email: primary.email, email_verified: primary.verified }])
  return {
    issuer: authorizeUrl.origin,
    subject: String(id),
    ...address,
    name: nameOf(user?.name) ?? nameOf(user?.login),
  }
}

/** The API's answer; null where the person withheld the scope for it. */
async function askApi(send: CustomFetch, url: URL, token: string): Promise<unknown> {
  const headers = { ...API_HEADERS, authorization: `Bearer ${token}` }
  const answer = await send(url.href, { method: 'GET', headers, body: null, redirect: 'manual' })
  if (answer.status === 403 || answer.status === 404) return null
  if (answer.status === 401) throw federationProblem('proof-invalid')
  if (answer.status >= 500) throw federationProblem('provider-unavailable', { retryAfterSeconds: 5 })
  if (answer.status !== 200) throw federationProblem('provider-broken')
  try {
    return await answer.json()
  } catch {
    // The parser's message holds a piece of the answer.
    throw federationProblem('provider-broken', { detail: 'Its API answers what is no JSON.' })
  }
}
