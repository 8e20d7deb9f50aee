import { generateKeyPairSync } from 'node:crypto'
import { Provider } from 'oidc-provider'
import { type StandIn, standIn } from '../../../server/audit-auth/stand-in.ts'

/** What the provider says of its people; `sub` is the key of the map. */
export type OpenIdClaims = Readonly<Record<string, unknown>>

export interface HonestOpenId extends StandIn {
  readonly clientId: string
  readonly clientSecret: string
  readonly people: Map<string, OpenIdClaims>
  /** Who is signed in there; null cancels. */
  person: string | null
}

export interface HonestOptions {
  readonly redirectUri: string
  readonly algorithm?: 'ES256' | 'RS256'
}

const jwk = (kid: string, key: ReturnType<typeof generateKeyPairSync>['privateKey']) => ({
  ...(key.export({ format: 'jwk' }) as object),
  ...{ kid, use: 'sig' },
})

/** An OpenID provider by the book: `oidc-provider`, which demands PKCE, names itself in its answers and refuses a code's second use. */
export async function startHonestOpenId({ redirectUri, algorithm = 'RS256' }: HonestOptions): Promise<HonestOpenId> {
  const [clientId, clientSecret] = ['plinth', 'honest:secret/with %signs']
  const people = new Map<string, OpenIdClaims>()
  const state: { person: string | null } = { person: null }
  const server = await standIn((url) => {
    const provider = createProvider(url, people, { clientId, clientSecret, redirectUri, algorithm })
    const callback = provider.callback()
    return (request, response) => {
      if (request.url?.startsWith('/interaction/') !== true) return callback(request, response)
      const result =
        state.person === null ? { error: 'access_denied' } : { login: { accountId: state.person, remember: false } }
      return provider.interactionFinished(request, response, result)
    }
  })
  return {
    ...server,
    ...{ clientId, clientSecret, people },
    get person() {
      return state.person
    },
    set person(person) {
      state.person = person
    },
  }
}

type Client = Required<HonestOptions> & { readonly clientId: string; readonly clientSecret: string }

function createProvider(url: string, people: Map<string, OpenIdClaims>, client: Client): Provider {
  const provider: Provider = new Provider(url, {
    clients: [
      {
        client_id: client.clientId,
        client_secret: client.clientSecret,
        redirect_uris: [client.redirectUri],
        id_token_signed_response_alg: client.algorithm,
      },
    ],
    jwks: {
      keys: [
        jwk('es', generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey),
        jwk('rs', generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey),
      ],
    },
    pkce: { required: () => true },
    claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name'] },
    conformIdTokenClaims: false,
    cookies: { keys: ['a key of a test'] },
    features: { devInteractions: { enabled: false } },
    interactions: { url: (_ctx, interaction) => `/interaction/${interaction.uid}` },
    ttl: { AccessToken: 60, AuthorizationCode: 60, Grant: 60, IdToken: 60, Interaction: 60, Session: 60 },
    findAccount: (_ctx, accountId) => ({
      accountId,
      claims: () => ({ sub: accountId, ...people.get(accountId) }),
    }),
    async loadExistingGrant(ctx) {
      const grant = new provider.Grant({ clientId: client.clientId, accountId: ctx.oidc.session?.accountId ?? '' })
      grant.addOIDCScope('openid email profile')
      await grant.save()
      return grant
    },
  })
  return provider
}
