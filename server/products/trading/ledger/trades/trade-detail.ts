import type { Id } from '../../../../kernel/id.ts'
import { tradingProblem } from '../../problems.ts'
import type { ExecutionRow, LotClosureRow, LotRow } from '../tables.ts'
import { excursionOf } from './excursion.ts'
import { findNote } from './notes.ts'
import { ownTrade } from './own-trade.ts'
import type { TradesTables } from './tables.ts'
import { viewDetail } from './trade-detail-view.ts'
import { type ListedTrade, type Reader, tagsOf, tradesById } from './trade-reads.ts'

/** Of a trade's fills, closures and lots so many are shown; all of them are in its explanation. */
const PARTS_MAX = 500

/** A trade with what it is made of and what is said of it. Throws trading/trade-not-found. */
export async function readTrade(source: Reader, ownerId: Id<'user'>, id: Id<'trade'>) {
  await ownTrade(source, ownerId, id)
  const [trade] = await tradesById(source, [id])
  if (trade === undefined) throw tradingProblem('trade-not-found')
  const [tags, note, fills] = [await tagsOf(source, [id]), await findNote(source, id), await fillsOf(source, trade)]
  const [closures, lots] = [await closuresOf(source, id), await lotsOf(source, id)]
  const multiplier = await multiplierOf(source, trade)
  const isWhole = fills.length <= PARTS_MAX
  const excursion = isWhole ? await excursionOf(source, { trade, multiplier, fills }) : null
  return viewDetail({ trade, tags: tags.get(id) ?? [], note, multiplier, fills, closures, lots, excursion }, PARTS_MAX)
}

async function multiplierOf(source: Reader, trade: ListedTrade): Promise<string> {
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
async function fillsOf(source: Reader, { id }: ListedTrade): Promise<ExecutionRow[]> {
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

function closuresOf(source: Reader, id: Id<'trade'>): Promise<LotClosureRow[]> {
  return source
    .query<TradesTables>()
    .selectFrom('trading.lot_closure')
    .selectAll()
    .where('trade_id', '=', id)
    .orderBy('closed_at')
    .orderBy('close_execution_id')
    .orderBy('open_execution_id')
    .limit(PARTS_MAX + 1)
    .execute()
}

function lotsOf(source: Reader, id: Id<'trade'>): Promise<LotRow[]> {
  return source
    .query<TradesTables>()
    .selectFrom('trading.lot')
    .selectAll()
    .where('trade_id', '=', id)
    .orderBy('opened_at')
    .orderBy('open_execution_id')
    .limit(PARTS_MAX + 1)
    .execute()
}
