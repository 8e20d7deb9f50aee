import type { Rule } from '@plinth/sdk/flags'
import type { Bus } from '../../kernel/db/bus.ts'
import type { Db, Tx } from '../../kernel/db/database.ts'
import type { EventType } from '../../kernel/db/events.ts'
import type { Id } from '../../kernel/id.ts'
import type { Mailer } from '../../kernel/mail/mailer.ts'
import type { Logger } from '../../kernel/telemetry/log.ts'
import type { Pseudonyms } from './pseudonyms.ts'

/** A flag that was evaluated for somebody. */
export interface Served {
  readonly flag: string
  readonly environment: string
  readonly variant: string | null
  readonly experiment?: string | undefined
  readonly context: { readonly targetingKey?: string | undefined }
}

/** What experiments need of flags. */
export interface FlagsDoor {
  onServed(listener: (served: Served) => void): void
  /** Serves the off variant to everybody from now on. */
  switchOff(
    tx: Tx,
    flag: { readonly flag: string; readonly environment: string; readonly reason: string },
  ): Promise<void>
  /** Null when there is no such rule. */
  rule(
    reader: Db | Tx,
    flag: string,
    environment: string,
    ruleId: string,
  ): Promise<Pick<Rule, 'experiment' | 'serve'> | null>
}

export interface ExperimentsDeps {
  readonly db: Db
  readonly bus: Bus
  readonly log: Logger
  readonly mailer: Mailer
  readonly productName: string
  /** The installation's own. */
  readonly environment: string
  /** Who what the demo brings belongs to: an account without a way in. */
  readonly demoPerson: (tx: Tx) => Promise<Id<'user'>>
  readonly publicUrl: URL
  readonly pseudonyms: Pseudonyms
  /** Events of all other units. */
  readonly events: readonly EventType[]
  /** Exposures that found no room in memory. */
  readonly lost: { inc(by: number): void }
  /** An owner, as long as the account is open. */
  readonly account: (
    userId: Id<'user'>,
  ) => Promise<{ readonly email: string; readonly name: string; readonly locale: string | null } | null>
  readonly people: (ids: readonly Id<'user'>[]) => Promise<ReadonlyMap<Id<'user'>, { readonly name: string }>>
}
