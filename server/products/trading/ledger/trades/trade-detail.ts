import type { Id } from '../../../../kernel/id.ts'
import { tradingProblem } from '../../problems.ts'
import type { LotClosureRow, LotRow } from '../tables.ts'
import { excursionOf } from './excursion.ts'
import { lackOf } from './no-excursion.ts'
import { findNote } from './notes.ts'
import { ownTrade } from './own-trade.ts'
import type { TradesTables } from './tables.ts'
import { viewDetail } from './trade-detail-view.ts'
import { fillsOf, multiplierOf, PARTS_MAX } from './trade-parts.ts'
import { type Reader, tagsOf, tradesById } from './trade-reads.ts'

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
  const noExcursion = excursion === null ? await lackOf(source, trade, isWhole) : null
  const said = { trade, tags: tags.get(id) ?? [], note, excursion, noExcursion }
  return viewDetail({ ...said, multiplier, fills, closures, lots }, PARTS_MAX)
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
