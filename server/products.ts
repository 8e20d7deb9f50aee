import type { KeyObject } from 'node:crypto'
import type { Cache } from './kernel/cache/cache.ts'
import type { Db, Tx } from './kernel/db/database.ts'
import type { Id } from './kernel/id.ts'
import type { Mailer } from './kernel/mail/mailer.ts'
import type { MailRecords } from './kernel/mail/records.ts'
import type { Outbound } from './kernel/outbound/outbound.ts'
import type { Logger } from './kernel/telemetry/log.ts'
import type { Unit } from './kernel/unit.ts'
import type { Vault } from './kernel/vault/vault.ts'
import type { Access } from './platform/access/index.ts'
import type { Content } from './platform/content/index.ts'
import type { Files } from './platform/files/index.ts'
import type { Flags } from './platform/flags/index.ts'
import type { Identity } from './platform/identity/index.ts'
import type { Organisations } from './platform/organisations/index.ts'
import type { Payments } from './platform/payments/index.ts'
import type { Settings } from './platform/settings/index.ts'
import { createAgency, type Invoicing } from './products/agency/index.ts'
import { createMusic } from './products/music/index.ts'
import { createTrading } from './products/trading/index.ts'

/** What every product may stand on. */
export interface ProductDeps {
  readonly db: Db
  readonly cache: Cache
  readonly vault: Vault
  /** Asks addresses that people gave. */
  readonly outbound: Outbound
  readonly files: Files
  readonly content: Content
  readonly settings: Settings
  readonly flags: Flags
  readonly access: Access
  readonly mailer: Mailer
  /** What became of mail that was sent. */
  readonly mailRecords: MailRecords
  readonly log: Logger
  readonly publicUrl: URL
  /** Inside a transaction, through its connection. */
  readonly people: (ids: readonly Id<'user'>[], reader?: Db | Tx) => Promise<ReadonlyMap<string, ProductPerson>>
  readonly identity: Identity
  readonly payments: Payments
  /** Signs the tokens that guests hold of bookings. */
  readonly bookingKey: KeyObject
  readonly organisations: Organisations
  /** Signs what public forms are handed out with. */
  readonly formKey: KeyObject
  readonly invoicing: Invoicing
}

interface ProductPerson {
  readonly id: Id<'user'>
  readonly name: string
  readonly email: string
  /** What they want to read, if it is known. */
  readonly locale: string | null
}

/** The products by the name PRODUCTS selects them with. One is removed by deleting its folder and its line here. */
export const PRODUCTS: Readonly<Record<string, (deps: ProductDeps) => Unit>> = {
  agency: createAgency,
  music: createMusic,
  trading: createTrading,
}
