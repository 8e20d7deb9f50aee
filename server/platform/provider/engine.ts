import type { IncomingMessage } from 'node:http'
import type { Configuration, default as Provider } from 'oidc-provider'
import type { Secret } from '../../kernel/config/secret.ts'
import { deriveKey } from '../../kernel/crypto/derive-key.ts'
import type { Db } from '../../kernel/db/database.ts'
import { asId, type Id, isUuid } from '../../kernel/id.ts'
import type { Logger } from '../../kernel/telemetry/log.ts'
import type { Vault } from '../../kernel/vault/vault.ts'
import type { RingKey } from '../identity/index.ts'
import { isOwnResource, isSecretOf, RESOURCE_SCOPES, SCOPES } from './clients.ts'
import { createItems, UsedUp } from './items.ts'

/** What an application may learn of a person. */
export interface Account {
  readonly email: string
  readonly emailVerified: boolean
  readonly name: string
}

/** An organisation that a person is a member of. */
export interface Membership {
  readonly id: Id<'organisation'>
  readonly slug: string
  readonly role: string
}

export interface EngineParts {
  readonly db: Db
  readonly log: Logger
  readonly publicUrl: URL
  readonly vault: Vault
  /** The one that signs first. */
  readonly signingKeys: readonly Pick<RingKey, 'kid' | 'algorithm' | 'privateKey'>[]
  /** The key of the engine's short-lived cookies is derived from it. */
  readonly masterSecret: Secret
  /** Null for accounts that are closed: their codes and refresh tokens are worth nothing. */
  readonly account: (userId: Id<'user'>) => Promise<Account | null>
  readonly organisations: (userId: Id<'user'>) => Promise<readonly Membership[]>
}

export const ISSUER_PATH = '/oidc'

/** Answers of the protocol that refuse a credential, and of what kind it is. */
const REFUSED: Readonly<Record<string, string>> = {
  invalid_client: 'application',
  invalid_grant: 'application-grant',
  invalid_token: 'application-token',
}

/** Kind of the credential that the engine refused in a request. */
export const refusedOf = new WeakMap<IncomingMessage, string>()

function noteRefused({ req }: { req: IncomingMessage }, { error }: { error: string }): void {
  const credential = REFUSED[error]
  if (credential !== undefined) refusedOf.set(req, credential)
}

const MINUTE = 60
const DAY = 24 * 60 * 60
const LIFETIMES = {
  AuthorizationCode: MINUTE,
  IdToken: 10 * MINUTE,
  Interaction: 15 * MINUTE,
  RefreshToken: 30 * DAY,
  Grant: 365 * DAY,
  Session: 15 * MINUTE,
}
const RESOURCE_TOKEN_SECONDS = 5 * MINUTE

/**
 * The OpenID Connect engine (oidc-provider): code flow with PKCE S256 for every client, rotating refresh tokens whose reuse ends the
 * grant, RFC 9207 `iss`. Loaded at the first request for it: most servers never need it.
 */
export async function createEngine(parts: EngineParts): Promise<Provider> {
  const { default: OidcProvider, errors, interactionPolicy } = await import('oidc-provider')
  const policy = interactionPolicy.base()
  // Each authorization is confirmed on the console's page by a living session there: the engine keeps no sign-in of its own.
  policy
    .get('login')
    ?.checks.add(
      new interactionPolicy.Check(
        'confirmed_here',
        'the person confirms on the console',
        'login_required',
        (ctx) => ctx.oidc.result?.login === undefined,
      ),
    )
  const items = createItems(parts)
  const engine = new OidcProvider(new URL(ISSUER_PATH, parts.publicUrl).href, {
    ...configuration(parts, () => new errors.InvalidTarget()),
    adapter: (kind) => translateUse(items(kind), () => new errors.InvalidGrant('it was used already')),
    interactions: { policy, url: (_ctx, { uid }) => `/authorize/${uid}` },
  })
  // The engine's addresses come from PUBLIC_URL, which protocol.routes.ts puts into these headers.
  engine.proxy = true
  engine.on('server_error', (_ctx, error) => parts.log.error({ error }, 'the OpenID provider failed'))
  engine.on('grant.error', noteRefused)
  engine.on('revocation.error', noteRefused)
  engine.on('userinfo.error', noteRefused)
  Object.assign(engine.Client.prototype, {
    compareClientSecret(this: { clientSecret: string }, given: string): boolean {
      return isSecretOf(this.clientSecret, given)
    },
  })
  return engine
}

type Items = ReturnType<ReturnType<typeof createItems>>

/** The loser of a race for a code gets the protocol's answer, not a fault. */
function translateUse(items: Items, refusal: () => Error): Items {
  return {
    ...items,
    consume: (id) =>
      items.consume(id).catch((error: unknown) => {
        throw error instanceof UsedUp ? refusal() : error
      }),
  }
}

/** A token for an application's own API is a JWT after RFC 9068, which that API verifies by itself: until it is over nothing takes it back. */
function resourceServer(resource: string) {
  return {
    audience: resource,
    scope: RESOURCE_SCOPES.join(' '),
    accessTokenFormat: 'jwt',
  } as const
}

