import { now } from '../../../kernel/clock.ts'
import type { Tx } from '../../../kernel/db/database.ts'
import { formatDecimal } from '../../../kernel/decimal.ts'
import type { Id } from '../../../kernel/id.ts'
import { lockHolders } from '../ledger/accounts.ts'
import { applyAction } from '../ledger/corporate-actions.ts'
import type { CorporateActionRow, LedgerTables } from '../ledger/tables.ts'
import type { NewSplit } from './intake-types.ts'
import type { BatchRow } from './tables.ts'

/** Writes splits that an import brings; the figures of every account that holds the shares follow. */
export async function writeSplits(tx: Tx, batch: BatchRow, splits: readonly NewSplit[]): Promise<void> {
  if (splits.length === 0) return
  const rows = splits.map(
    ({ id, instrumentId, effectiveAt, ratio }): CorporateActionRow => ({
      ...{ id, owner_id: batch.owner_id, instrument_id: instrumentId, kind: 'split', effective_at: effectiveAt },
      ...{ numerator: formatDecimal(ratio.numerator), denominator: formatDecimal(ratio.denominator) },
      ...{ to_instrument_id: null, cost_share: null, batch_id: batch.id, created_at: now() },
    }),
  )
  await tx.query<LedgerTables>().insertInto('trading.corporate_action').values(rows).execute()
  for (const row of rows) await applyAction(tx, row)
}

const HOLDERS = `
  SELECT DISTINCT other.account_id AS id FROM trading.corporate_action made
    JOIN trading.import_row holder ON holder.corporate_action_id = made.id AND holder.batch_id <> $1
    JOIN trading.import_batch other ON other.id = holder.batch_id
   WHERE made.batch_id = $1`

/** As with fills: to the import that was done first of those that hold it, and there to the first row of its file. */
const HAND_OVER = `
  WITH held AS (
    SELECT DISTINCT ON (made.id) made.id, holder.batch_id, holder.number
      FROM trading.corporate_action made
      JOIN trading.import_row holder ON holder.corporate_action_id = made.id AND holder.outcome = 'duplicate'
      JOIN trading.import_batch other ON other.id = holder.batch_id AND other.id <> $1
       AND other.owner_id = made.owner_id AND other.state IN ('completed', 'completed_with_errors')
     WHERE made.batch_id = $1
     ORDER BY made.id, other.finished_at, other.id, holder.number),
  made_now AS (
    UPDATE trading.import_row AS holder SET outcome = 'created' FROM held
     WHERE holder.batch_id = held.batch_id AND holder.number = held.number
    RETURNING holder.batch_id),
  counted AS (
    UPDATE trading.import_batch AS heir
       SET rows_created = heir.rows_created + fresh.count, rows_duplicate = heir.rows_duplicate - fresh.count,
           version = heir.version + 1, updated_at = $2
      FROM (SELECT batch_id, count(*)::integer AS count FROM made_now GROUP BY batch_id) AS fresh
     WHERE heir.id = fresh.batch_id)
  UPDATE trading.corporate_action AS made SET batch_id = held.batch_id FROM held WHERE made.id = held.id`

/** Gives splits that an import brought to other imports that tell them, of any account of the trader, and takes out the rest. */
export async function withdrawSplits(tx: Tx, batch: BatchRow): Promise<void> {
  const holders = await tx.raw<{ id: Id<'trading-account'> }>(HOLDERS, [batch.id])
  const ids = holders.map(({ id }) => id)
  await lockHolders(tx, batch.owner_id, ids)
  if (ids.length > 0) await tx.raw(HAND_OVER, [batch.id, now()])
  const gone = await tx
    .query<LedgerTables>()
    .deleteFrom('trading.corporate_action')
    .where('batch_id', '=', batch.id)
    .returningAll()
    .execute()
  for (const row of gone) await applyAction(tx, row)
}
