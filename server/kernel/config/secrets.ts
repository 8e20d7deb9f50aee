import { resolve } from 'node:path'
import { type Environment, parseList, type RawValues } from './read.ts'
import { type Secret, secret } from './secret.ts'
import { VARIABLES, type VariableName } from './variables.ts'

export interface AwsSecretSettings {
  readonly region: string
  /** Null: what the SDK finds. */
  readonly credentials: {
    readonly accessKeyId: string
    readonly secretAccessKey: Secret
    readonly sessionToken: Secret | null
  } | null
  readonly apiBase: URL | null
}

export interface GcpSecretSettings {
  /** The project, as Google calls what secrets belong to. */
  readonly home: string
  /** JSON of a service account key; null: application default credentials. */
  readonly credentials: Secret | null
  readonly apiBase: URL | null
}

export interface AzureSecretSettings {
  readonly vaultUrl: URL
  /** Null: what the SDK finds. */
  readonly credentials: { readonly tenantId: string; readonly clientId: string; readonly clientSecret: Secret } | null
  readonly apiBase: URL | null
}

export interface VaultSettings {
  readonly address: URL
  readonly mount: string
  readonly namespace: string | null
  readonly login:
    | { readonly method: 'token'; readonly token: Secret }
    | { readonly method: 'approle'; readonly authPath: string; readonly roleId: string; readonly secretId: Secret }
    | { readonly method: 'kubernetes'; readonly authPath: string; readonly role: string; readonly tokenPath: string }
}

/** One place where secrets are kept, with what its code needs to reach it. */
export type SecretProviderSettings =
  | { readonly name: 'database' }
  | { readonly name: 'env'; readonly values: ReadonlyMap<string, Secret> }
  | { readonly name: 'file'; readonly folder: string }
  | ({ readonly name: 'aws' } & AwsSecretSettings)
  | ({ readonly name: 'gcp' } & GcpSecretSettings)
  | ({ readonly name: 'azure' } & AzureSecretSettings)
  | ({ readonly name: 'vault' } & VaultSettings)

type ProviderName = SecretProviderSettings['name']
type Read = (raw: RawValues, environment: Environment) => SecretProviderSettings

const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]'])
const IN_ENVIRONMENT = 'PLINTH_SECRET_'
const NOWHERE = new URL('http://127.0.0.1')

const READERS: Readonly<Record<ProviderName, Read>> = {
  database: () => ({ name: 'database' }),
  env: (_raw, environment) => ({ name: 'env', values: environmentSecrets(environment) }),
  file: (raw) => ({ name: 'file', folder: resolve(needed(raw, 'SECRETS_DIR', 'file')) }),
  aws: readAws,
  gcp: (raw) => ({
    name: 'gcp',
    home: needed(raw, 'GCP_PROJECT_ID', 'gcp'),
    credentials: readServiceAccount(raw),
    apiBase: readBase(raw, 'GCP_SECRETS_API_BASE'),
  }),
  azure: readAzure,
  vault: (raw) => ({ name: 'vault', ...readVault(raw) }),
}

/** Reads where secrets are kept, the place of `secret:` references first; faults go to `raw`. */
export function readSecrets(raw: RawValues, environment: Environment): readonly SecretProviderSettings[] {
  const names = parseList(raw.get('SECRETS_PROVIDER') ?? VARIABLES.SECRETS_PROVIDER.default)
  const known = [...new Set(names)].filter((name): name is ProviderName => Object.hasOwn(READERS, name))
  for (const name of names)
    if (!Object.hasOwn(READERS, name))
      raw.fault('SECRETS_PROVIDER', `${name} is not one of ${Object.keys(READERS).join(', ')}`)
  return known.map((name) => READERS[name](raw, environment))
}

function environmentSecrets(environment: Environment): ReadonlyMap<string, Secret> {
  return new Map(
    Object.entries(environment).flatMap(([name, value]) =>
      name.startsWith(IN_ENVIRONMENT) && value !== undefined && value !== ''
        ? [[name.slice(IN_ENVIRONMENT.length), secret(value)]]
        : [],
    ),
  )
}

function readAws(raw: RawValues): SecretProviderSettings {
  const [accessKeyId, key] = both(raw, 'AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY')
  const sessionToken = raw.get('AWS_SESSION_TOKEN')
  return {
    name: 'aws',
    region: needed(raw, 'AWS_REGION', 'aws'),
    credentials:
      accessKeyId === undefined || key === undefined
        ? null
        : {
            accessKeyId,
            secretAccessKey: secret(key),
            sessionToken: sessionToken === undefined ? null : secret(sessionToken),
          },
    apiBase: readBase(raw, 'AWS_SECRETS_API_BASE'),
  }
}