type ExtraClaims = NonNullable<Configuration['extraTokenClaims']>

/** When and how surely the person was proven (RFC 9068, 2.2.1), and the tenants where they were asked for. */
async function tokenClaims(
  { oidc }: Parameters<ExtraClaims>[0],
  token: Parameters<ExtraClaims>[1],
  organisations: EngineParts['organisations'],
): Promise<Record<string, unknown> | undefined> {
  const { accountId, aud, scope = '' } = token as { accountId?: string; aud?: unknown; scope?: string }
  if (aud === undefined || accountId === undefined) return undefined
  const proven = oidc.entities.AuthorizationCode ?? oidc.entities.RefreshToken
  const held = scope.split(' ').includes('organisations') ? await organisations(asId<'user'>(accountId)) : null
  return {
    auth_time: proven?.authTime,
    acr: proven?.acr,
    ...(held === null ? {} : { organisations: held.map(membershipClaim) }),
  }
}

function membershipClaim({ id, slug, role }: Membership) {
  return { id, slug, role }
}

function features(refusedResource: () => Error): Configuration['features'] {
  return {
    devInteractions: { enabled: false },
    rpInitiatedLogout: { enabled: false },
    revocation: { enabled: true },
    userinfo: { enabled: true },
    resourceIndicators: {
      enabled: true,
      defaultResource: () => undefined as never,
      getResourceServerInfo: async (_ctx, resource, client) => {
        if (!isOwnResource(client.redirectUris ?? [], resource)) throw refusedResource()
        return resourceServer(resource)
      },
    },
  }
}

async function findAccount({ account, organisations }: Pick<EngineParts, 'account' | 'organisations'>, sub: string) {
  const found = isUuid(sub) ? await account(asId<'user'>(sub)) : null
  if (found === null) return undefined
  const { email, emailVerified, name } = found
  const claims = async (_use: string, scope: string) => ({
    ...{ sub, name, email, email_verified: emailVerified },
    ...(scope.split(' ').includes('organisations')
      ? { organisations: (await organisations(asId<'user'>(sub))).map(membershipClaim) }
      : {}),
  })
  return { accountId: sub, claims }
}

function configuration(
  { publicUrl, signingKeys, masterSecret, account, organisations }: EngineParts,
  refusedResource: () => Error,
): Configuration {
  const secure = publicUrl.protocol === 'https:'
  const cookieKey = deriveKey(masterSecret, 'plinth provider cookies v1').export()
  return {
    jwks: { keys: signingKeys.map(privateJwk) as never },
    cookies: {
      keys: [cookieKey.toString('base64url')],
      // Of a session that is never shown to the engine again (protocol.routes.ts); it takes forms of other sites with no other value.
      long: { httpOnly: true, sameSite: 'none', secure },
      short: { httpOnly: true, sameSite: 'lax', secure },
    },
    enableHttpPostMethods: true,
    pkce: { required: () => true },
    features: features(refusedResource),
    extraTokenClaims: (ctx, token) => tokenClaims(ctx, token, organisations),
    clientAuthMethods: ['none', 'client_secret_basic', 'client_secret_post'],
    responseTypes: ['code'],
    scopes: SCOPES,
    claims: {
      ...{ openid: ['sub'], profile: ['name'], email: ['email', 'email_verified'] },
      organisations: ['organisations'],
    },
    conformIdTokenClaims: true,
    routes: {
      userinfo: '/me',
      revocation: '/token/revocation',
      authorization: '/auth',
      token: '/token',
      jwks: '/jwks',
    },
    ttl: {
      ...LIFETIMES,
      AccessToken: (_ctx, { resourceServer: api }) => (api === undefined ? 10 * MINUTE : RESOURCE_TOKEN_SECONDS),
    },
    rotateRefreshToken: true,
    issueRefreshToken: async (_ctx, client, code) =>
      client.grantTypeAllowed('refresh_token') && code.scopes.has('offline_access'),
    expiresWithSession: () => false,
    // A grant is made anew by each confirmation; see interactions.ts.
    loadExistingGrant: async (ctx) => {
      const grantId = ctx.oidc.result?.consent?.grantId
      return grantId === undefined ? undefined : ctx.oidc.provider.Grant.find(grantId)
    },
    findAccount: (_ctx, sub) => findAccount({ account, organisations }, sub),
    renderError: (ctx, { error, error_description: description }) => {
      ctx.type = 'json'
      ctx.body = { error, error_description: description }
    },
    enabledJWA: { idTokenSigningAlgValues: ['ES256', 'RS256'] },
    clientDefaults: { id_token_signed_response_alg: signingKeys[0]?.algorithm ?? 'ES256' },
  }
}

function privateJwk({ kid, algorithm, privateKey }: EngineParts['signingKeys'][number]) {
  return { ...privateKey.export({ format: 'jwk' }), kid, use: 'sig', alg: algorithm }
}
