import {
  GetSecretValueCommand,
  ListSecretsCommand,
  type ListSecretsCommandOutput,
  PutSecretValueCommand,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager'
import { secret } from '../../../kernel/config/secret.ts'
import type { AwsSecretSettings } from '../../../kernel/config/secrets.ts'
import { newId } from '../../../kernel/id.ts'
import { SecretFault } from './fault.ts'
import type { SecretSource } from './source.ts'

/** Ours for what AWS calls them; any other stage is a label of the operator's own. */
const STAGES: Readonly<Record<string, string>> = {
  current: 'AWSCURRENT',
  previous: 'AWSPREVIOUS',
  pending: 'AWSPENDING',
}
/** What a reference gives after its `@` is a version where it has the form of one. */
const VERSION_ID = /^[0-9A-Fa-f]{8}-[0-9A-Fa-f-]{23,55}$/
const MISSING = new Set(['ResourceNotFoundException'])
const DENIED = new Set([
  'AccessDeniedException',
  'UnrecognizedClientException',
  'InvalidSignatureException',
  'InvalidClientTokenId',
  'ExpiredTokenException',
  'CredentialsProviderError',
  'MissingAuthenticationTokenException',
  'DecryptionFailure',
])
const THROTTLED = new Set(['ThrottlingException', 'TooManyRequestsException', 'LimitExceededException'])
const INVALID = new Set(['InvalidParameterException', 'InvalidRequestException', 'ValidationException'])
const LISTED_MAX = 1000

/** AWS Secrets Manager by its official SDK, which repeats nothing here: `guarded` does. */
export function awsSource(settings: AwsSecretSettings): SecretSource {
  const { region, apiBase, credentials } = settings
  const client = new SecretsManagerClient({
    region,
    maxAttempts: 1,
    ...(apiBase === null ? {} : { endpoint: apiBase.href }),
    ...(credentials === null
      ? {}
      : {
          credentials: {
            accessKeyId: credentials.accessKeyId,
            secretAccessKey: credentials.secretAccessKey.reveal(),
            ...(credentials.sessionToken === null ? {} : { sessionToken: credentials.sessionToken.reveal() }),
          },
        }),
  })
  return {
    name: 'aws',
    capabilities: { versions: true, stages: true },
    get: (path, { version, stage = 'current' }, signal) =>
      told(path, async () => {
        const id = version ?? (VERSION_ID.test(stage) ? stage : undefined)
        const which = id === undefined ? { VersionStage: STAGES[stage] ?? stage } : { VersionId: id }
        const answer = await client.send(new GetSecretValueCommand({ SecretId: path, ...which }), {
          abortSignal: signal,
        })
        const text = answer.SecretString ?? Buffer.from(answer.SecretBinary ?? []).toString('utf8')
        return { value: secret(text), version: answer.VersionId ?? '' }
      }),
    list: (prefix, signal) =>
      told(prefix, async () => {
        const paths: string[] = []
        let next: string | undefined
        do {
          const page: ListSecretsCommandOutput = await client.send(
            new ListSecretsCommand({
              MaxResults: 100,
              ...(next === undefined ? {} : { NextToken: next }),
              ...(prefix === '' ? {} : { Filters: [{ Key: 'name', Values: [prefix] }] }),
            }),
            { abortSignal: signal },
          )
          for (const { Name } of page.SecretList ?? []) if (Name?.startsWith(prefix)) paths.push(Name)
          next = page.NextToken
        } while (next !== undefined && paths.length < LISTED_MAX)
        return paths.sort()
      }),
    put: (path, value, signal) =>
      told(path, async () => {
        const answer = await client.send(
          new PutSecretValueCommand({ SecretId: path, SecretString: value.reveal(), ClientRequestToken: newId() }),
          { abortSignal: signal },
        )
        return { version: answer.VersionId ?? '' }
      }),
  }
}

async function told<Answer>(path: string, call: () => Promise<Answer>): Promise<Answer> {
  try {
    return await call()
  } catch (error) {
    const { name = '' } = error as Error
    if (MISSING.has(name)) throw new SecretFault('missing', `aws: ${path} does not exist`)
    if (DENIED.has(name)) throw new SecretFault('denied', `aws: ${path} may not be read or written (${name})`)
    if (THROTTLED.has(name)) throw new SecretFault('throttled', `aws: ${path}: too many calls (${name})`)
    if (INVALID.has(name)) throw new SecretFault('invalid', `aws: ${path} was refused (${name})`)
    throw error
  }
}
