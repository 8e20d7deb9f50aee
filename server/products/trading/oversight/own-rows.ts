import { acceptId, cursorPage } from '../../../kernel/db/cursor.ts'
import type { Db } from '../../../kernel/db/database.ts'
import type { Id } from '../../../kernel/id.ts'
import type { OversightTables } from './tables.ts'

export interface OwnListAsked {
  readonly limit?: number
  readonly cursor?: string
  readonly account?: Id<'trading-account'>
}

/** What a trader keeps in one of these tables, of all accounts or of one, the newest first. */
export async function listOwn<Table extends 'trading.alert_rule' | 'trading.risk_profile'>(
  db: Db,
  table: Table,
  { ownerId, account, ...paging }: OwnListAsked & { readonly ownerId: Id<'user'> },
) {
  const page = cursorPage(paging, acceptId)
  const [after = null] = page.after ?? []
  const rows = await db.raw(
    `SELECT * FROM ${table} WHERE owner_id = $1 AND ($2::uuid IS NULL OR account_id = $2) AND ($3::uuid IS NULL OR id < $3)
      ORDER BY id DESC LIMIT $4`,
    [ownerId, account ?? null, after, page.limit + 1],
  )
  return page.of(
    rows as unknown as OversightTables[Table][],
    ({ id }) => [id],
    (row) => row,
  )
}
