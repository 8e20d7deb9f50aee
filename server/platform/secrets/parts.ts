import type { KeyObject } from 'node:crypto'
import type { Bus } from '../../kernel/db/bus.ts'
import type { Db, Tx } from '../../kernel/db/database.ts'
import type { Id } from '../../kernel/id.ts'
import type { Mailer } from '../../kernel/mail/mailer.ts'
import type { Outbound } from '../../kernel/outbound/outbound.ts'
import type { Logger } from '../../kernel/telemetry/log.ts'
import type { Vault } from '../../kernel/vault/vault.ts'
import type { Access } from '../access/index.ts'
import type { ApiKeys } from '../api-keys/index.ts'
import type { createAudit } from '../audit/index.ts'
import type { Organisations } from '../organisations/index.ts'
import type { ConfiguredSecrets } from './references.ts'
import type { Rotator } from './rotation/rotator.ts'
import type { OpenedValues } from './store/opened.ts'
import type { Environment } from './tables.ts'

interface StoreDeps {
  readonly db: Db
  readonly bus: Bus
  readonly vault: Vault
  readonly log: Logger
  /** The installation's own, which references are read in. */
  readonly environment: Environment
  /** Keys the fingerprints of values. */
  readonly fingerprintKey: KeyObject
  /** Absent: secrets are in this database only. */
  readonly configured?: ConfiguredSecrets
}

export interface SecretsDeps extends StoreDeps {
  readonly access: Access
  readonly organisations: Organisations
  readonly mailer: Mailer
  readonly outbound: Outbound
  readonly publicUrl: URL
  readonly productName: string
  /** Who what the demo brings belongs to: an account without a way in. */
  readonly demoPerson: (tx: Tx) => Promise<Id<'user'>>
  /** Names and addresses of people; inside a transaction, through its connection. */
  readonly people: (ids: readonly Id<'user'>[], reader?: Db | Tx) => Promise<ReadonlyMap<string, SecretPerson>>
  /** What API keys are called. */
  readonly keyNames: ApiKeys['namesOf']
  /** What was recorded about something, newest first. */
  readonly records: ReturnType<typeof createAudit>['records']
}

interface SecretPerson {
  readonly name: string
  readonly email: string
  readonly locale: string | null
}

/** What keeping values needs. */
export interface StoreParts extends StoreDeps {
  readonly opened: OpenedValues
}

/** What the unit's use cases are given. */
export interface SecretParts extends SecretsDeps, StoreParts {
  readonly rotators: readonly Rotator[]
}
