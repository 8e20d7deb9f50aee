import type { Cache } from '../../kernel/cache/cache.ts'
import type { Db } from '../../kernel/db/database.ts'
import type { Id } from '../../kernel/id.ts'
import type { Mailer } from '../../kernel/mail/mailer.ts'
import type { Outbound } from '../../kernel/outbound/outbound.ts'
import type { Logger } from '../../kernel/telemetry/log.ts'
import type { Vault } from '../../kernel/vault/vault.ts'
import type { Access } from '../../platform/access/index.ts'
import type { Files } from '../../platform/files/index.ts'

/** What the unit stands on, handed over by the composition root. */
export interface TradingDeps {
  readonly db: Db
  readonly cache: Cache
  readonly vault: Vault
  readonly outbound: Outbound
  readonly files: Files
  readonly access: Pick<Access, 'grantRole'>
  readonly mailer: Mailer
  readonly log: Logger
  readonly publicUrl: URL
  /** Names and addresses of people; unknown ids are absent. */
  readonly people: (ids: readonly Id<'user'>[]) => Promise<ReadonlyMap<string, Person>>
}

export interface Person {
  readonly id: Id<'user'>
  readonly name: string
  readonly email: string
  readonly locale: string | null
}
