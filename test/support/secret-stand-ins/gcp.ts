import assert from 'node:assert/strict'
import { generateKeyPairSync, verify } from 'node:crypto'
import { type StandInAnswer, type StandInRequest, startHttpStandIn } from '../http-stand-in.ts'
import { keptSecrets, type SecretStandIn } from './kept.ts'

export interface GcpStandIn extends SecretStandIn {
  /** JSON of a service account's key, as the console of Google gives it. */
  readonly serviceAccount: string
}

export const GCP_PROJECT = 'stand-in-project'
const EMAIL = 'plinth@stand-in-project.iam.gserviceaccount.com'
const SECRETS = `/v1/projects/${GCP_PROJECT}/secrets`

/**
 * Google Cloud Secret Manager by REST, for callers with a token that the key of the service account signed.
 * https://cloud.google.com/secret-manager/docs/reference/rest
 */
export async function startGcpStandIn(): Promise<GcpStandIn> {
  const secrets = keptSecrets(String)
  const denied = new Set<string>()
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })

  function isSignedIn({ headers }: StandInRequest): boolean {
    const [head = '', body = '', signature = ''] = (headers.authorization ?? '').replace('Bearer ', '').split('.')
    const claims = JSON.parse(Buffer.from(body, 'base64url').toString() || '{}') as { iss?: string; scope?: string }
    const isOurs = claims.iss === EMAIL && claims.scope === 'https://www.googleapis.com/auth/cloud-platform'
    return isOurs && verify('sha256', Buffer.from(`${head}.${body}`), publicKey, Buffer.from(signature, 'base64url'))
  }
  function access(name: string, wanted: string): StandInAnswer {
    const versions = secrets.versions(name)
    const alias: Record<string, string> = { latest: String(versions.length), previous: String(versions.length - 1) }
    const found = versions.find(({ id }) => id === (alias[wanted] ?? wanted))
    if (found === undefined) return problem(404, 'NOT_FOUND')
    const payload = { data: Buffer.from(found.value).toString('base64'), dataCrc32c: '0' }
    return { status: 200, body: { name: `${nameOf(name)}/versions/${found.id}`, payload } }
  }
  function add(name: string, body: unknown): StandInAnswer {
    if (secrets.versions(name).length === 0) return problem(404, 'NOT_FOUND')
    const { payload } = body as { payload: { data: string } }
    const { id } = secrets.add(name, Buffer.from(payload.data, 'base64').toString())
    return { status: 200, body: { name: `${nameOf(name)}/versions/${id}`, state: 'ENABLED' } }
  }
  function list(query: URLSearchParams): StandInAnswer {
    const from = Number(query.get('pageToken') ?? 0)
    const names = secrets.names()
    const page = names.slice(from, from + 2).map((name) => ({ name: nameOf(name), replication: { automatic: {} } }))
    const next = from + 2 < names.length ? { nextPageToken: String(from + 2) } : {}
    return { status: 200, body: { secrets: page, totalSize: names.length, ...next } }
  }
  function answerOf(request: StandInRequest): StandInAnswer {
    if (!isSignedIn(request)) return problem(401, 'UNAUTHENTICATED')
    const { pathname, searchParams } = new URL(request.path, 'http://stand-in')
    const path = decodeURIComponent(pathname)
    assert.ok(path.startsWith(SECRETS), path)
    const [, name = '', version, action] =
      /^\/([^/:]+)(?:\/versions\/([^:]+))?(?::(\w+))?$/.exec(path.slice(SECRETS.length)) ?? []
    if (denied.has(name)) return problem(403, 'PERMISSION_DENIED')
    if (request.method === 'GET' && name === '') return list(searchParams)
    if (request.method === 'GET' && action === 'access' && version !== undefined) return access(name, version)
    if (request.method === 'POST' && action === 'addVersion') return add(name, request.body)
    return problem(404, 'NOT_FOUND')
  }
  return {
    ...(await startHttpStandIn(answerOf)),
    ...{ secrets, denied },
    serviceAccount: JSON.stringify({
      ...{ type: 'service_account', project_id: GCP_PROJECT, client_email: EMAIL, private_key_id: 'stand-in' },
      private_key: privateKey.export({ type: 'pkcs8', format: 'pem' }),
    }),
  }
}

/** An error as Google's APIs say it (AIP-193). */
export function problem(code: number, status: string): StandInAnswer {
  return { status: code, body: { error: { code, status, message: `${status}: nothing of the request is told` } } }
}

function nameOf(name: string): string {
  return `projects/${GCP_PROJECT}/secrets/${name}`
}
