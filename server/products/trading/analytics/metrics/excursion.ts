import { type Decimal, signOf, toNumber } from '../../../../kernel/decimal.ts'
import { type ClosedTrade, type Measure, NET_CASH } from './closed-trade.ts'
import { mean } from './moments.ts'
import { median, type Percentile, percentiles } from './percentiles.ts'
import { divisorOf, resultsOf } from './results.ts'

/** How far trades went against and in favour before they ended, in the unit of the measure. */
export interface ExcursionSummary {
  /** Trades of which both are known: what the rest is of. */
  readonly n: number
  readonly missing: number
  readonly averageMae: number | null
  readonly medianMae: number | null
  readonly averageMfe: number | null
  readonly medianMfe: number | null
  /** Net / MFE of each trade that was up at some time: 1 ended at its best, below zero gave back more than it had. */
  readonly averageEfficiency: number | null
  readonly medianEfficiency: number | null
  /** Sum of results / sum of MFE: what was kept of what there was to have; large trades count more. */
  readonly captured: number | null
  /** How far winners went against first: a stop beyond most of it would have let them run. */
  readonly winnersMae: readonly Percentile[]
  /** How far up losers were once. */
  readonly losersMfe: readonly Percentile[]
  /** Losers that were up by their later loss or more at some time. */
  readonly losersOnceWinning: number
}

/** What one trade says of its exit. */
export interface Excursion {
  readonly trade: ClosedTrade
  readonly value: number
  readonly mae: number
  readonly mfe: number
  /** Null when it never was up. */
  readonly efficiency: number | null
}

/** MAE and MFE of trades that have both, in the unit of the measure. Sweeney (1997), Maximum Adverse Excursion. */
export function excursionsOf(trades: readonly ClosedTrade[], { basis, mode }: Measure = NET_CASH): Excursion[] {
  return trades.flatMap((trade) => {
    const divisor = divisorOf(trade, mode)
    const { mae, mfe } = trade
    if (divisor === null || mae === null || mfe === null) return []
    const [value, against, inFavour] = [trade[basis], mae, mfe].map((amount) => toNumber(amount) / divisor)
    const efficiency = exitEfficiency(trade[basis], mfe)
    return [{ trade, value: value ?? 0, mae: against ?? 0, mfe: inFavour ?? 0, efficiency }]
  })
}

/** The result over the maximum favourable excursion; null when the trade never was up. */
export function exitEfficiency(result: Decimal, mfe: Decimal): number | null {
  return signOf(mfe) > 0 ? toNumber(result) / toNumber(mfe) : null
}

/** What the excursions of trades say about stops and exits. */
export function excursionSummary(trades: readonly ClosedTrade[], measure: Measure = NET_CASH): ExcursionSummary {
  const known = excursionsOf(trades, measure)
  const { outcomes } = resultsOf(
    known.map(({ trade }) => trade),
    measure,
  )
  const maes = known.map(({ mae }) => mae)
  const mfes = known.map(({ mfe }) => mfe)
  const efficiencies = known.flatMap(({ efficiency }) => (efficiency === null ? [] : [efficiency]))
  const losers = known.filter((_, at) => outcomes[at] === -1)
  const sumOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0)
  const there = sumOf(mfes)
  return {
    n: known.length,
    missing: trades.length - known.length,
    averageMae: mean(maes),
    medianMae: median(maes),
    averageMfe: mean(mfes),
    medianMfe: median(mfes),
    averageEfficiency: mean(efficiencies),
    medianEfficiency: median(efficiencies),
    captured: there === 0 ? null : sumOf(known.map(({ value }) => value)) / there,
    winnersMae: percentiles(known.flatMap(({ mae }, at) => (outcomes[at] === 1 ? [mae] : []))),
    losersMfe: percentiles(losers.map(({ mfe }) => mfe)),
    losersOnceWinning: losers.filter(({ mfe, value }) => mfe >= -value).length,
  }
}
