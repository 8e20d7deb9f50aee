import { type Config, readConfig, readStoreAccess } from '../kernel/config/config.ts'
import { processEnvironment } from '../kernel/config/environment.ts'
import { ConfigError, type Environment, RawValues } from '../kernel/config/read.ts'
import type { Resolved } from '../kernel/config/references.ts'
import { readSecrets } from '../kernel/config/secrets.ts'
import { deriveKey } from '../kernel/crypto/derive-key.ts'
import { createDatabase } from '../kernel/db/database.ts'
import { createLog } from '../kernel/telemetry/create-log.ts'
import { createVault } from '../kernel/vault/vault.ts'
import { environmentOf, lookUpReferences, type WithStore } from '../platform/secrets/index.ts'
import { PRODUCTS } from '../products.ts'
import { VERSION } from '../version.ts'
import { openOrAttachDatabase } from './database.ts'

/** Reads the configuration of this process, secrets that it refers to included. Throws ConfigError with every fault at once. */
export async function loadConfig(environment: Environment = processEnvironment()): Promise<Config> {
  const surroundings = { products: Object.keys(PRODUCTS), terminal: process.stdout.isTTY === true }
  return readConfig(environment, surroundings, await resolved(environment))
}

async function resolved(environment: Environment): Promise<Resolved> {
  const { references } = new RawValues(environment)
  if (references.length === 0) return new Map()
  const raw = new RawValues(environment)
  const settings = readSecrets(raw, environment)
  return await lookUpReferences(references, settings, (found) => storeOf(environment, found))
}

/** The database as it is configured, for the time of some work: an embedded one is started and ended for it. */
function storeOf(environment: Environment, found: Resolved): WithStore {
  return async (work) => {
    const raw = new RawValues(environment, found)
    const access = readStoreAccess(raw)
    const { encryption, sessionSecret } = access.keys
    if (encryption.length === 0) throw new ConfigError(raw.faults)
    const { log } = createLog({ level: 'silent', format: 'json', version: VERSION }, () => undefined)
    const database = await openOrAttachDatabase(access, log, () => undefined)
    const nothing = async (): Promise<never> => {
      throw new TypeError('nothing is written before the start')
    }
    const db = createDatabase(
      {
        ...{ url: database.url, name: 'config', poolMax: 2, statementTimeoutMs: 5000 },
        prepared: access.database.prepared,
        onPoolError: () => undefined,
      },
      { audit: nothing, publish: nothing, enqueue: nothing },
    )
    try {
      return await work({
        ...{ db, log, vault: createVault(encryption), environment: environmentOf(access) },
        fingerprintKey: deriveKey(sessionSecret, 'plinth fingerprints of secrets'),
      })
    } finally {
      await db.close()
      await database.close()
    }
  }
}
