import { now } from '../../../../kernel/clock.ts'
import type { Db, Tx } from '../../../../kernel/db/database.ts'
import type { Id } from '../../../../kernel/id.ts'
import type { Trader } from '../../trader.ts'

/** A calendar month in UTC, up to and without `until`. */
export interface Period {
  readonly from: Date
  readonly until: Date
}

/** The month of an instant; without one that which is running. */
export function periodOf(at: Date = now()): Period {
  const [year, month] = [at.getUTCFullYear(), at.getUTCMonth()]
  return { from: new Date(Date.UTC(year, month)), until: new Date(Date.UTC(year, month + 1)) }
}

const USED = `
  SELECT (SELECT count(*)::integer FROM trading.trade
           WHERE account_id IN (SELECT id FROM trading.account WHERE owner_id = $1)
             AND opened_at >= $2 AND opened_at < $3) AS trades,
         (SELECT count(*)::integer FROM trading.journal_entry
           WHERE owner_id = $1 AND created_at >= $2 AND created_at < $3) AS entries,
         (SELECT count(*)::integer FROM trading.playbook WHERE owner_id = $1 AND status = 'active') AS playbooks`

/** What there is now: what was removed counts no more. */
export async function countUsed(reader: Db | Tx, ownerId: Id<'user'>, { from, until }: Period) {
  const [row] = await reader.raw<{ trades: number; entries: number; playbooks: number }>(USED, [ownerId, from, until])
  if (row === undefined) throw new TypeError('counting answers one row')
  return { tradesOpened: row.trades, journalEntries: row.entries, activePlaybooks: row.playbooks }
}

/** The first trades of a month are within the limit, whichever came into the journal first. */
const BEYOND = `
  SELECT count(*)::integer AS count
    FROM trading.trades_beyond($1, $2) AS beyond (id)
    JOIN trading.trade ON trade.id = beyond.id
    JOIN trading.execution ON execution.id = trade.open_execution_id
   WHERE execution.batch_id = $3`

/** Trades that are not shown, by the month of UTC in which they were opened, the last one first. */
export async function hiddenMonths(reader: Db | Tx, { id, shownAMonth }: Trader): Promise<HiddenMonth[]> {
  if (shownAMonth === null) return []
  return await reader.raw<HiddenMonth & Record<string, unknown>>(
    `SELECT to_char(opened_at AT TIME ZONE 'UTC', 'YYYY-MM') AS month, count(*)::integer AS trades
       FROM trading.trade WHERE id IN (SELECT trading.trades_beyond($1, $2)) GROUP BY 1 ORDER BY 1 DESC`,
    [id, shownAMonth],
  )
}

export interface HiddenMonth {
  readonly month: string
  readonly trades: number
}

export async function tradesBeyond(
  tx: Tx,
  {
    ownerId,
    batchId,
    limit,
  }: { readonly ownerId: Id<'user'>; readonly batchId: Id<'import-batch'>; readonly limit: number },
): Promise<number> {
  const [row] = await tx.raw<{ count: number }>(BEYOND, [ownerId, limit, batchId])
  return row?.count ?? 0
}
