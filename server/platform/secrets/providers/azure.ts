import type { TokenCredential } from '@azure/core-auth'
import type { SecretClient, SecretProperties } from '@azure/keyvault-secrets'
import { secret } from '../../../kernel/config/secret.ts'
import type { AzureSecretSettings } from '../../../kernel/config/secrets.ts'
import { faultOfStatus, SecretFault } from './fault.ts'
import { dashedName, pathOfDashed } from './path.ts'
import type { SecretSource } from './source.ts'

const NAMES = /^[0-9A-Za-z-]{1,127}$/
/** What a reference gives after its `@` is a version where it has the form of one. */
const VERSION_ID = /^[0-9a-f]{32}$/
const LISTED_MAX = 1000

/**
 * Azure Key Vault by its official SDK; `/` in a path is `--` there. `current` is the newest version, `previous` the enabled one before
 * it by its day of making.
 */
export async function azureSource(settings: AzureSecretSettings): Promise<SecretSource> {
  const client = await createClient(settings)
  return {
    name: 'azure',
    capabilities: { versions: true, stages: true },
    get: (path, { version, stage = 'current' }, abortSignal) =>
      told(path, async () => {
        const name = dashedName(path, NAMES, 'azure')
        const which = version ?? (await versionOfStage(client, { name, path, stage }))
        const answer = await client.getSecret(name, { abortSignal, ...(which === undefined ? {} : { version: which }) })
        return { value: secret(answer.value ?? ''), version: answer.properties.version ?? '' }
      }),
    list: (prefix, abortSignal) =>
      told(prefix, async () => {
        const paths: string[] = []
        for await (const one of client.listPropertiesOfSecrets({ abortSignal })) {
          const path = pathOfDashed(one.name)
          if (path.startsWith(prefix)) paths.push(path)
          if (paths.length >= LISTED_MAX) break
        }
        return paths.sort()
      }),
    put: (path, value, abortSignal) =>
      told(path, async () => {
        const answer = await client.setSecret(dashedName(path, NAMES, 'azure'), value.reveal(), { abortSignal })
        return { version: answer.properties.version ?? '' }
      }),
  }
}

async function createClient({ vaultUrl, credentials, apiBase }: AzureSecretSettings): Promise<SecretClient> {
  const [{ SecretClient: Client }, identity] = await Promise.all([
    import('@azure/keyvault-secrets'),
    import('@azure/identity'),
  ])
  const transport =
    apiBase === null ? {} : { httpClient: await (await import('./azure-transport.ts')).divertedTo(apiBase) }
  const options = { ...transport, retryOptions: { maxRetries: 0 } }
  const credential: TokenCredential =
    credentials === null
      ? new identity.DefaultAzureCredential(options)
      : new identity.ClientSecretCredential(
          credentials.tenantId,
          credentials.clientId,
          credentials.clientSecret.reveal(),
          { ...options, ...(apiBase === null ? {} : { disableInstanceDiscovery: true }) },
        )
  return new Client(vaultUrl.href, credential, options)
}

async function versionOfStage(
  client: SecretClient,
  { name, path, stage }: { readonly name: string; readonly path: string; readonly stage: string },
): Promise<string | undefined> {
  if (stage === 'current') return undefined
  if (VERSION_ID.test(stage)) return stage
  if (stage !== 'previous') throw new SecretFault('unsupported', `azure: has no stage ${stage}`)
  const versions: SecretProperties[] = []
  for await (const one of client.listPropertiesOfSecretVersions(name)) if (one.enabled !== false) versions.push(one)
  const [, former] = versions.sort((one, other) => timeOf(other) - timeOf(one))
  if (former === undefined) throw new SecretFault('missing', `azure: ${path} has no previous version`)
  return former.version
}

function timeOf({ createdOn }: SecretProperties): number {
  return createdOn?.getTime() ?? 0
}

async function told<Answer>(path: string, call: () => Promise<Answer>): Promise<Answer> {
  try {
    return await call()
  } catch (error) {
    const { statusCode, name, code } = error as { statusCode?: unknown; name?: unknown; code?: unknown }
    if (
      name === 'AuthenticationError' ||
      name === 'CredentialUnavailableError' ||
      name === 'AuthenticationRequiredError'
    )
      throw new SecretFault('denied', `azure: the sign-in for ${path} was refused`)
    if (typeof statusCode === 'number')
      throw faultOfStatus(statusCode, `azure: ${path}${code === 'BadParameter' ? ' (parameter)' : ''}`)
    throw error
  }
}
