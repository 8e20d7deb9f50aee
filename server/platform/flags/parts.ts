import type { Bus } from '../../kernel/db/bus.ts'
import type { Db, Tx } from '../../kernel/db/database.ts'
import type { Id } from '../../kernel/id.ts'

/** What the unit stands on. */
export interface FlagsDeps {
  readonly db: Db
  readonly bus: Pick<Bus, 'notify'>
  readonly people: (
    ids: readonly Id<'user'>[],
    reader?: Pick<Db | Tx, 'query'>,
  ) => Promise<ReadonlyMap<string, { readonly name: string }>>
}

/** Where a read runs: on its own, or inside the transaction whose writes it must see. */
export type Reader = Pick<Db, 'query' | 'raw'> | Pick<Tx, 'query' | 'raw'>
