import type { Id } from '../../../../kernel/id.ts'
import { inOrderOfMatching, type Placed } from '../order-of-fills.ts'
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
export async function fillsOf(source: Reader, trade: Pick<TradeRow, 'id'>): Promise<readonly ExecutionRow[]> {
  const rows = (await source.raw(
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
           AND between_fill.executed_at >= first.executed_at
           AND (last.id IS NULL OR between_fill.executed_at <= last.executed_at)
           AND between_fill.id <> ALL ($2::uuid[]))
      ORDER BY fill.executed_at, fill.sequence, fill.id LIMIT ${PARTS_MAX + 1}`,
    [trade.id, await othersAtItsEnds(source, trade)],
  )) as unknown as ExecutionRow[]
  return inOrderOfMatching(rows)
}

type EndFill = Placed & Pick<ExecutionRow, 'id'> & { readonly is_first: boolean; readonly is_last: boolean }

/** What was matched before the trade at the instant of its first fill, and after it at that of its last. */
async function othersAtItsEnds(source: Reader, { id }: Pick<TradeRow, 'id'>): Promise<Id<'execution'>[]> {
  const rows = await source.raw<EndFill & Record<string, unknown>>(
    `SELECT fill.id, fill.executed_at, fill.kind, fill.side, fill.effect, fill.external_id,
            fill.id = held.open_execution_id AS is_first,
            fill.id = held.close_execution_id AND held.status = 'closed' AS is_last
       FROM trading.trade held
       JOIN trading.execution bound
         ON bound.id = held.open_execution_id OR (bound.id = held.close_execution_id AND held.status = 'closed')
       JOIN trading.execution fill
         ON fill.account_id = held.account_id AND fill.instrument_id = held.instrument_id
        AND fill.position_ref = held.position_ref AND fill.superseded_at IS NULL AND fill.executed_at = bound.executed_at
      WHERE held.id = $1
      GROUP BY fill.id, held.open_execution_id, held.close_execution_id, held.status
      ORDER BY fill.executed_at, fill.sequence, fill.id`,
    [id],
  )
  const ordered = inOrderOfMatching(rows)
  const first = ordered.findIndex((fill) => fill.is_first)
  const last = ordered.findIndex((fill) => fill.is_last)
  const others = ordered.filter((_, at) => at < first || (last >= 0 && at > last))
  return others.map((fill) => fill.id)
}
