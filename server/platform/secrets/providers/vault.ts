import { secret } from '../../../kernel/config/secret.ts'
import type { VaultSettings } from '../../../kernel/config/secrets.ts'
import type { VersionWanted } from '../provider.ts'
import { SecretFault } from './fault.ts'
import type { SecretSource } from './source.ts'
import { createVaultApi, type VaultApi } from './vault-api.ts'

interface VersionAnswer {
  readonly data?: { readonly data?: Record<string, unknown> | null; readonly metadata?: { readonly version?: number } }
}
interface MetadataAnswer {
  readonly data?: {
    readonly current_version?: number
    readonly versions?: Readonly<Record<string, { readonly deletion_time: string; readonly destroyed: boolean }>>
  }
}

const LISTED_MAX = 1000

/**
 * The KV engine, version 2, of HashiCorp Vault or OpenBao. What is kept under a path is an object: its only member `value` is the
 * secret, any other object is given as JSON, of which a reference takes a field. https://developer.hashicorp.com/vault/api-docs/secret/kv/kv-v2
 */
export function vaultSource(settings: VaultSettings): SecretSource {
  const api = createVaultApi(settings)
  const { mount } = settings
  return {
    name: 'vault',
    capabilities: { versions: true, stages: true },
    async get(path, wanted, signal) {
      const version = wanted.version ?? (await versionOfStage(api, { mount, path }, wanted, signal))
      const query = version === undefined ? '' : `?version=${encodeURIComponent(version)}`
      const { data } = await api.ask<VersionAnswer>('GET', `${mount}/data/${path}${query}`, { subject: path, signal })
      if (data?.data === undefined || data.data === null)
        throw new SecretFault('missing', `vault: ${path} does not exist in this version`)
      return { value: secret(textOf(data.data)), version: String(data.metadata?.version ?? '') }
    },
    list: (prefix, signal) => listAll(api, { mount, prefix }, signal),
    async put(path, value, signal) {
      const body = { data: membersOf(value.reveal()) }
      const answer = await api.ask<{ data?: { version?: number } }>('POST', `${mount}/data/${path}`, {
        ...{ subject: path, signal, body },
      })
      return { version: String(answer.data?.version ?? '') }
    },
    tend: (signal) => api.tend(signal),
  }
}

/** Vault numbers versions and knows no stages: the one before the current that was not deleted is `previous`. */
async function versionOfStage(
  api: VaultApi,
  { mount, path }: { readonly mount: string; readonly path: string },
  { stage = 'current' }: VersionWanted,
  signal: AbortSignal,
): Promise<string | undefined> {
  if (stage === 'current') return undefined
  if (stage !== 'previous') throw new SecretFault('unsupported', `vault: has no stage ${stage}`)
  const { data } = await api.ask<MetadataAnswer>('GET', `${mount}/metadata/${path}`, { subject: path, signal })
  const current = data?.current_version ?? 0
  const former = Object.entries(data?.versions ?? {})
    .filter(
      ([version, { deletion_time, destroyed }]) => Number(version) < current && deletion_time === '' && !destroyed,
    )
    .map(([version]) => Number(version))
  if (former.length === 0) throw new SecretFault('missing', `vault: ${path} has no previous version`)
  return String(Math.max(...former))
}

/** Folders end in a slash and are looked into. */
async function listAll(
  api: VaultApi,
  { mount, prefix }: { readonly mount: string; readonly prefix: string },
  signal: AbortSignal,
): Promise<string[]> {
  const found: string[] = []
  const folders = [prefix.slice(0, prefix.lastIndexOf('/') + 1)]
  for (let folder = folders.pop(); folder !== undefined && found.length < LISTED_MAX; folder = folders.pop()) {
    for (const key of await keysIn(api, `${mount}/metadata/${folder}`, signal)) {
      const path = `${folder}${key}`
      if (!path.startsWith(prefix) && !prefix.startsWith(path)) continue
      if (key.endsWith('/')) folders.push(path)
      else found.push(path)
    }
  }
  return found.sort()
}

async function keysIn(api: VaultApi, path: string, signal: AbortSignal): Promise<readonly string[]> {
  try {
    const answer = await api.ask<{ data?: { keys?: string[] } }>('GET', `${path}?list=true`, { subject: path, signal })
    return answer.data?.keys ?? []
  } catch (error) {
    // An empty folder is answered 404.
    if (error instanceof SecretFault && error.kind === 'missing') return []
    throw error
  }
}

function textOf(members: Readonly<Record<string, unknown>>): string {
  const { value, ...others } = members
  return typeof value === 'string' && Object.keys(others).length === 0 ? value : JSON.stringify(members)
}

function membersOf(value: string): unknown {
  try {
    const parsed: unknown = JSON.parse(value)
    if (typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed)) return parsed
  } catch {
    // Text that is no JSON is kept as the member `value`, as numbers and lists are.
  }
  return { value }
}
