import { ConfigError } from '../../../kernel/config/read.ts'
import type { SecretProviderSettings } from '../../../kernel/config/secrets.ts'
import { secretsProblem } from '../problems.ts'
import type { SecretProvider } from '../provider.ts'
import { envSource } from './env.ts'
import { SecretFault } from './fault.ts'
import { fileSource } from './file.ts'
import { type GuardedSource, type GuardLimits, guarded } from './guarded.ts'
import { remembering } from './remembering.ts'
import type { SecretSource } from './source.ts'
import { vaultSource } from './vault.ts'

/** Whatever is not the database of the installation. */
export type OutsideSettings = Exclude<SecretProviderSettings, { readonly name: 'database' }>

/** A provider, and what keeps its sign-in alive. */
export interface OutsideProvider extends SecretProvider {
  /** Called every few minutes. */
  tend(): Promise<void>
}

/** What an operator installs beside Plinth; their SDKs weigh as much as the rest of the server. */
const PACKAGES: Readonly<Record<string, string>> = {
  gcp: '@google-cloud/secret-manager@7',
  azure: '@azure/keyvault-secrets@4 @azure/identity@4',
}

/**
 * A provider with its time limits, its repetitions and its memory; its SDK is loaded now. Throws ConfigError when that is not installed.
 * Its calls throw secrets/provider-failed, whose cause is a SecretFault.
 */
export async function openProvider(settings: OutsideSettings, limits?: GuardLimits): Promise<OutsideProvider> {
  const source = guarded(await sourceOf(settings), limits)
  // What lies on this machine is read each time, so that a change is seen at once.
  const isLocal = settings.name === 'env' || settings.name === 'file'
  return told(isLocal ? source : remembering(source))
}

/** All that are not the database. Throws ConfigError. */
export async function openProviders(settings: readonly SecretProviderSettings[]): Promise<OutsideProvider[]> {
  return await Promise.all(settings.flatMap((one) => (one.name === 'database' ? [] : [openProvider(one)])))
}

async function sourceOf(settings: OutsideSettings): Promise<SecretSource> {
  try {
    if (settings.name === 'env') return envSource(settings.values)
    if (settings.name === 'file') return fileSource(settings.folder)
    if (settings.name === 'vault') return vaultSource(settings)
    if (settings.name === 'aws') return (await import('./aws.ts')).awsSource(settings)
    if (settings.name === 'gcp') return await (await import('./gcp.ts')).gcpSource(settings)
    return await (await import('./azure.ts')).azureSource(settings)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ERR_MODULE_NOT_FOUND') throw error
    const message = `${settings.name} needs its SDK: npm install --no-save ${PACKAGES[settings.name]}`
    throw new ConfigError([{ variable: 'SECRETS_PROVIDER', message }])
  }
}

function told({ put, finding, ...source }: GuardedSource): OutsideProvider {
  return {
    ...source,
    async get(path, wanted) {
      try {
        return await source.get(path, wanted)
      } catch (error) {
        if (error instanceof SecretFault && error.kind === 'missing') return null
        throw toProblem(error)
      }
    },
    list: (prefix) => source.list(prefix).catch((error: unknown) => Promise.reject(toProblem(error))),
    ...(put === undefined
      ? {}
      : { put: (path, value) => put(path, value).catch((error: unknown) => Promise.reject(toProblem(error))) }),
    health: async () => finding(),
  }
}

function toProblem(error: unknown): unknown {
  return error instanceof SecretFault
    ? secretsProblem('provider-failed', { detail: error.message, cause: error })
    : error
}
