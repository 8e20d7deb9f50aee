import { type RawBuilder, sql } from 'kysely'
import type { Db, Tx } from '../../kernel/db/database.ts'
import type { Id } from '../../kernel/id.ts'
import { tradingProblem } from './problems.ts'

/** A trader, and which of their trades are shown: the first so many that were opened in each month of UTC; null: all. */
export interface Trader {
  readonly id: Id<'user'>
  readonly shownAMonth: number | null
}

/** For what is a fact of an account, in which every trade counts. */
export function withAllTrades(id: Id<'user'>): Trader {
  return { id, shownAMonth: null }
}

/** The trades that are not shown, as a subquery. Without a limit there are none, and nothing is ranked. */
export function beyondPlan({ id, shownAMonth }: Trader): RawBuilder<string> {
  return sql`(SELECT trading.trades_beyond(${id}::uuid, ${shownAMonth}::integer))`
}

/** Those of these trades that are the trader's and not shown. */
export async function hiddenAmong(
  source: Db | Tx,
  { id, shownAMonth }: Trader,
  tradeIds: readonly Id<'trade'>[],
): Promise<ReadonlySet<Id<'trade'>>> {
  if (shownAMonth === null || tradeIds.length === 0) return new Set()
  const rows = await source.raw<{ id: Id<'trade'> }>(
    'SELECT beyond.id FROM trading.trades_beyond($1, $2) AS beyond (id) WHERE beyond.id = ANY($3::uuid[])',
    [id, shownAMonth, [...tradeIds]],
  )
  return new Set(rows.map((row) => row.id))
}

/** Throws trading/trade-beyond-plan for a trade that is not shown. */
export async function assertShown(source: Db | Tx, trader: Trader, tradeIds: readonly Id<'trade'>[]): Promise<void> {
  if ((await hiddenAmong(source, trader, tradeIds)).size === 0) return
  throw tradingProblem('trade-beyond-plan', {
    detail: `The plan shows the first ${trader.shownAMonth} trades of a month. This one is kept, and shown once the plan is raised; see Plan and usage.`,
    params: { limit: trader.shownAMonth },
  })
}
