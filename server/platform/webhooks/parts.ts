import type { Db } from '../../kernel/db/database.ts'
import type { EventType } from '../../kernel/db/events.ts'
import type { Id } from '../../kernel/id.ts'
import type { Mailer } from '../../kernel/mail/mailer.ts'
import type { Outbound } from '../../kernel/outbound/outbound.ts'
import type { Vault } from '../../kernel/vault/vault.ts'

export interface WebhooksDeps {
  readonly db: Db
  readonly outbound: Outbound
  readonly mailer: Mailer
  readonly vault: Vault
  readonly productName: string
  readonly publicUrl: URL
  /** Events of all other units. */
  readonly events: readonly EventType[]
  /** Who made an endpoint, as long as the account is open. */
  readonly account: (
    userId: Id<'user'>,
  ) => Promise<{ readonly email: string; readonly name: string; readonly locale: string | null } | null>
}
