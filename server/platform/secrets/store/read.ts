import type { Id } from '../../../kernel/id.ts'
import type { Reader } from '../../../kernel/vault/vault-keys.ts'
import type { VersionWanted } from '../provider.ts'
import type { ValuePlace } from './sealing.ts'

/** Where a secret stands. */
export interface SecretAddress {
  readonly scope: string
  readonly environment: string
  readonly path: string
}

export interface FoundVersion extends ValuePlace {
  readonly secretId: Id<'secret'>
  readonly value: Buffer
}

const NUMBER_MAX = 2_147_483_647

const FIND = `
  SELECT version.id AS "versionId", version.number, version.value,
         secret.id AS "secretId", secret.scope, secret.environment, secret.path
    FROM secrets.secret JOIN secrets.version ON version.secret_id = secret.id
   WHERE secret.scope = $1 AND secret.environment = $2 AND secret.path = $3 AND secret.deleted_at IS NULL
     AND version.value IS NOT NULL
     AND version.number = coalesce($4, (SELECT number FROM secrets.stage WHERE secret_id = secret.id AND name = $5))`

/** The sealed value that is wanted; null when there is none, or it is destroyed. */
export async function findVersion(
  reader: Reader,
  { scope, environment, path }: SecretAddress,
  { version, stage }: VersionWanted,
): Promise<FoundVersion | null> {
  const number = version === undefined ? null : Number(version)
  if (number !== null && !(number >= 1 && number <= NUMBER_MAX)) return null
  const [found] = await reader.raw<FoundVersion & Record<string, unknown>>(FIND, [
    ...[scope, environment, path],
    ...[number, stage ?? 'current'],
  ])
  return found ?? null
}
