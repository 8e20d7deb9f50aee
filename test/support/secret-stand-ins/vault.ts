import { type StandInAnswer, type StandInRequest, startHttpStandIn } from '../http-stand-in.ts'
import { keptSecrets, type SecretStandIn } from './kept.ts'

export interface VaultStandIn extends SecretStandIn {
  /** Tokens that are good, by what remains of them in seconds. */
  readonly tokens: Map<string, number>
  readonly renewals: () => number
}

export const APPROLE = { roleId: 'role-of-plinth', secretId: 'secret-id-of-plinth' }
export const ROOT_TOKEN = 'hvs.stand-in'
export const NAMESPACE = 'team/payments'
const TTL_SECONDS = 3600
const CREATED = '2026-11-20T08:00:00.000000000Z'

/** KV version 2, tokens, AppRole and Kubernetes sign-in of Vault, in one namespace. https://developer.hashicorp.com/vault/api-docs */
export async function startVaultStandIn(): Promise<VaultStandIn> {
  const secrets = keptSecrets(String)
  const denied = new Set<string>()
  const tokens = new Map([[ROOT_TOKEN, TTL_SECONDS]])
  let renewals = 0

  function auth(token: string): StandInAnswer {
    const lease = { lease_duration: TTL_SECONDS, renewable: true, policies: ['default'], token_type: 'service' }
    return {
      status: 200,
      body: { lease_id: '', data: null, auth: { client_token: token, accessor: 'accessor', ...lease } },
    }
  }
  function signIn(path: string, body: unknown): StandInAnswer {
    const { role_id, secret_id, role, jwt } = body as Record<string, string>
    const isKnown =
      path === '/v1/auth/approle/login'
        ? role_id === APPROLE.roleId && secret_id === APPROLE.secretId
        : role === APPROLE.roleId && jwt === 'token-of-the-pod'
    if (!isKnown) return errors(400)
    const token = `hvs.of-sign-in-${tokens.size}`
    tokens.set(token, TTL_SECONDS)
    return auth(token)
  }
  function ownToken(path: string, token: string): StandInAnswer {
    if (path === '/v1/auth/token/lookup-self')
      return { status: 200, body: { data: { id: token, ttl: tokens.get(token), renewable: true, type: 'service' } } }
    renewals += 1
    return auth(token)
  }
  function readData(name: string, query: URLSearchParams): StandInAnswer {
    const versions = secrets.versions(name)
    const wanted = query.get('version') ?? String(versions.length)
    const found = versions.find(({ id }) => id === wanted)
    if (found === undefined) return errors(404)
    return { status: 200, body: { data: { data: dataOf(found.value), metadata: versionData(Number(found.id)) } } }
  }
  function readMetadata(name: string): StandInAnswer {
    const versions = secrets.versions(name)
    if (versions.length === 0) return errors(404)
    const all = Object.fromEntries(
      versions.map(({ id }) => [id, { created_time: CREATED, deletion_time: '', destroyed: false }]),
    )
    return {
      status: 200,
      body: { data: { current_version: versions.length, max_versions: 0, oldest_version: 0, versions: all } },
    }
  }
  function list(folder: string): StandInAnswer {
    const below = secrets.names().filter((name) => name.startsWith(folder))
    const keys = [...new Set(below.map((name) => name.slice(folder.length).replace(/\/.*/, '/')))]
    return keys.length === 0 ? errors(404) : { status: 200, body: { data: { keys } } }
  }
  function answerOf({ method, path: target, headers, body }: StandInRequest): StandInAnswer {
    const { pathname: path, searchParams } = new URL(target, 'http://stand-in')
    const token = String(headers['x-vault-token'])
    if (headers['x-vault-namespace'] !== NAMESPACE) return errors(403)
    if (/^\/v1\/auth\/(?:approle|kubernetes)\/login$/.test(path)) return signIn(path, body)
    if (!tokens.has(token)) return errors(403)
    if (path.startsWith('/v1/auth/token/')) return ownToken(path, token)
    const [, kind, name = ''] = /^\/v1\/kv\/(data|metadata)\/(.*)$/.exec(path) ?? []
    if (kind === undefined) return errors(404)
    if (denied.has(name)) return errors(403)
    if (kind === 'metadata') return searchParams.get('list') === 'true' ? list(name) : readMetadata(name)
    if (method === 'GET') return readData(name, searchParams)
    const { data } = body as { data: unknown }
    return { status: 200, body: { data: versionData(Number(secrets.add(name, JSON.stringify(data)).id)) } }
  }
  return { ...(await startHttpStandIn(answerOf)), secrets, denied, tokens, renewals: () => renewals }
}

/** An error as Vault says it. */
export function errors(status: number, headers: Readonly<Record<string, string>> = {}): StandInAnswer {
  return { status, headers, body: { errors: status === 404 ? [] : ['permission denied'] } }
}

function versionData(version: number) {
  return { created_time: CREATED, custom_metadata: null, deletion_time: '', destroyed: false, version }
}

/** Text that is no object was kept as the member `value`. */
function dataOf(value: string): unknown {
  return value.startsWith('{') ? JSON.parse(value) : { value }
}
