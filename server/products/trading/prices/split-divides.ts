import type { Db } from '../../../kernel/db/database.ts'
import { compare, decimal } from '../../../kernel/decimal.ts'
import type { Id } from '../../../kernel/id.ts'
import type { SourceBar } from './bar-source.ts'

/** Whether bars of days that are known read otherwise now, as after a split, which sources divide what was before it by. */
export async function splitDivides(
  db: Db,
  { holders, seconds }: { readonly holders: readonly { readonly id: Id<'instrument'> }[]; readonly seconds: number },
  bars: readonly SourceBar[],
): Promise<boolean> {
  const known = await db.raw<{ at: Date; close: string }>(
    `SELECT starts_at AS at, close FROM trading.price_bar
      WHERE instrument_id = $1 AND seconds = $2 AND source = 'source' AND starts_at = ANY($3::timestamptz[])`,
    [holders[0]?.id, seconds, bars.map(({ at }) => at)],
  )
  const closes = new Map(bars.map(({ at, close }) => [at.getTime(), close]))
  return known.some(({ at, close }) => compare(decimal(closes.get(at.getTime()) ?? close), decimal(close)) !== 0)
}
