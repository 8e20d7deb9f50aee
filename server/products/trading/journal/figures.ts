import type { Db, Tx } from '../../../kernel/db/database.ts'
import type { Id } from '../../../kernel/id.ts'
import type { LocalDate } from '../../../kernel/zoned.ts'
import type { Trader } from '../trader.ts'
import type { DayRange } from './periods.ts'

/** Accounts of the trader. */
interface OfAccounts {
  readonly trader: Trader
  readonly accountIds: readonly Id<'trading-account'>[]
}

/** What the shown trades of an account did on trading days, in its currency, as the ledger has it. */
export interface AccountFigures {
  readonly accountId: Id<'trading-account'>
  /** Realised by what was closed on these days. */
  readonly net: string
  /** Trades that ended on these days. */
  readonly trades: number
  readonly wins: number
  readonly losses: number
}

/** Closing instants lie at most a day beside their trading day; with room for zones, so that the index is used. */
const ENDED = `trade.status = 'closed' AND trade.closed_day BETWEEN $2 AND $3
  AND trade.closed_at >= $2::date - interval '3 days' AND trade.closed_at < $3::date + interval '3 days'`

const FIGURES = `
  SELECT account.id AS "accountId", ended.trades::int, ended.wins::int, ended.losses::int,
         trim_scale(coalesce((SELECT sum(net_base) FROM trading.lot_closure
           WHERE account_id = account.id AND closed_day BETWEEN $2 AND $3
             AND trade_id NOT IN (SELECT trading.trades_beyond($4, $5))), 0))::text AS net
    FROM trading.account account
    CROSS JOIN LATERAL (
      SELECT count(*) AS trades, count(*) FILTER (WHERE net_base > 0) AS wins, count(*) FILTER (WHERE net_base < 0) AS losses
        FROM trading.trade trade WHERE trade.account_id = account.id AND ${ENDED}
         AND trade.id NOT IN (SELECT trading.trades_beyond($4, $5))) ended
   WHERE account.id = ANY($1) ORDER BY account.id`

export async function figuresOf(
  source: Db | Tx,
  { trader, accountIds }: OfAccounts,
  { from, to }: DayRange,
): Promise<AccountFigures[]> {
  return await source.raw<AccountFigures & Record<string, unknown>>(FIGURES, [
    ...[[...accountIds], from, to],
    ...[trader.id, trader.shownAMonth],
  ])
}

export interface EndedTrade {
  readonly id: Id<'trade'>
  readonly accountId: Id<'trading-account'>
  readonly symbol: string
  readonly currency: string
  readonly closedDay: LocalDate
  readonly net: string
}

const LARGEST = 5

/** The five trades that ended on these days and brought, or cost, most; the largest first. Amounts of several currencies are not compared. */
export async function largestOf(
  source: Db | Tx,
  { trader, accountId }: { readonly trader: Trader; readonly accountId: Id<'trading-account'> },
  { from, to }: DayRange,
  which: 'wins' | 'losses',
): Promise<EndedTrade[]> {
  const [sign, order] = which === 'wins' ? ['>', 'DESC'] : ['<', 'ASC']
  return await source.raw<EndedTrade & Record<string, unknown>>(
    `SELECT trade.id, trade.account_id AS "accountId", instrument.symbol, account.currency,
            trade.closed_day AS "closedDay", trim_scale(trade.net_base)::text AS net
       FROM trading.trade trade
       JOIN trading.account account ON account.id = trade.account_id
       JOIN trading.instrument instrument ON instrument.id = trade.instrument_id
      WHERE trade.account_id = $1 AND ${ENDED} AND trade.net_base ${sign} 0
        AND trade.id NOT IN (SELECT trading.trades_beyond($4, $5))
      ORDER BY trade.net_base ${order}, trade.id LIMIT ${LARGEST}`,
    [accountId, from, to, trader.id, trader.shownAMonth],
  )
}

export interface TagFigures {
  readonly tagId: Id<'tag'>
  readonly name: string
  readonly grouping: string
  readonly currency: string
  readonly trades: number
  readonly net: string
}

/** Tags of the trades that ended on these days, by group and name. */
export async function tagFigures(
  source: Db | Tx,
  { trader, accountIds }: OfAccounts,
  { from, to }: DayRange,
): Promise<TagFigures[]> {
  return await source.raw<TagFigures & Record<string, unknown>>(
    `SELECT tag.id AS "tagId", tag.name, tag.grouping, account.currency, count(*)::int AS trades,
            trim_scale(sum(trade.net_base))::text AS net
       FROM trading.trade trade
       JOIN trading.account account ON account.id = trade.account_id
       JOIN trading.trade_tag tagged ON tagged.trade_id = trade.id
       JOIN trading.tag tag ON tag.id = tagged.tag_id
      WHERE trade.account_id = ANY($1) AND ${ENDED} AND trade.id NOT IN (SELECT trading.trades_beyond($4, $5))
      GROUP BY tag.id, account.currency ORDER BY tag.grouping, tag.name, account.currency`,
    [[...accountIds], from, to, trader.id, trader.shownAMonth],
  )
}

interface JournalDays {
  /** On which something was closed. */
  readonly traded: number
  /** Of which something was written. */
  readonly written: number
  /** Traded, and nothing written. */
  readonly missed: number
}

/** Of days and trades entries are written, of days reflections. */
export async function journalDays(
  source: Db | Tx,
  { trader, accountIds }: OfAccounts,
  { from, to }: DayRange,
): Promise<JournalDays> {
  const [row] = await source.raw<JournalDays & Record<string, unknown>>(
    `WITH written AS (
       SELECT day FROM trading.journal_entry WHERE owner_id = $1 AND day BETWEEN $3 AND $4
       UNION SELECT day FROM trading.daily_reflection WHERE owner_id = $1 AND day BETWEEN $3 AND $4),
     traded AS (SELECT DISTINCT closed_day AS day FROM trading.lot_closure
       WHERE account_id = ANY($2) AND closed_day BETWEEN $3 AND $4 AND trade_id NOT IN (SELECT trading.trades_beyond($1, $5)))
     SELECT (SELECT count(*) FROM traded)::int AS traded, (SELECT count(*) FROM written)::int AS written,
            (SELECT count(*) FROM traded WHERE day NOT IN (SELECT day FROM written))::int AS missed`,
    [trader.id, [...accountIds], from, to, trader.shownAMonth],
  )
  return row ?? { traded: 0, written: 0, missed: 0 }
}
