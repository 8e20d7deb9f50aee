import { inSeconds, now } from '../../../kernel/clock.ts'
import type { Db } from '../../../kernel/db/database.ts'
import type { Id } from '../../../kernel/id.ts'
import { addDays, type LocalDate, localDate } from '../../../kernel/zoned.ts'
import type { Trader } from '../trader.ts'
import { ownAccounts } from './own.ts'

const DAYS = 90
const DAY_SECONDS = 86_400
const TRADES_MAX = 100

export interface UnreviewedTrade {
  readonly id: Id<'trade'>
  readonly accountId: Id<'trading-account'>
  readonly symbol: string
  readonly closedAt: Date
  readonly net: string
  readonly currency: string
}

/** Of the accounts `$1` since `$2`, of the trader `$3`. */
const UNREVIEWED = `FROM trading.trade trade
       JOIN trading.account account ON account.id = trade.account_id
       JOIN trading.instrument instrument ON instrument.id = trade.instrument_id
       LEFT JOIN trading.trade_note note ON note.trade_id = trade.id
      WHERE trade.account_id = ANY($1) AND trade.status = 'closed' AND trade.closed_at > $2
        AND coalesce(note.review_state, 'unreviewed') = 'unreviewed' AND coalesce(note.text, '') = ''
        AND NOT EXISTS (SELECT FROM trading.journal_entry entry WHERE entry.trade_id = trade.id AND entry.owner_id = $3)`

/** Of the last 90 days: closed trades that are shown, without review, note or entry, and days that were traded and not written of. */
export async function remindersOf(db: Db, trader: Trader) {
  const { id: ownerId, shownAMonth } = trader
  const accounts = await ownAccounts(db, ownerId)
  const ids = accounts.map(({ id }) => id)
  const since = inSeconds(-DAYS * DAY_SECONDS)
  const today = localDate(now(), accounts[0]?.time_zone ?? 'UTC')
  const trades = await db.raw<UnreviewedTrade & Record<string, unknown>>(
    `SELECT trade.id, trade.account_id AS "accountId", instrument.symbol, trade.closed_at AS "closedAt",
            trim_scale(trade.net_base)::text AS net, account.currency
       ${UNREVIEWED} AND trade.id NOT IN (SELECT trading.trades_beyond($3, $4))
      ORDER BY trade.closed_at DESC, trade.id DESC LIMIT ${TRADES_MAX}`,
    [ids, since, ownerId, shownAMonth],
  )
  const [hidden] = await db.raw<{ count: number }>(
    `SELECT count(*)::int AS count ${UNREVIEWED} AND trade.id IN (SELECT trading.trades_beyond($3, $4))`,
    [ids, since, ownerId, shownAMonth],
  )
  const days = await db.raw<{ day: LocalDate }>(
    `SELECT DISTINCT closed_day AS day FROM trading.lot_closure closure
      WHERE account_id = ANY($1) AND closed_day > $2
        AND NOT EXISTS (SELECT FROM trading.journal_entry WHERE owner_id = $3 AND day = closure.closed_day)
        AND NOT EXISTS (SELECT FROM trading.daily_reflection WHERE owner_id = $3 AND day = closure.closed_day)
        AND closure.trade_id NOT IN (SELECT trading.trades_beyond($3, $4))
      ORDER BY day DESC`,
    [ids, addDays(today, -DAYS), ownerId, shownAMonth],
  )
  return { trades, days: days.map(({ day }) => day), hiddenByPlan: hidden?.count ?? 0 }
}
