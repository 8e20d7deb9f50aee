import type { protos, SecretManagerServiceClient } from '@google-cloud/secret-manager'
import type { JWT } from 'google-auth-library'
import { type Secret, secret } from '../../../kernel/config/secret.ts'
import type { GcpSecretSettings } from '../../../kernel/config/secrets.ts'
import { SecretFault } from './fault.ts'
import { dashedName, pathOfDashed } from './path.ts'
import type { SecretSource } from './source.ts'

const NAMES = /^[A-Za-z0-9_-]{1,255}$/
/** Codes of gRPC. https://grpc.io/docs/guides/status-codes/ */
const CODES: Readonly<Record<number, 'invalid' | 'missing' | 'denied' | 'throttled'>> = {
  3: 'invalid',
  5: 'missing',
  7: 'denied',
  8: 'throttled',
  9: 'missing',
  16: 'denied',
}
const LISTED_MAX = 1000

/**
 * Google Cloud Secret Manager by its official SDK over REST; `/` in a path is `--` there. `current` is the latest version, any other stage an
 * alias of a version.
 */
export async function gcpSource(settings: GcpSecretSettings): Promise<SecretSource> {
  const client = await createClient(settings)
  const parent = `projects/${settings.home}`
  const nameOf = (path: string): string => `${parent}/secrets/${dashedName(path, NAMES, 'gcp')}`
  return {
    name: 'gcp',
    capabilities: { versions: true, stages: true },
    get: (path, { version, stage = 'current' }) =>
      told(path, async () => {
        const which = version ?? (stage === 'current' ? 'latest' : stage)
        const [answer] = await client.accessSecretVersion({ name: `${nameOf(path)}/versions/${which}` }, CALL)
        return { value: secret(textOf(answer.payload)), version: lastOf(answer.name) }
      }),
    list: (prefix) =>
      told(prefix, async () => {
        const paths: string[] = []
        for await (const one of client.listSecretsAsync({ parent, pageSize: 100 }, { ...CALL, autoPaginate: false })) {
          const path = pathOfDashed(lastOf(one.name))
          if (path.startsWith(prefix)) paths.push(path)
          if (paths.length >= LISTED_MAX) break
        }
        return paths.sort()
      }),
    put: (path, value) =>
      told(path, async () => {
        const request = { parent: nameOf(path), payload: { data: Buffer.from(value.reveal(), 'utf8') } }
        const [answer] = await client.addSecretVersion(request, CALL)
        return { version: lastOf(answer.name) }
      }),
  }
}

const SCOPE = 'https://www.googleapis.com/auth/cloud-platform'
/** Repeats nothing itself, and has less time than `guarded` gives. */
const CALL = { timeout: 4500, retry: null }

async function createClient({ home, credentials, apiBase }: GcpSecretSettings): Promise<SecretManagerServiceClient> {
  const { SecretManagerServiceClient: Client } = await import('@google-cloud/secret-manager')
  return new Client({
    projectId: home,
    fallback: true,
    ...(credentials === null ? {} : { authClient: await signedBy(credentials) }),
    ...(apiBase === null
      ? {}
      : {
          apiEndpoint: apiBase.hostname,
          port: apiBase.port === '' ? 443 : Number(apiBase.port),
          protocol: apiBase.protocol.replace(':', ''),
        }),
  })
}

/** Tokens that the key of the service account signs here: nobody is asked for them. */
async function signedBy(serviceAccount: Secret): Promise<JWT> {
  const { JWT: Client } = await import('google-auth-library')
  const { client_email: email, private_key: key } = JSON.parse(serviceAccount.reveal()) as Record<string, string>
  const client = new Client({
    scopes: [SCOPE],
    ...(email === undefined ? {} : { email }),
    ...(key === undefined ? {} : { key }),
  })
  client.useJWTAccessWithScope = true
  return client
}

function textOf(payload: protos.google.cloud.secretmanager.v1.ISecretPayload | null | undefined): string {
  return Buffer.from((payload?.data ?? '') as Uint8Array).toString('utf8')
}

function lastOf(name: string | null | undefined): string {
  return name?.split('/').at(-1) ?? ''
}

async function told<Answer>(path: string, call: () => Promise<Answer>): Promise<Answer> {
  try {
    return await call()
  } catch (error) {
    const kind = CODES[Number((error as { code?: unknown }).code)]
    if (kind === undefined) throw error
    throw new SecretFault(kind, `gcp: ${path}: ${WORDS[kind]}`)
  }
}

const WORDS = {
  invalid: 'was refused',
  missing: 'does not exist, or its version is not enabled',
  denied: 'may not be read or written',
  throttled: 'too many calls',
}
