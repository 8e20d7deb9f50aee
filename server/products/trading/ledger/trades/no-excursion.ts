import { now } from '../../../../kernel/clock.ts'
import { isDivided } from './excursion.ts'
import type { ListedTrade, Reader } from './trade-reads.ts'

export const excursionLacks = ['bars', 'spin-off', 'fills'] as const

/**
 * Why nobody can say how far a trade went by price bars: there are none of its time, a spin-off took of it, or it has more fills than are
 * looked through; and how the last look for bars of its instrument ended.
 */
export async function lackOf(source: Reader, trade: ListedTrade, isWhole: boolean) {
  const endMs = (trade.status === 'closed' ? trade.closed_at : now())?.getTime() ?? 0
  const lacks = !isWhole ? 'fills' : (await isDivided(source, trade, endMs)) ? 'spin-off' : 'bars'
  const [look] = await source.raw<{ tried_at: Date | null; next_at: Date | null; error: string | null }>(
    'SELECT tried_at, next_at, error FROM trading.bar_look WHERE instrument_id = $1',
    [trade.instrument_id],
  )
  const { tried_at: triedAt = null, next_at: nextAt = null, error = null } = look ?? {}
  return { lacks, triedAt, nextAt, error } as const
}
