import { csvLine } from '../sharing/csv.ts'
import type { PeriodReport } from './period-report.ts'

type Tally = PeriodReport['groups'][number]['symbols'][number]
type Row = Omit<Tally, 'symbol'>

const FIGURES: Readonly<Record<string, (row: Row) => string | number | null>> = {
  trades: ({ n }) => n,
  wins: ({ wins }) => wins,
  losses: ({ losses }) => losses,
  scratches: ({ scratches }) => scratches,
  net: ({ net }) => net,
  winRate: ({ winRate }) => winRate,
  profitFactor: ({ profitFactor }) => profitFactor,
  payoff: ({ payoff }) => payoff,
  largestWin: ({ largestWin }) => largestWin,
  largestLoss: ({ largestLoss }) => largestLoss,
  averageR: ({ avgR }) => avgR,
  tradesWithR: ({ rN }) => rN,
}

/** A table of each day and symbol with what its trades came to, in net money of the currency. */
export function reportCsv({ groups }: PeriodReport): string {
  const lines = groups.flatMap(({ currency, days, symbols }) => {
    const line = (of: string, key: string, row: Row) =>
      csvLine([currency, of, key, ...Object.values(FIGURES).map((cell) => cell(row))])
    return [
      ...days.map(({ day, ...row }) => line('day', day, row)),
      ...symbols.map(({ symbol, ...row }) => line('symbol', symbol, row)),
    ]
  })
  return [csvLine(['currency', 'of', 'key', ...Object.keys(FIGURES)]), ...lines].join('')
}
