import type { KeyObject } from 'node:crypto'
import type { Bus } from '../../kernel/db/bus.ts'
import type { Db } from '../../kernel/db/database.ts'
import type { Logger } from '../../kernel/telemetry/log.ts'
import type { Vault } from '../../kernel/vault/vault.ts'
import type { OpenedValues } from './store/opened.ts'
import type { Environment } from './tables.ts'

export interface SecretsDeps {
  readonly db: Db
  readonly bus: Bus
  readonly vault: Vault
  readonly log: Logger
  /** The installation's own, which references are read in. */
  readonly environment: Environment
  /** Keys the fingerprints of values. */
  readonly fingerprintKey: KeyObject
}

/** What the unit's use cases are given. */
export interface SecretParts extends SecretsDeps {
  readonly opened: OpenedValues
}
