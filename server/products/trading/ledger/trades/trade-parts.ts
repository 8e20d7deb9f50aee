import type { ExecutionRow, TradeRow } from '../tables.ts'
import type { TradesTables } from './tables.ts'
import type { Reader } from './trade-reads.ts'

/** Of a trade's fills, closures and lots so many are looked at; all of them are in its explanation. */
export const PARTS_MAX = 500

export async function multiplierOf(source: Reader, trade: Pick<TradeRow, 'instrument_id'>): Promise<string> {
  const { multiplier } = await source
    .query<TradesTables>()
    .selectFrom('trading.instrument')
    .select('multiplier')
    .where('id', '=', trade.instrument_id)
    .executeTakeFirstOrThrow()
  return multiplier
}

/**
 * In the order of matching, one more than are shown: what closures and lots name, of whatever instrument it was before a change of name, and
 * what lies between the first and the last fill, since average cost has one lot for all entries.
 */
export async function fillsOf(source: Reader, { id }: Pick<TradeRow, 'id'>): Promise<ExecutionRow[]> {
  return (await source.raw(
    `WITH held AS (SELECT * FROM trading.trade WHERE id = $1)
     SELECT fill.* FROM trading.execution fill
      WHERE fill.superseded_at IS NULL AND fill.id IN (
        SELECT open_execution_id FROM trading.lot_closure WHERE trade_id = $1
         UNION SELECT close_execution_id FROM trading.lot_closure WHERE trade_id = $1
         UNION SELECT open_execution_id FROM trading.lot WHERE trade_id = $1
         UNION SELECT between_fill.id FROM held
          JOIN trading.execution first ON first.id = held.open_execution_id
          LEFT JOIN trading.execution last ON last.id = held.close_execution_id AND held.status = 'closed'
          JOIN trading.execution between_fill
            ON between_fill.account_id = held.account_id AND between_fill.instrument_id = held.instrument_id
           AND between_fill.position_ref = held.position_ref AND between_fill.superseded_at IS NULL
           AND (between_fill.executed_at, between_fill.sequence, between_fill.id) >= (first.executed_at, first.sequence, first.id)
           AND (last.id IS NULL OR (between_fill.executed_at, between_fill.sequence, between_fill.id)
                                    <= (last.executed_at, last.sequence, last.id)))
      ORDER BY fill.executed_at, fill.sequence, fill.id LIMIT ${PARTS_MAX + 1}`,
    [id],
  )) as unknown as ExecutionRow[]
}
