import {
  allowInsecureRequests,
  authorizationCodeGrant,
  buildAuthorizationUrl,
  ClientSecretBasic,
  ClientSecretPost,
  type Configuration,
  customFetch,
  discovery,
  enableNonRepudiationChecks,
  fetchUserInfo,
} from 'openid-client'
import { monotonicMs } from '../../kernel/clock.ts'
import type { OpenIdSettings } from '../../kernel/config/sign-in-providers.ts'
import { challengeOf } from './pkce.ts'
import { federationProblem } from './problems.ts'
import { type Claims, emailOf, nameOf, subjectOf } from './profile.ts'
import type { Flow, Profile, Provider } from './provider.ts'
import { providerFault } from './provider-faults.ts'
import { createProviderFetch, type Reach, reachOf } from './provider-fetch.ts'

/** What a provider does in a way of its own. */
interface Manner {
  readonly scopes: readonly string[]
  readonly hosts: readonly string[]
  /** Answers nonce and code_verifier as the standards say. */
  readonly bound: boolean
  readonly profile: (idToken: Claims, userInfo: () => Promise<Claims>) => Promise<Profile>
}

const METADATA_MS = 60 * 60 * 1000
const GUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

const key = (idToken: Claims) => ({ issuer: String(idToken.iss), subject: subjectOf(idToken.sub) })

/** ID token and userinfo must agree on the person, and on the address where both name one. */
async function standardProfile(idToken: Claims, userInfo: () => Promise<Claims>): Promise<Profile> {
  const info = await userInfo()
  return { ...key(idToken), ...emailOf([idToken, info]), name: nameOf(idToken.name) ?? nameOf(info.name) }
}

/** Its ID token gives email_verified as text: the address is that of the userinfo endpoint. */
async function linkedinProfile(idToken: Claims, userInfo: () => Promise<Claims>): Promise<Profile> {
  const info = await userInfo()
  return { ...key(idToken), ...emailOf([info]), name: nameOf(info.name) }
}

/** Forms in which Entra ID writes `true` into optional claims. */
const EDOV: readonly unknown[] = [true, 1, '1', 'true']

/**
 * `oid` in `tid` is the account, the same for all applications. Its address is what a tenant's administrator typed, unless `xms_edov`
 * says that the tenant owns the domain; even then it enters nobody's account:
 * https://learn.microsoft.com/entra/identity-platform/migrate-off-email-claim-authorization
 */
async function microsoftProfile(idToken: Claims): Promise<Profile> {
  const [tid, oid] = [idToken.tid, idToken.oid].map(String)
  if (!GUID.test(tid ?? '') || !GUID.test(oid ?? '')) throw federationProblem('proof-invalid')
  const subject = `${tid}.${oid}`.toLowerCase()
  const { email, emailProven } = EDOV.includes(idToken.xms_edov)
    ? emailOf([{ email: idToken.email, email_verified: true }])
    : { email: null, emailProven: false }
  const name = nameOf(idToken.name)
  return { issuer: String(idToken.iss), subject, email, emailProven, newcomersOnly: true, name }
}

const STANDARD = ['openid', 'email', 'profile']
const MANNERS: Readonly<Record<OpenIdSettings['kind'], Manner>> = {
  openid: { scopes: STANDARD, hosts: [], bound: true, profile: standardProfile },
  google: {
    scopes: STANDARD,
    hosts: ['accounts.google.com', 'oauth2.googleapis.com', 'openidconnect.googleapis.com', 'www.googleapis.com'],
    bound: true,
    profile: standardProfile,
  },
  microsoft: {
    scopes: STANDARD,
    hosts: ['login.microsoftonline.com', 'graph.microsoft.com'],
    bound: true,
    profile: microsoftProfile,
  },
  // It returns no nonce and refuses a code_verifier of web applications: state and the browser's cookie bind the flow.
  linkedin: {
    scopes: STANDARD,
    hosts: ['www.linkedin.com', 'api.linkedin.com'],
    bound: false,
    profile: linkedinProfile,
  },
}

