import type { Db } from '../../../../kernel/db/database.ts'
import type { AccountRow } from '../../ledger/tables.ts'

const ROWS_A_PAGE = 1000
const BEFORE_ALL = '00000000-0000-0000-0000-000000000000'

/** Rows in the order of their ids, some thousand at a time, of a statement that takes the account, the last id and how many. */
export async function* paged<Row extends { readonly id: string }>(
  db: Db,
  statement: string,
  { id }: Pick<AccountRow, 'id'>,
): AsyncGenerator<Row[]> {
  for (let after: string = BEFORE_ALL; ; ) {
    const rows = (await db.raw(statement, [id, after, ROWS_A_PAGE])) as unknown as Row[]
    if (rows.length > 0) yield rows
    const last = rows.at(-1)
    if (last === undefined || rows.length < ROWS_A_PAGE) return
    after = last.id
  }
}
