import { now } from '../../../../kernel/clock.ts'
import type { Tx } from '../../../../kernel/db/database.ts'
import { compare, decimal } from '../../../../kernel/decimal.ts'
import { newId } from '../../../../kernel/id.ts'
import type { Side, TradeNoteRow } from '../tables.ts'

type Note = Pick<TradeNoteRow, 'trade_id' | 'account_id' | 'initial_stop'>

/** Keeps what a trade's stop was before it was changed while the trade is open. The first stop, and those of closed trades, are no change. */
export async function keepStop(tx: Tx, before: Note, after: Note): Promise<void> {
  const [from, to] = [before.initial_stop, after.initial_stop]
  if (from === null || (to !== null && compare(decimal(from), decimal(to)) === 0)) return
  const [trade] = await tx.raw<{ side: Side }>(`SELECT side FROM trading.trade WHERE id = $1 AND status = 'open'`, [
    after.trade_id,
  ])
  if (trade === undefined) return
  const isAway = to === null || compare(decimal(to), decimal(from)) === -trade.side
  await tx.raw(
    `INSERT INTO trading.stop_change (id, trade_id, account_id, from_price, to_price, is_away, changed_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7)`,
    [newId(), after.trade_id, after.account_id, from, to, isAway, now()],
  )
}
