import assert from 'node:assert/strict'
import { type StandInAnswer, type StandInRequest, startHttpStandIn } from '../http-stand-in.ts'
import { keptSecrets, type SecretStandIn } from './kept.ts'

export const AZURE_VAULT = new URL('https://stand-in.vault.azure.net')
export const AZURE_CLIENT = {
  tenantId: '11111111-2222-4333-8444-555555555555',
  clientId: '66666666-7777-4888-9999-000000000000',
  clientSecret: 'stand-in~client-secret',
}
const TOKEN = 'stand-in-access-token'

/**
 * Azure Key Vault, REST 7.x, and the sign-in of Entra ID beside it: a caller without a token is told by a challenge where to get one.
 * https://learn.microsoft.com/rest/api/keyvault/secrets
 */
export async function startAzureStandIn(): Promise<SecretStandIn> {
  const secrets = keptSecrets((number) => String(number).padStart(32, '0'))
  const denied = new Set<string>()

  function bundle(name: string, number: number, value?: string) {
    const attributes = { enabled: true, created: 1_790_000_000 + number, updated: 1_790_000_000 + number }
    const id = `${AZURE_VAULT.origin}/secrets/${name}/${String(number).padStart(32, '0')}`
    return {
      ...(value === undefined ? {} : { value }),
      id,
      attributes: { ...attributes, recoveryLevel: 'Recoverable' },
    }
  }
  function get(name: string, wanted: string): StandInAnswer {
    const versions = secrets.versions(name)
    const index = wanted === '' ? versions.length - 1 : versions.findIndex(({ id }) => id === wanted)
    const found = versions[index]
    if (found === undefined) return fault(404, 'SecretNotFound')
    return { status: 200, body: bundle(name, index + 1, found.value) }
  }
  function list(query: URLSearchParams): StandInAnswer {
    const from = Number(query.get('$skiptoken') ?? 0)
    const names = secrets.names()
    const value = names.slice(from, from + 2).map((name) => {
      const { attributes } = bundle(name, 1)
      return { id: `${AZURE_VAULT.origin}/secrets/${name}`, attributes }
    })
    const next = `${AZURE_VAULT.origin}/secrets?api-version=${query.get('api-version')}&$skiptoken=${from + 2}`
    return { status: 200, body: { value, nextLink: from + 2 < names.length ? next : null } }
  }
  function answerOf(request: StandInRequest): StandInAnswer {
    const { pathname, searchParams } = new URL(request.path, AZURE_VAULT)
    if (pathname === `/${AZURE_CLIENT.tenantId}/oauth2/v2.0/token`) return signIn(request)
    if (pathname.startsWith(`/${AZURE_CLIENT.tenantId}/v2.0/.well-known/`)) return openIdMetadata()
    if (request.headers.authorization !== `Bearer ${TOKEN}`) return challenge()
    assert.match(searchParams.get('api-version') ?? '', /^(?:7\.\d|20\d\d-\d\d-\d\d)$/)
    const [, kind, name = '', version = ''] = pathname.split('/')
    assert.equal(kind, 'secrets')
    if (denied.has(name)) return fault(403, 'Forbidden')
    if (request.method === 'PUT') {
      const { value } = request.body as { value: string }
      secrets.add(name, value)
      return { status: 200, body: bundle(name, secrets.versions(name).length, value) }
    }
    if (name === '') return list(searchParams)
    if (version !== 'versions') return get(name, version)
    return {
      status: 200,
      body: { value: secrets.versions(name).map((_, index) => bundle(name, index + 1)), nextLink: null },
    }
  }
  return { ...(await startHttpStandIn(answerOf)), secrets, denied }
}

function signIn({ text }: StandInRequest): StandInAnswer {
  const form = new URLSearchParams(text)
  const isKnown =
    form.get('client_id') === AZURE_CLIENT.clientId && form.get('client_secret') === AZURE_CLIENT.clientSecret
  assert.deepEqual(
    [form.get('grant_type'), form.get('scope')?.split(' ')[0]],
    ['client_credentials', 'https://vault.azure.net/.default'],
  )
  return isKnown
    ? { status: 200, body: { token_type: 'Bearer', expires_in: 3599, ext_expires_in: 3599, access_token: TOKEN } }
    : {
        status: 401,
        body: { error: 'invalid_client', error_description: 'AADSTS7000215: Invalid client secret provided.' },
      }
}

function openIdMetadata(): StandInAnswer {
  const login = `https://login.microsoftonline.com/${AZURE_CLIENT.tenantId}`
  return {
    status: 200,
    body: {
      issuer: `${login}/v2.0`,
      token_endpoint: `${login}/oauth2/v2.0/token`,
      authorization_endpoint: `${login}/oauth2/v2.0/authorize`,
      jwks_uri: `${login}/discovery/v2.0/keys`,
    },
  }
}

/** Without a body, and with the place to sign in at. */
function challenge(): StandInAnswer {
  const where = `Bearer authorization="https://login.microsoftonline.com/${AZURE_CLIENT.tenantId}", resource="https://vault.azure.net"`
  return {
    status: 401,
    headers: { 'www-authenticate': where },
    body: { error: { code: 'Unauthorized', message: 'AKV10000' } },
  }
}

/** An error as Key Vault says it. */
export function fault(status: number, code: string, headers: Readonly<Record<string, string>> = {}): StandInAnswer {
  return { status, headers, body: { error: { code, message: `${code}: nothing of the request is told` } } }
}
