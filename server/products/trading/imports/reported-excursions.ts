import type { Tx } from '../../../kernel/db/database.ts'
import { absolute, type Decimal, formatDecimal, ZERO } from '../../../kernel/decimal.ts'
import type { Id } from '../../../kernel/id.ts'
import { arrayText } from '../ledger/bulk.ts'
import type { AccountRow } from '../ledger/tables.ts'
import type { Ended, ReportedExcursion } from './intake-types.ts'

/** What rows report of fills that they made. */
export function reportedBy(ended: readonly Ended[]): ReportedExcursion[] {
  return ended.flatMap(({ excursions }) => excursions)
}

/**
 * Keeps beside what a person says of a trade how far its broker says that it went, in the account's currency; what bars say is computed
 * apart. Of a trade that several rows close it is their sum: the bound of what the whole position saw. After the rebuild.
 */
export async function keepReported(tx: Tx, account: AccountRow, reported: readonly ReportedExcursion[]): Promise<void> {
  if (reported.length === 0) return
  const amounts = (of: (one: ReportedExcursion) => Decimal | null): string =>
    arrayText(
      reported.map((one) => formatDecimal(absolute(of(one) ?? ZERO))),
      'numeric',
    )
  await tx.raw(
    `INSERT INTO trading.trade_note (trade_id, account_id, review_state, text, version, updated_at, reported_mae, reported_mfe)
     SELECT closed.trade_id, $1, 'unreviewed', '', 1, now(), sum(said.mae * fill.fx_rate), sum(said.mfe * fill.fx_rate)
       FROM unnest($2::uuid[], $3::numeric[], $4::numeric[]) AS said (execution_id, mae, mfe)
       JOIN trading.execution fill ON fill.id = said.execution_id
       JOIN LATERAL (SELECT DISTINCT trade_id FROM trading.lot_closure WHERE close_execution_id = said.execution_id) closed ON true
      GROUP BY closed.trade_id
     ON CONFLICT (trade_id) DO UPDATE
        SET reported_mae = coalesce(trade_note.reported_mae, 0) + excluded.reported_mae,
            reported_mfe = coalesce(trade_note.reported_mfe, 0) + excluded.reported_mfe`,
    [
      account.id,
      arrayText(
        reported.map(({ executionId }) => executionId),
        'uuid',
      ),
      amounts(({ mae }) => mae),
      amounts(({ mfe }) => mfe),
    ],
  )
}

/** Forgets what an import reported, before its fills go. */
export async function forgetReported(tx: Tx, batchId: Id<'import-batch'>): Promise<void> {
  await tx.raw(
    `UPDATE trading.trade_note SET reported_mae = NULL, reported_mfe = NULL
      WHERE reported_mae IS NOT NULL AND trade_id IN (
        SELECT closure.trade_id FROM trading.execution fill
          JOIN trading.lot_closure closure ON closure.close_execution_id = fill.id WHERE fill.batch_id = $1)`,
    [batchId],
  )
}