function readServiceAccount(raw: RawValues): Secret | null {
  const text = raw.get('GCP_CREDENTIALS')
  if (text === undefined) return null
  try {
    const key: unknown = JSON.parse(text)
    const { client_email: email, private_key: pem } = (key ?? {}) as Record<string, unknown>
    if (typeof email === 'string' && typeof pem === 'string') return secret(text)
  } catch {
    // Said below, without the text.
  }
  raw.fault('GCP_CREDENTIALS', 'is the JSON of a service account key')
  return null
}

function readAzure(raw: RawValues): SecretProviderSettings {
  const [tenantId, clientId] = both(raw, 'AZURE_TENANT_ID', 'AZURE_CLIENT_ID')
  const [, clientSecret] = both(raw, 'AZURE_CLIENT_ID', 'AZURE_CLIENT_SECRET')
  const url = needed(raw, 'AZURE_KEY_VAULT_URL', 'azure')
  return {
    name: 'azure',
    vaultUrl: URL.canParse(url) ? new URL(url) : NOWHERE,
    credentials:
      tenantId === undefined || clientId === undefined || clientSecret === undefined
        ? null
        : { tenantId, clientId, clientSecret: secret(clientSecret) },
    apiBase: readBase(raw, 'AZURE_SECRETS_API_BASE'),
  }
}

function readVault(raw: RawValues): VaultSettings {
  needed(raw, 'VAULT_ADDR', 'vault')
  return {
    address: readBase(raw, 'VAULT_ADDR') ?? NOWHERE,
    mount: (raw.get('VAULT_MOUNT') ?? VARIABLES.VAULT_MOUNT.default).replace(/^\/|\/$/g, ''),
    namespace: raw.get('VAULT_NAMESPACE') ?? null,
    login: readVaultLogin(raw),
  }
}

function readVaultLogin(raw: RawValues): VaultSettings['login'] {
  const ways = ['VAULT_TOKEN', 'VAULT_ROLE_ID', 'VAULT_KUBERNETES_ROLE'] as const
  const [way, ...more] = ways.filter((name) => raw.get(name) !== undefined)
  if (way === undefined) raw.fault('VAULT_TOKEN', `or ${ways.slice(1).join(' or ')} goes with SECRETS_PROVIDER=vault`)
  for (const name of more) raw.fault(name, `stands beside ${way}; there is one way to sign in`)
  if (way === 'VAULT_KUBERNETES_ROLE')
    return {
      method: 'kubernetes',
      authPath: raw.get('VAULT_AUTH_PATH') ?? 'kubernetes',
      role: raw.get(way) ?? '',
      tokenPath: raw.get('VAULT_KUBERNETES_TOKEN_PATH') ?? VARIABLES.VAULT_KUBERNETES_TOKEN_PATH.default,
    }
  if (way !== 'VAULT_ROLE_ID') return { method: 'token', token: secret(raw.get('VAULT_TOKEN') ?? '') }
  const [roleId = '', secretId = ''] = both(raw, 'VAULT_ROLE_ID', 'VAULT_SECRET_ID')
  return { method: 'approle', authPath: raw.get('VAULT_AUTH_PATH') ?? 'approle', roleId, secretId: secret(secretId) }
}

function needed(raw: RawValues, name: VariableName, provider: ProviderName): string {
  const value = raw.get(name)
  if (value === undefined) raw.fault(name, `goes with SECRETS_PROVIDER=${provider}`)
  return value ?? ''
}

function both(raw: RawValues, one: VariableName, other: VariableName): [string | undefined, string | undefined] {
  const values: [string | undefined, string | undefined] = [raw.get(one), raw.get(other)]
  if ((values[0] === undefined) !== (values[1] === undefined))
    raw.fault(values[0] === undefined ? one : other, `goes together with ${one} and ${other}`)
  return values
}

function readBase(raw: RawValues, name: VariableName): URL | null {
  const text = raw.get(name)
  if (text === undefined) return null
  const base = new URL(text)
  if (base.protocol !== 'https:' && !LOOPBACK.has(base.hostname)) raw.fault(name, 'would send secrets unencrypted')
  return base
}