/** An OpenID provider, found by discovery at its issuer; the metadata is kept for an hour. */
export function createOpenIdProvider(settings: OpenIdSettings): Provider {
  const manner = MANNERS[settings.kind]
  const reach = reachOf([settings.issuer], [...manner.hosts, ...settings.hosts])
  const configuration = keepFor(METADATA_MS, () => discover(settings, reach))
  const { id, title } = settings
  return {
    id,
    title,
    async authorizationUrl(flow) {
      const bound = manner.bound
        ? { nonce: flow.nonce, code_challenge: challengeOf(flow), code_challenge_method: 'S256' }
        : {}
      const scope = (settings.scopes ?? manner.scopes).join(' ')
      const given = { redirect_uri: flow.redirectUri.href, scope, state: flow.state, ...bound }
      return buildAuthorizationUrl(await configuration(), given)
    },
    async redeem(flow, answer) {
      const client = await configuration()
      assertFrom(client, answer)
      try {
        const { tokens, idToken } = await trade(client, { flow, answer, bound: manner.bound })
        if (idToken.azp !== undefined && idToken.azp !== settings.clientId) throw federationProblem('proof-invalid')
        return await manner.profile(idToken, () => userInfo(client, tokens.access_token, idToken.sub))
      } catch (error) {
        throw providerFault(error, 'proof-invalid')
      }
    },
  }
}

async function discover(settings: OpenIdSettings, reach: Reach): Promise<Configuration> {
  const { issuer, clientId, clientSecret } = settings
  try {
    const client = await discovery(issuer, clientId, undefined, authenticateAs(clientSecret.reveal()), {
      [customFetch]: createProviderFetch(reach),
      execute: [enableNonRepudiationChecks, ...(issuer.protocol === 'http:' ? [allowInsecureRequests] : [])],
    })
    const { authorization_endpoint: page, token_endpoint: token, jwks_uri: keys } = client.serverMetadata()
    for (const url of [page, token, keys])
      if (url === undefined || !URL.canParse(url) || !reach(new URL(url)))
        throw federationProblem('provider-broken', { detail: 'Its metadata names an address outside its settings.' })
    return client
  } catch (error) {
    throw providerFault(error, 'provider-broken')
  }
}

/** The secret goes where the provider's metadata wants it: in the header, unless only the body is offered. */
function authenticateAs(secret: string): ReturnType<typeof ClientSecretBasic> {
  const [basic, post] = [ClientSecretBasic(secret), ClientSecretPost(secret)]
  return (server, client, body, headers) => {
    const offered = server.token_endpoint_auth_methods_supported
    const inHeader = offered === undefined || offered.includes('client_secret_basic')
    return (inHeader ? basic : post)(server, client, body, headers)
  }
}

/** The answer names its issuer where the issuer says it does (RFC 9207): no other provider can have sent the browser here. */
function assertFrom(client: Configuration, answer: URLSearchParams): void {
  const { issuer, authorization_response_iss_parameter_supported: names } = client.serverMetadata()
  const given = answer.getAll('iss')
  if (given.length > 1 || (given[0] ?? (names === true ? null : issuer)) !== issuer)
    throw federationProblem('response-invalid', { detail: 'It comes from another issuer.' })
}

interface Answered {
  readonly flow: Flow
  readonly answer: URLSearchParams
  readonly bound: boolean
}

/** Trades the code. The library checks state, the ID token's signature, issuer, audience, times and nonce. */
async function trade(client: Configuration, { flow, answer, bound }: Answered) {
  const url = new URL(flow.redirectUri)
  url.search = answer.toString()
  const tokens = await authorizationCodeGrant(client, url, {
    expectedState: flow.state,
    idTokenExpected: true,
    ...(bound ? { expectedNonce: flow.nonce, pkceCodeVerifier: flow.verifier } : {}),
  })
  const idToken = tokens.claims()
  if (idToken === undefined) throw federationProblem('proof-invalid')
  return { tokens, idToken }
}

async function userInfo(client: Configuration, accessToken: string, subject: string): Promise<Claims> {
  if (client.serverMetadata().userinfo_endpoint === undefined) return {}
  return fetchUserInfo(client, accessToken, subject)
}

/** Makes a value when it is wanted, once for all who want it meanwhile; a failure is not kept. */
function keepFor<Value>(ms: number, make: () => Promise<Value>): () => Promise<Value> {
  let kept: { readonly value: Promise<Value>; readonly until: number } | null = null
  return () => {
    if (kept !== null && monotonicMs() < kept.until) return kept.value
    const made = { value: make(), until: monotonicMs() + ms }
    kept = made
    made.value.catch(() => {
      // Whoever waits gets the failure; the next one asks again.
      if (kept === made) kept = null
    })
    return made.value
  }
}
