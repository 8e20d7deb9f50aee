import type { Bus } from '../../kernel/db/bus.ts'
import type { Db, Tx } from '../../kernel/db/database.ts'
import type { Id } from '../../kernel/id.ts'
import type { Mailer } from '../../kernel/mail/mailer.ts'

/** What the unit stands on. */
export interface FlagsDeps {
  readonly db: Db
  readonly bus: Pick<Bus, 'notify'>
  readonly mailer: Mailer
  readonly publicUrl: URL
  readonly productName: string
  /** Who what the demo brings belongs to: an account without a way in. */
  readonly demoPerson: (tx: Tx) => Promise<Id<'user'>>
  /** The installation's own. */
  readonly environment: string
  /** Somebody as long as the account is open. */
  readonly account: (
    userId: Id<'user'>,
  ) => Promise<{ readonly email: string; readonly name: string; readonly locale: string | null } | null>
  readonly people: (
    ids: readonly Id<'user'>[],
    reader?: Pick<Db | Tx, 'query'>,
  ) => Promise<ReadonlyMap<string, { readonly name: string }>>
}

/** Where a read runs: on its own, or inside the transaction whose writes it must see. */
export type Reader = Pick<Db, 'query' | 'raw'> | Pick<Tx, 'query' | 'raw'>
