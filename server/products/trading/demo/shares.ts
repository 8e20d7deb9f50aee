import { addDays, type LocalDate, weekdayOf, zonedInstant } from '../../../kernel/zoned.ts'
import { below, type Random } from '../analytics/metrics/seeded-random.ts'
import { type DemoFill, type DemoTrade, pick, SETUPS } from './demo-trade.ts'

export const SHARES_ZONE = 'Europe/Berlin'
/** Euro for a dollar, through all of the demo. */
export const EURO_FOR_DOLLAR = 0.86

export interface Share {
  readonly symbol: string
  readonly name: string
  readonly isin: string
  readonly currency: 'EUR' | 'USD'
  /** What one costs on the first day, and how many are bought at once. */
  readonly start: number
  readonly lot: number
}

export const SHARES: readonly Share[] = [
  { symbol: 'SAP', name: 'SAP', isin: 'DE0007164600', currency: 'EUR', start: 236, lot: 8 },
  { symbol: 'SIE', name: 'Siemens', isin: 'DE0007236101', currency: 'EUR', start: 214, lot: 10 },
  { symbol: 'ALV', name: 'Allianz', isin: 'DE0008404005', currency: 'EUR', start: 352, lot: 6 },
  { symbol: 'NVDA', name: 'NVIDIA', isin: 'US67066G1040', currency: 'USD', start: 178, lot: 12 },
  { symbol: 'MSFT', name: 'Microsoft', isin: 'US5949181045', currency: 'USD', start: 498, lot: 4 },
]

/** Trades of days and weeks, one of each share at a time; the last ones are still open. */
export function shareTrades(random: Random, from: LocalDate, until: LocalDate): DemoTrade[] {
  const trades = SHARES.flatMap((share) => {
    const ofShare: DemoTrade[] = []
    let date = workday(addDays(from, below(random, 9)))
    for (let level = share.start; date <= until; ) {
      const days = 3 + below(random, 22)
      const trade = swing(random, share, { date, level, lastDay: workday(addDays(date, days)), until })
      ofShare.push(trade)
      level *= 0.97 + below(random, 70) / 1000
      date = workday(addDays(date, days + 2 + below(random, 12)))
    }
    return ofShare
  })
  return trades.toSorted((one, other) => openedAt(one) - openedAt(other))
}

function openedAt({ fills }: DemoTrade): number {
  return fills[0]?.at.getTime() ?? 0
}

interface Swing {
  readonly date: LocalDate
  readonly level: number
  readonly lastDay: LocalDate
  readonly until: LocalDate
}

function swing(random: Random, share: Share, { date, level, lastDay, until }: Swing): DemoTrade {
  const stop = level * (0.95 - below(random, 15) / 1000)
  const result = below(random, 100) < 54 ? 0.01 + below(random, 110) / 1000 : -0.015 - below(random, 50) / 1000
  const added = below(random, 4) === 0 ? addDays(date, 1) : null
  const fill = (day: LocalDate, side: 1 | -1, quantity: number, price: number): DemoFill => ({
    at: zonedInstant({ date: day, time: pick(random, ['09:24', '10:41', '13:05', '15:52', '16:47']) }, SHARES_ZONE),
    ...{ side, quantity: String(quantity), price: price.toFixed(2) },
    fee: share.currency === 'EUR' ? '0' : (quantity * price * EURO_FOR_DOLLAR * 0.0015).toFixed(2),
  })
  const more = added !== null && weekdayOf(added) <= 5 && added < lastDay && added <= until
  const held = more ? share.lot * 2 : share.lot
  return {
    ...{ symbol: share.symbol, root: share.symbol, name: share.name, side: 1 },
    fills: [
      fill(date, 1, share.lot, level),
      ...(more ? [fill(added, 1, share.lot, level * 1.012)] : []),
      ...(lastDay <= until ? [fill(lastDay, -1, held, level * (1 + result))] : []),
    ],
    ...{ stop: stop.toFixed(2), target: (level * 1.12).toFixed(2), setup: SETUPS.pullback, bars: [] },
    mistake: !more && result < -0.05 ? 'Chased the entry' : null,
    followed: below(random, 3) > 0,
  }
}

function workday(date: LocalDate): LocalDate {
  let day = date
  while (weekdayOf(day) > 5) day = addDays(day, 1)
  return day
}
