import type { Cache } from '../../kernel/cache/cache.ts'
import type { Db, Tx } from '../../kernel/db/database.ts'
import type { Id } from '../../kernel/id.ts'
import type { Mailer } from '../../kernel/mail/mailer.ts'
import type { MailRecords } from '../../kernel/mail/records.ts'
import type { Outbound } from '../../kernel/outbound/outbound.ts'
import type { Logger } from '../../kernel/telemetry/log.ts'
import type { Vault } from '../../kernel/vault/vault.ts'
import type { Access } from '../../platform/access/index.ts'
import type { Files } from '../../platform/files/index.ts'
import type { Flags } from '../../platform/flags/index.ts'
import type { Identity } from '../../platform/identity/index.ts'
import type { Payments } from '../../platform/payments/index.ts'
import type { Settings } from '../../platform/settings/index.ts'
import type { Selections } from './analytics/selections.ts'
import type { Plans } from './sharing/plans/plans.ts'
import type { Standings } from './sharing/plans/standings.ts'

/** What the unit stands on, handed over by the composition root. */
export interface TradingDeps {
  readonly db: Db
  readonly cache: Cache
  readonly vault: Vault
  readonly outbound: Outbound
  readonly files: Files
  readonly access: Pick<Access, 'grantRole' | 'standingOf'>
  readonly settings: Pick<Settings, 'declare'>
  readonly flags: Pick<Flags, 'declare'>
  /** Makes the trader of the demo. */
  readonly identity: Pick<Identity, 'createPerson' | 'personByEmail'>
  readonly payments: Pick<Payments, 'declareSubject' | 'canTake' | 'ofSubject' | 'cancelOf'>
  readonly mailer: Mailer
  /** Who unsubscribed from letters. */
  readonly mailRecords: Pick<MailRecords, 'refusals' | 'allowAgain'>
  readonly log: Logger
  readonly publicUrl: URL
  /** Names and addresses of people; unknown ids are absent. Inside a transaction, through its connection. */
  readonly people: (ids: readonly Id<'user'>[], reader?: Db | Tx) => Promise<ReadonlyMap<string, Person>>
}

/** The same, with what all parts share. */
export interface TradingParts extends TradingDeps {
  readonly plans: Plans
  readonly standings: Standings
  readonly selections: Selections
}

export interface Person {
  readonly id: Id<'user'>
  readonly name: string
  readonly email: string
  readonly locale: string | null
}
