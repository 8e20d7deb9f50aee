import type { Reader } from '../../../kernel/vault/vault-keys.ts'
import type { SecretParts } from '../parts.ts'
import type { ProvidedSecret, SecretProvider, VersionWanted } from '../provider.ts'
import { type FoundVersion, findVersion } from './read.ts'
import { openValue } from './sealing.ts'

const SCOPE = 'installation'

/** This database as a provider: the installation's own secrets in its own environment. */
export function createDatabaseProvider(parts: SecretParts): SecretProvider {
  const { db, environment, opened } = parts

  async function read(reader: Reader, path: string, wanted: VersionWanted): Promise<ProvidedSecret | null> {
    const found = await findVersion(reader, { scope: SCOPE, environment, path }, wanted)
    return found === null ? null : { value: await openFound(parts, reader, found), version: String(found.number) }
  }

  return {
    name: 'database',
    capabilities: { versions: true, stages: true },
    get: (path, wanted, reader) =>
      reader === undefined
        ? opened.get({ scope: SCOPE, environment, path }, wanted, () => read(db, path, wanted))
        : read(reader, path, wanted),
    async list(prefix) {
      const rows = await db.raw<{ path: string }>(
        `SELECT path FROM secrets.secret
          WHERE scope = $1 AND environment = $2 AND deleted_at IS NULL AND starts_with(path, $3) ORDER BY path`,
        [SCOPE, environment, prefix],
      )
      return rows.map(({ path }) => path)
    },
    async health() {
      await db.raw('SELECT FROM secrets.secret LIMIT 1')
      return { status: 'pass', observed: 'secrets of this database can be read' }
    },
  }
}

function openFound(parts: SecretParts, reader: Reader, { value, ...place }: FoundVersion) {
  return openValue(parts, reader, place, value)
}
