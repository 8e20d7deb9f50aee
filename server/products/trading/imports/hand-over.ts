import { now } from '../../../kernel/clock.ts'
import type { Tx } from '../../../kernel/db/database.ts'
import type { Id } from '../../../kernel/id.ts'

/** One statement may not take longer than the database lets it. */
const HANDED_OVER_AT_ONCE = 10_000

interface Kind {
  readonly table: 'execution' | 'cash_movement'
  /** Where rows of imports name them. */
  readonly ids: 'execution_ids' | 'cash_movement_ids'
  /** What goes with each that is held, besides itself. */
  readonly along: string
}

const FILLS: Kind = {
  ...{ table: 'execution', ids: 'execution_ids' },
  along: `
      UNION ALL
      SELECT correction.id, held.batch_id FROM held
       CROSS JOIN LATERAL (
         SELECT id, batch_id FROM trading.execution WHERE lineage_id = held.id AND lineage_id <> id OFFSET 0) AS correction
       WHERE correction.batch_id = $2`,
}
const CASH: Kind = { table: 'cash_movement', ids: 'cash_movement_ids', along: '' }

/**
 * Each goes to the import that was done first of those that hold it, and there to the first row of its file, which counts as created from
 * then on. Where the row that made it says that a fee is missing, that row does. By OFFSET 0 each is looked up by its id, also while
 * PostgreSQL has not yet counted what an import brought, and would read all of the import for each.
 */
function handOverText({ table, ids, along }: Kind): string {
  return `
  WITH held AS (
    SELECT DISTINCT ON (made.id) made.id, holder.batch_id, holder.number
      FROM trading.import_batch AS other
      JOIN trading.import_row AS holder ON holder.batch_id = other.id
       AND (holder.outcome = 'duplicate'
         OR (holder.outcome = 'created' AND cardinality(holder.execution_ids) + cardinality(holder.cash_movement_ids) > 1))
     CROSS JOIN LATERAL unnest(holder.${ids}) AS named (id)
     CROSS JOIN LATERAL (SELECT id, account_id, batch_id FROM trading.${table} WHERE id = named.id OFFSET 0) AS made
     WHERE other.account_id = $1 AND other.id <> $2 AND other.state IN ('completed', 'completed_with_errors')
       AND made.account_id = $1 AND made.batch_id = $2
     ORDER BY made.id, other.finished_at, other.id, holder.number
     LIMIT ${HANDED_OVER_AT_ONCE}),
  lacking AS (
    SELECT named.id, maker.reason FROM trading.import_row AS maker CROSS JOIN LATERAL unnest(maker.${ids}) AS named (id)
     WHERE maker.batch_id = $2 AND maker.outcome = 'created' AND maker.reason = 'fees-not-converted'),
  made_now AS (
    UPDATE trading.import_row AS holder SET outcome = 'created', reason = coalesce(holder.reason, heir.reason)
      FROM (SELECT held.batch_id, held.number, max(lacking.reason) AS reason
              FROM held LEFT JOIN lacking ON lacking.id = held.id GROUP BY 1, 2) AS heir
     WHERE holder.batch_id = heir.batch_id AND holder.number = heir.number AND holder.outcome = 'duplicate'
    RETURNING holder.batch_id),
  counted AS (
    UPDATE trading.import_batch AS heir
       SET rows_created = heir.rows_created + fresh.count, rows_duplicate = heir.rows_duplicate - fresh.count,
           version = heir.version + 1, updated_at = $3
      FROM (SELECT batch_id, count(*)::integer AS count FROM made_now GROUP BY batch_id) AS fresh
     WHERE heir.id = fresh.batch_id),
  moved AS (
    UPDATE trading.${table} AS made SET batch_id = going.batch_id
      FROM (
        SELECT id, batch_id FROM held${along}
      ) AS going
     WHERE made.id = going.id
    RETURNING made.id)
  SELECT count(*)::integer AS count FROM moved`
}

const HAND_OVER = [handOverText(FILLS), handOverText(CASH)]

/**
 * Gives what an import made, and what rows of other imports of its account hold too, to these: nothing of it changes but which import would
 * take it out. Corrections go with their fills. The account is locked.
 */
export async function handOver(tx: Tx, accountId: Id<'trading-account'>, batchId: Id<'import-batch'>): Promise<void> {
  for (const text of HAND_OVER) {
    let count = 1
    while (count > 0) {
      const [moved] = await tx.raw<{ count: number }>(text, [accountId, batchId, now()])
      count = moved?.count ?? 0
    }
  }
}
