import type { Config } from '../../kernel/config/config.ts'
import type { Secret } from '../../kernel/config/secret.ts'
import type { Unit } from '../../kernel/unit.ts'
import type { Reader } from '../../kernel/vault/vault-keys.ts'
import type { SecretParts, SecretsDeps } from './parts.ts'
import { secretsProblem } from './problems.ts'
import { type Providers, resolveReference } from './resolve.ts'
import { createDatabaseProvider } from './store/database-provider.ts'
import { createOpenedValues } from './store/opened.ts'
import { VALUES } from './store/sealing.ts'
import { ENVIRONMENTS, type Environment } from './tables.ts'

export interface Secrets extends Unit {
  /**
   * What `secret:path[#field][@stage|version]` stands for now; `reader`: read in this transaction, past what is kept in memory. Throws
   * secrets/bad-reference, secrets/not-found, secrets/no-field, secrets/unreadable.
   */
  resolve(reference: string, reader?: Reader): Promise<Secret>
}

/** Keeps secrets under paths, in versions, sealed; gives them to other units and to those who may see them. */
export function createSecrets(deps: SecretsDeps): Secrets {
  const parts: SecretParts = { ...deps, opened: createOpenedValues(deps.bus) }
  const database = createDatabaseProvider(parts)
  const providers: Providers = { chosen: database, all: [database] }
  return {
    name: 'secrets',
    migrations: new URL('./migrations/', import.meta.url),
    routes: [],
    problems: [secretsProblem],
    permissions: {
      'secrets:read': "See the installation's secrets by name, without their values",
      'secrets:reveal': "Read the values of the installation's secrets",
      'secrets:manage': "Write, rotate and destroy the installation's secrets, and say who may see them",
    },
    events: [],
    sealed: [VALUES],
    health: [{ name: 'secrets', ready: false, run: (signal) => providers.chosen.health(signal) }],
    resolve: (reference, reader) => resolveReference(providers, reference, reader),
  }
}

/** The installation's own environment: APP_ENV when it is one of the four, else that of its mode. */
export function environmentOf({ mode, appEnvironment }: Pick<Config, 'mode' | 'appEnvironment'>): Environment {
  return ENVIRONMENTS.find((one) => one === appEnvironment) ?? mode
}
